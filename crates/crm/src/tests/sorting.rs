//! Orders that lists offer: those that an index has, and those by which few rows are sorted.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::{
    SLICES,
    testing::{Done, TestApp, id},
};

#[tokio::test]
async fn every_list_is_sorted_by_whatever_it_offers() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for name in ["金源烟酒店", "和平饭店"] {
        let account = app.account(name).await;
        for (place, body) in [
            ("/contacts", json!({"name": name, "accounts": [{"account_id": id(&account), "roles": ["boss"]}]})),
            ("/interactions", json!({"account_id": id(&account), "channel": "phone", "two_way": true})),
            ("/tasks", json!({"subject": "送样酒", "due_on": app.days_ago(-3), "account_id": id(&account)})),
            (
                "/orders",
                json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "lines": [{"product": name, "quantity": 1, "price_minor": 100}]}),
            ),
        ] {
            admin.post(place, &body).await.done();
        }
    }
    app.run_jobs().await;
    for list in SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)().name) {
        let fields = admin.get(&format!("/lists/{list}")).await.ok()["fields"].clone();
        let offered = fields.as_array().unwrap().iter().filter(|field| field["sortable"] == true);
        for field in offered.map(|field| field["key"].as_str().unwrap()) {
            for sort in [field.to_owned(), format!("-{field}")] {
                let mut asked = json!({"sort": sort, "columns": field, "limit": 1});
                for _ in 0..2 {
                    let page = admin.post(&format!("/{list}/search"), &asked).await;
                    assert_eq!(page.status, 200, "{list} by {sort}: {}", page.text());
                    let Value::String(next) = page.json()["next_cursor"].clone() else { break };
                    asked["cursor"] = json!(next);
                }
            }
        }
    }
}

#[tokio::test]
async fn by_what_no_index_has_no_more_than_twenty_thousand_rows_are_sorted() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let sale = json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "net_minor": 100});
    admin.post("/orders", &sale).await.done();
    let database = app.app.db();
    let more = "
-- @sqlite
INSERT INTO orders (workspace_id, id, version, created_at, updated_at, kind, account_id, ordered_on, net_minor, quantity, line_count)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT workspace_id, randomblob(16), 1, created_at, updated_at, kind, account_id, ordered_on, net_minor, i, 0 FROM orders, n
-- @end
-- @postgres
INSERT INTO orders (workspace_id, id, version, created_at, updated_at, kind, account_id, ordered_on, net_minor, quantity, line_count)
SELECT workspace_id, gen_random_uuid(), 1, created_at, updated_at, kind, account_id, ordered_on, net_minor, i, 0 FROM orders, generate_series(1, 20000) AS i
-- @end
";
    database.unscoped("a test of long lists").execute_unprepared(&database.dialect().render(more)).await.unwrap();
    let refused = admin.get("/orders?sort=-quantity&columns=quantity").await;
    assert_eq!(refused.wrong_fields(), [("/sort".to_owned(), "sort_needs_filter".to_owned())]);
    let few = json!({"sort": "-quantity", "columns": "quantity", "limit": 2, "filter": {"field": "quantity", "op": "lte", "value": 5}});
    let first = admin.post("/orders/search", &few).await.ok();
    let said = |page: &Value| page["items"].as_array().unwrap().iter().map(|row| row["quantity"].clone()).collect::<Vec<_>>();
    assert_eq!(said(&first), [5, 4]);
    let mut rest = few.clone();
    rest["cursor"] = first["next_cursor"].clone();
    assert_eq!(said(&admin.post("/orders/search", &rest).await.ok()), [3, 2]);
    admin.get("/orders?sort=-net&columns=net").await.done();
}
