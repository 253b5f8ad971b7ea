//! What handlers take: the caller, the path, the query and the body, each refused with a problem that says why.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{HeaderMap, Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    app::{App, Credential, SESSION_COOKIE},
    idempotency, problem,
};
use crate::{
    actor::Actor,
    error::{Error, FieldError, Result},
};

impl FromRequestParts<App> for Actor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let is_by_cookie = bearer(&parts.headers).is_none() && cookie(&parts.headers, SESSION_COOKIE).is_some();
        if is_by_cookie && changes(&parts.method) && is_cross_site(&parts.headers) {
            return Err(problem::cross_site());
        }
        // Another door of this process has let somebody in already (`inside`).
        let actor = match parts.extensions.get::<Self>().cloned() {
            Some(actor) => Some(actor),
            None => recognised(app, &parts.headers, RequestId::of(parts)).await.map_err(IntoResponse::into_response)?,
        };
        let actor = actor.ok_or_else(|| Error::Unauthenticated.into_response())?;
        if actor.grants.viewed_by.is_some() && changes(&parts.method) && !is_free_to_viewers(parts.uri.path()) {
            return Err(Error::ViewingAs.into_response());
        }
        if let Some(kept) = idempotency::answer(app.db(), &actor, parts).await? {
            return Err(kept);
        }
        Ok(actor)
    }
}

/// The caller, who is signed in with a browser: at the doors of passwords, sessions, tokens and invitations no token opens.
pub struct InPerson(pub Actor);

impl FromRequestParts<App> for InPerson {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let actor = Actor::from_request_parts(parts, app).await?;
        actor.in_person().map_err(IntoResponse::into_response)?;
        Ok(Self(actor))
    }
}

/// The caller, who shows an API token: at doors of programs, where a browser's cookie opens nothing.
pub struct ByToken(pub Actor);

impl FromRequestParts<App> for ByToken {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        if is_cross_site(&parts.headers) {
            return Err(problem::cross_site());
        }
        let shown = bearer(&parts.headers).ok_or_else(|| Error::Unauthenticated.into_response())?;
        let actor = app.recognise(Credential::Token(shown), RequestId::of(parts)).await.map_err(IntoResponse::into_response)?;
        actor.map(Self).ok_or_else(|| Error::Unauthenticated.into_response())
    }
}

/// Who these headers say is there, if they say so rightly.
pub(super) async fn recognised(app: &App, headers: &HeaderMap, request_id: Uuid) -> Result<Option<Actor>> {
    let cookie = cookie(headers, SESSION_COOKIE);
    let credential = match (bearer(headers), &cookie) {
        (Some(token), _) => Credential::Token(token),
        (None, Some(secret)) => Credential::Session(secret),
        (None, None) => return Ok(None),
    };
    app.recognise(credential, request_id).await
}

/// The id of a request, made by the outermost layer.
#[derive(Clone, Copy)]
pub(super) struct RequestId(pub(super) Uuid);

impl RequestId {
    fn of(parts: &Parts) -> Uuid {
        parts.extensions.get::<Self>().map_or_else(Uuid::now_v7, |id| id.0)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Where going back to being oneself answers.
const VIEWING: &str = "/api/v1/viewing";

/// Whether who looks as somebody else may send something there: a long filter, which changes nothing, or the way back.
fn is_free_to_viewers(path: &str) -> bool {
    path == VIEWING || path.ends_with("/search")
}

/// Browsers say where a request comes from; a script that sends no such header has no cookie to be abused.
pub(super) fn is_cross_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
        _ => false,
    }
}

/// A path parameter: what cannot be read is something that does not exist.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        axum::extract::Path::<T>::from_request_parts(parts, app).await.map(|path| Self(path.0)).map_err(|_| Error::NotFound)
    }
}

/// The query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Error::field("", "nul", "A text contains the character NUL; leave it out."));
        }
        axum::extract::Query::<T>::from_request_parts(parts, app)
            .await
            .map(|query| Self(query.0))
            .map_err(|rejection| Error::Malformed(rejection.body_text()))
    }
}

/// A JSON body. Unknown and wrong fields are named by their pointers.
pub struct Checked<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Checked<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/json"));
        if !is_json {
            return Err(Error::Malformed("Send the body as JSON with Content-Type: application/json.".to_owned()));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(_) => Error::TooLarge("The body is larger than this address takes.".to_owned()),
            _ => Error::Malformed("The body could not be read.".to_owned()),
        })?;
        parse(&bytes).map(Self)
    }
}

/// Reads JSON and says precisely what is wrong with it.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // No text of ours has a NUL, and PostgreSQL stores none; JSON can only carry one as this escape.
    if bytes.windows(6).any(|six| six == b"\\u0000") {
        return Err(Error::field("", "nul", "A text contains the character NUL; leave it out."));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.inner();
        if inner.is_syntax() || inner.is_eof() || inner.is_io() {
            return Error::Malformed(format!("The body is not JSON: {inner}."));
        }
        let message = inner.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        let mut pointer = pointer(&error.path().to_string());
        let quoted = message.split('`').nth(1).unwrap_or_default();
        let code = if message.starts_with("unknown field") {
            pointer = format!("{}/{quoted}", pointer.trim_end_matches(&format!("/{quoted}")));
            "unknown_field"
        } else if message.starts_with("missing field") {
            pointer = format!("{pointer}/{quoted}");
            "required"
        } else {
            "wrong_type"
        };
        Error::Invalid(vec![FieldError::new(pointer, code, format!("{message}."))])
    })?;
    json.end().map_err(|error| Error::Malformed(format!("The body goes on after its end: {error}.")))?;
    Ok(value)
}

/// `roles[0].name` → `/roles/0/name`.
fn pointer(path: &str) -> String {
    if path == "." {
        return String::new();
    }
    let path = path.replace('[', ".").replace(']', "");
    path.split('.').filter(|part| !part.is_empty()).fold(String::new(), |pointer, part| format!("{pointer}/{part}"))
}

/// For fields of a patch that can be emptied: absent is `None`, `null` is `Some(None)`.
pub fn maybe<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The version a change was made from.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i64);

impl FromRequestParts<App> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self> {
        let header = parts.headers.get(header::IF_MATCH).ok_or(Error::VersionRequired)?;
        let text = header.to_str().unwrap_or_default().trim();
        text.trim_start_matches("W/").trim_matches('"').parse().map(Self).map_err(|_| Error::VersionRequired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        #[expect(dead_code, reason = "only its errors matter here")]
        name: String,
        #[expect(dead_code, reason = "only its errors matter here")]
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[expect(dead_code, reason = "only its errors matter here")]
        size: i64,
    }

    fn error(body: &str) -> (String, String) {
        match parse::<Thing>(body.as_bytes()) {
            Err(Error::Invalid(errors)) => (errors[0].pointer.clone(), errors[0].code.clone()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn wrong_bodies_are_named_by_pointer() {
        for (body, pointer, code) in [
            (r#"{"nme":"x"}"#, "/nme", "unknown_field"),
            (r"{}", "/name", "required"),
            (r#"{"name":1}"#, "/name", "wrong_type"),
            (r#"{"name":"x","parts":[{"size":"big"}]}"#, "/parts/0/size", "wrong_type"),
            (r#"{"name":"x","parts":[{"size":1,"colour":2}]}"#, "/parts/0/colour", "unknown_field"),
        ] {
            assert_eq!(error(body), (pointer.to_owned(), code.to_owned()), "{body}");
        }
        assert!(matches!(parse::<Thing>(b"{"), Err(Error::Malformed(_))));
    }

    #[test]
    fn another_site_is_told_from_this_one() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
        };
        assert!(is_cross_site(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(is_cross_site(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(!is_cross_site(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(is_cross_site(&headers(&[("origin", "https://evil.example"), ("host", "crm.example")])));
        assert!(!is_cross_site(&headers(&[("origin", "https://crm.example"), ("host", "crm.example")])));
        assert!(is_cross_site(&headers(&[("origin", "null"), ("host", "crm.example")])));
        assert!(!is_cross_site(&headers(&[])));
    }
}
