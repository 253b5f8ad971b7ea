//! Reading and writing of tables as files: CSV and XLSX.
//!
//! Reads what people have (any encoding a Chinese office produces, title rows, blank rows, odd
//! delimiters) row by row in constant memory, and treats every file as hostile. It does not know what
//! a column means, and it does not hold a table in memory: callers take rows as they come.
//!
//! Everything here blocks; call it from `spawn_blocking`.

mod cell;
mod csv_read;
mod decode;
mod delimiter;
mod encoding;
mod error;
mod format;
mod header;
mod inflate;
mod read;
mod sst_guard;
mod workbook;
mod write;
mod write_csv;
mod write_xlsx;
mod zip_guard;

#[cfg(test)]
mod tests;

pub use cell::{Cell, Row};
pub use encoding::Encoding;
pub use error::SheetError;
pub use format::Format;
pub use read::{Opened, ReadOptions, Rows, rows};
pub use write::{OutCell, WriteError, Writer, format_money_minor};
pub use write_csv::CsvWriter;
pub use write_xlsx::XlsxWriter;

/// More columns than this is not a table anyone means to read.
pub const MAX_COLUMNS: usize = 1_000;
/// The longest cell that is read, in bytes of UTF-8.
pub const MAX_CELL_BYTES: usize = 1 << 20;
