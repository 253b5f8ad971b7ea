//! Small pictures of images.

use std::io::Cursor;

use guanxi_kernel::job::run_due;
use image::{ImageFormat, RgbImage};
use serde_json::json;

use super::{PDF, attach, rep_with_account, stored};
use crate::testing::{TestApp, path};

/// A photograph.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_fn(width, height, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]))
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("an image can be written");
    bytes.into_inner()
}

#[tokio::test]
async fn an_image_gets_small_pictures() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let file = attach(&rep, ("account", &account), "门头.jpg", &photo(2000, 1000)).await.ok();
    assert_eq!((&file["picture"], &file["width"]), (&json!("due"), &json!(null)));
    let under = format!("{}/picture", path(&file, "/attachments"));
    assert_eq!(rep.get(&under).await.problem().0, 404, "not yet");
    run_due(&app.app).await.unwrap();
    let file = rep.get(&path(&file, "/attachments")).await.ok();
    assert_eq!((&file["picture"], &file["width"], &file["height"]), (&json!("made"), &json!(2000), &json!(1000)));
    for (size, width, height) in [("thumb", 320, 160), ("view", 1600, 800)] {
        let answer = rep.get(&format!("{under}?size={size}")).await;
        let picture = image::load_from_memory(&answer.bytes).expect("it is an image");
        assert_eq!((picture.width(), picture.height()), (width, height));
        let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
        assert_eq!((header("content-type"), header("content-disposition")), ("image/jpeg".to_owned(), "inline".to_owned()));
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    }
    assert_eq!(rep.get(&format!("{under}?size=huge")).await.problem().0, 400);
    assert_eq!(stored(&app).await.len(), 3);
}

#[tokio::test]
async fn what_only_claims_to_be_an_image_is_a_file_without_a_picture() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let torn = attach(&rep, ("account", &account), "torn.jpg", b"\xff\xd8\xff\xe0 and no image").await.ok();
    let document = attach(&rep, ("account", &account), "a.jpg", PDF).await.ok();
    assert_eq!((&torn["picture"], &document["picture"]), (&json!("due"), &json!("none")));
    run_due(&app.app).await.unwrap();
    assert_eq!(rep.get(&path(&torn, "/attachments")).await.ok()["picture"], "none");
    assert_eq!(rep.get(&format!("{}/picture", path(&torn, "/attachments"))).await.problem().0, 404);
}

#[tokio::test]
async fn a_picture_that_comes_is_told_to_whoever_looks_and_not_to_the_audit() {
    let app = TestApp::new().await;
    let (rep, _, account) = rep_with_account(&app).await;
    let mut stream = rep.listen("/events").await;
    let file = attach(&rep, ("account", &account), "门头.jpg", &photo(20, 10)).await.ok();
    run_due(&app.app).await.unwrap();
    for name in ["attachment.added", "attachment.pictured"] {
        let event = stream.next().await;
        assert_eq!((&event["name"], &event["record_id"]), (&json!(name), &file["id"]));
        assert_eq!(event["about_id"], account, "so that the page of the account shows it");
    }
    let audit = app.admin().get(&format!("/audit?record_id={}", file["id"].as_str().unwrap())).await.ok();
    assert_eq!(audit["items"].as_array().map(Vec::len), Some(1));
}
