//! The links that let somebody in: invitations, and new passwords.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};

use super::people::role;
use crate::testing::{BOSS, Done, PASSWORD, TestApp, id, path, session_of};

/// The path of an invitation's operations.
fn invited(made: &Value) -> String {
    let secret = made["link"].as_str().unwrap().rsplit('/').next().unwrap();
    format!("/invited/{secret}")
}

#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let team = app.unit("一组", "team", None).await;
    let salesperson = role(&app, "salesperson").await;
    let made = admin
        .post("/invitations", &json!({"name": "陈思远", "email": "Chen@Example.com", "roles": [salesperson], "org_unit_id": id(&team)}))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let place = invited(&made.json());
    let nobody = app.anonymous();
    let seen = nobody.get(&place).await.ok();
    assert_eq!(
        (&seen["workspace_name"], &seen["name"], &seen["email"]),
        (&json!("金源酒业"), &json!("陈思远"), &json!("chen@example.com"))
    );
    assert_eq!(
        nobody.post(&format!("{place}/accept"), &json!({"name": "陈", "password": "short"})).await.wrong_fields()[0],
        ("/password".to_owned(), "password_short".to_owned())
    );
    let accepted = nobody.post(&format!("{place}/accept"), &json!({"name": "陈思远", "password": "long enough a password"})).await;
    assert_eq!(accepted.status, 204, "{}", accepted.text());
    let chen = nobody.clone().with_session(session_of(&accepted));
    let me = chen.get("/me").await.ok();
    assert_eq!((&me["user"]["name"], &me["user"]["email"]), (&json!("陈思远"), &json!("chen@example.com")));
    assert!(me["grants"].as_array().unwrap().contains(&json!({"object": "account", "action": "read", "scope": "own"})));
    let user = admin.get(&path(&me["user"], "/users")).await.ok();
    assert_eq!((&user["org_unit"]["name"], &user["roles"][0]["name"]), (&json!("一组"), &json!("业务员")));
    assert!(user["last_seen_at"].is_string(), "whoever has just come in was seen: {user}");
    // A link works once.
    assert_eq!(nobody.get(&place).await.problem().0, 404);
    assert_eq!(nobody.post(&format!("{place}/accept"), &json!({"name": "x", "password": "long enough a password"})).await.problem().0, 404);
    let taken = admin.post("/invitations", &json!({"name": "陈", "email": "CHEN@example.com", "roles": [salesperson]})).await;
    assert_eq!(taken.wrong_fields(), [("/email".to_owned(), "taken".to_owned())]);
    // The link's secret is not in the audit.
    assert!(!admin.get("/audit").await.text().contains(place.rsplit('/').next().unwrap()));
}

#[tokio::test]
async fn an_invitation_expires() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let made = admin
        .post("/invitations", &json!({"name": "陈", "email": "chen@example.com", "roles": [role(&app, "salesperson").await]}))
        .await
        .ok();
    app.travel(Duration::days(6));
    app.anonymous().get(&invited(&made)).await.done();
    app.travel(Duration::days(1) + Duration::minutes(1));
    assert_eq!(app.anonymous().get(&invited(&made)).await.problem().0, 404);
    assert_eq!(
        app.anonymous()
            .post(&format!("{}/accept", invited(&made)), &json!({"name": "陈", "password": "long enough a password"}))
            .await
            .problem()
            .0,
        404
    );
    assert_eq!(app.anonymous().get("/invited/nothing").await.problem().0, 404);
}

#[tokio::test]
async fn two_invitations_of_one_address_make_one_user() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let invitation = json!({"name": "陈", "email": "chen@example.com", "roles": [role(&app, "salesperson").await]});
    let (one, two) = (admin.post("/invitations", &invitation).await.ok(), admin.post("/invitations", &invitation).await.ok());
    let acceptance = json!({"name": "陈", "password": "long enough a password"});
    assert_eq!(app.anonymous().post(&format!("{}/accept", invited(&one)), &acceptance).await.status, 204);
    assert_eq!(app.anonymous().post(&format!("{}/accept", invited(&two)), &acceptance).await.problem(), (409, "email_taken".to_owned()));
}

#[tokio::test]
async fn wrong_invitations_are_refused_and_only_administrators_invite() {
    let app = TestApp::new().await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let answer = app.admin().post("/invitations", &json!({"name": "", "email": "x@", "roles": [], "org_unit_id": nowhere})).await;
    let mut pointers: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(pointers, ["/email", "/name", "/org_unit_id", "/roles"]);
    let unknown_role = app.admin().post("/invitations", &json!({"name": "陈", "email": "c@example.com", "roles": [nowhere]})).await;
    assert_eq!(unknown_role.wrong_fields(), [("/roles".to_owned(), "not_found".to_owned())]);
    for who in ["manager", "salesperson", "inspector"] {
        let (client, _) = app.person(who, "一组").await;
        let body = json!({"name": "陈", "email": "c@example.com", "roles": [role(&app, "administrator").await]});
        assert_eq!(client.post("/invitations", &body).await.problem().0, 403, "{who}");
    }
}

#[tokio::test]
async fn open_invitations_are_listed_made_anew_and_withdrawn() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let team = app.unit("一组", "team", None).await;
    let salesperson = role(&app, "salesperson").await;
    let invite = |name: &'static str, email: &'static str| {
        let body = json!({"name": name, "email": email, "roles": [salesperson], "org_unit_id": id(&team)});
        let admin = admin.clone();
        async move { admin.post("/invitations", &body).await.ok() }
    };
    let lost = invite("陈思远", "chen@example.com").await;
    let wrong = invite("李娜", "li@example.com").await;
    let open = admin.get("/invitations").await.ok();
    assert_eq!(open.as_array().unwrap().len(), 2);
    let first = &open[1];
    assert_eq!(
        (&first["name"], &first["roles"][0]["name"], &first["org_unit"]["name"], &first["invited_by"]["name"], &first["expired"]),
        (&json!("陈思远"), &json!("业务员"), &json!("一组"), &json!("王老板"), &json!(false))
    );
    assert!(!open.to_string().contains("secret") && !open.to_string().contains("/invitations/"), "{open}");

    // A withdrawn link leads nowhere, and neither does the old one of an invitation that was made anew.
    assert_eq!(admin.send(Method::DELETE, &path(&wrong, "/invitations"), None).await.status, 204);
    assert_eq!(app.anonymous().get(&invited(&wrong)).await.problem().0, 404);
    assert_eq!(admin.send(Method::DELETE, &path(&wrong, "/invitations"), None).await.problem().0, 404);
    app.travel(Duration::days(8));
    assert_eq!(admin.get("/invitations").await.ok()[0]["expired"], true);
    let renewed = admin.post(&format!("{}/renew", path(&lost, "/invitations")), &Value::Null).await.ok();
    assert_eq!(renewed["id"], lost["id"]);
    assert_eq!(app.anonymous().get(&invited(&lost)).await.problem().0, 404);
    let acceptance = json!({"name": "陈思远", "password": "long enough a password"});
    assert_eq!(app.anonymous().post(&format!("{}/accept", invited(&renewed)), &acceptance).await.status, 204);
    // Whoever has joined is no invitation any more.
    assert_eq!(admin.get("/invitations").await.ok(), json!([]));
    assert_eq!(admin.post(&format!("{}/renew", path(&lost, "/invitations")), &Value::Null).await.problem().0, 404);
    assert_eq!(admin.send(Method::DELETE, &path(&lost, "/invitations"), None).await.problem().0, 404);
    for name in ["invitation.made", "invitation.renewed", "invitation.withdrawn", "invitation.accepted"] {
        assert!(!admin.get(&format!("/audit?kind=invitation&name={name}")).await.ok()["items"].as_array().unwrap().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn an_invitation_is_not_made_anew_for_somebody_who_works_here_already() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let invitation = json!({"name": "陈", "email": "chen@example.com", "roles": [role(&app, "salesperson").await]});
    let (one, two) = (admin.post("/invitations", &invitation).await.ok(), admin.post("/invitations", &invitation).await.ok());
    let acceptance = json!({"name": "陈", "password": "long enough a password"});
    assert_eq!(app.anonymous().post(&format!("{}/accept", invited(&one)), &acceptance).await.status, 204);
    let renewed = admin.post(&format!("{}/renew", path(&two, "/invitations")), &Value::Null).await;
    assert_eq!(renewed.problem(), (409, "email_taken".to_owned()));
}

#[tokio::test]
async fn an_invitation_to_a_unit_that_has_gone_is_accepted_without_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (gone, kept) = (app.unit("要撤的", "team", None).await, app.unit("留下的", "team", None).await);
    let salesperson = role(&app, "salesperson").await;
    let invite = |name: &'static str, unit: &Value| {
        let body = json!({"name": name, "email": format!("{name}@example.com"), "roles": [salesperson], "org_unit_id": id(unit)});
        let admin = admin.clone();
        async move { admin.post("/invitations", &body).await.ok() }
    };
    let (chen, li) = (invite("chen", &gone).await, invite("li", &kept).await);
    assert_eq!(admin.send(Method::DELETE, &path(&gone, "/org-units"), None).await.status, 204);
    for (made, unit) in [(&chen, Value::Null), (&li, json!("留下的"))] {
        let acceptance = json!({"name": "新人", "password": "long enough a password"});
        let accepted = app.anonymous().post(&format!("{}/accept", invited(made)), &acceptance).await;
        assert_eq!(accepted.status, 204, "{}", accepted.text());
        let me = app.anonymous().with_session(session_of(&accepted)).get("/me").await.ok();
        assert_eq!(admin.get(&path(&me["user"], "/users")).await.ok()["org_unit"]["name"], unit);
    }
}

#[tokio::test]
async fn only_those_who_invite_see_invitations() {
    let app = TestApp::new().await;
    let made = app
        .admin()
        .post("/invitations", &json!({"name": "陈", "email": "chen@example.com", "roles": [role(&app, "salesperson").await]}))
        .await
        .ok();
    let (manager, _) = app.person("manager", "一组").await;
    let other = app.other_workspace().await;
    for client in [&manager, &other] {
        assert_eq!(client.get("/invitations").await.ok(), json!([]));
        assert_eq!(client.post(&format!("{}/renew", path(&made, "/invitations")), &Value::Null).await.problem().0, 404);
        assert_eq!(client.send(Method::DELETE, &path(&made, "/invitations"), None).await.problem().0, 404);
    }
    app.anonymous().get(&invited(&made)).await.done();
}

/// The path of a reset's operations.
fn reset_path(made: &Value) -> String {
    format!("/password-resets/{}", made["link"].as_str().unwrap().rsplit('/').next().unwrap())
}

const NEW: &str = "a new and longer password";

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_link_that_works_once() {
    let app = TestApp::new().await;
    let (second, second_id) = app.person("administrator", "总部").await;
    let (rep, rep_id) = app.rep().await;
    let admin = app.admin();
    let email = admin.get(&format!("/users/{rep_id}")).await.ok()["email"].clone();
    let made = admin.post("/password-resets", &json!({"user_id": rep_id})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let place = reset_path(&made.json());
    // Nothing changes until the link is used.
    rep.get("/me").await.done();
    let nobody = app.anonymous();
    let seen = nobody.get(&place).await.ok();
    assert_eq!((&seen["workspace_name"], &seen["email"]), (&json!("金源酒业"), &email));
    let weak = nobody.post(&format!("{place}/use"), &json!({"password": "1234567890"})).await;
    assert_eq!(weak.wrong_fields(), [("/password".to_owned(), "password_common".to_owned())]);
    for _ in 0..6 {
        nobody.post("/sessions", &json!({"email": email, "password": "wrong wrong wrong"})).await;
    }
    let used = nobody.post(&format!("{place}/use"), &json!({"password": NEW})).await;
    assert_eq!(used.status, 204, "{}", used.text());
    // The other browsers are signed out, this one is signed in, and the wrong tries are forgotten.
    assert_eq!(rep.get("/me").await.problem().0, 401);
    assert_eq!(nobody.clone().with_session(session_of(&used)).get("/me").await.ok()["user"]["email"], email);
    assert_eq!(nobody.post("/sessions", &json!({"email": email, "password": NEW})).await.status, 204);
    for answer in [nobody.get(&place).await, nobody.post(&format!("{place}/use"), &json!({"password": NEW})).await] {
        assert_eq!(answer.problem().0, 404);
    }
    let audit = admin.get(&format!("/audit?record_id={rep_id}")).await.text();
    assert!(audit.contains("user.password_reset_made") && audit.contains("\"user.password_reset\""), "{audit}");
    assert!(!audit.contains("argon2") && !audit.contains(NEW) && !audit.contains(place.rsplit('/').next().unwrap()), "{audit}");
    // An administrator's password is reset by another administrator.
    let made = second.post("/password-resets", &json!({"user_id": admin.get("/me").await.ok()["user"]["id"]})).await.ok();
    assert_eq!(nobody.post(&format!("{}/use", reset_path(&made)), &json!({"password": NEW})).await.status, 204);
    assert_eq!(nobody.post("/sessions", &json!({"email": BOSS, "password": PASSWORD})).await.problem().0, 422);
    assert_eq!(second.post("/password-resets", &json!({"user_id": second_id})).await.problem(), (409, "own_password".to_owned()));
}

#[tokio::test]
async fn a_reset_link_ends_by_time_by_another_link_by_a_new_password_and_with_the_user() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep_id) = app.rep().await;
    let (_, successor) = app.rep().await;
    let make = || async { reset_path(&admin.post("/password-resets", &json!({"user_id": rep_id})).await.ok()) };
    let gone = |place: String| {
        let nobody = app.anonymous();
        async move {
            assert_eq!(nobody.get(&place).await.problem().0, 404);
            assert_eq!(nobody.post(&format!("{place}/use"), &json!({"password": NEW})).await.problem().0, 404);
        }
    };
    let late = make().await;
    app.travel(Duration::hours(24) + Duration::minutes(1));
    gone(late).await;
    let (first, second) = (make().await, make().await);
    gone(first).await;
    let used = app.anonymous().post(&format!("{second}/use"), &json!({"password": NEW})).await;
    let rep = app.anonymous().with_session(session_of(&used));
    let third = make().await;
    assert_eq!(rep.post("/me/password", &json!({"current": NEW, "new": "another long password"})).await.status, 204);
    gone(third).await;
    let fourth = make().await;
    admin.post(&format!("/users/{rep_id}/deactivate"), &json!({"successor_id": successor})).await.done();
    gone(fourth).await;
    assert_eq!(admin.post("/password-resets", &json!({"user_id": rep_id})).await.problem(), (409, "user_inactive".to_owned()));
    gone("/password-resets/nothing".to_owned()).await;
}

#[tokio::test]
async fn only_administrators_reset_passwords_and_only_in_their_workspace() {
    let app = TestApp::new().await;
    let (_, rep_id) = app.rep().await;
    for who in ["manager", "salesperson", "inspector"] {
        let (client, _) = app.person(who, "一组").await;
        assert_eq!(client.post("/password-resets", &json!({"user_id": rep_id})).await.problem().0, 403, "{who}");
    }
    let other = app.other_workspace().await;
    assert_eq!(other.post("/password-resets", &json!({"user_id": rep_id})).await.problem().0, 404);
    let script = app.with_token(&app.admin(), true).await;
    assert_eq!(script.post("/password-resets", &json!({"user_id": rep_id})).await.problem().0, 403, "it may only look");
}
