//! F38: what somebody likes is known wherever they come.

use serde_json::{Value, json};

use super::part;
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn f38_a_preference_noted_at_one_branch_is_seen_at_all() {
    let app = TestApp::new().await;
    let (tokyo, osaka) = (app.unit("东京店", "branch", None).await, app.unit("大阪店", "branch", None).await);
    let (in_tokyo, _) = app.person_in(&["branch_staff"], &tokyo).await;
    let (in_osaka, _) = app.person_in(&["branch_staff"], &osaka).await;
    let account = app.account("田中家").await;
    for unit in [&tokyo, &osaka] {
        app.admin().post(&part(&path(&account, "/accounts"), "team"), &json!({"org_unit_id": id(unit), "may_change": true})).await.done();
    }
    let contact = json!({"name": "田中", "accounts": [{"account_id": id(&account)}]});
    let tanaka = path(&app.admin().post("/contacts", &contact).await.ok(), "/contacts");
    let shampoo = in_tokyo.post(&part(&tanaka, "preferences"), &json!({"domain": "洗发水", "value": "资生堂"})).await.ok();
    assert_eq!(shampoo["org_unit"]["name"], "东京店");
    let known = in_osaka.get(&part(&tanaka, "personal")).await.ok();
    assert_eq!(known["preferences"], json!([shampoo]));
    let sensitive = in_osaka.post(&part(&tanaka, "preferences"), &json!({"domain": "饮食", "value": "糖尿病，不吃甜"})).await;
    assert_eq!(sensitive.wrong_fields(), [("/value".to_owned(), "not_a_preference".to_owned())]);
    for kind in ["illness", "religion", "child", "financial_account", "location_trail", "Child"] {
        let sensitive = in_osaka.post(&part(&tanaka, "preferences"), &json!({"domain": kind, "value": "有"})).await;
        assert_eq!(sensitive.wrong_fields(), [("/value".to_owned(), "not_a_preference".to_owned())], "{kind}");
    }
    in_osaka.delete(&path(&shampoo, "/preferences"), 1).await.done();
    assert_eq!(in_tokyo.get(&part(&tanaka, "personal")).await.ok()["preferences"], Value::Array(Vec::new()));
}
