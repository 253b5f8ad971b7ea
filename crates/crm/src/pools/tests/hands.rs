//! Taking, opening, giving out and giving back, with their caps.

use chrono::Duration;
use serde_json::{Value, json};

use super::{in_pool, lying, pool, put, refusals};
use crate::testing::{Done, TestApp, escaped, id};

#[tokio::test]
async fn what_lies_in_a_pool_is_seen_without_telephone_until_it_is_opened_and_opening_is_counted() {
    let app = TestApp::new().await;
    let pool = pool(&app, json!({"views_per_day": 2})).await;
    let accounts = lying(&app, &pool, 3).await;
    let (rep, _) = app.rep().await;
    assert_eq!(in_pool(&rep, &pool).await, ["烟酒店0000", "烟酒店0001", "烟酒店0002"]);
    let page = rep.get("/pooled").await;
    assert!(!page.text().contains("1380013"), "{}", page.text());
    let row = page.json()["items"][0].clone();
    assert_eq!((&row["region"], &row["days_in_pool"], &row["pooled_why"]), (&json!("合肥"), &json!(0), &json!("other")));
    assert!(row["pooled_from"]["name"].is_string(), "{row}");
    assert_eq!(rep.get(&format!("/accounts/{}", accounts[0])).await.problem().0, 404, "it is nobody's yet");
    assert_eq!(rep.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
    for field in ["phone", "address"] {
        assert_eq!(rep.get(&format!("/pooled?columns=name,{field}")).await.status, 422, "{field}");
    }
    // Found by its name as any account, in characters and in pinyin; the telephone finds nothing that the page would not show.
    for (words, found) in [("0002", 1), ("yjd", 3), ("烟酒", 3), ("没有", 0)] {
        let page = rep.get(&format!("/pooled?q={}&count=exact", escaped(words))).await.ok();
        assert_eq!(page["count"]["value"], json!(found), "{words}");
    }
    assert_eq!(rep.get(&format!("/search?q={}", escaped("烟酒店"))).await.ok()["hits"], json!([]));

    let open = |n: usize| format!("/pooled/{}/open", accounts[n]);
    let opened = rep.post(&open(0), &Value::Null).await.ok();
    assert_eq!(
        (&opened["phone"], &opened["used"]["viewed_today"], &opened["limits"]["views_per_day"]),
        (&json!("13800130000"), &json!(1), &json!(2))
    );
    assert_eq!(rep.post(&open(0), &Value::Null).await.ok()["used"]["viewed_today"], 1, "twice on one day counts once");
    rep.post(&open(1), &Value::Null).await.done();
    assert_eq!(rep.post(&open(2), &Value::Null).await.problem(), (409, "views_used_up".to_owned()));
    let audit = app.admin().get("/audit?name=account.opened_in_pool").await.ok();
    assert_eq!(audit["items"].as_array().map(Vec::len), Some(3), "each look is kept");
    app.travel(Duration::days(1));
    rep.post(&open(2), &Value::Null).await.done();
}

#[tokio::test]
async fn of_two_who_take_the_same_account_at_the_same_moment_one_has_it_and_the_other_is_told() {
    let app = TestApp::new().await;
    let pool = pool(&app, json!({})).await;
    let account = lying(&app, &pool, 1).await[0];
    let ((one, _), (two, _)) = (app.rep().await, app.rep().await);
    let take = format!("/pooled/{account}/take");
    let (first, second) = tokio::join!(one.post(&take, &Value::Null), two.post(&take, &Value::Null));
    let mut answers = [first.status.as_u16(), second.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [204, 409], "{} {}", first.text(), second.text());
    let loser = if first.status.is_success() { second } else { first };
    assert_eq!(loser.problem(), (409, "colleague_quicker".to_owned()));
    let seen = [one.get(&format!("/accounts/{account}")).await.status, two.get(&format!("/accounts/{account}")).await.status];
    assert_eq!(seen.iter().filter(|status| status.is_success()).count(), 1, "it has one owner");
    assert!(in_pool(&one, &pool).await.is_empty());
}

#[tokio::test]
async fn caps_hold_over_many_at_once_and_each_row_says_why() {
    let app = TestApp::new().await;
    let pool = pool(&app, json!({"takes_per_day": 2, "most_held": 3, "wait_days": 10})).await;
    let accounts = lying(&app, &pool, 6).await;
    let (rep, me) = app.rep().await;
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let taken = rep.post("/pooled/take", &json!({"ids": [accounts[0], accounts[0], nowhere, accounts[1], accounts[2]]})).await.ok();
    assert_eq!(refusals(&taken), ["", "not_found", "", "takes_used_up"]);
    assert_eq!(taken["done"], 2);
    assert_eq!(rep.get("/accounts?sort=name").await.ok()["items"][1]["owner"]["id"], json!(me));
    let mine = |pools: &Value| pools["items"][0]["used"].clone();
    assert_eq!(mine(&rep.get("/pools").await.ok()), json!({"taken_today": 2, "held": 2, "viewed_today": 0}));
    app.travel(Duration::days(1));
    let taken = rep.post("/pooled/take", &json!({"ids": [accounts[2], accounts[3]]})).await.ok();
    assert_eq!(refusals(&taken), ["", "holds_enough"]);

    // Who gives one back leaves it to others for some days; there is room for another then.
    let back = json!({"pool_id": id(&pool), "why": "no_answer", "note": "打了五次电话"});
    rep.post(&format!("/accounts/{}/give-back", accounts[0]), &back).await.done();
    let taken = rep.post("/pooled/take", &json!({"ids": [accounts[0], accounts[3]]})).await.ok();
    assert_eq!(refusals(&taken), ["had_lately", ""]);
    let (other, _) = app.rep().await;
    let opened = other.post(&format!("/pooled/{}/open", accounts[0]), &Value::Null).await.ok();
    assert_eq!((&opened["note"], &opened["pooled_from"]["id"]), (&json!("打了五次电话"), &json!(me)));
    other.post(&format!("/pooled/{}/take", accounts[0]), &Value::Null).await.done();
    app.travel(Duration::days(10));
    other.post(&format!("/accounts/{}/give-back", accounts[0]), &back).await.done();
    rep.post(&format!("/accounts/{}/give-back", accounts[1]), &back).await.done();
    rep.post(&format!("/pooled/{}/take", accounts[0]), &Value::Null).await.done();
    let (fourth, fifth) = (json!({"ids": [accounts[4]]}), json!({"ids": [accounts[5]]}));
    let answers = tokio::join!(rep.post("/pooled/take", &fourth), rep.post("/pooled/take", &fifth));
    let done = [answers.0.ok()["done"].as_i64(), answers.1.ok()["done"].as_i64()];
    assert_eq!(done.iter().flatten().sum::<i64>(), 0, "three are held");
}

#[tokio::test]
async fn a_pool_of_a_unit_is_for_its_people_and_those_below_it() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let region = app.unit("华东大区", "branch", None).await;
    let below = app.unit("合肥组", "team", Some(&region)).await;
    let beside = app.unit("华南大区", "branch", None).await;
    let of_region = admin.post("/pools", &json!({"name": "华东公海", "org_unit_id": id(&region)})).await.ok();
    let of_team = admin.post("/pools", &json!({"name": "合肥公海", "org_unit_id": id(&below)})).await.ok();
    let for_all = admin.post("/pools", &json!({"name": "总公海"})).await.ok();
    let accounts = lying(&app, &of_region, 2).await;
    let in_team = lying(&app, &of_team, 1).await[0];
    let (rep, _) = app.person_in(&["salesperson"], &below).await;
    let (stranger, _) = app.person_in(&["salesperson"], &beside).await;
    let (manager, _) = app.person_in(&["manager"], &region).await;
    let seen = async |client: &guanxi_kernel::testkit::Client| {
        let pools = client.get("/pools").await.ok();
        let one = |pool: &Value| {
            format!(
                "{}:{}{}",
                pool["name"].as_str().unwrap_or(""),
                i32::from(pool["may_take"] == true),
                i32::from(pool["may_keep"] == true)
            )
        };
        let mut seen: Vec<String> = pools["items"].as_array().unwrap().iter().map(one).collect();
        seen.sort();
        seen
    };
    assert_eq!(seen(&rep).await, ["华东公海:10", "合肥公海:10", "总公海:10"]);
    assert_eq!(seen(&stranger).await, ["总公海:10"]);
    assert_eq!(seen(&manager).await, ["华东公海:11", "合肥公海:01", "总公海:10"]);
    assert_eq!(seen(&admin).await, ["华东公海:11", "合肥公海:11", "总公海:11"]);
    assert!(stranger.get("/pooled").await.ok()["items"].as_array().unwrap().is_empty());
    assert_eq!(stranger.post(&format!("/pooled/{}/take", accounts[0]), &Value::Null).await.problem().0, 404);
    assert_eq!(stranger.post(&format!("/pooled/{}/open", accounts[0]), &Value::Null).await.problem().0, 404);
    assert_eq!(manager.post(&format!("/pooled/{in_team}/take"), &Value::Null).await.problem().0, 403, "it is for those below");
    rep.post(&format!("/pooled/{in_team}/take"), &Value::Null).await.done();

    // A manager gives out of the pools kept, to the own people.
    let (_, member) = app.person_in(&["salesperson"], &below).await;
    let (_, outside) = app.person_in(&["salesperson"], &beside).await;
    let give = |to| json!({"ids": [accounts[0]], "to_id": to});
    assert_eq!(manager.post("/pooled/give", &give(outside)).await.wrong_fields()[0].1, "out_of_reach");
    assert_eq!(rep.post("/pooled/give", &give(member)).await.problem().0, 403);
    assert_eq!(manager.post("/pooled/give", &give(member)).await.ok()["done"], 1);
    app.run_jobs().await;
    assert_eq!(manager.get(&format!("/accounts/{}", accounts[0])).await.ok()["owner"]["id"], json!(member));
    let elsewhere = json!({"pool_id": id(&for_all), "why": "too_far"});
    assert_eq!(rep.post(&format!("/accounts/{}/give-back", accounts[0]), &elsewhere).await.problem().0, 404, "it is a colleague's");
    manager.post(&format!("/accounts/{}/give-back", accounts[0]), &elsewhere).await.done();
    assert_eq!(in_pool(&stranger, &for_all).await, ["烟酒店0000"]);
    let beyond = json!({"pool_id": id(&of_team), "why": "other"});
    assert_eq!(stranger.post(&format!("/pools/{}/accounts", id(&of_team)), &json!({"ids": [], "why": "other"})).await.problem().0, 404);
    let theirs = stranger.post("/accounts", &json!({"name": "外面的店"})).await.ok();
    assert_eq!(stranger.post(&format!("/accounts/{}/give-back", id(&theirs)), &beyond).await.wrong_fields()[0].0, "/pool_id");
}

#[tokio::test]
async fn an_account_that_gets_an_owner_by_another_door_lies_in_no_pool() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let pool = pool(&app, json!({})).await;
    let accounts = lying(&app, &pool, 3).await;
    let (rep, me) = app.rep().await;
    admin.patch(&format!("/accounts/{}", accounts[0]), 2, &json!({"owner_id": me})).await.done();
    let bulk = json!({"ids": [accounts[1]], "action": "change", "change": {"owner_id": me}});
    let queued = admin.post("/accounts/bulk", &bulk).await.ok();
    app.job(&admin, &queued).await;
    assert_eq!(in_pool(&rep, &pool).await, ["烟酒店0002"]);
    assert_eq!(rep.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    // In the trash it lies in no list; out of it, where it lay.
    admin.delete(&format!("/accounts/{}", accounts[2]), 2).await.done();
    assert!(in_pool(&rep, &pool).await.is_empty());
    assert_eq!(rep.post(&format!("/pooled/{}/take", accounts[2]), &Value::Null).await.problem().0, 404);
    let full = admin.delete(&format!("/pools/{}", id(&pool)), 1).await;
    assert_eq!(full.problem(), (409, "pool_not_empty".to_owned()));
    admin.post(&format!("/accounts/{}/restore", accounts[2]), &Value::Null).await.done();
    assert_eq!(in_pool(&rep, &pool).await, ["烟酒店0002"]);
    // What already lies there, is in the trash or is not one's own is not put in.
    let again = admin.post(&format!("/pools/{}/accounts", id(&pool)), &json!({"ids": [accounts[2]], "why": "other"})).await.ok();
    assert_eq!(refusals(&again), ["in_pool_already"]);
    let recycled = admin.post(&format!("/pools/{}/accounts", id(&pool)), &json!({"ids": [], "why": "recycled"})).await;
    assert_eq!(recycled.wrong_fields()[0].0, "/why", "that says a rule alone");
    put(&admin, &pool, &accounts[..1]).await;
}
