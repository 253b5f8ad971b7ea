//! Indexes on fields of the workspace's own answer what they can by themselves.

use guanxi_kernel::db::Dialect;
use sea_orm::FromQueryResult;
use serde_json::json;

use super::{account, add, found};
use crate::testing::{Done, TestApp, path};

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

/// How SQLite comes to the rows that a condition on a field leaves.
async fn plan(app: &TestApp, key: &str, condition: &str) -> String {
    let actor = app.system().await;
    let reader = app.app.db().read(&actor);
    let custom = actor.customs.of("accounts").iter().find(|custom| custom.key == key).expect("the field is there").clone();
    let mut select = sea_orm::sea_query::Query::select();
    let value = select.expr(reader.dialect().custom("accounts", &custom)).to_string(sea_orm::sea_query::SqliteQueryBuilder);
    let value = value.trim_start_matches("SELECT ");
    let condition = condition.replace("value", &format!("({value})"));
    let sql = format!("EXPLAIN QUERY PLAN SELECT 1 FROM accounts WHERE workspace_id = ? AND trashed_at IS NULL AND {condition}");
    let statement = reader.dialect().statement(&sql, vec![app.workspace.into()]);
    let steps = Step::find_by_statement(statement).all(reader.source()).await.expect("a plan");
    steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn rows_are_counted_by_the_index_alone() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "合同", json!({"type": "date"}), json!({"key": "contract", "indexed": true})).await;
    for day in 1..=9 {
        account(&admin, &format!("店{day}"), json!({"contract": format!("2026-01-0{day}")})).await;
    }
    app.run_jobs().await;
    if app.app.db().dialect() == Dialect::Sqlite {
        // Entered through it, or not because it leaves much: the rows themselves are not read.
        for condition in ["value >= '2026-01-03' AND value < '2026-01-06'", "+value >= '2026-01-03' AND +value < '2026-01-06'"] {
            let plan = plan(&app, "contract", condition).await;
            assert!(plan.contains("USING COVERING INDEX custom_"), "{condition}: {plan}");
        }
    }
    // What lies in the trash is not counted.
    let filter = json!({"filter": {"field": "custom.contract", "op": "between", "value": ["2026-01-03", "2026-01-05"]}, "count": "exact"});
    let page = admin.post("/accounts/search", &filter).await.ok();
    assert_eq!(page["count"]["value"], 3);
    admin.delete(&path(&page["items"][0], "/accounts"), 1).await.done();
    assert_eq!(admin.post("/accounts/search", &filter).await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn sums_of_several_fields_at_once_are_right_and_never_too_large() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let most = 9_000_000_000_000_000_i64;
    add(&admin, "租金", json!({"type": "money"}), json!({"key": "rent"})).await;
    add(&admin, "货架", json!({"type": "number"}), json!({"key": "shelves"})).await;
    for (name, rent, shelves) in [("甲", most, -7), ("乙", most, 9), ("丙", -1, 0)] {
        account(&admin, name, json!({"rent": rent, "shelves": shelves})).await;
    }
    account(&admin, "丁", json!({})).await;
    let sums = |filter: serde_json::Value| json!({"sums": "custom.rent,custom.shelves,order_count", "filter": filter, "limit": 1});
    let all = admin.post("/accounts/search", &sums(json!({"all": []}))).await.ok()["sums"].clone();
    assert_eq!(all, json!({"custom.rent": {"minor": 2 * most - 1, "currency": "CNY"}, "custom.shelves": 2, "order_count": 0}));
    let none = admin.post("/accounts/search", &sums(json!({"field": "name", "op": "eq", "value": "丁"}))).await.ok()["sums"].clone();
    assert_eq!(none, json!({"custom.rent": {"minor": 0, "currency": "CNY"}, "custom.shelves": 0, "order_count": 0}));
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.shelves", "op": "lt", "value": 0}})).await, ["甲"]);
}
