//! What is asked is for the workspace to say.

use serde_json::{Value, json};

use super::{answer, file, with_19_answers};
use crate::testing::{Done, TestApp};

#[tokio::test]
async fn f03_25_questions_are_asked_unless_the_workspace_asks_others() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let field = json!({"list": "accounts", "label": "门头米数", "key": "front", "kind": {"type": "number"}});
    admin.post("/custom-fields", &field).await.done();
    let account = with_19_answers(&rep, "金源烟酒店").await;
    let usual = rep.get("/file-forms").await.ok();
    let of = |forms: &Value, kind: &str| forms["items"].as_array().unwrap().iter().find(|form| form["kind"] == kind).unwrap().clone();
    assert_eq!(
        (of(&usual, "organisation")["fields"].as_array().unwrap().len(), &of(&usual, "organisation")["is_chosen"]),
        (25, &json!(false))
    );
    assert!(
        usual["questions"]
            .as_array()
            .unwrap()
            .iter()
            .any(|question| question["field"] == "custom.front" && question["label"] == "门头米数")
    );
    let asked = json!({"fields": ["name", "phone", "custom.front", "boss"]});
    assert_eq!(rep.put("/file-forms/organisation", &asked).await.status, 403);
    let chosen = admin.put("/file-forms/organisation", &asked).await.ok();
    assert_eq!(of(&chosen, "organisation")["is_chosen"], true);
    let now = file(&rep, &account).await;
    assert_eq!((&now["completeness"]["bp"], &answer(&now, "custom.front")["label"]), (&json!(7500), &json!("门头米数")));
    let again = admin.put("/file-forms/organisation", &json!({"fields": ["phone"]})).await.ok();
    assert_eq!(of(&again, "organisation")["fields"], json!(["phone"]));
    let back = admin.put("/file-forms/organisation", &json!({"fields": null})).await.ok();
    assert_eq!(of(&back, "organisation")["is_chosen"], false);
}

#[tokio::test]
async fn a_form_asks_only_what_there_is_and_each_once() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let wrong =
        admin.put("/file-forms/organisation", &json!({"fields": ["phone", "phone", "shoe_size", "custom.nothing"]})).await.wrong_fields();
    let expected = [("/fields/1", "twice"), ("/fields/2", "unknown_choice"), ("/fields/3", "unknown_choice")];
    assert_eq!(wrong, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    assert_eq!(admin.put("/file-forms/club", &json!({"fields": ["phone"]})).await.wrong_fields()[0].0, "/kind");
}

#[tokio::test]
async fn a_field_of_ones_own_that_is_removed_is_not_asked_any_more() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = json!({"list": "accounts", "label": "门头米数", "key": "front", "kind": {"type": "number"}});
    let field = admin.post("/custom-fields", &field).await.ok();
    let account = with_19_answers(&admin, "金源烟酒店").await;
    admin.put("/file-forms/organisation", &json!({"fields": ["phone", "custom.front"]})).await.done();
    assert_eq!(file(&admin, &account).await["completeness"]["asked"], 2);
    let path = crate::testing::path(&field, "/custom-fields");
    admin.delete(&path, crate::testing::version(&field)).await.done();
    assert_eq!(file(&admin, &account).await["completeness"]["asked"], 1);
}
