//! One change of many tasks.

use guanxi_kernel::{
    bulk::{self, Bulk, Tally},
    check::Check,
    db::{Recorded, Tx},
    error::Result,
    job::Queued,
    search,
};
use sea_orm::{NotSet, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    many::task_document,
    notification::notify,
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
    let given = change.assignee_id.map_or(0, |to| rows.iter().filter(|row| row.assignee_id != to).count());
    let done_at = |state: &str| (state == "done").then(|| tx.now());
    let columns = task::ActiveModel {
        assignee_id: change.assignee_id.map_or(NotSet, Set),
        due_on: change.due_on.map_or(NotSet, Set),
        priority: change.priority.clone().map_or(NotSet, Set),
        done_at: change.state.as_deref().map_or(NotSet, |state| Set(done_at(state))),
        state: change.state.clone().map_or(NotSet, Set),
        ..Default::default()
    };
    // What is done already keeps the moment when it was done.
    let rows = rows.into_iter().filter(|row| change.state.as_ref() != Some(&row.state) || change.state.is_none()).collect();
    let written = tx.update_many::<Task>(rows, &columns).await?;
    let mut accounts: Vec<Uuid> = written.iter().filter_map(|row| row.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    refresh_steps(tx, &accounts).await?;
    search::put_many(tx, &written.iter().map(task_document).collect::<Vec<_>>()).await?;
    let name = match change.state.as_deref() {
        Some("done") => "task.done",
        Some(_) => "task.reopened",
        None => "task.changed",
    };
    for event in events(tx, name, &written).await? {
        tx.note(event);
    }
    // One line for all of them, not one for each.
    if let Some(assignee) = change.assignee_id.filter(|assignee| given > 0 && Some(*assignee) != tx.actor().user()) {
        let first = written.first().map_or(assignee, |row| row.id);
        notify(tx, assignee, "tasks_given", "task", first, None, &json!({"tasks": given})).await?;
    }
    Ok(Tally::of(ids.len(), cleared, cleared))
}
