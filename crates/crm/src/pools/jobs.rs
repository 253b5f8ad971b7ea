//! Background work of pools.

use std::collections::BTreeMap;

use guanxi_kernel::{
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::commands::{self, Chunk};

/// Accounts that are looked at in one transaction, a fraction of a second.
const CHUNK: u64 = 500;

/// Every night: warns the owners of accounts that rules will take, and puts into the pools what they take.
pub(super) const RECYCLE: JobKind = JobKind {
    name: "pools.recycle",
    about: "Warns the owners of accounts that the rules of the pools will take, and takes those whose day has come.",
    max_attempts: 5,
    schedule: Some(Schedule::Cron("30 4 * * *")),
    is_long: true,
    alone: Some("pools.recycle"),
    run: |run| Box::pin(recycle(run)),
};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    pool: Option<Uuid>,
}

/// What is done with each rule, one after the other; at the end people are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    #[default]
    Warn,
    Settle,
    TellWarned,
    TellRecycled,
}

#[derive(Default, Serialize, Deserialize)]
struct Progress {
    /// The rules up to this one are done with.
    rule: Option<Uuid>,
    step: Step,
    after: Option<Uuid>,
    warned: i64,
    recycled: i64,
    told: i64,
    /// From whom accounts have gone.
    from: BTreeMap<Uuid, i64>,
}

async fn recycle(run: Run) -> Result<Value> {
    let asked: Asked = run.payload().unwrap_or_default();
    let mut progress: Progress = serde_json::from_value(run.resumed.clone()).unwrap_or_default();
    let rules = commands::active_rules(&run.read(), asked.pool).await?;
    loop {
        let mut tx = run.write().await?;
        let current = rules.iter().find(|(rule, _)| Some(rule.id) > progress.rule);
        let is_over = match (progress.step, current) {
            (Step::Warn, Some(of)) => {
                let chunk = commands::warn(&mut tx, of, progress.after, CHUNK).await?;
                progress.warned += chunk.done;
                progress.go_on(chunk.last, Step::Settle);
                false
            }
            (Step::Settle, Some(of)) => {
                let Chunk { last, done, from } = commands::settle(&mut tx, of, progress.after, CHUNK).await?;
                progress.recycled += done;
                for (owner, accounts) in from {
                    *progress.from.entry(owner).or_default() += accounts;
                }
                progress.go_on(last, Step::Warn);
                if last.is_none() {
                    progress.rule = Some(of.0.id);
                }
                false
            }
            (Step::Warn | Step::Settle, None) => {
                progress.step = Step::TellWarned;
                false
            }
            (Step::TellWarned, _) => {
                let told = commands::tell_warned(&mut tx, run.id).await?;
                progress.told += told;
                if told == 0 {
                    progress.step = Step::TellRecycled;
                }
                false
            }
            (Step::TellRecycled, _) => {
                commands::tell_recycled(&mut tx, run.id, &std::mem::take(&mut progress.from)).await?;
                true
            }
        };
        run.checkpoint(&mut tx, &json!(progress), progress.warned + progress.recycled, None).await?;
        let counts = json!({"warned": progress.warned, "recycled": progress.recycled, "told": progress.told});
        let name = if is_over { "pools.recycled" } else { "pools.recycling" };
        let done = tx.record(Event::new(name, "pool", run.id).with(counts.clone()), counts);
        let counts = tx.commit(done).await?;
        if is_over {
            return Ok(counts);
        }
    }
}

impl Progress {
    /// Goes on after the last account of a chunk, or with the next step.
    fn go_on(&mut self, last: Option<Uuid>, next: Step) {
        self.after = last;
        if last.is_none() {
            self.step = next;
        }
    }
}
