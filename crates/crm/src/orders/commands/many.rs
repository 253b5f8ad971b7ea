//! Many orders at once, from imports and demo data; and the figures they make on accounts.

use guanxi_kernel::{
    actor::Action,
    db::Tx,
    error::{Error, Result},
};
use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use crate::{
    customers,
    orders::{
        queries,
        tables::{line, order},
    },
};

const ROWS_PER_STATEMENT: usize = 300;
const ACCOUNTS_PER_STATEMENT: usize = 500;

/// A checked order with its lines.
pub type NewRow = (order::ActiveModel, Vec<line::ActiveModel>);

/// Inserts checked orders set-based. The figures of their accounts are brought up to date at the end of the run, with
/// [`refresh`]. The caller records one event.
pub async fn insert_many(tx: &mut Tx, rows: Vec<NewRow>) -> Result<()> {
    if !tx.actor().may("order", Action::Create) {
        return Err(Error::Forbidden("you may not enter orders".to_owned()));
    }
    let (workspace, now, user) = (tx.actor().workspace, tx.now(), tx.actor().user());
    let mut orders = Vec::with_capacity(rows.len());
    let mut all_lines = Vec::new();
    for (mut row, lines) in rows {
        row.workspace_id = Set(workspace);
        if !row.id.is_set() {
            row.id = Set(Uuid::now_v7());
        }
        row.version = Set(1);
        if !row.created_at.is_set() {
            row.created_at = Set(now);
        }
        row.created_by = Set(user);
        row.updated_at = Set(now);
        row.updated_by = Set(user);
        let order = *row.id.as_ref();
        all_lines.extend(lines.into_iter().map(|line| line::ActiveModel { workspace_id: Set(workspace), order_id: Set(order), ..line }));
        orders.push(row);
    }
    let source = tx.reader().source();
    for chunk in orders.chunks(ROWS_PER_STATEMENT) {
        order::Entity::insert_many(chunk.to_vec()).exec_without_returning(source).await?;
    }
    for chunk in all_lines.chunks(ROWS_PER_STATEMENT) {
        line::Entity::insert_many(chunk.to_vec()).exec_without_returning(source).await?;
    }
    Ok(())
}

/// Brings the figures of accounts up to date with their orders.
pub async fn refresh(tx: &Tx, accounts: &[Uuid]) -> Result<()> {
    for chunk in accounts.chunks(ACCOUNTS_PER_STATEMENT) {
        let trades = queries::trades(tx.reader(), chunk).await?;
        customers::commands::note_trade(tx, &trades).await?;
    }
    Ok(())
}
