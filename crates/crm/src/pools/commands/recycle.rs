//! Recycling: whose accounts a rule will take is warned, and what it still takes when the day has come goes into the pool.

use std::collections::BTreeMap;

use chrono::Days;
use guanxi_kernel::{
    db::{Reader, Recorded, Tx},
    error::Result,
    event::Event,
    id::Id,
    job::{NewJob, Queued},
    list,
    slice::Listed,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::{hands::forget_warnings, pool::to_keep};
use crate::{
    customers::{
        self,
        tables::{Account, account},
    },
    interactions,
    pools::{
        queries::{self, chosen_by, facts_of},
        rules::{RECYCLED, Terms},
        tables::{self, Pool, pool, rule, warning},
    },
};

/// People who are told in one transaction.
const TOLD_AT_ONCE: u64 = 200;

/// Queues a look through the rules of a pool, which otherwise happens every night.
pub async fn queue(tx: &mut Tx, id: Id<Pool>) -> Result<Recorded<Queued>> {
    let pool = to_keep(tx, id).await?.id();
    // As the system: a rule takes what it says, whoever asks that it be followed now.
    let job = tx.queue(NewJob::new("pools.recycle", json!({"pool": pool})));
    Ok(tx.record(Event::new("pool.recycling_asked", "pool", pool), Queued { id: job }))
}

/// The rules in force, of all pools or of one, in the order in which they come: who is warned by one is not by another.
pub(in crate::pools) async fn active_rules(reader: &Reader, of: Option<Uuid>) -> Result<Vec<(rule::Model, pool::Model)>> {
    let in_force = |select: sea_orm::Select<rule::Entity>| {
        let select = select.filter(rule::Column::Active.eq(true)).order_by_asc(rule::Column::Id);
        if let Some(pool) = of { select.filter(rule::Column::PoolId.eq(pool)) } else { select }
    };
    let rules = reader.in_workspace::<tables::PoolRule>().with(in_force).all().await?;
    let pools = reader.in_workspace::<Pool>().with_ids(rules.iter().map(|rule| rule.pool_id)).all().await?;
    let with_pool = |rule: rule::Model| {
        let pool = pools.iter().find(|pool| pool.id == rule.pool_id)?.clone();
        Some((rule, pool))
    };
    Ok(rules.into_iter().filter_map(with_pool).collect())
}

/// What was done with a chunk of accounts.
pub(in crate::pools) struct Chunk {
    /// The last of them; nothing when there was none.
    pub(in crate::pools) last: Option<Uuid>,
    /// How many are warned of, or have gone.
    pub(in crate::pools) done: i64,
    /// From whom they have gone, and how many.
    pub(in crate::pools) from: BTreeMap<Uuid, i64>,
}

/// Notes of a chunk of the accounts that a rule takes soon, unless something happens, that their owners are to be told. The
/// rule takes none before the days of the warning are over.
pub(in crate::pools) async fn warn(
    tx: &mut Tx,
    (rule, pool): &(rule::Model, pool::Model),
    after: Option<Uuid>,
    size: u64,
) -> Result<Chunk> {
    let days = queries::limits(tx.reader(), pool).await?.warning_days;
    let soon = chosen_by(tx.reader(), pool, rule.filter.clone(), Terms::from(rule).sooner(days)).await?;
    let found = list::ids_after::<Account>(tx.reader(), Account::list(), &soon, after, size).await?.ids;
    let known = warned_of(tx, &found).await?;
    let new = tx.reader().in_workspace::<Account>().with_ids(found.iter().copied().filter(|id| !known.contains(id))).all().await?;
    let (today, due_on) = (tx.today(), tx.today() + Days::new(days.unsigned_abs()));
    let warning = |row: account::Model| {
        Some(warning::Model {
            workspace_id: row.workspace_id,
            account_id: row.id,
            pool_id: pool.id,
            rule_id: rule.id,
            owner_id: row.owner_id?,
            warned_on: today,
            due_on,
            told: days == 0,
        })
    };
    let rows: Vec<warning::Model> = new.into_iter().filter_map(warning).collect();
    tx.insert_beside::<warning::Entity>(&rows).await?;
    Ok(Chunk { last: found.last().copied(), done: i64::try_from(rows.len()).unwrap_or(i64::MAX), from: BTreeMap::new() })
}

async fn warned_of(tx: &Tx, accounts: &[Uuid]) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Known {
        account_id: Uuid,
    }
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let known = warning::Entity::find()
        .select_only()
        .column(warning::Column::AccountId)
        .filter(warning::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(warning::Column::AccountId.is_in(accounts.iter().copied()));
    let known = known.into_model::<Known>().all(tx.reader().source()).await?;
    Ok(known.into_iter().map(|known| known.account_id).collect())
}

/// Goes through a chunk of the accounts of which a rule has warned: what it does not take any more is forgotten, and what it
/// takes when its day has come goes into the pool.
pub(in crate::pools) async fn settle(
    tx: &mut Tx,
    (rule, pool): &(rule::Model, pool::Model),
    after: Option<Uuid>,
    size: u64,
) -> Result<Chunk> {
    let of_rule = warning::Entity::find()
        .filter(warning::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(warning::Column::RuleId.eq(rule.id))
        .filter(warning::Column::AccountId.gt(after.unwrap_or_default()))
        .order_by_asc(warning::Column::AccountId)
        .limit(size);
    let warned = of_rule.all(tx.reader().source()).await?;
    let ids: Vec<Uuid> = warned.iter().map(|warning| warning.account_id).collect();
    tx.hold::<Account>(&ids).await?;
    let terms = Terms::from(rule);
    let days = queries::limits(tx.reader(), pool).await?.warning_days;
    let soon = still_taken(tx, rule, pool, terms.sooner(days), &ids).await?;
    let due: Vec<Uuid> = warned.iter().filter(|warning| warning.due_on <= tx.today()).map(|warning| warning.account_id).collect();
    let now = still_taken(tx, rule, pool, terms, &due).await?;
    let today = tx.today();
    let rows = tx.to_change_many::<Account>(&now).await?;
    // Whoever has it since has not been warned.
    let is_warned = |row: &account::Model| warned.iter().any(|each| each.account_id == row.id && Some(each.owner_id) == row.owner_id);
    let rows: Vec<_> = rows.into_iter().filter(|row| is_warned(row) && terms.lacks(&facts_of(row), today).is_some()).collect();
    let mut from = BTreeMap::new();
    for owner in rows.iter().filter_map(|row| row.owner_id) {
        *from.entry(owner).or_insert(0) += 1;
    }
    let told = |row: &account::Model| {
        let lacks = terms.lacks(&facts_of(row), today);
        json!({"how": RECYCLED, "pool": pool.id, "rule": rule.id, "rule_name": rule.name, "filter": rule.filter, "lacks": lacks})
    };
    let gone = customers::commands::put_into_pool(tx, rows, pool.id, RECYCLED, told).await?;
    let is_over = |warning: &&warning::Model| {
        let has_gone = gone.iter().any(|row| row.id == warning.account_id);
        let is_elsewhere = now.contains(&warning.account_id) && !has_gone;
        has_gone || is_elsewhere || !soon.contains(&warning.account_id)
    };
    let over: Vec<Uuid> = warned.iter().filter(is_over).map(|warning| warning.account_id).collect();
    forget_warnings(tx, &over).await?;
    Ok(Chunk { last: ids.last().copied(), done: i64::try_from(gone.len()).unwrap_or(i64::MAX), from })
}

async fn still_taken(tx: &Tx, rule: &rule::Model, pool: &pool::Model, terms: Terms, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = chosen_by(tx.reader(), pool, rule.filter.clone(), terms).await?.among(Some(ids.to_vec()));
    list::ids::<Account>(tx.reader(), Account::list(), &query, ids.len() as u64).await
}

/// Tells some of those whose accounts a rule will take how many they are and from when on. Returns how many were told; none
/// when nobody is left.
pub(in crate::pools) async fn tell_warned(tx: &mut Tx, run: Uuid) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Warned {
        owner_id: Uuid,
        accounts: i64,
        first_due: chrono::NaiveDate,
    }
    let sql = "SELECT owner_id, count(*) AS accounts, min(due_on) AS first_due FROM pool_warnings \
               WHERE workspace_id = ? AND told = ? GROUP BY owner_id ORDER BY owner_id LIMIT ?";
    let limit = i64::try_from(TOLD_AT_ONCE).unwrap_or(i64::MAX);
    let workspace = tx.actor().workspace;
    let statement = tx.reader().dialect().statement(sql, vec![workspace.into(), false.into(), limit.into()]);
    let warned = Warned::find_by_statement(statement).all(tx.reader().source()).await?;
    for Warned { owner_id, accounts, first_due } in &warned {
        let data = json!({"accounts": accounts, "day": first_due});
        interactions::commands::notify(tx, *owner_id, "recycling_soon", "account", run, None, &data).await?;
    }
    let Some(last) = warned.last() else { return Ok(0) };
    let sql = "UPDATE pool_warnings SET told = ? WHERE workspace_id = ? AND told = ? AND owner_id <= ?";
    let values = vec![true.into(), workspace.into(), false.into(), last.owner_id.into()];
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(i64::try_from(warned.len()).unwrap_or(i64::MAX))
}

/// Tells those whose accounts rules have taken how many they were.
pub(in crate::pools) async fn tell_recycled(tx: &mut Tx, run: Uuid, from: &BTreeMap<Uuid, i64>) -> Result<()> {
    for (owner, accounts) in from {
        let data = json!({"accounts": accounts});
        interactions::commands::notify(tx, *owner, "recycled", "account", run, None, &data).await?;
    }
    Ok(())
}
