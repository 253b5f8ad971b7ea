//! Background work of customers.

use guanxi_kernel::{
    bulk,
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    commands::{self, Bounds},
    tables,
};

/// Accounts that are classified in one transaction, a fraction of a second.
const CLASSIFIED_AT_ONCE: u64 = 20_000;

/// Changes, trashes or restores the accounts of a filter.
pub(super) const BULK: JobKind = JobKind {
    name: "accounts.bulk",
    about: "Changes, trashes or restores all accounts of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| {
        Box::pin(bulk::run::<tables::Account, _>(run, "accounts.bulk_changed", |tx, ids, asked| {
            Box::pin(commands::bulk_many(tx, ids, asked))
        }))
    },
};

/// F05, every night: new or old, big or small.
pub(super) const CLASSIFY: JobKind = JobKind {
    name: "accounts.classify",
    about: "Says of every account whether it is new or old, big or small.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("10 2 * * *")),
    is_long: true,
    alone: None,
    run: |run| Box::pin(classify(run)),
};

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
