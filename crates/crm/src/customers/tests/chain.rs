//! A8: who stands below whom, and that nothing is counted twice.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path};

async fn relate(app: &TestApp, from: &Value, kind: &str, to: &Value, more: Value) {
    let mut relation = json!({"kind": kind, "to_id": id(to)});
    relation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.admin().post(&format!("{}/relations", path(from, "/accounts")), &relation).await.done();
}

async fn buys(app: &TestApp, account: &Value, yuan: i64) {
    let order = json!({"account_id": id(account), "ordered_on": app.days_ago(10), "net_minor": yuan * 100});
    app.admin().post("/orders", &order).await.done();
}

fn names(below: &Value) -> Vec<&str> {
    below["items"].as_array().unwrap().iter().map(|item| item["account"]["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a8_what_a_terminal_buys_is_never_added_to_its_dealers_revenue() {
    let app = TestApp::new().await;
    let [dealer, second, shop, bar, old] = [
        app.account("总经销").await,
        app.account("二批").await,
        app.account("烟酒店").await,
        app.account("酒吧").await,
        app.account("老店").await,
    ];
    for (from, to) in [(&dealer, &second), (&dealer, &shop), (&second, &shop), (&second, &bar)] {
        relate(&app, from, "supplies", to, json!({})).await;
    }
    relate(&app, &dealer, "supplies", &old, json!({"until": app.days_ago(1)})).await;
    for (account, yuan) in [(&dealer, 50_000), (&shop, 300), (&bar, 200), (&old, 7)] {
        buys(&app, account, yuan).await;
    }
    app.run_jobs().await;
    let below = app.admin().get(&format!("{}/below?chain=supply", path(&dealer, "/accounts"))).await.ok();
    assert_eq!(names(&below), ["二批", "烟酒店"], "the relation that has ended holds no more");
    assert_eq!(below["items"][0]["further"], 2);
    let yuan = |value: &Value| value["minor"].as_i64().map(|minor| minor / 100);
    let sums = &below["sums"];
    // The shop has two suppliers and is counted once.
    assert_eq!((sums["accounts"].as_i64(), yuan(&sums["own"]), yuan(&sums["below"])), (Some(3), Some(50_000), Some(500)));
    assert_eq!(sums["together"], Value::Null, "influenced, and no part of the revenue");
    let of_bar = app.admin().get(&format!("{}/below?chain=supply", path(&bar, "/accounts"))).await.ok();
    let above: Vec<&str> = of_bar["above"].as_array().unwrap().iter().map(|name| name["name"].as_str().unwrap()).collect();
    assert_eq!((above, names(&of_bar).len()), (vec!["二批", "总经销"], 0));
}

#[tokio::test]
async fn a_group_is_added_up_once_over_parents_and_branches() {
    let app = TestApp::new().await;
    let [parent, daughter, branch] = [app.account("集团").await, app.account("子公司").await, app.account("分店").await];
    relate(&app, &parent, "parent_of", &daughter, json!({})).await;
    relate(&app, &branch, "branch_of", &daughter, json!({})).await;
    relate(&app, &branch, "branch_of", &parent, json!({})).await;
    for (account, yuan) in [(&parent, 100), (&daughter, 20), (&branch, 3)] {
        buys(&app, account, yuan).await;
    }
    app.run_jobs().await;
    let place = format!("{}/below?chain=group&limit=1", path(&parent, "/accounts"));
    let first = app.admin().get(&place).await.ok();
    assert_eq!((names(&first), &first["sums"]["together"]["minor"]), (vec!["分店"], &json!(12_300)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = app.admin().get(&format!("{place}&cursor={cursor}")).await.ok();
    assert_eq!((names(&second), &second["sums"], second.get("next_cursor")), (vec!["子公司"], &Value::Null, None));
    assert_eq!(app.admin().get(&format!("{place}&cursor=x")).await.status, 422);
    assert_eq!(app.admin().get(&format!("{}/below?chain=all", path(&parent, "/accounts"))).await.status, 400);
}

#[tokio::test]
async fn what_somebody_may_not_see_is_no_part_of_a_chain() {
    let app = TestApp::new().await;
    let (rep, user) = app.rep().await;
    let mine = app.account_of(Some(user)).await;
    let hidden = app.account("别人的店").await;
    let dealer = json!({"id": mine});
    relate(&app, &dealer, "supplies", &hidden, json!({})).await;
    buys(&app, &hidden, 900).await;
    app.run_jobs().await;
    let below = rep.get(&format!("/accounts/{mine}/below?chain=supply")).await.ok();
    assert_eq!((names(&below).len(), &below["sums"]["accounts"]), (0, &json!(0)));
    assert_eq!(rep.get(&format!("{}/below?chain=supply", path(&hidden, "/accounts"))).await.status, 404);
}
