//! F58: who works with an account besides its owner, and what they see and do.

use guanxi_kernel::{
    db::{Reader, Record},
    event::Heard,
    job::{NewJob, queue},
    testkit::Client,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    TransactionTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    customers::tables::{Account, account},
    testing::{Done, NewAccount, TestApp, all_pages, escaped, id, names, path, version},
};

/// Shares an account, as its owner or an administrator.
async fn share(by: &Client, account: Uuid, with: Value) -> Value {
    by.post(&format!("/accounts/{account}/team"), &with).await.ok()
}

fn looks(user: Uuid) -> Value {
    json!({"user_id": user, "role": "technical"})
}

fn changes(user: Uuid) -> Value {
    json!({"user_id": user, "role": "sales", "may_change": true})
}

async fn hits(client: &Client, q: &str, kind: &str) -> usize {
    client.get(&format!("/search?q={}&kinds={kind}", escaped(q))).await.ok()["hits"].as_array().expect("there are hits").len()
}

#[tokio::test]
async fn f58_the_team_sees_an_account_and_what_stands_under_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (owner, owner_id) = app.rep().await;
    let (mate, mate_id) = app.person("salesperson", "二组").await;
    let shop = owner.post("/accounts", &json!({"name": "金源烟酒店"})).await.ok();
    let account: Uuid = id(&shop).parse().unwrap();
    let contact = json!({"name": "单若云", "mobile": "13800138765", "accounts": [{"account_id": account}]});
    let contact = path(&owner.post("/contacts", &contact).await.ok(), "/contacts");
    let order = json!({"account_id": account, "ordered_on": app.days_ago(3), "net_minor": 12_300});
    let order = path(&owner.post("/orders", &order).await.ok(), "/orders");
    let call = json!({"account_id": account, "channel": "phone", "body": "问货"});
    let call = path(&owner.post("/interactions", &call).await.ok(), "/interactions");
    let file = owner.upload(&format!("/attachments?about_kind=account&about_id={account}"), &[], "合同.txt", b"x").await.ok();
    let under = [
        format!("/accounts/{account}"),
        format!("/accounts/{account}/timeline"),
        format!("/accounts/{account}/contacts"),
        format!("/accounts/{account}/team"),
        format!("/attachments?about_kind=account&about_id={account}"),
        contact.clone(),
        order,
        call,
        path(&file, "/attachments"),
    ];
    app.run_jobs().await;
    let seen = async || {
        let mut seen = 0;
        for path in &under {
            seen += usize::from(mate.get(path).await.status == 200);
        }
        for list in ["accounts", "contacts", "orders", "interactions"] {
            let page = mate.get(&format!("/{list}?count=exact")).await.ok();
            assert_eq!(page["count"]["value"], json!(page["items"].as_array().unwrap().len()), "{list}");
            seen += page["items"].as_array().unwrap().len();
        }
        (seen, hits(&mate, "金源", "account").await, hits(&mate, "danruoyun", "contact").await + hits(&mate, "8765", "contact").await)
    };
    assert_eq!(seen().await, (0, 0, 0));

    let member = share(&owner, account, looks(mate_id)).await;
    app.run_jobs().await;
    assert_eq!(seen().await, (under.len() + 4, 1, 2), "what stands under it, the lists, and by words");
    let account_seen = mate.get(&under[0]).await.ok();
    let may = |account: &Value| [account["may_change"].clone(), account["may_remove"].clone()];
    assert_eq!(may(&account_seen), [false, false], "and its page offers nothing that would be refused");
    assert_eq!(account_seen["net_sales"]["minor"], 12_300, "what it has paid, which its orders tell anyway");
    assert_eq!(names(&mate.get(&format!("/accounts?q={}", escaped("jyyjd"))).await.ok()), ["金源烟酒店"]);
    let told = mate.get("/notifications").await.ok();
    assert_eq!((&told["items"][0]["name"], &told["items"][0]["data"]["account"]), (&json!("account_shared"), &json!("金源烟酒店")));
    // Looking is not changing.
    for (what, answer) in [
        ("the account", mate.patch(&under[0], version(&account_seen), &json!({"remark": "好"})).await),
        ("a contact", mate.patch(&contact, 1, &json!({"remark": "店长"})).await),
        ("a file", mate.upload(&format!("/attachments?about_kind=account&about_id={account}"), &[], "x.txt", b"x").await),
        ("the trash", mate.delete(&under[0], version(&account_seen)).await),
        ("sharing it", mate.post(&format!("/accounts/{account}/team"), &looks(owner_id)).await),
    ] {
        assert_eq!(answer.status, 403, "{what}: {}", answer.text());
    }
    let bulk = json!({"filter": {"all": []}, "action": "change", "change": {"add_tags": ["x"]}});
    let queued = mate.post("/accounts/bulk", &bulk).await.ok();
    assert_eq!(app.job(&mate, &queued).await["result"]["changed"], 0);

    let of_member = path(&member, "/account-team");
    owner.patch(&of_member, version(&member), &json!({"may_change": true, "role": "sales"})).await.done();
    assert_eq!(may(&mate.get(&under[0]).await.ok()), [true, false]);
    mate.patch(&under[0], version(&account_seen), &json!({"remark": "好"})).await.done();
    mate.patch(&contact, 1, &json!({"remark": "好"})).await.done();
    mate.post("/orders", &json!({"account_id": account, "ordered_on": app.days_ago(1), "net_minor": 100})).await.done();
    let queued = mate.post("/accounts/bulk", &bulk).await.ok();
    assert_eq!(app.job(&mate, &queued).await["result"]["changed"], 1);
    // It is still the owner's: nobody takes it, gives it away, throws it away or says who else sees it.
    let now = version(&mate.get(&under[0]).await.ok());
    let taken = mate.patch(&under[0], now, &json!({"owner_id": mate_id})).await.wrong_fields();
    assert_eq!(taken[0], ("/owner_id".to_owned(), "not_yours_to_give".to_owned()));
    let take_all = json!({"filter": {"all": []}, "action": "change", "change": {"owner_id": mate_id}});
    let queued = mate.post("/accounts/bulk", &take_all).await.ok();
    assert_eq!(app.job(&mate, &queued).await["result"]["changed"], 0);
    assert_eq!(mate.delete(&under[0], now).await.status, 403);
    assert_eq!(mate.post(&format!("/accounts/{account}/team"), &looks(owner_id)).await.status, 403);
    let pool = admin.post("/pools", &json!({"name": "公海"})).await.ok();
    let back = mate.post(&format!("/accounts/{account}/give-back"), &json!({"pool_id": id(&pool), "why": "other"})).await;
    assert_eq!(back.status, 403, "{}", back.text());

    // Sharing it no more takes all of it away.
    owner.delete(&of_member, 2).await.done();
    app.run_jobs().await;
    assert_eq!(seen().await, (0, 0, 0));
    assert_eq!(mate.delete(&of_member, 2).await.status, 404);
    let told = owner.get(&format!("/accounts/{account}/timeline")).await.ok();
    let told: Vec<&Value> =
        told["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "event").map(|item| &item["data"]).collect();
    assert_eq!((&told[0]["name"], &told[0]["with"]["id"]), (&json!("account.unshared"), &json!(mate_id)));
    assert_eq!((&told[1]["name"], &told[1]["with"]["id"]), (&json!("account.shared"), &json!(mate_id)));
}

#[tokio::test]
async fn f58_shared_with_a_unit_until_a_day_it_is_seen_by_all_below_it_until_that_day() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let east = app.unit("华东", "branch", None).await;
    let hefei = app.unit("合肥组", "team", Some(&east)).await;
    let west = app.unit("华西", "branch", None).await;
    let (below, below_id) = app.person_in(&["salesperson"], &hefei).await;
    let (at, _) = app.person_in(&["salesperson"], &east).await;
    let (elsewhere, _) = app.person_in(&["salesperson"], &west).await;
    let account = app.account_of(None).await;
    let contact = json!({"name": "王芳", "accounts": [{"account_id": account}]});
    admin.post("/contacts", &contact).await.done();
    let until = json!({"org_unit_id": id(&east), "until": app.days_ago(-1)});
    share(&admin, account, until).await;
    app.run_jobs().await;
    for (client, sees) in [(&below, 1), (&at, 1), (&elsewhere, 0)] {
        assert_eq!(client.get("/accounts?count=exact").await.ok()["count"]["value"], sees);
        assert_eq!(client.get("/contacts?count=exact").await.ok()["count"]["value"], sees);
        assert_eq!(hits(client, "客户", "account").await, sees);
        assert_eq!(hits(client, "wangfang", "contact").await, sees);
    }
    let team = below.get(&format!("/accounts/{account}/team")).await.ok();
    assert_eq!((&team["items"][0]["org_unit"]["name"], &team["may_share"]), (&json!("华东"), &json!(false)));
    let why = admin.get(&format!("/users/{below_id}/rights/account/{account}")).await.ok();
    let read = why["actions"].as_array().unwrap().iter().find(|each| each["action"] == "read").unwrap().clone();
    assert_eq!((&read["allowed"], &read["by"][0]["because"]), (&json!(true), &json!("shared_with_unit")));
    // On the last day still, on the day after no more, before anything has run in the night.
    app.travel(chrono::Duration::days(1));
    assert_eq!(below.get(&format!("/accounts/{account}")).await.status, 200);
    app.travel(chrono::Duration::days(1));
    assert_eq!(below.get(&format!("/accounts/{account}")).await.status, 404);
    assert_eq!(below.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
    assert_eq!(hits(&below, "客户", "account").await, 0);
    assert_eq!(admin.get(&format!("/accounts/{account}/team")).await.ok()["items"], json!([]));
    queue(app.app.db(), app.workspace, &NewJob::new("accounts.end_shares", Value::Null)).await.unwrap();
    app.run_jobs().await;
    let ended = admin.get("/audit?name=account.unshared").await.ok();
    assert_eq!((ended["items"].as_array().unwrap().len(), &ended["items"][0]["data"]["why"]), (1, &json!("over")));
}

#[tokio::test]
async fn f58_who_owns_an_account_or_leads_its_owner_says_who_works_with_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (owner, owner_id) = app.rep().await;
    let (manager, _) = app.person("manager", "一组").await;
    let (mate, mate_id) = app.person("salesperson", "二组").await;
    let (agent, agent_id) = app.person("service_agent", "客服").await;
    let (_, gone_id) = app.rep().await;
    admin.post(&format!("/users/{gone_id}/deactivate"), &json!({"successor_id": owner_id})).await.done();
    let account = app.account_of(Some(owner_id)).await;
    let team = format!("/accounts/{account}/team");
    assert_eq!(mate.post(&team, &looks(mate_id)).await.status, 404);
    assert_eq!(agent.post(&team, &looks(agent_id)).await.status, 403, "it sees all accounts and changes none");
    share(&manager, account, changes(mate_id)).await;
    for (body, wrong) in [
        (json!({}), "/user_id"),
        (json!({"user_id": agent_id, "org_unit_id": agent_id, "role": "sales"}), "/user_id"),
        (looks(owner_id), "/user_id"),
        (looks(gone_id), "/user_id"),
        (json!({"org_unit_id": agent_id}), "/org_unit_id"),
        (json!({"user_id": agent_id}), "/role"),
        (json!({"user_id": agent_id, "role": "king"}), "/role"),
        (json!({"user_id": agent_id, "role": "sales", "until": app.days_ago(1)}), "/until"),
    ] {
        assert_eq!(owner.post(&team, &body).await.wrong_fields()[0].0, wrong, "{body}");
    }
    // Two at the same moment make one.
    let agents = looks(agent_id);
    let (one, two) = tokio::join!(owner.post(&team, &agents), manager.post(&team, &agents));
    let mut both = [one.status.as_u16(), two.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [201, 409]);
    // A membership gives reach, and no right: what the role does not let somebody do stays undone.
    let member = owner.get(&team).await.ok();
    assert_eq!(member["items"].as_array().unwrap().iter().map(|item| item["role"].clone()).collect::<Vec<_>>(), ["sales", "technical"]);
    owner.patch(&path(&member["items"][1], "/account-team"), 1, &json!({"may_change": true})).await.done();
    assert_eq!(agent.patch(&format!("/accounts/{account}"), 1, &json!({"remark": "x"})).await.status, 403);
    // No more than so many.
    admin.put("/parameters/customers.most_shared", &json!({"value": 1})).await.done();
    let second = app.account_of(Some(owner_id)).await;
    assert_eq!(owner.post(&format!("/accounts/{second}/team"), &looks(mate_id)).await.problem(), (409, "shared_enough".to_owned()));
    // In the trash nothing is shared.
    admin.delete(&format!("/accounts/{account}"), 1).await.done();
    assert_eq!(admin.post(&team, &looks(mate_id)).await.status, 409);
    assert_eq!(admin.get(&team).await.ok()["may_share"], false);
}

#[tokio::test]
async fn f58_why_somebody_sees_and_may_change_an_account_is_told() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (owner, owner_id) = app.rep().await;
    let (_, mate_id) = app.person("salesperson", "二组").await;
    let account = app.account_of(Some(owner_id)).await;
    let contact = admin.post("/contacts", &json!({"name": "王芳", "accounts": [{"account_id": account}]})).await.ok();
    let why = async |kind: &str, record: &str| {
        let why = admin.get(&format!("/users/{mate_id}/rights/{kind}/{record}")).await.ok();
        let of = |action: &str| {
            let all = why["actions"].as_array().unwrap();
            let found = all.iter().find(|each| each["action"] == action).unwrap();
            found["by"][0]["because"].as_str().filter(|_| found["allowed"] == true).unwrap_or("-").to_owned()
        };
        ["read", "change", "remove"].map(of)
    };
    let account_text = account.to_string();
    assert_eq!(why("account", &account_text).await, ["-", "-", "-"]);
    let member = share(&owner, account, looks(mate_id)).await;
    assert_eq!(why("account", &account_text).await, ["shared", "-", "-"]);
    assert_eq!(why("contact", id(&contact)).await, ["through_account", "-", "-"]);
    owner.patch(&path(&member, "/account-team"), 1, &json!({"may_change": true})).await.done();
    assert_eq!(why("account", &account_text).await, ["shared", "shared", "-"]);
    assert_eq!(why("contact", id(&contact)).await[..2], ["through_account", "through_account"]);
}

#[tokio::test]
async fn f58_those_hear_of_an_account_and_its_people_who_see_them() {
    let app = TestApp::new().await;
    let (owner, owner_id) = app.rep().await;
    let (mate, mate_id) = app.person("salesperson", "二组").await;
    let (second, shared) = (app.account_of(Some(owner_id)).await, app.account_of(Some(owner_id)).await);
    share(&owner, shared, looks(mate_id)).await;
    let live = app.app.db().live().clone();
    for (places, hears) in [(vec![second], false), (vec![shared], true), (vec![second, shared], true)] {
        let mut heard = live.listen();
        let places: Vec<Value> = places.iter().map(|account| json!({"account_id": account})).collect();
        let contact = owner.post("/contacts?duplicates=allow", &json!({"name": "王芳", "accounts": places})).await.ok();
        let actor = app.app.actor_for_job(app.workspace, Some(mate_id), Uuid::now_v7()).await.unwrap();
        let mut told = false;
        while let Ok(Heard::Change(change)) = heard.try_recv() {
            told |= change.record.to_string() == id(&contact) && change.reaches(&live, &actor);
        }
        assert_eq!((told, mate.get(&path(&contact, "/contacts")).await.status == 200), (hears, hears));
    }
    // Whoever listens is told to look who it is now.
    let actor = app.app.actor_for_job(app.workspace, Some(mate_id), Uuid::now_v7()).await.unwrap();
    let mut heard = live.listen();
    share(&owner, second, looks(mate_id)).await;
    let mut looks_again = false;
    while let Ok(Heard::Change(change)) = heard.try_recv() {
        looks_again |= change.changes(&live, &actor);
    }
    assert!(looks_again);
}

/// A salesperson with accounts of their own and some that colleagues share, among many that they do not see.
async fn with_shared(app: &TestApp, own: usize, shared: usize, hidden: usize) -> (Client, Uuid) {
    let (rep, rep_id) = app.rep().await;
    let (_, other_id) = app.person("salesperson", "二组").await;
    let account = |owner, name: &str, n| NewAccount { name: format!("{name}{n:04}"), owner_id: Some(owner), ..NewAccount::default() };
    let mut all: Vec<NewAccount> = (0..own).map(|n| account(rep_id, "乙店", n)).collect();
    all.extend((0..shared).map(|n| account(other_id, if n % 2 == 0 { "甲店" } else { "丙店" }, n)));
    all.extend((0..hidden).map(|n| account(other_id, "丁店", n)));
    let accounts = app.seed_accounts(all).await;
    for account in &accounts[own..own + shared] {
        share(&app.admin(), *account, looks(rep_id)).await;
    }
    (rep, rep_id)
}

#[tokio::test]
async fn f58_what_is_shared_stands_among_ones_own_in_every_order_and_count() {
    let app = TestApp::new().await;
    let (rep, rep_id) = with_shared(&app, 7, 8, 5).await;
    let mut shares = app.app.actor_for_job(app.workspace, Some(rep_id), Uuid::now_v7()).await.unwrap();
    assert_eq!(shares.shared("account").len(), 8);
    for sort in ["name", "-name", "-created_at", "last_order_on", "-net_sales,name"] {
        let rows = all_pages(&rep, "/accounts", &json!({"sort": sort, "limit": 4, "count": "exact"})).await;
        let mut ids: Vec<&str> = rows.iter().map(id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((rows.len(), ids.len()), (15, 15), "{sort}");
    }
    assert_eq!(rep.get("/accounts?count=exact").await.ok()["count"]["value"], 15);
    assert_eq!(rep.get(&format!("/accounts?q={}&count=exact", escaped("店"))).await.ok()["count"]["value"], 15);
    assert_eq!(rep.get(&format!("/accounts?q={}&count=exact", escaped("丁店"))).await.ok()["count"]["value"], 0);
    let export = rep.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.ok();
    assert_eq!(app.job(&rep, &export).await["result"]["rows"], 15, "what one sees one takes out, with the right to");
    // The forms of the rule are one rule.
    for _ in 0..2 {
        let reader = app.app.db().read(&shares);
        let reach = Account::reach(&reader).expect("it does not see all");
        let (few, many, each) =
            (seen(&reader, reach.few).await, seen(&reader, reach.many).await, seen(&reader, Account::visible_to(&shares)).await);
        assert_eq!((&few, &many), (&each, &each));
        shares = shares.narrowed("account", guanxi_kernel::actor::Action::Change);
    }
    assert!(shares.shared("account").is_empty());
}

async fn seen(reader: &Reader, which: Condition) -> Vec<Uuid> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let of = |select: sea_orm::Select<account::Entity>| {
        select.select_only().column(account::Column::Id).filter(which).order_by_asc(account::Column::Id)
    };
    let rows: Vec<Only> = reader.in_workspace::<Account>().with(of).all_as().await.expect("accounts can be read");
    rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn f58_the_list_of_a_salesperson_with_shared_accounts_uses_indexes() {
    #[derive(Debug, FromQueryResult)]
    struct Step {
        detail: String,
    }
    let app = TestApp::new().await;
    let (_, rep_id) = with_shared(&app, 20, 30, 3000).await;
    let actor = app.app.actor_for_job(app.workspace, Some(rep_id), Uuid::now_v7()).await.unwrap();
    let reader = app.app.db().read(&actor);
    let reach = Account::reach(&reader).expect("it does not see all");
    let list = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::WorkspaceId.eq(app.workspace))
        .filter(account::Column::TrashedAt.is_null())
        .filter(reach.few)
        .order_by_asc(account::Column::NameSort)
        .limit(51)
        .into_query();
    let backend = reader.dialect().backend();
    for select in [list, reach.deciding] {
        let mut statement = backend.build(&select);
        let plan = if reader.dialect().is_embedded() {
            statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
            let steps = Step::find_by_statement(statement).all(reader.source()).await.unwrap();
            steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n")
        } else {
            // The table is small: what is asked is whether there is an index for all of it, when the planner knows the table.
            let connection = app.app.db().unscoped("a plan is of nobody").begin().await.unwrap();
            connection.execute_unprepared("ANALYZE accounts").await.unwrap();
            connection.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
            statement.sql = format!("EXPLAIN {}", statement.sql);
            let steps = connection.query_all_raw(statement).await.unwrap();
            steps.iter().map(|row| row.try_get::<String>("", "QUERY PLAN").unwrap()).collect::<Vec<_>>().join("\n")
        };
        assert!(!plan.contains("SCAN accounts") && !plan.contains("Seq Scan"), "{plan}");
        assert!(plan.contains("accounts_owner"), "{plan}");
    }
}

#[tokio::test]
async fn f58_of_two_accounts_that_become_one_the_teams_become_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, one) = app.person("salesperson", "二组").await;
    let (_, two) = app.person("salesperson", "二组").await;
    let (kept, merged) = (app.account("金源").await, app.account("金源二店").await);
    let (kept_id, merged_id): (Uuid, Uuid) = (id(&kept).parse().unwrap(), id(&merged).parse().unwrap());
    share(&admin, kept_id, looks(one)).await;
    share(&admin, merged_id, changes(one)).await;
    share(&admin, merged_id, looks(two)).await;
    admin.post("/merges", &json!({"kind": "account", "kept_id": kept_id, "merged_id": merged_id})).await.done();
    let team = admin.get(&format!("/accounts/{kept_id}/team")).await.ok();
    let members: Vec<&Value> = team["items"].as_array().unwrap().iter().map(|item| &item["user"]["id"]).collect();
    assert_eq!(members, [&json!(one), &json!(two)]);
    assert_eq!(team["items"][0]["may_change"], false, "what the kept account said stands");
}
