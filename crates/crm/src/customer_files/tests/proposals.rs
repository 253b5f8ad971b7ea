//! Everybody takes part, and one looks after the file.

use serde_json::{Value, json};

use super::{answer, file, with_19_answers};
use crate::testing::{Done, TestApp, id};

#[tokio::test]
async fn f04_anybody_who_sees_the_account_proposes_and_the_steward_accepts_or_declines_with_a_reason() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (agent, _) = app.person("call_agent", "呼叫中心").await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let path = format!("/accounts/{}/file/proposals", id(&account));
    let phone = agent.post(&path, &json!({"field": "phone", "value": "0551-65432100", "reason": "来电说换号了"})).await.ok();
    let address = agent.post(&path, &json!({"field": "address", "value": "黄山路3号", "reason": "听说搬了"})).await.ok();
    assert_eq!((&phone["state"], &phone["before"], &phone["proposed"]), (&json!("open"), &json!("0551-62345678"), &json!("0551-65432100")));
    let told = rep.get("/notifications").await.ok();
    assert_eq!(told["items"].as_array().unwrap().iter().filter(|notice| notice["name"] == "file_proposed").count(), 2);
    assert_eq!(agent.post(&format!("/file-proposals/{}/accept", id(&phone)), &Value::Null).await.status, 403, "not by who proposes");
    let accepted = rep.post(&format!("/file-proposals/{}/accept", id(&phone)), &Value::Null).await.ok();
    assert_eq!(accepted["state"], "accepted");
    let decline = format!("/file-proposals/{}/decline", id(&address));
    assert_eq!(rep.post(&decline, &json!({"reason": " "})).await.wrong_fields(), [("/reason".to_owned(), "required".to_owned())]);
    let declined = rep.post(&decline, &json!({"reason": "去看过，没搬"})).await.ok();
    assert_eq!((&declined["state"], &declined["answer"]), (&json!("declined"), &json!("去看过，没搬")));
    assert_eq!(rep.post(&decline, &json!({"reason": "再说一次"})).await.problem(), (409, "file_proposal_settled".to_owned()));
    let now = file(&rep, &account).await;
    assert_eq!((&answer(&now, "phone")["value"], &answer(&now, "address")["value"]), (&json!("0551-65432100"), &json!("长江路1号")));
    let told = agent.get("/notifications").await.ok();
    let names: Vec<&str> = told["items"].as_array().unwrap().iter().filter_map(|notice| notice["name"].as_str()).collect();
    assert!(names.contains(&"file_proposal_accepted") && names.contains(&"file_proposal_declined"), "{names:?}");
}

#[tokio::test]
async fn a_proposal_is_checked_as_a_change_of_the_account_is() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = with_19_answers(&admin, "金源烟酒店").await;
    let field = json!({"list": "accounts", "label": "门头米数", "key": "front", "kind": {"type": "number"}});
    admin.post("/custom-fields", &field).await.done();
    let path = format!("/accounts/{}/file/proposals", id(&account));
    let wrong = |field: &str, value: Value| json!({"field": field, "value": value, "reason": "听说"});
    for (field, value, at, code) in [
        ("phone", json!("打给我"), "/value", "phone"),
        ("phone", json!(12), "/value", "wrong_kind"),
        ("credit_grade", json!("Z"), "/value", "unknown_choice"),
        ("name", Value::Null, "/value", "required"),
        ("owner", json!("谁"), "/field", "unknown_choice"),
        ("custom.never_heard", json!(1), "/field", "unknown_choice"),
    ] {
        let found = admin.post(&path, &wrong(field, value.clone())).await.wrong_fields();
        assert_eq!(found, [(at.to_owned(), code.to_owned())], "{field} {value}");
    }
    let own = admin.post(&path, &wrong("custom.front", json!(4))).await.ok();
    assert_eq!((&own["label"], &own["proposed"]), (&json!("门头米数"), &json!(4)));
    admin.post(&format!("/file-proposals/{}/accept", id(&own)), &Value::Null).await.done();
    let account = admin.get(&format!("/accounts/{}", id(&account))).await.ok();
    assert_eq!(account["custom"]["front"], 4);
}

#[tokio::test]
async fn the_manager_says_who_looks_after_a_file_and_that_colleague_settles() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (manager, boss) = app.person("manager", "一组").await;
    let (mate, other) = app.person("customer_manager", "一组").await;
    let (_, stranger) = app.person("salesperson", "二组").await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let path = format!("/accounts/{}/file/steward", id(&account));
    assert_eq!(rep.put(&path, &json!({"steward_id": other})).await.status, 403);
    let wrong = manager.put(&path, &json!({"steward_id": stranger})).await.wrong_fields();
    assert_eq!(wrong, [("/steward_id".to_owned(), "steward_cannot_change".to_owned())]);
    let appointed = manager.put(&path, &json!({"steward_id": other})).await.ok();
    assert_eq!((&appointed["steward"]["id"], &appointed["steward_is_owner"]), (&json!(other), &json!(false)));
    assert!(mate.get("/notifications").await.ok()["items"].as_array().unwrap().iter().any(|notice| notice["name"] == "file_steward"));
    let proposed = rep
        .post(&format!("/accounts/{}/file/proposals", id(&account)), &json!({"field": "region", "value": "芜湖", "reason": "搬了"}))
        .await
        .ok();
    let accept = format!("/file-proposals/{}/accept", id(&proposed));
    assert_eq!(rep.post(&accept, &Value::Null).await.status, 403, "there is one steward");
    mate.post(&accept, &Value::Null).await.done();
    let mine = json!({"filter": {"field": "steward", "op": "in", "value": [other]}, "columns": "name,steward"});
    assert_eq!(manager.post("/accounts/search", &mine).await.ok()["items"][0]["steward"]["id"], json!(other));
    let back = manager.put(&path, &json!({"steward_id": null})).await.ok();
    assert_eq!(back["steward_is_owner"], true);
    assert_ne!(boss, other);
}
