//! Passkeys: made, shown instead of a password and beside one, lost.

use axum::{Router, http::Method};
use chrono::Duration;
use guanxi_kernel::{
    http::router,
    job::{NewJob, queue},
    testkit::{Answer, Client},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::device::Device;
use crate::{
    staff::commands::set_password,
    testing::{BOSS, Done, PASSWORD, TestApp, id, session_of},
};

const HOME: &str = "https://crm.example.com";

/// A browser that reaches Guanxi at this address.
fn at(app: &TestApp, home: &str) -> Client {
    Client::new(router(app.app.clone().at(home), Router::new()))
}

async fn password_at(app: &TestApp, home: &str, email: &str) -> Answer {
    at(app, home).post("/sessions", &json!({"email": email, "password": PASSWORD})).await
}

/// The administrator, signed in by the password.
async fn boss(app: &TestApp) -> Client {
    at(app, HOME).with_session(session_of(&password_at(app, HOME, BOSS).await))
}

/// A salesperson with a password, signed in by it: the client, the id and the address.
async fn rep(app: &TestApp) -> (Client, Uuid, String) {
    let (_, rep) = app.rep().await;
    set_password(app.app.db(), &app.system().await, rep.into(), PASSWORD.to_owned()).await.unwrap();
    let email = app.admin().get(&format!("/users/{rep}")).await.ok()["email"].as_str().unwrap().to_owned();
    let client = at(app, HOME).with_session(session_of(&password_at(app, HOME, &email).await));
    (client, rep, email)
}

async fn begin(client: &Client) -> Value {
    client.post("/me/passkeys/start", &json!({"current": PASSWORD})).await.ok()
}

async fn add(client: &Client, device: &mut Device, name: &str) -> Answer {
    let begun = begin(client).await;
    let made = device.make(&begun["options"]).expect("the telephone has none of these");
    client.post("/me/passkeys", &json!({"ticket": begun["ticket"], "credential": made, "name": name})).await
}

async fn ask(browser: &Client) -> Value {
    browser.post("/sessions/passkey/start", &Value::Null).await.ok()
}

async fn show(browser: &Client, ticket: &Value, credential: &Value) -> Answer {
    browser.post("/sessions/passkey", &json!({"ticket": ticket, "credential": credential})).await
}

/// Signs in without typing anything.
async fn sign_in(browser: &Client, device: &mut Device) -> Answer {
    let asked = ask(browser).await;
    let shown = device.show(&asked["options"]);
    show(browser, &asked["ticket"], &shown).await
}

fn refused(answer: &Answer) -> bool {
    answer.wrong_fields() == [("/credential".to_owned(), "passkey_refused".to_owned())]
}

async fn audited(app: &TestApp, name: &str) -> usize {
    app.admin().get(&format!("/audit?name={name}")).await.ok()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_passkey_is_made_and_signs_in_without_anything_typed() {
    let app = TestApp::new().await;
    let (boss, mut telephone) = (boss(&app).await, Device::at(HOME));
    assert_eq!(at(&app, HOME).get("/sessions/passkey").await.ok(), json!({"origin": HOME}));
    assert_eq!(boss.get("/me/passkeys").await.ok(), json!([]));
    let wrong = boss.post("/me/passkeys/start", &json!({"current": "wrong wrong wrong"})).await;
    assert_eq!(wrong.wrong_fields(), [("/current".to_owned(), "wrong_password".to_owned())]);
    let begun = begin(&boss).await;
    assert_eq!(begun["options"]["authenticatorSelection"]["residentKey"], "required");
    let made = telephone.make(&begun["options"]).unwrap();
    let nameless = boss.post("/me/passkeys", &json!({"ticket": begun["ticket"], "credential": made, "name": " "})).await;
    assert_eq!(nameless.wrong_fields(), [("/name".to_owned(), "required".to_owned())]);
    let body = json!({"ticket": begun["ticket"], "credential": made, "name": "王老板的手机"});
    let added = boss.post("/me/passkeys", &body).await;
    assert_eq!(added.status, 201, "{}", added.text());
    assert_eq!((&added.json()["name"], &added.json()["host"]), (&json!("王老板的手机"), &json!("crm.example.com")));
    assert_eq!(boss.post("/me/passkeys", &body).await.problem(), (409, "ticket_over".to_owned()));
    assert!(telephone.make(&begin(&boss).await["options"]).is_none(), "the telephone is told what it has already");

    let browser = at(&app, HOME);
    let signed_in = sign_in(&browser, &mut telephone).await;
    assert_eq!(signed_in.status, 204, "{}", signed_in.text());
    assert_eq!(signed_in.headers.get_all("set-cookie").iter().count(), 2, "the browser is known next time");
    let session = browser.with_session(session_of(&signed_in));
    assert_eq!(session.get("/me").await.ok()["user"]["email"], BOSS);
    assert!(session.get("/me/passkeys").await.ok()[0]["last_used_at"].is_string());
    assert_eq!(session.get("/me/second-step").await.ok()["passkeys"], 1);
    let audit = app.admin().get("/audit?name=user.signed_in").await.text();
    assert!(audit.contains("\"by\":\"passkey\""), "{audit}");
    assert_eq!(audited(&app, "passkey.added").await, 1);
}

#[tokio::test]
async fn a_passkey_is_renamed_and_removed_by_its_owner_alone() {
    let app = TestApp::new().await;
    let (boss, mut telephone) = (boss(&app).await, Device::at(HOME));
    let added = add(&boss, &mut telephone, "手机").await.json();
    let path = format!("/me/passkeys/{}", id(&added));
    let (rep, ..) = rep(&app).await;
    let name = json!({"name": "新手机"});
    assert_eq!(rep.send(Method::PATCH, &path, Some(&name)).await.status, 404);
    assert_eq!(rep.post(&format!("{path}/remove"), &json!({"current": PASSWORD})).await.status, 404);
    assert_eq!(boss.send(Method::PATCH, &path, Some(&name)).await.status, 204);
    assert_eq!(boss.get("/me/passkeys").await.ok()[0]["name"], "新手机");
    let wrong = boss.post(&format!("{path}/remove"), &json!({"current": "wrong wrong wrong"})).await;
    assert_eq!(wrong.wrong_fields()[0].0, "/current");
    assert_eq!(boss.post(&format!("{path}/remove"), &json!({"current": PASSWORD})).await.status, 204);
    assert!(refused(&sign_in(&at(&app, HOME), &mut telephone).await), "it is known no more");
    assert_eq!((audited(&app, "passkey.renamed").await, audited(&app, "passkey.removed").await), (1, 1));
}

#[tokio::test]
async fn nobody_has_more_passkeys_than_devices() {
    let app = TestApp::new().await;
    let boss = boss(&app).await;
    let mut first = Device::at(HOME);
    first.keeps = false;
    let unkept = add(&boss, &mut first, "钥匙").await;
    assert_eq!(unkept.wrong_fields(), [("/credential".to_owned(), "passkey_not_kept".to_owned())]);
    for n in 0..20 {
        add(&boss, &mut Device::at(HOME), &format!("{n}")).await.done();
    }
    let more = boss.post("/me/passkeys/start", &json!({"current": PASSWORD})).await;
    assert_eq!(more.problem(), (409, "too_many_passkeys".to_owned()));
}

#[tokio::test]
async fn what_is_wrong_with_a_passkey_is_not_told_and_noted() {
    let app = TestApp::new().await;
    let (boss, mut telephone) = (boss(&app).await, Device::at(HOME));
    add(&boss, &mut telephone, "手机").await.done();
    let browser = at(&app, HOME);
    // Another page, an owner who was not recognised, an answer to another question, a telephone that is not known.
    telephone.origin = "https://crm.example.com.evil.example".to_owned();
    assert!(refused(&sign_in(&browser, &mut telephone).await));
    telephone.origin = HOME.to_owned();
    telephone.recognises = false;
    assert!(refused(&sign_in(&browser, &mut telephone).await));
    telephone.recognises = true;
    let (first, second) = (ask(&browser).await, ask(&browser).await);
    let shown = telephone.show(&first["options"]);
    assert!(refused(&show(&browser, &second["ticket"], &shown).await));
    let mut unnamed = shown.clone();
    unnamed["response"]["userHandle"] = Value::Null;
    assert!(refused(&show(&browser, &first["ticket"], &unnamed).await));
    let mut stranger = Device::at(HOME);
    stranger.make(&begin(&boss).await["options"]).unwrap();
    assert!(refused(&sign_in(&browser, &mut stranger).await));
    assert!(refused(&show(&browser, &first["ticket"], &json!({"id": "nonsense"})).await));
    // A refusal does not use the ticket up, the right answer does.
    assert_eq!(show(&browser, &first["ticket"], &shown).await.status, 204);
    assert_eq!(show(&browser, &first["ticket"], &shown).await.problem(), (409, "ticket_over".to_owned()), "an answer counts once");
    let late = ask(&browser).await;
    app.travel(Duration::minutes(11));
    let shown = telephone.show(&late["options"]);
    assert_eq!(show(&browser, &late["ticket"], &shown).await.problem(), (409, "ticket_over".to_owned()));
    assert_eq!(app.admin().get("/health").await.ok()["refused"]["last_day"], 6);
}

#[tokio::test]
async fn a_passkey_that_counts_backwards_is_a_copy() {
    let app = TestApp::new().await;
    let (boss, mut telephone) = (boss(&app).await, Device::at(HOME));
    telephone.counter = 5;
    add(&boss, &mut telephone, "手机").await.done();
    let browser = at(&app, HOME);
    sign_in(&browser, &mut telephone).await.done();
    sign_in(&browser, &mut telephone).await.done();
    telephone.counter = 5;
    assert!(refused(&sign_in(&browser, &mut telephone).await), "six was shown before");
    telephone.counter = 20;
    sign_in(&browser, &mut telephone).await.done();
}

#[tokio::test]
async fn a_passkey_belongs_to_one_user_of_one_workspace() {
    let app = TestApp::new().await;
    let boss = boss(&app).await;
    let (rep, rep_id, _) = rep(&app).await;
    let begun = begin(&boss).await;
    let mut telephone = Device::at(HOME);
    let made = telephone.make(&begun["options"]).unwrap();
    let body = json!({"ticket": begun["ticket"], "credential": made, "name": "手机"});
    assert_eq!(rep.post("/me/passkeys", &body).await.status, 404, "the ticket is somebody else's");
    let other = app.other_workspace().await;
    assert_eq!(other.post("/me/passkeys", &body).await.status, 404);
    boss.post("/me/passkeys", &body).await.done();
    // The same passkey again, for another user: its name is taken.
    let begun = begin(&rep).await;
    let mut copy = telephone.make(&begun["options"]).unwrap();
    let own = copy["rawId"].clone();
    assert_ne!(own, made["rawId"]);
    copy["response"]["attestationObject"] = made["response"]["attestationObject"].clone();
    let taken = rep.post("/me/passkeys", &json!({"ticket": begun["ticket"], "credential": copy, "name": "手机"})).await;
    assert_eq!(taken.problem(), (409, "passkey_known".to_owned()));
    // What the telephone says of its owner must be true.
    let browser = at(&app, HOME);
    let asked = ask(&browser).await;
    let mut only = Device::at(HOME);
    add(&rep, &mut only, "手机").await.done();
    let mut shown = only.show(&asked["options"]);
    shown["response"]["userHandle"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
    assert!(refused(&show(&browser, &asked["ticket"], &shown).await));
    assert_eq!(other.get("/me/passkeys").await.ok(), json!([]));
    // Neither a token nor whoever only looks as somebody does anything of this.
    let script = app.with_token(&boss, false).await;
    for (method, path) in [(Method::GET, "/me/passkeys"), (Method::POST, "/me/passkeys/start")] {
        let answer = script.send(method, path, Some(&json!({"current": PASSWORD}))).await;
        assert_eq!(answer.problem(), (403, "not_by_token".to_owned()), "{path}");
    }
    boss.post(&format!("/users/{rep_id}/view-as"), &Value::Null).await.done();
    for (method, path) in [(Method::GET, "/me/passkeys"), (Method::POST, "/me/passkeys/start")] {
        let answer = boss.send(method, path, Some(&json!({"current": PASSWORD}))).await;
        assert_eq!(answer.problem(), (403, "viewing_as".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn who_has_left_or_comes_through_another_house_only_is_refused_like_a_stranger() {
    let app = TestApp::new().await;
    let (rep, rep_id, _) = rep(&app).await;
    let mut telephone = Device::at(HOME);
    add(&rep, &mut telephone, "手机").await.done();
    let browser = at(&app, HOME);
    sign_in(&browser, &mut telephone).await.done();
    let boss = app.admin().get("/me").await.ok()["user"]["id"].clone();
    app.admin().post(&format!("/users/{rep_id}/deactivate"), &json!({"successor_id": boss})).await.done();
    assert!(refused(&sign_in(&browser, &mut telephone).await));
    app.admin().post(&format!("/users/{rep_id}/reactivate"), &Value::Null).await.done();
    sign_in(&browser, &mut telephone).await.done();
    // The people of the tests have no password to begin with.
    let (elsewhere, _) = app.rep().await;
    let none = elsewhere.post("/me/passkeys/start", &json!({})).await;
    assert_eq!(none.problem(), (409, "passkey_elsewhere".to_owned()));
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    crate::staff::commands::end_password(&mut tx, rep_id).await.unwrap();
    let done = tx.record(guanxi_kernel::event::Event::new("user.changed", "user", rep_id), ());
    tx.commit(done).await.unwrap();
    assert!(refused(&sign_in(&browser, &mut telephone).await));
    assert_eq!(audited(&app, "passkey.removed").await, 1);
}

#[tokio::test]
async fn too_many_wrong_passkeys_of_one_place_wait() {
    let app = TestApp::new().await;
    let place: std::net::IpAddr = "203.0.113.7".parse().unwrap();
    let browser = at(&app, HOME).from_address(place);
    let asked = ask(&browser).await;
    for _ in 0..100 {
        assert!(refused(&show(&browser, &asked["ticket"], &json!({})).await));
    }
    assert_eq!(show(&browser, &asked["ticket"], &json!({})).await.problem(), (429, "too_many_requests".to_owned()));
    let elsewhere = at(&app, HOME).from_address("198.51.100.9".parse().unwrap());
    assert!(refused(&show(&elsewhere, &asked["ticket"], &json!({})).await));
}

#[tokio::test]
async fn passkeys_need_a_name_over_tls() {
    let app = TestApp::new().await;
    for home in ["http://192.168.1.5:8080", "http://crm.example.com"] {
        let browser = at(&app, home);
        assert_eq!(browser.get("/sessions/passkey").await.ok(), json!({"origin": null}));
        assert_eq!(browser.post("/sessions/passkey/start", &Value::Null).await.problem(), (409, "passkeys_not_here".to_owned()));
        let session = browser.with_session(session_of(&password_at(&app, home, BOSS).await));
        let start = session.post("/me/passkeys/start", &json!({"current": PASSWORD})).await;
        assert_eq!(start.problem(), (409, "passkeys_not_here".to_owned()));
    }
    assert_eq!(at(&app, "http://127.0.0.1:8080").get("/sessions/passkey").await.ok(), json!({"origin": "http://localhost:8080"}));
}

/// Demands a second step of everybody, and lets the days of grace pass.
async fn demand(app: &TestApp) {
    app.admin().put("/second-step-rule", &json!({"who": "everybody"})).await.done();
    app.travel(Duration::days(15));
}

#[tokio::test]
async fn a_passkey_is_a_second_step_when_one_is_demanded() {
    let app = TestApp::new().await;
    let (rep, rep_id, email) = rep(&app).await;
    let mut telephone = Device::at(HOME);
    add(&rep, &mut telephone, "手机").await.done();
    assert_eq!(password_at(&app, HOME, &email).await.status, 204, "a passkey is a way in of its own");
    let roles = app.admin().get(&format!("/users/{rep_id}")).await.ok()["roles"].clone();
    let rule = app.admin().put("/second-step-rule", &json!({"who": "roles", "roles": [roles[0]["id"]]})).await.ok();
    assert_eq!((&rule["concerned"], &rule["without"]), (&json!(1), &json!(0)));
    assert!(rep.get("/me").await.ok()["second_step_due_at"].is_null(), "there is nothing to set up");
    let weak = at(&app, HOME).with_session(session_of(&password_at(&app, HOME, &email).await));
    app.travel(Duration::days(15));
    assert_eq!(
        weak.post("/me/passkeys/start", &json!({"current": PASSWORD})).await.problem(),
        (409, "weak_session".to_owned()),
        "the password and an old session are not enough to make another"
    );
    let app_instead = weak.post("/me/authenticator", &json!({"current": PASSWORD})).await;
    assert_eq!(app_instead.problem(), (409, "weak_session".to_owned()), "nor to set an app up");
    app.admin().get("/me").await.done();
    // What a passkey has opened, and where one was made, stays; what the password alone has opened ends.
    let strong = at(&app, HOME).with_session(session_of(&sign_in(&at(&app, HOME), &mut telephone).await));
    rep.get("/me").await.done();
    queue(app.app.db(), app.workspace, &NewJob::new("admin.tidy", Value::Null)).await.unwrap();
    app.run_jobs().await;
    assert_eq!((weak.get("/me").await.status.as_u16(), rep.get("/me").await.status.as_u16()), (401, 200));
    strong.get("/me").await.done();
    // After the password the passkey is asked for.
    let next = password_at(&app, HOME, &email).await;
    assert_eq!((next.status.as_u16(), &next.json()["step"]), (202, &json!("passkey")));
    let next = next.json();
    assert_eq!(next["passkey"]["allowCredentials"].as_array().unwrap().len(), 1);
    let browser = at(&app, HOME);
    let take = |credential: Value| {
        let (browser, body) = (browser.clone(), json!({"ticket": next["ticket"], "credential": credential}));
        async move { browser.post("/sessions/second-step", &body).await }
    };
    let mut stranger = Device::at(HOME);
    add(&boss(&app).await, &mut stranger, "别人的").await;
    assert_eq!(browser.post("/sessions/second-step", &json!({"ticket": next["ticket"], "code": "123456"})).await.problem().0, 422);
    let shown = telephone.show(&next["passkey"]);
    let mut unnamed = shown.clone();
    unnamed["response"]["userHandle"] = Value::Null;
    take(unnamed).await.done();
    assert_eq!(take(shown).await.problem(), (409, "ticket_over".to_owned()));
    // The last one cannot be removed, another one can.
    let passkey = strong.get("/me/passkeys").await.ok()[0].clone();
    let remove = format!("/me/passkeys/{}/remove", id(&passkey));
    assert_eq!(strong.post(&remove, &json!({"current": PASSWORD})).await.problem(), (409, "last_second_step".to_owned()));
    add(&strong, &mut Device::at(HOME), "电脑").await.done();
    strong.post(&remove, &json!({"current": PASSWORD})).await.done();
    // Both are lost: an administrator takes them away, and the password leads to setting one up.
    let reset = app.admin().send(Method::DELETE, &format!("/users/{rep_id}/second-step"), None).await;
    assert_eq!(reset.status, 204, "{}", reset.text());
    assert_eq!(strong.get("/me").await.status, 401);
    let next = password_at(&app, HOME, &email).await.json();
    assert_eq!(next["step"], "enrol");
    let made = telephone.make(&next["passkey"]).unwrap();
    let body = json!({"ticket": next["ticket"], "credential": made, "name": "新手机"});
    let admitted = browser.post("/sessions/second-step", &body).await;
    assert_eq!(admitted.ok(), json!({"recovery_codes": []}));
    let session = browser.with_session(session_of(&admitted));
    assert_eq!(session.get("/me/passkeys").await.ok()[0]["name"], "新手机");
}

#[tokio::test]
async fn whoever_comes_after_the_owner_sets_nothing_up() {
    let app = TestApp::new().await;
    demand(&app).await;
    let early = [password_at(&app, HOME, BOSS).await.json(), password_at(&app, HOME, BOSS).await.json()];
    let owner = password_at(&app, HOME, BOSS).await.json();
    let browser = at(&app, HOME);
    let made = Device::at(HOME).make(&owner["passkey"]).unwrap();
    let body = json!({"ticket": owner["ticket"], "credential": made, "name": "王老板的手机"});
    browser.post("/sessions/second-step", &body).await.done();
    let key = early[0]["authenticator"]["key"].as_str().unwrap();
    let body = json!({"ticket": early[0]["ticket"], "code": super::second_step::code(&app, key)});
    assert_eq!(browser.post("/sessions/second-step", &body).await.problem(), (409, "ticket_over".to_owned()));
    let made = Device::at(HOME).make(&early[1]["passkey"]).unwrap();
    let body = json!({"ticket": early[1]["ticket"], "credential": made, "name": "别人的手机"});
    assert_eq!(browser.post("/sessions/second-step", &body).await.problem(), (409, "ticket_over".to_owned()));
}

#[tokio::test]
async fn nobody_is_kept_out_by_a_new_address() {
    let app = TestApp::new().await;
    let (boss, mut telephone) = (boss(&app).await, Device::at(HOME));
    add(&boss, &mut telephone, "手机").await.done();
    demand(&app).await;
    assert_eq!(password_at(&app, HOME, BOSS).await.json()["step"], "passkey");
    // Guanxi moves: the passkey is bound to the old host, and the password leads to setting something up.
    let next = password_at(&app, "https://crm.example.org", BOSS).await.json();
    assert_eq!((&next["step"], &next["passkey"]["rp"]["id"]), (&json!("enrol"), &json!("crm.example.org")));
    let next = password_at(&app, "http://192.168.1.5", BOSS).await.json();
    assert_eq!((&next["step"], &next["passkey"]), (&json!("enrol"), &Value::Null));
}

#[tokio::test]
async fn an_authenticator_app_and_a_passkey_stand_in_for_each_other() {
    let app = TestApp::new().await;
    let boss = boss(&app).await;
    let started = boss.post("/me/authenticator", &json!({"current": PASSWORD})).await.ok();
    let key = started["authenticator"]["key"].as_str().unwrap();
    let code = super::second_step::code(&app, key);
    let codes = boss.post("/me/authenticator/confirm", &json!({"ticket": started["ticket"], "code": code})).await.ok();
    let next = password_at(&app, HOME, BOSS).await.json();
    assert_eq!((&next["step"], &next["passkey"]), (&json!("code"), &Value::Null));
    let mut telephone = Device::at(HOME);
    add(&boss, &mut telephone, "手机").await.done();
    let next = password_at(&app, HOME, BOSS).await.json();
    assert_eq!(next["step"], "code");
    let body = json!({"ticket": next["ticket"], "credential": telephone.show(&next["passkey"])});
    at(&app, HOME).post("/sessions/second-step", &body).await.done();
    let next = password_at(&app, HOME, BOSS).await.json();
    let body = json!({"ticket": next["ticket"], "code": codes["recovery_codes"][0]});
    at(&app, HOME).post("/sessions/second-step", &body).await.done();
    sign_in(&at(&app, HOME), &mut telephone).await.done();
    // With a passkey the app may be turned off although a second step is demanded.
    app.admin().put("/second-step-rule", &json!({"who": "everybody"})).await.done();
    let body = json!({"current": PASSWORD, "code": codes["recovery_codes"][1]});
    assert_eq!(boss.post("/me/authenticator/off", &body).await.status, 204);
    let passkey = boss.get("/me/passkeys").await.ok()[0].clone();
    let last = boss.post(&format!("/me/passkeys/{}/remove", id(&passkey)), &json!({"current": PASSWORD})).await;
    assert_eq!(last.problem(), (409, "last_second_step".to_owned()));
}
