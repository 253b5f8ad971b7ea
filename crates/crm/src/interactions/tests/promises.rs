//! What was promised, and what became of it.

use chrono::Duration;
use guanxi_kernel::job::{NewJob, queue};
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path};

fn promised(app: &TestApp, account: &Value, text: &str, days: i64) -> Value {
    json!({"account_id": id(account), "channel": "phone", "outcome": "reached", "promise": {"text": text, "due_on": app.days_ago(-days)}})
}

#[tokio::test]
async fn a_promise_is_open_then_overdue_then_kept_or_broken() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let call = rep.post("/interactions", &promised(&app, &account, "送样品", 0)).await.ok();
    assert_eq!((&call["promise"]["state"], &call["promise"]["overdue"]), (&json!("open"), &json!(false)));
    assert_eq!(call["promise"]["settled_at"], Value::Null);
    app.travel(Duration::days(1));
    let place = path(&call, "/interactions");
    assert_eq!(rep.get(&place).await.ok()["promise"]["overdue"], true);
    let timeline = rep.get(&format!("{}/timeline", path(&account, "/accounts"))).await.ok();
    let told = timeline["items"].as_array().unwrap().iter().find(|item| item["kind"] == "interaction").unwrap();
    assert_eq!(told["data"]["promise"]["overdue"], true, "the timeline says that a promise is overdue");
    for state in ["kept", "broken", "open"] {
        let settled = rep.post(&format!("{place}/promise"), &json!({"state": state})).await.ok();
        let promise = &settled["promise"];
        assert_eq!((&promise["state"], &promise["overdue"]), (&json!(state), &json!(state == "open")));
        assert_eq!(promise["settled_at"].is_null(), state == "open");
    }
    let audit = app.admin().get(&format!("/audit?record_id={}", id(&call))).await.ok();
    let events: Vec<&str> = audit["items"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert!(["promise.kept", "promise.broken", "promise.reopened"].iter().all(|name| events.contains(name)), "{events:?}");
}

#[tokio::test]
async fn open_promises_stand_by_day_for_their_giver_and_for_their_account() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let later = rep.post("/interactions", &promised(&app, &account, "送货", 5)).await.ok();
    rep.post("/interactions", &promised(&app, &account, "报价", 1)).await.done();
    app.admin().post("/interactions", &promised(&app, &account, "对账", 3)).await.done();
    rep.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await.done();
    let texts = |promises: Value| -> Vec<String> {
        promises.as_array().unwrap().iter().map(|each| each["promise"]["text"].as_str().unwrap().to_owned()).collect()
    };
    let of_account = format!("/promises?account_id={}", id(&account));
    assert_eq!(texts(rep.get("/promises").await.ok()), ["报价", "送货"]);
    assert_eq!(texts(rep.get(&of_account).await.ok()), ["报价", "对账", "送货"]);
    assert_eq!(other.get(&of_account).await.problem().0, 404);
    assert_eq!(texts(other.get("/promises").await.ok()), Vec::<String>::new());
    rep.post(&format!("{}/promise", path(&later, "/interactions")), &json!({"state": "kept"})).await.done();
    assert_eq!(texts(rep.get("/promises").await.ok()), ["报价"]);
    let broken = json!({"filter": {"field": "promise_state", "op": "in", "value": ["open"]}, "count": "exact"});
    assert_eq!(rep.post("/interactions/search", &broken).await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn only_a_promise_is_settled_and_only_by_who_may_change_it() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let call = rep.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await.ok();
    let settle = |record: &Value| format!("{}/promise", path(record, "/interactions"));
    let kept = json!({"state": "kept"});
    assert_eq!(rep.post(&settle(&call), &kept).await.problem(), (409, "no_promise".to_owned()));
    let bosses = app.admin().post("/interactions", &promised(&app, &account, "送货", 1)).await.ok();
    assert_eq!(rep.post(&settle(&bosses), &kept).await.problem().0, 403);
    assert_eq!(other.post(&settle(&bosses), &kept).await.problem().0, 404);
    assert_eq!(app.anonymous().post(&settle(&bosses), &kept).await.problem().0, 401);
    let wrong = app.admin().post(&settle(&bosses), &json!({"state": "late"})).await.wrong_fields();
    assert_eq!(wrong, [("/state".to_owned(), "unknown_choice".to_owned())]);
}

#[tokio::test]
async fn in_the_morning_due_promises_are_counted_beside_due_tasks() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    for days in [0, 0, 2] {
        rep.post("/interactions", &promised(&app, &account, "送货", days)).await.done();
    }
    queue(app.app.db(), app.workspace, &NewJob::new("tasks.remind", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let told = rep.get("/notifications").await.ok();
    assert_eq!(told["items"][0]["name"], "promises_due");
    assert_eq!((&told["items"][0]["data"]["tasks"], &told["items"][0]["data"]["promises"]), (&json!(0), &json!(2)));
}
