//! What kind of file it is, by what is in it. The name of a file proves nothing.

use super::SheetError;

/// The kinds of files that are read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The usual extension, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// The kind of a file that starts like this.
pub(super) fn sniff(start: &[u8]) -> Result<Format, SheetError> {
    if start.is_empty() {
        return Err(SheetError::Empty);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Format::Xlsx);
    }
    if start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(compound_file(start));
    }
    for (magic, what) in [
        (&b"%PDF"[..], "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"{\\rtf", "an RTF document"),
    ] {
        if start.starts_with(magic) {
            return Err(SheetError::Unsupported { what });
        }
    }
    if is_markup(start) {
        return Err(SheetError::Unsupported { what: "a web page or XML file named like a table" });
    }
    Ok(Format::Csv)
}

/// The container of old Excel files, and of new ones with a password.
fn compound_file(start: &[u8]) -> SheetError {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if start.windows(name.len()).any(|window| window == name) {
        SheetError::Encrypted
    } else {
        SheetError::Unsupported { what: "a workbook in the old .xls format" }
    }
}

/// Many systems «export to Excel» by naming a web page .xls.
fn is_markup(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let head = String::from_utf8_lossy(&start[..start.len().min(64)]).to_ascii_lowercase();
    ["<html", "<!doctype", "<?xml", "<table", "<meta", "<head"].iter().any(|tag| head.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sniffs() {
        assert_eq!(sniff(b"PK\x03\x04rest").ok(), Some(Format::Xlsx));
        assert_eq!(sniff(b"a,b\n").ok(), Some(Format::Csv));
        for (start, code) in [
            (&b""[..], "sheet_empty"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "sheet_unsupported"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "sheet_encrypted"),
            (b"\n<HTML><table>", "sheet_unsupported"),
            (b"%PDF-1.7", "sheet_unsupported"),
        ] {
            assert_eq!(sniff(start).map_err(|e| e.code()), Err(code));
        }
    }
}
