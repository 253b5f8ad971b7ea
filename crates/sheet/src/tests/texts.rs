//! Text files as Chinese offices produce them.

use super::support::{TempFile, code, read, read_with};
use crate::{Encoding, Format, ReadOptions, SheetError, rows};

const TABLE: &str = "2026年名册,,\r\n\r\n名称,电话,备注\r\n甲店,13800138000,\"一行\r\n二行\"\r\n\r\n,,\r\n乙店,0571-88886666,'=1+1\r\n";

#[test]
fn every_encoding_gives_the_same_rows() {
    let utf16 = |mark: &[u8], unit: fn(u16) -> [u8; 2]| [mark.to_vec(), TABLE.encode_utf16().flat_map(unit).collect()].concat();
    for (bytes, encoding) in [
        (TABLE.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xEF\xBB\xBF", TABLE.as_bytes()].concat(), Encoding::Utf8),
        (encoding_rs::GB18030.encode(TABLE).0.into_owned(), Encoding::Gb18030),
        (utf16(&[0xFF, 0xFE], u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(&[0xFE, 0xFF], u16::to_be_bytes), Encoding::Utf16Be),
    ] {
        let file = TempFile::new(&bytes);
        let opened = rows(file.path(), &ReadOptions::default()).unwrap().opened();
        assert_eq!(
            (opened.format, opened.encoding, opened.delimiter, opened.header_row),
            (Format::Csv, Some(encoding), Some(','), Some(3))
        );
        let rows = read(&bytes).unwrap();
        let text = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        assert_eq!(rows, [(4, text(&["甲店", "13800138000", "一行\n二行"])), (7, text(&["乙店", "0571-88886666", "=1+1"]))]);
    }
}

#[test]
fn every_line_break_and_delimiter() {
    for line_break in ["\n", "\r\n", "\r"] {
        for delimiter in ["\t", ";", "|", ","] {
            let text = ["a,b,c", "1,2,3", "", "4,5,6"].join(line_break).replace(',', delimiter);
            let rows = read(text.as_bytes()).unwrap();
            assert_eq!(rows.iter().map(|(number, cells)| (*number, cells.len())).collect::<Vec<_>>(), [(2, 3), (4, 3)], "{text:?}");
        }
    }
}

#[test]
fn options_overrule_the_guesses() {
    let options = ReadOptions { header_row: Some(1), delimiter: Some(';'), ..ReadOptions::default() };
    let (header, rows) = read_with("x,y\na;b\nc;d\n".as_bytes(), &options).unwrap();
    assert_eq!((header.number, header.cells.len(), rows.len(), rows[0].cells.len()), (1, 1, 2, 2));
    let all = ReadOptions { header_row: Some(0), ..ReadOptions::default() };
    assert_eq!(read_with(b"a,b\nc,d\n", &all).unwrap().1.len(), 2);
    let gone = ReadOptions { header_row: Some(9), ..ReadOptions::default() };
    assert_eq!(read_with(b"a,b\nc,d\n", &gone).unwrap_err().code(), "sheet_no_such_header");
    let gb = encoding_rs::GB18030.encode("名,值\n甲,乙\n").0.into_owned();
    let wrong = ReadOptions { encoding: Some(Encoding::Utf8), ..ReadOptions::default() };
    assert_eq!(read_with(&gb, &wrong).unwrap_err().code(), "sheet_bad_encoding");
}

#[test]
fn only_a_header() {
    let (header, rows) = read_with("名称,电话,备注".as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!((header.number, header.text(1).as_ref(), rows.len()), (1, "电话", 0));
}

#[test]
fn empty_files() {
    for bytes in [&b""[..], b"\n\n\r\n", b"\xEF\xBB\xBF", b",,,\n,,\n", b" \n\t\n"] {
        assert_eq!(code(bytes), "sheet_empty", "{bytes:?}");
    }
}

#[test]
fn broken_bytes_name_their_row() {
    let mut bytes = "名称,电话\n甲,1\n\n\"乙\n乙\",2\n".as_bytes().to_vec();
    bytes.extend("丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙丙\n".as_bytes());
    bytes.extend(b"x,\xFF\n");
    let error = read(&bytes).unwrap_err();
    assert!(matches!(error, SheetError::BadEncoding { row: 6, line: 7, encoding: "UTF-8" }), "{error}");
    assert!(error.to_string().contains("Row 6"));
}

#[test]
fn utf8_that_breaks_after_the_sample() {
    let mut bytes = "名称,电话\n".as_bytes().to_vec();
    bytes.extend("甲乙丙丁戊己庚辛,13800138000\n".repeat(40_000).bytes());
    bytes.extend(encoding_rs::GB18030.encode("坏,1\n").0.iter());
    let file = TempFile::new(&bytes);
    let mut rows = rows(file.path(), &ReadOptions::default()).unwrap();
    let error = rows.by_ref().find_map(Result::err).unwrap();
    assert!(matches!(error, SheetError::BadEncoding { row: 40_002, .. }), "{error}");
    assert!(rows.next().is_none());
}

#[test]
fn marked_utf8_with_broken_bytes() {
    assert_eq!(code(b"\xEF\xBB\xBFa,b\n\xC4\xE3,\xBA\xC3\n"), "sheet_bad_encoding");
}
