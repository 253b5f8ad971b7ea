//! One change of many tasks.

use std::collections::BTreeMap;

use guanxi_kernel::{
    bulk::{self, Bulk, Tally},
    check::Check,
    db::{Change, Cleared, Recorded, Tx},
    error::Result,
    job::Queued,
    search,
};
use sea_orm::{NotSet, Set};
use uuid::Uuid;

use super::{
    many::task_document,
    notification::tell_tasks_given,
    task::{events, refresh_steps},
};
use crate::{
    interactions::{
        api::TaskChanges,
        rules::{PRIORITIES, TASK_STATES},
        tables::{Task, task},
    },
    staff,
};

/// Queues a bulk change as a job. It runs with the rights of the one who asked.
pub async fn queue_bulk_tasks(tx: &mut Tx, asked: &Bulk<TaskChanges>) -> Result<Recorded<Queued>> {
    let (mut check, change) = (Check::new(), &asked.change);
    check.choice("/change/priority", change.priority.clone(), PRIORITIES);
    check.choice("/change/state", change.state.clone(), TASK_STATES);
    if let Some(day) = change.due_on {
        check.day("/change/due_on", day);
    }
    if let Some(assignee) = change.assignee_id
        && !staff::queries::is_active(tx.reader(), assignee).await?
    {
        check.wrong("/change/assignee_id", "not_found", "There is no such colleague, or not any more.");
    }
    bulk::queue::<Task, _>(tx, "tasks.bulk", "tasks.bulk_asked", asked, check)
}

/// Changes a chunk of tasks.
pub(in crate::interactions) async fn bulk_tasks(tx: &mut Tx, ids: &[Uuid], asked: &Bulk<TaskChanges>) -> Result<Tally> {
    let change = &asked.change;
    let rows = tx.to_change_many::<Task>(ids).await?;
    let cleared = rows.len();
    // Whoever was to do them may have left since it was asked.
    if let Some(assignee) = change.assignee_id
        && !staff::queries::is_active(tx.reader(), assignee).await?
    {
        return Ok(Tally::of(ids.len(), cleared, 0));
    }
    let assignees: BTreeMap<Uuid, Uuid> = rows.iter().map(|row| (row.id, row.assignee_id)).collect();
    let written = write(tx, rows, change).await?;
    let mut accounts: Vec<Uuid> = written.iter().filter_map(|row| row.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    refresh_steps(tx, &accounts).await?;
    search::put_many(tx, &written.iter().map(task_document).collect::<Vec<_>>()).await?;
    let given: Vec<Uuid> = written.iter().filter(|row| assignees.get(&row.id) != Some(&row.assignee_id)).map(|row| row.id).collect();
    if let Some(assignee) = change.assignee_id.filter(|assignee| Some(*assignee) != tx.actor().user()) {
        tell_tasks_given(tx, assignee, &given).await?;
    }
    Ok(Tally::of(ids.len(), cleared, written.len()))
}

/// Writes a change to tasks and notes what happened to each. What is in the state already keeps the moment when it came to
/// it, and takes the rest of the change. Returns those that were written.
async fn write(tx: &mut Tx, rows: Vec<Cleared<Task, Change>>, change: &TaskChanges) -> Result<Vec<task::Model>> {
    let columns = task::ActiveModel {
        assignee_id: change.assignee_id.map_or(NotSet, Set),
        due_on: change.due_on.map_or(NotSet, Set),
        priority: change.priority.clone().map_or(NotSet, Set),
        ..Default::default()
    };
    let Some(state) = &change.state else {
        let written = tx.update_many::<Task>(rows, &columns).await?;
        note(tx, "task.changed", &written).await?;
        return Ok(written);
    };
    let (so_already, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.state == *state);
    let is_done = state == "done";
    let with_state = task::ActiveModel { state: Set(state.clone()), done_at: Set(is_done.then(|| tx.now())), ..columns.clone() };
    let mut written = tx.update_many::<Task>(so_already, &columns).await?;
    note(tx, "task.changed", &written).await?;
    let moved = tx.update_many::<Task>(others, &with_state).await?;
    note(tx, if is_done { "task.done" } else { "task.reopened" }, &moved).await?;
    written.extend(moved);
    Ok(written)
}

async fn note(tx: &mut Tx, name: &'static str, rows: &[task::Model]) -> Result<()> {
    for event in events(tx, name, rows).await? {
        tx.note(event);
    }
    Ok(())
}
