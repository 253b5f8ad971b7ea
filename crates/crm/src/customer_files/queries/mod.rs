//! Every read of customer files.

mod file;
mod forms;
mod known;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::{Action, Actor},
    db::Reader,
    error::{Error, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use uuid::Uuid;

pub(super) use self::{
    file::agreed,
    forms::{Forms, exists},
    known::{Known, answer, is_key, known_of, own_answer},
};
pub use self::{
    file::{file, proposal},
    forms::forms,
    told::tell,
};
use super::tables::{OBJECT, REVIEW, account_file};
use crate::{customers::tables::account, staff};

/// Where the files of some accounts stand, whoever may see them.
pub(super) async fn standing(reader: &Reader, accounts: &[Uuid]) -> Result<BTreeMap<Uuid, account_file::Model>> {
    let rows = account_file::Entity::find()
        .filter(account_file::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(account_file::Column::RecordId.is_in(accounts.iter().copied()))
        .all(reader.source())
        .await?;
    Ok(rows.into_iter().map(|row| (row.record_id, row)).collect())
}

/// Where the file of an account stands.
pub(super) async fn standing_of(reader: &Reader, account: Uuid) -> Result<account_file::Model> {
    standing(reader, &[account]).await?.remove(&account).ok_or(Error::NotFound)
}

/// Who looks after a file: its steward, else the owner of the account.
pub(super) fn steward(file: &account_file::Model, account: &account::Model) -> Option<Uuid> {
    file.steward_id.or(account.owner_id)
}

/// Whether somebody fills in, verifies, analyses and submits a file: by right, or as its steward.
pub(super) fn may_change(actor: &Actor, file: &account_file::Model, account: &account::Model) -> bool {
    let is_steward = actor.user().is_some() && actor.user() == steward(file, account);
    actor.reaches(OBJECT, Action::Change, account.owner_id) || (is_steward && actor.may(OBJECT, Action::Change))
}

/// Whether somebody reviews a file.
pub(super) fn may_review(actor: &Actor, account: &account::Model) -> bool {
    actor.reaches(REVIEW, Action::Create, account.owner_id)
}

/// Those who review files by a role, and are told of those that wait.
pub(super) async fn reviewers(reader: &Reader) -> Result<Vec<Uuid>> {
    staff::queries::who_hold(reader, REVIEW, Action::Create).await
}

/// Those of them who review the files of the accounts of this owner.
pub(super) async fn reviewing(reader: &Reader, reviewers: &[Uuid], owner: Option<Uuid>) -> Result<BTreeSet<Uuid>> {
    staff::queries::who_reach(reader, reviewers, REVIEW, Action::Create, owner).await
}

/// How many files of the accounts of each owner wait for a review whose day has passed.
pub(super) async fn overdue(reader: &Reader) -> Result<Vec<Overdue>> {
    let sql = "SELECT a.owner_id, count(*) AS files FROM account_files f \
               JOIN accounts a ON a.workspace_id = f.workspace_id AND a.id = f.record_id \
               WHERE f.workspace_id = ? AND f.step = 'in_review' AND f.review_due_on < ? AND a.trashed_at IS NULL GROUP BY a.owner_id";
    let values = vec![reader.actor().workspace.into(), reader.today().into()];
    Ok(Overdue::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// Files that wait too long.
#[derive(FromQueryResult)]
pub(super) struct Overdue {
    /// Whose accounts.
    pub(super) owner_id: Option<Uuid>,
    /// How many.
    pub(super) files: i64,
}

/// Whether somebody settles the proposals to a file: its steward, or in the steward's place whoever reviews it.
pub(super) fn may_settle(actor: &Actor, file: &account_file::Model, account: &account::Model) -> bool {
    let is_steward = actor.user().is_some() && actor.user() == steward(file, account);
    (is_steward && actor.may(OBJECT, Action::Change)) || may_review(actor, account)
}

/// How many tasks to verify answers some people have open.
pub(super) async fn verifying(reader: &Reader, people: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Counted {
        assignee_id: Uuid,
        n: i64,
    }
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT tasks.assignee_id, count(*) AS n FROM account_files JOIN tasks ON tasks.workspace_id = account_files.workspace_id \
         AND tasks.id = account_files.verify_task_id WHERE account_files.workspace_id = ? AND account_files.verify_task_id IS NOT NULL \
         AND tasks.state = 'open' AND tasks.assignee_id IN ({}) GROUP BY tasks.assignee_id",
        vec!["?"; people.len()].join(", ")
    );
    let values = std::iter::once(reader.actor().workspace).chain(people.iter().copied()).map(Into::into).collect();
    let counted = Counted::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    Ok(counted.into_iter().map(|row| (row.assignee_id, row.n)).collect())
}

/// Accounts that records of a change are of: themselves, or those at which the people among them have a place.
pub(super) async fn accounts_of(reader: &Reader, records: &[Uuid]) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let places = vec!["?"; records.len()].join(", ");
    let sql = format!(
        "SELECT id FROM accounts WHERE workspace_id = ? AND id IN ({places}) \
         UNION SELECT account_id AS id FROM contact_accounts WHERE workspace_id = ? AND contact_id IN ({places}) ORDER BY id"
    );
    let named = || std::iter::once(reader.actor().workspace).chain(records.iter().copied()).map(sea_orm::Value::from);
    let found = Only::find_by_statement(reader.dialect().statement(&sql, named().chain(named()).collect())).all(reader.source()).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The next accounts in the order of their ids, those in the trash left out.
pub(super) async fn next(reader: &Reader, after: Uuid, limit: u64) -> Result<Vec<Uuid>> {
    use sea_orm::{QueryOrder, QuerySelect};
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let of = |select: sea_orm::Select<account::Entity>| {
        let select = select.select_only().column(account::Column::Id).filter(account::Column::Id.gt(after));
        select.filter(account::Column::TrashedAt.is_null()).order_by_asc(account::Column::Id).limit(limit)
    };
    let rows: Vec<Only> = reader.in_workspace::<crate::customers::tables::Account>().with(of).all_as().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The day, unless it is none.
pub(super) fn said(day: NaiveDate) -> Option<NaiveDate> {
    guanxi_kernel::clock::known(day)
}
