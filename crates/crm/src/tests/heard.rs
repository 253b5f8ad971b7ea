//! Live updates: who hears of what. A stream is read up to something of the listener's own, so that nothing that came
//! before it can have been missed.

use std::collections::BTreeSet;

use guanxi_kernel::testkit::{Client, Stream};
use serde_json::{Value, json};
use uuid::Uuid;

use super::records::Records;
use crate::testing::{Done, TestApp};

/// What is heard until a token of the listener's own is made.
async fn heard(listener: &Client, stream: &mut Stream) -> Vec<Value> {
    listener.post("/tokens", &json!({"name": "记号", "days": 1})).await.done();
    let me = listener.get("/me").await.ok()["user"]["id"].clone();
    let mut heard = Vec::new();
    loop {
        let event = stream.next().await;
        if event["name"] == "token.made" && event["record_id"] == me {
            return heard;
        }
        heard.push(event);
    }
}

fn kinds(heard: &[Value]) -> BTreeSet<&str> {
    heard.iter().filter_map(|event| event["kind"].as_str()).collect()
}

#[tokio::test]
async fn another_workspace_and_a_user_without_rights_hear_nothing_of_what_the_right_user_hears() {
    let app = TestApp::new().await;
    let (admin, other) = (app.admin(), app.other_workspace().await);
    let (nobody, _) = app.person_without_rights().await;
    let before = Uuid::now_v7();
    let (mut right, mut foreign, mut without) =
        (admin.listen("/events").await, other.listen("/events").await, nobody.listen("/events").await);
    let records = Records::make(&app, &admin).await;
    let mut told = Vec::new();
    while !kinds(&told).is_superset(&["account", "comment", "contact", "export", "import", "interaction", "order", "org_unit"].into()) {
        told.push(right.next().await);
    }
    assert!(told.iter().any(|event| event["record_id"] == records.id("accounts")));
    for (listener, stream) in [(&other, &mut foreign), (&nobody, &mut without)] {
        let heard = heard(listener, stream).await;
        assert_eq!(heard, Vec::<Value>::new(), "what others do");
    }
    // Who comes back after a break is told what was missed, and no more than would have been heard.
    let back = |client: &Client| client.clone().with_header("last-event-id", before.to_string());
    for (listener, client) in [(&other, back(&other)), (&nobody, back(&nobody))] {
        let mut stream = client.listen("/events").await;
        let told = heard(listener, &mut stream).await;
        assert!(kinds(&told).is_subset(&["workspace"].into()), "that the own workspace was opened, at most: {told:?}");
    }
    let mut again = back(&admin).listen("/events").await;
    let mut told = Vec::new();
    while !kinds(&told).is_superset(&["account", "contact", "order"].into()) {
        told.push(again.next().await);
    }
}

#[tokio::test]
async fn of_invitations_only_those_hear_who_invite() {
    let app = TestApp::new().await;
    let (second, _) = app.person("administrator", "总部").await;
    let (manager, _) = app.person("manager", "一组").await;
    let role = app.admin().get("/roles").await.ok()[1]["id"].clone();
    let other = app.other_workspace().await;
    let before = Uuid::now_v7();
    let mut deaf = Vec::new();
    for listener in [&manager, &other] {
        deaf.push((listener, listener.listen("/events").await));
    }
    let mut hearing = second.listen("/events").await;
    let invitation = json!({"name": "陈", "email": "chen@example.com", "roles": [role]});
    let made = app.admin().post("/invitations", &invitation).await.ok();
    app.admin().post(&format!("/invitations/{}/renew", made["id"].as_str().expect("it has an id")), &Value::Null).await.done();
    for name in ["invitation.made", "invitation.renewed"] {
        let event = hearing.next().await;
        assert_eq!((&event["name"], &event["record_id"]), (&json!(name), &made["id"]));
    }
    for (listener, stream) in &mut deaf {
        assert_eq!(heard(listener, stream).await, Vec::<Value>::new());
    }
    let mut stream = manager.clone().with_header("last-event-id", before.to_string()).listen("/events").await;
    assert!(!kinds(&heard(&manager, &mut stream).await).contains("invitation"), "nor afterwards");
}

#[tokio::test]
async fn each_hears_of_the_records_within_reach() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (colleague, _) = app.person("salesperson", "二组").await;
    let (mut own, mut others) = (rep.listen("/events").await, colleague.listen("/events").await);
    let account = app.admin().post("/accounts", &json!({"name": "金源", "owner_id": rep_id})).await.ok();
    app.admin().post("/comments", &json!({"account_id": account["id"], "body": "好"})).await.done();
    let told = heard(&rep, &mut own).await;
    assert_eq!(kinds(&told), ["account", "comment"].into(), "{told:?}");
    assert_eq!(heard(&colleague, &mut others).await, Vec::<Value>::new());
}

#[tokio::test]
async fn of_a_task_hear_who_has_it_who_gave_it_and_whose_account_it_is_about() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (owner, owner_id) = app.rep().await;
    let (giver, _) = app.person("salesperson", "二组").await;
    let (doer, doer_id) = app.person("salesperson", "三组").await;
    let (stranger, _) = app.person("salesperson", "四组").await;
    let account = app.account_of(Some(owner_id)).await;
    let mut streams = Vec::new();
    for client in [&owner, &giver, &doer, &stranger] {
        streams.push(client.listen("/events").await);
    }
    let today = app.days_ago(0);
    let about = json!({"subject": "送货", "due_on": today, "account_id": account, "assignee_id": doer_id});
    admin.post("/tasks", &about).await.done();
    giver.post("/tasks", &json!({"subject": "对账", "due_on": today, "assignee_id": doer_id})).await.done();
    let mut tasks = Vec::new();
    for (client, stream) in [&owner, &giver, &doer, &stranger].into_iter().zip(&mut streams) {
        tasks.push(heard(client, stream).await.iter().filter(|event| event["kind"] == "task").count());
    }
    assert_eq!(tasks, [1, 1, 2, 0], "the owner of the account, the giver, who has both, a stranger");
}

#[tokio::test]
async fn a_stream_knows_at_once_what_its_listener_may_no_longer_or_now() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (_, successor) = app.rep().await;
    let mut open = rep.listen("/events").await;
    app.account("老板的一").await;
    let place = format!("/users/{rep_id}");
    let give = async |key: &str| {
        let roles = admin.get("/roles").await.ok();
        let role = roles.as_array().into_iter().flatten().find(|role| role["key"] == key).expect("it is seeded")["id"].clone();
        let version = admin.get(&place).await.ok()["version"].as_i64().expect("a user has a version");
        admin.patch(&place, version, &json!({"roles": [role]})).await.done();
    };
    give("inspector").await;
    let seen = app.account("老板的二").await;
    let told = loop {
        let event = open.next().await;
        if event["kind"] == "account" {
            break event;
        }
    };
    assert_eq!(told["record_id"], seen["id"], "the first one was made before the role reached it");
    give("salesperson").await;
    app.account("老板的三").await;
    let told = heard(&rep, &mut open).await;
    assert!(!kinds(&told).contains("account"), "{told:?}");
    // A session that is ended, a new password, a deactivation: nothing more is heard.
    let other = app.person("inspector", "总部").await;
    let session = other.0.get("/sessions").await.ok()[0]["id"].clone();
    let ended = other.0.listen("/events").await;
    other.0.send(axum::http::Method::DELETE, &format!("/sessions/{}", session.as_str().expect("an id is text")), None).await.done();
    let secret = app.account("密").await["id"].as_str().expect("an id is text").to_owned();
    assert!(!ended.end().await.contains(&secret));
    admin.post(&format!("{place}/deactivate"), &json!({"successor_id": successor})).await.done();
    open.end().await;
    let mut stays = admin.listen("/events").await;
    app.account("还听得到").await;
    assert_eq!(stays.next().await["name"], "account.created");
}
