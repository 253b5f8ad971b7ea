//! Following, and what followers hear.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testing::{Done, TestApp, id, path};

/// Follows a record or ends it.
async fn follow(client: &Client, place: &str, following: bool) -> Value {
    client.put(&format!("{place}/following"), &json!({"following": following})).await.ok()
}

/// The unread lines about what is followed, the newest first: what they are called, and what they say.
async fn heard(client: &Client) -> Vec<(String, Value)> {
    let told = client.get("/notifications?unread=true").await.ok();
    let lines = told["items"].as_array().unwrap().iter();
    let lines = lines.map(|item| (item["name"].as_str().unwrap().to_owned(), item["data"].clone()));
    lines.filter(|(name, _)| name.starts_with("followed")).collect()
}

/// Reads everything, as the bell does.
async fn read_all(client: &Client) {
    let newest = client.get("/notifications").await.ok()["items"][0]["id"].clone();
    client.post("/notifications/read", &json!({"up_to": newest})).await.done();
}

async fn comment(app: &TestApp, client: &Client, account: &str, body: &str) {
    client.post("/comments", &json!({"account_id": account, "body": body})).await.done();
    app.run_jobs().await;
}

#[tokio::test]
async fn whoever_follows_a_record_hears_of_it_in_one_line_until_it_is_read() {
    let app = TestApp::new().await;
    let (inspector, me) = app.person("inspector", "总部").await;
    let account = app.account("金源酒业").await;
    let place = path(&account, "/accounts");
    let followed = follow(&inspector, &place, true).await;
    assert_eq!((&followed["following"], &followed["count"], &followed["followers"][0]["id"]), (&json!(true), &json!(1), &json!(me)));
    comment(&app, &app.admin(), id(&account), "下周去看看").await;
    comment(&app, &app.admin(), id(&account), "带上样品").await;
    app.admin().post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await.done();
    app.run_jobs().await;
    let told = json!({"by": "王老板", "name": "金源酒业", "updates": 3, "what": {"comment": 2, "interaction": 1}});
    assert_eq!(heard(&inspector).await, [("followed".to_owned(), told)]);
    assert_eq!(inspector.get("/notifications").await.ok()["unread"], 1);
    read_all(&inspector).await;
    comment(&app, &app.admin(), id(&account), "好").await;
    let told = heard(&inspector).await;
    assert_eq!((told.len(), &told[0].1["updates"]), (1, &json!(1)), "what was read is not told again");
    assert_eq!(follow(&inspector, &place, false).await["following"], false);
    read_all(&inspector).await;
    comment(&app, &app.admin(), id(&account), "好的").await;
    assert_eq!(heard(&inspector).await, []);
}

#[tokio::test]
async fn nobody_hears_of_what_they_did_themselves_or_do_not_see() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (_, other) = app.person("salesperson", "二组").await;
    let account = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    let place = path(&account, "/accounts");
    app.run_jobs().await;
    assert_eq!(rep.get(&format!("{place}/following")).await.ok()["following"], true, "one follows what is one's own");
    comment(&app, &rep, id(&account), "自己说的").await;
    assert_eq!(heard(&rep).await, []);
    comment(&app, &admin, id(&account), "老板说的").await;
    assert_eq!(heard(&rep).await.len(), 1);
    // With the account goes the sight of it: what was told is not shown any more, and nothing new is told.
    let version = admin.get(&place).await.ok()["version"].as_i64().unwrap();
    admin.patch(&place, version, &json!({"owner_id": other})).await.done();
    app.run_jobs().await;
    comment(&app, &admin, id(&account), "机密").await;
    let told = rep.get("/notifications").await.ok();
    assert_eq!((heard(&rep).await, &told["unread"]), (vec![], &json!(0)), "{told}");
    assert_eq!(rep.put(&format!("{place}/following"), &json!({"following": true})).await.problem().0, 404);
    // Whoever sees it again hears of it again, without having to ask.
    let version = admin.get(&place).await.ok()["version"].as_i64().unwrap();
    admin.patch(&place, version, &json!({"owner_id": rep_id})).await.done();
    comment(&app, &admin, id(&account), "回来了").await;
    assert!(!heard(&rep).await.is_empty());
}

#[tokio::test]
async fn what_concerns_somebody_is_followed_by_itself_but_not_against_their_will() {
    let app = TestApp::new().await;
    let (admin, (manager, manager_id)) = (app.admin(), app.person("manager", "一组").await);
    let (rep, rep_id) = app.rep().await;
    let account = admin.post("/accounts", &json!({"name": "金源", "owner_id": rep_id})).await.ok();
    let following = format!("{}/following", path(&account, "/accounts"));
    let follows = async |client: &Client| client.get(&following).await.ok()["following"] == true;
    app.run_jobs().await;
    assert!(follows(&rep).await, "whose it is");
    assert!(!follows(&admin).await, "not who has entered it");
    let said = json!({"account_id": id(&account), "body": "@李 看看", "mentions": [manager_id]});
    admin.post("/comments", &said).await.done();
    app.run_jobs().await;
    assert!(follows(&admin).await && follows(&manager).await, "who has commented, and who was mentioned");
    assert_eq!(heard(&manager).await, [], "whoever is mentioned knows it already");
    follow(&manager, &path(&account, "/accounts"), false).await;
    admin.post("/comments", &said).await.done();
    app.run_jobs().await;
    assert!(!follows(&manager).await, "whoever has stopped is not made to begin again");
    // By one's own choice, or by that of the house.
    let choice = json!({"off": [], "quiet": null, "follows": {"made": true, "owned": false, "discussed": false}});
    rep.put("/me/notifications", &choice).await.done();
    let made = rep.post("/accounts", &json!({"name": "自己开的"})).await.ok();
    let given = admin.post("/accounts", &json!({"name": "给的", "owner_id": rep_id})).await.ok();
    app.run_jobs().await;
    let rows = rep.get("/accounts?columns=name,followed&sort=name").await.ok();
    let followed = |id: &Value| rows["items"].as_array().unwrap().iter().find(|row| row["id"] == *id).unwrap()["followed"].clone();
    assert_eq!([&made, &given, &account].map(|account| followed(&account["id"])), [json!(true), json!(false), json!(true)]);
    admin.put("/parameters/follows.made", &json!({"value": true})).await.done();
    let mine = admin.post("/accounts", &json!({"name": "老板自己的"})).await.ok();
    app.run_jobs().await;
    assert_eq!(admin.get(&format!("{}/following", path(&mine, "/accounts"))).await.ok()["following"], true);
    assert_eq!(admin.put("/parameters/follows.made", &json!({"value": 1})).await.problem().0, 422, "yes or no");
}

#[tokio::test]
async fn a_list_is_filtered_by_what_one_follows_oneself() {
    let app = TestApp::new().await;
    let (inspector, _) = app.person("inspector", "总部").await;
    let accounts = app.accounts_of(app.person("salesperson", "二组").await.1, 250).await;
    let mine = json!({"field": "followed", "op": "eq", "value": true});
    let search = async |filter: &Value| inspector.post("/accounts/search", &json!({"filter": filter, "count": "exact"})).await.ok();
    let many = json!({"list": "accounts", "ids": [accounts[0], accounts[1], Uuid::now_v7()], "following": true});
    let queued = inspector.post("/follows", &many).await.ok();
    assert_eq!(app.job(&inspector, &queued).await["result"]["changed"], 2);
    assert_eq!(search(&mine).await["count"]["value"], 2);
    assert_eq!(search(&json!({"not": mine})).await["count"]["value"], 248);
    assert_eq!(search(&json!({"field": "followed", "op": "eq", "value": false})).await["count"]["value"], 248);
    let all = json!({"list": "accounts", "filter": {"all": []}, "following": true});
    let queued = inspector.post("/follows", &all).await.ok();
    app.job(&inspector, &queued).await;
    assert_eq!(search(&mine).await["count"]["value"], 250);
    let none = json!({"list": "accounts", "filter": mine, "following": false});
    let queued = inspector.post("/follows", &none).await.ok();
    app.job(&inspector, &queued).await;
    assert_eq!(search(&mine).await["count"]["value"], 0);
    assert_eq!(app.admin().post("/follows", &json!({"list": "orders", "ids": [], "following": true})).await.wrong_fields()[0].0, "/list");
    assert_eq!(app.admin().post("/follows", &json!({"list": "accounts", "following": true})).await.wrong_fields()[0].0, "/filter");
}

#[tokio::test]
async fn of_many_records_that_change_together_there_is_one_line() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (inspector, _) = app.person("inspector", "总部").await;
    let (_, owner) = app.person("salesperson", "二组").await;
    let (_, other) = app.person("salesperson", "三组").await;
    let accounts = app.accounts_of(owner, 250).await;
    let all = json!({"list": "accounts", "filter": {"all": []}, "following": true});
    let queued = inspector.post("/follows", &all).await.ok();
    app.job(&inspector, &queued).await;
    admin.post("/accounts/bulk", &json!({"ids": accounts, "action": "change", "change": {"owner_id": other}})).await.done();
    app.run_jobs().await;
    assert_eq!(heard(&inspector).await, [("followed_many".to_owned(), json!({"by": "王老板", "records": 250}))]);
    read_all(&inspector).await;
    admin.post("/accounts/bulk", &json!({"ids": accounts[..3], "action": "change", "change": {"owner_id": owner}})).await.done();
    app.run_jobs().await;
    let names: Vec<String> = heard(&inspector).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["followed", "followed", "followed"], "a few are told one by one");
}

#[tokio::test]
async fn whoever_follows_a_few_of_very_many_hears_no_more_lines_however_long_it_takes() {
    let app = TestApp::new().await;
    let admin = app.admin();
    admin.put("/parameters/interactions.lines_at_once", &json!({"value": 3})).await.done();
    let (inspector, _) = app.person("inspector", "总部").await;
    let (_, owner) = app.person("salesperson", "二组").await;
    let (_, other) = app.person("salesperson", "三组").await;
    let mut accounts = app.accounts_of(owner, 250).await;
    accounts.sort();
    // The first two and the last two are changed in different transactions.
    for account in [&accounts[..2], &accounts[248..]].concat() {
        follow(&inspector, &format!("/accounts/{account}"), true).await;
    }
    admin.post("/accounts/bulk", &json!({"ids": accounts, "action": "change", "change": {"owner_id": other}})).await.done();
    app.run_jobs().await;
    let told: Vec<(String, Value)> = heard(&inspector).await.into_iter().map(|(name, data)| (name, data["records"].clone())).collect();
    let single = ("followed".to_owned(), Value::Null);
    assert_eq!(told, [("followed_many".to_owned(), json!(2)), single.clone(), single]);
}

#[tokio::test]
async fn followers_of_a_contact_hear_of_talks_with_them() {
    let app = TestApp::new().await;
    let (inspector, _) = app.person("inspector", "总部").await;
    let account = app.account("金源").await;
    let contact = json!({"name": "李强", "accounts": [{"account_id": id(&account)}]});
    let contact = app.admin().post("/contacts", &contact).await.ok();
    follow(&inspector, &path(&contact, "/contacts"), true).await;
    let call = json!({"account_id": id(&account), "contact_id": id(&contact), "channel": "phone"});
    app.admin().post("/interactions", &call).await.done();
    let version = contact["version"].as_i64().unwrap();
    app.admin().patch(&path(&contact, "/contacts"), version, &json!({"mobile": "13800000000"})).await.done();
    app.run_jobs().await;
    let told = heard(&inspector).await;
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].1["name"], &told[0].1["what"]), (&json!("李强"), &json!({"changed": 1, "interaction": 1})));
}

#[tokio::test]
async fn a_follower_of_one_follows_what_it_became_part_of_and_parting_gives_it_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (both, _) = app.person("inspector", "总部").await;
    let (one, _) = app.person("inspector", "分部").await;
    let (kept, merged) = (app.account("金源酒业").await, app.account("鑫源商贸").await);
    let (kept, merged_place) = (path(&kept, "/accounts"), path(&merged, "/accounts"));
    for (client, place) in [(&both, &kept), (&both, &merged_place), (&one, &merged_place)] {
        follow(client, place, true).await;
    }
    let wish = json!({"kind": "account", "kept_id": kept.trim_start_matches("/accounts/"), "merged_id": id(&merged)});
    let merge = admin.post("/merges", &wish).await.ok();
    let count = async |place: &str| admin.get(&format!("{place}/following")).await.ok()["count"].clone();
    assert_eq!(count(&kept).await, 2);
    admin.post(&format!("{}/undo", path(&merge, "/merges")), &json!({})).await.done();
    assert_eq!((count(&kept).await, count(&merged_place).await), (json!(1), json!(2)));
}

#[tokio::test]
async fn many_followers_of_one_record_are_told_together() {
    let app = TestApp::new().await;
    let account = app.account("金源").await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(app.person("inspector", "总部").await);
    }
    for (client, _) in &people {
        follow(client, &path(&account, "/accounts"), true).await;
    }
    comment(&app, &app.admin(), id(&account), "好").await;
    for (client, _) in &people {
        assert_eq!(heard(client).await.len(), 1);
    }
    let audit = app.admin().get("/audit?name=followers.told").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "in one transaction");
}
