//! What the rows of a file find, and what they share.

use std::sync::Arc;

use guanxi_kernel::{http::App, job::run_due};
use serde_json::{Value, json};

use super::{counts, csv, refused, start, upload};
use crate::{
    SLICES,
    staff::StaffDirectory,
    testing::{Done, TestApp, id, path},
};

#[tokio::test]
async fn the_same_file_again_with_a_key_changes_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户名称,客户编号,地区,标签", "金源,A-1,合肥,\"宴席,老客户\"", "银河,A-2,芜湖,vip"]);
    let upsert = json!({"mode": "upsert", "key": "number"});
    for want in [(2, 0, 0, 0), (0, 0, 2, 0), (0, 0, 2, 0)] {
        let import = upload(&admin, "accounts", "a.csv", &file).await;
        assert_eq!(counts(&start(&app, &admin, &import, upsert.clone()).await), want);
    }
    // An empty cell leaves a value alone; another value changes it.
    let import = upload(&admin, "accounts", "b.csv", &csv(&["客户名称,客户编号,地区,标签", "金源,A-1,,", "银河二,A-2,,"])).await;
    assert_eq!(counts(&start(&app, &admin, &import, upsert).await), (0, 1, 1, 0));
    let page = admin.get("/accounts?columns=name,region,tags&sort=created_at").await.ok();
    let rows: Vec<(&Value, &Value)> = page["items"].as_array().unwrap().iter().map(|row| (&row["name"], &row["region"])).collect();
    assert_eq!(rows, [(&json!("金源"), &json!("合肥")), (&json!("银河二"), &json!("芜湖"))]);
    assert_eq!(page["items"][0]["tags"].as_array().unwrap().len(), 2);
    // The other modes refuse what they do not mean.
    let import = upload(&admin, "accounts", "c.csv", &csv(&["客户名称,客户编号", "金源,A-1", "新的,A-9"])).await;
    let created = start(&app, &admin, &import, json!({"mode": "create", "key": "number"})).await;
    assert_eq!((counts(&created), refused(&admin, &created).await.keys().copied().collect::<Vec<_>>()), ((1, 0, 0, 1), vec![2]));
    let import = upload(&admin, "accounts", "d.csv", &csv(&["客户名称,客户编号", "金源,A-1", "没有,A-7"])).await;
    assert_eq!(counts(&start(&app, &admin, &import, json!({"mode": "update", "key": "number"})).await), (0, 0, 1, 1));
}

#[tokio::test]
async fn rows_without_the_key_are_told_of_before_and_after() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户名称,客户编号,座机", "金源,A-1,", "银河,,0551-62880000", "百川, ,"]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    assert_eq!(import["checked_rows"], 3);
    assert_eq!(import["keyless_rows"], json!({"external_id": 3, "number": 2, "credit_code": 3, "phone": 2, "name": 0}));
    for (dry_run, created) in [(true, 3), (false, 3)] {
        let plan = json!({"mode": "upsert", "key": "number", "dry_run": dry_run});
        let job = admin.post(&format!("{}/start", path(&import, "/imports")), &plan).await.json();
        let counts = app.job(&admin, &job).await["result"]["counts"].clone();
        assert_eq!((&counts["created"], &counts["keyless"]), (&json!(created), &json!(2)));
    }
    // As they were told, they are made once more; with a key that every row has, nothing is.
    for (key, want) in [("number", (2, 0, 1, 0)), ("name", (0, 0, 1, 2))] {
        let import = upload(&admin, "accounts", "a.csv", &file).await;
        assert_eq!(counts(&start(&app, &admin, &import, json!({"mode": "upsert", "key": key})).await), want, "{key}");
    }
}

#[tokio::test]
async fn an_import_that_changes_records_writes_each_once_and_audits_each() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let name = rep.get("/me").await.ok()["user"]["name"].as_str().unwrap().to_owned();
    let make = |number: &'static str, body: Value| {
        let admin = admin.clone();
        async move {
            let mut account = json!({"name": format!("客户{number}"), "number": number});
            account.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            admin.post("/accounts", &account).await.ok()
        }
    };
    let one = make("A-1", json!({"tags": ["老客户"], "remark": "逢年过节要问候"})).await;
    let two = make("A-2", json!({"region": "芜湖"})).await;
    let gone = make("A-3", json!({})).await;
    admin.delete(&path(&gone, "/accounts"), 1).await.done();
    let file = csv(&[
        "客户名称,客户编号,地区,标签,负责人,座机",
        "客户A-1,A-1,合肥,宴席,,",
        "客户A-1,A-1,,\"vip,宴席\",外面的人,0551-62880000",
        "客户A-2,A-2,芜湖,,,",
        "客户A-3,A-3,合肥,,,",
        "客户A-1,A-1,,,,电话",
        &format!("客户A-2,A-2,,,{name},"),
    ]);
    let upsert = json!({"mode": "upsert", "key": "number"});
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    let done = start(&app, &admin, &import, upsert.clone()).await;
    assert_eq!(counts(&done), (0, 3, 1, 2));
    let refused = refused(&admin, &done).await;
    assert!(refused[&5].contains("已被使用") && refused[&6].starts_with("电话："), "{refused:?}");
    let after = admin.get(&path(&one, "/accounts")).await.ok();
    assert_eq!((&after["version"], &after["region"], &after["phone"]), (&json!(2), &json!("合肥"), &json!("0551-62880000")));
    assert_eq!(after["remark"], "逢年过节要问候\n负责人：外面的人", "what a row does not say of the remarks stays");
    let mut tags: Vec<&str> = after["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    tags.sort_unstable();
    assert_eq!(tags, ["vip", "宴席", "老客户"]);
    assert_eq!(admin.get(&path(&two, "/accounts")).await.ok()["owner"]["id"], json!(rep_id));
    // One event for each record, with what differs from before the file.
    let audit = admin.get(&format!("/audit?record_id={}&name=account.changed", id(&one))).await.ok();
    let entries = audit["items"].as_array().unwrap();
    assert_eq!(entries.len(), 1);
    let fields: Vec<&str> = entries[0]["changes"].as_array().unwrap().iter().map(|change| change["field"].as_str().unwrap()).collect();
    assert!(["region", "phone", "remark", "tags"].iter().all(|field| fields.contains(field)) && fields.len() == 4, "{fields:?}");
    let given = admin.get(&format!("/audit?record_id={}&name=account.owner_changed", id(&two))).await.ok();
    assert_eq!(given["items"].as_array().unwrap().len(), 1);
    // Found by what is new, and by its new owner.
    assert_eq!(admin.get("/search?q=0000").await.ok()["hits"][0]["id"], one["id"]);
    assert_eq!(rep.get("/search?q=kehu").await.ok()["hits"][0]["id"], two["id"]);
    // The same file again changes nothing.
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    assert_eq!(counts(&start(&app, &admin, &import, upsert).await), (0, 0, 4, 2));
    assert_eq!(admin.get(&path(&one, "/accounts")).await.ok()["version"], 2);
}

#[tokio::test]
async fn a_later_row_adds_to_an_earlier_one_of_the_same_customer() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户编号,客户名称,电话,标签,备注", "A1,金源,0551-62345678,重点,", "A1,金源,,团购,老客户"]);
    let import = upload(&admin, "accounts", "twice.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "number"})).await;
    assert_eq!(counts(&done), (1, 1, 0, 0));
    let found = admin.get("/accounts?columns=name,phone,tags,remark").await.ok()["items"][0].clone();
    assert_eq!((&found["name"], &found["remark"], &found["tags"]), (&json!("金源"), &json!("老客户"), &json!(["团购", "重点"])));
    assert!(found["phone"].is_string(), "{found}");
}

#[tokio::test]
async fn a_number_given_twice_loses_neither_customer_and_a_sum_is_none() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户编号,客户名称,电话", "A1,甲记酒行,", "A1,乙记酒行,", "A2,丙记酒行,", "合计：,3家,"]);
    let import = upload(&admin, "accounts", "twice.csv", &file).await;
    assert_eq!(import["rows"][3]["problems"][0]["code"], "total_row");
    let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "number"})).await;
    assert_eq!(counts(&done), (2, 0, 0, 2));
    let codes: Vec<&str> = done["refused"].as_array().unwrap().iter().map(|row| row["problems"][0]["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["twin_row", "total_row"]);
    let names = admin.get("/accounts?columns=name&sort=name").await.ok();
    assert!(names["items"].as_array().unwrap().iter().any(|row| row["name"] == "甲记酒行"), "{names}");
}

#[tokio::test]
async fn a_number_without_a_field_of_its_own_goes_to_the_remarks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let of = |remark: &str| csv(&["客户编号,客户名称,电话,备注", &format!("A1,金源,13800138000/0551-62345678,{remark}")]);
    let upsert = json!({"mode": "upsert", "key": "number"});
    for (said, remembered) in [("", "电话：0551-62345678"), ("", "电话：0551-62345678"), ("老客户", "老客户\n电话：0551-62345678")]
    {
        let import = upload(&admin, "accounts", "phones.csv", &of(said)).await;
        start(&app, &admin, &import, upsert.clone()).await;
        let found = admin.get("/accounts?columns=name,phone,remark").await.ok()["items"][0].clone();
        assert_eq!((&found["phone"], &found["remark"]), (&json!("13800138000"), &json!(remembered)));
    }
    let people = csv(&["姓名,手机,座机", "王芳,13900139000 13700137000,0551-62880000;0551-62880001"]);
    let import = upload(&admin, "contacts", "people.csv", &people).await;
    start(&app, &admin, &import, json!({"mode": "create"})).await;
    let found = admin.get("/contacts?columns=name,mobile,phone,remark").await.ok()["items"][0].clone();
    assert_eq!((&found["mobile"], &found["phone"]), (&json!("13900139000"), &json!("0551-62880000")));
    assert_eq!(found["remark"], "电话：13700137000、0551-62880001");
}

#[tokio::test]
async fn a_key_that_several_records_have_refuses_the_row() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for name in ["甲", "乙"] {
        admin.post("/accounts?duplicates=allow", &json!({"name": name, "phone": "0551-62880000"})).await.done();
        admin.post("/contacts?duplicates=allow", &json!({"name": name, "mobile": "13800138000"})).await.done();
    }
    let accounts = csv(&["客户名称,座机", "丙,0551 6288 0000", "丁,0551-62880001"]);
    let contacts = csv(&["姓名,手机", "丙,138 0013 8000", "丁,13800138001"]);
    for (kind, file, key) in [("accounts", accounts, "phone"), ("contacts", contacts, "mobile")] {
        let import = upload(&admin, kind, "shared.csv", &file).await;
        for dry_run in [true, false] {
            let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": key, "dry_run": dry_run})).await;
            assert_eq!(counts(&done), (1, 0, 0, 1), "{kind}");
            let refused = refused(&admin, &done).await;
            assert!(refused[&2].contains("有 2 条记录"), "{refused:?}");
        }
        let all = admin.get(&format!("/{kind}?sort=name")).await.ok();
        let mut names: Vec<&str> = all["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["丁", "乙", "甲"], "nobody was renamed");
    }
}

#[tokio::test]
async fn rows_that_share_a_key_and_are_called_otherwise_stay_apart() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (kind, headers, shared, key) in
        [("accounts", "客户名称,座机,备注", "0551-62880000", "phone"), ("contacts", "姓名,手机,备注", "13800138000", "mobile")]
    {
        let mut rows = vec![headers.to_owned(), format!("甲,{shared},"), format!("乙,{shared},"), format!("甲,{shared},同一家")];
        rows.extend((0..1200).map(|n| format!("别家{n},,")));
        rows.extend([format!("丁,{shared},"), format!("甲,{shared},还是同一家")]);
        let import = upload(&admin, kind, "shared.csv", rows.join("\n").as_bytes()).await;
        for dry_run in [true, false] {
            let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": key, "dry_run": dry_run})).await;
            assert_eq!(counts(&done), (1201, 2, 0, 2), "{kind} {dry_run}");
            let refused = refused(&admin, &done).await;
            assert_eq!(refused.keys().copied().collect::<Vec<_>>(), [3, 1205], "{kind} {dry_run}");
            assert!(refused.values().all(|reason| reason.contains("第 2 行")), "the earlier row is named: {refused:?}");
        }
    }
}

#[tokio::test]
async fn an_import_that_was_stopped_still_knows_what_shares_a_key() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,座机".to_owned(), "甲,0551-62880000".to_owned()];
    rows.extend((0..1200).map(|n| format!("别家{n},")));
    rows.push("乙,0551-62880000".to_owned());
    let import = upload(&admin, "accounts", "many.csv", rows.join("\n").as_bytes()).await;
    app.app.stopping().cancel();
    let plan = json!({"mode": "upsert", "key": "phone"});
    let job = admin.post(&format!("{}/start", path(&import, "/imports")), &plan).await.json();
    run_due(&app.app).await.unwrap();
    assert_eq!(admin.get(&path(&job, "/jobs")).await.ok()["state"], "queued");
    let again = App::new(app.app.db().clone(), SLICES, Arc::new(StaffDirectory), app.app.data().to_owned(), app.app.files().clone());
    run_due(&again).await.unwrap();
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), (1201, 0, 0, 1)));
}

#[tokio::test]
async fn a_key_finds_nothing_in_the_trash_and_nothing_beyond_reach() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (manager, _) = app.person("manager", "一组").await;
    let hidden = json!({"name": "老板的", "number": "B-1", "phone": "0551-62880000"});
    let hidden = admin.post("/accounts", &hidden).await.ok();
    let person = admin.post("/contacts", &json!({"name": "老板的人", "mobile": "13800138000"})).await.ok();
    for mode in ["update", "upsert", "create"] {
        let import = upload(&manager, "accounts", "number.csv", &csv(&["客户名称,客户编号", "改名,B-1"])).await;
        let done = start(&app, &manager, &import, json!({"mode": mode, "key": "number"})).await;
        assert_eq!(counts(&done), (0, 0, 0, 1), "{mode}");
        assert_eq!(refused(&manager, &done).await[&2], "客户编号：已被使用，请换一个", "{mode}");
    }
    for (kind, file, key) in [
        ("accounts", csv(&["客户名称,座机", "自己的,0551-62880000"]), "phone"),
        ("contacts", csv(&["姓名,手机", "自己的人,13800138000"]), "mobile"),
    ] {
        let import = upload(&manager, kind, "own.csv", &file).await;
        let done = start(&app, &manager, &import, json!({"mode": "upsert", "key": key})).await;
        assert_eq!(counts(&done), (1, 0, 0, 0), "{kind}");
        let import = upload(&manager, kind, "own.csv", &file).await;
        let done = start(&app, &manager, &import, json!({"mode": "upsert", "key": key})).await;
        assert_eq!(counts(&done), (0, 0, 1, 0), "{kind}: one's own is found");
    }
    assert_eq!(admin.get(&path(&hidden, "/accounts")).await.ok()["name"], "老板的");
    assert_eq!(admin.get(&path(&person, "/contacts")).await.ok()["name"], "老板的人");
    // For an administrator there are two by now; one of them goes to the trash, and the other is meant.
    admin.delete(&path(&hidden, "/accounts"), 1).await.done();
    let import = upload(&admin, "accounts", "trash.csv", &csv(&["客户名称,座机,备注", "自己的,0551-62880000,常来"])).await;
    assert_eq!(counts(&start(&app, &admin, &import, json!({"mode": "update", "key": "phone"})).await), (0, 1, 0, 0));
}

#[tokio::test]
async fn a_number_belongs_to_one_customer() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (name, number) in [("金源", Some("A1")), ("华夏", None), ("鑫盛", None)] {
        admin.post("/accounts", &json!({"name": name, "number": number})).await.done();
    }
    // The same list again, found by name: a customer's own number is no other's. A new number goes to the first.
    let file = csv(&["客户名称,客户编号,备注", "金源,A1,同一家", "华夏,B2,", "鑫盛,B2,", "永兴,A1,"]);
    let import = upload(&admin, "accounts", "numbers.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "name"})).await;
    assert_eq!(counts(&done), (0, 2, 0, 2));
    let refused = refused(&admin, &done).await;
    assert_eq!(refused.keys().copied().collect::<Vec<_>>(), [4, 5], "{refused:?}");
}

#[tokio::test]
async fn a_later_row_adds_to_an_earlier_one_of_the_same_person() {
    let app = TestApp::new().await;
    let admin = app.admin();
    app.account("金源").await;
    app.account("华夏").await;
    let file = csv(&["联系人,手机,微信,客户名称", "王芳,13800138000,,金源", "王芳,138-0013-8000,fang88,华夏"]);
    let import = upload(&admin, "contacts", "people.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "upsert", "key": "mobile"})).await;
    assert_eq!(counts(&done), (1, 1, 0, 0));
    let found = admin.get("/contacts").await.ok()["items"][0].clone();
    let person = admin.get(&path(&found, "/contacts")).await.ok();
    assert_eq!((&person["wechat"], person["accounts"].as_array().unwrap().len()), (&json!("fang88"), 2));
}
