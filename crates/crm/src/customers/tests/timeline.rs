//! The timeline of an account: interactions, orders and comments in one order.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path};

async fn pages(app: &TestApp, account: &Value, limit: usize) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.admin().get(&format!("{}/timeline?limit={limit}{cursor}", path(account, "/accounts"))).await.ok();
        let found = page["items"].as_array().unwrap();
        assert!(found.len() <= limit);
        items.extend(found.iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else { return items };
        cursor = format!("&cursor={next}");
        assert!(items.len() < 1000, "the pages do not end");
    }
}

#[tokio::test]
async fn f43_a27_all_channels_orders_and_comments_stand_in_one_timeline_newest_first() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let other = app.account("别家").await;
    // What happened to the account itself stands there as well.
    let mut made: BTreeSet<String> = pages(&app, &account, 100).await.iter().map(|item| id(item).to_owned()).collect();
    for (n, channel) in ["phone", "fax", "wechat", "visit", "email", "letter", "web", "mobile"].iter().enumerate() {
        let minutes = i64::try_from(n).unwrap() * 600;
        let body = json!({"account_id": id(&account), "channel": channel, "at": app.minutes_ago(minutes), "next_step": {"text": "再来", "due_on": app.days_ago(-3)}});
        made.insert(id(&admin.post("/interactions", &body).await.ok()).to_owned());
        // Orders of the same days, several on one day, which all stand at the beginning of it.
        let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(i64::try_from(n / 3).unwrap()), "net_minor": 100});
        made.insert(id(&admin.post("/orders", &order).await.ok()).to_owned());
        made.insert(id(&admin.post("/comments", &json!({"account_id": id(&account), "body": format!("第{n}条")})).await.ok()).to_owned());
        admin.post("/comments", &json!({"account_id": id(&other), "body": "别家的"})).await.done();
    }
    let whole = pages(&app, &account, 100).await;
    assert_eq!(whole.iter().map(|item| id(item).to_owned()).collect::<BTreeSet<_>>(), made);
    let order: Vec<(&str, &str)> = whole.iter().map(|item| (item["at"].as_str().unwrap(), id(item))).collect();
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert!(order.windows(2).all(|pair| (at(pair[0].0), pair[0].1) >= (at(pair[1].0), pair[1].1)), "{order:?}");
    assert_eq!(
        whole.iter().map(|item| item["kind"].as_str().unwrap()).collect::<BTreeSet<_>>(),
        BTreeSet::from(["comment", "event", "interaction", "order"])
    );
    for limit in [1, 2, 3, 5, 7, 23] {
        assert_eq!(pages(&app, &account, limit).await, whole, "limit {limit}");
    }
}

#[tokio::test]
async fn moments_closer_than_a_millisecond_lose_nothing_between_pages() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let second = (app.app.db().clock().now() - chrono::Duration::hours(1)).format("%Y-%m-%dT%H:%M:%S").to_string();
    for fraction in ["", ".5", ".500100", ".500900", ".5005", ".501"] {
        admin
            .post("/interactions", &json!({"account_id": id(&account), "channel": "phone", "at": format!("{second}{fraction}Z")}))
            .await
            .done();
    }
    let whole = pages(&app, &account, 50).await;
    assert_eq!(whole.iter().filter(|item| item["kind"] == "interaction").count(), 6);
    for limit in [1, 2] {
        assert_eq!(pages(&app, &account, limit).await, whole, "limit {limit}");
    }
    let list = crate::testing::all_pages(&admin, "/interactions", &json!({"sort": "-at", "limit": 1})).await;
    assert_eq!(list.len(), 6);
}

#[tokio::test]
async fn a_timeline_is_for_those_who_see_the_account() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (clerk, _) = app.person("credit_clerk", "财务").await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    rep.post("/interactions", &json!({"account_id": id(&own), "channel": "phone"})).await.done();
    rep.post("/orders", &json!({"account_id": id(&own), "ordered_on": app.days_ago(1), "net_minor": 100})).await.done();
    let hidden = app.account("老板的").await;
    assert_eq!(rep.get(&format!("{}/timeline", path(&hidden, "/accounts"))).await.problem().0, 404);
    // Who may not read interactions sees the orders alone.
    let seen = clerk.get(&format!("{}/timeline", path(&own, "/accounts"))).await.ok();
    let kinds: Vec<&str> = seen["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"order") && !kinds.contains(&"interaction"), "{kinds:?}");
}

#[tokio::test]
async fn a_made_up_cursor_is_refused() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    for cursor in ["abc", "-", "MTIz"] {
        let answer = app.admin().get(&format!("{}/timeline?cursor={cursor}", path(&account, "/accounts"))).await;
        assert_eq!(answer.problem(), (422, "stale_cursor".to_owned()), "{cursor}");
    }
}

#[tokio::test]
async fn a_cursor_made_by_hand_does_not_leave_our_time() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    // Milliseconds and an id: the years 10000, 0, 262142 and -262142.
    for cursor in [
        "MjUzNDAyMzAwODAwMDAwfDAxODkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA",
        "LTYyMTM1NTk2ODAwMDAxfDAxODkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA",
        "ODIxMDI2Njg3Njc5OTk5OXwwMTg5MDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA",
        "LTgzMzQ2MDEyMjg4MDAwMDB8MDE4OTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw",
    ] {
        let answer = app.admin().get(&format!("{}/timeline?cursor={cursor}", path(&account, "/accounts"))).await;
        assert_eq!(answer.problem().0, 422, "{cursor}: {}", answer.text());
        assert_eq!(answer.wrong_fields()[0], ("/cursor".to_owned(), "stale_cursor".to_owned()));
    }
}
