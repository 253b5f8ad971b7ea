//! `Idempotency-Key`: a repeated request is answered with what the first one was answered.
//!
//! The transaction that does the work takes the key ([`keep`], called by [`crate::db::Tx::commit`]), so that the work
//! and the key exist together or not at all; the layer then writes the answer beside it. When the process died between
//! the two, the repeated request is told which record it had made or changed. The key travels in a task-local, because
//! no handler should have to pass it on. Requests that carry or answer secrets are never kept.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::app::App;
use crate::{
    actor::Actor,
    db::{Db, Reader},
    error::{Error, Result},
    event::Event,
};

const MAX_KEY: usize = 100;
/// Answers that are deleted in one statement.
const FORGOTTEN_AT_ONCE: i64 = 5000;
const KEPT_HOURS: i64 = 24;
const MAX_BODY: usize = 2 * 1024 * 1024;

/// Paths whose requests or answers hold passwords or fresh secrets.
const SECRETIVE: &[&str] = &[
    "/api/v1/sessions",
    "/api/v1/setup",
    "/api/v1/me/authenticator",
    "/api/v1/me/passkeys",
    "/api/v1/me/password",
    "/api/v1/me/recovery-codes",
    "/api/v1/tokens",
    "/api/v1/invitations",
    "/api/v1/invited",
    "/api/v1/password-resets",
];
/// How paths end that answer what is not to be seen without being asked for each time.
const SECRETIVE_ENDS: &[&str] = &["/reveal", "/data-export", "/facts", "/consents", "/preferences", "/withdraw"];
/// The status of a key whose work is committed and whose answer is not written yet.
const PENDING: i64 = 0;
/// How long a repeated request waits for that answer before the answer counts as lost.
const ANSWER_WITHIN: [Duration; 5] =
    [Duration::from_millis(20), Duration::from_millis(80), Duration::from_millis(200), Duration::from_millis(500), Duration::from_secs(1)];

#[derive(Clone, Debug)]
struct Key {
    word: String,
    fingerprint: String,
    /// Who holds the key, once the work has been committed.
    holder: Arc<Mutex<Option<(Uuid, Uuid)>>>,
}

tokio::task_local! {
    static KEY: Option<Key>;
}

/// The layer: reads the key and the print of the request, and keeps the answer.
pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("idempotency-key").cloned() else { return next.run(request).await };
    let path = request.uri().path();
    let is_secretive =
        SECRETIVE.iter().any(|secretive| path.starts_with(secretive)) || SECRETIVE_ENDS.iter().any(|end| path.ends_with(end));
    if request.method() != Method::POST || is_multipart(&request) || is_secretive {
        return next.run(request).await;
    }
    let key = match key.to_str() {
        Ok(key) if (1..=MAX_KEY).contains(&key.len()) => key.to_owned(),
        _ => return Error::field("/Idempotency-Key", "wrong_value", "A key has 1 to 100 ASCII characters.").into_response(),
    };
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY).await else {
        return Error::TooLarge("The body is larger than this address takes.".to_owned()).into_response();
    };
    let key = Key { word: key, fingerprint: fingerprint(&parts, &bytes), holder: Arc::default() };
    parts.extensions.insert(key.clone());
    let response = KEY.scope(Some(key.clone()), next.run(Request::from_parts(parts, Body::from(bytes)))).await;
    let holder = key.holder.lock().ok().and_then(|holder| *holder);
    match holder {
        None => response,
        Some(holder) => written(app.db(), &key, holder, response).await,
    }
}

/// Writes the answer beside the key; the answer of a request that failed after all frees the key.
async fn written(db: &Db, key: &Key, (workspace, user): (Uuid, Uuid), response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY).await else {
        return Error::Unexpected(anyhow::anyhow!("an answer was larger than an answer can be")).into_response();
    };
    let header = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let kept = if parts.status.is_success() {
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let answer = json!({"body": body, "location": header(header::LOCATION), "etag": header(header::ETAG)});
        let sql = "UPDATE kept_answers SET status = ?, body = ? WHERE workspace_id = ? AND user_id = ? AND key = ?";
        let values = vec![i64::from(parts.status.as_u16()).into(), answer.into(), workspace.into(), user.into(), key.word.as_str().into()];
        db.dialect().statement(sql, values)
    } else {
        let sql = "DELETE FROM kept_answers WHERE workspace_id = ? AND user_id = ? AND key = ?";
        db.dialect().statement(sql, vec![workspace.into(), user.into(), key.word.as_str().into()])
    };
    if let Err(error) = db.unscoped("the key was taken by a transaction that is over").execute_raw(kept).await {
        tracing::warn!(%error, "The answer to a request could not be kept; repeating it will be told to wait");
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/"))
}

fn fingerprint(parts: &Parts, body: &Bytes) -> String {
    let digest = Sha256::new().chain_update(parts.uri.path().as_bytes()).chain_update([0]).chain_update(body).finalize();
    digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[derive(FromQueryResult)]
struct Kept {
    fingerprint: String,
    status: i64,
    body: Value,
}

/// The kept answer to this request, if it has been answered before.
pub(super) async fn answer(db: &Db, actor: &Actor, parts: &Parts) -> Result<Option<Response>, Response> {
    let (Some(key), Some(user)) = (parts.extensions.get::<Key>(), actor.user()) else { return Ok(None) };
    let sql = "SELECT fingerprint, status, body FROM kept_answers WHERE workspace_id = ? AND user_id = ? AND key = ? AND created_at > ?";
    let since = db.clock().now() - chrono::Duration::hours(KEPT_HOURS);
    let values = vec![actor.workspace.into(), user.into(), key.word.clone().into(), since.into()];
    let statement = db.dialect().statement(sql, values);
    let kept = || async { Kept::find_by_statement(statement.clone()).one(db.read(actor).source()).await.map_err(Error::from) };
    let mut found = kept().await.map_err(IntoResponse::into_response)?;
    for wait in ANSWER_WITHIN {
        if found.as_ref().is_none_or(|kept| kept.status != PENDING || kept.fingerprint != key.fingerprint) {
            break;
        }
        tokio::time::sleep(wait).await;
        found = kept().await.map_err(IntoResponse::into_response)?;
    }
    Ok(match found {
        None => None,
        Some(kept) if kept.fingerprint != key.fingerprint => {
            let detail = "This Idempotency-Key was used for another request; choose a new one.";
            return Err(Error::field("/Idempotency-Key", "idempotency_mismatch", detail).into_response());
        }
        Some(kept) => Some(again(&kept)),
    })
}

fn again(kept: &Kept) -> Response {
    let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let mut response =
        if kept.body["body"].is_null() { status.into_response() } else { (status, axum::Json(&kept.body["body"])).into_response() };
    for (name, text) in [(header::LOCATION, &kept.body["location"]), (header::ETAG, &kept.body["etag"])] {
        if let Some(value) = text.as_str().filter(|text| !text.is_empty()).and_then(|text| HeaderValue::from_str(text).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

/// Takes the key of the request under way, if it has one, in the transaction that does its work.
pub(crate) async fn keep(reader: &Reader, events: &[(Uuid, Event)], asked: Option<Uuid>) -> Result<()> {
    let Some(key) = KEY.try_with(Clone::clone).ok().flatten() else { return Ok(()) };
    let Some(user) = reader.actor().user() else { return Ok(()) };
    let workspace = reader.actor().workspace;
    if key.holder.lock().is_ok_and(|holder| holder.is_some()) {
        // A second transaction of the same request: the key is ours already.
        return Ok(());
    }
    // What is answered should the answer itself be lost: the job that was asked for, or the record.
    let record = || events.last().map(|(_, event)| json!({"id": event.record, "kind": event.kind}));
    let about = asked.map(|job| json!({"id": job, "kind": "job"})).or_else(record);
    let sql = "INSERT INTO kept_answers (workspace_id, user_id, key, fingerprint, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, \
               body = excluded.body, created_at = excluded.created_at WHERE kept_answers.created_at < ?";
    let values = vec![
        workspace.into(),
        user.into(),
        key.word.into(),
        key.fingerprint.into(),
        PENDING.into(),
        json!({"body": about}).into(),
        reader.now().into(),
        (reader.now() - chrono::Duration::hours(KEPT_HOURS)).into(),
    ];
    let taken = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected();
    if taken == 0 {
        return Err(in_progress());
    }
    Ok(())
}

/// Refuses a request whose key another one has taken since it came: what it finds in its way may be its own doing.
pub async fn still_first(reader: &Reader) -> Result<()> {
    let Some(key) = KEY.try_with(Clone::clone).ok().flatten() else { return Ok(()) };
    let (Some(user), false) = (reader.actor().user(), key.holder.lock().is_ok_and(|holder| holder.is_some())) else { return Ok(()) };
    let sql = "SELECT 1 FROM kept_answers WHERE workspace_id = ? AND user_id = ? AND key = ? AND fingerprint = ?";
    let values = vec![reader.actor().workspace.into(), user.into(), key.word.into(), key.fingerprint.into()];
    let taken = reader.source().query_one_raw(reader.dialect().statement(sql, values)).await?;
    if taken.is_some() { Err(in_progress()) } else { Ok(()) }
}

fn in_progress() -> Error {
    Error::conflict("in_progress", "The same request is being answered already; repeat it in a moment.")
}

/// The transaction that took the key is committed: the answer is to be kept.
pub(crate) fn committed(actor: &Actor) {
    let Some(key) = KEY.try_with(Clone::clone).ok().flatten() else { return };
    if let (Some(user), Ok(mut holder)) = (actor.user(), key.holder.lock()) {
        *holder = Some((actor.workspace, user));
    }
}

/// Deletes answers that are kept no longer, some at a time, because on SQLite everybody else who writes waits meanwhile.
/// Returns how many.
pub async fn forget_old(db: &Db) -> Result<u64> {
    let sql = "DELETE FROM kept_answers WHERE (workspace_id, user_id, key) IN \
               (SELECT workspace_id, user_id, key FROM kept_answers WHERE created_at < ? LIMIT ?)";
    let before = db.clock().now() - chrono::Duration::hours(KEPT_HOURS);
    let mut forgotten = 0;
    loop {
        let statement = db.dialect().statement(sql, vec![before.into(), FORGOTTEN_AT_ONCE.into()]);
        let some = db.unscoped("old answers of every workspace are of no use to anybody").execute_raw(statement).await?.rows_affected();
        if some == 0 {
            return Ok(forgotten);
        }
        forgotten += some;
    }
}
