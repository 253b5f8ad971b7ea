//! The web app: files made by the front-end build, carried in the binary, sent compressed as they were built.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use guanxi_kernel::{
    http::{App, content_security},
    secret,
};
use rust_embed::RustEmbed;

/// The page that every path of the web app gets.
const SHELL: &str = "index.html";
/// What stands in that page for the nonce.
const NONCE: &str = "CSP_NONCE";

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
    if let Some(found) = file(path, &headers).filter(|_| path != SHELL) {
        return found;
    }
    if ["assets/", "api/", ".well-known/"].iter().any(|place| path.starts_with(place)) {
        // An old page asking for an asset of another build must be told, not given a page; so must a program that asks how to
        // sign in here.
        return (StatusCode::NOT_FOUND, "not found").into_response();
    }
    Built::get(SHELL).map_or_else(
        || {
            let text = "The web app was not built into this binary. Run `make run`, or `npm run build` in web/ before cargo build.";
            (StatusCode::NOT_FOUND, text).into_response()
        },
        |built| shell(&String::from_utf8_lossy(&built.data)),
    )
}

/// The page of the web app with a nonce of its own, which its scripts give to the styles they make. A nonce that came twice
/// would be worth nothing, so the page is never kept; it is small, and names the files that are.
fn shell(built: &str) -> Response {
    let nonce = secret::random("");
    let mut response = Body::from(built.replace(NONCE, &nonce)).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind_of(SHELL)));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(&content_security(Some(&nonce))) {
        set.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
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
    // Assets carry a hash in their names.
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent() -> (String, String) {
        let response = shell(include_str!("../../../web/index.html"));
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
        let nonce = policy.split_once("'nonce-").unwrap().1.split_once('\'').unwrap().0.to_owned();
        (nonce, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn every_page_has_a_nonce_of_its_own_that_its_policy_names() {
        let (first, page) = sent().await;
        let (second, other) = sent().await;
        assert!(page.contains(&format!("nonce=\"{first}\"")) && other.contains(&format!("nonce=\"{second}\"")), "{page}");
        assert!(first != second && !page.contains(NONCE));
    }

    #[test]
    fn nothing_that_stands_in_a_page_may_style_it() {
        for policy in [content_security(None), content_security(Some("x"))] {
            assert!(!policy.contains("unsafe"), "{policy}");
        }
    }
}
