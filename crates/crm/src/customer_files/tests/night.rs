//! What the night does: what is too old, and who is asked to verify it.

use guanxi_kernel::testkit::Client;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{act, file, later, listed, night, twentieth_answer, with_19_answers};
use crate::testing::{Done, TestApp, id};

/// Makes an account one of class A.
async fn class_a(app: &TestApp, account: &Value) {
    let tx = app.app.db().unscoped("a class is reckoned of a year of orders of many");
    let record: uuid::Uuid = id(account).parse().unwrap();
    let sql = "UPDATE account_values SET abc = 'A' WHERE record_id = ?";
    tx.execute_raw(app.app.db().dialect().statement(sql, vec![record.into()])).await.expect("the class is set");
}

async fn tasks(client: &Client) -> Vec<Value> {
    client.get("/tasks").await.ok()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn f04_the_phone_of_a_class_a_account_verified_91_days_ago_costs_four_points_and_the_steward_is_asked_to_verify() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    twentieth_answer(&rep, &account).await;
    class_a(&app, &account).await;
    later(&app, 1).await;
    // Everything but the phone is verified a day later.
    let all: Vec<Value> = file(&rep, &account).await["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|answer| answer["state"] == "good" && answer["field"] != "phone")
        .map(|answer| answer["field"].clone())
        .collect();
    act(&rep, &account, "verify", json!({"fields": all})).await;
    later(&app, 89).await;
    night(&app).await;
    assert_eq!(
        (file(&rep, &account).await["completeness"]["bp"].clone(), tasks(&rep).await.len()),
        (json!(8000), 0),
        "on the 90th day all is good"
    );
    later(&app, 1).await;
    night(&app).await;
    let stale = file(&rep, &account).await;
    assert_eq!((&stale["completeness"]["bp"], &stale["completeness"]["stale"]), (&json!(7600), &json!(1)));
    assert_eq!(listed(&rep, &account, "file_completeness").await, 7600);
    let asked = tasks(&rep).await;
    assert_eq!(asked.len(), 1);
    assert!(asked[0]["subject"].as_str().unwrap().contains("金源烟酒店"));
    assert_eq!((&asked[0]["assignee"]["id"], &asked[0]["due_on"]), (&json!(me), &json!(app.days_ago(-14))));
    later(&app, 1).await;
    night(&app).await;
    assert_eq!(tasks(&rep).await.len(), 1, "once, not every night");
}

#[tokio::test]
async fn f04_a_reviewed_file_goes_back_to_a_partial_survey_and_the_review_counts_again_once_all_is_verified() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    twentieth_answer(&rep, &account).await;
    class_a(&app, &account).await;
    later(&app, 30).await;
    act(&rep, &account, "analyse", json!({})).await;
    act(&rep, &account, "submit", json!({})).await;
    act(&manager, &account, "review", json!({"result": "keep", "reason": "照旧"})).await;
    later(&app, 61).await;
    night(&app).await;
    let partial = file(&rep, &account).await;
    assert_eq!((&partial["step"], &partial["is_partial"]), (&json!("survey"), &json!(true)));
    assert_eq!(tasks(&rep).await.len(), 1);
    let all: Vec<Value> = partial["answers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|answer| answer["state"] == "stale")
        .map(|answer| answer["field"].clone())
        .collect();
    let verified = act(&rep, &account, "verify", json!({"fields": all})).await;
    assert_eq!((&verified["step"], &verified["is_partial"]), (&json!("reviewed"), &json!(false)));
    let done = rep.get("/tasks?filter=%7B%22field%22%3A%22state%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22done%22%5D%7D").await.ok();
    assert_eq!(done["items"].as_array().unwrap().len(), 1, "verifying was the task: {done}");
}

#[tokio::test]
async fn a_steward_has_no_more_tasks_to_verify_at_a_time_than_can_be_done() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    app.admin().put("/parameters/customer_files.verify_most", &json!({"value": 2})).await.done();
    for n in 0..3 {
        let account = with_19_answers(&rep, &format!("烟酒店{n}")).await;
        class_a(&app, &account).await;
    }
    later(&app, 91).await;
    night(&app).await;
    assert_eq!(tasks(&rep).await.len(), 2);
    let told = rep.get("/notifications").await.ok();
    let told: Vec<&Value> = told["items"].as_array().unwrap().iter().filter(|notice| notice["name"] == "files_to_verify").collect();
    assert_eq!((told.len(), &told[0]["data"]["files"]), (1, &json!(2)), "in one line");
    night(&app).await;
    assert_eq!(tasks(&rep).await.len(), 2);
    let first = &tasks(&rep).await[0];
    rep.post(&format!("/tasks/{}/complete", id(first)), &Value::Null).await.done();
    night(&app).await;
    let open = tasks(&rep).await.iter().filter(|task| task["state"] == "open").count();
    assert_eq!(open, 2, "the next has its turn");
}
