//! Users, org units, leavers.

use axum::http::Method;
use serde_json::{Value, json};

use crate::testing::{Done, PASSWORD, TestApp, id, path, version};

pub(super) async fn role(app: &TestApp, key: &str) -> Value {
    app.admin().get("/roles").await.ok().as_array().unwrap().iter().find(|role| role["key"] == key).unwrap()["id"].clone()
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
    assert_eq!(left.status, 202, "{}", left.text());
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
async fn of_two_who_give_roles_the_second_is_told() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep) = app.rep().await;
    let place = format!("/users/{rep}");
    let seen = version(&admin.get(&place).await.ok());
    let given = async |role: Value| admin.patch(&place, seen, &json!({"roles": [role]})).await;
    let first = given(role(&app, "inspector").await).await.ok();
    assert_eq!((version(&first), first["roles"].as_array().unwrap().len()), (seen + 1, 1));
    let second = given(role(&app, "manager").await).await;
    assert_eq!(second.problem(), (412, "stale_version".to_owned()));
    assert_eq!(admin.get(&place).await.ok()["roles"], first["roles"]);
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
async fn a_unit_moves_with_everything_below_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (east, west) = (app.unit("华东", "branch", None).await, app.unit("华西", "branch", None).await);
    let city = app.unit("合肥", "branch", Some(&east)).await;
    let team = app.unit("合肥一组", "team", Some(&city)).await;
    let (leader, _) = app.person_in(&["manager"], &west).await;
    let (_, rep) = app.person_in(&["salesperson"], &team).await;
    app.account_of(Some(rep)).await;
    assert_eq!(leader.get("/accounts?count=exact").await.ok()["count"]["value"], 0);

    let moved = admin.patch(&path(&city, "/org-units"), 1, &json!({"parent_id": west["id"]})).await.ok();
    assert_eq!((&moved["parent_id"], version(&moved)), (&west["id"], 2));
    // The rights of whoever leads follow at once, down to the last level.
    assert_eq!(leader.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
    let (below, _) = app.person_in(&["salesperson"], &app.unit("合肥二组", "team", Some(&city)).await).await;
    below.post("/accounts", &json!({"name": "新的"})).await.done();
    assert_eq!(leader.get("/accounts?count=exact").await.ok()["count"]["value"], 2, "what is added afterwards stands there too");
    let units = admin.get("/org-units").await.ok();
    let order: Vec<&str> = units.as_array().unwrap().iter().map(|unit| unit["name"].as_str().unwrap()).collect();
    assert_eq!(order, ["金源酒业", "华东", "华西", "合肥", "合肥一组", "合肥二组"]);
    let audit = admin.get(&format!("/audit?record_id={}", id(&city))).await.ok();
    assert_eq!(audit["items"][0]["changes"][0]["field"], "parent_id");
}

#[tokio::test]
async fn a_unit_does_not_move_where_it_cannot_stand() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let root = admin.get("/org-units").await.ok()[0].clone();
    let east = app.unit("华东", "branch", None).await;
    let city = app.unit("合肥", "branch", Some(&east)).await;
    let team = app.unit("合肥一组", "team", Some(&city)).await;
    let other = app.other_workspace().await;
    let foreign = other.get("/org-units").await.ok()[0]["id"].clone();
    let nowhere = "01890000-0000-7000-8000-000000000000";
    for (unit, parent, code) in [
        (&east, &east["id"], "ring"),
        (&east, &team["id"], "ring"),
        (&east, &json!(nowhere), "not_found"),
        (&east, &foreign, "not_found"),
        (&root, &team["id"], "root_stays"),
    ] {
        let refused = admin.patch(&path(unit, "/org-units"), 1, &json!({"parent_id": parent})).await;
        assert_eq!(refused.wrong_fields(), [("/parent_id".to_owned(), code.to_owned())]);
    }
    let mut deep = app.unit("二", "branch", None).await;
    for _ in 0..9 {
        deep = app.unit("深", "branch", Some(&deep)).await;
    }
    // Eleven levels stand there; east brings three.
    let refused = admin.patch(&path(&east, "/org-units"), 1, &json!({"parent_id": deep["id"]})).await;
    assert_eq!(refused.wrong_fields(), [("/parent_id".to_owned(), "too_deep".to_owned())]);
    assert_eq!(admin.patch(&path(&east, "/org-units"), 7, &json!({"parent_id": root["id"]})).await.problem().0, 412);
    let (manager, _) = app.person("manager", "一组").await;
    assert_eq!(manager.patch(&path(&team, "/org-units"), 1, &json!({"parent_id": east["id"]})).await.problem().0, 403);
    // Where it stands already, and a name beside it.
    let same = admin.patch(&path(&team, "/org-units"), 1, &json!({"parent_id": city["id"]})).await.ok();
    assert_eq!(version(&same), 1);
    let both = admin.patch(&path(&team, "/org-units"), 1, &json!({"parent_id": east["id"], "name": "一组"})).await.ok();
    assert_eq!((&both["parent_id"], &both["name"], version(&both)), (&east["id"], &json!("一组"), 2));
}

#[tokio::test]
async fn a_workspace_has_one_root() {
    let app = TestApp::new().await;
    let answer = app.admin().post("/org-units", &json!({"name": "另一个总部", "kind": "hq", "parent_id": null})).await;
    // docs/domain/staff.md: each workspace has one root.
    assert_eq!(answer.status, 422, "{}", answer.text());
}
