//! Who sees files, adds them, removes them.

use axum::http::Method;
use chrono::Duration;
use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{PDF, attach, files_of, names, rep_with_account};
use crate::testing::{Done, TestApp, id, path, version};

async fn remove(client: &Client, file: &Value) -> u16 {
    client.send(Method::DELETE, &path(file, "/attachments"), None).await.status.as_u16()
}

#[tokio::test]
async fn whoever_may_not_see_the_record_finds_none_of_its_files() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    let (colleague, _) = app.person("salesperson", "二组").await;
    let (nobody, _) = app.person_without_rights().await;
    let other = app.other_workspace().await;
    let of_record = format!("/attachments?about_kind=account&about_id={account}");
    for stranger in [&colleague, &nobody, &other] {
        for under in [String::new(), "/file".to_owned(), "/picture".to_owned()] {
            assert_eq!(stranger.get(&format!("{}{under}", path(&file, "/attachments"))).await.problem().0, 404, "{under}");
        }
        assert_eq!(stranger.get(&of_record).await.problem().0, 404);
        assert_eq!(attach(stranger, ("account", &account), "b.pdf", PDF).await.problem().0, 404);
        assert_eq!(remove(stranger, &file).await, 404);
    }
    assert_eq!(app.anonymous().get(&of_record).await.problem().0, 401);
    assert_eq!(names(&files_of(&rep, ("account", &account)).await), ["a.pdf"]);
}

#[tokio::test]
async fn the_files_of_a_contact_are_seen_through_its_account() {
    let app = TestApp::new().await;
    let (rep, user, account) = rep_with_account(&app).await;
    let contact = app.admin().post("/contacts", &json!({"name": "王芳", "accounts": [{"account_id": account}]})).await.ok();
    let file = attach(&rep, ("contact", id(&contact)), "名片.pdf", PDF).await.ok();
    assert_eq!((&file["about_kind"], &file["by"]["id"]), (&json!("contact"), &json!(user.to_string())));
    assert_eq!(names(&files_of(&app.admin(), ("contact", id(&contact))).await), ["名片.pdf"]);
    let (colleague, _) = app.person("salesperson", "二组").await;
    assert_eq!(colleague.get(&path(&file, "/attachments")).await.problem().0, 404);
    assert_eq!(rep.get(&format!("/attachments?about_kind=account&about_id={}", id(&contact))).await.problem().0, 404);
}

#[tokio::test]
async fn whoever_may_only_look_fetches_and_neither_adds_nor_removes() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    for looking in [app.with_token(&rep, true).await, app.with_scope(&rep, &json!({"account": "read"})).await] {
        let page = files_of(&looking, ("account", &account)).await;
        assert_eq!((&page["may_add"], &page["items"][0]["may_remove"]), (&json!(false), &json!(false)));
        looking.get(&format!("{}/file", path(&file, "/attachments"))).await.done();
        assert_eq!(attach(&looking, ("account", &account), "b.pdf", PDF).await.problem().0, 403);
        assert_eq!(remove(&looking, &file).await, 403);
    }
}

#[tokio::test]
async fn whoever_added_a_file_takes_it_back_within_a_day_and_later_who_may_change_the_record() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let files =
        [attach(&rep, ("account", &account), "a.pdf", PDF).await.ok(), attach(&rep, ("account", &account), "b.pdf", PDF).await.ok()];
    let (other, _) = app.person("marketer", "一组").await;
    assert_eq!(remove(&other, &files[0]).await, 403, "of somebody else, on a record that is only seen");
    app.take_right("salesperson", "account", "change").await;
    let page = files_of(&rep, ("account", &account)).await;
    assert_eq!((&page["may_add"], &page["items"][0]["may_remove"]), (&json!(false), &json!(true)));
    assert_eq!(remove(&rep, &files[0]).await, 204);
    app.travel(Duration::hours(25));
    assert_eq!(files_of(&rep, ("account", &account)).await["items"][0]["may_remove"], false);
    assert_eq!(remove(&rep, &files[1]).await, 403, "a day later");
    assert_eq!(remove(&app.admin(), &files[1]).await, 204);
}

#[tokio::test]
async fn the_files_of_what_is_in_the_trash_stay_as_they_are() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "a.pdf", PDF).await.ok();
    let record = rep.get(&format!("/accounts/{account}")).await.ok();
    app.admin().delete(&path(&record, "/accounts"), version(&record)).await.done();
    let admin = app.admin();
    let page = files_of(&admin, ("account", &account)).await;
    assert_eq!((names(&page), &page["may_add"], &page["items"][0]["may_remove"]), (vec!["a.pdf"], &json!(false), &json!(false)));
    assert_eq!(attach(&admin, ("account", &account), "b.pdf", PDF).await.problem(), (409, "trashed".to_owned()));
    assert_eq!(remove(&admin, &file).await, 409);
    admin.get(&format!("{}/file", path(&file, "/attachments"))).await.done();
}
