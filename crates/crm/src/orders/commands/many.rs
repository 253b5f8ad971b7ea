//! Many orders at once, from imports and demo data; and the figures they make on accounts.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
    search::{self, Document},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::products::{named, register};
use crate::{
    customers::{self, commands::Trade},
    orders::{
        queries,
        tables::{Order, line, order},
    },
};

/// A checked order with its lines, which carry no workspace and no order yet.
pub type NewRow = (order::ActiveModel, Vec<line::Model>);

/// Inserts checked orders set-based, and the products that their lines name. The figures of their accounts are brought up to date afterwards, with [`follow`] or
/// [`refresh`]. The caller records one event. Returns the orders.
pub async fn insert_many(tx: &mut Tx, rows: Vec<NewRow>) -> Result<Vec<order::Model>> {
    let leave = tx.to_create::<Order>()?;
    register(tx, named(rows.iter().flat_map(|(_, lines)| lines))).await?;
    let (rows, lines): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let rows = tx.insert_many(&leave, rows).await?;
    let of = |order: &order::Model, lines: Vec<line::Model>| {
        let order_id = order.id;
        lines.into_iter().map(move |line| line::Model { order_id, ..line })
    };
    let lines: Vec<line::Model> = rows.iter().zip(lines).flat_map(|(order, lines)| of(order, lines)).collect();
    tx.insert_beside::<line::Entity>(&lines).await?;
    let documents: Vec<Document> = rows.iter().map(document).filter(|document| !document.is_empty()).collect();
    search::put_many(tx, &documents).await?;
    Ok(rows)
}

/// What an order is found by: its number and its remark. Who may see it is asked of its account.
pub(super) fn document(row: &order::Model) -> Document {
    Document {
        kind: "order",
        record: row.id,
        title: row.number.clone().unwrap_or_default(),
        subtitle: row.ordered_on.to_string(),
        texts: row.remark.iter().cloned().collect(),
        ..Document::default()
    }
}

/// Adds lines to an order that the same import has made in an earlier chunk; what the goods cost is known only when all of
/// them tell it. Returns by how much its total has grown, in
/// minor units.
pub(in crate::orders) async fn append(tx: &Tx, order: &order::Model, lines: Vec<line::Model>, cost_minor: Option<i64>) -> Result<i64> {
    let net: i64 = lines.iter().map(|line| line.net_minor).sum();
    let quantity: i64 = lines.iter().map(|line| line.quantity).sum();
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let sql = "UPDATE orders SET net_minor = net_minor + ?, quantity = quantity + ?, line_count = line_count + ?, cost_minor = cost_minor + ?, version = version + 1 \
               WHERE workspace_id = ? AND id = ?";
    let reader = tx.reader();
    let values = vec![net.into(), quantity.into(), count.into(), cost_minor.into(), reader.actor().workspace.into(), order.id.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    let lines: Vec<line::Model> = (order.line_count..).zip(lines).map(|(n, line)| line::Model { order_id: order.id, n, ..line }).collect();
    tx.insert_beside::<line::Entity>(&lines).await?;
    Ok(net)
}

/// Lets the figures of accounts follow: what new orders and new lines add is added, however many orders the account has
/// already; accounts of which an order was written again are reckoned anew.
pub(in crate::orders) async fn follow(tx: &Tx, more: Vec<Trade>, anew: &BTreeSet<Uuid>) -> Result<()> {
    let mut sums: BTreeMap<Uuid, Trade> = BTreeMap::new();
    for trade in more.into_iter().filter(|trade| !anew.contains(&trade.account)) {
        sums.entry(trade.account).and_modify(|sum| *sum = sum.and(&trade)).or_insert(trade);
    }
    // All of them at once, in the order of their ids.
    let all: Vec<Uuid> = sums.keys().chain(anew).copied().collect();
    customers::commands::hold(tx, &all).await?;
    customers::commands::add_trade(tx, &sums.into_values().collect::<Vec<_>>()).await?;
    refresh(tx, &anew.iter().copied().collect::<Vec<_>>()).await
}

/// Reckons the figures of accounts from all their orders.
pub async fn refresh(tx: &Tx, accounts: &[Uuid]) -> Result<()> {
    customers::commands::hold(tx, accounts).await?;
    for chunk in batches(accounts) {
        let trades = queries::trades(tx.reader(), chunk).await?;
        customers::commands::note_trade(tx, &trades).await?;
    }
    Ok(())
}
