//! One way to write a table, whatever the file. Rows go out as they come; nothing is kept but widths.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use thiserror::Error;

use super::{CsvWriter, Format, XlsxWriter};

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum OutCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, which is never taken for a formula.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Number(f64),
    /// An amount of money with two decimals.
    Money {
        /// In hundredths.
        minor: i64,
    },
    /// A share, shown as per cent with two decimals.
    Ratio {
        /// In hundredths of a per cent.
        basis_points: i64,
    },
    /// A date.
    Date(NaiveDate),
    /// A date with time of day.
    DateTime(NaiveDateTime),
    /// True or false.
    Bool(bool),
}

impl From<&str> for OutCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Why a file cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The disk or the receiver refuses.
    #[error("The file could not be written: {0}. Check that there is space and try again.")]
    Io(#[from] io::Error),
    /// More columns than a sheet can have.
    #[error("The table has {found} columns, and a sheet can have 16,384. Choose fewer columns.")]
    TooManyColumns {
        /// How many there are.
        found: usize,
    },
    /// The workbook cannot be made, which is a fault of this program.
    #[error("The workbook could not be made: {0}")]
    Workbook(String),
}

impl WriteError {
    /// The stable name of this reason, for clients to translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "export_unwritable",
            Self::TooManyColumns { .. } => "export_too_many_columns",
            Self::Workbook(_) => "export_workbook",
        }
    }
}

/// A writer of a table in one of the formats.
pub enum Writer<W: Write + Send> {
    /// Writes text.
    Csv(Box<CsvWriter<W>>),
    /// Writes a workbook.
    Xlsx(Box<XlsxWriter<W>>),
}

impl Writer<BufWriter<File>> {
    /// Creates the file; `title` names the sheet. Scratch files are put into the same directory.
    ///
    /// # Errors
    /// [`WriteError`] if the file cannot be created.
    pub fn create(path: &Path, format: Format, title: &str) -> Result<Self, WriteError> {
        let out = BufWriter::new(File::create(path)?);
        let scratch = path.parent().filter(|dir| !dir.as_os_str().is_empty());
        Self::new(out, format, title, scratch)
    }
}

impl<W: Write + Send> Writer<W> {
    /// Writes to `out`; a workbook is gathered in the directory `scratch`, or the system's, until `finish`.
    ///
    /// # Errors
    /// [`WriteError`] if the start cannot be written.
    pub fn new(out: W, format: Format, title: &str, scratch: Option<&Path>) -> Result<Self, WriteError> {
        match format {
            Format::Csv => Ok(Self::Csv(Box::new(CsvWriter::new(out)?))),
            Format::Xlsx => Ok(Self::Xlsx(Box::new(XlsxWriter::new(out, title, scratch)?))),
        }
    }

    /// Writes the names of the columns; call it once, before any row.
    ///
    /// # Errors
    /// [`WriteError`] if it cannot be written.
    pub fn write_header(&mut self, names: &[&str]) -> Result<(), WriteError> {
        match self {
            Self::Csv(writer) => writer.write_header(names),
            Self::Xlsx(writer) => writer.write_header(names),
        }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// [`WriteError`] if it cannot be written.
    pub fn write_row(&mut self, cells: &[OutCell]) -> Result<(), WriteError> {
        match self {
            Self::Csv(writer) => writer.write_row(cells),
            Self::Xlsx(writer) => writer.write_row(cells),
        }
    }

    /// Completes the file and hands back what it was written to. Without this the file is not whole.
    ///
    /// # Errors
    /// [`WriteError`] if it cannot be written.
    pub fn finish(self) -> Result<W, WriteError> {
        match self {
            Self::Csv(writer) => writer.finish(),
            Self::Xlsx(writer) => writer.finish(),
        }
    }
}

/// Writes fen as yuan with two decimals and no grouping: `-1234.50`.
#[must_use]
pub fn format_money_minor(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}
