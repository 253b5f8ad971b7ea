//! Looks at the start of a workbook's table of texts before calamine does.
//!
//! calamine 0.38 reserves memory for as many texts as the attribute `uniqueCount` claims. A file of a
//! few hundred bytes can claim 10^12, and a failed allocation ends the whole process: no error, no
//! unwinding. So the claim is held against the size of the part first.

use std::fs::File;

use super::zip_guard::{Part, read_at, u16_at};
use super::{SheetError, inflate};

/// How much of the part is looked at: the opening tag must be complete within it.
const PREFIX_BYTES: usize = 16 * 1024;
/// The shortest text there is, `<si/>`.
const SHORTEST_BYTES: u64 = 5;

/// Refuses a table of texts that claims more texts than it has room for.
pub(super) fn check(file: &mut File, parts: &[Part]) -> Result<(), SheetError> {
    for part in parts.iter().filter(|part| part.name.ends_with("sharedstrings.xml")) {
        let start = start_of(file, part)?;
        let tag = opening_tag(&start).ok_or_else(|| SheetError::damaged("table of texts"))?;
        let claimed = claimed_count(tag).ok_or_else(|| SheetError::damaged("table of texts"))?;
        if claimed > part.unpacked / SHORTEST_BYTES + 1 {
            return Err(SheetError::damaged("it claims more texts than it has"));
        }
    }
    Ok(())
}

fn start_of(file: &mut File, part: &Part) -> Result<Vec<u8>, SheetError> {
    let broken = || SheetError::damaged("table of texts");
    let header = read_at(file, part.offset, 30)?;
    let (Some(name), Some(extra)) = (u16_at(&header, 26), u16_at(&header, 28)) else {
        return Err(broken());
    };
    let data_at = part.offset.saturating_add(30 + u64::from(name) + u64::from(extra));
    // A prefix of 16 KiB never needs more packed bytes than this, save for absurd block headers.
    let packed = read_at(file, data_at, part.packed.min(4 * PREFIX_BYTES as u64))?;
    match part.method {
        0 => Ok(packed.into_iter().take(PREFIX_BYTES).collect()),
        8 => inflate::prefix(&packed, PREFIX_BYTES).ok_or_else(broken),
        _ => Err(broken()),
    }
}

/// The root element's opening tag, which must be `sst`, behind nothing but a declaration and comments.
fn opening_tag(start: &[u8]) -> Option<&str> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    // The prefix may end within a character; the tag must not.
    let mut text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).ok()?,
    };
    loop {
        text = text.trim_start();
        if let Some(rest) = text.strip_prefix("<?") {
            text = rest.split_once("?>")?.1;
        } else if let Some(rest) = text.strip_prefix("<!--") {
            text = rest.split_once("-->")?.1;
        } else {
            break;
        }
    }
    let tag = text.strip_prefix('<')?.split_once('>')?.0;
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next()?;
    (name.rsplit(':').next()? == "sst").then_some(tag)
}

/// The largest number claimed; 0 if none is; `None` if it is not a plain number.
fn claimed_count(tag: &str) -> Option<u64> {
    let mut claimed = 0;
    for (at, name) in tag.match_indices("uniqueCount") {
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let number = value[1..].split(quote).next()?;
        claimed = claimed.max(number.trim().parse().ok()?);
    }
    Some(claimed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_claim() {
        let claim = |text: &str| opening_tag(text.as_bytes()).and_then(claimed_count);
        assert_eq!(claim("<?xml version=\"1.0\"?>\n<!-- x --><sst count=\"9\" uniqueCount=\"7\"><si>"), Some(7));
        assert_eq!(claim("<x:sst xmlns:x='y' uniqueCount = '99999999999999'>"), Some(99_999_999_999_999));
        assert_eq!(claim("<sst/>"), Some(0));
        assert_eq!(claim("<sst uniqueCount=\"x\">"), None);
        assert_eq!(claim("<a><sst uniqueCount=\"1\">"), None);
        assert_eq!(claim("<!DOCTYPE a><sst>"), None);
        assert_eq!(claim("<sst uniqueCount="), None);
    }
}
