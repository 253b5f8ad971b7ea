//! The run over all accounts: nights, days that were missed, what is kept.

use chrono::Duration;
use guanxi_kernel::job::{NewJob, queue};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{YUAN, order, value};
use crate::testing::{Done, TestApp};

async fn night(app: &TestApp) {
    queue(app.app.db(), app.workspace, &NewJob::new("value.night", Value::Null)).await.unwrap();
    app.run_jobs().await;
}

fn days(worth: &Value) -> Vec<(String, i64)> {
    let day = |kept: &Value| (kept["day"].as_str().unwrap().to_owned(), kept["value"]["minor"].as_i64().unwrap() / YUAN);
    worth["history"].as_array().unwrap().iter().map(day).collect()
}

#[tokio::test]
async fn f65_yesterdays_figures_are_unchanged_after_todays_order() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 10, 1000, None).await;
    order(&app, &admin, &account, 0, 500, None).await;
    let other = app.account("只有拜访").await;
    let visit = json!({"account_id": other["id"], "channel": "visit", "at": app.minutes_ago(0), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    admin.post("/interactions", &visit).await.done();
    night(&app).await;
    let visited = json!({"filter": {"field": "name", "op": "eq", "value": "只有拜访"}, "columns": "service_12m"});
    let visited = admin.post("/accounts/search", &visited).await.ok();
    assert_eq!(visited["items"][0]["service_12m"]["minor"], json!(80 * YUAN), "nor is the visit of today");
    let yesterday = app.days_ago(1);
    let worth = value(&admin, &account).await;
    assert_eq!(days(&worth), [(yesterday.clone(), 2000)], "what was ordered today is not in it");
    assert_eq!(worth["parts"]["to_date"]["minor"], json!(1500 * YUAN));
    let listed = admin.get("/accounts?sort=-customer_value&columns=customer_value").await.ok();
    assert_eq!(listed["items"][0]["customer_value"]["minor"], json!(3000 * YUAN), "and not lost from what is now");
    order(&app, &admin, &account, 0, 700, None).await;
    app.run_jobs().await;
    assert_eq!(days(&value(&admin, &account).await), [(yesterday, 2000)]);
    // Once more on the same day: nothing is kept twice.
    night(&app).await;
    assert_eq!(days(&value(&admin, &account).await).len(), 1);
}

#[tokio::test]
async fn f65_missed_nights_are_caught_up_with_in_their_order() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 0, 1000, None).await;
    night(&app).await;
    assert_eq!(days(&value(&admin, &account).await), []);
    app.travel(Duration::days(1));
    order(&app, &admin, &account, 0, 100, None).await;
    // Two nights pass in which nobody works.
    app.travel(Duration::days(2));
    night(&app).await;
    let kept = days(&value(&admin, &account).await);
    assert_eq!(kept, [(app.days_ago(3), 2000), (app.days_ago(2), 2200), (app.days_ago(1), 2200)]);
}

#[tokio::test]
async fn a_change_reaches_the_list_without_a_night() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 5, 300, Some(200)).await;
    app.run_jobs().await;
    let of = |page: Value| page["items"][0]["contribution_12m"]["minor"].as_i64().unwrap();
    assert_eq!(of(admin.get("/accounts?columns=contribution_12m").await.ok()), 100 * YUAN);
    let call = json!({"account_id": account["id"], "channel": "visit", "at": app.minutes_ago(30), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    admin.post("/interactions", &call).await.done();
    app.run_jobs().await;
    assert_eq!(of(admin.get("/accounts?columns=contribution_12m").await.ok()), 20 * YUAN);
    // In the trash it is worth nothing, and out of it as much as before.
    let version = admin.get(&format!("/accounts/{}", account["id"].as_str().unwrap())).await.ok()["version"].as_i64().unwrap();
    assert_eq!(admin.delete(&format!("/accounts/{}", account["id"].as_str().unwrap()), version).await.status, 204);
    app.run_jobs().await;
    let trash = json!({"filter": {"field": "trashed_at", "op": "not_empty"}, "columns": "contribution_12m"});
    assert_eq!(of(admin.post("/accounts/search", &trash).await.ok()), 0);
    admin.post(&format!("/accounts/{}/restore", account["id"].as_str().unwrap()), &Value::Null).await.done();
    app.run_jobs().await;
    assert_eq!(of(admin.get("/accounts?columns=contribution_12m").await.ok()), 20 * YUAN);
}

#[tokio::test]
async fn f10_the_pyramid_tells_who_has_moved_since_last_quarter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let report = async || admin.get("/value/report").await.ok();
    assert_eq!(report().await["compare_days"], json!(91));
    admin.put("/parameters/value.compare_days", &json!({"value": 3})).await.done();
    let (falls, rises, leaves) = (app.account("曾是最大").await, app.account("后来居上").await, app.account("不再下单").await);
    order(&app, &admin, &falls, 200, 9000, None).await;
    order(&app, &admin, &rises, 10, 100, None).await;
    order(&app, &admin, &leaves, 364, 5000, None).await;
    night(&app).await;
    let kept = app.days_ago(1);
    let before = report().await;
    assert_eq!((&before["classes"]["before_day"], &before["classes"]["movements"]), (&Value::Null, &json!([])));
    app.travel(Duration::days(3));
    order(&app, &admin, &rises, 1, 20_000, None).await;
    order(&app, &admin, &app.account("新客户").await, 1, 50, None).await;
    night(&app).await;
    let now = report().await;
    assert_eq!(now["classes"]["before_day"], json!(kept));
    let moved = |from: &str, to: &str| json!({"from": from, "to": to, "accounts": 1});
    // Of three the first is VIP, the second major, the third ordinary.
    let expected = [moved("ordinary", "vip"), moved("vip", "major"), moved("none", "ordinary"), moved("major", "none")];
    assert_eq!(now["classes"]["movements"], json!(expected));
    let filter =
        json!({"all": [{"field": "pyramid_before", "op": "in", "value": ["vip"]}, {"field": "pyramid", "op": "in", "value": ["major"]}]});
    let listed = admin.post("/accounts/search", &json!({"filter": filter, "columns": "name"})).await.ok();
    assert_eq!((&listed["items"][0]["name"], listed["items"].as_array().unwrap().len()), (&json!("曾是最大"), 1));
}

#[tokio::test]
async fn of_runs_that_wait_the_last_does_it_for_all() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let asked = admin.post("/value/runs", &Value::Null).await.json();
    let again = admin.post("/value/runs", &Value::Null).await.json();
    assert_eq!(asked["id"], again["id"], "who asks twice is told of the first");
    let early = queue(app.app.db(), app.workspace, &NewJob::new("value.reckon", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let result = async |id: &str| admin.get(&format!("/jobs/{id}")).await.ok()["result"].clone();
    assert_eq!(result(asked["id"].as_str().unwrap()).await, json!({"left_to": early}));
    let system = guanxi_kernel::job::get(&app.app.db().read(&app.system().await), early).await.unwrap();
    assert!(system.result.unwrap()["took_ms"].is_object());
}

#[tokio::test]
async fn a_report_of_another_release_counts_as_none() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    order(&app, &admin, &account, 5, 300, Some(200)).await;
    night(&app).await;
    let db = app.app.db();
    let sql = "UPDATE value_reports SET report = ?";
    db.unscoped("a test").execute_raw(db.dialect().statement(sql, vec![json!({"strange": 1}).into()])).await.unwrap();
    for path in ["/value/report", "/value/objectives", "/value/portfolio?view=bcg"] {
        assert_eq!(admin.get(path).await.status, 200, "{path}");
    }
    assert_eq!(value(&admin, &account).await["parts"]["to_date"]["minor"], json!(300 * YUAN));
    order(&app, &admin, &account, 4, 100, None).await;
    app.travel(Duration::days(1));
    night(&app).await;
    assert_eq!(admin.get("/value/report").await.ok()["classes"]["active"], json!(1));
}
