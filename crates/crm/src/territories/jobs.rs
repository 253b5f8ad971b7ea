//! Background work of territories.

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
    api::Assignment,
    commands,
    queries::{AT_ONCE, candidates},
};
use crate::customers::tables::Account;

/// Gives accounts to whom the territories say.
pub(super) const ASSIGN: JobKind = JobKind {
    name: "territories.assign",
    about: "Gives accounts to whom the territories say.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: Some("territories.assign"),
    run: |run| Box::pin(assign(run)),
};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    after: Option<Uuid>,
    looked_at: u64,
    assigned: u64,
}

async fn assign(run: Run) -> Result<Value> {
    let asked: Assignment = run.payload()?;
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    loop {
        let mut tx = run.write().await?;
        let reader = tx.reader();
        let query = Query::parse(reader.actor(), Account::list(), Search::default())?.and(candidates(reader, asked.whose));
        let chunk = list::ids_after::<Account>(reader, Account::list(), &query, progress.after, AT_ONCE as u64).await?;
        progress.assigned += commands::assign(&mut tx, &chunk.ids).await?;
        progress.looked_at += chunk.ids.len() as u64;
        progress.after = chunk.next;
        let is_over = chunk.next.is_none();
        run.checkpoint(&mut tx, &json!(progress), i64::try_from(progress.looked_at).unwrap_or(i64::MAX), None).await?;
        let counts = json!({"looked_at": progress.looked_at, "assigned": progress.assigned});
        let name = if is_over { "territories.assigned" } else { "territories.assigning" };
        let done = tx.record(Event::new(name, "territory", run.id).with(counts.clone()), counts);
        let counts = tx.commit(done).await?;
        if is_over {
            return Ok(counts);
        }
    }
}
