//! Templates, filled in and brought back.

use guanxi_sheet::{self as sheet, ReadOptions};
use serde_json::{Value, json};

use super::{counts, start, upload};
use crate::testing::{TestApp, path};

const TRADES: [&str; 5] = ["liquor_maker", "liquor_dealer", "hotel", "mall", "generic_b2b"];

fn key_of<'a>(import: &'a Value, header: &str) -> Option<&'a str> {
    let column = import["headers"].as_array().unwrap().iter().position(|known| known == header)?;
    import["mapping"][column.to_string()].as_str()
}

#[tokio::test]
async fn a_template_comes_back_with_every_column_recognised() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = json!({"list": "accounts", "label": "合同等级", "kind": {"type": "choice", "choices": [{"key": "gold", "label": "金"}]}});
    let made = admin.post("/custom-fields", &field).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let me = admin.get("/me").await.ok();
    for locale in ["zh-CN", "zh-TW", "en"] {
        let version = admin.get("/me").await.ok()["user"]["version"].as_i64();
        let profile = admin.patch("/me", version.unwrap_or(1), &json!({"locale": locale})).await;
        assert!(profile.status.is_success(), "{} {me}", profile.text());
        for kind in ["accounts", "contacts", "orders"] {
            for (trade, format) in TRADES.iter().flat_map(|trade| [(trade, "xlsx"), (trade, "csv")]) {
                let asked = format!("/imports/template?kind={kind}&trade={trade}&format={format}");
                let file = admin.get(&asked).await;
                assert_eq!(file.status, 200, "{asked}");
                let import = upload(&admin, kind, &format!("template.{format}"), &file.bytes).await;
                let headers = import["headers"].as_array().unwrap();
                let mapping = import["mapping"].as_object().unwrap();
                assert_eq!(mapping.len(), headers.len(), "{locale} {asked}: {headers:?} {mapping:?}");
                // Each for what it was written for.
                let fields: Vec<&str> = (0..headers.len()).map(|n| mapping[&n.to_string()].as_str().unwrap()).collect();
                let all: Vec<&str> = import["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
                let in_order: Vec<&str> = all.iter().copied().filter(|key| fields.contains(key)).collect();
                assert_eq!(fields, in_order, "{locale} {asked}");
                // The example is right, and is not brought in.
                let problems = import["rows"][0]["problems"].as_array().unwrap();
                let codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
                assert_eq!(codes, ["example_row"], "{locale} {asked}: {problems:?}");
            }
        }
    }
}

#[tokio::test]
async fn the_second_sheet_says_how_each_column_is_filled_in() {
    let app = TestApp::new().await;
    let admin = app.admin();
    // The workspace's own trade, as a workbook, where nothing is said.
    let file = admin.get("/imports/template?kind=accounts").await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains(".xlsx"));
    let place = std::env::temp_dir().join(format!("guanxi-test-{}.xlsx", uuid::Uuid::now_v7()));
    std::fs::write(&place, &file.bytes).unwrap();
    let options = ReadOptions { sheet: Some("填写说明".to_owned()), header_row: Some(1), ..ReadOptions::default() };
    let told: Vec<[String; 4]> =
        sheet::rows(&place, &options).unwrap().map(|row| row.unwrap()).map(|row| [0, 1, 2, 3].map(|n| row.text(n).into_owned())).collect();
    std::fs::remove_file(place).unwrap();
    assert_eq!(told[0], ["客户名称", "是", "一行文字", ""].map(str::to_owned));
    let grade = told.iter().find(|row| row[0] == "资信程度").unwrap();
    assert_eq!((grade[1].as_str(), grade[2].as_str(), grade[3].as_str()), ("", "从可填内容里选一个", "A 级、B 级、C 级、D 级"));
    assert_eq!(admin.get("/imports/template?kind=accounts&trade=bank").await.status, 422);
    assert_eq!(admin.get("/imports/template?kind=nothing").await.status, 422);
    let (nobody, _) = app.person_without_rights().await;
    assert_eq!(nobody.get("/imports/template?kind=accounts").await.status, 403);
}

#[tokio::test]
async fn a_template_that_was_filled_in_goes_in() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = admin.get("/imports/template?kind=accounts&format=csv").await;
    let mut rows = String::from_utf8(file.bytes.clone()).unwrap();
    rows.push_str("和平烟酒店,,H-1\r\n");
    let import = upload(&admin, "accounts", "filled.csv", rows.as_bytes()).await;
    assert_eq!(key_of(&import, "客户名称"), Some("name"));
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (1, 0, 0, 1));
    let item = admin.get("/accounts?limit=1").await.ok()["items"][0].clone();
    assert_eq!(admin.get(&path(&item, "/accounts")).await.ok()["name"], "和平烟酒店");
}
