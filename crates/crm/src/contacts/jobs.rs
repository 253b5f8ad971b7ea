//! Background work of contacts.

use std::time::Instant;

use guanxi_kernel::{
    bulk,
    error::Result,
    event::Event,
    job::{JobKind, Pace, Run},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{commands, tables::Contact};
use crate::customers;

/// Changes, trashes or restores the contacts of a filter.
pub(super) const BULK: JobKind = JobKind {
    name: "contacts.bulk",
    about: "Changes, trashes or restores all contacts of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| {
        Box::pin(bulk::run::<Contact, _>(run, "contacts.bulk_changed", |tx, ids, asked| Box::pin(commands::bulk_many(tx, ids, asked))))
    },
};

/// After accounts got other owners, or others with whom they are shared: their people are found by those too.
pub(super) const REINDEX: JobKind = JobKind {
    name: "contacts.reindex",
    about: "Lets the people of changed accounts be found by their new owners.",
    max_attempts: 5,
    schedule: None,
    is_long: false,
    alone: None,
    run: |run| Box::pin(reindex(run)),
};

#[derive(Deserialize)]
struct Payload {
    records: Vec<Uuid>,
}

/// How many accounts are walked together; their people are walked at the pace of the machine.
const ACCOUNTS_AT_ONCE: usize = 500;

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Reindexing {
    /// How many of the accounts are done.
    accounts: usize,
    /// The last of the people of the next ones.
    after: Uuid,
}

async fn reindex(run: Run) -> Result<Value> {
    let Payload { records } = run.payload()?;
    let mut progress: Reindexing = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut pace = Pace::new(100, 50, 2000);
    while let Some(accounts) = records.get(progress.accounts..).and_then(|rest| rest.chunks(ACCOUNTS_AT_ONCE).next()) {
        let began = Instant::now();
        let mut tx = run.write().await?;
        let last = commands::reindex_of_accounts(&tx, accounts, progress.after, pace.size()).await?;
        progress.after = last.unwrap_or_default();
        if last.is_none() {
            progress.accounts += accounts.len();
            // Whoever sees an account now sees its people.
            let owners = customers::queries::owners(tx.reader(), accounts.iter().copied()).await?;
            for account in accounts {
                let event = Event::new("contacts.reindexed", "contact", *account).about(Some(*account));
                tx.note(event.seen_through(owners.get(account).copied().into_iter().collect()));
            }
        }
        run.checkpoint(&mut tx, &json!(progress), number(progress.accounts), Some(number(records.len()))).await?;
        let event = Event::new("contacts.reindexed", "contact", run.id).with(json!({"accounts": progress.accounts}));
        let done = tx.record(event, ());
        let others_wait = run.app.db().others_wait();
        tx.commit(done).await?;
        pace = pace.after(began.elapsed(), others_wait);
    }
    Ok(json!({"accounts": records.len()}))
}
