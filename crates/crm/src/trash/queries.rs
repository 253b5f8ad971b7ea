//! Every read of the trash.

use chrono::{DateTime, Utc};
use guanxi_kernel::{db::Reader, error::Result, slice::Keep};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::kinds::Trashed;
use crate::duplicates;

/// A record in the trash, and since when it is there.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Due {
    pub(super) id: Uuid,
    pub(super) trashed_at: DateTime<Utc>,
}

/// A record that can go.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Removable {
    pub(super) id: Uuid,
    pub(super) owner_id: Option<Uuid>,
}

/// The next records that were put into the trash before an instant, in the order in which they were.
pub(super) async fn due(
    reader: &Reader,
    kind: &Trashed,
    before: DateTime<Utc>,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: usize,
) -> Result<Vec<Due>> {
    let further = if after.is_some() { "AND (trashed_at, id) > (?, ?) " } else { "" };
    let sql = format!(
        "SELECT id, trashed_at FROM {} WHERE workspace_id = ? AND trashed_at IS NOT NULL AND trashed_at < ? {further}\
         ORDER BY trashed_at, id LIMIT {limit}",
        kind.table
    );
    let mut values: Vec<Value> = vec![reader.actor().workspace.into(), before.into()];
    if let Some((at, id)) = after {
        values.extend([at.into(), id.into()]);
    }
    Ok(Due::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?)
}

/// Those of these records that are in the trash, since before an instant where one is named, and that nothing needs any more.
pub(super) async fn removable(reader: &Reader, kind: &Trashed, ids: &[Uuid], before: Option<DateTime<Utc>>) -> Result<Vec<Removable>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let since = if before.is_some() { "r.trashed_at < ?" } else { "r.trashed_at IS NOT NULL" };
    let needed = |Keep { table, column, .. }: &Keep| {
        format!(" AND NOT EXISTS (SELECT 1 FROM {table} k WHERE k.workspace_id = r.workspace_id AND k.{column} = r.id)")
    };
    let unneeded: String = crate::SLICES.iter().flat_map(|slice| slice.keeps).filter(|keep| keep.to == kind.kind).map(needed).collect();
    let places = vec!["?"; ids.len()].join(", ");
    let sql =
        format!("SELECT r.id, r.owner_id FROM {} r WHERE r.workspace_id = ? AND r.id IN ({places}) AND {since}{unneeded}", kind.table);
    let values =
        std::iter::once(reader.actor().workspace.into()).chain(ids.iter().map(|id| (*id).into())).chain(before.map(Value::from)).collect();
    let mut removable = Removable::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    for (table, field) in duplicates::commands::own_references(reader.actor(), kind.kind) {
        let [_, names] = reader.dialect().custom_repointed(table, &field);
        let sql = format!("SELECT 1 AS there FROM {table} WHERE workspace_id = ? AND {names} LIMIT 1");
        let mut free = Vec::new();
        for record in removable {
            let values = vec![reader.actor().workspace.into(), record.id.to_string().into()];
            if reader.source().query_one_raw(reader.dialect().statement(&sql, values)).await?.is_none() {
                free.push(record);
            }
        }
        removable = free;
    }
    Ok(removable)
}

/// Whether a record is there and not in the trash.
pub(super) async fn is_live(reader: &Reader, kind: &Trashed, id: Uuid) -> Result<bool> {
    let sql = format!("SELECT 1 AS there FROM {} WHERE workspace_id = ? AND id = ? AND trashed_at IS NULL", kind.table);
    let statement = reader.dialect().statement(&sql, vec![reader.actor().workspace.into(), id.into()]);
    Ok(reader.source().query_one_raw(statement).await?.is_some())
}
