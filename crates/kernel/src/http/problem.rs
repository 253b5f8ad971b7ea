//! Errors as RFC 9457 problem documents.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::error::{Error, FieldError};

/// The body of every error.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable; what clients translate.
    pub code: String,
    /// A sentence: what was wrong and what to do.
    pub detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The record as it is now, for `stale_version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// What stands in the way, for `duplicate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub found: Option<serde_json::Value>,
}

impl Problem {
    fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let words = code.replace('_', " ");
        let mut letters = words.chars();
        let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        Self {
            kind: format!("/problems/{code}"),
            title,
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.into(),
            errors: Vec::new(),
            current: None,
            found: None,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use StatusCode as S;
        match error {
            Error::NotFound => Self::new(S::NOT_FOUND, "not_found", "There is no such thing here, or not for you."),
            Error::Forbidden(why) => Self::new(S::FORBIDDEN, "forbidden", why),
            Error::FieldForbidden { pointer } => {
                let error = FieldError::new(pointer, "field_forbidden", "You may not change this field; leave it out.");
                Self { detail: error.detail.clone(), errors: vec![error], ..Self::new(S::FORBIDDEN, "field_forbidden", "") }
            }
            Error::ByToken => Self::new(S::FORBIDDEN, "not_by_token", "An API token may not do this. Sign in with a browser."),
            Error::ViewingAs => Self::new(
                S::FORBIDDEN,
                "viewing_as",
                "You are looking as somebody else, and may change nothing. Go back to yourself first.",
            ),
            Error::Unauthenticated => Self::new(S::UNAUTHORIZED, "unauthenticated", "Sign in first."),
            Error::Invalid(errors) => {
                let detail = match errors.as_slice() {
                    [one] => one.detail.clone(),
                    many => format!("{} fields are wrong.", many.len()),
                };
                let own = ["stale_cursor", "idempotency_mismatch"].into_iter().find(|code| errors.iter().any(|error| error.code == *code));
                Self { errors, ..Self::new(S::UNPROCESSABLE_ENTITY, own.unwrap_or("invalid"), detail) }
            }
            Error::Malformed(why) => Self::new(S::BAD_REQUEST, "malformed", why),
            Error::Conflict { code, detail } => Self::new(S::CONFLICT, code, detail),
            Error::Duplicate { found } => {
                let detail = "There is one like this already. Look at it first; if this is another one, say so with duplicates=allow.";
                Self { found: Some(*found), ..Self::new(S::CONFLICT, "duplicate", detail) }
            }
            Error::Stale { current } => {
                let detail = "Somebody changed this record since you read it.";
                Self { current: Some(*current), ..Self::new(S::PRECONDITION_FAILED, "stale_version", detail) }
            }
            Error::VersionRequired => {
                let detail = "Send the version you read as If-Match, such as If-Match: \"3\".";
                Self::new(S::PRECONDITION_REQUIRED, "version_required", detail)
            }
            Error::TooLarge(why) => Self::new(S::PAYLOAD_TOO_LARGE, "too_large", why),
            Error::TooManyRequests { retry_after_s } => {
                Self::new(S::TOO_MANY_REQUESTS, "too_many_requests", format!("Try again in {retry_after_s} seconds."))
            }
            Error::Busy => Self::new(S::SERVICE_UNAVAILABLE, "busy", "The database is busy; try again in a moment."),
            Error::TooSlow => {
                Self::new(S::SERVICE_UNAVAILABLE, "too_slow", "This takes too long; ask for less, such as with a narrower filter.")
            }
            Error::Database(_) | Error::Unexpected(_) => {
                let detail = "Something went wrong on our side; nothing was saved. It has been logged.";
                Self::new(S::INTERNAL_SERVER_ERROR, "unexpected", detail)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if matches!(self, Self::Database(_) | Self::Unexpected(_)) {
            tracing::error!(error = %self, "A request failed unexpectedly");
        }
        let retry_after = match &self {
            Self::TooManyRequests { retry_after_s } => Some(*retry_after_s),
            Self::Busy => Some(1),
            _ => None,
        };
        let mut response = Problem::from(self).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A cookie request from another site.
pub(super) fn cross_site() -> Response {
    Problem::new(StatusCode::FORBIDDEN, "cross_site", "This request came from another site and was refused.").into_response()
}

/// A part of a file that it does not have.
pub(super) fn no_such_part(size_bytes: u64) -> Response {
    let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "no_such_part", format!("The file has {size_bytes} bytes."));
    ([(header::CONTENT_RANGE, format!("bytes */{size_bytes}"))], problem).into_response()
}

/// A path that nothing answers.
pub(super) async fn no_such_path() -> Response {
    Problem::new(StatusCode::NOT_FOUND, "not_found", "Nothing answers at this address.").into_response()
}

/// A method that this path does not take.
pub(super) async fn no_such_method() -> Response {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address does not take this method.").into_response()
}

/// A handler that panicked: the response of last resort.
pub(super) fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    let why = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    tracing::error!(why, "A request handler panicked");
    Problem::from(Error::Unexpected(anyhow::anyhow!("panic"))).into_response()
}
