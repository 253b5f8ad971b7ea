//! Which records of an import must be left: they are gone, are not what the import left, or are needed by something that
//! was put at them since.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Reader, Shape, batches},
    error::Result,
    slice::{Reference, Then},
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{
    super::{
        Undoable,
        rules::{Why, unless_changed},
    },
    Noted,
};

/// By record: nothing when it can be taken back, else why not.
pub(in crate::undo) type Verdicts = BTreeMap<Uuid, Option<Why>>;

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    version: i64,
}

/// Judges some records of an import.
pub(in crate::undo) async fn judge(reader: &Reader, import: Uuid, undoable: &Undoable, rows: &[Noted]) -> Result<Verdicts> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.record_id).collect();
    let now: BTreeMap<Uuid, i64> = versions(reader, undoable.table, &ids).await?;
    let mut verdicts: Verdicts =
        rows.iter().map(|row| (row.record_id, unless_changed(row.version, now.get(&row.record_id).copied()))).collect();
    let made: Vec<Uuid> = rows.iter().filter(|row| row.is_new && verdicts[&row.record_id].is_none()).map(|row| row.record_id).collect();
    for id in in_use(reader, import, undoable, &made).await? {
        verdicts.insert(id, Some(Why::InUse));
    }
    Ok(verdicts)
}

async fn versions(reader: &Reader, table: &str, ids: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    let mut now = BTreeMap::new();
    for chunk in batches(ids) {
        let sql = format!("SELECT id, version FROM {table} WHERE workspace_id = ? AND id IN ({})", vec!["?"; chunk.len()].join(", "));
        let values = std::iter::once(reader.actor().workspace.into()).chain(chunk.iter().map(|id| (*id).into())).collect();
        let found = Found::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        now.extend(found.into_iter().map(|found| (found.id, found.version)));
    }
    Ok(now)
}

/// Those of some new records at which there is something now that the import did not bring.
async fn in_use(reader: &Reader, import: Uuid, undoable: &Undoable, ids: &[Uuid]) -> Result<BTreeSet<Uuid>> {
    #[derive(FromQueryResult)]
    struct Used {
        id: Uuid,
    }
    let mut used = BTreeSet::new();
    if ids.is_empty() {
        return Ok(used);
    }
    for reference in pointing(undoable) {
        let Reference { table, column, .. } = *reference;
        let alive = alive(reader, table).await?;
        let names_import = alive.contains('?');
        for chunk in batches(ids) {
            let sql = format!(
                "SELECT DISTINCT {table}.{column} AS id FROM {table} WHERE {table}.workspace_id = ? AND {table}.{column} IN ({}){alive}",
                vec!["?"; chunk.len()].join(", ")
            );
            let mut values: Vec<Value> = vec![reader.actor().workspace.into()];
            values.extend(chunk.iter().map(|id| Value::from(*id)));
            values.extend(names_import.then(|| Value::from(import)));
            let found = Used::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
            used.extend(found.into_iter().map(|found| found.id));
        }
    }
    Ok(used)
}

/// Where rows point to records of a kind that is not the record itself, a part of it, or reckoned of it.
fn pointing(undoable: &Undoable) -> impl Iterator<Item = &'static Reference> {
    let (kind, own) = (undoable.kind, undoable.table);
    let all = crate::SLICES.iter().flat_map(|slice| slice.references);
    all.filter(move |reference| {
        reference.to == kind && matches!(reference.then, Then::Remove | Then::Empty) && (reference.table, reference.column) != (own, "id")
    })
}

/// SQL for the condition that a row holds on to what it points to: it is not in the trash, and this import did not write it.
/// What is a part of a record stands and falls with that record.
async fn alive(reader: &Reader, table: &str) -> Result<String> {
    let shape = reader.shape(table).await?;
    if shape.columns.iter().any(|column| column == "id") {
        return Ok(alive_itself(&shape, table));
    }
    let whole = crate::SLICES.iter().flat_map(|slice| slice.references).find(|other| other.table == table && other.then == Then::Part);
    let Some((column, owner)) = whole.and_then(|whole| Some((whole.column, Undoable::named(whole.to)?.table))) else {
        return Ok(String::new());
    };
    let shape = reader.shape(owner).await?;
    Ok(format!(
        " AND EXISTS (SELECT 1 FROM {owner} WHERE {owner}.workspace_id = {table}.workspace_id AND {owner}.id = {table}.{column}{})",
        alive_itself(&shape, owner)
    ))
}

fn alive_itself(shape: &Shape, table: &str) -> String {
    let has_trash = shape.columns.iter().any(|column| column == "trashed_at");
    let in_sight = if has_trash { format!(" AND {table}.trashed_at IS NULL") } else { String::new() };
    let Some(undoable) = crate::UNDOABLE.iter().find(|undoable| undoable.table == table) else { return in_sight };
    format!(
        "{in_sight} AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.workspace_id = {table}.workspace_id AND r.import_id = ? \
         AND r.kind = '{}' AND r.record_id = {table}.id AND r.version = {table}.version AND r.state <> 'left')",
        undoable.kind
    )
}
