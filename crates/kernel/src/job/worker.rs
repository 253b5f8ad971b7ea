//! The workers: claim, run, renew the lease, settle. Any number of processes may run them on one database.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use croner::Cron;
use sea_orm::{ConnectionTrait, FromQueryResult, TransactionTrait};
use serde_json::Value;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Failure, JobKind, NewJob, Run, Schedule, insert};
use crate::{
    error::{Error, Result},
    http::App,
};

const LEASE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_secs(2);
/// Jobs that run side by side. Of these so many may be long ones, so that the short ones, on which people wait, find a
/// place.
const CONCURRENT: usize = 3;
const LONG: usize = 2;
const DEFAULT_ATTEMPTS: i64 = 5;
/// The waits between tries to write how a run ended: its work is committed already.
const SETTLE_AFTER: [Duration; 4] = [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3), Duration::from_secs(5)];

/// The workers of this process.
pub struct Workers {
    app: App,
    kinds: Arc<Vec<JobKind>>,
}

#[derive(FromQueryResult)]
struct Claimed {
    workspace_id: Uuid,
    id: Uuid,
    kind: String,
    payload: Value,
    checkpoint: Value,
    user_id: Option<Uuid>,
    limits: Option<Value>,
    attempts: i64,
    locked_by: String,
}

impl Workers {
    /// Workers for the kinds that the slices declare.
    #[must_use]
    pub fn new(app: App) -> Self {
        let kinds = app.slices().iter().flat_map(|slice| (slice.jobs)()).collect();
        Self { app, kinds: Arc::new(kinds) }
    }

    /// Works until told to stop, then lets the running jobs reach their next checkpoint or a few seconds pass.
    pub async fn work(self, stop: CancellationToken) {
        let (mut running, long) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
        if let Err(error) = self.take_over().await {
            tracing::error!(%error, "The jobs of the process before this one wait until their lease ends");
        }
        loop {
            if let Err(error) = self.queue_scheduled().await {
                tracing::error!(%error, "The schedules could not be read");
            }
            while running.len() < CONCURRENT && !stop.is_cancelled() {
                match self.claim(long.load(Ordering::Relaxed) < LONG).await {
                    Ok(Some(job)) => {
                        let (app, kinds) = (self.app.clone(), self.kinds.clone());
                        let place = self.kinds.iter().any(|kind| kind.is_long && kind.name == job.kind).then(|| Place::of(&long));
                        running.spawn(async move {
                            run(app, &kinds, job).await;
                            drop(place);
                        });
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::error!(%error, "The job queue could not be read");
                        break;
                    }
                }
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.app.db().live().job_queued() => {}
                Some(_) = running.join_next() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        let _ = tokio::time::timeout(Duration::from_secs(5), async { while running.join_next().await.is_some() {} }).await;
    }

    /// An embedded database serves one process: what was running when this one starts has lost its worker.
    async fn take_over(&self) -> Result<()> {
        let db = self.app.db();
        if !db.dialect().is_embedded() {
            return Ok(());
        }
        let sql = "UPDATE jobs SET locked_until = ? WHERE state = 'running'";
        let values = vec![(db.clock().now() - LEASE).into()];
        db.unscoped("the queue serves every workspace").execute_raw(db.dialect().statement(sql, values)).await?;
        Ok(())
    }

    /// Takes one job that is due, or whose worker has died; a long one only when there is a place for it.
    async fn claim(&self, long_too: bool) -> Result<Option<Claimed>> {
        let db = self.app.db();
        let now = db.clock().now();
        let skip_locked = db.dialect().skip_locked();
        let left_out: Vec<sea_orm::Value> =
            self.kinds.iter().filter(|kind| kind.is_long && !long_too).map(|kind| kind.name.into()).collect();
        let kinds =
            if left_out.is_empty() { String::new() } else { format!(" AND kind NOT IN ({})", vec!["?"; left_out.len()].join(", ")) };
        let (alone, members) = self.alone();
        let sql = format!(
            // Materialized, so that the choice of one job is made once and not again for every row looked at; apart, so that
            // each is the first entry of an index, however long the queue is.
            "WITH orphaned AS MATERIALIZED (SELECT workspace_id, id FROM jobs \
               WHERE state = 'running' AND locked_until < ?{kinds} LIMIT 1{skip_locked}), \
             queued AS MATERIALIZED (SELECT workspace_id, id FROM jobs \
               WHERE state = 'queued' AND run_at <= ?{kinds}{alone} ORDER BY run_at LIMIT 1{skip_locked}), \
             due AS MATERIALIZED (SELECT workspace_id AS due_workspace, id AS due_id FROM orphaned \
               UNION ALL SELECT workspace_id, id FROM queued LIMIT 1) \
             UPDATE jobs SET state = 'running', locked_by = ?, locked_until = ?, attempts = attempts + 1 \
             FROM due WHERE workspace_id = due_workspace AND id = due_id \
             RETURNING workspace_id, id, kind, payload, checkpoint, user_id, limits, attempts, locked_by"
        );
        // A name for this claim alone: a run that has lost its lease can no longer write, not even in this process.
        let claim = Uuid::now_v7().to_string();
        let due = || std::iter::once(now.into()).chain(left_out.iter().cloned());
        let values: Vec<sea_orm::Value> = due().chain(due()).chain(members).chain([claim.into(), (now + LEASE).into()]).collect();
        let connection = db.unscoped("the queue serves every workspace");
        Ok(Claimed::find_by_statement(db.dialect().statement(&sql, values)).one(connection).await?)
    }

    /// Of kinds that run alone, none while another of them runs in the workspace: the condition and its values.
    fn alone(&self) -> (String, Vec<sea_orm::Value>) {
        let mut groups: BTreeMap<&str, Vec<sea_orm::Value>> = BTreeMap::new();
        for kind in self.kinds.iter() {
            groups.entry(kind.alone.unwrap_or_default()).or_default().push(kind.name.into());
        }
        groups.remove("");
        let condition = |members: &Vec<sea_orm::Value>| {
            let names = vec!["?"; members.len()].join(", ");
            format!(
                " AND (kind NOT IN ({names}) OR NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.workspace_id = jobs.workspace_id \
                 AND other.state = 'running' AND other.kind IN ({names})))"
            )
        };
        let sql = groups.values().map(condition).collect();
        (sql, groups.into_values().flat_map(|members| [members.clone(), members]).flatten().collect())
    }

    /// Takes this job, if it is due or its worker has died.
    async fn claim_one(&self, workspace: Uuid, id: Uuid) -> Result<Option<Claimed>> {
        let db = self.app.db();
        let now = db.clock().now();
        let sql = "UPDATE jobs SET state = 'running', locked_by = ?, locked_until = ?, attempts = attempts + 1 \
                   WHERE workspace_id = ? AND id = ? AND ((state = 'running' AND locked_until < ?) OR (state = 'queued' AND run_at <= ?)) \
                   RETURNING workspace_id, id, kind, payload, checkpoint, user_id, limits, attempts, locked_by";
        let claim = Uuid::now_v7().to_string();
        let values = vec![claim.into(), (now + LEASE).into(), workspace.into(), id.into(), now.into(), now.into()];
        let connection = db.unscoped("the queue serves every workspace");
        Ok(Claimed::find_by_statement(db.dialect().statement(sql, values)).one(connection).await?)
    }

    /// Queues what is due by schedule, once however many processes look.
    async fn queue_scheduled(&self) -> Result<()> {
        let db = self.app.db();
        let now = db.clock().now();
        for kind in self.kinds.iter() {
            let Some(schedule) = kind.schedule else { continue };
            for due in due_workspaces(&self.app, kind.name, now, matches!(schedule, Schedule::DailyOnce(_))).await? {
                let (workspace, is_new) = (due.id, due.is_new);
                let (parameter, cron) = match schedule {
                    Schedule::Cron(cron) => (None, Cow::Borrowed(cron)),
                    Schedule::Daily(parameter) | Schedule::DailyOnce(parameter) => {
                        let at = parameter.scheduled(db, workspace).await?;
                        (Some(parameter.key), Cow::Owned(format!("{} {} * * *", at % 60, at / 60)))
                    }
                };
                let next = next_run(&cron, due.time_zone.parse().unwrap_or(chrono_tz::UTC), now)?;
                let sql = "INSERT INTO schedules (workspace_id, kind, parameter, next_run_at) VALUES (?, ?, ?, ?) \
                           ON CONFLICT (workspace_id, kind) DO UPDATE SET next_run_at = excluded.next_run_at WHERE schedules.next_run_at <= ?";
                let values = vec![workspace.into(), kind.name.into(), parameter.into(), next.into(), now.into()];
                let transaction = db.unscoped("schedules run for every workspace").begin().await?;
                let turned = transaction.execute_raw(db.dialect().statement(sql, values)).await?.rows_affected();
                // A workspace that has just been opened waits for its first time; one whose time passed while the
                // product was off runs now.
                if turned > 0 && !is_new {
                    let job = NewJob::new(kind.name, Value::Null).once(format!("{}@{}", kind.name, now.format("%Y%m%d%H%M")));
                    insert(&transaction, db.dialect(), workspace, now, &[job]).await?;
                }
                transaction.commit().await?;
            }
        }
        Ok(())
    }
}

/// A place among the long jobs, held while one runs.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn of(places: &Arc<AtomicUsize>) -> Self {
        places.fetch_add(1, Ordering::Relaxed);
        Self(places.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(FromQueryResult)]
struct Due {
    id: Uuid,
    time_zone: String,
    is_new: bool,
}

async fn due_workspaces(app: &App, kind: &str, now: DateTime<Utc>, oldest_only: bool) -> Result<Vec<Due>> {
    let db = app.db();
    let only = if oldest_only { " AND NOT EXISTS (SELECT 1 FROM workspaces older WHERE older.id < w.id)" } else { "" };
    let sql = format!(
        "SELECT w.id, w.time_zone, s.next_run_at IS NULL AS is_new FROM workspaces w \
         LEFT JOIN schedules s ON s.workspace_id = w.id AND s.kind = ? WHERE (s.next_run_at IS NULL OR s.next_run_at <= ?){only}"
    );
    let connection = db.unscoped_read("schedules run for every workspace");
    Ok(Due::find_by_statement(db.dialect().statement(&sql, vec![kind.into(), now.into()])).all(connection).await?)
}

fn next_run(cron: &str, zone: chrono_tz::Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let cron = Cron::from_str(cron).map_err(|error| anyhow::anyhow!("the schedule {cron} is wrong: {error}"))?;
    let next = cron
        .find_next_occurrence(&now.with_timezone(&zone), false)
        .map_err(|error| anyhow::anyhow!("the schedule has no next run: {error}"))?;
    Ok(next.with_timezone(&Utc))
}

async fn run(app: App, kinds: &[JobKind], job: Claimed) {
    let kind = kinds.iter().find(|kind| kind.name == job.kind);
    let max_attempts = kind.map_or(DEFAULT_ATTEMPTS, |kind| kind.max_attempts);
    let outcome = match kind {
        None => Err(Error::Unexpected(anyhow::anyhow!("this release knows no job of kind {}", job.kind))),
        Some(_) if job.attempts > max_attempts => Err(Error::Unexpected(anyhow::anyhow!("given up: its worker died {max_attempts} times"))),
        Some(kind) => with_lease(&app, &job, kind).await,
    };
    let settlement = Settlement::of(&app, &job, max_attempts, outcome);
    for wait in SETTLE_AFTER {
        match settlement.write(&app, &job).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(job.id = %job.id, %error, "A finished job could not be settled yet"),
        }
        tokio::time::sleep(wait).await;
    }
    tracing::error!(job.id = %job.id, "A finished job could not be settled; it will run again from its last checkpoint");
}

/// Runs the handler while renewing the lease beside it.
async fn with_lease(app: &App, job: &Claimed, kind: &JobKind) -> Result<Value> {
    let mut actor = app.actor_for_job(job.workspace_id, job.user_id, job.id).await?;
    if let Some(limits) = job.limits.clone() {
        actor = actor.limited_to(serde_json::from_value(limits)?);
    }
    let run = Run {
        app: app.clone(),
        actor,
        id: job.id,
        payload: job.payload.clone(),
        resumed: job.checkpoint.clone(),
        claim: job.locked_by.as_str().into(),
        handed_back: Arc::default(),
    };
    let mut work = tokio::spawn((kind.run)(run));
    loop {
        tokio::select! {
            done = &mut work => {
                return done.unwrap_or_else(|panic| Err(Error::Unexpected(anyhow::anyhow!("the job stopped: {panic}"))));
            }
            () = tokio::time::sleep(LEASE / 3) => {
                if !renew(app, job).await {
                    work.abort();
                    return Err(Error::conflict("lease_lost", "Another worker has taken this job over."));
                }
            }
        }
    }
}

/// Renews the lease. Says whether it was still ours; when the database is too busy to tell, it may be.
async fn renew(app: &App, job: &Claimed) -> bool {
    let db = app.db();
    let sql = "UPDATE jobs SET locked_until = ? WHERE workspace_id = ? AND id = ? AND locked_by = ?";
    let values = vec![(db.clock().now() + LEASE).into(), job.workspace_id.into(), job.id.into(), job.locked_by.as_str().into()];
    match db.unscoped("the queue serves every workspace").execute_raw(db.dialect().statement(sql, values)).await {
        Ok(renewed) => renewed.rows_affected() > 0,
        Err(error) => {
            tracing::warn!(job.id = %job.id, %error, "The lease of a job could not be renewed");
            true
        }
    }
}

/// How a run ended, to be written.
struct Settlement {
    state: &'static str,
    result: Option<Value>,
    error: Option<Value>,
    run_at: DateTime<Utc>,
    finished: Option<DateTime<Utc>>,
}

impl Settlement {
    fn of(app: &App, job: &Claimed, max_attempts: i64, outcome: Result<Value>) -> Self {
        let now = app.db().clock().now();
        let over = |state, result, error| Self { state, result, error, run_at: now, finished: Some(now) };
        match outcome {
            Ok(result) => over("done", Some(result), None),
            Err(Error::Conflict { code: "job_stopped", .. }) => over("cancelled", None, None),
            Err(error) if retries(&error) && job.attempts < max_attempts => {
                tracing::warn!(job.id = %job.id, job.kind, %error, "A job failed and will be tried again");
                let run_at = now + back_off(job.attempts);
                Self { state: "queued", result: None, error: told(error), run_at, finished: None }
            }
            Err(error) => {
                tracing::error!(job.id = %job.id, job.kind, %error, "A job failed");
                over("failed", None, told(error))
            }
        }
    }

    /// Writes it, if the job is still ours.
    async fn write(&self, app: &App, job: &Claimed) -> Result<()> {
        let db = app.db();
        let sql = "UPDATE jobs SET state = ?, result = ?, error = ?, run_at = ?, finished_at = ?, locked_by = NULL, locked_until = NULL \
                   WHERE workspace_id = ? AND id = ? AND locked_by = ?";
        let values = vec![
            self.state.into(),
            self.result.clone().into(),
            self.error.clone().into(),
            self.run_at.into(),
            self.finished.into(),
            job.workspace_id.into(),
            job.id.into(),
            job.locked_by.as_str().into(),
        ];
        db.unscoped("the queue serves every workspace").execute_raw(db.dialect().statement(sql, values)).await?;
        Ok(())
    }
}

/// What the person who asked is told.
fn told(error: Error) -> Option<Value> {
    serde_json::to_value(Failure::from(error)).ok()
}

/// What a person's input or the state of things refuses will be refused again.
fn retries(error: &Error) -> bool {
    matches!(error, Error::Busy | Error::TooSlow | Error::Database(_) | Error::Unexpected(_))
}

fn back_off(attempts: i64) -> chrono::Duration {
    chrono::Duration::seconds(5 * (1_i64 << attempts.clamp(0, 10)))
}

/// Runs one job, if it is due and nobody else has it. Says whether it ran. For the command line, which leaves what others
/// have asked for to the server.
pub async fn run_one(app: &App, workspace: Uuid, id: Uuid) -> Result<bool> {
    let workers = Workers::new(app.clone());
    let Some(job) = workers.claim_one(workspace, id).await? else { return Ok(false) };
    run(app.clone(), &workers.kinds, job).await;
    Ok(true)
}

/// Runs every job that is due, one after the other, until none is left or the process is stopping. For tests.
pub async fn run_due(app: &App) -> Result<usize> {
    let workers = Workers::new(app.clone());
    let mut count = 0;
    while let Some(job) = workers.claim(true).await? {
        run(app.clone(), &workers.kinds, job).await;
        count += 1;
        if app.stopping().is_cancelled() {
            break;
        }
    }
    Ok(count)
}
