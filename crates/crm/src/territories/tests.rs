//! Territories through HTTP.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, NewAccount, TestApp, id, path, version};

fn region(region: &str) -> Value {
    json!({"field": "region", "op": "eq", "value": region})
}

async fn territory(admin: &Client, name: &str, filter: Value, people: &[Uuid]) -> Value {
    admin.post("/territories", &json!({"name": name, "filter": filter, "people": people})).await.ok()
}

async fn nobodys(app: &TestApp, place: &str, how_many: usize) -> Vec<Uuid> {
    let account = |n| NewAccount { name: format!("{place}店{n:03}"), region: Some(place.to_owned()), ..NewAccount::default() };
    app.seed_accounts((0..how_many).map(account).collect()).await
}

async fn owner(app: &TestApp, account: Uuid) -> Value {
    app.admin().get(&format!("/accounts/{account}")).await.ok()["owner"]["id"].clone()
}

async fn assign(app: &TestApp, whose: &str) -> Value {
    let queued = app.admin().post("/territories/assign", &json!({"whose": whose})).await.ok();
    let job = app.job(&app.admin(), &queued).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

#[tokio::test]
async fn f58_the_first_territory_that_fits_gives_what_is_nobodys_to_its_people_in_turn_and_says_why() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (chen, chen_id) = app.rep().await;
    let (_, li_id) = app.rep().await;
    let (_, rest_id) = app.rep().await;
    territory(&admin, "合肥", region("合肥"), &[chen_id, li_id]).await;
    territory(&admin, "其他", Value::Null, &[rest_id]).await;
    let hefei = nobodys(&app, "合肥", 5).await;
    let elsewhere = nobodys(&app, "芜湖", 2).await;
    let theirs = app.accounts_of(li_id, 1).await[0];
    let pool = admin.post("/pools", &json!({"name": "公海"})).await.ok();
    let pooled = nobodys(&app, "合肥", 1).await[0];
    admin.post(&format!("/accounts/{pooled}/give-back"), &json!({"pool_id": id(&pool), "why": "other"})).await.done();
    let preview = admin.post("/territories/preview", &json!({})).await.ok();
    assert_eq!((&preview["items"][0]["accounts"], &preview["items"][1]["accounts"], &preview["left"]), (&json!(5), &json!(2), &json!(0)));
    let shares: Vec<&Value> = preview["items"][0]["people"].as_array().unwrap().iter().map(|share| &share["accounts"]).collect();
    assert_eq!(shares.iter().map(|n| n.as_i64().unwrap()).sum::<i64>(), 5);
    assert_eq!(owner(&app, hefei[0]).await, Value::Null, "a preview changes nothing");

    assert_eq!(assign(&app, "nobodys").await["assigned"], 7);
    let counts = [chen_id, li_id].map(|person| json!(person));
    let mut got = [0, 0];
    for account in &hefei {
        let owner = owner(&app, *account).await;
        got[counts.iter().position(|person| *person == owner).expect("it went to one of the two")] += 1;
    }
    assert_eq!(got, [3, 2], "in turn");
    assert_eq!(owner(&app, elsewhere[0]).await, json!(rest_id));
    assert_eq!(owner(&app, theirs).await, json!(li_id), "what is somebody's stays");
    assert_eq!(owner(&app, pooled).await, Value::Null, "what lies in a pool is taken by people");
    // The next one goes to whoever has waited longer.
    let next = nobodys(&app, "合肥", 1).await[0];
    assign(&app, "nobodys").await;
    assert_eq!(owner(&app, next).await, json!(li_id));
    // Why is told on the timeline and among the owners.
    let told = admin.get(&format!("/accounts/{}/timeline", hefei[0])).await.ok();
    let told = told["items"].as_array().unwrap().iter().map(|item| &item["data"]).find(|data| data["territory"].is_object()).unwrap();
    assert_eq!((&told["territory"]["name"], &told["facts"]["region"]), (&json!("合肥"), &json!("合肥")));
    let owners = admin.get(&format!("/accounts/{}/ownership", hefei[0])).await.ok();
    assert_eq!((&owners["owners"][0]["came"], &owners["owners"][0]["rule"]), (&json!("territory"), &json!("合肥")));
    app.run_jobs().await;
    assert_eq!(chen.get("/notifications").await.ok()["items"][0]["name"], "accounts_given");
}

#[tokio::test]
async fn f58_a_new_account_goes_to_its_territory_in_the_transaction_that_makes_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (_, chen_id) = app.person("salesperson", "二组").await;
    // The rule may know what the maker may not see.
    let rule = json!({"all": [region("合肥"), {"field": "channel_kind", "op": "in", "value": ["dealer"]}]});
    territory(&admin, "合肥经销商", rule, &[chen_id]).await;
    let new = |name: &str, region: &str, more: Value| {
        let mut body = json!({"name": name, "region": region, "channel_kind": "dealer"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let made = rep.post("/accounts", &new("甲", "合肥", json!({"assign": true}))).await.ok();
    assert_eq!(made["owner"]["id"], json!(chen_id));
    assert_eq!(rep.get(&path(&made, "/accounts")).await.status, 404);
    for (name, region, more) in
        [("乙", "芜湖", json!({"assign": true})), ("丙", "合肥", json!({})), ("丁", "合肥", json!({"assign": true, "owner_id": rep_id}))]
    {
        assert_eq!(rep.post("/accounts", &new(name, region, more)).await.ok()["owner"]["id"], json!(rep_id), "{name}");
    }
}

#[tokio::test]
async fn f58_others_accounts_are_moved_only_when_that_is_asked_and_never_protected_ones() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, one) = app.rep().await;
    let (_, two) = app.rep().await;
    let (_, other) = app.rep().await;
    territory(&admin, "合肥", region("合肥"), &[one, two]).await;
    let all = nobodys(&app, "合肥", 4).await;
    for (account, owner) in all.iter().zip([one, other, other]) {
        admin.patch(&format!("/accounts/{account}"), 1, &json!({"owner_id": owner})).await.done();
    }
    admin.put(&format!("/accounts/{}/protection", all[2]), &json!({"until": app.days_ago(-9), "why": "大客户"})).await.done();
    let preview = admin.post("/territories/preview", &json!({"whose": "everybodys"})).await.ok();
    assert_eq!(preview["items"][0]["accounts"], 2, "{preview}");
    assert_eq!(assign(&app, "everybodys").await["assigned"], 2);
    assert_eq!(owner(&app, all[0]).await, json!(one), "it is somebody's of the territory already");
    assert_eq!(owner(&app, all[2]).await, json!(other), "protected");
    for account in [all[1], all[3]] {
        assert!([json!(one), json!(two)].contains(&owner(&app, account).await));
    }
}

#[tokio::test]
async fn f58_by_load_and_for_the_people_of_a_unit() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let east = app.unit("华东", "branch", None).await;
    let (_, busy) = app.person_in(&["salesperson"], &east).await;
    let (_, idle) = app.person_in(&["salesperson"], &app.unit("合肥组", "team", Some(&east)).await).await;
    app.accounts_of(busy, 3).await;
    let body = json!({"name": "华东", "filter": region("合肥"), "org_unit_id": id(&east), "deals": "least"});
    let made = admin.post("/territories", &body).await.ok();
    assert_eq!((&made["org_unit"]["name"], &made["is_broken"]), (&json!("华东"), &json!(false)));
    let accounts = nobodys(&app, "合肥", 4).await;
    assign(&app, "nobodys").await;
    let mut of_idle = 0;
    for account in accounts {
        of_idle += i64::from(owner(&app, account).await == json!(idle));
    }
    assert!((3..=4).contains(&of_idle), "{of_idle}: whoever has the fewest gets the next");
}

#[tokio::test]
async fn f58_who_keeps_territories_orders_them_and_what_is_wrong_is_told() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (_, gone) = app.rep().await;
    admin.post(&format!("/users/{gone}/deactivate"), &json!({"successor_id": rep_id})).await.done();
    for (body, wrong) in [
        (json!({"name": ""}), "/name"),
        (json!({"name": "a", "people": [gone]}), "/people"),
        (json!({"name": "a", "org_unit_id": rep_id}), "/org_unit_id"),
        (json!({"name": "a", "deals": "luck"}), "/deals"),
        (json!({"name": "a", "filter": {"field": "nothing", "op": "eq", "value": 1}}), "/filter"),
        (json!({"name": "a", "filter": {"field": "trashed_at", "op": "not_empty"}}), "/filter"),
    ] {
        assert_eq!(admin.post("/territories", &body).await.wrong_fields()[0].0, wrong, "{body}");
    }
    let one = territory(&admin, "一", region("合肥"), &[rep_id]).await;
    let two = territory(&admin, "二", Value::Null, &[rep_id]).await;
    assert_eq!(admin.post("/territories", &json!({"name": "二"})).await.wrong_fields()[0], ("/name".to_owned(), "taken".to_owned()));
    assert_eq!(admin.put("/territories/order", &json!({"ids": [id(&two)]})).await.wrong_fields()[0].1, "not_all");
    let ordered = admin.put("/territories/order", &json!({"ids": [id(&two), id(&one)]})).await.ok();
    assert_eq!((&ordered[0]["name"], &ordered[1]["name"]), (&json!("二"), &json!("一")));
    // The first fits all: nothing is left for the second.
    nobodys(&app, "合肥", 2).await;
    let preview = admin.post("/territories/preview", &json!({})).await.ok();
    assert_eq!((&preview["items"][0]["accounts"], &preview["items"][1]["accounts"]), (&json!(2), &json!(0)));
    let now = version(&ordered[0]);
    let changed = admin.patch(&path(&two, "/territories"), now, &json!({"active": false, "filter": region("芜湖")})).await.ok();
    assert_eq!((&changed["active"], &changed["filter"]), (&json!(false), &region("芜湖")));
    assert_eq!(admin.patch(&path(&two, "/territories"), now, &json!({"name": "x"})).await.status, 412);
    let preview = admin.post("/territories/preview", &json!({})).await.ok();
    assert_eq!((preview["items"].as_array().unwrap().len(), &preview["items"][0]["accounts"]), (1, &json!(2)));
    admin.delete(&path(&two, "/territories"), version(&changed)).await.done();
    assert_eq!(admin.get("/territories").await.ok().as_array().unwrap().len(), 1);
    for answer in [
        rep.get("/territories").await,
        rep.post("/territories", &json!({"name": "x"})).await,
        rep.post("/territories/preview", &json!({})).await,
        rep.post("/territories/assign", &json!({})).await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.text());
    }
    assert_eq!(rep.get(&path(&one, "/territories")).await.status, 404);
}
