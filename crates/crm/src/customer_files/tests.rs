//! Customer files, through HTTP.

mod forms;
mod night;
mod proposals;
mod reviewing;
mod survey;

use chrono::Duration;
use guanxi_kernel::{
    job::{NewJob, queue},
    testkit::Client,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, version};

/// An account of the caller of which 19 of the 25 questions have an answer: 14 of its own, and five of a boss who buys.
async fn with_19_answers(client: &Client, name: &str) -> Value {
    let account = json!({
        "name": name, "number": name, "channel_kind": "tobacco_liquor_shop", "region": "合肥", "address": "长江路1号",
        "phone": "0551-62345678", "ownership_form": "individual", "market_position": "leader", "credit_grade": "A",
        "cooperating_since": "2020-03-01", "tags": ["老客户"], "remark": "门口好停车", "credit_code": CODE
    });
    let account = client.post("/accounts?duplicates=allow", &account).await.ok();
    let boss =
        json!({"name": "王芳", "mobile": "13800138000", "accounts": [{"account_id": id(&account), "roles": ["boss", "buyer", "finance"]}]});
    client.post("/contacts?duplicates=allow", &boss).await.done();
    account
}

const CODE: &str = "91340100MA2MRA5J1Y";

/// The boss of the account uses WeChat: the twentieth answer.
async fn twentieth_answer(client: &Client, account: &Value) {
    let people = client.get(&format!("/accounts/{}/contacts", id(account))).await.ok();
    let boss = &people["items"][0];
    client.patch(&format!("/contacts/{}", id(boss)), version(boss), &json!({"wechat": "wangfang"})).await.done();
}

/// The file of an account.
async fn file(client: &Client, account: &Value) -> Value {
    client.get(&format!("/accounts/{}/file", id(account))).await.ok()
}

/// Does something with the file of an account.
async fn act(client: &Client, account: &Value, what: &str, body: Value) -> Value {
    client.post(&format!("/accounts/{}/file/{what}", id(account)), &body).await.ok()
}

/// The code with which that is refused.
async fn refused(client: &Client, account: &Value, what: &str, body: Value) -> (u16, String) {
    client.post(&format!("/accounts/{}/file/{what}", id(account)), &body).await.problem()
}

/// An answer in a file.
fn answer<'a>(file: &'a Value, field: &str) -> &'a Value {
    let all = file["answers"].as_array().expect("a file has answers");
    all.iter().find(|answer| answer["field"] == field).unwrap_or_else(|| panic!("nobody asks for {field}"))
}

/// Lets days pass, in which everybody stays signed in.
async fn later(app: &TestApp, days: i64) {
    app.travel(Duration::days(days));
    let tx = app.app.db().unscoped("whoever does not come for a month is signed out");
    let values = vec![(app.app.db().clock().now() + Duration::days(1)).into()];
    tx.execute_raw(app.app.db().dialect().statement("UPDATE credentials SET expires_at = ?", values)).await.expect("they stay");
}

/// What happens to files at night.
async fn night(app: &TestApp) -> Value {
    queue(app.app.db(), app.workspace, &NewJob::new("customer_files.night", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let jobs = app.admin().get("/jobs?limit=100").await.ok();
    let nights = jobs["items"].as_array().unwrap().iter().filter(|job| job["kind"] == "customer_files.night");
    nights.max_by_key(|job| job["id"].to_string()).unwrap()["result"].clone()
}

/// A field of the list of accounts, of one of them.
async fn listed(client: &Client, account: &Value, field: &str) -> Value {
    let asked = json!({"filter": {"field": "name", "op": "eq", "value": account["name"]}, "columns": format!("name,{field}")});
    client.post("/accounts/search", &asked).await.ok()["items"][0][field].clone()
}
