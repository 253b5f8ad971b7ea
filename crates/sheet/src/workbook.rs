//! Rows of a workbook, cell by cell. Only the table of texts is held in memory, never a sheet.
//!
//! calamine's reader of cells borrows the workbook, so both live on a thread of their own that hands
//! over rows in small batches and waits while nobody takes them. The thread has a second use: should
//! the library panic on a broken file, the thread ends and the caller gets an error.

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime};

use super::{Cell, MAX_CELL_BYTES, MAX_COLUMNS, Row, SheetError, sst_guard, zip_guard};

const BATCH: usize = 128;
const BATCHES_AHEAD: usize = 4;
/// A batch is also sent off when its texts have grown to this many bytes.
const BATCH_BYTES: usize = 1 << 20;

type Batch = Result<Vec<Row>, SheetError>;
type Book = Xlsx<BufReader<File>>;

/// An iterator over the rows of a sheet that are not blank.
pub(super) struct BookRows {
    opened: OpenedBook,
    batches: Receiver<Batch>,
    current: std::vec::IntoIter<Row>,
    done: bool,
}

/// What is known once the workbook is open.
struct OpenedBook {
    sheets: Vec<String>,
    sheet: String,
}

impl BookRows {
    /// Opens the workbook and starts to read the sheet, or the first one.
    pub(super) fn open(path: &Path, sheet: Option<&str>) -> Result<Self, SheetError> {
        let (opened_in, opened) = sync_channel(1);
        let (batches_in, batches) = sync_channel(BATCHES_AHEAD);
        let (path, sheet) = (path.to_owned(), sheet.map(str::to_owned));
        // Not joined: when the receiver is dropped, the next send fails and the thread ends.
        thread::Builder::new().name("sheet-reader".into()).spawn(move || read(&path, sheet, &opened_in, &batches_in))?;
        let opened = opened.recv().unwrap_or_else(|_| Err(not_understood()))?;
        Ok(Self { opened, batches, current: Vec::new().into_iter(), done: false })
    }

    /// The names of the sheets that can be read, in their order.
    pub(super) fn sheets(&self) -> &[String] {
        &self.opened.sheets
    }

    /// The sheet that is read.
    pub(super) fn sheet(&self) -> &str {
        &self.opened.sheet
    }
}

impl Iterator for BookRows {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.current.next() {
                return Some(Ok(row));
            }
            if self.done {
                return None;
            }
            match self.batches.recv() {
                Ok(Ok(rows)) if rows.is_empty() => self.done = true,
                Ok(Ok(rows)) => self.current = rows.into_iter(),
                Ok(Err(error)) => {
                    self.done = true;
                    return Some(Err(error));
                }
                Err(_) => {
                    self.done = true;
                    return Some(Err(not_understood()));
                }
            }
        }
    }
}

/// The life of the reading thread. What it cannot hand over, nobody waits for.
fn read(path: &Path, sheet: Option<String>, opened: &SyncSender<Result<OpenedBook, SheetError>>, batches: &SyncSender<Batch>) {
    let (mut book, found) = match open_book(path).and_then(|book| Ok((choose(&book, sheet)?, book))) {
        Ok((found, book)) => (book, found),
        Err(error) => {
            let _ = opened.send(Err(error));
            return;
        }
    };
    let sheet = found.sheet.clone();
    if opened.send(Ok(found)).is_err() {
        return;
    }
    // The empty batch says that all went well; without it the thread has died.
    let _ = batches.send(send_rows(&mut book, &sheet, batches).map(|()| Vec::new()));
}

fn choose(book: &Book, asked: Option<String>) -> Result<OpenedBook, SheetError> {
    let sheets = names_of(book);
    let sheet = match asked {
        Some(name) if book.sheets_metadata().iter().any(|sheet| sheet.name == name) => name,
        Some(name) => return Err(SheetError::NoSuchSheet { sheet: name }),
        None => sheets.first().cloned().ok_or(SheetError::Empty)?,
    };
    Ok(OpenedBook { sheets, sheet })
}

/// The visible worksheets; all of them if none is visible.
fn names_of(book: &Book) -> Vec<String> {
    let sheets = || book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let visible: Vec<String> = sheets().filter(|sheet| sheet.visible == SheetVisible::Visible).map(|s| s.name.clone()).collect();
    if visible.is_empty() { sheets().map(|sheet| sheet.name.clone()).collect() } else { visible }
}

/// Opens the workbook once its limits are known to hold.
fn open_book(path: &Path) -> Result<Book, SheetError> {
    let mut file = File::open(path)?;
    let parts = zip_guard::check(&mut file)?;
    sst_guard::check(&mut file, &parts)?;
    file.seek(SeekFrom::Start(0))?;
    Xlsx::new(BufReader::new(file)).map_err(explain)
}

fn send_rows(book: &mut Book, sheet: &str, out: &SyncSender<Batch>) -> Result<(), SheetError> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(explain)?;
    let mut batch = Vec::with_capacity(BATCH);
    let mut row = Row::default();
    let mut bytes = 0;
    while let Some(cell) = cells.next_cell().map_err(explain)? {
        let (index, column) = cell.get_position();
        let number = u64::from(index) + 1;
        if number != row.number {
            push(&mut batch, std::mem::replace(&mut row, Row { number, cells: Vec::new() }));
            if batch.len() >= BATCH || bytes > BATCH_BYTES {
                bytes = 0;
                if out.send(Ok(std::mem::take(&mut batch))).is_err() {
                    return Ok(());
                }
            }
        }
        let value = to_cell(cell.get_value());
        if let Cell::Text(text) = &value {
            bytes += text.len();
        }
        place(&mut row, column as usize, value)?;
    }
    push(&mut batch, row);
    if !batch.is_empty() {
        let _ = out.send(Ok(batch));
    }
    Ok(())
}

fn push(batch: &mut Vec<Row>, row: Row) {
    if !row.is_blank() {
        batch.push(row);
    }
}

/// Puts a cell into its column; cells without content do not count, however far out they are.
fn place(row: &mut Row, column: usize, value: Cell) -> Result<(), SheetError> {
    if value == Cell::Empty {
        return Ok(());
    }
    if column >= MAX_COLUMNS {
        return Err(SheetError::TooManyColumns { row: row.number, limit: MAX_COLUMNS });
    }
    if matches!(&value, Cell::Text(text) if text.len() > MAX_CELL_BYTES) {
        return Err(SheetError::CellTooLong { row: row.number, column: column + 1 });
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, Cell::Empty);
    }
    row.cells[column] = value;
    Ok(())
}

fn to_cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => i32::try_from(*number).map_or_else(|_| Cell::Text(number.to_string()), |n| Cell::Number(n.into())),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::from(text.as_str()),
        DataRef::SharedString(text) => Cell::from(*text),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) if moment.is_duration() => Cell::Text(clock(moment.as_f64())),
        DataRef::DateTime(moment) => to_date(moment),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::Error(_) | DataRef::Empty => Cell::Empty,
    }
}

/// A number with a date format. Outside the range of dates it is what it is: a number.
fn to_date(moment: &calamine::ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if (0.0..1.0).contains(&serial) {
        return Cell::Text(clock(serial));
    }
    if !(1.0..2_958_466.0).contains(&serial) {
        return Cell::Number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let Some(date) = date else {
        return Cell::Number(serial);
    };
    match date.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into()) {
        Some(at) if (hour, minute, second) != (0, 0, 0) => Cell::DateTime(at),
        _ => Cell::Date(date),
    }
}

fn iso_date(text: &str) -> Cell {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Cell::Date(date);
    }
    match text.trim_end_matches('Z').parse::<NaiveDateTime>() {
        Ok(at) if at.time() == chrono::NaiveTime::MIN => Cell::Date(at.date()),
        Ok(at) => Cell::DateTime(at),
        Err(_) => Cell::from(text),
    }
}

/// A time of day or a duration, from days: `8:30:00`, `30:15:00`.
fn clock(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    if !(0.0..1e12).contains(&seconds) {
        return Cell::Number(days).as_text().into_owned();
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    let seconds = seconds as u64;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn explain(error: XlsxError) -> SheetError {
    match error {
        XlsxError::Io(error) if error.kind() != std::io::ErrorKind::InvalidData && error.raw_os_error().is_some() => SheetError::Io(error),
        XlsxError::Password => SheetError::Encrypted,
        XlsxError::NotAWorksheet(_) => SheetError::Unsupported { what: "a sheet without cells, such as a chart" },
        XlsxError::WorksheetNotFound(sheet) => SheetError::NoSuchSheet { sheet },
        other => SheetError::damaged(other.to_string()),
    }
}

fn not_understood() -> SheetError {
    SheetError::damaged("it could not be understood")
}
