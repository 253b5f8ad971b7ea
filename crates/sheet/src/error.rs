//! What can be wrong with a file. Sentences for people, codes for clients; no library's own words.

use std::io;

use thiserror::Error;

/// Why a file, or a row of it, cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SheetError {
    /// The file cannot be read from disk.
    #[error("The file could not be read from disk: {0}. Upload it again.")]
    Io(#[from] io::Error),
    /// Nothing in it.
    #[error("The file is empty. Choose a file with a header row and at least one row below it.")]
    Empty,
    /// A kind of file that is not read.
    #[error("This is {what}, which cannot be read. Open it in a spreadsheet program and save it as .xlsx or as CSV.")]
    Unsupported {
        /// What it is, with its article.
        what: &'static str,
    },
    /// A workbook that asks for a password.
    #[error("This workbook is protected by a password. Remove the password in the spreadsheet program and upload it again.")]
    Encrypted,
    /// A broken workbook.
    #[error("The workbook is damaged or incomplete ({detail}). Open it in a spreadsheet program, save it again as .xlsx and upload that.")]
    Damaged {
        /// What was found, for support.
        detail: String,
    },
    /// A workbook that would grow beyond all measure when unpacked.
    #[error("The workbook would unpack to more than is allowed ({detail}). Split it, or save it as CSV.")]
    TooLarge {
        /// Which limit it breaks.
        detail: String,
    },
    /// Bytes that are not text in the file's encoding.
    #[error(
        "Row {row} (line {line}) has bytes that are not {encoding} text. Save the file again as “CSV UTF-8”, or choose another encoding."
    )]
    BadEncoding {
        /// The row, counted as a spreadsheet program shows it.
        row: u64,
        /// The line of the file.
        line: u64,
        /// The name of the encoding.
        encoding: &'static str,
    },
    /// A NUL character, which no text file has.
    #[error("Line {line} has a NUL byte: this is not a text file, or its encoding is UTF-16 without a mark. Save it as “CSV UTF-8”.")]
    NulByte {
        /// The line of the file.
        line: u64,
    },
    /// A row with too many columns.
    #[error("Row {row} has more than {limit} columns. Delete the columns that are not needed; if there are few, check the delimiter.")]
    TooManyColumns {
        /// The row, counted as a spreadsheet program shows it.
        row: u64,
        /// The most that are allowed.
        limit: usize,
    },
    /// A cell that is too long.
    #[error(
        "The cell in row {row}, column {column} is longer than 1 MiB. Shorten it; in a CSV look for a quotation mark that is never closed."
    )]
    CellTooLong {
        /// The row, counted as a spreadsheet program shows it.
        row: u64,
        /// The column, counted from 1.
        column: usize,
    },
    /// A row that is too long as a whole.
    #[error("The row that begins on line {line} is longer than 8 MiB. Look for a quotation mark that is never closed.")]
    RowTooLong {
        /// The line of the file.
        line: u64,
    },
    /// A sheet that is not there.
    #[error("The workbook has no sheet named “{sheet}”. Choose one of those it has.")]
    NoSuchSheet {
        /// The name asked for.
        sheet: String,
    },
    /// A header row that is not there.
    #[error("Row {row} is blank or beyond the end of the file, so it cannot be the header row. Choose another.")]
    NoSuchHeader {
        /// The row asked for.
        row: u64,
    },
}

impl SheetError {
    /// The stable name of this reason, for clients to translate.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "sheet_unreadable",
            Self::Empty => "sheet_empty",
            Self::Unsupported { .. } => "sheet_unsupported",
            Self::Encrypted => "sheet_encrypted",
            Self::Damaged { .. } => "sheet_damaged",
            Self::TooLarge { .. } => "sheet_too_large",
            Self::BadEncoding { .. } => "sheet_bad_encoding",
            Self::NulByte { .. } => "sheet_nul_byte",
            Self::TooManyColumns { .. } => "sheet_too_many_columns",
            Self::CellTooLong { .. } => "sheet_cell_too_long",
            Self::RowTooLong { .. } => "sheet_row_too_long",
            Self::NoSuchSheet { .. } => "sheet_no_such_sheet",
            Self::NoSuchHeader { .. } => "sheet_no_such_header",
        }
    }

    /// What the sentence speaks of, by name: rows, lines and the like.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::BadEncoding { row, line, encoding } => {
                vec![("row", row.to_string()), ("line", line.to_string()), ("encoding", (*encoding).to_owned())]
            }
            Self::NulByte { line } | Self::RowTooLong { line } => vec![("line", line.to_string())],
            Self::TooManyColumns { row, limit } => vec![("row", row.to_string()), ("limit", limit.to_string())],
            Self::CellTooLong { row, column } => vec![("row", row.to_string()), ("column", column.to_string())],
            Self::NoSuchSheet { sheet } => vec![("sheet", sheet.clone())],
            Self::NoSuchHeader { row } => vec![("row", row.to_string())],
            Self::Io(_) | Self::Empty | Self::Unsupported { .. } | Self::Encrypted | Self::Damaged { .. } | Self::TooLarge { .. } => {
                Vec::new()
            }
        }
    }

    /// A broken workbook, with what was found.
    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}
