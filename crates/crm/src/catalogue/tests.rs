//! Products through HTTP: known by the lines that name them, given families, removed when nothing names them.

mod imports;
mod upgrade;

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, names, path, version};

/// Enters a sale of one of each product.
async fn sell(app: &TestApp, client: &Client, account: &Value, products: &[&str]) -> Value {
    let line = |product: &&str| json!({"product": product, "sku": format!("{product}号"), "quantity": 1, "price_minor": 100});
    let lines: Vec<Value> = products.iter().map(line).collect();
    client.post("/orders", &json!({"account_id": id(account), "ordered_on": app.days_ago(1), "lines": lines})).await.ok()
}

/// The products with their families, by name.
async fn products(client: &Client) -> Vec<(String, Option<String>)> {
    let page = client.get("/products?sort=created_at&columns=name,family&limit=200").await.ok();
    let of = |row: &Value| (row["name"].as_str().unwrap().to_owned(), row["family"].as_str().map(str::to_owned));
    let mut all: Vec<_> = page["items"].as_array().unwrap().iter().map(of).collect();
    all.sort();
    all
}

fn known(all: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
    let mut all: Vec<_> = all.iter().map(|(name, family)| ((*name).to_owned(), family.map(str::to_owned))).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_product_is_entered_when_a_line_names_it_and_once() {
    let app = TestApp::new().await;
    let (rep, user) = app.rep().await;
    let account = app.admin().post("/accounts", &json!({"name": "金源烟酒店", "owner_id": user})).await.ok();
    sell(&app, &rep, &account, &["金源特酿", " 金源特酿 ", "青禾纯生"]).await;
    sell(&app, &rep, &account, &["金源特酿"]).await;
    let page = rep.get("/products?columns=name,sku,family").await.ok();
    assert_eq!(names(&page), ["金源特酿", "青禾纯生"], "who enters orders need not keep products");
    assert_eq!(page["items"][0]["sku"], "金源特酿号");
    let put =
        json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "lines": [{"product": "老窖", "quantity": 1, "price_minor": 1}]});
    for _ in 0..2 {
        app.admin().put("/orders/from/erp/7", &put).await.done();
    }
    assert_eq!(names(&rep.get("/products").await.ok()).len(), 3);
    assert_eq!(names(&rep.get("/products?q=jytn").await.ok()), ["金源特酿"], "found by the initials of its sounds");
    assert_eq!(rep.post("/products", &json!({"name": "新酒"})).await.problem().0, 403);
    let made = app.admin().post("/products", &json!({"name": "新酒", "family": "果酒"})).await.ok();
    let again = app.admin().post("/products", &json!({"name": " 新酒"})).await;
    assert_eq!(again.wrong_fields(), [("/name".to_owned(), "taken".to_owned())]);
    assert_eq!(rep.patch(&path(&made, "/products"), 1, &json!({"family": "黄酒"})).await.problem().0, 403);
    assert_eq!(app.person_without_rights().await.0.get("/products").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn many_are_given_a_family_at_once_by_choice_and_by_filter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    sell(&app, &admin, &account, &["飞天", "迎宾", "特曲", "纯生"]).await;
    let page = admin.get("/products").await.ok();
    let ids: Vec<&Value> = page["items"].as_array().unwrap().iter().filter(|row| row["name"] != "纯生").map(|row| &row["id"]).collect();
    let give = json!({"ids": ids, "action": "change", "change": {"family": " 白酒 "}});
    let queued = admin.post("/products/bulk", &give).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 3);
    let without = json!({"field": "family", "op": "empty"});
    assert_eq!(names(&admin.post("/products/search", &json!({"filter": without})).await.ok()), ["纯生"]);
    let give = json!({"filter": without, "action": "change", "change": {"family": "啤酒"}});
    let queued = admin.post("/products/bulk", &give).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 1);
    assert_eq!(
        products(&admin).await,
        known(&[("飞天", Some("白酒")), ("迎宾", Some("白酒")), ("特曲", Some("白酒")), ("纯生", Some("啤酒"))])
    );
    assert_eq!(names(&admin.get("/products?q=pijiu").await.ok()), Vec::<String>::new(), "families are found by their characters");
    assert_eq!(names(&admin.get("/products?q=啤酒").await.ok()), ["纯生"]);
    let nothing = json!({"ids": ids, "action": "change", "change": {"family": null}});
    let queued = admin.post("/products/bulk", &nothing).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 3);
    let long = json!({"ids": ids, "action": "change", "change": {"family": "长".repeat(61)}});
    assert_eq!(admin.post("/products/bulk", &long).await.wrong_fields()[0].0, "/change/family");
    let (rep, _) = app.rep().await;
    assert_eq!(rep.post("/products/bulk", &nothing).await.problem().0, 403);
}

#[tokio::test]
async fn a_family_with_the_name_of_another_becomes_one_with_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, family) in [("飞天", "酱香"), ("迎宾", "酱香"), ("特曲", "酱香型"), ("散装", "")] {
        admin.post("/products", &json!({"name": name, "family": family})).await.done();
    }
    let families = async || admin.get("/product-families").await.ok();
    let before = json!([{"family": "酱香", "products": 2}, {"family": "酱香型", "products": 1}, {"family": null, "products": 1}]);
    assert_eq!(families().await, before);
    let of = json!({"field": "family", "op": "in", "value": ["酱香"]});
    let queued = admin.post("/products/bulk", &json!({"filter": of, "action": "change", "change": {"family": "酱香型"}})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["changed"], 2);
    assert_eq!(families().await, json!([{"family": "酱香型", "products": 3}, {"family": null, "products": 1}]));
    assert_eq!(app.person_without_rights().await.0.get("/product-families").await.ok(), json!([]));
}

#[tokio::test]
async fn a_product_is_changed_at_its_version_and_removed_when_no_line_names_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    let order = sell(&app, &admin, &account, &["金源特酿"]).await;
    let product = admin.get("/products").await.ok()["items"][0].clone();
    let at = path(&product, "/products");
    let changed = admin.patch(&at, 1, &json!({"family": "酱香型", "sku": null})).await.ok();
    assert_eq!((&changed["family"], &changed["sku"], version(&changed)), (&json!("酱香型"), &Value::Null, 2));
    assert_eq!(admin.patch(&at, 1, &json!({"family": null})).await.status, 412);
    assert_eq!(admin.patch(&at, 2, &json!({"name": "别名"})).await.status, 422, "the name stays as lines have it");
    assert_eq!(admin.delete(&at, 2).await.problem(), (409, "product_named".to_owned()));
    admin.delete(&path(&order, "/orders"), 1).await.done();
    admin.delete(&at, 2).await.done();
    assert_eq!(admin.get(&at).await.status, 404);
    assert_eq!(names(&admin.get("/products?q=金源").await.ok()), Vec::<String>::new());
    let theirs = app.other_workspace().await;
    let other = admin.post("/products", &json!({"name": "金源特酿"})).await.ok();
    assert_eq!(theirs.get(&path(&other, "/products")).await.status, 404);
}

#[tokio::test]
async fn a_product_that_an_order_names_while_it_is_removed_is_there_afterwards() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    for round in 0..20 {
        let name = format!("金源特酿{round}");
        let product = admin.post("/products", &json!({"name": name})).await.ok();
        let at = path(&product, "/products");
        let lines = [name.as_str()];
        let (_, removed) = tokio::join!(sell(&app, &admin, &account, &lines), admin.delete(&at, 1));
        assert!(matches!(removed.status.as_u16(), 204 | 409), "{}", removed.text());
        let there = products(&admin).await;
        assert_eq!(there.iter().filter(|(known, _)| *known == name).count(), 1, "round {round}, removal {}", removed.status);
    }
}

#[tokio::test]
async fn products_are_sorted_by_family_with_the_empty_ones_lowest_and_read_in_pages() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for n in 0..5 {
        let family = if n < 2 { Value::Null } else { json!(format!("类{n}")) };
        admin.post("/products", &json!({"name": format!("酒{n}"), "family": family})).await.done();
    }
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("/products?sort=family&limit=2{cursor}")).await.ok();
        found.extend(names(&page));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, ["酒0", "酒1", "酒2", "酒3", "酒4"]);
    let export = admin.post("/exports", &json!({"list": "products", "format": "csv"})).await.ok();
    assert_eq!(app.job(&admin, &export).await["state"], "done");
}
