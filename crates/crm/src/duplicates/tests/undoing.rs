//! One becomes two again.

use std::collections::BTreeMap;

use chrono::Duration;
use guanxi_kernel::{
    db::Reader,
    job::{NewJob, queue},
    testkit::Client,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};

use crate::{
    SLICES,
    testing::{Done, TestApp, id, path, version},
};

/// What is written about what was done, and is not the business itself.
const ABOUT: &[&str] = &["merges", "merge_rows"];

/// Every row of every table that any capability keeps, byte for byte.
async fn rows(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    #[derive(FromQueryResult)]
    struct Image {
        image: String,
    }
    let actor = app.system().await;
    let reader: Reader = app.app.db().read(&actor);
    let sql: String = SLICES.iter().flat_map(|slice| slice.migrations).map(|migration| migration.sql).collect();
    let tables = sql.split("CREATE TABLE ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    let mut all = BTreeMap::new();
    for table in tables.filter(|table| !ABOUT.contains(table)) {
        let shape = reader.shape(table).await.expect("the table is there");
        if !shape.columns.contains(&"workspace_id".to_owned()) {
            continue;
        }
        let sql = format!("SELECT CAST({} AS TEXT) AS image FROM {table} WHERE workspace_id = ?", shape.image());
        let statement = reader.dialect().statement(&sql, vec![app.workspace.into()]);
        let found = Image::find_by_statement(statement).all(reader.source()).await.expect("the rows can be read");
        let mut images: Vec<String> = found.into_iter().map(|row| row.image).collect();
        images.sort_unstable();
        all.insert(table.to_owned(), images);
    }
    all
}

fn same(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>, seed: u64) {
    for (table, rows) in before {
        assert_eq!(rows, &after[table], "{table} is not what it was (seed {seed})");
    }
}

async fn undo(client: &Client, merge: &Value) -> Value {
    client.post(&format!("/merges/{}/undo", id(merge)), &Value::Null).await.ok()
}

async fn merge(client: &Client, kind: &str, kept: &Value, merged: &Value, fields: &[&str]) -> Value {
    let wish = json!({"kind": kind, "kept_id": id(kept), "merged_id": id(merged), "fields": fields});
    let answer = client.post("/merges", &wish).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// Accounts, people and everything about them, as chance will have it.
async fn made(app: &TestApp, chance: &mut StdRng) -> (Vec<Value>, Vec<Value>) {
    let admin = app.admin();
    for (list, key, to) in [("accounts", "head", "account"), ("accounts", "decider", "contact"), ("contacts", "introducer", "contact")] {
        let field = json!({"list": list, "label": key, "key": key, "kind": {"type": "reference", "to": to}});
        admin.post("/custom-fields", &field).await.done();
    }
    app.run_jobs().await;
    let (mut accounts, mut contacts) = (Vec::new(), Vec::new());
    for n in 0..4 {
        let name = ["金源", "红星", "和平", "新世纪"][n];
        let mut account = json!({"name": name, "tags": ["甲"]});
        for (field, value) in [
            ("phone", json!(format!("0551-6234567{n}"))),
            ("number", json!(format!("N{n}"))),
            ("region", json!("合肥市")),
            ("remark", json!(format!("备注{n}"))),
            ("high_tech", json!(true)),
            ("cooperating_since", json!("2021-05-06")),
            ("tags", json!(["甲", format!("乙{n}")])),
        ] {
            if chance.random_bool(0.5) {
                account[field] = value;
            }
        }
        if let Some(head) = accounts.last().filter(|_| chance.random_bool(0.5)) {
            account["custom"] = json!({"head": id(head)});
        }
        accounts.push(admin.post("/accounts?duplicates=allow", &account).await.ok());
    }
    for n in 0..4 {
        let name = ["陈一", "李二", "张三", "王四"][n];
        let mut person = json!({"name": name, "accounts": []});
        for account in &accounts {
            if chance.random_bool(0.5) {
                let role = ["boss", "buyer", "finance"][chance.random_range(0..3)];
                person["accounts"].as_array_mut().unwrap().push(json!({"account_id": id(account), "roles": [role]}));
            }
        }
        if chance.random_bool(0.5) {
            person["mobile"] = json!(format!("1381234567{n}"));
        }
        if let Some(introducer) = contacts.first().filter(|_| chance.random_bool(0.5)) {
            person["custom"] = json!({"introducer": id(introducer)});
        }
        if let Some(guardian) = contacts.last().filter(|_| chance.random_bool(0.3)) {
            person["guardian_id"] = json!(id(guardian));
        }
        let made = admin.post("/contacts?duplicates=allow", &person).await.ok();
        if let Some(place) = made["accounts"].as_array().unwrap().first() {
            let first = format!("/accounts/{}/first-to-call", place["account"]["id"].as_str().unwrap());
            admin.put(&first, &json!({"contact_id": id(&made)})).await.done();
        }
        contacts.push(made);
    }
    for _ in 0..6 {
        let [one, other] = [chance.random_range(0..4), chance.random_range(0..4)];
        let kind = ["supplies", "branch_of", "refers", "parent_of"][chance.random_range(0..4)];
        let [upper, lower] = if kind == "branch_of" { [other, one] } else { [one, other] };
        // Two between which another stands are not merged. Relations to itself are refused, and the other way round.
        if kind == "refers" || upper == 0 || lower == 3 {
            admin.post(&format!("/accounts/{}/relations", id(&accounts[one])), &json!({"kind": kind, "to_id": id(&accounts[other])})).await;
        }
        let order = json!({"account_id": id(&accounts[one]), "payer_id": id(&accounts[other]), "ordered_on": app.days_ago(chance.random_range(1..500)),
            "lines": [{"product": "酒", "quantity": 2, "price_minor": chance.random_range(100..90000)}]});
        admin.post("/orders", &order).await.done();
        let call = json!({"account_id": id(&accounts[one]), "contact_id": id(&contacts[other]), "channel": "phone", "direction": "in"});
        admin.post("/interactions", &call).await;
        let task =
            json!({"subject": "送样酒", "due_on": app.days_ago(-3), "account_id": id(&accounts[other]), "contact_id": id(&contacts[one])});
        admin.post("/tasks", &task).await;
        admin.post(&format!("/accounts/{}/comments", id(&accounts[one])), &json!({"body": "好客户"})).await;
    }
    for account in &accounts {
        about_account(app, chance, &path(account, "/accounts")).await;
    }
    for contact in &contacts {
        about_contact(app, chance, &path(contact, "/contacts")).await;
    }
    app.run_jobs().await;
    (accounts, contacts)
}

/// What stands beside an account, as chance will have it.
async fn about_account(app: &TestApp, chance: &mut StdRng, at: &str) {
    let admin = app.admin();
    let (_, colleague) = app.rep().await;
    let factors = ["product", "service", "personnel", "image", "money", "time", "mental", "physical"];
    let scores = |points: i64| factors.iter().map(|factor| ((*factor).to_owned(), json!(points))).collect::<serde_json::Map<_, _>>();
    let scoring =
        json!({"ours": scores(8), "rivals": [{"name": "石桥坊", "scores": scores(5)}], "scored_on": app.days_ago(3), "sources": []});
    for (write, place, body) in [
        ("post", "team", json!({"user_id": colleague, "role": "sales"})),
        ("post", "file/proposals", json!({"field": "address", "value": "黄山路3号", "reason": "听说搬了"})),
        ("post", "file/verify", json!({"fields": ["name"]})),
        ("post", "delivered-value", scoring),
        ("put", "following", json!({"following": true})),
        ("put", "forecast", json!({"amount_minor": 1_000_000})),
        ("put", "types", json!({"behaviour": "discount", "orientation": null, "strategic": [], "strategic_reason": null})),
        ("put", "protection", json!({"until": app.days_ago(-30), "why": "在谈合同"})),
    ] {
        if chance.random_bool(0.5) {
            let (at, admin) = (format!("{at}/{place}"), &admin);
            let answer = if write == "put" { admin.put(&at, &body).await } else { admin.post(&at, &body).await };
            assert!(answer.status.is_success() || place == "file/verify", "{at}: {}", answer.text());
        }
    }
    let about = at.rsplit('/').next().unwrap_or_default();
    if chance.random_bool(0.5) {
        let under = format!("/attachments?about_kind=account&about_id={about}");
        let answer = admin.upload(&under, &[], "合同.pdf", b"%PDF-1.7\n1 0 obj << >> endobj\n").await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
}

/// What stands beside a person, as chance will have it.
async fn about_contact(app: &TestApp, chance: &mut StdRng, at: &str) {
    let admin = app.admin();
    for (place, body) in [
        ("facts", json!({"kind": "hobby", "value": "钓鱼"})),
        ("consents", json!({"purpose": "health", "evidence": "微信消息"})),
        ("preferences", json!({"domain": "茶", "value": "太平猴魁"})),
    ] {
        if chance.random_bool(0.5) {
            admin.post(&format!("{at}/{place}"), &body).await.done();
            if place == "consents" {
                admin.post(&format!("{at}/facts"), &json!({"kind": "illness", "value": "糖尿病"})).await.done();
            }
        }
    }
    if chance.random_bool(0.5) {
        admin.put(&format!("{at}/following"), &json!({"following": true})).await.done();
    }
}

#[tokio::test]
async fn f59_merging_and_undoing_restores_every_row_byte_for_byte() {
    for seed in 0..6 {
        let app = TestApp::new().await;
        let admin = app.admin();
        let mut chance = StdRng::seed_from_u64(seed);
        let (accounts, contacts) = made(&app, &mut chance).await;
        for (kind, records) in [("account", &accounts), ("contact", &contacts)] {
            let queued = admin.post("/duplicates/scan", &json!({"kind": kind})).await.ok();
            app.job(&admin, &queued).await;
            let before = rows(&app).await;
            let fields: &[&str] = if chance.random_bool(0.5) { &["name", "phone"] } else { &[] };
            let done = merge(&admin, kind, &records[0], &records[1], fields).await;
            let further = merge(&admin, kind, &records[0], &records[2], fields).await;
            assert_ne!(rows(&app).await, before);
            // The later one first, whose rows are mixed with those of the earlier.
            let refused = admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await;
            assert_eq!(refused.problem(), (409, "merged_since".to_owned()));
            undo(&admin, &further).await;
            assert_eq!(undo(&admin, &done).await["state"], "undone");
            same(&before, &rows(&app).await, seed);
            // What is reckoned by and by afterwards is the same as before.
            app.run_jobs().await;
            let unreckoned = |mut rows: BTreeMap<String, Vec<String>>| {
                rows.remove("account_values");
                rows.remove("account_files");
                rows
            };
            same(&unreckoned(before), &rows(&app).await, seed);
        }
    }
}

#[tokio::test]
async fn what_came_since_stays_with_the_record_that_stayed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let kept = admin.post("/accounts", &json!({"name": "金源", "phone": "0551-62345678"})).await.ok();
    let merged = admin.post("/accounts", &json!({"name": "红星", "region": "合肥市", "website": "https://example.com"})).await.ok();
    for account in [&kept, &merged] {
        admin.post("/orders", &json!({"account_id": id(account), "ordered_on": app.days_ago(9), "net_minor": 10_000})).await.done();
    }
    let done = merge(&admin, "account", &kept, &merged, &[]).await;
    admin.post("/orders", &json!({"account_id": id(&kept), "ordered_on": app.days_ago(1), "net_minor": 70_000})).await.done();
    let now = admin.get(&path(&kept, "/accounts")).await.ok();
    admin.patch(&path(&kept, "/accounts"), version(&now), &json!({"region": "芜湖市", "credit_grade": "A"})).await.done();
    let changed = admin.get(&path(&kept, "/accounts")).await.ok();
    undo(&admin, &done).await;
    let (kept_now, merged_now) = (admin.get(&path(&kept, "/accounts")).await.ok(), admin.get(&path(&merged, "/accounts")).await.ok());
    assert_eq!((&kept_now["region"], &kept_now["credit_grade"]), (&json!("芜湖市"), &json!("A")), "what somebody changed stays");
    assert_eq!((&kept_now["website"], &kept_now["also_known_as"]), (&Value::Null, &Value::Null), "what nobody changed goes back");
    assert_eq!((&kept_now["order_count"], &merged_now["order_count"]), (&json!(2), &json!(1)));
    assert_eq!(kept_now["net_sales"]["minor"], 80_000);
    assert_eq!(merged_now["website"], "https://example.com");
    assert!(version(&kept_now) > version(&changed), "whoever read it before must know");
    // Both are found again, the other is no longer led elsewhere, and it is not undone twice.
    for name in ["金源", "红星"] {
        let hits = admin.get(&format!("/search?q={}&kinds=account", crate::testing::escaped(name))).await.ok();
        assert_eq!(hits["hits"].as_array().unwrap().len(), 1, "{name}");
    }
    assert_eq!(admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.problem(), (409, "already_undone".to_owned()));
    // How it was undone is kept for nothing any more.
    let actor = app.system().await;
    let reader = app.app.db().read(&actor);
    let sql = reader.dialect().statement("SELECT step FROM merge_rows WHERE workspace_id = ? LIMIT 1", vec![app.workspace.into()]);
    assert!(reader.source().query_one_raw(sql).await.expect("the rows can be read").is_none());
}

#[tokio::test]
async fn a_merged_record_is_never_the_same_version_as_before() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [kept, merged] = [app.account("金源").await, app.account("红星").await];
    let done = merge(&admin, "account", &kept, &merged, &[]).await;
    let while_one = admin.get(&path(&kept, "/accounts")).await.ok();
    undo(&admin, &done).await;
    assert_eq!(version(&admin.get(&path(&kept, "/accounts")).await.ok()), version(&kept));
    // Whoever read it while it was merged cannot overwrite what somebody does now.
    admin.patch(&path(&kept, "/accounts"), version(&kept), &json!({"region": "合肥"})).await.done();
    let stale = admin.patch(&path(&kept, "/accounts"), version(&while_one), &json!({"region": "芜湖"})).await;
    assert_eq!(stale.problem().0, 412);
}

#[tokio::test]
async fn f59_after_thirty_days_a_merge_is_final() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [kept, merged, third] = [app.account("金源").await, app.account("红星").await, app.account("和平").await];
    let old = merge(&admin, "account", &kept, &merged, &[]).await;
    app.travel(Duration::days(29));
    let fresh = merge(&admin, "account", &kept, &third, &[]).await;
    undo(&admin, &fresh).await;
    app.travel(Duration::days(2));
    assert_eq!(admin.post(&format!("/merges/{}/undo", id(&old)), &Value::Null).await.problem(), (409, "undo_too_late".to_owned()));
    queue(app.app.db(), app.workspace, &NewJob::new("duplicates.forget", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let list = admin.get("/merges").await.ok();
    let state = |merge: &Value| list["items"].as_array().unwrap().iter().find(|item| item["id"] == merge["id"]).unwrap()["state"].clone();
    assert_eq!((state(&old), state(&fresh)), (json!("final"), json!("undone")));
}

#[tokio::test]
async fn a_number_that_was_given_away_meanwhile_is_told() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let kept = admin.post("/accounts", &json!({"name": "金源", "number": "1"})).await.ok();
    let merged = admin.post("/accounts", &json!({"name": "红星", "number": "2"})).await.ok();
    let done = merge(&admin, "account", &kept, &merged, &[]).await;
    let taker = admin.post("/accounts", &json!({"name": "和平", "number": "2"})).await.ok();
    let refused = admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await;
    assert_eq!(refused.problem(), (409, "taken_meanwhile".to_owned()));
    admin.patch(&path(&taker, "/accounts"), 1, &json!({"number": "3"})).await.done();
    undo(&admin, &done).await;
    // One that went further with another merge is parted from there first.
    let done = merge(&admin, "account", &kept, &merged, &[]).await;
    let further = merge(&admin, "account", &taker, &kept, &[]).await;
    assert_eq!(admin.get(&path(&merged, "/accounts")).await.headers["location"], &*path(&taker, "/api/v1/accounts"));
    assert_eq!(admin.post(&format!("/merges/{}/undo", id(&done)), &Value::Null).await.problem().0, 404);
    undo(&admin, &further).await;
    undo(&admin, &done).await;
}

#[tokio::test]
async fn a_whole_run_of_merges_is_undone_at_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    // Three that are one: both merges go into the oldest.
    for name in ["金源烟酒店", "金源烟酒行", "金源烟酒商行", "红星超市", "红星超级市场"] {
        let phone = if name.starts_with("金源") { "0551-62345678" } else { "0551-67654321" };
        admin.post("/accounts?duplicates=allow", &json!({"name": name, "phone": phone})).await.done();
    }
    let before = rows(&app).await;
    let scan = admin.post("/duplicates/scan", &json!({"kind": "account"})).await.ok();
    app.job(&admin, &scan).await;
    let queued = admin.post("/merges/bulk", &json!({"kind": "account"})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["merged"], 3);
    let of_run = admin.get(&format!("/merges?run={}", id(&queued))).await.ok();
    let merges = of_run["items"].as_array().unwrap();
    assert_eq!((merges.len(), &merges[0]["run"]), (3, &queued["id"]));
    // One alone is no part of it.
    let [kept, merged] = [app.account("和平").await, app.account("新世纪").await];
    let alone = merge(&admin, "account", &kept, &merged, &[]).await;
    assert_eq!(alone["run"], Value::Null);
    let queued = admin.post("/merges/undo", &json!({"run": id(&queued)})).await.ok();
    let job = app.job(&admin, &queued).await;
    assert_eq!(job["result"], json!({"undone": 3, "refused": 0, "left": []}), "{job}");
    assert_eq!((&job["done"], &job["total"]), (&json!(3), &json!(3)));
    undo(&admin, &alone).await;
    let accounts = rows(&app).await;
    assert_eq!(before["accounts"].len() + 2, accounts["accounts"].len());
    for row in &before["accounts"] {
        assert!(accounts["accounts"].contains(row), "{row} is what it was");
    }
}

#[tokio::test]
async fn of_many_merges_each_that_is_not_undone_says_why() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let numbered = |name: &str, number: &str| json!({"name": name, "number": number});
    let mut made = Vec::new();
    for (name, number) in [("金源", "1"), ("红星", "2"), ("和平", "3"), ("新世纪", "4"), ("东方", "5"), ("长江", "6")] {
        made.push(admin.post("/accounts", &numbered(name, number)).await.ok());
    }
    let taken = merge(&admin, "account", &made[0], &made[1], &[]).await;
    admin.post("/accounts", &numbered("淮河", "2")).await.done();
    let (inner, outer) = (merge(&admin, "account", &made[2], &made[3], &[]).await, merge(&admin, "account", &made[4], &made[2], &[]).await);
    let good = merge(&admin, "account", &made[4], &made[5], &[]).await;
    let unknown = "0190b0b0-0000-7000-8000-000000000000";
    let chosen = json!({"merges": [id(&taken), id(&inner), id(&good), unknown]});
    let queued = admin.post("/merges/undo", &chosen).await.ok();
    let result = app.job(&admin, &queued).await["result"].clone();
    assert_eq!((&result["undone"], &result["refused"]), (&json!(1), &json!(3)), "{result}");
    let why = |merge: &str| result["left"].as_array().unwrap().iter().find(|left| left["id"] == merge).unwrap().clone();
    assert_eq!((why(id(&taken))["code"].clone(), why(id(&taken))["merged"].clone()), (json!("taken_meanwhile"), json!("红星")));
    assert_eq!(why(id(&inner))["code"], "merged_since");
    assert_eq!((why(unknown)["code"].clone(), why(unknown)["merged"].clone()), (json!("not_found"), Value::Null));
    // Together with the later one the earlier goes, too.
    let queued = admin.post("/merges/undo", &json!({"merges": [id(&inner), id(&outer)]})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["undone"], 2);
    // Either some, or those of a job.
    for wrong in [json!({}), json!({"merges": [], "run": id(&queued)})] {
        assert_eq!(admin.post("/merges/undo", &wrong).await.wrong_fields()[0].0, "/merges");
    }
    let (nobody, _) = app.person_without_rights().await;
    assert_eq!(nobody.post("/merges/undo", &json!({"merges": []})).await.problem().0, 403);
    // Who does not see a merge is told nothing of it.
    let again = merge(&admin, "account", &made[4], &made[5], &[]).await;
    let (rep, _) = app.rep().await;
    if rep.post("/merges/undo", &json!({"merges": []})).await.status == 202 {
        let queued = rep.post("/merges/undo", &json!({"merges": [id(&again), unknown]})).await.ok();
        let result = app.job(&rep, &queued).await["result"].clone();
        assert!(result["left"].as_array().unwrap().iter().all(|left| left["code"] == "not_found" && left["merged"].is_null()), "{result}");
    }
}
