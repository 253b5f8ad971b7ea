//! Background work of hand-overs.

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::commands::{self, Parties, Step};

/// Gives a leaver's accounts, contacts and open tasks to a successor.
pub(super) const HAND_OVER: JobKind = JobKind {
    name: "handover.run",
    about: "Gives a leaver's accounts, contacts and open tasks to a successor.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    alone: None,
    run: |run| Box::pin(hand_over(run)),
};

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Progress {
    step: Step,
    accounts: u64,
    contacts: u64,
    tasks: u64,
    /// How many there were when the work began.
    total: u64,
}

impl Progress {
    fn add(&mut self, moved: u64) {
        match self.step {
            Step::Accounts => self.accounts += moved,
            Step::Contacts => self.contacts += moved,
            Step::Tasks => self.tasks += moved,
        }
    }

    fn done(&self) -> i64 {
        i64::try_from(self.accounts + self.contacts + self.tasks).unwrap_or(i64::MAX)
    }

    fn counts(&self) -> Value {
        json!({"accounts": self.accounts, "contacts": self.contacts, "tasks": self.tasks})
    }
}

async fn hand_over(run: Run) -> Result<Value> {
    let parties: Parties = run.payload()?;
    let mut progress: Progress = if let Ok(progress) = serde_json::from_value(run.resumed.clone()) {
        progress
    } else {
        let had = commands::holdings(&run.read(), parties.from).await?;
        Progress { step: Step::Accounts, accounts: 0, contacts: 0, tasks: 0, total: had.accounts + had.contacts + had.tasks }
    };
    loop {
        let mut tx = run.write().await?;
        let moved = commands::chunk(&mut tx, parties, progress.step).await?;
        progress.add(moved);
        let mut event = "user.handing_over";
        let mut is_over = false;
        if moved == 0 {
            match progress.step {
                Step::Accounts => progress.step = Step::Contacts,
                Step::Contacts => progress.step = Step::Tasks,
                Step::Tasks => {
                    commands::tell(&mut tx, parties, &progress.counts()).await?;
                    (event, is_over) = ("user.handed_over", true);
                }
            }
        }
        let total = i64::try_from(progress.total).unwrap_or(i64::MAX).max(progress.done());
        run.checkpoint(&mut tx, &json!(progress), progress.done(), Some(total)).await?;
        let mut facts = progress.counts();
        facts["successor"] = json!(parties.to);
        let done = tx.record(Event::new(event, "user", parties.from).owned_by(Some(parties.from)).with(facts), ());
        tx.commit(done).await?;
        if is_over {
            return Ok(progress.counts());
        }
    }
}
