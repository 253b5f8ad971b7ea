//! What the planner knows of the data. PostgreSQL finds it out by itself; SQLite is told what it would not find out
//! (docs/decisions/0017).

use std::fmt::Write;

use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use uuid::Uuid;

use super::{Db, Dialect};
use crate::error::Result;

/// How many rows of an index are looked at.
const SAMPLE: i64 = 1000;
/// How many workspaces are looked into.
const WORKSPACES: u64 = 8;

/// As many rows a table that is not empty is told to have at least.
const LARGE: i64 = 1_000_000;

/// SQLite looks at the first rows of each index and takes a workspace for as many: it would then read a whole workspace
/// through any index and sort it. So it is told how many rows a workspace has. And every table that is not empty is told to
/// be large: a way that is right for a million rows does no harm to a hundred, while an import that began with a hundred
/// would read all rows for every chunk, however many they have become.
const ROWS_OF_A_WORKSPACE: &str = "UPDATE sqlite_stat1 SET stat = max(?, CAST(stat AS INTEGER)) || ' ' || \
    max(1, max(?, CAST(stat AS INTEGER)) / (SELECT max(1, count(*)) FROM workspaces)) || \
    substr(stat, instr(stat, ' ') + instr(substr(stat, instr(stat, ' ') + 1) || ' ', ' ')) \
    WHERE CAST(stat AS INTEGER) > 0 AND idx IN (SELECT s.idx FROM sqlite_stat1 s \
    JOIN pragma_index_info(s.idx) i ON i.seqno = 0 AND i.name = 'workspace_id')";

/// The columns of the indexes whose first rows may all be without the value by which they are entered: those on a workspace
/// and a column that may be empty.
const MAY_BEGIN_EMPTY: &str = "SELECT s.tbl, s.idx, s.stat, i.seqno, i.name FROM sqlite_stat1 s \
    JOIN pragma_index_list(s.tbl) l ON l.name = s.idx AND l.partial = 0 \
    JOIN pragma_index_info(s.idx) w ON w.seqno = 0 AND w.name = 'workspace_id' \
    JOIN pragma_index_info(s.idx) k ON k.seqno = 1 JOIN pragma_table_info(s.tbl) c ON c.name = k.name AND c.\"notnull\" = 0 \
    JOIN pragma_index_info(s.idx) i ON i.seqno > 0 ORDER BY s.idx, i.seqno";

/// The database as those who run it see it.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Measured {
    /// How large it is.
    pub size_bytes: i64,
    /// How many processes serve it.
    pub servers: i64,
}

impl Db {
    /// Asks the database about itself.
    pub async fn measured(&self) -> Result<Option<Measured>> {
        let statement = self.dialect().statement(self.dialect().measure(), vec![]);
        Ok(Measured::find_by_statement(statement).one(self.unscoped_read("the database is everybody's")).await?)
    }

    /// [`Db::analyze`] after work that is done and committed: that the planner could not be told is no reason to do it again.
    pub async fn tell_planner(&self) {
        if let Err(error) = self.analyze().await {
            tracing::warn!(%error, "The planner could not be told what the data look like");
        }
    }

    /// After bulk work and every night: tells the planner what the data look like now.
    pub async fn analyze(&self) -> Result<()> {
        let transaction = self.begin().await?;
        match self.inner.dialect {
            Dialect::Postgres => {
                transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
                transaction.execute_unprepared("ANALYZE").await?;
                transaction.commit().await?;
            }
            Dialect::Sqlite => {
                transaction.execute_unprepared(&format!("PRAGMA analysis_limit={SAMPLE}")).await?;
                transaction.execute_unprepared("ANALYZE").await?;
                transaction.execute_raw(Dialect::Sqlite.statement(ROWS_OF_A_WORKSPACE, vec![LARGE.into(), LARGE.into()])).await?;
                tell_rows_of_a_value(&transaction).await?;
                transaction.commit().await?;
                // What was written is read again, and memory is given back.
                let afterwards = "ANALYZE sqlite_schema; PRAGMA wal_checkpoint(PASSIVE); PRAGMA shrink_memory";
                self.inner.writer.execute_unprepared(afterwards).await?;
            }
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Column {
    tbl: String,
    idx: String,
    stat: String,
    name: Option<String>,
}

/// Where the first rows of an index have no value in the column by which it is entered, SQLite takes every value for as
/// common as none: a thousand customers without a number, and it would rather read all customers than look some numbers
/// up. So it is told how many rows have a value that is there, and how many of those agree in the columns behind it.
async fn tell_rows_of_a_value(transaction: &DatabaseTransaction) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Only {
        id: Uuid,
    }
    let sql = format!("SELECT id FROM workspaces ORDER BY id LIMIT {WORKSPACES}");
    let workspaces = Only::find_by_statement(Dialect::Sqlite.statement(&sql, vec![])).all(transaction).await?;
    let columns = Column::find_by_statement(Dialect::Sqlite.statement(MAY_BEGIN_EMPTY, vec![])).all(transaction).await?;
    for index in columns.chunk_by(|one, next| one.idx == next.idx) {
        let quoted = |column: &Column| column.name.as_ref().map(|name| format!("\"{name}\""));
        let Some(names) = index.iter().map(quoted).collect::<Option<Vec<_>>>() else { continue };
        let mut met = vec![0; names.len() + 1];
        for Only { id } in &workspaces {
            for (all, here) in met.iter_mut().zip(sample(transaction, &index[0], &names, *id).await?) {
                *all += here;
            }
        }
        if met[0] == 0 {
            continue;
        }
        let mut stat: Vec<i64> = index[0].stat.split(' ').map_while(|number| number.parse().ok()).collect();
        for (rows, values) in stat.iter_mut().skip(2).zip(&met[1..]) {
            *rows = (met[0] + values / 2) / values.max(&1);
        }
        let stat = stat.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
        let sql = "UPDATE sqlite_stat1 SET stat = ? WHERE idx = ?";
        transaction.execute_raw(Dialect::Sqlite.statement(sql, vec![stat.into(), index[0].idx.clone().into()])).await?;
    }
    Ok(())
}

/// Of the first rows of a workspace that have a value in the first of these columns: how many there are, how many values
/// they have in it, how many in the first two, and so on.
async fn sample(transaction: &DatabaseTransaction, index: &Column, names: &[String], workspace: Uuid) -> Result<Vec<i64>> {
    let all = names.join(", ");
    let mut sql = format!(
        "WITH s AS MATERIALIZED (SELECT {all} FROM {} INDEXED BY {} WHERE workspace_id = ? AND {} IS NOT NULL ORDER BY {all} LIMIT {SAMPLE}) \
         SELECT (SELECT count(*) FROM s)",
        index.tbl, index.idx, names[0],
    );
    for n in 1..=names.len() {
        let _ = write!(sql, ", (SELECT count(*) FROM (SELECT DISTINCT {} FROM s))", names[..n].join(", "));
    }
    let row = transaction.query_one_raw(Dialect::Sqlite.statement(&sql, vec![workspace.into()])).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("a count has one row"))?;
    Ok((0..=names.len()).map(|n| row.try_get_by_index(n)).collect::<std::result::Result<_, _>>()?)
}
