//! Paging by cursor: over all pages every row comes once, for every field a list can be sorted by, with values missing and values equal.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};
use guanxi_kernel::{clock::NEVER, event::Event};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    customers::{
        api::NewAccount,
        commands::{Trade, note_contact, note_next_step, note_trade},
    },
    testing::{Done, TestApp, all_pages, id, names},
};

const ROWS: usize = 61;

/// Accounts with few distinct values and many missing ones.
async fn varied(app: &TestApp) {
    let surnames = ["金", "银", "金源", "Alpha", "百川", "重庆", "长安", "乐", "A"];
    let accounts =
        (0..ROWS).map(|n| NewAccount { name: format!("{}{}", surnames[n % surnames.len()], n % 4), ..NewAccount::default() }).collect();
    let ids = app.seed_accounts(accounts).await;
    let today = app.today();
    let day = |n: usize, of: usize| if n.is_multiple_of(of) { NEVER } else { today - Duration::days(i64::try_from(n % 7).unwrap()) };
    let number = |n: usize| i64::try_from(n % 5).unwrap() * 100 - 100;
    let trades: Vec<Trade> = ids
        .iter()
        .enumerate()
        .map(|(n, account)| Trade {
            account: *account,
            net_sales_minor: number(n),
            net_sales_12m_minor: number(n + 3),
            order_count: number(n).max(0),
            first_order_on: day(n, 3),
            last_order_on: day(n, 4),
        })
        .collect();
    let dated = |of: usize| -> Vec<(Uuid, NaiveDate)> { ids.iter().enumerate().map(|(n, id)| (*id, day(n + 1, of))).collect() };
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    note_trade(&tx, &trades).await.unwrap();
    note_contact(&tx, &dated(2)).await.unwrap();
    note_next_step(&tx, &dated(5)).await.unwrap();
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
}

async fn sortable(app: &TestApp, list: &str) -> Vec<Value> {
    let description = app.admin().get(&format!("/lists/{list}")).await.ok();
    description["fields"].as_array().unwrap().iter().filter(|field| field["sortable"] == true).cloned().collect()
}

/// Where the word of a choice stands among all, the one for nothing last.
fn rank(choices: &Value, value: &Value) -> (i64, String) {
    let mut words: Vec<&Value> = choices.as_array().unwrap().iter().collect();
    words.sort_by_key(|word| *word == "none");
    let place = words.iter().position(|word| *word == value).map(|place| i64::try_from(place).unwrap());
    (place.unwrap_or(i64::MIN), String::new())
}

/// A value that can be compared: missing lowest, amounts by their minor units.
fn key(value: &Value) -> (i64, String) {
    match value {
        Value::Null => (i64::MIN, String::new()),
        Value::Bool(flag) => (i64::from(*flag), String::new()),
        Value::Number(number) => (number.as_i64().unwrap(), String::new()),
        Value::Object(money) => (money["minor"].as_i64().unwrap(), String::new()),
        other => (0, other.as_str().unwrap().to_owned()),
    }
}

#[tokio::test]
async fn every_row_comes_once_whatever_the_list_is_sorted_by() {
    let app = TestApp::new().await;
    varied(&app).await;
    let admin = app.admin();
    let fields = sortable(&app, "accounts").await;
    assert!(fields.len() >= 11, "{fields:?}");
    for description in &fields {
        let (field, kind) = (description["key"].as_str().unwrap(), &description["kind"]);
        for direction in ["", "-"] {
            let sort = format!("{direction}{field}");
            let rows = all_pages(&admin, "/accounts", &json!({"sort": sort, "columns": field, "limit": 7})).await;
            let distinct: BTreeSet<&str> = rows.iter().map(id).collect();
            assert_eq!((rows.len(), distinct.len()), (ROWS, ROWS), "{sort}");
            // All pages together are what one page says.
            let whole = admin.post("/accounts/search", &json!({"sort": sort, "columns": field, "limit": 200})).await.ok();
            assert_eq!(json!(rows), whole["items"], "{sort}");
            if kind != "text" && kind != "days" {
                let of = |value: &Value| if kind == "choice" { rank(&description["choices"], value) } else { key(value) };
                let keys: Vec<(i64, String)> = rows.iter().map(|row| of(&row[field])).collect();
                let ordered = keys.windows(2).all(|pair| if direction.is_empty() { pair[0] <= pair[1] } else { pair[0] >= pair[1] });
                assert!(ordered, "{sort}: {keys:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_never_happened_stands_last_however_days_are_sorted() {
    let app = TestApp::new().await;
    varied(&app).await;
    for (sort, ascending) in [("days_silent", true), ("-days_silent", false), ("days_since_contact", true), ("-days_since_contact", false)]
    {
        let field = sort.trim_start_matches('-');
        let rows = all_pages(&app.admin(), "/accounts", &json!({"sort": sort, "columns": field, "limit": 50})).await;
        let keys: Vec<i64> = rows.iter().map(|row| row[field].as_i64().unwrap_or(if ascending { i64::MAX } else { i64::MIN })).collect();
        assert!(keys.iter().any(|key| *key == i64::MAX || *key == i64::MIN), "{sort}");
        assert!(keys.windows(2).all(|pair| if ascending { pair[0] <= pair[1] } else { pair[0] >= pair[1] }), "{sort}: {keys:?}");
    }
}

#[tokio::test]
async fn several_fields_break_ties_in_their_order() {
    let app = TestApp::new().await;
    varied(&app).await;
    for sort in [
        "net_sales,-last_order_on,name",
        "-order_count,first_order_on",
        "-last_contact_on,-next_step_on,net_sales,-name",
        "first_order_on,-created_at",
    ] {
        let columns = sort.replace('-', "");
        let rows = all_pages(&app.admin(), "/accounts", &json!({"sort": sort, "columns": columns, "limit": 4})).await;
        assert_eq!(rows.iter().map(id).collect::<BTreeSet<_>>().len(), ROWS, "{sort}");
        assert_eq!(rows.len(), ROWS, "{sort}");
        // Names sort by pinyin, which is not on the wire; the fields before them can be compared.
        let fields: Vec<(&str, bool)> = sort
            .split(',')
            .map(|part| part.strip_prefix('-').map_or((part, false), |field| (field, true)))
            .take_while(|(field, _)| *field != "name")
            .collect();
        for pair in rows.windows(2) {
            let order = fields
                .iter()
                .map(|(field, descending)| {
                    let order = key(&pair[0][field]).cmp(&key(&pair[1][field]));
                    if *descending { order.reverse() } else { order }
                })
                .find(|order| order.is_ne());
            assert_ne!(order, Some(std::cmp::Ordering::Greater), "{sort}: {pair:?}");
        }
    }
}

#[tokio::test]
async fn names_sort_by_pinyin() {
    let app = TestApp::new().await;
    let accounts = ["重庆酒楼", "安源商行", "Beta", "金源烟酒店", "长安酒行", "北辰"]
        .map(|name| NewAccount { name: name.into(), ..NewAccount::default() });
    app.seed_accounts(accounts.to_vec()).await;
    let admin = app.admin();
    assert_eq!(names(&admin.get("/accounts?sort=name").await.ok()), ["Beta", "安源商行", "北辰", "长安酒行", "重庆酒楼", "金源烟酒店"]);
    assert_eq!(names(&admin.get("/accounts?sort=-name").await.ok()), ["金源烟酒店", "重庆酒楼", "长安酒行", "北辰", "安源商行", "Beta"]);
}

#[tokio::test]
async fn a_row_that_is_added_or_removed_does_not_disturb_the_pages() {
    let app = TestApp::new().await;
    varied(&app).await;
    let admin = app.admin();
    let first = admin.post("/accounts/search", &json!({"sort": "name", "limit": 20})).await.ok();
    let last = &first["items"][19];
    admin.delete(&crate::testing::path(last, "/accounts"), 1).await.done();
    app.account("Aaa").await;
    let mut question = json!({"sort": "name", "limit": 200, "cursor": first["next_cursor"]});
    let rest = admin.post("/accounts/search", &question).await.ok();
    let seen: BTreeSet<&str> = first["items"].as_array().unwrap().iter().chain(rest["items"].as_array().unwrap()).map(id).collect();
    assert_eq!(seen.len(), ROWS);
    question["limit"] = json!(3);
    assert_eq!(
        admin.post("/accounts/search", &question).await.ok()["items"].as_array().unwrap()[..],
        rest["items"].as_array().unwrap()[..3]
    );
}

#[tokio::test]
async fn a_cursor_belongs_to_its_question() {
    let app = TestApp::new().await;
    varied(&app).await;
    let admin = app.admin();
    let filter = json!({"field": "net_sales", "op": "gte", "value": 0});
    let cursor = admin.post("/accounts/search", &json!({"sort": "name", "limit": 5, "filter": filter})).await.ok()["next_cursor"].clone();
    for question in [
        json!({"sort": "-name", "filter": filter}),
        json!({"sort": "name,net_sales", "filter": filter}),
        json!({"sort": "name"}),
        json!({"sort": "name", "filter": {"field": "net_sales", "op": "gte", "value": 1}}),
        json!({"sort": "name", "filter": filter, "q": "jin"}),
    ] {
        let mut question = question;
        question["cursor"] = cursor.clone();
        let answer = admin.post("/accounts/search", &question).await;
        assert_eq!(answer.problem(), (422, "stale_cursor".to_owned()), "{question}");
        assert_eq!(answer.wrong_fields(), [("/cursor".to_owned(), "stale_cursor".to_owned())]);
    }
    // Other columns or another page size are the same question.
    admin
        .post("/accounts/search", &json!({"sort": "name", "limit": 9, "columns": "name", "filter": filter, "cursor": cursor}))
        .await
        .done();
    // A cursor of another list is refused too.
    let of_contacts = admin.post("/contacts/search", &json!({"sort": "name", "cursor": cursor})).await;
    assert_eq!(of_contacts.problem(), (422, "stale_cursor".to_owned()));
}

/// More rows pass such a filter than an index on it is good for; then the index of the sort is used, on SQLite.
#[tokio::test]
async fn a_filter_that_lets_most_through_finds_the_same() {
    const MANY: usize = 5200;
    let app = TestApp::new().await;
    let (_, owner) = app.rep().await;
    let ids = app.accounts_of(owner, MANY).await;
    let contacts: Vec<(Uuid, NaiveDate)> = ids.iter().map(|id| (*id, app.today() - Duration::days(20))).collect();
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    note_contact(&tx, &contacts[100..]).await.unwrap();
    let done = tx.record(Event::new("accounts.seeded", "account", app.workspace), ());
    tx.commit(done).await.unwrap();
    let ten_days = json!({"field": "days_since_contact", "op": "gte", "value": 10});
    for (filter, first, all) in [
        (ten_days.clone(), "烟酒店0100", MANY - 100),
        (json!({"not": ten_days}), "烟酒店0000", 100),
        (json!({"any": [ten_days, {"field": "net_sales", "op": "gt", "value": 5}]}), "烟酒店0100", MANY - 100),
    ] {
        for sort in ["name", "-days_since_contact,name"] {
            let asked = json!({"filter": filter, "sort": sort, "count": "exact", "limit": 1});
            let page = app.admin().post("/accounts/search", &asked).await.ok();
            assert_eq!((names(&page), &page["count"]["value"]), (vec![first.to_owned()], &json!(all)), "{asked}");
        }
    }
}

#[tokio::test]
async fn a_cursor_made_by_hand_is_refused_where_no_column_could_hold_its_value() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for name in ["甲", "乙"] {
        app.account(name).await;
    }
    for (sort, values) in [
        ("name", [json!("a\u{0}b"), json!("\u{0}"), json!(7)]),
        ("last_order_on", [json!("0000-01-01"), json!("+10000-01-01"), json!("-0044-03-15")]),
        ("-days_silent", [json!("9999-12-31"), json!("+262142-12-31"), json!("yesterday")]),
        ("created_at", [json!("+10000-01-01T00:00:00Z"), json!("-0001-01-01T00:00:00Z"), json!("+262142-12-31T23:59:59Z")]),
    ] {
        let question = |cursor: &str| json!({"sort": sort, "limit": 1, "cursor": cursor});
        let first = admin.post("/accounts/search", &json!({"sort": sort, "limit": 1})).await.ok();
        let cursor = first["next_cursor"].as_str().unwrap();
        admin.post("/accounts/search", &question(cursor)).await.done();
        for value in values {
            let crafted = guanxi_kernel::list::cursor_at(cursor, std::slice::from_ref(&value), Uuid::now_v7()).unwrap();
            let answer = admin.post("/accounts/search", &question(&crafted)).await;
            assert_eq!(answer.problem().0, 422, "{sort} {value}");
            assert_eq!(answer.wrong_fields(), [("/cursor".to_owned(), "stale_cursor".to_owned())], "{sort} {value}");
        }
    }
}
