//! Files made to do harm. Each must end in an error, quickly and with little memory.

use proptest::prelude::*;

use super::support::{Part, TempFile, book, code, crc32, deflated_spaces, read, stored, zip};
use crate::{ReadOptions, SheetError, rows};

#[test]
fn nul_bytes() {
    let error = read(b"a,b\n1,2\n3,\x004\n").unwrap_err();
    assert!(matches!(error, SheetError::NulByte { line: 3 }), "{error}");
}

#[test]
fn ten_thousand_columns() {
    let wide = format!("a,b\n{}\n", ",".repeat(9_999));
    assert_eq!(code(wide.as_bytes()), "sheet_too_many_columns");
    let wide = format!("{}\n", vec!["x"; 10_000].join("\t"));
    assert_eq!(code(wide.as_bytes()), "sheet_too_many_columns");
    let wide = zip(&book("<row r=\"1\"><c r=\"NTP1\"><v>1</v></c></row>"));
    assert_eq!(code(&wide), "sheet_too_many_columns");
    let blank = zip(&book("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>"));
    assert_eq!(read(&blank).unwrap().len(), 0);
}

#[test]
fn gigantic_cells() {
    let long = format!("a,b\n1,{}\n", "x".repeat((1 << 20) + 1));
    assert!(matches!(read(long.as_bytes()).unwrap_err(), SheetError::CellTooLong { row: 2, column: 2 }));
    let fits = format!("a,b\n1,{}\n", "x".repeat(1 << 20));
    assert_eq!(read(fits.as_bytes()).unwrap().len(), 1);
    let unclosed = format!("a,b\n1,\"{}\n", "x,y\n".repeat(3_000_000));
    assert!(matches!(read(unclosed.as_bytes()).unwrap_err(), SheetError::RowTooLong { line: 2 }));
    let cell = format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat((1 << 20) + 1));
    assert!(matches!(read(&zip(&book(&cell))).unwrap_err(), SheetError::CellTooLong { row: 1, column: 1 }));
}

#[test]
fn zip_bombs() {
    let bomb = |claimed: u32, runs: usize| {
        let mut parts = book("");
        let packed = deflated_spaces("<worksheet><sheetData>", runs);
        parts[5] = Part { name: "xl/worksheets/sheet1.xml", packed, method: 8, claimed, crc: 0 };
        zip(&parts)
    };
    // Honest about its size: 600 MiB; 33 MiB, but more than a thousand times its packed size.
    assert_eq!(code(&bomb(600 << 20, 1)), "sheet_too_large");
    assert_eq!(code(&bomb(33 << 20, 1 << 14)), "sheet_too_large");
    // A liar: says 1 KiB, unpacks to 25 MB. The library stops it at what it said.
    assert_eq!(code(&bomb(1024, 100_000)), "sheet_damaged");
    let many: Vec<Part> = (0..2_001).map(|_| stored("a", "")).collect();
    assert_eq!(code(&zip(&many)), "sheet_too_large");
}

#[test]
fn two_parts_of_one_name() {
    let mut parts = book("");
    parts.push(stored("XL\\sharedStrings.xml", "<sst/>"));
    parts.push(stored("xl/sharedstrings.xml", "<sst/>"));
    assert_eq!(code(&zip(&parts)), "sheet_damaged");
}

#[test]
fn texts_that_are_claimed_but_not_there() {
    // Without the guard this ends the process: the library reserves 24 TB.
    let claim = "<?xml version=\"1.0\"?><sst uniqueCount=\"1000000000000\"></sst>";
    let mut parts = book("");
    parts.push(stored("xl/sharedStrings.xml", claim));
    assert_eq!(code(&zip(&parts)), "sheet_damaged");
    let packed = deflated_spaces(claim, 3);
    parts[6] = Part { name: "xl/sharedStrings.xml", packed, method: 8, claimed: 900, crc: crc32(claim.as_bytes()) };
    assert_eq!(code(&zip(&parts)), "sheet_damaged");
}

#[test]
fn truncated_workbooks() {
    let whole = zip(&book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"));
    assert!(read(&whole).is_ok());
    for length in (5..whole.len()).step_by(37) {
        assert_eq!(code(&whole[..length]), "sheet_damaged", "{length}");
    }
    let cut = zip(&book("<row r=\"1\"><c r=\"A1\"><v>1"));
    assert_eq!(code(&cut), "sheet_damaged");
}

#[test]
fn dropped_halfway() {
    let data: Vec<String> = (1..5_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>")).collect();
    let file = TempFile::new(&zip(&book(&data.concat())));
    let mut rows = rows(file.path(), &ReadOptions::default()).unwrap();
    assert!(rows.next().is_some());
    drop(rows);
}

#[test]
fn rows_can_go_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let file = TempFile::new(b"a,b\n1,2\n");
    is_send(&rows(file.path(), &ReadOptions::default()).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn random_text(text in "[a-z\",;\\t|\\r\\n甲乙 0-9]{0,400}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn random_damage_to_a_workbook(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = zip(&book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c t=\"str\"><v>x</v></c></row>"));
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes);
    }

    #[test]
    fn row_numbers_count_blank_lines(lines in proptest::collection::vec(prop_oneof![Just(""), Just("a,b"), Just("\"a\nb\",c"), Just(",")], 1..40)) {
        let text = lines.join("\n") + "\nlast,row\n";
        let options = ReadOptions { header_row: Some(0), delimiter: Some(','), ..ReadOptions::default() };
        let numbers: Vec<u64> = super::support::read_with(text.as_bytes(), &options).unwrap().1.iter().map(|row| row.number).collect();
        let expected: Vec<u64> = (1..).zip(lines.iter().chain([&"last,row"])).filter(|(_, line)| line.len() > 1).map(|(n, _)| n).collect();
        prop_assert_eq!(numbers, expected);
    }
}
