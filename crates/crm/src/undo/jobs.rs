//! Background work of undo: imports taken back, and forgotten.

use std::time::Instant;

use guanxi_kernel::{
    error::Result,
    event::Event,
    id::Id,
    job::{JobKind, Pace, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Undoable, commands, kinds::Chunk, queries, rules::Counts};
use crate::admin::tables::Import;

/// Records that are taken back in one transaction.
const PACE: Pace = Pace::new(250, 50, 2000);
/// Records whose past is forgotten in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 5000;

/// Takes an import back.
pub(super) const UNDO: JobKind = JobKind {
    name: "undo.run",
    about: "Takes an import back: what it made goes, what it changed becomes what it was.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(undo(run)),
};

/// Every night: forgets what imports of long ago have written.
pub(super) const FORGET: JobKind = JobKind {
    name: "undo.forget",
    about: "Forgets what imports have written that cannot be undone any more.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("55 3 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(forget(run)),
};

#[derive(Deserialize)]
struct Payload {
    import: Uuid,
    dry_run: bool,
}

/// Where an undo stands.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Progress {
    /// Kinds that are done with.
    kinds: usize,
    /// The last record of the present kind that is done with.
    after: Uuid,
    counts: Counts,
    /// How many records there are in all.
    total: i64,
}

async fn undo(run: Run) -> Result<Value> {
    let Payload { import, dry_run } = run.payload()?;
    let id = Id::<Import>::from(import);
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    if progress.total == 0 {
        progress.total = queries::written(&run.read(), import).await?;
    }
    // The highest first: what stands at others goes before those.
    let kinds: Vec<&Undoable> = crate::UNDOABLE.iter().rev().collect();
    let mut pace = PACE;
    while let Some(undoable) = kinds.get(progress.kinds) {
        if let Some(next) = undo_some(&run, import, dry_run, undoable, &mut progress, pace).await? {
            pace = next;
        } else {
            (progress.kinds, progress.after) = (progress.kinds + 1, Uuid::nil());
        }
    }
    let counts = progress.counts;
    let mut tx = run.write().await?;
    let done = commands::finish(&mut tx, id, dry_run, counts).await?;
    tx.commit(done).await?;
    Ok(json!({"import": import, "dry_run": dry_run, "counts": counts}))
}

/// Takes the next records of a kind back. Returns the pace for those after them; `None` when there were none.
async fn undo_some(
    run: &Run,
    import: Uuid,
    dry_run: bool,
    undoable: &Undoable,
    progress: &mut Progress,
    pace: Pace,
) -> Result<Option<Pace>> {
    let mut tx = run.write().await?;
    let began = Instant::now();
    let rows = queries::next(tx.reader(), import, undoable, progress.after, pace.size()).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    (undoable.hold)(&tx, &rows.iter().map(|row| row.record_id).collect::<Vec<_>>()).await?;
    let mut verdicts = queries::judge(tx.reader(), import, undoable, &rows).await?;
    let good = |is_new: bool| -> Vec<Uuid> {
        rows.iter().filter(|row| row.is_new == is_new && verdicts[&row.record_id].is_none()).map(|row| row.record_id).collect()
    };
    let (made, changed) = (good(true), good(false));
    let backed = (undoable.take_back)(&mut tx, Chunk { undoable, import, made: &made, changed: &changed }).await?;
    for id in made.iter().chain(&changed) {
        let verdict = backed.get(id).copied().unwrap_or(Some(super::Why::NotAllowed));
        verdicts.insert(*id, verdict);
    }
    progress.after = last.record_id;
    for row in &rows {
        let counts = &mut progress.counts;
        *match (verdicts[&row.record_id], row.is_new) {
            (Some(_), _) => &mut counts.left,
            (None, true) => &mut counts.removed,
            (None, false) => &mut counts.restored,
        } += 1;
    }
    if dry_run {
        // Dropping the transaction takes everything back but what is learnt from it.
        drop(tx);
        tx = run.write().await?;
    } else {
        commands::note(&tx, import, undoable.kind, &verdicts).await?;
    }
    let Counts { removed, restored, left } = progress.counts;
    run.checkpoint(&mut tx, &json!(progress), removed + restored + left, Some(progress.total)).await?;
    let event = Event::new("import.undo_chunk", "import", import).owned_by(run.actor.user()).with(json!({"counts": progress.counts}));
    let done = tx.record(event, run.app.db().others_wait());
    let others_wait = tx.commit(done).await?;
    Ok(Some(pace.after(began.elapsed(), others_wait)))
}

async fn forget(run: Run) -> Result<Value> {
    let mut forgotten = 0;
    let old = queries::too_old(&run.read()).await?;
    for import in &old {
        loop {
            let mut tx = run.write().await?;
            let rows = commands::forget(&tx, *import, FORGOTTEN_AT_ONCE).await?;
            if rows == 0 {
                break;
            }
            forgotten += rows;
            let done = tx.record(Event::new("import.forgotten", "import", *import).with(json!({"rows": rows})), ());
            tx.commit(done).await?;
        }
    }
    Ok(json!({"imports": old.len(), "rows": forgotten}))
}
