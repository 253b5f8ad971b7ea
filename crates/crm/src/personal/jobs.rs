//! Background work of personal.

use std::collections::BTreeMap;

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde_json::{Value, json};

use super::commands;

/// Facts that are erased in one transaction, a fraction of a second.
const CHUNK: u64 = 500;

/// Every night: erases facts whose time is over.
pub(super) const EXPIRE: JobKind = JobKind {
    name: "personal.expire",
    about: "Erases facts about people that are over, that have been kept long enough, or whose consent has ended.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("40 3 * * *")),
    is_long: true,
    alone: Some("personal.expire"),
    run: |run| Box::pin(expire(run)),
};

async fn expire(run: Run) -> Result<Value> {
    let mut erased: BTreeMap<String, i64> = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    loop {
        let mut tx = run.write().await?;
        let some = commands::expire(&tx, CHUNK).await?;
        let is_over = some.is_none();
        for (why, facts) in some.into_iter().flatten() {
            *erased.entry(why.to_owned()).or_default() += facts;
        }
        run.checkpoint(&mut tx, &json!(erased), erased.values().sum(), None).await?;
        let name = if is_over { "facts.expired" } else { "facts.expiring" };
        let done = tx.record(Event::new(name, "contact_fact", run.id).with(json!(erased)), ());
        tx.commit(done).await?;
        if is_over {
            return Ok(json!({"facts": erased.values().sum::<i64>(), "why": erased}));
        }
    }
}
