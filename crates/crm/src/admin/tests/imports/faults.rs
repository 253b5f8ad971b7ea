//! Files that are not what they should be.

use guanxi_kernel::error::FieldError;
use serde_json::{Value, json};

use super::{XLSX, csv, refused, start, upload};
use crate::{
    testing::{TestApp, path},
    words::Words,
};

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
async fn a_header_that_no_cell_holds_does_not_keep_the_refused_rows_back() {
    let app = TestApp::new().await;
    let admin = app.admin();
    let file = csv(&[&format!("客户名称,首次合作日期,{}", "长".repeat(40_000)), "金源,不知道,"]);
    let import = upload(&admin, "accounts", "a.csv", &file).await;
    let done = start(&app, &admin, &import, json!({"mode": "create"})).await;
    assert_eq!(refused(&admin, &done).await.len(), 1);
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
