//! Background work of customer files.

use std::collections::BTreeMap;

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{commands, queries};

/// Accounts that are looked at in one transaction, a fraction of a second.
const CHUNK: u64 = 500;
/// Accounts that are brought up to date in one transaction after something of them has changed.
const REFRESHED_AT_ONCE: usize = 100;

/// Every night, after what accounts are worth was reckoned: what has become too old, which reviews are due again.
pub(super) const NIGHT: JobKind = JobKind {
    name: "customer_files.night",
    about: "Looks through the files of all accounts: what has become too old, which reviews are due again, who is to verify answers.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("20 5 * * *")),
    is_long: true,
    alone: Some("customer_files"),
    run: |run| Box::pin(night(run)),
};

/// After something of an account, or of one of its people, has changed.
pub(super) const REFRESH: JobKind = JobKind {
    name: "customer_files.refresh",
    about: "Brings the files of accounts up to date after something of them has changed.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    alone: Some("customer_files"),
    run: |run| Box::pin(refresh(run)),
};

#[derive(Default, Serialize, Deserialize)]
struct Progress {
    after: Uuid,
    looked_at: i64,
    moved: i64,
    due: BTreeMap<Uuid, i64>,
    asked: BTreeMap<Uuid, i64>,
}

async fn night(run: Run) -> Result<Value> {
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    loop {
        let mut tx = run.write().await?;
        let looked = commands::look_through(&mut tx, progress.after, CHUNK).await?;
        progress.looked_at += looked.accounts;
        progress.moved += looked.moved;
        add(&mut progress.due, looked.due);
        add(&mut progress.asked, looked.asked);
        let is_over = looked.last.is_none();
        if let Some(last) = looked.last {
            progress.after = last;
        } else {
            commands::tell_due(&mut tx, run.id, &std::mem::take(&mut progress.due), &std::mem::take(&mut progress.asked)).await?;
            commands::tell_overdue(&mut tx, run.id).await?;
        }
        run.checkpoint(&mut tx, &json!(progress), progress.looked_at, None).await?;
        let counts = json!({"accounts": progress.looked_at, "moved": progress.moved});
        let name = if is_over { "customer_files.looked_over" } else { "customer_files.looked_through" };
        let done = tx.record(Event::new(name, "workspace", run.id).with(counts.clone()), counts);
        let counts = tx.commit(done).await?;
        if is_over {
            return Ok(counts);
        }
    }
}

fn add(all: &mut BTreeMap<Uuid, i64>, more: BTreeMap<Uuid, i64>) {
    for (person, files) in more {
        *all.entry(person).or_default() += files;
    }
}

#[derive(Deserialize)]
struct Reacting {
    records: Vec<Uuid>,
    about: Vec<Uuid>,
}

async fn refresh(run: Run) -> Result<Value> {
    let Reacting { mut records, about } = run.payload()?;
    records.extend(about);
    let mut moved = 0;
    for chunk in queries::accounts_of(&run.read(), &records).await?.chunks(REFRESHED_AT_ONCE) {
        let mut tx = run.write().await?;
        moved += commands::refresh(&mut tx, chunk).await?;
        let done = tx.record(Event::new("customer_files.refreshed", "account", run.id).with(json!({"accounts": chunk.len()})), ());
        tx.commit(done).await?;
    }
    Ok(json!({"moved": moved}))
}
