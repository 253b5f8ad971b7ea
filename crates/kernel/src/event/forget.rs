//! Forgetting what was told of records: that something was done, when and by whom, stays; what it was goes.

use sea_orm::{ConnectionTrait, Value};
use serde_json::json;
use uuid::Uuid;

use crate::{db::Tx, error::Result};

/// Empties the changes of these records and what events tell beside, those on their pages too, and the kept answers that
/// speak of them. Returns how many changes and events there were. An event that the same transaction records is left.
pub async fn forget(tx: &Tx, records: &[Uuid]) -> Result<u64> {
    let workspace: Value = tx.actor().workspace.into();
    let mut emptied = 0;
    for record in records.iter().copied() {
        let (nothing, id): (Value, Value) = (serde_json::Value::Null.into(), record.into());
        // A change belongs to an event of its record, by which it is found.
        let changes = "UPDATE changes SET before = ?, after = ? WHERE workspace_id = ? AND record_id = ? \
                       AND event_id IN (SELECT id FROM events WHERE workspace_id = ? AND record_id = ?)";
        let values = vec![nothing.clone(), nothing, workspace.clone(), id.clone(), workspace.clone(), id.clone()];
        emptied += run(tx, changes, values).await?;
        for column in ["record_id", "about_id"] {
            let events = format!("UPDATE events SET data = ? WHERE workspace_id = ? AND {column} = ?");
            emptied += run(tx, &events, vec![json!({}).into(), workspace.clone(), id.clone()]).await?;
        }
        let answers = "DELETE FROM kept_answers WHERE workspace_id = ? AND CAST(body AS TEXT) LIKE ?";
        run(tx, answers, vec![workspace.clone(), format!("%{record}%").into()]).await?;
    }
    Ok(emptied)
}

async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<u64> {
    let reader = tx.reader();
    Ok(reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected())
}
