//! Invitations, users, org units, leavers.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};

use crate::testing::{Done, PASSWORD, TestApp, id, names, path, session_of, version};

async fn role(app: &TestApp, key: &str) -> Value {
    app.admin().get("/roles").await.ok().as_array().unwrap().iter().find(|role| role["key"] == key).unwrap()["id"].clone()
}

/// The path of an invitation's operations.
fn invited(made: &Value) -> String {
    let secret = made["link"].as_str().unwrap().rsplit('/').next().unwrap();
    format!("/invitations/{secret}")
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
    assert_eq!(app.anonymous().get("/invitations/nothing").await.problem().0, 404);
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
async fn f58_nobody_is_left_without_an_owner() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (leaver, leaver_id) = app.rep().await;
    let (successor, successor_id) = app.rep().await;
    let accounts = app.accounts_of(leaver_id, 40).await;
    admin.delete(&format!("/accounts/{}", accounts[39]), 1).await.done();
    let deactivate = |body: Value| {
        let admin = admin.clone();
        async move { admin.post(&format!("/users/{leaver_id}/deactivate"), &body).await }
    };
    // Without a successor nothing happens.
    assert_eq!(deactivate(json!({})).await.wrong_fields(), [("/successor_id".to_owned(), "required".to_owned())]);
    assert_eq!(deactivate(json!({"successor_id": leaver_id})).await.wrong_fields()[0].0, "/successor_id");
    assert_eq!(deactivate(json!({"successor_id": "01890000-0000-7000-8000-000000000000"})).await.wrong_fields()[0].0, "/successor_id");
    assert_eq!(leaver.get("/accounts?count=exact").await.ok()["count"]["value"], 39);

    assert_eq!(deactivate(json!({"successor_id": successor_id})).await.ok(), json!({"accounts": 40}));
    let unowned = json!({"filter": {"field": "owner", "op": "empty"}, "count": "exact"});
    assert_eq!(admin.post("/accounts/search", &unowned).await.ok()["count"]["value"], 0);
    assert_eq!(successor.get("/accounts?count=exact").await.ok()["count"]["value"], 39);
    let in_trash =
        json!({"filter": {"all": [{"field": "trashed_at", "op": "not_empty"}, {"field": "owner", "op": "in", "value": [successor_id]}]}});
    assert_eq!(names(&admin.post("/accounts/search", &in_trash).await.ok()).len(), 1);
    assert_eq!(successor.get("/accounts?q=yjd&count=exact").await.ok()["count"]["value"], 39, "the successor finds them by search too");
    // The open session has ended; nobody signs in as the leaver.
    assert_eq!(leaver.get("/me").await.problem().0, 401);
    let audit = admin.get(&format!("/audit?record_id={leaver_id}&name=user.deactivated")).await.ok();
    assert_eq!((&audit["items"][0]["data"]["accounts"], &audit["items"][0]["user"]["name"]), (&json!(40), &json!("王老板")));
    // A deactivated user takes nothing over, is given nothing, and comes back without the accounts.
    let (_, third) = app.rep().await;
    assert_eq!(admin.post(&format!("/users/{third}/deactivate"), &json!({"successor_id": leaver_id})).await.problem().0, 422);
    assert_eq!(admin.post("/accounts", &json!({"name": "x", "owner_id": leaver_id})).await.wrong_fields()[0].0, "/owner_id");
    assert_eq!(admin.post(&format!("/users/{leaver_id}/reactivate"), &Value::Null).await.ok()["active"], true);
    assert_eq!(leaver.get("/me").await.problem().0, 401, "old sessions stay ended");
}

#[tokio::test]
async fn a_leavers_tokens_end_with_the_sessions() {
    let app = TestApp::new().await;
    let (leaver, leaver_id) = app.rep().await;
    let (_, successor) = app.rep().await;
    let script = app.with_token(&leaver, false).await;
    script.get("/me").await.done();
    app.admin().post(&format!("/users/{leaver_id}/deactivate"), &json!({"successor_id": successor})).await.done();
    assert_eq!(script.get("/me").await.problem().0, 401);
}

#[tokio::test]
async fn somebody_remains_administrator() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let me = admin.get("/me").await.ok()["user"].clone();
    let (_, rep) = app.rep().await;
    let salesperson = role(&app, "salesperson").await;
    let user = admin.get(&path(&me, "/users")).await.ok();
    let lose = admin.patch(&path(&me, "/users"), version(&user), &json!({"roles": [salesperson]})).await;
    assert_eq!(lose.problem(), (409, "last_administrator".to_owned()));
    assert_eq!(admin.post(&format!("{}/deactivate", path(&me, "/users")), &json!({"successor_id": rep})).await.problem().0, 409);
    admin.get("/audit").await.done();
    // With a second administrator the first may go.
    let (second, second_id) = app.person("administrator", "总部").await;
    let left = second.post(&format!("{}/deactivate", path(&me, "/users")), &json!({"successor_id": second_id})).await;
    assert_eq!(left.status, 200, "{}", left.text());
    assert_eq!(admin.get("/me").await.problem().0, 401);
    let sign_in = app.anonymous().post("/sessions", &json!({"email": crate::testing::BOSS, "password": PASSWORD})).await;
    assert_eq!(sign_in.problem().0, 422, "the right password does not help");
}

#[tokio::test]
async fn a_user_is_moved_and_given_roles_by_administrators_only() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let place = format!("/users/{rep_id}");
    let user = admin.get(&place).await.ok();
    let unit = app.unit("二组", "team", None).await;
    let (inspector, salesperson) = (role(&app, "inspector").await, role(&app, "salesperson").await);
    let changed = admin
        .patch(&place, version(&user), &json!({"name": "李娜", "org_unit_id": id(&unit), "roles": [inspector, salesperson]}))
        .await
        .ok();
    assert_eq!(
        (&changed["name"], &changed["org_unit"]["name"], changed["roles"].as_array().unwrap().len()),
        (&json!("李娜"), &json!("二组"), 2)
    );
    // Both roles together: the widest reading, and changing only one's own.
    let foreign = app.account("老板的").await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    assert_eq!(rep.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(rep.patch(&path(&foreign, "/accounts"), 1, &json!({"name": "x"})).await.problem().0, 403);
    rep.patch(&path(&own, "/accounts"), 1, &json!({"name": "x"})).await.done();
    for client in [&rep, &manager] {
        assert_eq!(client.patch(&place, version(&changed), &json!({"roles": [salesperson]})).await.problem().0, 403);
    }
    assert_eq!(admin.patch(&place, version(&user), &json!({"name": "x"})).await.problem().0, 412);
    assert_eq!(
        admin.patch(&place, version(&changed), &json!({"roles": ["01890000-0000-7000-8000-000000000000"]})).await.wrong_fields()[0].0,
        "/roles"
    );
    let audit = admin.get(&format!("/audit?record_id={rep_id}&name=user.changed")).await.ok();
    assert!(audit["items"][0]["changes"].as_array().unwrap().iter().any(|change| change["field"] == "roles"), "{audit}");
}

#[tokio::test]
async fn org_units_form_a_tree_and_go_only_when_empty() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let east = app.unit("华东", "branch", None).await;
    let team = app.unit("合肥组", "team", Some(&east)).await;
    assert_eq!(team["parent_id"], east["id"]);
    let remove = |unit: Value| {
        let admin = admin.clone();
        async move { admin.send(Method::DELETE, &path(&unit, "/org-units"), None).await }
    };
    assert_eq!(remove(east.clone()).await.problem(), (409, "org_unit_in_use".to_owned()));
    app.person("salesperson", "合肥组").await;
    assert_eq!(remove(team.clone()).await.problem(), (409, "org_unit_in_use".to_owned()));
    let empty = app.unit("空的", "team", Some(&east)).await;
    assert_eq!(remove(empty).await.status, 204);
    let renamed = admin.patch(&path(&east, "/org-units"), 1, &json!({"name": "华东区"})).await.ok();
    assert_eq!((&renamed["name"], version(&renamed)), (&json!("华东区"), 2));
    assert_eq!(admin.patch(&path(&east, "/org-units"), 1, &json!({"name": "x"})).await.problem().0, 412);
    for (body, pointer) in [
        (json!({"name": "", "kind": "team", "parent_id": east["id"]}), "/name"),
        (json!({"name": "x", "kind": "club", "parent_id": east["id"]}), "/kind"),
        (json!({"name": "x", "kind": "", "parent_id": east["id"]}), "/kind"),
        (json!({"name": "x", "kind": "team", "parent_id": "01890000-0000-7000-8000-000000000000"}), "/parent_id"),
    ] {
        assert_eq!(admin.post("/org-units", &body).await.wrong_fields()[0].0, pointer);
    }
    let (rep, _) = app.rep().await;
    assert_eq!(rep.post("/org-units", &json!({"name": "x", "kind": "team", "parent_id": east["id"]})).await.problem().0, 403);
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
async fn a_workspace_has_one_root() {
    let app = TestApp::new().await;
    let answer = app.admin().post("/org-units", &json!({"name": "另一个总部", "kind": "hq", "parent_id": null})).await;
    // docs/domain/staff.md: each workspace has one root.
    assert_eq!(answer.status, 422, "{}", answer.text());
}
