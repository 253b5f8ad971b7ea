//! Orders through HTTP.

mod external;
mod imports;

use chrono::Duration;
use guanxi_kernel::event::Event;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, id, path};

async fn enter(app: &TestApp, account: &Value, more: Value) -> Value {
    let mut order = json!({"account_id": id(account), "ordered_on": app.days_ago(1)});
    order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = app.admin().post("/orders", &order).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn figures(app: &TestApp, account: &Value) -> (i64, i64, i64, Value, Value) {
    let account = app.admin().get(&path(account, "/accounts")).await.ok();
    let minor = |field: &str| account[field]["minor"].as_i64().unwrap();
    (
        minor("net_sales"),
        minor("net_sales_12m"),
        account["order_count"].as_i64().unwrap(),
        account["first_order_on"].clone(),
        account["last_order_on"].clone(),
    )
}

#[tokio::test]
async fn net_sales_are_sales_less_returns_and_credits() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let sale = enter(&app, &account, json!({"number": "S-1", "net_minor": 950_000})).await;
    let back = enter(&app, &account, json!({"kind": "return", "net_minor": 100_000})).await;
    enter(&app, &account, json!({"kind": "credit", "net_minor": 30_000})).await;
    assert_eq!((&sale["kind"], &sale["net"]), (&json!("sale"), &json!({"minor": 950_000, "currency": "CNY"})));
    assert_eq!(back["net"]["minor"], -100_000);
    let read = app.admin().get(&path(&account, "/accounts")).await.ok();
    assert_eq!(read["net_sales"], json!({"minor": 820_000, "currency": "CNY"}));
    assert_eq!(read["order_count"], 1);
    let list = app.admin().get("/orders?sums=net&count=exact&sort=-net").await.ok();
    assert_eq!((&list["sums"]["net"]["minor"], &list["count"]["value"]), (&json!(820_000), &json!(3)));
}

#[tokio::test]
async fn net_sales_may_be_negative() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    enter(&app, &account, json!({"kind": "return", "net_minor": 700})).await;
    let (all, year, count, first, last) = figures(&app, &account).await;
    assert_eq!((all, year, count, first, last), (-700, -700, 0, Value::Null, Value::Null));
}

#[tokio::test]
async fn lines_make_the_total() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let lines = json!([{"product": "古井贡酒", "sku": "GJ-1", "quantity": 6, "price_minor": 1000}, {"product": "口子窖", "quantity": 1, "price_minor": 5000, "net_minor": 4000, "promotion": true}]);
    let order = enter(&app, &account, json!({"lines": lines})).await;
    assert_eq!((&order["net"]["minor"], &order["quantity"]), (&json!(10_000), &json!(7)));
    assert_eq!(order["lines"][1]["net"]["minor"], 4000);
    let order = admin.get(&path(&order, "/orders")).await.ok();
    assert_eq!((&order["lines"][0]["sku"], &order["lines"][1]["promotion"]), (&json!("GJ-1"), &json!(true)));
    // Ten lines of 0.10 are exactly 1.00, and a return's lines carry its sign.
    let tens = vec![json!({"product": "瓶盖", "quantity": 1, "price_minor": 10}); 10];
    let back = enter(&app, &account, json!({"kind": "return", "lines": tens, "net_minor": 100})).await;
    assert_eq!((&back["net"]["minor"], &back["lines"][0]["net"]["minor"]), (&json!(-100), &json!(-10)));
    for (more, pointer, code) in [
        (json!({"lines": [{"product": "酒", "quantity": 1, "price_minor": 100}], "net_minor": 99}), "/net_minor", "not_the_sum"),
        (json!({}), "/net_minor", "required"),
        (json!({"net_minor": -1}), "/net_minor", "out_of_range"),
        (json!({"net_minor": 100_000_000_000_001_i64}), "/net_minor", "out_of_range"),
        (json!({"lines": [{"product": "", "quantity": 1, "price_minor": 100}]}), "/lines/0/product", "required"),
        (json!({"lines": [{"product": "酒", "quantity": -1, "price_minor": 100, "net_minor": 0}]}), "/lines/0/quantity", "out_of_range"),
        (json!({"net_minor": 1, "kind": "gift"}), "/kind", "unknown_choice"),
        (json!({"net_minor": 1, "ordered_on": "0001-01-01"}), "/ordered_on", "day_out_of_range"),
        (json!({"net_minor": 1, "account_id": "01890000-0000-7000-8000-000000000000"}), "/account_id", "not_found"),
        (json!({"net_minor": 1, "payer_id": "01890000-0000-7000-8000-000000000000"}), "/payer_id", "not_found"),
        (json!({"net_minor": 1, "discount": 3}), "/discount", "unknown_field"),
    ] {
        let mut body = json!({"account_id": id(&account), "ordered_on": app.days_ago(0)});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = admin.post("/orders", &body).await;
        assert_eq!(answer.problem().0, 422, "{body}");
        assert_eq!(answer.wrong_fields(), [(pointer.to_owned(), code.to_owned())], "{body}");
    }
    assert_eq!(figures(&app, &account).await.0, 9_900);
}

#[tokio::test]
async fn amounts_that_no_company_moves_are_refused_and_not_overflown() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let (most, i64_max) = (100_000_000_000_000_i64, i64::MAX);
    let line = |quantity: i64, price: i64, net: Option<i64>| {
        let mut line = json!({"product": "酒", "quantity": quantity, "price_minor": price});
        if let Some(net) = net {
            line["net_minor"] = json!(net);
        }
        line
    };
    for kind in ["sale", "return"] {
        for (order, pointer) in [
            (json!({"lines": [line(1_000_000_000, most, None)]}), "/lines/0/net_minor"),
            (json!({"lines": vec![line(1, most, None); 500]}), "/lines"),
            (json!({"lines": vec![line(1, most, None); 2], "net_minor": 2 * most}), "/net_minor"),
            (json!({"lines": vec![line(1_000_000_000, 0, None); 2]}), "/lines"),
            (json!({"lines": vec![line(i64_max, 1, Some(1)); 3]}), "/lines/0/quantity"),
            (json!({"lines": vec![line(1, 1, Some(i64_max)); 3]}), "/lines/0/net_minor"),
            (json!({"lines": [line(1, 1, Some(i64::MIN))]}), "/lines/0/net_minor"),
            (json!({"net_minor": i64::MIN}), "/net_minor"),
        ] {
            let mut body = json!({"account_id": id(&account), "ordered_on": app.days_ago(0), "kind": kind});
            body.as_object_mut().unwrap().extend(order.as_object().unwrap().clone());
            let answer = app.admin().post("/orders", &body).await;
            assert_eq!(answer.problem().0, 422, "{body}");
            let code = if pointer == "/lines" { "lines_exceed" } else { "out_of_range" };
            assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{body}");
        }
    }
    let full = json!({"account_id": id(&account), "ordered_on": app.days_ago(0), "lines": vec![line(1, most / 500, None); 500]});
    app.admin().post("/orders", &full).await.done();
    assert_eq!(figures(&app, &account).await.0, most);
}

#[tokio::test]
async fn a_sum_that_no_number_holds_stops_at_the_greatest() {
    let app = TestApp::new().await;
    let mut rows = Vec::new();
    for (name, net) in [("甲", 9_000_000_000_000_000_000_i64), ("乙", 9_000_000_000_000_000_000), ("丙", -1_234_567_890_123)] {
        rows.push((app.account(name).await["id"].as_str().unwrap().parse::<Uuid>().unwrap(), net));
    }
    let db = app.app.db();
    let sum = async || app.admin().get("/accounts?sums=net_sales").await.ok()["sums"]["net_sales"]["minor"].clone();
    let set = async |id: Uuid, net: i64| {
        let mut tx = db.write(&app.system().await).await.unwrap();
        let sql = "UPDATE accounts SET net_sales_minor = ? WHERE id = ?";
        tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, vec![net.into(), id.into()])).await.unwrap();
        let done = tx.record(Event::new("test.set", "account", id), ());
        tx.commit(done).await.unwrap();
    };
    set(rows[2].0, rows[2].1).await;
    assert_eq!(sum().await, -1_234_567_890_123_i64);
    set(rows[0].0, rows[0].1).await;
    assert_eq!(sum().await, 9_000_000_000_000_000_000_i64 - 1_234_567_890_123);
    set(rows[1].0, rows[1].1).await;
    assert_eq!(sum().await, i64::MAX);
}

#[tokio::test]
async fn a_number_stands_for_one_order() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    enter(&app, &account, json!({"number": "S-1", "net_minor": 1})).await;
    let again = app
        .admin()
        .post("/orders", &json!({"account_id": id(&account), "ordered_on": app.days_ago(0), "net_minor": 1, "number": "S-1"}))
        .await;
    assert_eq!(again.wrong_fields(), [("/number".to_owned(), "taken".to_owned())]);
    assert_eq!(figures(&app, &account).await.2, 1);
}

#[tokio::test]
async fn f01_the_buyers_net_sales_rise_and_the_payers_do_not() {
    let app = TestApp::new().await;
    let (shop, office) = (app.account("门店").await, app.account("总部").await);
    let order = enter(&app, &shop, json!({"payer_id": id(&office), "net_minor": 500})).await;
    assert_eq!(order["payer"]["name"], "总部");
    assert_eq!((figures(&app, &shop).await.0, figures(&app, &office).await.0), (500, 0));
}

#[tokio::test]
async fn the_last_12_months_are_365_days_up_to_today() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    for (days, minor) in [(0, 1), (364, 10), (365, 100), (800, 1000)] {
        enter(&app, &account, json!({"ordered_on": app.days_ago(days), "net_minor": minor})).await;
    }
    let (first, last) = (app.days_ago(800), app.days_ago(0));
    assert_eq!(figures(&app, &account).await, (1111, 11, 4, json!(first), json!(last)));
    // The next night the day that falls out is taken out, though nobody orders.
    app.travel(Duration::days(1));
    guanxi_kernel::job::queue(app.app.db(), app.workspace, &guanxi_kernel::job::NewJob::new("orders.refresh_year", Value::Null))
        .await
        .unwrap();
    app.run_jobs().await;
    assert_eq!(figures(&app, &account).await.1, 1);
    assert_eq!(app.admin().get(&path(&account, "/accounts")).await.ok()["days_silent"], 1);
}

#[tokio::test]
async fn purchases_are_24_months_and_a_return_counts_in_its_own() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let months = admin.get(&format!("{}/purchases", path(&account, "/accounts"))).await.ok();
    let months = months.as_array().unwrap();
    assert_eq!(months.len(), 24);
    assert!(months.windows(2).all(|pair| pair[0]["month"].as_str() < pair[1]["month"].as_str()), "{months:?}");
    assert_eq!(months[23]["month"].as_str().unwrap(), app.today().format("%Y-%m").to_string());
    assert!(months.iter().all(|month| month["net"]["minor"] == 0 && month["orders"] == 0));
    let day = |month: &Value, day: &str| format!("{}-{day}", month["month"].as_str().unwrap());
    enter(&app, &account, json!({"ordered_on": day(&months[10], "01"), "net_minor": 900})).await;
    enter(&app, &account, json!({"ordered_on": day(&months[10], "28"), "net_minor": 100})).await;
    enter(&app, &account, json!({"kind": "return", "ordered_on": day(&months[11], "02"), "net_minor": 300})).await;
    enter(&app, &account, json!({"ordered_on": day(&months[0], "01"), "net_minor": 7})).await;
    let before = months[0]["month"].as_str().unwrap().parse::<chrono::NaiveDate>().ok();
    assert!(before.is_none(), "a month is no day");
    let after = admin.get(&format!("{}/purchases", path(&account, "/accounts"))).await.ok();
    let at = |n: usize| (after[n]["net"]["minor"].as_i64().unwrap(), after[n]["orders"].as_i64().unwrap());
    assert_eq!((at(0), at(10), at(11), at(12)), ((7, 1), (1000, 2), (-300, 0), (0, 0)));
}

#[tokio::test]
async fn removing_an_order_takes_it_out_of_the_figures_and_leaves_it_in_the_audit() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let order = enter(&app, &account, json!({"number": "S-9", "net_minor": 500})).await;
    assert_eq!(admin.send(axum::http::Method::DELETE, &path(&order, "/orders"), None).await.status, 204);
    assert_eq!(figures(&app, &account).await, (0, 0, 0, Value::Null, Value::Null));
    assert_eq!(admin.get(&path(&account, "/accounts")).await.ok()["history"], "none");
    assert_eq!(admin.get(&path(&order, "/orders")).await.problem().0, 404);
    let audit = admin.get(&format!("/audit?record_id={}&name=order.removed", id(&order))).await.ok();
    assert_eq!((&audit["items"][0]["data"]["number"], &audit["items"][0]["data"]["net_minor"]), (&json!("S-9"), &json!(500)));
}

#[tokio::test]
async fn an_order_is_seen_by_who_sees_the_buyer() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    let foreign = app.account("老板的").await;
    let order = enter(&app, &foreign, json!({"payer_id": id(&own), "net_minor": 5})).await;
    assert_eq!(rep.get(&path(&order, "/orders")).await.problem().0, 404);
    assert_eq!(rep.get("/orders?sums=net&count=exact").await.ok()["count"]["value"], 0);
    assert_eq!(rep.get(&format!("{}/purchases", path(&foreign, "/accounts"))).await.problem().0, 404);
    let body = json!({"account_id": id(&foreign), "ordered_on": app.days_ago(0), "net_minor": 1});
    assert_eq!(rep.post("/orders", &body).await.wrong_fields(), [("/account_id".to_owned(), "not_found".to_owned())]);
    let mine = rep.post("/orders", &json!({"account_id": id(&own), "ordered_on": app.days_ago(0), "net_minor": 1})).await.ok();
    assert_eq!(rep.send(axum::http::Method::DELETE, &path(&mine, "/orders"), None).await.problem().0, 403);
}

#[tokio::test]
async fn what_orders_add_to_the_figures_is_what_a_recount_finds() {
    let app = TestApp::new().await;
    let accounts = [app.account("金源").await, app.account("华夏").await];
    // A walk over days, kinds and amounts in which each meets each.
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let days = [0, 1, 90, 363, 364, 365, 366, 900];
    for _ in 0..60 {
        let account = &accounts[usize::try_from(next(2)).unwrap()];
        let day = days[usize::try_from(next(8)).unwrap()];
        let kind = ["sale", "return", "credit"][usize::try_from(next(3)).unwrap()];
        enter(&app, account, json!({"kind": kind, "ordered_on": app.days_ago(day), "net_minor": next(1_000_000)})).await;
    }
    let added = (figures(&app, &accounts[0]).await, figures(&app, &accounts[1]).await);
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let ids: Vec<Uuid> = accounts.iter().map(|account| id(account).parse().unwrap()).collect();
    super::commands::refresh(&tx, &ids).await.unwrap();
    let done = tx.record(Event::new("test.recounted", "order", app.workspace), ());
    tx.commit(done).await.unwrap();
    assert_eq!(added, (figures(&app, &accounts[0]).await, figures(&app, &accounts[1]).await));
    assert!(added.0.2 > 0 && added.0.0 != added.0.1, "{added:?}");
}
