//! Background work: a queue in the database, on both databases, that commits with the rows that caused it.
//!
//! A job is claimed under a lease; a worker that dies loses the lease and another takes the job up at its last
//! checkpoint. A handler that works in chunks writes each chunk and its checkpoint in one transaction
//! ([`Run::checkpoint`]), so that after any crash every chunk has been done exactly once.

mod log;
mod pace;
#[cfg(all(test, feature = "testkit"))]
mod tests;
mod worker;

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use self::{
    log::{Log, Logged, get, log, payloads, waiting},
    pace::Pace,
    worker::{Workers, run_due, run_one},
};
use crate::{
    actor::{Actor, Limits},
    db::{Db, Reader, Tx, batches},
    error::{Error, FieldError, Result},
    event::Event,
    http::{App, problem::Problem},
    parameter::Parameter,
};

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub(crate) id: Uuid,
    kind: &'static str,
    payload: Value,
    run_after: Duration,
    user: Option<Uuid>,
    limits: Option<Limits>,
    credential: Option<Uuid>,
    dedupe: Option<String>,
    checkpoint: Value,
}

impl NewJob {
    /// A job of this kind, to be run as soon as possible.
    #[must_use]
    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self {
            id: Uuid::now_v7(),
            kind,
            payload,
            run_after: Duration::zero(),
            user: None,
            limits: None,
            credential: None,
            dedupe: None,
            checkpoint: Value::Null,
        }
    }

    /// With the rights of this user, who will see it among their jobs.
    #[must_use]
    pub fn on_behalf_of(mut self, user: Option<Uuid>) -> Self {
        self.user = user;
        self
    }

    /// With the limits of the credential that asks for it, when it works for the one who asks.
    pub(crate) fn limited_as(mut self, actor: &Actor) -> Self {
        if self.user.is_some() && self.user == actor.user() {
            self.limits.clone_from(&actor.grants.limits);
            self.credential = actor.session;
        }
        self
    }

    /// Not before this much time has passed.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.run_after = wait;
        self
    }

    /// Going on where another job of the kind has ended, as [`checkpoint_of`] tells.
    #[must_use]
    pub fn from_checkpoint(mut self, checkpoint: Option<Value>) -> Self {
        self.checkpoint = checkpoint.unwrap_or_default();
        self
    }

    /// Only once for this key: a second one is not queued until the job log has forgotten the first.
    #[must_use]
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.dedupe = Some(key.into());
        self
    }
}

/// A job at work.
pub type Working = Pin<Box<dyn Future<Output = Result<Value>> + Send>>;

/// When a job runs by itself, in the workspace's time zone.
#[derive(Clone, Copy)]
pub enum Schedule {
    /// At the times of a cron expression.
    Cron(&'static str),
    /// Every day at the time that this parameter says.
    Daily(&'static Parameter),
    /// The same in the oldest workspace alone, for what concerns the whole installation.
    DailyOnce(&'static Parameter),
}

/// A kind of job that a slice knows how to run.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `import.run`: stable, it is stored.
    pub name: &'static str,
    /// What it does, for the administrator's job log.
    pub about: &'static str,
    /// How often it is tried before it counts as failed.
    pub max_attempts: i64,
    /// When it runs by itself, once per workspace.
    pub schedule: Option<Schedule>,
    /// Whether it may take minutes: short ones do not wait for it.
    pub is_long: bool,
    /// Of the jobs with this name here one runs at a time in a workspace; the others wait until it has ended. (Two processes
    /// that claim in the same moment may begin one each.)
    pub alone: Option<&'static str>,
    /// The work. What it returns is the job's result.
    pub run: fn(Run) -> Working,
}

/// What the outside sees of a job.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// `queued`, `running`, `done`, `failed` or `cancelled`.
    pub state: JobState,
    /// How much is done, in the job's own units (usually rows).
    pub done: i64,
    /// Out of how much, once known.
    pub total: Option<i64>,
    /// What it is doing.
    pub message: Option<String>,
    /// What came of it.
    pub result: Option<Value>,
    /// Why it failed, or why it will be tried again.
    pub error: Option<Failure>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Why a job failed, as a door would have told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Failure {
    /// Stable; what clients translate.
    pub code: String,
    /// A sentence: what was wrong and what to do.
    pub detail: String,
    /// What is wrong with what was given to it, such as its file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let ours = matches!(error, Error::Database(_) | Error::Unexpected(_));
        let Problem { code, detail, errors, .. } = Problem::from(error);
        // What only we can mend stays in the log; what the job had committed before stays too.
        Self { detail: if ours { "Something went wrong on our side; it has been logged.".to_owned() } else { detail }, code, errors }
    }
}

/// A job that was queued.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Queued {
    /// The job, to be asked about at `/jobs/{id}`.
    pub id: Uuid,
}

/// The states of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waiting for a worker or for its time.
    Queued,
    /// Being worked on.
    Running,
    /// Finished.
    Done,
    /// Given up after its last try.
    Failed,
    /// Stopped by a person.
    Cancelled,
}

impl JobState {
    fn parse(text: &str) -> Self {
        match text {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "done" => Self::Done,
            "cancelled" => Self::Cancelled,
            _ => Self::Failed,
        }
    }

    /// Whether nothing more will happen to it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// One run of a job, as its handler sees it.
#[derive(Clone)]
pub struct Run {
    /// The application.
    pub app: App,
    /// Who the job acts as.
    pub actor: Actor,
    /// The job.
    pub id: Uuid,
    /// What was asked for.
    pub payload: Value,
    /// What the last checkpoint held; `null` at the first run.
    pub resumed: Value,
    claim: Arc<str>,
    handed_back: Arc<AtomicBool>,
}

impl Run {
    /// The payload as the handler's own type.
    pub fn payload<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_value(self.payload.clone())?)
    }

    /// Begins a transaction as the job's actor. Refused once the job has been handed back.
    pub async fn write(&self) -> Result<Tx> {
        if self.handed_back.load(Ordering::Relaxed) {
            return Err(stopped());
        }
        self.app.db().write(&self.actor).await
    }

    /// Reads as the job's actor.
    #[must_use]
    pub fn read(&self) -> Reader {
        self.app.db().read(&self.actor)
    }

    /// Stores where the work stands *in* the transaction that does it. Fails when the lease was lost or the job
    /// was cancelled, and then nothing of this transaction is kept. Progress forgives the deaths of earlier workers, and
    /// while the process is stopping it gives the job back with this transaction: another worker goes on from here.
    pub async fn checkpoint(&self, tx: &mut Tx, state: &Value, done: i64, total: Option<i64>) -> Result<()> {
        let reader = tx.reader();
        let hand_back = if self.app.stopping().is_cancelled() { ", state = 'queued', locked_by = NULL, locked_until = NULL" } else { "" };
        let sql = format!(
            "UPDATE jobs SET checkpoint = ?, done = ?, total = ?, attempts = 1{hand_back} \
             WHERE workspace_id = ? AND id = ? AND state = 'running' AND locked_by = ? AND NOT cancel_wanted"
        );
        let values =
            vec![state.clone().into(), done.into(), total.into(), self.actor.workspace.into(), self.id.into(), self.claim.as_ref().into()];
        let updated = reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?.rows_affected();
        if updated == 0 {
            return Err(stopped());
        }
        self.handed_back.store(!hand_back.is_empty(), Ordering::Relaxed);
        Ok(())
    }

    /// Shows how far the work is, outside any transaction. Says whether to go on.
    pub async fn progress(&self, done: i64, total: Option<i64>, message: &str) -> Result<()> {
        let sql = "UPDATE jobs SET done = ?, total = ?, message = ? \
                   WHERE workspace_id = ? AND id = ? AND state = 'running' AND locked_by = ? AND NOT cancel_wanted";
        let values =
            vec![done.into(), total.into(), message.into(), self.actor.workspace.into(), self.id.into(), self.claim.as_ref().into()];
        let db = self.app.db();
        let connection = db.unscoped("progress is not part of any transaction");
        let updated = connection.execute_raw(db.dialect().statement(sql, values)).await?.rows_affected();
        if updated == 0 { Err(stopped()) } else { Ok(()) }
    }
}

fn stopped() -> Error {
    Error::conflict("job_stopped", "This job was cancelled or taken over.")
}

/// Where a job that has ended was, for another that goes on from there.
pub async fn checkpoint_of(reader: &Reader, id: Uuid) -> Result<Option<Value>> {
    #[derive(FromQueryResult)]
    struct Stood {
        checkpoint: Value,
    }
    let sql = "SELECT checkpoint FROM jobs WHERE workspace_id = ? AND id = ? AND state IN ('failed', 'cancelled')";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), id.into()]);
    Ok(Stood::find_by_statement(statement).one(reader.source()).await?.map(|stood| stood.checkpoint).filter(|stood| !stood.is_null()))
}

/// Whether nothing more comes of a job, whoever asks: it has ended, or the log has forgotten it.
pub async fn is_over(reader: &Reader, id: Uuid) -> Result<bool> {
    let sql = "SELECT 1 FROM jobs WHERE workspace_id = ? AND id = ? AND state NOT IN ('done', 'failed', 'cancelled')";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), id.into()]);
    Ok(reader.source().query_one_raw(statement).await?.is_none())
}

/// Writes new jobs inside a transaction.
pub(crate) async fn write(reader: &Reader, jobs: &[NewJob]) -> Result<()> {
    insert(reader.source(), reader.dialect(), reader.actor().workspace, reader.now(), jobs).await
}

async fn insert(
    connection: &impl ConnectionTrait,
    dialect: crate::db::Dialect,
    workspace: Uuid,
    now: DateTime<Utc>,
    jobs: &[NewJob],
) -> Result<()> {
    for chunk in batches(jobs) {
        let sql = format!(
            "INSERT INTO jobs (workspace_id, id, kind, payload, state, run_at, attempts, dedupe_key, cancel_wanted, \
             checkpoint, done, user_id, limits, credential_id, created_at) VALUES {} ON CONFLICT (workspace_id, dedupe_key) DO NOTHING",
            vec!["(?, ?, ?, ?, 'queued', ?, 0, ?, ?, ?, 0, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<sea_orm::Value> = Vec::with_capacity(chunk.len() * 12);
        for job in chunk {
            values.extend([
                workspace.into(),
                job.id.into(),
                job.kind.into(),
                job.payload.clone().into(),
                (now + job.run_after).into(),
                job.dedupe.clone().into(),
                false.into(),
                job.checkpoint.clone().into(),
                job.user.into(),
                job.limits.as_ref().map(|limits| serde_json::json!(limits)).into(),
                job.credential.into(),
                now.into(),
            ]);
        }
        connection.execute_raw(dialect.statement(&sql, values)).await?;
    }
    Ok(())
}

/// Forgets jobs that ended long ago, at most so many at once. Returns how many.
pub async fn forget(tx: &Tx, ended_before: DateTime<Utc>, limit: i64) -> Result<u64> {
    let reader = tx.reader();
    let workspace = tx.actor().workspace;
    let sql = "DELETE FROM jobs WHERE workspace_id = ? AND id IN \
               (SELECT id FROM jobs WHERE workspace_id = ? AND finished_at < ? ORDER BY finished_at LIMIT ?)";
    let values = vec![workspace.into(), workspace.into(), ended_before.into(), limit.into()];
    Ok(reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected())
}

/// Asks a job to stop: a queued one stops at once, a running one at its next checkpoint.
pub async fn cancel(tx: &mut Tx, id: Uuid) -> Result<crate::db::Recorded<Job>> {
    let job = get(tx.reader(), id).await?;
    if job.state.is_final() {
        return Err(Error::conflict("job_over", "This job has already ended."));
    }
    let sql = "UPDATE jobs SET cancel_wanted = ?, \
               finished_at = CASE WHEN state = 'queued' THEN ? ELSE finished_at END, \
               state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END \
               WHERE workspace_id = ? AND id = ?";
    let reader = tx.reader();
    let values = vec![true.into(), reader.now().into(), reader.actor().workspace.into(), id.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let job = get(tx.reader(), id).await?;
    Ok(tx.record(Event::new("job.cancel_asked", "job", id).owned_by(tx.actor().user()), job))
}

/// Forgets when the workspace's schedules run next, because its zone has changed: the workers reckon it anew.
pub async fn reckon_schedules_anew(tx: &Tx) -> Result<()> {
    let reader = tx.reader();
    let statement = reader.dialect().statement("DELETE FROM schedules WHERE workspace_id = ?", vec![reader.actor().workspace.into()]);
    reader.source().execute_raw(statement).await?;
    Ok(())
}

/// Queues a job outside a request, for schedules and the command line.
pub async fn queue(db: &Db, workspace: Uuid, job: &NewJob) -> Result<Uuid> {
    let connection = db.unscoped("schedules queue jobs for every workspace");
    insert(connection, db.dialect(), workspace, db.clock().now(), std::slice::from_ref(job)).await?;
    db.live().wake_workers();
    Ok(job.id)
}
