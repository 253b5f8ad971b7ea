//! Who changed what of an account, for whoever sees it.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, path, version};

#[tokio::test]
async fn whoever_sees_an_account_learns_who_changed_its_number_and_when() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, _) = app.person("salesperson", "二组").await;
    let account = rep.post("/accounts", &json!({"name": "金源", "phone": "0551-62880000"})).await.ok();
    let under = path(&account, "/accounts");
    assert_eq!(rep.get(&format!("{under}/changes")).await.ok()["items"], json!([]));
    let account = rep.patch(&under, version(&account), &json!({"phone": "0551-62880001"})).await.ok();
    admin.patch(&under, version(&account), &json!({"name": "银河", "tags": ["老客户"]})).await.done();
    let page = rep.get(&format!("{under}/changes")).await.ok();
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 2, "{page}");
    assert_eq!(items[1]["changes"], json!([{"field": "phone", "before": "0551-62880000", "after": "0551-62880001"}]));
    assert_eq!((&items[1]["user_id"], &items[1]["by_job"]), (&json!(rep_id), &json!(false)));
    assert!(page["names"][rep_id.to_string()].is_string(), "{page}");
    assert!(items[0]["at"].as_str() >= items[1]["at"].as_str());
    // What the name is sorted by is no field.
    let mut fields: Vec<&str> = items[0]["changes"].as_array().unwrap().iter().filter_map(|change| change["field"].as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["name", "tags"]);
    assert_eq!(other.get(&format!("{under}/changes")).await.status, 404);
}

#[tokio::test]
async fn the_changes_of_an_account_come_in_pages_without_loss() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut account = app.account("金源").await;
    let under = path(&account, "/accounts");
    for n in 0..5 {
        account = admin.patch(&under, version(&account), &json!({"remark": format!("第{n}次")})).await.ok();
    }
    let (mut told, mut cursor): (Vec<Value>, String) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("{under}/changes?limit=2{cursor}")).await.ok();
        told.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["changes"][0]["after"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
        assert!(told.len() < 10, "the pages do not end");
    }
    assert_eq!(json!(told), json!(["第4次", "第3次", "第2次", "第1次", "第0次"]));
    assert_eq!(admin.get(&format!("{under}/changes?cursor=nonsense")).await.status, 400);
    assert_eq!(admin.get(&format!("/accounts/{}/changes", uuid::Uuid::now_v7())).await.status, 404);
}
