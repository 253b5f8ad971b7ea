//! XLSX that can be worked with: header bold and frozen, dates as dates, money as numbers.
//!
//! Memory stays the same for any number of rows: each row goes to a scratch file when the next begins.
//! Text is written as text, so nothing in it can be run as a formula.

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{OutCell, WriteError, format_money_minor};

/// How many rows below the header a sheet can have.
const MAX_ROWS: u32 = 1_048_575;
/// How many rows decide about the widths of the columns.
const WIDTH_ROWS: u32 = 200;
const MAX_WIDTH: usize = 60;
const MIN_WIDTH: usize = 8;
/// The longest text a cell can have, counted in UTF-16.
const MAX_TEXT: usize = 32_767;
/// Stands at the end of a text that was longer.
const CUT: char = '…';
/// Beyond this a spreadsheet program keeps no more digits.
const MAX_EXACT: u64 = 999_999_999_999_999;

/// Writes a table as a workbook.
pub struct XlsxWriter<W: Write + Send> {
    out: W,
    workbook: Workbook,
    sheet: Worksheet,
    sheets: u32,
    title: String,
    header: Vec<String>,
    row: u32,
    max_rows: u32,
    widths: Vec<usize>,
    formats: Formats,
}

struct Formats {
    header: Format,
    integer: Format,
    money: Format,
    ratio: Format,
    date: Format,
    moment: Format,
}

impl<W: Write + Send> XlsxWriter<W> {
    /// Stands ready for the header; scratch files are put into `scratch` or the system's directory.
    ///
    /// # Errors
    /// [`WriteError`] if no scratch file can be made.
    pub fn new(out: W, title: &str, scratch: Option<&Path>) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        if let Some(scratch) = scratch {
            workbook.set_tempdir(scratch).map_err(explain)?;
        }
        let sheet = workbook.new_worksheet_with_constant_memory().map_err(explain)?;
        let formats = Formats {
            header: Format::new().set_bold().set_align(FormatAlign::VerticalCenter),
            integer: Format::new().set_num_format("0"),
            money: Format::new().set_num_format("#,##0.00"),
            ratio: Format::new().set_num_format("0.00%"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        let title = sheet_name(title);
        let (header, widths) = (Vec::new(), Vec::new());
        Ok(Self { out, workbook, sheet, sheets: 1, title, header, row: 0, max_rows: MAX_ROWS, widths, formats })
    }

    /// Writes the names of the columns, which every further sheet repeats.
    ///
    /// # Errors
    /// [`WriteError`] if there are too many or they cannot be written.
    pub fn write_header(&mut self, names: &[&str]) -> Result<(), WriteError> {
        self.header = names.iter().map(|name| fitting(name).into_owned()).collect();
        self.start_sheet()
    }

    /// Writes one row, on a further sheet if this one is full.
    ///
    /// # Errors
    /// [`WriteError`] if there are too many cells or they cannot be written.
    pub fn write_row(&mut self, cells: &[OutCell]) -> Result<(), WriteError> {
        check_columns(cells.len())?;
        if self.row > self.max_rows {
            self.end_sheet()?;
            self.sheet = self.workbook.new_worksheet_with_constant_memory().map_err(explain)?;
            self.sheets += 1;
            self.start_sheet()?;
        }
        for (column, cell) in (0_u16..).zip(cells) {
            self.write_cell(column, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Begins another sheet of this name, with a table of its own: its header comes first.
    ///
    /// # Errors
    /// [`WriteError`] if the sheet before it cannot be written.
    pub fn next_sheet(&mut self, title: &str) -> Result<(), WriteError> {
        self.end_sheet()?;
        self.sheet = self.workbook.new_worksheet_with_constant_memory().map_err(explain)?;
        (self.title, self.sheets, self.row) = (sheet_name(title), 1, 0);
        (self.header, self.widths) = (Vec::new(), Vec::new());
        Ok(())
    }

    /// Puts the workbook together and writes it out.
    ///
    /// # Errors
    /// [`WriteError`] if it cannot be written.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.end_sheet()?;
        self.workbook.save_to_writer(&mut self.out).map_err(explain)?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Tests need not write a million rows.
    #[cfg(test)]
    pub(super) fn set_max_rows(&mut self, rows: u32) {
        self.max_rows = rows;
    }

    fn start_sheet(&mut self) -> Result<(), WriteError> {
        check_columns(self.header.len())?;
        self.row = 0;
        for (column, name) in (0_u16..).zip(&self.header) {
            note_width(&mut self.widths, column, display_width(name));
            self.sheet.write_string_with_format(0, column, name, &self.formats.header).map_err(explain)?;
        }
        if !self.header.is_empty() {
            self.sheet.set_freeze_panes(1, 0).map_err(explain)?;
            self.row = 1;
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), WriteError> {
        let name = match self.sheets {
            1 => self.title.clone(),
            number => format!("{} ({number})", self.title),
        };
        self.sheet.set_name(name).map_err(explain)?;
        for (column, width) in (0_u16..).zip(&self.widths) {
            let width = u32::try_from((*width + 2).clamp(MIN_WIDTH, MAX_WIDTH)).unwrap_or(0);
            self.sheet.set_column_width(column, width).map_err(explain)?;
        }
        let sheet = std::mem::replace(&mut self.sheet, Worksheet::new());
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    fn write_cell(&mut self, column: u16, cell: &OutCell) -> Result<(), WriteError> {
        let (row, sheet, formats) = (self.row, &mut self.sheet, &self.formats);
        let width = match cell {
            OutCell::Empty => return Ok(()),
            OutCell::Text(text) => {
                sheet.write_string(row, column, fitting(text)).map_err(explain)?;
                if row <= WIDTH_ROWS { display_width(text) } else { 0 }
            }
            OutCell::Integer(number) => match exact(*number) {
                Some(number) => written(sheet.write_number_with_format(row, column, number, &formats.integer), 10)?,
                None => written(sheet.write_string(row, column, number.to_string()), 20)?,
            },
            OutCell::Number(number) => written(sheet.write_number(row, column, *number), 10)?,
            OutCell::Money { minor } => match exact(*minor) {
                Some(minor) => written(sheet.write_number_with_format(row, column, minor / 100.0, &formats.money), 12)?,
                None => written(sheet.write_string(row, column, format_money_minor(*minor)), 20)?,
            },
            OutCell::Ratio { basis_points } => match exact(*basis_points) {
                Some(share) => written(sheet.write_number_with_format(row, column, share / 10_000.0, &formats.ratio), 8)?,
                None => written(sheet.write_string(row, column, format!("{}%", format_money_minor(*basis_points))), 20)?,
            },
            OutCell::Date(date) => match excel_date(*date) {
                Some(serial) => written(sheet.write_datetime_with_format(row, column, serial, &formats.date), 10)?,
                None => written(sheet.write_string(row, column, date.to_string()), 10)?,
            },
            OutCell::DateTime(moment) => match excel_moment(*moment) {
                Some(serial) => written(sheet.write_datetime_with_format(row, column, serial, &formats.moment), 19)?,
                None => written(sheet.write_string(row, column, moment.to_string()), 19)?,
            },
            OutCell::Bool(value) => written(sheet.write_boolean(row, column, *value), 5)?,
        };
        note_width(&mut self.widths, column, width);
        Ok(())
    }
}

fn written(result: Result<&mut Worksheet, XlsxError>, width: usize) -> Result<usize, WriteError> {
    result.map(|_| width).map_err(explain)
}

fn note_width(widths: &mut Vec<usize>, column: u16, width: usize) {
    let column = usize::from(column);
    if widths.len() <= column {
        widths.resize(column + 1, 0);
    }
    widths[column] = widths[column].max(width);
}

/// The width of the longest line, a Chinese character counting for two.
fn display_width(text: &str) -> usize {
    let width = |line: &str| line.chars().take(MAX_WIDTH).map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum();
    text.lines().take(20).map(width).max().unwrap_or(0)
}

/// As much of the text as a cell can hold. What is cut off is told by the mark at the end.
fn fitting(text: &str) -> Cow<'_, str> {
    // A character takes at least as many bytes as units of UTF-16.
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return Cow::Borrowed(text);
    }
    let mut units = CUT.len_utf16();
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= MAX_TEXT
    });
    Cow::Owned(kept.chain([CUT]).collect())
}

/// The number as a spreadsheet holds it, if that is exact.
#[expect(clippy::cast_precision_loss, reason = "fifteen digits fit")]
fn exact(number: i64) -> Option<f64> {
    (number.unsigned_abs() <= MAX_EXACT).then_some(number as f64)
}

fn excel_date(date: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

fn excel_moment(moment: NaiveDateTime) -> Option<ExcelDateTime> {
    let hour = u16::try_from(moment.hour()).ok()?;
    excel_date(moment.date())?.and_hms(hour, u8::try_from(moment.minute()).ok()?, moment.second()).ok()
}

/// A sheet's name may have 31 characters; some are kept for the number of a further sheet.
fn sheet_name(title: &str) -> String {
    let plain: String = title.chars().map(|c| if "[]:*?/\\：？".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let name: String = plain.trim().trim_matches('\'').chars().filter(|c| c.len_utf16() == 1).take(24).collect();
    if name.is_empty() { "Sheet".to_owned() } else { name }
}

fn check_columns(found: usize) -> Result<(), WriteError> {
    if found > 16_384 { Err(WriteError::TooManyColumns { found }) } else { Ok(()) }
}

fn explain(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        other => WriteError::Workbook(other.to_string()),
    }
}
