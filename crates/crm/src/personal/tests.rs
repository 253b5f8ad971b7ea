//! Personal through HTTP.

mod erasing;
mod expiring;
mod facts;
mod preferences;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, path};

/// A contact of this owner, as its path.
async fn contact(app: &TestApp, owner: Uuid) -> String {
    let contact = json!({"name": "王芳芳", "mobile": "13912345678", "owner_id": owner});
    path(&app.admin().post("/contacts?duplicates=allow", &contact).await.ok(), "/contacts")
}

/// The path of a part of a contact.
fn part(contact: &str, name: &str) -> String {
    format!("{contact}/{name}")
}

/// Writes down that somebody has agreed to something. Returns the consent.
async fn agree(client: &Client, contact: &str, purpose: &str) -> Value {
    client.post(&part(contact, "consents"), &json!({"purpose": purpose, "evidence": "签字的同意书，存档 B-12"})).await.ok()
}

/// Notes an illness, with the consent that it needs. Returns the fact.
async fn illness(client: &Client, contact: &str) -> Value {
    agree(client, contact, "health").await;
    client.post(&part(contact, "facts"), &json!({"kind": "illness", "value": "diabetes"})).await.ok()
}

/// What is known of a contact.
async fn known(client: &Client, contact: &str) -> Value {
    client.get(&part(contact, "personal")).await.ok()
}

/// Sets a parameter.
async fn set(app: &TestApp, key: &str, value: i64) {
    app.admin().put(&format!("/parameters/{key}"), &json!({"value": value})).await.done();
}
