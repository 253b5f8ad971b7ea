//! Files on their way out, and safe names for them.

use std::path::Path;

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tokio_util::io::ReaderStream;

use crate::error::{Error, Result};

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
