//! Who made a record elsewhere, and when.

use serde_json::json;

use super::{counts, csv, start, upload};
use crate::testing::{Done, TestApp, path};

#[tokio::test]
async fn administrators_bring_in_who_made_a_record_and_when() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, leaver) = app.rep().await;
    let leaver_row = admin.get(&format!("/users/{leaver}")).await.ok();
    let (name, email) = (leaver_row["name"].as_str().unwrap().to_owned(), leaver_row["email"].as_str().unwrap().to_owned());
    let me = admin.get("/me").await.ok()["user"]["id"].clone();
    admin.post(&format!("/users/{leaver}/deactivate"), &json!({"successor_id": me})).await.done();
    for (kind, file) in [
        ("accounts", vec!["客户名称,创建人,创建时间,负责人".to_owned(), format!("金源,{name},2019-03-04 09:30,{email}")]),
        ("contacts", vec!["姓名,创建人,创建时间,负责人".to_owned(), format!("陈一,{email},2019-03-04T09:30:00+08:00,{name}")]),
        (
            "orders",
            vec!["单号,客户名称,日期,金额,创建人,创建时间".to_owned(), format!("A1,金源,2019-03-04,100.00,{name},2019-03-04 09:30")],
        ),
    ] {
        let rows: Vec<&str> = file.iter().map(String::as_str).collect();
        let import = upload(&admin, kind, "old.csv", &csv(&rows)).await;
        assert_eq!(import["withheld"], json!([]), "{import}");
        let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
        assert_eq!(counts(&done), (1, 0, 0, 0), "{done}");
        let item = admin.get(&format!("/{kind}?limit=1&columns=created_at")).await.ok()["items"][0].clone();
        let row = admin.get(&path(&item, &format!("/{kind}"))).await.ok();
        assert_eq!(row["created_at"], "2019-03-04T01:30:00Z", "{kind}: {row}");
        if kind != "orders" {
            assert_eq!(row["owner"]["id"], json!(leaver), "{kind}: {row}");
        }
    }
    // The audit says who has really written it.
    let audit = admin.get("/audit?name=import.finished").await.ok();
    assert_eq!(audit["items"][0]["user"]["id"], admin.get("/me").await.ok()["user"]["id"], "{audit}");
}

#[tokio::test]
async fn a_maker_who_never_worked_here_is_remembered_in_words() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "accounts", "old.csv", &csv(&["客户名称,创建人,备注", "金源,老张,月结"])).await;
    start(&app, &admin, &import, json!({"mode": "create"})).await;
    let item = admin.get("/accounts?limit=1").await.ok()["items"][0].clone();
    assert_eq!(admin.get(&path(&item, "/accounts")).await.ok()["remark"], "月结\n创建人：老张");
    // Nothing was made in the future.
    let import = upload(&admin, "accounts", "old.csv", &csv(&["客户名称,创建时间", "银河,2190-01-01"])).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!((counts(&done), &done["refused"][0]["problems"][0]["code"]), ((0, 0, 0, 1), &json!("in_the_future")), "{done}");
}

#[tokio::test]
async fn nobody_else_does() {
    let app = TestApp::new().await;
    let (manager, _) = app.person("manager", "一组").await;
    let import = upload(&manager, "accounts", "old.csv", &csv(&["客户名称,创建人,创建时间", "金源,王五,2019-03-04"])).await;
    assert_eq!((&import["mapping"], &import["withheld"]), (&json!({"0": "name"}), &json!(["created_at", "created_by"])));
    let fields: Vec<&str> = import["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
    assert!(!fields.contains(&"created_at") && fields.contains(&"owner"), "{fields:?}");
    let mapping = json!({"mapping": {"0": "name", "2": "created_at"}});
    let refused = manager.patch(&path(&import, "/imports"), import["version"].as_i64().unwrap(), &mapping).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["code"], "origin_withheld", "{}", refused.text());
}
