//! Three walks over every operation of the OpenAPI document: with no credentials, with a user who has no rights, and
//! with another workspace's administrator. What a walk may not get is refused; the exceptions are written down here.

use std::collections::BTreeSet;

use axum::http::Method;
use guanxi_kernel::{http::document, testkit::Client};
use serde_json::{Value, json};

use crate::{
    SLICES,
    testing::{TestApp, path},
};

/// An operation with its path filled in.
struct Operation {
    id: String,
    method: Method,
    path: String,
    takes_id: bool,
    is_open: bool,
}

/// Every operation, with the record ids of the workspace of `fill` in its path.
fn operations(fill: &dyn Fn(&str) -> String) -> Vec<Operation> {
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in item.as_object().expect("a path has operations") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let path = template.trim_start_matches("/api/v1");
            let filled =
                path.split('/').map(|part| if part.starts_with('{') { fill(path) } else { part.to_owned() }).collect::<Vec<_>>().join("/");
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or_default().to_owned(),
                method,
                path: filled,
                takes_id: path.contains("{id}"),
                is_open: operation["security"] == json!([{}]) || operation["security"] == json!([]),
            });
        }
    }
    operations
}

async fn call(client: &Client, operation: &Operation) -> (u16, String) {
    let client = client.clone().with_header("if-match", "\"1\"");
    let body = json!({});
    let has_body = !matches!(operation.method, Method::GET | Method::DELETE);
    let answer = client.send(operation.method.clone(), &operation.path, has_body.then_some(&body)).await;
    (answer.status.as_u16(), answer.text())
}

#[tokio::test]
async fn nothing_is_answered_to_nobody() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let mut open = BTreeSet::new();
    for operation in operations(&|_| uuid::Uuid::now_v7().to_string()) {
        if operation.is_open {
            open.insert(operation.id.clone());
            continue;
        }
        let (status, text) = call(&nobody, &operation).await;
        assert_eq!(status, 401, "{} {} answered {text}", operation.method, operation.path);
    }
    let open: Vec<String> = open.into_iter().collect();
    assert_eq!(open, ["accept_invitation", "invitation", "set_up", "setup_state", "sign_in"]);
}

/// What anybody who is signed in may ask: about themselves (the list of users holds only them), and what has no content.
const FOR_EVERYBODY: &[&str] = &[
    "change_me",
    "change_password",
    "demo_state",
    "jobs",
    "listen",
    "lists",
    "me",
    "notifications",
    "parameters",
    "read_notifications",
    "search",
    "sessions",
    "search_users",
    "sign_out",
    "tokens",
    "users",
    "views",
    "workspace",
];

#[tokio::test]
async fn a_user_without_rights_gets_nothing_of_the_business() {
    let app = TestApp::new().await;
    let account = app.account("金源烟酒店").await;
    let (client, _) = app.person_without_rights().await;
    let id = account["id"].as_str().expect("an id").to_owned();
    for operation in operations(&|_| id.clone()) {
        if operation.is_open || FOR_EVERYBODY.contains(&operation.id.as_str()) {
            continue;
        }
        let (status, text) = call(&client, &operation).await;
        assert!(status >= 400 || is_empty(&text), "{} {} answered {status} {text}", operation.method, operation.path);
        assert!(!text.contains("金源烟酒店"), "{} {} leaks: {text}", operation.method, operation.path);
        assert_ne!(status, 500, "{} {}: {text}", operation.method, operation.path);
    }
}

fn is_empty(text: &str) -> bool {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let items = json.get("items").or(json.get("hits")).unwrap_or(&json);
    items.as_array().is_some_and(Vec::is_empty)
}

#[tokio::test]
async fn another_workspace_does_not_exist() {
    let app = TestApp::new().await;
    let account = app.account("金源烟酒店").await;
    let admin = app.admin();
    let account_id = account["id"].as_str().expect("an id").to_owned();
    let contact = admin.post("/contacts", &json!({"name": "王金源", "accounts": [{"account_id": account_id}]})).await.ok();
    let order = admin.post("/orders", &json!({"account_id": account_id, "ordered_on": "2026-01-05", "net_minor": 100})).await.ok();
    let call_body = json!({"account_id": account_id, "channel": "phone", "next_step": {"text": "金源回访", "due_on": "2026-12-01"}});
    let interaction = admin.post("/interactions", &call_body).await.ok();
    let task = interaction["next_step"]["task_id"].clone();
    let comment = admin.post("/comments", &json!({"account_id": account_id, "body": "金源的留言"})).await.ok();
    let view = admin.post("/views", &json!({"list": "accounts", "name": "金源视图"})).await.ok();
    let other = app.other_workspace().await;

    let own = |path: &str| -> String {
        let record = match path.split('/').nth(1) {
            Some("contacts") => &contact["id"],
            Some("orders") => &order["id"],
            Some("interactions") => &interaction["id"],
            Some("tasks") => &task,
            Some("comments") => &comment["id"],
            Some("views") => &view["id"],
            _ => &account["id"],
        };
        record.as_str().unwrap_or_default().to_owned()
    };
    for operation in operations(&own) {
        if operation.is_open || operation.id == "listen" || operation.id == "sign_out" {
            continue;
        }
        let (status, text) = call(&other, &operation).await;
        assert!(
            !text.contains("金源烟酒店") && !text.contains("王金源") && !text.contains("金源的留言"),
            "{} leaks: {text}",
            operation.path
        );
        assert_ne!(status, 500, "{} {}: {text}", operation.method, operation.path);
        if operation.takes_id {
            assert!(matches!(status, 404 | 422), "{} {} answered {status} {text}", operation.method, operation.path);
        }
    }
    // And nothing was changed by the walk.
    assert_eq!(admin.get(&path(&account, "/accounts")).await.ok()["version"], account["version"]);
    for list in ["accounts", "contacts", "orders", "interactions", "tasks"] {
        let page = other.get(&format!("/{list}?count=exact")).await.ok();
        assert_eq!(page["count"]["value"], 0, "{list}");
    }
    assert_eq!(other.get("/search?q=金源").await.ok()["hits"], json!([]));
    let audit = other.get("/audit").await.text();
    assert!(!audit.contains(&account_id), "{audit}");
}
