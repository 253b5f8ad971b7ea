//! Contacts through HTTP.

mod birthdays;
mod places;
mod reach;

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, escaped, id, names, path, version};

#[tokio::test]
async fn what_is_typed_becomes_its_normal_form() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let input = json!({"name": " 王 金源 ", "mobile": "１３８ 0013-8000", "phone": "(0551) 6288 0000", "email": " Wang@Example.COM ", "wechat": " JinYuan_88 ",
        "gender": "female", "language": "zh-CN", "preferred_channel": "wechat", "remark": " 备注 "});
    let answer = admin.post("/contacts", &input).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let contact = answer.json();
    assert_eq!(contact["mobile"], "13800138000");
    assert_eq!(contact["phone"], "0551-62880000");
    assert_eq!(contact["email"], "wang@example.com");
    assert_eq!((&contact["accounts"], &contact["is_consumer"], &contact["guardian"]), (&json!([]), &json!(false), &Value::Null));
    assert_eq!(admin.get(&path(&contact, "/contacts")).await.ok(), contact);
    // A shop's telephone is shared: the same number on two contacts is allowed.
    admin.post("/contacts?duplicates=allow", &json!({"name": "李", "mobile": "13800138000"})).await.done();
}

#[tokio::test]
async fn a_wechat_id_is_kept_in_lower_case() {
    let app = TestApp::new().await;
    let contact = app.admin().post("/contacts", &json!({"name": "王", "wechat": " JinYuan_88 "})).await.ok();
    // docs/domain/contacts.md, Normalisation.
    assert_eq!(contact["wechat"], "jinyuan_88");
}

#[tokio::test]
async fn every_wrong_field_of_a_contact_is_named_at_once() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let answer = app
        .admin()
        .post(
            "/contacts",
            &json!({"name": "", "mobile": "1380013800", "phone": "?", "email": "shop@@example", "gender": "x", "preferred_channel": "pigeon",
                "birthday": {"calendar": "solar", "year": 1985, "month": 13, "day": 5}, "guardian_id": nowhere, "owner_id": nowhere,
                "accounts": [{"account_id": nowhere}, {"account_id": id(&account), "roles": ["king"]}, {"account_id": id(&account)}]}),
        )
        .await;
    assert_eq!(answer.problem(), (422, "invalid".to_owned()));
    let mut pointers: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(
        pointers,
        [
            "/accounts/0/account_id",
            "/accounts/1/roles/0",
            "/accounts/2/account_id",
            "/birthday/month",
            "/email",
            "/gender",
            "/guardian_id",
            "/mobile",
            "/name",
            "/owner_id",
            "/phone",
            "/preferred_channel",
        ]
    );
    for (birthday, pointer) in [
        (json!({"calendar": "solar", "year": 1985, "month": 2, "day": 29}), "/birthday/day"),
        (json!({"calendar": "solar", "month": 5, "day": 13, "leap": true}), "/birthday/leap"),
        (json!({"calendar": "lunar", "month": 12, "day": 31}), "/birthday/day"),
        (json!({"calendar": "lunar", "year": 1800, "month": 12, "day": 1}), "/birthday/year"),
        (json!({"calendar": "mayan", "month": 12, "day": 1}), "/birthday/calendar"),
        (json!({"calendar": "solar", "year": 2099, "month": 1, "day": 1}), "/birthday"),
        (json!({"calendar": "lunar", "year": 2099, "month": 1, "day": 1}), "/birthday"),
    ] {
        let answer = app.admin().post("/contacts", &json!({"name": "王", "birthday": birthday})).await;
        assert_eq!(answer.problem().0, 422, "{birthday}");
        assert_eq!(answer.wrong_fields()[0].0, pointer, "{birthday}");
    }
}

#[tokio::test]
async fn f01_a_mother_buys_for_her_baby() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mother_account = admin.post("/accounts", &json!({"name": "王女士", "kind": "person"})).await.ok();
    let mother = admin
        .post("/contacts", &json!({"name": "王女士", "accounts": [{"account_id": id(&mother_account), "roles": ["buyer", "payer"]}]}))
        .await
        .ok();
    let baby = admin.post("/contacts", &json!({"name": "王女士的孩子", "is_consumer": true, "guardian_id": id(&mother)})).await.ok();
    assert_eq!(baby["guardian"], json!({"id": mother["id"], "name": "王女士"}));
    let consumers = json!({"filter": {"field": "is_consumer", "op": "eq", "value": true}, "count": "exact"});
    assert_eq!(admin.post("/contacts/search", &consumers).await.ok()["count"]["value"], 1);
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    let other = app.account("别家").await;
    let line = json!({"product": "麦芽饮料", "quantity": 6, "price_minor": 990, "consumer_id": id(&baby)});
    let order =
        admin.post("/orders", &json!({"account_id": id(&mother_account), "ordered_on": app.days_ago(0), "lines": [line]})).await.ok();
    assert_eq!(
        (&order["account"]["name"], &order["payer"], &order["lines"][0]["consumer_id"]),
        (&json!("王女士"), &Value::Null, &baby["id"])
    );
    // M's net sales rise and nobody else's: the baby buys nothing, neither as a contact nor as an account made for it.
    assert_eq!(admin.get(&path(&mother_account, "/accounts")).await.ok()["net_sales"]["minor"], 5940);
    let all = admin.get("/accounts?count=exact&sums=net_sales,order_count").await.ok();
    assert_eq!(
        (&all["count"]["value"], &all["sums"]["net_sales"]["minor"], &all["sums"]["order_count"]),
        (&json!(2), &json!(5940), &json!(1))
    );
    assert_eq!(admin.get(&path(&other, "/accounts")).await.ok()["net_sales"]["minor"], 0);
    assert_eq!(admin.get(&path(&baby, "/contacts")).await.ok()["accounts"], json!([]));
    // Nobody is their own guardian.
    assert_eq!(admin.patch(&path(&mother, "/contacts"), 1, &json!({"guardian_id": id(&mother)})).await.wrong_fields()[0].0, "/guardian_id");
}

#[tokio::test]
async fn a_contact_goes_to_the_trash_and_comes_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let contact = admin.post("/contacts", &json!({"name": "王", "accounts": [{"account_id": id(&account)}]})).await.ok();
    let place = path(&contact, "/contacts");
    assert_eq!(admin.delete(&place, 7).await.problem(), (412, "stale_version".to_owned()));
    assert_eq!(admin.delete(&place, 1).await.status, 204);
    assert_eq!(admin.get("/contacts").await.ok()["items"], json!([]));
    assert_eq!(admin.get("/search?q=wang").await.ok()["hits"], json!([]));
    assert_eq!(admin.get(&format!("{}/contacts", path(&account, "/accounts"))).await.ok()["items"], json!([]));
    // In the trash it stays as it is, and out of it there is nothing to take out.
    let in_trash = admin.get(&place).await.ok();
    let (trashed, not_trashed) = ((409, "trashed".to_owned()), (409, "not_trashed".to_owned()));
    assert_eq!(admin.delete(&place, 2).await.problem(), trashed);
    assert_eq!(admin.patch(&place, 2, &json!({"name": "李"})).await.problem(), trashed);
    let put = admin.clone().with_header("if-match", "\"2\"").put(&format!("{place}/accounts"), &json!([])).await;
    assert_eq!(put.problem(), trashed);
    assert_eq!(admin.get(&place).await.ok(), in_trash);
    let back = admin.post(&format!("{place}/restore"), &Value::Null).await.ok();
    assert_eq!(admin.post(&format!("{place}/restore"), &Value::Null).await.problem(), not_trashed);
    assert_eq!(version(&admin.get(&place).await.ok()), 3);
    assert_eq!(back["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(names(&admin.get("/contacts?q=wang").await.ok()), ["王"]);
}

#[tokio::test]
async fn a_patch_of_a_contact_merges_and_refuses_what_it_does_not_know() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let contact = admin.post("/contacts", &json!({"name": "王", "mobile": "13800138000", "gender": "male"})).await.ok();
    let place = path(&contact, "/contacts");
    let changed = admin.patch(&place, 1, &json!({"gender": null, "email": "w@example.com", "is_consumer": true})).await.ok();
    assert_eq!((&changed["gender"], &changed["email"], &changed["mobile"]), (&Value::Null, &json!("w@example.com"), &contact["mobile"]));
    assert_eq!(
        admin.patch(&place, 2, &json!({"accounts": []})).await.wrong_fields(),
        [("/accounts".to_owned(), "unknown_field".to_owned())]
    );
    assert_eq!(admin.patch(&place, 2, &json!({"email": "shop-at-example.com"})).await.wrong_fields()[0].0, "/email");
    let stale = admin.patch(&place, 1, &json!({"name": "x"})).await;
    assert_eq!((stale.problem().0, &stale.json()["current"]["email"]), (412, &json!("w@example.com")));
}

#[tokio::test]
async fn contacts_carry_tags_by_which_they_are_filtered_and_found() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let contact = rep.post("/contacts", &json!({"name": "王", "tags": ["婚宴", "老客户", "婚宴"]})).await.ok();
    assert_eq!(contact["tags"], json!(["婚宴", "老客户"]));
    app.admin().post("/contacts", &json!({"name": "李", "tags": ["婚宴", "别人的"]})).await.done();
    let tagged = json!({"filter": {"field": "tags", "op": "any_of", "value": ["婚宴"]}, "columns": "name,tags"});
    assert_eq!(rep.post("/contacts/search", &tagged).await.ok()["items"][0]["tags"], json!(["婚宴", "老客户"]));
    assert_eq!(rep.get("/contact-tags").await.ok(), json!([{"tag": "婚宴"}, {"tag": "老客户"}]), "only those on contacts one sees");
    assert_eq!(app.admin().get("/contact-tags").await.ok(), json!([{"tag": "别人的"}, {"tag": "婚宴"}, {"tag": "老客户"}]));
    assert_eq!(rep.get(&format!("/search?q={}", escaped("老客户"))).await.ok()["hits"][0]["id"], contact["id"]);
    let place = path(&contact, "/contacts");
    let same = rep.patch(&place, version(&contact), &json!({"tags": ["老客户", "婚宴"]})).await.ok();
    assert_eq!(version(&same), version(&contact), "the same tags in another order are no change");
    let changed = rep.patch(&place, version(&contact), &json!({"tags": ["老客户"]})).await.ok();
    assert_eq!((&changed["tags"], version(&changed)), (&json!(["老客户"]), version(&contact) + 1));
    let wrong = rep.patch(&place, version(&changed), &json!({"tags": ["长".repeat(31)]})).await.wrong_fields();
    assert_eq!(wrong, [("/tags/0".to_owned(), "too_long".to_owned())]);
}

#[tokio::test]
async fn a_guardian_names_the_consumers_it_speaks_for() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let mother = rep.post("/contacts", &json!({"name": "王女士"})).await.ok();
    let child = json!({"name": "王女士的孩子", "is_consumer": true, "guardian_id": id(&mother)});
    let child = rep.post("/contacts", &child).await.ok();
    app.admin().post("/contacts", &json!({"name": "看不见的", "guardian_id": id(&mother)})).await.done();
    let wards = rep.get(&path(&mother, "/contacts")).await.ok()["wards"].clone();
    assert_eq!(wards, json!([{"id": id(&child), "name": "王女士的孩子"}]));
    assert_eq!(app.admin().get(&path(&mother, "/contacts")).await.ok()["wards"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn many_contacts_change_go_to_the_trash_and_come_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let mut people = Vec::new();
    for n in 0..5 {
        people.push(admin.post("/contacts", &json!({"name": format!("王{n}"), "tags": ["旧"]})).await.ok());
    }
    let ids: Vec<&str> = people.iter().take(3).map(id).collect();
    let change = json!({"owner_id": rep_id, "add_tags": ["婚宴"], "remove_tags": ["旧"]});
    let run = |body: Value| {
        let (app, admin) = (&app, admin.clone());
        async move {
            let queued = admin.post("/contacts/bulk", &body).await;
            assert_eq!(queued.status, 202, "{}", queued.text());
            app.job(&admin, &queued.json()).await["result"].clone()
        }
    };
    let counts = |changed: i64, not_allowed: i64, refused: i64| json!({"changed": changed, "not_allowed": not_allowed, "refused": refused});
    assert_eq!(run(json!({"ids": ids, "action": "change", "change": change})).await, counts(3, 0, 0));
    let seen = rep.get("/contacts?columns=name,tags,owner&count=exact").await.ok();
    assert_eq!((&seen["count"]["value"], &seen["items"][0]["tags"]), (&json!(3), &json!(["婚宴"])));
    assert_eq!(
        rep.get(&format!("/search?q={}", escaped("婚宴"))).await.ok()["hits"].as_array().unwrap().len(),
        3,
        "found by the new owner"
    );
    let tagged = json!({"field": "tags", "op": "any_of", "value": ["婚宴"]});
    assert_eq!(run(json!({"filter": tagged, "action": "trash"})).await, counts(3, 0, 0));
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(run(json!({"ids": ids, "action": "change", "change": {"add_tags": ["x"]}})).await, counts(0, 0, 3));
    assert_eq!(run(json!({"filter": tagged, "action": "restore"})).await, counts(3, 0, 0));
    assert_eq!(admin.get("/contacts?count=exact").await.ok()["count"]["value"], 5);
    assert_eq!(rep.post("/contacts/bulk", &json!({"ids": ids, "action": "trash"})).await.problem().0, 403);
    let wrong = admin.post("/contacts/bulk", &json!({"ids": ids, "action": "change", "change": {"owner_id": id(&people[0])}})).await;
    assert_eq!(wrong.wrong_fields()[0].0, "/change/owner_id");
}
