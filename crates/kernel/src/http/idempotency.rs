//! `Idempotency-Key`: a repeated request is answered with what the first one was answered.
//!
//! The answer is kept in the transaction that made it, so that either both exist or neither. The key travels from
//! the outermost layer to [`crate::db::Tx::commit`] in a task-local, because no handler should have to pass it on.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    actor::Actor,
    db::{Db, Reader},
    error::{Error, Result},
};

const MAX_KEY: usize = 100;
const KEPT_HOURS: i64 = 24;
const MAX_BODY: usize = 2 * 1024 * 1024;

#[derive(Clone, Debug)]
struct Key {
    key: String,
    fingerprint: String,
}

tokio::task_local! {
    static KEY: Option<Key>;
}

/// The layer: reads the key and the print of the request.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("idempotency-key").cloned() else { return next.run(request).await };
    if request.method() != Method::POST || is_multipart(&request) {
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
    let key = Key { key, fingerprint: fingerprint(&parts, &bytes) };
    parts.extensions.insert(key.clone());
    KEY.scope(Some(key), next.run(Request::from_parts(parts, Body::from(bytes)))).await
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
    let values = vec![actor.workspace.into(), user.into(), key.key.clone().into(), since.into()];
    let reader = db.read(actor);
    let kept = Kept::find_by_statement(db.dialect().statement(sql, values))
        .one(reader.source())
        .await
        .map_err(|error| Error::from(error).into_response())?;
    Ok(match kept {
        None => None,
        Some(kept) if kept.fingerprint != key.fingerprint => {
            let detail = "This Idempotency-Key was used for another request; choose a new one.";
            return Err(Error::field("/Idempotency-Key", "idempotency_mismatch", detail).into_response());
        }
        Some(kept) => {
            let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
            let mut response = (status, axum::Json(kept.body)).into_response();
            response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
            Some(response)
        }
    })
}

/// Keeps the answer in the transaction that made it.
pub(crate) async fn keep<T: Serialize>(reader: &Reader, status: u16, answer: &T) -> Result<()> {
    let Some(key) = KEY.try_with(Clone::clone).ok().flatten() else { return Ok(()) };
    let Some(user) = reader.actor().user() else { return Ok(()) };
    let sql = "INSERT INTO kept_answers (workspace_id, user_id, key, fingerprint, status, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, \
               body = excluded.body, created_at = excluded.created_at WHERE kept_answers.created_at < ?";
    let values = vec![
        reader.actor().workspace.into(),
        user.into(),
        key.key.into(),
        key.fingerprint.into(),
        i64::from(status).into(),
        serde_json::to_value(answer)?.into(),
        reader.now().into(),
        (reader.now() - chrono::Duration::hours(KEPT_HOURS)).into(),
    ];
    let written = reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected();
    if written == 0 {
        // The same request is being answered at this moment by another connection.
        return Err(Error::conflict("in_progress", "The same request is being answered already; repeat it in a moment."));
    }
    Ok(())
}

/// Deletes answers that are kept no longer. Returns how many.
pub async fn forget_old(db: &Db) -> Result<u64> {
    let statement = db
        .dialect()
        .statement("DELETE FROM kept_answers WHERE created_at < ?", vec![(db.clock().now() - chrono::Duration::hours(KEPT_HOURS)).into()]);
    Ok(db.unscoped("old answers of every workspace are of no use to anybody").execute_raw(statement).await?.rows_affected())
}
