//! Orders of other systems: known by what they are called there.

use serde_json::{Value, json};

use super::{enter, figures};
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn an_external_id_stands_for_one_order_of_its_source() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let order = enter(&app, &account, json!({"source": "erp", "external_id": "SO-1", "net_minor": 100})).await;
    assert_eq!((&order["source"], &order["external_id"]), (&json!("erp"), &json!("SO-1")));
    enter(&app, &account, json!({"source": "shop", "external_id": "SO-1", "net_minor": 100})).await;
    let body = |more: Value| {
        let mut body = json!({"account_id": id(&account), "ordered_on": app.days_ago(0), "net_minor": 1});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (more, pointer, code) in [
        (json!({"source": "erp", "external_id": "SO-1"}), "/external_id", "taken"),
        (json!({"source": "erp"}), "/external_id", "required"),
        (json!({"external_id": "SO-2"}), "/source", "required"),
        (json!({"source": "erp", "external_id": "长".repeat(121)}), "/external_id", "too_long"),
    ] {
        assert_eq!(admin.post("/orders", &body(more)).await.wrong_fields(), [(pointer.to_owned(), code.to_owned())]);
    }
    let found = json!({"filter": {"field": "external_id", "op": "eq", "value": "SO-1"}, "count": "exact"});
    assert_eq!(admin.post("/orders/search", &found).await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn an_order_of_another_system_is_entered_once_and_then_replaced() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (first, second) = (app.account("金源").await, app.account("华夏").await);
    let put = |account: &Value, more: Value| {
        let mut body = json!({"account_id": id(account), "ordered_on": app.days_ago(1)});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let admin = admin.clone();
        async move { admin.send(axum::http::Method::PUT, "/orders/from/erp/SO%2F7", Some(&body)).await }
    };
    let lines = |n: i64| json!({"lines": [{"product": "古井贡酒", "quantity": n, "price_minor": 100}]});
    let made = put(&first, lines(3)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let order = made.json();
    assert_eq!((&order["external_id"], &order["net"]["minor"]), (&json!("SO/7"), &json!(300)));
    let same = put(&first, lines(3)).await;
    assert_eq!((same.status.as_u16(), &same.json()["version"]), (200, &order["version"]), "nothing differs, nothing is written");
    let changed = put(&first, lines(5)).await.ok();
    assert_eq!((&changed["id"], &changed["net"]["minor"], &changed["quantity"]), (&order["id"], &json!(500), &json!(5)));
    assert_eq!(changed["lines"].as_array().unwrap().len(), 1);
    let audit = admin.get(&format!("/audit?record_id={}&name=order.changed", id(&order))).await.ok();
    let fields: Vec<&str> =
        audit["items"][0]["changes"].as_array().unwrap().iter().map(|change| change["field"].as_str().unwrap()).collect();
    assert!(fields.contains(&"lines") && fields.contains(&"net_minor"), "{fields:?}");
    // It was another customer's after all: the figures of both follow.
    put(&second, lines(5)).await.done();
    assert_eq!((figures(&app, &first).await.0, figures(&app, &second).await.0), (0, 500));
    app.run_jobs().await;
    let listed = admin.get("/accounts?sort=-customer_value&columns=name,customer_value").await.ok();
    let worth = ["name", "customer_value"].map(|column| listed["items"][0][column].clone());
    assert_eq!((&worth[0], &worth[1]["minor"]), (&json!("华夏"), &json!(1000)), "bought and expected again");
    assert_eq!(listed["items"][1]["customer_value"]["minor"], 0, "and counted once");
    assert_eq!(admin.get("/orders?count=exact").await.ok()["count"]["value"], 1);
    assert_eq!(put(&second, json!({"net_minor": -1})).await.wrong_fields()[0].0, "/net_minor");
}

#[tokio::test]
async fn who_may_only_enter_orders_replaces_none() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    let body = |net: i64| json!({"account_id": id(&own), "ordered_on": app.days_ago(1), "net_minor": net});
    let put = |place: &'static str, net: i64| {
        let (rep, body) = (rep.clone(), body(net));
        async move { rep.send(axum::http::Method::PUT, place, Some(&body)).await }
    };
    let made = put("/orders/from/erp/1", 5).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(put("/orders/from/erp/1", 6).await.ok()["net"]["minor"], 6, "whoever may change orders replaces one");
    app.take_right("salesperson", "order", "change").await;
    assert_eq!(put("/orders/from/erp/1", 7).await.problem(), (403, "forbidden".to_owned()));
    assert_eq!(put("/orders/from/erp/2", 8).await.status, 201, "entering is another right");
    assert_eq!(rep.get(&path(&made.json(), "/orders")).await.ok()["net"]["minor"], 6);
    assert_eq!(figures(&app, &own).await.0, 14);
}

#[tokio::test]
async fn an_order_of_another_system_is_beyond_the_reach_of_strangers() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    let body = json!({"account_id": id(&own), "ordered_on": app.days_ago(1), "net_minor": 5});
    let put = axum::http::Method::PUT;
    let made = rep.send(put.clone(), "/orders/from/erp/1", Some(&body)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(other.send(put.clone(), "/orders/from/erp/1", Some(&body)).await.problem().0, 404);
    assert_eq!(app.anonymous().send(put.clone(), "/orders/from/erp/1", Some(&body)).await.problem().0, 401);
    let (inspector, _) = app.person("inspector", "督察").await;
    assert_eq!(inspector.send(put.clone(), "/orders/from/erp/1", Some(&body)).await.problem().0, 403);
    assert_eq!(rep.get(&path(&made.json(), "/orders")).await.ok()["net"]["minor"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_send_the_same_order_at_the_same_moment_one_enters_and_the_other_replaces() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    for n in 0..10 {
        let put = || {
            let (admin, place) = (app.admin(), format!("/orders/from/erp/{n}"));
            let body = json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "net_minor": 5});
            tokio::spawn(async move { admin.send(axum::http::Method::PUT, &place, Some(&body)).await.status.as_u16() })
        };
        let (one, two) = (put(), put());
        let mut statuses = [one.await.unwrap(), two.await.unwrap()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201]);
    }
    let (net, _, count, ..) = figures(&app, &account).await;
    assert_eq!((net, count), (50, 10));
}
