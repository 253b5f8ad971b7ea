//! F05: new or old, big or small, and the numbers they follow from.

use chrono::Duration;
use guanxi_kernel::job::{NewJob, queue};
use serde_json::{Value, json};

use crate::{
    customers::rules::BASES,
    testing::{Done, TestApp, escaped, id, names, path},
};

async fn classify(app: &TestApp) {
    queue(app.app.db(), app.workspace, &NewJob::new("accounts.classify", Value::Null)).await.unwrap();
    app.run_jobs().await;
}

async fn sell(app: &TestApp, account: &Value, days_ago: i64, minor: i64) {
    let order = json!({"account_id": id(account), "ordered_on": app.days_ago(days_ago), "net_minor": minor});
    app.admin().post("/orders", &order).await.done();
}

async fn of_class(app: &TestApp, field: &str, class: &str) -> Vec<String> {
    names(&app.admin().post("/accounts/search", &json!({"filter": {"field": field, "op": "in", "value": [class]}})).await.ok())
}

#[tokio::test]
async fn f05_two_of_ten_accounts_are_big() {
    let app = TestApp::new().await;
    for n in 1..=10 {
        let account = app.account(&format!("客户{n:02}")).await;
        sell(&app, &account, 10, n * 1000).await;
    }
    // Neither of these counts among the ten: no sales, only returns, sales too long ago.
    app.account("没有订单").await;
    let returned = app.account("只有退货").await;
    app.admin()
        .post("/orders", &json!({"account_id": id(&returned), "kind": "return", "ordered_on": app.days_ago(5), "net_minor": 99_000}))
        .await
        .done();
    let long_ago = app.account("从前的").await;
    sell(&app, &long_ago, 365, 99_000).await;
    classify(&app).await;
    assert_eq!(of_class(&app, "volume", "big").await, ["客户09", "客户10"]);
    assert_eq!(of_class(&app, "volume", "small").await.len(), 8);
    assert_eq!(of_class(&app, "volume", "none").await.len(), 3);
    // With half of them big there are five, after the next night.
    app.admin().put("/parameters/customers.big_share", &json!({"value": 5000})).await.done();
    classify(&app).await;
    assert_eq!(of_class(&app, "volume", "big").await.len(), 5);
}

#[tokio::test]
async fn f05_one_account_with_sales_is_big() {
    let app = TestApp::new().await;
    let account = app.account("唯一").await;
    sell(&app, &account, 0, 1).await;
    assert_eq!(of_class(&app, "volume", "small").await, ["唯一"], "it has sales at once");
    classify(&app).await;
    assert_eq!(of_class(&app, "volume", "big").await, ["唯一"]);
    sell(&app, &account, 0, 1).await;
    assert_eq!(of_class(&app, "volume", "big").await, ["唯一"], "more sales do not make it smaller");
    let back = json!({"account_id": id(&account), "kind": "return", "ordered_on": app.days_ago(0), "net_minor": 2});
    app.admin().post("/orders", &back).await.done();
    assert_eq!(of_class(&app, "volume", "none").await, ["唯一"], "all came back");
}

#[tokio::test]
async fn f05_an_account_is_old_365_days_after_its_first_order() {
    let app = TestApp::new().await;
    for (name, days) in [("新", 364), ("老", 365), ("今天", 0)] {
        let account = app.account(name).await;
        sell(&app, &account, days, 100).await;
    }
    app.account("无").await;
    let history = |class: &'static str| of_class(&app, "history", class);
    assert_eq!(
        (history("new").await, history("old").await, history("none").await),
        (vec!["今天".into(), "新".into()], vec!["老".into()], vec!["无".into()])
    );
    // A night later the new one is old, without anybody touching it.
    app.travel(Duration::days(1));
    classify(&app).await;
    let admin = app.admin();
    assert_eq!(
        names(&admin.post("/accounts/search", &json!({"filter": {"field": "history", "op": "in", "value": ["old"]}})).await.ok()).len(),
        2
    );
}

#[tokio::test]
async fn classification_changes_neither_version_nor_audit() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    sell(&app, &account, 400, 100).await;
    classify(&app).await;
    assert_eq!(app.admin().get(&path(&account, "/accounts")).await.ok()["version"], 1);
    let changed = app.admin().get(&format!("/audit?record_id={}&name=account.changed", id(&account))).await.ok();
    assert_eq!(changed["items"], json!([]));
}

#[tokio::test]
async fn a08_what_a_terminal_sells_on_is_not_added_to_the_dealer() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let dealer = admin.post("/accounts", &json!({"name": "经销商", "channel_kind": "dealer"})).await.ok();
    let terminal = admin.post("/accounts", &json!({"name": "终端", "channel_kind": "catering"})).await.ok();
    admin.post(&format!("{}/relations", path(&dealer, "/accounts")), &json!({"kind": "supplies", "to_id": id(&terminal)})).await.done();
    sell(&app, &dealer, 3, 5_000_000).await;
    let page = admin.get("/accounts?sums=net_sales").await.ok();
    assert_eq!(page["sums"]["net_sales"]["minor"], 5_000_000);
    assert_eq!(admin.get(&path(&terminal, "/accounts")).await.ok()["net_sales"]["minor"], 0);
}

#[tokio::test]
async fn f05_two_bases_are_crossed_and_each_cell_is_a_filter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    for (region, grade, owner) in
        [("合肥", Some("A"), Some(rep_id)), ("合肥", Some("A"), None), ("合肥", None, None), ("芜湖", Some("B"), Some(rep_id))]
    {
        let body = json!({"name": format!("{region}店"), "region": region, "credit_grade": grade, "owner_id": owner});
        admin.post("/accounts?duplicates=allow", &body).await.done();
    }
    let rich = admin.get("/accounts?sort=name").await.ok()["items"][0].clone();
    let sale = json!({"account_id": id(&rich), "ordered_on": app.days_ago(1), "net_minor": 500});
    admin.post("/orders", &sale).await.done();
    let table = admin.get("/accounts/cross?rows=region&columns=credit_grade").await.ok();
    assert_eq!((&table["rows"], &table["columns"], &table["has_more"]), (&json!("region"), &json!("credit_grade"), &json!(false)));
    let cells = table["cells"].as_array().unwrap();
    let of = |row: &str, column: Value| cells.iter().find(|cell| cell["row"] == row && cell["column"] == column).unwrap();
    assert_eq!((cells.len(), &of("合肥", json!("A"))["accounts"], &of("合肥", Value::Null)["accounts"]), (3, &json!(2), &json!(1)));
    let sales: i64 = cells.iter().map(|cell| cell["net_sales_12m"]["minor"].as_i64().unwrap()).sum();
    assert_eq!(sales, 500);
    // A cell opens the list with the same accounts.
    let filter = json!({"all": [{"field": "region", "op": "eq", "value": "合肥"}, {"field": "credit_grade", "op": "in", "value": ["A"]}]});
    assert_eq!(admin.post("/accounts/search", &json!({"filter": filter, "count": "exact"})).await.ok()["count"]["value"], 2);
    // Only what one sees is counted, and a filter narrows it.
    let own = rep.get("/accounts/cross?rows=region&columns=credit_grade").await.ok();
    assert_eq!(own["cells"].as_array().unwrap().iter().map(|cell| cell["accounts"].as_i64().unwrap()).sum::<i64>(), 2);
    let only = escaped(r#"{"field": "region", "op": "eq", "value": "芜湖"}"#);
    let narrowed = admin.get(&format!("/accounts/cross?rows=history&columns=volume&filter={only}")).await.ok();
    assert_eq!((narrowed["cells"].as_array().unwrap().len(), &narrowed["cells"][0]["accounts"]), (1, &json!(1)));
    for (query, pointer, code) in
        [("rows=name&columns=volume", "/rows", "unknown_choice"), ("rows=volume&columns=volume", "/columns", "twice")]
    {
        let wrong = admin.get(&format!("/accounts/cross?{query}")).await.wrong_fields();
        assert_eq!(wrong, [(pointer.to_owned(), code.to_owned())]);
    }
}

#[tokio::test]
async fn f05_each_basis_is_a_filter_and_a_column() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let classes = [
        ("history", "new"),
        ("volume", "big"),
        ("region", "合肥"),
        ("credit_grade", "A"),
        ("market_position", "leader"),
        ("ownership_form", "state"),
        ("channel_kind", "dealer"),
    ];
    assert_eq!(classes.map(|(basis, _)| basis), BASES);
    let mut body = json!({"name": "金源"});
    for (basis, class) in &classes[2..] {
        body[*basis] = json!(class);
    }
    let account = admin.post("/accounts", &body).await.ok();
    app.account("没有分类的").await;
    sell(&app, &account, 10, 1000).await;
    classify(&app).await;
    for (basis, class) in classes {
        let is = if basis == "region" { json!({"op": "eq", "value": class}) } else { json!({"op": "in", "value": [class]}) };
        let filter = json!({"field": basis, "op": is["op"], "value": is["value"]});
        let page = admin.post("/accounts/search", &json!({"filter": filter, "columns": format!("name,{basis}")})).await.ok();
        assert_eq!((names(&page), &page["items"][0][basis]), (vec!["金源".to_owned()], &json!(class)), "{basis}");
    }
}
