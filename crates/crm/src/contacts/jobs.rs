//! Background work of contacts.

use guanxi_kernel::{
    bulk,
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{commands, tables::Contact};
use crate::customers::tables::Account;

/// Changes, trashes or restores the contacts of a filter.
pub(super) const BULK: JobKind = JobKind {
    name: "contacts.bulk",
    about: "Changes, trashes or restores all contacts of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    run: |run| {
        Box::pin(bulk::run::<Contact, _>(run, "contacts.bulk_changed", |tx, ids, asked| Box::pin(commands::bulk_many(tx, ids, asked))))
    },
};

/// After accounts got other owners: their people are found by the accounts' owners too.
pub(super) const REINDEX: JobKind = JobKind {
    name: "contacts.reindex",
    about: "Lets the people of changed accounts be found by their new owners.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    run: |run| Box::pin(reindex(run)),
};

#[derive(Deserialize)]
struct Payload {
    records: Vec<Uuid>,
}

async fn reindex(run: Run) -> Result<Value> {
    let Payload { records } = run.payload()?;
    let mut tx = run.write().await?;
    commands::reindex_of_accounts(&tx, &records).await?;
    // Whoever sees an account now sees its people.
    for account in tx.reader().in_workspace::<Account>().with_ids(records.iter().copied()).all().await? {
        let event = Event::new("contacts.reindexed", "contact", account.id).about(Some(account.id));
        tx.note(event.seen_through(account.owner_id.into_iter().collect()));
    }
    let event = Event::new("contacts.reindexed", "contact", run.id).with(json!({"accounts": records.len()}));
    let done = tx.record(event, ());
    tx.commit(done).await?;
    Ok(json!({"accounts": records.len()}))
}
