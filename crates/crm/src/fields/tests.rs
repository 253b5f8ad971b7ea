//! Fields that a workspace adds: defined, filled in, found by, taken away.

mod definitions;
mod derived;
mod files;
mod indexes;
mod values;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

/// Adds a field to the accounts.
async fn add(client: &Client, label: &str, kind: Value, more: Value) -> Value {
    let mut field = json!({"list": "accounts", "label": label, "kind": kind});
    field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = client.post("/custom-fields", &field).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// An account with these values.
async fn account(client: &Client, name: &str, custom: Value) -> Value {
    let answer = client.post("/accounts?duplicates=allow", &json!({"name": name, "custom": custom})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The names of the accounts that a filter and a sort bring.
async fn found(client: &Client, question: Value) -> Vec<String> {
    crate::testing::names(&client.post("/accounts/search", &question).await.ok())
}
