//! What rules take, before and after they take it.

use chrono::{Days, NaiveDate};
use guanxi_kernel::clock::NEVER;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{in_pool, night, pool, rule};
use crate::{
    pools::rules::{Facts, Lack, Missing, Terms},
    testing::{Done, NewAccount, TestApp, id},
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn a_rule_takes_what_lacks_everything_that_it_asks_for() {
    let today = day("2026-11-30");
    let facts = Facts { owned_on: day("2026-01-01"), last_contact_on: day("2026-09-01"), last_order_on: NEVER, next_step_on: NEVER };
    let contact = |least| Terms { no_contact_days: Some(least), ..Terms::default() };
    let lack = |missing, since: &str, days, least| Lack { missing, since: day(since), days, least };
    assert_eq!(contact(90).lacks(&facts, today), Some(vec![lack(Missing::Contact, "2026-09-01", 90, 90)]));
    assert_eq!(contact(91).lacks(&facts, today), None);
    assert_eq!(contact(97).sooner(7).lacks(&facts, today), Some(vec![lack(Missing::Contact, "2026-09-01", 90, 90)]));
    // Whoever has just got it has time.
    assert_eq!(contact(90).lacks(&Facts { owned_on: day("2026-11-01"), ..facts }, today), None);
    let order = Terms { no_order_days: Some(300), ..Terms::default() };
    assert_eq!(order.lacks(&facts, today), Some(vec![lack(Missing::Order, "2026-01-01", 333, 300)]));
    let step = Terms { no_step_days: Some(30), ..Terms::default() };
    assert_eq!(step.lacks(&facts, today), Some(vec![lack(Missing::NextStep, "2026-09-01", 90, 30)]));
    assert_eq!(step.lacks(&Facts { next_step_on: day("2026-10-01"), ..facts }, today), None, "a step is planned, though late");
    let both = Terms { no_contact_days: Some(60), no_order_days: Some(400), no_step_days: None };
    assert_eq!(both.lacks(&facts, today), None, "both must be missing");
    assert_eq!(Terms::default().lacks(&facts, today), Some(Vec::new()), "the filter alone chooses");
}

/// Accounts of one owner with all combinations of days of contact, order, next step and ownership around some thresholds.
async fn many(app: &TestApp, owner: Uuid) -> Vec<(Uuid, Facts)> {
    let today = app.today();
    let ago = |days: Option<u64>| days.map_or(NEVER, |days| today - Days::new(days));
    let mut facts = Vec::new();
    for owned in [0, 29, 30, 31, 200] {
        for contact in [None, Some(0), Some(29), Some(30), Some(400)] {
            for order in [None, Some(59), Some(60), Some(300)] {
                for step in [NEVER, today + Days::new(3)] {
                    let (last_contact_on, last_order_on) = (ago(contact), ago(order));
                    facts.push(Facts { owned_on: ago(Some(owned)), last_contact_on, last_order_on, next_step_on: step });
                }
            }
        }
    }
    let account = |n: usize| NewAccount { name: format!("客户{n:04}"), owner_id: Some(owner), ..NewAccount::default() };
    let ids = app.seed_accounts((0..facts.len()).map(account).collect()).await;
    set_facts(app, &ids, &facts).await;
    ids.into_iter().zip(facts).collect()
}

async fn set_facts(app: &TestApp, ids: &[Uuid], facts: &[Facts]) {
    use sea_orm::ConnectionTrait;
    let tx = app.app.db().unscoped("what has happened in the past cannot be entered");
    for (id, facts) in ids.iter().zip(facts) {
        let sql = "UPDATE accounts SET owned_on = ?, last_contact_on = ?, last_order_on = ?, next_step_on = ? WHERE id = ?";
        let days = [facts.owned_on, facts.last_contact_on, facts.last_order_on, facts.next_step_on];
        let values = days.into_iter().map(sea_orm::Value::from).chain([(*id).into()]).collect();
        tx.execute_raw(app.app.db().dialect().statement(sql, values)).await.expect("the days are set");
    }
}

#[tokio::test]
async fn what_the_preview_shows_is_what_the_rule_takes_and_what_it_says_of_each() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, me) = app.rep().await;
    let all = many(&app, me).await;
    for (n, terms) in [
        Terms { no_contact_days: Some(30), ..Terms::default() },
        Terms { no_order_days: Some(60), ..Terms::default() },
        Terms { no_step_days: Some(30), ..Terms::default() },
        Terms { no_contact_days: Some(29), no_order_days: Some(60), no_step_days: Some(31) },
    ]
    .into_iter()
    .enumerate()
    {
        let pool = pool(&app, json!({"warning_days": 0})).await;
        let asked = json!({"name": "规则", "active": true, "no_contact_days": terms.no_contact_days,
            "no_order_days": terms.no_order_days, "no_step_days": terms.no_step_days});
        let left: Vec<&(Uuid, Facts)> = {
            let gone = rep.post("/pooled/search", &json!({"limit": 200})).await.ok();
            let gone: Vec<Uuid> = gone["items"].as_array().unwrap().iter().map(|row| id(row).parse().unwrap()).collect();
            all.iter().filter(|(account, _)| !gone.contains(account)).collect()
        };
        let mut expected: Vec<Uuid> =
            left.iter().filter(|(_, facts)| terms.lacks(facts, app.today()).is_some()).map(|(id, _)| *id).collect();
        expected.sort_unstable();
        let preview = admin.post(&format!("/pools/{}/rules/preview", id(&pool)), &asked).await.ok();
        assert_eq!(preview["takes"], json!({"value": expected.len(), "exact": true}), "rule {n}");
        let first = preview["items"].as_array().unwrap();
        assert!(first.len() == expected.len().min(50) && first.iter().all(|row| !row["lacks"].as_array().unwrap().is_empty()), "rule {n}");
        admin.post(&format!("/pools/{}/rules", id(&pool)), &asked).await.done();
        assert_eq!(night(&app, &pool).await["recycled"], json!(expected.len()), "rule {n}");
        let taken =
            rep.post("/pooled/search", &json!({"limit": 200, "filter": {"field": "pool", "op": "in", "value": [id(&pool)]}})).await.ok();
        let mut taken: Vec<Uuid> = taken["items"].as_array().unwrap().iter().map(|row| id(row).parse().unwrap()).collect();
        taken.sort_unstable();
        assert_eq!(taken, expected, "rule {n}");
        admin.post(&format!("/pools/{}/recycle", id(&pool)), &Value::Null).await.done();
    }
    let notices = rep.get("/notifications").await.ok();
    assert_eq!(notices["items"][0]["name"], "recycled", "{notices}");
}

#[tokio::test]
async fn nobody_loses_an_account_to_a_rule_without_having_been_warned() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let (colleague, theirs) = app.rep().await;
    let pool = pool(&app, json!({"warning_days": 7})).await;
    let accounts = app.accounts_of(me, 3).await;
    let others = app.accounts_of(theirs, 1).await;
    let made = rule(&app, &pool, json!({"no_contact_days": 15})).await;
    app.travel(chrono::Duration::days(20));
    assert_eq!(night(&app, &pool).await, json!({"warned": 4, "recycled": 0, "told": 2}), "the rule is new");
    let told = rep.get("/notifications").await.ok();
    assert_eq!(
        (&told["items"][0]["name"], &told["items"][0]["data"]),
        (&json!("recycling_soon"), &json!({"accounts": 3, "day": app.days_ago(-7)}))
    );
    let soon = rep.get("/recycling-warnings?limit=2").await.ok();
    assert_eq!(soon["items"].as_array().unwrap().len(), 2);
    let rest = rep.get(&format!("/recycling-warnings?limit=2&cursor={}", soon["next_cursor"].as_str().unwrap())).await.ok();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    let one = &soon["items"][0];
    assert_eq!(
        (&one["due_on"], &one["holds"], &one["rule"]["id"], &one["pool"]["id"]),
        (&json!(app.days_ago(-7)), &json!(true), &made["id"], &pool["id"])
    );
    assert_eq!(one["lacks"][0]["days"], 20);
    assert_eq!(night(&app, &pool).await, json!({"warned": 0, "recycled": 0, "told": 0}), "nobody is told twice");

    // A call saves one of them, a hand-over another: its new owner has had no time yet.
    for (account, outcome) in [(accounts[0], "reached"), (accounts[2], "not_reached")] {
        rep.post("/interactions", &json!({"account_id": account, "channel": "phone", "outcome": outcome})).await.done();
    }
    let own = rep.get(&format!("/accounts/{}/ownership", accounts[0])).await.ok();
    assert_eq!(own["warning"]["holds"], false, "it is seen at once");
    app.admin().patch(&format!("/accounts/{}", accounts[1]), 1, &json!({"owner_id": theirs})).await.done();
    app.travel(chrono::Duration::days(6));
    assert_eq!(night(&app, &pool).await["recycled"], 0, "the week is not over");
    app.travel(chrono::Duration::days(1));
    assert_eq!(night(&app, &pool).await["recycled"], 2);
    assert_eq!(in_pool(&rep, &pool).await.len(), 2);
    assert!(rep.get("/recycling-warnings").await.ok()["items"].as_array().unwrap().is_empty());
    assert_eq!(colleague.get(&format!("/accounts/{}", others[0])).await.problem().0, 404);
    let why = app.admin().get(&format!("/accounts/{}/ownership", accounts[2])).await.ok();
    assert_eq!((&why["owners"][0]["came"], &why["owners"][0]["lacks"][0]["days"]), (&json!("recycled"), &json!(27)));
}

#[tokio::test]
async fn a_rule_takes_from_the_people_of_its_pool_and_of_its_filter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let region = app.unit("华东大区", "branch", None).await;
    let below = app.unit("合肥组", "team", Some(&region)).await;
    let (_, inside) = app.person_in(&["salesperson"], &below).await;
    let (_, outside) = app.rep().await;
    let pool = admin.post("/pools", &json!({"name": "华东公海", "org_unit_id": id(&region), "own": {"warning_days": 0}})).await.ok();
    let account = |name: &str, region: &str, owner| NewAccount {
        name: name.to_owned(),
        region: Some(region.to_owned()),
        owner_id: Some(owner),
        ..NewAccount::default()
    };
    let rows = vec![account("合肥店", "合肥", inside), account("芜湖店", "芜湖", inside), account("外面的店", "合肥", outside)];
    app.seed_accounts(rows).await;
    let filter = json!({"field": "region", "op": "eq", "value": "合肥"});
    rule(&app, &pool, json!({"filter": filter})).await;
    assert_eq!(night(&app, &pool).await["recycled"], 1);
    assert_eq!(in_pool(&admin, &pool).await, ["合肥店"]);
}

#[tokio::test]
async fn many_go_in_chunks_and_a_stopped_job_goes_on() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, me) = app.rep().await;
    let pool = pool(&app, json!({"warning_days": 0})).await;
    app.accounts_of(me, 1203).await;
    rule(&app, &pool, json!({"no_contact_days": 1})).await;
    app.travel(chrono::Duration::days(2));
    let queued = admin.post(&format!("/pools/{}/recycle", id(&pool)), &Value::Null).await.ok();
    admin.post(&format!("/jobs/{}/cancel", id(&queued)), &Value::Null).await.done();
    assert_eq!(app.job(&admin, &queued).await["state"], "cancelled");
    assert_eq!(night(&app, &pool).await, json!({"warned": 1203, "recycled": 1203, "told": 0}));
    let chunks = admin.get("/audit?name=pools.recycling&limit=50").await.ok();
    assert!(chunks["items"].as_array().unwrap().len() >= 6, "each chunk is a transaction of its own");
    let page = admin.get("/pooled?limit=1&count=exact").await.ok();
    assert_eq!(page["count"]["value"], 1203);
}
