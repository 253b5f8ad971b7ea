//! The board of objectives and what stands beside the claims.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{YUAN, order, reckon};
use crate::testing::{Done, TestApp, id};

const DAY: i64 = 24 * 60;

async fn board(client: &Client) -> Value {
    client.get("/value/objectives").await.ok()
}

#[tokio::test]
async fn f53_f36_the_board_stands_on_orders_and_contacts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    // Both have been silent for a year by now; with one of them somebody has spoken in the meantime.
    let uncared = app.account("再没来往").await;
    for (days_ago, yuan) in [(400, 300), (380, 200)] {
        order(&app, &admin, &uncared, days_ago, yuan, None).await;
    }
    let cared = app.account("常有来往").await;
    order(&app, &admin, &cared, 370, 1500, None).await;
    for (account, minutes, two_way) in [(&cared, 30 * DAY, true), (&uncared, 20 * DAY, false), (&uncared, 2 * DAY, true)] {
        let call =
            json!({"account_id": id(account), "channel": "phone", "direction": "out", "two_way": two_way, "at": app.minutes_ago(minutes)});
        admin.post("/interactions", &call).await.done();
    }
    let buyer = app.account("金源烟酒店").await;
    for days_ago in [730, 40, 10] {
        order(&app, &admin, &buyer, days_ago, 1000, Some(600)).await;
    }
    let call = json!({"account_id": id(&buyer), "channel": "phone", "direction": "out", "two_way": true, "at": app.minutes_ago(DAY)});
    admin.post("/interactions", &call).await.done();
    reckon(&app).await;
    let found = board(&admin).await;
    let now = &found["now"];
    assert_eq!((&now["buyers"], &now["repeat_bp"], &now["orders"]), (&json!(1), &json!(10_000), &json!(2)));
    assert_eq!(now["sales_minor"], json!(2000 * YUAN));
    assert_eq!(now["sales_before_minor"], json!(2000 * YUAN), "one order of the buyer lies further back");
    assert_eq!(now["margin_minor"], json!(800 * YUAN));
    assert_eq!(now["relation_minor"], json!(1600 * YUAN), "two years × ¥800");
    assert_eq!((&now["leavers"], &now["uncared"], &now["uncared_bp"]), (&json!(2), &json!(1), &json!(5000)));
    assert_eq!(now["uncared_sales_minor"], json!(500 * YUAN), "the contact after it was lost came too late");
    assert_eq!(found["claims"]["uncared_bp"], json!(6667));
    assert_eq!(found["claims"]["winning_minor"], json!([5 * 800, 10 * 800]), "a call of ¥8; those with leavers keep no buyer");
    assert_eq!((&found["before"], &found["not_recorded"]), (&Value::Null, &json!(["leads", "surveys", "acquisition"])));
    let best = admin.get("/accounts?sort=-best_relation&columns=name,best_relation&limit=1").await.ok();
    assert_eq!(best["items"][0]["best_relation"]["minor"], json!(1600 * YUAN));
    assert_eq!(best["items"][0]["name"], json!("金源烟酒店"));
}

#[tokio::test]
async fn without_a_run_and_without_customers_the_board_says_so() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let found = board(&admin).await;
    assert_eq!((&found["day"], &found["now"], &found["claims"]["winning_minor"]), (&Value::Null, &Value::Null, &Value::Null));
    reckon(&app).await;
    let found = board(&admin).await;
    assert_eq!((&found["now"]["buyers"], &found["now"]["repeat_bp"]), (&json!(0), &Value::Null));
    let (rep, _) = app.rep().await;
    assert_eq!(rep.get("/value/objectives").await.status, 403);
}
