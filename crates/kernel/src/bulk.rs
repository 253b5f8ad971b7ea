//! One action on many records: on those of a filter, or on those that are picked. It is a job with the rights of the one
//! who asks, in chunks that let others write in between.

use std::{future::Future, pin::Pin, time::Instant};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    actor::Action,
    check::{Check, too_many},
    db::{Record, Recorded, Tx},
    error::{Error, Result},
    event::Event,
    job::{NewJob, Pace, Queued, Run},
    list::{self, Query, Search},
    slice::Listed,
};

/// The most records that can be picked one by one.
const MAX_IDS: usize = 10_000;

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk<C> {
    /// Which: a filter as in lists.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Value>,
    /// Which: words as in lists.
    #[serde(default)]
    pub q: Option<String>,
    /// Which: these only.
    #[serde(default)]
    pub ids: Option<Vec<Uuid>>,
    /// What.
    pub action: BulkAction,
    /// For `change`.
    #[serde(default = "Default::default", bound(deserialize = "C: Default + Deserialize<'de>"))]
    pub change: C,
}

/// What is done with many records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Change fields.
    Change,
    /// Move to the trash.
    Trash,
    /// Take out of the trash.
    Restore,
}

/// What became of the records of a chunk: how many were changed, how many the asker may not change or not see, how many
/// did not take the change, or were so already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Changed.
    pub changed: i64,
    /// Seen, but not to be changed by the one who asks; or not seen.
    pub not_allowed: i64,
    /// Not changed, because the record does not take it or was so already.
    #[serde(default)]
    pub refused: i64,
}

impl Tally {
    /// Of `asked` records these many were cleared, of which these many changed.
    #[must_use]
    pub fn of(asked: usize, cleared: usize, changed: usize) -> Self {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self { changed: number(changed), not_allowed: number(asked - cleared), refused: number(cleared - changed) }
    }

    fn all(self) -> i64 {
        self.changed + self.not_allowed + self.refused
    }
}

/// What a capability does with a chunk.
pub type Done<'a> = Pin<Box<dyn Future<Output = Result<Tally>> + Send + 'a>>;

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Progress {
    after: Option<Uuid>,
    #[serde(flatten)]
    tally: Tally,
}

/// Queues a bulk action as a job; the caller has checked the change and hands the errors over. What is wrong is told now
/// and not by a failed job.
pub fn queue<R: Record + Listed, C: Serialize>(
    tx: &mut Tx,
    job: &'static str,
    asked: &'static str,
    bulk: &Bulk<C>,
    check: Check,
) -> Result<Recorded<Queued>> {
    let list = R::list();
    let needs = if bulk.action == BulkAction::Change { Action::Change } else { Action::Remove };
    if !tx.actor().may(R::OBJECT, needs) {
        return Err(Error::Forbidden(format!("you may not {needs:?} {}", list.name).to_lowercase()));
    }
    if !list.has_trash && bulk.action != BulkAction::Change {
        return Err(Error::field("/action", "not_possible", format!("There is no trash for {}.", list.name)));
    }
    if bulk.ids.as_ref().is_some_and(|ids| ids.len() > MAX_IDS) {
        return Err(too_many("/ids", MAX_IDS).into());
    }
    if bulk.filter.is_none() && bulk.q.is_none() && bulk.ids.is_none() {
        return Err(Error::field("/filter", "required", "Say which: a filter, words or ids."));
    }
    check.done()?;
    Query::parse(tx.actor(), list, Search { filter: bulk.filter.clone(), q: bulk.q.clone(), ..Search::default() })?;
    let id = tx.queue(NewJob::new(job, serde_json::to_value(bulk)?).on_behalf_of(tx.actor().user()));
    let event = Event::new(asked, R::KIND, id).owned_by(tx.actor().user()).with(json!({"action": bulk.action}));
    Ok(tx.record(event, Queued { id }))
}

/// Runs a bulk action: `write` does a chunk, set-based, and `changed` is the event of each chunk.
pub async fn run<R, C>(run: Run, changed: &'static str, write: for<'a> fn(&'a mut Tx, &'a [Uuid], &'a Bulk<C>) -> Done<'a>) -> Result<Value>
where
    R: Record + Listed,
    C: DeserializeOwned + Default + Send + Sync,
{
    let bulk: Bulk<C> = run.payload()?;
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let list = R::list();
    let mut filter = bulk.filter.clone();
    if bulk.action == BulkAction::Restore {
        // What is to be restored is in the trash, which lists leave out unless they are asked about it.
        let in_trash = json!({"field": "trashed_at", "op": "not_empty"});
        filter = Some(json!({"all": filter.into_iter().chain([in_trash]).collect::<Vec<_>>()}));
    }
    let query = Query::parse(&run.actor, list, Search { filter, q: bulk.q.clone(), ..Search::default() })?;
    let mut pace = Pace::new(100, 50, 2000);
    loop {
        let chunk = match &bulk.ids {
            Some(ids) => next_of(ids, progress.after, pace.size()),
            None => list::ids_after::<R>(&run.read(), list, &query, progress.after, pace.size() as u64).await?.ids,
        };
        let Some(last) = chunk.last().copied() else { break };
        let mut tx = run.write().await?;
        // Not the wait for the writer: how long the work itself takes says how much of it fits.
        let began = Instant::now();
        // Whoever writes at the same moment waits, instead of making the whole chunk fail.
        tx.hold::<R>(&chunk).await?;
        let done = write(&mut tx, &chunk, &bulk).await?;
        let tally = &mut progress.tally;
        tally.changed += done.changed;
        tally.not_allowed += done.not_allowed;
        tally.refused += done.refused;
        progress.after = Some(last);
        run.checkpoint(&mut tx, &json!(progress), progress.tally.all(), None).await?;
        let done = tx.record(Event::new(changed, R::KIND, run.id).owned_by(run.actor.user()).with(json!(progress)), ());
        let others_wait = run.app.db().others_wait();
        tx.commit(done).await?;
        pace = pace.after(began.elapsed(), others_wait);
    }
    Ok(json!(progress.tally))
}

fn next_of(ids: &[Uuid], after: Option<Uuid>, limit: usize) -> Vec<Uuid> {
    let mut rest: Vec<Uuid> = ids.iter().copied().filter(|id| Some(*id) > after).collect();
    rest.sort_unstable();
    rest.dedup();
    rest.truncate(limit);
    rest
}
