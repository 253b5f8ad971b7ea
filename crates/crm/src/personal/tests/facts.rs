//! F02 and F62: what is sensitive needs consent, is masked, and told for a reason.

use chrono::Duration;
use serde_json::{Value, json};

use super::{agree, contact, illness, known, part, set};
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn f02_an_illness_is_refused_without_consent_and_saved_masked_with_it() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let diabetes = json!({"kind": "illness", "value": "diabetes"});
    let refused = rep.post(&part(&wang, "facts"), &diabetes).await;
    assert_eq!(refused.problem(), (422, "invalid".to_owned()));
    let error = &refused.json()["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/kind"), &json!("consent_needed")));
    assert_eq!(error["params"]["purpose"], "health", "it says which consent is missing");
    agree(&rep, &wang, "child").await;
    assert_eq!(rep.post(&part(&wang, "facts"), &diabetes).await.problem().0, 422, "another consent is none");
    let consent = agree(&rep, &wang, "health").await;
    let fact = rep.post(&part(&wang, "facts"), &diabetes).await.ok();
    assert_eq!((&fact["value"], &fact["masked"], &fact["consent_id"]), (&Value::Null, &json!(true), &consent["id"]));
    // What its words tell needs the consent too, whatever kind it is put under.
    let told = rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "信教，周日不在"})).await;
    assert_eq!(told.wrong_fields(), [("/value".to_owned(), "consent_needed_for".to_owned())]);
    // The name of a kind is told to everybody, so it must not tell.
    let named = rep.post(&part(&wang, "facts"), &json!({"kind": "糖尿病", "value": "很轻"})).await;
    assert_eq!(named.wrong_fields(), [("/kind".to_owned(), "kind_tells".to_owned())]);
    let hobby = rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "钓鱼"})).await.ok();
    assert_eq!((&hobby["value"], &hobby["masked"], &hobby["may_reveal"]), (&json!("钓鱼"), &json!(false), &json!(false)));
}

#[tokio::test]
async fn f02_f62_the_owner_and_the_manager_look_with_a_reason_and_it_is_written_down() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let fact = illness(&rep, &wang).await;
    let reveal = part(&path(&fact, "/facts"), "reveal");
    let why = json!({"reason": "上门探望前了解"});
    let (manager, manager_id) = app.person("manager", "一组").await;
    let (elsewhere, _) = app.person("manager", "二组").await;
    let (mate, _) = app.rep().await;
    let (marketer, _) = app.person("marketer", "一组").await;
    let (service, _) = app.person("service_agent", "一组").await;
    let (inspector, _) = app.person("inspector", "一组").await;
    for (client, may) in [(&rep, true), (&manager, true), (&inspector, true), (&marketer, false), (&service, false)] {
        let told = &known(client, &wang).await["facts"][0].clone();
        assert_eq!((&told["value"], &told["masked"], &told["may_reveal"]), (&Value::Null, &json!(true), &json!(may)));
        let answer = client.post(&reveal, &why).await;
        if may {
            assert_eq!(answer.ok(), json!({"value": "diabetes"}));
        } else {
            assert_eq!(answer.problem(), (403, "forbidden".to_owned()));
        }
    }
    for stranger in [&elsewhere, &mate] {
        assert_eq!(stranger.post(&reveal, &why).await.problem().0, 404);
        assert_eq!(stranger.get(&part(&wang, "personal")).await.problem().0, 404);
    }
    for reason in ["", "看看"] {
        let code = if reason.is_empty() { "required" } else { "reason_short" };
        let answer = manager.post(&reveal, &json!({"reason": reason})).await;
        assert_eq!(answer.wrong_fields(), [("/reason".to_owned(), code.to_owned())]);
    }
    let audit = app.admin().get("/audit?name=fact.revealed").await.ok();
    let seen: Vec<&Value> = audit["items"].as_array().unwrap().iter().map(|entry| &entry["user"]["id"]).collect();
    assert_eq!(seen.len(), 3, "who was refused has seen nothing");
    assert!(seen.contains(&&json!(manager_id)) && seen.contains(&&json!(rep_id)));
    assert_eq!(audit["items"][0]["data"], json!({"kind": "illness", "reason": "上门探望前了解"}));
    set(&app, "personal.reveals_per_day", 2).await;
    manager.post(&reveal, &why).await.done();
    assert_eq!(manager.post(&reveal, &why).await.problem(), (409, "reveals_used".to_owned()));
    app.travel(Duration::hours(25));
    manager.post(&reveal, &why).await.done();
}

#[tokio::test]
async fn the_owner_of_an_account_looks_too_and_an_answer_is_kept_nowhere() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (_, other_id) = app.person("salesperson", "二组").await;
    let account = app.account_of(Some(rep_id)).await;
    let contact = json!({"name": "王芳芳", "owner_id": other_id, "accounts": [{"account_id": account}]});
    let wang = path(&app.admin().post("/contacts", &contact).await.ok(), "/contacts");
    let fact = illness(&rep, &wang).await;
    let reveal = part(&path(&fact, "/facts"), "reveal");
    let repeated = rep.clone().with_header("idempotency-key", "once");
    for _ in 0..2 {
        assert_eq!(repeated.post(&reveal, &json!({"reason": "上门探望前了解"})).await.ok()["value"], "diabetes");
    }
    let audit = app.admin().get("/audit?name=fact.revealed").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 2, "each look is one");
    let mut everywhere = app.tables_with("diabetes").await;
    everywhere.retain(|table| table != "contact_facts");
    assert_eq!(everywhere, Vec::<String>::new());
}

#[tokio::test]
async fn f02_exam_care_keeps_the_exam_and_its_year_and_no_name() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    agree(&rep, &wang, "child").await;
    let year = app.today().format("%Y").to_string();
    for value in ["小明 gaokao 2027", "高考", &format!("gaokao {year} 小明")] {
        let answer = rep.post(&part(&wang, "facts"), &json!({"kind": "exam", "value": value})).await;
        assert_eq!(answer.wrong_fields(), [("/value".to_owned(), "exam_only".to_owned())], "{value}");
    }
    let fact = rep.post(&part(&wang, "facts"), &json!({"kind": "exam", "value": format!("gaokao {year}")})).await.ok();
    assert_eq!((&fact["sensitivity"], &fact["valid_until"]), (&json!("sensitive"), &json!(format!("{year}-12-31"))));
    let past = rep.post(&part(&wang, "facts"), &json!({"kind": "exam", "value": "zhongkao 2020"})).await;
    assert_eq!(past.wrong_fields(), [("/value".to_owned(), "over_already".to_owned())]);
}

#[tokio::test]
async fn what_stands_on_a_consent_goes_when_it_is_withdrawn() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let fact = illness(&rep, &wang).await;
    rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "钓鱼"})).await.done();
    let consent = known(&rep, &wang).await["consents"][0].clone();
    assert_eq!((&consent["stands"], &consent["facts"]), (&json!(true), &json!(1)));
    let withdraw = part(&path(&consent, "/consents"), "withdraw");
    let withdrawn = rep.post(&withdraw, &json!({})).await.ok();
    assert_eq!((&withdrawn["stands"], &withdrawn["facts"]), (&json!(false), &json!(0)));
    assert!(withdrawn["withdrawn_at"].is_string());
    let left = known(&rep, &wang).await;
    assert_eq!(left["facts"].as_array().unwrap().len(), 1);
    assert_eq!(rep.post(&part(&path(&fact, "/facts"), "reveal"), &json!({"reason": "上门探望前了解"})).await.problem().0, 404);
    let audit = app.admin().get("/audit?name=consent.withdrawn").await.ok();
    assert_eq!(audit["items"][0]["data"]["erased"], json!([{"id": id(&fact), "kind": "illness"}]), "which it was, and not what it said");
    assert_eq!(app.tables_with("diabetes").await, Vec::<String>::new());
    assert_eq!(rep.post(&withdraw, &json!({})).await.problem(), (409, "withdrawn".to_owned()));
    assert_eq!(rep.post(&part(&wang, "facts"), &json!({"kind": "illness", "value": "x"})).await.problem().0, 422, "it stands no more");
}

#[tokio::test]
async fn a_withdrawn_consent_is_told_on_the_timelines_of_the_person_s_accounts() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = app.account_of(Some(rep_id)).await;
    let contact = json!({"name": "王芳芳", "accounts": [{"account_id": account}]});
    let wang = path(&rep.post("/contacts", &contact).await.ok(), "/contacts");
    for purpose in ["health", "marketing"] {
        let consent = agree(&rep, &wang, purpose).await;
        rep.post(&part(&path(&consent, "/consents"), "withdraw"), &json!({})).await.done();
        app.travel(Duration::minutes(1));
    }
    let mut told = Vec::new();
    let mut page = rep.get(&format!("/accounts/{account}/timeline?limit=1")).await.ok();
    loop {
        told.extend(page["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "consent_withdrawn").cloned());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        page = rep.get(&format!("/accounts/{account}/timeline?limit=1&cursor={cursor}")).await.ok();
    }
    let purposes: Vec<&Value> = told.iter().map(|item| &item["data"]["purpose"]).collect();
    assert_eq!(purposes, ["marketing", "health"]);
    assert_eq!((&told[0]["data"]["contact"]["name"], &told[0]["data"]["by"]["id"]), (&json!("王芳芳"), &json!(rep_id)));
}

#[tokio::test]
async fn every_wrong_field_is_named_and_who_may_not_change_the_person_notes_nothing() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let answer = rep.post(&part(&wang, "facts"), &json!({"kind": "", "value": "", "valid_until": "2020-01-01"})).await;
    let codes: Vec<String> = answer.wrong_fields().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["required", "required", "over_already"]);
    let consent = json!({"purpose": "everything", "evidence": "", "given_on": "2199-01-01", "valid_until": "2020-01-01"});
    let mut pointers: Vec<String> =
        rep.post(&part(&wang, "consents"), &consent).await.wrong_fields().into_iter().map(|(pointer, _)| pointer).collect();
    pointers.sort();
    assert_eq!(pointers, ["/evidence", "/given_on", "/purpose", "/valid_until"]);
    assert_eq!(rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "x", "more": 1})).await.problem().0, 422);
    let (marketer, _) = app.person("marketer", "一组").await;
    let hobby = rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "钓鱼"})).await.ok();
    for (what, body) in [
        ("facts", json!({"kind": "hobby", "value": "x"})),
        ("consents", json!({"purpose": "health", "evidence": "x"})),
        ("preferences", json!({"domain": "酒", "value": "x"})),
    ] {
        assert_eq!(marketer.post(&part(&wang, what), &body).await.problem().0, 403, "{what}");
    }
    assert_eq!(marketer.delete(&path(&hobby, "/facts"), 1).await.problem().0, 403);
    set(&app, "personal.most_facts", 1).await;
    let full = rep.post(&part(&wang, "facts"), &json!({"kind": "hobby", "value": "x"})).await;
    assert_eq!(full.problem(), (409, "personal_full".to_owned()));
    rep.delete(&path(&hobby, "/facts"), 1).await.done();
    rep.post(&part(&wang, "facts"), &json!({"kind": "education", "value": "浙江大学"})).await.done();
}

#[tokio::test]
async fn f02_a_household_is_a_fact_with_consent_and_goes_when_that_is_withdrawn() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let wang = contact(&app, rep_id).await;
    let household = json!({"kind": "household", "value": "夫人姓李"});
    let refused = rep.post(&part(&wang, "facts"), &household).await;
    let error = refused.json()["errors"][0].clone();
    assert_eq!((refused.status.as_u16(), &error["code"], &error["params"]["purpose"]), (422, &json!("consent_needed"), &json!("family")));
    let consent = agree(&rep, &wang, "family").await;
    let fact = rep.post(&part(&wang, "facts"), &household).await.ok();
    assert_eq!((&fact["value"], &fact["sensitivity"]), (&json!("夫人姓李"), &json!("personal")), "it is not masked");
    rep.post(&format!("{}/withdraw", path(&consent, "/consents")), &json!({})).await.done();
    assert_eq!(known(&rep, &wang).await["facts"], json!([]));
}
