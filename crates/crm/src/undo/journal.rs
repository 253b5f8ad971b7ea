//! What imports write down of the records that they make and change: what undoing them goes by.
//!
//! A new record is noted by its id, a changed one with its row as it was before the import, both with the version that the
//! import left them with. What belongs to a record and stands beside its row, such as its tags, its capability notes in
//! words of its own.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Reader, Record, Row, Tx, batches},
    error::Result,
    import::Plan,
};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Value};
use uuid::Uuid;

use super::{Chunk, Undoable};

/// The journal of an import. A trial of one, and what is no import, writes nothing down.
#[derive(Clone, Copy, Debug)]
pub struct Journal {
    import: Option<Uuid>,
}

impl Journal {
    /// That of the import which goes by this plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self { import: plan.import.filter(|_| !plan.dry_run) }
    }

    /// Notes records of a kind that were made.
    pub async fn made(self, tx: &Tx, undoable: &Undoable, ids: &[Uuid]) -> Result<()> {
        let Some(import) = self.import else { return Ok(()) };
        for chunk in batches(ids) {
            let places = vec!["(?, ?, ?, ?, TRUE, 1, 'written')"; chunk.len()].join(", ");
            let sql = format!("INSERT INTO import_rows (workspace_id, import_id, kind, record_id, is_new, version, state) VALUES {places}");
            let row = |id: &Uuid| -> [Value; 4] { [tx.actor().workspace.into(), import.into(), undoable.kind.into(), (*id).into()] };
            run(tx, &sql, chunk.iter().flat_map(row).collect()).await?;
        }
        Ok(())
    }

    /// Notes records of a kind that are about to be changed, each with what stands beside its row. One that this import has
    /// made or changed before is noted already.
    pub async fn changing(self, tx: &Tx, undoable: &Undoable, records: &[(Uuid, serde_json::Value)]) -> Result<()> {
        let Some(import) = self.import.filter(|_| !records.is_empty()) else { return Ok(()) };
        let (table, kind, shape) = (undoable.table, undoable.kind, tx.reader().shape(undoable.table).await?);
        let dialect = tx.reader().dialect();
        for chunk in batches(records) {
            let images = format!(
                "INSERT INTO import_images (workspace_id, import_id, kind, record_id, before, beside) \
                 SELECT {table}.workspace_id, ?, ?, {table}.id, {image}, v.column2 \
                 FROM (VALUES {places}) AS v, {table} WHERE {table}.workspace_id = ? AND {table}.id = {id} \
                 AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.workspace_id = {table}.workspace_id AND r.import_id = ? AND r.kind = ? \
                 AND r.record_id = {table}.id)",
                image = shape.image(),
                places = vec!["(?, ?)"; chunk.len()].join(", "),
                id = dialect.looked_up_by("v.column1"),
            );
            let mut values: Vec<Value> = vec![import.into(), kind.into()];
            values.extend(chunk.iter().flat_map(|(id, beside)| -> [Value; 2] { [(*id).into(), beside.clone().into()] }));
            values.extend([tx.actor().workspace.into(), import.into(), kind.into()]);
            run(tx, &images, values).await?;
            let rows = format!(
                "INSERT INTO import_rows (workspace_id, import_id, kind, record_id, is_new, version, state) \
                 SELECT workspace_id, ?, ?, id, FALSE, version, 'written' FROM {table} WHERE workspace_id = ? AND id IN ({}) \
                 ON CONFLICT (workspace_id, import_id, kind, record_id) DO NOTHING",
                vec!["?"; chunk.len()].join(", ")
            );
            let first: [Value; 3] = [import.into(), kind.into(), tx.actor().workspace.into()];
            run(tx, &rows, first.into_iter().chain(chunk.iter().map(|(id, _)| (*id).into())).collect()).await?;
        }
        Ok(())
    }

    /// Notes the versions that records have now that they are written; those in which nothing came to differ are forgotten.
    pub async fn changed(self, tx: &Tx, undoable: &Undoable, ids: impl IntoIterator<Item = Uuid>) -> Result<()> {
        let Some(import) = self.import else { return Ok(()) };
        let (table, shape) = (undoable.table, tx.reader().shape(undoable.table).await?);
        let same = |one: &str, other: &str| {
            ["workspace_id", "import_id", "kind", "record_id"].map(|key| format!("{one}.{key} = {other}.{key}")).join(" AND ")
        };
        for chunk in batches(&ids.into_iter().collect::<Vec<_>>()) {
            let (which, values) = (chosen(chunk.len()), || key_values(tx.reader(), import, undoable.kind, chunk));
            let now =
                format!("SELECT version FROM {table} WHERE {table}.workspace_id = import_rows.workspace_id AND {table}.id = record_id");
            run(tx, &format!("UPDATE import_rows SET version = ({now}) WHERE {which}"), values()).await?;
            let before = format!("SELECT {} FROM import_images i WHERE {}", shape.out_of("i.before", "version"), same("i", "import_rows"));
            run(tx, &format!("DELETE FROM import_rows WHERE {which} AND NOT is_new AND version = ({before})"), values()).await?;
            let noted = format!("SELECT 1 FROM import_rows r WHERE {}", same("r", "import_images"));
            run(tx, &format!("DELETE FROM import_images WHERE {which} AND NOT EXISTS ({noted})"), values()).await?;
        }
        Ok(())
    }
}

/// The condition that chooses so many records of an import, and its values.
fn chosen(records: usize) -> String {
    format!("workspace_id = ? AND import_id = ? AND kind = ? AND record_id IN ({})", vec!["?"; records].join(", "))
}

fn key_values(reader: &Reader, import: Uuid, kind: &str, records: &[Uuid]) -> Vec<Value> {
    let first: [Value; 3] = [reader.actor().workspace.into(), import.into(), kind.into()];
    first.into_iter().chain(records.iter().map(|id| (*id).into())).collect()
}

/// Forgets what records were before.
pub(super) async fn forget_images(tx: &Tx, import: Uuid, kind: &str, records: &[Uuid]) -> Result<()> {
    for chunk in batches(records) {
        let values = key_values(tx.reader(), import, kind, chunk);
        run(tx, &format!("DELETE FROM import_images WHERE {}", chosen(chunk.len())), values).await?;
    }
    Ok(())
}

/// The rows of the changed records of a chunk as they were before the import, each with what stood beside it.
pub async fn as_they_were<R: Record>(
    reader: &Reader,
    Chunk { undoable, import, changed, .. }: Chunk<'_>,
) -> Result<BTreeMap<Uuid, (Row<R>, serde_json::Value)>>
where
    <R::Table as EntityTrait>::Model: FromQueryResult,
{
    #[derive(FromQueryResult)]
    struct Beside {
        record_id: Uuid,
        beside: serde_json::Value,
    }
    let shape = reader.shape(undoable.table).await?;
    let columns: Vec<String> = shape.columns.iter().map(|column| format!("{} AS {column}", shape.out_of("before", column))).collect();
    let mut found = BTreeMap::new();
    for chunk in batches(changed) {
        let which = format!("FROM import_images WHERE {} ORDER BY record_id", chosen(chunk.len()));
        let values = || key_values(reader, import, undoable.kind, chunk);
        let sql = format!("SELECT {} {which}", columns.join(", "));
        let rows = Row::<R>::find_by_statement(reader.dialect().statement(&sql, values())).all(reader.source()).await?;
        let sql = format!("SELECT record_id, beside {which}");
        let beside = Beside::find_by_statement(reader.dialect().statement(&sql, values())).all(reader.source()).await?;
        found.extend(rows.into_iter().zip(beside).map(|(row, beside)| (beside.record_id, (row, beside.beside))));
    }
    Ok(found)
}

async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<()> {
    tx.reader().source().execute_raw(tx.reader().dialect().statement(sql, values)).await?;
    Ok(())
}
