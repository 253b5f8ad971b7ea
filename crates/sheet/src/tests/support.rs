//! Files for tests: temporary ones, and zip archives built by hand so that they can lie.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{ReadOptions, Row, SheetError, rows};

/// A file that goes away with the value.
pub(super) struct TempFile(pub(super) PathBuf);

impl TempFile {
    pub(super) fn new(bytes: &[u8]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("sheet-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// All rows with the given options.
pub(super) fn read_with(bytes: &[u8], options: &ReadOptions) -> Result<(Row, Vec<Row>), SheetError> {
    let file = TempFile::new(bytes);
    let mut rows = rows(file.path(), options)?;
    let header = rows.header().clone();
    let rows = rows.by_ref().collect::<Result<Vec<_>, _>>()?;
    Ok((header, rows))
}

/// All rows as text, with the number of the row in front.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, SheetError> {
    let (_, rows) = read_with(bytes, &ReadOptions::default())?;
    Ok(rows.into_iter().map(|row| (row.number, row.cells.iter().map(|cell| cell.as_text().into_owned()).collect())).collect())
}

/// The code of the error that reading ends in.
pub(super) fn code(bytes: &[u8]) -> &'static str {
    match read(bytes) {
        Ok(rows) => panic!("read {} rows", rows.len()),
        Err(error) => error.code(),
    }
}

/// A part of an archive: name, packed bytes, method, and what it claims and truly has unpacked.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) packed: Vec<u8>,
    pub(super) method: u16,
    pub(super) claimed: u32,
    pub(super) crc: u32,
}

pub(super) fn stored(name: &'static str, text: &str) -> Part {
    let packed = text.as_bytes().to_vec();
    Part { name, method: 0, claimed: u32::try_from(packed.len()).unwrap(), crc: crc32(&packed), packed }
}

pub(super) fn zip(parts: &[Part]) -> Vec<u8> {
    let (mut out, mut contents) = (Vec::new(), Vec::new());
    for part in parts {
        let offset = u32::try_from(out.len()).unwrap();
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0]);
        common.extend(part.method.to_le_bytes());
        common.extend([0, 0, 0x21, 0x58]);
        common.extend(part.crc.to_le_bytes());
        common.extend(u32::try_from(part.packed.len()).unwrap().to_le_bytes());
        common.extend(part.claimed.to_le_bytes());
        common.extend(u16::try_from(part.name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(part.name.as_bytes());
        out.extend(&part.packed);
        contents.extend(b"PK\x01\x02\x14\0");
        contents.extend(&common);
        contents.extend([0; 10]);
        contents.extend(offset.to_le_bytes());
        contents.extend(part.name.as_bytes());
    }
    let (offset, size) = (u32::try_from(out.len()).unwrap(), u32::try_from(contents.len()).unwrap());
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend(contents);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(size.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// The parts of a workbook of one sheet with this inside its `sheetData`.
pub(super) fn book(sheet_data: &str) -> Vec<Part> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const DOC: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    vec![
        stored("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        stored(
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{DOC}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        stored(
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOC}\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        stored(
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{DOC}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        stored(
            "xl/styles.xml",
            &format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ),
        stored("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet_data}</sheetData></worksheet>")),
    ]
}

/// `head`, then `runs` times 258 spaces, deflated with the fixed code: a bomb of a thousand to one.
pub(super) fn deflated_spaces(head: &str, runs: usize) -> Vec<u8> {
    let (mut out, mut bits, mut pending) = (Vec::new(), 0_u8, 0_u32);
    let mut put = |value: u32, count: u32, reversed: bool| {
        for index in 0..count {
            let bit = if reversed { value >> (count - 1 - index) } else { value >> index } & 1;
            pending |= bit << bits;
            bits += 1;
            if bits == 8 {
                out.push(u8::try_from(pending).unwrap());
                (bits, pending) = (0, 0);
            }
        }
    };
    put(1, 1, false);
    put(1, 2, false);
    for byte in head.bytes().chain([b' ']) {
        put(0x30 + u32::from(byte), 8, true);
    }
    for _ in 0..runs {
        put(0b1100_0101, 8, true); // length 258
        put(0, 5, true); // distance 1
    }
    put(0, 7, true);
    put(0, 7, false);
    out
}

pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }))
}
