//! Sharing an account, and sharing it no more.

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Recorded, Tx, batches},
    error::{Error, OnUnique, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    api::{AccountMember, AccountMemberPatch, NewAccountMember},
    queries::{self, With},
    rules::{ROLES, Until},
    tables::{self, member},
};
use crate::{
    customers::{
        MOST_SHARED, commands, events,
        tables::{Account, account},
    },
    staff,
};

/// The account, for whoever says who works with it.
async fn to_share(tx: &mut Tx, id: Uuid) -> Result<account::Model> {
    let row = (*commands::to_change(tx, Id::<Account>::from(id)).await?).clone();
    if !commands::may_give_away(tx.actor(), row.owner_id) {
        return Err(Error::Forbidden("only the owner of an account, and who leads the owner, says who works with it".to_owned()));
    }
    Ok(row)
}

/// Shares an account with a colleague or an org unit.
pub async fn add(tx: &mut Tx, id: Id<Account>, input: NewAccountMember) -> Result<Recorded<AccountMember>> {
    let of = to_share(tx, id.uuid()).await?;
    let mut check = Check::new();
    let with = with_whom(tx, &mut check, &of, &input).await?;
    let role = match with {
        Some(With::User(_)) => Some(check.one_of("/role", input.role.as_deref().unwrap_or_default(), ROLES)),
        _ => None,
    };
    check_until(tx, &mut check, Until(input.until));
    check.done()?;
    let with = with.ok_or(Error::NotFound)?;
    // Of two who share with the same at the same moment, the second counts what the first has made.
    tx.alone("account_team").await?;
    let most = MOST_SHARED.get(tx.reader()).await?;
    if queries::shared_with(tx.reader(), with).await? >= most {
        let detail = format!("So many accounts are shared with them already, at most {most}; end some of those first.");
        return Err(Error::conflict("shared_enough", detail));
    }
    let (user, unit) = with.columns();
    let row = member::ActiveModel {
        account_id: Set(of.id),
        user_id: Set(user),
        org_unit_id: Set(unit),
        role: Set(role),
        may_change: Set(input.may_change),
        until: Set(input.until),
        ..Default::default()
    };
    let leave = tx.leave_under("account", Action::Change)?;
    let already = || Error::conflict("member_already", "This account is shared with them already.");
    let row = tx.insert::<tables::AccountMember>(leave, row).await.on_unique("account_team", "user_id", already);
    let row = row.on_unique("account_team", "org_unit_id", already)?;
    told(tx, SHARED, &of, &row).await
}

/// Whom an account is to be shared with: somebody who works here and does not own it, or a unit.
async fn with_whom(tx: &Tx, check: &mut Check, of: &account::Model, input: &NewAccountMember) -> Result<Option<With>> {
    match (input.user_id, input.org_unit_id) {
        (Some(user), None) => {
            if of.owner_id == Some(user) {
                check.wrong("/user_id", "owner_already", "This colleague is the owner.");
            } else if !staff::queries::is_active(tx.reader(), user).await? {
                check.wrong("/user_id", "not_found", "There is no such colleague, or not any more.");
            }
            Ok(Some(With::User(user)))
        }
        (None, Some(unit)) => {
            if !staff::queries::unit_exists(tx.reader(), unit).await? {
                check.wrong("/org_unit_id", "not_found", "There is no such org unit.");
            }
            Ok(Some(With::Unit(unit)))
        }
        _ => {
            check.wrong("/user_id", "one_of_two", "Choose a colleague or an org unit.");
            Ok(None)
        }
    }
}

fn check_until(tx: &Tx, check: &mut Check, until: Until) {
    if !until.holds_on(tx.today()) {
        check.wrong("/until", "not_a_day_to_come", "Choose a day from today on.");
    }
}

/// Changes the role of a member, how far it may go, or until when.
pub async fn change(
    tx: &mut Tx,
    id: Id<tables::AccountMember>,
    expected: i64,
    input: AccountMemberPatch,
) -> Result<Recorded<AccountMember>> {
    let row = tx.to_change(id).await?;
    let of = to_share(tx, row.account_id).await?;
    unchanged(expected, row.version, queries::wire(tx.reader(), (*row).clone())).await?;
    let mut check = Check::new();
    let mut change = member::ActiveModel::default();
    if let Some(role) = input.role.filter(|_| row.user_id.is_some()) {
        change.role = Set(Some(check.one_of("/role", &role, ROLES)));
    }
    if let Some(may_change) = input.may_change {
        change.may_change = Set(may_change);
    }
    if let Some(until) = input.until {
        check_until(tx, &mut check, Until(until));
        change.until = Set(until);
    }
    check.done()?;
    let row = tx.update::<tables::AccountMember>(row, change).await?;
    told(tx, SHARED_OTHERWISE, &of, &row).await
}

/// Shares an account with somebody no more.
pub async fn remove(tx: &mut Tx, id: Id<tables::AccountMember>) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    let of = to_share(tx, row.account_id).await?;
    let gone = (*row).clone();
    tx.remove::<tables::AccountMember>(row).await?;
    Ok(told(tx, UNSHARED, &of, &gone).await?.map(drop))
}

/// An account is shared with somebody.
pub const SHARED: &str = "account.shared";
/// It is shared in another way.
pub const SHARED_OTHERWISE: &str = "account.shared_otherwise";
/// It is shared with somebody no more.
pub const UNSHARED: &str = "account.unshared";
/// What is shared with somebody has changed: whoever listens is told as who it is now.
pub const SHARES_CHANGED: &str = "user.shares_changed";

/// Brings the index up to date and tells of a share.
async fn told(tx: &mut Tx, name: &'static str, of: &account::Model, row: &member::Model) -> Result<Recorded<AccountMember>> {
    commands::index_many(tx, std::slice::from_ref(of)).await?;
    let wire = queries::wire(tx.reader(), row.clone()).await?;
    note_changed(tx, row.user_id);
    let event = events::shared(name, of, &wire);
    Ok(tx.record(event, wire))
}

fn note_changed(tx: &mut Tx, user: Option<Uuid>) {
    if let Some(user) = user {
        tx.note(Event::new(SHARES_CHANGED, "user", user).owned_by(Some(user)));
    }
}

/// Ends some of the shares that are over: whose last day was before today, whose unit is gone. Returns how many.
pub(super) async fn end_over(tx: &mut Tx, at_most: u64) -> Result<usize> {
    let over = queries::over(tx.reader(), at_most).await?;
    end(tx, over, "over").await
}

/// Takes somebody out of some of the account teams. Returns of how many; none when none is left.
pub async fn leave(tx: &mut Tx, user: Uuid, at_most: u64) -> Result<usize> {
    let of_user = |select: sea_orm::Select<member::Entity>| select.filter(member::Column::UserId.eq(user)).limit(at_most);
    let rows = tx.reader().in_workspace::<tables::AccountMember>().with(of_user).all().await?;
    end(tx, rows, "left").await
}

async fn end(tx: &mut Tx, rows: Vec<member::Model>, why: &'static str) -> Result<usize> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    for chunk in batches(&ids) {
        let sql = format!("DELETE FROM account_team WHERE workspace_id = ? AND id IN ({})", vec!["?"; chunk.len()].join(", "));
        let values = std::iter::once(tx.actor().workspace).chain(chunk.iter().copied()).map(Into::into).collect();
        tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
    }
    let accounts: BTreeSet<Uuid> = rows.iter().map(|row| row.account_id).collect();
    let accounts = tx.reader().in_workspace::<Account>().with_ids(accounts).all().await?;
    commands::index_many(tx, &accounts).await?;
    for row in &rows {
        if let Some(of) = accounts.iter().find(|account| account.id == row.account_id) {
            tx.note(events::unshared(UNSHARED, of, json!({"user": row.user_id, "org_unit": row.org_unit_id, "why": why})));
        }
        note_changed(tx, row.user_id);
    }
    Ok(rows.len())
}
