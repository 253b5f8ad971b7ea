//! Value through HTTP, against the real database.

mod accounts;
mod bounds;
mod delivered;
mod fields;
mod golden;
mod objectives;
mod opened;
mod portfolio;
mod runs;
mod types;

use std::path::Path;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id};

const YUAN: i64 = 100;

/// An order of an account, some days ago, in yuan.
async fn order(app: &TestApp, client: &Client, account: &Value, days_ago: i64, yuan: i64, cost: Option<i64>) {
    let order = json!({"account_id": id(account), "ordered_on": app.days_ago(days_ago), "net_minor": yuan * YUAN, "cost_minor": cost.map(|cost| cost * YUAN)});
    client.post("/orders", &order).await.done();
}

/// Reckons everybody now.
async fn reckon(app: &TestApp) {
    let queued = app.admin().post("/value/runs", &Value::Null).await;
    assert_eq!(queued.status, 202, "{}", queued.text());
    app.run_jobs().await;
}

/// What an account is worth.
async fn value(client: &Client, account: &Value) -> Value {
    client.get(&format!("/accounts/{}/value", id(account))).await.ok()
}

#[test]
fn each_line_of_the_acceptance_list_names_tests_that_are_there() {
    let page = include_str!("../../../../docs/domain/value.md");
    let (_, list) = page.split_once("## Acceptance").expect("there is a list");
    let (list, _) = list.split_once("## ").expect("something follows");
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/value"));
    for line in list.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
        let named: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test is named: {line}");
        for name in named {
            assert!(sources.contains(&format!("fn {name}(")), "there is no test {name}");
        }
    }
}

/// All sources in a folder, one after the other.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        text += &if path.is_dir() { sources(&path) } else { std::fs::read_to_string(&path).expect("it is text") };
    }
    text
}
