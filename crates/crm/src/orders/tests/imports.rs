//! Orders from files: lines that make one order, and orders that another system sends again.

use guanxi_kernel::event::Event;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::figures;
use crate::testing::{Done, TestApp, escaped, id, path};

async fn import(app: &TestApp, rows: &[String], plan: Value) -> [i64; 4] {
    let admin = app.admin();
    let answer = admin.upload("/imports", &[("kind", "orders")], "orders.csv", rows.join("\n").as_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let file = answer.json();
    let job = admin.post(&format!("{}/start", path(&file, "/imports")), &plan).await;
    assert_eq!(job.status, 202, "{}", job.text());
    let job = app.job(&admin, &job.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    let done = admin.get(&path(&file, "/imports")).await.ok();
    ["created_rows", "updated_rows", "unchanged_rows", "rejected_rows"].map(|count| done[count].as_i64().unwrap())
}

fn rows(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

async fn the_order(app: &TestApp) -> Value {
    let found = app.admin().get("/orders").await.ok()["items"][0].clone();
    app.admin().get(&path(&found, "/orders")).await.ok()
}

#[tokio::test]
async fn rows_with_a_product_and_one_number_are_one_order() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let day = app.days_ago(3);
    let file = rows(&[
        "客户名称,订单号,日期,产品名称,货号,数量,单价,金额",
        &format!("金源,S-1,{day},古井贡酒,GJ,6,10.00,60.00"),
        &format!("金源,S-1,{day},口子窖,KZ,1,50.00,40.00"),
        &format!("金源,S-2,{day},古井贡酒,GJ,2,10.00,"),
        &format!("金源,S-1,{},古井贡酒,GJ,1,10.00,", app.days_ago(4)),
        &format!("金源,S-1,{day},瓶盖,PG,10,0.10,"),
    ]);
    assert_eq!(import(&app, &file, json!({"mode": "create"})).await, [2, 2, 0, 1]);
    assert_eq!(figures(&app, &account).await.0, 6000 + 4000 + 2000 + 100);
    let admin = app.admin();
    let found = json!({"filter": {"field": "number", "op": "eq", "value": "S-1"}});
    let found = admin.post("/orders/search", &found).await.ok()["items"][0].clone();
    let order = admin.get(&path(&found, "/orders")).await.ok();
    let products: Vec<&str> = order["lines"].as_array().unwrap().iter().map(|line| line["product"].as_str().unwrap()).collect();
    assert_eq!(products, ["古井贡酒", "口子窖", "瓶盖"]);
    assert_eq!((&order["net"]["minor"], &order["quantity"]), (&json!(10_100), &json!(17)));
    // The same file again adds nothing.
    assert_eq!(import(&app, &file, json!({"mode": "create"})).await, [0, 0, 0, 5]);
    assert_eq!(figures(&app, &account).await.2, 2);
}

#[tokio::test]
async fn an_order_whose_rows_stand_far_apart_is_one_order() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let (day, long_ago) = (app.days_ago(3), app.days_ago(500));
    let head = "客户名称,订单号,日期,产品名称,数量,单价,类型";
    let mut file = rows(&[
        head,
        &format!("金源,S-0,{day},头一样,1,1.00,销售"),
        &format!("金源,R-0,{day},头一样,1,0.10,退货"),
        &format!("金源,O-0,{long_ago},头一样,1,1.00,销售"),
    ]);
    file.extend((1..1200).map(|n| format!("金源,S-{n},{day},酒,1,1.00,销售")));
    file.push(format!("金源,S-0,{day},末一样,2,1.00,销售"));
    file.push(format!("金源,R-0,{day},末一样,2,0.10,退货"));
    file.push(format!("金源,O-0,{long_ago},末一样,2,1.00,销售"));
    assert_eq!(import(&app, &file, json!({"mode": "create"})).await, [1202, 3, 0, 0]);
    // Lines that join an order add to net sales, and are no further order.
    let year = 300 - 30 + 1199 * 100;
    assert_eq!(figures(&app, &account).await, (year + 300, year, 1201, json!(long_ago), json!(day)));
    let found = json!({"filter": {"field": "number", "op": "eq", "value": "S-0"}});
    let found = app.admin().post("/orders/search", &found).await.ok()["items"][0].clone();
    let order = app.admin().get(&path(&found, "/orders")).await.ok();
    assert_eq!((order["lines"].as_array().unwrap().len(), &order["net"]["minor"], &order["quantity"]), (2, &json!(300), &json!(3)));
}

#[tokio::test]
async fn orders_of_another_system_are_brought_up_to_date() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let day = app.days_ago(3);
    let head = "客户名称,外部单号,来源系统,日期,产品名称,数量,单价,备注";
    let sent = |quantity: i64, remark: &str| {
        rows(&[
            head,
            &format!("金源,7,erp,{day},古井贡酒,{quantity},10.00,{remark}"),
            &format!("金源,7,erp,{day},口子窖,1,50.00,"),
            &format!("金源,8,erp,{day},古井贡酒,1,10.00,"),
        ])
    };
    let upsert = json!({"mode": "upsert", "key": "external_id"});
    assert_eq!(import(&app, &sent(1, "急"), upsert.clone()).await, [2, 1, 0, 0]);
    assert_eq!(figures(&app, &account).await.0, 7_000);
    assert_eq!(import(&app, &sent(1, "急"), upsert.clone()).await, [0, 0, 3, 0]);
    assert_eq!(import(&app, &sent(4, ""), upsert.clone()).await, [0, 2, 1, 0]);
    assert_eq!(figures(&app, &account).await.0, 10_000);
    let remarks = json!({"filter": {"field": "remark", "op": "eq", "value": "急"}, "count": "exact"});
    assert_eq!(app.admin().post("/orders/search", &remarks).await.ok()["count"]["value"], 1, "what a file leaves empty stays");
    // Created again they are refused; what nobody knows cannot be brought up to date.
    assert_eq!(import(&app, &sent(4, ""), json!({"mode": "create"})).await, [0, 0, 0, 3]);
    let unknown = rows(&[head, &format!("金源,9,erp,{day},古井贡酒,1,10.00,")]);
    assert_eq!(import(&app, &unknown, json!({"mode": "update", "key": "external_id"})).await, [0, 0, 0, 1]);
    assert_eq!(app.admin().get("/orders?count=exact").await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn a_total_without_lines_does_not_take_the_lines_away() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let day = app.days_ago(3);
    let lines = json!([{"product": "酒", "quantity": 2, "price_minor": 500}]);
    let body = json!({"account_id": id(&account), "ordered_on": day, "source": "file", "external_id": "7", "lines": lines});
    app.admin().post("/orders", &body).await.done();
    let upsert = json!({"mode": "upsert", "key": "external_id"});
    let with_net = |net: &str| rows(&["客户名称,外部单号,日期,金额,备注", &format!("金源,7,{day},{net},补记")]);
    assert_eq!(import(&app, &with_net("99.00"), upsert.clone()).await, [0, 0, 0, 1]);
    assert_eq!(import(&app, &with_net("10.00"), upsert).await, [0, 1, 0, 0]);
    let order = the_order(&app).await;
    assert_eq!((&order["remark"], &order["quantity"], order["lines"].as_array().unwrap().len()), (&json!("补记"), &json!(2), 1));
}

/// What the rows of a file would be refused for, by their number, as the preview says.
async fn problems(app: &TestApp, rows: &[String]) -> Vec<(i64, String, String)> {
    let answer = app.admin().upload("/imports", &[("kind", "orders")], "orders.csv", rows.join("\n").as_bytes()).await;
    let preview = answer.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = preview["rows"].as_array().unwrap().iter();
    rows.flat_map(|row| row["problems"].as_array().unwrap().iter().map(move |error| (row, error)))
        .map(|(row, error)| (row["number"].as_i64().unwrap(), text(&error["pointer"]), text(&error["code"])))
        .collect()
}

#[tokio::test]
async fn a_negative_amount_is_a_return_or_refused_and_never_a_sale() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let day = app.days_ago(3);
    let file = rows(&[
        "客户名称,日期,单据类型,产品名称,数量,单价,金额",
        &format!("金源,{day},销售,,,,-100.00"),
        &format!("金源,{day},销售,酒,-1,10.00,"),
        &format!("金源,{day},销售,酒,1,-10.00,"),
        &format!("金源,{day},,酒,-1,-10.00,"),
        &format!("金源,{day},销售,酒,1,10.00,"),
        &format!("金源,{day},,酒,1,-3.00,"),
        &format!("金源,{day},,酒,-2,1.00,"),
        &format!("金源,{day},,,,,-0.50"),
        &format!("金源,{day},退货,,,,-0.25"),
        &format!("金源,{day},折让,,,,0.25"),
    ]);
    let refused = |row, field: &str| (row, format!("/{field}"), "negative_sale".to_owned());
    let want = [refused(2, "net"), refused(3, "quantity"), refused(4, "price"), refused(5, "quantity"), refused(5, "price")];
    assert_eq!(problems(&app, &file).await, want);
    assert_eq!(import(&app, &file, json!({"mode": "create"})).await, [6, 0, 0, 4]);
    assert_eq!(figures(&app, &account).await.0, 1000 - 300 - 200 - 50 - 25 - 25);
}

#[tokio::test]
async fn a_price_finer_than_a_fen_needs_an_amount_beside_it() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let day = app.days_ago(3);
    let file = rows(&[
        "客户名称,日期,产品名称,数量,单价,金额",
        &format!("金源,{day},瓶盖,1000,0.125,"),
        &format!("金源,{day},瓶盖,1000,0.125,125.00"),
        &format!("金源,{day},瓶盖,1000,0.120,"),
    ]);
    assert_eq!(problems(&app, &file).await, [(2, "/price".to_owned(), "money_too_fine".to_owned())]);
    assert_eq!(import(&app, &file, json!({"mode": "create"})).await, [2, 0, 0, 1]);
    assert_eq!(figures(&app, &account).await.0, 12_500 + 12_000);
}

#[tokio::test]
async fn an_order_that_is_imported_unchanged_is_not_indexed_again() {
    let app = TestApp::new().await;
    app.account("金源").await;
    let day = app.days_ago(3);
    let sent = |remark: &str| {
        rows(&["客户名称,外部单号,日期,金额,备注", &format!("金源,7,{day},10.00,加急"), &format!("金源,8,{day},5.00,{remark}")])
    };
    let upsert = json!({"mode": "upsert", "key": "external_id"});
    assert_eq!(import(&app, &sent("照旧"), upsert.clone()).await, [2, 0, 0, 0]);
    // Whoever writes to the index puts this right again.
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let sql = "UPDATE search_docs SET title = ? WHERE workspace_id = ? AND kind = 'order'";
    let values = vec!["未动".into(), app.workspace.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await.unwrap();
    let done = tx.record(Event::new("test.marked", "order", app.workspace), ());
    tx.commit(done).await.unwrap();
    let title = async |q: &str| app.admin().get(&format!("/search?q={}", escaped(q))).await.ok()["hits"][0]["title"].clone();
    assert_eq!(import(&app, &sent("照旧"), upsert.clone()).await, [0, 0, 2, 0]);
    assert_eq!((title("加急").await, title("照旧").await), (json!("未动"), json!("未动")));
    assert_eq!(import(&app, &sent("改期"), upsert).await, [0, 1, 1, 0]);
    assert_eq!((title("加急").await, title("改期").await), (json!("未动"), json!("")));
    assert_eq!(title("照旧").await, Value::Null);
}
