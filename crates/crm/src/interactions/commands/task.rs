//! Tasks: what is to be done by a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    check::Check,
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, Result, unchanged},
    event::Event,
    id::Id,
    search,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::{many::task_document, notification::notify};
use crate::{
    contacts,
    customers::{self, commands::Heirs},
    interactions::{
        api::{NewTask, Task, TaskPatch},
        queries,
        rules::PRIORITIES,
        tables::{self, task},
    },
    staff,
};

const MAX_NOTE: usize = 5000;
/// The priority of a task of which nobody says more.
pub(super) const NORMAL: &str = "normal";

/// The events of tasks, each told to who has the task, who gave it, and whoever sees its account.
pub(super) async fn events(tx: &Tx, name: &'static str, rows: &[task::Model]) -> Result<Vec<Event>> {
    let accounts: BTreeSet<Uuid> = rows.iter().filter_map(|row| row.account_id).collect();
    let owners = customers::queries::owners(tx.reader(), accounts).await?;
    let event = |row: &task::Model| {
        let owner = row.account_id.and_then(|account| owners.get(&account).copied());
        Event::new(name, "task", row.id)
            .about(row.account_id)
            .owned_by(Some(row.assignee_id))
            .seen_through(owner.into_iter().chain(row.created_by).collect())
            .with(json!({"subject": row.subject}))
    };
    Ok(rows.iter().map(event).collect())
}

async fn event(tx: &Tx, name: &'static str, row: &task::Model) -> Result<Event> {
    events(tx, name, std::slice::from_ref(row)).await?.pop().ok_or(Error::NotFound)
}

/// Gives somebody something to do.
pub async fn add_task(tx: &mut Tx, input: NewTask) -> Result<Recorded<Task>> {
    let me = tx.actor().user().ok_or(Error::Unauthenticated)?;
    let mut check = Check::new();
    let subject = check.required("/subject", &input.subject, 300);
    let due_on = check.day("/due_on", input.due_on);
    let note = check.long("/note", input.note, MAX_NOTE);
    let priority = check.choice("/priority", input.priority, PRIORITIES).unwrap_or_else(|| NORMAL.to_owned());
    let assignee = input.assignee_id.unwrap_or(me);
    if !staff::queries::is_active(tx.reader(), assignee).await? {
        check.wrong("/assignee_id", "not_found", "There is no such colleague, or not any more.");
    }
    if let Some(account) = input.account_id
        && customers::queries::names(tx.reader(), vec![account]).await?.is_empty()
    {
        check.wrong("/account_id", "not_found", "There is no such account.");
    }
    if let Some(contact) = input.contact_id
        && contacts::queries::names(tx.reader(), vec![contact]).await?.is_empty()
    {
        check.wrong("/contact_id", "not_found", "There is no such contact.");
    }
    check.done()?;
    let row = task::ActiveModel {
        subject: Set(subject),
        note: Set(note),
        priority: Set(priority),
        due_on: Set(due_on),
        account_id: Set(input.account_id),
        contact_id: Set(input.contact_id),
        assignee_id: Set(assignee),
        interaction_id: Set(None),
        state: Set("open".to_owned()),
        done_at: Set(None),
        ..Default::default()
    };
    let row = insert_task(tx, row).await?;
    let event = event(tx, "task.given", &row).await?;
    let wire = queries::tasks(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Inserts a task, tells its assignee and the account's next step.
pub(super) async fn insert_task(tx: &mut Tx, row: task::ActiveModel) -> Result<task::Model> {
    let leave = tx.to_create()?;
    let row = tx.insert::<tables::Task>(leave, row).await?;
    search::put(tx, &task_document(&row)).await?;
    tell_assignee(tx, &row).await?;
    refresh_steps(tx, row.account_id.as_slice()).await?;
    Ok(row)
}

/// Tells somebody of a task that is theirs now, unless they took it themselves.
async fn tell_assignee(tx: &mut Tx, row: &task::Model) -> Result<()> {
    if Some(row.assignee_id) == tx.actor().user() {
        return Ok(());
    }
    let data = json!({"subject": row.subject, "due_on": row.due_on});
    notify(tx, row.assignee_id, "task_given", "task", row.id, row.account_id, &data).await
}

/// Brings the nearest next step of accounts up to date.
pub async fn refresh_steps(tx: &Tx, accounts: &[Uuid]) -> Result<()> {
    customers::commands::hold(tx, accounts).await?;
    if accounts.is_empty() {
        return Ok(());
    }
    let steps = queries::nearest_steps(tx.reader(), accounts).await?;
    customers::commands::note_next_step(tx, &steps).await
}

async fn write(tx: &mut Tx, row: Cleared<tables::Task, Change>, name: &'static str, change: task::ActiveModel) -> Result<Recorded<Task>> {
    let before = row.assignee_id;
    let row = tx.update::<tables::Task>(row, change).await?;
    search::put(tx, &task_document(&row)).await?;
    refresh_steps(tx, row.account_id.as_slice()).await?;
    if row.assignee_id != before {
        tell_assignee(tx, &row).await?;
    }
    let event = event(tx, name, &row).await?;
    let wire = queries::tasks(tx.reader(), vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(tx.record(event, wire))
}

/// Changes what, when or by whom.
pub async fn change_task(tx: &mut Tx, id: Id<tables::Task>, expected: i64, input: TaskPatch) -> Result<Recorded<Task>> {
    let row = tx.to_change(id).await?;
    unchanged(expected, row.version, queries::task(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = task::ActiveModel::default();
    if let Some(subject) = input.subject {
        change.subject = Set(check.required("/subject", &subject, 300));
    }
    if let Some(note) = input.note {
        change.note = Set(check.long("/note", note, MAX_NOTE));
    }
    if let Some(priority) = input.priority {
        change.priority = Set(check.one_of("/priority", &priority, PRIORITIES));
    }
    if let Some(due_on) = input.due_on {
        change.due_on = Set(check.day("/due_on", due_on));
    }
    if let Some(assignee) = input.assignee_id {
        if !staff::queries::is_active(tx.reader(), assignee).await? {
            check.wrong("/assignee_id", "not_found", "There is no such colleague, or not any more.");
        }
        change.assignee_id = Set(assignee);
    }
    check.done()?;
    write(tx, row, "task.changed", change).await
}

/// Notes that a task is done; `None` when it is already, and then nothing is written.
pub async fn complete_task(tx: &mut Tx, id: Id<tables::Task>) -> Result<Option<Recorded<Task>>> {
    let row = tx.to_change(id).await?;
    if row.state == "done" {
        return Ok(None);
    }
    let change = task::ActiveModel { state: Set("done".to_owned()), done_at: Set(Some(tx.now())), ..Default::default() };
    write(tx, row, "task.done", change).await.map(Some)
}

/// Takes that back; `None` when it is open already.
pub async fn reopen_task(tx: &mut Tx, id: Id<tables::Task>) -> Result<Option<Recorded<Task>>> {
    let row = tx.to_change(id).await?;
    if row.state == "open" {
        return Ok(None);
    }
    let change = task::ActiveModel { state: Set("open".to_owned()), done_at: Set(None), ..Default::default() };
    write(tx, row, "task.reopened", change).await.map(Some)
}

/// Gives some of a user's open tasks to those who have got their accounts. Returns how many; none when none is left. The caller records the event of
/// the chunk and tells the new assignee once. Which step of an account is the nearest stays as it is.
pub async fn hand_over_tasks(tx: &mut Tx, from: Uuid, heirs: &Heirs, at_most: u64) -> Result<u64> {
    let ids = queries::open_of(tx.reader(), from, at_most).await?;
    tx.hold::<tables::Task>(&ids).await?;
    let open = tx.to_change_many::<tables::Task>(&ids).await?;
    if open.is_empty() && !ids.is_empty() {
        return Err(Error::Forbidden("you may not hand over the tasks of this colleague".to_owned()));
    }
    let owner_of = customers::queries::owners(tx.reader(), open.iter().filter_map(|row| row.account_id)).await?;
    let mut by_heir: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for row in open {
        let owner = row.account_id.and_then(|account| owner_of.get(&account).copied());
        by_heir.entry(heirs.of(owner)).or_default().push(row);
    }
    let mut moved = 0;
    for (to, rows) in by_heir {
        let rows = tx.update_many(rows, &task::ActiveModel { assignee_id: Set(to), ..Default::default() }).await?;
        for (event, row) in events(tx, "task.handed_over", &rows).await?.into_iter().zip(&rows) {
            tx.note(event.with(json!({"subject": row.subject, "from": from, "to": to})));
        }
        moved += rows.len() as u64;
    }
    Ok(moved)
}

/// A visit that somebody is to pay to an account.
pub struct Visit {
    /// The account.
    pub account: Uuid,
    /// Who pays it.
    pub assignee: Uuid,
    /// By when.
    pub due_on: NaiveDate,
}

/// Makes a task of each visit, set-based. The caller tells those who get them.
pub async fn plan_visits(tx: &mut Tx, visits: &[Visit], subject: &str, note: &str) -> Result<()> {
    if visits.is_empty() {
        return Ok(());
    }
    let row = |visit: &Visit| task::ActiveModel {
        subject: Set(subject.to_owned()),
        note: Set(Some(note.to_owned())),
        priority: Set(NORMAL.to_owned()),
        due_on: Set(visit.due_on),
        account_id: Set(Some(visit.account)),
        contact_id: Set(None),
        assignee_id: Set(visit.assignee),
        interaction_id: Set(None),
        state: Set("open".to_owned()),
        done_at: Set(None),
        ..Default::default()
    };
    let leave = tx.to_create::<tables::Task>()?;
    let rows = tx.insert_many(&leave, visits.iter().map(row).collect()).await?;
    search::put_many(tx, &rows.iter().map(task_document).collect::<Vec<_>>()).await?;
    let accounts: Vec<Uuid> = visits.iter().map(|visit| visit.account).collect();
    refresh_steps(tx, &accounts).await
}

/// Deletes a task that should never have been there.
pub async fn remove_task(tx: &mut Tx, id: Id<tables::Task>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let event = event(tx, "task.removed", &row).await?;
    let account = row.account_id;
    tx.remove::<tables::Task>(row).await?;
    search::remove(tx, "task", id.uuid()).await?;
    refresh_steps(tx, account.as_slice()).await?;
    Ok(tx.record(event, ()))
}
