//! The second step of signing in: authenticator apps, recovery codes, and of whom they are demanded.

use axum::http::Method;
use chrono::Duration;
use guanxi_kernel::{
    job::{NewJob, queue},
    testkit::{Answer, Client},
};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::{
    staff::commands::set_password,
    testing::{BOSS, Done, PASSWORD, TestApp, session_of},
};

/// What the app on the telephone shows at the clock of the tests.
pub(super) fn code(app: &TestApp, key: &str) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(key).unwrap()).build().unwrap();
    totp.generate(app.app.db().clock().now().timestamp().try_into().unwrap()).to_string()
}

/// A code that is not the present one, nor one beside it.
fn wrong_code(app: &TestApp, key: &str) -> String {
    let near: Vec<String> = (-1..=1)
        .map(|steps| {
            let totp = Builder::new().with_secret(Secret::try_from_base32(key).unwrap()).build().unwrap();
            totp.generate((app.app.db().clock().now() + Duration::seconds(30 * steps)).timestamp().try_into().unwrap()).to_string()
        })
        .collect();
    (0..10).map(|digit| format!("{digit}{digit}{digit}{digit}{digit}{digit}")).find(|code| !near.contains(code)).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Sets an authenticator app up. Returns its key and the recovery codes.
async fn set_up(app: &TestApp, client: &Client) -> (String, Vec<String>) {
    let started = client.post("/me/authenticator", &json!({"current": PASSWORD})).await.ok();
    let key = text(&started["authenticator"]["key"]);
    let confirmed = client.post("/me/authenticator/confirm", &json!({"ticket": started["ticket"], "code": code(app, &key)})).await.ok();
    let codes = confirmed["recovery_codes"].as_array().unwrap().iter().map(text).collect();
    // The code that was shown does not count again.
    app.travel(Duration::seconds(30));
    (key, codes)
}

async fn sign_in(app: &TestApp) -> Answer {
    app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await
}

async fn take(app: &TestApp, ticket: &Value, code: &str) -> Answer {
    app.anonymous().post("/sessions/second-step", &json!({"ticket": ticket, "code": code})).await
}

#[tokio::test]
async fn an_authenticator_app_counts_once_a_code_of_it_was_shown() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let none =
        json!({"authenticator_since": null, "recovery_codes": 0, "passkeys": 0, "demanded": false, "due_at": null, "has_password": true});
    assert_eq!(admin.get("/me/second-step").await.ok(), none);
    let wrong = admin.post("/me/authenticator", &json!({"current": "wrong wrong wrong"})).await;
    assert_eq!(wrong.wrong_fields(), [("/current".to_owned(), "wrong_password".to_owned())]);
    let started = admin.post("/me/authenticator", &json!({"current": PASSWORD})).await.ok();
    let (key, ticket) = (text(&started["authenticator"]["key"]), &started["ticket"]);
    assert!(text(&started["authenticator"]["url"]).contains("boss%40example.com"), "{started}");
    assert_eq!(admin.get("/me/second-step").await.ok(), none, "nothing is on yet");
    assert_eq!(sign_in(&app).await.status, 204);
    let refused = admin.post("/me/authenticator/confirm", &json!({"ticket": ticket, "code": wrong_code(&app, &key)})).await;
    assert_eq!(refused.wrong_fields(), [("/code".to_owned(), "wrong_code".to_owned())]);
    let (other, _) = app.rep().await;
    let right = json!({"ticket": ticket, "code": code(&app, &key)});
    assert_eq!(other.post("/me/authenticator/confirm", &right).await.status, 404, "the ticket is somebody else's");
    let confirmed = admin.post("/me/authenticator/confirm", &right).await.ok();
    assert_eq!(confirmed["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(admin.post("/me/authenticator/confirm", &right).await.problem(), (409, "ticket_over".to_owned()));
    let own = admin.get("/me/second-step").await.ok();
    assert!(own["authenticator_since"].is_string() && own["recovery_codes"] == 10, "{own}");
    let audit = admin.get("/audit?name=authenticator.on").await;
    assert_eq!(audit.ok()["items"].as_array().unwrap().len(), 1);
    assert!(!admin.get("/audit?limit=200").await.text().contains(&key));
}

#[tokio::test]
async fn the_password_alone_does_not_open_a_session_any_more() {
    let app = TestApp::new().await;
    let (key, codes) = set_up(&app, &app.admin()).await;
    let answer = sign_in(&app).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert!(!answer.headers.contains_key("set-cookie"), "nobody is signed in yet");
    let next = answer.json();
    assert_eq!((&next["step"], &next["authenticator"]), (&json!("code"), &Value::Null));
    assert!(!answer.text().contains(&key));
    let wrong = take(&app, &next["ticket"], &wrong_code(&app, &key)).await;
    assert_eq!(wrong.wrong_fields(), [("/code".to_owned(), "wrong_code".to_owned())]);
    assert_eq!(take(&app, &json!("made up"), &code(&app, &key)).await.problem(), (409, "ticket_over".to_owned()));
    let spaced = code(&app, &key);
    let admitted = take(&app, &next["ticket"], &format!("{} {}", &spaced[..3], &spaced[3..])).await;
    assert_eq!(admitted.ok(), json!({"recovery_codes": []}));
    let session = app.anonymous().with_session(session_of(&admitted));
    assert_eq!(session.get("/me").await.ok()["user"]["email"], BOSS);
    assert_eq!(admitted.headers.get_all("set-cookie").iter().count(), 2, "the browser is known next time");
    // A ticket is used up, a code counts once, also with another ticket.
    assert_eq!(take(&app, &next["ticket"], &codes[0]).await.problem(), (409, "ticket_over".to_owned()));
    let second = sign_in(&app).await.ok();
    let used = take(&app, &second["ticket"], &spaced).await;
    assert_eq!(used.wrong_fields(), [("/code".to_owned(), "code_used".to_owned())]);
    app.travel(Duration::seconds(30));
    take(&app, &second["ticket"], &code(&app, &key)).await.done();
    // A ticket that nobody uses ends.
    let third = sign_in(&app).await.ok();
    app.travel(Duration::minutes(11));
    assert_eq!(take(&app, &third["ticket"], &code(&app, &key)).await.problem(), (409, "ticket_over".to_owned()));
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (key, codes) = set_up(&app, &admin).await;
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    take(&app, &ticket, &format!(" {} ", codes[3].to_uppercase())).await.done();
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    let again = take(&app, &ticket, &codes[3]).await;
    assert_eq!(again.wrong_fields(), [("/code".to_owned(), "wrong_code".to_owned())]);
    assert_eq!(admin.get("/me/second-step").await.ok()["recovery_codes"], 9);
    assert_eq!(admin.get("/audit?name=recovery_code.used").await.ok()["items"].as_array().unwrap().len(), 1);
    let new = admin.post("/me/recovery-codes", &json!({"code": code(&app, &key)})).await.ok();
    assert_eq!(take(&app, &ticket, &codes[4]).await.problem().0, 422, "the old ones have gone");
    take(&app, &ticket, new["recovery_codes"][0].as_str().unwrap()).await.done();
    // An answer with codes is not kept for who asks again.
    app.travel(Duration::seconds(30));
    let keyed = admin.with_header("idempotency-key", "again");
    let new = keyed.post("/me/recovery-codes", &json!({"code": code(&app, &key)})).await.ok();
    assert_eq!(app.tables_with(new["recovery_codes"][0].as_str().unwrap()).await, [""; 0]);
}

#[tokio::test]
async fn a_new_telephone_takes_the_place_of_the_old_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    admin.put("/second-step-rule", &json!({"who": "everybody"})).await.done();
    let (old, old_codes) = set_up(&app, &admin).await;
    let started = admin.post("/me/authenticator", &json!({"current": PASSWORD})).await.ok();
    let new = text(&started["authenticator"]["key"]);
    let confirm = |old_code: Option<String>| {
        let body = json!({"ticket": started["ticket"], "code": code(&app, &new), "old_code": old_code});
        let admin = admin.clone();
        async move { admin.post("/me/authenticator/confirm", &body).await }
    };
    for wrong in [None, Some(code(&app, &new))] {
        assert_eq!(confirm(wrong).await.wrong_fields(), [("/old_code".to_owned(), "wrong_code".to_owned())]);
    }
    confirm(Some(code(&app, &old))).await.done();
    app.travel(Duration::seconds(30));
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    assert_eq!(take(&app, &ticket, &code(&app, &old)).await.problem().0, 422);
    assert_eq!(take(&app, &ticket, &old_codes[0]).await.problem().0, 422);
    take(&app, &ticket, &code(&app, &new)).await.done();
}

#[tokio::test]
async fn five_wrong_codes_make_their_user_wait() {
    let app = TestApp::new().await;
    let (key, codes) = set_up(&app, &app.admin()).await;
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    for _ in 0..5 {
        assert_eq!(take(&app, &ticket, &wrong_code(&app, &key)).await.problem().0, 422);
    }
    assert_eq!(take(&app, &ticket, &code(&app, &key)).await.problem(), (429, "too_many_requests".to_owned()));
    // A right password does not begin the count anew.
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    assert_eq!(take(&app, &ticket, &codes[0]).await.problem().0, 429);
    app.travel(Duration::minutes(16));
    let ticket = sign_in(&app).await.ok()["ticket"].clone();
    take(&app, &ticket, &code(&app, &key)).await.done();
}

#[tokio::test]
async fn an_authenticator_app_is_turned_off_with_password_and_code() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (key, codes) = set_up(&app, &admin).await;
    let off = |current: &str, code: &str| {
        let (admin, body) = (admin.clone(), json!({"current": current, "code": code}));
        async move { admin.post("/me/authenticator/off", &body).await }
    };
    assert_eq!(off("wrong wrong wrong", &code(&app, &key)).await.wrong_fields()[0].0, "/current");
    assert_eq!(off(PASSWORD, &wrong_code(&app, &key)).await.wrong_fields()[0].0, "/code");
    assert_eq!(off(PASSWORD, &codes[0]).await.status, 204);
    assert_eq!(sign_in(&app).await.status, 204);
    assert_eq!(admin.get("/me/second-step").await.ok()["recovery_codes"], 0);
    assert_eq!(admin.post("/me/recovery-codes", &json!({"code": codes[1]})).await.problem(), (409, "authenticator_off".to_owned()));
    // A token may do nothing of this.
    let script = app.with_token(&admin, false).await;
    assert_eq!(script.get("/me/second-step").await.problem(), (403, "not_by_token".to_owned()));
    assert_eq!(script.post("/me/authenticator", &json!({"current": PASSWORD})).await.problem(), (403, "not_by_token".to_owned()));
}

#[tokio::test]
async fn who_is_demanded_a_second_step_has_days_of_grace_and_then_sets_it_up_to_get_in() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let password = "another long password";
    set_password(app.app.db(), &app.system().await, rep_id.into(), password.to_owned()).await.unwrap();
    let user = admin.get(&format!("/users/{rep_id}")).await.ok();
    let credentials = json!({"email": user["email"], "password": password});
    assert_eq!(rep.get("/me").await.status, 401, "a new password ends the sessions");
    let rep = app.anonymous().with_session(session_of(&app.anonymous().post("/sessions", &credentials).await));
    assert_eq!(rep.put("/second-step-rule", &json!({"who": "nobody"})).await.problem().0, 403);
    assert_eq!(rep.get("/second-step-rule").await.problem().0, 403);
    let none = admin.put("/second-step-rule", &json!({"who": "roles", "roles": []})).await;
    assert_eq!(none.wrong_fields(), [("/roles".to_owned(), "required".to_owned())]);
    let strange = admin.put("/second-step-rule", &json!({"who": "roles", "roles": [rep_id]})).await;
    assert_eq!(strange.wrong_fields(), [("/roles".to_owned(), "not_found".to_owned())]);
    let rule = admin.put("/second-step-rule", &json!({"who": "roles", "roles": [user["roles"][0]["id"]]})).await.ok();
    assert_eq!((&rule["concerned"], &rule["without"], &rule["grace_days"]), (&json!(1), &json!(1), &json!(14)), "{rule}");
    assert!(rep.get("/me").await.ok()["second_step_due_at"].is_string());
    assert!(admin.get("/me").await.ok()["second_step_due_at"].is_null(), "another role");
    assert_eq!(app.anonymous().post("/sessions", &credentials).await.status, 204, "there is time");
    app.travel(Duration::days(15));
    // What a password alone has opened ends with the nightly tidying up, but for those whom it does not concern.
    queue(app.app.db(), app.workspace, &NewJob::new("admin.tidy", Value::Null)).await.unwrap();
    admin.get("/me").await.done();
    rep.get("/me").await.done();
    app.run_jobs().await;
    assert_eq!(rep.get("/me").await.status, 401);
    admin.get("/me").await.done();
    let next = app.anonymous().post("/sessions", &credentials).await;
    assert_eq!(next.status, 202, "{}", next.text());
    let next = next.json();
    let key = text(&next["authenticator"]["key"]);
    assert_eq!(next["step"], "enrol");
    assert_eq!(take(&app, &next["ticket"], "some-reco-very-code").await.problem().0, 422);
    let admitted = take(&app, &next["ticket"], &code(&app, &key)).await;
    assert_eq!(admitted.ok()["recovery_codes"].as_array().unwrap().len(), 10);
    let rep = app.anonymous().with_session(session_of(&admitted));
    let own = rep.get("/me/second-step").await.ok();
    assert_eq!((&own["demanded"], &own["due_at"]), (&json!(true), &Value::Null));
    app.travel(Duration::seconds(30));
    let off = rep.post("/me/authenticator/off", &json!({"current": password, "code": code(&app, &key)})).await;
    assert_eq!(off.problem(), (409, "second_step_demanded".to_owned()));
    queue(app.app.db(), app.workspace, &NewJob::new("admin.tidy", Value::Null)).await.unwrap();
    app.run_jobs().await;
    rep.get("/me").await.done();
    let rule = admin.get("/second-step-rule").await.ok();
    assert_eq!((&rule["concerned"], &rule["without"]), (&json!(1), &json!(0)));
    admin.put("/second-step-rule", &json!({"who": "everybody"})).await.done();
    assert_eq!(admin.get("/second-step-rule").await.ok()["without"], 1);
    admin.put("/second-step-rule", &json!({"who": "nobody"})).await.done();
    assert_eq!(rep.get("/me/second-step").await.ok()["demanded"], false);
}

#[tokio::test]
async fn an_administrator_takes_a_lost_second_step_away() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let started = rep.post("/me/authenticator", &json!({})).await.ok();
    let key = text(&started["authenticator"]["key"]);
    rep.post("/me/authenticator/confirm", &json!({"ticket": started["ticket"], "code": code(&app, &key)})).await.done();
    let path = format!("/users/{rep_id}/second-step");
    assert!(admin.get(&path).await.ok()["authenticator_since"].is_string());
    assert_eq!(manager.get(&path).await.problem().0, 403);
    assert_eq!(manager.send(Method::DELETE, &path, None).await.problem().0, 403);
    assert_eq!(app.other_workspace().await.send(Method::DELETE, &path, None).await.problem().0, 404);
    assert_eq!(admin.send(Method::DELETE, &path, None).await.status, 204);
    assert!(admin.get(&path).await.ok()["authenticator_since"].is_null());
    assert_eq!(rep.get("/me").await.status, 401, "whoever has found the telephone is out");
    let own = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().to_owned();
    let own = admin.send(Method::DELETE, &format!("/users/{own}/second-step"), None).await;
    assert_eq!(own.problem(), (409, "own_second_step".to_owned()));
    let audit = admin.get("/audit?name=second_step.reset").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_to_a_new_password_is_not_a_way_around() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let started = rep.post("/me/authenticator", &json!({})).await.ok();
    let key = text(&started["authenticator"]["key"]);
    rep.post("/me/authenticator/confirm", &json!({"ticket": started["ticket"], "code": code(&app, &key)})).await.done();
    app.travel(Duration::seconds(30));
    let reset = admin.post("/password-resets", &json!({"user_id": rep_id})).await.ok();
    let used = app.anonymous().post(&format!("{}/use", text(&reset["link"])), &json!({"password": "another long password"})).await;
    assert_eq!(used.status, 202, "{}", used.text());
    take(&app, &used.json()["ticket"], &code(&app, &key)).await.done();
    // Whoever is deactivated in between does not get in.
    let boss = admin.get("/me").await.ok()["user"]["id"].clone();
    let user = admin.get(&format!("/users/{rep_id}")).await.ok();
    let next = app.anonymous().post("/sessions", &json!({"email": user["email"], "password": "another long password"})).await.ok();
    admin.post(&format!("/users/{rep_id}/deactivate"), &json!({"successor_id": boss})).await.done();
    app.travel(Duration::seconds(30));
    assert_eq!(take(&app, &next["ticket"], &code(&app, &key)).await.problem(), (409, "ticket_over".to_owned()));
}
