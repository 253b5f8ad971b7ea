//! What accounts are called in other programs: the id that an export has for them, by which a later export, and the people
//! of the same one, find them again.

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::customers::rules::Called;

/// Notes what accounts are called, and which import said so.
pub(in crate::customers) async fn call_many(tx: &Tx, import: Option<Uuid>, calls: &[(Called, Uuid)]) -> Result<()> {
    for chunk in batches(calls) {
        let sql = format!(
            "INSERT INTO account_sources (workspace_id, source, external_id, account_id, import_id) VALUES {} ON CONFLICT DO NOTHING",
            vec!["(?, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let row = |(called, account): &(Called, Uuid)| -> [Value; 5] {
            [tx.actor().workspace.into(), called.source.as_str().into(), called.id.as_str().into(), (*account).into(), import.into()]
        };
        let values = chunk.iter().flat_map(row).collect();
        tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Forgets what an import has said that these accounts are called.
pub(super) async fn forget_calls(tx: &Tx, import: Uuid, accounts: &[Uuid]) -> Result<()> {
    for chunk in batches(accounts) {
        let sql = format!(
            "DELETE FROM account_sources WHERE workspace_id = ? AND import_id = ? AND account_id IN ({})",
            vec!["?"; chunk.len()].join(", ")
        );
        let first: [Value; 2] = [tx.actor().workspace.into(), import.into()];
        let values = first.into_iter().chain(chunk.iter().map(|id| (*id).into())).collect();
        tx.reader().source().execute_raw(tx.reader().dialect().statement(&sql, values)).await?;
    }
    Ok(())
}
