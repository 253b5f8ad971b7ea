//! The rows behind the numbers of an account's page: what a list finds comes to what the page says.

use serde_json::{Value, json};

use super::{order, value};
use crate::testing::{Done, TestApp, id};

/// The rows behind the goods and the margin of 12 months, as the page opens them.
fn year_of_orders(worth: &Value, account: &Value) -> Value {
    let days = json!([worth["year"]["from"], worth["day"]]);
    let of_account = json!({"field": "account", "op": "in", "value": [id(account)]});
    let within = json!({"field": "ordered_on", "op": "between", "value": days});
    json!({"filter": {"all": [of_account, within]}, "columns": "net,goods,margin,cost_source", "sums": "net,goods,margin", "count": "exact", "sort": "net"})
}

#[tokio::test]
async fn goods_and_margin_of_the_year_are_the_sums_of_its_orders() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let enter = async |kind: &str, days_ago: i64, net: i64, cost: Option<i64>| {
        let order =
            json!({"account_id": id(&account), "ordered_on": app.days_ago(days_ago), "kind": kind, "net_minor": net, "cost_minor": cost});
        admin.post("/orders", &order).await.done();
    };
    // Each amount alone is half a fen, so that what is rounded once for all differs from what is rounded for each.
    for (kind, days_ago, net, cost) in [
        ("sale", 0, 100_000, Some(60_000)),
        ("sale", 10, 15, None),
        ("sale", 364, 25, None),
        ("return", 20, 15, None),
        ("credit", 30, 5_000, None),
        ("credit", 31, 1_000, Some(100)),
        ("sale", 365, 900_000, None),
    ] {
        enter(kind, days_ago, net, cost).await;
    }
    for share in [3000, 1234] {
        admin.put("/parameters/value.gross_margin", &json!({"value": share})).await.done();
        let worth = value(&admin, &account).await;
        let page = admin.post("/orders/search", &year_of_orders(&worth, &account)).await.ok();
        assert_eq!(page["count"]["value"], 6, "{page}");
        for (told, summed) in [("sales", "net"), ("goods", "goods"), ("margin", "margin")] {
            assert_eq!(worth["year"][told], page["sums"][summed], "{told} at {share}");
        }
        // What is taken by the usual share is said of the orders, and they can be asked for.
        let mut estimated = year_of_orders(&worth, &account);
        let by_share = json!({"field": "cost_source", "op": "in", "value": ["share"]});
        estimated["filter"]["all"].as_array_mut().unwrap().push(by_share);
        let page = admin.post("/orders/search", &estimated).await.ok();
        assert_eq!((&page["count"]["value"], &page["sums"]["net"]), (&json!(3), &worth["year"]["estimated"]));
    }
    let page = admin.post("/orders/search", &json!({"sort": "-margin", "columns": "goods,margin,cost_source", "limit": 3})).await.ok();
    let said = |row: &Value| (row["goods"]["minor"].clone(), row["margin"]["minor"].clone(), row["cost_source"].clone());
    assert_eq!(said(&page["items"][1]), (json!(60_000), json!(40_000), json!("recorded")));
    let dear = json!({"filter": {"field": "margin", "op": "lt", "value": -1000}, "columns": "kind,goods,margin,cost_source"});
    let page = admin.post("/orders/search", &dear).await.ok();
    assert_eq!(said(&page["items"][0]), (json!(0), json!(-5_000), json!("no_goods")), "{page}");
}

#[tokio::test]
async fn margins_of_orders_are_for_those_who_may_read_what_accounts_are_worth() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let account = json!({"id": app.account_of(Some(me)).await});
    order(&app, &rep, &account, 3, 100, None).await;
    let asked = |columns: &str, sums: &str| json!({"columns": columns, "sums": sums});
    let page = rep.post("/orders/search", &asked("net,goods,margin", "margin")).await.ok();
    assert_eq!((&page["items"][0]["goods"]["minor"], &page["sums"]["margin"]["minor"]), (&json!(7000), &json!(3000)));
    app.take_right("salesperson", "value", "read").await;
    for (columns, sums, filter) in
        [("net,goods", "", Value::Null), ("net", "margin", Value::Null), ("net", "", json!({"field": "margin", "op": "gt", "value": 0}))]
    {
        let mut asked = asked(columns, sums);
        asked["filter"] = filter;
        assert_eq!(rep.post("/orders/search", &asked).await.status, 403, "{asked}");
    }
    let fields = rep.get("/lists/orders").await.ok()["fields"].to_string();
    assert!(!fields.contains("\"margin\"") && !fields.contains("\"goods\""), "{fields}");
    assert_eq!(rep.post("/orders/search", &asked("net,cost_source", "")).await.ok()["items"][0]["cost_source"], "share");
    // Nor does a field of one's own tell it: it would be shown to whoever may read orders.
    for (aggregate, field, filter) in
        [("sum", json!("margin"), Value::Null), ("count", Value::Null, json!({"field": "goods", "op": "gt", "value": 0}))]
    {
        let kind = json!({"type": "roll_up", "of": "orders", "aggregate": aggregate, "field": field, "filter": filter});
        let refused = app.admin().post("/custom-fields", &json!({"list": "accounts", "label": "毛利", "kind": kind})).await;
        assert_eq!(refused.wrong_fields()[0].1, "not_possible", "{}", refused.text());
    }
}

#[tokio::test]
async fn visits_calls_and_messages_of_the_year_are_the_contacts_that_the_list_finds() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("万家福超市").await;
    let day = 24 * 60;
    for (channel, minutes) in [
        ("visit", 60),
        ("visit", 364 * day),
        ("visit", 366 * day),
        ("phone", 60),
        ("mobile", 10 * day),
        ("call_centre", 20 * day),
        ("wechat", 5 * day),
        ("email", 6 * day),
    ] {
        let call = json!({"account_id": id(&account), "channel": channel, "at": app.minutes_ago(minutes), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
        admin.post("/interactions", &call).await.done();
    }
    let worth = value(&admin, &account).await;
    let calls = ["phone", "mobile", "call_centre"];
    let (kinds, others) = (json!(["visit"]), json!([&["visit"][..], &calls].concat()));
    for (service, op, channels) in [("visit", "in", kinds), ("call", "in", json!(calls)), ("message", "not_in", others)] {
        let filter = json!({"all": [
            {"field": "account", "op": "in", "value": [id(&account)]},
            {"field": "at", "op": "between", "value": [worth["year"]["from"], worth["day"]]},
            {"field": "channel", "op": op, "value": channels},
        ]});
        let found = admin.post("/interactions/search", &json!({"filter": filter, "count": "exact"})).await.ok();
        let told = worth["year"]["service"].as_array().unwrap().iter().find(|each| each["kind"] == service).unwrap();
        assert_eq!(told["count"], found["count"]["value"], "{service}");
        assert!(told["count"].as_i64().unwrap() > 0, "{service}");
    }
}
