//! Days in filters: relative dates, and where a day ends.

use std::collections::BTreeSet;

use chrono::{Datelike, Duration, NaiveDate};
use guanxi_kernel::event::Event;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{check, found};
use crate::{
    customers::{
        api::NewAccount,
        commands::{Trade, note_next_step, note_trade},
    },
    testing::{TestApp, names},
};

/// Whether a day is in a span.
type Fits = Box<dyn Fn(NaiveDate) -> bool>;

/// Accounts whose next step is on each of these days, named after the day.
async fn with_days(app: &TestApp, days: &[NaiveDate]) {
    let accounts = days.iter().map(|day| NewAccount { name: day.to_string(), ..NewAccount::default() }).collect();
    let ids = app.seed_accounts(accounts).await;
    let steps: Vec<(Uuid, NaiveDate)> = ids.into_iter().zip(days.iter().copied()).collect();
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    note_next_step(&tx, &steps).await.unwrap();
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
}

#[tokio::test]
async fn relative_dates_mean_whole_calendar_units() {
    let app = TestApp::new().await;
    let today = app.today();
    let offsets = (-35..=35).chain([
        -800, -400, -367, -366, -365, -364, -275, -200, -184, -183, -120, -93, -92, -91, -90, -89, -62, -61, -60, -59, 89, 90, 91, 92, 364,
        365, 366,
    ]);
    let days: Vec<NaiveDate> = offsets.map(|days| today + Duration::days(days)).collect();
    with_days(&app, &days).await;
    app.seed_accounts(vec![NewAccount { name: "无".into(), ..NewAccount::default() }]).await;
    let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    let quarter = |day: NaiveDate| day.year() * 4 + i32::try_from(day.month0() / 3).unwrap();
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap();
    let within = move |from: i64, to: i64| move |day: NaiveDate| (from..=to).contains(&(day - today).num_days());
    let months_back = move |n: u32| (today + Duration::days(1)).checked_sub_months(chrono::Months::new(n)).unwrap();
    let cases: Vec<(&str, Value, Fits)> = vec![
        ("within", json!({"last": 1, "unit": "day"}), Box::new(within(0, 0))),
        ("within", json!({"last": 30, "unit": "day"}), Box::new(within(-29, 0))),
        ("within", json!({"last": 2, "unit": "week"}), Box::new(within(-13, 0))),
        ("within", json!({"next": 1, "unit": "day"}), Box::new(within(0, 0))),
        ("within", json!({"next": 7, "unit": "day"}), Box::new(within(0, 6))),
        ("within", json!({"this": "day"}), Box::new(within(0, 0))),
        ("within", json!({"previous": "day"}), Box::new(within(-1, -1))),
        ("within", json!({"this": "week"}), Box::new(move |day| day >= monday && day < monday + Duration::days(7))),
        ("within", json!({"previous": "week"}), Box::new(move |day| day < monday && day >= monday - Duration::days(7))),
        ("within", json!({"this": "month"}), Box::new(move |day| month(day) == month(today))),
        ("within", json!({"previous": "month"}), Box::new(move |day| month(day) == month(today) - 1)),
        ("within", json!({"this": "quarter"}), Box::new(move |day| quarter(day) == quarter(today))),
        ("within", json!({"previous": "quarter"}), Box::new(move |day| quarter(day) == quarter(today) - 1)),
        ("within", json!({"this": "year"}), Box::new(move |day| day.year() == today.year())),
        ("within", json!({"previous": "year"}), Box::new(move |day| day.year() == today.year() - 1)),
        ("within", json!({"last": 1, "unit": "month"}), Box::new(move |day| day >= months_back(1) && day <= today)),
        ("within", json!({"last": 1, "unit": "quarter"}), Box::new(move |day| day >= months_back(3) && day <= today)),
        ("within", json!({"last": 1, "unit": "year"}), Box::new(move |day| day >= months_back(12) && day <= today)),
        ("older_than", json!({"n": 30, "unit": "day"}), Box::new(within(-100_000, -31))),
        ("older_than", json!({"n": 0, "unit": "day"}), Box::new(within(-100_000, -1))),
        ("on", json!(today), Box::new(within(0, 0))),
        ("before", json!(today), Box::new(within(-100_000, -1))),
        ("after", json!(today), Box::new(within(1, 100_000))),
    ];
    for (op, value, fits) in cases {
        let question = json!({"filter": {"field": "next_step_on", "op": op, "value": value}, "columns": "name", "limit": 200});
        let found: BTreeSet<String> = names(&app.admin().post("/accounts/search", &question).await.ok()).into_iter().collect();
        let want: BTreeSet<String> = days.iter().filter(|day| fits(**day)).map(ToString::to_string).collect();
        assert_eq!(found, want, "{op} {value} on {today}");
    }
}

#[tokio::test]
async fn the_day_ends_at_midnight_of_the_workspace() {
    let app = TestApp::new().await;
    app.travel_to_before_midnight(30);
    let before = app.today();
    app.account("前").await;
    app.travel(Duration::seconds(60));
    let after = app.today();
    assert_eq!(after, before + Duration::days(1));
    app.account("后").await;
    let admin = app.admin();
    for (op, value, want) in [
        ("on", json!(before), "前"),
        ("on", json!(after), "后"),
        ("before", json!(after), "前"),
        ("after", json!(before), "后"),
        ("between", json!([before, before]), "前"),
        ("within", json!({"this": "day"}), "后"),
        ("within", json!({"previous": "day"}), "前"),
        ("within", json!({"last": 1, "unit": "day"}), "后"),
        ("within", json!({"last": 2, "unit": "day"}), "前后"),
        ("older_than", json!({"n": 0, "unit": "day"}), "前"),
    ] {
        let filter = json!({"field": "created_at", "op": op, "value": value});
        assert_eq!(found(&admin, &filter).await, want.chars().collect::<BTreeSet<_>>(), "{filter}");
    }
}

#[tokio::test]
async fn a14_at_least_and_between_include_their_ends() {
    let app = TestApp::new().await;
    let ids = app.seed_accounts(["少", "正", "多"].map(|name| NewAccount { name: name.into(), ..NewAccount::default() }).into()).await;
    let today = app.today();
    let trades: Vec<Trade> = (19..)
        .zip(&ids)
        .map(|(count, account)| {
            let day = today - Duration::days(count);
            Trade {
                account: *account,
                net_sales_minor: count * 100,
                net_sales_12m_minor: count * 100,
                order_count: count,
                first_order_on: day,
                last_order_on: day,
            }
        })
        .collect();
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    note_trade(&tx, &trades).await.unwrap();
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
    let day = |days: i64| json!(app.days_ago(days));
    check(
        &app.admin(),
        &[
            ("order_count", "gte", json!(20), "正多"),
            ("order_count", "gt", json!(20), "多"),
            ("order_count", "lte", json!(20), "少正"),
            ("order_count", "lt", json!(20), "少"),
            ("order_count", "between", json!([20, 21]), "正多"),
            ("order_count", "between", json!([19, 20]), "少正"),
            ("order_count", "between", json!([20, 20]), "正"),
            ("net_sales", "gte", json!(2000), "正多"),
            ("net_sales", "between", json!([1900, 2000]), "少正"),
            ("days_silent", "gte", json!(20), "正多"),
            ("days_silent", "between", json!([20, 20]), "正"),
            ("last_order_on", "between", json!([day(21), day(20)]), "正多"),
            ("last_order_on", "between", json!([day(20), day(20)]), "正"),
        ],
    )
    .await;
}
