//! Every read of undo: how an import stands, what it has written, and which of it must be left.

mod judge;

use std::collections::BTreeMap;

use guanxi_kernel::{
    actor::Action,
    db::{Reader, Record},
    error::{Error, Result},
    id::Id,
    job,
};
use sea_orm::{ColumnTrait, FromQueryResult, QueryFilter, Value};
use uuid::Uuid;

pub(super) use self::judge::{Verdicts, judge};
use super::{
    UNDO_DAYS, Undoable,
    api::{ImportUndo, LeftRows, UndoRun},
    rules::{Counts, Standing, Why},
    tables::{Undo, undo},
};
use crate::{
    admin::tables::{Import, import},
    staff::{self, api::Ref},
};

/// How an import can be undone, or was.
pub async fn import_undo(reader: &Reader, id: Id<Import>) -> Result<ImportUndo> {
    let import = reader.get(id).await?;
    let last = last(reader, import.id).await?;
    let standing = standing(reader, &import, last.as_ref()).await?;
    let may = Import::allows(reader.actor(), Action::Change, &import);
    let refused = match standing.check(reader.now()) {
        Ok(()) if may => None,
        Ok(()) => Some("forbidden"),
        Err(Error::Conflict { code, .. }) => Some(code),
        Err(error) => return Err(error),
    };
    let last = match last {
        Some(last) => Some(wire(reader, last).await?),
        None => None,
    };
    Ok(ImportUndo { possible: refused.is_none(), refused, until: standing.until(), written_rows: standing.written, last })
}

async fn wire(reader: &Reader, row: undo::Model) -> Result<UndoRun> {
    let people = staff::queries::names(reader, row.created_by.into_iter().collect()).await?;
    let left = if row.dry_run { Vec::new() } else { left_by_reason(reader, row.import_id).await? };
    Ok(UndoRun {
        dry_run: row.dry_run,
        state: row.state,
        job_id: row.job_id,
        by: Ref::among(&people, row.updated_by.or(row.created_by)),
        at: row.updated_at,
        removed_rows: row.removed_rows,
        restored_rows: row.restored_rows,
        left_rows: row.left_rows,
        left,
    })
}

/// The undo of an import that was asked for last.
pub(super) async fn last(reader: &Reader, import: Uuid) -> Result<Option<undo::Model>> {
    let of_it = reader.in_workspace::<Undo>().with(|select| select.filter(undo::Column::ImportId.eq(import)));
    Ok(of_it.all().await?.pop())
}

/// What is known of an import and of its undo.
pub(super) async fn standing(reader: &Reader, import: &import::Model, last: Option<&undo::Model>) -> Result<Standing> {
    let is_over = async |job: Option<Uuid>| match job {
        Some(job) => job::is_over(reader, job).await,
        None => Ok(true),
    };
    let is_running = import.state == "running" && !is_over(import.job_id).await?;
    let asked = last.filter(|last| last.state == "running").map(|last| last.job_id);
    Ok(Standing {
        ended_at: import.updated_at,
        days: UNDO_DAYS.get(reader).await?,
        is_running,
        written: written(reader, import.id).await?,
        is_undoing: !is_over(asked).await?,
        is_undone: last.is_some_and(|last| last.state == "done" && !last.dry_run),
    })
}

#[derive(FromQueryResult)]
struct Counted {
    name: String,
    rows: i64,
}

async fn counted(reader: &Reader, sql: &str, import: Uuid) -> Result<Vec<Counted>> {
    let values: Vec<Value> = vec![reader.actor().workspace.into(), import.into()];
    Ok(Counted::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// How many records an import has written that were not taken back or left yet.
pub(super) async fn written(reader: &Reader, import: Uuid) -> Result<i64> {
    let sql = "SELECT state AS name, count(*) AS rows FROM import_rows WHERE workspace_id = ? AND import_id = ? AND state = 'written' GROUP BY state";
    Ok(counted(reader, sql, import).await?.first().map_or(0, |counted| counted.rows))
}

/// What has become of the records of an import.
pub(super) async fn outcome(reader: &Reader, import: Uuid) -> Result<Counts> {
    let sql = "SELECT CASE WHEN state = 'left' THEN 'left' WHEN is_new THEN 'removed' ELSE 'restored' END AS name, count(*) AS rows \
               FROM import_rows WHERE workspace_id = ? AND import_id = ? AND state <> 'written' GROUP BY 1";
    let mut counts = Counts::default();
    for Counted { name, rows } in counted(reader, sql, import).await? {
        *match name.as_str() {
            "left" => &mut counts.left,
            "removed" => &mut counts.removed,
            _ => &mut counts.restored,
        } = rows;
    }
    Ok(counts)
}

async fn left_by_reason(reader: &Reader, import: Uuid) -> Result<Vec<LeftRows>> {
    let sql = "SELECT why AS name, count(*) AS rows FROM import_rows WHERE workspace_id = ? AND import_id = ? AND state = 'left' GROUP BY why ORDER BY why";
    let counted = counted(reader, sql, import).await?;
    Ok(counted.into_iter().filter_map(|Counted { name, rows }| Some(LeftRows { why: Why::named(&name)?, rows })).collect())
}

/// What an import has written down of a record.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Noted {
    /// The record.
    pub record_id: Uuid,
    /// Whether the import made it.
    pub is_new: bool,
    /// The version that the import left it with.
    pub version: i64,
}

/// The next records of a kind that are to be taken back, in the order of their ids.
pub(super) async fn next(reader: &Reader, import: Uuid, undoable: &Undoable, after: Uuid, limit: usize) -> Result<Vec<Noted>> {
    let sql = "SELECT record_id, is_new, version FROM import_rows \
               WHERE workspace_id = ? AND import_id = ? AND state = 'written' AND kind = ? AND record_id > ? ORDER BY record_id LIMIT ?";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values: Vec<Value> = vec![reader.actor().workspace.into(), import.into(), undoable.kind.into(), after.into(), limit.into()];
    Ok(Noted::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// A record that was left as it is.
#[derive(Debug, FromQueryResult)]
pub(super) struct Left {
    /// Its kind.
    pub kind: String,
    /// The record.
    pub record_id: Uuid,
    /// Why.
    pub why: String,
}

/// Records that were left, after this one of its kind.
pub(super) async fn left(reader: &Reader, import: Uuid, after: &(String, Uuid), limit: i64) -> Result<Vec<Left>> {
    let sql = "SELECT kind, record_id, why FROM import_rows WHERE workspace_id = ? AND import_id = ? AND state = 'left' \
               AND (kind, record_id) > (?, ?) ORDER BY kind, record_id LIMIT ?";
    let (kind, record) = after;
    let values: Vec<Value> = vec![reader.actor().workspace.into(), import.into(), kind.as_str().into(), (*record).into(), limit.into()];
    Ok(Left::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// What records are called, as far as the reader may see them.
pub(super) async fn names_of(reader: &Reader, records: &[Left]) -> Result<BTreeMap<Uuid, String>> {
    let mut names = BTreeMap::new();
    for (kind, called) in crate::SLICES.iter().flat_map(|slice| slice.titles) {
        let ids: Vec<Uuid> = records.iter().filter(|left| left.kind == *kind).map(|left| left.record_id).collect();
        if !ids.is_empty() {
            names.extend(called(reader, ids).await?);
        }
    }
    Ok(names)
}

/// Imports that cannot be undone any more and of which something is remembered all the same.
pub(super) async fn too_old(reader: &Reader) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Old {
        id: Uuid,
    }
    let sql = "SELECT id FROM imports WHERE workspace_id = ? AND updated_at < ? \
               AND EXISTS (SELECT 1 FROM import_rows r WHERE r.workspace_id = imports.workspace_id AND r.import_id = imports.id)";
    let before = reader.now() - chrono::Duration::days(UNDO_DAYS.get(reader).await?);
    let values: Vec<Value> = vec![reader.actor().workspace.into(), before.into()];
    let old = Old::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?;
    Ok(old.into_iter().map(|old| old.id).collect())
}
