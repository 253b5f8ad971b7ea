//! How the installation is: every read of health.

use std::path::Path;

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    actor::Action,
    db::Reader,
    error::{Error, Result},
    files::Room,
    http::App,
    parameter::Kind,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use serde_json::Value;
use uuid::Uuid;

use super::{
    BACKUP_AT, BACKUP_HOURS, DAILY_BACKUPS, FREE_SHARE, HEALTH, QUEUE_MINUTES, REHEARSAL_DAYS, WEEKLY_BACKUPS,
    api::{
        Backup, BackupRun, Backups, Disk, FailedJobs, FilesFound, Health, Installation, Jobs, Maker, Queue, RefusedPlace, RefusedSignIns,
        RefusedUser, RunFacts, Storage,
    },
    archive::{Archive, Kept, log_of},
    commands::{OVERDUE, What},
    jobs::{BACK_UP, REHEARSE},
    rules::{self, Facts, InstallationFacts, Limits},
};
use crate::staff::{self, api::Ref};

/// How far back failed jobs are told.
const FAILED_DAYS: i64 = 7;

/// How the workspace is, and for the oldest one how the whole installation is.
pub async fn health(reader: &Reader, app: &App) -> Result<Health> {
    if !reader.actor().may(HEALTH, Action::Read) {
        return Err(Error::Forbidden("only administrators see how Guanxi is".to_owned()));
    }
    let now = reader.now();
    let jobs = Jobs { queue: queue(reader.source(), &of_workspace(reader, now)).await?, failed: failed(reader).await? };
    let installation = if staff::queries::is_oldest(reader).await? { Some(installation(reader, app).await?) } else { None };
    let limits = Limits {
        backup_hours: BACKUP_HOURS.get(reader).await?,
        rehearsal_days: REHEARSAL_DAYS.get(reader).await?,
        queue_minutes: QUEUE_MINUTES.get(reader).await?,
        free_share: FREE_SHARE.get(reader).await?,
    };
    let facts = Facts {
        waiting_since: installation.as_ref().map_or(jobs.queue, |all| all.queue).waiting_since,
        failed_jobs: jobs.failed.iter().map(|kind| kind.jobs).sum(),
        installation: match &installation {
            Some(installation) => Some(looked_at(installation, since(reader).await?)),
            None => None,
        },
    };
    Ok(Health {
        at: now,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        warnings: rules::warnings(&facts, limits, now),
        jobs,
        refused: refused(reader).await?,
        installation,
    })
}

fn looked_at(installation: &Installation, since: DateTime<Utc>) -> InstallationFacts {
    let Installation { storage, backups, .. } = installation;
    let rehearsed = backups.rehearsal.as_ref().map(|run| (run.at, run.succeeded));
    InstallationFacts {
        since,
        is_scheduled: backups.made_by == Maker::Operator || backups.at.is_some(),
        last_backup: backups.last_at,
        backup_failed: backups.last_run.as_ref().is_some_and(|run| !run.succeeded && run.facts.code.as_deref() != Some(OVERDUE)),
        rehearsal: (backups.made_by == Maker::Guanxi).then_some(rehearsed),
        disks: storage.disk.into_iter().chain(backups.disk).collect(),
    }
}

/// Since when the workspace is used.
pub(super) async fn since(reader: &Reader) -> Result<DateTime<Utc>> {
    #[derive(FromQueryResult)]
    struct Made {
        created_at: DateTime<Utc>,
    }
    let statement = reader.dialect().statement("SELECT created_at FROM workspaces WHERE id = ?", vec![reader.actor().workspace.into()]);
    Made::find_by_statement(statement).one(reader.source()).await?.map(|made| made.created_at).ok_or(Error::NotFound)
}

fn of_workspace(reader: &Reader, now: DateTime<Utc>) -> Statement {
    let sql = queue_of(" AND workspace_id = ?");
    reader.dialect().statement(&sql, vec![now.into(), reader.actor().workspace.into()])
}

/// The state of a queue. The index by state and time is entered; how many jobs have ended does not matter.
fn queue_of(whose: &str) -> String {
    format!(
        "SELECT state, is_due, count(*) AS n, min(run_at) AS first_at FROM (SELECT state, run_at, run_at <= ? AS is_due FROM jobs \
         WHERE state IN ('queued', 'running'){whose}) open GROUP BY state, is_due"
    )
}

async fn queue(connection: &impl ConnectionTrait, statement: &Statement) -> Result<Queue> {
    #[derive(FromQueryResult)]
    struct Open {
        state: String,
        is_due: bool,
        n: i64,
        first_at: DateTime<Utc>,
    }
    let mut queue = Queue::default();
    for Open { state, is_due, n, first_at } in Open::find_by_statement(statement.clone()).all(connection).await? {
        match (state.as_str(), is_due) {
            ("running", _) => queue.running += n,
            (_, true) => (queue.queued, queue.waiting_since) = (n, Some(first_at)),
            (_, false) => queue.later = n,
        }
    }
    Ok(queue)
}

async fn failed(reader: &Reader) -> Result<Vec<FailedJobs>> {
    #[derive(FromQueryResult)]
    struct OfKind {
        kind: String,
        jobs: i64,
        last_at: DateTime<Utc>,
    }
    let sql = "SELECT kind, count(*) AS jobs, max(run_at) AS last_at FROM jobs WHERE state = 'failed' AND run_at >= ? AND workspace_id = ? \
               GROUP BY kind ORDER BY count(*) DESC, kind";
    let values = vec![(reader.now() - Duration::days(FAILED_DAYS)).into(), reader.actor().workspace.into()];
    let found = OfKind::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(found.into_iter().map(|OfKind { kind, jobs, last_at }| FailedJobs { kind, jobs, last_at }).collect())
}

async fn refused(reader: &Reader) -> Result<RefusedSignIns> {
    let found = staff::queries::refused_sign_ins(reader).await?;
    let names = staff::queries::names(reader, found.by_user.iter().map(|user| user.whose).collect()).await?;
    let user = |of: staff::queries::Refused<Uuid>| RefusedUser {
        user: Ref::among(&names, Some(of.whose)),
        last_day: of.last_day,
        last_week: of.last_week,
        last_at: of.last_at,
    };
    let place = |of: staff::queries::Refused<String>| RefusedPlace {
        place: Some(of.whose).filter(|place| !place.is_empty()),
        last_day: of.last_day,
        last_week: of.last_week,
        last_at: of.last_at,
    };
    Ok(RefusedSignIns {
        last_day: found.last_day,
        last_week: found.last_week,
        by_user: found.by_user.into_iter().map(user).collect(),
        by_place: found.by_place.into_iter().map(place).collect(),
    })
}

async fn installation(reader: &Reader, app: &App) -> Result<Installation> {
    let db = app.db();
    let now = reader.now();
    let connection = db.unscoped_read("the oldest workspace keeps the installation");
    let measured = db.measured().await?;
    let backups = backups(reader, app).await?;
    let of_run = |run: &Option<BackupRun>| run.as_ref().and_then(|run| run.facts.files);
    Ok(Installation {
        started_at: app.started_at(),
        servers: measured.map_or(1, |measured| measured.servers).max(1),
        workspaces: i64::try_from(staff::queries::workspaces(db).await?.len()).unwrap_or(i64::MAX),
        queue: queue(connection, &db.dialect().statement(&queue_of(""), vec![now.into()])).await?,
        storage: Storage {
            database_bytes: measured.map_or(0, |measured| measured.size_bytes),
            log_bytes: db.file().map(|file| std::fs::metadata(log_of(file)).map_or(0, |data| number(data.len()))),
            files_place: app.files().place().to_owned(),
            files: of_run(&backups.last_run).or_else(|| backups.kept.first().and_then(files_of)),
            disk: disk(guanxi_kernel::files::room(app.data())),
        },
        backups,
    })
}

/// The files that a backup found.
fn files_of(backup: &Backup) -> Option<FilesFound> {
    Some(FilesFound { files: backup.files?, size_bytes: backup.files_bytes?, at: backup.made_at })
}

async fn backups(reader: &Reader, app: &App) -> Result<Backups> {
    let archive = Archive::of(app);
    let made_by = if app.db().file().is_some() { Maker::Guanxi } else { Maker::Operator };
    let kept: Vec<Backup> = archive.kept().await?.into_iter().map(wire).collect();
    let (daily, weekly) = (DAILY_BACKUPS.get(reader).await?, WEEKLY_BACKUPS.get(reader).await?);
    let at = Kind::Time.said(BACKUP_AT.get(reader).await?);
    Ok(Backups {
        made_by,
        folder: absolute(app.backups()),
        at: Some(at).filter(|_| made_by == Maker::Guanxi && daily + weekly > 0),
        daily,
        weekly,
        last_at: match made_by {
            Maker::Guanxi => kept.first().map(|backup| backup.made_at),
            Maker::Operator => archive.told_elsewhere(),
        },
        hours: BACKUP_HOURS.get(reader).await?,
        kept,
        last_run: last_run(reader, What::Backup).await?,
        rehearsal: last_run(reader, What::Rehearsal).await?,
        job: at_work(reader).await?,
        disk: disk(archive.room()),
    })
}

fn wire(Kept { name, manifest }: Kept) -> Backup {
    Backup {
        name,
        made_at: manifest.made_at,
        version: manifest.version,
        database_bytes: number(manifest.database_bytes),
        files: manifest.files.map(|files| number(files.files)),
        files_bytes: manifest.files.map(|files| number(files.size_bytes)),
    }
}

fn absolute(folder: &Path) -> String {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).display().to_string()
}

fn disk(room: Option<Room>) -> Option<Disk> {
    room.map(|room| Disk { free_bytes: number(room.free_bytes), total_bytes: number(room.total_bytes) })
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn last_run(reader: &Reader, what: What) -> Result<Option<BackupRun>> {
    #[derive(FromQueryResult)]
    struct Run {
        began_at: DateTime<Utc>,
        ended_at: DateTime<Utc>,
        succeeded: bool,
        facts: Value,
    }
    let sql =
        "SELECT began_at, ended_at, succeeded, facts FROM backup_runs WHERE workspace_id = ? AND what = ? ORDER BY ended_at DESC LIMIT 1";
    let values = vec![reader.actor().workspace.into(), what.name().into()];
    let run = Run::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(run.map(|run| BackupRun {
        at: run.ended_at,
        took_ms: (run.ended_at - run.began_at).num_milliseconds(),
        succeeded: run.succeeded,
        facts: serde_json::from_value::<RunFacts>(run.facts).unwrap_or_default(),
    }))
}

/// The job that makes or rehearses a backup, or waits for that.
async fn at_work(reader: &Reader) -> Result<Option<Uuid>> {
    #[derive(FromQueryResult)]
    struct Job {
        id: Uuid,
    }
    let sql = "SELECT id FROM jobs WHERE workspace_id = ? AND state IN ('queued', 'running') AND kind IN (?, ?) ORDER BY id LIMIT 1";
    let values = vec![reader.actor().workspace.into(), BACK_UP.name.into(), REHEARSE.name.into()];
    Ok(Job::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?.map(|job| job.id))
}
