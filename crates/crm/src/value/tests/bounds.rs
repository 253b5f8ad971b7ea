//! Where the classes begin and how the model stands, beside an account; and who is told of it.

use serde_json::{Value, json};

use super::{YUAN, order, reckon, value};
use crate::testing::{Done, TestApp};

/// The ten stores of F12: net sales are twice what they bring.
const CONTRIBUTIONS: [i64; 10] = [400, 250, 120, 80, 50, 40, 25, 15, 12, 8];

fn yuan(amount: i64) -> Value {
    json!({"minor": amount * YUAN, "currency": "CNY"})
}

fn classes(from: &[(&str, Option<i64>)]) -> Value {
    json!(from.iter().map(|(class, from)| json!({"class": class, "from": from.map(yuan)})).collect::<Vec<_>>())
}

#[tokio::test]
async fn an_account_is_told_where_classes_begin_what_is_missing_and_how_the_model_stands() {
    let app = TestApp::new().await;
    let (rep, owner) = app.rep().await;
    let admin = app.admin();
    let mut stores = Vec::new();
    for contribution in CONTRIBUTIONS {
        let store = json!({"name": format!("终端{contribution}"), "channel_kind": "catering", "owner_id": owner});
        let account = admin.post("/accounts", &store).await.ok();
        order(&app, &admin, &account, 30, 2 * contribution, Some(contribution)).await;
        stores.push(account);
    }
    assert_eq!(value(&admin, &stores[4]).await["classes"]["bounds"], Value::Null, "nothing was compared yet");
    reckon(&app).await;
    // Sold and expected again: each is worth four times what it brings. One VIP, one major, two ordinary accounts of ten.
    let told = value(&admin, &stores[4]).await;
    let bounds = &told["classes"]["bounds"];
    assert_eq!(bounds["day"], json!(app.days_ago(0)));
    assert_eq!(bounds["pyramid"], classes(&[("vip", Some(1600)), ("major", Some(1000)), ("ordinary", Some(320)), ("small", None)]));
    assert_eq!((&told["classes"]["pyramid"], &told["classes"]["to_next"]), (&json!("small"), &yuan(120)));
    let abc = &bounds["abc"];
    assert_eq!((&abc["shares_bp"], &abc["before_bp"]), (&json!([8000, 9500]), &json!(8500)));
    assert_eq!((&abc["classes"], &abc["to_next"]), (&classes(&[("A", Some(80)), ("B", Some(25)), ("C", None)]), &yuan(30)));
    assert_eq!(bounds["bcg"], json!({"performance": yuan(100), "growth_bp": 1000, "forecast": yuan(100)}));
    let scores = &bounds["scores"];
    assert_eq!((&scores["least"], &scores["why_none"], &scores["monetary"]), (&json!(50), &json!("too_few"), &json!([])));
    let model = &told["lifetime"]["model"];
    assert_eq!((&model["name"], &model["is_used"], &model["reason"]), (&Value::Null, &json!(false), &json!("too_few")));
    assert_eq!((&model["sample"], &model["test"]), (&json!({"customers": 10, "of": 10, "repeaters": 0}), &Value::Null));
    let last = value(&admin, &stores[9]).await["classes"].clone();
    assert_eq!((&last["bounds"]["abc"]["before_bp"], &last["bounds"]["abc"]["to_next"]), (&json!(9920), &yuan(17)));
    // Of one's own class, and of the one above it: the bound of a class is what one account has.
    let own = value(&rep, &stores[4]).await;
    let bounds = &own["classes"]["bounds"];
    assert_eq!(bounds["pyramid"], classes(&[("ordinary", Some(320)), ("small", None)]));
    assert_eq!(bounds["abc"]["classes"], classes(&[("A", Some(80)), ("B", Some(25))]));
    assert_eq!(bounds["bcg"]["performance"], yuan(100), "means are told to whoever sees the account");
    let model = &own["lifetime"]["model"];
    assert_eq!((&model["reason"], &model["sample"], &model["test"]), (&json!("too_few"), &Value::Null, &Value::Null));
    assert_eq!(value(&rep, &stores[0]).await["classes"]["bounds"]["abc"]["to_next"], Value::Null, "none stands above A");
}

#[tokio::test]
async fn scores_begin_where_fifths_do_and_who_has_none_is_told_why() {
    let app = TestApp::new().await;
    let (rep, owner) = app.rep().await;
    let admin = app.admin();
    admin.put("/parameters/value.rfm_least", &json!({"value": 10})).await.done();
    let mut stores = Vec::new();
    for contribution in CONTRIBUTIONS {
        let store = json!({"name": format!("终端{contribution}"), "channel_kind": "catering", "owner_id": owner});
        let account = admin.post("/accounts", &store).await.ok();
        order(&app, &admin, &account, 30, 2 * contribution, Some(contribution)).await;
        stores.push(account);
    }
    let dealer = admin.post("/accounts", &json!({"name": "经销商", "channel_kind": "dealer"})).await.ok();
    order(&app, &admin, &dealer, 30, 100, Some(50)).await;
    let silent = admin.post("/accounts", &json!({"name": "不再下单", "channel_kind": "catering"})).await.ok();
    order(&app, &admin, &silent, 700, 100, Some(50)).await;
    reckon(&app).await;
    let scores = async |account: &Value| value(&admin, account).await["classes"]["bounds"]["scores"].clone();
    let told = scores(&stores[4]).await;
    let score = |score: i64, from: i64| json!({"score": score, "from": from});
    assert_eq!((&told["least"], &told["why_none"]), (&json!(10), &Value::Null));
    assert_eq!(told["monetary"], json!([score(2, 30 * YUAN), score(3, 80 * YUAN), score(4, 160 * YUAN), score(5, 500 * YUAN)]));
    // All ordered on the same day, once: all stand in the middle.
    assert_eq!((&told["recency"], &told["frequency"]), (&json!([score(2, 30), score(3, 30)]), &json!([score(2, 1), score(3, 1)])));
    let own = value(&rep, &stores[4]).await["classes"].clone();
    assert_eq!(own["monetary"], json!(3), "net sales of 100");
    assert_eq!(own["bounds"]["scores"]["monetary"], json!([score(3, 80 * YUAN), score(4, 160 * YUAN)]));
    assert_eq!((&scores(&dealer).await["why_none"], &scores(&silent).await["why_none"]), (&json!("too_few"), &json!("no_sales")));
    let of_dealer = value(&admin, &dealer).await["classes"]["bounds"].clone();
    assert_eq!((&of_dealer["abc"], &of_dealer["bcg"]["performance"]), (&Value::Null, &yuan(50)), "who sells on is no store");
}
