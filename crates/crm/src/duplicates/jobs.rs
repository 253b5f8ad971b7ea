//! Background work of duplicates.

use std::{collections::BTreeSet, time::Instant};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    db::{Reader, Tx},
    error::{Error, Result},
    event::Event,
    http::problem::Problem,
    id::Id,
    job::{JobKind, Pace, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api::{MergeMany, NewMerge, UndoMany},
    commands,
    kinds::Mergeable,
    queries::{self, Seen},
};

/// Records whose keys are looked at in one transaction.
const KEYED: Pace = Pace::new(500, 100, 5000);
/// Keys whose records are compared at once.
const COMPARED: Pace = Pace::new(200, 10, 5000);
/// Pairs that are read at once, to be merged one after the other.
const READ_AT_ONCE: u64 = 200;
/// Merges of which a job says why they were not undone; the others are counted.
const MOST_TOLD: usize = 200;
/// Merges that are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: u64 = 100;

/// F59: looks through all records of a kind.
pub(super) const SCAN: JobKind = JobKind {
    name: "duplicates.scan",
    about: "Looks for records that are there twice.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("30 3 * * 0")),
    is_long: true,
    alone: Some("duplicates"),
    run: |run| Box::pin(scan(run)),
};

/// Merges many pairs.
pub(super) const MERGE_MANY: JobKind = JobKind {
    name: "duplicates.merge_many",
    about: "Merges all pairs that are certain, or those that were chosen.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: Some("duplicates"),
    run: |run| Box::pin(merge_many(run)),
};

/// Undoes many merges.
pub(super) const UNDO_MANY: JobKind = JobKind {
    name: "duplicates.undo_many",
    about: "Undoes the merges that were chosen, or all of one job.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: Some("duplicates"),
    run: |run| Box::pin(undo_many(run)),
};

/// Forgets how merges of long ago can be undone.
pub(super) const FORGET: JobKind = JobKind {
    name: "duplicates.forget",
    about: "Forgets how merges of long ago can be undone.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("50 3 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(forget(run)),
};

#[derive(Serialize, Deserialize)]
struct Scanning {
    /// The place in the list of kinds.
    kind: usize,
    began: DateTime<Utc>,
    /// The last record whose keys are right; none when all are.
    keyed: Option<Uuid>,
    /// The last key whose records were compared.
    compared: Option<i64>,
    looked_at: i64,
    /// Pairs of the kinds that are done.
    pairs: u64,
    /// Keys that so many share that they were left out.
    too_common: u64,
}

impl Scanning {
    /// At the beginning of a kind.
    fn of(kind: usize, began: DateTime<Utc>, so_far: Option<&Self>) -> Self {
        let (looked_at, pairs, too_common) = so_far.map_or((0, 0, 0), |far| (far.looked_at, far.pairs, far.too_common));
        Self { kind, began, keyed: Some(Uuid::nil()), compared: None, looked_at, pairs, too_common }
    }
}

#[derive(Deserialize)]
struct Asked {
    kind: Option<String>,
}

async fn scan(run: Run) -> Result<Value> {
    // By schedule nobody asks for a kind.
    let asked = run.payload().unwrap_or(Asked { kind: None }).kind;
    let kinds: Vec<&Mergeable> = crate::MERGEABLE.iter().filter(|kind| asked.as_deref().is_none_or(|asked| asked == kind.kind)).collect();
    let resumed = serde_json::from_value(run.resumed.clone());
    let mut progress = resumed.unwrap_or_else(|_| Scanning::of(0, run.read().now(), None));
    while let Some(kind) = kinds.get(progress.kind) {
        key(&run, kind, &mut progress).await?;
        pair_up(&run, kind, &mut progress).await?;
        let mut tx = run.write().await?;
        commands::forget_unseen(&tx, kind.kind, progress.began).await?;
        let pairs = queries::proposed(tx.reader(), kind.kind).await?;
        progress.pairs += pairs;
        progress = Scanning::of(progress.kind + 1, tx.now(), Some(&progress));
        run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        let done = tx.record(Event::new("duplicates.scanned", kind.kind, run.id).with(json!({"pairs": pairs})), ());
        tx.commit(done).await?;
    }
    Ok(json!({"looked_at": progress.looked_at, "pairs": progress.pairs, "too_common": progress.too_common}))
}

/// Gives records their keys that were entered before there were any, or under other rules.
async fn key(run: &Run, kind: &Mergeable, progress: &mut Scanning) -> Result<()> {
    let mut pace = KEYED;
    while let Some(after) = progress.keyed {
        let facts = (kind.facts_after)(&run.read(), after, pace.size() as u64).await?;
        let ids: Vec<Uuid> = facts.iter().map(|facts| facts.id).collect();
        progress.looked_at += i64::try_from(ids.len()).unwrap_or(0);
        progress.keyed = ids.last().copied();
        let tx = run.write().await?;
        let began = Instant::now();
        commands::put_keys(&tx, kind.kind, &ids, &facts).await?;
        pace = pace.after(began.elapsed(), keep(run, tx, kind, progress).await?);
    }
    Ok(())
}

/// Compares the records that share a key.
async fn pair_up(run: &Run, kind: &Mergeable, progress: &mut Scanning) -> Result<()> {
    let mut pace = COMPARED;
    loop {
        let began = Instant::now();
        // Before the transaction begins, so that nobody who writes waits for it.
        let found = queries::compared(&run.read(), kind, progress.compared, pace.size() as u64).await?;
        let Some(last) = found.last else { return Ok(()) };
        progress.compared = Some(last);
        progress.too_common += found.too_common;
        let tx = run.write().await?;
        commands::write_pairs(&tx, kind.kind, found.pairs).await?;
        pace = pace.after(began.elapsed(), keep(run, tx, kind, progress).await?);
    }
}

/// Commits a chunk with how far the search is. Says whether others waited.
async fn keep(run: &Run, mut tx: Tx, kind: &Mergeable, progress: &Scanning) -> Result<bool> {
    run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
    let others_wait = run.app.db().others_wait();
    let done = tx.record(Event::new("duplicates.scanning", kind.kind, run.id), others_wait);
    tx.commit(done).await
}

#[derive(Default, Serialize, Deserialize)]
struct Merging {
    after: Uuid,
    merged: i64,
    refused: i64,
}

async fn merge_many(run: Run) -> Result<Value> {
    let asked: MergeMany = run.payload()?;
    let mut progress: Merging = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    loop {
        let pairs = queries::pairs_to_merge(&run.read(), &asked.kind, asked.pairs.as_deref(), progress.after, READ_AT_ONCE).await?;
        if pairs.is_empty() {
            return Ok(json!({"merged": progress.merged, "refused": progress.refused}));
        }
        for pair in pairs {
            progress.after = pair.id;
            let mut tx = run.write().await?;
            // The one that has been here longer stays. One that has gone with another pair meanwhile is not found.
            let wanted = NewMerge { kind: pair.kind, kept_id: pair.first_id, merged_id: pair.second_id, fields: Vec::new() };
            match commands::merge(&mut tx, wanted, Some(run.id)).await {
                Ok(done) => {
                    progress.merged += 1;
                    run.checkpoint(&mut tx, &json!(progress), progress.merged + progress.refused, None).await?;
                    tx.commit(done).await?;
                }
                Err(Error::NotFound) => {}
                Err(Error::Forbidden(_) | Error::Conflict { .. } | Error::Invalid(_)) => progress.refused += 1,
                Err(other) => return Err(other),
            }
        }
    }
}

/// How far the undoing of many merges is.
#[derive(Default, Serialize, Deserialize)]
struct Undoing {
    before: Option<Uuid>,
    total: i64,
    undone: i64,
    refused: i64,
    left: Vec<Left>,
}

/// A merge that was not undone, and why.
#[derive(Serialize, Deserialize)]
struct Left {
    id: Uuid,
    /// The names of the record that stayed and of the one that went, for who may know them.
    kept: Option<String>,
    merged: Option<String>,
    code: String,
    detail: String,
}

async fn undo_many(run: Run) -> Result<Value> {
    let asked: UndoMany = run.payload()?;
    let mut progress: Undoing = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let chosen: Option<BTreeSet<Uuid>> = asked.merges.map(BTreeSet::from_iter);
    progress.total = match (&chosen, asked.run) {
        (Some(chosen), _) => i64::try_from(chosen.len()).unwrap_or(i64::MAX),
        (None, Some(of)) if progress.total == 0 => i64::try_from(queries::count_of_run(&run.read(), of).await?).unwrap_or(i64::MAX),
        _ => progress.total,
    };
    loop {
        // The latest first: of several merges into one record that one is undone before the others.
        let next: Vec<Uuid> = match (&chosen, asked.run) {
            (Some(chosen), _) => {
                let rest = chosen.iter().rev().filter(|id| progress.before.is_none_or(|before| **id < before));
                rest.take(usize::try_from(READ_AT_ONCE).unwrap_or(usize::MAX)).copied().collect()
            }
            (None, Some(of)) => queries::merges_of_run(&run.read(), of, progress.before, READ_AT_ONCE).await?,
            (None, None) => Vec::new(),
        };
        if next.is_empty() {
            let Undoing { undone, refused, left, .. } = progress;
            return Ok(json!({"undone": undone, "refused": refused, "left": left}));
        }
        for id in next {
            undo_one(&run, id, chosen.is_some(), &mut progress).await?;
        }
    }
}

/// Undoes one of many merges, or notes why not.
async fn undo_one(run: &Run, id: Uuid, is_chosen: bool, progress: &mut Undoing) -> Result<()> {
    progress.before = Some(id);
    let mut tx = run.write().await?;
    match commands::undo(&mut tx, Id::from(id)).await {
        Ok(done) => {
            progress.undone += 1;
            run.checkpoint(&mut tx, &json!(progress), progress.undone + progress.refused, Some(progress.total)).await?;
            tx.commit(done).await?;
        }
        Err(why @ (Error::NotFound | Error::Forbidden(_) | Error::Conflict { .. } | Error::Invalid(_))) => {
            drop(tx);
            // Of a job's merges that one may not see nothing is told, not even that they are there.
            if let Some(left) = left(&run.read(), id, is_chosen, why).await? {
                progress.refused += 1;
                if progress.left.len() < MOST_TOLD {
                    progress.left.push(left);
                }
            }
            run.progress(progress.undone + progress.refused, Some(progress.total), "").await?;
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

/// Why a merge was not undone. Names are told to who sees what it has led to; one that was chosen and is not seen is not found.
async fn left(reader: &Reader, id: Uuid, is_chosen: bool, why: Error) -> Result<Option<Left>> {
    let (why, names) = match queries::merge_seen(reader, id).await? {
        Some((row, Seen::Stayed)) => (why, Some((row.kept_name, row.merged_name))),
        Some((row, Seen::MergedSince)) => {
            let since = Error::conflict("merged_since", "It was merged into another record since; undo that first.");
            (since, Some((row.kept_name, row.merged_name)))
        }
        None if is_chosen => (Error::NotFound, None),
        None => return Ok(None),
    };
    let Problem { code, detail, .. } = Problem::from(why);
    let (kept, merged) = names.unzip();
    Ok(Some(Left { id, kept, merged, code, detail }))
}

async fn forget(run: Run) -> Result<Value> {
    let mut forgotten = 0;
    loop {
        let mut tx = run.write().await?;
        let some = commands::forget(&tx, FORGOTTEN_AT_ONCE).await?;
        if some == 0 {
            return Ok(json!({"forgotten": forgotten}));
        }
        forgotten += some;
        run.checkpoint(&mut tx, &json!({}), i64::try_from(forgotten).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("merge.forgotten", "merge", run.id).with(json!({"merges": some})), ());
        tx.commit(done).await?;
    }
}
