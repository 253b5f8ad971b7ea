//! The router with its layers: request ids, logs, limits, compression, panics, security headers.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate},
};
use uuid::Uuid;

use super::{app::App, client::OverTls, extract::RequestId, idempotency, openapi, probes, problem};
use crate::{actor::Actor, error::Error};

const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);
const UPLOAD_TIMEOUT: Duration = Duration::from_hours(1);
const MAX_BODY: usize = 2 * 1024 * 1024;

/// What a browser may load: everything comes from this server. Who sends a page in which scripts make styles gives it a
/// nonce, another one each time.
#[must_use]
pub fn content_security(style_nonce: Option<&str>) -> String {
    let styles = style_nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    format!(
        "default-src 'self'; style-src 'self'{styles}; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// The whole application. `pages` answers what is not the API.
pub fn router(app: App, pages: Router<App>) -> Router {
    let (api, _) = openapi::described(app.slices()).split_for_parts();
    let (stream, _) = openapi::streaming().split_for_parts();
    let document = Arc::new(serde_json::to_value(openapi::document(app.slices())).unwrap_or_default());
    let answered = api
        .route(
            "/api/v1/openapi.json",
            get(async move |State(app): State<App>, actor: Result<Actor, Response>| described(document, &app, actor)),
        )
        .route("/api/{*rest}", axum::routing::any(problem::no_such_path))
        .route("/healthz", get(probes::alive))
        .route("/readyz", get(probes::ready))
        .route("/metrics", get(probes::metrics))
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), idempotency::layer))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(in_time))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_no_file)));
    answered
        .merge(stream)
        .merge(pages)
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| problem::panicked(panic.as_ref())))
        .layer(middleware::from_fn(probes::count))
        .layer(middleware::from_fn_with_state(app.clone(), outermost))
        .with_state(app)
}

/// The API as another door of this process asks it: no network is between them, and the actor that the door has let in stands
/// among the extensions of each request.
pub fn inside(app: &App) -> Router {
    let (api, _) = openapi::described(app.slices()).split_for_parts();
    api.layer(middleware::from_fn_with_state(app.clone(), idempotency::layer)).with_state(app.clone())
}

/// Files are mostly compressed already, and whoever waits for one wants to know how much is still to come.
fn is_no_file(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// Ends a request that takes too long. A large file on a slow line may take its time.
async fn in_time(request: Request, next: Next) -> Response {
    let is_upload = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let limit = if is_upload { UPLOAD_TIMEOUT } else { REQUEST_TIMEOUT };
    tokio::time::timeout(limit, next.run(request)).await.unwrap_or_else(|_| Error::Busy.into_response())
}

/// The description of the API; for whoever is signed in, with the fields of their workspace that they see.
fn described(mut document: Arc<serde_json::Value>, app: &App, actor: Result<Actor, Response>) -> Json<Arc<serde_json::Value>> {
    if let Ok(actor) = actor {
        openapi::describe_own(Arc::make_mut(&mut document), app.slices(), &actor);
    }
    Json(document)
}

/// Gives the request its id, the response its security headers, and the log its line. The line holds no query
/// string, no name and no body.
async fn outermost(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7();
    let OverTls(over_tls) = OverTls::of(request.headers(), request.extensions(), app.proxies());
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let is_api = request.uri().path().starts_with("/api/");
    // The pattern, never the path itself: an invitation carries its secret there.
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "page".to_owned(), |matched| matched.as_str().to_owned());
    let started = std::time::Instant::now();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let set = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(self)"),
    ];
    for (name, value) in set {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Whoever came over TLS once does not come without it.
    if over_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // The web app's page has said its own, with its nonce.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(value) = HeaderValue::from_str(&content_security(None))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert("x-request-id", value);
    }
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request.id = %id, %method, route, status = response.status().as_u16(), duration_ms, "Answered");
    response
}
