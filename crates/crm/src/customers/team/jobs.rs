//! Background work of account teams.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde_json::{Value, json};

use super::commands;

/// Shares that end in one transaction.
const ENDED_AT_ONCE: u64 = 500;

/// Every night: ends what is shared no longer. Nobody has seen it since the last day was over; now it is not found either.
pub(in crate::customers) const END_SHARES: JobKind = JobKind {
    name: "accounts.end_shares",
    about: "Ends shares of accounts whose last day is over.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("5 0 * * *")),
    is_long: false,
    alone: None,
    run: |run| Box::pin(end_shares(run)),
};

async fn end_shares(run: Run) -> Result<Value> {
    let mut ended = run.resumed["ended"].as_u64().unwrap_or_default();
    loop {
        let mut tx = run.write().await?;
        let some = commands::end_over(&mut tx, ENDED_AT_ONCE).await?;
        ended += some as u64;
        let progress = json!({"ended": ended});
        run.checkpoint(&mut tx, &progress, i64::try_from(ended).unwrap_or(i64::MAX), None).await?;
        let done = tx.record(Event::new("accounts.shares_ended", "account", run.id).with(json!({"shares": some})), some);
        if tx.commit(done).await? == 0 {
            return Ok(progress);
        }
    }
}
