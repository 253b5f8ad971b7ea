//! Opening a file: what it is, what is at its start, and its rows one by one.

use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;

use super::csv_read::{CsvRows, read_full};
use super::format::{Format, sniff};
use super::workbook::BookRows;
use super::{Encoding, Row, SheetError, decode::DecodeReader, delimiter, encoding, header};

/// How much of a text file decides about its encoding.
const SAMPLE_BYTES: usize = 1 << 20;
/// How much of it decides about its delimiter.
const DELIMITER_SAMPLE_BYTES: usize = 64 * 1024;
/// How many rows are looked at for the header.
const FIRST_ROWS: usize = 50;

/// What was found out about a file when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The kind of file.
    pub format: Format,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// The delimiter of a text file.
    pub delimiter: Option<char>,
    /// The visible sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// The number of the header row; `None` if every row counts.
    pub header_row: Option<u64>,
}

/// How to read the rows; by default everything is found out from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The sheet of a workbook; the first visible one that is not empty if `None`.
    pub sheet: Option<String>,
    /// The number of the header row; found out if `None`; 0 if there is no header and every row counts.
    pub header_row: Option<u64>,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// The delimiter of a text file: comma, tab, semicolon or bar.
    pub delimiter: Option<char>,
}

/// The rows below the header that are not blank, one by one. After an error there are no more.
pub struct Rows {
    /// Rows that were read to find the header.
    ahead: VecDeque<Result<Row, SheetError>>,
    source: Source,
    header: Row,
}

impl Rows {
    /// The header row; with number 0 and no cells if there is none.
    #[must_use]
    pub fn header(&self) -> &Row {
        &self.header
    }

    /// What was found out about the file.
    #[must_use]
    pub fn opened(&self) -> Opened {
        let header_row = Some(self.header.number).filter(|number| *number > 0);
        match &self.source {
            Source::Csv { encoding, delimiter, .. } => Opened {
                format: Format::Csv,
                encoding: Some(*encoding),
                delimiter: Some(char::from(*delimiter)),
                sheets: Vec::new(),
                sheet: None,
                header_row,
            },
            Source::Book(rows) => Opened {
                format: Format::Xlsx,
                encoding: None,
                delimiter: None,
                sheets: rows.sheets().to_vec(),
                sheet: Some(rows.sheet().to_owned()),
                header_row,
            },
        }
    }

    /// Finds the header row and stands below it.
    fn seek_header(&mut self, asked: Option<u64>) -> Result<(), SheetError> {
        let wanted = match asked {
            Some(0) => return Ok(()),
            Some(number) => number,
            None => match header::guess(&self.look_ahead()?) {
                Some(number) => number,
                None => return Err(SheetError::Empty),
            },
        };
        loop {
            match self.next() {
                Some(Ok(row)) if row.number < wanted => {}
                Some(Ok(row)) if row.number == wanted => {
                    self.header = row;
                    return Ok(());
                }
                Some(Err(error)) => return Err(error),
                Some(Ok(_)) | None => return Err(SheetError::NoSuchHeader { row: wanted }),
            }
        }
    }

    /// The first rows, which `next` still hands out; an error beyond the first row is left for later.
    fn look_ahead(&mut self) -> Result<Vec<Row>, SheetError> {
        self.ahead = self.source.by_ref().take(FIRST_ROWS).collect();
        if let Some(Err(_)) = self.ahead.front()
            && let Some(Err(error)) = self.ahead.pop_front()
        {
            return Err(error);
        }
        Ok(self.ahead.iter().flatten().cloned().collect())
    }
}

impl Iterator for Rows {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.ahead.pop_front().or_else(|| self.source.next())
    }
}

/// Where rows come from.
enum Source {
    Csv { rows: Box<CsvRows>, encoding: Encoding, delimiter: u8 },
    Book(BookRows),
}

impl Source {
    fn open(path: &Path, options: &ReadOptions) -> Result<Self, SheetError> {
        let mut sample = vec![0; SAMPLE_BYTES];
        let count = read_full(&mut File::open(path)?, &mut sample)?;
        sample.truncate(count);
        if sniff(&sample)? == Format::Xlsx {
            return Ok(Self::Book(BookRows::open(path, options.sheet.as_deref())?));
        }
        let marked = encoding::by_mark(&sample);
        let encoding = options.encoding.or(marked.map(|(encoding, _)| encoding)).unwrap_or_else(|| encoding::by_sample(&sample));
        let delimiter = options.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok());
        let delimiter = delimiter.unwrap_or_else(|| delimiter::detect(&decode_start(&sample, encoding, marked)));
        Ok(Self::Csv { rows: Box::new(CsvRows::open(path, encoding, delimiter)?), encoding, delimiter })
    }

    fn sheets(&self) -> &[String] {
        match self {
            Self::Csv { .. } => &[],
            Self::Book(rows) => rows.sheets(),
        }
    }
}

impl Iterator for Source {
    type Item = Result<Row, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Csv { rows, .. } => rows.next(),
            Self::Book(rows) => rows.next(),
        }
    }
}

/// Opens a file to read the rows below its header.
///
/// # Errors
/// Any [`SheetError`]; those of later rows come with the row.
pub fn rows(path: &Path, options: &ReadOptions) -> Result<Rows, SheetError> {
    let source = Source::open(path, options)?;
    let others: Vec<String> = if options.sheet.is_none() { source.sheets().iter().skip(1).cloned().collect() } else { Vec::new() };
    let mut rows = below_header(source, options.header_row);
    for sheet in others {
        // Many a workbook begins with an empty sheet.
        if !matches!(rows, Err(SheetError::Empty)) {
            break;
        }
        let named = ReadOptions { sheet: Some(sheet), ..options.clone() };
        rows = below_header(Source::open(path, &named)?, options.header_row);
    }
    rows
}

fn below_header(source: Source, header_row: Option<u64>) -> Result<Rows, SheetError> {
    let mut rows = Rows { ahead: VecDeque::new(), source, header: Row::default() };
    rows.seek_header(header_row)?;
    Ok(rows)
}

/// The start of a text file as text, as far as it can be decoded, up to the end of a line.
fn decode_start(sample: &[u8], encoding: Encoding, marked: Option<(Encoding, usize)>) -> String {
    let mark = marked.filter(|(marked, _)| *marked == encoding).map_or(0, |(_, length)| length);
    let mut reader = DecodeReader::new(&sample[mark..], encoding);
    let mut bytes = vec![0; DELIMITER_SAMPLE_BYTES];
    let mut count = 0;
    while let Ok(more @ 1..) = std::io::Read::read(&mut reader, &mut bytes[count..]) {
        count += more;
    }
    bytes.truncate(count);
    if count == DELIMITER_SAMPLE_BYTES
        && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
    {
        bytes.truncate(end + 1);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
