//! Relations between accounts: their direction, their limits, and whose eyes they need.

use serde_json::json;

use crate::testing::{Done, TestApp, id, path, version};

#[tokio::test]
async fn f01_a_relation_has_a_direction_and_stands_on_both_accounts() {
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
        assert_eq!(admin.get(&format!("{}/relations", path(account, "/accounts"))).await.ok()["items"], json!([relation]));
    }
    assert_eq!(admin.clone().send(axum::http::Method::DELETE, &path(&relation, "/account-relations"), None).await.status, 204);
    assert_eq!(admin.get(&under).await.ok(), json!({"items": [], "count": {"value": 0, "exact": true}}));
}

#[tokio::test]
async fn f01_a_relation_is_refused_with_itself_twice_and_turned_round() {
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
        (json!({"kind": "supplies", "to_id": id(&b), "since": "2026-02-01", "until": "2026-01-31"}), "/until", "before_the_first"),
        (json!({"kind": "supplies", "to_id": "01890000-0000-7000-8000-000000000000"}), "/to_id", "not_found"),
    ] {
        assert_eq!(relate(&a, body).await.wrong_fields(), [(pointer.to_owned(), code.to_owned())]);
    }
}

#[tokio::test]
async fn f01_parents_and_branches_form_no_ring() {
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
async fn f01_a_long_way_round_is_a_ring_in_either_direction() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let owner = admin.get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    let chain = app.accounts_of(owner, 6).await;
    for kind in ["parent_of", "branch_of", "supplies"] {
        let relate = |from: usize, to: usize| {
            let (admin, under, body) =
                (admin.clone(), format!("/accounts/{}/relations", chain[from]), json!({"kind": kind, "to_id": chain[to]}));
            async move { admin.post(&under, &body).await }
        };
        // Made from the middle, with a second way beside the first.
        for (from, to) in [(2, 3), (1, 2), (3, 4), (0, 1), (4, 5), (1, 3)] {
            relate(from, to).await.done();
        }
        for (from, to) in [(5, 0), (4, 0), (3, 1)] {
            let code = if (from, to) == (3, 1) { "relation_turned_round" } else { "relation_ring" };
            assert_eq!(relate(from, to).await.problem(), (409, code.to_owned()), "{kind} {from} {to}");
        }
        relate(0, 5).await.done();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f01_two_at_the_same_moment_close_no_ring() {
    let app = TestApp::new().await;
    let owner = app.admin().get("/me").await.ok()["user"]["id"].as_str().unwrap().parse().unwrap();
    let accounts = app.accounts_of(owner, 45).await;
    for three in accounts.chunks(3) {
        let relate = |from: usize, to: usize| {
            let (admin, under) = (app.admin(), format!("/accounts/{}/relations", three[from]));
            let body = json!({"kind": "parent_of", "to_id": three[to]});
            tokio::spawn(async move { admin.post(&under, &body).await.status.as_u16() })
        };
        let (one, two, last) = (relate(0, 1), relate(1, 2), relate(2, 0));
        let mut statuses = [one.await.unwrap(), two.await.unwrap(), last.await.unwrap()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 201, 409], "one of the three would have closed the ring");
    }
}

#[tokio::test]
async fn f01_a_relation_to_an_account_that_is_not_seen_is_not_seen() {
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
    assert_eq!(rep.get(&under).await.ok()["items"], json!([]));
    assert_eq!(rep.send(axum::http::Method::DELETE, &path(&relation, "/account-relations"), None).await.problem().0, 404);
    assert_eq!(rep.get(&format!("{}/relations", path(&hidden, "/accounts"))).await.problem().0, 404);
    admin.patch(&path(&hidden, "/accounts"), 1, &json!({"owner_id": rep_id})).await.done();
    assert_eq!(rep.get(&under).await.ok()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn f01_a_relation_gets_an_end_and_loses_it_again() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (a, b) = (app.account("甲").await, app.account("乙").await);
    let under = format!("{}/relations", path(&a, "/accounts"));
    let made = admin.post(&under, &json!({"kind": "supplies", "to_id": id(&b), "since": "2024-01-01"})).await.ok();
    let place = path(&made, "/account-relations");
    let ended = admin.patch(&place, version(&made), &json!({"until": "2025-06-30"})).await.ok();
    assert_eq!((&ended["since"], &ended["until"]), (&json!("2024-01-01"), &json!("2025-06-30")));
    assert_eq!(admin.patch(&place, version(&made), &json!({"until": null})).await.problem().0, 412);
    let early = admin.patch(&place, version(&ended), &json!({"until": "2023-12-31"})).await.wrong_fields();
    assert_eq!(early, [("/until".to_owned(), "before_the_first".to_owned())]);
    let open = admin.patch(&place, version(&ended), &json!({"until": null, "since": null})).await.ok();
    assert_eq!((&open["since"], &open["until"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    let audit = admin.get(&format!("/audit?record_id={}&name=account.relation_changed", id(&a))).await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 2);
    let (rep, _) = app.rep().await;
    assert_eq!(rep.patch(&place, version(&open), &json!({"until": "2026-01-01"})).await.problem().0, 404);
}

#[tokio::test]
async fn many_relations_and_people_come_in_pages() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let dealer = app.account("经销商").await;
    for n in 0..5 {
        let shop = app.account(&format!("门店{n}")).await;
        let (from, to) = if n < 3 { (&dealer, &shop) } else { (&shop, &dealer) };
        let relation = json!({"kind": if n == 1 { "refers" } else { "supplies" }, "to_id": id(to)});
        admin.post(&format!("{}/relations", path(from, "/accounts")), &relation).await.done();
        admin.post("/contacts", &json!({"name": format!("王{n}"), "accounts": [{"account_id": id(&dealer)}]})).await.done();
    }
    for under in ["relations", "contacts"] {
        let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = admin.get(&format!("{}/{under}?limit=2{cursor}", path(&dealer, "/accounts"))).await.ok();
            assert_eq!(page["count"], json!({"value": 5, "exact": true}));
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| id(item).to_owned()));
            pages += 1;
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((seen.len(), pages), (5, 3), "{under}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5, "{under}: no row comes twice");
        let wrong = admin.get(&format!("{}/{under}?cursor=x", path(&dealer, "/accounts"))).await.wrong_fields();
        assert_eq!(wrong, [("/cursor".to_owned(), "stale_cursor".to_owned())]);
    }
}
