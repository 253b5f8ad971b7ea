//! Rows of a text file, one by one. The file may be any size; what is held is one row.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::decode::{DecodeReader, Fault};
use super::{Cell, Encoding, MAX_CELL_BYTES, MAX_COLUMNS, Row, SheetError, encoding, write_csv};

/// The most a row may take: far more than a row of full cells anyone has, far less than a file.
const MAX_ROW_BYTES: usize = 8 << 20;
/// What the CSV reader takes ahead of the row it is on.
const AHEAD_BYTES: usize = 256 * 1024;

/// An iterator over the rows of a text file that are not blank.
pub(super) struct CsvRows {
    reader: csv::Reader<DecodeReader<BufReader<File>>>,
    record: ByteRecord,
    encoding: Encoding,
    row: u64,
    breaks_in_cells: u64,
    done: bool,
}

impl CsvRows {
    /// Opens the file; the encoding and delimiter are those found or asked for.
    pub(super) fn open(path: &Path, encoding: Encoding, delimiter: u8) -> Result<Self, SheetError> {
        let mut file = File::open(path)?;
        let mut start = [0; 3];
        let count = read_full(&mut file, &mut start)?;
        let mark = match encoding::by_mark(&start[..count]) {
            Some((marked, length)) if marked == encoding => length,
            _ => 0,
        };
        file.seek(SeekFrom::Start(mark as u64))?;
        let input = DecodeReader::new(BufReader::with_capacity(AHEAD_BYTES, file), encoding);
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(AHEAD_BYTES)
            .from_reader(input);
        Ok(Self { reader, record: ByteRecord::new(), encoding, row: 0, breaks_in_cells: 0, done: false })
    }

    fn read_row(&mut self) -> Result<Option<Row>, SheetError> {
        loop {
            let line = self.reader.position().line();
            self.reader.get_mut().set_budget(MAX_ROW_BYTES);
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => return Err(self.explain(error, line)),
            }
            self.count_rows(line);
            let row = self.take_row()?;
            if !row.is_blank() {
                return Ok(Some(row));
            }
        }
    }

    /// The CSV reader passes over blank lines in silence, but a spreadsheet program counts them: the row
    /// is found from the lines that went by, less the line breaks that stand inside cells.
    fn count_rows(&mut self, line_before: u64) {
        let lines = self.reader.position().line() - line_before;
        // Counting bytes costs little here: only a row that took more lines than one can have any inside.
        let inside = if lines > 1 { self.record.as_slice().iter().fold(0, |sum, byte| sum + u64::from(*byte == b'\n')) } else { 0 };
        self.row += lines.saturating_sub(inside).max(1);
        self.breaks_in_cells += inside;
    }

    fn take_row(&self) -> Result<Row, SheetError> {
        if self.record.len() > MAX_COLUMNS {
            return Err(SheetError::TooManyColumns { row: self.row, limit: MAX_COLUMNS });
        }
        let mut cells = Vec::with_capacity(self.record.len());
        for (index, field) in self.record.iter().enumerate() {
            if field.len() > MAX_CELL_BYTES {
                return Err(SheetError::CellTooLong { row: self.row, column: index + 1 });
            }
            // The decoder hands out nothing but UTF-8, and the delimiters are ASCII.
            let text = std::str::from_utf8(field).map_err(|error| SheetError::damaged(error.to_string()))?;
            cells.push(Cell::from(write_csv::without_guard(text)));
        }
        Ok(Row { number: self.row, cells })
    }

    fn explain(&self, error: csv::Error, line: u64) -> SheetError {
        match self.reader.get_ref().fault() {
            Some(Fault::Malformed(line)) => SheetError::BadEncoding {
                row: line.saturating_sub(self.breaks_in_cells).max(self.row + 1),
                line,
                encoding: self.encoding.name(),
            },
            Some(Fault::Nul(line)) => SheetError::NulByte { line },
            Some(Fault::Budget) => SheetError::RowTooLong { line },
            None => match error.into_kind() {
                csv::ErrorKind::Io(error) => SheetError::Io(error),
                other => SheetError::damaged(format!("{other:?}")),
            },
        }
    }
}

impl Iterator for CsvRows {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let row = self.read_row().transpose();
        // After an error nothing that follows can be trusted.
        self.done = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Fills the buffer as far as the file goes.
pub(super) fn read_full(file: &mut impl Read, buf: &mut [u8]) -> Result<usize, SheetError> {
    let mut count = 0;
    while count < buf.len() {
        match file.read(&mut buf[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(count)
}
