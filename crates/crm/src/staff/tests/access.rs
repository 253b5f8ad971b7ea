//! The first visit, signing in, sessions, tokens, passwords.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};

use crate::{
    staff::commands::set_password,
    testing::{BOSS, Done, PASSWORD, TestApp, id, path, session_of},
};

const SETUP: &str = r#"{"workspace_name":"x","name":"y","email":"z@example.com","password":"correct horse battery","locale":"zh-CN","trade":"hotel","time_zone":"Asia/Shanghai"}"#;

#[tokio::test]
async fn the_first_visit_closes_for_good() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get("/setup").await.ok(), json!({"open": false}));
    let setup: Value = serde_json::from_str(SETUP).unwrap();
    assert_eq!(nobody.post("/setup", &setup).await.problem(), (409, "setup_closed".to_owned()));
    assert_eq!(app.admin().post("/setup", &setup).await.problem(), (409, "setup_closed".to_owned()));
    let me = app.admin().get("/me").await.ok();
    assert_eq!(
        (&me["user"]["name"], &me["workspace"]["currency"], &me["workspace"]["time_zone"]),
        (&json!("王老板"), &json!("CNY"), &json!("Asia/Shanghai"))
    );
}

#[tokio::test]
async fn name_and_password_open_a_session() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let answer = nobody.post("/sessions", &json!({"email": " Boss@Example.COM ", "password": PASSWORD})).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/") && !cookie.contains("Secure"),
        "{cookie}"
    );
    let signed_in = nobody.clone().with_session(session_of(&answer));
    assert_eq!(signed_in.get("/me").await.ok()["user"]["email"], BOSS);
    let out = signed_in.send(Method::DELETE, "/sessions/current", None).await;
    assert_eq!(out.status, 204);
    assert!(out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let audit = app.admin().get("/audit?name=user.signed_out").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "one's own way out is told from the end of another device");
    assert_eq!(signed_in.get("/me").await.problem(), (401, "unauthenticated".to_owned()));
}

#[tokio::test]
async fn only_a_trusted_proxy_says_that_the_browser_came_over_tls() {
    let app = TestApp::new().await;
    let behind = app.app.clone().behind(vec!["127.0.0.1".parse().unwrap()]);
    let behind = guanxi_kernel::testkit::Client::new(guanxi_kernel::http::router(behind, axum::Router::new()));
    let proxy: std::net::IpAddr = [127, 0, 0, 1].into();
    for (client, scheme, secure) in [
        (behind.clone().from_address(proxy), "https", true),
        (behind.clone().from_address(proxy), "https, http", true),
        (behind.clone().from_address(proxy), "http", false),
        (behind.clone().from_address([203, 0, 113, 9].into()), "https", false),
        (app.anonymous().from_address(proxy), "https", false),
    ] {
        let client = client.with_header("x-forwarded-proto", scheme);
        let answer = client.post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        for cookie in answer.headers.get_all("set-cookie") {
            assert_eq!(cookie.to_str().unwrap().contains("Secure"), secure, "{scheme}: {cookie:?}");
        }
        assert_eq!(answer.headers.contains_key("strict-transport-security"), secure, "{scheme}");
    }
}

#[tokio::test]
async fn an_unknown_address_answers_like_a_wrong_password() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let wrong = nobody.post("/sessions", &json!({"email": BOSS, "password": "wrong wrong wrong"})).await;
    for email in ["nobody@example.com", "not an address", ""] {
        let unknown = nobody.post("/sessions", &json!({"email": email, "password": "wrong wrong wrong"})).await;
        assert_eq!((unknown.status, unknown.json()), (wrong.status, wrong.json()), "{email}");
    }
    assert_eq!(wrong.wrong_fields(), [("/password".to_owned(), "wrong_password".to_owned())]);
}

#[tokio::test]
async fn after_five_wrong_passwords_an_address_waits() {
    let app = TestApp::new().await;
    let nobody = app.anonymous();
    let sign_in = |email: &'static str, password: &'static str| {
        let nobody = nobody.clone();
        async move { nobody.post("/sessions", &json!({"email": email, "password": password})).await }
    };
    for _ in 0..5 {
        assert_eq!(sign_in(BOSS, "wrong wrong wrong").await.problem().0, 422);
    }
    let locked = sign_in(BOSS, PASSWORD).await;
    assert_eq!(locked.problem(), (429, "too_many_requests".to_owned()), "the right password waits too");
    let wait: i64 = locked.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    // Another spelling is the same address; another address is not locked; the open session works on.
    assert_eq!(sign_in(" BOSS@example.com", PASSWORD).await.problem().0, 429);
    assert_eq!(sign_in("other@example.com", "wrong wrong wrong").await.problem().0, 422);
    app.admin().get("/me").await.done();
    app.travel(Duration::seconds(wait + 1));
    assert_eq!(sign_in(BOSS, PASSWORD).await.status, 204);
    // A right password begins the count anew.
    for _ in 0..4 {
        assert_eq!(sign_in(BOSS, "wrong wrong wrong").await.problem().0, 422);
    }
    assert_eq!(sign_in(BOSS, PASSWORD).await.status, 204);
    for _ in 0..4 {
        assert_eq!(sign_in(BOSS, "wrong wrong wrong").await.problem().0, 422);
    }
    assert_eq!(sign_in(BOSS, PASSWORD).await.status, 204);
}

#[tokio::test]
async fn who_is_locked_out_locks_nobody_else_out() {
    let app = TestApp::new().await;
    let wrong = json!({"email": BOSS, "password": "wrong wrong wrong"});
    let right = json!({"email": BOSS, "password": PASSWORD});
    let at = |last: u8| app.anonymous().from_address([203, 0, 113, last].into());
    for _ in 0..40 {
        at(1).post("/sessions", &wrong).await;
    }
    assert_eq!(at(1).post("/sessions", &right).await.problem().0, 429);
    assert_eq!(at(2).post("/sessions", &right).await.status, 204, "somewhere else nothing was tried");
    // What a client says about where it comes from is not believed.
    let liar = at(1).with_header("x-forwarded-for", "198.51.100.7");
    assert_eq!(liar.post("/sessions", &right).await.problem().0, 429);
}

#[tokio::test]
async fn many_places_together_make_an_address_wait_but_not_the_browsers_that_are_known() {
    let app = TestApp::new().await;
    let wrong = json!({"email": BOSS, "password": "wrong wrong wrong"});
    let right = json!({"email": BOSS, "password": PASSWORD});
    let known = app.anonymous().from_address([198, 51, 100, 1].into()).post("/sessions", &right).await;
    let cookies: Vec<&str> = known.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let device = cookies.iter().find(|cookie| cookie.starts_with("guanxi_device=")).unwrap();
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Strict") && device.contains("Path=/api/v1/sessions"), "{device}");
    let device = device.split(';').next().unwrap().to_owned();
    for place in 1..=11_u8 {
        for _ in 0..5 {
            app.anonymous().from_address([203, 0, 113, place].into()).post("/sessions", &wrong).await;
        }
    }
    let elsewhere = app.anonymous().from_address([192, 0, 2, 1].into());
    assert_eq!(elsewhere.post("/sessions", &right).await.problem().0, 429, "an unknown browser waits");
    let mine = elsewhere.clone().with_header("cookie", device.clone());
    let answer = mine.post("/sessions", &right).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1, "it is known already");
    // A known browser may not guess on and on either, and is known for its own user only.
    let (_, other) = app.rep().await;
    let email = app.admin().get(&format!("/users/{other}")).await.ok()["email"].clone();
    for _ in 0..5 {
        assert_eq!(mine.post("/sessions", &wrong).await.problem().0, 422);
    }
    assert_eq!(mine.post("/sessions", &right).await.problem().0, 429);
    for _ in 0..5 {
        assert_eq!(mine.post("/sessions", &json!({"email": email, "password": "wrong"})).await.problem().0, 422);
    }
    assert_eq!(mine.post("/sessions", &json!({"email": email, "password": "wrong"})).await.problem().0, 429);
    // The secret of a browser opens nothing, and a new password makes the browser unknown.
    let secret = device.split_once('=').unwrap().1.to_owned();
    assert_eq!(app.anonymous().with_session(secret.clone()).get("/me").await.problem().0, 401);
    assert_eq!(app.anonymous().with_header("authorization", format!("Bearer {secret}")).get("/me").await.problem().0, 401);
    app.travel(Duration::minutes(16));
    let change = json!({"current": PASSWORD, "new": "a new and longer password"});
    assert_eq!(app.admin().post("/me/password", &change).await.status, 204);
    let again = mine.post("/sessions", &json!({"email": BOSS, "password": "a new and longer password"})).await;
    assert_eq!(again.headers.get_all("set-cookie").iter().count(), 2, "it is made known anew");
}

#[tokio::test]
async fn the_browser_of_the_first_visit_and_of_an_invitation_is_known() {
    let app = TestApp::new().await;
    let device_of = |answer: &guanxi_kernel::testkit::Answer| {
        let cookies: Vec<String> = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        let device = cookies.iter().find(|cookie| cookie.starts_with("guanxi_device=")).expect("the browser is made known").clone();
        device.split(';').next().unwrap().to_owned()
    };
    let roles = app.admin().get("/roles").await.ok();
    let invitation = json!({"name": "李娜", "email": "li@example.com", "roles": [roles[0]["id"]]});
    let made = app.admin().post("/invitations", &invitation).await.ok();
    let link = made["link"].as_str().unwrap().replace("/invitations/", "/invited/");
    let accepted = app.anonymous().post(&format!("{link}/accept"), &json!({"name": "李娜", "password": PASSWORD})).await;
    assert_eq!(accepted.status, 204, "{}", accepted.text());
    for place in 1..=11_u8 {
        for _ in 0..5 {
            let guess = json!({"email": "li@example.com", "password": "wrong wrong wrong"});
            app.anonymous().from_address([203, 0, 113, place].into()).post("/sessions", &guess).await;
        }
    }
    let right = json!({"email": "li@example.com", "password": PASSWORD});
    let elsewhere = app.anonymous().from_address([192, 0, 2, 1].into());
    assert_eq!(elsewhere.post("/sessions", &right).await.problem().0, 429, "an unknown browser waits");
    assert_eq!(elsewhere.with_header("cookie", device_of(&accepted)).post("/sessions", &right).await.status, 204);
    // The first administrator is no worse off.
    let database = guanxi_kernel::testkit::TestDatabase::new(&crate::migrations()).await;
    let empty = guanxi_kernel::http::App::new(
        database.db.clone(),
        crate::SLICES,
        std::sync::Arc::new(crate::staff::StaffDirectory),
        database.folder().to_owned(),
        database.files(),
    );
    let first = guanxi_kernel::testkit::Client::new(guanxi_kernel::http::router(empty, axum::Router::new()));
    let opened = first.post("/setup", &serde_json::from_str(SETUP).unwrap()).await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    assert!(device_of(&opened).len() > "guanxi_device=".len());
}

#[tokio::test]
async fn a_place_that_goes_through_addresses_waits() {
    let app = TestApp::new().await;
    let guess = |n: u32, address: std::net::IpAddr| {
        let client = app.anonymous().from_address(address);
        async move { client.post("/sessions", &json!({"email": format!("user{n}@example.com"), "password": "wrong wrong wrong"})).await }
    };
    // One subscriber has a whole range of IPv6 addresses.
    for n in 0..100 {
        let address = format!("2001:db8:1:2::{n:x}").parse().unwrap();
        assert_eq!(guess(n, address).await.problem().0, 422, "{n}");
    }
    assert_eq!(guess(100, "2001:db8:1:2:ffff::1".parse().unwrap()).await.problem().0, 429);
    assert_eq!(guess(101, "2001:db8:1:3::1".parse().unwrap()).await.problem().0, 422, "the next subscriber does not wait");
    // A right password is no wrong one: colleagues behind one line sign in as often as they like.
    for _ in 0..110 {
        let office = app.anonymous().from_address([203, 0, 113, 5].into());
        assert_eq!(office.post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await.status, 204);
    }
}

#[tokio::test]
async fn an_unknown_address_is_locked_like_a_known_one() {
    let app = TestApp::new().await;
    let wrong = json!({"email": "nobody@example.com", "password": "wrong wrong wrong"});
    for _ in 0..5 {
        assert_eq!(app.anonymous().post("/sessions", &wrong).await.problem().0, 422);
    }
    assert_eq!(app.anonymous().post("/sessions", &wrong).await.problem().0, 429, "or the answer tells who works here");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let second =
        app.anonymous().with_header("user-agent", "Firefox").post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await;
    let second = app.anonymous().with_session(session_of(&second));
    let sessions = admin.get("/sessions").await.ok();
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|session| session["current"] == false).unwrap();
    assert_eq!(other["name"], "Firefox");
    assert!(!admin.get("/sessions").await.text().contains("secret"));
    let (rep, _) = app.rep().await;
    assert_eq!(rep.send(Method::DELETE, &path(other, "/sessions"), None).await.problem().0, 404, "not one's own");
    assert_eq!(admin.send(Method::DELETE, &path(other, "/sessions"), None).await.status, 204);
    assert_eq!(second.get("/me").await.problem().0, 401);
    admin.get("/me").await.done();
    // A browser that is not used for a month is signed out.
    app.travel(Duration::days(31));
    assert_eq!(admin.get("/me").await.problem().0, 401);
}

#[tokio::test]
async fn tokens_are_shown_once_and_end() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let made = admin.post("/tokens", &json!({"name": "脚本", "days": 2})).await;
    assert_eq!(made.status, 201);
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("gx_"));
    let script = app.anonymous().with_header("authorization", format!("Bearer {secret}"));
    script.get("/me").await.done();
    assert!(!admin.get("/tokens").await.text().contains(&secret));
    assert!(!admin.get("/audit").await.text().contains(&secret));
    app.travel(Duration::days(3));
    assert_eq!(script.get("/me").await.problem().0, 401);
    let made = admin.post("/tokens", &json!({"name": "又一个", "days": 2})).await.ok();
    let script = app.anonymous().with_header("authorization", format!("Bearer {}", made["secret"].as_str().unwrap()));
    assert_eq!(admin.send(Method::DELETE, &path(&made, "/tokens"), None).await.status, 204);
    assert_eq!(script.get("/me").await.problem().0, 401);
    for (body, pointer) in [
        (json!({"name": "", "days": 2}), "/name"),
        (json!({"name": "x", "days": 0}), "/days"),
        (json!({"name": "x", "days": 367}), "/days"),
    ] {
        assert_eq!(admin.post("/tokens", &body).await.wrong_fields()[0].0, pointer);
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let other = app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await;
    let other = app.anonymous().with_session(session_of(&other));
    let new = "a new and longer password";
    let change = |current: &'static str, new: &'static str| {
        let admin = admin.clone();
        async move { admin.post("/me/password", &json!({"current": current, "new": new})).await }
    };
    assert_eq!(change("wrong wrong wrong", new).await.wrong_fields(), [("/current".to_owned(), "wrong_password".to_owned())]);
    assert_eq!(change(PASSWORD, "short").await.wrong_fields(), [("/new".to_owned(), "password_short".to_owned())]);
    assert_eq!(change(PASSWORD, "1234567890").await.wrong_fields(), [("/new".to_owned(), "password_common".to_owned())]);
    other.get("/me").await.done();
    assert_eq!(change(PASSWORD, new).await.status, 204);
    assert_eq!(other.get("/me").await.problem().0, 401);
    admin.get("/me").await.done();
    assert_eq!(app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await.problem().0, 422);
    assert_eq!(app.anonymous().post("/sessions", &json!({"email": BOSS, "password": new})).await.status, 204);
    // No secret of any kind is in the audit.
    let audit = admin.get("/audit?limit=200").await.text();
    assert!(audit.contains("user.password_changed") && !audit.contains("argon2") && !audit.contains(new), "{audit}");
}

#[tokio::test]
async fn a_token_neither_outlives_its_end_nor_lets_others_in() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let script = app.with_token(&admin, false).await;
    script.get("/users").await.done();
    let me = admin.get("/me").await.ok()["user"].clone();
    let session = admin.get("/sessions").await.ok()[0].clone();
    let own = admin.get("/tokens").await.ok()[0].clone();
    let other = admin.post("/tokens", &json!({"name": "另一个", "days": 2})).await.ok();
    let role = admin.get("/roles").await.ok()[0]["id"].clone();
    let (_, rep) = app.rep().await;
    for (method, place, body) in [
        (Method::GET, "/tokens".to_owned(), Value::Null),
        (Method::POST, "/tokens".to_owned(), json!({"name": "x", "days": 366})),
        (Method::DELETE, path(&other, "/tokens"), Value::Null),
        (Method::GET, "/sessions".to_owned(), Value::Null),
        (Method::DELETE, path(&session, "/sessions"), Value::Null),
        (Method::POST, "/me/password".to_owned(), json!({"current": PASSWORD, "new": "a new and longer password"})),
        (Method::GET, "/invitations".to_owned(), Value::Null),
        (Method::POST, "/invitations".to_owned(), json!({"name": "李", "email": "li@example.com", "roles": [role]})),
        (Method::POST, "/password-resets".to_owned(), json!({"user_id": rep})),
        (Method::GET, format!("/users/{}/tokens", id(&me)), Value::Null),
        (Method::DELETE, format!("/users/{}/tokens/{}", id(&me), id(&other)), Value::Null),
    ] {
        let refused = script.send(method.clone(), &place, Some(&body)).await;
        assert_eq!(refused.problem(), (403, "not_by_token".to_owned()), "{method} {place}");
    }
    assert_eq!(script.send(Method::DELETE, &path(&own, "/tokens"), None).await.status, 204, "it ends itself");
    assert_eq!(script.get("/me").await.problem().0, 401);
}

#[tokio::test]
async fn who_may_change_users_sees_and_ends_their_tokens() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let script = app.with_token(&rep, false).await;
    let place = format!("/users/{rep_id}/tokens");
    let (manager, _) = app.person("manager", "一组").await;
    for client in [&rep, &manager] {
        assert_eq!(client.get(&place).await.problem(), (403, "forbidden".to_owned()));
    }
    let seen = app.admin().get(&place).await.ok();
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["name"]), (1, &json!("脚本")));
    assert!(!seen.to_string().contains("gx_"), "{seen}");
    let one = path(&seen[0], &place);
    assert_eq!(manager.send(Method::DELETE, &one, None).await.problem().0, 403);
    let other = app.other_workspace().await;
    assert_eq!((other.get(&place).await.problem().0, other.send(Method::DELETE, &one, None).await.problem().0), (404, 404));
    let session = rep.get("/sessions").await.ok()[0].clone();
    assert_eq!(app.admin().send(Method::DELETE, &path(&session, &place), None).await.problem().0, 404, "that is no token");
    assert_eq!(app.admin().send(Method::DELETE, &one, None).await.status, 204);
    assert_eq!(app.admin().send(Method::DELETE, &one, None).await.problem().0, 404);
    assert_eq!(script.get("/me").await.problem().0, 401);
    let audit = app.admin().get(&format!("/audit?record_id={rep_id}&name=token.revoked")).await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    assert_eq!(audit["items"][0]["data"]["name"], "脚本");
}

#[tokio::test]
async fn a_new_password_ends_tokens_where_others_may_have_them() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let set = async |password: &str| {
        set_password(app.app.db(), &app.system().await, rep_id.into(), password.to_owned()).await.unwrap();
        let email = app.admin().get(&format!("/users/{rep_id}")).await.ok()["email"].clone();
        let answer = app.anonymous().post("/sessions", &json!({"email": email, "password": password})).await;
        app.anonymous().with_session(session_of(&answer))
    };
    let (before, first) = (app.with_token(&rep, false).await, "a first and long password");
    let rep = set(first).await;
    assert_eq!(before.get("/me").await.problem().0, 401, "from the command line");
    // Whoever changes their own says whether.
    let script = app.with_token(&rep, false).await;
    let second = "a second and long password";
    rep.post("/me/password", &json!({"current": first, "new": second})).await.done();
    script.get("/me").await.done();
    rep.post("/me/password", &json!({"current": second, "new": first, "end_tokens": true})).await.done();
    assert_eq!(script.get("/me").await.problem().0, 401);
    rep.get("/me").await.done();
    let script = app.with_token(&rep, false).await;
    let made = app.admin().post("/password-resets", &json!({"user_id": rep_id})).await.ok();
    let place = format!("/password-resets/{}", made["link"].as_str().unwrap().rsplit('/').next().unwrap());
    script.get("/me").await.done();
    app.anonymous().post(&format!("{place}/use"), &json!({"password": second})).await.done();
    assert_eq!(script.get("/me").await.problem().0, 401, "by a link");
}

#[tokio::test]
async fn the_present_password_is_not_guessed_on_and_on_from_inside() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let change = |client: &guanxi_kernel::testkit::Client, current: &'static str| {
        let client = client.clone();
        async move { client.post("/me/password", &json!({"current": current, "new": "a new and longer password"})).await }
    };
    for _ in 0..5 {
        assert_eq!(change(&admin, "wrong wrong wrong").await.wrong_fields()[0].1, "wrong_password");
    }
    let waits = change(&admin, PASSWORD).await;
    assert_eq!(waits.problem(), (429, "too_many_requests".to_owned()), "the right one waits too");
    // The owner is not kept out: not from signing in, and not in another session.
    let other = app.anonymous().post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await;
    assert_eq!(change(&app.anonymous().with_session(session_of(&other)), PASSWORD).await.status, 204);
}

#[tokio::test]
async fn ones_own_settings_are_ones_own() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let send = |body: Value| {
        let rep = rep.clone();
        async move { rep.send(Method::PATCH, "/me", Some(&body)).await }
    };
    let changed = send(json!({"name": "李娜", "locale": "en", "theme": "dark", "time_zone": "Europe/Berlin"})).await.ok();
    assert_eq!((&changed["name"], &changed["theme"], id(&changed)), (&json!("李娜"), &json!("dark"), rep_id.to_string().as_str()));
    for (body, pointer) in [
        (json!({"locale": "fr"}), "/locale"),
        (json!({"theme": "pink"}), "/theme"),
        (json!({"time_zone": "Mars/Base"}), "/time_zone"),
        (json!({"name": " "}), "/name"),
        (json!({"email": "x@example.com"}), "/email"),
    ] {
        assert_eq!(send(body).await.wrong_fields()[0].0, pointer);
    }
}

#[tokio::test]
async fn nobody_hears_of_anothers_access_and_the_audit_shows_it() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (inspector, _) = app.person("inspector", "总部").await;
    let mut own = rep.listen("/events").await;
    let mut others = Vec::new();
    for client in [&app.admin(), &inspector] {
        others.push(client.listen("/events").await);
    }
    let made = rep.post("/tokens", &json!({"name": "脚本", "days": 2})).await.ok();
    assert_eq!(rep.send(Method::DELETE, &path(&made, "/tokens"), None).await.status, 204);
    let names = ["token.made", "token.revoked", "user.password_changed", "user.signed_in"];
    for name in &names[..2] {
        let heard = own.next().await;
        assert_eq!((&heard["name"], &heard["kind"]), (&json!(name), &json!("credential")));
    }
    let known = app.admin().get(&format!("/users/{rep_id}")).await.ok();
    let actor = app.system().await;
    set_password(app.app.db(), &actor, rep_id.into(), "long enough a password".to_owned()).await.unwrap();
    assert_eq!(own.end().await, "", "the password has ended the session, and with it the stream");
    let signed_in = app.anonymous().post("/sessions", &json!({"email": known["email"], "password": "long enough a password"})).await;
    assert_eq!(signed_in.status, 204, "{}", signed_in.text());
    // What they hear next is what came after.
    app.account("金源").await;
    for other in &mut others {
        assert_eq!(other.next().await["name"], "account.created");
    }
    for name in names {
        let audit = inspector.get(&format!("/audit?record_id={rep_id}&name={name}")).await.ok();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{name}");
    }
}
