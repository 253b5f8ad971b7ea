//! The matrix of roles, kinds of record and actions: how far each right reaches, asked through HTTP and not read off
//! the list of grants.

use std::fmt::Write;

use guanxi_kernel::{clock::NEVER, event::Event, testkit::Client};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    interactions::{
        commands::{NewRow, insert_many},
        tables::interaction,
    },
    staff::rules::{ADMINISTRATOR, SEEDED_ROLES},
    testing::TestApp,
};

/// Whose records are tried, from the nearest on: a scope that reaches one of them reaches those before it.
const WHOSE: [&str; 4] = ["own", "team", "unit", "all"];
const KINDS: [&str; 5] = ["account", "contact", "interaction", "task", "order"];

/// The records of one person of [`WHOSE`], in the order of [`KINDS`].
struct Records([Uuid; 5]);

async fn records_of(app: &TestApp, owner: Uuid) -> Records {
    let admin = app.admin();
    let made = async |path: &str, body: Value| -> Uuid {
        admin.post(path, &body).await.ok()["id"].as_str().and_then(|id| id.parse().ok()).expect("a record has an id")
    };
    let account = made("/accounts?duplicates=allow", json!({"name": "金源烟酒店", "owner_id": owner})).await;
    let contact = made("/contacts", json!({"name": "王金源", "owner_id": owner, "accounts": [{"account_id": account}]})).await;
    let order = made("/orders", json!({"account_id": account, "ordered_on": app.days_ago(3), "net_minor": 100})).await;
    let task = json!({"subject": "回访", "due_on": app.days_ago(-3), "assignee_id": owner, "account_id": account});
    Records([account, contact, call_by(app, account, owner).await, made("/tasks", task).await, order])
}

/// A call that this person has made, whether or not the role of the person may log one now.
async fn call_by(app: &TestApp, account: Uuid, user: Uuid) -> Uuid {
    let id = Uuid::now_v7();
    let row = interaction::ActiveModel {
        id: Set(id),
        account_id: Set(account),
        contact_id: Set(None),
        user_id: Set(Some(user)),
        channel: Set("phone".to_owned()),
        direction: Set("out".to_owned()),
        two_way: Set(true),
        purposes: Set(json!(["deal"])),
        at: Set(app.app.db().clock().now()),
        minutes: Set(5),
        body: Set(None),
        outcome: Set(Some("reached".to_owned())),
        promise_text: Set(None),
        promise_due_on: Set(NEVER),
        promise_state: Set(None),
        episode_id: Set(None),
        promise_settled_at: Set(None),
        next_step_text: Set(None),
        next_step_on: Set(NEVER),
        task_id: Set(None),
        visit: Set(None),
        ..Default::default()
    };
    let actor = app.system().await;
    let mut tx = app.app.db().write(&actor).await.expect("a transaction begins");
    insert_many(&mut tx, vec![NewRow::Interaction(Box::new(row))]).await.expect("the call is new");
    let done = tx.record(Event::new("interaction.seeded", "interaction", id), ());
    tx.commit(done).await.expect("the transaction commits");
    id
}

/// How far a right reaches: the farthest person with whose record it works. It must work with all nearer ones.
fn reach(works: [bool; 4], what: &str) -> &'static str {
    let farthest = works.iter().rposition(|works| *works);
    assert!(farthest.is_none_or(|farthest| works[..farthest].iter().all(|works| *works)), "{what} leaves out somebody near: {works:?}");
    farthest.map_or("-", |farthest| WHOSE[farthest])
}

/// How far the right to make a record reaches: of one that belongs to an account, at whose accounts.
async fn creates(client: &Client, place: usize, everybodys: &[Records; 4], new: &Value) -> &'static str {
    let (path, mut works) = (format!("/{}s", KINDS[place]), [false; 4]);
    if !matches!(KINDS[place], "interaction" | "order") {
        return if client.post(&path, new).await.status.is_success() { "yes" } else { "-" };
    }
    for (n, records) in everybodys.iter().enumerate() {
        let mut new = new.clone();
        new["account_id"] = json!(records.0[0]);
        works[n] = client.post(&path, &new).await.status.is_success();
    }
    reach(works, &format!("create {path}"))
}

async fn row(app: &TestApp, client: &Client, place: usize, everybodys: &[Records; 4], new: &Value) -> String {
    let (kind, admin) = (KINDS[place], app.admin());
    let (mut read, mut change, mut remove) = ([false; 4], [false; 4], [false; 4]);
    for (n, records) in everybodys.iter().enumerate() {
        let path = format!("/{kind}s/{}", records.0[place]);
        let version = admin.get(&path).await.ok()["version"].as_i64().expect("a record has a version");
        read[n] = client.get(&path).await.status.is_success();
        change[n] = client.patch(&path, version, &json!({})).await.status.is_success();
        remove[n] = client.delete(&path, version).await.status.is_success();
    }
    let create = creates(client, place, everybodys, new).await;
    let export = client.post("/exports", &json!({"list": format!("{kind}s"), "format": "csv"})).await.status.is_success();
    let of = |works, action: &str| reach(works, &format!("{action} {kind}"));
    format!(
        "{kind:<12}{:<6}{:<8}{:<8}{:<8}{}",
        of(read, "read"),
        create,
        of(change, "change"),
        of(remove, "remove"),
        if export { "yes" } else { "-" }
    )
}

/// How far it is seen what accounts are worth: on the account, and as a column of the list.
async fn value_row(client: &Client, everybodys: &[Records; 4]) -> String {
    let mut read = [false; 4];
    for (n, records) in everybodys.iter().enumerate() {
        read[n] = client.get(&format!("/accounts/{}/value", records.0[0])).await.status.is_success();
    }
    let listed = client.get("/accounts?columns=name,customer_value").await.status.is_success();
    let filtered =
        client.get("/accounts?filter=%7B%22field%22%3A%22pyramid%22%2C%22op%22%3A%22in%22%2C%22value%22%3A%5B%22vip%22%5D%7D").await;
    assert_eq!(listed, filtered.status.is_success(), "a filter tells as much as a column");
    let fields = client.get("/lists/accounts").await.ok();
    let is_named = fields["fields"].as_array().is_some_and(|fields| fields.iter().any(|field| field["key"] == "customer_value"));
    assert_eq!(listed, is_named, "the list names the fields that may be asked for");
    format!("value       {:<6}{}", reach(read, "value"), if listed { "and listed" } else { "and not listed" })
}

/// How far it is seen what accounts have paid: on the account, and in the list and the table that crosses two of its fields.
async fn paid_row(client: &Client, everybodys: &[Records; 4]) -> String {
    let mut read = [false; 4];
    for (n, records) in everybodys.iter().enumerate() {
        read[n] = client.get(&format!("/accounts/{}", records.0[0])).await.json()["net_sales_12m"].is_object();
    }
    let own = client.get("/accounts").await.ok();
    let listed = own["items"][0].get("net_sales").is_some();
    let large = "%7B%22field%22%3A%22net_sales%22%2C%22op%22%3A%22gt%22%2C%22value%22%3A0%7D";
    for asked in ["columns=net_sales_12m", "columns=name&sort=-net_sales", "columns=name&sums=net_sales", &format!("filter={large}")] {
        let answer = client.get(&format!("/accounts?{asked}")).await;
        assert_eq!(listed, answer.status.is_success(), "{asked} tells as much as the columns of the list");
    }
    let list = client.get("/lists/accounts").await.ok();
    let named = |of: &str| list[of].as_array().is_some_and(|keys| keys.iter().any(|key| key == "net_sales" || key["key"] == "net_sales"));
    assert_eq!([listed, listed], ["fields", "default_columns"].map(named), "the list names what may be asked for");
    let crossed = client.get("/accounts/cross?rows=history&columns=volume").await.ok();
    assert_eq!(listed, crossed["cells"][0]["net_sales_12m"].is_object(), "{crossed}");
    format!("paid        {:<6}{}", reach(read, "paid"), if listed { "and listed" } else { "and not listed" })
}

/// What a role may see and do of what belongs to no single person.
async fn common(app: &TestApp, client: &Client) -> String {
    let (mut sees, mut may) = (Vec::new(), Vec::new());
    for (what, path) in
        [("users", "/users"), ("units", "/org-units"), ("roles", "/roles"), ("audit", "/audit"), ("what all are worth", "/value/report")]
    {
        let answer = client.get(path).await;
        let shown = answer.json();
        // A report is no list, and is seen or is not.
        let items = shown.get("items").unwrap_or(&shown).as_array().map_or(2, Vec::len);
        sees.extend((answer.status.is_success() && items > 1).then_some(what));
    }
    let role = app.admin().get("/roles").await.ok()[0]["id"].clone();
    let invitation = json!({"name": "新同事", "email": "new@example.com", "roles": [role]});
    let file = "客户名称,日期,金额\n华夏商行,2026-01-05,100\n".as_bytes();
    for (what, answer) in [
        ("import accounts", client.upload("/imports", &[("kind", "accounts")], "a.csv", file).await),
        ("import orders", client.upload("/imports", &[("kind", "orders")], "a.csv", file).await),
        ("invite", client.post("/invitations", &invitation).await),
        ("set parameters", client.put("/parameters/customers.new_days", &json!({"value": 30})).await),
    ] {
        may.extend(answer.status.is_success().then_some(what));
    }
    format!("sees {}; may {}", sees.join(", "), if may.is_empty() { "no more".to_owned() } else { may.join(", ") })
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "most of it is the matrix")]
async fn the_rights_of_the_seeded_roles_reach_as_far_as_the_matrix_says() {
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
        let mut everybodys = Vec::new();
        for owner in [me, colleague, subordinate, stranger] {
            everybodys.push(records_of(&app, owner).await);
        }
        let Ok(everybodys) = <[Records; 4]>::try_from(everybodys) else { unreachable!("there are four of them") };
        writeln!(matrix, "{}\n  kind        read  create  change  remove  export", role.key).expect("text takes text");
        writeln!(matrix, "  {}", value_row(&client, &everybodys).await).expect("text takes text");
        writeln!(matrix, "  {}", paid_row(&client, &everybodys).await).expect("text takes text");
        // What hangs on an account is removed before the account.
        for (kind, new) in [
            ("interaction", json!({"channel": "phone"})),
            ("task", json!({"subject": "送货", "due_on": app.days_ago(-1)})),
            ("order", json!({"ordered_on": app.days_ago(1), "net_minor": 5})),
            ("contact", json!({"name": "李芳"})),
            ("account", json!({"name": "永兴商行"})),
        ] {
            let place = KINDS.iter().position(|known| *known == kind).expect("it is one of the kinds");
            writeln!(matrix, "  {}", row(&app, &client, place, &everybodys, &new).await).expect("text takes text");
        }
        writeln!(matrix, "  {}", common(&app, &client).await).expect("text takes text");
    }
    insta::assert_snapshot!(matrix, @r"
    manager
      kind        read  create  change  remove  export
      value       unit  and listed
      paid        unit  and listed
      interaction unit  unit    unit    unit    yes
      task        unit  yes     unit    unit    yes
      order       unit  unit    -       unit    yes
      contact     unit  yes     unit    unit    yes
      account     unit  yes     unit    unit    yes
      sees users, units, roles; may import accounts, import orders
    salesperson
      kind        read  create  change  remove  export
      value       own   and listed
      paid        own   and listed
      interaction own   own     own     own     -
      task        team  yes     own     own     -
      order       own   own     -       -       -
      contact     own   yes     own     -       yes
      account     own   yes     own     -       yes
      sees users; may no more
    customer_manager
      kind        read  create  change  remove  export
      value       team  and listed
      paid        team  and listed
      interaction team  team    team    team    -
      task        team  yes     team    team    -
      order       team  team    -       -       -
      contact     team  yes     team    -       yes
      account     team  yes     team    -       yes
      sees users, units; may no more
    service_agent
      kind        read  create  change  remove  export
      value       -     and not listed
      paid        -     and not listed
      interaction all   all     all     -       -
      task        all   yes     own     own     -
      order       -     -       -       -       -
      contact     all   yes     all     -       -
      account     all   -       -       -       -
      sees users; may no more
    call_agent
      kind        read  create  change  remove  export
      value       -     and not listed
      paid        -     and not listed
      interaction all   all     own     -       -
      task        all   yes     own     own     -
      order       -     -       -       -       -
      contact     all   -       -       -       -
      account     all   -       -       -       -
      sees users; may no more
    branch_staff
      kind        read  create  change  remove  export
      value       -     and not listed
      paid        unit  and listed
      interaction unit  unit    unit    -       -
      task        unit  yes     own     own     -
      order       unit  -       -       -       -
      contact     unit  yes     unit    -       -
      account     unit  -       -       -       -
      sees users; may no more
    marketer
      kind        read  create  change  remove  export
      value       -     and not listed
      paid        -     and not listed
      interaction -     -       -       -       -
      task        all   yes     own     own     -
      order       -     -       -       -       -
      contact     all   -       -       -       -
      account     all   -       -       -       -
      sees users; may no more
    inspector
      kind        read  create  change  remove  export
      value       all   and listed
      paid        all   and listed
      interaction all   -       -       -       -
      task        all   yes     own     own     -
      order       all   -       -       -       -
      contact     all   -       -       -       -
      account     all   -       -       -       -
      sees users, units, roles, audit, what all are worth; may no more
    credit_clerk
      kind        read  create  change  remove  export
      value       all   and listed
      paid        all   and listed
      interaction -     -       -       -       -
      task        all   yes     own     own     -
      order       all   all     -       all     yes
      contact     -     -       -       -       -
      account     all   -       -       -       -
      sees users, what all are worth; may import orders
    ");
}

/// Whoever rings may be anybody's customer; who wrote it down corrects it.
#[tokio::test]
async fn a_call_agent_logs_and_corrects_calls_with_anybodys_customers() {
    let app = TestApp::new().await;
    let (agent, _) = app.person("call_agent", "坐席").await;
    let (_, stranger) = app.person("salesperson", "一组").await;
    let account = app.account_of(Some(stranger)).await;
    let call = agent.post("/interactions", &json!({"account_id": account, "channel": "phone", "body": "问货"})).await.ok();
    let path = format!("/interactions/{}", call["id"].as_str().expect("it has an id"));
    let corrected = agent.patch(&path, 1, &json!({"body": "问到货的日子"})).await.ok();
    assert_eq!(corrected["body"], "问到货的日子");
    let theirs = call_by(&app, account, stranger).await;
    assert_eq!(agent.patch(&format!("/interactions/{theirs}"), 1, &json!({"body": "不是我写的"})).await.status, 403);
}

/// Who sees everything by one role and changes only its own by another changes no more than its own by any door.
#[tokio::test]
async fn who_sees_all_and_changes_its_own_changes_no_more_than_its_own() {
    let app = TestApp::new().await;
    let team = app.unit("一组", "team", None).await;
    let (client, me) = app.person_in(&["inspector", "salesperson"], &team).await;
    let (_, stranger) = app.person("salesperson", "二组").await;
    let contact_at = async |account: Uuid| {
        let body = json!({"name": "王芳", "accounts": [{"account_id": account}]});
        app.admin().post("/contacts", &body).await.ok()["id"].clone()
    };
    for (owner, allowed) in [(me, true), (stranger, false)] {
        let (one, two) = (app.account_of(Some(owner)).await, app.account_of(Some(owner)).await);
        let relation = json!({"to_id": two, "kind": "supplies"});
        let relation = app.admin().post(&format!("/accounts/{one}/relations"), &relation).await.ok()["id"].clone();
        let relation = format!("/account-relations/{}", relation.as_str().expect("it has an id"));
        let first = json!({"contact_id": contact_at(one).await});
        for (what, answer) in [
            ("a change of the account", client.patch(&format!("/accounts/{one}"), 1, &json!({"remark": "好"})).await),
            ("whom to call first", client.put(&format!("/accounts/{one}/first-to-call"), &first).await),
            ("a call", client.post("/interactions", &json!({"account_id": one, "channel": "phone"})).await),
            ("a matter", client.post("/episodes", &json!({"account_id": one, "name": "中秋订货"})).await),
            ("a comment", client.post("/comments", &json!({"account_id": one, "body": "看一下"})).await),
            ("parting two accounts", client.delete(&relation, 1).await),
        ] {
            assert_eq!(answer.status.is_success(), allowed, "{what}: {}", answer.text());
            assert!(allowed || answer.status.is_client_error(), "{what}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_manager_at_the_top_sees_the_whole_company() {
    let app = TestApp::new().await;
    let top = app.admin().get("/org-units").await.ok();
    let root = top.as_array().unwrap_or(&Vec::new()).iter().find(|unit| unit["parent"].is_null()).cloned().expect("there is a top");
    let (boss, _) = app.person_in(&["manager"], &root).await;
    let nobodys = app.admin().post("/accounts", &json!({"name": "无主客户"})).await.ok();
    assert!(boss.get(&format!("/accounts/{}", nobodys["id"].as_str().unwrap_or_default())).await.status.is_success());
    assert!(boss.get("/value/report").await.status.is_success());
    let (both, _) = app.person_in(&["marketer", "salesperson"], &root).await;
    assert_eq!(both.get("/accounts?columns=customer_value").await.status, 403, "the list shows accounts whose value is not shown");
    assert_eq!(both.get("/value/portfolio?view=bcg").await.status, 403);
}
