//! Notifications that pile up, and those that are forgotten.

use chrono::Duration;
use guanxi_kernel::job::{NewJob, queue};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    interactions::commands,
    testing::{Done, TestApp, path},
};

async fn notify(app: &TestApp, user: Uuid, how_many: usize) {
    let actor = app.system().await;
    let mut tx = app.app.db().write(&actor).await.unwrap();
    for n in 0..how_many {
        commands::notify(&mut tx, user, "task_given", "task", Uuid::now_v7(), None, &json!({"subject": n.to_string()})).await.unwrap();
    }
    let done = tx.record(guanxi_kernel::event::Event::new("notifications.seeded", "user", user), ());
    tx.commit(done).await.unwrap();
}

async fn tidy(app: &TestApp) {
    queue(app.app.db(), app.workspace, &NewJob::new("notifications.tidy", Value::Null)).await.unwrap();
    app.run_jobs().await;
}

#[tokio::test]
async fn the_bell_counts_all_that_are_unread_up_to_a_hundred() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (_, other) = app.person("salesperson", "二组").await;
    notify(&app, other, 3).await;
    notify(&app, rep_id, 60).await;
    assert_eq!(rep.get("/notifications").await.ok()["unread"], 60);
    rep.post("/notifications/read", &Value::Null).await.done();
    notify(&app, rep_id, 130).await;
    let told = rep.get("/notifications").await.ok();
    assert_eq!((&told["unread"], told["items"].as_array().unwrap().len()), (&json!(100), 100));
}

#[tokio::test]
async fn what_was_read_long_ago_is_forgotten_and_so_is_the_oldest_that_nobody_reads() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (lazy, lazy_id) = app.person("salesperson", "二组").await;
    admin.put("/parameters/interactions.unread_most", &json!({"value": 100})).await.done();
    admin.put("/parameters/interactions.read_days", &json!({"value": 10})).await.done();
    notify(&app, rep_id, 2).await;
    rep.post("/notifications/read", &Value::Null).await.done();
    notify(&app, lazy_id, 103).await;
    app.travel(Duration::days(9));
    notify(&app, rep_id, 1).await;
    rep.post("/notifications/read", &Value::Null).await.done();
    tidy(&app).await;
    let of = |told: &Value| told["items"].as_array().unwrap().len();
    assert_eq!(of(&rep.get("/notifications").await.ok()), 3, "9 days are not long ago");
    let kept = lazy.get("/notifications").await.ok();
    assert_eq!((of(&kept), &kept["items"][0]["data"]["subject"], &kept["items"][99]["data"]["subject"]), (100, &json!("102"), &json!("3")));
    app.travel(Duration::days(2));
    tidy(&app).await;
    assert_eq!(of(&rep.get("/notifications").await.ok()), 1);
    lazy.post("/notifications/read", &Value::Null).await.done();
    assert_eq!(of(&lazy.get("/notifications").await.ok()), 100, "nothing older comes forward");
    let audit = admin.get("/audit?name=notification.made").await.ok();
    assert!(!audit["items"].as_array().unwrap().is_empty(), "the audit forgets nothing");
}

#[tokio::test]
async fn whoever_is_given_accounts_is_told_once_and_nobody_of_what_they_did_themselves() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, other_id) = app.rep().await;
    let account = app.account("金源").await;
    admin.patch(&path(&account, "/accounts"), 1, &json!({"owner_id": rep_id})).await.done();
    app.run_jobs().await;
    let told = rep.get("/notifications").await.ok();
    let first = &told["items"][0];
    assert_eq!((&told["unread"], &first["name"], &first["account_id"]), (&json!(1), &json!("account_given"), &account["id"]));
    assert_eq!(first["data"], json!({"by": "王老板", "account": "金源"}));
    let many = app.accounts_of(rep_id, 3).await;
    admin.post("/accounts/bulk", &json!({"ids": many, "action": "change", "change": {"owner_id": other_id}})).await.done();
    app.run_jobs().await;
    let told = other.get("/notifications").await.ok();
    let first = &told["items"][0];
    assert_eq!((&told["unread"], &first["name"], &first["account_id"]), (&json!(1), &json!("accounts_given"), &Value::Null));
    assert_eq!(first["data"], json!({"by": "王老板", "accounts": 3}));
    let me = admin.get("/me").await.ok()["user"]["id"].clone();
    admin.post("/accounts/bulk", &json!({"ids": many, "action": "change", "change": {"owner_id": me}})).await.done();
    app.run_jobs().await;
    assert_eq!(admin.get("/notifications").await.ok()["items"], json!([]));
}
