//! What is asked, what is known, and how long that counts.

use serde_json::{Value, json};

use super::{act, answer, file, later, listed, night, refused, twentieth_answer, with_19_answers};
use crate::testing::{Done, TestApp, id, version};

#[tokio::test]
async fn f03_with_19_of_25_answers_a_file_is_not_analysed_and_with_20_it_is() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let thin = file(&rep, &account).await;
    assert_eq!(
        (&thin["completeness"]["bp"], &thin["completeness"]["asked"], &thin["completeness"]["good"]),
        (&json!(7600), &json!(25), &json!(19))
    );
    assert_eq!((&thin["step"], &thin["completeness"]["is_enough"]), (&json!("survey"), &json!(false)));
    assert_eq!(refused(&rep, &account, "analyse", json!({})).await, (409, "file_incomplete".to_owned()));
    twentieth_answer(&rep, &account).await;
    app.run_jobs().await;
    let enough = file(&rep, &account).await;
    assert_eq!((&enough["completeness"]["bp"], &enough["step"]), (&json!(8000), &json!("archived")));
    let analysed = act(&rep, &account, "analyse", json!({})).await;
    assert_eq!(analysed["step"], "analysed");
    assert_eq!(analysed["reviews"][0]["analysis"]["completeness_bp"], 8000);
}

#[tokio::test]
async fn the_file_shows_what_the_account_and_its_people_say() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let file = file(&rep, &account).await;
    assert_eq!((&answer(&file, "phone")["value"], &answer(&file, "phone")["state"]), (&json!("0551-62345678"), &json!("good")));
    assert_eq!(answer(&file, "tags")["value"], json!(["老客户"]));
    let mobile = answer(&file, "boss_mobile");
    assert_eq!((&mobile["value"], &mobile["contact"]["name"], &mobile["part"]), (&json!("13800138000"), &json!("王芳"), &json!("people")));
    let missing = answer(&file, "payer_mobile");
    assert_eq!((&missing["state"], &missing["value"], &missing["verified_on"]), (&json!("missing"), &Value::Null, &Value::Null));
    assert_eq!(answer(&file, "phone")["good_until"], app.days_ago(-180));
}

#[tokio::test]
async fn f04_an_answer_that_nobody_has_verified_for_too_long_counts_as_missing_until_somebody_does() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    later(&app, 100).await;
    let changed = json!({"address": "长江路2号"});
    rep.patch(&format!("/accounts/{}", id(&account)), version(&account), &changed).await.done();
    later(&app, 81).await;
    let old = file(&rep, &account).await;
    assert_eq!(
        (&answer(&old, "phone")["state"], &answer(&old, "address")["state"]),
        (&json!("stale"), &json!("good")),
        "a change verifies"
    );
    assert_eq!((&old["completeness"]["good"], &old["completeness"]["stale"]), (&json!(1), &json!(18)));
    let verified = act(&rep, &account, "verify", json!({"fields": ["phone", "boss_mobile"]})).await;
    assert_eq!(verified["completeness"]["good"], 3);
    let phone = answer(&verified, "phone");
    assert_eq!((&phone["state"], &phone["verified_on"]), (&json!("good"), &json!(app.days_ago(0))));
    assert!(phone["verified_by"]["name"].is_string());
    assert_eq!(listed(&rep, &account, "file_stale").await, 16);
}

#[tokio::test]
async fn what_is_missing_or_not_asked_cannot_be_verified() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let path = format!("/accounts/{}/file/verify", id(&account));
    let wrong = rep.post(&path, &json!({"fields": ["payer", "website", "phone"]})).await.wrong_fields();
    assert_eq!(wrong, [("/fields/0".to_owned(), "nothing_to_verify".to_owned()), ("/fields/1".to_owned(), "not_asked".to_owned())]);
    assert_eq!(rep.post(&path, &json!({"fields": []})).await.wrong_fields(), [("/fields".to_owned(), "required".to_owned())]);
}

#[tokio::test]
async fn where_files_stand_is_a_field_of_the_list_and_follows_what_changes() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    app.run_jobs().await;
    assert_eq!(listed(&rep, &account, "file_completeness").await, 7600);
    twentieth_answer(&rep, &account).await;
    app.run_jobs().await;
    let archived = json!({"filter": {"field": "file_step", "op": "in", "value": ["archived"]}, "columns": "name,file_completeness,next_review_on,steward"});
    let found = rep.post("/accounts/search", &archived).await.ok();
    assert_eq!((&found["count"]["value"], &found["items"][0]["file_completeness"]), (&json!(1), &json!(8000)));
    // What comes in by another door is seen in the night at the latest.
    app.accounts_of(app.rep().await.1, 3).await;
    assert_eq!(night(&app).await["accounts"], 4);
    let thin = json!({"filter": {"field": "file_step", "op": "in", "value": ["survey"]}, "columns": "name,file_completeness"});
    let thin = app.admin().post("/accounts/search", &thin).await.ok();
    assert_eq!((&thin["count"]["value"], &thin["items"][0]["file_completeness"]), (&json!(3), &json!(800)), "a name and an owner");
}

#[tokio::test]
async fn whoever_sees_the_account_without_the_right_sees_no_file_and_whoever_may_only_look_changes_none() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let (stranger, _) = app.person("salesperson", "二组").await;
    let (inspector, _) = app.person("inspector", "监察").await;
    let path = format!("/accounts/{}/file", id(&account));
    assert_eq!(stranger.get(&path).await.status, 404);
    assert_eq!(inspector.get(&path).await.status, 200);
    for what in ["verify", "analyse", "submit", "review"] {
        let body =
            json!({"verify": {"fields": ["phone"]}, "review": {"result": "keep", "reason": "好"}}).get(what).cloned().unwrap_or(json!({}));
        assert_eq!(inspector.post(&format!("{path}/{what}"), &body).await.status, 403, "{what}");
        assert_eq!(stranger.post(&format!("{path}/{what}"), &body).await.status, 404, "{what}");
    }
    app.take_right("inspector", "customer_file", "read").await;
    let (inspector, _) = app.person("inspector", "监察").await;
    assert_eq!(inspector.get(&path).await.status, 403);
}

#[tokio::test]
async fn the_file_of_an_account_in_the_trash_is_not_changed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = with_19_answers(&admin, "金源烟酒店").await;
    admin.delete(&format!("/accounts/{}", id(&account)), version(&account)).await.done();
    assert_eq!(refused(&admin, &account, "verify", json!({"fields": ["phone"]})).await, (409, "trashed".to_owned()));
}
