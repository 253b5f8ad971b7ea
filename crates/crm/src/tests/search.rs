//! One index finds records of every kind, for those who may see them, and forgets what is gone.

use guanxi_kernel::{list::Words, testkit::Client};
use serde_json::{Value, json};

use crate::{
    SLICES,
    testing::{Done, TestApp, escaped, path, version},
};

async fn kinds_found(client: &Client, q: &str) -> Vec<String> {
    let hits = client.get(&format!("/search?q={}", escaped(q))).await.ok()["hits"].clone();
    let mut kinds: Vec<String> =
        hits.as_array().into_iter().flatten().map(|hit| hit["kind"].as_str().unwrap_or_default().to_owned()).collect();
    kinds.sort();
    kinds
}

async fn count(client: &Client, list: &str, q: &str) -> Value {
    client.get(&format!("/{list}?q={}&count=exact", escaped(q))).await.ok()["count"]["value"].clone()
}

#[tokio::test]
async fn every_kind_is_found_by_its_words_by_those_who_may_see_it() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let account = app.account_of(Some(me)).await;
    let order =
        json!({"account_id": account, "number": "XSD-2026-0815", "ordered_on": app.days_ago(2), "net_minor": 100, "remark": "中秋加急"});
    let order = rep.post("/orders", &order).await.ok();
    let call = json!({"account_id": account, "channel": "phone", "outcome": "reached", "body": "老板说库存不多，下周补青花瓷二十箱",
        "next_step": {"text": "带样品上门", "due_on": app.days_ago(-3)}});
    let call = rep.post("/interactions", &call).await.ok();

    assert_eq!(kinds_found(&rep, "xsd-2026").await, ["order"]);
    assert_eq!(kinds_found(&rep, "中秋").await, ["order"]);
    assert_eq!(kinds_found(&rep, "青花瓷").await, ["interaction"]);
    assert_eq!(kinds_found(&rep, "样品").await, ["interaction", "task"]);
    assert_eq!(count(&rep, "orders", "0815").await, 1);
    assert_eq!(count(&rep, "interactions", "库存").await, 1);
    assert_eq!(count(&rep, "tasks", "上门").await, 1);
    for q in ["xsd-2026", "青花瓷", "样品"] {
        assert!(kinds_found(&other, q).await.is_empty(), "{q}");
    }
    assert_eq!(count(&other, "interactions", "库存").await, 0);

    // What is said anew is found anew; what is gone is not found.
    rep.patch(&path(&call, "/interactions"), version(&call), &json!({"body": "改为下月再谈"})).await.done();
    assert_eq!((count(&rep, "interactions", "青花瓷").await, count(&rep, "interactions", "下月").await), (json!(0), json!(1)));
    let call = rep.get(&path(&call, "/interactions")).await.ok();
    rep.delete(&path(&call, "/interactions"), version(&call)).await.done();
    app.admin().delete(&path(&order, "/orders"), version(&order)).await.done();
    assert_eq!(kinds_found(&rep, "样品").await, ["task"]);
    assert!(kinds_found(&rep, "xsd-2026").await.is_empty());
}

#[tokio::test]
async fn words_that_are_too_long_are_refused_by_every_list() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for list in SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).filter(|list| list.words != Words::Nowhere) {
        let door = format!("/{}/search", list.name);
        let words = |length: usize| json!({"q": "长".repeat(length)});
        admin.post(&door, &words(1000)).await.done();
        for length in [1001, 60_000] {
            let refused = admin.post(&door, &words(length)).await;
            assert_eq!(refused.wrong_fields(), [("/q".to_owned(), "too_long".to_owned())], "{}", list.name);
        }
    }
}

#[tokio::test]
async fn the_day_of_an_interaction_is_that_of_the_workspace() {
    let app = TestApp::new().await;
    // A minute past midnight in Shanghai it is still the day before in Greenwich.
    app.travel_to_before_midnight(0);
    app.travel(chrono::Duration::seconds(60));
    let account = app.account("金源").await;
    let call = json!({"account_id": account["id"], "channel": "phone", "body": "问青花瓷"});
    let call = app.admin().post("/interactions", &call).await.ok();
    let subtitle = async || app.admin().get(&format!("/search?q={}", escaped("青花瓷"))).await.ok()["hits"][0]["subtitle"].clone();
    assert_eq!(subtitle().await, json!(app.days_ago(0)));
    app.admin().patch(&path(&call, "/interactions"), version(&call), &json!({"body": "又问青花瓷"})).await.done();
    assert_eq!(subtitle().await, json!(app.days_ago(0)));
}
