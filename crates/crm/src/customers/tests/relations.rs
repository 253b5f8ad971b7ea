//! Relations between accounts: their direction, their limits, and whose eyes they need.

use serde_json::json;

use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn a_relation_has_a_direction_and_stands_on_both_accounts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (dealer, shop) = (app.account("经销商").await, app.account("烟酒店").await);
    let under = format!("{}/relations", path(&dealer, "/accounts"));
    let answer = admin.post(&under, &json!({"kind": "supplies", "to_id": id(&shop), "since": "2024-01-01", "until": "2026-12-31"})).await;
    assert_eq!(answer.status, 201);
    let relation = answer.json();
    assert_eq!((&relation["from"]["name"], &relation["to"]["name"]), (&json!("经销商"), &json!("烟酒店")));
    assert_eq!((&relation["since"], &relation["until"]), (&json!("2024-01-01"), &json!("2026-12-31")));
    for account in [&dealer, &shop] {
        assert_eq!(admin.get(&format!("{}/relations", path(account, "/accounts"))).await.ok(), json!([relation]));
    }
    assert_eq!(admin.clone().send(axum::http::Method::DELETE, &path(&relation, "/account-relations"), None).await.status, 204);
    assert_eq!(admin.get(&under).await.ok(), json!([]));
}

#[tokio::test]
async fn a_relation_is_refused_with_itself_twice_and_turned_round() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (a, b) = (app.account("甲").await, app.account("乙").await);
    let relate = |from: &serde_json::Value, body: serde_json::Value| {
        let (admin, under) = (admin.clone(), format!("{}/relations", path(from, "/accounts")));
        async move { admin.post(&under, &body).await }
    };
    assert_eq!(relate(&a, json!({"kind": "supplies", "to_id": id(&a)})).await.problem(), (409, "relation_to_itself".to_owned()));
    relate(&a, json!({"kind": "parent_of", "to_id": id(&b)})).await.done();
    assert_eq!(relate(&a, json!({"kind": "parent_of", "to_id": id(&b)})).await.problem(), (409, "relation_exists".to_owned()));
    assert_eq!(relate(&b, json!({"kind": "parent_of", "to_id": id(&a)})).await.problem(), (409, "relation_turned_round".to_owned()));
    // Two who refer each other are no contradiction, and another kind is another relation.
    relate(&a, json!({"kind": "refers", "to_id": id(&b)})).await.done();
    relate(&b, json!({"kind": "refers", "to_id": id(&a)})).await.done();
    for (body, pointer, code) in [
        (json!({"kind": "likes", "to_id": id(&b)}), "/kind", "unknown_choice"),
        (json!({"kind": "supplies", "to_id": id(&b), "since": "2026-02-01", "until": "2026-01-31"}), "/until", "out_of_range"),
        (json!({"kind": "supplies", "to_id": "01890000-0000-7000-8000-000000000000"}), "/to_id", "not_found"),
    ] {
        assert_eq!(relate(&a, body).await.wrong_fields(), [(pointer.to_owned(), code.to_owned())]);
    }
}

#[tokio::test]
async fn parents_and_branches_form_no_ring() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (a, b, c) = (app.account("甲").await, app.account("乙").await, app.account("丙").await);
    let mut taken = Vec::new();
    for kind in ["parent_of", "branch_of"] {
        for (from, to) in [(&a, &b), (&b, &c)] {
            admin.post(&format!("{}/relations", path(from, "/accounts")), &json!({"kind": kind, "to_id": id(to)})).await.done();
        }
        if admin.post(&format!("{}/relations", path(&c, "/accounts")), &json!({"kind": kind, "to_id": id(&a)})).await.status.is_success() {
            taken.push(kind);
        }
    }
    assert_eq!(taken, Vec::<&str>::new(), "customers.md, Relations: parent_of and branch_of must not form a ring");
}

#[tokio::test]
async fn a_relation_to_an_account_that_is_not_seen_is_not_seen() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let own = rep.post("/accounts", &json!({"name": "我的"})).await.ok();
    let hidden = app.account("老板的").await;
    let under = format!("{}/relations", path(&own, "/accounts"));
    assert_eq!(
        rep.post(&under, &json!({"kind": "supplies", "to_id": id(&hidden)})).await.wrong_fields(),
        [("/to_id".to_owned(), "not_found".to_owned())]
    );
    let relation = admin.post(&under, &json!({"kind": "supplies", "to_id": id(&hidden)})).await.ok();
    assert_eq!(rep.get(&under).await.ok(), json!([]));
    assert_eq!(rep.send(axum::http::Method::DELETE, &path(&relation, "/account-relations"), None).await.problem().0, 404);
    assert_eq!(rep.get(&format!("{}/relations", path(&hidden, "/accounts"))).await.problem().0, 404);
    admin.patch(&path(&hidden, "/accounts"), 1, &json!({"owner_id": rep_id})).await.done();
    assert_eq!(rep.get(&under).await.ok().as_array().unwrap().len(), 1);
}
