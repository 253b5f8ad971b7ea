//! What is told of jobs: one of them, and the log of all that somebody may see.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;

use super::{Job, JobState};
use crate::{
    actor::{Action, Actor},
    db::{Reader, batches},
    error::{Error, Result},
};

#[derive(FromQueryResult)]
struct JobRow {
    id: Uuid,
    kind: String,
    state: String,
    done: i64,
    total: Option<i64>,
    message: Option<String>,
    result: Option<Value>,
    error: Option<Value>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct LogRow {
    #[sea_orm(nested)]
    job: JobRow,
    user_id: Option<Uuid>,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            state: JobState::parse(&row.state),
            done: row.done,
            total: row.total,
            message: row.message,
            result: row.result,
            error: row.error.and_then(|error| serde_json::from_value(error).ok()),
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

const COLUMNS: &str = "id, kind, state, done, total, message, result, error, created_at, finished_at";

/// By which column an actor's own jobs are found, and its value: a limited credential has those it asked for itself, because
/// what came of the others may be out of its limits.
fn own(actor: &Actor) -> (&'static str, sea_orm::Value) {
    if actor.grants.limits.is_some() { ("credential_id", actor.session.into()) } else { ("user_id", actor.user().into()) }
}

/// One job, if it was asked for by this actor or the actor administers the workspace.
pub async fn get(reader: &Reader, id: Uuid) -> Result<Job> {
    let actor = reader.actor();
    let (column, asker) = own(actor);
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE workspace_id = ? AND id = ? AND ({column} = ? OR ?)");
    let sees_all = actor.may("job", Action::Read);
    let values = vec![actor.workspace.into(), id.into(), asker, sees_all.into()];
    let row = JobRow::find_by_statement(reader.dialect().statement(&sql, values)).one(reader.source()).await?;
    row.map(Job::from).ok_or(Error::NotFound)
}

/// The last job of a kind that waits to begin, of those that the actor may ask about.
pub async fn waiting(reader: &Reader, kind: &str) -> Result<Option<Uuid>> {
    let actor = reader.actor();
    let (column, asker) = own(actor);
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE workspace_id = ? AND kind = ? AND state = 'queued' AND ({column} = ? OR ?) \
         ORDER BY id DESC LIMIT 1"
    );
    let values = vec![actor.workspace.into(), kind.into(), asker, actor.may("job", Action::Read).into()];
    let row = JobRow::find_by_statement(reader.dialect().statement(&sql, values)).one(reader.source()).await?;
    Ok(row.map(|row| row.id))
}

/// A job of the log, and for whom it is.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The job.
    pub job: Job,
    /// Who asked for it; nobody for what runs by itself.
    pub user: Option<Uuid>,
}

/// A page of the log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The jobs, newest first.
    pub jobs: Vec<Logged>,
    /// Where the next page begins; nothing on the last.
    pub next: Option<Uuid>,
}

/// The jobs of this actor, or of everybody for those who administer the workspace, of a kind and in a state, newest first and
/// older than `before`.
pub async fn log(reader: &Reader, kind: Option<&str>, state: Option<JobState>, before: Option<Uuid>, limit: u64) -> Result<Log> {
    let actor = reader.actor();
    let (mut sql, mut values) = (format!("SELECT {COLUMNS}, user_id FROM jobs WHERE workspace_id = ?"), vec![actor.workspace.into()]);
    if !actor.may("job", Action::Read) {
        let (column, asker) = own(actor);
        sql.extend([" AND ", column, " = ?"]);
        values.push(asker);
    }
    if let Some(kind) = kind {
        sql.push_str(" AND kind = ?");
        values.push(kind.into());
    }
    if let Some(state) = state {
        sql.push_str(" AND state = ?");
        values.push(serde_json::to_value(state)?.as_str().unwrap_or_default().into());
    }
    if let Some(before) = before {
        sql.push_str(" AND id < ?");
        values.push(before.into());
    }
    // One more than is shown tells whether there is a next page.
    sql.push_str(" ORDER BY id DESC LIMIT ?");
    values.push(i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX).into());
    let mut rows = LogRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    let next = rows.last().filter(|_| more).map(|row| row.job.id);
    let jobs = rows.into_iter().map(|LogRow { job, user_id }| Logged { job: job.into(), user: user_id }).collect();
    Ok(Log { jobs, next })
}

/// What was asked of these jobs. Whoever calls it has found them in the [`log`].
pub async fn payloads(reader: &Reader, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Value>> {
    #[derive(FromQueryResult)]
    struct Asked {
        id: Uuid,
        payload: Value,
    }
    let mut found = BTreeMap::new();
    for some in batches(ids) {
        let sql = format!("SELECT id, payload FROM jobs WHERE workspace_id = ? AND id IN ({})", vec!["?"; some.len()].join(", "));
        let values = std::iter::once(reader.actor().workspace.into()).chain(some.iter().map(|id| (*id).into())).collect();
        let rows = Asked::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        found.extend(rows.into_iter().map(|Asked { id, payload }| (id, payload)));
    }
    Ok(found)
}
