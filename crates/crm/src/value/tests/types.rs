//! What kind of customer an account is: derived, confirmed, set right; and the list.

use std::collections::BTreeMap;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{YUAN, order, reckon};
use crate::{
    testing::{Done, TestApp, id, names},
    value::{rules::Behaviour, tables::STRATEGIC},
};

fn path(account: &Value) -> String {
    format!("/accounts/{}/types", id(account))
}

/// An order with lines, some days ago: what is on promotion and what is not, in yuan.
async fn bought(app: &TestApp, client: &Client, account: &Value, days_ago: i64, [promoted, full]: [i64; 2]) {
    let line = |promotion: bool, yuan: i64| json!({"product": "酒", "quantity": 1, "price_minor": yuan * YUAN, "promotion": promotion});
    let lines: Vec<Value> =
        [(true, promoted), (false, full)].into_iter().filter(|(_, yuan)| *yuan > 0).map(|(on, yuan)| line(on, yuan)).collect();
    let order = json!({"account_id": id(account), "ordered_on": app.days_ago(days_ago), "lines": lines});
    client.post("/orders", &order).await.done();
}

async fn asked(app: &TestApp, client: &Client, account: &Value) {
    let call = json!({"account_id": id(account), "channel": "phone", "direction": "in", "purposes": ["deal"], "at": app.minutes_ago(90)});
    client.post("/interactions", &call).await.done();
}

#[tokio::test]
async fn f14_five_of_six_orders_on_promotion_make_a_discount_customer() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    for days_ago in [150, 120, 90, 60, 30] {
        bought(&app, &admin, &account, days_ago, [140, 0]).await;
    }
    bought(&app, &admin, &account, 10, [0, 300]).await;
    let behaviour = admin.get(&path(&account)).await.ok()["behaviour"].clone();
    assert_eq!((&behaviour["derived"], &behaviour["counts"], &behaviour["set"]), (&json!("discount"), &json!("discount"), &Value::Null));
    let why = &behaviour["why"];
    assert_eq!((&why["orders"], &why["promotion_bp"], &why["discount_bp"]), (&json!(6), &json!(7000), &json!(6000)));
    assert_eq!(behaviour["not_recorded"], json!(["satisfaction", "opportunities", "on_site"]));
    reckon(&app).await;
    let filter = json!({"filter": {"field": "behaviour", "op": "in", "value": ["discount"]}, "columns": "name,behaviour"});
    assert_eq!(names(&admin.post("/accounts/search", &filter).await.ok()), ["金源烟酒店"]);
}

#[tokio::test]
async fn f14_loyal_wandering_and_needing_customers_are_told_apart() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [loyal, wanderer, needing] = [app.account("老主顾").await, app.account("常来问").await, app.account("按需订").await];
    for days_ago in [160, 120, 80, 40] {
        bought(&app, &admin, &loyal, days_ago, [10, 90]).await;
        // Without lines nobody knows what was bought on promotion.
        order(&app, &admin, &needing, days_ago, 100, None).await;
    }
    for _ in 0..3 {
        asked(&app, &admin, &wanderer).await;
    }
    reckon(&app).await;
    let list = admin.get("/accounts?sort=name&columns=name,behaviour").await.ok();
    let found: Vec<(&str, &str)> =
        list["items"].as_array().unwrap().iter().map(|row| (row["name"].as_str().unwrap(), row["behaviour"].as_str().unwrap())).collect();
    for told in [("老主顾", "loyal"), ("常来问", "wanderer"), ("按需订", "need_based")] {
        assert!(found.contains(&told), "{told:?} is not in {found:?}");
    }
    let why = admin.get(&path(&wanderer)).await.ok()["behaviour"]["why"].clone();
    assert_eq!((&why["enquiries"], &why["wanderer_enquiries"], &why["enquiry_days"]), (&json!(3), &json!(3), &json!(90)));
    // Its order makes it none.
    order(&app, &admin, &wanderer, 0, 100, None).await;
    assert_eq!(admin.get(&path(&wanderer)).await.ok()["behaviour"]["derived"], "none");
}

#[tokio::test]
async fn f14_a_person_sets_it_right_and_the_derived_one_stays_visible() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let account = json!({"id": app.account_of(Some(me)).await});
    for days_ago in [60, 40, 20] {
        bought(&app, &rep, &account, days_ago, [100, 0]).await;
    }
    app.run_jobs().await;
    let said =
        json!({"behaviour": "loyal", "strategic": ["benchmark", "door_opener"], "strategic_reason": "县里的样板店", "orientation": "cost"});
    let types = rep.put(&path(&account), &said).await.ok();
    let behaviour = &types["behaviour"];
    assert_eq!((&behaviour["counts"], &behaviour["derived"], &behaviour["set"]), (&json!("loyal"), &json!("discount"), &json!("loyal")));
    assert_eq!((&behaviour["said"]["by"]["id"], behaviour["said"]["at"].is_string()), (&json!(me), true));
    assert_eq!(
        (&types["strategic"]["types"], &types["strategic"]["reason"]),
        (&json!(["benchmark", "door_opener"]), &json!("县里的样板店"))
    );
    assert_eq!(types["orientation"]["orientation"], "cost");
    // The night leaves it alone.
    reckon(&app).await;
    let columns = "behaviour,orientation,is_benchmark,is_door_opener,is_inspirer,is_high_volume,is_high_future_value";
    let row = rep.get(&format!("/accounts?columns={columns}")).await.ok()["items"][0].clone();
    assert_eq!((&row["behaviour"], &row["orientation"]), (&json!("loyal"), &json!("cost")));
    let flags = ["is_benchmark", "is_door_opener", "is_inspirer", "is_high_volume", "is_high_future_value"].map(|flag| row[flag].clone());
    assert_eq!(flags, [true, true, false, false, false].map(Value::Bool));
    // F09 speaks of money first with whoever looks at cost.
    let delivered = rep.get(&format!("/accounts/{}/delivered-value", id(&account))).await.ok();
    assert_eq!((&delivered["orientation"], &delivered["to_stress"]), (&json!("cost"), &json!(["money"])));
    // Who says the same again does not become the one who has said it.
    let mut again = said.clone();
    again["behaviour"] = Value::Null;
    let after = app.admin().put(&path(&account), &again).await.ok();
    assert_eq!((&after["behaviour"]["counts"], &after["behaviour"]["said"]), (&json!("discount"), &Value::Null));
    assert_eq!(after["strategic"]["said"], types["strategic"]["said"]);
    let cleared = rep.put(&path(&account), &json!({})).await.ok();
    assert_eq!((&cleared["strategic"]["types"], &cleared["strategic"]["reason"]), (&json!([]), &Value::Null));
    assert_eq!((&cleared["orientation"]["orientation"], &cleared["orientation"]["said"]), (&json!("none"), &Value::Null));
}

#[tokio::test]
async fn f14_what_is_wrong_is_said_and_who_may_not_is_refused() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("老板的客户").await;
    let wrong = admin.put(&path(&account), &json!({"behaviour": "rich", "strategic": ["benchmark", "nice"], "orientation": "up"})).await;
    let mut fields: Vec<String> = wrong.wrong_fields().into_iter().map(|(field, _)| field).collect();
    fields.sort();
    assert_eq!(fields, ["/behaviour", "/orientation", "/strategic/1", "/strategic_reason"], "{}", wrong.text());
    let (rep, _) = app.rep().await;
    assert_eq!(rep.get(&path(&account)).await.status, 404);
    assert_eq!(rep.put(&path(&account), &json!({})).await.status, 404);
    let (inspector, _) = app.person("inspector", "总部").await;
    inspector.get(&path(&account)).await.done();
    assert_eq!(inspector.put(&path(&account), &json!({})).await.status, 403);
    assert_eq!(admin.delete(&format!("/accounts/{}", id(&account)), 1).await.status, 204);
    assert_eq!(admin.put(&path(&account), &json!({})).await.problem(), (409, "trashed".to_owned()));
}

/// Figures and classes that say whom to serve, and how.
const FIGURES: [&str; 22] = [
    "customer_value",
    "forecast",
    "contribution_12m",
    "service_12m",
    "service_ratio",
    "service_load",
    "lifetime_value",
    "best_relation",
    "due_on",
    "silence",
    "pyramid",
    "to_next",
    "abc",
    "bcg",
    "shapiro",
    "relation_value",
    "fiocca",
    "fiocca_key",
    "campbell",
    "reinartz",
    "angles",
    "is_active",
];

/// Those of an account, by their names.
async fn figures(client: &Client, account: &Value) -> BTreeMap<&'static str, Value> {
    let question = json!({"filter": {"field": "name", "op": "eq", "value": account["name"]}, "columns": FIGURES.join(",")});
    let row = client.post("/accounts/search", &question).await.ok()["items"][0].clone();
    FIGURES.into_iter().map(|figure| (figure, row[figure].clone())).collect()
}

#[tokio::test]
async fn a17_whom_to_serve_less_follows_from_contribution_and_not_from_the_type() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [rich, poor, loyal] = [app.account("大折扣客户").await, app.account("小折扣客户").await, app.account("小忠诚客户").await];
    for days_ago in [160, 120, 80, 40] {
        bought(&app, &admin, &rich, days_ago, [10_000, 0]).await;
        bought(&app, &admin, &poor, days_ago, [100, 0]).await;
        bought(&app, &admin, &loyal, days_ago, [10, 90]).await;
    }
    for account in [&rich, &poor, &loyal] {
        for _ in 0..3 {
            let visit = json!({"account_id": id(account), "channel": "visit", "at": app.minutes_ago(60), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
            admin.post("/interactions", &visit).await.done();
        }
    }
    reckon(&app).await;
    // Of two that buy for the discount one brings much; the other costs more than it brings, and so does a loyal one.
    let derived = async |account: &Value| admin.get(&path(account)).await.ok()["behaviour"]["derived"].clone();
    assert_eq!([derived(&rich).await, derived(&poor).await, derived(&loyal).await], ["discount", "discount", "loyal"]);
    let before = [figures(&admin, &rich).await, figures(&admin, &poor).await, figures(&admin, &loyal).await];
    let decided = before.each_ref().map(|row| (row["service_load"].as_str().unwrap(), row["abc"].as_str().unwrap()));
    assert_eq!(decided, [("fine", "A"), ("red", "C"), ("red", "C")]);
    for behaviour in Behaviour::ALL {
        let said = json!({"behaviour": behaviour, "strategic": STRATEGIC, "strategic_reason": "样板", "orientation": "value"});
        for account in [&rich, &poor, &loyal] {
            admin.put(&path(account), &said).await.done();
        }
        reckon(&app).await;
        let after = [figures(&admin, &rich).await, figures(&admin, &poor).await, figures(&admin, &loyal).await];
        assert_eq!(after, before, "called {behaviour}");
    }
}

#[tokio::test]
async fn a18_that_a_customer_looks_at_cost_stops_nothing_and_moves_no_figure() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("看重成本").await;
    bought(&app, &admin, &account, 40, [0, 5000]).await;
    reckon(&app).await;
    let before = figures(&admin, &account).await;
    admin.put(&path(&account), &json!({"orientation": "cost"})).await.done();
    reckon(&app).await;
    assert_eq!(figures(&admin, &account).await, before);
    bought(&app, &admin, &account, 0, [0, 700]).await;
    app.run_jobs().await;
    let worth = admin.get(&format!("/accounts/{}/value", id(&account))).await.ok();
    assert_eq!(worth["parts"]["to_date"]["minor"], json!(5700 * YUAN), "it is supplied as before");
}
