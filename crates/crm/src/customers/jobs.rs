//! Background work of customers.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
    list::{self, Query, Search},
    slice::Listed,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    api::{Bulk, BulkAction},
    commands::{self, Bounds, Resolved},
    tables,
};

const CHUNK: u64 = 100;
/// Accounts that are classified in one transaction, a fraction of a second.
const CLASSIFIED_AT_ONCE: u64 = 20_000;

/// Changes, trashes or restores the accounts of a filter.
pub(super) const BULK: JobKind = JobKind {
    name: "accounts.bulk",
    about: "Changes, trashes or restores all accounts of a filter.",
    max_attempts: 5,
    schedule: None,
    run: |run| Box::pin(bulk(run)),
};

/// F05, every night: new or old, big or small.
pub(super) const CLASSIFY: JobKind = JobKind {
    name: "accounts.classify",
    about: "Says of every account whether it is new or old, big or small.",
    max_attempts: 5,
    schedule: Some("10 2 * * *"),
    run: |run| Box::pin(classify(run)),
};

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Progress {
    after: Option<Uuid>,
    changed: i64,
    not_allowed: i64,
    #[serde(default)]
    refused: i64,
}

async fn bulk(run: Run) -> Result<Value> {
    let bulk: Bulk = run.payload()?;
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let list = tables::Account::list();
    let mut filter = bulk.filter.clone();
    if bulk.action == BulkAction::Restore {
        // What is to be restored is in the trash, which lists leave out unless they are asked about it.
        let in_trash = json!({"field": "trashed_at", "op": "not_empty"});
        filter = Some(json!({"all": filter.into_iter().chain([in_trash]).collect::<Vec<_>>()}));
    }
    let query = Query::parse(list, Search { filter, q: bulk.q.clone(), ..Search::default() })?;
    loop {
        let chunk = match &bulk.ids {
            Some(ids) => next_of(ids, progress.after),
            None => list::ids_after::<tables::Account>(&run.read(), list, &query, progress.after, CHUNK).await?.ids,
        };
        let Some(last) = chunk.last().copied() else { break };
        let mut tx = run.write().await?;
        for id in chunk {
            match commands::bulk_one(&mut tx, id, &bulk).await? {
                Resolved::Changed => progress.changed += 1,
                Resolved::NotAllowed => progress.not_allowed += 1,
                Resolved::Refused => progress.refused += 1,
            }
        }
        progress.after = Some(last);
        run.checkpoint(&mut tx, &json!(progress), progress.changed + progress.not_allowed + progress.refused, None).await?;
        let done = tx.record(Event::new("accounts.bulk_changed", "account", run.id).owned_by(run.actor.user()).with(json!(progress)), ());
        tx.commit(done).await?;
    }
    Ok(json!({"changed": progress.changed, "not_allowed": progress.not_allowed, "refused": progress.refused}))
}

fn next_of(ids: &[Uuid], after: Option<Uuid>) -> Vec<Uuid> {
    let mut rest: Vec<Uuid> = ids.iter().copied().filter(|id| Some(*id) > after).collect();
    rest.sort_unstable();
    rest.dedup();
    rest.truncate(usize::try_from(CHUNK).unwrap_or(100));
    rest
}

#[derive(Serialize, Deserialize)]
struct Classifying {
    bounds: Bounds,
    after: Uuid,
    looked_at: i64,
}

async fn classify(run: Run) -> Result<Value> {
    let mut progress: Classifying = match serde_json::from_value(run.resumed.clone()) {
        Ok(progress) => progress,
        Err(_) => Classifying { bounds: commands::bounds(&run.read()).await?, after: Uuid::nil(), looked_at: 0 },
    };
    let chunk = i64::try_from(CLASSIFIED_AT_ONCE).unwrap_or(i64::MAX);
    loop {
        let mut tx = run.write().await?;
        let last = commands::classify(&tx, progress.bounds, progress.after, CLASSIFIED_AT_ONCE).await?;
        if let Some(last) = last {
            progress = Classifying { after: last, looked_at: progress.looked_at + chunk, ..progress };
            run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        }
        let done = tx.record(Event::new("accounts.classified", "account", run.id).with(json!(progress)), last);
        if tx.commit(done).await?.is_none() {
            return Ok(json!(progress.bounds));
        }
    }
}
