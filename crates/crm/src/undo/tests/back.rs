//! What was there before is there again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use guanxi_kernel::{
    db::Reader,
    job::{NewJob, queue, run_due},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::{counts, import, refused, rows, undo, undo_of};
use crate::testing::{Done, TestApp, id, path};

/// What imports write, and where everything of a record stands.
const TABLES: &[&str] =
    &["accounts", "account_tags", "contacts", "contact_tags", "contact_accounts", "orders", "order_lines", "record_keys"];
/// Of these nothing more may be there than before; of the others what an import made lies in the trash.
const WHOLE: &[&str] = &["orders", "order_lines", "record_keys"];

/// Every row of these tables, byte for byte but for the marks of having been written.
async fn images(app: &TestApp) -> BTreeMap<&'static str, BTreeSet<String>> {
    #[derive(FromQueryResult)]
    struct Image {
        image: String,
    }
    let actor = app.system().await;
    let reader: Reader = app.app.db().read(&actor);
    let mut all = BTreeMap::new();
    for table in TABLES {
        let shape = reader.shape(table).await.expect("the table is there");
        let sql = format!("SELECT CAST({} AS TEXT) AS image FROM {table} WHERE workspace_id = ?", shape.image());
        let statement = reader.dialect().statement(&sql, vec![app.workspace.into()]);
        let found = Image::find_by_statement(statement).all(reader.source()).await.expect("the rows can be read");
        let business = |row: Image| {
            let mut image: Value = serde_json::from_str(&row.image).expect("an image is JSON");
            let columns = image.as_object_mut().expect("an image is an object");
            columns.retain(|column, _| !["version", "updated_at", "updated_by"].contains(&column.as_str()));
            image.to_string()
        };
        all.insert(*table, found.into_iter().map(business).collect());
    }
    all
}

fn same(before: &BTreeMap<&str, BTreeSet<String>>, after: &BTreeMap<&str, BTreeSet<String>>, told: &str) {
    for (table, rows) in before {
        let lost: Vec<&String> = rows.difference(&after[table]).collect();
        assert!(lost.is_empty(), "{told}: of {table} is lost {lost:#?}");
        let more: Vec<&String> = after[table].difference(rows).collect();
        assert!(!WHOLE.contains(table) || more.is_empty(), "{told}: in {table} there is more: {more:#?}");
        if ["accounts", "contacts"].contains(table) {
            let is_trashed = |row: &&String| !row.contains("\"trashed_at\":null");
            assert!(more.iter().all(is_trashed), "{told}: in {table} there is more than what lies in the trash: {more:#?}");
        }
    }
}

/// A file with rows for what is there and for what is not, each with some of its cells filled.
fn file(chance: &mut StdRng, columns: &[(&str, &[&str])], lines: usize) -> Vec<String> {
    let header = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    let mut cell = |n: usize, values: &[&str]| match n {
        // The first column says which record is meant.
        0 => values[chance.random_range(0..values.len())].to_owned(),
        _ if chance.random_bool(0.3) => String::new(),
        _ => values[chance.random_range(0..values.len())].to_owned(),
    };
    let mut line = |_| columns.iter().enumerate().map(|(n, (_, values))| cell(n, values)).collect::<Vec<_>>().join(",");
    std::iter::once(header).chain((0..lines).map(&mut line)).collect()
}

const ACCOUNTS: &[(&str, &[&str])] = &[
    ("客户编号", &["N1", "N2", "N3", "N4", "N5", "N6"]),
    ("客户名称", &["金源", "红星", "和平", "新世纪"]),
    ("电话", &["0551-62345671", "0551-62345672"]),
    ("省市区", &["合肥市", "芜湖市"]),
    ("标签", &["甲", "乙、丙", "丁"]),
    ("备注", &["一", "二"]),
    ("合作起始", &["2021-05-06", "2022-01-01"]),
];
const CONTACTS: &[(&str, &[&str])] = &[
    ("手机号码", &["13900000001", "13900000002", "13900000003", "13900000004"]),
    ("姓名", &["陈一", "李二", "张三"]),
    ("客户名称", &["金源", "红星", "云上商行", "海角商行"]),
    ("角色", &["采购", "老板"]),
    ("微信", &["wx1", "wx2"]),
    ("生日", &["农历八月十五", "1990-02-03"]),
];
const ORDERS: &[(&str, &[&str])] = &[
    ("外部单号", &["E1", "E2", "E3", "E4", "E5"]),
    ("客户名称", &["金源", "红星", "天边商行"]),
    ("日期", &["2026-01-05", "2026-02-06"]),
    ("产品", &["白酒"]),
    ("数量", &["1", "2"]),
    ("单价", &["100.00", "88.50"]),
];

#[tokio::test]
async fn an_import_that_is_undone_leaves_everything_as_it_was() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let plan = |key: &str| json!({"mode": "upsert", "key": key, "make_missing": true});
    let there = [
        ("accounts", "number", rows(&["客户编号,客户名称,标签,备注", "N1,金源,甲,老客户", "N2,红星,,", "N3,和平,乙、丙,"])),
        ("contacts", "mobile", rows(&["手机号码,姓名,客户名称,角色", "13900000001,陈一,金源,老板", "13900000002,李二,,"])),
        (
            "orders",
            "external_id",
            rows(&["外部单号,客户名称,日期,产品,数量,单价", "E1,金源,2026-01-02,白酒,3,50.00", "E2,红星,2026-01-03,红酒,1,70.00"]),
        ),
    ];
    for (kind, key, file) in there {
        import(&app, &admin, kind, &file, plan(key)).await;
    }
    for seed in 0..6 {
        let mut chance = StdRng::seed_from_u64(seed);
        for (kind, key, columns) in [("accounts", "number", ACCOUNTS), ("contacts", "mobile", CONTACTS), ("orders", "external_id", ORDERS)]
        {
            let told = format!("{kind}, seed {seed}");
            let before = images(&app).await;
            let done = import(&app, &admin, kind, &file(&mut chance, columns, 8), plan(key)).await;
            let written = ["created_rows", "updated_rows"].iter().map(|count| done[*count].as_i64().unwrap()).sum::<i64>();
            if written == 0 {
                continue;
            }
            assert_ne!(images(&app).await, before, "{told}");
            let tried = undo(&app, &admin, &done, true).await;
            let run = undo(&app, &admin, &done, false).await;
            assert_eq!(counts(&tried), counts(&run), "{told}: the trial tells the truth");
            assert_eq!(run["left_rows"], 0, "{told}: {run}");
            same(&before, &images(&app).await, &told);
            // Once is enough.
            assert_eq!(refused(&admin, &done).await, (409, json!("import_undone")));
        }
    }
}

#[tokio::test]
async fn a_trial_changes_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let done = import(&app, &admin, "accounts", &rows(&["客户名称", "金源", "红星"]), json!({"mode": "create"})).await;
    let before = images(&app).await;
    let tried = undo(&app, &admin, &done, true).await;
    assert_eq!((counts(&tried), &tried["dry_run"], &tried["state"]), ((2, 0, 0), &json!(true), &json!("done")));
    assert_eq!(images(&app).await, before);
    assert_eq!(admin.get(&undo_of(&done)).await.ok()["possible"], true);
}

#[tokio::test]
async fn the_better_file_can_come_after_the_bad_one() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let bad =
        import(&app, &admin, "accounts", &rows(&["客户编号,客户名称", "N1,金源", "N2,红星"]), json!({"mode": "create", "key": "number"}))
            .await;
    assert_eq!(counts(&undo(&app, &admin, &bad, false).await), (2, 0, 0));
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
    let good = import(
        &app,
        &admin,
        "accounts",
        &rows(&["客户编号,客户名称", "N1,金源烟酒店", "N2,红星商行"]),
        json!({"mode": "create", "key": "number"}),
    )
    .await;
    assert_eq!((&good["created_rows"], &good["rejected_rows"]), (&json!(2), &json!(0)), "{good}");
}

#[tokio::test]
async fn customers_made_on_the_way_go_with_what_they_were_made_for() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = rows(&["姓名,手机号码,客户名称", "陈一,13900000001,金源", "李二,13900000002,金源", "张三,13900000003,红星"]);
    let done = import(&app, &admin, "contacts", &file, json!({"mode": "create", "make_missing": true})).await;
    assert_eq!(admin.get(&undo_of(&done)).await.ok()["written_rows"], 5);
    assert_eq!(counts(&undo(&app, &admin, &done, true).await), (5, 0, 0));
    assert_eq!(counts(&undo(&app, &admin, &done, false).await), (5, 0, 0));
    for list in ["accounts", "contacts"] {
        assert_eq!(admin.get(&format!("/{list}?count=exact")).await.ok()["count"]["value"], 0, "{list}");
    }
}

#[tokio::test]
async fn figures_follow_when_orders_are_taken_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let account = admin.post("/accounts", &json!({"name": "金源"})).await.ok();
    let file = rows(&["单号,客户名称,日期,金额", "A1,金源,2026-01-05,100.00", "A2,金源,2026-02-05,50.00"]);
    let done = import(&app, &admin, "orders", &file, json!({"mode": "create"})).await;
    let sales = async || admin.get(&format!("/accounts/{}", id(&account))).await.ok()["order_count"].clone();
    assert_eq!(sales().await, 2);
    assert_eq!(counts(&undo(&app, &admin, &done, false).await), (2, 0, 0));
    assert_eq!(sales().await, 0);
    let audit = admin.get("/audit?name=order.removed").await.ok();
    assert_eq!(audit["items"][0]["data"]["undone_import"], done["id"], "{audit}");
    let told = admin.get("/audit?kind=import").await.ok();
    assert_eq!((&told["items"][0]["name"], &told["items"][0]["data"]["counts"]["removed"]), (&json!("import.undone"), &json!(2)), "{told}");
}

#[tokio::test]
async fn an_import_is_undone_within_seven_days() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let done = import(&app, &admin, "accounts", &rows(&["客户名称", "金源"]), json!({"mode": "create"})).await;
    app.travel(Duration::days(7) - Duration::minutes(5));
    assert_eq!(admin.get(&undo_of(&done)).await.ok()["possible"], true);
    app.travel(Duration::minutes(10));
    let now = admin.get(&undo_of(&done)).await.ok();
    assert_eq!((&now["possible"], &now["refused"]), (&json!(false), &json!("import_undo_late")));
    assert_eq!(refused(&admin, &done).await, (409, json!("import_undo_late")));
    // At night what it has written is forgotten.
    queue(app.app.db(), app.workspace, &NewJob::new("undo.forget", Value::Null)).await.unwrap();
    run_due(&app.app).await.unwrap();
    assert_eq!(admin.get(&undo_of(&done)).await.ok()["written_rows"], 0);
}

#[tokio::test]
async fn an_import_that_was_stopped_is_undone_as_far_as_it_got() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file: Vec<String> = std::iter::once("客户名称".to_owned()).chain((1..=1200).map(|n| format!("客户{n}"))).collect();
    let import = admin.upload("/imports", &[("kind", "accounts")], "many.csv", file.join("\n").as_bytes()).await.ok();
    assert_eq!(refused(&admin, &import).await, (409, json!("import_wrote_nothing")));
    app.app.stopping().cancel();
    let job = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await.json();
    run_due(&app.app).await.unwrap();
    assert_eq!(refused(&admin, &import).await, (409, json!("import_running")));
    admin.post(&format!("{}/cancel", path(&job, "/jobs")), &Value::Null).await.done();
    // The undo is stopped, too, and goes on where it stood.
    let undo = admin.post(&undo_of(&import), &json!({})).await.json();
    run_due(&app.app).await.unwrap();
    let stood = admin.get(&path(&undo, "/jobs")).await.ok();
    assert_eq!((&stood["state"], &stood["done"], &stood["total"]), (&json!("queued"), &json!(250), &json!(500)), "{stood}");
    assert_eq!(refused(&admin, &import).await, (409, json!("import_undoing")));
    admin.post(&format!("{}/cancel", path(&undo, "/jobs")), &Value::Null).await.done();
    let again = guanxi_kernel::http::App::new(
        app.app.db().clone(),
        crate::SLICES,
        std::sync::Arc::new(crate::staff::StaffDirectory),
        app.app.folder(app.workspace, "imports").unwrap().parent().unwrap().parent().unwrap().to_owned(),
        app.app.files().clone(),
    );
    admin.post(&undo_of(&import), &json!({})).await.done();
    run_due(&again).await.unwrap();
    let told = admin.get(&undo_of(&import)).await.ok();
    assert_eq!(told["last"]["state"], "done", "{told}");
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 0);
    // What is undone does not go on.
    let start = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await;
    assert_eq!((start.status.as_u16(), &start.json()["code"]), (409, &json!("import_started")));
}
