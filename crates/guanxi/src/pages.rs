//! The web app: files made by the front-end build, carried in the binary, sent compressed as they were built.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use guanxi_kernel::http::App;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// Answers every path that is not the API.
pub(crate) fn pages() -> Router<App> {
    Router::new().fallback(page)
}

async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(found) = file(path, &headers) {
        return found;
    }
    if path.starts_with("assets/") || path.starts_with("api/") {
        // An old page asking for an asset of another build must be told, not given a page.
        return (StatusCode::NOT_FOUND, "not found").into_response();
    }
    file("index.html", &headers).unwrap_or_else(|| {
        let text = "The web app was not built into this binary. Run `make run`, or `npm run build` in web/ before cargo build.";
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || matches!(path.rsplit_once('.'), Some((_, "br" | "gz"))) || path.starts_with('.') {
        return None;
    }
    let plain = Built::get(path)?;
    let accepts = |coding: &str| {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        accepted.split(',').any(|part| part.split(';').next().is_some_and(|name| name.trim() == coding))
    };
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Built::get(&format!("{path}{ending}")).map(|file| (coding, file)));
    let (coding, file) = compressed.map_or((None, plain), |(coding, file)| (Some(coding), file));
    let mut response = Body::from(file.data.into_owned()).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind_of(path)));
    // Assets carry a hash in their names; the page that names them must always be asked for.
    let caching = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Some(response)
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
