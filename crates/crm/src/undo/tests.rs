//! Imports that are taken back.

mod back;
mod left;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{TestApp, path};

/// Takes a file in.
async fn import(app: &TestApp, client: &Client, kind: &str, rows: &[String], plan: Value) -> Value {
    let file = client.upload("/imports", &[("kind", kind)], &format!("{kind}.csv"), rows.join("\n").as_bytes()).await.ok();
    let started = client.post(&format!("{}/start", path(&file, "/imports")), &plan).await;
    assert_eq!(started.status, 202, "{}", started.text());
    let job = app.job(client, &started.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    client.get(&path(&file, "/imports")).await.ok()
}

fn rows(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

fn undo_of(import: &Value) -> String {
    format!("{}/undo", path(import, "/imports"))
}

/// Undoes an import, or tries to; what became of it.
async fn undo(app: &TestApp, client: &Client, import: &Value, dry_run: bool) -> Value {
    let started = client.post(&undo_of(import), &json!({"dry_run": dry_run})).await;
    assert_eq!(started.status, 202, "{}", started.text());
    let job = app.job(client, &started.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    client.get(&undo_of(import)).await.ok()["last"].clone()
}

/// So many records went, are what they were, were left.
fn counts(run: &Value) -> (i64, i64, i64) {
    let count = |field: &str| run[field].as_i64().unwrap();
    (count("removed_rows"), count("restored_rows"), count("left_rows"))
}

/// The code of the problem that another undo is answered with.
async fn refused(client: &Client, import: &Value) -> (u16, Value) {
    let answer = client.post(&undo_of(import), &json!({})).await;
    (answer.status.as_u16(), answer.json()["code"].clone())
}
