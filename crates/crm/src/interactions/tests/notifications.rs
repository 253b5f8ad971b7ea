//! Notifications that pile up, and those that are forgotten.

use chrono::Duration;
use guanxi_kernel::{
    job::{NewJob, queue},
    testkit::Client,
};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    interactions::{commands, tables::task},
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

/// Reads up to the newest, as the bell does.
async fn read_all(client: &Client) {
    let newest = client.get("/notifications").await.ok()["items"][0]["id"].clone();
    client.post("/notifications/read", &json!({"up_to": newest})).await.done();
}

/// The unread lines, the newest first: what they are called, and what they say.
async fn unread(client: &Client) -> Vec<(String, Value)> {
    let told = client.get("/notifications").await.ok();
    let unread = told["items"].as_array().unwrap().iter().filter(|item| item["read_at"].is_null());
    unread.map(|item| (item["name"].as_str().unwrap().to_owned(), item["data"].clone())).collect()
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
    read_all(&rep).await;
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
    read_all(&rep).await;
    notify(&app, lazy_id, 103).await;
    app.travel(Duration::days(9));
    notify(&app, rep_id, 1).await;
    read_all(&rep).await;
    tidy(&app).await;
    let of = |told: &Value| told["items"].as_array().unwrap().len();
    assert_eq!(of(&rep.get("/notifications").await.ok()), 3, "9 days are not long ago");
    let kept = lazy.get("/notifications").await.ok();
    assert_eq!((of(&kept), &kept["items"][0]["data"]["subject"], &kept["items"][99]["data"]["subject"]), (100, &json!("102"), &json!("3")));
    app.travel(Duration::days(2));
    tidy(&app).await;
    assert_eq!(of(&rep.get("/notifications").await.ok()), 1);
    read_all(&lazy).await;
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

#[tokio::test]
async fn what_came_after_the_list_was_fetched_stays_unread() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    notify(&app, rep_id, 2).await;
    let shown = rep.get("/notifications").await.ok()["items"][0]["id"].clone();
    notify(&app, rep_id, 1).await;
    rep.post("/notifications/read", &json!({"up_to": shown})).await.done();
    let told = rep.get("/notifications").await.ok();
    let read: Vec<bool> = told["items"].as_array().unwrap().iter().map(|item| !item["read_at"].is_null()).collect();
    assert_eq!((&told["unread"], read), (&json!(1), vec![false, true, true]));
    assert_eq!(rep.post("/notifications/read", &json!({})).await.wrong_fields()[0].0, "/up_to");
}

#[tokio::test]
async fn however_many_chunks_give_accounts_to_somebody_they_are_told_in_one_line() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep_id) = app.rep().await;
    let (other, other_id) = app.rep().await;
    let give = async |accounts: &[Uuid]| {
        let body = json!({"ids": accounts, "action": "change", "change": {"owner_id": other_id}});
        admin.post("/accounts/bulk", &body).await.done();
        app.run_jobs().await;
    };
    let accounts = app.accounts_of(rep_id, 250).await;
    give(&accounts).await;
    assert!(events_of(&app, "accounts.told_given").await > 1, "it took more than one chunk");
    assert_eq!(unread(&other).await, [("accounts_given".to_owned(), json!({"by": "王老板", "accounts": 250}))]);
    // Another job is another line, and what was read is not told again.
    give(&app.accounts_of(rep_id, 2).await).await;
    let counts: Vec<Value> = unread(&other).await.into_iter().map(|(_, data)| data["accounts"].clone()).collect();
    assert_eq!(counts, [json!(2), json!(250)]);
    read_all(&other).await;
    give(&app.accounts_of(rep_id, 3).await).await;
    assert_eq!(unread(&other).await, [("accounts_given".to_owned(), json!({"by": "王老板", "accounts": 3}))]);
}

async fn events_of(app: &TestApp, name: &str) -> usize {
    app.admin().get(&format!("/audit?name={name}&limit=200")).await.ok()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn however_many_chunks_give_tasks_to_somebody_they_are_told_in_one_line() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let me: Uuid = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    let task = |n: usize| {
        commands::NewRow::Task(task::ActiveModel {
            subject: Set(format!("第{n}件")),
            note: Set(None),
            priority: Set("normal".to_owned()),
            due_on: Set(app.today()),
            account_id: Set(None),
            contact_id: Set(None),
            assignee_id: Set(me),
            interaction_id: Set(None),
            state: Set("open".to_owned()),
            done_at: Set(None),
            ..Default::default()
        })
    };
    commands::insert_many(&mut tx, (0..250).map(task).collect()).await.unwrap();
    let done = tx.record(guanxi_kernel::event::Event::new("tasks.seeded", "task", me), ());
    tx.commit(done).await.unwrap();
    let body = json!({"filter": {"all": []}, "action": "change", "change": {"assignee_id": rep_id}});
    admin.post("/tasks/bulk", &body).await.done();
    app.run_jobs().await;
    assert!(events_of(&app, "tasks.bulk_changed").await > 1, "it took more than one chunk");
    assert_eq!(unread(&rep).await, [("tasks_given".to_owned(), json!({"tasks": 250}))]);
}

#[tokio::test]
async fn for_whom_an_account_is_made_is_told_of_it() {
    let app = TestApp::new().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (rep, rep_id) = app.rep().await;
    let made = manager.post("/accounts", &json!({"name": "金源", "owner_id": rep_id})).await.ok();
    rep.post("/accounts", &json!({"name": "自己的"})).await.done();
    app.run_jobs().await;
    let told = rep.get("/notifications").await.ok();
    let (first, many) = (&told["items"][0], told["items"].as_array().unwrap().len());
    assert_eq!((&first["name"], &first["account_id"], &first["data"]["account"]), (&json!("account_given"), &made["id"], &json!("金源")));
    assert_eq!(many, 1, "nobody is told of what they made themselves");
    assert_eq!(manager.get("/notifications").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn an_import_tells_each_owner_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (one, _) = app.rep().await;
    let (two, _) = app.rep().await;
    let email = async |client: &Client| client.get("/me").await.ok()["user"]["email"].as_str().unwrap().to_owned();
    let (first, second) = (email(&one).await, email(&two).await);
    // More rows than the first chunk takes; the last one is for the other colleague.
    let mut rows = vec!["客户名称,负责人".to_owned()];
    rows.extend((0..600).map(|n| format!("客户{n},{first}")));
    rows.push(format!("末一家,{second}"));
    let file = admin.upload("/imports", &[("kind", "accounts")], "a.csv", rows.join("\n").as_bytes()).await.ok();
    for dry_run in [true, false] {
        admin.post(&format!("{}/start", path(&file, "/imports")), &json!({"mode": "create", "dry_run": dry_run})).await.done();
        app.run_jobs().await;
        let told = if dry_run { vec![] } else { vec![("accounts_given".to_owned(), json!({"by": "王老板", "accounts": 600}))] };
        assert_eq!(unread(&one).await, told, "a trial gives nothing");
    }
    assert!(events_of(&app, "accounts.told_given").await > 1, "it took more than one chunk");
    assert_eq!(unread(&two).await, [("account_given".to_owned(), json!({"by": "王老板", "account": "末一家"}))]);
}
