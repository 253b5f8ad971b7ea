//! CSV that Excel opens rightly on a double click: UTF-8 with a mark, lines ending in CR LF.
//!
//! # Formulas
//! A spreadsheet program runs a text of a CSV that looks like a formula. So a text whose first
//! character, leading spaces aside, is one of `= + - @`, their full-width forms `＝＋－＠`, a tab or a
//! line break gets an apostrophe in front. Two kinds of text are spared because they are harmless and
//! common: plain numbers (`-12.5`, `+3`) and international telephone numbers (`+86 571 8888 6666`), that
//! is a sign followed by digits, spaces, dots, commas and dashes with a digit first. A text that already
//! starts with an apostrophe before such a character gets another one, so that reading undoes it all.
//!
//! Every field is in quotation marks: where a country's spreadsheets separate by semicolons or tabs, a bare
//! `普通;=1+1` would be two cells, the second of them a formula.

use std::borrow::Cow;
use std::io::Write;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{OutCell, WriteError, format_money_minor};

/// Writes a table as CSV.
pub struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the byte order mark and stands ready for the header.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn new(mut out: W) -> Result<Self, WriteError> {
        out.write_all(b"\xEF\xBB\xBF")?;
        let writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Always)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_writer(out);
        Ok(Self { writer })
    }

    /// Writes the names of the columns.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn write_header(&mut self, names: &[&str]) -> Result<(), WriteError> {
        self.write(names.iter().map(|name| guarded(name)))
    }

    /// Writes one row.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn write_row(&mut self, cells: &[OutCell]) -> Result<(), WriteError> {
        self.write(cells.iter().map(text_of))
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.writer.into_inner().map_err(|error| WriteError::Io(error.into_error()))
    }

    fn write<'a>(&mut self, fields: impl Iterator<Item = Cow<'a, str>>) -> Result<(), WriteError> {
        for field in fields {
            self.writer.write_field(field.as_bytes()).map_err(into_io)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(into_io)
    }
}

fn into_io(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::Io(error),
        other => WriteError::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

fn text_of(cell: &OutCell) -> Cow<'_, str> {
    match cell {
        OutCell::Empty => Cow::Borrowed(""),
        OutCell::Text(text) => guarded(text),
        OutCell::Integer(number) => Cow::Owned(number.to_string()),
        OutCell::Number(number) => Cow::Owned(number.to_string()),
        OutCell::Money { minor } => Cow::Owned(format_money_minor(*minor)),
        OutCell::Ratio { basis_points } => Cow::Owned(format!("{}%", format_money_minor(*basis_points))),
        OutCell::Date(date) => Cow::Owned(date.to_string()),
        OutCell::DateTime(moment) => Cow::Owned(moment.format("%Y-%m-%d %H:%M:%S").to_string()),
        OutCell::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
    }
}

/// The text with an apostrophe in front if it could be run as a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Undoes [`guarded`].
pub(super) fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_risky(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\u{3000}', '\u{A0}']);
    let mut chars = text.chars();
    match chars.next() {
        Some('+' | '-') => !is_plain_number(chars.as_str()),
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        _ => false,
    }
}

/// What may follow a sign: `12.5`, `86 571 8888 6666`; but not `1+1`.
fn is_plain_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.len() <= 32
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.' | b','))
        || text.len() <= 32 && is_dashed_phone(text)
}

/// `86-571-8888`: with dashes a program could still subtract, so the `+` in front must be a country's.
fn is_dashed_phone(text: &str) -> bool {
    text.starts_with("86-") && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn guards_formulas() {
        for risky in
            ["=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\r", "＝1", "＋a", " =1", "-", "+", "-cmd|' /C calc'!A0", "+86a", "－5", "'=1"]
        {
            assert_eq!(guarded(risky), format!("'{risky}"), "{risky:?}");
            assert_eq!(without_guard(&guarded(risky)), risky);
        }
        for fine in
            ["", "-12.5", "+3", "-1,234.50", "+8613800138000", "+86 138 0013 8000", "+86-571-88886666", "普通", "1-1", "a=b", "'n Sync"]
        {
            assert_eq!(guarded(fine), fine);
        }
    }

    #[test]
    fn writes_what_excel_likes() {
        let mut writer = CsvWriter::new(Vec::new()).unwrap();
        writer.write_header(&["名称", "金额"]).unwrap();
        writer.write_row(&[OutCell::from("a\"b,c\n"), OutCell::Money { minor: -1250 }]).unwrap();
        writer.write_row(&[OutCell::from("=1"), OutCell::Bool(true)]).unwrap();
        writer.write_row(&[OutCell::Empty]).unwrap();
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(text, "\u{FEFF}\"名称\",\"金额\"\r\n\"a\"\"b,c\n\",\"-12.50\"\r\n\"'=1\",\"TRUE\"\r\n\"\"\r\n");
    }

    #[test]
    fn a_field_is_one_cell_whatever_separates() {
        let mut writer = CsvWriter::new(Vec::new()).unwrap();
        for risky in ["普通;=1+1", "普通\t=1+1", "普通|@SUM(A1)"] {
            writer.write_row(&[OutCell::from(risky)]).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        for separator in [b';', b'\t', b'|'] {
            let reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(&text.as_bytes()[3..]);
            assert!(reader.into_records().all(|row| row.unwrap().len() == 1), "{text}");
        }
    }

    proptest! {
        #[test]
        fn guard_is_undone(text in "'{0,2}[=+@ -]{0,2}.{0,8}") {
            let guarded = guarded(&text);
            prop_assert!(!is_risky(&guarded));
            prop_assert_eq!(without_guard(&guarded), text.as_str());
        }
    }
}
