//! Files on their way out, and safe names for them.

use std::path::Path;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guanxi_files::{FileError, Files, Part};
use tokio_util::io::ReaderStream;

use super::problem;
use crate::error::{Error, Result};

/// A file of the store, as it is handed out.
pub struct Kept<'a> {
    /// Where it is.
    pub key: &'a str,
    /// What it is called outside; without a name it is a picture that a page shows.
    pub name: Option<&'a str>,
    /// What it is.
    pub media_type: &'a str,
    /// What tells it from others: a file never changes.
    pub tag: &'a str,
}

/// How long a browser keeps a file that its user has looked at, for this user alone.
const KEPT_FOR: &str = "private, max-age=86400, immutable";

/// Streams a file of the store, or the part that is asked for. Whatever is in it, the browser is told never to run it.
pub async fn kept(files: &Files, asked: &HeaderMap, file: &Kept<'_>) -> Result<Response> {
    let tag = format!("\"{}\"", file.tag);
    let said = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    if said(header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, KEPT_FOR.to_owned())]).into_response());
    }
    let same = said(header::IF_RANGE).is_none_or(|known| known == tag);
    let part = said(header::RANGE).filter(|_| same).and_then(part);
    let found = match files.read(file.key, part).await {
        Err(FileError::NoSuchPart { size_bytes }) => return Ok(problem::no_such_part(size_bytes)),
        found => found?,
    };
    let length = found.range.end - found.range.start;
    let mut told = vec![
        (header::CONTENT_TYPE, file.media_type.to_owned()),
        (header::CONTENT_DISPOSITION, file.name.map_or_else(|| "inline".to_owned(), disposition)),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::CACHE_CONTROL, KEPT_FOR.to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::ETAG, tag),
    ];
    let mut status = StatusCode::OK;
    if part.is_some() {
        status = StatusCode::PARTIAL_CONTENT;
        told.push((header::CONTENT_RANGE, format!("bytes {}-{}/{}", found.range.start, found.range.end - 1, found.size_bytes)));
    }
    let mut response = (status, Body::from_stream(found.bytes)).into_response();
    for (name, value) in told {
        response.headers_mut().insert(name, HeaderValue::from_str(&value).map_err(anyhow::Error::from)?);
    }
    Ok(response)
}

/// `bytes=0-99`, `bytes=100-`, `bytes=-100`. Several parts at once are answered with the whole.
fn part(range: &str) -> Option<Part> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    match (from, to) {
        ("", last) => last.parse().ok().map(Part::Last),
        (from, "") => from.parse().ok().map(Part::From),
        (from, to) => from.parse().ok().zip(to.parse().ok()).filter(|(from, to)| from <= to).map(|(from, to)| Part::Within(from, to)),
    }
}

/// Streams a file as a download; the browser is told never to show it as a page.
pub async fn file(path: &Path, name: &str, kind: &'static str) -> Result<Response> {
    let file = tokio::fs::File::open(path).await.map_err(|_| Error::NotFound)?;
    let mut response = Body::from_stream(ReaderStream::new(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition(name)).unwrap_or(HeaderValue::from_static("attachment")));
    Ok(response)
}

/// RFC 6266: the name in full, and what is left of it in ASCII for programs that know no other.
fn disposition(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let encoded: String =
        name.bytes().map(|byte| if is_plain(byte as char) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect();
    let plain: String = name.chars().filter(|c| is_plain(*c)).collect();
    let plain = plain.trim_start_matches(['.', '-', '_']);
    let known = if plain.contains('.') { plain.to_owned() } else { format!("file.{plain}") };
    format!("attachment; filename=\"{known}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_where_it_is_one() {
        for (range, read) in [
            ("bytes=0-99", Some(Part::Within(0, 99))),
            ("bytes=100-", Some(Part::From(100))),
            ("bytes=-100", Some(Part::Last(100))),
            ("bytes=9-1", None),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("rows=0-1", None),
        ] {
            assert_eq!(part(range), read, "{range}");
        }
    }

    #[test]
    fn a_name_is_told_in_full_and_in_ascii() {
        for (name, plain, full) in [
            ("客户-2026-11-25.xlsx", "2026-11-25.xlsx", "%E5%AE%A2%E6%88%B7-2026-11-25.xlsx"),
            ("客户.xlsx", "file.xlsx", "%E5%AE%A2%E6%88%B7.xlsx"),
            ("a \"b\"\r\n.csv", "ab.csv", "a%20%22b%22%0D%0A.csv"),
        ] {
            assert_eq!(disposition(name), format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"));
        }
    }
}
