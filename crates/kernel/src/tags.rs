//! Free words on records, in a table beside the record's. What a tag means, and on which records it may be, the
//! capability says.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, Value,
    sea_query::{Alias, Expr, ExprTrait, Order, Query},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    actor::Action,
    check::{Check, too_many},
    db::{Change, Cleared, Edit, Model, Reader, Record, Row, Tx, batches, record},
    error::Result,
    event::FieldChange,
    list::are_few,
};

/// The most tags of one record.
pub const MOST: usize = 30;
/// The most characters of a tag.
pub const LONGEST: usize = 30;
/// The most tags that are listed as being in use.
const LISTED: u64 = 500;

/// The tags of a kind of record: the columns of the table are `workspace_id`, that of the record, and `tag`.
#[derive(Clone, Copy, Debug)]
pub struct Tags {
    /// The record's kind.
    pub kind: &'static str,
    /// The table.
    pub table: &'static str,
    /// The column of the record.
    pub record: &'static str,
}

/// Checks tags that were sent; each once.
pub fn checked(check: &mut Check, pointer: &str, tags: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for (n, tag) in tags.iter().enumerate() {
        let tag = check.required(&format!("{pointer}/{n}"), tag, LONGEST);
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > MOST {
        check.add(too_many(pointer, MOST));
    }
    kept
}

/// The tags that a record has after some were given and some taken, in order.
#[must_use]
pub fn changed(before: &[String], give: &[String], take: &[String]) -> Vec<String> {
    let kept = before.iter().filter(|tag| !take.contains(tag));
    kept.chain(give).cloned().collect::<BTreeSet<_>>().into_iter().collect()
}

#[derive(FromQueryResult)]
struct Word {
    tag: String,
}

fn words(rows: Vec<Word>) -> Vec<String> {
    rows.into_iter().map(|row| row.tag).collect()
}

impl Tags {
    /// Those of some tags that records of kind `R` which the actor may see have already: one probe of the index for each
    /// tag.
    pub async fn known<R: Record>(&self, reader: &Reader, tags: BTreeSet<String>) -> Result<BTreeSet<String>> {
        let visible = match R::reach(reader) {
            None => R::visible_to(reader.actor()),
            Some(reach) if are_few(reader, &reach).await? => reach.few,
            Some(reach) => reach.many,
        };
        self.among::<R>(reader, tags, visible).await
    }

    async fn among<R: Record>(&self, reader: &Reader, tags: BTreeSet<String>, visible: Condition) -> Result<BTreeSet<String>> {
        if tags.is_empty() {
            return Ok(tags);
        }
        let (wanted, word) = (Alias::new("wanted"), Alias::new("column1"));
        let column = |name: &'static str| Expr::col((Alias::new(self.table), Alias::new(name)));
        let id = Expr::col(record::column::<R>("id").as_column_ref());
        let mut used = Query::select();
        used.expr(Expr::val(1))
            .from(Alias::new(self.table))
            .and_where(column("workspace_id").eq(reader.actor().workspace))
            .and_where(column("tag").equals((wanted.clone(), word.clone())));
        if !visible.is_empty() {
            let records = reader.in_workspace::<R>().with(|select| select.select_only().filter(visible));
            let mut record = records.into_query();
            record.expr(Expr::val(1)).and_where(id.eq(column(self.record)));
            used.and_where(Expr::exists(record));
        }
        let mut select = Query::select();
        select.expr_as(Expr::col((wanted.clone(), word)), Alias::new("tag")).from_values(tags, wanted).and_where(Expr::exists(used));
        Ok(words(reader.select("tags are looked for in a table beside the records", &select).await?).into_iter().collect())
    }

    /// The tags of records, each record's in order.
    pub async fn of(&self, reader: &Reader, records: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<String>>> {
        #[derive(FromQueryResult)]
        struct Tagged {
            record: Uuid,
            tag: String,
        }
        let mut tags: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        for chunk in batches(records) {
            // In the order of the key. By the tag alone SQLite would walk the index of all tags of the workspace.
            let sql = format!(
                "SELECT {record} AS record, tag FROM {table} WHERE workspace_id = ? AND {record} IN ({places}) ORDER BY {record}, tag",
                record = self.record,
                table = self.table,
                places = vec!["?"; chunk.len()].join(", "),
            );
            let statement = reader.dialect().statement(&sql, values(reader, chunk));
            for row in Tagged::find_by_statement(statement).all(reader.source()).await? {
                tags.entry(row.record).or_default().push(row.tag);
            }
        }
        Ok(tags)
    }

    /// The tags of one record, in order.
    pub async fn of_one(&self, reader: &Reader, record: Uuid) -> Result<Vec<String>> {
        Ok(self.of(reader, &[record]).await?.remove(&record).unwrap_or_default())
    }

    /// Notes the tags of new records, which have none yet.
    pub async fn insert(&self, tx: &Tx, tagged: &[(Uuid, String)]) -> Result<()> {
        let reader = tx.reader();
        for chunk in batches(tagged) {
            let sql = format!(
                "INSERT INTO {} (workspace_id, {}, tag) VALUES {} ON CONFLICT DO NOTHING",
                self.table,
                self.record,
                vec!["(?, ?, ?)"; chunk.len()].join(", ")
            );
            let workspace = reader.actor().workspace;
            let values = chunk.iter().flat_map(|(record, tag)| -> [Value; 3] { [workspace.into(), (*record).into(), tag.as_str().into()] });
            reader.source().execute_raw(reader.dialect().statement(&sql, values.collect())).await?;
        }
        Ok(())
    }

    /// Gives tags to many records and takes others away, whichever of them they have; what differs is noted for the audit.
    pub async fn change(&self, tx: &mut Tx, records: &BTreeMap<Uuid, Vec<String>>, give: &[String], take: &[String]) -> Result<()> {
        let ids: Vec<Uuid> = records.keys().copied().collect();
        if !take.is_empty() {
            let reader = tx.reader();
            for chunk in batches(&ids) {
                let sql = format!(
                    "DELETE FROM {} WHERE workspace_id = ? AND {} IN ({}) AND tag IN ({})",
                    self.table,
                    self.record,
                    vec!["?"; chunk.len()].join(", "),
                    vec!["?"; take.len()].join(", ")
                );
                let values = values(reader, chunk).into_iter().chain(take.iter().map(|tag| tag.as_str().into()));
                reader.source().execute_raw(reader.dialect().statement(&sql, values.collect())).await?;
            }
        }
        let missing = |record: &Uuid, tags: &Vec<String>| -> Vec<(Uuid, String)> {
            give.iter().filter(|tag| !tags.contains(tag)).map(|tag| (*record, tag.clone())).collect()
        };
        let given: Vec<(Uuid, String)> = records.iter().flat_map(|(record, tags)| missing(record, tags)).collect();
        self.insert(tx, &given).await?;
        for (record, before) in records {
            self.note(tx, *record, before, &changed(before, give, take));
        }
        Ok(())
    }

    /// Replaces the tags of a record and notes the change.
    pub async fn replace(&self, tx: &mut Tx, record: Uuid, before: &[String], after: &[String]) -> Result<()> {
        let take: Vec<String> = before.iter().filter(|tag| !after.contains(tag)).cloned().collect();
        let records = BTreeMap::from([(record, before.to_vec())]);
        self.change(tx, &records, after, &take).await
    }

    fn note(&self, tx: &mut Tx, record: Uuid, before: &[String], after: &[String]) {
        if before != after {
            let (before, after) = (json!(before), json!(after));
            tx.note_change(FieldChange { kind: self.kind, record, field: "tags".to_owned(), before, after });
        }
    }

    /// Sorts rows of a bulk change by whether their tags change. One that would have too many is left out: it must not keep
    /// the others from the change.
    pub async fn sort<R: Record>(
        self,
        reader: &Reader,
        rows: Vec<Cleared<R, Change>>,
        give: &[String],
        take: &[String],
    ) -> Result<Sorted<R>> {
        let ids: Vec<Uuid> = rows.iter().map(Cleared::id).collect();
        let mut tags_of = self.of(reader, &ids).await?;
        let mut sorted =
            Sorted { tags: self, plain: Vec::new(), tagged: Vec::new(), before: BTreeMap::new(), give: give.to_vec(), take: take.to_vec() };
        for row in rows {
            let before = tags_of.remove(&row.id()).unwrap_or_default();
            let after = changed(&before, give, take);
            if after == before {
                sorted.plain.push(row);
            } else if after.len() <= MOST {
                sorted.before.insert(row.id(), before);
                sorted.tagged.push(row);
            }
        }
        Ok(sorted)
    }

    /// The tags in use on the records of kind `R` that the actor may see, in order, at most 500.
    pub async fn used<R: Record>(&self, reader: &Reader) -> Result<Vec<String>> {
        if !reader.actor().may(R::OBJECT, Action::Read) {
            return Ok(Vec::new());
        }
        let Some(reach) = R::reach(reader) else { return self.all(reader).await };
        if !are_few(reader, &reach).await? {
            let all = self.all(reader).await?.into_iter().collect();
            return Ok(self.among::<R>(reader, all, reach.many).await?.into_iter().collect());
        }
        let few = reader.in_workspace::<R>().with(|select| select.select_only().column(record::column::<R>("id")).filter(reach.few));
        let mut select = Query::select();
        select
            .column(Alias::new("tag"))
            .distinct()
            .from(Alias::new(self.table))
            .and_where(Expr::col(Alias::new("workspace_id")).eq(reader.actor().workspace))
            .and_where(Expr::col(Alias::new(self.record)).in_subquery(few.into_query()))
            .order_by(Alias::new("tag"), Order::Asc)
            .limit(LISTED);
        Ok(words(reader.select("tags are looked for in a table beside the records", &select).await?))
    }

    /// All tags in use, from one to the next through the index, on however many records each is.
    async fn all(&self, reader: &Reader) -> Result<Vec<String>> {
        let table = self.table;
        let sql = format!(
            "WITH RECURSIVE used (tag) AS (SELECT min(tag) FROM {table} WHERE workspace_id = ? UNION ALL \
             SELECT (SELECT min(tag) FROM {table} WHERE workspace_id = ? AND tag > used.tag) FROM used WHERE used.tag IS NOT NULL) \
             SELECT tag FROM used WHERE tag IS NOT NULL LIMIT ?"
        );
        let workspace = reader.actor().workspace;
        let values = vec![workspace.into(), workspace.into(), i64::try_from(LISTED).unwrap_or(i64::MAX).into()];
        Ok(words(Word::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?))
    }
}

/// The workspace and these records, for a statement that names both.
fn values(reader: &Reader, records: &[Uuid]) -> Vec<Value> {
    std::iter::once(reader.actor().workspace.into()).chain(records.iter().map(|record| (*record).into())).collect()
}

/// Rows of a bulk change, by whether their tags change.
pub struct Sorted<R: Record> {
    tags: Tags,
    plain: Vec<Cleared<R, Change>>,
    tagged: Vec<Cleared<R, Change>>,
    before: BTreeMap<Uuid, Vec<String>>,
    give: Vec<String>,
    take: Vec<String>,
}

impl<R: Record> Sorted<R> {
    /// How many rows take the change.
    #[must_use]
    pub fn count(&self) -> usize {
        self.plain.len() + self.tagged.len()
    }

    /// Writes the columns and the tags; returns the rows in which something differed.
    pub async fn write(self, tx: &mut Tx, columns: &Model<R>) -> Result<Vec<Row<R>>> {
        self.tags.change(tx, &self.before, &self.give, &self.take).await?;
        let mut written = tx.touch_many::<R>(self.tagged, columns).await?;
        written.extend(tx.update_many::<R>(self.plain, columns).await?);
        Ok(written)
    }

    /// The same, each row with columns of its own.
    pub async fn write_each(self, tx: &mut Tx, columns: impl Fn(&Row<R>) -> Model<R>) -> Result<Vec<Row<R>>> {
        self.tags.change(tx, &self.before, &self.give, &self.take).await?;
        let tagged = self.tagged.into_iter().map(|row| (row, true));
        let edits = tagged.chain(self.plain.into_iter().map(|row| (row, false))).map(|(row, is_tagged)| {
            let columns = columns(&row);
            let mut edit = Edit::of(row);
            edit.set(&columns);
            if is_tagged {
                edit.touch();
            }
            edit
        });
        let rows = tx.update_each(edits.collect()).await?;
        Ok(rows.into_iter().filter_map(|(row, is_written)| is_written.then_some(row)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_given_once_and_taken_where_they_are() {
        let words = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
        assert_eq!(changed(&words(&["a", "b"]), &words(&["c", "a"]), &words(&["b", "x"])), words(&["a", "c"]));
        assert_eq!(changed(&[], &[], &words(&["b"])), words(&[]));
        let mut check = Check::new();
        assert_eq!(checked(&mut check, "/tags", &words(&["a ", "a"])), words(&["a"]));
        checked(&mut check, "/tags", &words(&[""]));
        let many: Vec<String> = (0..31).map(|n| n.to_string()).collect();
        checked(&mut check, "/tags", &many);
        let pointers: Vec<String> = check.into_errors().into_iter().map(|error| error.pointer).collect();
        assert_eq!(pointers, ["/tags/0", "/tags"]);
    }
}
