//! Three walks over every operation of the OpenAPI document: with no credentials, with a user who has no rights, and
//! with another workspace's administrator. What a walk may not get is refused; the exceptions are written down here.

use std::collections::BTreeSet;

use axum::http::Method;
use guanxi_kernel::{http::document, testkit::Client};
use serde_json::{Value, json};

use super::records::{CALLED, Records, SECRET, scores};
use crate::{
    SLICES,
    testing::{Done, PASSWORD, TestApp, escaped},
};

/// An operation with its path filled in.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    pub(super) path: String,
    takes_id: bool,
    is_open: bool,
}

/// Every operation; `fill` is asked for each parameter of a path, by the part in front of it and its own name.
pub(super) fn operations(fill: &dyn Fn(&str, &str) -> String) -> Vec<Operation> {
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in item.as_object().expect("a path has operations") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let path = template.trim_start_matches("/api/v1");
            let mut filled: Vec<String> = Vec::new();
            for part in path.split('/') {
                let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
                filled.push(name.map_or_else(|| part.to_owned(), |name| fill(filled.last().map_or("", String::as_str), name)));
            }
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
                method,
                path: filled.join("/"),
                takes_id: path.contains("{id}"),
                is_open: operation["security"] == json!([{}]) || operation["security"] == json!([]),
            });
        }
    }
    operations
}

async fn call(client: &Client, operation: &Operation, body: &Value) -> (u16, String) {
    let client = client.clone().with_header("if-match", "\"1\"");
    let has_body = !matches!(operation.method, Method::GET | Method::DELETE);
    let answer = client.send(operation.method.clone(), &operation.path, has_body.then_some(body)).await;
    (answer.status.as_u16(), answer.text())
}

#[tokio::test]
async fn nothing_is_answered_to_nobody() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let mut open = BTreeSet::new();
    for operation in operations(&|_, _| uuid::Uuid::now_v7().to_string()) {
        if operation.is_open {
            open.insert(operation.id.clone());
            continue;
        }
        let (status, text) = call(&nobody, &operation, &json!({})).await;
        assert_eq!(status, 401, "{} {} answered {text}", operation.method, operation.path);
    }
    let open: Vec<String> = open.into_iter().collect();
    let doors = [
        "accept_invitation",
        "arrive",
        "ask_passkey",
        "depart",
        "invited",
        "offered_providers",
        "passkey_place",
        "password_reset",
        "set_up",
        "setup_state",
        "sign_in",
        "sign_in_by_passkey",
        "take_second_step",
        "use_password_reset",
    ];
    assert_eq!(open, doors);
}

/// What anybody who is signed in may ask: about themselves (the list of users holds only them), and what has no content.
const FOR_EVERYBODY: &[&str] = &[
    "change_me",
    "change_password",
    "choose_notifications",
    "demo_state",
    "jobs",
    "listen",
    "lists",
    "me",
    "notification_preferences",
    "notifications",
    "objects",
    "own_second_step",
    "parameters",
    "read_notifications",
    "search",
    "sessions",
    "search_users",
    "sign_out",
    "start_authenticator",
    "tokens",
    "users",
    "views",
    "workspace",
];

/// What a path of another's records is filled with.
pub(super) fn filled(records: &Records, kind: &str, name: &str) -> String {
    match name {
        "id" => records.id(kind).to_owned(),
        "key" => "staff.invitation_days".to_owned(),
        "list" => "accounts".to_owned(),
        _ => CALLED.to_owned(),
    }
}

#[tokio::test]
async fn a_user_without_rights_gets_nothing_of_the_business() {
    let app = TestApp::new().await;
    let records = Records::make(&app, &app.admin()).await;
    let (client, _) = app.person_without_rights().await;
    let before = records.as_they_are(&app.admin()).await;
    for operation in operations(&|kind, name| filled(&records, kind, name)) {
        if operation.is_open || FOR_EVERYBODY.contains(&operation.id.as_str()) {
            continue;
        }
        let (status, text) = call(&client, &operation, &json!({})).await;
        assert!(status >= 400 || is_empty(&text), "{} {} answered {status} {text}", operation.method, operation.path);
        assert!(!records.are_in(&text), "{} {} leaks: {text}", operation.method, operation.path);
        assert_ne!(status, 500, "{} {}: {text}", operation.method, operation.path);
    }
    assert_eq!(records.as_they_are(&app.admin()).await, before, "and nothing was changed");
}

#[tokio::test]
async fn a_token_that_is_limited_reaches_nothing_else_of_its_user() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let records = Records::make(&app, &admin).await;
    let script = app.with_scope(&admin, &json!({"parameter": "write"})).await;
    let before = records.as_they_are(&admin).await;
    // Names of one's own, which say nothing of the business: of views, sessions, tokens, and one's own.
    let names = ["views", "view", "sessions", "tokens", "me", "users", "search_users", "user", "workspace", "parameters"];
    for operation in operations(&|kind, name| filled(&records, kind, name)) {
        // A stream does not end, signing out ends the token, and the last is what it is for.
        if operation.is_open || ["listen", "sign_out", "reset_parameter"].contains(&operation.id.as_str()) {
            continue;
        }
        let (status, text) = call(&script, &operation, &body(&operation.id, &records)).await;
        assert!(status < 500, "{} {}: {text}", operation.method, operation.path);
        if names.contains(&operation.id.as_str()) {
            continue;
        }
        assert!(!records.are_in(&text), "{} {} leaks: {text}", operation.method, operation.path);
        assert!(status >= 400 || operation.method == Method::GET || is_empty(&text), "{} {}: {text}", operation.method, operation.path);
    }
    assert_eq!(records.as_they_are(&admin).await, before, "and nothing was changed");
    script.put("/parameters/staff.invitation_days", &json!({"value": 9})).await.done();
}

fn is_empty(text: &str) -> bool {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let items = json.get("items").or(json.get("hits")).unwrap_or(&json);
    items.as_array().is_some_and(Vec::is_empty)
}

/// A body that gets as far as the record; the others are content with an empty one.
fn body(operation: &str, own: &Records) -> Value {
    match operation {
        "set_account_forecast" => json!({"amount_minor": null}),
        "relate_accounts" => json!({"kind": "supplies", "to_id": own.id("accounts")}),
        "set_contact_accounts" => json!([]),
        "start_import" => json!({"mode": "create"}),
        "deactivate_user" | "hand_over" | "preview_hand_over" => json!({"successor_id": own.id("users")}),
        "put_order" => json!({"account_id": own.id("accounts"), "ordered_on": "2026-01-05", "net_minor": 1}),
        "score_delivered_value" => json!({"ours": scores()}),
        "judge_duplicate" => json!({"dismissed": true}),
        "follow_account" | "follow_contact" => json!({"following": true}),
        "change_comment" => json!({"body": "好"}),
        "settle_promise" => json!({"state": "kept"}),
        "add_pool_rule" | "preview_pool_rule" | "change_pool_rule" => json!({"name": "久未联系", "no_contact_days": 90}),
        "put_into_pool" => json!({"ids": [], "why": "other"}),
        "give_account_back" => json!({"pool_id": own.id("accounts"), "why": "other"}),
        "protect_account" => json!({"until": "2099-01-01", "why": "大客户"}),
        "verify_answers" => json!({"fields": ["name"]}),
        "appoint_steward" => json!({"steward_id": null}),
        "review_file" => json!({"result": "keep", "reason": "照旧"}),
        "propose_change" => json!({"field": "address", "value": null, "reason": "搬了"}),
        "decline_proposal" => json!({"reason": "没搬"}),
        "ask_in_files" => json!({"fields": null}),
        "add_identity_provider" => json!({"name": "x", "issuer": "https://login.example.com", "client_id": "x"}),
        "demand_second_step" => json!({"who": "nobody"}),
        "change_org_unit" => json!({"name": "改名"}),
        "rename_passkey" => json!({"name": "手机"}),
        "remove_passkey" => json!({"current": PASSWORD}),
        _ => json!({}),
    }
}

#[tokio::test]
async fn another_workspace_does_not_exist() {
    let app = TestApp::new().await;
    let (intruder, other) = (app.admin(), app.other_workspace().await);
    let theirs = Records::make(&app, &other).await;
    let own = json!({"name": "自己的"});
    let own = [("accounts", &intruder.post("/accounts", &own).await.ok()), ("users", &intruder.get("/me").await.ok()["user"])];
    let own = Records::of(own);
    let before = theirs.as_they_are(&other).await;
    for operation in operations(&|kind, name| filled(&theirs, kind, name)) {
        if operation.is_open || operation.id == "listen" || operation.id == "sign_out" {
            continue;
        }
        let (status, text) = call(&intruder, &operation, &body(&operation.id, &own)).await;
        assert!(!theirs.are_in(&text), "{} {} leaks: {text}", operation.method, operation.path);
        assert_ne!(status, 500, "{} {}: {text}", operation.method, operation.path);
        if operation.takes_id {
            let why = "a record of another workspace is not found; give the operation a body that gets as far as the record";
            assert_eq!(status, 404, "{} {} answered {text}: {why}", operation.method, operation.path);
        }
    }
    assert_eq!(theirs.as_they_are(&other).await, before, "and nothing was changed");
    let words = escaped(SECRET);
    for list in ["accounts", "contacts", "orders", "interactions", "tasks", "users"] {
        assert!(!theirs.are_in(&intruder.get(&format!("/{list}?limit=200")).await.text()), "{list}");
    }
    assert_eq!(intruder.get(&format!("/accounts?q={words}&count=exact")).await.ok()["count"]["value"], 0);
    assert_eq!(intruder.get(&format!("/search?q={words}")).await.ok()["hits"], json!([]));
    assert_eq!(intruder.get("/tags").await.ok(), json!([]));
    let of = format!("/audit?record_id={}", theirs.id("accounts"));
    assert_eq!(intruder.get(&of).await.ok()["items"], json!([]));
    let of = format!("/audit?user_id={}", theirs.id("users"));
    assert_eq!(intruder.get(&of).await.ok()["items"], json!([]));
    assert!(theirs.are_in(&other.get("/accounts").await.text()), "the word would have been noticed");
}
