//! Value through HTTP, against the real database.

mod accounts;
mod delivered;
mod golden;
mod objectives;
mod portfolio;
mod runs;
mod types;

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
