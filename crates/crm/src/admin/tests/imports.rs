//! Files on their way in.

mod dry_run;
mod faults;
mod keys;
mod origins;
mod people;
mod programs;
mod rights;
mod runs;
mod templates;

use std::collections::BTreeMap;

use guanxi_kernel::testkit::Client;
use guanxi_sheet::{self as sheet, ReadOptions};
use serde_json::{Value, json};

use crate::{
    SLICES,
    admin::rules,
    testing::{Done, TestApp, path},
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

/// A workbook of these sheets: their names and rows.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (n, row) in (0..).zip(*rows) {
            sheet.write_row(n, 0, row.iter().copied()).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn the_sheet_with_the_columns_is_found_behind_one_that_explains() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let explains: &[&[&str]] = &[&["填写说明", "地区"], &["一、客户名称必填", "省市"], &["二、一行一位客户", ""]];
    let shops: &[&[&str]] = &[&["客户名称", "电话", "地区"], &["金源烟酒店", "13800138000", "合肥"]];
    let people: &[&[&str]] = &[&["姓名", "手机"], &["王芳", "13900139000"]];
    let file = workbook(&[("说明", explains), ("客户", shops), ("联系人", people)]);
    for (kind, sheet, mapped) in [
        ("accounts", "客户", json!({"0": "name", "1": "phone", "2": "region"})),
        ("contacts", "联系人", json!({"0": "name", "1": "mobile"})),
    ] {
        let import = upload(&admin, kind, "book.xlsx", &file).await;
        assert_eq!((&import["sheet"], &import["mapping"]), (&json!(sheet), &mapped));
        assert_eq!(import["sheets"], json!(["说明", "客户", "联系人"]));
    }
    // Where no sheet has the columns, it is the first one that has something.
    let import = upload(
        &admin,
        "orders",
        "book.xlsx",
        &workbook(&[("说明", &[&["甲", "乙"], &["1", "2"]]), ("其他", &[&["丙", "丁"], &["1", "2"]])]),
    )
    .await;
    assert_eq!(import["sheet"], "说明");
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

#[test]
fn what_the_product_calls_a_field_is_known_as_its_header() {
    let mut unknown = Vec::new();
    for words in ["zh-CN", "zh-TW", "en"].map(Words::of) {
        for importable in SLICES.iter().flat_map(|slice| (slice.imports)()) {
            let fields = (importable.fields)();
            let headers: Vec<String> = fields.iter().map(|field| words.field(importable.name, &field.key)).collect();
            let guessed = rules::guess(&headers, &fields);
            let of_column = |n: usize| guessed.get(&n.to_string()).map(String::as_str);
            let wrong = (0..fields.len()).filter(|n| of_column(*n) != Some(&*fields[*n].key));
            unknown.extend(wrong.map(|n| format!("{} {}: {}", importable.name, fields[n].key, headers[n])));
        }
    }
    assert_eq!(unknown, [""; 0]);
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
    assert_eq!((&import["problem_rows"], &import["notice_rows"]), (&json!(2), &json!(2)));
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
    assert_eq!(told(44, "notices"), [json!(null); 0], "each is told once");
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
