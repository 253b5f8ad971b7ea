//! The matrix of roles, records and actions: what each role that every workspace begins with may do with an account and with
//! what hangs on it, by whose it is. Asked through HTTP; `snapshots/` has the answer.

use std::fmt::Write;

use guanxi_kernel::testkit::{Answer, Client};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    staff::rules::{ADMINISTRATOR, SEEDED_ROLES},
    testing::{Done, TestApp, id, path},
};

/// What is tried with each record, what leaves it as it is first.
const ACTIONS: [&str; 13] =
    ["see", "change", "export", "people", "edit_people", "log", "comment", "attach", "orders", "order", "value", "file", "remove"];

/// An account, with somebody at it and an order.
struct Case {
    /// Whose it is.
    whose: &'static str,
    account: Value,
    contact: Value,
    order: Value,
}

/// The accounts of which each is another case for somebody in a unit that has one below it.
async fn cases(app: &TestApp, unit: &Value, me: Uuid, [colleague, subordinate, stranger]: [Uuid; 3]) -> Vec<Case> {
    let admin = app.admin();
    let mut cases = Vec::new();
    for (whose, owner) in [
        ("own", me),
        ("team's", colleague),
        ("unit's", subordinate),
        ("shared to see", stranger),
        ("shared to change", stranger),
        ("foreign", stranger),
        ("pooled", stranger),
        ("own, trashed", me),
    ] {
        let account = json!({"name": format!("{whose} account"), "owner_id": owner});
        let account = admin.post("/accounts?duplicates=allow", &account).await.ok();
        let at = path(&account, "/accounts");
        let contact = json!({"name": format!("{whose} person"), "owner_id": owner, "accounts": [{"account_id": id(&account)}]});
        let contact = admin.post("/contacts?duplicates=allow", &contact).await.ok();
        let order = json!({"account_id": id(&account), "ordered_on": app.days_ago(3), "net_minor": 100});
        let order = admin.post("/orders", &order).await.ok();
        match whose {
            "shared to see" => admin.post(&format!("{at}/team"), &json!({"org_unit_id": id(unit)})).await.done(),
            "shared to change" => admin.post(&format!("{at}/team"), &json!({"org_unit_id": id(unit), "may_change": true})).await.done(),
            "pooled" => {
                let pool = admin.post("/pools", &json!({"name": "区域公海", "org_unit_id": id(unit)})).await.ok();
                admin.post(&format!("{at}/give-back"), &json!({"pool_id": id(&pool), "why": "other", "note": "没有需求"})).await.done();
            }
            "own, trashed" => admin.delete(&at, admin.get(&at).await.ok()["version"].as_i64().unwrap()).await.done(),
            _ => {}
        }
        cases.push(Case { whose, account, contact, order });
    }
    cases
}

/// Tries an action with an account.
async fn tried(app: &TestApp, client: &Client, action: &str, case: &Case) -> Answer {
    let (account, contact) = (path(&case.account, "/accounts"), path(&case.contact, "/contacts"));
    let version = async |path: &str| app.admin().get(path).await.ok()["version"].as_i64().expect("a record has a version");
    let at = |more: Value| {
        let mut body = json!({"account_id": id(&case.account)});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    match action {
        "see" => client.get(&account).await,
        "change" => client.patch(&account, version(&account).await, &json!({"remark": "好"})).await,
        "people" => client.get(&contact).await,
        "edit_people" => client.patch(&contact, version(&contact).await, &json!({"remark": "好"})).await,
        "log" => client.post("/interactions", &at(json!({"channel": "phone"}))).await,
        "comment" => client.post("/comments", &at(json!({"body": "看一下"}))).await,
        "attach" => {
            let about = format!("/attachments?about_kind=account&about_id={}", id(&case.account));
            client.upload(&about, &[], "a.txt", "一份说明".as_bytes()).await
        }
        "orders" => client.get(&path(&case.order, "/orders")).await,
        "order" => client.post("/orders", &at(json!({"ordered_on": app.days_ago(1), "net_minor": 5}))).await,
        "value" => client.get(&format!("{account}/value")).await,
        "file" => client.get(&format!("{account}/file")).await,
        "remove" => client.delete(&account, version(&account).await).await,
        other => panic!("nobody tries to {other}"),
    }
}

/// The names of the accounts that somebody takes out as a file; none when they may not.
async fn exported(app: &TestApp, client: &Client) -> String {
    let asked = client.post("/exports", &json!({"list": "accounts", "format": "csv", "columns": ["name"]})).await;
    if !asked.status.is_success() {
        return String::new();
    }
    let job = app.job(client, &asked.json()).await;
    let place = job["result"]["file"].as_str().unwrap_or_else(|| panic!("no file: {job}"));
    client.get(place.trim_start_matches("/api/v1")).await.text()
}

#[tokio::test]
async fn each_role_does_with_each_record_what_the_matrix_says() {
    let mut matrix = String::new();
    for role in SEEDED_ROLES.iter().filter(|role| role.key != ADMINISTRATOR) {
        let app = TestApp::new().await;
        let region = app.unit("华东大区", "branch", None).await;
        let below = app.unit("合肥组", "team", Some(&region)).await;
        let beside = app.unit("华南大区", "branch", None).await;
        let (client, me) = app.person_in(&[role.key], &region).await;
        let (_, colleague) = app.person_in(&["salesperson"], &region).await;
        let (_, subordinate) = app.person_in(&["salesperson"], &below).await;
        let (_, stranger) = app.person_in(&["salesperson"], &beside).await;
        let cases = cases(&app, &region, me, [colleague, subordinate, stranger]).await;
        let exported = exported(&app, &client).await;
        writeln!(matrix, "{}\n  {:<18}{}", role.key, "account", ACTIONS.join("  ")).expect("text takes text");
        for case in &cases {
            let mut line = format!("  {:<18}", case.whose);
            for action in ACTIONS {
                let works = match action {
                    "export" => exported.contains(&format!("{} account", case.whose)),
                    action => {
                        let answer = tried(&app, &client, action, case).await;
                        assert_ne!(answer.status, 500, "{action} {}: {}", case.whose, answer.text());
                        answer.status.is_success()
                    }
                };
                write!(line, "{:<1$}", if works { "yes" } else { "-" }, action.len() + 2).expect("text takes text");
            }
            writeln!(matrix, "{}", line.trim_end()).expect("text takes text");
        }
    }
    insta::assert_snapshot!(matrix);
}
