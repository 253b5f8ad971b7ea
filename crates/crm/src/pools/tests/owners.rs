//! Who has had an account, whatever door it went through.

use axum::http::Method;
use serde_json::{Value, json};

use super::{pool, rule};
use crate::testing::{Done, TestApp, id};

#[tokio::test]
async fn owners_one_after_the_other_by_whatever_door() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let boss = admin.get("/me").await.ok()["user"]["id"].clone();
    let pool = pool(&app, json!({"wait_days": 0, "warning_days": 0})).await;
    let ((rep, me), (_, leaver), (_, successor)) = (app.rep().await, app.rep().await, app.rep().await);
    let account = rep.post("/accounts", &json!({"name": "金源烟酒店"})).await.ok();
    let path = format!("/accounts/{}", id(&account));
    let back = json!({"pool_id": id(&pool), "why": "too_far", "note": "在外省"});
    rep.post(&format!("{path}/give-back"), &back).await.done();
    rep.post(&format!("/pooled/{}/take", id(&account)), &Value::Null).await.done();
    rule(&app, &pool, json!({"no_contact_days": 5})).await;
    app.travel(chrono::Duration::days(6));
    assert_eq!(super::night(&app, &pool).await["recycled"], 1);
    admin.post("/pooled/give", &json!({"ids": [id(&account)], "to_id": leaver})).await.done();
    let queued = admin.post(&format!("/users/{leaver}/deactivate"), &json!({"successor_id": successor})).await.ok();
    app.job(&admin, &queued).await;
    let other = json!({"ids": [id(&account)], "action": "change", "change": {"owner_id": me}});
    let queued = admin.post("/accounts/bulk", &other).await.ok();
    app.job(&admin, &queued).await;

    let told = rep.get(&format!("{path}/ownership")).await.ok();
    let owners = told["owners"].as_array().unwrap();
    let came: Vec<&str> = owners.iter().map(|owner| owner["came"].as_str().unwrap()).collect();
    assert_eq!(came, ["changed", "handed_over", "given", "recycled", "taken", "returned", "made"]);
    let who: Vec<Value> = owners.iter().map(|owner| owner["owner"]["id"].clone()).collect();
    assert_eq!(who, [json!(me), json!(successor), json!(leaver), Value::Null, json!(me), Value::Null, json!(me)]);
    assert_eq!((&owners[0]["until"], &owners[0]["by"]["id"]), (&Value::Null, &boss));
    for pair in owners.windows(2) {
        assert_eq!(pair[1]["until"], pair[0]["since"], "without a gap");
    }
    assert_eq!((&owners[5]["why"], &owners[5]["note"], &owners[5]["pool"]["id"]), (&json!("too_far"), &json!("在外省"), &pool["id"]));
    let recycled = &owners[3];
    assert_eq!((&recycled["by"], &recycled["rule"]), (&Value::Null, &json!("久未跟进")));
    assert_eq!(
        (&recycled["lacks"][0]["missing"], &recycled["lacks"][0]["days"], &recycled["lacks"][0]["least"]),
        (&json!("contact"), &json!(6), &json!(5))
    );
    // The timeline tells of it as well, and a colleague who does not see the account sees none of it.
    let timeline = rep.get(&format!("{path}/timeline")).await.ok();
    assert_eq!(timeline["items"].as_array().unwrap().iter().filter(|item| item["data"]["name"] == "account.owner_changed").count(), 6);
    let (stranger, _) = app.rep().await;
    assert_eq!(stranger.get(&format!("{path}/ownership")).await.problem().0, 404);
}

#[tokio::test]
async fn what_is_protected_is_taken_by_no_rule_until_its_day() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let pool = pool(&app, json!({"warning_days": 0})).await;
    let unit = app.unit("华东大区", "branch", None).await;
    let (rep, me) = app.person_in(&["salesperson"], &unit).await;
    let (manager, _) = app.person_in(&["manager"], &unit).await;
    let account = app.account_of(Some(me)).await;
    rule(&app, &pool, json!({"no_contact_days": 10})).await;
    let path = format!("/accounts/{account}/protection");
    let until = |days: i64| json!({"until": app.days_ago(-days), "why": "正在招投标"});
    assert_eq!(rep.put(&path, &until(30)).await.problem().0, 403);
    for days in [-1, 4000] {
        assert_eq!(manager.put(&path, &until(days)).await.wrong_fields()[0].1, "not_a_day_to_come");
    }
    manager.put(&path, &until(30)).await.done();
    let told = rep.get(&format!("/accounts/{account}/ownership")).await.ok();
    assert_eq!(told["protection"], json!({"until": app.days_ago(-30), "why": "正在招投标"}));
    app.travel(chrono::Duration::days(20));
    assert_eq!(super::night(&app, &pool).await["recycled"], 0);
    manager.send(Method::DELETE, &path, None).await.done();
    assert_eq!(super::night(&app, &pool).await["recycled"], 1);
    assert_eq!(rep.get(&format!("/accounts/{account}")).await.problem().0, 404);
    let audit = admin.get("/audit?name=account.protected").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
}
