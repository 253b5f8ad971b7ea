//! Roles are edited, and everybody can be told what they may do and why.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

async fn role(client: &Client, key: &str) -> Value {
    let roles = client.get("/roles").await.ok();
    roles.as_array().unwrap().iter().find(|role| role["key"] == key).unwrap_or_else(|| panic!("there is no role {key}")).clone()
}

fn grant(object: &str, action: &str, scope: &str) -> Value {
    json!({"object": object, "action": action, "scope": scope})
}

#[tokio::test]
async fn a_role_is_made_given_changed_and_removed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grants = json!([grant("account", "read", "all"), grant("user", "read", "all")]);
    let made = admin.post("/roles", &json!({"name": "渠道助理", "grants": grants})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["seeded"], &made["changed"], &made["users"], &made["version"]), (&json!(false), &json!(false), &json!(0), &json!(1)));
    let (person, person_id) = app.person_without_rights().await;
    let account = app.account("金源烟酒店").await;
    assert_eq!(person.get(&path(&account, "/accounts")).await.status, 404);
    let user = admin.get(&format!("/users/{person_id}")).await.ok();
    admin.patch(&format!("/users/{person_id}"), version(&user), &json!({"roles": [id(&made)]})).await.done();
    person.get(&path(&account, "/accounts")).await.done();
    assert_eq!(person.patch(&path(&account, "/accounts"), 1, &json!({"remark": "好"})).await.status, 403);
    // With the next request they have the new rights.
    let more = json!([grant("account", "read", "all"), grant("account", "change", "all")]);
    let changed = admin.patch(&path(&made, "/roles"), 1, &json!({"grants": more, "name": "渠道专员"})).await.ok();
    assert_eq!((&changed["name"], &changed["users"], changed["grants"].as_array().unwrap().len()), (&json!("渠道专员"), &json!(1), 2));
    person.patch(&path(&account, "/accounts"), 1, &json!({"remark": "好"})).await.done();
    // Another who read it before is told.
    assert_eq!(admin.patch(&path(&made, "/roles"), 1, &json!({"name": "x"})).await.problem().0, 412);
    let audit = admin.get(&format!("/audit?record_id={}&name=role.changed", id(&made))).await.ok();
    assert!(audit.to_string().contains("account change all"), "{audit}");
    // Nobody loses a role by its being removed.
    assert_eq!(admin.delete(&path(&made, "/roles"), 2).await.problem(), (409, "role_in_use".to_owned()));
    let user = admin.get(&format!("/users/{person_id}")).await.ok();
    admin.patch(&format!("/users/{person_id}"), version(&user), &json!({"roles": []})).await.done();
    let invitation = json!({"name": "新人", "email": "new@example.com", "roles": [id(&made)]});
    let invitation = admin.post("/invitations", &invitation).await.ok();
    assert_eq!(admin.delete(&path(&made, "/roles"), 2).await.problem(), (409, "role_promised".to_owned()));
    admin.delete(&path(&invitation, "/invitations"), 1).await.done();
    admin.delete(&path(&made, "/roles"), 2).await.done();
    assert_eq!(admin.get(&path(&made, "/roles")).await.status, 404);
}

#[tokio::test]
async fn a_seeded_role_is_changed_and_brought_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let seller = role(&admin, "salesperson").await;
    assert_eq!((&seller["seeded"], &seller["changed"]), (&json!(true), &json!(false)));
    let fewer: Vec<Value> = seller["grants"].as_array().unwrap().iter().filter(|grant| grant["action"] != "export").cloned().collect();
    let changed = admin.patch(&path(&seller, "/roles"), 1, &json!({"grants": fewer})).await.ok();
    assert_eq!(changed["changed"], true);
    let (rep, _) = app.rep().await;
    assert_eq!(rep.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.status, 403);
    let back = admin.post(&format!("{}/restore", path(&seller, "/roles")), &Value::Null).await.ok();
    assert_eq!((&back["changed"], &back["grants"]), (&json!(false), &seller["grants"]));
    rep.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.done();
    assert_eq!(admin.delete(&path(&seller, "/roles"), version(&back)).await.problem(), (409, "seeded_role".to_owned()));
    let administrator = role(&admin, "administrator").await;
    let refused = admin.patch(&path(&administrator, "/roles"), 1, &json!({"grants": []})).await;
    assert_eq!(refused.wrong_fields()[0], ("/grants".to_owned(), "administrator".to_owned()));
    let made = admin.post("/roles", &json!({"name": "自建"})).await.ok();
    assert_eq!(admin.post(&format!("{}/restore", path(&made, "/roles")), &Value::Null).await.problem(), (409, "not_seeded".to_owned()));
}

#[tokio::test]
async fn wrong_grants_say_what_is_wrong() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grants = json!([
        grant("spaceship", "read", "all"),
        grant("value", "remove", "all"),
        grant("account", "read", "all"),
        grant("account", "read", "own")
    ]);
    let wrong = admin.post("/roles", &json!({"name": "", "grants": grants})).await.wrong_fields();
    let pointers: Vec<&str> = wrong.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/grants/0/object", "/grants/1/action", "/grants/3/action"], "{wrong:?}");
    for odd in [json!([grant("account", "fly", "all")]), json!([grant("account", "read", "galaxy")]), json!([{"object": "account"}])] {
        assert_eq!(admin.post("/roles", &json!({"name": "x", "grants": odd})).await.status, 422);
    }
    admin.post("/roles", &json!({"name": "渠道助理"})).await.done();
    assert_eq!(admin.post("/roles", &json!({"name": "渠道助理"})).await.wrong_fields()[0].1, "taken");
    let objects = admin.get("/objects").await.ok();
    assert!(
        objects.as_array().unwrap().iter().any(|object| object["object"] == "value" && object["actions"] == json!(["read"])),
        "{objects}"
    );
}

#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grants = json!([
        grant("role", "read", "all"),
        grant("role", "create", "all"),
        grant("role", "change", "all"),
        grant("user", "read", "all"),
        grant("account", "read", "team")
    ]);
    let made = admin.post("/roles", &json!({"name": "人事", "grants": grants})).await.ok();
    let (person, person_id) = app.person_without_rights().await;
    let user = admin.get(&format!("/users/{person_id}")).await.ok();
    admin.patch(&format!("/users/{person_id}"), version(&user), &json!({"roles": [id(&made)]})).await.done();
    let refused = |grants: Value| {
        let person = person.clone();
        async move { person.post("/roles", &json!({"name": "x", "grants": grants})).await.wrong_fields() }
    };
    for more in [grant("account", "read", "all"), grant("account", "remove", "own"), grant("parameter", "change", "all")] {
        assert_eq!(refused(json!([more])).await, [("/grants/0/scope".to_owned(), "beyond_own".to_owned())], "{more}");
    }
    person.post("/roles", &json!({"name": "y", "grants": [grant("account", "read", "own")]})).await.done();
    // What a role had before may stay, and may become less.
    let seller = role(&admin, "salesperson").await;
    let less: Vec<Value> = seller["grants"].as_array().unwrap()[1..].to_vec();
    person.patch(&path(&seller, "/roles"), 1, &json!({"grants": less})).await.done();
    // The others neither see nor change roles, and no token does.
    let (rep, _) = app.rep().await;
    assert_eq!(rep.post("/roles", &json!({"name": "z"})).await.status, 403);
    assert_eq!(rep.get("/roles").await.ok(), json!([]));
    let script = app.with_token(&admin, false).await;
    assert_eq!(script.post("/roles", &json!({"name": "z"})).await.problem(), (403, "not_by_token".to_owned()));
    let elsewhere = app.other_workspace().await;
    assert_eq!(elsewhere.patch(&path(&made, "/roles"), 1, &json!({"name": "z"})).await.status, 404);
}

#[tokio::test]
async fn nobody_lets_themselves_or_others_in_as_somebody_who_has_more() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grants = json!([
        grant("role", "read", "all"),
        grant("role", "change", "all"),
        grant("user", "read", "all"),
        grant("user", "create", "all"),
        grant("user", "change", "all")
    ]);
    let personnel = admin.post("/roles", &json!({"name": "人事", "grants": grants})).await.ok();
    let harmless = admin.post("/roles", &json!({"name": "通讯录", "grants": [grant("user", "read", "all")]})).await.ok();
    let (person, person_id) = app.person_without_rights().await;
    let give = async |by: &Client, user: uuid::Uuid, roles: Value| {
        let known = admin.get(&format!("/users/{user}")).await.ok();
        by.patch(&format!("/users/{user}"), version(&known), &json!({"roles": roles})).await
    };
    give(&admin, person_id, json!([id(&personnel)])).await.done();
    let (administrator, seller) = (role(&admin, "administrator").await, role(&admin, "salesperson").await);
    let beyond = [("/roles".to_owned(), "beyond_own".to_owned())];
    let (_, colleague) = app.person_without_rights().await;
    for more in [&administrator, &seller] {
        assert_eq!(give(&person, person_id, json!([id(&personnel), id(more)])).await.wrong_fields(), beyond, "{more}");
        assert_eq!(give(&person, colleague, json!([id(more)])).await.wrong_fields(), beyond, "{more}");
        let invitation = json!({"name": "新人", "email": "new@example.com", "roles": [id(more)]});
        assert_eq!(person.post("/invitations", &invitation).await.wrong_fields(), beyond, "{more}");
    }
    // Not by the invitation or the password of somebody who has more, either.
    let invitation = admin.post("/invitations", &json!({"name": "新人", "email": "n@example.com", "roles": [id(&seller)]})).await.ok();
    assert_eq!(person.post(&format!("/invitations/{}/renew", id(&invitation)), &Value::Null).await.wrong_fields(), beyond);
    let boss = admin.get("/me").await.ok()["user"]["id"].clone();
    let (_, rep) = app.rep().await;
    for theirs in [boss, json!(rep)] {
        assert_eq!(person.post("/password-resets", &json!({"user_id": theirs})).await.status, 403);
    }
    // What they have themselves they may give, and what somebody had before may stay.
    give(&person, colleague, json!([id(&harmless)])).await.done();
    person.post("/password-resets", &json!({"user_id": colleague})).await.done();
    give(&person, rep, json!([id(&seller), id(&harmless)])).await.done();
    person.post("/invitations", &json!({"name": "新人", "email": "new@example.com", "roles": [id(&harmless)]})).await.done();
}

#[tokio::test]
async fn it_is_told_why_somebody_sees_a_record() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (li, li_id) = app.person("customer_manager", "一组").await;
    let (_, zhang) = app.rep().await;
    let (_, wang) = app.person("salesperson", "二组").await;
    let why = |user: uuid::Uuid, account: uuid::Uuid| {
        let admin = admin.clone();
        async move { admin.get(&format!("/users/{user}/rights/account/{account}")).await.ok() }
    };
    let of = |told: &Value, action: &str| told["actions"].as_array().unwrap().iter().find(|each| each["action"] == action).unwrap().clone();
    let theirs = app.account_of(Some(zhang)).await;
    let told = why(li_id, theirs).await;
    assert_eq!(told["owner"]["id"], json!(zhang));
    let read = of(&told, "read");
    assert_eq!((&read["allowed"], &read["by"][0]["because"], &read["by"][0]["scope"]), (&json!(true), &json!("same_unit"), &json!("team")));
    assert_eq!(read["by"][0]["role"]["name"], "客户经理");
    assert_eq!(of(&told, "remove")["allowed"], false);
    assert_eq!(of(&why(li_id, app.account_of(Some(li_id)).await).await, "read")["by"][0]["because"], "own");
    let hidden = of(&why(li_id, app.account_of(Some(wang)).await).await, "read");
    assert_eq!((&hidden["allowed"], &hidden["by"]), (&json!(false), &json!([])));
    // An administrator sees everything, and whoever is at the top everybody's.
    let me = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(of(&why(me, theirs).await, "remove")["by"][0]["because"], "everything");
    // A contact is seen through its account.
    let contact = json!({"name": "陈思远", "owner_id": wang, "accounts": [{"account_id": theirs}]});
    let contact = admin.post("/contacts", &contact).await.ok();
    let told = admin.get(&format!("/users/{li_id}/rights/contact/{}", id(&contact))).await.ok();
    assert_eq!(of(&told, "read")["by"][0]["because"], "through_account");
    // All that somebody may do, with the role that gives it; one's own, and nobody else's without the right.
    let rights = li.get(&format!("/users/{li_id}/rights")).await.ok();
    let reads =
        rights["rights"].as_array().unwrap().iter().find(|right| right["object"] == "account" && right["action"] == "read").unwrap();
    assert_eq!((&reads["scope"], &reads["by"][0]["name"]), (&json!("team"), &json!("客户经理")));
    let (rep, rep_id) = app.rep().await;
    assert_eq!(rep.get(&format!("/users/{li_id}/rights")).await.status, 403);
    rep.get(&format!("/users/{rep_id}/rights")).await.done();
    assert_eq!(admin.get(&format!("/users/{li_id}/rights/order/{theirs}")).await.status, 404);
    assert_eq!(app.other_workspace().await.get(&format!("/users/{li_id}/rights")).await.status, 404);
}
