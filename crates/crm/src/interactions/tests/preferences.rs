//! What people want to hear, and when.

use std::collections::BTreeSet;

use chrono::{Duration, Timelike};
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SLICES,
    testing::{Done, TestApp, ZONE, id},
};

fn choice(off: &Value, quiet: &Value) -> Value {
    json!({"off": off, "quiet": quiet, "follows": {"made": false, "owned": true, "discussed": true}})
}

async fn mention(app: &TestApp, account: &Value, user: Uuid) {
    let body = json!({"account_id": id(account), "body": "@李 看看", "mentions": [user]});
    app.admin().post("/comments", &body).await.done();
}

async fn names(client: &Client) -> Vec<String> {
    let told = client.get("/notifications").await.ok();
    told["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_somebody_does_not_want_is_not_told() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let all = rep.get("/me/notifications").await.ok();
    assert!(all["kinds"].as_array().unwrap().iter().all(|kind| kind["told"] == true), "everything, until one chooses: {all}");
    assert_eq!((&all["quiet"], &all["follows"]), (&Value::Null, &json!({"made": false, "owned": true, "discussed": true})));
    let chosen = rep.put("/me/notifications", &choice(&json!(["mentions"]), &Value::Null)).await.ok();
    let of = |key: &str| chosen["kinds"].as_array().unwrap().iter().find(|kind| kind["key"] == key).unwrap()["told"].clone();
    assert_eq!((of("mentions"), of("tasks")), (json!(false), json!(true)));
    mention(&app, &account, rep_id).await;
    let task = json!({"subject": "送货", "due_on": app.days_ago(0), "assignee_id": rep_id});
    app.admin().post("/tasks", &task).await.done();
    assert_eq!(names(&rep).await, ["task_given"]);
    rep.put("/me/notifications", &choice(&json!([]), &Value::Null)).await.done();
    mention(&app, &account, rep_id).await;
    assert_eq!(names(&rep).await, ["mentioned", "task_given"]);
}

#[tokio::test]
async fn what_cannot_be_switched_off_says_so() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let all = rep.get("/me/notifications").await.ok();
    let fixed: Vec<&Value> = all["kinds"].as_array().unwrap().iter().filter(|kind| kind["may_switch"] == false).collect();
    let always = |key: &str| json!({"key": key, "told": true, "may_switch": false});
    assert_eq!(fixed, [&always("backups"), &always("handover")]);
    for (off, quiet, pointer, code) in [
        (json!(["handover"]), Value::Null, "/off/0", "always_told"),
        (json!(["mentions", "weather"]), Value::Null, "/off/1", "unknown"),
        (json!([]), json!({"from": "25:00", "until": "07:00"}), "/quiet/from", "malformed"),
        (json!([]), json!({"from": "07:00", "until": "07:00"}), "/quiet/until", "no_time_between"),
    ] {
        let refused = rep.put("/me/notifications", &choice(&off, &quiet)).await.wrong_fields();
        assert_eq!(refused, [(pointer.to_owned(), code.to_owned())]);
    }
    let script = app.with_token(&rep, true).await;
    assert_eq!(script.put("/me/notifications", &choice(&json!([]), &Value::Null)).await.problem().0, 403);
}

#[tokio::test]
async fn in_a_quiet_time_it_waits_in_the_bell() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let hour = |hours: i64| format!("{:02}:00", (app.app.db().clock().now() + Duration::hours(hours)).with_timezone(&ZONE).hour());
    let mut open = rep.listen("/events").await;
    for (from, until, rings) in [(hour(-1), hour(2), false), (hour(2), hour(4), true)] {
        rep.put("/me/notifications", &choice(&json!([]), &json!({"from": from, "until": until}))).await.done();
        mention(&app, &account, rep_id).await;
        rep.post("/tokens", &json!({"name": "记号", "days": 1})).await.done();
        let mut heard = BTreeSet::new();
        while !heard.contains("token.made") {
            heard.insert(open.next().await["name"].as_str().unwrap().to_owned());
        }
        assert_eq!(heard.contains("notification.made"), rings, "{from}–{until}: {heard:?}");
    }
    assert_eq!(rep.get("/notifications").await.ok()["unread"], 2);
}

#[tokio::test]
async fn one_line_can_be_read_and_the_others_stay() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    for _ in 0..3 {
        mention(&app, &account, rep_id).await;
    }
    let second = rep.get("/notifications").await.ok()["items"][1]["id"].clone();
    rep.post("/notifications/read", &json!({"up_to": second, "only": true})).await.done();
    let left = rep.get("/notifications?unread=true").await.ok();
    assert_eq!((&left["unread"], left["items"].as_array().unwrap().len()), (&json!(2), 2));
    assert!(left["items"].as_array().unwrap().iter().all(|item| item["id"] != second));
}

#[test]
fn every_notification_is_of_a_kind_that_one_chooses_about() {
    let kinds: Vec<_> = SLICES.iter().flat_map(|slice| slice.notices).collect();
    let names: Vec<&str> = kinds.iter().flat_map(|kind| kind.names).copied().collect();
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "no notification is of two kinds");
    let keys: BTreeSet<&str> = kinds.iter().map(|kind| kind.key).collect();
    assert_eq!(keys.len(), kinds.len(), "no kind is declared twice");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/interactions/i18n/shell/zh-CN.json");
    let texts: Value = serde_json::from_str(&std::fs::read_to_string(root).unwrap()).unwrap();
    for name in names {
        let key = format!("notice.{name}");
        assert!([key.clone(), format!("{key}_other")].iter().any(|key| texts.get(key).is_some()), "{key} has no text");
    }
    for key in texts.as_object().unwrap().keys().filter_map(|key| key.strip_prefix("notice.")) {
        let name = key.trim_end_matches("_other").trim_end_matches("_one");
        // Lines below others, and what is shown of a name that a newer server has.
        if !["task_due", "other", ""].contains(&name) && !key.starts_with("what.") {
            assert!(once.contains(name), "notice.{key} is told by nobody, or of no kind");
        }
    }
}
