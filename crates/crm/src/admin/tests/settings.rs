//! The workspace, the parameter register, saved views, jobs.

use std::collections::BTreeMap;

use axum::http::Method;
use guanxi_kernel::{
    event::Event,
    job::{NewJob, queue},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, path};

#[tokio::test]
async fn a_parameter_keeps_its_default_and_its_source_beside_the_change() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let changed = admin.put("/parameters/staff.invitation_days", &json!({"value": 10})).await.ok();
    assert_eq!(
        (&changed["value"], &changed["default"], &changed["changed"], &changed["unit"]),
        (&json!(10), &json!(7), &json!(true), &json!("days"))
    );
    assert!(!changed["source"].as_str().unwrap().is_empty());
    let all = admin.get("/parameters").await.ok();
    assert_eq!(all.as_array().unwrap().iter().find(|one| one["key"] == "staff.invitation_days").unwrap(), &changed);
    let audit = admin.get("/audit?name=parameter.changed").await.ok();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    assert_eq!(audit["items"][0]["changes"], json!([{"field": "staff.invitation_days", "before": 7, "after": 10}]));
    let back = admin.send(Method::DELETE, "/parameters/staff.invitation_days", None).await.ok();
    assert_eq!((&back["value"], &back["changed"]), (&json!(7), &json!(false)));
    // Another workspace keeps its own.
    admin.put("/parameters/staff.invitation_days", &json!({"value": 30})).await.done();
    let other = app.other_workspace().await.get("/parameters").await.ok();
    assert!(other.as_array().unwrap().iter().all(|one| one["changed"] == false));
}

#[tokio::test]
async fn a_parameter_has_a_type_and_bounds() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (value, code) in [
        (json!(0), "out_of_range"),
        (json!(61), "out_of_range"),
        (json!("ten"), "wrong_type"),
        (json!(1.5), "wrong_type"),
        (Value::Null, "wrong_type"),
    ] {
        let answer = admin.put("/parameters/staff.invitation_days", &json!({"value": value})).await;
        assert_eq!(answer.wrong_fields(), [("/value".to_owned(), code.to_owned())], "{value}");
    }
    for (value, code) in [(json!("24:00"), "wrong_type"), (json!("9:30"), "wrong_type"), (json!(570), "wrong_type")] {
        let answer = admin.put("/parameters/interactions.remind_at", &json!({"value": value})).await;
        assert_eq!(answer.wrong_fields(), [("/value".to_owned(), code.to_owned())], "{value}");
    }
    let share = admin.put("/parameters/customers.big_share", &json!({"value": 10_001})).await;
    assert_eq!(share.wrong_fields(), [("/value".to_owned(), "out_of_range".to_owned())]);
    let time = admin.put("/parameters/interactions.remind_at", &json!({"value": "09:30"})).await.ok();
    assert_eq!(
        (&time["kind"], &time["value"], &time["default"], &time["min"], &time["max"], &time["changed"]),
        (&json!("time"), &json!("09:30"), &json!("08:00"), &json!("00:00"), &json!("23:59"), &json!(true))
    );
    let audit = admin.get("/audit?name=parameter.changed").await.ok();
    assert_eq!(audit["items"][0]["changes"], json!([{"field": "interactions.remind_at", "before": "08:00", "after": "09:30"}]));
    assert_eq!(admin.put("/parameters/no.such_key", &json!({"value": 1})).await.problem().0, 404);
    let (manager, _) = app.person("manager", "一组").await;
    assert_eq!(app.with_scope(&admin, &json!({"account": "read"})).await.get("/parameters").await.problem().0, 403);
    assert_eq!(manager.put("/parameters/staff.invitation_days", &json!({"value": 9})).await.problem().0, 403);
    assert_eq!(manager.send(Method::DELETE, "/parameters/staff.invitation_days", None).await.problem().0, 403);
}

#[tokio::test]
async fn a_parameter_that_contradicts_another_is_refused_with_both_names() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let set = |key: &str, value: i64| {
        let (admin, path) = (admin.clone(), format!("/parameters/value.{key}"));
        async move { admin.put(&path, &json!({"value": value})).await }
    };
    for (key, value, code, other) in [
        ("service_amber", 10_001, "above_another", "value.service_red"),
        ("service_red", 5999, "below_another", "value.service_amber"),
        ("visit_days_a", 11, "above_another", "value.visit_days_b"),
        ("visit_days_c", 9, "below_another", "value.visit_days_b"),
        ("silence_watch", 9501, "above_another", "value.silence_warn"),
        ("abc_b", 7999, "below_another", "value.abc_a"),
        ("acquisition_multiple_low", 11, "above_another", "value.acquisition_multiple_high"),
        ("pyramid_ordinary", 9500, "nothing_left", "value.pyramid_vip"),
    ] {
        let answer = set(key, value).await;
        assert_eq!(answer.wrong_fields(), [("/value".to_owned(), code.to_owned())], "{key} {value}");
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["params"]["parameter"], &error["params"]["other"]), (&json!(format!("value.{key}")), &json!(other)));
        let detail = error["detail"].as_str().unwrap();
        assert!(detail.contains(key) && detail.contains(other), "{detail}");
    }
    let refused = set("visit_days_a", 11).await.json();
    assert_eq!(refused["errors"][0]["params"]["bound"], "10");
    let all = admin.get("/parameters").await.ok();
    assert!(all.as_array().unwrap().iter().all(|one| one["changed"] == false), "nothing of what was refused stays");
    // Up to the other one, and beyond it once that has moved.
    set("service_amber", 10_000).await.done();
    set("service_red", 20_000).await.done();
    set("service_amber", 15_000).await.done();
    let back = admin.send(Method::DELETE, "/parameters/value.service_red", None).await;
    assert_eq!(back.wrong_fields(), [("/value".to_owned(), "below_another".to_owned())]);
    set("pyramid_ordinary", 9499).await.done();
}

#[test]
fn every_default_goes_with_the_others() {
    let accords: Vec<_> = crate::SLICES.iter().flat_map(|slice| slice.accords).collect();
    for parameter in crate::SLICES.iter().flat_map(|slice| slice.parameters) {
        let contradiction = super::super::rules::accords::contradiction(&accords, parameter, i64::MIN, &BTreeMap::new());
        assert!(contradiction.is_none(), "{contradiction:?}");
    }
}

#[tokio::test]
async fn the_workspace_has_a_name_and_a_zone() {
    let app = TestApp::new().await;
    let send = |body: Value| {
        let admin = app.admin();
        async move { admin.send(Method::PATCH, "/workspace", Some(&body)).await }
    };
    let changed = send(json!({"name": "新名", "time_zone": "Europe/Berlin"})).await.ok();
    assert_eq!((&changed["name"], &changed["time_zone"]), (&json!("新名"), &json!("Europe/Berlin")));
    // Of one who changes the name alone the zone stays what it is, whoever changed it.
    assert_eq!(send(json!({"name": "再改"})).await.ok()["time_zone"], "Europe/Berlin");
    let audit = app.admin().get("/audit?name=workspace.changed").await.ok();
    assert_eq!(audit["items"][0]["changes"], json!([{"field": "name", "before": "新名", "after": "再改"}]));
    assert_eq!(send(json!({"time_zone": "Mars/Base"})).await.wrong_fields()[0].0, "/time_zone");
    assert_eq!(send(json!({"name": " "})).await.wrong_fields()[0].0, "/name");
    assert_eq!(send(json!({"currency": "USD"})).await.wrong_fields()[0].1, "unknown_field");
    let audit = app.admin().get("/audit?name=workspace.changed").await.ok();
    assert_eq!(audit["items"][1]["changes"].as_array().unwrap().len(), 2);
    let (rep, _) = app.rep().await;
    assert_eq!(rep.send(Method::PATCH, "/workspace", Some(&json!({"name": "x"}))).await.problem().0, 403);
}

#[tokio::test]
async fn a_view_is_seen_by_whom_it_is_shared_with() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (chen, _) = app.person("salesperson", "一组").await;
    let (li, _) = app.person("salesperson", "一组").await;
    let (far, _) = app.person("salesperson", "二组").await;
    let filter = json!({"field": "region", "op": "eq", "value": "合肥"});
    let view = |name: &str, shared: &str| json!({"list": "accounts", "name": name, "shared": shared, "filter": filter, "sort": "-net_sales", "columns": ["name", "net_sales"], "pinned": true});
    let private = chen.post("/views", &view("私", "private")).await;
    assert_eq!(private.status, 201);
    let private = private.json();
    let team = chen.post("/views", &view("组", "team")).await.ok();
    assert_eq!((&team["filter"], &team["columns"], &team["mine"]), (&filter, &json!(["name", "net_sales"]), &json!(true)));
    assert_eq!(chen.post("/views", &view("全", "everyone")).await.problem().0, 403);
    admin.post("/views", &view("全", "everyone")).await.done();
    let seen = |client: &guanxi_kernel::testkit::Client| {
        let client = client.clone();
        async move {
            client
                .get("/views?list=accounts")
                .await
                .ok()
                .as_array()
                .unwrap()
                .iter()
                .map(|view| view["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(seen(&chen).await, ["组", "私", "全"], "one's own, the newest first, and then the others'");
    assert_eq!(seen(&li).await, ["全", "组"]);
    assert_eq!(seen(&far).await, ["全"]);
    assert_eq!(li.get("/views?list=contacts").await.ok(), json!([]));
    // Seen, but not one's own.
    assert_eq!(li.patch(&path(&team, "/views"), 1, &json!({"name": "x"})).await.problem().0, 403);
    assert_eq!(far.patch(&path(&team, "/views"), 1, &json!({"name": "x"})).await.problem().0, 404);
    assert_eq!(li.send(Method::DELETE, &path(&team, "/views"), None).await.problem().0, 403);
    let changed = chen.patch(&path(&team, "/views"), 1, &json!({"name": "改", "filter": null, "shared": "private"})).await.ok();
    assert_eq!((&changed["filter"], &changed["sort"]), (&Value::Null, &json!("-net_sales")));
    assert_eq!(seen(&li).await, ["全"]);
    assert_eq!(chen.patch(&path(&private, "/views"), 9, &json!({"name": "x"})).await.problem().0, 412);
    assert_eq!(chen.send(Method::DELETE, &path(&private, "/views"), None).await.status, 204);
}

#[tokio::test]
async fn of_very_many_views_one_sees_ones_own_and_the_newest() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let view = |name: &str, shared: &str| json!({"list": "accounts", "name": name, "shared": shared});
    rep.post("/views", &view("早就有的", "private")).await.done();
    for n in 0..200 {
        app.admin().post("/views", &view(&format!("全{n}"), "everyone")).await.done();
    }
    rep.post("/views", &view("刚存的", "private")).await.done();
    let seen = rep.get("/views?list=accounts").await.ok();
    let names: Vec<&str> = seen.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap()).collect();
    assert_eq!((names.len(), &names[..3], names[199]), (200, &["刚存的", "早就有的", "全199"][..], "全2"));
}

#[tokio::test]
async fn a_view_that_its_list_could_not_answer_is_refused() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (more, pointer) in [
        (json!({"list": "planets"}), "/list"),
        (json!({"name": ""}), "/name"),
        (json!({"shared": "world"}), "/shared"),
        (json!({"filter": {"field": "colour", "op": "eq", "value": 1}}), "/filter"),
        (json!({"sort": "colour"}), "/sort"),
        (json!({"columns": ["colour"]}), "/columns"),
    ] {
        let mut body = json!({"list": "accounts", "name": "x"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(admin.post("/views", &body).await.wrong_fields()[0].0, pointer, "{more}");
    }
    let view = admin.post("/views", &json!({"list": "accounts", "name": "x"})).await.ok();
    assert_eq!(admin.patch(&path(&view, "/views"), 1, &json!({"sort": "colour"})).await.wrong_fields()[0].0, "/sort");
}

#[tokio::test]
async fn everybody_sees_and_stops_their_own_jobs() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (other, _) = app.rep().await;
    app.accounts_of(rep_id, 2).await;
    let bulk = json!({"filter": {"all": []}, "action": "change", "change": {"region": "合肥"}});
    let queued = rep.post("/accounts/bulk", &bulk).await.ok();
    let job = rep.get(&path(&queued, "/jobs")).await.ok();
    assert_eq!((&job["state"], &job["kind"], &job["result"]), (&json!("queued"), &json!("accounts.bulk"), &Value::Null));
    assert_eq!(other.get(&path(&queued, "/jobs")).await.problem().0, 404);
    assert_eq!(other.post(&format!("{}/cancel", path(&queued, "/jobs")), &Value::Null).await.problem().0, 404);
    admin.get(&path(&queued, "/jobs")).await.done();
    let log = rep.get("/jobs?kind=accounts.bulk").await.ok();
    assert_eq!((log["items"].as_array().unwrap().len(), &log["items"][0]["by"]["id"]), (1, &json!(rep_id)));
    assert_eq!(other.get("/jobs").await.ok(), json!({"items": []}));
    assert_eq!(rep.post(&format!("{}/cancel", path(&queued, "/jobs")), &Value::Null).await.ok()["state"], "cancelled");
    app.run_jobs().await;
    assert_eq!(rep.get("/accounts").await.ok()["items"][0]["region"], Value::Null);
    assert_eq!(
        rep.post("/accounts/search", &json!({"filter": {"field": "region", "op": "not_empty"}, "count": "exact"})).await.ok()["count"]["value"],
        0
    );
    assert_eq!(rep.post(&format!("{}/cancel", path(&queued, "/jobs")), &Value::Null).await.problem(), (409, "job_over".to_owned()));
}

#[tokio::test]
async fn what_runs_at_night_stops_when_it_is_told_to() {
    let app = TestApp::new().await;
    let kinds = ["orders.refresh_year", "admin.tidy", "notifications.tidy"];
    for kind in kinds {
        queue(app.app.db(), app.workspace, &NewJob::new(kind, Value::Null)).await.unwrap();
    }
    // As if somebody had asked while it was running: a queued one would have been stopped at once.
    let mut tx = app.app.db().write(&app.system().await).await.unwrap();
    let sql = "UPDATE jobs SET cancel_wanted = ? WHERE workspace_id = ?";
    let values = vec![true.into(), app.workspace.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await.unwrap();
    let done = tx.record(Event::new("test.cancelled", "job", app.workspace), ());
    tx.commit(done).await.unwrap();
    app.run_jobs().await;
    for kind in kinds {
        assert_eq!(app.admin().get(&format!("/jobs?kind={kind}")).await.ok()["items"][0]["state"], "cancelled", "{kind}");
    }
}

#[tokio::test]
async fn the_job_log_goes_back_page_by_page() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    app.accounts_of(rep_id, 1).await;
    let mut asked = Vec::new();
    for n in 0..7 {
        let bulk = json!({"filter": {"all": []}, "action": "change", "change": {"region": format!("合肥{n}")}});
        asked.push(rep.post("/accounts/bulk", &bulk).await.ok()["id"].clone());
    }
    asked.reverse();
    let (mut seen, mut place) = (Vec::new(), "/jobs?kind=accounts.bulk&limit=3".to_owned());
    loop {
        let page = admin.get(&place).await.ok();
        assert!(page["items"].as_array().unwrap().len() <= 3);
        seen.extend(page["items"].as_array().unwrap().iter().map(|job| job["id"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        place = format!("/jobs?kind=accounts.bulk&limit=3&cursor={next}");
    }
    assert_eq!(seen, asked);
}

#[tokio::test]
async fn the_audit_names_what_its_reader_may_see() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let rep_name = rep.get("/me").await.ok()["user"]["name"].clone();
    let account = admin.post("/accounts", &json!({"name": "金源烟酒店"})).await.ok();
    let given = json!({"owner_id": rep_id});
    admin.patch(&path(&account, "/accounts"), 1, &given).await.done();
    let order = json!({"account_id": account["id"], "number": "S-1", "ordered_on": app.days_ago(1), "net_minor": 100});
    let order = admin.post("/orders", &order).await.ok();
    let contact = admin.post("/contacts", &json!({"name": "王小明", "accounts": [{"account_id": account["id"]}]})).await.ok();
    admin.post("/views", &json!({"list": "accounts", "name": "重点"})).await.done();
    let page = admin.get("/audit").await.ok();
    let name = |id: &Value| page["names"][id.as_str().unwrap()].clone();
    assert_eq!(
        (name(&account["id"]), name(&order["id"]), name(&contact["id"]), name(&json!(rep_id))),
        (json!("金源烟酒店"), json!("S-1"), json!("王小明"), rep_name)
    );
    let entry = |what: &str| page["items"].as_array().unwrap().iter().find(|entry| entry["name"] == what).unwrap().clone();
    assert_eq!(entry("order.entered")["about_id"], account["id"]);
    assert_eq!(name(&entry("view.saved")["record_id"]), "重点");
    // Removed for good is nameless; what is in the trash is not.
    admin.delete(&path(&account, "/accounts"), 2).await.done();
    admin.send(Method::DELETE, &path(&order, "/orders"), None).await.done();
    let page = admin.get("/audit").await.ok();
    assert_eq!((&page["names"][id(&account)], &page["names"][id(&order)]), (&json!("金源烟酒店"), &Value::Null));
}

#[tokio::test]
async fn the_audit_is_filtered_by_kind_person_event_and_days() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let account = admin.post("/accounts", &json!({"name": "金源"})).await.ok();
    rep.post("/accounts", &json!({"name": "银河"})).await.done();
    admin.patch(&path(&account, "/accounts"), 1, &json!({"region": "合肥"})).await.done();
    admin.post("/views", &json!({"list": "accounts", "name": "重点"})).await.done();
    let count = |query: String| {
        let admin = admin.clone();
        async move { admin.get(&format!("/audit?{query}")).await.ok()["items"].as_array().unwrap().len() }
    };
    let (today, yesterday, tomorrow) = (app.days_ago(0), app.days_ago(1), app.days_ago(-1));
    for (query, found) in [
        ("kind=account".to_owned(), 3),
        ("kind=view".to_owned(), 1),
        ("kind=planet".to_owned(), 0),
        (format!("kind=account&user_id={rep_id}"), 1),
        ("kind=account&name=account.created".to_owned(), 2),
        (format!("kind=account&from={today}&to={today}"), 3),
        (format!("kind=account&from={yesterday}"), 3),
        (format!("kind=account&to={tomorrow}"), 3),
        (format!("kind=account&to={yesterday}"), 0),
        (format!("kind=account&from={tomorrow}"), 0),
    ] {
        assert_eq!(count(query.clone()).await, found, "{query}");
    }
    for (query, pointer) in [("from=0000-01-01", "/from"), ("to=9999-12-31", "/to"), ("from=2026-02-02&to=2026-02-01", "/to")] {
        let answer = admin.get(&format!("/audit?{query}")).await;
        assert_eq!((answer.problem().0, answer.wrong_fields()[0].0.as_str()), (422, pointer), "{query}");
    }
    assert_eq!(admin.get("/audit?from=yesterday").await.problem().0, 400);
}

#[tokio::test]
async fn the_audit_is_read_page_by_page() {
    let app = TestApp::new().await;
    for n in 0..7 {
        app.account(&format!("客户{n}")).await;
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.admin().get(&format!("/audit?name=account.created&limit=3{cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|entry| id(entry).to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let mut newest_first = seen.clone();
    newest_first.sort_by(|a, b| b.cmp(a));
    newest_first.dedup();
    assert_eq!((seen.len(), &seen), (7, &newest_first));
}
