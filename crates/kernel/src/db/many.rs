//! Writing many rows at once: a few statements of many rows, whose texts repeat so that the database prepares them once.

use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityName, EntityTrait, IdenStatic, Iterable, ModelTrait, QueryFilter,
    QueryOrder, QuerySelect, TryIntoModel, Value,
    sea_query::{Expr, ExprTrait, LockType},
};
use uuid::Uuid;

use super::{
    Tx,
    reader::rounded,
    record::{self, Change, Cleared, Create, Model, Record, Row},
    tx::{changed_meanwhile, differences, merged, to_milliseconds},
};
use crate::{actor::Action, error::Result};

/// Rows in one statement. Only these numbers occur, so that each statement is prepared once, however many rows come;
/// SQLite takes 32,766 values in a statement, which bounds the first.
const BATCHES: [usize; 3] = [128, 16, 1];

/// Cuts rows into pieces for statements with `VALUES`, whose texts then repeat.
pub fn batches<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = BATCHES.into_iter().find(|size| *size <= rows.len())?;
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

/// A row on its way to be changed, perhaps by several things one after the other.
pub struct Edit<R: Record> {
    row: Cleared<R, Change>,
    change: Model<R>,
    touched: bool,
}

impl<R: Record> Edit<R> {
    /// Nothing is to be changed yet.
    #[must_use]
    pub fn of(row: Cleared<R, Change>) -> Self {
        Self { row, change: Model::<R>::default(), touched: false }
    }

    /// The row as it was read.
    #[must_use]
    pub fn before(&self) -> &Row<R> {
        &self.row
    }

    /// The row as it will be.
    pub fn after(&self) -> Result<Row<R>> {
        merged::<R>(self.row.clone(), &self.change)
    }

    /// These columns are to be written too. Says whether anything comes to differ from what it was going to be.
    pub fn set(&mut self, change: &Model<R>) -> bool {
        let mut differs = false;
        for column in <R::Table as EntityTrait>::Column::iter() {
            let ActiveValue::Set(after) = change.get(column) else { continue };
            let before = match self.change.get(column) {
                ActiveValue::Set(before) => before,
                _ => self.row.get(column),
            };
            differs |= before != after;
            self.change.set(column, after);
        }
        differs
    }

    /// To be written even when no column differs: something that belongs to the record and stands beside its row has
    /// changed, such as its tags, and whoever read it before must know.
    pub fn touch(&mut self) {
        self.touched = true;
    }
}

impl Tx {
    /// Inserts rows of a record; the seven common columns are filled in where the caller has not set them. The caller
    /// records one event for all of them. Returns the rows as written, in their order.
    pub async fn insert_many<R: Record>(&mut self, _leave: &Cleared<R, Create>, rows: Vec<Model<R>>) -> Result<Vec<Row<R>>> {
        rows.iter().try_for_each(|row| self.may_write::<R>(row, true))?;
        let rows = rows
            .into_iter()
            .map(|mut row| {
                self.fill_in::<R>(&mut row);
                row.try_into_model()
            })
            .collect::<Result<Vec<Row<R>>, _>>()?;
        self.insert_beside::<R::Table>(&rows).await?;
        self.make_beside::<R>(&rows.iter().map(record::id_of::<R>).collect::<Vec<_>>()).await?;
        Ok(rows)
    }

    /// Makes the rows that new records have beside them.
    pub(super) async fn make_beside<R: Record>(&self, ids: &[Uuid]) -> Result<()> {
        let workspace = self.actor().workspace;
        for table in R::beside() {
            for chunk in batches(ids) {
                let places = vec!["(?, ?)"; chunk.len()].join(", ");
                let sql = format!("INSERT INTO {table} (workspace_id, record_id) VALUES {places}");
                let values = chunk.iter().flat_map(|id| [workspace.into(), (*id).into()]).collect();
                self.reader().source().execute_raw(self.reader().dialect().statement(&sql, values)).await?;
            }
        }
        Ok(())
    }

    /// The rows with these ids, with leave to change them. Those that the actor may not change, or not see, are left out.
    pub async fn to_change_many<R: Record>(&mut self, ids: &[Uuid]) -> Result<Vec<Cleared<R, Change>>> {
        self.cleared_many(ids, Action::Change).await
    }

    /// The rows with these ids, with leave to change them from leave to remove them: for kinds whose removal is a move to
    /// the trash. Those that the actor may not remove, or not see, are left out.
    pub async fn to_trash_many<R: Record>(&mut self, ids: &[Uuid]) -> Result<Vec<Cleared<R, Change>>> {
        self.cleared_many(ids, Action::Remove).await
    }

    async fn cleared_many<R: Record>(&mut self, ids: &[Uuid], action: Action) -> Result<Vec<Cleared<R, Change>>> {
        let rows = self.within::<R>(action).find::<R>().with_ids(ids.iter().copied()).all().await?;
        let actor = self.actor();
        Ok(rows.into_iter().filter(|row| R::allows(actor, action, row)).map(Cleared::row).collect())
    }

    /// Like [`Tx::update_many`], but writes all of them: something that belongs to the records and stands beside their
    /// rows has changed, such as their tags, and whoever read them before must know.
    pub async fn touch_many<R: Record>(&mut self, rows: Vec<Cleared<R, Change>>, change: &Model<R>) -> Result<Vec<Row<R>>> {
        self.write_many::<R>(rows, change, true).await
    }

    /// Writes the same columns to many rows, each with its own differences in the audit; those in which nothing differs
    /// are not written. A row that somebody else has changed since it was read makes all of it fail. Returns the rows
    /// that were written.
    pub async fn update_many<R: Record>(&mut self, rows: Vec<Cleared<R, Change>>, change: &Model<R>) -> Result<Vec<Row<R>>> {
        self.write_many::<R>(rows, change, false).await
    }

    async fn write_many<R: Record>(&mut self, rows: Vec<Cleared<R, Change>>, change: &Model<R>, always: bool) -> Result<Vec<Row<R>>> {
        self.may_write::<R>(change, false)?;
        let mut all = change.clone();
        all.set(record::column::<R>("updated_at"), self.now().into());
        all.set(record::column::<R>("updated_by"), self.actor().user().into());
        to_milliseconds::<R>(&mut all);
        let changes_of = |row: Row<R>| {
            let differences = differences::<R>(&row, &mut change.clone());
            (always || !differences.is_empty()).then_some((row, differences))
        };
        let differing: Vec<_> = rows.into_iter().map(Cleared::into_row).filter_map(changes_of).collect();
        let column = |name: &str| Expr::col(record::column::<R>(name));
        for chunk in batches(&differing) {
            let keys = chunk.iter().map(|(row, _)| (record::id_of::<R>(row), record::version_of::<R>(row)));
            let done = R::Table::update_many()
                .set(all.clone())
                .col_expr(record::column::<R>("version"), column("version").add(1))
                .filter(record::column::<R>("workspace_id").eq(self.actor().workspace))
                .filter(Expr::tuple([column("id"), column("version")]).in_tuples(keys))
                .exec(self.reader().source())
                .await?;
            if done.rows_affected != chunk.len() as u64 {
                return Err(changed_meanwhile());
            }
        }
        let mut written = Vec::with_capacity(differing.len());
        for (row, differences) in differing {
            self.changes.extend(differences);
            all.set(record::column::<R>("version"), (record::version_of::<R>(&row) + 1).into());
            written.push(merged::<R>(row, &all)?);
        }
        Ok(written)
    }

    /// Writes to each row what is its own, with its differences in the audit; those in which nothing differs are not
    /// written. A row that somebody else has changed since it was read makes all of it fail: whoever is to change many
    /// holds them first. Returns all the rows as they are now, in their order, and of each whether it was written.
    pub async fn update_each<R: Record>(&mut self, edits: Vec<Edit<R>>) -> Result<Vec<(Row<R>, bool)>> {
        let mut rows = Vec::with_capacity(edits.len());
        let (mut columns, mut written): (Vec<<R::Table as EntityTrait>::Column>, Vec<(Row<R>, i64)>) = (Vec::new(), Vec::new());
        for Edit { row, mut change, touched } in edits {
            let row = row.into_row();
            to_milliseconds::<R>(&mut change);
            self.may_write::<R>(&change, false)?;
            let differences = differences::<R>(&row, &mut change);
            let differs = touched || !differences.is_empty();
            self.changes.extend(differences);
            if !differs {
                rows.push((row, false));
                continue;
            }
            let known: Vec<&str> = columns.iter().map(IdenStatic::as_str).collect();
            let new: Vec<_> =
                <R::Table as EntityTrait>::Column::iter().filter(|c| change.get(*c).is_set() && !known.contains(&c.as_str())).collect();
            columns.extend(new);
            let version = record::version_of::<R>(&row);
            change.set(record::column::<R>("version"), (version + 1).into());
            change.set(record::column::<R>("updated_at"), self.now().into());
            change.set(record::column::<R>("updated_by"), self.actor().user().into());
            to_milliseconds::<R>(&mut change);
            let row = merged::<R>(row, &change)?;
            rows.push((row.clone(), true));
            written.push((row, version));
        }
        self.write_each::<R>(&columns, &written).await?;
        Ok(rows)
    }

    /// The columns that differ in any of the rows are written in all of them, so that few texts of statements occur.
    async fn write_each<R: Record>(&self, columns: &[<R::Table as EntityTrait>::Column], rows: &[(Row<R>, i64)]) -> Result<()> {
        let (table, dialect) = (R::Table::default().table_name().to_owned(), self.reader().dialect());
        // The id and the version that it had come first.
        let set: String = columns.iter().enumerate().map(|(n, column)| format!("\"{}\" = v.column{}, ", column.as_str(), n + 3)).collect();
        let one = format!("({})", vec!["?"; columns.len() + 2].join(", "));
        for chunk in batches(rows) {
            let sql = format!(
                "UPDATE {table} SET {set}version = {table}.version + 1, updated_at = ?, updated_by = ? FROM (VALUES {}) AS v \
                 WHERE {table}.workspace_id = ? AND {table}.id = {} AND {table}.version = v.column2",
                vec![one.as_str(); chunk.len()].join(", "),
                dialect.looked_up_by("v.column1")
            );
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * (columns.len() + 2) + 3);
            let (first, _) = &chunk[0];
            values.extend([record::value::<R>(first, "updated_at"), record::value::<R>(first, "updated_by")]);
            for (row, version) in chunk {
                values.extend([record::id_of::<R>(row).into(), (*version).into()]);
                values.extend(columns.iter().map(|column| row.get(*column)));
            }
            values.push(self.actor().workspace.into());
            let done = self.reader().source().execute_raw(dialect.statement(&sql, values)).await?;
            if done.rows_affected() != chunk.len() as u64 {
                return Err(changed_meanwhile());
            }
        }
        Ok(())
    }

    /// Lets nobody else change these rows until the transaction ends, so that what is reckoned from other rows and written
    /// here is reckoned by one after the other. They are taken in the order of their ids; SQLite has one writer anyway.
    pub async fn hold<R: Record>(&self, ids: &[Uuid]) -> Result<()> {
        if self.reader().dialect().is_embedded() {
            return Ok(());
        }
        let (id, ids) = (record::column::<R>("id"), rounded(ids.to_vec()));
        let mut select = self
            .reader()
            .in_workspace::<R>()
            .with(|select| select.select_only().column(id).filter(id.is_in(ids)).order_by_asc(id))
            .into_query();
        // Not stronger than this: rows that refer to the held ones may be made meanwhile.
        select.lock(LockType::NoKeyUpdate);
        self.reader().source().execute_raw(self.reader().dialect().backend().build(&select)).await?;
        Ok(())
    }

    /// Inserts rows of a table that stands beside a record's, such as its tags or lines. Their workspace is this one.
    pub async fn insert_beside<E: EntityTrait>(&self, rows: &[E::Model]) -> Result<()> {
        let workspace = self.actor().workspace;
        let columns: Vec<E::Column> = E::Column::iter().collect();
        let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
        let value = |row: &E::Model, column: E::Column| if column.as_str() == "workspace_id" { workspace.into() } else { row.get(column) };
        let one = format!("({})", vec!["?"; columns.len()].join(", "));
        for chunk in batches(rows) {
            let places = vec![one.as_str(); chunk.len()].join(", ");
            let sql = format!("INSERT INTO {} ({}) VALUES {places}", E::default().table_name(), names.join(", "));
            let values = chunk.iter().flat_map(|row| columns.iter().map(|column| value(row, *column))).collect();
            self.reader().source().execute_raw(self.reader().dialect().statement(&sql, values)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_have_few_sizes_and_lose_nothing() {
        for n in [0, 1, 15, 16, 17, 127, 128, 300, 1000] {
            let rows: Vec<usize> = (0..n).collect();
            let pieces: Vec<&[usize]> = batches(&rows).collect();
            assert!(pieces.iter().all(|piece| BATCHES.contains(&piece.len())));
            assert_eq!(pieces.concat(), rows);
        }
    }
}
