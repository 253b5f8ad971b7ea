//! Imports that keep nothing.

use std::sync::Arc;

use guanxi_kernel::{http::App, job::run_due};
use serde_json::json;

use super::{counts, csv, refused, start, upload};
use crate::{
    SLICES,
    staff::StaffDirectory,
    testing::{TestApp, path},
};

#[tokio::test]
async fn a_dry_run_keeps_nothing_and_may_be_followed_by_the_real_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户名称,客户编号,座机,标签", "金源,A-1,0551-62880000,宴席", "银河,A-2,call me,", "百川,A-3,,老客户"]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    let dry = start(&app, &admin, &import, json!({"mode": "create", "dry_run": true})).await;
    assert_eq!((counts(&dry), &dry["dry_run"]), ((2, 0, 0, 1), &json!(true)));
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
    assert_eq!(admin.get("/search?q=jinyuan").await.ok()["hits"], json!([]));
    assert_eq!(admin.get("/tags").await.ok(), json!([]));
    let real = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&real), (2, 0, 0, 1));
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 2);
    assert_eq!(admin.get("/search?q=jinyuan").await.ok()["hits"].as_array().unwrap().len(), 1);
    let again = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await;
    assert_eq!(again.problem(), (409, "import_started".to_owned()));
    // What the dry run refused went before the real one told of its own.
    assert_eq!(admin.get("/audit?name=import.cleared").await.ok()["items"][0]["data"]["rejected_rows"], 1);
    assert_eq!(refused(&admin, &real).await.len(), 1);
    let shown = &admin.get(&path(&import, "/imports")).await.ok()["refused"];
    let (rows, problems) = (shown.as_array().unwrap(), &shown[0]["problems"]);
    assert_eq!((rows.len(), &shown[0]["number"], &problems[0]["pointer"]), (1, &json!(3), &json!("/phone")), "{shown}");
    // One event per chunk, none per row; and only the end is told to those who do not ask for the steps.
    let told = admin.get("/audit").await.ok();
    let told: Vec<&str> = told["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert!(told.contains(&"import.finished") && !told.contains(&"import.chunk") && !told.contains(&"import.cleared"), "{told:?}");
    assert_eq!(admin.get("/audit?name=account.created").await.ok()["items"], json!([]));
    assert_eq!(admin.get("/audit?name=import.chunk").await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_dry_run_tells_of_rows_that_stand_far_apart_what_the_real_one_will_do() {
    const BETWEEN: usize = 1200;
    let app = TestApp::new().await;
    let admin = app.admin();
    app.account("金源").await;
    let day = app.days_ago(3);
    // More than one chunk lies between a row and the one that repeats its key or its number.
    let file = |headers: &str, rows: &[String], between: &dyn Fn(usize) -> String| {
        let half = rows.len() / 2;
        let rows = rows[..half].iter().cloned().chain((0..BETWEEN).map(between)).chain(rows[half..].iter().cloned());
        std::iter::once(headers.to_owned()).chain(rows).collect::<Vec<_>>().join("\n").into_bytes()
    };
    let rows = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    let accounts = |tag: &str| {
        // The second is refused; the third has its number and, where numbers find records, another name; the fourth that of
        // the first.
        let twice = rows(&[&format!("甲,{tag}-1,"), &format!("乙,{tag}-2,call me"), &format!("丙,{tag}-2,"), &format!("丁,{tag}-1,")]);
        file("客户名称,客户编号,座机", &twice, &|n| format!("客户{n},{tag}-x{n},"))
    };
    let contacts = file("姓名,手机,客户名称", &rows(&["王芳,13800138000,金源", "王芳,138 0013 8000,金源"]), &|n| {
        format!("王{n},139{n:08},金源")
    });
    let lines = rows(&[
        &format!("金源,S-1,{day},头一样,1,1.00"),
        &format!("金源,S-2,{day},,1,"),
        &format!("金源,S-1,{day},末一样,2,1.00"),
        &format!("金源,S-1,{},别的一天,2,1.00", app.days_ago(4)),
    ]);
    let orders = file("客户名称,订单号,日期,产品名称,数量,单价", &lines, &|n| format!("金源,S-x{n},{day},酒,1,1.00"));
    let between = i64::try_from(BETWEEN).unwrap();
    for (kind, file, plan, want) in [
        ("accounts", accounts("A"), json!({"mode": "create"}), (between + 2, 0, 0, 2)),
        ("accounts", accounts("B"), json!({"mode": "create", "key": "number"}), (between + 2, 0, 0, 2)),
        ("accounts", accounts("C"), json!({"mode": "upsert", "key": "number"}), (between + 1, 0, 0, 3)),
        ("contacts", contacts.clone(), json!({"mode": "create", "key": "mobile"}), (between + 1, 0, 0, 1)),
        ("orders", orders, json!({"mode": "create"}), (between + 1, 1, 0, 2)),
    ] {
        let import = upload(&admin, kind, "apart.csv", &file).await;
        let mut told = Vec::new();
        for dry_run in [true, false] {
            let mut plan = plan.clone();
            plan["dry_run"] = json!(dry_run);
            let done = start(&app, &admin, &import, plan).await;
            told.push((counts(&done), refused(&admin, &done).await));
        }
        assert_eq!(told[0].0, want, "{kind} {plan}");
        assert_eq!(told[0], told[1], "{kind} {plan}");
    }
}

#[tokio::test]
async fn a_dry_run_that_was_stopped_goes_on_with_what_it_has_learnt() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,客户编号".to_owned(), "甲,N-1".to_owned()];
    rows.extend((0..1200).map(|n| format!("客户{n},X-{n}")));
    rows.push("乙,N-1".to_owned());
    let import = upload(&admin, "accounts", "many.csv", rows.join("\n").as_bytes()).await;
    app.app.stopping().cancel();
    let plan = json!({"mode": "create", "dry_run": true});
    let job = admin.post(&format!("{}/start", path(&import, "/imports")), &plan).await.json();
    run_due(&app.app).await.unwrap();
    assert_eq!(admin.get(&path(&job, "/jobs")).await.ok()["state"], "queued");
    let again = App::new(app.app.db().clone(), SLICES, Arc::new(StaffDirectory), app.app.data().to_owned(), app.app.files().clone());
    run_due(&again).await.unwrap();
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), (1201, 0, 0, 1)));
}
