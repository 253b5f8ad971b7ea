//! What roles say of fields: given, restored, widest of several, never more than the giver has.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

fn grant(object: &str, action: &str) -> Value {
    json!({"object": object, "action": action, "scope": "all"})
}

fn rule(field: &str, access: &str) -> Value {
    json!({"object": "account", "field": field, "access": access})
}

async fn role(client: &Client, name: &str, fields: Value) -> Value {
    let grants = json!([
        grant("account", "read"),
        grant("account", "change"),
        grant("role", "read"),
        grant("role", "create"),
        grant("role", "change"),
        grant("user", "read"),
        grant("user", "change")
    ]);
    let made = client.post("/roles", &json!({"name": name, "grants": grants, "fields": fields})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()
}

async fn give(app: &TestApp, person: uuid::Uuid, roles: &[&Value]) {
    let user = app.admin().get(&format!("/users/{person}")).await.ok();
    let roles: Vec<&str> = roles.iter().map(|role| id(role)).collect();
    app.admin().patch(&format!("/users/{person}"), version(&user), &json!({"roles": roles})).await.done();
}

#[tokio::test]
async fn rules_of_fields_count_with_the_next_request_and_the_widest_of_several_roles() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = admin.post("/accounts", &json!({"name": "金源", "phone": "13812345678"})).await.ok();
    let hiding = role(&admin, "甲", json!([rule("phone", "hidden"), rule("remark", "read")])).await;
    assert_eq!(hiding["fields"], json!([rule("phone", "hidden"), rule("remark", "read")]));
    let masking = role(&admin, "乙", json!([rule("phone", "masked")])).await;
    let (person, person_id) = app.person_without_rights().await;
    let phone = async || person.get(&path(&account, "/accounts")).await.ok()["phone"].clone();
    give(&app, person_id, &[&hiding]).await;
    assert_eq!(phone().await, Value::Null);
    assert_eq!(person.patch(&path(&account, "/accounts"), 1, &json!({"remark": "好"})).await.problem().1, "field_forbidden");
    give(&app, person_id, &[&hiding, &masking]).await;
    assert_eq!(phone().await, "138****5678");
    assert_eq!(person.get("/me").await.ok()["fields"], json!([rule("phone", "masked")]), "the other role leaves remarks alone");
    let changed = admin.patch(&path(&hiding, "/roles"), 1, &json!({"fields": [rule("phone", "read")]})).await.ok();
    assert_eq!(phone().await, "13812345678");
    let audit = admin.get(&format!("/audit?record_id={}&name=role.changed", id(&hiding))).await.ok();
    assert!(audit.to_string().contains("account.phone hidden") && audit.to_string().contains("account.phone read"), "{audit}");
    admin.patch(&path(&hiding, "/roles"), version(&changed), &json!({"fields": [rule("phone", "write")]})).await.done();
    assert_eq!(admin.get(&path(&hiding, "/roles")).await.ok()["fields"], json!([]), "what may be written needs no rule");
    // Whoever is an administrator too has no rule.
    let administrator = admin.get("/roles").await.ok()[0].clone();
    assert_eq!(administrator["everything"], true);
    give(&app, person_id, &[&masking, &administrator]).await;
    assert_eq!(phone().await, "13812345678");
}

#[tokio::test]
async fn wrong_rules_say_what_is_wrong() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let rules = json!([
        rule("name", "hidden"),
        rule("owner", "hidden"),
        rule("cooperating_since", "masked"),
        rule("phone", "read"),
        rule("phone", "hidden"),
        {"object": "spaceship", "field": "phone", "access": "hidden"},
        rule("custom.unknown", "hidden")
    ]);
    let wrong = admin.post("/roles", &json!({"name": "x", "fields": rules})).await.wrong_fields();
    let expected = [
        ("/fields/0/field", "not_guarded"),
        ("/fields/1/field", "not_guarded"),
        ("/fields/2/access", "not_maskable"),
        ("/fields/4/field", "twice"),
        ("/fields/5/field", "not_guarded"),
        ("/fields/6/field", "not_guarded"),
    ];
    assert_eq!(wrong, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
    assert_eq!(admin.post("/roles", &json!({"name": "x", "fields": [rule("phone", "burnt")]})).await.status, 422);
    let administrator = admin.get("/roles").await.ok()[0].clone();
    let refused = admin.patch(&path(&administrator, "/roles"), 1, &json!({"fields": [rule("phone", "hidden")]})).await;
    assert_eq!(refused.wrong_fields()[0], ("/fields".to_owned(), "administrator".to_owned()));
}

#[tokio::test]
async fn a_seeded_role_that_hides_a_field_is_changed_and_brought_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let roles = admin.get("/roles").await.ok();
    let seller = roles.as_array().unwrap().iter().find(|role| role["key"] == "salesperson").unwrap().clone();
    let changed = admin.patch(&path(&seller, "/roles"), version(&seller), &json!({"fields": [rule("phone", "masked")]})).await.ok();
    assert_eq!(changed["changed"], true);
    let back = admin.post(&format!("{}/restore", path(&seller, "/roles")), &Value::Null).await.ok();
    assert_eq!((&back["changed"], &back["fields"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn nobody_gives_more_of_a_field_than_they_have() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let masked = role(&admin, "人事", json!([rule("phone", "masked")])).await;
    let open = role(&admin, "开放", json!([])).await;
    let (person, person_id) = app.person_without_rights().await;
    give(&app, person_id, &[&masked]).await;
    let beyond = |pointer: &str| vec![(pointer.to_owned(), "beyond_own".to_owned())];
    let make = |fields: Value| {
        let (person, grants) = (person.clone(), json!([grant("account", "read")]));
        async move { person.post("/roles", &json!({"name": uuid::Uuid::now_v7(), "grants": grants, "fields": fields})).await }
    };
    assert_eq!(make(json!([])).await.wrong_fields(), beyond("/fields"));
    assert_eq!(make(json!([rule("phone", "read")])).await.wrong_fields(), beyond("/fields/0/access"));
    make(json!([rule("phone", "masked")])).await.done();
    make(json!([rule("phone", "hidden"), rule("remark", "read")])).await.done();
    // What a role had before may stay; what it did not let anybody see may not be opened.
    person.patch(&path(&open, "/roles"), 1, &json!({"name": "开放组"})).await.done();
    let blind = admin.post("/roles", &json!({"name": "无", "grants": []})).await.ok();
    let opened = person.patch(&path(&blind, "/roles"), 1, &json!({"grants": [grant("account", "read")]})).await;
    assert_eq!(opened.wrong_fields(), beyond("/fields"));
    assert_eq!(person.patch(&path(&masked, "/roles"), 1, &json!({"fields": []})).await.wrong_fields(), beyond("/fields"));
    // Nor by giving somebody a role.
    let (_, colleague) = app.person_without_rights().await;
    let user = admin.get(&format!("/users/{colleague}")).await.ok();
    let given = |role: &Value| json!({"roles": [id(role)]});
    let refused = person.patch(&format!("/users/{colleague}"), version(&user), &given(&open)).await;
    assert_eq!(refused.wrong_fields(), beyond("/roles"));
    person.patch(&format!("/users/{colleague}"), version(&user), &given(&masked)).await.done();
}
