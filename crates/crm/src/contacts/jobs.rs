//! Background work of contacts.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::commands;
use crate::customers::tables::Account;

/// After an account changed: its people are found by the account's owner too.
pub(super) const REINDEX: JobKind = JobKind {
    name: "contacts.reindex",
    about: "Lets the people of a changed account be found by its new owner.",
    max_attempts: 5,
    schedule: None,
    run: |run| Box::pin(reindex(run)),
};

#[derive(Deserialize)]
struct Payload {
    record: Uuid,
}

async fn reindex(run: Run) -> Result<Value> {
    let Payload { record } = run.payload()?;
    let mut tx = run.write().await?;
    commands::reindex_of_account(&tx, record).await?;
    let owner = tx.reader().in_workspace::<Account>().with_id(record).one().await?.and_then(|account| account.owner_id);
    // Whoever sees the account now sees its people.
    let event = Event::new("contacts.reindexed", "contact", record).about(Some(record)).seen_through(owner.into_iter().collect());
    let done = tx.record(event, ());
    tx.commit(done).await?;
    Ok(json!({}))
}
