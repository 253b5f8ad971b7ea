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
    let encoded: String = name
        .bytes()
        .map(
            |byte| if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) { (byte as char).to_string() } else { format!("%{byte:02X}") },
        )
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")));
    Ok(response)
}
