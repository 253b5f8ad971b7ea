//! The description of the API is complete, and the committed copy is up to date.

use guanxi_kernel::http::document;
use serde_json::Value;

use crate::SLICES;

#[test]
fn every_operation_is_described() {
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().expect("there are paths") {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in item.as_object().expect("a path has operations") {
            let place = format!("{method} {path}");
            assert!(operation["operationId"].is_string(), "{place} has no operationId");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{place} has no tag");
            assert!(operation["summary"].is_string(), "{place} has no summary");
            let problem = &operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{place} does not say how it refuses");
        }
    }
}

/// Who looks as a colleague may send these and nothing else, so each must only read.
#[test]
fn what_ends_in_search_looks_for_records_of_its_list() {
    let document = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    let paths = document["paths"].as_object().expect("there are paths");
    for (path, item) in paths.iter().filter(|(path, _)| path.ends_with("/search")) {
        let list = path.trim_end_matches("/search");
        let methods: Vec<&String> = item.as_object().expect("a path has operations").keys().collect();
        assert!(methods.iter().all(|method| ["get", "post"].contains(&method.as_str())), "{path} {methods:?}");
        if let Some(answer) = item.get("post") {
            let page = |operation: &Value| operation["responses"]["200"]["content"].clone();
            assert_eq!(page(answer), page(&paths[list]["get"]), "{path} answers what {list} answers");
        }
    }
}

#[test]
fn the_committed_description_is_up_to_date() {
    let committed: Value = serde_json::from_str(include_str!("../../../../openapi.json")).expect("openapi.json is JSON");
    let now = serde_json::to_value(document(SLICES)).expect("the document is JSON");
    assert!(committed == now, "openapi.json is old: run `make openapi`");
}
