//! Pools, through HTTP.

mod hands;
mod keeping;
mod owners;
mod recycling;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, NewAccount, TestApp, id, names};

/// A pool for everybody, with these numbers of its own.
async fn pool(app: &TestApp, own: Value) -> Value {
    let pools = app.admin().get("/pools").await.ok()["items"].as_array().map_or(0, Vec::len);
    app.admin().post("/pools", &json!({"name": format!("公海{pools}"), "own": own})).await.ok()
}

/// So many accounts that lie in a pool, put there from somebody who has nothing to do with the test.
async fn lying(app: &TestApp, pool: &Value, how_many: usize) -> Vec<Uuid> {
    let (_, former) = app.person("salesperson", "别的组").await;
    let account = |n| NewAccount {
        name: format!("烟酒店{n:04}"),
        region: Some("合肥".to_owned()),
        phone: Some(format!("1380013{n:04}")),
        owner_id: Some(former),
        ..NewAccount::default()
    };
    let accounts = app.seed_accounts((0..how_many).map(account).collect()).await;
    put(&app.admin(), pool, &accounts).await;
    accounts
}

async fn put(client: &Client, pool: &Value, accounts: &[Uuid]) {
    let body = json!({"ids": accounts, "why": "other"});
    let put = client.post(&format!("/pools/{}/accounts", id(pool)), &body).await.ok();
    assert_eq!(put["done"], json!(accounts.len()), "{put}");
}

/// What a request for many came to: of each the code with which it was refused.
fn refusals(outcomes: &Value) -> Vec<&str> {
    let items = outcomes["items"].as_array().expect("there are outcomes");
    items.iter().map(|item| item["refused"].as_str().unwrap_or("")).collect()
}

/// The names in a pool, as somebody sees them.
async fn in_pool(client: &Client, pool: &Value) -> Vec<String> {
    let filter = json!({"filter": {"field": "pool", "op": "in", "value": [id(pool)]}, "sort": "name"});
    names(&client.post("/pooled/search", &filter).await.ok())
}

/// The rules of the pools are followed, as every night.
async fn night(app: &TestApp, pool: &Value) -> Value {
    let queued = app.admin().post(&format!("/pools/{}/recycle", id(pool)), &Value::Null).await;
    assert_eq!(queued.status, 202, "{}", queued.text());
    let job = app.job(&app.admin(), &queued.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

/// A rule in force.
async fn rule(app: &TestApp, pool: &Value, terms: Value) -> Value {
    let mut rule = json!({"name": "久未跟进", "active": true});
    rule.as_object_mut().expect("a rule is an object").extend(terms.as_object().expect("terms are an object").clone());
    let made = app.admin().post(&format!("/pools/{}/rules", id(pool)), &rule).await;
    made.done();
    made.json()
}
