//! The list grammar on accounts: every operator of every kind, relative dates at the edge of the day, words, counts, sums, columns, and what
//! is refused.

mod days;

use std::collections::BTreeSet;

use chrono::Duration;
use guanxi_kernel::{clock::NEVER, event::Event, testkit::Client};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    customers::{
        api::NewAccount,
        commands::{Trade, note_trade},
    },
    testing::{Done, TestApp, escaped, names},
};

/// Five accounts that differ in every field.
struct Five {
    app: TestApp,
    admin: Client,
    rep: Uuid,
    boss: Uuid,
}

async fn five() -> Five {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep) = app.rep().await;
    let boss: Uuid = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    let text = |text: &str| Some(text.to_owned());
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect();
    let since = |day: &str| day.parse().ok();
    let accounts = vec![
        NewAccount {
            name: "金源烟酒店".into(),
            number: text("N-001"),
            channel_kind: text("tobacco_liquor_shop"),
            region: text("合肥"),
            phone: text("13800138000"),
            credit_grade: text("A"),
            high_tech: true,
            owner_id: Some(boss),
            cooperating_since: since("2020-01-01"),
            tags: tags(&["宴席", "老客户"]),
            ..NewAccount::default()
        },
        NewAccount {
            name: "银河酒楼".into(),
            number: text("N-002"),
            channel_kind: text("catering"),
            region: text("合肥"),
            credit_grade: text("B"),
            owner_id: Some(rep),
            cooperating_since: since("2020-01-02"),
            tags: tags(&["宴席"]),
            ..NewAccount::default()
        },
        NewAccount {
            name: "百川100%商贸".into(),
            channel_kind: text("dealer"),
            region: text("芜湖"),
            cooperating_since: since("2019-12-31"),
            ..NewAccount::default()
        },
        NewAccount {
            name: "东方_超市".into(),
            number: text("n-003"),
            kind: text("household"),
            owner_id: Some(rep),
            tags: tags(&["老客户"]),
            ..NewAccount::default()
        },
        NewAccount {
            name: "Alpha Bar".into(),
            channel_kind: text("nightlife"),
            credit_grade: text("A"),
            tags: tags(&["vip"]),
            owner_id: Some(boss),
            ..NewAccount::default()
        },
    ];
    let ids = app.seed_accounts(accounts).await;
    let today = app.today();
    let trade = |n: usize, minor: i64, orders: i64, last: Option<i64>| Trade {
        account: ids[n],
        net_sales_minor: minor,
        net_sales_12m_minor: minor,
        order_count: orders,
        first_order_on: last.map_or(NEVER, |days| today - Duration::days(days)),
        last_order_on: last.map_or(NEVER, |days| today - Duration::days(days)),
    };
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    note_trade(
        &tx,
        &[
            trade(0, 50_000, 5, Some(0)),
            trade(1, 30_000, 3, Some(30)),
            trade(2, -10_000, 1, Some(31)),
            trade(3, 0, 0, None),
            trade(4, 10_000, 2, Some(90)),
        ],
    )
    .await
    .unwrap();
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
    Five { app, admin, rep, boss }
}

/// The first characters of the names of the accounts that a filter finds.
async fn found(client: &Client, filter: &Value) -> BTreeSet<char> {
    let page = client.post("/accounts/search", &json!({"filter": filter, "limit": 200, "count": "exact"})).await.ok();
    let names = names(&page);
    assert_eq!(page["count"], json!({"value": names.len(), "exact": true}), "{filter}");
    names.iter().filter_map(|name| name.chars().next()).collect()
}

async fn check(client: &Client, cases: &[(&str, &str, Value, &str)]) {
    for (field, op, value, want) in cases {
        let filter = json!({"field": field, "op": op, "value": value});
        assert_eq!(found(client, &filter).await, want.chars().collect::<BTreeSet<_>>(), "{filter}");
    }
}

#[tokio::test]
async fn every_operator_of_texts_choices_and_tags() {
    let five = five().await;
    check(
        &five.admin,
        &[
            ("number", "eq", json!("N-001"), "金"),
            ("number", "ne", json!("N-001"), "银百东A"),
            ("number", "in", json!(["N-001", "n-003"]), "金东"),
            ("number", "in", json!([]), ""),
            ("number", "not_in", json!(["N-001", "n-003"]), "银百A"),
            ("number", "not_in", json!([]), "金银百东A"),
            ("number", "empty", Value::Null, "百A"),
            ("number", "not_empty", Value::Null, "金银东"),
            ("name", "contains", json!("酒"), "金银"),
            ("name", "contains", json!("100%"), "百"),
            ("name", "contains", json!("%"), "百"),
            ("name", "contains", json!("_"), "东"),
            ("name", "not_contains", json!("酒"), "百东A"),
            ("number", "not_contains", json!("00"), "百A"),
            ("name", "starts_with", json!("银河"), "银"),
            ("name", "starts_with", json!("alpha"), "A"),
            ("name", "contains", json!("BAR"), "A"),
            ("region", "eq", json!("合肥"), "金银"),
            ("channel_kind", "in", json!(["catering", "dealer"]), "银百"),
            ("channel_kind", "in", json!([]), ""),
            ("channel_kind", "not_in", json!(["catering", "dealer"]), "金东A"),
            ("channel_kind", "empty", Value::Null, "东"),
            ("channel_kind", "not_empty", Value::Null, "金银百A"),
            ("kind", "in", json!(["household"]), "东"),
            ("credit_grade", "in", json!(["A"]), "金A"),
            ("high_tech", "eq", json!(true), "金"),
            ("high_tech", "eq", json!(false), "银百东A"),
            ("tags", "any_of", json!(["宴席", "vip"]), "金银A"),
            ("tags", "any_of", json!([]), ""),
            ("tags", "all_of", json!(["宴席", "老客户"]), "金"),
            ("tags", "none_of", json!(["宴席", "vip"]), "百东"),
            ("tags", "empty", Value::Null, "百"),
            ("tags", "not_empty", Value::Null, "金银东A"),
            ("owner", "in", json!(["me"]), "金A"),
            ("owner", "in", json!([five.rep]), "银东"),
            ("owner", "in", json!([five.rep, five.boss]), "金银东A"),
            ("owner", "not_in", json!(["me"]), "银百东"),
            ("owner", "empty", Value::Null, "百"),
            ("owner", "not_empty", Value::Null, "金银东A"),
        ],
    )
    .await;
}

#[tokio::test]
async fn every_operator_of_numbers_and_dates() {
    let five = five().await;
    let day = |days: i64| json!(five.app.days_ago(days));
    check(
        &five.admin,
        &[
            ("net_sales", "eq", json!(30_000), "银"),
            ("net_sales", "ne", json!(30_000), "金百东A"),
            ("net_sales", "lt", json!(0), "百"),
            ("net_sales", "lte", json!(0), "百东"),
            ("net_sales", "gt", json!(10_000), "金银"),
            ("net_sales", "gte", json!(10_000), "金银A"),
            ("net_sales", "between", json!([0, 30_000]), "银东A"),
            ("net_sales", "empty", Value::Null, ""),
            ("order_count", "eq", json!(0), "东"),
            ("order_count", "between", json!([2, 3]), "银A"),
            ("order_count", "not_empty", Value::Null, "金银百东A"),
            ("days_silent", "eq", json!(30), "银"),
            ("days_silent", "ne", json!(30), "金百东A"),
            ("days_silent", "lt", json!(31), "金银"),
            ("days_silent", "lte", json!(31), "金银百"),
            ("days_silent", "gt", json!(30), "百A"),
            ("days_silent", "gte", json!(30), "银百A"),
            ("days_silent", "between", json!([30, 31]), "银百"),
            ("days_silent", "empty", Value::Null, "东"),
            ("days_silent", "not_empty", Value::Null, "金银百A"),
            ("last_order_on", "on", day(30), "银"),
            ("last_order_on", "before", day(30), "百A"),
            ("last_order_on", "after", day(31), "金银"),
            ("last_order_on", "between", json!([day(31), day(30)]), "银百"),
            ("last_order_on", "within", json!({"last": 31, "unit": "day"}), "金银"),
            ("last_order_on", "within", json!({"last": 32, "unit": "day"}), "金银百"),
            ("last_order_on", "older_than", json!({"n": 30, "unit": "day"}), "百A"),
            ("last_order_on", "empty", Value::Null, "东"),
            ("last_order_on", "not_empty", Value::Null, "金银百A"),
            ("cooperating_since", "between", json!(["2020-01-01", "2020-01-02"]), "金银"),
            ("cooperating_since", "before", json!("2020-01-01"), "百"),
            ("cooperating_since", "empty", Value::Null, "东A"),
            ("created_at", "on", day(0), "金银百东A"),
            ("created_at", "before", day(0), ""),
            ("created_at", "after", day(0), ""),
            ("created_at", "between", json!([day(1), day(0)]), "金银百东A"),
            ("created_at", "within", json!({"this": "day"}), "金银百东A"),
            ("created_at", "older_than", json!({"n": 0, "unit": "day"}), ""),
            ("created_at", "empty", Value::Null, ""),
            ("created_at", "not_empty", Value::Null, "金银百东A"),
        ],
    )
    .await;
}

#[tokio::test]
async fn groups_can_be_nested() {
    let five = five().await;
    let is = |field: &str, op: &str, value: Value| json!({"field": field, "op": op, "value": value});
    let hefei = is("region", "eq", json!("合肥"));
    let banquet = is("tags", "any_of", json!(["宴席"]));
    let regular = is("tags", "any_of", json!(["老客户"]));
    for (filter, want) in [
        (json!({"all": []}), "金银百东A"),
        (json!({"any": []}), "金银百东A"),
        (json!({"all": [hefei, regular]}), "金"),
        (json!({"any": [hefei, regular]}), "金银东"),
        (json!({"not": hefei}), "百东A"),
        (json!({"not": {"any": [hefei, regular]}}), "百A"),
        (json!({"not": {"not": hefei}}), "金银"),
        (json!({"all": [banquet, {"any": [is("net_sales", "gt", json!(40_000)), {"not": is("owner", "in", json!(["me"]))}]}]}), "金银"),
        (json!({"any": [{"all": [banquet, {"not": regular}]}, {"all": [{"not": banquet}, regular]}]}), "银东"),
        (json!({"not": is("number", "contains", json!("00"))}), "百A"),
    ] {
        assert_eq!(found(&five.admin, &filter).await, want.chars().collect::<BTreeSet<_>>(), "{filter}");
    }
}

#[tokio::test]
async fn a30_three_of_ten_accounts_are_bulk_buyers_with_a_tag_in_a_region() {
    let app = TestApp::new().await;
    let account = |n: usize, channel: &str, tag: &str, region: &str| NewAccount {
        name: format!("客户{n}"),
        channel_kind: Some(channel.into()),
        region: Some(region.into()),
        tags: vec![tag.into()],
        ..NewAccount::default()
    };
    let mut accounts: Vec<NewAccount> = (0..3).map(|n| account(n, "group_buy", "宴席", "合肥")).collect();
    accounts.extend([
        account(3, "dealer", "宴席", "合肥"),
        account(4, "group_buy", "年货", "合肥"),
        account(5, "group_buy", "宴席", "芜湖"),
    ]);
    accounts.extend((6..10).map(|n| account(n, "direct", "年货", "芜湖")));
    app.seed_accounts(accounts).await;
    let filter = json!({"all": [
        {"field": "channel_kind", "op": "in", "value": ["group_buy"]}, {"field": "tags", "op": "any_of", "value": ["宴席"]}, {"field": "region", "op": "eq", "value": "合肥"}]});
    let page = app.admin().post("/accounts/search", &json!({"filter": filter, "columns": "name"})).await.ok();
    assert_eq!((names(&page), &page["count"]), (vec!["客户0".into(), "客户1".into(), "客户2".into()], &json!({"value": 3, "exact": true})));
}

#[tokio::test]
async fn what_a_list_cannot_answer_is_refused_with_a_pointer() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let is = |field: &str, op: &str, value: Value| json!({"filter": {"field": field, "op": op, "value": value}});
    let deep = (0..6).fold(json!({"field": "name", "op": "eq", "value": "x"}), |inner, _| json!({"all": [inner]}));
    let wide: Vec<Value> = (0..61).map(|_| json!({"field": "name", "op": "eq", "value": "x"})).collect();
    for (question, pointer, code) in [
        (is("colour", "eq", json!("x")), "/filter", "unknown_field"),
        (is("name", "gt", json!("x")), "/filter", "unknown_operator"),
        (is("net_sales", "contains", json!("x")), "/filter", "unknown_operator"),
        (is("tags", "in", json!(["x"])), "/filter", "unknown_operator"),
        (is("high_tech", "empty", Value::Null), "/filter", "unknown_operator"),
        (is("name", "sounds_like", json!("x")), "/filter", "malformed"),
        (is("channel_kind", "in", json!(["pub"])), "/filter", "unknown_choice"),
        (is("channel_kind", "in", json!("dealer")), "/filter", "wrong_value"),
        (is("net_sales", "eq", json!("100")), "/filter", "wrong_value"),
        (is("net_sales", "eq", json!(1.5)), "/filter", "wrong_value"),
        (is("net_sales", "between", json!([1])), "/filter", "wrong_value"),
        (is("high_tech", "eq", json!("yes")), "/filter", "wrong_value"),
        (is("name", "eq", json!(1)), "/filter", "wrong_value"),
        (is("owner", "in", json!(["nobody"])), "/filter", "wrong_value"),
        (is("last_order_on", "on", json!("yesterday")), "/filter", "wrong_value"),
        (is("last_order_on", "on", json!("2026-02-30")), "/filter", "wrong_value"),
        (is("last_order_on", "within", json!({"last": 0, "unit": "day"})), "/filter", "wrong_value"),
        (is("last_order_on", "within", json!({"last": 3, "unit": "fortnight"})), "/filter", "wrong_value"),
        (is("last_order_on", "within", json!({"last": 2_000_000_000, "unit": "year"})), "/filter", "wrong_value"),
        (is("last_order_on", "older_than", json!({"n": -1, "unit": "day"})), "/filter", "wrong_value"),
        (is("days_silent", "gt", json!(9_000_000_000_000_i64)), "/filter", "wrong_value"),
        (json!({"filter": deep}), "/filter/0/0/0/0/0/0", "too_deep"),
        (json!({"filter": {"all": wide}}), "/filter", "too_many"),
        (json!({"filter": {"all": {}}}), "/filter", "malformed"),
        (json!({"filter": {"all": [7]}}), "/filter/0", "malformed"),
        (json!({"filter": [1]}), "/filter", "malformed"),
        (json!({"filter": "not json"}), "/filter", "malformed"),
        (json!({"sort": "colour"}), "/sort", "unknown_field"),
        (json!({"sort": "tags"}), "/sort", "not_sortable"),
        (json!({"sort": "name,net_sales,order_count,created_at,first_order_on"}), "/sort", "too_many"),
        (json!({"columns": "name,colour"}), "/columns", "unknown_field"),
        (json!({"sums": "name"}), "/sums", "not_possible"),
        (json!({"sums": "colour"}), "/sums", "unknown_field"),
        (json!({"limit": 0}), "/limit", "out_of_range"),
        (json!({"limit": 201}), "/limit", "out_of_range"),
        (json!({"cursor": "abc"}), "/cursor", "stale_cursor"),
        (json!({"coulmns": "name"}), "/coulmns", "unknown_field"),
    ] {
        let answer = admin.post("/accounts/search", &question).await;
        assert_eq!(answer.status, 422, "{question}: {}", answer.text());
        let (wrong, _) = (answer.wrong_fields(), answer.problem());
        assert_eq!(wrong, [(pointer.to_owned(), code.to_owned())], "{question}");
    }
}

#[tokio::test]
async fn a_filter_in_the_address_is_the_filter_in_the_body() {
    let five = five().await;
    let filter = json!({"field": "tags", "op": "any_of", "value": ["宴席"]});
    let by_get = five.admin.get(&format!("/accounts?filter={}&sort=-name&columns=name,tags", escaped(&filter.to_string()))).await.ok();
    let by_post = five.admin.post("/accounts/search", &json!({"filter": filter, "sort": "-name", "columns": "name,tags"})).await.ok();
    assert_eq!(by_get, by_post);
    assert_eq!(names(&by_get), ["银河酒楼", "金源烟酒店"]);
    assert_eq!(by_get["items"][1]["tags"], json!(["宴席", "老客户"]));
}

#[tokio::test]
async fn a_row_has_the_columns_asked_for_and_no_others() {
    let five = five().await;
    let page = five
        .admin
        .post("/accounts/search", &json!({"q": "金源", "columns": "owner,net_sales,days_silent,last_contact_on,tags,high_tech"}))
        .await
        .ok();
    let row = page["items"][0].as_object().unwrap();
    let keys: Vec<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(
        keys.iter().copied().collect::<BTreeSet<_>>(),
        BTreeSet::from(["id", "version", "owner", "net_sales", "days_silent", "last_contact_on", "tags", "high_tech"])
    );
    assert_eq!(row["owner"]["name"], "王老板");
    assert_eq!(row["net_sales"], json!({"minor": 50_000, "currency": "CNY"}));
    assert_eq!((&row["days_silent"], &row["last_contact_on"], &row["high_tech"]), (&json!(0), &Value::Null, &json!(true)));
}

#[tokio::test]
async fn sums_and_counts_are_over_the_whole_filter() {
    let five = five().await;
    let question =
        json!({"filter": {"field": "net_sales", "op": "gt", "value": 0}, "limit": 1, "sums": "net_sales,order_count", "count": "exact"});
    let page = five.admin.post("/accounts/search", &question).await.ok();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(page["count"], json!({"value": 3, "exact": true}));
    assert_eq!(page["sums"], json!({"net_sales": {"minor": 90_000, "currency": "CNY"}, "order_count": 10}));
    let nothing = five
        .admin
        .post("/accounts/search", &json!({"filter": {"field": "name", "op": "eq", "value": "x"}, "sums": "net_sales"}))
        .await
        .ok();
    assert_eq!(nothing["sums"]["net_sales"]["minor"], 0);
    // The pages after the first count only when they are asked to.
    let next = five.admin.post("/accounts/search", &json!({"limit": 1})).await.ok()["next_cursor"].clone();
    assert_eq!(five.admin.post("/accounts/search", &json!({"limit": 1, "cursor": next})).await.ok()["count"], Value::Null);
    assert_eq!(five.admin.post("/accounts/search", &json!({"limit": 1, "cursor": next, "count": "exact"})).await.ok()["count"]["value"], 5);
    assert_eq!(five.admin.post("/accounts/search", &json!({"count": "none"})).await.ok()["count"], Value::Null);
}

#[tokio::test]
async fn a_capped_count_stops_at_a_thousand() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    app.accounts_of(rep_id, 1000).await;
    let counted = |how: &'static str| {
        let rep = rep.clone();
        async move { rep.post("/accounts/search", &json!({"limit": 1, "count": how})).await.ok()["count"].clone() }
    };
    assert_eq!(counted("capped").await, json!({"value": 1000, "exact": true}));
    app.accounts_of(rep_id, 2).await;
    assert_eq!(counted("capped").await, json!({"value": 1000, "exact": false}));
    assert_eq!(counted("exact").await, json!({"value": 1002, "exact": true}));
}

#[tokio::test]
async fn words_find_accounts_by_characters_pinyin_initials_and_digits() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = json!({"name": "金源烟酒店", "number": "HF-0077", "phone": "138 0013 8765", "region": "安徽省合肥市", "tags": ["宴席"]});
    let made = admin.post("/accounts", &account).await.ok();
    admin.post("/accounts", &json!({"name": "银河酒楼"})).await.done();
    for q in ["金源", "烟酒", "金源烟酒店", "jinyuan", "JINYUAN", "jyyjd", "8765", "13800138765", "合肥", "宴席", "HF-0077", " 金源 "]
    {
        let page = admin.get(&format!("/accounts?q={}", escaped(q))).await.ok();
        assert_eq!(names(&page), ["金源烟酒店"], "{q}");
        assert_eq!(page["count"]["value"], 1, "{q}");
    }
    for q in ["铜陵", "zzzz", "9999", "''", "\" OR 1"] {
        assert_eq!(names(&admin.get(&format!("/accounts?q={}", escaped(q))).await.ok()), Vec::<String>::new(), "{q}");
    }
    // A changed name is found, the old one is not.
    admin.patch(&crate::testing::path(&made, "/accounts"), 1, &json!({"name": "铜陵老酒坊"})).await.done();
    assert_eq!(names(&admin.get("/accounts?q=tlljf").await.ok()), ["铜陵老酒坊"]);
    assert_eq!(names(&admin.get("/accounts?q=jinyuan").await.ok()), Vec::<String>::new());
}
