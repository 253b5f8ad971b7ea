//! Values that come in files and go out in files.

use serde_json::json;

use super::{add, found};
use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn a_file_brings_the_values_of_ones_own_fields_and_takes_them_out_again() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grades = json!([{"key": "gold", "label": "金牌"}, {"key": "silver", "label": "银牌"}]);
    add(&admin, "门店面积", json!({"type": "number", "decimals": 1}), json!({"key": "area"})).await;
    add(&admin, "等级", json!({"type": "choice", "choices": grades}), json!({"key": "grade"})).await;
    add(&admin, "标牌", json!({"type": "choices", "choices": grades}), json!({"key": "badges"})).await;
    add(&admin, "许可证", json!({"type": "text"}), json!({"key": "licence", "unique": true})).await;
    app.run_jobs().await;
    let file = "客户名称,门店面积,等级,标牌,许可证\n\
        金源,12.5,金牌,金牌、银牌,XK-1\n\
        银海,\"1,200\",银牌,,XK-2\n\
        铜山,很大,金牌,,XK-3\n\
        铁城,3,铜牌,,XK-4\n\
        锡林,3,,,XK-1\n";
    let answer = admin.upload("/imports", &[("kind", "accounts")], "客户.csv", file.as_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let import = answer.json();
    assert_eq!(
        import["mapping"],
        json!({"0": "name", "1": "custom.area", "2": "custom.grade", "3": "custom.badges", "4": "custom.licence"})
    );
    let preview = admin.get(&path(&import, "/imports")).await.ok();
    let started = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create", "dry_run": false})).await;
    let job = app.job(&admin, &started.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["created_rows"], &done["rejected_rows"]), (&json!(2), &json!(3)), "{done} {preview}");
    let refused: Vec<String> =
        done["refused"].as_array().unwrap().iter().map(|row| row["problems"][0]["pointer"].as_str().unwrap().to_owned()).collect();
    assert_eq!(refused, ["/custom/area", "/custom/grade", "/custom/licence"]);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.area", "op": "gte", "value": 1200}})).await, ["银海"]);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.badges", "op": "any_of", "value": ["silver"]}})).await, ["金源"]);
    // A second file changes what it says and leaves the rest.
    let more = admin.upload("/imports", &[("kind", "accounts")], "客户.csv", "客户名称,等级\n金源,银牌\n".as_bytes()).await.json();
    let plan = json!({"mode": "update", "key": "name", "dry_run": false});
    let started = admin.post(&format!("{}/start", path(&more, "/imports")), &plan).await;
    assert_eq!(app.job(&admin, &started.json()).await["state"], "done");
    let export = json!({"list": "accounts", "format": "csv", "columns": ["name", "custom.area", "custom.grade", "custom.badges"], "labels": {"name": "客户"}});
    let asked = admin.post("/exports", &export).await;
    let job = app.job(&admin, &asked.json()).await;
    let answer = admin.get(job["result"]["file"].as_str().unwrap().trim_start_matches("/api/v1")).await;
    answer.done();
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines, [r#""客户","门店面积","等级","标牌""#, r#""金源","12.5","银牌","金牌、银牌""#, r#""银海","1200","银牌","""#]);
}

#[tokio::test]
async fn a_file_calls_the_records_that_ones_own_fields_point_to() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (label, key, to) in [("供货商", "supplier", "account"), ("介绍人", "introducer", "contact"), ("督导", "overseer", "user")] {
        add(&admin, label, json!({"type": "reference", "to": to}), json!({"key": key})).await;
    }
    let numbered = json!({"name": "华夏酒业", "number": "D-01", "region": "安徽省合肥市"});
    let dealer = admin.post("/accounts", &numbered).await.ok();
    admin.post("/accounts?duplicates=allow", &json!({"name": "华夏酒业", "region": "江苏省南京市"})).await.done();
    let gone = admin.post("/accounts", &json!({"name": "旧商行"})).await.ok();
    admin.delete(&path(&gone, "/accounts"), 1).await.done();
    let person = admin.post("/contacts", &json!({"name": "王芳", "mobile": "13800138001"})).await.ok();
    let (rep, user) = app.rep().await;
    let me = rep.get("/me").await.ok();
    let file = format!(
        "客户名称,供货商,介绍人,督导\n\
        金源,D-01,138-0013-8001,{}\n\
        银海,,王芳,\n\
        铜山,华夏酒业,,\n\
        铁城,旧商行,李四,\n",
        me["user"]["email"].as_str().unwrap()
    );
    let import = admin.upload("/imports", &[("kind", "accounts")], "客户.csv", file.as_bytes()).await.ok();
    assert_eq!(import["mapping"]["1"], "custom.supplier", "{import}");
    let wrong = |rows: &serde_json::Value| -> Vec<Vec<(String, String)>> {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let of = |row: &serde_json::Value| {
            row["problems"].as_array().unwrap().iter().map(|fault| (text(&fault["pointer"]), text(&fault["code"]))).collect()
        };
        rows.as_array().unwrap().iter().map(of).filter(|faults: &Vec<_>| !faults.is_empty()).collect()
    };
    let fault = |key: &str, code: &str| (format!("/custom/{key}"), code.to_owned());
    let expected =
        [vec![fault("supplier", "ambiguous_record")], vec![fault("supplier", "unknown_record"), fault("introducer", "unknown_record")]];
    let preview = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!(wrong(&preview["rows"]), expected, "{preview}");
    for dry_run in [true, false] {
        let plan = json!({"mode": "create", "dry_run": dry_run});
        let started = admin.post(&format!("{}/start", path(&import, "/imports")), &plan).await;
        assert_eq!(app.job(&admin, &started.json()).await["state"], "done");
        let done = admin.get(&path(&import, "/imports")).await.ok();
        assert_eq!((&done["created_rows"], &done["rejected_rows"]), (&json!(2), &json!(2)), "{done}");
        assert_eq!(wrong(&done["refused"]), expected);
    }
    let supplied = json!({"filter": {"field": "custom.supplier", "op": "in", "value": [id(&dealer)]}});
    assert_eq!(found(&admin, supplied).await, ["金源"]);
    let introduced = json!({"filter": {"field": "custom.introducer", "op": "in", "value": [id(&person)]}});
    assert_eq!(found(&admin, introduced).await, ["金源", "银海"]);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.overseer", "op": "in", "value": [user]}})).await, ["金源"]);
    // Who does not see the dealer does not point to it.
    let (manager, _) = app.person("manager", "二组").await;
    let own = manager.upload("/imports", &[("kind", "accounts")], "客户.csv", "客户名称,供货商\n锡林,D-01\n".as_bytes()).await.ok();
    let started = manager.post(&format!("{}/start", path(&own, "/imports")), &json!({"mode": "create", "dry_run": false})).await;
    assert_eq!(app.job(&manager, &started.json()).await["state"], "done");
    assert_eq!(wrong(&manager.get(&path(&own, "/imports")).await.ok()["refused"]), [vec![fault("supplier", "unknown_record")]]);
}
