//! Accounts that lie in a pool for a while and belong to nobody. Which pools there are, who may take from them, and whose
//! accounts go into them, is decided by `pools`; here they change hands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::{
    db::{Change, Cleared, Edit, Record, Recorded, Tx},
    error::Result,
};
use sea_orm::Set;
use serde_json::Value;
use uuid::Uuid;

use super::account::index_many;
use crate::customers::{
    events,
    tables::{Account, account},
};

/// A change after which an account has another owner from today on, or none: it lies in no pool.
pub(in crate::customers) fn of_another(change: account::ActiveModel, today: NaiveDate) -> account::ActiveModel {
    account::ActiveModel {
        owned_on: Set(today),
        pool_id: Set(None),
        pooled_on: Set(None),
        pooled_from_id: Set(None),
        pooled_why: Set(None),
        ..change
    }
}

/// Puts accounts into a pool: whoever had them has them no more. `told` says of each how it came about. Returns them as
/// they are now.
pub async fn put_into_pool(
    tx: &mut Tx,
    rows: Vec<Cleared<Account, Change>>,
    pool: Uuid,
    why: &str,
    told: impl Fn(&account::Model) -> Value,
) -> Result<Vec<account::Model>> {
    let (mut edits, mut before) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in rows {
        before.push((row.owner_id, told(&row)));
        let from = row.owner_id.or(row.pooled_from_id);
        let mut edit = Edit::of(row);
        edit.set(&account::ActiveModel {
            owner_id: Set(None),
            pool_id: Set(Some(pool)),
            pooled_on: Set(Some(tx.today())),
            pooled_from_id: Set(from),
            pooled_why: Set(Some(why.to_owned())),
            ..Default::default()
        });
        edits.push(edit);
    }
    let rows: Vec<account::Model> = tx.update_each(edits).await?.into_iter().map(|(row, _)| row).collect();
    pass_on(tx, &rows, before).await?;
    Ok(rows)
}

/// Gives accounts to somebody by a rule, each with how that came about. What the actor may not change is left out. Returns how
/// many have another owner.
pub async fn assign(tx: &mut Tx, gifts: Vec<(Uuid, Uuid, Value)>) -> Result<u64> {
    let ids: Vec<Uuid> = gifts.iter().map(|(account, ..)| *account).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    tx.hold::<Account>(&ids).await?;
    let mut rows: BTreeMap<Uuid, _> = tx.to_change_many::<Account>(&ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut by_owner: BTreeMap<Uuid, (Vec<_>, Vec<_>)> = BTreeMap::new();
    for (account, to, told) in gifts {
        let Some(row) = rows.remove(&account).filter(|row| row.trashed_at.is_none() && row.owner_id != Some(to)) else { continue };
        let (rows, before) = by_owner.entry(to).or_default();
        before.push((row.owner_id, told));
        rows.push(row);
    }
    let mut moved = 0;
    for (to, (rows, before)) in by_owner {
        let change = account::ActiveModel { owner_id: Set(Some(to)), ..of_another(account::ActiveModel::default(), tx.today()) };
        let rows = tx.update_many(rows, &change).await?;
        pass_on(tx, &rows, before).await?;
        moved += rows.len() as u64;
    }
    Ok(moved)
}

/// Takes accounts out of their pool for somebody. The caller has cleared them as what lies in a pool.
pub async fn take_out_of_pool<R: Record<Table = account::Entity>>(
    tx: &mut Tx,
    rows: Vec<Cleared<R, Change>>,
    to: Uuid,
    told: impl Fn(&account::Model) -> Value,
) -> Result<Vec<account::Model>> {
    let before = rows.iter().map(|row| (row.owner_id, told(row))).collect();
    let change = account::ActiveModel { owner_id: Set(Some(to)), ..of_another(account::ActiveModel::default(), tx.today()) };
    let rows = tx.update_many(rows, &change).await?;
    pass_on(tx, &rows, before).await?;
    Ok(rows)
}

/// Brings the index up to date and tells of each where it went. `before` is in the order of the rows: whose it was, and how
/// it came about.
async fn pass_on(tx: &mut Tx, rows: &[account::Model], before: Vec<(Option<Uuid>, Value)>) -> Result<()> {
    index_many(tx, rows).await?;
    for (row, (owner, told)) in rows.iter().zip(before) {
        tx.note(events::passed_on(row, owner, told));
    }
    Ok(())
}

/// Keeps every rule from taking an account from its owner until a day, or lets rules take it again.
pub async fn protect(tx: &mut Tx, row: Cleared<Account, Change>, until: Option<(NaiveDate, String)>) -> Result<Recorded<account::Model>> {
    let (until, why) = until.unzip();
    let change = account::ActiveModel { protected_until: Set(until), protected_why: Set(why), ..Default::default() };
    let row = tx.update::<Account>(row, change).await?;
    Ok(tx.record(events::protected(&row), row))
}
