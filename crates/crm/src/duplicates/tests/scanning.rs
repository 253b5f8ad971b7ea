//! What is there already is looked through, and merged in one go.

use serde_json::{Value, json};

use crate::testing::{Done, NewAccount, TestApp, id};

async fn scan(app: &TestApp, kind: &str) -> Value {
    let queued = app.admin().post("/duplicates/scan", &json!({"kind": kind})).await;
    assert_eq!(queued.status, 202, "{}", queued.text());
    app.job(&app.admin(), &queued.json()).await
}

fn account(name: &str, region: &str, phone: &str) -> NewAccount {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    NewAccount { name: name.to_owned(), region: some(region), phone: some(phone), ..NewAccount::default() }
}

#[tokio::test]
async fn pairs_are_found_judged_and_forgotten_when_they_differ() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let ids = app
        .seed_accounts(vec![
            account("金源烟酒店", "合肥市", "0551-62345678"),
            account("合肥金源名烟名酒", "安徽合肥", "0551-62345678"),
            account("红星超市", "合肥市", ""),
            account("红星超级市场", "合肥市", ""),
            account("新世纪烟酒店", "合肥市", ""),
            account("新世界烟酒店", "合肥市", ""),
            account("红星超市", "芜湖市", ""),
        ])
        .await;
    let done = scan(&app, "account").await;
    assert_eq!((&done["state"], &done["result"]["looked_at"]), (&json!("done"), &json!(7)), "{done}");
    assert_eq!(done["result"]["pairs"], 3, "each pair once, however much the two share");
    let pairs = admin.get("/duplicates?kind=account").await.ok();
    let certainty: Vec<&str> = pairs["items"].as_array().unwrap().iter().filter_map(|pair| pair["certainty"].as_str()).collect();
    assert_eq!(certainty, ["certain", "likely", "possible"], "{pairs}");
    assert_eq!(pairs["items"][0]["records"][0]["id"], json!(ids[0]));
    assert!(!pairs["scanned_at"].is_null());
    assert_eq!(pairs["undo_days"], 30);
    assert_eq!(admin.get("/duplicates?kind=account&certainty=likely").await.ok()["count"]["value"], 1);
    // Page by page, the same pairs.
    let first = admin.get("/duplicates?kind=account&limit=2").await.ok();
    let rest = admin.get(&format!("/duplicates?kind=account&limit=2&cursor={}", first["next_cursor"].as_str().unwrap())).await.ok();
    assert_eq!((first["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (2, 1));
    assert_eq!(rest["items"][0]["id"], pairs["items"][2]["id"]);
    // Somebody says that two are two, and they are not proposed again.
    let possible = &pairs["items"][2];
    let judged = admin.post(&format!("/duplicates/{}/judge", id(possible)), &json!({"dismissed": true})).await.ok();
    assert_eq!(judged["dismissed"], true);
    // One of another pair gets another name.
    admin.patch(&format!("/accounts/{}", ids[3]), 1, &json!({"name": "红旗超市"})).await.done();
    scan(&app, "account").await;
    let pairs = admin.get("/duplicates?kind=account").await.ok();
    assert_eq!((&pairs["count"]["value"], &pairs["items"][0]["certainty"]), (&json!(1), &json!("certain")), "{pairs}");
    let dismissed = admin.get("/duplicates?kind=account&dismissed=true").await.ok();
    assert_eq!(dismissed["items"][0]["id"], possible["id"]);
    admin.post(&format!("/duplicates/{}/judge", id(possible)), &json!({"dismissed": false})).await.done();
    assert_eq!(admin.get("/duplicates?kind=account").await.ok()["count"]["value"], 2);
}

#[tokio::test]
async fn a_number_that_many_share_makes_nobody_a_duplicate() {
    let app = TestApp::new().await;
    let shops = (0..11)
        .map(|n| account(&format!("{}店", ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子"][n]), "", "400-800-1234"));
    app.seed_accounts(shops.collect()).await;
    app.admin().put("/parameters/duplicates.most_alike", &json!({"value": 10})).await.done();
    let done = scan(&app, "account").await;
    assert_eq!((&done["result"]["pairs"], &done["result"]["too_common"]), (&json!(0), &json!(1)), "{done}");
}

#[tokio::test]
async fn what_is_certain_is_merged_in_one_go_and_each_can_be_parted() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let phone = |n: usize| format!("0551-6234567{n}");
    let shops = (0..3).flat_map(|n| {
        let name = ["金源烟酒店", "红星烟酒店", "和平烟酒店"][n];
        [account(name, "合肥市", &phone(n)), account(name, "", &phone(n)), account(&format!("合肥{name}"), "合肥", &phone(n))]
    });
    app.seed_accounts(shops.collect()).await;
    app.seed_accounts(vec![account("甲店", "合肥市", "0551-61111111"), account("乙店", "合肥市", "0551-61111111")]).await;
    scan(&app, "account").await;
    let queued = admin.post("/merges/bulk", &json!({"kind": "account"})).await.ok();
    let done = app.job(&admin, &queued).await;
    assert_eq!(done["result"], json!({"merged": 6, "refused": 0}), "{done}");
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 5);
    // The likely pair waits for somebody who looks at it.
    let pairs = admin.get("/duplicates?kind=account").await.ok();
    assert_eq!(pairs["count"]["value"], 1);
    let queued = admin.post("/merges/bulk", &json!({"kind": "account", "pairs": [pairs["items"][0]["id"]]})).await.ok();
    assert_eq!(app.job(&admin, &queued).await["result"]["merged"], 1);
    let merges = admin.get("/merges").await.ok();
    assert_eq!(merges["items"].as_array().unwrap().len(), 7);
    for merge in merges["items"].as_array().unwrap() {
        admin.post(&format!("/merges/{}/undo", id(merge)), &Value::Null).await.done();
    }
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 11);
}

#[tokio::test]
async fn everybody_sees_the_pairs_of_their_own_records() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    rep.post("/accounts", &json!({"name": "金源烟酒店"})).await.done();
    rep.post("/accounts?duplicates=allow", &json!({"name": "金源烟酒店"})).await.done();
    let mixed = rep.post("/accounts", &json!({"name": "红星烟酒店"})).await.ok();
    app.admin().post("/accounts?duplicates=allow", &json!({"name": "红星烟酒店"})).await.done();
    scan(&app, "account").await;
    assert_eq!(app.admin().get("/duplicates?kind=account").await.ok()["count"]["value"], 2);
    let mine = rep.get("/duplicates?kind=account").await.ok();
    assert_eq!(mine["count"]["value"], 1, "{mine}");
    assert!(!mine.to_string().contains(id(&mixed)));
    assert_eq!(app.other_workspace().await.get("/duplicates?kind=account").await.ok()["count"]["value"], 0);
    assert_eq!(rep.get("/duplicates?kind=order").await.wrong_fields()[0].0, "/kind");
    let (nobody, _) = app.person_without_rights().await;
    assert_eq!(nobody.get("/duplicates?kind=account").await.ok()["items"], json!([]));
    assert_eq!(nobody.post("/duplicates/scan", &json!({"kind": "account"})).await.problem().0, 403);
    assert_eq!(nobody.post("/merges/bulk", &json!({"kind": "account"})).await.problem().0, 403);
}
