//! What slices offer besides lists.

use guanxi_kernel::http::document;
use serde_json::{Map, Value, json};

use super::Assistant;
use crate::{SLICES, testing::TestApp, tests::records::Records};

/// The operations of the API by their ids: method, path and what the document says.
fn operations() -> Vec<(String, String, String, Value)> {
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let paths = document["paths"].as_object().expect("there are paths");
    let each = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("a path has operations").iter();
        operations.map(move |(method, told)| {
            (told["operationId"].as_str().unwrap_or_default().to_owned(), method.clone(), path.clone(), told.clone())
        })
    });
    each.collect()
}

/// What a page needs to be read about some records.
pub(super) fn arguments(page: &str, records: &Records) -> Value {
    let (_, _, path, told) = operations().into_iter().find(|(id, ..)| id == page).expect("a page is an operation");
    let mut arguments = Map::new();
    for parameter in told["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["required"] == true) {
        let name = parameter["name"].as_str().expect("a parameter has a name");
        let value = match name {
            "id" => records.id(path.split('/').nth(3).expect("what stands before the id")).to_owned(),
            "account_id" => records.id("accounts").to_owned(),
            "chain" => "supply".to_owned(),
            "rows" => "history".to_owned(),
            "columns" => "channel_kind".to_owned(),
            "list" => "accounts".to_owned(),
            _ => panic!("{page} needs {name}: say here what to ask it with"),
        };
        arguments.insert(name.to_owned(), value.into());
    }
    if page == "portfolio" {
        arguments.insert("view".to_owned(), "shapiro".into());
    }
    Value::Object(arguments)
}

/// No file, no stream, no secret, nothing that changes or takes away.
#[test]
fn what_slices_offer_looks_or_adds() {
    let all = operations();
    let offered: Vec<&str> = SLICES.iter().flat_map(|slice| slice.offered.iter().copied()).collect();
    assert!(offered.len() > 20, "it is found");
    for name in offered {
        let (_, method, path, told) = all.iter().find(|(id, ..)| id == name).unwrap_or_else(|| panic!("there is no operation {name}"));
        assert!(path.split('/').all(|part| !part.starts_with('{') || part == "{id}"), "{name}: {path}");
        let status = match method.as_str() {
            "get" => "200",
            "post" => "201",
            other => panic!("{name} is asked by {other}"),
        };
        let answers: Vec<&String> = told["responses"][status]["content"].as_object().into_iter().flat_map(Map::keys).collect();
        assert_eq!(answers, ["application/json"], "{name}");
        for secretive in ["session", "token", "invit", "password", "second-step", "provider", "export", "import", "personal", "audit"] {
            assert!(!path.contains(secretive), "{name}: {path}");
        }
    }
}

#[tokio::test]
async fn every_page_is_what_the_api_answers() {
    let app = TestApp::new().await;
    let records = Records::make(&app, &app.admin()).await;
    let assistant = Assistant::of(&app, &app.admin()).await;
    let pages = assistant.told("list_pages", json!({})).await;
    assert!(pages["cut"].is_null() && pages["pages"].as_array().unwrap().len() > 20);
    for page in pages["pages"].as_array().unwrap() {
        let name = page["page"].as_str().unwrap();
        assert!(page["about"].as_str().is_some_and(|about| about.len() > 10), "{page}");
        let told = assistant.told("read_page", json!({"page": name, "parameters": arguments(name, &records)})).await;
        assert!(told.is_object(), "{name}");
    }
}

/// The web app shows a record where the slice says.
#[test]
fn the_pages_of_records_are_routes_of_the_web_app() {
    for (kind, page) in SLICES.iter().flat_map(|slice| slice.pages) {
        let path = page.split('?').next().expect("a page has a path").replace("{id}", "$id");
        let web = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src");
        let folders = std::fs::read_dir(web).expect("the web app is there").filter_map(Result::ok);
        let routes = folders.filter_map(|folder| std::fs::read_to_string(folder.path().join("routes.ts")).ok());
        assert!(routes.into_iter().any(|text| text.contains(&format!("path: '{path}'"))), "{kind}: {path}");
    }
}
