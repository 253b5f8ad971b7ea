//! The columns a person chooses for a list.

use axum::http::Method;
use serde_json::{Value, json};

use crate::testing::TestApp;

#[tokio::test]
async fn columns_are_kept_for_each_person_and_list() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let choose = |list: &'static str, body: Value| {
        let rep = rep.clone();
        async move { rep.send(Method::PUT, &format!("/me/columns/{list}"), Some(&body)).await }
    };
    assert_eq!(rep.get("/me").await.ok()["columns"], json!({}));
    assert_eq!(choose("accounts", json!({"columns": ["name", "region", "owner"]})).await.status, 204);
    assert_eq!(choose("contacts", json!({"columns": ["name", "wechat"]})).await.status, 204);
    assert_eq!(choose("accounts", json!({"columns": ["name", "phone"]})).await.status, 204);
    assert_eq!(rep.get("/me").await.ok()["columns"], json!({"accounts": ["name", "phone"], "contacts": ["name", "wechat"]}));
    assert_eq!(app.admin().get("/me").await.ok()["columns"], json!({}), "nobody else's");
    assert_eq!(rep.send(Method::DELETE, "/me/columns/accounts", None).await.status, 204);
    assert_eq!(rep.get("/me").await.ok()["columns"], json!({"contacts": ["name", "wechat"]}));
}

#[tokio::test]
async fn columns_that_a_list_does_not_have_are_refused() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let choose = |path: &'static str, body: Value| {
        let rep = rep.clone();
        async move { rep.send(Method::PUT, path, Some(&body)).await }
    };
    for body in [json!({"columns": ["name", "colour"]}), json!({"columns": []}), json!({"columns": vec!["name"; 500]}), json!({})] {
        assert_eq!(choose("/me/columns/accounts", body.clone()).await.wrong_fields()[0].0, "/columns", "{body}");
    }
    assert_eq!(choose("/me/columns/nothing", json!({"columns": ["name"]})).await.problem().0, 404);
    let (nobody, _) = app.person_without_rights().await;
    let unread = nobody.send(Method::PUT, "/me/columns/accounts", Some(&json!({"columns": ["name"]}))).await;
    assert_eq!(unread.problem().0, 404, "a list that one may not read");
    let script = app.with_token(&app.admin(), true).await;
    let looking = script.send(Method::PUT, "/me/columns/accounts", Some(&json!({"columns": ["name"]}))).await;
    assert_eq!(looking.problem().0, 403);
}
