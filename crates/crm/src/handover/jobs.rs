//! Background work of hand-overs.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde_json::{Value, json};

use super::commands::{self, Plan, Progress};

/// Gives a leaver's accounts, contacts and open tasks to those who go on with them, as far as that is not done already.
pub(super) const HAND_OVER: JobKind = JobKind {
    name: "handover.run",
    about: "Gives a leaver's accounts, contacts and open tasks to those who go on with them.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(hand_over(run)),
};

async fn hand_over(run: Run) -> Result<Value> {
    let mut plan: Plan = run.payload()?;
    let mut progress: Progress = match (serde_json::from_value(run.resumed.clone()), plan.begun.take()) {
        (Ok(progress), _) | (Err(_), Some(progress)) => progress,
        (Err(_), None) => Progress { total: commands::holdings(&run.read(), plan.from).await?.total(), ..Progress::default() },
    };
    loop {
        let mut tx = run.write().await?;
        let is_over = commands::go_on(&mut tx, &plan, &mut progress).await?;
        if is_over {
            commands::tell(&mut tx, &plan, &progress).await?;
        }
        let total = i64::try_from(progress.total).unwrap_or(i64::MAX).max(progress.done());
        run.checkpoint(&mut tx, &json!(progress), progress.done(), Some(total)).await?;
        let mut facts = progress.counts();
        facts["successor"] = json!(plan.to);
        let event = if is_over { "user.handed_over" } else { "user.handing_over" };
        let done = tx.record(Event::new(event, "user", plan.from).owned_by(Some(plan.from)).with(facts), ());
        tx.commit(done).await?;
        if is_over {
            return Ok(progress.counts());
        }
    }
}
