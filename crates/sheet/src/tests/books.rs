//! Workbooks: what is written is read again, and what other programs write is understood.

use std::io::Cursor;

use chrono::{NaiveDate, NaiveDateTime};

use super::support::{TempFile, book, read, read_with, stored, zip};
use crate::{Cell, Format, OutCell, ReadOptions, Writer, rows};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 5).unwrap()
}

fn moment() -> NaiveDateTime {
    day().and_hms_opt(8, 30, 15).unwrap()
}

fn write(format: Format) -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::new()), format, "门店:名册", None).unwrap();
    writer.write_header(&["名称", "数", "金额", "日期", "时间", "是否", "占比", "空"]).unwrap();
    let cells = [
        OutCell::from("=1+1"),
        OutCell::Integer(13_800_138_000),
        OutCell::Money { minor: -123_456 },
        OutCell::Date(day()),
        OutCell::DateTime(moment()),
        OutCell::Bool(true),
        OutCell::Ratio { basis_points: 6160 },
        OutCell::Empty,
    ];
    writer.write_row(&cells).unwrap();
    writer.write_row(&[OutCell::from("13800138000"), OutCell::Integer(i64::MAX)]).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn xlsx_comes_back_as_it_was() {
    let bytes = write(Format::Xlsx);
    let file = TempFile::new(&bytes);
    let opened = rows(file.path(), &ReadOptions::default()).unwrap().opened();
    assert_eq!((opened.format, opened.sheets.as_slice(), opened.header_row), (Format::Xlsx, &["门店 名册".to_owned()][..], Some(1)));
    let (header, rows) = read_with(&bytes, &ReadOptions::default()).unwrap();
    assert_eq!(header.text(0), "名称");
    let expected = [
        Cell::from("=1+1"),
        Cell::Number(13_800_138_000.0),
        Cell::Number(-1234.56),
        Cell::Date(day()),
        Cell::DateTime(moment()),
        Cell::Bool(true),
        Cell::Number(0.616),
    ];
    assert_eq!(rows[0].cells, expected);
    assert_eq!(rows[0].text(1), "13800138000");
    assert_eq!(rows[1].cells, [Cell::from("13800138000"), Cell::from("9223372036854775807")]);
}

#[test]
fn csv_comes_back_as_it_was() {
    let rows = read(&write(Format::Csv)).unwrap();
    assert_eq!(rows[0].1, ["=1+1", "13800138000", "-1234.56", "2024-01-05", "2024-01-05 08:30:15", "TRUE", "61.60%", ""]);
}

#[test]
fn no_other_kinds_of_files() {
    assert_eq!(super::support::code(&zip(&[stored("content.xml", "")])), "sheet_unsupported");
    assert_eq!(super::support::code(&zip(&[stored("notes.txt", "")])), "sheet_unsupported");
}

#[test]
fn cells_of_other_programs() {
    let data = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>标题</v></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"str\"><v>a</v></c><c r=\"B3\" t=\"str\"><v>b</v></c><c r=\"C3\" t=\"str\"><v>c</v></c></row>\
        <row r=\"4\"><c r=\"A4\" s=\"1\"><v>43834</v></c><c r=\"B4\" t=\"e\"><v>#N/A</v></c><c r=\"C4\" t=\"b\"><v>1</v></c></row>\
        <row r=\"5\"/><row r=\"6\"><c r=\"A6\" s=\"1\"><v>13800138000</v></c><c r=\"B6\"><v>1.38E10</v></c><c r=\"C6\" s=\"1\"><v>0.5</v></c></row>\
        <row r=\"7\"><c r=\"A7\" t=\"d\"><v>2024-01-05T00:00:00</v></c></row>";
    let rows = read(&zip(&book(data))).unwrap();
    // The workbook counts days from 1904.
    assert_eq!(rows[0], (4, vec!["2024-01-05".into(), String::new(), "true".into()]));
    assert_eq!(rows[1], (6, vec!["13800138000".into(), "13800000000".into(), "12:00:00".into()]));
    assert_eq!(rows[2], (7, vec!["2024-01-05".into()]));
}

#[test]
fn sheets_by_name() {
    let file = TempFile::new(&zip(&book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")));
    let options = |name: &str| ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() };
    assert!(rows(file.path(), &options("一")).is_ok());
    assert_eq!(rows(file.path(), &options("二")).err().unwrap().code(), "sheet_no_such_sheet");
}

#[test]
fn further_sheets_when_one_is_full() {
    let mut writer = crate::XlsxWriter::new(Cursor::new(Vec::new()), "表", None).unwrap();
    writer.set_max_rows(10);
    writer.write_header(&["甲", "乙", "丙"]).unwrap();
    for number in 0..25 {
        writer.write_row(&[OutCell::Integer(number), OutCell::from("x"), OutCell::from("y")]).unwrap();
    }
    let file = TempFile::new(&writer.finish().unwrap().into_inner());
    let sheets = rows(file.path(), &ReadOptions::default()).unwrap().opened().sheets;
    assert_eq!(sheets, ["表", "表 (2)", "表 (3)"]);
    let count = |sheet: &String| rows(file.path(), &ReadOptions { sheet: Some(sheet.clone()), ..ReadOptions::default() }).unwrap().count();
    assert_eq!(sheets.iter().map(count).collect::<Vec<_>>(), [10, 10, 5]);
}

#[test]
fn an_empty_sheet_in_front_is_passed_over() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("封面").unwrap();
    book.add_worksheet().set_name("名册").unwrap().write_string(0, 0, "客户名称").unwrap();
    let file = TempFile::new(&book.save_to_buffer().unwrap());
    let opened = rows(file.path(), &ReadOptions::default()).unwrap().opened();
    assert_eq!((opened.sheets.len(), opened.sheet.as_deref(), opened.header_row), (2, Some("名册"), Some(1)));
    let cover = ReadOptions { sheet: Some("封面".to_owned()), ..ReadOptions::default() };
    assert_eq!(rows(file.path(), &cover).err().unwrap().code(), "sheet_empty");
}

#[test]
fn a_text_that_no_cell_holds_is_cut_where_one_sees_it() {
    let (most, longer) = ("长".repeat(32_767), "长".repeat(32_768));
    // A character of two units does not fit where one is left.
    let wide = format!("{}😀", "a".repeat(32_766));
    let mut writer = crate::XlsxWriter::new(Cursor::new(Vec::new()), "表", None).unwrap();
    writer.write_header(&[&longer]).unwrap();
    for text in [&most, &longer, &wide] {
        writer.write_row(&[OutCell::from(text.as_str())]).unwrap();
    }
    let file = TempFile::new(&writer.finish().unwrap().into_inner());
    let opened = rows(file.path(), &ReadOptions { header_row: Some(1), ..ReadOptions::default() }).unwrap();
    assert_eq!(opened.header().text(0), format!("{}…", "长".repeat(32_766)));
    let read: Vec<String> = opened.map(|row| row.unwrap().cells[0].as_text().into_owned()).collect();
    assert_eq!(read[0], most);
    assert_eq!(read[1], format!("{}…", "长".repeat(32_766)));
    assert_eq!(read[2], format!("{}…", "a".repeat(32_766)));
}
