//! The figures on an account that other capabilities tell: purchases, contacts, next steps; and the classes made of them.
//!
//! They are no part of the record that people edit: they change neither its version nor its audit.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::{
    clock::{NEVER, known},
    db::{Reader, Tx, batches},
    error::Result,
};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::customers::{BIG_SHARE, NEW_DAYS, queries, rules, tables};

/// What an account has bought, as `orders` counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// The account.
    pub account: Uuid,
    /// Net sales since the first order, in minor units.
    pub net_sales_minor: i64,
    /// Net sales of the last 12 months.
    pub net_sales_12m_minor: i64,
    /// Orders, returns and credits not counted.
    pub order_count: i64,
    /// The first order.
    pub first_order_on: NaiveDate,
    /// The last order.
    pub last_order_on: NaiveDate,
}

impl Trade {
    /// Both together.
    #[must_use]
    pub fn and(&self, more: &Self) -> Self {
        let first = [self.first_order_on, more.first_order_on].into_iter().filter(|day| known(*day).is_some()).min();
        Self {
            account: self.account,
            net_sales_minor: self.net_sales_minor.saturating_add(more.net_sales_minor),
            net_sales_12m_minor: self.net_sales_12m_minor.saturating_add(more.net_sales_12m_minor),
            order_count: self.order_count + more.order_count,
            first_order_on: first.unwrap_or(NEVER),
            last_order_on: self.last_order_on.max(more.last_order_on),
        }
    }
}

/// Takes accounts whose figures are about to be reckoned from other rows and noted here: whoever else is about to waits,
/// so that nothing that was committed meanwhile is left out.
pub async fn hold(tx: &Tx, accounts: &[Uuid]) -> Result<()> {
    tx.hold::<tables::Account>(accounts).await
}

/// Notes what accounts have bought. Whether one is big only the night can say, which compares all; until then a first sale
/// makes it small, and none left makes it none.
pub async fn note_trade(tx: &Tx, trades: &[Trade]) -> Result<()> {
    let reader = tx.reader();
    let new_days = NEW_DAYS.get(reader).await?;
    for chunk in batches(trades) {
        let sql = format!(
            "UPDATE accounts SET net_sales_minor = v.column2, net_sales_12m_minor = v.column3, order_count = v.column4, \
             first_order_on = v.column5, last_order_on = v.column6, history = v.column7, \
             volume = CASE WHEN v.column3 <= 0 THEN 'none' WHEN accounts.volume = 'none' THEN 'small' ELSE accounts.volume END \
             FROM (VALUES {}) AS v WHERE accounts.workspace_id = ? AND accounts.id = {}",
            vec!["(?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", "),
            reader.dialect().looked_up_by("v.column1")
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 7 + 1);
        for trade in chunk {
            values.extend([
                trade.account.into(),
                trade.net_sales_minor.into(),
                trade.net_sales_12m_minor.into(),
                trade.order_count.into(),
                trade.first_order_on.into(),
                trade.last_order_on.into(),
                rules::history(trade.first_order_on, reader.today(), new_days).into(),
            ]);
        }
        values.push(reader.actor().workspace.into());
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Adds to what accounts have bought, each account once. The caller holds them.
pub async fn add_trade(tx: &Tx, more: &[Trade]) -> Result<()> {
    for chunk in batches(more) {
        let ids = chunk.iter().map(|trade| trade.account).collect();
        let known: BTreeMap<Uuid, Trade> =
            queries::trades(tx.reader(), ids).await?.into_iter().map(|trade| (trade.account, trade)).collect();
        let sums: Vec<Trade> = chunk.iter().filter_map(|more| Some(known.get(&more.account)?.and(more))).collect();
        note_trade(tx, &sums).await?;
    }
    Ok(())
}

/// Notes the last day on which there was contact with each account; an earlier day than the known one changes nothing.
pub async fn note_contact(tx: &Tx, contacts: &[(Uuid, NaiveDate)]) -> Result<()> {
    set_dates(tx, "last_contact_on", contacts, "AND accounts.last_contact_on < v.column2").await
}

/// Sets the last day of contact of an account, after what was logged last has been removed.
pub async fn set_contact(tx: &Tx, account: Uuid, day: NaiveDate) -> Result<()> {
    set_dates(tx, "last_contact_on", &[(account, day)], "").await
}

/// Notes the nearest open next step of each account; `clock::NEVER` when there is none.
pub async fn note_next_step(tx: &Tx, steps: &[(Uuid, NaiveDate)]) -> Result<()> {
    set_dates(tx, "next_step_on", steps, "").await
}

async fn set_dates(tx: &Tx, column: &'static str, dates: &[(Uuid, NaiveDate)], only_if: &str) -> Result<()> {
    let reader = tx.reader();
    for chunk in batches(dates) {
        let sql = format!(
            "UPDATE accounts SET {column} = v.column2 FROM (VALUES {}) AS v WHERE accounts.workspace_id = ? AND accounts.id = {} {only_if}",
            vec!["(?, ?)"; chunk.len()].join(", "),
            reader.dialect().looked_up_by("v.column1")
        );
        let mut values: Vec<Value> = chunk.iter().flat_map(|(account, date)| [(*account).into(), (*date).into()]).collect();
        values.push(reader.actor().workspace.into());
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Where the classes of F05 begin on one day: what the accounts are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// An account whose first order is on this day or later is new.
    pub new_since: NaiveDate,
    /// An account with these net sales of 12 months or more is big.
    pub big_from: i64,
    /// How many are big, unless several have the same sales as the last of them.
    pub big: u64,
}

/// F05: the bounds of today, from all accounts together.
pub async fn bounds(reader: &Reader) -> Result<Bounds> {
    let new_since = reader.today() - chrono::Duration::days(NEW_DAYS.get(reader).await? - 1);
    let big = rules::big_count(queries::selling(reader).await?, BIG_SHARE.get(reader).await?);
    let big_from = queries::big_from(reader, big).await?.unwrap_or(i64::MAX);
    Ok(Bounds { new_since, big_from, big })
}

/// F05: says of the next accounts in the order of their ids whether they are new or old, big or small. Only those whose
/// class changes are written. Returns the last id looked at; `None` when it was the last of all.
pub async fn classify(tx: &Tx, bounds: Bounds, after: Uuid, limit: u64) -> Result<Option<Uuid>> {
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    let last = queries::id_after(reader, after, limit).await?;
    let history = "CASE WHEN first_order_on = ? THEN 'none' WHEN first_order_on >= ? THEN 'new' ELSE 'old' END";
    let volume = "CASE WHEN net_sales_12m_minor <= 0 THEN 'none' WHEN net_sales_12m_minor >= ? THEN 'big' ELSE 'small' END";
    let differ = format!("workspace_id = ? AND id > ? AND id <= ? AND (history <> {history} OR volume <> {volume})");
    let classes: [Value; 3] = [NEVER.into(), bounds.new_since.into(), bounds.big_from.into()];
    let among = [workspace.into(), after.into(), last.unwrap_or(Uuid::max()).into()];
    if !reader.dialect().is_embedded() {
        // In the order of their ids, as everybody takes accounts: two who take the same in different orders wait for each
        // other for ever.
        let sql = format!("SELECT id FROM accounts WHERE {differ} ORDER BY id FOR NO KEY UPDATE");
        let values = among.iter().chain(&classes).cloned().collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    let sql = format!("UPDATE accounts SET history = {history}, volume = {volume} WHERE {differ}");
    let values = classes.iter().chain(&among).chain(&classes).cloned().collect();
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(last)
}
