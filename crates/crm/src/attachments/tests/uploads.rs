//! Putting files on records, fetching and removing them.

use chrono::Duration;
use guanxi_kernel::{event::Event, job::run_due, slice::remove_records};
use serde_json::json;

use super::{PDF, attach, files_of, names, rep_with_account, set, stored};
use crate::{
    SLICES,
    testing::{Done, TestApp, id, path},
};

#[tokio::test]
async fn a_file_is_put_on_an_account_and_fetched_as_it_was() {
    let app = TestApp::new().await;
    let (rep, user, account) = rep_with_account(&app).await;
    let answer = attach(&rep, ("account", &account), "报价单 2026.pdf", PDF).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let file = answer.json();
    let said = ["about_kind", "family", "may_remove", "media_type", "name", "picture", "size_bytes"].map(|key| file[key].clone());
    let wanted = json!(["account", "document", true, "application/pdf", "报价单 2026.pdf", "none", PDF.len()]);
    assert_eq!((json!(said), &file["about_id"]), (wanted, &json!(account)));
    assert_eq!(file["by"]["id"], user.to_string());
    assert_eq!(rep.get(&path(&file, "/attachments")).await.ok(), file);
    let page = files_of(&rep, ("account", &account)).await;
    assert_eq!((&page["items"], &page["count"]["value"], &page["may_add"]), (&json!([file]), &json!(1), &json!(true)));
    assert_eq!(page["limits"], json!({"most_files": 200, "image_mb": 20, "document_mb": 20, "media_mb": 20, "archive_mb": 20}));

    let fetched = rep.get(&format!("{}/file", path(&file, "/attachments"))).await;
    assert_eq!((fetched.status.as_u16(), fetched.bytes.as_slice()), (200, PDF));
    let header = |name: &str| fetched.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-disposition"), "attachment; filename=\"2026.pdf\"; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%E5%8D%95%202026.pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("cache-control"), "private, max-age=86400, immutable");
    assert_eq!(header("content-length"), PDF.len().to_string(), "it is not compressed again");
}

#[tokio::test]
async fn a_part_of_a_file_is_answered_with_that_part() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    let under = format!("{}/file", path(&file, "/attachments"));
    let ask = |name: &'static str, value: &str| rep.clone().with_header(name, value);
    let part = ask("range", "bytes=1-3").get(&under).await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &b"PDF"[..]));
    assert_eq!(part.headers["content-range"], "bytes 1-3/30");
    assert_eq!(ask("range", "bytes=-5").get(&under).await.bytes, b"dobj\n");
    let beyond = ask("range", "bytes=30-").get(&under).await;
    assert_eq!((beyond.problem(), beyond.headers["content-range"].to_str().unwrap()), ((416, "no_such_part".to_owned()), "bytes */30"));
    assert_eq!(ask("range", "bytes=5-1").get(&under).await.status, 200, "what is no range is the whole");
    let tag = part.headers["etag"].to_str().unwrap();
    assert_eq!(ask("if-none-match", tag).get(&under).await.status, 304);
    assert_eq!(ask("range", "bytes=1-3").with_header("if-range", "\"another\"").get(&under).await.status, 200);
}

#[tokio::test]
async fn what_is_not_taken_is_refused_with_a_reason_and_leaves_nothing() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    set(&app, "attachments.document_mb", 1).await;
    set(&app, "attachments.media_mb", 0).await;
    let large = [PDF, &vec![b'x'; 1024 * 1024]].concat();
    for (name, bytes, code) in [
        ("empty.pdf", &b""[..], "file_empty"),
        ("large.pdf", &large, "file_too_large"),
        ("program.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "file_kind"),
        ("page.txt", b"<html><script>alert(1)</script></html>", "file_kind"),
        ("logo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "file_kind"),
        ("contract.pdf.exe", PDF, "file_kind"),
        ("unknown", b"\x00\x01\x02", "file_kind"),
        ("call.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00", "file_family"),
    ] {
        let answer = attach(&rep, ("account", &account), name, bytes).await;
        assert_eq!(answer.problem().0, 422, "{name}");
        assert_eq!(answer.wrong_fields(), [("/file".to_owned(), code.to_owned())], "{name}");
    }
    let under = format!("/attachments?about_kind=account&about_id={account}");
    assert_eq!(rep.post(&under, &json!({})).await.problem(), (400, "malformed".to_owned()));
    let torn = rep.send_bytes(axum::http::Method::POST, &under, Some("multipart/form-data; boundary=x"), b"--x\r\nContent".to_vec()).await;
    assert_eq!(torn.problem(), (400, "malformed".to_owned()));
    let other = rep.upload(&under, &[("note", "first")], "a.pdf", PDF).await;
    assert_eq!(other.wrong_fields(), [("/file".to_owned(), "required".to_owned())]);
    assert_eq!(
        attach(&rep, ("order", &account), "a.pdf", PDF).await.wrong_fields(),
        [("/about_kind".to_owned(), "unknown_choice".to_owned())]
    );
    assert_eq!(names(&files_of(&rep, ("account", &account)).await), Vec::<&str>::new());
    assert_eq!(stored(&app).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_file_is_what_is_in_it_whatever_it_is_called() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "../../etc/\u{202e}photo.jpg", PDF).await.ok();
    assert_eq!((&file["name"], &file["media_type"], &file["family"]), (&json!("photo.jpg"), &json!("application/pdf"), &json!("document")));
    let long = attach(&rep, ("account", &account), &format!("{}.pdf", "长".repeat(300)), PDF).await.ok();
    assert_eq!(long["name"], format!("{}.pdf", "长".repeat(76)));
}

#[tokio::test]
async fn a_record_takes_so_many_files_and_each_once() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    set(&app, "attachments.most_files", 2).await;
    attach(&rep, ("account", &account), "a.pdf", PDF).await.done();
    assert_eq!(attach(&rep, ("account", &account), "a.pdf", PDF).await.problem(), (409, "file_there".to_owned()));
    attach(&rep, ("account", &account), "b.pdf", PDF).await.done();
    let full = attach(&rep, ("account", &account), "c.pdf", PDF).await;
    assert_eq!(full.wrong_fields(), [("/file".to_owned(), "files_full".to_owned())]);
    assert_eq!(stored(&app).await.len(), 2, "what was refused is not left behind");
}

#[tokio::test]
async fn the_list_comes_in_pages_the_newest_first() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    for n in 0..5 {
        attach(&rep, ("account", &account), &format!("{n}.pdf"), PDF).await.done();
    }
    let under = format!("/attachments?about_kind=account&about_id={account}&limit=2");
    let (mut read, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = rep.get(&format!("{under}{cursor}")).await.ok();
        read.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(read, ["4.pdf", "3.pdf", "2.pdf", "1.pdf", "0.pdf"]);
    assert_eq!(rep.get(&format!("{under}&cursor=x")).await.problem(), (422, "stale_cursor".to_owned()));
}

#[tokio::test]
async fn a_file_is_told_on_the_timeline_and_in_the_audit() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    let timeline = rep.get(&format!("/accounts/{account}/timeline")).await.ok();
    let told = timeline["items"].as_array().unwrap().iter().find(|item| item["kind"] == "attachment").expect("the file is told");
    assert_eq!(told["data"], file);
    rep.send(axum::http::Method::DELETE, &path(&file, "/attachments"), None).await.done();
    let audit = app.admin().get(&format!("/audit?record_id={}", id(&file))).await.ok();
    let told: Vec<_> = audit["items"].as_array().unwrap().iter().map(|entry| (&entry["name"], &entry["data"]["name"])).collect();
    assert_eq!(told, [(&json!("attachment.removed"), &json!("a.pdf")), (&json!("attachment.added"), &json!("a.pdf"))]);
    let timeline = rep.get(&format!("/accounts/{account}/timeline")).await.ok();
    assert!(timeline["items"].as_array().unwrap().iter().all(|item| item["kind"] != "attachment"));
}

#[tokio::test]
async fn what_was_removed_leaves_the_store_an_hour_later() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    rep.send(axum::http::Method::DELETE, &path(&file, "/attachments"), None).await.done();
    assert_eq!(rep.get(&format!("{}/file", path(&file, "/attachments"))).await.problem().0, 404);
    run_due(&app.app).await.unwrap();
    assert_eq!(stored(&app).await.len(), 1, "a backup that is being written finds it");
    app.travel(Duration::minutes(61));
    run_due(&app.app).await.unwrap();
    assert_eq!(stored(&app).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_night_sweeps_away_what_is_on_no_record() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let kept = attach(&rep, ("account", &account), "kept.pdf", PDF).await.ok();
    let gone = app.account_of(None).await;
    attach(&app.admin(), ("account", &gone.to_string()), "gone.pdf", PDF).await.done();
    // An upload that was broken off before its row was written.
    let lost = super::rules::key(app.workspace, uuid::Uuid::now_v7());
    app.app.files().put(&lost, PDF.to_vec()).await.unwrap();
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let removed = remove_records(&tx, SLICES, "account", &[gone]).await.unwrap();
    assert_eq!(removed["attachments"], 1);
    let done = tx.record(Event::new("account.purged", "account", gone), ());
    tx.commit(done).await.unwrap();
    let sweep = || guanxi_kernel::job::NewJob::new("attachments.sweep", json!({}));
    for (later, left) in [(Duration::zero(), 3), (Duration::days(2), 1)] {
        app.travel(later);
        guanxi_kernel::job::queue(app.app.db(), app.workspace, &sweep()).await.unwrap();
        run_due(&app.app).await.unwrap();
        assert_eq!(stored(&app).await.len(), left, "what is young may be on its way to its row");
    }
    assert_eq!(rep.get(&format!("{}/file", path(&kept, "/attachments"))).await.bytes, PDF);
}

#[tokio::test]
async fn the_files_of_records_that_are_one_are_on_the_one_that_stays_and_go_back_with_the_other() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let [stays, goes] = [app.account("金源烟酒店").await, app.account("华夏大酒店").await];
    let file = attach(&admin, ("account", id(&goes)), "合同.pdf", PDF).await.ok();
    let merged = admin.post("/merges", &json!({"kind": "account", "kept_id": id(&stays), "merged_id": id(&goes)})).await.ok();
    assert_eq!(names(&files_of(&admin, ("account", id(&stays))).await), ["合同.pdf"]);
    assert_eq!(admin.get(&format!("{}/file", path(&file, "/attachments"))).await.bytes, PDF);
    admin.post(&format!("{}/undo", path(&merged, "/merges")), &json!({})).await.done();
    assert_eq!(names(&files_of(&admin, ("account", id(&stays))).await), Vec::<&str>::new());
    assert_eq!(names(&files_of(&admin, ("account", id(&goes))).await), ["合同.pdf"]);
}

#[tokio::test]
async fn a_file_that_the_store_has_lost_says_so() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    for key in stored(&app).await {
        app.app.files().remove(&key).await.unwrap();
    }
    assert_eq!(rep.get(&format!("{}/file", path(&file, "/attachments"))).await.problem(), (409, "file_missing".to_owned()));
}
