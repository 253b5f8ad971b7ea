//! The trash through HTTP: what goes for good, what stays, who may.

use chrono::Duration;
use guanxi_kernel::{
    job::{NewJob, queue},
    testkit::Client,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, id, path, version};

async fn trash(client: &Client, record: &Value, list: &str) {
    let now = client.get(&path(record, list)).await.ok();
    client.delete(&path(record, list), version(&now)).await.done();
}

/// Runs the nightly job and says what came of it.
async fn night(app: &TestApp) -> Value {
    queue(app.app.db(), app.workspace, &NewJob::new("trash.empty", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let jobs = app.admin().get("/jobs?kind=trash.empty&limit=1").await.ok();
    jobs["items"][0]["result"].clone()
}

async fn set_days(app: &TestApp, days: i64) {
    app.admin().put("/parameters/trash.days", &json!({"value": days})).await.done();
}

/// In which tables an id stands, the journals of events left out, which say that it was there.
async fn tables_with(app: &TestApp, record: &Value) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Found {
        found: i64,
    }
    let actor = app.system().await;
    let reader = app.app.db().read(&actor);
    let record: Uuid = id(record).parse().unwrap();
    let references = crate::SLICES.iter().flat_map(|slice| slice.references);
    let mut tables = Vec::new();
    for reference in references.filter(|reference| matches!(reference.to, "account" | "contact")) {
        let sql = format!(
            "SELECT CAST(count(*) AS BIGINT) AS found FROM {} WHERE workspace_id = ? AND {} = ?",
            reference.table, reference.column
        );
        let statement = reader.dialect().statement(&sql, vec![app.workspace.into(), record.into()]);
        let found = Found::find_by_statement(statement).one(reader.source()).await.unwrap().unwrap();
        if found.found > 0 {
            tables.push(format!("{}.{}", reference.table, reference.column));
        }
    }
    tables
}

#[tokio::test]
async fn f62_what_is_long_in_the_trash_goes_and_what_sums_need_stays() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [empty, sold, live, fresh] =
        [app.account("金源").await, app.account("红星").await, app.account("和平").await, app.account("东方").await];
    admin.post("/orders", &json!({"account_id": id(&sold), "ordered_on": app.days_ago(1), "net_minor": 10_000})).await.done();
    admin.post("/tasks", &json!({"account_id": id(&empty), "subject": "回电话", "due_on": app.days_ago(-1)})).await.done();
    let places = json!([{"account_id": id(&empty), "roles": ["boss"]}, {"account_id": id(&live), "roles": ["buyer"]}]);
    let person = admin.post("/contacts", &json!({"name": "王芳芳", "mobile": "13912345678", "accounts": places})).await.ok();
    let talked = admin.post("/contacts", &json!({"name": "李四", "mobile": "13912345679", "accounts": [places[1]]})).await.ok();
    let spoken = json!({"account_id": id(&live), "contact_id": id(&talked), "channel": "phone", "two_way": true});
    admin.post("/interactions", &spoken).await.done();
    let gone = admin.post("/contacts", &json!({"name": "赵六", "mobile": "13912345670", "accounts": [places[1]]})).await.ok();
    admin.post(&format!("{}/facts", path(&gone, "/contacts")), &json!({"kind": "hobby", "value": "钓鱼"})).await.done();
    for account in [&empty, &sold] {
        trash(&admin, account, "/accounts").await;
    }
    for contact in [&gone, &talked] {
        trash(&admin, contact, "/contacts").await;
    }
    app.run_jobs().await;
    // Nothing goes by itself unless somebody has said so, and never before thirty days.
    app.travel(Duration::days(20));
    assert_eq!(night(&app).await, json!({"removed": {}, "kept": 0}));
    set_days(&app, 1).await;
    assert_eq!(night(&app).await, json!({"removed": {}, "kept": 0}));
    trash(&admin, &fresh, "/accounts").await;
    app.travel(Duration::days(11));
    assert_eq!(night(&app).await, json!({"removed": {"account": 1, "contact": 1}, "kept": 2}));
    for (record, list) in [(&empty, "/accounts"), (&gone, "/contacts")] {
        assert_eq!(admin.get(&path(record, list)).await.status, 404);
        assert_eq!(tables_with(&app, record).await, Vec::<String>::new());
    }
    for (record, list) in [(&sold, "/accounts"), (&talked, "/contacts"), (&fresh, "/accounts")] {
        admin.post(&format!("{}/restore", path(record, list)), &Value::Null).await.done();
    }
    assert_eq!(admin.get("/orders?sums=net").await.ok()["sums"]["net"]["minor"], 10_000);
    // Who had a place there has the others, and the audit says what went but not what it was.
    assert_eq!(admin.get(&path(&person, "/contacts")).await.ok()["accounts"].as_array().unwrap().len(), 1);
    let audit = admin.get(&format!("/audit?record_id={}", id(&gone))).await.ok();
    let names: Vec<&str> = audit["items"].as_array().unwrap().iter().filter_map(|item| item["name"].as_str()).collect();
    assert!(names.contains(&"trash.removed"), "{audit}");
    assert!(!audit.to_string().contains("赵六") && !audit.to_string().contains("13912345670"), "{audit}");
    // Another night has nothing to do.
    assert_eq!(night(&app).await, json!({"removed": {}, "kept": 0}));
}

#[tokio::test]
async fn who_may_removes_one_for_good_and_is_told_why_not() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [account, sold, named] = [app.account("金源").await, app.account("红星").await, app.account("和平").await];
    let for_good = |record: &Value| format!("{}/remove-for-good", path(record, "/accounts"));
    assert_eq!(admin.post(&for_good(&account), &Value::Null).await.problem(), (409, "not_trashed".to_owned()));
    admin.post("/orders", &json!({"account_id": id(&sold), "ordered_on": app.days_ago(1), "net_minor": 10_000})).await.done();
    // One that a field of another record names is needed, too.
    let head = json!({"list": "accounts", "label": "总部", "key": "head", "kind": {"type": "reference", "to": "account"}});
    admin.post("/custom-fields", &head).await.done();
    app.run_jobs().await;
    let naming = admin.post("/accounts", &json!({"name": "东方", "custom": {"head": id(&named)}})).await.ok();
    for record in [&account, &sold, &named] {
        trash(&admin, record, "/accounts").await;
    }
    for record in [&sold, &named] {
        assert_eq!(admin.post(&for_good(record), &Value::Null).await.problem(), (409, "has_history".to_owned()));
    }
    let (rep, user) = app.rep().await;
    let own = rep.post("/accounts", &json!({"name": "长江", "owner_id": user})).await.ok();
    trash(&admin, &own, "/accounts").await;
    assert_eq!(rep.post(&for_good(&own), &Value::Null).await.problem().0, 403);
    assert_eq!(rep.post(&for_good(&account), &Value::Null).await.problem().0, 404, "of what one does not see nothing is told");
    assert_eq!(app.other_workspace().await.post(&for_good(&account), &Value::Null).await.problem().0, 404);
    assert_eq!(admin.post(&for_good(&account), &Value::Null).await.status, 204);
    assert_eq!(admin.post(&for_good(&account), &Value::Null).await.problem().0, 404);
    assert_eq!(tables_with(&app, &account).await, Vec::<String>::new());
    // When the field names it no more, it can go.
    let now = admin.get(&path(&naming, "/accounts")).await.ok();
    admin.patch(&path(&naming, "/accounts"), version(&now), &json!({"custom": {"head": null}})).await.done();
    assert_eq!(admin.post(&for_good(&named), &Value::Null).await.status, 204);
}

#[tokio::test]
async fn one_that_others_were_merged_into_goes_with_what_is_remembered_of_them() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [kept, merged] = [app.account("金源").await, app.account("红星").await];
    let wish = json!({"kind": "account", "kept_id": id(&kept), "merged_id": id(&merged)});
    admin.post("/merges", &wish).await.done();
    trash(&admin, &kept, "/accounts").await;
    assert_eq!(admin.post(&format!("{}/remove-for-good", path(&kept, "/accounts")), &Value::Null).await.status, 204);
    let actor = app.system().await;
    let reader = app.app.db().read(&actor);
    for (table, holds) in [("merge_rows", "1 = 1"), ("merges", "state <> 'final' OR kept_name = '金源' OR merged_name = '红星'")] {
        let sql = format!("SELECT 1 AS there FROM {table} WHERE workspace_id = ? AND ({holds})");
        let found = reader.source().query_one_raw(reader.dialect().statement(&sql, vec![app.workspace.into()])).await.unwrap();
        assert!(found.is_none(), "{table}");
    }
}
