//! What is done about the health of the installation: a backup or a rehearsal is asked for, and what became of it is kept
//! and told.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    http::App,
    job::{NewJob, Queued},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    HEALTH,
    api::RunFacts,
    archive::Archive,
    jobs::{BACK_UP, REHEARSE},
};
use crate::{interactions, staff};

/// The code of a backup that somebody else should have made.
pub(super) const OVERDUE: &str = "backup_overdue";

/// A backup or a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Backup,
    Rehearsal,
}

impl What {
    /// As it is stored.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Rehearsal => "rehearsal",
        }
    }

    /// The code of a failure that has no better one; administrators are told under it, too.
    pub(super) fn failed(self) -> &'static str {
        match self {
            Self::Backup => "backup_failed",
            Self::Rehearsal => "rehearsal_failed",
        }
    }
}

/// Asks for a backup now.
pub async fn ask_backup(tx: &mut Tx, app: &App) -> Result<Recorded<Queued>> {
    may_ask(tx, app).await?;
    Ok(ask(tx, NewJob::new(BACK_UP.name, Value::Null), "backup.asked"))
}

/// Asks for a rehearsal of the newest backup.
pub async fn ask_rehearsal(tx: &mut Tx, app: &App) -> Result<Recorded<Queued>> {
    may_ask(tx, app).await?;
    if Archive::of(app).kept().await?.is_empty() {
        return Err(no_backup());
    }
    Ok(ask(tx, NewJob::new(REHEARSE.name, Value::Null), "backup.rehearsal_asked"))
}

fn ask(tx: &mut Tx, job: NewJob, event: &'static str) -> Recorded<Queued> {
    let id = tx.queue(job.on_behalf_of(tx.actor().user()));
    tx.record(Event::new(event, "backup", id), Queued { id })
}

/// That there is nothing to rehearse.
pub(super) fn no_backup() -> Error {
    Error::conflict("no_backup", "There is no backup yet; make one first.")
}

async fn may_ask(tx: &Tx, app: &App) -> Result<()> {
    if !tx.actor().may(HEALTH, Action::Change) {
        return Err(Error::Forbidden("only administrators make and rehearse backups".to_owned()));
    }
    if !staff::queries::is_oldest(tx.reader()).await? {
        return Err(Error::Forbidden("the oldest workspace keeps the backups of the installation".to_owned()));
    }
    if app.db().file().is_none() {
        return Err(Error::conflict("backup_elsewhere", "This database is PostgreSQL: back it up with its own tools, such as pg_dump."));
    }
    Ok(())
}

/// Keeps what became of a run, and tells the administrators when it failed, once for each job.
pub(super) async fn keep(tx: &mut Tx, what: What, job: Uuid, began_at: DateTime<Utc>, facts: &RunFacts) -> Result<Recorded<()>> {
    let succeeded = facts.code.is_none();
    if !succeeded && !has_failed(tx, job).await? {
        let name = if facts.code.as_deref() == Some(OVERDUE) { OVERDUE } else { what.failed() };
        tell_administrators(tx, name, job, facts).await?;
    }
    let reader = tx.reader();
    let sql = "INSERT INTO backup_runs (workspace_id, id, what, began_at, ended_at, succeeded, facts) VALUES (?, ?, ?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, id) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at, \
               succeeded = excluded.succeeded, facts = excluded.facts";
    let (workspace, now) = (reader.actor().workspace, reader.now());
    let values = vec![workspace.into(), job.into(), what.name().into(), began_at.into(), now.into(), succeeded.into(), json!(facts).into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let event = match (what, succeeded) {
        (What::Backup, true) => "backup.made",
        (What::Backup, false) => "backup.failed",
        (What::Rehearsal, true) => "backup.rehearsed",
        (What::Rehearsal, false) => "backup.rehearsal_failed",
    };
    Ok(tx.record(Event::new(event, "backup", job).with(json!({"backup": facts.backup, "code": facts.code})), ()))
}

async fn has_failed(tx: &Tx, job: Uuid) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Ended {
        succeeded: bool,
    }
    let reader = tx.reader();
    let sql = "SELECT succeeded FROM backup_runs WHERE workspace_id = ? AND id = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), job.into()]);
    Ok(Ended::find_by_statement(statement).one(reader.source()).await?.is_some_and(|run| !run.succeeded))
}

async fn tell_administrators(tx: &mut Tx, name: &'static str, job: Uuid, facts: &RunFacts) -> Result<()> {
    for person in staff::queries::administrators(tx.reader()).await? {
        interactions::commands::notify(tx, person, name, "backup", job, None, &json!({"code": facts.code})).await?;
    }
    Ok(())
}
