//! The pools themselves.

use guanxi_kernel::{
    check::Check,
    db::{Change, Cleared, Recorded, Tx},
    error::{Error, OnUnique, Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::{
    customers::tables::{Account, account},
    pools::{
        api::{NewPool, OwnLimits, Pool, PoolPatch},
        queries,
        tables::{self, kept_by, pool, rule},
    },
    staff,
};

/// The most that a number of a pool may be.
const MOST: i64 = 100_000;

/// Makes a pool.
pub async fn make(tx: &mut Tx, input: NewPool) -> Result<Recorded<Pool>> {
    let leave = tx.to_create()?;
    let mut check = Check::new();
    let name = check.required("/name", &input.name, 60);
    check_unit(tx, &mut check, input.org_unit_id).await?;
    let row = with_limits(&mut check, input.own);
    check.done()?;
    let row = pool::ActiveModel { name: Set(name), org_unit_id: Set(input.org_unit_id), ..row };
    let row = tx.insert::<tables::Pool>(leave, row).await.on_unique("pools", "name", name_taken)?;
    must_keep(tx, row.id).await?;
    let wire = queries::pool(tx.reader(), Id::from(row.id)).await?;
    Ok(tx.record(Event::new("pool.created", "pool", row.id), wire))
}

fn name_taken() -> Error {
    Error::field("/name", "taken", "Another pool has this name already.")
}

async fn check_unit(tx: &Tx, check: &mut Check, unit: Option<Uuid>) -> Result<()> {
    let Some(unit) = unit else { return Ok(()) };
    if !tx.reader().in_workspace::<staff::tables::OrgUnit>().with_id(unit).exists().await? {
        check.wrong("/org_unit_id", "not_found", "There is no such org unit.");
    }
    Ok(())
}

fn with_limits(check: &mut Check, own: OwnLimits) -> pool::ActiveModel {
    let mut number = |key: &str, number: Option<i64>| number.map(|number| check.range(&format!("/own/{key}"), number, 0..=MOST));
    pool::ActiveModel {
        takes_per_day: Set(number("takes_per_day", own.takes_per_day)),
        most_held: Set(number("most_held", own.most_held)),
        views_per_day: Set(number("views_per_day", own.views_per_day)),
        wait_days: Set(number("wait_days", own.wait_days)),
        warning_days: Set(number("warning_days", own.warning_days)),
        ..Default::default()
    }
}

/// Changes a pool.
pub async fn change(tx: &mut Tx, id: Id<tables::Pool>, expected: i64, input: PoolPatch) -> Result<Recorded<Pool>> {
    let row = to_keep(tx, id).await?;
    unchanged(expected, row.version, queries::pool(tx.reader(), id)).await?;
    let mut check = Check::new();
    let mut change = input.own.map_or_else(pool::ActiveModel::default, |own| with_limits(&mut check, own));
    if let Some(name) = input.name {
        change.name = Set(check.required("/name", &name, 60));
    }
    if let Some(unit) = input.org_unit_id {
        check_unit(tx, &mut check, unit).await?;
        change.org_unit_id = Set(unit);
    }
    check.done()?;
    let row = tx.update::<tables::Pool>(row, change).await.on_unique("pools", "name", name_taken)?;
    // Nobody gives a pool away to a unit for which they could not have made it.
    must_keep(tx, row.id).await?;
    let wire = queries::pool(tx.reader(), id).await?;
    Ok(tx.record(Event::new("pool.changed", "pool", row.id), wire))
}

/// Takes a pool away in which nothing lies, with its rules.
pub async fn remove(tx: &mut Tx, id: Id<tables::Pool>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.to_remove(id).await?;
    must_keep(tx, row.id).await?;
    unchanged(expected, row.version, queries::pool(tx.reader(), id)).await?;
    // What is in the trash comes back to where it was.
    let lies = tx.reader().in_workspace::<Account>().with(|select| select.filter(account::Column::PoolId.eq(row.id)));
    if lies.exists().await? {
        return Err(Error::conflict("pool_not_empty", "Accounts lie in this pool, in the trash perhaps; take them out first."));
    }
    let rules = tx.reader().in_workspace::<tables::PoolRule>().with(|select| select.filter(rule::Column::PoolId.eq(row.id))).all().await?;
    for each in rules {
        super::rule::drop_rule(tx, Id::from(each.id)).await?;
    }
    let event = Event::new("pool.removed", "pool", row.id).with(serde_json::json!({"name": row.name}));
    tx.remove::<tables::Pool>(row).await?;
    Ok(tx.record(event, ()))
}

/// A pool that the actor keeps, with leave to change it: not seen is 404, not kept 403.
pub(super) async fn to_keep(tx: &mut Tx, id: Id<tables::Pool>) -> Result<Cleared<tables::Pool, Change>> {
    let row = tx.to_change(id).await?;
    must_keep(tx, row.id()).await?;
    Ok(row)
}

/// Refuses who does not keep a pool.
pub(super) async fn must_keep(tx: &Tx, pool: Uuid) -> Result<()> {
    if queries::among(tx.reader(), [pool], kept_by(tx.actor())).await?.is_empty() {
        return Err(Error::Forbidden("only who keeps this pool may do that".to_owned()));
    }
    Ok(())
}
