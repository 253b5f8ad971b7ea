//! Pools and their rules: made, changed, refused.

use serde_json::json;

use super::{pool, rule};
use crate::testing::{Done, TestApp, id, version};

#[tokio::test]
async fn a_pool_has_the_numbers_of_the_register_unless_it_has_its_own() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let made = pool(&app, json!({"takes_per_day": 3})).await;
    assert_eq!(made["limits"], json!({"takes_per_day": 3, "most_held": 100, "views_per_day": 50, "wait_days": 30, "warning_days": 7}));
    admin.put("/parameters/pools.wait_days", &json!({"value": 60})).await.done();
    let path = format!("/pools/{}", id(&made));
    assert_eq!(admin.get(&path).await.ok()["limits"]["wait_days"], 60);
    let changed = admin.patch(&path, 1, &json!({"name": " 大客户公海 ", "own": {"views_per_day": 5}})).await.ok();
    assert_eq!(
        (&changed["name"], &changed["own"]["takes_per_day"], &changed["limits"]["views_per_day"]),
        (&json!("大客户公海"), &json!(null), &json!(5))
    );
    assert_eq!(admin.patch(&path, 1, &json!({"name": "旧版本"})).await.status, 412);
    let wrong = |body: serde_json::Value| {
        let admin = admin.clone();
        async move { admin.post("/pools", &body).await.wrong_fields() }
    };
    assert_eq!(wrong(json!({"name": "大客户公海"})).await, [("/name".to_owned(), "taken".to_owned())]);
    assert_eq!(wrong(json!({"name": ""})).await[0].0, "/name");
    assert_eq!(wrong(json!({"name": "x", "own": {"most_held": -1}})).await[0].0, "/own/most_held");
    admin.delete(&path, version(&changed)).await.done();
    assert_eq!(admin.get(&path).await.problem().0, 404);
}

#[tokio::test]
async fn who_keeps_no_pool_changes_none_and_a_manager_keeps_those_of_the_own_unit() {
    let app = TestApp::new().await;
    let for_all = pool(&app, json!({})).await;
    let unit = app.unit("华东大区", "branch", None).await;
    let (rep, _) = app.person_in(&["salesperson"], &unit).await;
    let (manager, _) = app.person_in(&["manager"], &unit).await;
    let (inspector, _) = app.person_in(&["inspector"], &unit).await;
    let path = format!("/pools/{}", id(&for_all));
    for client in [&rep, &inspector, &manager] {
        assert_eq!(client.patch(&path, 1, &json!({"name": "改名"})).await.problem().0, 403);
        assert_eq!(client.post(&format!("{path}/recycle"), &json!(null)).await.problem().0, 403);
        assert_eq!(client.post("/pools", &json!({"name": "给所有人"})).await.problem().0, 403);
    }
    let own = manager.post("/pools", &json!({"name": "华东公海", "org_unit_id": id(&unit)})).await.ok();
    let own = format!("/pools/{}", id(&own));
    let made = manager.post(&format!("{own}/rules"), &json!({"name": "规则", "no_contact_days": 60})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(rep.get(&format!("{own}/rules")).await.ok()[0]["no_contact_days"], 60, "what one is measured by is no secret");
    let given_away = manager.patch(&own, 1, &json!({"org_unit_id": null})).await;
    assert_eq!(given_away.problem().0, 403, "nobody makes it everybody's who could not have made it so");
    assert_eq!(manager.get(&own).await.ok()["org_unit"]["id"], unit["id"]);
    assert_eq!(inspector.post("/pooled/take", &json!({"ids": []})).await.problem().0, 403);
}

#[tokio::test]
async fn a_rule_says_which_accounts_it_takes() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let pool = pool(&app, json!({})).await;
    let rules = format!("/pools/{}/rules", id(&pool));
    for (body, wrong) in [
        (json!({"name": "全部"}), ("/filter", "rule_takes_all")),
        (json!({"name": "全部", "filter": {"all": []}}), ("/filter", "rule_takes_all")),
        (json!({"name": "", "no_contact_days": 3}), ("/name", "required")),
        (json!({"name": "零", "no_contact_days": 0}), ("/no_contact_days", "out_of_range")),
        (json!({"name": "字段", "filter": {"field": "没有", "op": "eq", "value": 1}}), ("/filter", "unknown_field")),
        (json!({"name": "值", "filter": {"field": "region", "op": "eq", "value": 1}}), ("/filter", "wrong_value")),
        (json!({"name": "回收站", "filter": {"field": "trashed_at", "op": "not_empty"}}), ("/filter", "not_possible")),
    ] {
        for path in [&rules, &format!("{rules}/preview")] {
            let found = admin.post(path, &body).await.wrong_fields();
            assert_eq!((found[0].0.as_str(), found[0].1.as_str()), wrong, "{body}");
        }
    }
    let made = rule(&app, &pool, json!({"no_contact_days": 90})).await;
    let path = format!("/pool-rules/{}", id(&made));
    let other = json!({"name": "大客户", "active": false, "filter": {"field": "volume", "op": "in", "value": ["big"]}});
    let with_version_1 = admin.clone().with_header("if-match", "\"1\"");
    let changed = with_version_1.put(&path, &other).await.ok();
    assert_eq!(
        (&changed["version"], &changed["no_contact_days"], &changed["filter"]["field"]),
        (&json!(2), &json!(null), &json!("volume"))
    );
    assert_eq!(with_version_1.put(&path, &other).await.status, 412);
    admin.delete(&path, 2).await.done();
    assert_eq!(admin.get(&rules).await.ok(), json!([]));
}
