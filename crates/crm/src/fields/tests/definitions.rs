//! Definitions: who makes them, what they may be, how they change and go.

use chrono::Duration;
use guanxi_kernel::job::{NewJob, queue};
use serde_json::{Value, json};

use super::{account, add, found};
use crate::testing::{Done, TestApp, path, version};

#[tokio::test]
async fn only_who_may_defines_fields() {
    let app = TestApp::new().await;
    let field = add(&app.admin(), "货架数", json!({"type": "number"}), json!({})).await;
    assert_eq!((&field["key"], &field["index"], &field["version"]), (&json!("huojiashu"), &json!("none"), &json!(1)));
    let (rep, _) = app.rep().await;
    let place = path(&field, "/custom-fields");
    assert_eq!(rep.get("/custom-fields").await.status, 403);
    assert_eq!(rep.get(&place).await.status, 404);
    assert_eq!(rep.patch(&place, 1, &json!({"label": "x"})).await.status, 404);
    assert_eq!(rep.post("/custom-fields", &json!({"list": "accounts", "label": "x", "kind": {"type": "text"}})).await.status, 403);
    assert_eq!(app.other_workspace().await.get(&place).await.status, 404);
    // Everybody who sees the list sees its fields.
    let list = rep.get("/lists/accounts").await.ok();
    assert!(list["fields"].as_array().unwrap().iter().any(|field| field["key"] == "custom.huojiashu"), "{list}");
    assert_eq!(app.admin().patch(&place, 7, &json!({"label": "x"})).await.status, 412);
}

#[tokio::test]
async fn a_definition_that_makes_no_sense_is_refused_by_field() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "货架", json!({"type": "number"}), json!({"key": "shelves"})).await;
    let text = json!({"type": "text"});
    let with = |more: Value| {
        let mut field = json!({"list": "accounts", "label": "新字段", "kind": text});
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    for (more, pointer, code) in [
        (json!({"list": "orders"}), "/list", "unknown_choice"),
        (json!({"label": " "}), "/label", "required"),
        (json!({"label": "货架"}), "/label", "taken"),
        (json!({"key": "shelves"}), "/key", "taken"),
        (json!({"key": "a'; DROP TABLE accounts; --"}), "/key", "bad_key"),
        (json!({"kind": {"type": "number", "decimals": 7}}), "/kind/decimals", "out_of_range"),
        (json!({"kind": {"type": "choice", "choices": []}}), "/kind/choices", "required"),
        (json!({"kind": {"type": "choice", "choices": [{"key": "", "label": ""}]}}), "/kind/choices/0/label", "required"),
        (json!({"kind": {"type": "reference", "to": "role"}}), "/kind/to", "unknown_choice"),
        (json!({"kind": {"type": "boolean"}, "unique": true}), "/unique", "not_possible"),
        (json!({"kind": {"type": "long_text"}, "indexed": true}), "/indexed", "not_possible"),
        (json!({"kind": {"type": "number"}, "searchable": true}), "/searchable", "not_possible"),
        (json!({"kind": {"type": "number"}, "default": "drei"}), "/default", "wrong_value"),
        (json!({"unique": true, "default": "x"}), "/default", "not_possible"),
    ] {
        let answer = admin.post("/custom-fields", &with(more.clone())).await;
        assert_eq!(answer.status, 422, "{more} {}", answer.text());
        assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{more}");
    }
    assert_eq!(admin.post("/custom-fields", &with(json!({"kind": {"type": "magic"}}))).await.status, 422);
    assert_eq!(admin.post("/custom-fields", &with(json!({"surprise": 1}))).await.status, 422);
    assert_eq!(admin.get("/custom-fields?list=accounts").await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_field_is_renamed_reordered_and_its_choices_retired() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let choices = json!([{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]);
    add(&admin, "第一", json!({"type": "text"}), json!({})).await;
    let grade = add(&admin, "等级", json!({"type": "choice", "choices": choices}), json!({"key": "grade", "default": "a"})).await;
    let place = path(&grade, "/custom-fields");
    let made = account(&admin, "金源", json!({})).await;
    assert_eq!(made["custom"]["grade"], "a", "the default");
    let gone = admin.patch(&place, 1, &json!({"choices": [{"key": "b", "label": "乙"}]})).await;
    assert_eq!(
        gone.wrong_fields(),
        [("/choices".to_owned(), "choice_gone".to_owned()), ("/default".to_owned(), "unknown_choice".to_owned())]
    );
    let retired = json!([{"key": "b", "label": "乙级"}, {"key": "a", "label": "甲", "retired": true}, {"label": "丙"}]);
    let changed =
        admin.patch(&place, 1, &json!({"label": "评级", "choices": retired, "default": "b", "position": 0, "help": "按季度"})).await.ok();
    assert_eq!((&changed["label"], &changed["choices"][2]["key"], &changed["help"]), (&json!("评级"), &json!("bing"), &json!("按季度")));
    let labels: Vec<Value> =
        admin.get("/custom-fields").await.ok().as_array().unwrap().iter().map(|field| field["label"].clone()).collect();
    assert_eq!(labels, ["评级", "第一"]);
    // Who has what was retired keeps it; nobody chooses it anew.
    assert_eq!(admin.post("/accounts", &json!({"name": "银海", "custom": {"grade": "a"}})).await.status, 422);
    admin.patch(&path(&made, "/accounts"), 1, &json!({"custom": {"grade": "a"}, "region": "杭州"})).await.done();
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.grade", "op": "in", "value": ["a"]}})).await, ["金源"]);
    let audit = admin.get("/audit?name=custom_field.changed").await.ok();
    assert!(audit.to_string().contains("评级"), "{audit}");
}

#[tokio::test]
async fn a_removed_field_comes_back_with_its_values_until_they_are_deleted() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = add(&admin, "货架", json!({"type": "number"}), json!({"key": "shelves", "indexed": true})).await;
    add(&admin, "面积", json!({"type": "number"}), json!({"key": "area"})).await;
    app.run_jobs().await;
    let made = account(&admin, "金源", json!({"shelves": 3, "area": 9})).await;
    let place = path(&field, "/custom-fields");
    let now = version(&admin.get(&place).await.ok());
    admin.delete(&place, now).await.done();
    assert_eq!(admin.get(&path(&made, "/accounts")).await.ok()["custom"], json!({"area": 9}));
    assert_eq!(admin.post("/accounts/search", &json!({"sort": "custom.shelves"})).await.status, 422);
    // What is not shown is kept when something else changes.
    admin.patch(&path(&made, "/accounts"), 1, &json!({"custom": {"area": 10}})).await.done();
    let taken = admin.post("/custom-fields", &json!({"list": "accounts", "label": "x", "key": "shelves", "kind": {"type": "text"}})).await;
    assert_eq!(taken.wrong_fields(), [("/key".to_owned(), "taken".to_owned())]);
    let back = admin.post(&format!("{place}/restore"), &json!({})).await.ok();
    assert_eq!(admin.get(&path(&made, "/accounts")).await.ok()["custom"], json!({"shelves": 3, "area": 10}));
    admin.delete(&place, version(&back)).await.done();
    admin.put("/parameters/fields.kept_days", &json!({"value": 1})).await.done();
    app.travel(Duration::days(2));
    queue(app.app.db(), app.workspace, &NewJob::new("fields.purge", Value::Null)).await.unwrap();
    app.run_jobs().await;
    assert_eq!(admin.get(&place).await.status, 404);
    // Another field may have the key now, and finds nothing of the old one's.
    add(&admin, "货架", json!({"type": "text"}), json!({"key": "shelves"})).await;
    assert_eq!(admin.get(&path(&made, "/accounts")).await.ok()["custom"], json!({"shelves": null, "area": 10}));
}

#[tokio::test]
async fn the_description_of_the_api_has_the_fields_of_whoever_asks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "货架数", json!({"type": "number"}), json!({"help": "数一数", "required": true})).await;
    let words = json!([{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]);
    add(&admin, "门头", json!({"type": "choice", "choices": words}), json!({"key": "front"})).await;
    add(&admin, "坪效", json!({"type": "formula", "expression": "货架数 * 2", "gives": "number"}), json!({"key": "yield"})).await;
    let document = admin.get("/openapi.json").await.ok();
    let custom = |schema: &str| document["components"]["schemas"][schema]["properties"]["custom"].clone();
    let shelves = json!({"type": "integer", "title": "货架数", "description": "数一数"});
    assert_eq!(custom("Account")["properties"]["huojiashu"], shelves);
    assert_eq!(custom("Account")["properties"]["yield"]["readOnly"], true);
    assert_eq!(custom("NewAccount")["required"], json!(["huojiashu"]));
    assert_eq!(custom("NewAccount")["properties"]["front"]["enum"], json!(["a", "b"]));
    assert!(custom("NewAccount")["properties"]["yield"].is_null() && custom("NewAccount")["additionalProperties"] == false);
    assert_eq!(custom("AccountPatch")["properties"]["huojiashu"]["anyOf"][1]["type"], "null");
    assert!(custom("Contact")["properties"].is_null(), "contacts have none");
    for client in [app.anonymous(), app.other_workspace().await] {
        let document = client.get("/openapi.json").await.ok();
        assert!(!document.to_string().contains("huojiashu"), "another workspace's fields");
    }
}
