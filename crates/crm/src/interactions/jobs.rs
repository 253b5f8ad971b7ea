//! Background work of interactions.

use guanxi_kernel::{
    bulk,
    error::Result,
    event::Event,
    job::{JobKind, Run, Schedule},
};
use serde_json::{Value, json};

use super::{REMIND_AT, commands, queries, tables::Task};

/// Changes the tasks of a filter.
pub(super) const BULK_TASKS: JobKind = JobKind {
    name: "tasks.bulk",
    about: "Changes all tasks of a filter.",
    max_attempts: 5,
    schedule: None,
    is_long: true,
    run: |run| Box::pin(bulk::run::<Task, _>(run, "tasks.bulk_changed", |tx, ids, asked| Box::pin(commands::bulk_tasks(tx, ids, asked)))),
};

/// Every day at the time that was chosen: tells each person how many tasks and promises are due.
pub(super) const REMIND: JobKind = JobKind {
    name: "tasks.remind",
    about: "Tells each person once a day how many tasks and promises are due.",
    max_attempts: 3,
    schedule: Some(Schedule::Daily(&REMIND_AT)),
    is_long: false,
    run: |run| Box::pin(remind(run)),
};

/// Every night: forgets notifications that were read long ago, and the oldest of those that nobody reads.
pub(super) const TIDY: JobKind = JobKind {
    name: "notifications.tidy",
    about: "Forgets notifications that were read long ago, and the oldest of those that nobody reads.",
    max_attempts: 3,
    schedule: Some(Schedule::Cron("50 3 * * *")),
    is_long: false,
    run: |run| Box::pin(tidy(run)),
};

async fn tidy(run: Run) -> Result<Value> {
    let mut forgotten = 0;
    loop {
        let mut tx = run.write().await?;
        let rows = commands::forget_notifications(&tx).await?;
        forgotten += rows;
        let done = tx.record(Event::new("notifications.tidied", "notification", run.id).with(json!({"rows": rows})), rows);
        if tx.commit(done).await? == 0 {
            return Ok(json!({"notifications": forgotten}));
        }
    }
}

async fn remind(run: Run) -> Result<Value> {
    let mut tx = run.write().await?;
    let today = tx.today();
    let due = queries::due_by_person(tx.reader(), today).await?;
    for (user, (tasks, promises)) in &due {
        let name = if *tasks > 0 { "tasks_due" } else { "promises_due" };
        let data = json!({"tasks": tasks, "promises": promises, "day": today});
        commands::notify(&mut tx, *user, name, "task", run.id, None, &data).await?;
    }
    let done = tx.record(Event::new("tasks.reminded", "task", run.id).with(json!({"people": due.len()})), ());
    tx.commit(done).await?;
    Ok(json!({"people": due.len()}))
}
