//! Every read of demo.

use guanxi_kernel::{db::Reader, error::Result};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Kept {
    record_id: Uuid,
}

/// Whether demo data are loaded.
pub async fn is_loaded(reader: &Reader) -> Result<bool> {
    let sql = "SELECT 1 FROM demo_records WHERE workspace_id = ? LIMIT 1";
    Ok(reader.source().query_one_raw(reader.dialect().statement(sql, vec![reader.actor().workspace.into()])).await?.is_some())
}

/// The demo records of a kind.
pub(super) async fn records(reader: &Reader, kind: &str) -> Result<Vec<Uuid>> {
    let sql = "SELECT record_id FROM demo_records WHERE workspace_id = ? AND kind = ?";
    let statement = reader.dialect().statement(sql, vec![reader.actor().workspace.into(), kind.into()]);
    Ok(Kept::find_by_statement(statement).all(reader.source()).await?.into_iter().map(|row| row.record_id).collect())
}
