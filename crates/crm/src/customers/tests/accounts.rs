//! One account: made, changed, in the trash and out of it, found by its owner's reach, with every change in the audit.

use serde_json::{Value, json};

use crate::testing::{Done, TestApp, id, names, path, version};

#[tokio::test]
async fn a_new_account_is_whole_and_belongs_to_who_made_it() {
    let app = TestApp::new().await;
    let (rep, rep_id) = app.rep().await;
    let input = json!({
        "name": "　金源  烟酒店 ", "number": "N-1", "kind": "household", "channel_kind": "tobacco_liquor_shop", "credit_code": "91340100MA2MRA5J1Y",
        "region": "安徽省合肥市", "address": "长江路 1 号", "phone": "（0551）6288 0000", "website": "jinyuan.example", "ownership_form": "individual",
        "market_position": "niche", "credit_grade": "B", "high_tech": true, "public_sector": true, "remark": "两行\n备注", "cooperating_since": "2020-02-29",
        "tags": ["老客户", "宴席", "老客户"],
    });
    let answer = rep.post("/accounts", &input).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let account = answer.json();
    assert_eq!(answer.headers["location"], format!("/api/v1/accounts/{}", id(&account)).as_str());
    assert_eq!(answer.headers["etag"], "\"1\"");
    assert_eq!(account["name"], "金源 烟酒店");
    assert_eq!(account["phone"], "0551-62880000");
    assert_eq!(account["tags"], json!(["宴席", "老客户"]));
    assert_eq!(account["owner"]["id"], json!(rep_id));
    assert_eq!((&account["history"], &account["volume"]), (&json!("none"), &json!("none")));
    for field in [
        "number",
        "kind",
        "channel_kind",
        "region",
        "address",
        "website",
        "ownership_form",
        "market_position",
        "credit_grade",
        "high_tech",
        "public_sector",
        "remark",
        "cooperating_since",
    ] {
        assert_eq!(account[field], input[field], "{field}");
    }
    assert_eq!(account["net_sales"], json!({"minor": 0, "currency": "CNY"}));
    for empty in ["first_order_on", "last_order_on", "days_silent", "last_contact_on", "next_step_on", "trashed_at"] {
        assert_eq!(account[empty], Value::Null, "{empty}");
    }
    let again = rep.get(&path(&account, "/accounts")).await;
    assert_eq!(again.headers["etag"], "\"1\"");
    let mut read = again.json();
    let mut made = account.clone();
    // Tags stand in the order of the database when they are read, in the order of entry when they were just made.
    for one in [&mut read, &mut made] {
        one.as_object_mut().unwrap().remove("tags");
    }
    assert_eq!(read, made);
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let app = TestApp::new().await;
    let answer = app
        .admin()
        .post(
            "/accounts",
            &json!({
                "name": "  ", "number": "x".repeat(61), "kind": "club", "channel_kind": "pub", "credit_code": "123", "region": "x".repeat(101), "phone": "call me", "website": "javascript:alert(1)",
                "ownership_form": "mine", "market_position": "first", "credit_grade": "E", "remark": "x".repeat(5001), "tags": ["ok", " ", "x".repeat(31)],
                "owner_id": "01890000-0000-7000-8000-000000000000",
            }),
        )
        .await;
    assert_eq!(answer.problem(), (422, "invalid".to_owned()));
    let mut wrong = answer.wrong_fields();
    wrong.sort();
    let pointers: Vec<&str> = wrong.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/channel_kind",
            "/credit_code",
            "/credit_grade",
            "/kind",
            "/market_position",
            "/name",
            "/number",
            "/owner_id",
            "/ownership_form",
            "/phone",
            "/region",
            "/remark",
            "/tags/1",
            "/tags/2",
            "/website"
        ]
    );
    let code = |pointer: &str| wrong.iter().find(|(known, _)| known == pointer).map(|(_, code)| code.as_str());
    assert_eq!(code("/name"), Some("required"));
    assert_eq!(code("/kind"), Some("unknown_choice"));
    assert_eq!(code("/number"), Some("too_long"));
    assert_eq!(code("/owner_id"), Some("not_found"));
    assert_eq!(app.admin().get("/accounts?count=exact").await.ok()["count"]["value"], 0);
}

#[tokio::test]
async fn what_the_form_of_the_request_gets_wrong_is_named_too() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (body, pointer, code) in [
        (json!({}), "/name", "required"),
        (json!({"name": 7}), "/name", "wrong_type"),
        (json!({"name": "x", "colour": "red"}), "/colour", "unknown_field"),
        (json!({"name": "x", "tags": "a"}), "/tags", "wrong_type"),
        (json!({"name": "x", "tags": [1]}), "/tags/0", "wrong_type"),
        (json!({"name": "x", "cooperating_since": "2026-02-30"}), "/cooperating_since", "wrong_type"),
        (json!({"name": "x", "owner_id": "me"}), "/owner_id", "wrong_type"),
    ] {
        let answer = admin.post("/accounts", &body).await;
        assert_eq!(answer.problem().0, 422, "{body}");
        assert_eq!(answer.wrong_fields(), [(pointer.to_owned(), code.to_owned())], "{body}");
    }
    let not_json = admin.send_bytes(axum::http::Method::POST, "/accounts", Some("application/json"), b"{\"name\":".to_vec()).await;
    assert_eq!(not_json.problem(), (400, "malformed".to_owned()));
    let not_said = admin.send_bytes(axum::http::Method::POST, "/accounts", Some("text/plain"), b"{\"name\":\"x\"}".to_vec()).await;
    assert_eq!(not_said.problem(), (400, "malformed".to_owned()));
}

#[tokio::test]
async fn nobody_is_a_customer_since_a_day_to_come() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let future = json!({"name": "金源", "cooperating_since": app.days_ago(-1)});
    let wrong = [("/cooperating_since".to_owned(), "in_the_future".to_owned())];
    assert_eq!(admin.post("/accounts", &future).await.wrong_fields(), wrong);
    let made = admin.post("/accounts", &json!({"name": "金源", "cooperating_since": app.days_ago(0)})).await.ok();
    assert_eq!(admin.patch(&path(&made, "/accounts"), 1, &json!({"cooperating_since": "2099-01-01"})).await.wrong_fields(), wrong);
}

#[tokio::test]
async fn a_number_stands_for_one_account() {
    let app = TestApp::new().await;
    let admin = app.admin();
    admin.post("/accounts", &json!({"name": "一", "number": "A-1"})).await.done();
    let taken = [("/number".to_owned(), "taken".to_owned())];
    assert_eq!(admin.post("/accounts", &json!({"name": "二", "number": " A-1 "})).await.wrong_fields(), taken);
    let other = app.account("三").await;
    assert_eq!(admin.patch(&path(&other, "/accounts"), 1, &json!({"number": "A-1"})).await.wrong_fields(), taken);
    // Without a number there may be many.
    app.account("四").await;
    // Another workspace has its own numbers.
    app.other_workspace().await.post("/accounts", &json!({"name": "一", "number": "A-1"})).await.done();
}

#[tokio::test]
async fn a_change_changes_what_was_sent_and_nothing_else() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = admin
        .post("/accounts", &json!({"name": "金源", "region": "合肥", "phone": "13800138000", "tags": ["a"], "high_tech": true}))
        .await
        .ok();
    let place = path(&account, "/accounts");
    let changed = admin.patch(&place, 1, &json!({"region": null, "credit_grade": "C"})).await;
    assert_eq!(changed.headers["etag"], "\"2\"");
    let changed = changed.ok();
    assert_eq!((&changed["region"], &changed["credit_grade"]), (&Value::Null, &json!("C")));
    for same in ["name", "phone", "tags", "high_tech", "owner", "created_at"] {
        assert_eq!(changed[same], account[same], "{same}");
    }
    let emptied =
        admin.patch(&place, 2, &json!({"phone": "", "tags": [], "high_tech": false, "cooperating_since": "2020-01-01"})).await.ok();
    assert_eq!((&emptied["phone"], &emptied["tags"], &emptied["high_tech"]), (&Value::Null, &json!([]), &json!(false)));
    assert_eq!(admin.patch(&place, 3, &json!({"cooperating_since": null})).await.ok()["cooperating_since"], Value::Null);
    for (body, pointer, code) in [
        (json!({"colour": "red"}), "/colour", "unknown_field"),
        (json!({"net_sales": {"minor": 1}}), "/net_sales", "unknown_field"),
        (json!({"name": " "}), "/name", "required"),
        (json!({"kind": "club"}), "/kind", "unknown_choice"),
        (json!({"channel_kind": "pub"}), "/channel_kind", "unknown_choice"),
        (json!({"phone": "call me"}), "/phone", "phone"),
    ] {
        let answer = admin.patch(&place, 4, &body).await;
        assert_eq!(answer.problem().0, 422, "{body}");
        let wrong = answer.wrong_fields();
        assert_eq!(wrong[0].0, pointer, "{body}");
        if code != "phone" {
            assert_eq!(wrong[0].1, code, "{body}");
        }
    }
    // What changes nothing makes no new version.
    assert_eq!(version(&admin.patch(&place, 4, &json!({"credit_grade": "C"})).await.ok()), 4);
}

#[tokio::test]
async fn a_change_needs_the_version_it_was_made_from() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let place = path(&account, "/accounts");
    let missing = admin.send(axum::http::Method::PATCH, &place, Some(&json!({"name": "x"}))).await;
    assert_eq!(missing.problem(), (428, "version_required".to_owned()));
    let missing = admin.send(axum::http::Method::DELETE, &place, None).await;
    assert_eq!(missing.problem(), (428, "version_required".to_owned()));
    admin.patch(&place, 1, &json!({"name": "theirs"})).await.done();
    let stale = admin.patch(&place, 1, &json!({"name": "mine"})).await;
    assert_eq!(stale.problem(), (412, "stale_version".to_owned()));
    assert_eq!((&stale.json()["current"]["name"], &stale.json()["current"]["version"]), (&json!("theirs"), &json!(2)));
    assert_eq!(admin.delete(&place, 1).await.problem(), (412, "stale_version".to_owned()));
    assert_eq!(admin.get(&place).await.ok()["name"], "theirs");
}

#[tokio::test]
async fn a_trashed_account_is_gone_from_lists_search_counts_and_sums_and_comes_back_whole() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = admin.post("/accounts", &json!({"name": "金源", "tags": ["宴席"]})).await.ok();
    let place = path(&account, "/accounts");
    admin.post("/orders", &json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "net_minor": 500})).await.done();
    assert_eq!(admin.delete(&place, 1).await.status, 204);
    let page = admin.get("/accounts?sums=net_sales&count=exact").await.ok();
    assert_eq!((&page["items"], &page["count"]["value"], &page["sums"]["net_sales"]["minor"]), (&json!([]), &json!(0), &json!(0)));
    assert_eq!(admin.get("/search?q=jinyuan").await.ok()["hits"], json!([]));
    assert_eq!(admin.get("/accounts?q=jinyuan").await.ok()["items"], json!([]));
    let in_trash = json!({"filter": {"field": "trashed_at", "op": "not_empty"}});
    assert_eq!(names(&admin.post("/accounts/search", &in_trash).await.ok()), ["金源"]);
    assert_ne!(admin.get(&place).await.ok()["trashed_at"], Value::Null);

    let restored = admin.post(&format!("{place}/restore"), &Value::Null).await.ok();
    assert_eq!((&restored["trashed_at"], &restored["tags"]), (&Value::Null, &json!(["宴席"])));
    assert_eq!(restored["net_sales"]["minor"], 500);
    assert_eq!(names(&admin.get("/accounts?q=jinyuan").await.ok()), ["金源"]);
    assert_eq!(names(&admin.get(&format!("/accounts?q={}", crate::testing::escaped("宴席"))).await.ok()), ["金源"]);
}

#[tokio::test]
async fn a_trashed_account_takes_no_change_no_interaction_and_no_order() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    let place = path(&account, "/accounts");
    admin.delete(&place, 1).await;
    let now = version(&admin.get(&place).await.ok());
    let mut taken = Vec::new();
    for (what, answer) in [
        ("change", admin.patch(&place, now, &json!({"name": "x"})).await),
        ("interaction", admin.post("/interactions", &json!({"account_id": id(&account), "channel": "phone"})).await),
        ("order", admin.post("/orders", &json!({"account_id": id(&account), "ordered_on": app.days_ago(1), "net_minor": 1})).await),
    ] {
        if answer.status.is_success() {
            taken.push(what);
        } else {
            assert!(matches!(answer.status.as_u16(), 404 | 409 | 422), "{what}: {}", answer.text());
        }
    }
    assert_eq!(taken, Vec::<&str>::new(), "customers.md, Trash: a trashed account cannot be changed and receives nothing");
}

#[tokio::test]
async fn a_salesperson_may_not_put_an_account_in_the_trash() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    let own = rep.post("/accounts", &json!({"name": "金源"})).await.ok();
    assert_eq!(rep.delete(&path(&own, "/accounts"), 1).await.problem(), (403, "forbidden".to_owned()));
    assert_eq!(rep.post(&format!("{}/restore", path(&own, "/accounts")), &Value::Null).await.problem().0, 403);
}

#[tokio::test]
async fn tags_are_counted_on_the_accounts_one_may_see() {
    let app = TestApp::new().await;
    let (rep, _) = app.rep().await;
    app.admin().post("/accounts", &json!({"name": "一", "tags": ["宴席", "vip"]})).await.done();
    rep.post("/accounts", &json!({"name": "二", "tags": ["宴席"]})).await.done();
    assert_eq!(app.admin().get("/tags").await.ok(), json!([{"tag": "vip"}, {"tag": "宴席"}]));
    assert_eq!(rep.get("/tags").await.ok(), json!([{"tag": "宴席"}]));
    let many: Vec<String> = (0..31).map(|n| format!("t{n}")).collect();
    assert_eq!(
        rep.post("/accounts", &json!({"name": "三", "tags": many})).await.wrong_fields(),
        [("/tags".to_owned(), "too_many".to_owned())]
    );
}

#[tokio::test]
async fn an_account_is_given_only_to_somebody_within_reach() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, rep_id) = app.rep().await;
    let (manager, manager_id) = app.person("manager", "一组").await;
    let (_, elsewhere) = app.person("salesperson", "二组").await;
    let own = rep.post("/accounts", &json!({"name": "一"})).await.ok();
    let place = path(&own, "/accounts");
    let out_of_reach = [("/owner_id".to_owned(), "out_of_reach".to_owned())];
    assert_eq!(rep.patch(&place, 1, &json!({"owner_id": manager_id})).await.wrong_fields(), out_of_reach);
    assert_eq!(rep.patch(&place, 1, &json!({"owner_id": null})).await.wrong_fields(), out_of_reach);
    assert_eq!(rep.post("/accounts", &json!({"name": "二", "owner_id": manager_id})).await.wrong_fields(), out_of_reach);
    assert_eq!(manager.patch(&place, 1, &json!({"owner_id": elsewhere})).await.wrong_fields(), out_of_reach);
    // The manager takes it over, and the salesperson does not see it any more.
    assert_eq!(manager.patch(&place, 1, &json!({"owner_id": manager_id})).await.ok()["owner"]["id"], json!(manager_id));
    assert_eq!(rep.get(&place).await.problem(), (404, "not_found".to_owned()));
    assert_eq!(rep.get("/accounts?q=yi").await.ok()["items"], json!([]));
    assert_eq!(manager.patch(&place, 2, &json!({"owner_id": rep_id})).await.ok()["owner"]["id"], json!(rep_id));
    assert_eq!(names(&rep.get("/accounts").await.ok()), ["一"]);
    assert_eq!(admin.patch(&place, 3, &json!({"owner_id": elsewhere})).await.ok()["owner"]["id"], json!(elsewhere));
    assert_eq!(manager.get(&place).await.problem().0, 404);
}

#[tokio::test]
async fn the_audit_shows_each_changed_field_before_and_after_in_one_event() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (_, rep_id) = app.rep().await;
    let account = admin.post("/accounts", &json!({"name": "金源", "tags": ["a"]})).await.ok();
    let boss = account["owner"]["id"].clone();
    admin.patch(&path(&account, "/accounts"), 1, &json!({"name": "银河", "owner_id": rep_id, "tags": ["b"]})).await.done();
    let audit = admin.get(&format!("/audit?record_id={}", id(&account))).await.ok();
    let has_name = |entry: &&Value| entry["changes"].as_array().unwrap().iter().any(|change| change["field"] == "name");
    let entries: Vec<&Value> = audit["items"].as_array().unwrap().iter().filter(has_name).collect();
    assert_eq!(entries.len(), 1, "{audit}");
    assert_eq!(entries[0]["user"]["id"], boss);
    let change =
        |field: &str| entries[0]["changes"].as_array().unwrap().iter().find(|change| change["field"] == field).cloned().unwrap_or_default();
    assert_eq!(change("name"), json!({"field": "name", "before": "金源", "after": "银河"}));
    assert_eq!(change("owner_id"), json!({"field": "owner_id", "before": boss, "after": rep_id}));
    assert_eq!(change("tags"), json!({"field": "tags", "before": ["a"], "after": ["b"]}));
    let created = admin.get(&format!("/audit?record_id={}&name=account.created", id(&account))).await.ok();
    assert_eq!(created["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a03_nobody_fills_the_five_places_by_hand() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = app.account("金源").await;
    for axis in ["lifecycle", "level", "tie", "value", "strategy"] {
        let unknown = [(format!("/{axis}"), "unknown_field".to_owned())];
        let mut body = json!({"name": "银河"});
        body[axis] = json!("3");
        assert_eq!(admin.post("/accounts", &body).await.wrong_fields(), unknown);
        let mut body = json!({});
        body[axis] = json!("3");
        assert_eq!(admin.patch(&path(&account, "/accounts"), 1, &body).await.wrong_fields(), unknown);
        assert_eq!(account.get(axis), None, "an invented figure stands on the account");
    }
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1);
}
