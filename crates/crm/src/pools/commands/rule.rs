//! The rules by which accounts go into a pool.

use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Result, unchanged},
    event::Event,
    id::Id,
};
use sea_orm::{ActiveValue, ConnectionTrait, Set};
use serde_json::json;

use super::pool::{must_keep, to_keep};
use crate::pools::{
    api::{NewPoolRule, PoolRule},
    queries::checked_rule,
    tables::{self, rule},
};

/// Adds a rule to a pool.
pub async fn add_rule(tx: &mut Tx, pool: Id<tables::Pool>, input: NewPoolRule) -> Result<Recorded<PoolRule>> {
    let pool = to_keep(tx, pool).await?.id();
    checked_rule(tx.reader(), &input).await?;
    let leave = tx.leave_under("pool", Action::Change)?;
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
