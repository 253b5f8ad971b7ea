//! Looks at the table of contents of a zip file before any library unpacks it: the limits that make a
//! zip bomb harmless. The library holds every part to the size declared here, so these sizes bind.
//!
//! Stricter than the format on purpose: whatever two readers could understand differently (a comment,
//! something before the first part, two parts of one name) is refused.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::SheetError;

/// The most that all parts together may unpack to.
const MAX_TOTAL_BYTES: u64 = 512 << 20;
/// The most that the table of texts may unpack to: it is held in memory.
const MAX_STRINGS_BYTES: u64 = 128 << 20;
/// From this size on the ratio is looked at: small files of great ratio do no harm.
const RATIO_FROM_BYTES: u64 = 32 << 20;
const MAX_RATIO: u64 = 200;
const MAX_PARTS: u64 = 2_000;
const END: [u8; 4] = *b"PK\x05\x06";
const LOCATOR: [u8; 4] = *b"PK\x06\x07";
const END64: [u8; 4] = *b"PK\x06\x06";
const ENTRY: [u8; 4] = *b"PK\x01\x02";

/// A part of the file, as the table of contents has it.
pub(super) struct Part {
    /// In lower case, with forward slashes.
    pub(super) name: String,
    pub(super) method: u16,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    /// Where its local header stands.
    pub(super) offset: u64,
}

/// Reads the table of contents and holds it to the limits.
pub(super) fn check(file: &mut File) -> Result<Vec<Part>, SheetError> {
    let contents = find_contents(file)?;
    if contents.count > MAX_PARTS {
        return Err(too_large(format!("{} parts, at most {MAX_PARTS}", contents.count)));
    }
    // 2,000 entries of the greatest length would be 390 MB; real ones are a few hundred bytes each.
    if contents.size > 4 << 20 {
        return Err(too_large("its table of contents is longer than 4 MiB".into()));
    }
    let bytes = read_at(file, contents.offset, contents.size)?;
    let parts = read_entries(&bytes, contents.count)?;
    check_sizes(&parts)?;
    check_kind(&parts)?;
    Ok(parts)
}

fn check_sizes(parts: &[Part]) -> Result<(), SheetError> {
    let unpacked = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.unpacked));
    let packed = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.packed));
    if unpacked > MAX_TOTAL_BYTES {
        return Err(too_large(format!("{} MiB, at most {} MiB", unpacked >> 20, MAX_TOTAL_BYTES >> 20)));
    }
    if unpacked > RATIO_FROM_BYTES && unpacked / packed.max(1) >= MAX_RATIO {
        return Err(too_large(format!("{} times its size, at most {MAX_RATIO} times", unpacked / packed.max(1))));
    }
    if parts.iter().any(|part| part.name.ends_with("sharedstrings.xml") && part.unpacked > MAX_STRINGS_BYTES) {
        return Err(too_large(format!("more than {} MiB of texts", MAX_STRINGS_BYTES >> 20)));
    }
    Ok(())
}

fn check_kind(parts: &[Part]) -> Result<(), SheetError> {
    let has = |test: fn(&str) -> bool| parts.iter().any(|part| test(&part.name));
    if has(|name| name == "xl/workbook.bin") {
        return Err(SheetError::Unsupported { what: "a binary workbook (.xlsb)" });
    }
    if has(|name| name == "content.xml") {
        return Err(SheetError::Unsupported { what: "an OpenDocument file" });
    }
    if !has(|name| name == "[content_types].xml") || has(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        return Err(SheetError::Unsupported { what: "an archive or document that is not a workbook" });
    }
    Ok(())
}

struct Contents {
    offset: u64,
    size: u64,
    count: u64,
}

/// The end record must be the very end of the file, and the table of contents must reach up to it.
fn find_contents(file: &mut File) -> Result<Contents, SheetError> {
    let length = file.seek(SeekFrom::End(0))?;
    let end_at = length.checked_sub(22).ok_or_else(|| SheetError::damaged("too short"))?;
    let end = read_at(file, end_at, 22)?;
    if end[..4] != END || u16_at(&end, 20) != Some(0) {
        return Err(SheetError::damaged("no end record; the file may be cut off"));
    }
    let narrow = |at| u32_at(&end, at).map(u64::from);
    let (Some(count), Some(size), Some(offset)) = (u16_at(&end, 10).map(u64::from), narrow(12), narrow(16)) else {
        return Err(SheetError::damaged("end record"));
    };
    let mut contents = Contents { offset, size, count };
    let mut contents_end = end_at;
    if let Some(locator_at) = end_at.checked_sub(20) {
        let locator = read_at(file, locator_at, 20)?;
        if locator[..4] == LOCATOR {
            let end64_at = u64_at(&locator, 8).filter(|at| at.checked_add(56) == Some(locator_at));
            let end64_at = end64_at.ok_or_else(|| SheetError::damaged("end record"))?;
            contents = wide_contents(&read_at(file, end64_at, 56)?, &contents)?;
            contents_end = end64_at;
        }
    }
    if contents.offset.checked_add(contents.size) != Some(contents_end) {
        return Err(SheetError::damaged("its table of contents is not where it should be"));
    }
    Ok(contents)
}

/// The end record of a file with 64-bit sizes, which must agree with the narrow one as far as that goes.
fn wide_contents(end64: &[u8], narrow: &Contents) -> Result<Contents, SheetError> {
    let wide = match (u64_at(end64, 32), u64_at(end64, 40), u64_at(end64, 48)) {
        (Some(count), Some(size), Some(offset)) if end64[..4] == END64 => Contents { offset, size, count },
        _ => return Err(SheetError::damaged("end record")),
    };
    let agree = |narrow: u64, wide: u64, full: u64| narrow == full || narrow == wide;
    let fine = agree(narrow.count, wide.count, 0xFFFF)
        && agree(narrow.size, wide.size, 0xFFFF_FFFF)
        && agree(narrow.offset, wide.offset, 0xFFFF_FFFF);
    if fine { Ok(wide) } else { Err(SheetError::damaged("two end records that differ")) }
}

fn read_entries(bytes: &[u8], count: u64) -> Result<Vec<Part>, SheetError> {
    let mut rest = bytes;
    let mut parts = Vec::new();
    let mut names = HashSet::new();
    while !rest.is_empty() {
        let (part, after) = read_entry(rest).ok_or_else(|| SheetError::damaged("table of contents"))?;
        if !names.insert(part.name.clone()) {
            return Err(SheetError::damaged("two parts of the same name"));
        }
        parts.push(part);
        rest = after;
    }
    if parts.len() as u64 == count { Ok(parts) } else { Err(SheetError::damaged("table of contents")) }
}

fn read_entry(bytes: &[u8]) -> Option<(Part, &[u8])> {
    let name_length = usize::from(u16_at(bytes, 28)?);
    let extra_length = usize::from(u16_at(bytes, 30)?);
    let comment_length = usize::from(u16_at(bytes, 32)?);
    let name = bytes.get(46..46 + name_length)?;
    let extra = bytes.get(46 + name_length..46 + name_length + extra_length)?;
    let rest = bytes.get(46 + name_length + extra_length + comment_length..)?;
    if bytes[..4] != ENTRY {
        return None;
    }
    let mut part = Part {
        name: String::from_utf8_lossy(name).to_lowercase().replace('\\', "/"),
        method: u16_at(bytes, 10)?,
        packed: u32_at(bytes, 20)?.into(),
        unpacked: u32_at(bytes, 24)?.into(),
        offset: u32_at(bytes, 42)?.into(),
    };
    read_extra(extra, &mut part)?;
    Some((part, rest))
}

/// Takes 64-bit sizes from the extra fields; refuses a field that would give the part another name.
fn read_extra(mut extra: &[u8], part: &mut Part) -> Option<()> {
    while extra.len() >= 4 {
        let length = usize::from(u16_at(extra, 2)?);
        let data = extra.get(4..4 + length)?;
        match u16_at(extra, 0)? {
            0x0001 => {
                let mut at = 0;
                for size in [&mut part.unpacked, &mut part.packed, &mut part.offset] {
                    if *size == 0xFFFF_FFFF {
                        *size = u64_at(data, at)?;
                        at += 8;
                    }
                }
            }
            0x7075 => return None,
            _ => {}
        }
        extra = &extra[4 + length..];
    }
    Some(())
}

/// The bytes from `at` on; fewer than asked for is an error.
pub(super) fn read_at(file: &mut File, at: u64, length: u64) -> Result<Vec<u8>, SheetError> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(SheetError::damaged("cut off")) }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

fn too_large(detail: String) -> SheetError {
    SheetError::TooLarge { detail }
}
