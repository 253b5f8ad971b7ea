//! What an account gets from us and from rivals: scorings, what they come to, and the list.

use serde_json::{Value, json};

use super::{YUAN, order};
use crate::testing::{Done, TestApp, id, names};

const FACTORS: [&str; 8] = ["product", "service", "personnel", "image", "money", "time", "mental", "physical"];

fn scores(points: [i64; 8]) -> Value {
    FACTORS.iter().zip(points).map(|(factor, points)| ((*factor).to_owned(), json!(points))).collect::<serde_json::Map<_, _>>().into()
}

/// The scoring of F09.
fn example() -> Value {
    json!({"ours": scores([8, 9, 8, 7, 6, 3, 3, 2]), "rivals": [{"name": "石桥坊", "scores": scores([8, 6, 6, 8, 5, 4, 4, 3])}],
        "sources": ["products", "people"], "note": "和老板一起打的分"})
}

fn path(account: &Value) -> String {
    format!("/accounts/{}/delivered-value", id(account))
}

#[tokio::test]
async fn f09_delivered_value_against_a_rival_and_the_one_factor() {
    let app = TestApp::new().await;
    let (rep, me) = app.rep().await;
    let account = json!({"id": app.account_of(Some(me)).await});
    let value = rep.post(&path(&account), &example()).await.ok();
    let newest = &value["scorings"][0];
    let totals = |offer: &Value| ["value", "cost", "delivered"].map(|total| offer[total].as_i64().unwrap());
    assert_eq!((totals(&newest["ours"]), totals(&newest["rivals"][0])), ([32, 14, 18], [28, 16, 12]));
    assert_eq!((&newest["lead"], &newest["best_rival"]), (&json!(6), &json!("石桥坊")));
    assert_eq!(newest["advice"], json!({"factor": "image", "points": 1}));
    assert_eq!(newest["strongest"], json!({"factor": "service", "points": 3}));
    assert_eq!((&newest["scored_by"]["id"], &newest["scored_on"]), (&json!(me), &json!(app.days_ago(0))));
    assert_eq!((&newest["sources"], &newest["note"]), (&json!(["products", "people"]), &json!("和老板一起打的分")));
    assert_eq!(rep.get(&path(&account)).await.ok(), value);
    let filter = json!({"filter": {"all": [{"field": "delivered_lead", "op": "gte", "value": 6},
        {"field": "advice_factor", "op": "in", "value": ["image"]}]}, "columns": "name,delivered_lead,advice_factor"});
    let row = &rep.post("/accounts/search", &filter).await.ok()["items"][0];
    assert_eq!((&row["id"], &row["delivered_lead"], &row["advice_factor"]), (&account["id"], &json!(6), &json!("image")));
    let told = app.admin().get(&format!("/audit?record_id={}", id(&account))).await.ok();
    assert!(told["items"].as_array().unwrap().iter().any(|event| event["name"] == "account.delivered_scored"), "{told}");
}

#[tokio::test]
async fn each_scoring_is_kept_the_newest_counts_and_a_wrong_one_goes() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let of_day = |days_ago: i64, image: i64| {
        let mut scoring = example();
        scoring["scored_on"] = json!(app.days_ago(days_ago));
        scoring["ours"]["image"] = json!(image);
        scoring
    };
    let leads = |value: &Value| value["scorings"].as_array().unwrap().iter().map(|one| one["lead"].as_i64().unwrap()).collect::<Vec<_>>();
    admin.post(&path(&account), &of_day(3, 8)).await.done();
    // Entered later, but of a day before: history.
    let value = admin.post(&path(&account), &of_day(9, 2)).await.ok();
    assert_eq!(leads(&value), [7, 1]);
    let value = admin.post(&path(&account), &of_day(3, 9)).await.ok();
    assert_eq!(leads(&value), [8, 7, 1], "of one day the one that was entered last");
    let listed = async || admin.get("/accounts?columns=delivered_lead,advice_factor").await.ok()["items"][0].clone();
    assert_eq!((&listed().await["delivered_lead"], &listed().await["advice_factor"]), (&json!(8), &json!("money")));
    for (n, lead) in [(0, json!(7)), (1, json!(1)), (2, Value::Null)] {
        let scoring = value["scorings"][n]["id"].as_str().unwrap();
        assert_eq!(admin.delete(&format!("/delivered-values/{scoring}"), 1).await.status, 204);
        assert_eq!(listed().await["delivered_lead"], lead);
    }
    assert_eq!(listed().await["advice_factor"], "none");
    assert_eq!(admin.get(&path(&account)).await.ok()["scorings"], json!([]));
}

#[tokio::test]
async fn without_a_rival_there_is_no_lead_and_nowhere_behind_there_is_no_advice() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let alone = admin.post(&path(&account), &json!({"ours": scores([5; 8])})).await.ok()["scorings"][0].clone();
    assert_eq!((&alone["lead"], &alone["advice"], &alone["strongest"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(alone["ours"]["delivered"], 0);
    let weak = json!({"ours": scores([5; 8]), "rivals": [{"name": "弱者", "scores": scores([5, 5, 3, 5, 5, 5, 7, 5])}]});
    let ahead = admin.post(&path(&account), &weak).await.ok()["scorings"][0].clone();
    assert_eq!((&ahead["advice"], &ahead["strongest"]), (&Value::Null, &json!({"factor": "personnel", "points": 2})));
    let listed = &admin.get("/accounts?columns=delivered_lead,advice_factor").await.ok()["items"][0];
    assert_eq!((&listed["delivered_lead"], &listed["advice_factor"]), (&json!(4), &json!("none")));
}

#[tokio::test]
async fn the_other_side_is_what_came_back_less_what_serving_costs() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    for (days_ago, yuan) in [(400, 1000), (200, 300), (20, 500)] {
        order(&app, &admin, &account, days_ago, yuan, None).await;
    }
    let visit = json!({"account_id": id(&account), "channel": "visit", "at": app.minutes_ago(30), "next_step": {"text": "再去", "due_on": app.days_ago(-7)}});
    admin.post("/interactions", &visit).await.done();
    let side = admin.get(&path(&account)).await.ok()["enterprise"].clone();
    let minor = ["repeat", "service_cost", "net"].map(|part| side[part]["minor"].as_i64().unwrap());
    assert_eq!(minor, [800 * YUAN, 80 * YUAN, 720 * YUAN]);
    assert_eq!(side["not_recorded"], json!(["referrals", "saved_acquisition"]));
    let fresh = app.account("新客户").await;
    order(&app, &admin, &fresh, 5, 900, None).await;
    assert_eq!(admin.get(&path(&fresh)).await.ok()["enterprise"]["repeat"]["minor"], 0, "a first order is no repetition");
}

#[tokio::test]
async fn what_is_wrong_with_a_scoring_is_said_field_by_field() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let rival = |name: &str, product: i64| json!({"name": name, "scores": scores([product, 5, 5, 5, 5, 5, 5, 5])});
    let wrong = json!({"ours": scores([11, 5, 5, 5, -1, 5, 5, 5]), "rivals": [rival("", 5), rival("甲", 99), rival("甲", 5), rival("乙", 5)],
        "sources": ["luck"], "scored_on": app.days_ago(-1)});
    let answer = admin.post(&path(&account), &wrong).await;
    let mut fields: Vec<String> = answer.wrong_fields().into_iter().map(|(field, _)| field).collect();
    fields.sort();
    assert_eq!(
        fields,
        [
            "/ours/money",
            "/ours/product",
            "/rivals",
            "/rivals/0/name",
            "/rivals/1/scores/product",
            "/rivals/2/name",
            "/scored_on",
            "/sources/0"
        ],
        "{}",
        answer.text()
    );
    assert_eq!(admin.post(&path(&account), &json!({"ours": {"product": 5}})).await.status, 422);
    assert_eq!(admin.get(&path(&account)).await.ok()["scorings"], json!([]));
}

#[tokio::test]
async fn who_may_not_change_an_account_scores_nothing_and_one_in_the_trash_is_left_alone() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("老板的客户").await;
    let scored = admin.post(&path(&account), &example()).await.ok();
    let scoring = format!("/delivered-values/{}", scored["scorings"][0]["id"].as_str().unwrap());
    let (rep, _) = app.rep().await;
    assert_eq!(rep.get(&path(&account)).await.status, 404);
    assert_eq!(rep.post(&path(&account), &example()).await.status, 404);
    assert_eq!(rep.delete(&scoring, 1).await.status, 404);
    let (inspector, _) = app.person("inspector", "总部").await;
    assert_eq!(inspector.get(&path(&account)).await.ok()["scorings"][0]["lead"], 6);
    assert_eq!(inspector.post(&path(&account), &example()).await.status, 403);
    assert_eq!(inspector.delete(&scoring, 1).await.status, 403);
    assert_eq!(admin.delete(&format!("/accounts/{}", id(&account)), 1).await.status, 204);
    assert_eq!(admin.post(&path(&account), &example()).await.problem(), (409, "trashed".to_owned()));
    assert_eq!(admin.delete(&scoring, 1).await.problem(), (409, "trashed".to_owned()));
    let trash = json!({"filter": {"field": "trashed_at", "op": "not_empty"}});
    assert_eq!(names(&admin.post("/accounts/search", &trash).await.ok()), ["老板的客户"]);
}
