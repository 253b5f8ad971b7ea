//! Background work of health: the nightly backup, and the rehearsal of a restore.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use guanxi_kernel::{
    clock::day_in,
    error::{Error, Result},
    job::{JobKind, Run, Schedule},
};
use serde_json::{Value, json};

use super::{
    BACKUP_AT, BACKUP_HOURS, DAILY_BACKUPS, WEEKLY_BACKUPS,
    api::{FilesFound, RunFacts},
    archive::{Archive, FilesIn},
    commands::{self, OVERDUE, What},
    queries, rules,
};

/// One at a time: each removes what another that died has left.
const ALONE: Option<&str> = Some("health.backup");

/// Backs the installation up and removes what is no longer to be kept; with PostgreSQL it looks whether somebody has done so.
pub(super) const BACK_UP: JobKind = JobKind {
    name: "health.backup",
    about: "Backs the database and the files up, and removes old backups.",
    max_attempts: 3,
    schedule: Some(Schedule::DailyOnce(&BACKUP_AT)),
    is_long: true,
    alone: ALONE,
    run: |run| Box::pin(back_up(run)),
};

/// Restores the newest backup beside the others, looks at it and removes it.
pub(super) const REHEARSE: JobKind = JobKind {
    name: "health.rehearsal",
    about: "Restores the newest backup to a folder of its own, compares it with what was backed up, and removes it.",
    max_attempts: 3,
    schedule: None,
    is_long: true,
    alone: ALONE,
    run: |run| Box::pin(rehearse(run)),
};

async fn back_up(run: Run) -> Result<Value> {
    let began_at = run.read().now();
    let (daily, weekly) = (DAILY_BACKUPS.get(&run.read()).await?, WEEKLY_BACKUPS.get(&run.read()).await?);
    if run.app.db().file().is_none() {
        let looked = look_elsewhere(&run).await;
        return keep(&run, What::Backup, began_at, looked).await;
    }
    if run.actor.user().is_none() && daily + weekly == 0 {
        return Ok(json!({"off": true}));
    }
    let made = make(&run, began_at, (daily, weekly)).await;
    keep(&run, What::Backup, began_at, made).await
}

async fn make(run: &Run, now: DateTime<Utc>, (daily, weekly): (i64, i64)) -> Result<RunFacts> {
    let archive = Archive::of(&run.app);
    let made = archive.make(run, now).await?;
    let kept = archive.kept().await?;
    let reader = run.read();
    let days: Vec<(&str, NaiveDate)> =
        kept.iter().map(|one| (one.name.as_str(), day_in(reader.actor().zone, one.manifest.made_at))).collect();
    let most = |number: i64| usize::try_from(number).unwrap_or_default();
    // Whoever has switched the nightly ones off and makes some by hand looks after them.
    let gone = if daily + weekly == 0 { BTreeSet::new() } else { rules::outlived(&days, most(daily), most(weekly)) };
    let removed = archive.remove(&gone).await?;
    Ok(RunFacts {
        backup: Some(made.name),
        files: made.manifest.files.map(|files| found(files, now)),
        rows: Some(made.manifest.rows.values().flat_map(|rows| rows.values()).sum()),
        removed: i64::try_from(removed).ok(),
        ..RunFacts::default()
    })
}

fn found(files: FilesIn, at: DateTime<Utc>) -> FilesFound {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    FilesFound { files: number(files.files), size_bytes: number(files.size_bytes), at }
}

/// What the product does not back up itself: it counts the files, and says when nobody has told of a backup for too long.
async fn look_elsewhere(run: &Run) -> Result<RunFacts> {
    let now = run.read().now();
    let mut listed = std::pin::pin!(run.app.files().list(""));
    let mut files = FilesIn { files: 0, size_bytes: 0 };
    while let Some(file) = listed.try_next().await? {
        files.files += 1;
        files.size_bytes += file.size_bytes;
    }
    let told = Archive::of(&run.app).told_elsewhere();
    let is_overdue = rules::is_overdue(told, queries::since(&run.read()).await?, BACKUP_HOURS.get(&run.read()).await?, now);
    let code = is_overdue.then(|| OVERDUE.to_owned());
    Ok(RunFacts { files: Some(found(files, now)), code, ..RunFacts::default() })
}

async fn rehearse(run: Run) -> Result<Value> {
    let began_at = run.read().now();
    let archive = Archive::of(&run.app);
    let newest = archive.kept().await.and_then(|kept| kept.into_iter().next().ok_or_else(commands::no_backup));
    let rehearsed = match newest {
        Ok(newest) => archive.rehearse(&run, &newest).await.map(|rehearsed| RunFacts {
            backup: Some(newest.name),
            rows: Some(rehearsed.rows),
            workspaces: i64::try_from(rehearsed.workspaces).ok(),
            files: rehearsed.files.map(|files| found(files, began_at)),
            ..RunFacts::default()
        }),
        Err(error) => Err(error),
    };
    keep(&run, What::Rehearsal, began_at, rehearsed).await
}

/// Keeps what became of a run. What the state of things refuses is not tried again.
async fn keep(run: &Run, what: What, began_at: DateTime<Utc>, outcome: Result<RunFacts>) -> Result<Value> {
    let outcome = outcome.map_err(|error| told(what, error));
    let facts = match &outcome {
        Ok(facts) => facts.clone(),
        // Somebody has cancelled it, and knows.
        Err(Error::Conflict { code: "job_stopped", detail }) => return Err(Error::conflict("job_stopped", detail.clone())),
        Err(Error::Conflict { code, detail }) => failed(code, detail.clone()),
        Err(error) => failed(what.failed(), error.to_string()),
    };
    let mut tx = run.write().await?;
    let done = commands::keep(&mut tx, what, run.id, began_at, &facts).await?;
    tx.commit(done).await?;
    outcome.map(|facts| json!(facts))
}

fn failed(code: &str, detail: String) -> RunFacts {
    RunFacts { code: Some(code.to_owned()), detail: Some(detail), ..RunFacts::default() }
}

/// What went wrong on the machine is told to its administrators, who alone can mend it.
fn told(what: What, error: Error) -> Error {
    match error {
        Error::Unexpected(inner) => Error::conflict(what.failed(), format!("{inner:#}")),
        error => error,
    }
}
