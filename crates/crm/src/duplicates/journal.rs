//! Every row that a merge touches, as it was before and as it is afterwards: what undoing it goes by.
//!
//! Steps are numbered in the order in which they were done and undone from the last to the first. A row that only points to
//! another record now is noted by its id, whatever else it holds; all others as a whole.

use std::collections::BTreeMap;

use guanxi_kernel::{
    custom::{self, COLUMN, Custom},
    db::{Shape, Tx},
    error::Result,
    slice::{Mention, Reference, Then},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use uuid::Uuid;

/// What is written down of one merge while it is done.
pub struct Journal {
    /// The merge.
    pub(super) merge: Uuid,
    /// The record that stays.
    pub kept: Uuid,
    /// The record that goes.
    pub merged: Uuid,
    step: i64,
    shapes: BTreeMap<String, Shape>,
    /// How many rows of each table now belong to the record that stays.
    pub(super) moved: BTreeMap<&'static str, u64>,
}

/// A kind of change, as the table of journals has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noted {
    Changed,
    Removed,
    Inserted,
}

impl Noted {
    fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Inserted => "inserted",
        }
    }
}

/// A step that waits for the rows to be as they will be.
#[must_use]
pub(super) struct Open(i64);

impl Journal {
    pub(super) fn new(merge: Uuid, kept: Uuid, merged: Uuid) -> Self {
        Self { merge, kept, merged, step: 0, shapes: BTreeMap::new(), moved: BTreeMap::new() }
    }

    async fn shape(&mut self, tx: &Tx, table: &str) -> Result<Shape> {
        if let Some(shape) = self.shapes.get(table) {
            return Ok(shape.clone());
        }
        let shape = tx.reader().shape(table).await?;
        self.shapes.insert(table.to_owned(), shape.clone());
        Ok(shape)
    }

    /// Removes the rows of a table that `which` chooses: the rest of a `WHERE`, with its values.
    pub async fn remove(&mut self, tx: &Tx, table: &'static str, which: &str, values: &[Value]) -> Result<u64> {
        let shape = self.shape(tx, table).await?;
        self.note(tx, &shape, Noted::Removed, which, values).await?;
        run(tx, &format!("DELETE FROM {table} WHERE workspace_id = ? AND {which}"), [tx.actor().workspace.into()], values).await
    }

    /// Changes the rows of a table that `which` chooses; `set` names no column of the key.
    pub async fn change(&mut self, tx: &Tx, table: &'static str, set: (&str, Value), which: &str, values: &[Value]) -> Result<u64> {
        let open = self.begin(tx, table, which, values).await?;
        let (column, value) = set;
        let sql = format!("UPDATE {table} SET {column} = ? WHERE workspace_id = ? AND {which}");
        let changed = run(tx, &sql, [value, tx.actor().workspace.into()], values).await?;
        self.end(tx, table, open).await?;
        Ok(changed)
    }

    /// Notes rows that are about to be changed by others.
    pub(super) async fn begin(&mut self, tx: &Tx, table: &str, which: &str, values: &[Value]) -> Result<Open> {
        let shape = self.shape(tx, table).await?;
        Ok(Open(self.note(tx, &shape, Noted::Changed, which, values).await?))
    }

    /// Notes what has become of them. Without it they go back to what they were, whatever has become of them.
    pub(super) async fn end(&mut self, tx: &Tx, table: &str, open: Open) -> Result<()> {
        let shape = self.shape(tx, table).await?;
        let now = format!(
            "SELECT {} FROM {table} WHERE {table}.workspace_id = merge_rows.workspace_id AND {}",
            shape.image(),
            shape.same_key("merge_rows.before")
        );
        let sql = format!("UPDATE merge_rows SET after = ({now}) WHERE workspace_id = ? AND merge_id = ? AND step = ?");
        run(tx, &sql, [tx.actor().workspace.into(), self.merge.into(), open.0.into()], &[]).await?;
        Ok(())
    }

    /// Notes figures beside the record that stays, which are reckoned anew whenever their time comes; other rows that it has
    /// there are its own before and after.
    pub(super) async fn keep_figures(&mut self, tx: &Tx, reference: &Reference) -> Result<()> {
        if self.shape(tx, reference.table).await?.key == [reference.column] {
            let kept = self.kept.into();
            let _ = self.begin(tx, reference.table, &format!("{} = ?", reference.column), &[kept]).await?;
        }
        Ok(())
    }

    /// Gives what a reference points to the record that goes to the one that stays.
    pub(super) async fn bring(&mut self, tx: &Tx, reference: &Reference) -> Result<()> {
        let Reference { table, column, then, .. } = *reference;
        let points = format!("{table}.{column} = ?");
        let (kept, merged): (Value, Value) = (self.kept.into(), self.merged.into());
        if then == Then::Forget {
            self.remove(tx, table, &points, &[merged]).await?;
            return Ok(());
        }
        let shape = self.shape(tx, table).await?;
        let moved = if shape.key.iter().any(|key| key == column) {
            self.inherit(tx, &shape, column).await?
        } else if shape.key == ["id"] {
            self.repoint(tx, table, column).await?
        } else {
            self.change(tx, table, (column, kept), &points, &[merged]).await?
        };
        if moved > 0 {
            *self.moved.entry(table).or_default() += moved;
        }
        Ok(())
    }

    /// Lets the rows that point to the record that goes by a field of the workspace's own point to the one that stays.
    pub(super) async fn repoint_own(&mut self, tx: &Tx, table: &'static str, field: &Custom) -> Result<()> {
        let [set, which] = tx.reader().dialect().custom_repointed(table, field);
        let merged = Value::from(self.merged.to_string());
        let open = self.begin(tx, table, &which, std::slice::from_ref(&merged)).await?;
        let sql = format!("UPDATE {table} SET {COLUMN} = {set} WHERE workspace_id = ? AND {which}");
        let moved = run(tx, &sql, [self.kept.to_string().into(), tx.actor().workspace.into()], &[merged]).await?;
        self.end(tx, table, open).await?;
        if moved > 0 {
            *self.moved.entry(table).or_default() += moved;
        }
        Ok(())
    }

    /// Lets filters and rules that name the record that goes name the one that stays.
    pub(super) async fn rename(&mut self, tx: &Tx, mention: &Mention) -> Result<()> {
        let Mention { table, column } = *mention;
        let [set, which] = tx.reader().dialect().json_reworded(table, column);
        let (kept, merged) = (Value::from(self.kept.to_string()), Value::from(self.merged.to_string()));
        let open = self.begin(tx, table, &which, std::slice::from_ref(&merged)).await?;
        let sql = format!("UPDATE {table} SET {column} = {set} WHERE workspace_id = ? AND {which}");
        let changed = run(tx, &sql, [merged.clone(), kept, tx.actor().workspace.into()], &[merged]).await?;
        self.end(tx, table, open).await?;
        if changed > 0 && table == custom::TABLE {
            custom::redefined(tx).await?;
        }
        Ok(())
    }

    async fn repoint(&mut self, tx: &Tx, table: &'static str, column: &'static str) -> Result<u64> {
        self.step += 1;
        let sql = format!(
            "INSERT INTO merge_rows (workspace_id, merge_id, step, n, table_name, change, column_name, row_id) \
             SELECT workspace_id, ?, ?, row_number() OVER (), '{table}', 'moved', '{column}', id FROM {table} WHERE workspace_id = ? AND {column} = ?"
        );
        let workspace: Value = tx.actor().workspace.into();
        let place = [self.merge.into(), self.step.into(), workspace.clone(), self.merged.into()];
        run(tx, &sql, place, &[]).await?;
        let sql = format!("UPDATE {table} SET {column} = ? WHERE workspace_id = ? AND {column} = ?");
        run(tx, &sql, [self.kept.into(), workspace, self.merged.into()], &[]).await
    }

    /// Gives rows of a table whose key has the record in it to the record that stays, where it has none like them; the
    /// others go.
    async fn inherit(&mut self, tx: &Tx, shape: &Shape, column: &str) -> Result<u64> {
        let table = shape.table.as_str();
        let rest: Vec<&String> = shape.key.iter().filter(|key| *key != column).collect();
        let same: String = rest.iter().map(|key| format!(" AND theirs.{key} = {table}.{key}")).collect();
        let points = format!("{table}.{column} = ?");
        let lacking = format!(
            "{points} AND NOT EXISTS (SELECT 1 FROM {table} AS theirs WHERE theirs.workspace_id = {table}.workspace_id \
             AND theirs.{column} = ?{same})"
        );
        let (kept, merged, workspace): (Value, Value, Value) = (self.kept.into(), self.merged.into(), tx.actor().workspace.into());
        self.note(tx, shape, Noted::Removed, &points, std::slice::from_ref(&merged)).await?;
        let step = self.note(tx, shape, Noted::Inserted, &lacking, &[merged.clone(), kept.clone()]).await?;
        let sql = format!("UPDATE {table} SET {column} = ? WHERE {table}.workspace_id = ? AND {lacking}");
        let moved = run(tx, &sql, [kept.clone(), workspace.clone()], &[merged.clone(), kept.clone()]).await?;
        run(tx, &format!("DELETE FROM {table} WHERE workspace_id = ? AND {points}"), [workspace.clone()], &[merged]).await?;
        // Noted were the rows as they were of the record that goes; now they are those of the one that stays.
        let of_key: String = rest.iter().map(|key| format!(" AND {table}.{key} = {}", shape.out_of("merge_rows.after", key))).collect();
        let now = format!(
            "SELECT {} FROM {table} WHERE {table}.workspace_id = merge_rows.workspace_id AND {table}.{column} = ?{of_key}",
            shape.image()
        );
        let sql = format!("UPDATE merge_rows SET after = ({now}) WHERE workspace_id = ? AND merge_id = ? AND step = ?");
        run(tx, &sql, [kept, workspace, self.merge.into(), step.into()], &[]).await?;
        Ok(moved)
    }

    async fn note(&mut self, tx: &Tx, shape: &Shape, change: Noted, which: &str, values: &[Value]) -> Result<i64> {
        self.step += 1;
        let (table, side) = (&shape.table, if change == Noted::Inserted { "after" } else { "before" });
        let sql = format!(
            "INSERT INTO merge_rows (workspace_id, merge_id, step, n, table_name, change, {side}) \
             SELECT {table}.workspace_id, ?, ?, row_number() OVER (), '{table}', '{}', {} FROM {table} WHERE {table}.workspace_id = ? AND {which}",
            change.as_str(),
            shape.image()
        );
        run(tx, &sql, [self.merge.into(), self.step.into(), tx.actor().workspace.into()], values).await?;
        Ok(self.step)
    }
}

async fn run<const N: usize>(tx: &Tx, sql: &str, first: [Value; N], values: &[Value]) -> Result<u64> {
    let reader = tx.reader();
    let values = first.into_iter().chain(values.iter().cloned()).collect();
    Ok(reader.source().execute_raw(reader.dialect().statement(sql, values)).await?.rows_affected())
}

/// The rows of a step.
const ROWS: &str = "merge_rows.workspace_id = ? AND merge_rows.merge_id = ? AND merge_rows.step = ?";

/// Undoes what a merge has done, the last step first. Rows that have been changed since keep what was changed; what was added
/// to the record that stayed is still there.
pub(super) async fn undo(tx: &Tx, merge: Uuid, kept: Uuid, merged: Uuid, own_table: &str) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Done {
        step: i64,
        table_name: String,
        change: String,
        column_name: Option<String>,
    }
    let reader = tx.reader();
    let workspace: Value = tx.actor().workspace.into();
    let sql =
        "SELECT DISTINCT step, table_name, change, column_name FROM merge_rows WHERE workspace_id = ? AND merge_id = ? ORDER BY step DESC";
    let steps =
        Done::find_by_statement(reader.dialect().statement(sql, vec![workspace.clone(), merge.into()])).all(reader.source()).await?;
    for Done { step, table_name: table, change, column_name } in steps {
        let shape = reader.shape(&table).await?;
        let rows = [workspace.clone(), merge.into(), step.into()];
        match (change.as_str(), column_name) {
            ("moved", Some(column)) => {
                let sql = format!(
                    "UPDATE {table} SET {column} = ? WHERE workspace_id = ? AND {column} = ? \
                     AND id IN (SELECT row_id FROM merge_rows WHERE {ROWS})"
                );
                run(tx, &sql, [merged.into(), workspace.clone(), kept.into()], &rows).await?;
            }
            ("inserted", _) => {
                let keys = shape.key.iter().map(|key| shape.out_of("merge_rows.after", key)).collect::<Vec<_>>().join(", ");
                let sql = format!(
                    "DELETE FROM {table} WHERE workspace_id = ? AND ({}) IN (SELECT {keys} FROM merge_rows WHERE {ROWS}) \
                     AND {} IN (SELECT after FROM merge_rows WHERE {ROWS})",
                    shape.key.join(", "),
                    shape.image()
                );
                run(tx, &sql, [workspace.clone()], &[rows.clone(), rows].concat()).await?;
            }
            ("removed", _) => {
                let made = shape.columns.iter().map(|column| shape.out_of("merge_rows.before", column)).collect::<Vec<_>>().join(", ");
                // What somebody has made again meanwhile stays; the record itself must come back.
                let twice = if table == own_table { "" } else { " ON CONFLICT DO NOTHING" };
                let sql = format!("INSERT INTO {table} ({}) SELECT {made} FROM merge_rows WHERE {ROWS}{twice}", shape.columns.join(", "));
                run(tx, &sql, rows, &[]).await?;
            }
            _ => {
                let back = |column: &String| {
                    let (before, after) = (shape.out_of("merge_rows.before", column), shape.out_of("merge_rows.after", column));
                    let unchanged = format!("merge_rows.after IS NULL OR {table}.{column} IS NOT DISTINCT FROM {after}");
                    format!("{column} = CASE WHEN {unchanged} THEN {before} ELSE {table}.{column} END")
                };
                let set: Vec<String> =
                    shape.columns.iter().filter(|column| !shape.key.contains(column) && *column != "workspace_id").map(back).collect();
                let sql = format!(
                    "UPDATE {table} SET {} FROM merge_rows WHERE {ROWS} AND {table}.workspace_id = merge_rows.workspace_id AND {}",
                    set.join(", "),
                    shape.same_key("merge_rows.before")
                );
                run(tx, &sql, rows, &[]).await?;
            }
        }
        if table == custom::TABLE {
            custom::redefined(tx).await?;
        }
    }
    Ok(())
}
