//! Birthdays in their own calendar.

use serde_json::{Value, json};

use crate::testing::{TestApp, names, path};

#[tokio::test]
async fn a_birthday_is_kept_in_its_own_calendar() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let lunar = json!({"calendar": "lunar", "year": null, "month": 6, "day": 30, "leap": true});
    let contact = admin.post("/contacts", &json!({"name": "王", "birthday": lunar})).await.ok();
    assert_eq!(contact["birthday"], lunar);
    let solar = json!({"calendar": "solar", "year": 1984, "month": 2, "day": 29, "leap": false});
    let changed = admin.patch(&path(&contact, "/contacts"), 1, &json!({"birthday": solar})).await.ok();
    assert_eq!(changed["birthday"], solar);
    let by_month = json!({"filter": {"all": [{"field": "birthday_month", "op": "eq", "value": 2}, {"field": "birthday_day", "op": "between", "value": [20, 29]}]}});
    assert_eq!(names(&admin.post("/contacts/search", &by_month).await.ok()), ["王"]);
    assert_eq!(admin.patch(&path(&contact, "/contacts"), 2, &json!({"birthday": null})).await.ok()["birthday"], Value::Null);
}

#[tokio::test]
async fn a_lunar_birthday_says_on_which_day_it_is_kept_next() {
    let app = TestApp::new().await;
    let birthday = json!({"calendar": "lunar", "month": 8, "day": 15});
    let contact = app.admin().post("/contacts", &json!({"name": "王", "birthday": birthday})).await.ok();
    let next: chrono::NaiveDate = contact["next_birthday_on"].as_str().unwrap().parse().unwrap();
    assert!(next >= app.today() && next <= app.today() + chrono::Duration::days(385), "{next}");
    let without = app.admin().post("/contacts", &json!({"name": "李"})).await.ok();
    assert_eq!(without["next_birthday_on"], Value::Null);
}
