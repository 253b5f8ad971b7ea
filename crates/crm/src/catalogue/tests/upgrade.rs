//! Products that lines have named before there was a catalogue.

use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{known, products, sell};
use crate::testing::TestApp;

#[tokio::test]
async fn the_upgrade_enters_what_lines_have_named_and_may_run_again() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源烟酒店").await;
    sell(&app, &admin, &account, &["金源特酿", "青禾纯生"]).await;
    sell(&app, &admin, &account, &["金源特酿"]).await;
    let database = app.app.db();
    let run = async |sql: &str| {
        database.unscoped("a test of the upgrade").execute_unprepared(&database.dialect().render(sql)).await.unwrap();
    };
    run("DELETE FROM products").await;
    assert_eq!(products(&admin).await, []);
    let step = crate::migrations().into_iter().find(|step| step.name.ends_with("orders-products")).unwrap();
    for entered in [2, 0] {
        run(step.sql).await;
        app.run_jobs().await;
        let jobs = admin.get("/jobs?kind=orders.register_products&limit=1").await.ok();
        assert_eq!(jobs["items"][0]["result"]["products"], Value::from(entered), "{jobs}");
        assert_eq!(products(&admin).await, known(&[("金源特酿", None), ("青禾纯生", None)]));
    }
}
