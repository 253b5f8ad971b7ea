//! Cells and rows as they are read. Not a value type system: callers mostly want the text.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};

/// What a cell holds. A CSV has only text; a workbook knows more.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or an error value such as `#N/A`.
    #[default]
    Empty,
    /// Text, as written.
    Text(String),
    /// A number of a workbook.
    Number(f64),
    /// A date without time of day.
    Date(NaiveDate),
    /// A date with time of day.
    DateTime(NaiveDateTime),
    /// True or false.
    Bool(bool),
}

impl Cell {
    /// The cell as text: `13800138000` and never `1.38E10`, `2024-01-05`, `2024-01-05 08:30:00`, `true`.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::DateTime(moment) => Cow::Owned(moment.format("%Y-%m-%d %H:%M:%S").to_string()),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        }
    }

    /// Whether there is nothing to see in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// Whether it is a number of 16 digits or more, of which the spreadsheet program has kept only 15.
    #[must_use]
    pub fn has_lost_digits(&self) -> bool {
        matches!(self, Self::Number(number) if number.abs() >= 1e15)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// A number without exponent and, like a spreadsheet program, to 15 significant digits.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    // Display of f64 never uses an exponent.
    let exact = if number == 0.0 { "0".to_owned() } else { number.to_string() };
    if exact.bytes().filter(u8::is_ascii_digit).count() <= 15 || !exact.contains('.') {
        return exact;
    }
    format!("{number:.14e}").parse::<f64>().map_or(exact, |rounded| rounded.to_string())
}

/// One row of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The number of the row as a spreadsheet program shows it, counted from 1.
    pub number: u64,
    /// The cells from the first column on; shorter rows simply have fewer.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The text of a column counted from 0; empty beyond the end of the row.
    #[must_use]
    pub fn text(&self, column: usize) -> Cow<'_, str> {
        self.cells.get(column).map_or(Cow::Borrowed(""), Cell::as_text)
    }

    /// Whether no cell has anything in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// How many cells have something in them.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_read_them() {
        for (number, expected) in [
            (13_800_138_000.0, "13800138000"),
            (12.0, "12"),
            (-12.5, "-12.5"),
            (0.1 + 0.2, "0.3"),
            (1234.56, "1234.56"),
            (0.0, "0"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (0.000_001, "0.000001"),
            (1.1 * 3.0, "3.3"),
            (f64::NAN, ""),
        ] {
            assert_eq!(Cell::Number(number).as_text(), expected);
        }
        assert!(Cell::Number(110_101_199_001_012_000.0).has_lost_digits());
        assert!(!Cell::Number(13_800_138_000.0).has_lost_digits());
    }

    #[test]
    fn blank_rows() {
        let row = Row { number: 1, cells: vec![Cell::Empty, Cell::from(" \u{3000}"), Cell::from("")] };
        assert!(row.is_blank() && row.text(9).is_empty());
    }
}
