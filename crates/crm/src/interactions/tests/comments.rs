//! Comments, mentions, notifications.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::testing::{TestApp, escaped, id, path};

#[tokio::test]
async fn a_mention_notifies_and_reading_empties_the_count() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let boss = app.admin();
    let boss_id = boss.get("/me").await.ok()["user"]["id"].clone();
    let answer =
        boss.post("/comments", &json!({"account_id": id(&account), "body": " @李 去看看\n下周 ", "mentions": [rep_id, boss_id]})).await;
    assert_eq!(answer.status, 201);
    let comment = answer.json();
    assert_eq!((&comment["body"], &comment["author"]["id"]), (&json!("@李 去看看\n下周"), &boss_id));
    assert_eq!(comment["mentions"].as_array().unwrap().len(), 2);
    let told = rep.get("/notifications").await.ok();
    assert_eq!(
        (&told["unread"], &told["items"][0]["name"], &told["items"][0]["record_id"]),
        (&json!(1), &json!("mentioned"), &comment["id"])
    );
    assert_eq!((&told["items"][0]["account_id"], &told["items"][0]["read_at"]), (&account["id"], &Value::Null));
    assert_eq!(boss.get("/notifications").await.ok()["items"], json!([]), "nobody is told of their own words");
    assert_eq!(rep.post("/notifications/read", &json!({"up_to": told["items"][0]["id"]})).await.status, 204);
    let read = rep.get("/notifications").await.ok();
    assert_eq!((&read["unread"], read["items"].as_array().unwrap().len()), (&json!(0), 1));
    assert_ne!(read["items"][0]["read_at"], Value::Null);
}

#[tokio::test]
async fn a_mention_never_widens_what_anybody_sees() {
    let app = TestApp::new().await;
    let (li, li_id) = app.rep().await;
    let account = app.account("老板的店").await;
    let answer = app.admin().post("/comments", &json!({"account_id": id(&account), "body": "机密", "mentions": [li_id]})).await;
    let told = li.get("/notifications").await.text();
    assert!(!told.contains("老板的店") && !told.contains("机密"), "the notification tells of an account that is not seen: {told}");
    // docs/domain/interactions.md, acceptance 9: 422, no comment, no notification.
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(app.admin().get(&format!("/comments?account_id={}", id(&account))).await.ok(), json!([]));
}

#[tokio::test]
async fn those_who_may_see_the_customer_are_offered_and_no_others() {
    let app = TestApp::new().await;
    let root = app.admin().get("/org-units").await.ok()[0].clone();
    let branch = app.unit("分公司", "branch", None).await;
    let team = app.unit("一组", "team", Some(&branch)).await;
    let other = app.unit("二组", "team", Some(&branch)).await;
    let mut people = Vec::new();
    for (role, unit) in [
        ("salesperson", &team),
        ("salesperson", &other),
        ("manager", &team),
        ("manager", &other),
        ("branch_staff", &branch),
        ("service_agent", &team),
        ("marketer", &root),
    ] {
        people.push(app.person_in(&[role], unit).await);
    }
    people.push(app.person_without_rights().await);
    let owners = [Some(people[0].1), Some(people[1].1), Some(people[7].1), None];
    for owner in owners {
        let account = app.account_of(owner).await;
        let offered = app.admin().get(&format!("/comments/colleagues?account_id={account}")).await.ok();
        let offered: BTreeSet<&str> = offered.as_array().unwrap().iter().map(id).collect();
        for (client, user) in &people {
            let sees = client.get(&format!("/accounts/{account}")).await.status == 200;
            assert_eq!(offered.contains(user.to_string().as_str()), sees, "{user} {owner:?}");
        }
    }
    // By what is typed, and only by those who see the account themselves.
    let account = app.account_of(Some(people[0].1)).await;
    let name = people[0].0.get("/me").await.ok()["user"]["name"].as_str().unwrap().to_owned();
    let by_name = app.admin().get(&format!("/comments/colleagues?account_id={account}&q={}", escaped(&name))).await.ok();
    assert_eq!(by_name.as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [people[0].1.to_string()]);
    assert_eq!(people[1].0.get(&format!("/comments/colleagues?account_id={account}")).await.problem().0, 404);
}

#[tokio::test]
async fn a_comment_is_no_contact_and_only_its_writer_takes_it_back() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let comment = app.admin().post("/comments", &json!({"account_id": id(&account), "body": "好"})).await.ok();
    assert_eq!(rep.get(&path(&account, "/accounts")).await.ok()["last_contact_on"], Value::Null);
    let under = format!("/comments?account_id={}", id(&account));
    assert_eq!(rep.get(&under).await.ok().as_array().unwrap().len(), 1);
    let place = path(&comment, "/comments");
    assert_eq!(rep.send(axum::http::Method::DELETE, &place, None).await.problem().0, 403);
    assert_eq!(app.admin().send(axum::http::Method::DELETE, &place, None).await.status, 204);
    assert_eq!(rep.get(&under).await.ok(), json!([]));
    let audit = app.admin().get(&format!("/audit?record_id={}&name=comment.removed", id(&comment))).await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn its_writer_puts_a_comment_in_other_words_and_whoever_is_new_in_it_is_told() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let (_, manager) = app.person("manager", "一组").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let boss = app.admin();
    let comment = boss.post("/comments", &json!({"account_id": id(&account), "body": "@李 好", "mentions": [rep_id]})).await.ok();
    assert_eq!((&comment["edited_at"], &comment["version"], &comment["may_change"]), (&Value::Null, &json!(1), &json!(true)));
    let place = path(&comment, "/comments");
    let other = json!({"body": "@李 @张 改期", "mentions": [rep_id, manager]});
    assert_eq!(rep.patch(&place, 1, &other).await.problem().0, 403, "nobody rewrites a colleague's words");
    assert_eq!(boss.patch(&place, 7, &other).await.problem().0, 412);
    assert_eq!(boss.patch(&place, 1, &json!({"body": " "})).await.wrong_fields()[0].1, "required");
    let changed = boss.patch(&place, 1, &other).await.ok();
    assert_eq!((&changed["body"], &changed["version"]), (&json!("@李 @张 改期"), &json!(2)));
    assert_ne!(changed["edited_at"], Value::Null);
    assert_eq!(rep.get("/notifications").await.ok()["unread"], 1, "mentioned once, told once");
    let audit = boss.get(&format!("/audit?record_id={}&name=comment.changed", id(&comment))).await.ok();
    assert!(audit.to_string().contains("@李 好"), "what it said before is in the audit: {audit}");
}

#[tokio::test]
async fn wrong_comments_are_refused() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let (marketer, _) = app.person("marketer", "市场").await;
    let account = app.account("金源").await;
    let admin = app.admin();
    assert_eq!(
        admin.post("/comments", &json!({"account_id": id(&account), "body": " \n "})).await.wrong_fields(),
        [("/body".to_owned(), "required".to_owned())]
    );
    assert_eq!(
        admin.post("/comments", &json!({"account_id": id(&account), "body": "x".repeat(5001)})).await.wrong_fields()[0].1,
        "too_long"
    );
    let nobody = json!({"account_id": id(&account), "body": "好", "mentions": ["01890000-0000-7000-8000-000000000000"]});
    assert_eq!(admin.post("/comments", &nobody).await.wrong_fields(), [("/mentions/0".to_owned(), "cannot_see".to_owned())]);
    assert_eq!(rep.post("/comments", &json!({"account_id": id(&account), "body": "好"})).await.problem().0, 404);
    assert_eq!(rep.get(&format!("/comments?account_id={}", id(&account))).await.problem().0, 404);
    assert_eq!(marketer.post("/comments", &json!({"account_id": id(&account), "body": "好"})).await.problem().0, 403);
}
