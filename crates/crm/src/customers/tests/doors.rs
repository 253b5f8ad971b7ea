//! The doors to the capability: repeated requests, other sites, tokens.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, path};

#[tokio::test]
async fn a_repeated_request_is_answered_with_the_first_answer() {
    let app = TestApp::new().await;
    let keyed = app.admin().with_header("idempotency-key", "k-1");
    let first = keyed.post("/accounts", &json!({"name": "金源"})).await;
    let second = keyed.post("/accounts", &json!({"name": "金源"})).await;
    assert_eq!((first.status, second.status), (axum::http::StatusCode::CREATED, axum::http::StatusCode::CREATED));
    assert_eq!(first.json(), second.json());
    assert_eq!(second.headers["idempotency-replayed"], "true");
    let other = keyed.post("/accounts", &json!({"name": "银河"})).await;
    assert_eq!(other.problem().0, 422);
    assert!(other.text().contains("idempotency_mismatch"), "{}", other.text());
    assert_eq!(app.admin().get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    // The key is the person's own, and lasts a day.
    let (rep, _) = app.rep().await;
    rep.with_header("idempotency-key", "k-1").post("/accounts", &json!({"name": "银河"})).await.done();
    app.travel(Duration::hours(25));
    keyed.post("/accounts", &json!({"name": "百川"})).await.done();
    assert_eq!(app.admin().get("/accounts?count=exact").await.ok()["count"]["value"], 3);
}

#[tokio::test]
async fn a_mismatch_has_a_code_of_its_own() {
    let app = TestApp::new().await;
    let keyed = app.admin().with_header("idempotency-key", "k-1");
    keyed.post("/accounts", &json!({"name": "金源"})).await.done();
    // docs/api-design.md: `422 idempotency_mismatch`.
    assert_eq!(keyed.post("/accounts", &json!({"name": "银河"})).await.problem(), (422, "idempotency_mismatch".to_owned()));
}

#[tokio::test]
async fn a_refused_request_may_be_repeated_under_its_key() {
    let app = TestApp::new().await;
    let keyed = app.admin().with_header("idempotency-key", "k-1");
    assert_eq!(keyed.post("/accounts", &json!({"name": ""})).await.problem().0, 422);
    keyed.post("/accounts", &json!({"name": "金源"})).await.done();
    for wrong in ["", &"x".repeat(101)] {
        let answer = app.admin().with_header("idempotency-key", wrong).post("/accounts", &json!({"name": "x"})).await;
        assert_eq!(answer.problem().0, 422, "{wrong}");
    }
}

#[tokio::test]
async fn two_equal_requests_at_the_same_moment_make_one_account() {
    let app = TestApp::new().await;
    let keyed = app.admin().with_header("idempotency-key", "k-1");
    let body = json!({"name": "金源"});
    let answers = tokio::join!(keyed.post("/accounts", &body), keyed.post("/accounts", &body), keyed.post("/accounts", &body));
    for answer in [&answers.0, &answers.1, &answers.2] {
        assert!(answer.status == 201 || answer.problem() == (409, "in_progress".to_owned()), "{}", answer.text());
    }
    assert_eq!(app.admin().get("/accounts?count=exact").await.ok()["count"]["value"], 1);
}

#[tokio::test]
async fn another_site_cannot_write_with_the_visitors_cookie() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let body = json!({"name": "x"});
    let hosted = app.admin().with_header("host", "crm.example");
    for foreign in [
        hosted.clone().with_header("origin", "https://evil.example"),
        hosted.clone().with_header("origin", "null"),
        hosted.clone().with_header("sec-fetch-site", "cross-site"),
        hosted.clone().with_header("sec-fetch-site", "same-site"),
    ] {
        assert_eq!(foreign.post("/accounts", &body).await.problem(), (403, "cross_site".to_owned()));
        assert_eq!(foreign.patch(&path(&account, "/accounts"), 1, &body).await.problem(), (403, "cross_site".to_owned()));
        assert_eq!(foreign.delete(&path(&account, "/accounts"), 1).await.problem(), (403, "cross_site".to_owned()));
    }
    hosted.clone().with_header("origin", "https://crm.example").post("/accounts?duplicates=allow", &body).await.done();
    hosted.clone().with_header("sec-fetch-site", "same-origin").post("/accounts?duplicates=allow", &body).await.done();
    // A link from elsewhere may be followed.
    hosted.with_header("sec-fetch-site", "cross-site").get("/accounts").await.done();
}

#[tokio::test]
async fn a_token_acts_as_its_owner_and_a_looking_one_only_looks() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    app.account("老板的").await;
    let script = app.with_token(&rep, false).await;
    let own = script.post("/accounts", &json!({"name": "脚本的"})).await.ok();
    assert_eq!(script.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    // A script has no site.
    script.clone().with_header("sec-fetch-site", "cross-site").post("/accounts", &json!({"name": "又一家"})).await.done();
    let looker = app.with_token(&rep, true).await;
    looker.get(&path(&own, "/accounts")).await.done();
    for (method, place, body) in [
        (Method::POST, "/accounts".to_owned(), json!({"name": "x"})),
        (Method::PATCH, path(&own, "/accounts"), json!({"name": "x"})),
        (Method::DELETE, path(&own, "/accounts"), Value::Null),
        (Method::POST, "/accounts/bulk".to_owned(), json!({"ids": [], "action": "change"})),
        (Method::POST, "/tokens".to_owned(), json!({"name": "x", "days": 1})),
        (Method::POST, "/views".to_owned(), json!({"list": "accounts", "name": "x"})),
        (Method::PATCH, "/me".to_owned(), json!({"name": "x"})),
        (Method::POST, "/interactions".to_owned(), json!({"account_id": own["id"], "channel": "phone"})),
        (Method::POST, "/comments".to_owned(), json!({"account_id": own["id"], "body": "x"})),
        (Method::POST, "/tasks".to_owned(), json!({"subject": "x", "due_on": app.days_ago(0)})),
    ] {
        let answer = looker.clone().with_header("if-match", "\"1\"").send(method.clone(), &place, Some(&body)).await;
        assert_eq!(answer.status, 403, "{method} {place}: {}", answer.text());
    }
    let (admin_looker, account) = (app.with_token(&app.admin(), true).await, app.account("另一家").await);
    assert_eq!(admin_looker.patch(&path(&account, "/accounts"), 1, &json!({"name": "x"})).await.problem().0, 403);
    assert_eq!(admin_looker.post("/demo", &Value::Null).await.problem().0, 403);
}

#[tokio::test]
async fn a_limited_token_does_what_its_scope_names_and_its_user_may() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let mine = rep.post("/accounts", &json!({"name": "自己的"})).await.ok();
    let theirs = app.account("老板的").await;
    let script = app.with_scope(&rep, &json!({"account": "read", "order": "write", "parameter": "write"})).await;
    assert_eq!(script.get("/accounts?count=exact").await.ok()["count"]["value"], 1, "no more than the user");
    assert_eq!(script.get(&path(&theirs, "/accounts")).await.problem().0, 404);
    let order = json!({"account_id": mine["id"], "ordered_on": app.days_ago(1), "net_minor": 100});
    script.post("/orders", &order).await.done();
    let grants = script.get("/me").await.ok()["grants"].clone();
    let objects: std::collections::BTreeSet<&str> =
        grants.as_array().unwrap().iter().filter_map(|grant| grant["object"].as_str()).collect();
    assert_eq!(objects, ["account", "order"].into());
    for (method, place, body) in [
        (Method::PATCH, path(&mine, "/accounts"), json!({"name": "x"})),
        (Method::POST, "/accounts".to_owned(), json!({"name": "x"})),
        (Method::POST, "/contacts".to_owned(), json!({"name": "x"})),
        (Method::POST, "/interactions".to_owned(), json!({"account_id": mine["id"], "channel": "phone"})),
        (Method::POST, "/comments".to_owned(), json!({"account_id": mine["id"], "body": "x"})),
        (Method::POST, "/tokens".to_owned(), json!({"name": "x", "days": 1})),
        (Method::POST, "/views".to_owned(), json!({"list": "accounts", "name": "x"})),
        (Method::PATCH, "/me".to_owned(), json!({"name": "x"})),
        (Method::PUT, "/me/columns/accounts".to_owned(), json!({"columns": ["name"]})),
        (Method::PUT, "/parameters/staff.invitation_days".to_owned(), json!({"value": 9})),
        (Method::POST, "/notifications/read".to_owned(), json!({"up_to": mine["id"]})),
    ] {
        let answer = script.clone().with_header("if-match", "\"1\"").send(method.clone(), &place, Some(&body)).await;
        assert_eq!(answer.status, 403, "{method} {place}: {}", answer.text());
    }
    for place in ["/contacts", "/interactions", "/tasks"] {
        assert_eq!(script.get(place).await.ok()["items"], json!([]), "{place}");
    }
    // The list of tokens says what each is for; a scope that only reads is one that only looks.
    let tokens = rep.get("/tokens").await.ok();
    assert_eq!(tokens[0]["scope"], json!({"account": "read", "order": "write", "parameter": "write"}));
    let looker = app.with_scope(&rep, &json!({"account": "read"})).await;
    assert_eq!(looker.post("/orders", &order).await.problem().0, 403);
    assert!(rep.get("/tokens").await.ok().as_array().unwrap().iter().any(|token| token["read_only"] == true));
    for (scope, wrong) in
        [(json!({}), ("/scope", "required")), (json!({"account": "read", "acount": "read"}), ("/scope/acount", "unknown_choice"))]
    {
        let refused = rep.post("/tokens", &json!({"name": "x", "days": 1, "scope": scope})).await;
        assert_eq!(refused.wrong_fields(), [(wrong.0.to_owned(), wrong.1.to_owned())]);
    }
    let refused = rep.post("/tokens", &json!({"name": "x", "days": 1, "scope": {"account": "all"}})).await;
    assert_eq!(refused.problem().0, 422, "{}", refused.text());
    // It ends itself, and nothing else.
    let (own, session) = (tokens[0].clone(), rep.get("/sessions").await.ok()[0].clone());
    assert_eq!(script.send(Method::DELETE, &path(&session, "/sessions"), None).await.problem().0, 403);
    assert_eq!(script.send(Method::DELETE, &path(&own, "/tokens"), None).await.status, 204);
    assert_eq!(script.get("/me").await.problem().0, 401);
}

#[tokio::test]
async fn a_job_has_the_limits_of_the_token_that_asked_for_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let export = json!({"list": "accounts", "format": "csv"});
    app.account("金源").await;
    let all = admin.post("/exports", &export).await.ok();
    let script = app.with_scope(&admin, &json!({"account": "read", "import": "write", "order": "write"})).await;
    let asked = script.post("/exports", &export).await.ok();
    app.run_jobs().await;
    script.get(&format!("{}/file", path(&asked, "/exports"))).await.done();
    // What came of other jobs of the user may be out of its limits.
    assert_eq!(script.get(&format!("{}/file", path(&all, "/exports"))).await.problem().0, 404);
    assert_eq!(script.get("/jobs").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(script.post("/exports", &json!({"list": "contacts", "format": "csv"})).await.problem().0, 403);
    // An import of orders makes no accounts on the way.
    let file = "客户名称,日期,金额\n金源,2026-01-05,100\n新的店,2026-01-05,100\n".as_bytes();
    let import = script.upload("/imports", &[("kind", "orders")], "a.csv", file).await.ok();
    let import = if import["import"].is_null() { import } else { import["import"].clone() };
    let started = script.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create", "make_missing": true})).await.ok();
    let job = app.job(&script, &started).await;
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1, "{job}");
}

#[tokio::test]
async fn a_made_up_token_is_nobody() {
    let app = TestApp::new().await;
    for credential in ["Bearer gx_nothing", "Bearer ", "Basic YTpi"] {
        let answer = app.anonymous().with_header("authorization", credential).get("/accounts").await;
        assert_eq!(answer.problem(), (401, "unauthenticated".to_owned()), "{credential}");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
}
