//! Products and their families from files, and an import taken back.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{known, products, sell};
use crate::testing::{Done, TestApp, id, path};

/// Imports a file and waits for its end; returns the import.
async fn import(app: &TestApp, client: &Client, kind: &str, file: &str, how: Value) -> Value {
    let import = client.upload("/imports", &[("kind", kind)], "file.csv", file.as_bytes()).await.ok();
    let queued = client.post(&format!("{}/start", path(&import, "/imports")), &how).await.ok();
    assert_eq!(app.job(client, &queued).await["state"], "done");
    client.get(&path(&import, "/imports")).await.ok()
}

fn counts(import: &Value) -> [i64; 4] {
    ["created_rows", "updated_rows", "unchanged_rows", "rejected_rows"].map(|key| import[key].as_i64().unwrap_or(-1))
}

#[tokio::test]
async fn a_file_of_products_gives_families_to_those_that_are_there_and_enters_the_others() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    sell(&app, &admin, &account, &["金源特酿", "青禾纯生"]).await;
    let file = "品名,货号,品类\n金源特酿,JY-1,酱香型\n青禾纯生,,\n老窖,LJ-1,浓香型\n";
    let done = import(&app, &admin, "products", file, json!({"mode": "upsert", "key": "name"})).await;
    assert_eq!(counts(&done), [1, 1, 1, 0], "{done}");
    assert_eq!(products(&admin).await, known(&[("金源特酿", Some("酱香型")), ("青禾纯生", None), ("老窖", Some("浓香型"))]));
    let again = import(&app, &admin, "products", file, json!({"mode": "create"})).await;
    assert_eq!(counts(&again), [0, 0, 0, 3]);
    // Taken back: what it made goes, what it changed is what it was.
    let queued = admin.post(&format!("{}/undo", path(&done, "/imports")), &json!({"dry_run": false})).await.ok();
    app.job(&admin, &queued).await;
    assert_eq!(products(&admin).await, known(&[("金源特酿", None), ("青禾纯生", None)]));
}

#[tokio::test]
async fn a_file_of_orders_fills_empty_families_and_of_two_rows_the_first_is_believed() {
    let app = TestApp::new().await;
    let admin = app.admin();
    app.account("金源烟酒店").await;
    admin.post("/products", &json!({"name": "老窖", "family": "浓香型"})).await.done();
    let day = app.days_ago(1);
    let file = format!(
        "客户名称,日期,产品,数量,单价,品类,单号\n\
         金源烟酒店,{day},金源特酿,1,10,酱香型,A-1\n\
         金源烟酒店,{day},金源特酿,1,10,浓香型,A-2\n\
         金源烟酒店,{day},老窖,1,10,酱香型,A-3\n\
         金源烟酒店,{day},青禾纯生,1,10,,A-4\n\
         没有这家,{day},错酒,1,10,错类,A-5\n"
    );
    let upload = admin.upload("/imports", &[("kind", "orders")], "file.csv", file.as_bytes()).await.ok();
    let preview = admin.get(&path(&upload, "/imports")).await.ok().to_string();
    assert_eq!(preview.matches("family_differs").count(), 2, "the second row and that of a product with another family: {preview}");
    let done = import(&app, &admin, "orders", &file, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), [4, 0, 0, 1]);
    assert_eq!(products(&admin).await, known(&[("金源特酿", Some("酱香型")), ("老窖", Some("浓香型")), ("青禾纯生", None)]));
    let queued = admin.post(&format!("{}/undo", path(&done, "/imports")), &json!({"dry_run": false})).await.ok();
    app.job(&admin, &queued).await;
    assert_eq!(products(&admin).await, known(&[("老窖", Some("浓香型"))]), "the products that it brought go with its orders");
}

#[tokio::test]
async fn a_product_that_other_orders_name_stays_when_its_import_is_taken_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let done = import(&app, &admin, "products", "品名,品类\n金源特酿,酱香型\n", json!({"mode": "create"})).await;
    sell(&app, &admin, &account, &["金源特酿"]).await;
    let queued = admin.post(&format!("{}/undo", path(&done, "/imports")), &json!({"dry_run": false})).await.ok();
    let job = app.job(&admin, &queued).await;
    assert_eq!(job["result"]["counts"], json!({"removed": 0, "restored": 0, "left": 1}), "{job}");
    assert_eq!(products(&admin).await, known(&[("金源特酿", Some("酱香型"))]));
    assert!(!id(&done).is_empty());
}

#[tokio::test]
async fn who_may_not_make_products_maps_no_family() {
    let app = TestApp::new().await;
    let (clerk, _) = app.person("credit_clerk", "二组").await;
    let mapped = async |client: &Client| {
        let file = "客户名称,日期,产品,数量,单价,品类\n金源,2026-01-01,酒,1,1,白酒\n";
        client.upload("/imports", &[("kind", "orders")], "file.csv", file.as_bytes()).await.ok()["mapping"].to_string()
    };
    assert!(!mapped(&clerk).await.contains("\"family\""));
    assert!(mapped(&app.admin()).await.contains("\"family\""));
}
