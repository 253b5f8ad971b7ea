//! Fields that nobody fills in: formulas and roll-ups.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{account, add, found};
use crate::testing::{Done, TestApp, id, path, version};

async fn value(app: &TestApp, of: &Value, key: &str) -> Value {
    app.admin().get(&path(of, "/accounts")).await.ok()["custom"][key].clone()
}

fn formula(expression: &str, gives: &str, decimals: u8) -> Value {
    json!({"type": "formula", "expression": expression, "gives": gives, "decimals": decimals})
}

#[tokio::test]
async fn a_formula_reckons_with_the_fields_of_its_record() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "面积", json!({"type": "number", "decimals": 1}), json!({"key": "area"})).await;
    add(&admin, "租金", json!({"type": "money"}), json!({"key": "rent"})).await;
    add(&admin, "到期", json!({"type": "date"}), json!({"key": "ends"})).await;
    add(&admin, "临街", json!({"type": "boolean"}), json!({"key": "corner"})).await;
    add(&admin, "代号", json!({"type": "text"}), json!({"key": "code"})).await;
    let shop = account(&admin, "金源", json!({"area": 12.5, "rent": 350_000, "ends": "2027-03-01", "corner": true, "code": "A"})).await;
    let bare = account(&admin, "银海", json!({})).await;
    let ends = chrono::NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
    let left = (ends - app.today()).num_days();
    for (n, (expression, gives, decimals, of_shop, of_bare)) in [
        ("租金 / 面积", "money", 0, json!({"minor": 28_000, "currency": "CNY"}), Value::Null),
        ("rent / area", "number", 2, json!(280.0), Value::Null),
        ("area / (area - area)", "number", 0, Value::Null, Value::Null),
        ("coalesce(area, 0) * 2 + 0.25", "number", 2, json!(25.25), json!(0.25)),
        ("IF(area > 10, '大', '小')", "text", 0, json!("大"), json!("小")),
        ("code & '-' & name", "text", 0, json!("A-金源"), Value::Null),
        ("ends - today()", "number", 0, json!(left), Value::Null),
        ("ends + 30", "date", 0, json!("2027-03-31"), Value::Null),
        ("and(corner, area >= 12.5)", "boolean", 0, json!(true), json!(false)),
        ("not(corner) ", "boolean", 0, json!(false), json!(true)),
        ("empty(ends)", "boolean", 0, json!(false), json!(true)),
        ("max(area, 20, rent)", "number", 1, json!(3500.0), Value::Null),
        ("min(area, 20)", "number", 1, json!(12.5), Value::Null),
        ("round(area / 3, 1)", "number", 3, json!(4.2), Value::Null),
        ("-abs(0 - area)", "number", 1, json!(-12.5), Value::Null),
        ("order_count + 1", "number", 0, json!(1), json!(1)),
        ("net_sales", "money", 0, json!({"minor": 0, "currency": "CNY"}), json!({"minor": 0, "currency": "CNY"})),
        ("days_silent", "number", 0, Value::Null, Value::Null),
    ]
    .into_iter()
    .enumerate()
    {
        let key = format!("f{n}");
        add(&admin, &key, formula(expression, gives, decimals), json!({"key": key})).await;
        assert_eq!(value(&app, &shop, &key).await, of_shop, "{expression}");
        assert_eq!(value(&app, &bare, &key).await, of_bare, "{expression}");
    }
    let page = admin.post("/accounts/search", &json!({"columns": "name,custom.f0,custom.f4", "sums": "custom.f3"})).await.ok();
    assert_eq!(page["sums"], json!({"custom.f3": 25.5}));
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.f1", "op": "gt", "value": 100}})).await, ["金源"]);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.f7", "op": "before", "value": "2028-01-01"}})).await, ["金源"]);
    assert_eq!(found(&admin, json!({"filter": {"field": "custom.f8", "op": "eq", "value": true}})).await, ["金源"]);
    // Nobody fills it in.
    let answer = admin.patch(&path(&shop, "/accounts"), version(&shop), &json!({"custom": {"f1": 3}})).await;
    assert_eq!(answer.wrong_fields(), [("/custom/f1".to_owned(), "reckoned".to_owned())]);
}

#[tokio::test]
async fn a_formula_that_makes_no_sense_is_refused_with_the_place() {
    let app = TestApp::new().await;
    let admin = app.admin();
    add(&admin, "面积", json!({"type": "number"}), json!({"key": "area"})).await;
    add(&admin, "翻倍", formula("area * 2", "number", 0), json!({"key": "twice"})).await;
    for (expression, gives, pointer, code) in [
        ("area +", "number", "/kind/expression", "bad_formula"),
        ("面 * 2", "number", "/kind/expression", "unknown_name"),
        ("twice * 2", "number", "/kind/expression", "unknown_name"),
        ("sqrt(area)", "number", "/kind/expression", "unknown_function"),
        ("area + 'x'", "number", "/kind/expression", "wrong_sort"),
        ("if(area, 1, 2)", "number", "/kind/expression", "wrong_sort"),
        ("area", "text", "/kind/gives", "wrong_sort"),
        ("owner", "text", "/kind/expression", "wrong_sort"),
        (&vec!["area"; 20].join("*"), "number", "/kind/expression", "too_large"),
        ("max(1,max(1,max(1,max(1,max(1,max(1,max(1,2)))))))", "number", "/kind/expression", "too_large"),
    ] {
        let asked = json!({"list": "accounts", "label": "新", "kind": formula(expression, gives, 0)});
        let answer = admin.post("/custom-fields", &asked).await;
        assert_eq!(answer.status, 422, "{expression} {}", answer.text());
        assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{expression}");
    }
    // However large the numbers become, a list is read.
    let product = vec!["area"; 15].join("*");
    add(&admin, "巨", formula(&product, "number", 6), json!({"key": "huge"})).await;
    let shop = account(&admin, "金源", json!({"area": 9_000_000_000_000_000_i64})).await;
    assert_eq!(value(&app, &shop, "huge").await, Value::Null);
    assert!(found(&admin, json!({"filter": {"field": "custom.huge", "op": "gt", "value": 0}})).await.is_empty());
    // What a formula speaks of stays; the formula can be changed.
    let area = admin.get("/custom-fields").await.ok().as_array().unwrap().iter().find(|field| field["key"] == "area").unwrap().clone();
    assert_eq!(admin.delete(&path(&area, "/custom-fields"), 1).await.problem(), (409, "used_by_formula".to_owned()));
    let twice = admin.get("/custom-fields").await.ok().as_array().unwrap().iter().find(|field| field["key"] == "twice").unwrap().clone();
    let changed = admin.patch(&path(&twice, "/custom-fields"), 1, &json!({"expression": "面积 * 3"})).await.ok();
    assert_eq!(changed["expression"], "area * 3");
    let small = account(&admin, "银海", json!({"area": 2})).await;
    assert_eq!(value(&app, &small, "twice").await, 6);
}

#[tokio::test]
async fn a_roll_up_reckons_with_what_belongs_to_the_record() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let shop = account(&admin, "金源", json!({})).await;
    let other = account(&admin, "银海", json!({})).await;
    for (of, day, net) in [(&shop, 10, 10_000), (&shop, 40, 5_000), (&shop, 400, 700), (&other, 1, 99_900)] {
        let order = json!({"account_id": id(of), "ordered_on": app.days_ago(day), "net_minor": net});
        admin.post("/orders", &order).await.done();
    }
    app.run_jobs().await;
    let recent = json!({"field": "ordered_on", "op": "within", "value": {"last": 90, "unit": "day"}});
    let roll_up = |aggregate: &str, field: Value, filter: Value| json!({"type": "roll_up", "of": "orders", "aggregate": aggregate, "field": field, "filter": filter});
    for (key, kind, expected) in [
        ("count", roll_up("count", Value::Null, Value::Null), json!(3)),
        ("recent", roll_up("count", Value::Null, recent.clone()), json!(2)),
        ("sum", roll_up("sum", json!("net"), recent), json!({"minor": 15_000, "currency": "CNY"})),
        ("largest", roll_up("largest", json!("net"), Value::Null), json!({"minor": 10_000, "currency": "CNY"})),
        ("first", roll_up("smallest", json!("ordered_on"), Value::Null), json!(app.days_ago(400))),
        ("average", formula("sum / recent", "money", 0), json!({"minor": 7_500, "currency": "CNY"})),
    ] {
        add(&admin, key, kind, json!({"key": key})).await;
        assert_eq!(value(&app, &shop, key).await, expected, "{key}");
    }
    let page = admin.post("/accounts/search", &json!({"columns": "name,custom.sum,custom.first", "sort": "name"})).await.ok();
    assert_eq!(page["items"][0]["custom.sum"]["minor"], 15_000);
    // While few rows are left, each is asked.
    for (field, op, value, names) in [
        ("count", "gt", json!(1), ["金源"]),
        ("sum", "gte", json!(20_000), ["银海"]),
        ("first", "on", json!(app.days_ago(1)), ["银海"]),
        ("average", "between", json!([7_000, 8_000]), ["金源"]),
    ] {
        let filter = json!({"filter": {"field": format!("custom.{field}"), "op": op, "value": value}, "count": "exact"});
        let page = admin.post("/accounts/search", &filter).await.ok();
        assert_eq!(crate::testing::names(&page), names, "{field}");
        assert_eq!(page["count"]["value"], 1, "{field}");
    }
    for (sort, first) in [("custom.sum", "金源"), ("-custom.sum", "银海"), ("custom.average", "金源"), ("-custom.first", "银海")] {
        let mut asked = json!({"sort": sort, "columns": "name,custom.sum", "limit": 1, "sums": "custom.count,custom.sum"});
        let page = admin.post("/accounts/search", &asked).await.ok();
        assert_eq!(crate::testing::names(&page), [first], "{sort}");
        assert_eq!(page["sums"], json!({"custom.count": 4, "custom.sum": {"minor": 114_900, "currency": "CNY"}}));
        asked["cursor"] = page["next_cursor"].clone();
        assert_ne!(crate::testing::names(&admin.post("/accounts/search", &asked).await.ok()), [first], "{sort}");
    }
    for (kind, pointer, code) in [
        (json!({"type": "roll_up", "of": "users", "aggregate": "count"}), "/kind/of", "unknown_choice"),
        (roll_up("sum", json!("number"), Value::Null), "/kind/field", "not_possible"),
        (roll_up("sum", Value::Null, Value::Null), "/kind/field", "not_possible"),
        (roll_up("count", Value::Null, json!({"field": "nothing", "op": "eq", "value": 1})), "/kind/filter", "unknown_field"),
    ] {
        let answer = admin.post("/custom-fields", &json!({"list": "accounts", "label": "新", "kind": kind})).await;
        assert_eq!(answer.wrong_fields()[0], (pointer.to_owned(), code.to_owned()), "{kind}");
    }
    // Who may not read orders learns nothing of them.
    app.take_right("salesperson", "order", "read").await;
    let (rep, user) = app.rep().await;
    let mine = app.account_of(Some(user)).await;
    let custom = rep.get(&format!("/accounts/{mine}")).await.ok()["custom"].clone();
    assert!(custom.get("sum").is_none() && custom.get("average").is_none(), "{custom}");
    assert_eq!(rep.post("/accounts/search", &json!({"columns": "name,custom.sum"})).await.status, 403);
    for asked in
        [json!({"sort": "custom.sum"}), json!({"sums": "custom.sum"}), json!({"filter": {"field": "custom.sum", "op": "gt", "value": 1}})]
    {
        assert_eq!(rep.post("/accounts/search", &asked).await.status, 403, "{asked}");
    }
}

#[tokio::test]
async fn no_more_than_twenty_thousand_records_are_asked_for_what_belongs_to_each() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let shop = account(&admin, "金源", json!({})).await;
    let order = json!({"account_id": id(&shop), "ordered_on": app.days_ago(1), "net_minor": 100});
    admin.post("/orders", &order).await.done();
    add(&admin, "count", json!({"type": "roll_up", "of": "orders", "aggregate": "count"}), json!({"key": "count"})).await;
    let (database, copied) = (
        app.app.db(),
        "version, created_at, updated_at, name_sort, kind, high_tech, public_sector, cooperating_since, net_sales_minor, \
        net_sales_12m_minor, order_count, first_order_on, last_order_on, history, volume, last_contact_on, next_step_on",
    );
    let more = format!(
        "
-- @sqlite
INSERT INTO accounts (workspace_id, id, name, {copied})
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT workspace_id, randomblob(16), '店' || (i % 10), {copied} FROM accounts, n
-- @end
-- @postgres
INSERT INTO accounts (workspace_id, id, name, {copied})
SELECT workspace_id, gen_random_uuid(), '店' || (i % 10), {copied} FROM accounts, generate_series(1, 20000) AS i
-- @end
"
    );
    database.unscoped("a test of long lists").execute_unprepared(&database.dialect().render(&more)).await.unwrap();
    let many = json!({"field": "custom.count", "op": "gte", "value": 1});
    let refused = |pointer: &str, code: &str| [(pointer.to_owned(), code.to_owned())];
    for filter in [many.clone(), json!({"not": many}), json!({"any": [many, {"field": "name", "op": "eq", "value": "金源"}]})] {
        let answer = admin.post("/accounts/search", &json!({"filter": filter})).await;
        assert_eq!(answer.wrong_fields(), refused("/filter", "filter_needs_filter"), "{filter}");
    }
    let answer = admin.post("/accounts/search", &json!({"sort": "custom.count"})).await;
    assert_eq!(answer.wrong_fields(), refused("/sort", "sort_needs_filter"));
    // What can be summed is.
    let sums = admin.post("/accounts/search", &json!({"limit": 1, "sums": "custom.count,order_count"})).await.ok()["sums"].clone();
    assert_eq!((&sums["custom.count"], sums["order_count"].is_number()), (&Value::Null, true), "{sums}");
    let few = json!({"all": [{"field": "name", "op": "in", "value": ["店3", "金源"]}, many]});
    let few = admin.post("/accounts/search", &json!({"filter": few, "sort": "-custom.count", "sums": "custom.count"})).await.ok();
    assert_eq!(crate::testing::names(&few), ["金源"]);
    assert_eq!(few["sums"]["custom.count"], 1);
}

#[tokio::test]
async fn contacts_have_fields_of_their_own() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let field = json!({"list": "contacts", "label": "酒量", "key": "capacity", "kind": {"type": "number"}, "searchable": false});
    admin.post("/custom-fields", &field).await.done();
    let nickname =
        json!({"list": "contacts", "label": "绰号", "key": "nickname", "kind": {"type": "text"}, "searchable": true, "unique": true});
    admin.post("/custom-fields", &nickname).await.done();
    app.run_jobs().await;
    let person = json!({"name": "王芳", "custom": {"capacity": 3, "nickname": "小凤仙"}});
    let person = admin.post("/contacts?duplicates=allow", &person).await.ok();
    assert_eq!(person["custom"], json!({"capacity": 3, "nickname": "小凤仙"}));
    let again = admin.post("/contacts?duplicates=allow", &json!({"name": "李四", "custom": {"nickname": "小凤仙"}})).await;
    assert_eq!(again.wrong_fields(), [("/custom/nickname".to_owned(), "taken".to_owned())]);
    assert_eq!(admin.get("/search?q=小凤仙").await.ok()["hits"][0]["title"], "王芳");
    let changed = admin.patch(&path(&person, "/contacts"), 1, &json!({"custom": {"capacity": null}})).await.ok();
    assert_eq!(changed["custom"], json!({"capacity": null, "nickname": "小凤仙"}));
    let file = "姓名,手机,酒量,绰号\n赵六,13800138001,5,老六\n钱七,13800138002,很多,\n孙八,13800138003,,老六\n";
    let import = admin.upload("/imports", &[("kind", "contacts")], "联系人.csv", file.as_bytes()).await.ok();
    let started = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create", "dry_run": false})).await;
    assert_eq!(app.job(&admin, &started.json()).await["state"], "done");
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["created_rows"], &done["rejected_rows"]), (&json!(1), &json!(2)), "{done}");
    let filter = json!({"filter": {"field": "custom.capacity", "op": "eq", "value": 5}});
    assert_eq!(crate::testing::names(&admin.post("/contacts/search", &filter).await.ok()), ["赵六"]);
    // Two who are one keep what either had.
    let twin = admin.post("/contacts?duplicates=allow", &json!({"name": "王芳", "custom": {"capacity": 9}})).await.ok();
    let merge = json!({"kind": "contact", "kept_id": id(&person), "merged_id": id(&twin), "fields": []});
    admin.post("/merges", &merge).await.done();
    assert_eq!(admin.get(&path(&person, "/contacts")).await.ok()["custom"], json!({"capacity": 9, "nickname": "小凤仙"}));
}
