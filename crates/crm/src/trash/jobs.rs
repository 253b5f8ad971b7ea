//! Background work of the trash.

use std::{collections::BTreeMap, time::Instant};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Pace, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{DAYS, commands, kinds::KINDS, queries, rules};

/// Records that are removed in one transaction.
const REMOVED: Pace = Pace::new(20, 1, 500);

/// F62, every night: removes for good what has been in the trash for long enough.
pub(super) const EMPTY: JobKind = JobKind {
    name: "trash.empty",
    about: "Removes for good what has been in the trash for long enough.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("25 3 * * *")),
    is_long: true,
    alone: Some("trash.empty"),
    run: |run| Box::pin(empty(run)),
};

/// How far the emptying is.
#[derive(Default, Serialize, Deserialize)]
struct Emptying {
    /// The place in the list of kinds.
    kind: usize,
    /// The last that was looked at.
    after: Option<(DateTime<Utc>, Uuid)>,
    looked_at: i64,
    /// How many went, by kind.
    removed: BTreeMap<String, i64>,
    /// How many stay because something needs them.
    kept: i64,
}

async fn empty(run: Run) -> Result<Value> {
    let reader = run.read();
    let mut progress: Emptying = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let Some(before) = rules::goes_before(DAYS.get(&reader).await?, reader.now()) else { return Ok(told(&progress)) };
    let mut pace = REMOVED;
    while let Some(kind) = KINDS.get(progress.kind) {
        let due = queries::due(&run.read(), kind, before, progress.after, pace.size()).await?;
        let Some(last) = due.last() else {
            progress = Emptying { kind: progress.kind + 1, after: None, ..progress };
            continue;
        };
        progress.after = Some((last.trashed_at, last.id));
        let ids: Vec<Uuid> = due.iter().map(|due| due.id).collect();
        let mut tx = run.write().await?;
        let began = Instant::now();
        let removed = commands::remove_due(&mut tx, kind, &ids, before).await?;
        progress.looked_at += i64::try_from(ids.len()).unwrap_or(0);
        progress.kept += i64::try_from(ids.len() - removed).unwrap_or(0);
        *progress.removed.entry(kind.kind.to_owned()).or_default() += i64::try_from(removed).unwrap_or(0);
        run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        let others_wait = run.app.db().others_wait();
        let done = tx.record(Event::new("trash.emptying", kind.kind, run.id).with(json!({"removed": removed})), others_wait);
        pace = pace.after(began.elapsed(), tx.commit(done).await?);
    }
    if progress.looked_at > 0 {
        let mut tx = run.write().await?;
        run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        let done = tx.record(Event::new("trash.emptied", "account", run.id).with(told(&progress)), ());
        tx.commit(done).await?;
    }
    Ok(told(&progress))
}

fn told(progress: &Emptying) -> Value {
    json!({"removed": progress.removed, "kept": progress.kept})
}
