//! Imports as work: long files, stops, others who write meanwhile, and what is forgotten at night.

use std::{sync::Arc, time::Duration};

use guanxi_kernel::{http::App, job::run_due};
use serde_json::{Value, json};

use super::{counts, csv, refused, start, upload};
use crate::{
    SLICES,
    staff::StaffDirectory,
    testing::{Done, TestApp, path},
};

#[tokio::test]
async fn refused_rows_have_no_limit() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut file = "客户名称,首次合作日期\n".to_owned();
    file.extend((0..3_000).map(|n| format!("客户{n},不知道\n")));
    let import = upload(&admin, "accounts", "a.csv", file.as_bytes()).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (0, 0, 0, 3_000));
    let refused = refused(&admin, &done).await;
    assert_eq!(refused.keys().copied().collect::<Vec<_>>(), (2..3_002).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_file_of_a_thousand_and_more_rows_goes_in_by_chunks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,客户编号,首次合作日期".to_owned()];
    rows.extend((0..1200).map(|n| format!("客户{n},N-{n},{}", if [10, 500, 1100].contains(&n) { "去年国庆" } else { "2020-01-02" })));
    let import = upload(&admin, "accounts", "big.csv", rows.join("\n").as_bytes()).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (1197, 0, 0, 3));
    assert_eq!(refused(&admin, &done).await.keys().copied().collect::<Vec<_>>(), [12, 502, 1102]);
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1197);
}

#[tokio::test]
async fn cdnow_goes_in_whole() {
    const CDNOW: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../clv/tests/data/cdnow_transactions.csv"));
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "orders", "cdnow.csv", CDNOW).await;
    let done = start(&app, &admin, &import, json!({"mode": "create", "make_missing": true})).await;
    assert_eq!(counts(&done), (69_659, 0, 0, 0));
    let asked = json!({"count": "exact", "sums": "net_sales,order_count", "sort": "-net_sales", "limit": 1, "columns": "number,net_sales,order_count"});
    let list = admin.post("/accounts/search", &asked).await.ok();
    assert_eq!(list["count"], json!({"value": 23_570, "exact": true}));
    assert_eq!(list["sums"]["net_sales"]["minor"], json!(250_031_563));
    // 80 of the purchases were worth nothing; they are orders all the same.
    assert_eq!(list["sums"]["order_count"], json!(69_659));
    let best = &list["items"][0];
    assert_eq!(
        (&best["number"], &best["net_sales"]["minor"], &best["order_count"]),
        (&json!("7592"), &json!(1_399_093), &json!(201)),
        "{best}"
    );
}

#[tokio::test]
async fn an_import_that_was_stopped_goes_on_where_it_stood() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let rows: Vec<String> = std::iter::once("客户名称".to_owned()).chain((1..=1200).map(|n| format!("客户{n}"))).collect();
    let import = upload(&admin, "accounts", "many.csv", rows.join("\n").as_bytes()).await;
    let start = || async { admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await.json() };
    // The server is told to stop while the import runs: the job is handed back after its first rows.
    app.app.stopping().cancel();
    let job = start().await;
    run_due(&app.app).await.unwrap();
    let stood = admin.get(&path(&job, "/jobs")).await.ok();
    assert_eq!((&stood["state"], &stood["done"]), (&json!("queued"), &json!(500)));
    assert_eq!(admin.post(&format!("{}/cancel", path(&job, "/jobs")), &Value::Null).await.ok()["state"], "cancelled");
    // Started and stopped again before it got anywhere.
    let second = start().await;
    assert_eq!(admin.post(&format!("{}/cancel", path(&second, "/jobs")), &Value::Null).await.ok()["state"], "cancelled");
    // Another process, and the person who starts it once more: no row comes twice.
    let again = App::new(app.app.db().clone(), SLICES, Arc::new(StaffDirectory), app.app.data().to_owned(), app.app.files().clone());
    start().await;
    run_due(&again).await.unwrap();
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), (1200, 0, 0, 0)));
    let list = admin.get("/accounts?count=exact&limit=1").await.ok();
    assert_eq!(list["count"]["value"], json!(1200));
}

#[tokio::test]
async fn a_file_is_read_again_while_somebody_else_writes() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "accounts", "a.csv", &csv(&["名册,,", "客户名称,客户编号,座机", "金源,A-1,", "银河,A-2,"])).await;
    let writing = app.app.db().write(&app.system().await).await.unwrap();
    let place = path(&import, "/imports");
    let patch = tokio::time::timeout(Duration::from_secs(20), async { admin.patch(&place, 1, &json!({"header_row": 99})).await });
    assert_eq!(patch.await.expect("reading waits for no writer").problem().0, 422);
    drop(writing);
    assert_eq!(admin.patch(&place, 1, &json!({"header_row": 2})).await.ok()["headers"], json!(["客户名称", "客户编号", "座机"]));
}

#[tokio::test]
async fn at_night_what_is_old_goes_piece_by_piece_and_the_rest_stays() {
    const OLD: usize = 5100;
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,首次合作日期".to_owned()];
    rows.extend((0..OLD).map(|n| format!("客户{n},去年国庆")));
    let old = upload(&admin, "accounts", "old.csv", rows.join("\n").as_bytes()).await;
    assert_eq!(counts(&start(&app, &admin, &old, json!({"mode": "create"})).await).3, i64::try_from(OLD).unwrap());
    for key in ["admin.job_days", "admin.file_days"] {
        admin.put(&format!("/parameters/{key}"), &json!({"value": 1})).await.done();
    }
    app.travel(chrono::Duration::days(2));
    let new = upload(&admin, "accounts", "new.csv", &csv(&["客户名称,首次合作日期", "金源,去年国庆"])).await;
    let new = start(&app, &admin, &new, json!({"mode": "create"})).await;
    let tidy = guanxi_kernel::job::NewJob::new("admin.tidy", Value::Null);
    guanxi_kernel::job::queue(app.app.db(), app.workspace, &tidy).await.unwrap();
    run_due(&app.app).await.unwrap();
    let jobs = admin.get("/jobs?kind=admin.tidy").await.ok();
    let job = &jobs["items"][0];
    let told = &job["result"];
    assert_eq!(
        (&job["state"], &told["rejected_rows"], &told["jobs"]),
        (&json!("done"), &json!(OLD), &json!(2)),
        "the import and what came after it: {jobs}"
    );
    let pieces = admin.get("/audit?name=admin.tidied").await.ok();
    assert_eq!(pieces["items"].as_array().unwrap().len(), 3, "two pieces, and what is not counted: {pieces}");
    let left = admin.get("/jobs?kind=import.run").await.ok();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    assert_eq!(refused(&admin, &new).await.len(), 1);
}
