//! What an import may bring in, and who may start it.

use guanxi_kernel::testkit::Client;
use serde_json::json;

use super::{counts, csv, refused, start, upload};
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn an_import_brings_in_what_its_starter_may_bring_in() {
    let app = TestApp::new().await;
    let file = csv(&["客户名称", "金源"]);
    for who in ["salesperson", "marketer", "inspector"] {
        let (client, _) = app.person(who, "一组").await;
        assert_eq!(client.upload("/imports", &[("kind", "accounts")], "a.csv", &file).await.problem().0, 403, "{who}");
    }
    let (clerk, _) = app.person("credit_clerk", "财务").await;
    assert_eq!(clerk.upload("/imports", &[("kind", "accounts")], "a.csv", &file).await.problem().0, 403);
    let (manager, manager_id) = app.person("manager", "一组").await;
    let import = upload(&manager, "accounts", "a.csv", &file).await;
    assert_eq!(clerk.get(&path(&import, "/imports")).await.problem().0, 404);
    app.admin().get(&path(&import, "/imports")).await.done();
    start(&app, &manager, &import, json!({"mode": "create"})).await;
    let made = app.admin().get("/accounts?columns=owner").await.ok();
    assert_eq!(made["items"][0]["owner"]["id"], json!(manager_id));
    // A row that finds an account beyond reach is refused alone.
    let foreign = app.admin().post("/accounts", &json!({"name": "老板的", "number": "B-1"})).await.ok();
    let import = upload(&manager, "accounts", "b.csv", &csv(&["客户名称,客户编号", "改名,B-1", "新的,B-2"])).await;
    let done = start(&app, &manager, &import, json!({"mode": "upsert", "key": "number"})).await;
    assert_eq!(counts(&done), (1, 0, 0, 1));
    assert_eq!(app.admin().get(&path(&foreign, "/accounts")).await.ok()["name"], "老板的");
    assert_eq!(id(&foreign).len(), 36);
}

/// Somebody who sees every account and may enter orders and contacts only within the unit.
async fn looks_further_than_it_creates(app: &TestApp) -> (Client, uuid::Uuid) {
    let unit = app.unit("一组", "team", None).await;
    app.person_in(&["manager", "inspector"], &unit).await
}

#[tokio::test]
async fn orders_are_taken_in_only_for_customers_that_orders_may_be_entered_for() {
    let app = TestApp::new().await;
    let (manager, manager_id) = looks_further_than_it_creates(&app).await;
    for (name, number, owner) in [("自己的", "A1", Some(manager_id)), ("老板的", "B1", None)] {
        app.admin().post("/accounts", &json!({"name": name, "number": number, "owner_id": owner})).await.done();
    }
    assert_eq!(manager.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    let file = csv(&["客户编号,客户名称,日期,金额", "A1,,2026-01-05,10", "B1,,2026-01-05,20", ",老板的,2026-01-05,30"]);
    for make_missing in [false, true] {
        let import = upload(&manager, "orders", "orders.csv", &file).await;
        let done = start(&app, &manager, &import, json!({"mode": "create", "make_missing": make_missing})).await;
        assert_eq!(counts(&done), (1, 0, 0, 2), "an order typed in is refused there too");
        assert_eq!(refused(&manager, &done).await.keys().copied().collect::<Vec<_>>(), [3, 4]);
    }
    let all = app.admin().get("/accounts?count=exact&sums=order_count").await.ok();
    assert_eq!((&all["count"]["value"], &all["sums"]["order_count"]), (&json!(2), &json!(2)), "no second customer of the same name");
}

#[tokio::test]
async fn contacts_are_taken_in_only_at_customers_that_contacts_may_be_made_at() {
    let app = TestApp::new().await;
    let (manager, manager_id) = looks_further_than_it_creates(&app).await;
    app.admin().post("/accounts", &json!({"name": "自己的", "owner_id": manager_id})).await.done();
    app.account("老板的").await;
    let file = csv(&["联系人,客户名称", "王芳,自己的", "李强,老板的"]);
    for make_missing in [false, true] {
        let import = upload(&manager, "contacts", "people.csv", &file).await;
        let done = start(&app, &manager, &import, json!({"mode": "create", "make_missing": make_missing})).await;
        assert_eq!(counts(&done), (1, 0, 0, 1));
        assert_eq!(refused(&manager, &done).await.keys().copied().collect::<Vec<_>>(), [3]);
    }
}

/// A credit clerk enters orders and makes no customers: the rows of unknown ones are refused, and nothing else.
#[tokio::test]
async fn who_may_make_no_customers_takes_in_the_orders_of_known_ones() {
    let app = TestApp::new().await;
    let (clerk, _) = app.person("credit_clerk", "财务").await;
    app.admin().post("/accounts", &json!({"name": "金源", "number": "A1"})).await.done();
    let file = csv(&["客户编号,日期,金额", "A1,2026-01-05,10", "A2,2026-01-05,20"]);
    let import = upload(&clerk, "orders", "orders.csv", &file).await;
    let preview = |client: Client| {
        let place = path(&import, "/imports");
        async move { client.get(&place).await.ok()["makes_missing"].clone() }
    };
    assert_eq!((preview(clerk.clone()).await, preview(app.admin()).await), (json!(false), json!(true)));
    let done = start(&app, &clerk, &import, json!({"mode": "create", "make_missing": true})).await;
    assert_eq!(counts(&done), (1, 0, 0, 1));
    assert_eq!(refused(&clerk, &done).await.keys().copied().collect::<Vec<_>>(), [3]);
}

/// A job that a token may not look at runs all the same.
#[tokio::test]
async fn a_limited_token_does_not_start_a_running_import_again() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let limited = app.with_scope(&admin, &json!({"import": "write", "account": "write"})).await;
    let import = upload(&admin, "accounts", "a.csv", &csv(&["客户名称", "金源"])).await;
    let place = format!("{}/start", path(&import, "/imports"));
    let job = admin.post(&place, &json!({"mode": "create"})).await.ok();
    let again = limited.post(&place, &json!({"mode": "create"})).await.problem();
    assert_eq!((again.0, again.1.as_str()), (409, "import_started"));
    app.job(&admin, &job).await;
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
}
