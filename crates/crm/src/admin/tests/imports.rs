//! Files on their way in.

mod dry_run;
mod keys;
mod rights;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use guanxi_kernel::{error::FieldError, http::App, job::run_due, testkit::Client};
use guanxi_sheet::{self as sheet, ReadOptions};
use serde_json::{Value, json};

use crate::{
    SLICES,
    admin::rules,
    staff::StaffDirectory,
    testing::{Done, TestApp, id, path},
    words::Words,
};

const CSV: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/fixtures/messy-accounts.csv"));
const XLSX: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/fixtures/messy-accounts.xlsx"));

async fn upload(client: &Client, kind: &str, name: &str, file: &[u8]) -> Value {
    let answer = client.upload("/imports", &[("kind", kind)], name, file).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The same mapping without these fields.
async fn without(client: &Client, import: &Value, fields: &[&str]) -> Value {
    let mut mapping = import["mapping"].clone();
    mapping.as_object_mut().unwrap().retain(|_, field| !fields.contains(&field.as_str().unwrap()));
    client.patch(&path(import, "/imports"), import["version"].as_i64().unwrap(), &json!({"mapping": mapping})).await.ok()
}

async fn start(app: &TestApp, client: &Client, import: &Value, plan: Value) -> Value {
    let answer = client.post(&format!("{}/start", path(import, "/imports")), &plan).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let job = app.job(client, &answer.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    client.get(&path(import, "/imports")).await.ok()
}

fn counts(import: &Value) -> (i64, i64, i64, i64) {
    let count = |field: &str| import[field].as_i64().unwrap();
    (count("created_rows"), count("updated_rows"), count("unchanged_rows"), count("rejected_rows"))
}

/// The refused rows of the workbook, by their number in the file: the reason.
async fn refused(client: &Client, import: &Value) -> BTreeMap<i64, String> {
    let answer = client.get(&format!("{}/rejected", path(import, "/imports"))).await;
    assert_eq!(answer.status, 200);
    let file = std::env::temp_dir().join(format!("guanxi-test-{}.xlsx", uuid::Uuid::now_v7()));
    std::fs::write(&file, &answer.bytes).unwrap();
    let rows = sheet::rows(&file, &ReadOptions { header_row: Some(1), ..ReadOptions::default() }).unwrap();
    let columns = rows.header().cells.len();
    let titles = (rows.header().text(0).into_owned(), rows.header().text(columns - 1).into_owned());
    assert!([("行号", "原因"), ("列號", "原因"), ("Row", "Reason")].contains(&(&titles.0, &titles.1)), "{titles:?}");
    let refused = rows.map(|row| row.unwrap()).map(|row| (row.text(0).parse().unwrap(), row.text(columns - 1).into_owned())).collect();
    std::fs::remove_file(file).unwrap();
    refused
}

fn csv(rows: &[&str]) -> Vec<u8> {
    rows.join("\n").into_bytes()
}

#[tokio::test]
async fn a_messy_file_is_recognised() {
    let app = TestApp::new().await;
    for (name, file, encoding) in [("messy.csv", CSV, json!("GB18030")), ("messy.xlsx", XLSX, Value::Null)] {
        let import = upload(&app.admin(), "accounts", name, file).await;
        let said = import["encoding"].as_str().map(str::to_uppercase);
        assert_eq!(said.as_deref(), encoding.as_str(), "{name}");
        assert_eq!((&import["header_row"], &import["state"], &import["file_name"]), (&json!(3), &json!("mapping"), &json!(name)));
        assert_eq!(import["headers"][0], "客户名称");
        let mapped: BTreeMap<&str, &str> = import["mapping"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(column, field)| (import["headers"][column.parse::<usize>().unwrap()].as_str().unwrap(), field.as_str().unwrap()))
            .collect();
        for (header, field) in [
            ("客户名称", "name"),
            ("渠道类型", "channel_kind"),
            ("统一社会信用代码", "credit_code"),
            ("座机", "phone"),
            ("省市区", "region"),
            ("详细地址", "address"),
            ("负责人", "owner"),
            ("首次合作日期", "cooperating_since"),
            ("等级", "credit_grade"),
            ("备注", "remark"),
        ] {
            assert_eq!(mapped.get(header), Some(&field), "{name}: {header}");
        }
        assert_eq!(import["rows"][0]["cells"][0], "杭州云栖坊商行");
        assert_eq!(import["rows"][0]["number"], 4);
        let contacts = upload(&app.admin(), "contacts", name, file).await;
        let mapped: Vec<&str> = contacts["mapping"].as_object().unwrap().values().map(|field| field.as_str().unwrap()).collect();
        for field in ["name", "account", "mobile", "phone", "wechat", "email", "birthday"] {
            assert!(mapped.contains(&field), "{name}: {field}");
        }
    }
}

#[tokio::test]
async fn the_wrong_cells_of_a_messy_file_are_named_alike_in_both_formats() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut outcomes = Vec::new();
    for (name, file) in [("messy.csv", CSV), ("messy.xlsx", XLSX)] {
        let import = upload(&admin, "accounts", name, file).await;
        let import = without(&admin, &import, &["owner"]).await;
        let accounts = start(&app, &admin, &import, json!({"mode": "create", "dry_run": true})).await;
        let import = upload(&admin, "contacts", name, file).await;
        let import = without(&admin, &import, &["account"]).await;
        let contacts = start(&app, &admin, &import, json!({"mode": "create", "dry_run": true})).await;
        outcomes.push((counts(&accounts), refused(&admin, &accounts).await, counts(&contacts), refused(&admin, &contacts).await));
    }
    let (accounts, wrong_accounts, contacts, wrong_contacts) = &outcomes[0];
    let numbers = |wrong: &BTreeMap<i64, String>| wrong.keys().copied().collect::<Vec<_>>();
    assert_eq!(
        (numbers(wrong_accounts), numbers(wrong_contacts)),
        (vec![19, 165, 214, 411, 461], vec![68, 117, 261, 312, 360, 461]),
        "{wrong_accounts:?}\n{wrong_contacts:?}"
    );
    for (wrong, row, field) in [
        (wrong_accounts, 19, "合作起始："),
        (wrong_accounts, 165, "客户名称："),
        (wrong_accounts, 214, "统一社会信用代码："),
        (wrong_accounts, 411, "合作起始："),
        (wrong_accounts, 461, "电话："),
        (wrong_contacts, 68, "手机："),
        (wrong_contacts, 117, "电子邮件："),
        (wrong_contacts, 261, "生日："),
        (wrong_contacts, 312, "手机："),
        (wrong_contacts, 360, "电子邮件："),
    ] {
        assert!(wrong[&row].starts_with(field), "{row}: {}", wrong[&row]);
    }
    assert_eq!((*accounts, *contacts), ((495, 0, 0, 5), (494, 0, 0, 6)));
    assert_eq!(outcomes[0], outcomes[1]);
}

#[tokio::test]
async fn the_reasons_are_in_the_language_of_the_one_who_asks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["客户名称,客户编号,合作日期,资信等级", "金源,A-1,去年国庆,很好", "银河,A-1,2024-01-05,", "百川,A-1,,"]);
    let import = upload(&admin, "accounts", "五月 新客户.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "create", "key": "number"})).await;
    assert_eq!(counts(&done), (1, 0, 0, 2));
    let workbook = format!("{}/rejected", path(&import, "/imports"));
    for (locale, date, exists, name) in [
        (
            "zh-CN",
            "合作起始：请填写日期，如 2026-11-22\n资信程度：不在可选范围内，请重新选择（可填：A 级、B 级、C 级、D 级）",
            "这条记录已经存在",
            "五月 新客户-退回的行.xlsx",
        ),
        ("zh-TW", "合作起始：請填寫日期，如 2026-11-22\n資信程度：", "這筆紀錄已經存在", "五月 新客户-退回的列.xlsx"),
        (
            "en",
            "Cooperating since: Enter a date, such as 2026-11-22\nCredit grade: ",
            "This record exists already",
            "五月 新客户-refused.xlsx",
        ),
    ] {
        admin.send(axum::http::Method::PATCH, "/me", Some(&json!({"locale": locale}))).await.done();
        let refused = refused(&admin, &import).await;
        assert!(refused[&2].starts_with(date), "{locale}: {}", refused[&2]);
        assert_eq!(refused[&4], exists, "{locale}");
        let disposition = admin.get(&workbook).await.headers["content-disposition"].to_str().unwrap().to_owned();
        let encoded: String =
            name.bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }
                })
                .collect();
        assert!(disposition.ends_with(&format!("; filename*=UTF-8''{encoded}")), "{disposition}");
    }
}

#[tokio::test]
async fn a_fault_far_down_in_a_file_is_what_the_job_fails_of() {
    let app = TestApp::new().await;
    let admin = app.admin();
    for (n, (last, code, params)) in [
        (b"a\0b,N-x".to_vec(), "sheet_nul_byte", json!({"line": "902"})),
        (",".repeat(10_000).into_bytes(), "sheet_too_many_columns", json!({"row": "902", "limit": "1000"})),
        ("x".repeat((1 << 20) + 1).into_bytes(), "sheet_cell_too_long", json!({"row": "902", "column": "1"})),
        (b"\xbd\xf0\xd4\xb4,N-x".to_vec(), "sheet_bad_encoding", json!({"row": "902", "line": "902", "encoding": "UTF-8"})),
    ]
    .into_iter()
    .enumerate()
    {
        let mut file = "\u{feff}客户名称,客户编号\n".as_bytes().to_vec();
        file.extend((0..900).flat_map(|row| format!("客户{row},{n}-{row}\n").into_bytes()));
        file.extend(last);
        let import = upload(&admin, "accounts", "a.csv", &file).await;
        let queued = admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await;
        let job = app.job(&admin, &queued.json()).await;
        assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("invalid")), "{job}");
        let error = &job["error"]["errors"][0];
        assert_eq!((&error["pointer"], &error["code"], &error["params"]), (&json!("/file"), &json!(code), &params));
        told_everywhere(error);
        let count = admin.get("/accounts?count=exact").await.ok()["count"]["value"].clone();
        assert_eq!(count, json!(900 * (n + 1)), "what came before the fault is in");
    }
}

#[tokio::test]
async fn refused_rows_have_no_limit() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut file = "客户名称,首次合作日期\n".to_owned();
    file.extend((0..3_000).map(|n| format!("客户{n},不知道\n")));
    let import = upload(&admin, "accounts", "a.csv", file.as_bytes()).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (0, 0, 0, 3_000));
    let refused = refused(&admin, &done).await;
    assert_eq!(refused.keys().copied().collect::<Vec<_>>(), (2..3_002).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_header_that_no_cell_holds_does_not_keep_the_refused_rows_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&[&format!("客户名称,首次合作日期,{}", "长".repeat(40_000)), "金源,不知道,"]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(refused(&admin, &done).await.len(), 1);
}

#[test]
fn the_headers_that_people_in_taiwan_write_are_recognised() {
    let importables: Vec<_> = SLICES.iter().flat_map(|slice| (slice.imports)()).collect();
    for (kind, headers) in [
        (
            "accounts",
            "客戶編號 number,客戶代號 number,客戶名稱 name,門市名稱 name,公司名稱 name,通路 channel_kind,通路別 channel_kind,客戶類型 channel_kind,\
             統一社會信用代碼 credit_code,縣市 region,區域 region,地址 address,通訊地址 address,電話 phone,聯絡電話 phone,市話 phone,網站 website,\
             企業性質 ownership_form,市場地位 market_position,資信等級 credit_grade,信用等級 credit_grade,負責人 owner,業務 owner,\
             開戶日期 cooperating_since,標籤 tags,備註 remark,說明 remark",
        ),
        (
            "contacts",
            "聯絡人 name,聯絡人姓名 name,姓名 name,客戶名稱 account,公司名稱 account,客戶編號 account_number,角色 role,職務 title,職稱 title,\
             職位 title,手機 mobile,手機號碼 mobile,行動電話 mobile,電話 phone,聯絡電話 phone,電子郵件 email,電子信箱 email,微信 wechat,性別 gender,\
             生日 birthday,出生年月日 birthday,語言 language,偏好聯絡方式 preferred_channel,負責人 owner,業務員 owner,是否消費者 is_consumer,備註 remark",
        ),
        (
            "orders",
            "客戶編號 account_number,客戶名稱 account,客戶 account,訂單編號 number,訂單號碼 number,銷貨單號 number,單據類型 kind,訂單日期 ordered_on,\
             銷貨日期 ordered_on,日期 ordered_on,金額 net,總計 net,訂單金額 net,產品名稱 product,商品名稱 product,品名 product,貨號 sku,料號 sku,\
             單價 price,資料來源 source,外部單號 external_id,數量 quantity,件數 quantity,備註 remark",
        ),
    ] {
        let importable = importables.iter().find(|importable| importable.name == kind).unwrap();
        for (header, field) in headers.split(',').map(|pair| pair.trim().split_once(' ').unwrap()) {
            let guessed = rules::guess(&[header.to_owned()], &(importable.fields)());
            assert_eq!(guessed.get("0").map(String::as_str), Some(field), "{kind}: {header}");
        }
    }
    // The words in the cells, too.
    let orders = importables.iter().find(|importable| importable.name == "orders").unwrap();
    let mapping = [("0".to_owned(), "kind".to_owned())].into();
    for (word, kind) in [("銷貨", "sale"), ("銷貨退回", "return"), ("折讓單", "credit")] {
        let (values, _) = rules::values(&[sheet::Cell::from(word)], &mapping, &(orders.fields)());
        assert_eq!(values.get("kind"), Some(&json!(kind)), "{word}");
    }
}

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
async fn a_file_of_a_thousand_and_more_rows_goes_in_by_chunks() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,客户编号,首次合作日期".to_owned()];
    rows.extend((0..1200).map(|n| format!("客户{n},N-{n},{}", if [10, 500, 1100].contains(&n) { "去年国庆" } else { "2020-01-02" })));
    let import = upload(&admin, "accounts", "big.csv", rows.join("\n").as_bytes()).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(counts(&done), (1197, 0, 0, 3));
    assert_eq!(refused(&admin, &done).await.keys().copied().collect::<Vec<_>>(), [12, 502, 1102]);
    assert_eq!(admin.get("/accounts?count=exact").await.ok()["count"]["value"], 1197);
}

#[tokio::test]
async fn an_import_can_be_read_otherwise_before_it_starts() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&["名册,,", "客户名称,客户编号,座机", "金源,A-1,0551-62880000", "银河,A-2,1"]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    let place = path(&import, "/imports");
    let patch = |version: i64, body: Value| {
        let (admin, place) = (admin.clone(), place.clone());
        async move { admin.patch(&place, version, &body).await }
    };
    let moved = patch(1, json!({"header_row": 2})).await.ok();
    assert_eq!((&moved["headers"], &moved["problem_rows"]), (&json!(["客户名称", "客户编号", "座机"]), &json!(1)));
    let version = moved["version"].as_i64().unwrap();
    // Another row than the one that looks like it.
    let first = patch(version, json!({"header_row": 1})).await.ok();
    assert_eq!(
        (&first["headers"], &first["header_row"], first["rows"].as_array().unwrap().len()),
        (&json!(["名册", "", ""]), &json!(1), 3)
    );
    let back = patch(version + 1, json!({"header_row": 2})).await.ok();
    assert_eq!(back["headers"], moved["headers"]);
    let version = back["version"].as_i64().unwrap();
    assert_eq!(patch(version, json!({"mapping": {"0": "colour"}})).await.wrong_fields()[0].1, "unknown_field");
    assert_eq!(patch(version, json!({"mapping": {"0": "name", "1": "name"}})).await.wrong_fields()[0].1, "twice");
    assert_eq!(
        patch(version, json!({"header_row": 99})).await.wrong_fields(),
        [("/header_row", "sheet_no_such_header")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
    assert_eq!(patch(version + 5, json!({"mapping": {"0": "name"}})).await.problem().0, 412);
    for (plan, pointer) in [
        (json!({"mode": "upsert"}), "/key"),
        (json!({"mode": "upsert", "key": "colour"}), "/key"),
        (json!({"mode": "upsert", "key": "credit_code"}), "/key"),
        (json!({"mode": "magic"}), "/mode"),
    ] {
        assert_eq!(admin.post(&format!("{place}/start"), &plan).await.wrong_fields()[0].0, pointer);
    }
    let unnamed = patch(version, json!({"mapping": {"1": "number"}})).await.ok();
    assert_eq!(unnamed["problem_rows"], 2);
    assert_eq!(admin.post(&format!("{place}/start"), &json!({"mode": "create"})).await.wrong_fields()[0].0, "/mapping");
}

#[tokio::test]
async fn the_preview_says_which_words_match_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let (rep, _) = app.rep().await;
    let me = rep.get("/me").await.ok()["user"].clone();
    let (name, email) = (me["name"].as_str().unwrap(), me["email"].as_str().unwrap().to_uppercase());
    admin.post("/accounts", &json!({"name": "金源", "number": "A-1", "tags": ["老客户"]})).await.done();
    let mut rows = vec!["客户名称,负责人,标签,等级".to_owned()];
    rows.extend((0..40).map(|n| format!("客户{n},{name},老客户,A")));
    rows.push(format!("甲,{email},\"老客户,贵宾\","));
    rows.push("乙,外面的人,,很好".to_owned());
    rows.push(",外面的人,贵宾,".to_owned());
    let import = upload(&admin, "accounts", "a.csv", rows.join("\n").as_bytes()).await;
    assert_eq!((&import["problem_rows"], &import["notice_rows"]), (&json!(2), &json!(3)));
    let shown = import["rows"].as_array().unwrap();
    assert_eq!(shown.len(), 18, "the first rows, and those that need attention");
    let told = |number: u64, what: &str| -> Vec<Value> {
        let row = shown.iter().find(|row| row["number"] == number).unwrap();
        row[what].as_array().unwrap().iter().map(|each| json!([each["pointer"], each["code"], each["params"]["word"]])).collect()
    };
    assert_eq!((told(2, "notices"), told(2, "problems")), (vec![], vec![]));
    assert_eq!(told(42, "notices"), [json!(["/tags", "tag_new", "贵宾"])]);
    assert_eq!(told(43, "notices"), [json!(["/owner", "owner_unknown", "外面的人"])]);
    assert_eq!(told(43, "problems"), [json!(["/credit_grade", "unknown_choice", null])]);
    assert_eq!(told(44, "notices").len(), 2);
    for (kind, header) in [("contacts", "姓名,客户名称,客户编号"), ("orders", "订单日期,金额,客户名称,客户编号")] {
        let first = if kind == "contacts" { "王小明" } else { "2026-01-02,100" };
        let file = csv(&[header, &format!("{first},金源,"), &format!("{first},无名,"), &format!("{first},,A-9"), &format!("{first},,A-1")]);
        let import = upload(&admin, kind, "a.csv", &file).await;
        let notices: Vec<Value> = import["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| json!([row["notices"][0]["pointer"], row["notices"][0]["params"]["word"]]))
            .collect();
        assert_eq!(json!(notices), json!([[null, null], ["/account", "无名"], ["/account_number", "A-9"], [null, null]]), "{kind}");
    }
}

#[tokio::test]
async fn a_colleague_who_has_left_or_shares_a_name_gets_nothing_by_it() {
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
    assert_eq!(made, [(&boss, &json!("负责人：陈静")), (&boss, &json!("负责人：李娜")), (&json!(two_id), &Value::Null)]);
}

/// A workbook whose directory says that each part unpacks to 600 MiB.
fn zip_bomb() -> Vec<u8> {
    let mut file = XLSX.to_vec();
    let entries: Vec<usize> = file.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in entries {
        file[at + 24..at + 28].copy_from_slice(&(600_u32 << 20).to_le_bytes());
    }
    file
}

/// What a wrong file is told as in the languages of those who bring it.
fn told_everywhere(error: &Value) {
    let error: FieldError = serde_json::from_value(error.clone()).unwrap();
    let told: Vec<String> = ["zh-CN", "zh-TW", "en"].map(|locale| Words::of(locale).error(&error)).to_vec();
    assert!(told[..2].iter().all(|text| text.chars().any(|c| c > '\u{4e00}') && *text != error.detail), "{told:?}");
    assert!(told.iter().all(|text| !text.contains("{{") && error.params.get("row").is_none_or(|row| text.contains(row))), "{told:?}");
}

#[tokio::test]
async fn hostile_files_are_refused_with_a_reason() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let random: Vec<u8> = (0_u64..5000)
        .map(|n| u8::try_from((n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n * n) >> 33) & 0xff).unwrap())
        .collect();
    let columns = (0..10_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let later = |last: &[u8]| {
        let mut file: Vec<u8> = (0..300).flat_map(|n| format!("客户{n},{n}\n").into_bytes()).collect();
        file.splice(0..0, "\u{feff}客户名称,客户编号\n".bytes());
        file.extend(last);
        file
    };
    for (name, file, code) in [
        ("empty.csv", Vec::new(), Some("sheet_empty")),
        ("blank.csv", b"\n\n\n".to_vec(), Some("sheet_empty")),
        ("nul.csv", b"name,number\na\0b,1\n".to_vec(), Some("sheet_nul_byte")),
        ("nul-later.csv", later(b"a\0b,1\n"), Some("sheet_nul_byte")),
        ("wide.csv", format!("{columns}\n1,2\n").into_bytes(), Some("sheet_too_many_columns")),
        ("wide-later.csv", later(format!("{columns}\n").as_bytes()), Some("sheet_too_many_columns")),
        ("long.csv", format!("name,number\n{},1\n", "x".repeat((1 << 20) + 1)).into_bytes(), Some("sheet_cell_too_long")),
        ("long-later.csv", later(format!("{},1\n", "x".repeat((1 << 20) + 1)).as_bytes()), Some("sheet_cell_too_long")),
        ("unclosed.csv", later(format!("\"{}", "a,b\n".repeat(3 << 20)).as_bytes()), Some("sheet_row_too_long")),
        ("mixed.csv", later(b"\xbd\xf0\xd4\xb4,1\n"), Some("sheet_bad_encoding")),
        ("bomb.xlsx", zip_bomb(), Some("sheet_too_large")),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and the rest of it".to_vec(), None),
        ("picture.csv", b"\x89PNG\r\n\x1a\n".to_vec(), Some("sheet_unsupported")),
        ("random.csv", random.clone(), None),
        ("random.xlsx", random, None),
        ("truncated.xlsx", XLSX[..XLSX.len() / 2].to_vec(), Some("sheet_damaged")),
    ] {
        let answer = admin.upload("/imports", &[("kind", "accounts")], name, &file).await;
        assert_eq!(answer.problem().0, 422, "{name}: {}", answer.text());
        let (pointer, found) = answer.wrong_fields()[0].clone();
        assert!(pointer == "/file" && found.starts_with("sheet_"), "{name}: {pointer} {found}");
        assert!(code.is_none_or(|code| code == found), "{name}: {found}");
        told_everywhere(&answer.json()["errors"][0]);
    }
    let fine = csv(&["name", "x"]);
    assert_eq!(admin.upload("/imports", &[("kind", "planets")], "a.csv", &fine).await.wrong_fields()[0].0, "/kind");
    assert_eq!(admin.upload("/imports", &[], "a.csv", &fine).await.wrong_fields()[0].0, "/kind");
    let no_form = admin.send_bytes(axum::http::Method::POST, "/imports", Some("multipart/form-data; boundary=x"), b"junk".to_vec()).await;
    assert!(no_form.status.is_client_error(), "{}", no_form.text());
    assert_eq!(admin.get("/imports").await.ok(), json!({"items": []}), "nothing is kept of a refused file");
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

#[tokio::test]
async fn cdnow_goes_in_whole() {
    const CDNOW: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/fixtures/cdnow_transactions.csv"));
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "orders", "cdnow.csv", CDNOW).await;
    let done = start(&app, &admin, &import, json!({"mode": "create", "make_missing": true})).await;
    assert_eq!(counts(&done), (69_659, 0, 0, 0));
    let asked = json!({"count": "exact", "sums": "net_sales,order_count", "sort": "-net_sales", "limit": 1, "columns": "number,net_sales,order_count"});
    let list = admin.post("/accounts/search", &asked).await.ok();
    assert_eq!(list["count"], json!({"value": 23_570, "exact": true}));
    assert_eq!(list["sums"]["net_sales"]["minor"], json!(250_031_563));
    // 80 of the purchases were worth nothing; they are orders all the same.
    assert_eq!(list["sums"]["order_count"], json!(69_659));
    let best = &list["items"][0];
    assert_eq!(
        (&best["number"], &best["net_sales"]["minor"], &best["order_count"]),
        (&json!("7592"), &json!(1_399_093), &json!(201)),
        "{best}"
    );
}

#[tokio::test]
async fn an_import_that_was_stopped_goes_on_where_it_stood() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let rows: Vec<String> = std::iter::once("客户名称".to_owned()).chain((1..=1200).map(|n| format!("客户{n}"))).collect();
    let import = upload(&admin, "accounts", "many.csv", rows.join("\n").as_bytes()).await;
    let start = || async { admin.post(&format!("{}/start", path(&import, "/imports")), &json!({"mode": "create"})).await.json() };
    // The server is told to stop while the import runs: the job is handed back after its first rows.
    app.app.stopping().cancel();
    let job = start().await;
    run_due(&app.app).await.unwrap();
    let stood = admin.get(&path(&job, "/jobs")).await.ok();
    assert_eq!((&stood["state"], &stood["done"]), (&json!("queued"), &json!(500)));
    assert_eq!(admin.post(&format!("{}/cancel", path(&job, "/jobs")), &Value::Null).await.ok()["state"], "cancelled");
    // Started and stopped again before it got anywhere.
    let second = start().await;
    assert_eq!(admin.post(&format!("{}/cancel", path(&second, "/jobs")), &Value::Null).await.ok()["state"], "cancelled");
    // Another process, and the person who starts it once more: no row comes twice.
    let again = App::new(app.app.db().clone(), SLICES, Arc::new(StaffDirectory), app.app.data().to_owned());
    start().await;
    run_due(&again).await.unwrap();
    let done = admin.get(&path(&import, "/imports")).await.ok();
    assert_eq!((&done["state"], counts(&done)), (&json!("done"), (1200, 0, 0, 0)));
    let list = admin.get("/accounts?count=exact&limit=1").await.ok();
    assert_eq!(list["count"]["value"], json!(1200));
}

#[tokio::test]
async fn a_file_is_read_again_while_somebody_else_writes() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let import = upload(&admin, "accounts", "a.csv", &csv(&["名册,,", "客户名称,客户编号,座机", "金源,A-1,", "银河,A-2,"])).await;
    let writing = app.app.db().write(&app.system().await).await.unwrap();
    let place = path(&import, "/imports");
    let patch = tokio::time::timeout(Duration::from_secs(20), async { admin.patch(&place, 1, &json!({"header_row": 99})).await });
    assert_eq!(patch.await.expect("reading waits for no writer").problem().0, 422);
    drop(writing);
    assert_eq!(admin.patch(&place, 1, &json!({"header_row": 2})).await.ok()["headers"], json!(["客户名称", "客户编号", "座机"]));
}

#[tokio::test]
async fn at_night_what_is_old_goes_piece_by_piece_and_the_rest_stays() {
    const OLD: usize = 5100;
    let app = TestApp::new().await;
    let admin = app.admin();
    let mut rows = vec!["客户名称,首次合作日期".to_owned()];
    rows.extend((0..OLD).map(|n| format!("客户{n},去年国庆")));
    let old = upload(&admin, "accounts", "old.csv", rows.join("\n").as_bytes()).await;
    assert_eq!(counts(&start(&app, &admin, &old, json!({"mode": "create"})).await).3, i64::try_from(OLD).unwrap());
    for key in ["admin.job_days", "admin.file_days"] {
        admin.put(&format!("/parameters/{key}"), &json!({"value": 1})).await.done();
    }
    app.travel(chrono::Duration::days(2));
    let new = upload(&admin, "accounts", "new.csv", &csv(&["客户名称,首次合作日期", "金源,去年国庆"])).await;
    let new = start(&app, &admin, &new, json!({"mode": "create"})).await;
    let tidy = guanxi_kernel::job::NewJob::new("admin.tidy", Value::Null);
    guanxi_kernel::job::queue(app.app.db(), app.workspace, &tidy).await.unwrap();
    run_due(&app.app).await.unwrap();
    let jobs = admin.get("/jobs?kind=admin.tidy").await.ok();
    let job = &jobs["items"][0];
    let told = &job["result"];
    assert_eq!((&job["state"], &told["rejected_rows"], &told["jobs"]), (&json!("done"), &json!(OLD), &json!(1)), "{jobs}");
    let pieces = admin.get("/audit?name=admin.tidied").await.ok();
    assert_eq!(pieces["items"].as_array().unwrap().len(), 3, "two pieces, and what is not counted: {pieces}");
    let left = admin.get("/jobs?kind=import.run").await.ok();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    assert_eq!(refused(&admin, &new).await.len(), 1);
}
