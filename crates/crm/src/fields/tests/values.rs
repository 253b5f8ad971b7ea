//! Values on records: kept, shown, filtered, sorted, summed, told of in the audit.

use guanxi_kernel::testkit::Client;
use serde_json::{Value, json};

use super::{account, add, found};
use crate::testing::{Done, TestApp, id, path, version};

#[tokio::test]
async fn every_kind_of_value_is_kept_shown_and_found() {
    let app = TestApp::new().await;
    let (admin, none) = (app.admin(), json!({}));
    let grades = json!([{"key": "gold", "label": "金"}, {"key": "silver", "label": "银"}]);
    for (key, kind) in [
        ("code", json!({"type": "text"})),
        ("story", json!({"type": "long_text"})),
        ("shelves", json!({"type": "number"})),
        ("area", json!({"type": "number", "decimals": 1})),
        ("rent", json!({"type": "money"})),
        ("ends", json!({"type": "date"})),
        ("corner", json!({"type": "boolean"})),
        ("grade", json!({"type": "choice", "choices": grades})),
        ("badges", json!({"type": "choices", "choices": grades})),
        ("helper", json!({"type": "reference", "to": "user"})),
        ("head", json!({"type": "reference", "to": "account"})),
        ("shop", json!({"type": "url"})),
        ("hotline", json!({"type": "phone"})),
        ("mail", json!({"type": "email"})),
    ] {
        add(&admin, key, kind, json!({"key": key})).await;
    }
    let (_, helper) = app.rep().await;
    let head = account(&admin, "总店", none.clone()).await;
    let made = account(
        &admin,
        "金源",
        json!({"code": " A-1 ", "story": "一\n二", "shelves": 12, "area": 12.5, "rent": {"minor": 350_000, "currency": "CNY"},
            "ends": "2027-03-01", "corner": true, "grade": "gold", "badges": ["silver", "gold"], "helper": helper, "head": id(&head),
            "shop": "example.com", "hotline": "138 0013 8000", "mail": "A@Example.com"}),
    )
    .await;
    account(&admin, "银海", json!({"shelves": 3, "area": 0.5, "rent": 100, "ends": "2026-01-01", "corner": false, "grade": "silver"}))
        .await;
    let custom = &made["custom"];
    assert_eq!(custom["code"], "A-1");
    assert_eq!(custom["area"], 12.5);
    assert_eq!(custom["rent"], json!({"minor": 350_000, "currency": "CNY"}));
    assert_eq!(custom["badges"], json!(["silver", "gold"]));
    assert_eq!(custom["head"], json!({"id": id(&head), "name": "总店"}));
    assert_eq!(custom["hotline"], "13800138000");
    assert_eq!(admin.get(&path(&made, "/accounts")).await.ok()["custom"], *custom);
    let is = |field: &str, op: &str, value: Value| json!({"filter": {"field": format!("custom.{field}"), "op": op, "value": value}});
    for (filter, expected) in [
        (is("code", "contains", json!("a-")), vec!["金源"]),
        (is("code", "empty", Value::Null), vec!["银海", "总店"]),
        (is("shelves", "gt", json!(3)), vec!["金源"]),
        (is("shelves", "between", json!([3, 12])), vec!["金源", "银海"]),
        (is("area", "lte", json!(0.5)), vec!["银海"]),
        (is("area", "eq", json!(12.5)), vec!["金源"]),
        (is("rent", "gte", json!(350_000)), vec!["金源"]),
        (is("ends", "before", json!("2026-06-01")), vec!["银海"]),
        (is("ends", "on", json!("2027-03-01")), vec!["金源"]),
        (is("ends", "empty", Value::Null), vec!["总店"]),
        (is("corner", "eq", json!(true)), vec!["金源"]),
        (is("corner", "eq", json!(false)), vec!["银海", "总店"]),
        (is("grade", "in", json!(["gold"])), vec!["金源"]),
        (is("grade", "not_in", json!(["gold"])), vec!["银海", "总店"]),
        (is("badges", "any_of", json!(["gold"])), vec!["金源"]),
        (is("badges", "all_of", json!(["gold", "silver"])), vec!["金源"]),
        (is("badges", "none_of", json!(["gold"])), vec!["银海", "总店"]),
        (is("badges", "empty", Value::Null), vec!["银海", "总店"]),
        (is("helper", "in", json!([helper])), vec!["金源"]),
        (is("helper", "empty", Value::Null), vec!["银海", "总店"]),
        (is("head", "in", json!([id(&head)])), vec!["金源"]),
        (is("hotline", "starts_with", json!("138")), vec!["金源"]),
    ] {
        let names = found(&admin, filter.clone()).await;
        assert_eq!(names, expected, "{filter}");
    }
    let columns = "name,custom.area,custom.rent,custom.badges,custom.helper,custom.corner";
    let page = admin.post("/accounts/search", &json!({"columns": columns, "sums": "custom.shelves,custom.area,custom.rent"})).await.ok();
    assert_eq!(page["sums"], json!({"custom.shelves": 15, "custom.area": 13.0, "custom.rent": {"minor": 350_100, "currency": "CNY"}}));
    let row = page["items"].as_array().unwrap().iter().find(|row| row["name"] == "金源").unwrap();
    assert_eq!((&row["custom.area"], &row["custom.helper"]["id"], &row["custom.corner"]), (&json!(12.5), &json!(helper), &json!(true)));
    // One's own words are called by their labels in the description of the list.
    let list = admin.get("/lists/accounts").await.ok();
    let grade = list["fields"].as_array().unwrap().iter().find(|field| field["key"] == "custom.grade").unwrap();
    assert_eq!((&grade["kind"], &grade["custom"]["choices"][0]["label"]), (&json!("own_choice"), &json!("金")));
}

#[tokio::test]
async fn a_change_says_what_changed_and_leaves_the_rest() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "货架", json!({"type": "number"}), json!({"key": "shelves"})).await;
    add(&admin, "合同号", json!({"type": "text"}), json!({"key": "contract", "searchable": true})).await;
    let made = account(&admin, "金源", json!({"shelves": 3, "contract": "HT-2026-0815"})).await;
    let changed = admin.patch(&path(&made, "/accounts"), 1, &json!({"custom": {"shelves": 5}})).await.ok();
    assert_eq!(changed["custom"], json!({"shelves": 5, "contract": "HT-2026-0815"}));
    assert_eq!(version(&changed), 2);
    // The same again changes nothing.
    assert_eq!(version(&admin.patch(&path(&made, "/accounts"), 2, &json!({"custom": {"shelves": 5}})).await.ok()), 2);
    let changes = admin.get(&format!("{}/changes", path(&made, "/accounts"))).await.ok();
    assert!(changes.to_string().contains("custom.shelves"), "{changes}");
    assert!(!changes.to_string().contains("custom.contract"), "{changes}");
    let hits = admin.get("/search?q=0815").await.ok();
    assert_eq!(hits["hits"][0]["title"], "金源");
    let emptied = admin.patch(&path(&made, "/accounts"), 2, &json!({"custom": {"contract": null}})).await.ok();
    assert_eq!(emptied["custom"], json!({"shelves": 5, "contract": null}));
    assert_eq!(admin.get("/search?q=0815").await.ok()["hits"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field_and_nothing_is_saved() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "面积", json!({"type": "number", "decimals": 1}), json!({"key": "area", "required": true})).await;
    add(&admin, "负责人", json!({"type": "reference", "to": "contact"}), json!({"key": "person"})).await;
    let nobody = uuid::Uuid::now_v7();
    for (custom, wrong) in [
        (json!({}), ("/custom/area", "required")),
        (json!({"area": "大"}), ("/custom/area", "wrong_value")),
        (json!({"area": 1.25}), ("/custom/area", "too_many_decimals")),
        (json!({"area": 1, "size": 2}), ("/custom/size", "unknown_field")),
        (json!({"area": 1, "person": nobody}), ("/custom/person", "not_found")),
        (json!({"area": 1, "person": [1]}), ("/custom/person", "wrong_value")),
    ] {
        let answer = admin.post("/accounts", &json!({"name": "金源", "custom": custom})).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.wrong_fields(), [(wrong.0.to_owned(), wrong.1.to_owned())], "{custom}");
    }
    assert_eq!(admin.post("/accounts", &json!({"name": "金源", "custom": [1]})).await.status, 422);
    assert!(found(&admin, json!({})).await.is_empty());
    let made = account(&admin, "金源", json!({"area": 1})).await;
    let refused = admin.patch(&path(&made, "/accounts"), 1, &json!({"custom": {"area": null}})).await;
    assert_eq!(refused.wrong_fields(), [("/custom/area".to_owned(), "required".to_owned())]);
    // Filters and sorts are checked as for any other field.
    for question in [
        json!({"filter": {"field": "custom.nothing", "op": "eq", "value": 1}}),
        json!({"filter": {"field": "custom.area", "op": "contains", "value": "1"}}),
        json!({"filter": {"field": "custom.area", "op": "eq", "value": "1"}}),
        json!({"sort": "custom.person"}),
        json!({"sums": "custom.person"}),
    ] {
        assert_eq!(admin.post("/accounts/search", &question).await.status, 422, "{question}");
    }
}

#[tokio::test]
async fn the_fields_of_a_workspace_are_its_own() {
    let app = TestApp::new().await;
    add(&app.admin(), "货架", json!({"type": "number"}), json!({"key": "shelves"})).await;
    let other = app.other_workspace().await;
    let filter = json!({"filter": {"field": "custom.shelves", "op": "gt", "value": 1}});
    assert_eq!(other.post("/accounts/search", &filter).await.status, 422);
    // The same key may hold another kind of value there.
    add(&other, "货架", json!({"type": "text"}), json!({"key": "shelves"})).await;
    account(&other, "外店", json!({"shelves": "三个"})).await;
    account(&app.admin(), "本店", json!({"shelves": 3})).await;
    assert_eq!(found(&app.admin(), filter).await, ["本店"]);
    assert_eq!(found(&other, json!({"filter": {"field": "custom.shelves", "op": "contains", "value": "三"}})).await, ["外店"]);
}

#[tokio::test]
async fn a_list_is_sorted_by_a_field_page_by_page_and_by_texts_only_with_an_index() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let number = add(&admin, "货架", json!({"type": "number"}), json!({"key": "shelves", "indexed": true})).await;
    let day = add(&admin, "到期", json!({"type": "date"}), json!({"key": "ends", "indexed": true})).await;
    let text = add(&admin, "门头", json!({"type": "text"}), json!({"key": "sign", "indexed": true})).await;
    assert_eq!(number["index"], "building");
    assert_eq!(admin.post("/accounts/search", &json!({"sort": "custom.sign"})).await.status, 422, "not before the index stands");
    app.run_jobs().await;
    admin.post("/accounts/search", &json!({"sort": "custom.sign"})).await.done();
    assert_eq!(admin.get(&path(&number, "/custom-fields")).await.ok()["index"], "ready");
    for (name, custom) in [
        ("甲", json!({"shelves": 3, "ends": "2026-03-01"})),
        ("乙", json!({"shelves": 1, "ends": "2027-01-01"})),
        ("丙", json!({})),
        ("丁", json!({"shelves": 3})),
        ("戊", json!({"shelves": 2, "ends": "2026-01-01"})),
    ] {
        account(&admin, name, custom).await;
    }
    in_order(&admin).await;
    // Without their indexes numbers and days are sorted by while few rows are left, texts not at all.
    for field in [&number, &day, &text] {
        let ready = admin.get(&path(field, "/custom-fields")).await.ok();
        admin.patch(&path(field, "/custom-fields"), version(&ready), &json!({"indexed": false})).await.done();
    }
    app.run_jobs().await;
    in_order(&admin).await;
    assert_eq!(admin.post("/accounts/search", &json!({"sort": "custom.sign"})).await.status, 422);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.shelves", "op": "eq", "value": 1}})).await, ["乙"]);
}

/// The five accounts stand in the right order, whatever they are sorted by.
async fn in_order(admin: &Client) {
    for (sort, expected) in [
        ("custom.shelves", ["丙", "乙", "戊", "甲", "丁"]),
        ("-custom.shelves", ["丁", "甲", "戊", "乙", "丙"]),
        ("custom.ends,name", ["丙", "丁", "戊", "甲", "乙"]),
        ("-custom.shelves,name", ["丁", "甲", "戊", "乙", "丙"]),
    ] {
        let rows = crate::testing::all_pages(admin, "/accounts", &json!({"sort": sort, "limit": 2, "columns": "name"})).await;
        let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{sort}");
    }
}

#[tokio::test]
async fn a_value_that_only_one_may_have_is_refused_the_second_time() {
    let app = TestApp::new().await;
    let admin = app.admin();
    account(&admin, "甲", json!({})).await;
    let licence = add(&admin, "许可证", json!({"type": "text"}), json!({"key": "licence", "unique": true})).await;
    app.run_jobs().await;
    let first = account(&admin, "乙", json!({"licence": "XK-1"})).await;
    let twice = json!({"name": "丙", "custom": {"licence": " XK-1"}});
    let refused = admin.post("/accounts", &twice).await;
    assert_eq!(refused.wrong_fields(), [("/custom/licence".to_owned(), "taken".to_owned())]);
    // Its own value is no other's, and what is in the trash counts.
    admin.patch(&path(&first, "/accounts"), 1, &json!({"custom": {"licence": "XK-1"}, "region": "杭州"})).await.done();
    admin.delete(&path(&first, "/accounts"), 2).await.done();
    assert_eq!(admin.post("/accounts", &twice).await.status, 422);
    assert_eq!(admin.get(&path(&licence, "/custom-fields")).await.ok()["index"], "ready");
}

#[tokio::test]
async fn a_merge_takes_over_what_is_missing_and_what_is_chosen_and_can_be_undone() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for key in ["a", "b", "c"] {
        add(&admin, key, json!({"type": "text"}), json!({"key": key})).await;
    }
    let kept = account(&admin, "金源烟酒店", json!({"a": "甲", "b": "乙"})).await;
    let merged = account(&admin, "金源烟酒", json!({"a": "子", "b": "丑", "c": "寅"})).await;
    let asked = json!({"kind": "account", "kept_id": id(&kept), "merged_id": id(&merged), "fields": ["custom.b"]});
    let merge = admin.post("/merges", &asked).await.ok();
    assert_eq!(admin.get(&path(&kept, "/accounts")).await.ok()["custom"], json!({"a": "甲", "b": "丑", "c": "寅"}));
    admin.post(&format!("{}/undo", path(&merge, "/merges")), &json!({})).await.done();
    assert_eq!(admin.get(&path(&kept, "/accounts")).await.ok()["custom"], json!({"a": "甲", "b": "乙", "c": null}));
    assert_eq!(admin.get(&path(&merged, "/accounts")).await.ok()["custom"], json!({"a": "子", "b": "丑", "c": "寅"}));
}

#[tokio::test]
async fn many_records_get_a_value_at_once_and_keep_the_others() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let grades = json!([{"key": "gold", "label": "金"}, {"key": "silver", "label": "银"}]);
    for list in ["accounts", "contacts"] {
        for (key, kind, more) in [
            ("grade", json!({"type": "choice", "choices": grades}), json!({})),
            ("shelves", json!({"type": "number"}), json!({"required": true})),
            ("code", json!({"type": "text"}), json!({"unique": true})),
        ] {
            let mut body = json!({"list": list, "key": key, "label": key, "kind": kind});
            body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            let _ = admin.post("/custom-fields", &body).await.ok();
        }
        app.run_jobs().await;
        for (name, code) in [("金源", "A"), ("银海", "B")] {
            let _ = admin.post(&format!("/{list}"), &json!({"name": name, "custom": {"shelves": 3, "code": code}})).await.ok();
        }
        let everyone = json!({"all": []});
        let ask = |custom: Value| json!({"filter": everyone, "action": "change", "change": {"add_tags": ["重点"], "custom": custom}});
        let bulk = format!("/{list}/bulk");
        for (custom, pointer, code) in [
            (json!({"grade": "bronze"}), "/change/custom/grade", "unknown_choice"),
            (json!({"shelves": null}), "/change/custom/shelves", "required"),
            (json!({"code": "C"}), "/change/custom/code", "not_possible"),
            (json!({"none": 1}), "/change/custom/none", "unknown_field"),
        ] {
            let answer = admin.post(&bulk, &ask(custom)).await;
            assert_eq!(answer.wrong_fields(), [(pointer.to_owned(), code.to_owned())], "{}", answer.text());
        }
        let queued = admin.post(&bulk, &ask(json!({"grade": "gold"}))).await.ok();
        app.run_jobs().await;
        assert_eq!(admin.get(&format!("/jobs/{}", id(&queued))).await.ok()["result"]["changed"], 2, "{list}");
        let page = admin.get(&format!("/{list}?sort=name&columns=name,tags,custom.grade,custom.shelves,custom.code")).await.ok();
        for (row, code) in page["items"].as_array().expect("a page").iter().zip(["A", "B"]) {
            let kept = ["custom.grade", "custom.shelves", "custom.code"].map(|key| row[key].clone());
            assert_eq!(kept, [json!("gold"), json!(3), json!(code)], "{list}: {row}");
            assert_eq!((row["tags"].clone(), row["version"].clone()), (json!(["重点"]), json!(2)));
        }
        let queued = admin.post(&bulk, &ask(json!({"grade": "gold"}))).await.ok();
        app.run_jobs().await;
        let again = admin.get(&format!("/jobs/{}", id(&queued))).await.ok();
        assert_eq!(again["state"], "done");
        let row = &admin.get(&format!("/{list}?limit=1")).await.ok()["items"][0];
        assert_eq!(row["version"], 2, "nothing differs: {row}");
    }
}
