//! Tasks and next steps.

use axum::http::Method;
use chrono::Duration;
use guanxi_kernel::{
    job::{NewJob, Workers, queue},
    testkit::Client,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

async fn next_step(app: &TestApp, account: &Value) -> Value {
    app.admin().get(&path(account, "/accounts")).await.ok()["next_step_on"].clone()
}

#[tokio::test]
async fn a_next_step_becomes_a_task_and_completing_it_empties_the_account() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let body = json!({"account_id": id(&account), "channel": "phone", "next_step": {"text": " 送样品 ", "due_on": app.days_ago(-5)}});
    let call = rep.post("/interactions", &body).await.ok();
    let task_path = format!("/tasks/{}", call["next_step"]["task_id"].as_str().unwrap());
    let task = rep.get(&task_path).await.ok();
    assert_eq!((&task["subject"], &task["due_on"], &task["state"]), (&json!("送样品"), &json!(app.days_ago(-5)), &json!("open")));
    assert_eq!((&task["assignee"]["id"], &task["interaction_id"], &task["overdue"]), (&json!(rep_id), &call["id"], &json!(false)));
    assert_eq!(next_step(&app, &account).await, json!(app.days_ago(-5)));
    // The nearest open step counts.
    let nearer = rep.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(-2), "account_id": id(&account)})).await.ok();
    assert_eq!(next_step(&app, &account).await, json!(app.days_ago(-2)));
    let urgent = rep.get(&format!("{}/tasks", path(&account, "/accounts"))).await.ok();
    assert_eq!(urgent.as_array().unwrap().iter().map(|task| task["subject"].as_str().unwrap()).collect::<Vec<_>>(), ["打电话", "送样品"]);
    let done = rep.post(&format!("{}/complete", path(&nearer, "/tasks")), &Value::Null).await.ok();
    assert_eq!(done["state"], "done");
    assert_ne!(done["done_at"], Value::Null);
    assert_eq!(next_step(&app, &account).await, json!(app.days_ago(-5)));
    rep.post(&format!("{task_path}/complete"), &Value::Null).await.done();
    assert_eq!(next_step(&app, &account).await, Value::Null);
    // Opened again, it is the next step again, and the audit has both.
    let open = rep.post(&format!("{task_path}/reopen"), &Value::Null).await.ok();
    assert_eq!((&open["state"], &open["done_at"]), (&json!("open"), &Value::Null));
    assert_eq!(next_step(&app, &account).await, json!(app.days_ago(-5)));
    let audit = app.admin().get(&format!("/audit?record_id={}", task["id"].as_str().unwrap())).await.ok();
    let events: Vec<&str> = audit["items"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert!(events.contains(&"task.done") && events.contains(&"task.reopened"), "{events:?}");
    assert_eq!(rep.send(axum::http::Method::DELETE, &task_path, None).await.status, 204);
    assert_eq!(next_step(&app, &account).await, Value::Null);
}

#[tokio::test]
async fn a_task_is_overdue_from_the_day_after_and_done_tasks_never_are() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let task = admin.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(0)})).await.ok();
    assert_eq!(task["overdue"], false);
    app.travel_to_before_midnight(30);
    assert_eq!(admin.get(&path(&task, "/tasks")).await.ok()["overdue"], false);
    app.travel(Duration::seconds(60));
    assert_eq!(admin.get(&path(&task, "/tasks")).await.ok()["overdue"], true);
    assert_eq!(admin.post(&format!("{}/complete", path(&task, "/tasks")), &Value::Null).await.ok()["overdue"], false);
}

#[tokio::test]
async fn a_task_of_a_colleague_is_told_and_seen_by_both() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (manager, manager_id) = app.person("manager", "一组").await;
    let (other, _) = app.person("salesperson", "二组").await;
    let task = manager.post("/tasks", &json!({"subject": "拜访", "due_on": app.days_ago(-1), "assignee_id": rep_id})).await.ok();
    for (client, status) in [(&manager, 200), (&rep, 200), (&app.admin(), 200), (&other, 404)] {
        assert_eq!(client.get(&path(&task, "/tasks")).await.status, status);
    }
    let told = rep.get("/notifications").await.ok();
    assert_eq!(
        (&told["unread"], &told["items"][0]["name"], &told["items"][0]["data"]["subject"]),
        (&json!(1), &json!("task_given"), &json!("拜访"))
    );
    assert_eq!(manager.get("/notifications").await.ok()["unread"], 0, "nobody is told of their own doing");
    let moved = rep.patch(&path(&task, "/tasks"), 1, &json!({"due_on": app.days_ago(-2), "subject": "电话"})).await.ok();
    assert_eq!((&moved["subject"], &moved["due_on"]), (&json!("电话"), &json!(app.days_ago(-2))));
    rep.patch(&path(&task, "/tasks"), version(&moved), &json!({"assignee_id": manager_id})).await.done();
    assert_eq!(manager.get("/notifications").await.ok()["unread"], 1);
    let kept = rep.get(&path(&task, "/tasks")).await.ok();
    assert_eq!((&kept["may_change"], &kept["may_remove"]), (&json!(false), &json!(false)), "what the team has to do is looked at");
}

#[tokio::test]
async fn wrong_fields_of_a_task_are_named() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let hidden = app.account("老板的").await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let answer = rep
        .post(
            "/tasks",
            &json!({"subject": " ", "due_on": app.days_ago(0), "account_id": id(&hidden), "contact_id": nowhere, "assignee_id": nowhere}),
        )
        .await;
    let mut pointers: Vec<String> = answer.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(pointers, ["/account_id", "/assignee_id", "/contact_id", "/subject"]);
    let task = rep.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(0)})).await.ok();
    assert_eq!(rep.patch(&path(&task, "/tasks"), 9, &json!({"subject": "x"})).await.problem().0, 412);
    assert_eq!(rep.patch(&path(&task, "/tasks"), 1, &json!({"subject": ""})).await.wrong_fields()[0].0, "/subject");
    assert_eq!(rep.patch(&path(&task, "/tasks"), 1, &json!({"state": "done"})).await.wrong_fields()[0].1, "unknown_field");
}

#[tokio::test]
async fn an_open_task_of_an_account_is_seen_by_who_sees_the_account() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let task = app.admin().post("/tasks", &json!({"subject": "对账", "due_on": app.days_ago(0), "account_id": id(&account)})).await.ok();
    // docs/domain/interactions.md, Tasks: visible to the person who has it, who made it, and whoever may see its account.
    assert_eq!(rep.get(&path(&task, "/tasks")).await.status, 200);
    assert_eq!(rep.get(&format!("{}/tasks", path(&account, "/accounts"))).await.ok().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn in_the_morning_each_person_is_told_once_how_much_is_due() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    for days in [3, 0, -1] {
        rep.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(days)})).await.done();
    }
    queue(app.app.db(), app.workspace, &NewJob::new("tasks.remind", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let told = rep.get("/notifications").await.ok();
    assert_eq!(
        (&told["unread"], &told["items"][0]["name"], &told["items"][0]["data"]["tasks"]),
        (&json!(1), &json!("tasks_due"), &json!(2))
    );
    assert_eq!(app.admin().get("/notifications").await.ok()["items"], json!([]));
    let mine = json!({"filter": {"all": [{"field": "assignee", "op": "in", "value": ["me"]}, {"field": "state", "op": "in", "value": ["open"]}, {"field": "due_on", "op": "before", "value": app.days_ago(0)}]}, "count": "exact"});
    assert_eq!(rep.post("/tasks/search", &mine).await.ok()["count"]["value"], 1);
    assert_eq!(
        app.admin()
            .post("/tasks/search", &json!({"filter": {"field": "assignee", "op": "in", "value": [rep_id]}, "count": "exact"}))
            .await
            .ok()["count"]["value"],
        3
    );
}

#[tokio::test]
async fn a_task_has_a_note_and_a_priority() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let task = admin.post("/tasks", &json!({"subject": "对账", "due_on": app.days_ago(0)})).await.ok();
    assert_eq!((&task["note"], &task["priority"]), (&Value::Null, &json!("normal")));
    let place = path(&task, "/tasks");
    let changed = admin.patch(&place, version(&task), &json!({"note": " 带上\n对账单 ", "priority": "high"})).await.ok();
    assert_eq!((&changed["note"], &changed["priority"]), (&json!("带上\n对账单"), &json!("high")));
    let emptied = admin.patch(&place, version(&changed), &json!({"note": null})).await.ok();
    assert_eq!((&emptied["note"], &emptied["priority"]), (&Value::Null, &json!("high")));
    let urgent = json!({"filter": {"field": "priority", "op": "in", "value": ["high"]}, "count": "exact"});
    assert_eq!(admin.post("/tasks/search", &urgent).await.ok()["count"]["value"], 1);
    let wrong = json!({"subject": "对账", "due_on": app.days_ago(0), "priority": "now", "note": "长".repeat(5001)});
    let pointers: Vec<String> = admin.post("/tasks", &wrong).await.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/note", "/priority"]);
}

#[tokio::test]
async fn many_tasks_are_put_off_handed_over_and_done_at_once() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (manager, manager_id) = app.person("manager", "一组").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    for days in [3, 2, 1] {
        let task = json!({"subject": "打电话", "due_on": app.days_ago(days), "account_id": id(&account)});
        rep.post("/tasks", &task).await.done();
    }
    let others = app.admin().post("/tasks", &json!({"subject": "对账", "due_on": app.days_ago(1)})).await.ok();
    let run = |change: Value| {
        let (app, manager) = (&app, manager.clone());
        let body =
            json!({"filter": {"field": "assignee", "op": "in", "value": [rep_id, manager_id]}, "action": "change", "change": change});
        async move {
            let queued = manager.post("/tasks/bulk", &body).await;
            assert_eq!(queued.status, 202, "{}", queued.text());
            app.job(&manager, &queued.json()).await["result"]["changed"].clone()
        }
    };
    assert_eq!(run(json!({"due_on": app.days_ago(-4), "priority": "high"})).await, 3);
    assert_eq!(next_step(&app, &account).await, json!(app.days_ago(-4)));
    assert_eq!(run(json!({"assignee_id": manager_id})).await, 3);
    assert_eq!(manager.get("/notifications").await.ok()["unread"], 0, "nobody is told of their own doing");
    assert_eq!(run(json!({"assignee_id": rep_id})).await, 3);
    let told = rep.get("/notifications").await.ok();
    assert_eq!((&told["unread"], &told["items"][0]["name"]), (&json!(1), &json!("tasks_given")));
    assert_eq!(told["items"][0]["data"]["tasks"], 3);
    assert_eq!(run(json!({"state": "done"})).await, 3);
    assert_eq!(next_step(&app, &account).await, Value::Null);
    assert_eq!(app.admin().get(&path(&others, "/tasks")).await.ok()["state"], "open");
    let bulk = |body: Value| {
        let manager = manager.clone();
        async move { manager.post("/tasks/bulk", &body).await }
    };
    let all = json!({"all": []});
    assert_eq!(bulk(json!({"filter": all, "action": "trash"})).await.wrong_fields()[0].0, "/action");
    let wrong = bulk(json!({"filter": all, "action": "change", "change": {"priority": "now"}})).await;
    assert_eq!(wrong.wrong_fields(), [("/change/priority".to_owned(), "unknown_choice".to_owned())]);
}

/// Looks at the schedules once and does what is due. Returns how often this person has been reminded of tasks.
async fn reminded(app: &TestApp, person: &Client) -> usize {
    // A worker that is told to stop looks at the schedules once.
    let ended = app.app.stopping().child_token();
    ended.cancel();
    Workers::new(app.app.clone()).work(ended).await;
    app.run_jobs().await;
    person.get("/notifications").await.ok()["items"].as_array().unwrap().iter().filter(|item| item["name"] == "tasks_due").count()
}

#[tokio::test]
async fn the_reminder_comes_at_the_time_that_was_chosen() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    rep.post("/tasks", &json!({"subject": "送货", "due_on": app.days_ago(-1)})).await.done();
    let reminded = async || reminded(&app, &rep).await;
    app.travel_to_before_midnight(60);
    reminded().await;
    app.admin().put("/parameters/interactions.remind_at", &json!({"value": "21:15"})).await.done();
    let before = reminded().await;
    app.travel(Duration::hours(21));
    assert_eq!(reminded().await, before, "not at eight, and not yet");
    app.travel(Duration::minutes(17));
    assert_eq!(reminded().await, before + 1);
    app.travel(Duration::hours(1));
    assert_eq!(reminded().await, before + 1, "once a day");
}

#[tokio::test]
async fn the_reminder_moves_with_the_zone_of_the_workspace() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    rep.post("/tasks", &json!({"subject": "送货", "due_on": app.days_ago(-1)})).await.done();
    app.travel_to_before_midnight(60);
    reminded(&app, &rep).await;
    // Eight o'clock in Dubai is noon in Shanghai.
    app.admin().send(Method::PATCH, "/workspace", Some(&json!({"time_zone": "Asia/Dubai"}))).await.done();
    let before = reminded(&app, &rep).await;
    app.travel(Duration::hours(9));
    assert_eq!(reminded(&app, &rep).await, before, "not at eight in Shanghai");
    app.travel(Duration::hours(4));
    assert_eq!(reminded(&app, &rep).await, before + 1);
}

#[tokio::test]
async fn who_has_left_is_reminded_of_nothing() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (_, leaver) = app.rep().await;
    rep.post("/tasks", &json!({"subject": "送货", "due_on": app.days_ago(0)})).await.done();
    app.admin().post("/tasks", &json!({"subject": "送货", "due_on": app.days_ago(0), "assignee_id": leaver})).await.done();
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let sql = "UPDATE users SET active = ? WHERE id = ?";
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, vec![false.into(), leaver.into()])).await.unwrap();
    let done = tx.record(guanxi_kernel::event::Event::new("test.left", "user", leaver), ());
    tx.commit(done).await.unwrap();
    queue(app.app.db(), app.workspace, &NewJob::new("tasks.remind", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let jobs = app.admin().get("/jobs?kind=tasks.remind").await.ok();
    assert_eq!(jobs["items"][0]["result"], json!({"people": 1}));
    assert_eq!(rep.get("/notifications").await.ok()["unread"], 1);
}

#[tokio::test]
async fn a_bulk_change_with_a_state_changes_the_rest_of_those_that_have_it_already() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let give = async |subject: &str| admin.post("/tasks", &json!({"subject": subject, "due_on": app.days_ago(0)})).await.ok();
    let (open, done) = (give("一").await, give("二").await);
    let done = admin.post(&format!("{}/complete", path(&done, "/tasks")), &Value::Null).await.ok();
    let run = async |change: Value| {
        let body = json!({"ids": [id(&open), id(&done)], "action": "change", "change": change});
        let queued = admin.post("/tasks/bulk", &body).await.ok();
        app.job(&admin, &queued).await["result"].clone()
    };
    app.travel(Duration::minutes(5));
    // Both are reassigned, though one is open already.
    let result = run(json!({"state": "open", "assignee_id": rep_id})).await;
    assert_eq!(result, json!({"changed": 2, "not_allowed": 0, "refused": 0}));
    for task in [&open, &done] {
        let now = admin.get(&path(task, "/tasks")).await.ok();
        assert_eq!((&now["assignee"]["id"], &now["state"], &now["done_at"]), (&json!(rep_id), &json!("open"), &Value::Null));
    }
    assert_eq!(rep.get("/notifications").await.ok()["items"][0]["data"], json!({"tasks": 2}));
    // What is so already is not counted, and not told.
    let result = run(json!({"state": "open", "assignee_id": rep_id})).await;
    assert_eq!(result, json!({"changed": 0, "not_allowed": 0, "refused": 2}));
    assert_eq!(rep.get("/notifications").await.ok()["items"].as_array().unwrap().len(), 1);
    let done_at = admin.post(&format!("{}/complete", path(&open, "/tasks")), &Value::Null).await.ok()["done_at"].clone();
    app.travel(Duration::minutes(5));
    assert_eq!(run(json!({"state": "done", "priority": "high"})).await["changed"], 2);
    let kept = admin.get(&path(&open, "/tasks")).await.ok();
    assert_eq!((&kept["priority"], &kept["done_at"]), (&json!("high"), &done_at), "done already, it keeps the moment");
    let events = async |task: &Value, name: &str| {
        admin.get(&format!("/audit?record_id={}&name={name}", id(task))).await.ok()["items"].as_array().unwrap().len()
    };
    assert_eq!((events(&open, "task.done").await, events(&open, "task.reopened").await, events(&open, "task.changed").await), (1, 0, 2));
}

#[tokio::test]
async fn a_task_that_is_done_stays_done_and_an_open_one_open() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let task = admin.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(0)})).await.ok();
    for (verb, event) in [("complete", "task.done"), ("reopen", "task.reopened")] {
        let place = format!("{}/{verb}", path(&task, "/tasks"));
        let first = admin.post(&place, &Value::Null).await.ok();
        app.travel(Duration::minutes(5));
        assert_eq!(admin.post(&place, &Value::Null).await.ok(), first, "{verb} again answers the task as it is");
        let audit = admin.get(&format!("/audit?record_id={}&name={event}", id(&task))).await.ok();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{verb}");
    }
}

#[tokio::test]
async fn who_gets_a_task_is_told_what_it_says_now() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let task = admin.post("/tasks", &json!({"subject": "打电话", "due_on": app.days_ago(0)})).await.ok();
    let change = json!({"subject": "上门拜访", "due_on": app.days_ago(-3), "assignee_id": rep_id});
    let changed = admin.patch(&path(&task, "/tasks"), version(&task), &change).await.ok();
    let told = rep.get("/notifications").await.ok();
    assert_eq!(told["items"][0]["data"], json!({"subject": "上门拜访", "due_on": app.days_ago(-3)}));
    admin.patch(&path(&task, "/tasks"), version(&changed), &json!({"priority": "high", "assignee_id": rep_id})).await.done();
    assert_eq!(rep.get("/notifications").await.ok()["unread"], 1, "it was theirs already");
}
