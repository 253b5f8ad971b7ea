//! From the analysis to the review and what follows from it.

use guanxi_kernel::{
    job::{NewJob, queue},
    testkit::Client,
};
use serde_json::{Value, json};

use super::{act, file, later, listed, night, refused, twentieth_answer, with_19_answers};
use crate::testing::{Done, NewAccount, TestApp, id};

/// An account in class B of this salesperson, among ten whose contributions are those of the acceptance example of F12.
async fn class_b(app: &TestApp, rep: &Client, me: uuid::Uuid) -> Value {
    let admin = app.admin();
    let account = with_19_answers(rep, "金源烟酒店").await;
    twentieth_answer(rep, &account).await;
    let store = |n| NewAccount {
        name: format!("烟酒店{n}"),
        channel_kind: Some("tobacco_liquor_shop".to_owned()),
        owner_id: Some(me),
        ..NewAccount::default()
    };
    let others = app.seed_accounts((0..9).map(store).collect()).await;
    let order = |account: &str, yuan: i64| json!({"account_id": account, "ordered_on": app.days_ago(5), "net_minor": yuan * 10_000, "cost_minor": 0});
    admin.post("/orders", &order(id(&account), 50)).await.done();
    for (other, yuan) in others.iter().zip([400, 250, 120, 80, 40, 25, 15, 12, 8]) {
        admin.post("/orders", &order(&other.to_string(), yuan)).await.done();
    }
    admin.post("/value/runs", &Value::Null).await.done();
    app.run_jobs().await;
    account
}

async fn night_of_value(app: &TestApp) {
    queue(app.app.db(), app.workspace, &NewJob::new("value.night", Value::Null)).await.unwrap();
    app.run_jobs().await;
}

#[tokio::test]
async fn f03_an_upgrade_from_b_to_a_changes_the_visit_interval_from_10_to_7_days_from_the_next_day_on() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let account = class_b(&app, &rep, me).await;
    let before = act(&rep, &account, "analyse", json!({})).await;
    assert_eq!((&before["reviews"][0]["analysis"]["abc"], &before["visits"]["days"]), (&json!("B"), &json!(10)));
    act(&rep, &account, "submit", json!({"note": "想多去几次"})).await;
    assert_eq!(refused(&rep, &account, "review", json!({"result": "keep", "reason": "好"})).await.0, 403, "nobody reviews their own");
    let reviewed = act(&manager, &account, "review", json!({"result": "upgrade", "reason": "增长快，值得每周去"})).await;
    assert_eq!((&reviewed["step"], &reviewed["next_review_on"]), (&json!("reviewed"), &json!(app.days_ago(-90))));
    let visits = &reviewed["visits"];
    assert_eq!((&visits["reckoned"], &visits["days"], &visits["days_tomorrow"]), (&json!("B"), &json!(10), &json!(7)));
    assert_eq!(visits["agreed"], json!({"class": "A", "from": app.days_ago(-1), "until": app.days_ago(-90)}));
    // Nothing moves today; the next morning the list says when the next visit is due.
    let due = app.days_ago(5 - 10);
    assert_eq!(listed(&rep, &account, "visit_due_on").await, json!(due));
    later(&app, 1).await;
    night_of_value(&app).await;
    assert_eq!(listed(&rep, &account, "visit_due_on").await, json!(app.days_ago(6 - 7)), "seven days after the first order");
    assert_eq!(listed(&rep, &account, "abc").await, "B", "what is reckoned stays what it is");
    let worth = rep.get(&format!("/accounts/{}/value", id(&account))).await.ok();
    assert_eq!(worth["classes"]["visit_due_on"], json!(app.days_ago(6 - 7)), "and so does the page");
    let file = file(&rep, &account).await;
    assert_eq!((&file["visits"]["days"], &file["is_key"]), (&json!(7), &json!(true)));
    // On the day of the next review the reckoned class counts again.
    later(&app, 89).await;
    assert_eq!(super::file(&rep, &account).await["visits"]["days"], 10);
}

/// What the notifications of somebody say of files, the latest first.
async fn told(client: &Client) -> Value {
    let all = client.get("/notifications").await.ok();
    let all = all["items"].as_array().unwrap().iter();
    all.filter(|notice| notice["name"].as_str().unwrap().starts_with("file_"))
        .map(|notice| json!((&notice["name"], &notice["data"])))
        .collect()
}

#[tokio::test]
async fn f03_a_review_is_due_again_on_its_day_and_those_who_have_to_do_something_are_told() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (elsewhere, _) = app.person("manager", "二组").await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    twentieth_answer(&rep, &account).await;
    act(&rep, &account, "analyse", json!({})).await;
    let submitted = act(&rep, &account, "submit", json!({})).await;
    assert_eq!((&submitted["step"], &submitted["review_due_on"]), (&json!("in_review"), &json!(app.days_ago(-14))));
    assert_eq!(refused(&rep, &account, "analyse", json!({})).await, (409, "file_in_review".to_owned()));
    let waits = json!([("file_submitted", json!({"account": "金源烟酒店", "due_on": app.days_ago(-14)}))]);
    assert_eq!(told(&manager).await, waits, "who reviews is told at once");
    assert_eq!((told(&elsewhere).await, told(&rep).await), (json!([]), json!([])));
    later(&app, 14).await;
    night(&app).await;
    assert_eq!(told(&manager).await, waits, "its last day");
    later(&app, 1).await;
    night(&app).await;
    assert_eq!(told(&manager).await[0], json!(("file_reviews_overdue", json!({"files": 1}))));
    let reviewed = act(&manager, &account, "review", json!({"result": "keep", "reason": "一切照旧"})).await;
    assert_eq!(reviewed["next_review_on"], json!(app.days_ago(-180)), "others than A and VIP are reviewed in half a year");
    assert_eq!(
        refused(&manager, &account, "review", json!({"result": "keep", "reason": "好"})).await,
        (409, "file_not_in_review".to_owned())
    );
    later(&app, 179).await;
    night(&app).await;
    assert_eq!(file(&rep, &account).await["step"], "reviewed");
    later(&app, 1).await;
    assert_eq!(night(&app).await["moved"], 1);
    assert_eq!(listed(&rep, &account, "file_step").await, "due_again");
    let told = rep.get("/notifications").await.ok();
    let told: Vec<&Value> = told["items"].as_array().unwrap().iter().filter(|notice| notice["name"] == "file_reviews_due").collect();
    assert_eq!((told.len(), &told[0]["data"]["files"]), (1, &json!(1)));
    assert_eq!(night(&app).await["moved"], 0, "once, not every night");
}

#[tokio::test]
async fn a_review_that_asks_for_something_makes_a_task_for_the_owner() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    twentieth_answer(&rep, &account).await;
    act(&rep, &account, "analyse", json!({})).await;
    act(&rep, &account, "submit", json!({})).await;
    let reviewed = act(&manager, &account, "review", json!({"result": "subtract", "reason": "服务成本太高"})).await;
    assert_eq!(reviewed["reviews"][0]["outcome"]["follow_up_on"], json!(app.days_ago(-14)));
    assert_eq!(reviewed["reviews"][0]["reason"], "服务成本太高");
    let tasks = rep.get("/tasks").await.ok();
    let task = &tasks["items"][0];
    assert!(task["subject"].as_str().unwrap().contains("金源烟酒店"), "{task}");
    assert_eq!((&task["assignee"]["id"], &task["due_on"]), (&json!(me), &json!(app.days_ago(-14))));
    let told = rep.get("/notifications").await.ok();
    assert!(told["items"].as_array().unwrap().iter().any(|notice| notice["name"] == "file_reviewed"), "{told}");
    let timeline = rep.get(&format!("/accounts/{}/timeline", id(&account))).await.ok();
    let of_file: Vec<&Value> = timeline["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "customer_file").collect();
    assert_eq!(of_file[0]["data"]["result"], "subtract");
    assert_eq!((of_file.len(), &of_file[0]["data"]["reason"]), (3, &json!("服务成本太高")), "analysed, submitted, reviewed");
}

#[tokio::test]
async fn an_account_in_no_class_of_stores_is_not_upgraded() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = with_19_answers(&admin, "金源烟酒店").await;
    twentieth_answer(&admin, &account).await;
    act(&admin, &account, "analyse", json!({})).await;
    assert_eq!(
        refused(&admin, &account, "review", json!({"result": "keep", "reason": "好"})).await,
        (409, "file_not_in_review".to_owned())
    );
    act(&admin, &account, "submit", json!({})).await;
    assert_eq!(refused(&admin, &account, "review", json!({"result": "upgrade", "reason": "好"})).await, (409, "file_no_class".to_owned()));
    let path = format!("/accounts/{}/file/review", id(&account));
    let wrong = admin.post(&path, &json!({"result": "promote", "reason": " "})).await.wrong_fields();
    assert_eq!(wrong, [("/result".to_owned(), "unknown_choice".to_owned()), ("/reason".to_owned(), "required".to_owned())]);
}

#[tokio::test]
async fn whoever_may_not_see_what_an_account_is_worth_sees_no_analysis() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = with_19_answers(&admin, "金源烟酒店").await;
    twentieth_answer(&admin, &account).await;
    act(&admin, &account, "analyse", json!({})).await;
    let (agent, _) = app.person("service_agent", "客服").await;
    let seen = file(&agent, &account).await;
    assert_eq!((seen["reviews"].as_array().unwrap().len(), &seen["reviews"][0]["analysis"]), (1, &Value::Null));
    assert_eq!(seen["may"]["see_value"], false);
}
