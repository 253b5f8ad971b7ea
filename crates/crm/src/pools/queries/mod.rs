//! Every read of pools.

mod owners;
mod recycling;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use guanxi_kernel::{
    actor::Action,
    db::{Reader, Row},
    error::{Error, Result},
    id::Id,
    list::{COUNT_CAP, Count, Naming},
};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder};
use uuid::Uuid;

pub(super) use self::recycling::{checked_rule, chosen_by, facts_of};
pub use self::{
    owners::ownership,
    recycling::{preview, warnings},
};
use super::{
    MOST_HELD, TAKES_PER_DAY, VIEWS_PER_DAY, WAIT_DAYS, WARNING_DAYS,
    api::{OpenedAccount, OwnLimits, Pool, PoolRule, Pools},
    rules::{Limits, Terms, Used},
    tables::{self, kept_by, pool, rule, taken_from_by},
};
use crate::{
    customers::tables::account,
    staff::{self, api::Ref},
};

/// The pools that one sees, by name.
pub async fn pools(reader: &Reader) -> Result<Pools> {
    if !reader.actor().may("pool", Action::Read) {
        return Err(Error::Forbidden("you may not see the pools".to_owned()));
    }
    let rows = reader.find::<tables::Pool>().with(|select| select.order_by_asc(pool::Column::Name)).all().await?;
    Ok(Pools { items: wire(reader, rows).await? })
}

/// One pool.
pub async fn pool(reader: &Reader, id: Id<tables::Pool>) -> Result<Pool> {
    let row = reader.get(id).await?;
    wire(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn wire(reader: &Reader, rows: Vec<pool::Model>) -> Result<Vec<Pool>> {
    let ids = || rows.iter().map(|row| row.id);
    let names = staff::queries::unit_list_names(reader, rows.iter().filter_map(|row| row.org_unit_id).collect()).await?;
    let registered = registered(reader).await?;
    let numbers = numbers(reader).await?;
    let taken_from = among(reader, ids(), taken_from_by(reader.actor())).await?;
    let kept = among(reader, ids(), kept_by(reader.actor())).await?;
    let mut used = used(reader).await?;
    let one = |row: pool::Model| {
        let (accounts, rules) = numbers.get(&row.id).copied().unwrap_or_default();
        let unit = row.org_unit_id.and_then(|unit| names.iter().find(|(id, _)| *id == unit));
        Pool {
            id: row.id,
            version: row.version,
            org_unit: unit.map(|(id, name)| Ref { id: *id, name: name.clone() }),
            own: own(&row),
            limits: limits_of(&row, registered),
            used: used.remove(&row.id).unwrap_or_default(),
            may_take: taken_from.contains(&row.id),
            may_keep: kept.contains(&row.id),
            accounts: Count { value: accounts.min(COUNT_CAP), exact: accounts <= COUNT_CAP },
            rules,
            name: row.name,
        }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Those of some pools of which a condition holds.
pub(super) async fn among(reader: &Reader, ids: impl IntoIterator<Item = Uuid>, which: sea_orm::Condition) -> Result<Vec<Uuid>> {
    let rows = reader.in_workspace::<tables::Pool>().with_ids(ids).with(|select| select.filter(which)).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn own(row: &pool::Model) -> OwnLimits {
    OwnLimits {
        takes_per_day: row.takes_per_day,
        most_held: row.most_held,
        views_per_day: row.views_per_day,
        wait_days: row.wait_days,
        warning_days: row.warning_days,
    }
}

async fn registered(reader: &Reader) -> Result<Limits> {
    Ok(Limits {
        takes_per_day: TAKES_PER_DAY.get(reader).await?,
        most_held: MOST_HELD.get(reader).await?,
        views_per_day: VIEWS_PER_DAY.get(reader).await?,
        wait_days: WAIT_DAYS.get(reader).await?,
        warning_days: WARNING_DAYS.get(reader).await?,
    })
}

fn limits_of(row: &pool::Model, registered: Limits) -> Limits {
    Limits {
        takes_per_day: row.takes_per_day.unwrap_or(registered.takes_per_day),
        most_held: row.most_held.unwrap_or(registered.most_held),
        views_per_day: row.views_per_day.unwrap_or(registered.views_per_day),
        wait_days: row.wait_days.unwrap_or(registered.wait_days),
        warning_days: row.warning_days.unwrap_or(registered.warning_days),
    }
}

/// What some pools allow.
pub(super) async fn limits_by_pool(reader: &Reader, pools: impl Iterator<Item = Uuid>) -> Result<BTreeMap<Uuid, Limits>> {
    let pools: BTreeSet<Uuid> = pools.collect();
    let registered = registered(reader).await?;
    let rows = reader.in_workspace::<tables::Pool>().with_ids(pools).all().await?;
    Ok(rows.iter().map(|row| (row.id, limits_of(row, registered))).collect())
}

/// What a pool allows.
pub(super) async fn limits(reader: &Reader, row: &pool::Model) -> Result<Limits> {
    Ok(limits_of(row, registered(reader).await?))
}

/// By pool, how many accounts lie in it, counted as far as counts go, and how many rules are in force.
async fn numbers(reader: &Reader) -> Result<BTreeMap<Uuid, (i64, i64)>> {
    #[derive(FromQueryResult)]
    struct Counted {
        id: Uuid,
        accounts: i64,
        rules: i64,
    }
    let sql = "SELECT id, (SELECT count(*) FROM (SELECT 1 FROM accounts WHERE accounts.workspace_id = pools.workspace_id \
               AND accounts.pool_id = pools.id AND accounts.trashed_at IS NULL LIMIT ?) AS lying) AS accounts, \
               (SELECT count(*) FROM pool_rules WHERE pool_rules.workspace_id = pools.workspace_id AND pool_rules.pool_id = pools.id \
               AND pool_rules.active = ?) AS rules FROM pools WHERE workspace_id = ?";
    let values = vec![(COUNT_CAP + 1).into(), true.into(), reader.actor().workspace.into()];
    let counted = Counted::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(counted.into_iter().map(|each| (each.id, (each.accounts, each.rules))).collect())
}

/// By pool, how much use the actor has made of it.
pub(super) async fn used(reader: &Reader) -> Result<BTreeMap<Uuid, Used>> {
    #[derive(FromQueryResult)]
    struct Counted {
        pool_id: Uuid,
        what: String,
        n: i64,
    }
    let Some(me) = reader.actor().user() else { return Ok(BTreeMap::new()) };
    let sql = "SELECT pool_id, kind AS what, count(DISTINCT account_id) AS n FROM pool_uses \
               WHERE workspace_id = ? AND user_id = ? AND on_day = ? AND kind IN ('taken', 'viewed') GROUP BY pool_id, kind \
               UNION ALL SELECT uses.pool_id, 'held' AS what, count(DISTINCT uses.account_id) AS n FROM pool_uses AS uses \
               JOIN accounts ON accounts.workspace_id = uses.workspace_id AND accounts.id = uses.account_id \
               AND accounts.owner_id = uses.user_id AND accounts.trashed_at IS NULL \
               WHERE uses.workspace_id = ? AND uses.user_id = ? AND uses.kind IN ('taken', 'given') GROUP BY uses.pool_id";
    let workspace = reader.actor().workspace;
    let values = vec![workspace.into(), me.into(), reader.today().into(), workspace.into(), me.into()];
    let counted = Counted::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    let mut used: BTreeMap<Uuid, Used> = BTreeMap::new();
    for Counted { pool_id, what, n } in counted {
        let of_pool = used.entry(pool_id).or_default();
        match what.as_str() {
            "taken" => of_pool.taken_today = n,
            "viewed" => of_pool.viewed_today = n,
            _ => of_pool.held = n,
        }
    }
    Ok(used)
}

/// Whether the actor has opened an account in its pool today already.
pub(super) async fn has_viewed(reader: &Reader, account: Uuid) -> Result<bool> {
    let sql =
        "SELECT 1 FROM pool_uses WHERE workspace_id = ? AND account_id = ? AND kind = 'viewed' AND on_day = ? AND user_id = ? LIMIT 1";
    let values = vec![reader.actor().workspace.into(), account.into(), reader.today().into(), reader.actor().user().into()];
    Ok(reader.source().query_one_raw(reader.dialect().statement(sql, values)).await?.is_some())
}

/// Those of some accounts that somebody has taken out of a pool lately: whoever still saw them there may know.
pub(super) async fn taken_lately(reader: &Reader, accounts: &[Uuid], since: NaiveDate) -> Result<Vec<(Uuid, Uuid)>> {
    #[derive(FromQueryResult)]
    struct Gone {
        account_id: Uuid,
        pool_id: Uuid,
    }
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT account_id, pool_id FROM pool_uses WHERE workspace_id = ? AND account_id IN ({}) AND kind IN ('taken', 'given') AND on_day >= ?",
        vec!["?"; accounts.len()].join(", ")
    );
    let mut values: Vec<sea_orm::Value> = vec![reader.actor().workspace.into()];
    values.extend(accounts.iter().map(|account| sea_orm::Value::from(*account)));
    values.push(since.into());
    let gone = Gone::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    Ok(gone.into_iter().map(|gone| (gone.account_id, gone.pool_id)).collect())
}

/// The rules of a pool, in the order in which they were made.
pub async fn rules(reader: &Reader, id: Id<tables::Pool>) -> Result<Vec<PoolRule>> {
    let pool = reader.get(id).await?;
    let of_pool = reader.find::<tables::PoolRule>().with(|select| select.filter(rule::Column::PoolId.eq(pool.id)));
    let rows = of_pool.with(|select| select.order_by_asc(rule::Column::Id)).all().await?;
    Ok(rows.into_iter().map(PoolRule::from).collect())
}

impl From<Row<tables::PoolRule>> for PoolRule {
    fn from(row: Row<tables::PoolRule>) -> Self {
        Self {
            id: row.id,
            version: row.version,
            pool_id: row.pool_id,
            name: row.name,
            active: row.active,
            filter: row.filter,
            no_contact_days: row.no_contact_days,
            no_order_days: row.no_order_days,
            no_step_days: row.no_step_days,
        }
    }
}

impl From<&Row<tables::PoolRule>> for Terms {
    fn from(row: &Row<tables::PoolRule>) -> Self {
        Self { no_contact_days: row.no_contact_days, no_order_days: row.no_order_days, no_step_days: row.no_step_days }
    }
}

/// The names of the pools that the actor sees, for the columns of lists.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move {
        let rows = reader.find::<tables::Pool>().with_ids(ids).all().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    })
}

/// What is seen of an account in a pool once it is opened.
pub(super) async fn opened(
    reader: &Reader,
    mut row: account::Model,
    pool: &pool::Model,
    used: Used,
    limits: Limits,
) -> Result<OpenedAccount> {
    for (field, text) in
        [("phone", &mut row.phone), ("address", &mut row.address), ("website", &mut row.website), ("remark", &mut row.remark)]
    {
        reader.actor().tell_text("account", field, text);
    }
    Ok(OpenedAccount {
        id: row.id,
        pool: Ref { id: pool.id, name: pool.name.clone() },
        pooled_from: staff::queries::name(reader, row.pooled_from_id).await?,
        note: owners::last_note(reader, row.id).await?,
        name: row.name,
        phone: row.phone,
        region: row.region,
        address: row.address,
        website: row.website,
        remark: row.remark,
        pooled_on: row.pooled_on,
        pooled_why: row.pooled_why,
        used,
        limits,
    })
}
