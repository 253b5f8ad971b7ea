//! Layouts through HTTP.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp};

fn sections(of: &[(&str, &[&str])]) -> Value {
    of.iter().map(|(title, fields)| json!({"title": title, "fields": fields})).collect()
}

#[tokio::test]
async fn a_kind_of_account_has_its_own_layout_and_everybody_reads_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let field = json!({"list": "accounts", "label": "货架数", "key": "shelves", "kind": {"type": "number"}});
    admin.post("/custom-fields", &field).await.done();
    let none = json!([{"list": "accounts", "by": ["channel_kind", "kind"], "layouts": []}]);
    assert_eq!(rep.get("/layouts").await.ok(), none);
    let wish = json!({"sections": sections(&[("门店", &["name", "custom.shelves"]), ("其他", &["phone"])]), "hidden": ["credit_code"]});
    let made = admin.put("/layouts/accounts/channel_kind.tobacco_liquor_shop", &wish).await.ok();
    assert_eq!((&made["variant"], &made["hidden"]), (&json!("channel_kind.tobacco_liquor_shop"), &wish["hidden"]));
    let wish = json!({"sections": sections(&[("个人", &["name"])])});
    admin.put("/layouts/accounts/kind.person", &wish).await.done();
    // Once more in place of it.
    admin.put("/layouts/accounts/kind.person", &wish).await.done();
    let there = rep.get("/layouts").await.ok();
    let variants: Vec<&Value> = there[0]["layouts"].as_array().unwrap().iter().map(|layout| &layout["variant"]).collect();
    assert_eq!(variants, ["channel_kind.tobacco_liquor_shop", "kind.person"]);
    assert_eq!(app.other_workspace().await.get("/layouts").await.ok(), none);
    assert_eq!(admin.delete("/layouts/accounts/kind.person", 1).await.status, 204);
    assert_eq!(admin.delete("/layouts/accounts/kind.person", 1).await.status, 404);
    assert_eq!(rep.get("/layouts").await.ok()[0]["layouts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_layout_that_makes_no_sense_is_refused_by_field() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let wish = json!({"sections": sections(&[("全部", &["name"])])});
    assert_eq!(rep.put("/layouts/accounts/all", &wish).await.status, 403);
    assert_eq!(rep.delete("/layouts/accounts/all", 1).await.status, 403);
    for place in ["/layouts/orders/all", "/layouts/accounts/kind.hotel", "/layouts/accounts/credit_grade.A", "/layouts/accounts/x"] {
        assert_eq!(admin.put(place, &wish).await.status, 404, "{place}");
    }
    for (wish, pointer, code) in [
        (json!({"sections": []}), "/sections", "required"),
        (json!({"sections": sections(&[(" ", &["name"])])}), "/sections/0/title", "required"),
        (json!({"sections": sections(&[("甲", &[]), ("甲", &[])])}), "/sections/1/title", "twice"),
        (json!({"sections": sections(&[("甲", &["name", "soul"])])}), "/sections/0/fields/1", "unknown_field"),
        (json!({"sections": sections(&[("甲", &["custom.gone"])])}), "/sections/0/fields/0", "unknown_field"),
        (json!({"sections": sections(&[("甲", &["name"]), ("乙", &["name"])])}), "/sections/1/fields/0", "twice"),
        (json!({"sections": sections(&[("甲", &["name"])]), "hidden": ["name"]}), "/hidden/0", "twice"),
        (json!({"sections": vec![json!({"title": "甲", "fields": []}); 21]}), "/sections", "too_many"),
    ] {
        let answer = admin.put("/layouts/accounts/all", &wish).await;
        assert_eq!(answer.status, 422, "{wish} {}", answer.text());
        assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{wish}");
    }
    assert_eq!(admin.get("/layouts").await.ok()[0]["layouts"], json!([]), "nothing is half-saved");
}
