//! Opening, backing up and restoring a database.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, atomic::AtomicUsize},
    time::{Duration, Instant},
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sqlx::{
    Connection,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use uuid::Uuid;

use super::{Db, Dialect, Inner, Remembered, ways::Ways};
use crate::{clock::Clock, error::Result, event::Live};

const SQLITE_READERS: u32 = 4;
const SQLITE_DOORMEN: u32 = 1;
const POSTGRES_CONNECTIONS: u32 = 16;
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A question that takes longer would keep the others from being asked.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);
/// Whoever waits longer for a row than this is told that it is busy, not that the question is too slow.
const LOCK_TIMEOUT: Duration = Duration::from_secs(8);
/// How many steps of SQLite's machine lie between two looks at the time: some hundredths of a millisecond.
const STEPS_BETWEEN: i32 = 10_000;

/// Where the data is.
#[derive(Clone, Debug)]
pub enum OpenOptions {
    /// A SQLite file, made when it is not there.
    File(PathBuf),
    /// A `postgres://` URL.
    Url(String),
}

impl Db {
    /// Opens the database; runs no migration.
    pub async fn open(options: &OpenOptions) -> Result<Self> {
        let ([writer, readers, doorman], dialect) = match options {
            OpenOptions::File(path) => (open_sqlite(path).await?, Dialect::Sqlite),
            OpenOptions::Url(url) => {
                let pool = open_postgres(url).await?;
                ([pool.clone(), pool.clone(), pool], Dialect::Postgres)
            }
        };
        let file = if let OpenOptions::File(path) = options { Some(path.clone()) } else { None };
        let (clock, live, waiting) = (Clock::default(), Live::default(), AtomicUsize::default());
        Ok(Self {
            inner: Arc::new(Inner {
                file,
                writer,
                readers,
                doorman,
                dialect,
                clock,
                live,
                ways: Ways::default(),
                customs: Remembered::default(),
                waiting,
            }),
        })
    }

    /// Closes all connections; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(self) {
        let _ = self.inner.readers.clone().close().await;
        let _ = self.inner.doorman.clone().close().await;
        let _ = self.inner.writer.clone().close().await;
    }

    /// Tells whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.inner.readers.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// A connection that hears the notifications of other processes; `None` where there are none.
    pub(crate) async fn listener(&self, channel: &str) -> Result<Option<PgListener>> {
        if self.inner.dialect.is_embedded() {
            return Ok(None);
        }
        let pool = self.inner.writer.get_postgres_connection_pool();
        let mut listener = PgListener::connect_with(pool).await.context("cannot listen on the PostgreSQL database")?;
        listener.listen(channel).await.context("cannot listen on the PostgreSQL database")?;
        Ok(Some(listener))
    }
}

async fn open_sqlite(path: &Path) -> Result<[DatabaseConnection; 3]> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(ACQUIRE_TIMEOUT)
        // The words that a search passes fill 14 MiB at a million accounts: what does not fit is read again each time.
        .pragma("cache_size", "-32768")
        .pragma("mmap_size", "268435456")
        .pragma("temp_store", "memory")
        .statement_cache_capacity(200);
    // A chunk of an import changes pages all over the indexes: they must fit, or they are written, read and written
    // again before the commit; and they are folded into the file once for many commits, not after each.
    let writing =
        options.clone().pragma("cache_size", "-131072").pragma("wal_autocheckpoint", "32000").pragma("journal_size_limit", "67108864");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(writing)
        .await
        .with_context(|| format!("cannot open the database {}", path.display()))?;
    let reading = options.read_only(true).create_if_missing(false);
    let readers = async |connections: u32| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(|connection, _| Box::pin(end_after(connection, STATEMENT_TIMEOUT)))
            .before_acquire(|connection, _| Box::pin(async move { end_after(connection, STATEMENT_TIMEOUT).await.map(|()| true) }))
            .connect_with(reading.clone())
            .await
            .with_context(|| format!("cannot open the database {} for reading", path.display()))
    };
    Ok([writer.into(), readers(SQLITE_READERS).await?.into(), readers(SQLITE_DOORMEN).await?.into()])
}

/// Ends what this connection is asked now when it takes too long: SQLite would go on with a scan that nobody waits for.
async fn end_after(connection: &mut SqliteConnection, limit: Duration) -> std::result::Result<(), sqlx::Error> {
    let began = Instant::now();
    connection.lock_handle().await?.set_progress_handler(STEPS_BETWEEN, move || began.elapsed() < limit);
    Ok(())
}

async fn open_postgres(url: &str) -> Result<DatabaseConnection> {
    let options = PgConnectOptions::from_str(url)
        .context("the database URL is not a valid postgres:// URL")?
        .application_name("guanxi")
        // Generic plans and parallel scans turn short lists into long ones; every query here is short.
        .options([
            ("statement_timeout", &STATEMENT_TIMEOUT.as_millis().to_string()[..]),
            ("lock_timeout", &LOCK_TIMEOUT.as_millis().to_string()[..]),
            ("plan_cache_mode", "force_custom_plan"),
            ("max_parallel_workers_per_gather", "0"),
            ("jit", "off"),
            ("timezone", "UTC"),
        ]);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options)
        .await
        .context("cannot reach the PostgreSQL database")?;
    Ok(pool.into())
}

/// What a finished backup holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Backup {
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// Rows per table, for the person who restores.
    pub tables: usize,
}

impl Db {
    /// Writes a verified copy of a SQLite database to `file` while the product goes on working.
    /// PostgreSQL has its own tools for this; the error says which.
    pub async fn backup(&self, file: &Path) -> Result<Backup> {
        let database = self.file().context("this database is PostgreSQL: back it up with pg_dump --format=custom")?;
        if file.exists() {
            return Err(anyhow::anyhow!("{} exists already; choose another name", file.display()).into());
        }
        let target = file.to_str().context("the file name is not valid text")?;
        // On a connection of its own: nobody who writes waits until the copy is made.
        let options = SqliteConnectOptions::new().filename(database).read_only(true).busy_timeout(ACQUIRE_TIMEOUT);
        let mut copying = SqliteConnection::connect_with(&options).await.context("the database cannot be opened once more")?;
        let copied = sqlx::query("VACUUM INTO ?").bind(target).execute(&mut copying).await;
        let _ = copying.close().await;
        copied.with_context(|| format!("the copy {target} cannot be written"))?;
        let tables = verify(file).await?;
        let size_bytes = std::fs::metadata(file).context("the backup cannot be read back")?.len();
        Ok(Backup { size_bytes, tables })
    }
}

/// How many rows each workspace has in these tables of a database file that nobody serves.
pub async fn rows_in(file: &Path, tables: &[String]) -> Result<BTreeMap<String, BTreeMap<Uuid, i64>>> {
    let connection = open_alone(file).await?;
    let mut rows = BTreeMap::new();
    for table in tables {
        let sql = format!("SELECT workspace_id, count(*) FROM {table} GROUP BY workspace_id");
        let counted = connection.query_all_raw(Dialect::Sqlite.statement(&sql, vec![])).await?;
        let counted = counted.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
        rows.insert(table.clone(), counted.collect::<Result<_>>()?);
    }
    let _ = connection.close().await;
    Ok(rows)
}

async fn open_alone(file: &Path) -> Result<DatabaseConnection> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await;
    Ok(pool.with_context(|| format!("{} is not a readable SQLite file", file.display()))?.into())
}

/// Checks that a file is a whole Guanxi database. Returns the number of its tables.
pub async fn verify(file: &Path) -> Result<usize> {
    let connection = open_alone(file).await?;
    let answer = async {
        let check = connection
            .query_one_raw(Dialect::Sqlite.statement("PRAGMA integrity_check", vec![]))
            .await
            .with_context(|| format!("{} is not a readable SQLite file", file.display()))?
            .context("the integrity check gave no answer")?;
        let verdict: String = check.try_get_by_index(0)?;
        if verdict != "ok" {
            anyhow::bail!("{} is damaged: {verdict}", file.display());
        }
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let tables = connection.query_all_raw(Dialect::Sqlite.statement(sql, vec![])).await?;
        let names: Vec<String> = tables.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
        if !names.iter().any(|name| name == "migrations") {
            anyhow::bail!("{} is a SQLite file, but not one of Guanxi", file.display());
        }
        Ok(names.len())
    }
    .await;
    let _ = connection.close().await;
    Ok(answer?)
}

/// What SQLite keeps beside a database file, and plays into whatever file it finds under that name.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Puts a verified backup in the place of the database file. The product must not be running on it.
/// What was there is kept beside it, with `before-restore` and the time in its name, so that a second restore does not take
/// its place. Of a file that cannot be read its logs are kept with it.
pub async fn restore(backup: &Path, database: &Path) -> Result<usize> {
    let tables = verify(backup).await?;
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    let staged = database.with_extension("restoring");
    std::fs::copy(backup, &staged).with_context(|| format!("cannot copy {}", backup.display()))?;
    // On the disk before it takes the other's place: a power cut must not leave neither.
    std::fs::File::options()
        .write(true)
        .open(&staged)
        .and_then(|file| file.sync_all())
        .with_context(|| format!("cannot write {}", staged.display()))?;
    if database.exists()
        && let Err(error) = fold_log(database).await
    {
        if !is_unreadable(&error) {
            let _ = std::fs::remove_file(&staged);
            let why =
                if is_locked(&error) { "the database is in use: stop the server first" } else { "the present database cannot be opened" };
            return Err(anyhow::Error::from(error).context(why).into());
        }
        tracing::warn!(%error, "The present database cannot be read; it is set aside as it is");
    }
    set_aside(database)?;
    std::fs::rename(&staged, database).context("cannot put the backup in place")?;
    Ok(tables)
}

/// Moves the database file and its logs out of the way, as far as they are there, under one new name.
fn set_aside(database: &Path) -> Result<()> {
    let aside = aside(database, crate::clock::Clock::default().now());
    // The logs first: what is left when this ends in the middle is never a log beside a file that it is not of.
    for ending in LOGS.into_iter().chain([""]) {
        let (from, to) = (beside(database, ending), beside(&aside, ending));
        if from.exists() {
            std::fs::rename(&from, to).with_context(|| format!("cannot set {} aside", from.display()))?;
        }
    }
    Ok(())
}

/// The file with this at the end of its name.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A name beside the database that nothing has yet, no log either, for what makes room at this time.
fn aside(database: &Path, at: DateTime<Utc>) -> PathBuf {
    let stamp = at.format("%Y%m%d-%H%M%S");
    let named = |more: &str| database.with_extension(format!("before-restore-{stamp}{more}.db"));
    let is_free = |file: &PathBuf| !file.exists() && !LOGS.iter().any(|log| beside(file, log).exists());
    std::iter::once(named("")).chain((2..u32::MAX).map(|n| named(&format!("-{n}")))).find(is_free).unwrap_or_else(|| named(""))
}

/// Takes the file for this process alone and folds its write-ahead log into it; fails while a server uses it.
async fn fold_log(database: &Path) -> std::result::Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .locking_mode(sqlx::sqlite::SqliteLockingMode::Exclusive)
        .journal_mode(SqliteJournalMode::Delete)
        .busy_timeout(Duration::from_secs(1));
    SqliteConnection::connect_with(&options).await?.close().await
}

/// Whether somebody else has the file (`SQLITE_BUSY`, `SQLITE_LOCKED`).
fn is_locked(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(5 | 6))
}

/// Whether there is nothing in the file, or on the disk, that SQLite can read (`SQLITE_IOERR`, `SQLITE_CORRUPT`,
/// `SQLITE_NOTADB`).
fn is_unreadable(error: &sqlx::Error) -> bool {
    matches!(sqlite_code(error), Some(10 | 11 | 26))
}

/// SQLite's primary code of an error: the lowest byte of the extended one.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[tokio::test]
    async fn a_question_without_end_is_ended() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.expect("a database in memory opens");
        end_after(&mut connection, Duration::from_millis(20)).await.expect("the connection takes a limit");
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let ended = sqlx::query(endless).fetch_one(&mut connection).await.expect_err("it would go on for ever");
        let told = Error::from(sea_orm::DbErr::Query(sea_orm::RuntimeErr::SqlxError(ended.into())));
        assert!(matches!(told, Error::TooSlow), "{told}");
    }
}
