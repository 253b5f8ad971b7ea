//! The figures on an account that other capabilities tell: purchases, contacts, next steps; and the classes made of them.
//!
//! They are no part of the record that people edit: they change neither its version nor its audit.

use chrono::NaiveDate;
use guanxi_kernel::{db::Tx, error::Result};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::customers::{BIG_SHARE, NEW_DAYS, queries, rules};

const ROWS_PER_STATEMENT: usize = 500;

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

/// Notes what accounts have bought.
pub async fn note_trade(tx: &Tx, trades: &[Trade]) -> Result<()> {
    let reader = tx.reader();
    let new_days = NEW_DAYS.get(reader).await?;
    for chunk in trades.chunks(ROWS_PER_STATEMENT) {
        let sql = format!(
            "UPDATE accounts SET net_sales_minor = v.column2, net_sales_12m_minor = v.column3, order_count = v.column4, \
             first_order_on = v.column5, last_order_on = v.column6, history = v.column7 \
             FROM (VALUES {}) AS v WHERE accounts.workspace_id = ? AND accounts.id = v.column1",
            vec!["(?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ")
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
    for chunk in dates.chunks(ROWS_PER_STATEMENT) {
        let sql = format!(
            "UPDATE accounts SET {column} = v.column2 FROM (VALUES {}) AS v WHERE accounts.workspace_id = ? AND accounts.id = v.column1 {only_if}",
            vec!["(?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<Value> = chunk.iter().flat_map(|(account, date)| [(*account).into(), (*date).into()]).collect();
        values.push(reader.actor().workspace.into());
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// F05: makes the classes that depend on today and on all accounts together: new or old, big or small.
/// Returns how many accounts are big.
pub async fn classify(tx: &Tx) -> Result<u64> {
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    let new_since = reader.today() - chrono::Duration::days(NEW_DAYS.get(reader).await? - 1);
    let never = guanxi_kernel::clock::NEVER;
    let history = "UPDATE accounts SET history = CASE WHEN first_order_on = ? THEN 'none' WHEN first_order_on >= ? THEN 'new' ELSE 'old' END \
                   WHERE workspace_id = ? AND history <> CASE WHEN first_order_on = ? THEN 'none' WHEN first_order_on >= ? THEN 'new' ELSE 'old' END";
    let values = vec![never.into(), new_since.into(), workspace.into(), never.into(), new_since.into()];
    reader.source().execute_raw(reader.dialect().statement(history, values)).await?;

    let big = rules::big_count(queries::selling(reader).await?, BIG_SHARE.get(reader).await?);
    let from = queries::big_from(reader, big).await?.unwrap_or(i64::MAX);
    let class = "CASE WHEN net_sales_12m_minor <= 0 THEN 'none' WHEN net_sales_12m_minor >= ? THEN 'big' ELSE 'small' END";
    let volume = format!("UPDATE accounts SET volume = {class} WHERE workspace_id = ? AND volume <> {class}");
    let values = vec![from.into(), workspace.into(), from.into()];
    reader.source().execute_raw(reader.dialect().statement(&volume, values)).await?;
    Ok(big)
}
