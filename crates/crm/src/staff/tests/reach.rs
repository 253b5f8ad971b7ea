//! Roles and scopes: who reaches whose records, and what they may do with them.

use std::fmt::Write;

use axum::http::Method;
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::{
    staff::rules::SEEDED_ROLES,
    testing::{Done, TestApp, escaped, id, names, path},
};

/// `R` reads, `C` changes, `D` removes; `-` where refused, `.` where there is nothing for this caller.
async fn may(client: &Client, place: &str) -> String {
    let read = client.get(place).await.status.as_u16();
    // A stale version: whoever may change is told so, and nothing is changed.
    let change = client.patch(place, 999, &json!({})).await.status.as_u16();
    let remove = client.delete(place, 999).await.status.as_u16();
    let letter = |letter: char, status: u16| match status {
        200 | 412 => letter,
        403 => '-',
        404 => '.',
        other => panic!("{place} answered {other}"),
    };
    [letter('R', read), letter('C', change), letter('D', remove)].iter().collect()
}

#[tokio::test]
async fn each_role_reaches_what_its_scopes_say() {
    let app = TestApp::new().await;
    // 华东 › 合肥组, 芜湖组; 华北 › 天津组. The caller sits in 合肥组, a manager in 华东.
    let east = app.unit("华东", "branch", None).await;
    let hefei = app.unit("合肥组", "team", Some(&east)).await;
    let wuhu = app.unit("芜湖组", "team", Some(&east)).await;
    let tianjin = app.unit("天津组", "team", Some(&app.unit("华北", "branch", None).await)).await;
    let (_, mate) = app.person_in(&["salesperson"], &hefei).await;
    let (_, near) = app.person_in(&["salesperson"], &wuhu).await;
    let (_, far) = app.person_in(&["salesperson"], &tianjin).await;
    let mut table = String::new();
    for role in SEEDED_ROLES.iter().map(|role| role.key) {
        let (caller, me) = app.person_in(&[role], if role == "manager" { &east } else { &hefei }).await;
        let mut cells = Vec::new();
        for owner in [Some(me), Some(mate), Some(near), Some(far), None] {
            let account = app.account_of(owner).await;
            let contact =
                app.admin().post("/contacts", &json!({"name": "王", "owner_id": owner, "accounts": [{"account_id": account}]})).await.ok();
            cells.push(format!(
                "{} {}",
                may(&caller, &format!("/accounts/{account}")).await,
                may(&caller, &path(&contact, "/contacts")).await
            ));
        }
        let create = |place: &'static str, body: Value| {
            let caller = caller.clone();
            async move { if caller.post(place, &body).await.status == 403 { '-' } else { '+' } }
        };
        let creates: String = [
            create("/accounts", json!({"name": ""})).await,
            create("/contacts", json!({"name": ""})).await,
            create("/interactions", json!({"account_id": me, "channel": "phone"})).await,
            create("/orders", json!({"account_id": me, "ordered_on": "2026-01-01"})).await,
            create("/tasks", json!({"subject": "", "due_on": "2026-01-01"})).await,
            create("/exports", json!({"list": "accounts", "format": "csv", "filter": {"field": "name", "op": "eq", "value": "x"}})).await,
        ]
        .iter()
        .collect();
        writeln!(table, "{role:16} {} | {creates}", cells.join(" | ")).unwrap();
    }
    //                own account, contact; of the team; of the unit; of others; of nobody | creates account, contact, interaction, order, task, export
    let want = "\
administrator    RCD RCD | RCD RCD | RCD RCD | RCD RCD | RCD RCD | ++++++
manager          RCD RCD | RCD RCD | RCD RCD | ... ... | ... ... | ++++++
salesperson      RC- RC- | ... ... | ... ... | ... ... | ... ... | ++++++
customer_manager RC- RC- | RC- RC- | ... ... | ... ... | ... ... | ++++++
service_agent    R-- RC- | R-- RC- | R-- RC- | R-- RC- | R-- RC- | -++-+-
call_agent       R-- R-- | R-- R-- | R-- R-- | R-- R-- | R-- R-- | --+-+-
branch_staff     R-- RC- | R-- RC- | ... ... | ... ... | ... ... | -++-+-
marketer         R-- R-- | R-- R-- | R-- R-- | R-- R-- | R-- R-- | ----+-
inspector        R-- R-- | R-- R-- | R-- R-- | R-- R-- | R-- R-- | ----+-
credit_clerk     R-- ... | R-- ... | R-- ... | R-- ... | R-- ... | ---++-
";
    assert_eq!(table, want, "\n{table}");
}

#[tokio::test]
async fn a_scope_is_the_same_in_lists_counts_sums_search_and_bulk() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (chen, chen_id) = app.person("salesperson", "一组").await;
    let (lead, _) = app.person("customer_manager", "一组").await;
    let (_, li_id) = app.person("salesperson", "一组").await;
    for (owner, how_many) in [(Some(chen_id), 3), (Some(li_id), 2), (None, 5)] {
        for n in 0..how_many {
            let account = app.account_of(owner).await;
            admin.post("/orders", &json!({"account_id": account, "ordered_on": app.days_ago(n), "net_minor": 100})).await.done();
        }
    }
    for (client, want) in [(&chen, 3), (&lead, 5), (&admin, 10)] {
        let page = client.get("/accounts?count=exact&sums=net_sales").await.ok();
        assert_eq!(
            (names(&page).len(), &page["count"]["value"], &page["sums"]["net_sales"]["minor"]),
            (want, &json!(want), &json!(100 * want))
        );
        assert_eq!(client.get(&format!("/accounts?q={}&count=exact", escaped("客户"))).await.ok()["count"]["value"], want);
        assert_eq!(client.get(&format!("/search?q={}&limit=50", escaped("客户"))).await.ok()["hits"].as_array().unwrap().len(), want);
        assert_eq!(client.get("/orders?count=exact").await.ok()["count"]["value"], want);
        let bulk = json!({"filter": {"all": []}, "action": "change", "change": {"add_tags": ["x"]}});
        let queued = client.post("/accounts/bulk", &bulk).await.ok();
        assert_eq!(app.job(client, &queued).await["result"]["changed"], want);
    }
}

#[tokio::test]
async fn a_manager_sees_the_units_below_and_no_others() {
    let app = TestApp::new().await;
    let east = app.unit("华东", "branch", None).await;
    let hefei = app.unit("合肥组", "team", Some(&east)).await;
    let west = app.unit("华西", "branch", None).await;
    let (manager, _) = app.person_in(&["manager"], &east).await;
    let (_, below) = app.person_in(&["salesperson"], &hefei).await;
    let (_, elsewhere) = app.person_in(&["salesperson"], &west).await;
    let (seen, hidden) = (app.accounts_of(below, 2).await, app.accounts_of(elsewhere, 2).await);
    assert_eq!(manager.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    manager.get(&format!("/accounts/{}", seen[0])).await.done();
    assert_eq!(manager.get(&format!("/accounts/{}", hidden[0])).await.problem().0, 404);
    // The person without a unit reaches with a unit's scope only what is their own.
    let (alone, alone_id) = app.person_in(&["manager"], &Value::Null).await;
    app.accounts_of(alone_id, 1).await;
    assert_eq!(alone.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
}

#[tokio::test]
async fn nobody_changes_the_audit_and_few_read_it() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let audit = app.admin().get("/audit").await.ok();
    let entry = format!("/audit/{}", id(&audit["items"][0]));
    for method in [Method::PATCH, Method::DELETE, Method::PUT, Method::POST] {
        let status = app.admin().send(method, &entry, Some(&json!({}))).await.status.as_u16();
        assert!(matches!(status, 404 | 405), "{status}");
    }
    for (role, status) in [("inspector", 200), ("manager", 403), ("salesperson", 403), ("service_agent", 403), ("credit_clerk", 403)] {
        let (client, _) = app.person(role, "一组").await;
        assert_eq!(client.get(&format!("/audit?record_id={}", id(&account))).await.status, status, "{role}");
    }
}
