//! The database: pools that nobody else can touch, opened the same way for every connection.
//!
//! Two ways in, both with an [`Actor`]: [`Db::read`] and [`Db::write`]. SQLite has one writer connection and a few
//! read-only ones; PostgreSQL has one pool. What must look across workspaces (sign-in, the job queue) says why:
//! [`Db::unscoped`].

pub mod dialect;
mod image;
mod many;
pub mod migrate;
mod open;
mod reader;
pub(crate) mod record;
mod statistics;
#[cfg(test)]
mod tests;
mod tx;
mod ways;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use self::ways::Ways;
pub use self::{
    dialect::Dialect,
    image::Shape,
    many::{Edit, batches},
    open::{Backup, OpenOptions, restore, rows_in, verify},
    reader::{Reader, Scoped},
    record::{Change, Cleared, Create, Model, Reach, Record, Remove, Row, column},
    statistics::Measured,
    tx::{Recorded, Tx, json_of},
};
use crate::{
    actor::Actor,
    clock::Clock,
    custom::Remembered,
    error::{Error, Result},
    event::Live,
};

/// The database of this process. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    /// Where it is a file.
    file: Option<PathBuf>,
    writer: DatabaseConnection,
    readers: DatabaseConnection,
    /// For the short questions of the product itself.
    doorman: DatabaseConnection,
    dialect: Dialect,
    clock: Clock,
    live: Live,
    ways: Ways,
    customs: Remembered,
    /// How many want the writer and have not got it.
    waiting: AtomicUsize,
}

impl Db {
    /// The clock that everything in this process reads.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Where committed events are announced.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.live
    }

    /// Which database this is, for the few places in the kernel that must know.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.inner.dialect
    }

    /// The database file, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.inner.file.as_deref()
    }

    /// Reads as `actor`. Each statement sees what was committed before it.
    #[must_use]
    pub fn read(&self, actor: &Actor) -> Reader {
        Reader::new(actor.clone(), Source::Pool(self.inner.readers.clone()), self)
    }

    /// Begins a transaction as `actor`: on SQLite the only one that may write at this moment. A credential that may only
    /// look gets none.
    pub async fn write(&self, actor: &Actor) -> Result<Tx> {
        if actor.grants.read_only {
            return Err(Error::Forbidden("this token may only look".to_owned()));
        }
        self.note(actor, "it may write").await
    }

    /// Begins a transaction that notes what somebody looked at or took out, even with a credential that may only look.
    pub async fn note(&self, actor: &Actor, _reason: &'static str) -> Result<Tx> {
        let transaction = Arc::new(self.begin().await?);
        let reader = Reader::new(actor.clone(), Source::Transaction(transaction), self);
        Ok(Tx::new(self.clone(), reader))
    }

    /// A connection that is bound to no workspace. `reason` is for the reader of the code.
    #[must_use]
    pub fn unscoped(&self, _reason: &'static str) -> &DatabaseConnection {
        &self.inner.writer
    }

    /// Like [`Db::unscoped`], for reading only, so that the writer stays free. What is asked here is short: on SQLite it has
    /// a connection of its own, so that nobody stands at the door while others ask long questions.
    #[must_use]
    pub fn unscoped_read(&self, _reason: &'static str) -> &DatabaseConnection {
        &self.inner.doorman
    }

    /// Changes the schema while others work, outside any transaction and however long it takes: an index that was asked for.
    pub async fn define(&self, sql: &str) -> Result<()> {
        match self.inner.dialect {
            Dialect::Sqlite => self.inner.writer.execute_unprepared(sql).await.map(drop)?,
            Dialect::Postgres => {
                let mut connection = self.inner.writer.get_postgres_connection_pool().acquire().await.map_err(anyhow::Error::from)?;
                for sql in ["SET statement_timeout = 0", sql, "RESET statement_timeout"] {
                    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *connection).await.map_err(anyhow::Error::from)?;
                }
            }
        }
        Ok(())
    }

    /// What is remembered of the fields that workspaces have added.
    pub(crate) fn remembered(&self) -> &Remembered {
        &self.inner.customs
    }

    /// Whether somebody waits for the transaction that is under way to end.
    #[must_use]
    pub fn others_wait(&self) -> bool {
        self.inner.dialect.is_embedded() && self.inner.waiting.load(Ordering::Relaxed) > 0
    }

    async fn begin(&self) -> Result<DatabaseTransaction> {
        let _waits = Waits::on(&self.inner.waiting);
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        Ok(self.inner.writer.begin_with_options(options).await?)
    }
}

/// Somebody who is counted while he waits, also when he gives up.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn on(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Where statements go: the pool, or the transaction that is under way.
#[derive(Clone)]
pub enum Source {
    /// Any free connection, one statement at a time.
    Pool(DatabaseConnection),
    /// The connection that holds the transaction.
    Transaction(Arc<DatabaseTransaction>),
}

#[async_trait::async_trait]
impl ConnectionTrait for Source {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) => pool.get_database_backend(),
            Self::Transaction(tx) => tx.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_raw(statement).await,
            Self::Transaction(tx) => tx.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_unprepared(sql).await,
            Self::Transaction(tx) => tx.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::Transaction(tx) => tx.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await,
            Self::Transaction(tx) => tx.query_all_raw(statement).await,
        }
    }
}
