//! Lists as files.

use axum::http::Method;
use guanxi_kernel::testkit::Client;
use guanxi_sheet::{self as sheet, Cell, ReadOptions};
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, path};

async fn file(app: &TestApp, client: &Client, export: Value) -> Vec<u8> {
    let answer = client.post("/exports", &export).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let job = app.job(client, &answer.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    let place = job["result"]["file"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let answer = client.get(&place).await;
    assert_eq!(answer.status, 200);
    answer.bytes
}

#[tokio::test]
async fn a_csv_opens_in_a_spreadsheet_and_runs_nothing_there() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for name in ["=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "普通，\"引号\""] {
        app.account(name).await;
    }
    let labels = json!({"name": "客户", "channel_kind": "渠道"});
    let bytes = file(&app, &admin, json!({"list": "accounts", "format": "csv", "columns": ["name", "net_sales"], "labels": labels})).await;
    assert_eq!(&bytes[..3], b"\xef\xbb\xbf", "the mark by which Excel knows UTF-8");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("客户") && text.contains("普通"), "{text}");
    let mut cells = 0;
    for line in text.trim_start_matches('\u{feff}').lines().skip(1) {
        let first = line.trim_start_matches('"').chars().next().unwrap();
        assert!(!matches!(first, '=' | '+' | '-' | '@' | '\t'), "{line}");
        cells += 1;
    }
    assert_eq!(cells, 6);
}

#[tokio::test]
async fn a_file_is_named_in_the_language_of_its_starter_by_what_it_holds_and_the_day() {
    let app = TestApp::new().await;
    let admin = app.admin();
    app.account("金源").await;
    let day = app.today();
    for (locale, title, format, name) in [
        ("zh-CN", None, "xlsx", format!("客户-{day}.xlsx")),
        ("zh-TW", Some("重點/客戶"), "csv", format!("客戶-重點 客戶-{day}.csv")),
        ("en", None, "csv", format!("Accounts-{day}.csv")),
    ] {
        admin.send(Method::PATCH, "/me", Some(&json!({"locale": locale}))).await.done();
        let asked = admin.post("/exports", &json!({"list": "accounts", "format": format, "title": title})).await;
        let job = app.job(&admin, &asked.json()).await;
        assert_eq!(job["result"]["name"], name);
        let answer = admin.get(job["result"]["file"].as_str().unwrap().trim_start_matches("/api/v1")).await;
        let disposition = answer.headers["content-disposition"].to_str().unwrap().to_owned();
        let encoded: String =
            name.bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }
                })
                .collect();
        assert!(disposition.ends_with(&format!("; filename*=UTF-8''{encoded}")), "{disposition}");
    }
    let long = json!({"list": "accounts", "format": "csv", "title": "长".repeat(101)});
    assert_eq!(admin.post("/exports", &long).await.wrong_fields()[0].0, "/title");
}

#[tokio::test]
async fn a_workbook_holds_what_the_list_shows_its_starter() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    app.accounts_of(rep_id, 3).await;
    app.account("老板的").await;
    let filter = json!({"field": "name", "op": "ne", "value": "烟酒店0001"});
    let bytes = file(&app, &rep, json!({"list": "accounts", "format": "xlsx", "filter": filter, "sort": "-name", "columns": ["name", "owner", "high_tech", "net_sales"]})).await;
    let stored = std::env::temp_dir().join(format!("guanxi-test-{}.xlsx", uuid::Uuid::now_v7()));
    std::fs::write(&stored, bytes).unwrap();
    let rows = sheet::rows(&stored, &ReadOptions { header_row: Some(1), ..ReadOptions::default() }).unwrap();
    assert_eq!(rows.header().text(0), "name");
    let names: Vec<String> = rows.map(|row| row.unwrap().text(0).into_owned()).collect();
    assert_eq!(names, ["烟酒店0002", "烟酒店0000"]);
    std::fs::remove_file(stored).unwrap();
}

#[tokio::test]
async fn f62_an_export_of_501_rows_is_refused_and_written_down() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    app.accounts_of(rep_id, 500).await;
    let export = json!({"list": "accounts", "format": "csv"});
    let allowed = file(&app, &rep, export.clone()).await;
    assert_eq!(String::from_utf8(allowed).unwrap().lines().count(), 501);
    app.accounts_of(rep_id, 1).await;
    assert_eq!(rep.post("/exports", &export).await.problem(), (403, "forbidden".to_owned()));
    let audit = admin.get("/audit?name=export.refused").await.ok();
    let entry = &audit["items"][0];
    assert_eq!((&entry["data"]["rows"], &entry["data"]["limit"], &entry["user"]["id"]), (&json!(501), &json!(500), &json!(rep_id)));
    // Nobody counts further than it takes to refuse.
    app.accounts_of(rep_id, 1).await;
    assert_eq!(rep.post("/exports", &export).await.problem(), (403, "forbidden".to_owned()));
    let audit = admin.get("/audit?name=export.refused").await.ok();
    assert_eq!((&audit["items"][0]["data"]["rows"], &audit["items"][0]["data"]["limit"]), (&Value::Null, &json!(500)));
    // Nothing was cut off silently, and nothing was written.
    assert_eq!(rep.get("/exports").await.ok()["items"].as_array().unwrap().len(), 1);
    // An administrator takes more; a higher limit lets others too.
    assert_eq!(String::from_utf8(file(&app, &admin, export.clone()).await).unwrap().lines().count(), 503);
    let _ = admin.put("/parameters/admin.export_rows", &json!({"value": 1002})).await.ok();
    file(&app, &rep, export).await;
}

#[tokio::test]
async fn f62_many_small_exports_are_a_big_one_until_a_day_has_passed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let mine = app.accounts_of(rep_id, 3).await;
    admin.put("/parameters/admin.export_rows", &json!({"value": 4})).await.done();
    let some = |ids: &[uuid::Uuid]| json!({"list": "accounts", "format": "csv", "ids": ids});
    file(&app, &rep, some(&mine)).await;
    assert_eq!(rep.post("/exports", &some(&mine[..2])).await.problem(), (403, "forbidden".to_owned()));
    file(&app, &rep, some(&mine[..1])).await;
    assert_eq!(rep.post("/exports", &some(&mine[..1])).await.problem().0, 403, "four are taken");
    let (other, other_id) = app.rep().await;
    let theirs = app.accounts_of(other_id, 3).await;
    file(&app, &other, some(&theirs)).await;
    for _ in 0..2 {
        file(&app, &admin, some(&mine)).await;
    }
    app.travel(chrono::Duration::hours(25));
    file(&app, &rep, some(&mine)).await;
}

#[tokio::test]
async fn f62_a_list_that_has_grown_over_the_limit_is_not_written() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    admin.put("/parameters/admin.export_rows", &json!({"value": 2})).await.done();
    app.accounts_of(rep_id, 2).await;
    let asked = rep.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.ok();
    app.accounts_of(rep_id, 1).await;
    let job = app.job(&rep, &asked).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("forbidden")), "{job}");
    assert_eq!(admin.get("/audit?name=export.refused").await.ok()["items"][0]["user"]["id"], json!(rep_id));
    let folder = app.app.folder(app.workspace, "exports").unwrap();
    let left = || std::fs::read_dir(&folder).unwrap().count();
    for _ in 0..100 {
        if left() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    assert_eq!(left(), 0, "the half of the file goes");
}

#[tokio::test]
async fn a_file_is_for_its_starter_alone() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (other, _) = app.rep().await;
    app.accounts_of(rep_id, 1).await;
    let queued = rep.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.ok();
    let place = format!("{}/file", path(&queued, "/exports"));
    assert_eq!(rep.get(&place).await.problem().0, 404, "not written yet");
    app.run_jobs().await;
    assert_eq!(rep.get(&place).await.status, 200);
    assert_eq!(other.get(&place).await.problem().0, 404);
    assert_eq!(app.anonymous().get(&place).await.problem().0, 401);
}

#[tokio::test]
async fn the_history_tells_who_took_what_and_offers_the_file_while_it_is_there() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let mine = app.accounts_of(rep_id, 3).await;
    let filter = json!({"field": "name", "op": "ne", "value": "烟酒店0001"});
    let asked = json!({"list": "accounts", "format": "csv", "filter": filter, "q": "烟酒", "sort": "-name", "title": "重点客户"});
    file(&app, &rep, asked).await;
    file(&app, &rep, json!({"list": "accounts", "format": "xlsx", "ids": [mine[0], mine[1]]})).await;
    admin.post("/exports", &json!({"list": "contacts", "format": "csv"})).await.done();

    // Page by page, newest first, and everybody sees their own.
    let newest = rep.get("/exports?limit=1").await.ok();
    let ticked = &newest["items"][0];
    assert_eq!((&ticked["ticked"], &ticked["rows"], &ticked["filter"]), (&json!(2), &json!(2), &Value::Null));
    let cursor = newest["next_cursor"].as_str().unwrap();
    let oldest = rep.get(&format!("/exports?limit=1&cursor={cursor}")).await.ok();
    assert_eq!(oldest["next_cursor"], Value::Null);
    let filtered = &oldest["items"][0];
    assert_eq!(filtered["by"]["id"], json!(rep_id));
    assert_eq!(
        json!([
            filtered["list"],
            filtered["filter"],
            filtered["q"],
            filtered["sort"],
            filtered["title"],
            filtered["rows"],
            filtered["state"]
        ]),
        json!(["accounts", filter, "烟酒", "-name", "重点客户", 2, "done"])
    );
    assert_eq!(admin.get("/exports").await.ok()["items"].as_array().unwrap().len(), 3, "who keeps the workspace sees all");
    assert_eq!(admin.get("/exports").await.ok()["items"][0]["state"], "queued");

    // The file went, as it does by night; the history stays.
    let place = filtered["file"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
    assert_eq!(rep.get(&place).await.status, 200);
    let folder = app.app.folder(app.workspace, "exports").unwrap();
    std::fs::remove_file(folder.join(format!("{}.csv", filtered["id"].as_str().unwrap()))).unwrap();
    let after = rep.get("/exports").await.ok();
    assert_eq!((&after["items"][1]["file"], &after["items"][1]["rows"]), (&Value::Null, &json!(2)));
    assert!(after["items"][0]["file"].is_string());
    assert_eq!(rep.get("/exports?cursor=yesterday").await.status, 400);
}

#[tokio::test]
async fn wrong_exports_are_refused() {
    let app = TestApp::new().await;
    let (agent, _) = app.person("service_agent", "客服").await;
    assert_eq!(agent.post("/exports", &json!({"list": "accounts", "format": "csv"})).await.problem().0, 403);
    for (export, pointer) in [
        (json!({"list": "planets", "format": "csv"}), "/list"),
        (json!({"list": "accounts", "format": "pdf"}), "/format"),
        (json!({"list": "accounts", "format": "csv", "columns": ["colour"]}), "/columns"),
        (json!({"list": "accounts", "format": "csv", "sort": "colour"}), "/sort"),
        (json!({"list": "accounts", "format": "csv", "filter": {"field": "colour", "op": "eq", "value": 1}}), "/filter"),
        (json!({"list": "accounts", "format": "xlsx", "labels": {"name": "长".repeat(201)}}), "/labels"),
        (json!({"list": "accounts", "format": "csv", "q": "长".repeat(1001)}), "/q"),
    ] {
        assert_eq!(app.admin().post("/exports", &export).await.wrong_fields()[0].0, pointer, "{export}");
    }
}

#[tokio::test]
async fn a_cell_is_what_its_field_is_and_not_what_it_looks_like() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = json!({"name": "2026-01-05", "number": "12", "remark": "organisation", "kind": "household", "high_tech": true, "cooperating_since": "2020-03-01"});
    let made = admin.post("/accounts", &account).await.ok();
    let labels = json!({"kind.household": "家庭", "remark.organisation": "不是选项"});
    let columns = ["name", "number", "remark", "kind", "high_tech", "cooperating_since", "net_sales", "order_count", "owner", "created_at"];
    let export = |format: &str| json!({"list": "accounts", "format": format, "columns": columns, "labels": labels});
    let at: chrono::DateTime<chrono::Utc> = made["created_at"].as_str().unwrap().parse().unwrap();
    let here = at.with_timezone(&crate::testing::ZONE).naive_local();
    let stored = std::env::temp_dir().join(format!("guanxi-test-{}.xlsx", uuid::Uuid::now_v7()));
    std::fs::write(&stored, file(&app, &admin, export("xlsx")).await).unwrap();
    let cells =
        sheet::rows(&stored, &ReadOptions { header_row: Some(1), ..ReadOptions::default() }).unwrap().next().unwrap().unwrap().cells;
    std::fs::remove_file(stored).unwrap();
    assert!(matches!(&cells[0], Cell::Text(text) if text == "2026-01-05"), "a name stays a name: {cells:?}");
    assert!(matches!(&cells[2], Cell::Text(text) if text == "organisation"), "only choices have labels: {cells:?}");
    assert!(matches!(&cells[3], Cell::Text(text) if text == "家庭"), "{cells:?}");
    assert!(matches!(&cells[5], Cell::Date(day) if day.to_string() == "2020-03-01"), "{cells:?}");
    assert!(matches!(&cells[9], Cell::DateTime(there) if (*there - here).num_seconds().abs() <= 1), "{cells:?}");
    let csv = String::from_utf8(file(&app, &admin, export("csv")).await).unwrap();
    let row = csv.lines().nth(1).unwrap();
    let moment = here.format("%Y-%m-%d %H:%M:%S");
    assert_eq!(row, format!(r#""2026-01-05","12","organisation","家庭","TRUE","2020-03-01","0.00","0","王老板","{moment}""#));
}
