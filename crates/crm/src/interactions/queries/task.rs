//! Every read of tasks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::Action,
    clock::NEVER,
    db::{Reader, Record},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::Names;
use crate::{
    customers,
    interactions::{
        api::Task,
        rules::overdue,
        tables::{self, interaction, task},
    },
    staff::api::Ref,
    staff::tables::{User, user},
};

/// One task.
pub async fn task(reader: &Reader, id: Id<tables::Task>) -> Result<Task> {
    let row = reader.get(id).await?;
    let mut wires = tasks(reader, vec![row]).await?;
    wires.pop().ok_or(Error::NotFound)
}

/// The wire forms of tasks.
pub async fn tasks(reader: &Reader, rows: Vec<task::Model>) -> Result<Vec<Task>> {
    let accounts = rows.iter().filter_map(|row| row.account_id).collect();
    let contacts = rows.iter().filter_map(|row| row.contact_id).collect();
    let users = rows.iter().map(|row| row.assignee_id).collect();
    let names = Names::read(reader, accounts, contacts, users).await?;
    let today = reader.today();
    Ok(rows
        .into_iter()
        .map(|row| Task {
            may_change: tables::Task::allows(reader.actor(), Action::Change, &row),
            may_remove: tables::Task::allows(reader.actor(), Action::Remove, &row),
            id: row.id,
            version: row.version,
            subject: row.subject,
            due_on: row.due_on,
            note: row.note,
            priority: row.priority,
            overdue: overdue(&row.state, row.due_on, today),
            state: row.state,
            account: Ref::among(&names.accounts, row.account_id),
            contact: Ref::among(&names.contacts, row.contact_id),
            assignee: Ref::among(&names.users, Some(row.assignee_id)),
            interaction_id: row.interaction_id,
            done_at: row.done_at,
        })
        .collect())
}

/// The open tasks about an account that the actor may see, the most urgent first.
pub async fn open_tasks(reader: &Reader, account: Id<customers::tables::Account>) -> Result<Vec<Task>> {
    reader.get(account).await?;
    let rows = reader
        .find::<tables::Task>()
        .with(|select| {
            select
                .filter(task::Column::AccountId.eq(account.uuid()))
                .filter(task::Column::State.eq("open"))
                .order_by_asc(task::Column::DueOn)
                .limit(50)
        })
        .all()
        .await?;
    tasks(reader, rows).await
}

/// How many open tasks somebody has.
pub async fn open_tasks_of(reader: &Reader, assignee: Uuid) -> Result<u64> {
    let open = Condition::all().add(task::Column::AssigneeId.eq(assignee)).add(task::Column::State.eq("open"));
    reader.find::<tables::Task>().with(|select| select.filter(open)).count().await
}

/// Ids of some open tasks of one person.
pub(in crate::interactions) async fn open_of(reader: &Reader, assignee: Uuid, limit: u64) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let open = Condition::all().add(task::Column::AssigneeId.eq(assignee)).add(task::Column::State.eq("open"));
    let some = |select: Select<task::Entity>| select.select_only().column(task::Column::Id).filter(open).limit(limit);
    let rows: Vec<Only> = reader.find::<tables::Task>().with(some).all_as().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The accounts that have open tasks of some people.
pub async fn accounts_with_tasks_of(reader: &Reader, people: &[Uuid]) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct OfAccount {
        account_id: Uuid,
    }
    let open = Condition::all()
        .add(task::Column::AssigneeId.is_in(people.iter().copied()))
        .add(task::Column::AccountId.is_not_null())
        .add(task::Column::State.eq("open"));
    let of = |select: Select<task::Entity>| select.select_only().column(task::Column::AccountId).filter(open).distinct();
    let rows: Vec<OfAccount> = reader.in_workspace::<tables::Task>().with(of).all_as().await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

#[derive(FromQueryResult)]
struct Nearest {
    account_id: Uuid,
    due_on: NaiveDate,
}

/// The nearest open step of each account, whoever is to take it; `NEVER` where there is none.
pub(in crate::interactions) async fn nearest_steps(reader: &Reader, accounts: &[Uuid]) -> Result<Vec<(Uuid, NaiveDate)>> {
    let rows: Vec<Nearest> = reader
        .in_workspace::<tables::Task>()
        .with(|select| {
            select
                .select_only()
                .column(task::Column::AccountId)
                .column_as(task::Column::DueOn.min(), "due_on")
                .filter(task::Column::AccountId.is_in(accounts.iter().copied()))
                .filter(task::Column::State.eq("open"))
                .group_by(task::Column::AccountId)
        })
        .all_as()
        .await?;
    let nearest: BTreeMap<Uuid, NaiveDate> = rows.into_iter().map(|row| (row.account_id, row.due_on)).collect();
    Ok(accounts.iter().map(|account| (*account, nearest.get(account).copied().unwrap_or(NEVER))).collect())
}

/// How many open tasks and how many open promises each active person has that are due on a day or before it.
pub(in crate::interactions) async fn due_by_person(reader: &Reader, day: NaiveDate) -> Result<BTreeMap<Uuid, (i64, i64)>> {
    #[derive(FromQueryResult)]
    struct Due {
        person: Uuid,
        n: i64,
    }
    let active = || {
        let active = |select: Select<user::Entity>| select.select_only().column(user::Column::Id).filter(user::Column::Active.eq(true));
        reader.in_workspace::<User>().with(active).into_query()
    };
    let tasks: Vec<Due> = reader
        .in_workspace::<tables::Task>()
        .with(|select| {
            select
                .select_only()
                .column_as(task::Column::AssigneeId, "person")
                .column_as(task::Column::Id.count(), "n")
                .filter(task::Column::State.eq("open"))
                .filter(task::Column::DueOn.lte(day))
                .filter(task::Column::AssigneeId.in_subquery(active()))
                .group_by(task::Column::AssigneeId)
        })
        .all_as()
        .await?;
    let promises: Vec<Due> = reader
        .in_workspace::<tables::Interaction>()
        .with(|select| {
            select
                .select_only()
                .column_as(interaction::Column::UserId, "person")
                .column_as(interaction::Column::Id.count(), "n")
                .filter(interaction::Column::PromiseState.eq("open"))
                .filter(interaction::Column::UserId.in_subquery(active()))
                .filter(interaction::Column::PromiseDueOn.lte(day))
                .group_by(interaction::Column::UserId)
        })
        .all_as()
        .await?;
    let mut due: BTreeMap<Uuid, (i64, i64)> = tasks.into_iter().map(|due| (due.person, (due.n, 0))).collect();
    for promised in promises {
        due.entry(promised.person).or_default().1 = promised.n;
    }
    Ok(due)
}
