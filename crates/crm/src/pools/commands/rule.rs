//! The rules by which accounts go into a pool.

use guanxi_kernel::{
    check::Check,
    db::{Reader, Recorded, Tx},
    error::{Error, FieldError, Result, unchanged},
    event::Event,
    id::Id,
    list::{self, Query, Search},
    slice::Listed,
};
use sea_orm::{ActiveValue, ConnectionTrait, Set};
use serde_json::json;

use super::pool::{must_keep, to_keep};
use crate::{
    customers::tables::Account,
    pools::{
        api::{NewPoolRule, PoolRule},
        rules::Terms,
        tables::{self, rule},
    },
};

/// The longest time that a rule waits.
const MOST_DAYS: i64 = 3650;

/// Adds a rule to a pool.
pub async fn add_rule(tx: &mut Tx, pool: Id<tables::Pool>, input: NewPoolRule) -> Result<Recorded<PoolRule>> {
    let pool = to_keep(tx, pool).await?.id();
    checked_rule(tx.reader(), &input).await?;
    let leave = tx.leave_under("pool", guanxi_kernel::actor::Action::Change)?;
    let row = rule::ActiveModel { pool_id: Set(pool), ..columns(input) };
    let row = tx.insert::<tables::PoolRule>(leave, row).await?;
    Ok(tx.record(told("pool_rule.created", &row), PoolRule::from(row)))
}

/// Puts another rule in the place of one. Who has been warned stays warned as long as it takes them.
pub async fn change_rule(tx: &mut Tx, id: Id<tables::PoolRule>, expected: i64, input: NewPoolRule) -> Result<Recorded<PoolRule>> {
    let row = tx.to_change(id).await?;
    must_keep(tx, row.pool_id).await?;
    unchanged(expected, row.version, async { Ok(PoolRule::from((*row).clone())) }).await?;
    checked_rule(tx.reader(), &input).await?;
    let row = tx.update::<tables::PoolRule>(row, columns(input)).await?;
    if !row.active {
        forget_warnings(tx, &row).await?;
    }
    Ok(tx.record(told("pool_rule.changed", &row), PoolRule::from(row)))
}

/// Takes a rule away, and the warnings with it.
pub async fn remove_rule(tx: &mut Tx, id: Id<tables::PoolRule>, expected: i64) -> Result<Recorded<()>> {
    let row = tx.reader().get(id).await?;
    must_keep(tx, row.pool_id).await?;
    unchanged(expected, row.version, async { Ok(PoolRule::from(row.clone())) }).await?;
    drop_rule(tx, id).await?;
    Ok(tx.record(told("pool_rule.removed", &row), ()))
}

/// Removes a rule whose pool the actor keeps.
pub(super) async fn drop_rule(tx: &mut Tx, id: Id<tables::PoolRule>) -> Result<()> {
    let row = tx.to_remove(id).await?;
    forget_warnings(tx, &row).await?;
    tx.remove::<tables::PoolRule>(row).await
}

async fn forget_warnings(tx: &Tx, row: &rule::Model) -> Result<()> {
    let sql = "DELETE FROM pool_warnings WHERE workspace_id = ? AND rule_id = ?";
    let values = vec![tx.actor().workspace.into(), row.id.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(())
}

fn told(name: &'static str, row: &rule::Model) -> Event {
    Event::new(name, "pool_rule", row.id).about(Some(row.pool_id)).with(json!({"name": row.name}))
}

fn columns(input: NewPoolRule) -> rule::ActiveModel {
    rule::ActiveModel {
        name: Set(guanxi_kernel::text::clean(&input.name)),
        active: Set(input.active),
        filter: ActiveValue::Set(input.filter.filter(|filter| !filter.is_null())),
        no_contact_days: Set(input.no_contact_days),
        no_order_days: Set(input.no_order_days),
        no_step_days: Set(input.no_step_days),
        ..Default::default()
    }
}

/// The terms of a rule that can be followed: it takes something, and not everything.
pub async fn checked_rule(reader: &Reader, input: &NewPoolRule) -> Result<Terms> {
    let mut check = Check::new();
    check.required("/name", &input.name, 60);
    let terms = Terms { no_contact_days: input.no_contact_days, no_order_days: input.no_order_days, no_step_days: input.no_step_days };
    for (pointer, days) in
        [("/no_contact_days", terms.no_contact_days), ("/no_order_days", terms.no_order_days), ("/no_step_days", terms.no_step_days)]
    {
        if let Some(days) = days {
            check.range(pointer, days, 1..=MOST_DAYS);
        }
    }
    let is_whole = input.filter.as_ref().is_none_or(|filter| *filter == json!({"all": []}) || filter.is_null());
    if terms.are_none() && is_whole {
        check.add(FieldError::new("/filter", "rule_takes_all", "Say which accounts this rule takes: after how many days, or by a filter."));
    }
    check.done()?;
    // What a filter compares with is read when it is asked.
    let query = Query::parse(reader.actor(), Account::list(), Search { filter: input.filter.clone(), ..Search::default() })?;
    if input.filter.as_ref().is_some_and(|filter| filter.to_string().contains("\"trashed_at\"")) {
        return Err(Error::field("/filter", "not_possible", "A rule takes nothing out of the trash."));
    }
    list::ids::<Account>(reader, Account::list(), &query, 1).await?;
    Ok(terms)
}
