//! What merges and comparisons keep of a record whose person is to be forgotten.

use guanxi_kernel::{db::Tx, error::Result, slice::Then};
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::duplicates::{kinds::Mergeable, queries};

/// Lets the merges of a record never be undone, because undoing them would bring back what it was, and calls it by a neutral
/// name in them. Forgets what it was compared with. Returns the record and those that it has taken in, of which more may be
/// known elsewhere.
pub async fn erase(tx: &Tx, kind: &str, record: Uuid, called: &str) -> Result<Vec<Uuid>> {
    let absorbed = queries::with_absorbed(tx.reader(), record).await?;
    let (workspace, named): (Value, Value) = (tx.actor().workspace.into(), kind.into());
    for id in absorbed.iter().map(|id| Value::from(*id)) {
        let rows = "DELETE FROM merge_rows WHERE workspace_id = ? AND merge_id IN \
                    (SELECT id FROM merges WHERE workspace_id = ? AND kind = ? AND (kept_id = ? OR merged_id = ?))";
        run(tx, rows, vec![workspace.clone(), workspace.clone(), named.clone(), id.clone(), id.clone()]).await?;
        let is_final = "UPDATE merges SET state = 'final' WHERE workspace_id = ? AND kind = ? AND state = 'merged' \
                        AND (kept_id = ? OR merged_id = ?)";
        run(tx, is_final, vec![workspace.clone(), named.clone(), id.clone(), id.clone()]).await?;
        forget_images(tx, kind, &id).await?;
        for side in ["kept", "merged"] {
            let name = format!("UPDATE merges SET {side}_name = ? WHERE workspace_id = ? AND {side}_id = ?");
            run(tx, &name, vec![called.into(), workspace.clone(), id.clone()]).await?;
        }
        for side in ["first_id", "second_id"] {
            let pairs = format!("DELETE FROM duplicate_pairs WHERE workspace_id = ? AND {side} = ?");
            run(tx, &pairs, vec![workspace.clone(), id.clone()]).await?;
        }
    }
    Ok(absorbed)
}

/// Forgets how rows of a record, and those that are a part of it, were when other records were merged: undoing that brings
/// nothing of it back.
async fn forget_images(tx: &Tx, kind: &str, id: &Value) -> Result<()> {
    let kind = Mergeable::named(kind)?;
    let parts = crate::SLICES.iter().flat_map(|slice| slice.references).filter(|reference| reference.to == kind.kind);
    let parts = parts.filter(|reference| matches!(reference.then, Then::Remove | Then::Part)).map(|part| (part.table, part.column));
    for (table, column) in parts.chain([((kind.table)(), "id")]) {
        let shape = tx.reader().shape(table).await?;
        let [before, after] = ["merge_rows.before", "merge_rows.after"].map(|side| shape.out_of(side, column));
        let rows = format!("DELETE FROM merge_rows WHERE workspace_id = ? AND table_name = ? AND ({before} = ? OR {after} = ?)");
        run(tx, &rows, vec![tx.actor().workspace.into(), table.into(), id.clone(), id.clone()]).await?;
    }
    Ok(())
}

async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<()> {
    let reader = tx.reader();
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}
