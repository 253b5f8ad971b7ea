//! Every number that the page of an account shows is a field of the list, and its classes have an order.

use chrono::Duration;
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{YUAN, order, reckon, value};
use crate::testing::{Done, TestApp, id, names};

/// The fields beside those that were there before, with where the page has them.
const SHOWN: &[(&str, &[&str])] = &[
    ("goods_12m", &["year", "goods", "minor"]),
    ("estimated_12m", &["year", "estimated", "minor"]),
    ("visits_12m", &["year", "service", "0", "count"]),
    ("calls_12m", &["year", "service", "1", "count"]),
    ("messages_12m", &["year", "service", "2", "count"]),
    ("churn_cost_low", &["lifetime", "churn_cost_low", "minor"]),
    ("churn_cost_high", &["lifetime", "churn_cost_high", "minor"]),
    ("lifetime_low", &["lifetime", "low", "minor"]),
    ("lifetime_high", &["lifetime", "high", "minor"]),
    ("expected_order", &["lifetime", "expected_order_minor"]),
    ("manual_forecast", &["forecast", "manual", "amount", "minor"]),
    ("manual_forecast_on", &["forecast", "manual", "said_on"]),
];

fn shown() -> String {
    SHOWN.iter().map(|(field, _)| *field).chain(["repeat_12m", "repeat_net_12m", "overdue", "name"]).collect::<Vec<_>>().join(",")
}

/// A cell of the list as a number or a word.
fn plain(cell: &Value) -> Value {
    cell.get("minor").unwrap_or(cell).clone()
}

async fn done(app: &TestApp, account: &Value, channel: &str) {
    let made = json!({"account_id": id(account), "channel": channel, "at": app.minutes_ago(60), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    app.admin().post("/interactions", &made).await.done();
}

/// Two customers: one that has not ordered for longer than it uses to, much served; and one that is early.
async fn two(app: &TestApp, owner: &str) -> [Value; 2] {
    let admin = app.admin();
    let mut both = Vec::new();
    for (name, days, cost) in [("迟迟不来", [130, 100, 70, 40], Some(60)), ("天天都来", [31, 21, 11, 1], None)] {
        let account = admin.post("/accounts", &json!({"name": name, "owner_id": owner})).await.ok();
        for days_ago in days {
            order(app, &admin, &account, days_ago, 100, cost).await;
        }
        both.push(account);
    }
    for channel in ["visit", "visit", "phone", "wechat", "wechat", "wechat"] {
        done(app, &both[0], channel).await;
    }
    reckon(app).await;
    both.try_into().unwrap()
}

async fn rows(client: &Client, question: Value) -> Vec<Value> {
    client.post("/accounts/search", &question).await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn each_number_of_the_page_stands_in_the_list_is_filtered_sorted_summed_and_exported() {
    let app = TestApp::new().await;
    let (_, owner) = app.rep().await;
    let admin = app.admin();
    let both = two(&app, &owner.to_string()).await;
    admin.put(&format!("/accounts/{}/forecast", id(&both[1])), &json!({"amount_minor": 5000 * YUAN})).await.done();
    for account in &both {
        let question = json!({"filter": {"field": "name", "op": "eq", "value": account["name"]}, "columns": shown()});
        let row = rows(&admin, question).await.remove(0);
        let page = value(&admin, account).await;
        for (field, path) in SHOWN {
            let told = path.iter().fold(&page, |told, part| part.parse::<usize>().map_or(&told[*part], |n| &told[n]));
            assert_eq!(&plain(&row[*field]), told, "{field} of {}", account["name"]);
        }
        let enterprise = admin.get(&format!("/accounts/{}/delivered-value", id(account))).await.ok()["enterprise"].clone();
        for (field, told) in [("repeat_12m", "repeat"), ("repeat_net_12m", "net")] {
            assert_eq!(row[field], enterprise[told], "{field}");
        }
    }
    // 40 days since the last of orders that came every 30, and one day of ten; nothing is known of who never ordered.
    app.account("从未下单").await;
    let late = async || rows(&admin, json!({"sort": "-overdue", "columns": "name,overdue"})).await;
    let index = |rows: &[Value]| rows.iter().map(|row| row["overdue"].clone()).collect::<Vec<_>>();
    assert_eq!(index(&late().await), [json!(1.33), json!(0.1), Value::Null]);
    assert_eq!(names(&json!({"items": late().await})), ["迟迟不来", "天天都来", "从未下单"]);
    let overdue = json!({"field": "overdue", "op": "gt", "value": 1});
    let found =
        admin.post("/accounts/search", &json!({"filter": overdue, "sums": "goods_12m,calls_12m,churn_cost_low,repeat_net_12m"})).await.ok();
    assert_eq!(names(&found), ["迟迟不来"]);
    let page = value(&admin, &both[0]).await;
    // Four times 60; a visit costs 80, a call 8, a message half a yuan; three of the four orders came back.
    let served = 2 * 8000 + 800 + 3 * 50;
    let sums = &found["sums"];
    assert_eq!(
        [&sums["goods_12m"]["minor"], &sums["calls_12m"], &sums["churn_cost_low"]["minor"], &sums["repeat_net_12m"]["minor"]],
        [&json!(240 * YUAN), &json!(1), &page["lifetime"]["churn_cost_low"]["minor"], &json!(300 * YUAN - served)]
    );
    // By each of them there are both directions, through pages, and each opens what it holds.
    for field in shown().split(',') {
        let (up, down) = (walked(&admin, field).await, walked(&admin, &format!("-{field}")).await);
        assert_eq!((up.len(), down.len()), (3, 3), "{field}");
        let value = |row: &Value| plain(&row[field]);
        assert_eq!(up.iter().map(value).collect::<Vec<_>>(), down.iter().rev().map(value).collect::<Vec<_>>(), "{field}");
    }
    let export = json!({"list": "accounts", "format": "csv", "filter": overdue, "sort": "-overdue", "columns": ["name", "overdue", "visits_12m", "goods_12m"], "labels": {"name": "客户"}});
    let job = app.job(&admin, &admin.post("/exports", &export).await.json()).await;
    let place = job["result"]["file"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let text = String::from_utf8(admin.get(&place).await.bytes).unwrap();
    let line = text.lines().nth(1).unwrap();
    assert!(line.contains("迟迟不来") && line.contains("1.33") && line.contains("240"), "{text}");
    let tagged = json!({"filter": overdue, "action": "change", "change": {"add_tags": ["催单"]}});
    app.job(&admin, &admin.post("/accounts/bulk", &tagged).await.json()).await;
    let of_tag = json!({"filter": {"field": "tags", "op": "any_of", "value": ["催单"]}, "columns": "name"});
    assert_eq!(names(&admin.post("/accounts/search", &of_tag).await.ok()), ["迟迟不来"]);
    let view = json!({"list": "accounts", "name": "该催的", "shared": "private", "filter": overdue, "sort": "-overdue", "columns": ["name", "overdue"]});
    admin.post("/views", &view).await.done();
    // The index is that of the day on which it is looked at, also where nothing was reckoned since.
    app.travel(Duration::days(10));
    assert_eq!(index(&late().await)[..2], [json!(1.67), json!(1.1)]);
}

/// All rows in an order, a page of two after the other.
async fn walked(client: &Client, sort: &str) -> Vec<Value> {
    let mut asked = json!({"sort": sort, "columns": sort.trim_start_matches('-'), "limit": 2});
    let mut all = Vec::new();
    loop {
        let page = client.post("/accounts/search", &asked).await.ok();
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Value::String(next) = page["next_cursor"].clone() else { return all };
        asked["cursor"] = json!(next);
    }
}

#[tokio::test]
async fn who_may_not_see_values_sees_none_of_them_in_the_list() {
    let app = TestApp::new().await;
    let (rep, owner) = app.rep().await;
    two(&app, &owner.to_string()).await;
    let question = |field: &str| json!({"sort": format!("-{field}"), "columns": format!("name,{field}")});
    for (field, _) in SHOWN {
        rep.post("/accounts/search", &question(field)).await.done();
    }
    app.take_right("salesperson", "value", "read").await;
    let told = rep.get("/lists/accounts").await.ok()["fields"].clone();
    for (field, _) in SHOWN.iter().chain([&("pyramid", [].as_slice()), &("repeat_net_12m", &[])]) {
        assert!(told.as_array().unwrap().iter().all(|known| known["key"] != *field), "{field}");
        assert_eq!(rep.post("/accounts/search", &json!({"columns": format!("name,{field}")})).await.status, 403, "{field}");
        assert_eq!(rep.post("/accounts/search", &json!({"sort": field, "columns": "name"})).await.status, 403, "{field}");
    }
}

#[tokio::test]
async fn classes_are_sorted_in_the_order_of_their_meaning() {
    let app = TestApp::new().await;
    let admin = app.admin();
    // Of seven active accounts one is VIP, one major, two are ordinary; the last is a dealer.
    for (n, contribution) in [20, 400, 100, 50, 200, 10, 800].into_iter().enumerate() {
        let channel = if n == 6 { "dealer" } else { "catering" };
        let account = admin.post("/accounts", &json!({"name": format!("客户{n}"), "channel_kind": channel})).await.ok();
        order(&app, &admin, &account, 30, 2 * contribution, Some(contribution)).await;
        if n == 5 {
            for _ in 0..2 {
                done(&app, &account, "visit").await;
            }
            let types = json!({"behaviour": "loyal", "strategic": ["benchmark"], "strategic_reason": "样板", "orientation": "value"});
            admin.put(&format!("/accounts/{}/types", id(&account)), &types).await.done();
        }
    }
    app.account("从未下单").await;
    reckon(&app).await;
    let told = async |sort: &str| {
        let field = sort.trim_start_matches('-').to_owned();
        walked(&admin, sort).await.into_iter().map(|row| row[&field].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let up = told("pyramid").await;
    assert_eq!(up, ["vip", "major", "ordinary", "ordinary", "small", "small", "small", "none"]);
    assert_eq!(told("-pyramid").await, up.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(told("abc").await, ["A", "A", "A", "B", "C", "C", "none", "none"]);
    // Of equal ones the next field decides.
    let both = json!({"sort": "pyramid,-contribution_12m", "columns": "name", "limit": 5});
    assert_eq!(names(&admin.post("/accounts/search", &both).await.ok()), ["客户6", "客户1", "客户4", "客户2", "客户3"]);
    let fields = admin.get("/lists/accounts").await.ok()["fields"].clone();
    for field in [
        "forecast_source",
        "service_load",
        "silence",
        "pyramid_before",
        "bcg",
        "shapiro",
        "relation_value",
        "fiocca",
        "fiocca_key",
        "campbell",
        "reinartz",
        "angles",
        "behaviour",
        "orientation",
        "advice_factor",
    ] {
        let words = fields.as_array().unwrap().iter().find(|known| known["key"] == field).unwrap()["choices"].clone();
        let words: Vec<String> = words.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
        // Those that say something stand together before those that do not, in one direction or the other of their choices.
        let said = told(field).await;
        let places: Vec<usize> = said.iter().map(|word| words.iter().position(|known| known == word).unwrap()).collect();
        let first_none = places.iter().position(|place| *place == 0).unwrap_or(places.len());
        assert!(places[first_none..].iter().all(|place| *place == 0), "{field}: {said:?}");
        let some = &places[..first_none];
        assert!(some.is_sorted() || some.iter().rev().is_sorted(), "{field}: {said:?}");
    }
    for field in ["is_active", "is_benchmark"] {
        let first = &walked(&admin, &format!("-{field}")).await[0][field];
        assert_eq!(first, &json!(true), "{field}");
    }
}
