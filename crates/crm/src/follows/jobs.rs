//! Background work of follows.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
    list::{Query, Search},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{api::FollowMany, commands, queries};

/// Records that are followed in one transaction, a fraction of a second.
const AT_ONCE: u64 = 1000;

/// Follows the records of a filter, or follows them no more.
pub(super) const FOLLOW_MANY: JobKind = JobKind {
    name: "follows.many",
    about: "Follows all records of a filter, or follows them no more.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(follow_many(run)),
};

#[derive(Default, Serialize, Deserialize)]
struct Progress {
    after: Option<Uuid>,
    changed: i64,
}

async fn follow_many(run: Run) -> Result<Value> {
    let asked: FollowMany = run.payload()?;
    let (kind, door) = queries::followable(&asked.list)?;
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let search = Search { filter: asked.filter.clone(), q: asked.q.clone(), ..Search::default() };
    let query = Query::parse(&run.actor, (door.list)(), search)?;
    loop {
        let (records, last) = if let Some(ids) = &asked.ids {
            let chunk = next_of(ids, progress.after);
            let last = chunk.last().copied();
            ((kind.seen)(&run.read(), chunk).await?.into_iter().collect(), last)
        } else {
            let found = (door.ids_after)(&run.read(), &query, progress.after, AT_ONCE).await?.ids;
            let last = found.last().copied();
            (found, last)
        };
        if last.is_none() {
            return Ok(json!({"changed": progress.changed}));
        }
        let mut tx = run.write().await?;
        commands::follow_many(&mut tx, kind, &records, asked.following).await?;
        let changed = i64::try_from(records.len()).unwrap_or(i64::MAX);
        progress = Progress { after: last, changed: progress.changed + changed };
        run.checkpoint(&mut tx, &json!(progress), progress.changed, None).await?;
        let facts = json!({"kind": kind.kind, "following": asked.following, "records": changed});
        let done = tx.record(Event::new("follows.changed", "follow", run.id).owned_by(run.actor.user()).with(facts), ());
        tx.commit(done).await?;
    }
}

fn next_of(ids: &[Uuid], after: Option<Uuid>) -> Vec<Uuid> {
    let mut rest: Vec<Uuid> = ids.iter().copied().filter(|id| Some(*id) > after).collect();
    rest.sort_unstable();
    rest.dedup();
    rest.truncate(usize::try_from(AT_ONCE).unwrap_or(usize::MAX));
    rest
}
