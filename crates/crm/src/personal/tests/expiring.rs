//! Facts whose time is over.

use chrono::Duration;
use guanxi_kernel::{event::Event, job::NewJob};
use serde_json::{Value, json};

use super::{agree, contact, illness, known, part, set};
use crate::testing::{Done, TestApp};

/// Runs the nightly job. Returns what it did.
async fn night(app: &TestApp) -> Value {
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let job = tx.queue(NewJob::new("personal.expire", json!({})));
    let done = tx.record(Event::new("facts.expiring", "contact_fact", job), ());
    tx.commit(done).await.unwrap();
    app.job(&app.admin(), &json!({"id": job})).await["result"].clone()
}

fn kinds(known: &Value) -> Vec<&str> {
    known["facts"].as_array().unwrap().iter().map(|fact| fact["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_fact_goes_on_the_night_after_its_last_day() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    for (kind, days) in [("hobby", 0), ("hometown", -1), ("education", -400)] {
        let fact = json!({"kind": kind, "value": "x", "valid_until": app.days_ago(days)});
        rep.post(&part(&wang, "facts"), &fact).await.done();
    }
    assert_eq!(night(&app).await, json!({"facts": 0, "why": {}}));
    app.travel(Duration::days(1));
    assert_eq!(kinds(&known(&rep, &wang).await), ["education", "hometown"], "it is told no more before the night either");
    assert_eq!(night(&app).await, json!({"facts": 1, "why": {"over": 1}}));
    assert_eq!(kinds(&known(&rep, &wang).await), ["education", "hometown"]);
    // Run again, it does nothing.
    assert_eq!(night(&app).await["facts"], 0);
}

#[tokio::test]
async fn facts_go_when_they_have_been_kept_long_enough_or_their_consent_has_ended() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    illness(&rep, &wang).await;
    let until = json!({"purpose": "religion", "evidence": "微信消息", "valid_until": app.days_ago(-10)});
    rep.post(&part(&wang, "consents"), &until).await.done();
    agree(&rep, &wang, "child").await;
    rep.post(&part(&wang, "facts"), &json!({"kind": "religion", "value": "x"})).await.done();
    rep.post(&part(&wang, "facts"), &json!({"kind": "education", "value": "x"})).await.done();
    set(&app, "personal.sensitive_days", 20).await;
    let kept = known(&rep, &wang).await["facts"][2]["kept_until"].clone();
    assert_eq!(kept, json!(app.days_ago(-20)), "what will be done is told beforehand");
    app.travel(Duration::days(11));
    assert_eq!(night(&app).await, json!({"facts": 1, "why": {"consent_ended": 1}}));
    app.travel(Duration::days(9));
    assert_eq!(night(&app).await["facts"], 0, "its last day");
    app.travel(Duration::days(1));
    assert_eq!(night(&app).await, json!({"facts": 1, "why": {"kept_long_enough": 1}}));
    assert_eq!(kinds(&known(&rep, &wang).await), ["education"]);
    set(&app, "personal.personal_days", 0).await;
    assert_eq!(known(&rep, &wang).await["facts"][0]["kept_until"], Value::Null, "0 sets no end");
}
