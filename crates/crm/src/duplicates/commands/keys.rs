//! The keys under which records are found that may be alike.

use std::collections::BTreeSet;

use guanxi_kernel::{
    db::{Tx, batches},
    error::Result,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

use crate::duplicates::{kinds::Facts, rules::keys};

/// Writes the keys of records in place of those that they had. Of those whose facts are not given, such as those that went
/// to the trash, none are left.
pub async fn put_keys(tx: &Tx, kind: &str, records: &[Uuid], facts: &[Facts]) -> Result<()> {
    let wanted: BTreeSet<(Uuid, i64)> = facts.iter().flat_map(|facts| keys(kind, facts).into_iter().map(|key| (facts.id, key))).collect();
    let known = known(tx, records).await?;
    write(tx, kind, &known.difference(&wanted).copied().collect::<Vec<_>>(), &wanted.difference(&known).copied().collect::<Vec<_>>()).await
}

async fn known(tx: &Tx, records: &[Uuid]) -> Result<BTreeSet<(Uuid, i64)>> {
    #[derive(FromQueryResult)]
    struct Known {
        record_id: Uuid,
        key: i64,
    }
    let reader = tx.reader();
    let mut known = BTreeSet::new();
    for chunk in batches(records) {
        let places = vec!["?"; chunk.len()].join(", ");
        let sql = format!("SELECT record_id, key FROM record_keys WHERE workspace_id = ? AND record_id IN ({places})");
        let values = std::iter::once(Value::from(tx.actor().workspace)).chain(chunk.iter().map(|id| (*id).into())).collect();
        let found = Known::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        known.extend(found.into_iter().map(|known| (known.record_id, known.key)));
    }
    Ok(known)
}

async fn write(tx: &Tx, kind: &str, old: &[(Uuid, i64)], new: &[(Uuid, i64)]) -> Result<()> {
    let reader = tx.reader();
    let workspace = tx.actor().workspace;
    for chunk in batches(old) {
        let places = vec!["(?, ?)"; chunk.len()].join(", ");
        let sql = format!("DELETE FROM record_keys WHERE workspace_id = ? AND kind = ? AND (key, record_id) IN (VALUES {places})");
        let keys = chunk.iter().flat_map(|(record, key)| [(*key).into(), (*record).into()]);
        let values = [Value::from(workspace), kind.into()].into_iter().chain(keys).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    for chunk in batches(new) {
        let places = vec!["(?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!("INSERT INTO record_keys (workspace_id, kind, key, record_id) VALUES {places} ON CONFLICT DO NOTHING");
        let values =
            chunk.iter().flat_map(|(record, key)| [Value::from(workspace), kind.into(), (*key).into(), (*record).into()]).collect();
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}
