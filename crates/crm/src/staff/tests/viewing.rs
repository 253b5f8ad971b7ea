//! Looking at everything as a colleague sees it.

use axum::http::Method;
use chrono::Duration;
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

async fn viewing(client: &Client, person: uuid::Uuid) -> guanxi_kernel::testkit::Answer {
    client.post(&format!("/users/{person}/view-as"), &Value::Null).await
}

#[tokio::test]
async fn an_administrator_sees_what_a_colleague_sees_and_changes_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let boss = admin.get("/me").await.ok()["user"].clone();
    let (rep, rep_id) = app.rep().await;
    app.accounts_of(rep_id, 2).await;
    let others = app.account("老板的").await;
    viewing(&admin, rep_id).await.done();
    let me = admin.get("/me").await.ok();
    assert_eq!((&me["user"]["id"], &me["viewing"]["by"]["id"]), (&json!(rep_id), &boss["id"]));
    let mine = rep.get("/me").await.ok();
    assert_eq!((&me["grants"], &mine["viewing"]), (&mine["grants"], &Value::Null));
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(admin.get(&path(&others, "/accounts")).await.status, 404);
    admin.post("/accounts/search", &json!({"columns": "name"})).await.done();
    let own = &rep.get("/accounts").await.ok()["items"][0];
    for (method, path, body) in [
        (Method::PATCH, path(own, "/accounts"), json!({"remark": "好"})),
        (Method::POST, "/accounts".to_owned(), json!({"name": "新店"})),
        (Method::DELETE, path(own, "/accounts"), Value::Null),
        (Method::PUT, "/me/columns/accounts".to_owned(), json!({"columns": ["name"]})),
        (Method::POST, "/notifications/read".to_owned(), json!({})),
        (Method::PATCH, "/me".to_owned(), json!({"locale": "en"})),
        (Method::DELETE, "/sessions/current".to_owned(), Value::Null),
        (Method::POST, format!("/users/{rep_id}/view-as"), Value::Null),
        (Method::GET, "/sessions".to_owned(), Value::Null),
        (Method::GET, "/tokens".to_owned(), Value::Null),
        (Method::GET, "/me/second-step".to_owned(), Value::Null),
    ] {
        let client = admin.clone().with_header("if-match", "\"1\"");
        let answer = client.send(method.clone(), &path, Some(&body).filter(|_| method != Method::GET)).await;
        assert_eq!(answer.problem(), (403, "viewing_as".to_owned()), "{method} {path}: {}", answer.text());
    }
    admin.send(Method::DELETE, "/viewing", None).await.done();
    let me = admin.get("/me").await.ok();
    assert_eq!((&me["user"]["id"], &me["viewing"]), (&boss["id"], &Value::Null));
    admin.post("/accounts", &json!({"name": "新店"})).await.done();
    assert_eq!(admin.send(Method::DELETE, "/viewing", None).await.status, 404);
    let audit = admin.get(&format!("/audit?user_id={}&limit=200", boss["id"].as_str().unwrap())).await.ok();
    let told: Vec<&Value> =
        audit["items"].as_array().unwrap().iter().filter(|entry| entry["name"].as_str().unwrap().starts_with("viewing.")).collect();
    let named: Vec<_> = told.iter().map(|entry| (&entry["name"], &entry["data"]["user"]["id"], &entry["user"]["id"])).collect();
    let (ended, started) = (json!("viewing.ended"), json!("viewing.started"));
    assert_eq!(named, [(&ended, &json!(rep_id), &boss["id"]), (&started, &json!(rep_id), &boss["id"])]);
    assert_eq!(rep.get("/me").await.ok()["user"]["last_seen_at"], mine["user"]["last_seen_at"]);
}

#[tokio::test]
async fn looking_as_somebody_ends_by_itself() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let boss = admin.get("/me").await.ok()["user"]["id"].clone();
    let (_, rep) = app.rep().await;
    admin.put("/parameters/staff.viewing_minutes", &json!({"value": 5})).await.done();
    viewing(&admin, rep).await.done();
    app.travel(Duration::minutes(4));
    assert_eq!(admin.get("/me").await.ok()["user"]["id"], json!(rep));
    app.travel(Duration::minutes(1));
    assert_eq!(admin.get("/me").await.ok()["user"]["id"], boss);
    for _ in 0..100 {
        let audit = admin.get("/audit?name=viewing.ended").await.ok();
        if let Some(entry) = audit["items"].as_array().unwrap().first() {
            assert_eq!((&entry["data"]["by_itself"], &entry["user"]["id"]), (&json!(true), &boss));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody was told of the end");
}

#[tokio::test]
async fn who_lacks_a_right_of_a_colleague_does_not_look_as_they_do() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let boss: uuid::Uuid = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    let grant = |object: &str, action: &str, scope: &str| json!({"object": object, "action": action, "scope": scope});
    let keeper = |accounts: &str| {
        json!({"name": uuid::Uuid::now_v7(), "grants": [grant("role", "read", "all"), grant("role", "change", "all"),
            grant("user", "read", "all"), grant("account", "read", accounts)]})
    };
    let looker = admin.post("/roles", &json!({"name": "看客", "grants": [grant("account", "read", "own")]})).await.ok();
    let give = async |person: uuid::Uuid, role: &Value| {
        let user = admin.get(&format!("/users/{person}")).await.ok();
        admin.patch(&format!("/users/{person}"), version(&user), &json!({"roles": [id(role)]})).await.done();
    };
    let (keeps_all, all) = app.person_without_rights().await;
    give(all, &admin.post("/roles", &keeper("all")).await.ok()).await;
    let (keeps_own, own) = app.person_without_rights().await;
    give(own, &admin.post("/roles", &keeper("own")).await.ok()).await;
    let (seen, seen_id) = app.person_without_rights().await;
    give(seen_id, &looker).await;
    let (_, rep) = app.rep().await;
    viewing(&keeps_all, seen_id).await.done();
    keeps_all.send(Method::DELETE, "/viewing", None).await.done();
    assert_eq!(viewing(&keeps_own, seen_id).await.status, 403, "their own are not the other's own");
    for more in [rep, boss] {
        assert_eq!(viewing(&keeps_all, more).await.status, 403);
    }
    assert_eq!(viewing(&seen, all).await.status, 404, "who does not see colleagues");
    assert_eq!(viewing(&admin, boss).await.problem(), (409, "viewing_oneself".to_owned()));
    assert_eq!(viewing(&app.with_token(&admin, false).await, rep).await.problem().1, "not_by_token");
    assert_eq!(viewing(&app.other_workspace().await, rep).await.status, 404);
    // Whoever loses the right to change roles is themselves with the next request.
    viewing(&keeps_all, seen_id).await.done();
    give(all, &looker).await;
    assert_eq!(keeps_all.get("/me").await.ok()["user"]["id"], json!(all));
    // As is who looks as somebody that leaves.
    let (other, _) = app.person("administrator", "总部").await;
    viewing(&admin, seen_id).await.done();
    assert_eq!(admin.get("/me").await.ok()["user"]["id"], json!(seen_id));
    other.post(&format!("/users/{seen_id}/deactivate"), &json!({"successor_id": rep})).await.done();
    assert_eq!(admin.get("/me").await.ok()["user"]["id"], json!(boss));
}
