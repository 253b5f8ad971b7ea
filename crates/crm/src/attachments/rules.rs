//! What is taken, what a file is, what it is called, who may take it away. Pure.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::error::{Error, FieldError, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::api::FileLimits;

/// Whatever the parameters say, no file is larger than so many megabytes.
pub const MOST_MB: i64 = 1024;
/// Bytes of a megabyte, as file managers count them.
pub const MEGABYTE: i64 = 1024 * 1024;
/// So much of a file says what it is.
pub const HEAD_BYTES: usize = 16 * 1024;
/// The longest name; what the file systems of those who fetch it can keep, in Chinese too.
pub const MOST_NAME: usize = 80;

/// What a file is, as people sort files; each has a limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A photograph or a drawing of pixels.
    Image,
    /// A document, a table, a presentation, a text, a message.
    Document,
    /// A recording or a film.
    Media,
    /// Files packed into one.
    Archive,
}

impl Family {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Document => "document",
            Self::Media => "media",
            Self::Archive => "archive",
        }
    }

    /// The family that was stored under this word.
    #[must_use]
    pub fn stored(word: &str) -> Self {
        [Self::Image, Self::Media, Self::Archive].into_iter().find(|family| family.as_str() == word).unwrap_or(Self::Document)
    }

    /// The most megabytes of a file of it.
    #[must_use]
    pub fn most_mb(self, limits: &FileLimits) -> i64 {
        match self {
            Self::Image => limits.image_mb,
            Self::Document => limits.document_mb,
            Self::Media => limits.media_mb,
            Self::Archive => limits.archive_mb,
        }
    }
}

/// Whether there is a small picture of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Picture {
    /// None, and none will come.
    None,
    /// It is being made.
    Due,
    /// Yes.
    Made,
}

impl Picture {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Due => "due",
            Self::Made => "made",
        }
    }

    /// What was stored under this word.
    #[must_use]
    pub fn stored(word: &str) -> Self {
        [Self::Due, Self::Made].into_iter().find(|picture| picture.as_str() == word).unwrap_or(Self::None)
    }
}

/// How large a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// For a list.
    #[default]
    Thumb,
    /// Fills a screen.
    View,
}

impl View {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Thumb, Self::View];

    /// The longer side at most, in pixels.
    #[must_use]
    pub fn pixels(self) -> u32 {
        match self {
            Self::Thumb => 320,
            Self::View => 1600,
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::View => "view",
        }
    }
}

/// Where all files of a workspace lie in the store.
#[must_use]
pub fn under(workspace: Uuid) -> String {
    format!("attachments/{workspace}")
}

/// Where a file lies in the store: in one of 256 folders, so that none becomes too large.
#[must_use]
pub fn key(workspace: Uuid, id: Uuid) -> String {
    format!("{}/{:02x}/{id}", under(workspace), id.as_bytes()[15])
}

/// Where a picture of a file lies in the store.
#[must_use]
pub fn picture_key(workspace: Uuid, id: Uuid, view: View) -> String {
    format!("{}.{}", key(workspace, id), view.ending())
}

/// The file that a key of the store is of.
#[must_use]
pub fn id_of(key: &str) -> Option<Uuid> {
    let name = key.rsplit('/').next()?;
    name.split('.').next()?.parse().ok()
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Its type, as HTTP and MIME say it.
    pub media_type: &'static str,
    /// Its family.
    pub family: Family,
}

/// Endings by which systems run what is in a file, or a browser does.
const RUN: &[&str] = &[
    "apk", "app", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe", "gadget", "hta", "htm", "html", "ipa", "iso", "jar", "js", "jse",
    "lnk", "mht", "mhtml", "msc", "msi", "msp", "pif", "ps1", "psm1", "reg", "scf", "scr", "sh", "svg", "svgz", "swf", "url", "vb", "vbe",
    "vbs", "wsf", "wsh", "xht", "xhtml",
];

/// What the names of old Office and WPS files, which are all of one form inside, say of them.
const COMPOUND: &[(&str, &str)] = &[
    ("doc", "application/msword"),
    ("dot", "application/msword"),
    ("wps", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("xlt", "application/vnd.ms-excel"),
    ("et", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pps", "application/vnd.ms-powerpoint"),
    ("dps", "application/vnd.ms-powerpoint"),
    ("vsd", "application/vnd.visio"),
    ("msg", "application/vnd.ms-outlook"),
];

/// What packed files are by their names, which their beginning does not always say.
const PACKED: &[(&str, &str)] = &[
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("ofd", "application/ofd"),
];

/// What a file is, by its beginning and, where several kinds begin alike, by its name. `None` for what is not taken:
/// programs, pages, drawings with scripts, and what nobody knows.
#[must_use]
pub fn recognise(head: &[u8], name: &str) -> Option<Recognised> {
    let ending = ending(name);
    if RUN.contains(&ending.as_str()) {
        return None;
    }
    let by_name = |names: &[(&str, &'static str)]| names.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind);
    let document = |media_type| Recognised { media_type, family: Family::Document };
    let Some(found) = infer::get(head) else {
        return if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") { by_name(COMPOUND).map(document) } else { text(head, &ending) };
    };
    match found.mime_type() {
        "application/x-ole-storage" => by_name(COMPOUND).map(document),
        "application/zip" => Some(by_name(PACKED).map_or(Recognised { media_type: "application/zip", family: Family::Archive }, document)),
        "text/xml" => text(head, &ending),
        media_type => family(media_type).map(|family| Recognised { media_type, family }),
    }
}

/// The family of a type that a file's beginning has shown.
fn family(media_type: &str) -> Option<Family> {
    match media_type {
        "image/vnd.dwg" | "image/vnd.adobe.photoshop" | "image/vnd.djvu" => Some(Family::Document),
        "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/bmp" | "image/tiff" | "image/heif" | "image/avif"
        | "image/jp2" | "image/jxl" => Some(Family::Image),
        "application/pdf" | "application/rtf" | "application/postscript" | "application/msword" | "application/epub+zip" => {
            Some(Family::Document)
        }
        "application/zip"
        | "application/vnd.rar"
        | "application/x-7z-compressed"
        | "application/gzip"
        | "application/x-tar"
        | "application/x-bzip2"
        | "application/x-xz"
        | "application/zstd" => Some(Family::Archive),
        other if other.starts_with("audio/") || other.starts_with("video/") => Some(Family::Media),
        other => {
            let office =
                ["application/vnd.openxmlformats-", "application/vnd.oasis.", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"];
            office.iter().any(|start| other.starts_with(start)).then_some(Family::Document)
        }
    }
}

/// Text of any encoding. What a browser would take for a page is none, however it is called.
fn text(head: &[u8], ending: &str) -> Option<Recognised> {
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let is_control = |byte: &u8| *byte < 0x20 && !b"\t\n\x0b\x0c\r\x1b".contains(byte);
    if head.is_empty() || (!is_utf16 && head.iter().any(is_control)) {
        return None;
    }
    let letters: Vec<u8> = head.iter().filter(|byte| byte.is_ascii() && **byte != 0).map(u8::to_ascii_lowercase).collect();
    let has = |sign: &str| letters.windows(sign.len()).any(|part| part == sign.as_bytes());
    if letters.starts_with(b"#!")
        || ["<html", "<svg", "<script", "<!doctype html", "xmlns=\"http://www.w3.org/1999/xhtml"].into_iter().any(has)
    {
        return None;
    }
    let media_type = match ending {
        "csv" => "text/csv",
        "eml" => "message/rfc822",
        "xml" => "application/xml",
        "vcf" => "text/vcard",
        "ics" => "text/calendar",
        _ => "text/plain",
    };
    Some(Recognised { media_type, family: Family::Document })
}

/// What stands behind the last dot of a name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// The refusal of a file that is not taken.
#[must_use]
pub fn not_taken() -> Error {
    let detail = "Files of this kind are not taken. Images, documents, tables, presentations, texts, recordings, films and archives are.";
    Error::field("/file", "file_kind", detail)
}

/// The most bytes of a file of this family; refuses families that are not taken here.
pub fn most_bytes(family: Family, limits: &FileLimits) -> Result<u64> {
    let most_mb = family.most_mb(limits).clamp(0, MOST_MB);
    if most_mb == 0 {
        return Err(FieldError::new("/file", "file_family", "Files of this family are not taken in this workspace.")
            .with("family", family.as_str())
            .into());
    }
    Ok((most_mb * MEGABYTE).unsigned_abs())
}

/// The most bytes of a file of whatever family.
#[must_use]
pub fn most_of_all(limits: &FileLimits) -> u64 {
    let most_mb = limits.image_mb.max(limits.document_mb).max(limits.media_mb).max(limits.archive_mb);
    (most_mb.clamp(0, MOST_MB) * MEGABYTE).unsigned_abs()
}

/// The refusal of a file that is too large for its family.
#[must_use]
pub fn too_large(family: Family, limits: &FileLimits) -> Error {
    let most = family.most_mb(limits);
    FieldError::new("/file", "file_too_large", format!("This file may have at most {most} MB."))
        .with("family", family.as_str())
        .with("most", most)
        .into()
}

/// The name of a file as it is kept: without folders, without what cannot be seen or turns the letters round, and not too
/// long. The ending stays, because it tells programs what to do with it.
#[must_use]
pub fn clean_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    let words = seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").replace(" .", ".");
    let name = words.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 10 => {
            format!("{}.{ending}", cut(stem, MOST_NAME - 1 - ending.chars().count()).trim_end())
        }
        _ if name.is_empty() => "file".to_owned(),
        _ => cut(name, MOST_NAME).trim_end_matches(['.', ' ']).to_owned(),
    }
}

/// Control characters, and those by which a name reads other than it is.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffd}')
}

/// Whether a picture of a file is made: of images that are read here, up to a size that has room in memory.
#[must_use]
pub fn is_pictured(media_type: &str, size_bytes: i64) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/bmp") && size_bytes <= 64 * MEGABYTE
}

/// Whether somebody may remove a file who may not change the record: whoever has added it, for a while.
#[must_use]
pub fn may_take_back(added_by: Option<Uuid>, me: Option<Uuid>, added_at: DateTime<Utc>, now: DateTime<Utc>, own_hours: i64) -> bool {
    added_by.is_some() && added_by == me && now < added_at + Duration::hours(own_hours)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: FileLimits = FileLimits { most_files: 2, image_mb: 20, document_mb: 1, media_mb: 0, archive_mb: 5000 };

    #[test]
    fn a_file_is_what_is_in_it_and_not_what_it_is_called() {
        let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00and so on";
        let compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
        for (head, name, media_type) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "contract.pdf", Some("image/png")),
            (b"\xff\xd8\xff\xe0....", "photo", Some("image/jpeg")),
            (b"%PDF-1.7 ...", "photo.jpg", Some("application/pdf")),
            (zip, "all.zip", Some("application/zip")),
            (zip, "offer.docx", Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
            (zip, "发票.OFD", Some("application/ofd")),
            (compound, "offer.DOC", Some("application/msword")),
            (compound, "offer.wps", Some("application/msword")),
            (compound, "installer.msi", None),
            (compound, "installer", None),
            ("报价单".as_bytes(), "报价单.txt", Some("text/plain")),
            (b"\xb1\xa8\xbc\xdb,\xb5\xa5\n", "gb18030.csv", Some("text/csv")),
            (b"\xff\xfea\x00b\x00", "utf16.txt", Some("text/plain")),
            (b"<?xml version=\"1.0\"?><invoice/>", "invoice.xml", Some("application/xml")),
            (b"From: a@example.com\r\n\r\nHello", "mail.eml", Some("message/rfc822")),
            // Programs and pages, whatever they are called.
            (b"MZ\x90\x00\x03\x00\x00\x00", "photo.jpg", None),
            (b"\x7fELF\x02\x01\x01\x00", "photo.png", None),
            (b"#!/bin/sh\nrm", "notes.txt", None),
            (b"<html><script>alert(1)</script>", "notes.txt", None),
            (b"  <!DOCTYPE html><p>", "notes.txt", None),
            (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "logo.xml", None),
            (b"\xff\xfe<\x00s\x00v\x00g\x00", "logo.txt", None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "logo.png", None),
            (b"alert(1)", "notes.js", None),
            (b"%PDF-1.7 ...", "contract.pdf.exe", None),
            (b"\x00\x01\x02\x03", "unknown.bin", None),
            (b"", "empty.txt", None),
        ] {
            assert_eq!(recognise(head, name).map(|found| found.media_type), media_type, "{name} {}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_family_has_its_own_limit() {
        assert_eq!(most_bytes(Family::Image, &LIMITS).unwrap(), 20 * 1024 * 1024);
        assert_eq!(most_bytes(Family::Document, &LIMITS).unwrap(), 1024 * 1024);
        assert_eq!(
            most_bytes(Family::Archive, &LIMITS).unwrap(),
            MOST_MB.unsigned_abs() * 1024 * 1024,
            "never more than there is room for"
        );
        assert!(most_bytes(Family::Media, &LIMITS).is_err(), "none is taken");
    }

    #[test]
    fn a_name_is_kept_without_what_does_harm() {
        let long = format!("{}.xlsx", "长".repeat(300));
        for (raw, name) in [
            ("报价单 2026.xlsx", "报价单 2026.xlsx"),
            ("C:\\Users\\chen\\合同.pdf", "合同.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}b\r\nc\t.txt", "ab c.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("   .hidden  ", "hidden"),
            ("合同  终稿.pdf.", "合同 终稿.pdf"),
            ("", "file"),
            ("///", "file"),
            ("\u{7}", "file"),
            (".pdf", "pdf"),
            ("报价单 .pdf", "报价单.pdf"),
            (&long, &format!("{}.xlsx", "长".repeat(75))),
        ] {
            assert_eq!(clean_name(raw), name, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_never_long_empty_or_a_path(raw in ".{0,400}") {
            let name = clean_name(&raw);
            prop_assert!((1..=MOST_NAME).contains(&name.chars().count()), "{name:?}");
            prop_assert!(!name.contains(['/', '\\', '\0']) && !name.starts_with('.'));
            prop_assert_eq!(clean_name(&name), name);
        }

        #[test]
        fn no_bytes_are_too_strange_to_be_looked_at(head in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,20}") {
            let _ = recognise(&head, &name);
        }
    }

    #[test]
    fn a_key_says_whose_file_it_is() {
        let (workspace, id) = (Uuid::now_v7(), Uuid::now_v7());
        assert!(key(workspace, id).starts_with(&under(workspace)));
        assert_eq!(id_of(&key(workspace, id)), Some(id));
        for view in View::ALL {
            assert_eq!(id_of(&picture_key(workspace, id, view)), Some(id));
        }
        assert_eq!(id_of("attachments/x/readme.txt"), None);
    }

    #[test]
    fn whoever_added_a_file_may_take_it_back_for_a_while() {
        let (me, other) = (Some(Uuid::now_v7()), Some(Uuid::now_v7()));
        let at = DateTime::UNIX_EPOCH;
        let after = |hours| at + Duration::hours(hours);
        assert!(may_take_back(me, me, at, after(23), 24));
        assert!(!may_take_back(me, me, at, after(24), 24));
        assert!(!may_take_back(other, me, at, after(0), 24));
        assert!(!may_take_back(None, None, at, after(0), 24), "a job is nobody");
        assert!(!may_take_back(me, me, at, at, 0));
    }
}
