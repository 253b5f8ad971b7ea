//! Matters that group contacts.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path, version};

async fn open(app: &TestApp, account: &Value, name: &str) -> Value {
    let answer = app.admin().post("/episodes", &json!({"account_id": id(account), "kind": "negotiation", "name": name})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn f43_an_episode_groups_the_contacts_about_one_matter() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (account, other) = (app.account("金源").await, app.account("华夏").await);
    let (deal, _) = (open(&app, &account, "中秋备货").await, open(&app, &account, "陈列费").await);
    let log = async |episode: &Value, body: &str| {
        let call = json!({"account_id": id(&account), "channel": "phone", "outcome": "reached", "body": body, "episode_id": episode});
        admin.post("/interactions", &call).await
    };
    let first = log(&deal["id"], "谈价格").await.ok();
    assert_eq!(first["episode"], json!({"id": deal["id"], "name": "中秋备货"}));
    let second = log(&Value::Null, "谈数量").await.ok();
    assert_eq!(second["episode"], Value::Null);
    admin.patch(&path(&second, "/interactions"), version(&second), &json!({"episode_id": deal["id"]})).await.done();
    let said = admin.get(&format!("{}/interactions", path(&deal, "/episodes"))).await.ok();
    let bodies: Vec<&str> = said.as_array().unwrap().iter().map(|one| one["body"].as_str().unwrap()).collect();
    assert_eq!(bodies, ["谈数量", "谈价格"]);
    let told = admin.get(&format!("{}/timeline", path(&account, "/accounts"))).await.ok();
    assert!(told["items"].as_array().unwrap().iter().any(|item| item["data"]["episode"]["name"] == "中秋备货"), "{told}");
    // Another account's matter is none of this one.
    let foreign = open(&app, &other, "退货").await;
    assert_eq!(log(&foreign["id"], "错了").await.wrong_fields(), [("/episode_id".to_owned(), "not_possible".to_owned())]);

    // Closed ones stand behind; how many contacts, and when the last was, stands with each.
    let list = format!("{}/episodes", path(&account, "/accounts"));
    assert_eq!(names(&admin.get(&list).await.ok()), ["陈列费", "中秋备货"]);
    let closed = admin.patch(&path(&deal, "/episodes"), 1, &json!({"state": "closed", "name": "中秋备货款"})).await.ok();
    assert_eq!((&closed["state"], &closed["interactions"], closed["last_at"].is_string()), (&json!("closed"), &json!(2), true));
    assert_eq!(admin.patch(&path(&deal, "/episodes"), 1, &json!({"state": "open"})).await.problem().0, 412);
    assert_eq!(names(&admin.get(&list).await.ok()), ["陈列费", "中秋备货款"]);

    // It is dissolved, the contacts stay.
    admin.delete(&path(&deal, "/episodes"), 2).await.done();
    assert_eq!(names(&admin.get(&list).await.ok()), ["陈列费"]);
    assert_eq!(admin.get(&path(&first, "/interactions")).await.ok()["episode"], Value::Null);
}

#[tokio::test]
async fn an_episode_is_seen_by_whoever_sees_the_account_and_refuses_what_it_is_not() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let deal = open(&app, &account, "备货").await;
    let (stranger, _) = app.person("salesperson", "二组").await;
    assert_eq!(stranger.get(&path(&deal, "/episodes")).await.problem().0, 404);
    assert_eq!(stranger.get(&format!("{}/interactions", path(&deal, "/episodes"))).await.problem().0, 404);
    let new = async |body: Value| app.admin().post("/episodes", &body).await.wrong_fields();
    for (body, pointer) in [
        (json!({"account_id": id(&account), "name": " "}), "/name"),
        (json!({"account_id": id(&account), "name": "长".repeat(101)}), "/name"),
        (json!({"account_id": id(&account), "name": "备货", "kind": "war"}), "/kind"),
        (json!({"account_id": id(&deal), "name": "备货"}), "/account_id"),
    ] {
        assert_eq!(new(body.clone()).await[0].0, pointer, "{body}");
    }
    let patch = app.admin().patch(&path(&deal, "/episodes"), 1, &json!({"state": "gone"})).await;
    assert_eq!(patch.wrong_fields()[0].0, "/state");
    app.admin().delete(&path(&account, "/accounts"), version(&account)).await.done();
    assert_eq!(app.admin().post("/episodes", &json!({"account_id": id(&account), "name": "备货"})).await.problem().0, 409);
}
