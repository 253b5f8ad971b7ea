//! People in files: contacts with their places, and colleagues as owners.

use serde_json::{Value, json};

use super::{counts, csv, refused, start, upload};
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn contacts_come_with_owner_language_channel_and_lunar_birthday() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let name = rep.get("/me").await.ok()["user"]["name"].as_str().unwrap().to_owned();
    let file = csv(&[
        "姓名,手機,負責人,語言,偏好聯絡方式,生日,備註",
        &format!("王芳,13800138001,{name},zh-TW,微信,農曆八月十五,"),
        "李強,13800138002,外面的人,,簡訊,1985年8月15日,常客",
        "張三,13800138003,,,,农历中秋,",
        "趙六,13800138004,,,,农历八月卅一,",
        "錢七,13800138005,,,飛鴿,,",
    ]);
    let upsert = json!({"mode": "upsert", "key": "mobile"});
    let import = upload(&admin, "contacts", "people.csv", &file).await;
    assert_eq!((&import["problem_rows"], &import["notice_rows"]), (&json!(3), &json!(1)), "{import}");
    let done = start(&app, &admin, &import, upsert.clone()).await;
    assert_eq!(counts(&done), (2, 0, 0, 3));
    let wrong = refused(&admin, &done).await;
    assert!(
        wrong[&4].starts_with("生日：请填写日期") && wrong[&5].starts_with("生日：") && wrong[&6].starts_with("首选联系方式："),
        "{wrong:?}"
    );
    let read = async |name: &str| {
        let found = admin.post("/contacts/search", &json!({"filter": {"field": "name", "op": "eq", "value": name}})).await.ok();
        admin.get(&path(&found["items"][0], "/contacts")).await.ok()
    };
    let wang = read("王芳").await;
    assert_eq!((&wang["owner"]["id"], &wang["language"], &wang["preferred_channel"]), (&json!(rep_id), &json!("zh-TW"), &json!("wechat")));
    assert_eq!(wang["birthday"], json!({"calendar": "lunar", "year": null, "month": 8, "day": 15, "leap": false}));
    let li = read("李強").await;
    assert_eq!((&li["preferred_channel"], &li["remark"]), (&json!("mobile"), &json!("常客\n负责人：外面的人")));
    assert_eq!(li["birthday"], json!({"calendar": "solar", "year": 1985, "month": 8, "day": 15, "leap": false}));
    // Known people get what the file says, and the same file again changes nothing.
    let later = csv(&["姓名,手機,負責人,生日", &format!("李強,13800138002,{name},農曆1985年六月廿九")]);
    for want in [(0, 1, 0, 0), (0, 0, 1, 0)] {
        let import = upload(&admin, "contacts", "people.csv", &later).await;
        assert_eq!(counts(&start(&app, &admin, &import, upsert.clone()).await), want);
    }
    let li = read("李強").await;
    assert_eq!((&li["owner"]["id"], &li["birthday"]["calendar"], &li["birthday"]["day"]), (&json!(rep_id), &json!("lunar"), &json!(29)));
    // Whom the rights of the one who imports do not reach costs the row.
    let (manager, _) = app.person("manager", "二组").await;
    let import = upload(&manager, "contacts", "people.csv", &csv(&["姓名,負責人", &format!("孫八,{name}")])).await;
    let done = start(&app, &manager, &import, json!({"mode": "create"})).await;
    assert!(refused(&manager, &done).await[&2].starts_with("负责人："));
}

#[tokio::test]
async fn known_contacts_get_values_and_places_from_a_file() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (first, second) = (app.account("金源").await, app.account("银河").await);
    let known = admin.post("/contacts", &json!({"name": "王小明", "mobile": "13800138000"})).await.ok();
    let file = csv(&[
        "姓名,手机,客户名称,角色,微信",
        "王小明,13800138000,金源,老板,",
        "王小明,138 0013 8000,银河,采购,jinshan88",
        "王小明,13800138000,金源,老板,jinshan88",
    ]);
    let upsert = json!({"mode": "upsert", "key": "mobile"});
    let import = upload(&admin, "contacts", "a.csv", &file).await;
    assert_eq!(counts(&start(&app, &admin, &import, upsert.clone()).await), (0, 2, 1, 0));
    let after = admin.get(&path(&known, "/contacts")).await.ok();
    assert_eq!((&after["version"], &after["wechat"]), (&json!(2), &json!("jinshan88")));
    let places: Vec<(&Value, &Value)> =
        after["accounts"].as_array().unwrap().iter().map(|place| (&place["account"]["id"], &place["is_primary"])).collect();
    assert_eq!(places, [(&first["id"], &json!(true)), (&second["id"], &json!(false))]);
    let audit = admin.get(&format!("/audit?record_id={}&name=contact.changed", id(&known))).await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    assert_eq!(admin.get("/search?q=jinshan88").await.ok()["hits"][0]["id"], known["id"]);
    let import = upload(&admin, "contacts", "a.csv", &file).await;
    assert_eq!(counts(&start(&app, &admin, &import, upsert).await), (0, 0, 3, 0));
}

#[tokio::test]
async fn a_colleague_who_shares_a_name_gets_nothing_by_it_and_one_who_has_left_only_from_an_administrator() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (one, _) = app.rep().await;
    let (two, two_id) = app.rep().await;
    let (gone, gone_id) = app.rep().await;
    for (client, name) in [(&one, "陈静"), (&two, "陈静"), (&gone, "李娜")] {
        client.send(axum::http::Method::PATCH, "/me", Some(&json!({"name": name}))).await.done();
    }
    let email = two.get("/me").await.ok()["user"]["email"].as_str().unwrap().to_owned();
    admin.post(&format!("/users/{gone_id}/deactivate"), &json!({"successor_id": two_id})).await.done();
    let file = csv(&["客户名称,负责人", "甲,陈静", "乙,李娜", &format!("丙,{email}")]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    assert_eq!(import["notice_rows"], 2);
    start(&app, &admin, &import, json!({"mode": "create"})).await;
    let page = admin.get("/accounts?columns=name,owner,remark&sort=created_at").await.ok();
    let boss = admin.get("/me").await.ok()["user"]["id"].clone();
    let made: Vec<(&Value, &Value)> = page["items"].as_array().unwrap().iter().map(|row| (&row["owner"]["id"], &row["remark"])).collect();
    assert_eq!(made, [(&boss, &json!("负责人：陈静")), (&json!(gone_id), &Value::Null), (&json!(two_id), &Value::Null)]);
}

#[tokio::test]
async fn a_known_person_gets_a_place_at_the_account_of_the_row() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (first, second) = (app.account("金源").await, app.account("华夏").await);
    let person = json!({"name": "王芳", "mobile": "13800138000", "accounts": [{"account_id": id(&first)}]});
    let person = admin.post("/contacts", &person).await.ok();
    let file = csv(&["联系人,手机,客户名称,职务", "王芳,138 0013 8000,华夏,店长", "王芳,13800138000,金源,"]);
    let import = upload(&admin, "contacts", "people.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "mobile"})).await;
    assert_eq!(counts(&done), (0, 1, 1, 0));
    let places = admin.get(&path(&person, "/contacts")).await.ok()["accounts"].clone();
    let places = places.as_array().unwrap();
    assert_eq!(places.len(), 2, "{places:?}");
    let at = |account: &Value| places.iter().find(|place| place["account"]["id"] == account["id"]).unwrap();
    assert_eq!((&at(&first)["is_primary"], &at(&second)["is_primary"]), (&json!(true), &json!(false)));
}
