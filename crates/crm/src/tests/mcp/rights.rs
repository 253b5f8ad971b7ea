//! An assistant sees what its person sees, and no more.

use serde_json::{Value, json};

use super::{Assistant, pages::arguments};
use crate::{
    testing::{Done, TestApp, id},
    tests::{
        hidden::{World, secrets},
        records::{Records, SECRET},
    },
};

/// Everything that an assistant can be asked about some records, with what it answered.
async fn answers(assistant: &Assistant, records: &Records) -> Vec<(String, String)> {
    let mut asked = vec![("search", json!({"q": SECRET})), ("whoami", json!({})), ("list_lists", json!({})), ("list_pages", json!({}))];
    let lists = assistant.told("whoami", json!({})).await["lists"].clone();
    for list in lists.as_array().unwrap() {
        let described = assistant.told("describe_list", json!({"list": list})).await;
        let keys: Vec<&Value> = described["fields"].as_array().unwrap().iter().map(|field| &field["key"]).collect();
        asked.push(("describe_list", json!({"list": list})));
        asked.extend(keys.chunks(30).map(|keys| ("query_list", json!({"list": list, "columns": keys, "limit": 100}))));
        asked.push(("sum_list", json!({"list": list})));
        asked.push(("get_record", json!({"kind": list, "id": records.id(list.as_str().unwrap())})));
    }
    let pages = assistant.told("list_pages", json!({})).await;
    for page in pages["pages"].as_array().unwrap() {
        let page = page["page"].as_str().unwrap();
        asked.push(("read_page", json!({"page": page, "parameters": arguments(page, records)})));
    }
    let mut answers = Vec::new();
    for (tool, arguments) in asked {
        let shown = format!("{tool} {arguments}");
        let answer = assistant.call(tool, arguments).await.unwrap_or_else(|problem| problem);
        answers.push((shown, answer.to_string()));
    }
    answers
}

#[tokio::test]
async fn nothing_of_another_workspace_is_told() {
    let app = TestApp::new().await;
    let records = Records::make(&app, &app.admin()).await;
    let other = app.other_workspace().await;
    let own = answers(&Assistant::of(&app, &app.admin()).await, &records).await;
    assert!(own.iter().filter(|(_, text)| text.contains(SECRET)).count() > 20, "it would have been noticed");
    let told = answers(&Assistant::of(&app, &other).await, &records).await;
    assert_eq!(told.len(), own.len(), "the same was asked");
    for (asked, text) in told {
        assert!(!records.are_in(&text), "{asked}: {text}");
    }
    let refused = Assistant::of(&app, &other).await;
    let of = async |kind: &str, list: &str| refused.refusal("get_record", json!({"kind": kind, "id": records.id(list)})).await.0;
    assert_eq!(of("account", "accounts").await, "not_found");
    assert_eq!(of("contact", "contacts").await, "not_found");
    let task = json!({"subject": "回访", "due_on": app.days_ago(-3), "account_id": records.id("accounts"), "idempotency_key": "a"});
    refused.call("add_task", task).await.expect_err("there is no such account here");
}

#[tokio::test]
async fn what_a_role_hides_is_told_to_no_assistant() {
    let world = World::new().await;
    let all = answers(&Assistant::of(&world.app, &world.app.admin()).await, &world.records).await;
    let noticed = secrets().filter(|secret| all.iter().any(|(_, text)| text.contains(secret))).count();
    assert!(noticed > 12, "only {noticed} would have been noticed");
    let (client, _) = world.somebody(|_| json!("hidden")).await;
    let assistant = Assistant::of(&world.app, &client).await;
    for (asked, text) in answers(&assistant, &world.records).await {
        for secret in secrets() {
            assert!(!text.contains(secret), "{asked} tells {secret}: {text}");
        }
    }
    let described = assistant.told("describe_list", json!({"list": "accounts"})).await;
    assert!(described["fields"].as_array().unwrap().iter().all(|field| field["key"] != "phone" && field["key"] != "custom.cipher"));
    for asked in ["phone", "custom.cipher"] {
        for question in [
            json!({"list": "accounts", "filter": {"field": asked, "op": "starts_with", "value": "1"}}),
            json!({"list": "accounts", "filter": {"not": {"field": asked, "op": "empty"}}}),
            json!({"list": "accounts", "sort": [asked]}),
        ] {
            let shown = question.to_string();
            assert!(assistant.call("query_list", question).await.is_err(), "{shown}");
        }
    }
    let grouped = assistant.refusal("sum_list", json!({"list": "accounts", "group_by": "credit_grade"})).await;
    assert_eq!(grouped, ("not_possible".to_owned(), "/group_by".to_owned()));
}

#[tokio::test]
async fn a_limited_token_gives_no_more_than_it_names() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(9), "net_minor": 100, "number": "D-1"});
    let order = admin.post("/orders", &order).await.ok();
    let assistant = Assistant::with(&app, &admin, json!({"scope": {"account": "read"}})).await;
    let who = assistant.told("whoami", json!({})).await;
    assert_eq!((&who["lists"], &who["rights"]), (&json!(["accounts"]), &json!({"account": {"read": "all", "export": "all"}})));
    assert_eq!(assistant.told("query_list", json!({"list": "accounts"})).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(assistant.refusal("query_list", json!({"list": "orders"})).await.0, "unknown_list");
    assert_eq!(assistant.refusal("get_record", json!({"kind": "order", "id": id(&order)})).await.0, "unknown_list");
    let found = assistant.told("search", json!({"q": "D-1"})).await;
    assert_eq!(found["hits"], json!([]));
    let value = assistant.call("read_page", json!({"page": "account_value", "parameters": {"id": id(&account)}})).await;
    assert!(["forbidden", "not_found"].contains(&value.expect_err("no right to value")["code"].as_str().unwrap()));
    // One that only looks is offered nothing else, and does nothing else.
    let looking = Assistant::with(&app, &admin, json!({"read_only": true})).await;
    assert!(!looking.tools().await.contains(&"add_task".to_owned()));
    assert_eq!(looking.told("whoami", json!({})).await["may_write"], false);
    let task = json!({"subject": "回访", "due_on": app.days_ago(-3), "idempotency_key": "a"});
    assert_eq!(looking.refusal("add_task", task).await.0, "forbidden");
    assert_eq!(looking.told("sum_list", json!({"list": "tasks"})).await["count"], 0);
}

#[tokio::test]
async fn what_an_assistant_adds_is_added_once_and_in_the_name_of_its_person() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let account = app.account_of(Some(me)).await;
    let foreign = app.account_of(None).await;
    let assistant = Assistant::of(&app, &rep).await;
    let call = json!({"account_id": account, "channel": "phone", "body": "下周补货", "idempotency_key": "今天的电话"});
    let logged = assistant.told("log_interaction", call.clone()).await;
    assert_eq!((&logged["body"], &logged["user"]["id"]), (&json!("下周补货"), &json!(me)));
    assert_eq!(assistant.told("log_interaction", call.clone()).await["id"], logged["id"], "the second time it is there already");
    let mut other = call.clone();
    other["body"] = json!("别的");
    assert_eq!(assistant.refusal("log_interaction", other).await.0, "idempotency_mismatch");
    let about = json!({"list": "interactions", "filter": {"field": "account", "op": "in", "value": [account]}});
    assert_eq!(assistant.told("query_list", about).await["items"].as_array().unwrap().len(), 1);
    let audit = app.admin().get("/audit?name=interaction.logged").await.ok();
    assert_eq!((&audit["items"][0]["user"]["id"], &audit["items"][0]["record_id"]), (&json!(me), &logged["id"]));
    let mut beyond = call;
    (beyond["account_id"], beyond["idempotency_key"]) = (json!(foreign), json!("b"));
    assistant.call("log_interaction", beyond).await.expect_err("that account is not to be seen");
    let task = json!({"subject": "送样酒", "due_on": app.days_ago(-2), "account_id": account, "idempotency_key": "c"});
    let task = assistant.told("add_task", task).await;
    assert_eq!(task["subject"], "送样酒");
    rep.get(&format!("/tasks/{}", id(&task))).await.done();
}
