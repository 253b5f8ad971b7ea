//! Background work of duplicates.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    error::{Error, Result},
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api::{MergeMany, NewMerge},
    commands::{self, Found},
    kinds::Mergeable,
    queries,
};

/// Records whose keys are looked at in one transaction.
const KEYED_AT_ONCE: u64 = 2000;
/// Keys whose records are compared in one transaction.
const COMPARED_AT_ONCE: u64 = 500;
/// Pairs that are read at once, to be merged one after the other.
const READ_AT_ONCE: u64 = 200;
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
    #[serde(flatten)]
    found: Found,
}

#[derive(Deserialize)]
struct Asked {
    kind: Option<String>,
}

async fn scan(run: Run) -> Result<Value> {
    // By schedule nobody asks for a kind.
    let asked = run.payload().unwrap_or(Asked { kind: None }).kind;
    let kinds: Vec<&Mergeable> = crate::MERGEABLE.iter().filter(|kind| asked.as_deref().is_none_or(|asked| asked == kind.kind)).collect();
    let begin = |kind: usize, looked_at: i64, found: Found, now: DateTime<Utc>| Scanning {
        kind,
        began: now,
        keyed: Some(Uuid::nil()),
        compared: None,
        looked_at,
        found,
    };
    let mut progress: Scanning = match serde_json::from_value(run.resumed.clone()) {
        Ok(progress) => progress,
        Err(_) => begin(0, 0, Found::default(), run.read().now()),
    };
    while let Some(kind) = kinds.get(progress.kind) {
        let mut tx = run.write().await?;
        let mut event = Event::new("duplicates.scanning", kind.kind, run.id);
        if let Some(after) = progress.keyed {
            let facts = (kind.facts_after)(tx.reader(), after, KEYED_AT_ONCE).await?;
            // What was entered before there were keys, or under other rules, gets its own.
            let ids: Vec<Uuid> = facts.iter().map(|facts| facts.id).collect();
            commands::put_keys(&tx, kind.kind, &ids, &facts).await?;
            progress.looked_at += i64::try_from(facts.len()).unwrap_or(0);
            progress.keyed = facts.last().map(|facts| facts.id);
        } else {
            let (last, found) = commands::pair_up(&tx, kind, progress.compared, COMPARED_AT_ONCE).await?;
            progress.found.pairs += found.pairs;
            progress.found.too_common += found.too_common;
            progress.compared = last;
            if last.is_none() {
                commands::forget_unseen(&tx, kind.kind, progress.began).await?;
                event = Event::new("duplicates.scanned", kind.kind, run.id).with(json!(progress.found));
                progress = begin(progress.kind + 1, progress.looked_at, progress.found, tx.now());
            }
        }
        run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        let done = tx.record(event, ());
        tx.commit(done).await?;
    }
    Ok(json!({"looked_at": progress.looked_at, "pairs": progress.found.pairs, "too_common": progress.found.too_common}))
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
            match commands::merge(&mut tx, wanted).await {
                Ok(done) => {
                    progress.merged += 1;
                    run.checkpoint(&mut tx, &json!(progress), progress.merged + progress.refused, None).await?;
                    tx.commit(done).await?;
                }
                Err(Error::NotFound) => {}
                Err(Error::Forbidden(_) | Error::Conflict { .. }) => progress.refused += 1,
                Err(other) => return Err(other),
            }
        }
    }
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
