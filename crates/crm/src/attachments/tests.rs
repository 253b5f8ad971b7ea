//! Attachments through HTTP, with the store in a folder or, where one is named, in a bucket.

mod pictures;
mod rights;
mod uploads;

use guanxi_kernel::{
    files::keys,
    testkit::{Answer, Client},
};
use serde_json::Value;
use uuid::Uuid;

use super::rules;
use crate::testing::{Done, TestApp};

/// What begins like a PDF is one.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\n";

/// Puts a file on a record.
async fn attach(client: &Client, about: (&str, &str), name: &str, bytes: &[u8]) -> Answer {
    let (kind, id) = about;
    client.upload(&format!("/attachments?about_kind={kind}&about_id={id}"), &[], name, bytes).await
}

/// The files of a record.
async fn files_of(client: &Client, (kind, id): (&str, &str)) -> Value {
    client.get(&format!("/attachments?about_kind={kind}&about_id={id}")).await.ok()
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().expect("a page has items").iter().map(|file| file["name"].as_str().unwrap_or_default()).collect()
}

/// An account of its own for a salesperson. Returns the client, the user and the account.
async fn rep_with_account(app: &TestApp) -> (Client, Uuid, String) {
    let (rep, user) = app.rep().await;
    let account = app.account_of(Some(user)).await.to_string();
    (rep, user, account)
}

/// What lies in the store for the workspace of the tests.
async fn stored(app: &TestApp) -> Vec<String> {
    keys(app.app.files().list(&rules::under(app.workspace))).await.expect("the store can be read")
}

async fn set(app: &TestApp, key: &str, value: i64) {
    app.admin().put(&format!("/parameters/{key}"), &serde_json::json!({"value": value})).await.done();
}
