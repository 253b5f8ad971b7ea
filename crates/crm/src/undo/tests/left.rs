//! What is left as it is, and who may undo what.

use guanxi_sheet::{self as sheet, ReadOptions};
use serde_json::{Value, json};

use super::{counts, import, refused, rows, undo, undo_of};
use crate::testing::{Done, TestApp, path, version};

/// The record of this name in a list.
async fn named(client: &guanxi_kernel::testkit::Client, list: &str, name: &str) -> Value {
    let found = client.get(&format!("/{list}?limit=100")).await.ok();
    let found =
        found["items"].as_array().unwrap().iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no {name} in {found}"));
    client.get(&path(found, &format!("/{list}"))).await.ok()
}

fn reasons(run: &Value) -> Vec<(&str, i64)> {
    run["left"].as_array().unwrap().iter().map(|left| (left["why"].as_str().unwrap(), left["rows"].as_i64().unwrap())).collect()
}

#[tokio::test]
async fn what_somebody_has_changed_or_used_since_is_left_and_listed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let old = admin.post("/accounts", &json!({"name": "老店", "number": "N9", "region": "合肥市"})).await.ok();
    let file = rows(&["客户编号,客户名称,省市区", "N1,金源,芜湖市", "N2,红星,", "N3,和平,", "N4,新世纪,", "N5,云上,", "N9,老店,芜湖市"]);
    let done = import(&app, &admin, "accounts", &file, json!({"mode": "upsert", "key": "number"})).await;
    let edited = named(&admin, "accounts", "金源").await;
    admin.patch(&path(&edited, "/accounts"), version(&edited), &json!({"region": "马鞍山市"})).await.done();
    let ordered = named(&admin, "accounts", "红星").await;
    admin.post("/orders", &json!({"account_id": ordered["id"], "ordered_on": app.days_ago(1), "net_minor": 100})).await.done();
    let tasked = named(&admin, "accounts", "和平").await;
    admin.post("/contacts", &json!({"name": "陈一", "accounts": [{"account_id": tasked["id"], "roles": []}]})).await.done();
    let merged = named(&admin, "accounts", "新世纪").await;
    admin.post("/merges", &json!({"kind": "account", "kept_id": old["id"], "merged_id": merged["id"]})).await.done();
    let tried = undo(&app, &admin, &done, true).await;
    let run = undo(&app, &admin, &done, false).await;
    // The old shop was changed by the merge.
    assert_eq!((counts(&tried), counts(&run)), ((1, 0, 5), (1, 0, 5)));
    assert_eq!(reasons(&run), [("changed_since", 2), ("gone", 1), ("in_use", 2)]);
    assert_eq!(named(&admin, "accounts", "金源").await["region"], "马鞍山市");
    let answer = admin.get(&format!("{}/left", undo_of(&done))).await;
    assert_eq!(answer.status, 200);
    let place = std::env::temp_dir().join(format!("guanxi-test-{}.xlsx", uuid::Uuid::now_v7()));
    std::fs::write(&place, &answer.bytes).unwrap();
    let book = sheet::rows(&place, &ReadOptions { header_row: Some(1), ..ReadOptions::default() }).unwrap();
    let listed: Vec<[String; 3]> = book.map(|row| row.unwrap()).map(|row| [0, 1, 2].map(|n| row.text(n).into_owned())).collect();
    std::fs::remove_file(place).unwrap();
    assert!(listed.contains(&["客户", "金源", "导入后已被修改"].map(str::to_owned)), "{listed:?}");
    assert!(listed.contains(&["客户", "红星", "导入后已有关联内容（订单、任务、跟进等）"].map(str::to_owned)), "{listed:?}");
}

#[tokio::test]
async fn a_number_that_another_has_by_now_is_not_taken_from_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    admin.post("/accounts", &json!({"name": "金源", "number": "N1", "phone": "0551-62345671"})).await.done();
    let file = rows(&["电话,客户名称,客户编号", "0551-62345671,金源,N2"]);
    let done = import(&app, &admin, "accounts", &file, json!({"mode": "update", "key": "phone"})).await;
    admin.post("/accounts", &json!({"name": "红星", "number": "N1"})).await.done();
    let run = undo(&app, &admin, &done, false).await;
    assert_eq!((counts(&run), reasons(&run)), ((0, 0, 1), vec![("taken", 1)]));
    assert_eq!(named(&admin, "accounts", "金源").await["number"], "N2");
}

#[tokio::test]
async fn who_brought_a_file_undoes_it_as_far_as_their_rights_go() {
    let app = TestApp::new().await;
    let (admin, (manager, _), (other, _), (rep, _)) =
        (app.admin(), app.person("manager", "一组").await, app.person("manager", "二组").await, app.rep().await);
    let file = rows(&["客户编号,客户名称", "N1,金源"]);
    let done = import(&app, &manager, "accounts", &file, json!({"mode": "create"})).await;
    for stranger in [&other, &rep, &app.other_workspace().await] {
        assert_eq!(stranger.get(&undo_of(&done)).await.status, 404);
        assert_eq!(stranger.post(&undo_of(&done), &json!({})).await.status, 404);
        assert_eq!(stranger.get(&format!("{}/left", undo_of(&done))).await.status, 404);
    }
    assert_eq!(manager.post(&undo_of(&done), &json!({"dry": true})).await.status, 422);
    // Whoever may not remove customers any more leaves them.
    app.take_right("manager", "account", "remove").await;
    let run = undo(&app, &manager, &done, true).await;
    assert_eq!(counts(&run), (0, 0, 1));
    // An administrator may.
    assert_eq!(counts(&undo(&app, &admin, &done, false).await), (1, 0, 0));
    assert_eq!(refused(&manager, &done).await, (409, json!("import_undone")));
    assert_eq!(manager.get(&undo_of(&done)).await.ok()["last"]["state"], "done");
}
