//! Two become one.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, names, path, version};

async fn order(client: &Client, account: &Value, day: String, minor: i64) {
    client.post("/orders", &json!({"account_id": id(account), "ordered_on": day, "net_minor": minor})).await.done();
}

async fn merge(client: &Client, kept: &Value, merged: &Value, fields: Value) -> Value {
    let wish = json!({"kind": "account", "kept_id": id(kept), "merged_id": id(merged), "fields": fields});
    let answer = client.post("/merges", &wish).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn f59_merging_keeps_eight_orders_and_both_names() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let code = "91340100MA2TPFXL9K";
    let kept = admin.post("/accounts", &json!({"name": "金源烟酒店", "credit_code": code, "tags": ["甲", "乙"]})).await.ok();
    let merged =
        json!({"name": "合肥金源商贸有限公司", "credit_code": code, "phone": "0551-62345678", "number": "K7", "tags": ["乙", "丙"]});
    let merged = admin.post("/accounts?duplicates=allow", &merged).await.ok();
    for n in 0..5 {
        order(&admin, &kept, app.days_ago(n + 1), 10_000).await;
    }
    for n in 0..3 {
        order(&admin, &merged, app.days_ago(n + 100), 100_000).await;
    }
    admin.post("/interactions", &json!({"account_id": id(&merged), "channel": "phone", "two_way": true})).await.done();
    app.run_jobs().await;
    // Two accounts with one credit code are proposed.
    let scan = admin.post("/duplicates/scan", &json!({"kind": "account"})).await.ok();
    app.job(&admin, &scan).await;
    let pairs = admin.get("/duplicates?kind=account").await.ok();
    assert_eq!((&pairs["count"]["value"], &pairs["items"][0]["certainty"]), (&json!(1), &json!("certain")), "{pairs}");
    assert_eq!(pairs["items"][0]["reasons"][0], json!({"sign": "credit_code", "value": code}));
    let preview = admin.get(&format!("/merges/preview?kind=account&kept_id={}&merged_id={}", id(&kept), id(&merged))).await.ok();
    let orders = preview["rows"].as_array().unwrap().iter().find(|rows| rows["table"] == "orders").unwrap();
    assert_eq!((&orders["kept"]["value"], &orders["merged"]["value"]), (&json!(5), &json!(3)));
    assert_eq!(preview["undo_days"], 30);

    let done = merge(&admin, &kept, &merged, json!([])).await;
    assert_eq!(
        (&done["moved"]["orders"], &done["moved"]["interactions"], &done["moved"]["account_tags"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!((&done["kept"]["name"], &done["merged"]["name"]), (&json!("金源烟酒店"), &json!("合肥金源商贸有限公司")));
    let now = admin.get(&path(&kept, "/accounts")).await.ok();
    assert_eq!((&now["order_count"], &now["net_sales"]["minor"]), (&json!(8), &json!(350_000)));
    assert_eq!((&now["name"], &now["also_known_as"]), (&json!("金源烟酒店"), &json!("合肥金源商贸有限公司")), "both names");
    assert_eq!((&now["phone"], &now["number"]), (&merged["phone"], &json!("K7")), "what was empty is filled in");
    assert_eq!(now["tags"], json!(["丙", "乙", "甲"]));
    assert_eq!(now["last_contact_on"], json!(app.days_ago(0)));
    assert_eq!(now["first_order_on"], json!(app.days_ago(102)));
    // It is found by both names, and there is one.
    for found in ["金源烟酒店", "金源商贸"] {
        let hits = admin.get(&format!("/search?q={}&kinds=account", crate::testing::escaped(found))).await.ok();
        assert_eq!(hits["hits"].as_array().unwrap().len(), 1, "{found}: {hits}");
        assert_eq!(hits["hits"][0]["id"], kept["id"]);
    }
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    assert_eq!(admin.get("/duplicates?kind=account").await.ok()["count"]["value"], 0);
    // Whoever has the old address is led to the new one.
    let moved = admin.get(&path(&merged, "/accounts")).await;
    assert_eq!(moved.status, 308);
    assert_eq!(moved.headers["location"], *path(&kept, "/api/v1/accounts"));
    // The page tells of it, and what was told of the other is told here.
    app.run_jobs().await;
    let told = admin.get(&format!("/accounts/{}/timeline?limit=50", id(&kept))).await.ok();
    let told: Vec<&Value> = told["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "event").collect();
    assert_eq!(told.iter().filter(|item| item["data"]["name"] == "account.created").count(), 2);
    let event = told.iter().find(|item| item["data"]["name"] == "account.merged").unwrap();
    assert_eq!((&event["data"]["merged"]["name"], &event["data"]["merge"]), (&json!("合肥金源商贸有限公司"), &done["id"]));
    let list = admin.get(&format!("/merges?kept_id={}", id(&kept))).await.ok();
    assert_eq!(
        (&list["items"][0]["id"], &list["items"][0]["state"], &list["items"][0]["by"]["name"]),
        (&done["id"], &json!("merged"), &json!("王老板"))
    );
}

#[tokio::test]
async fn fields_are_chosen_and_the_other_name_stays_known() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let kept = json!({"name": "金源", "region": "合肥", "phone": "0551-62345678", "remark": "甲", "credit_grade": "B", "number": "1"});
    let kept = admin.post("/accounts", &kept).await.ok();
    let merged = json!({"name": "金源烟酒店", "region": "合肥市", "remark": "乙", "number": "2", "cooperating_since": "2020-01-01"});
    let merged = admin.post("/accounts", &merged).await.ok();
    merge(&admin, &kept, &merged, json!(["name", "number", "credit_grade"])).await;
    let now = admin.get(&path(&kept, "/accounts")).await.ok();
    assert_eq!((&now["name"], &now["also_known_as"], &now["number"]), (&json!("金源烟酒店"), &json!("金源"), &json!("2")));
    assert_eq!(
        (&now["region"], &now["credit_grade"], &now["remark"]),
        (&json!("合肥"), &Value::Null, &json!("甲\n乙")),
        "an empty one can be chosen too"
    );
    assert_eq!(now["cooperating_since"], "2020-01-01");
    // The number of the one that went is free for nobody else.
    assert_eq!(admin.post("/accounts", &json!({"name": "别家", "number": "2"})).await.wrong_fields()[0].1, "taken");
}

#[tokio::test]
async fn fields_of_ones_own_point_to_the_record_that_stays() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = json!({"list": "accounts", "label": "总店", "key": "head", "kind": {"type": "reference", "to": "account"}});
    let made = admin.post("/custom-fields", &field).await.ok();
    assert_eq!(made["index"], "building", "it is looked for by what it points to");
    let without = admin.patch(&path(&made, "/custom-fields"), version(&made), &json!({"indexed": false})).await;
    assert_eq!(without.wrong_fields()[0].0, "/indexed");
    app.run_jobs().await;
    let [kept, merged] = ["金源", "金源烟酒店"].map(|name| json!({"name": name}));
    let (kept, merged) = (admin.post("/accounts", &kept).await.ok(), admin.post("/accounts?duplicates=allow", &merged).await.ok());
    let branch = admin.post("/accounts", &json!({"name": "红星分店", "custom": {"head": id(&merged)}})).await.ok();
    let done = merge(&admin, &kept, &merged, json!([])).await;
    let head = || async { admin.get(&path(&branch, "/accounts")).await.ok()["custom"]["head"].clone() };
    assert_eq!(head().await, json!({"id": kept["id"], "name": "金源"}));
    admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.done();
    assert_eq!(head().await, json!({"id": merged["id"], "name": "金源烟酒店"}));
}

#[tokio::test]
async fn two_between_which_another_stands_are_not_merged() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [one, between, other] = ["金源烟酒店", "和平饭店", "金源烟酒行"].map(|name| json!({"name": name}));
    let [one, between, other] = [
        admin.post("/accounts", &one).await.ok(),
        admin.post("/accounts", &between).await.ok(),
        admin.post("/accounts?duplicates=allow", &other).await.ok(),
    ];
    let relation = async |from: &Value, to: &Value| {
        admin.post(&format!("/accounts/{}/relations", id(from)), &json!({"kind": "supplies", "to_id": id(to)})).await.ok()
    };
    relation(&one, &between).await;
    let second = relation(&between, &other).await;
    relation(&one, &other).await;
    for (kept, merged) in [(&one, &other), (&other, &one)] {
        let wish = json!({"kind": "account", "kept_id": id(kept), "merged_id": id(merged), "fields": []});
        assert_eq!(admin.post("/merges", &wish).await.problem(), (409, "merge_ring".to_owned()));
    }
    assert_eq!(admin.get(&format!("/accounts/{}/relations", id(&one))).await.ok()["count"]["value"], 2, "nothing of it is done");
    admin.delete(&path(&second, "/account-relations"), version(&second)).await.done();
    merge(&admin, &one, &other, json!([])).await;
}

#[tokio::test]
async fn relations_and_people_come_along_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [kept, merged, dealer] = [app.account("甲店").await, app.account("乙店").await, app.account("经销商").await];
    for shop in [&kept, &merged] {
        admin.post(&format!("/accounts/{}/relations", id(&dealer)), &json!({"kind": "supplies", "to_id": id(shop)})).await.done();
    }
    admin.post(&format!("/accounts/{}/relations", id(&kept)), &json!({"kind": "parent_of", "to_id": id(&merged)})).await.done();
    let both = json!([{"account_id": id(&merged), "roles": ["buyer"], "is_primary": true}, {"account_id": id(&kept), "roles": ["boss"]}]);
    let person = admin.post("/contacts", &json!({"name": "陈思远", "accounts": both})).await.ok();
    let other =
        admin.post("/contacts", &json!({"name": "李店主", "accounts": [{"account_id": id(&merged), "roles": ["finance"]}]})).await.ok();
    admin.put(&format!("/accounts/{}/first-to-call", id(&kept)), &json!({"contact_id": id(&person)})).await.done();
    admin.put(&format!("/accounts/{}/first-to-call", id(&merged)), &json!({"contact_id": id(&other)})).await.done();
    let done = merge(&admin, &kept, &merged, json!([])).await;
    let relations = admin.get(&format!("/accounts/{}/relations", id(&kept))).await.ok();
    assert_eq!((&relations["count"]["value"], &relations["items"][0]["kind"]), (&json!(1), &json!("supplies")), "{relations}");
    let people = admin.get(&format!("/accounts/{}/contacts", id(&kept))).await.ok();
    assert_eq!(names(&people), ["陈思远", "李店主"], "one stays the first to call");
    let person_now = admin.get(&path(&person, "/contacts")).await.ok();
    assert_eq!(person_now["accounts"].as_array().unwrap().len(), 1);
    let place = &person_now["accounts"][0];
    assert_eq!((&place["roles"], &place["is_primary"], &place["first_to_call"]), (&json!(["boss", "buyer"]), &json!(true), &json!(true)));
    admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.done();
    let person_now = admin.get(&path(&person, "/contacts")).await.ok();
    assert_eq!(person_now["accounts"].as_array().unwrap().len(), 2, "{person_now}");
    assert_eq!(admin.get(&format!("/accounts/{}/relations", id(&merged))).await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn people_are_merged_with_their_places_and_what_was_said_with_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [one, two] = [app.account("甲店").await, app.account("乙店").await];
    let at = |account: &Value, role: &str| json!([{"account_id": id(account), "roles": [role]}]);
    let kept = admin.post("/contacts", &json!({"name": "陈思远", "mobile": "13812345678", "accounts": at(&one, "boss")})).await.ok();
    let merged = json!({"name": "陈总", "mobile": "13812345678", "email": "c@example.com", "accounts": at(&two, "buyer"), "tags": ["爱茶"],
        "birthday": {"calendar": "lunar", "year": null, "month": 8, "day": 15, "leap": false}});
    let merged = admin.post("/contacts?duplicates=allow", &merged).await.ok();
    admin.put(&format!("/accounts/{}/first-to-call", id(&two)), &json!({"contact_id": id(&merged)})).await.done();
    let call = json!({"account_id": id(&two), "contact_id": id(&merged), "channel": "phone"});
    let call = admin.post("/interactions", &call).await.ok();
    let ward = admin.post("/contacts", &json!({"name": "小陈", "is_consumer": true, "guardian_id": id(&merged)})).await.ok();
    let wish = json!({"kind": "contact", "kept_id": id(&kept), "merged_id": id(&merged)});
    let done = admin.post("/merges", &wish).await;
    assert_eq!(done.status, 201, "{}", done.text());
    let now = admin.get(&path(&kept, "/contacts")).await.ok();
    assert_eq!((&now["email"], &now["birthday"]["month"], &now["tags"]), (&json!("c@example.com"), &json!(8), &json!(["爱茶"])));
    assert_eq!(now["accounts"].as_array().unwrap().len(), 2);
    let primary: Vec<&Value> = now["accounts"].as_array().unwrap().iter().filter(|place| place["is_primary"] == true).collect();
    assert_eq!((primary.len(), &primary[0]["account"]["id"]), (1, &one["id"]));
    assert_eq!(admin.get(&format!("/interactions/{}", id(&call))).await.ok()["contact"]["id"], kept["id"]);
    assert_eq!(admin.get(&path(&ward, "/contacts")).await.ok()["guardian"]["id"], kept["id"]);
    assert_eq!(admin.get(&path(&merged, "/contacts")).await.status, 308);
    admin.post(&format!("/merges/{}/undo", id(&done.json())), &Value::Null).await.done();
    let back = admin.get(&path(&merged, "/contacts")).await.ok();
    assert_eq!((&back["accounts"][0]["first_to_call"], version(&back)), (&json!(true), version(&merged)));
}

#[tokio::test]
async fn only_who_may_change_one_and_remove_the_other_merges_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let (inspector, _) = app.person("inspector", "一组").await;
    let mine = rep.post("/accounts", &json!({"name": "甲店"})).await.ok();
    let theirs = app.account("乙店").await;
    let wish = |kept: &Value, merged: &Value| json!({"kind": "account", "kept_id": id(kept), "merged_id": id(merged)});
    assert_eq!(rep.post("/merges", &wish(&mine, &theirs)).await.problem().0, 404);
    assert_eq!(inspector.post("/merges", &wish(&mine, &theirs)).await.problem().0, 403);
    let elsewhere = app.other_workspace().await;
    assert_eq!(elsewhere.post("/merges", &wish(&mine, &theirs)).await.problem().0, 404);
    assert_eq!(
        elsewhere.get(&format!("/merges/preview?kind=account&kept_id={}&merged_id={}", id(&mine), id(&theirs))).await.problem().0,
        404
    );
    // Wrong wishes say what is wrong.
    assert_eq!(admin.post("/merges", &wish(&mine, &mine)).await.wrong_fields()[0], ("/merged_id".to_owned(), "same".to_owned()));
    let odd = json!({"kind": "order", "kept_id": id(&mine), "merged_id": id(&theirs)});
    assert_eq!(admin.post("/merges", &odd).await.wrong_fields()[0].0, "/kind");
    let odd = json!({"kind": "account", "kept_id": id(&mine), "merged_id": id(&theirs), "fields": ["net_sales", "nothing"]});
    assert_eq!(admin.post("/merges", &odd).await.wrong_fields().len(), 2);
    admin.delete(&path(&theirs, "/accounts"), 1).await.done();
    assert_eq!(admin.post("/merges", &wish(&mine, &theirs)).await.problem(), (409, "trashed".to_owned()));
    // Who sees a merge but may not part it.
    let more = admin.post("/accounts", &json!({"name": "丙店"})).await.ok();
    let done = merge(&admin, &mine, &more, json!([])).await;
    assert_eq!(inspector.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.problem().0, 403);
    assert_eq!(elsewhere.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.problem().0, 404);
}

#[tokio::test]
async fn filters_and_rules_that_name_the_one_that_goes_name_the_one_that_stays() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let head = json!({"list": "accounts", "label": "总部", "key": "head", "kind": {"type": "reference", "to": "account"}});
    admin.post("/custom-fields", &head).await.done();
    app.run_jobs().await;
    let [kept, merged, other] = [app.account("金源").await, app.account("红星").await, app.account("和平").await];
    let of = |field: &str| json!({"all": [{"field": field, "op": "in", "value": [id(&merged), id(&other)]}]});
    let view = json!({"list": "orders", "name": "红星的", "shared": "everyone", "filter": of("account"), "columns": []});
    let view = admin.post("/views", &view).await.ok();
    let me = admin.get("/me").await.ok();
    let territory =
        admin.post("/territories", &json!({"name": "红星", "filter": of("custom.head"), "people": [me["user"]["id"]]})).await.ok();
    let pool = admin.post("/pools", &json!({"name": "公海"})).await.ok();
    let rule = json!({"name": "红星", "active": false, "filter": of("custom.head")});
    admin.post(&format!("/pools/{}/rules", id(&pool)), &rule).await.done();
    let sum = json!({"type": "roll_up", "of": "orders", "aggregate": "count", "field": null, "filter": of("account")});
    admin.post("/custom-fields", &json!({"list": "accounts", "label": "单数", "key": "count", "kind": sum})).await.done();
    let told = async || {
        let views = admin.get("/views?list=orders").await.text();
        let territories = admin.get("/territories").await.text();
        let rules = admin.get(&format!("/pools/{}/rules", id(&pool))).await.text();
        let fields = admin.get("/custom-fields?list=accounts").await.text();
        [views, territories, rules, fields]
    };
    let before = told().await;
    assert!(before.iter().all(|text| text.contains(id(&merged))), "{before:?} {view} {territory}");
    order(&admin, &kept, app.days_ago(1), 10_000).await;
    order(&admin, &merged, app.days_ago(1), 10_000).await;
    let done = merge(&admin, &kept, &merged, json!([])).await;
    for text in told().await {
        assert!(!text.contains(id(&merged)) && text.contains(id(&kept)) && text.contains(id(&other)), "{text}");
    }
    // What was reckoned by such a rule is reckoned by what it says now.
    let account = admin.get(&path(&kept, "/accounts")).await.ok();
    assert_eq!(account["custom"]["count"], 2, "{account}");
    // What somebody has made of a filter since stays when the two are parted.
    let changed = json!({"filter": {"all": [{"field": "account", "op": "in", "value": [id(&kept)]}]}});
    let now = admin.get("/views?list=orders").await.ok();
    let now = now.as_array().or_else(|| now["items"].as_array()).unwrap().iter().find(|one| one["id"] == view["id"]).unwrap().clone();
    admin.patch(&path(&view, "/views"), version(&now), &changed).await.done();
    admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.done();
    let [views, others @ ..] = told().await;
    assert_eq!(others, before[1..], "as they were");
    assert!(views.contains(id(&kept)) && !views.contains(id(&merged)), "{views}");
    assert_eq!(admin.get(&path(&kept, "/accounts")).await.ok()["custom"]["count"], 0);
}
