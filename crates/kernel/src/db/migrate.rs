//! Runs the slices' migrations: forward only, all of a release in one transaction, on both databases.
//!
//! A database that a newer release has touched, or whose applied migrations differ from ours, is refused before
//! anything is changed. A SQLite file is copied beside itself first.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, bail};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sha2::{Digest, Sha256};

use super::{Db, Dialect};
use crate::error::Result;

/// One step forward of the schema, in the schema language of [`Dialect::render`].
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `2026-11-22-1-customers-accounts`: sorts in the order of running, says whose it is and what it does.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// What [`run`] did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The names of the migrations that ran, in order.
    pub applied: Vec<&'static str>,
    /// Where the SQLite file was copied to before.
    pub backup: Option<PathBuf>,
}

/// Whether [`run`] would change the schema.
pub async fn is_due(db: &Db, migrations: &[Migration]) -> Result<bool> {
    Ok(!pending(migrations, &applied_so_far(db).await?)?.is_empty())
}

async fn applied_so_far(db: &Db) -> Result<BTreeMap<String, String>> {
    let tx = db.begin().await?;
    prepare(&tx, db.dialect()).await?;
    let applied = applied(&tx, db.dialect()).await?;
    tx.commit().await?;
    Ok(applied)
}

/// Brings the schema up to date, or changes nothing at all.
pub async fn run(db: &Db, migrations: &[Migration], backup_beside: Option<&std::path::Path>) -> Result<Migrated> {
    let mut ordered: Vec<Migration> = migrations.to_vec();
    ordered.sort_by_key(|migration| migration.name);
    let applied = applied_so_far(db).await?;
    let pending = pending(&ordered, &applied)?;
    if pending.is_empty() {
        return Ok(Migrated::default());
    }
    let backup = match backup_beside {
        Some(file) if !applied.is_empty() => Some(copy_beside(db, file).await?),
        _ => None,
    };
    let tx = db.begin().await?;
    prepare(&tx, db.dialect()).await?;
    // Another node may have run them while this one waited for the lock.
    let now_applied = self::applied(&tx, db.dialect()).await?;
    let mut names = Vec::new();
    for migration in self::pending(&ordered, &now_applied)? {
        apply(&tx, db, migration).await.with_context(|| format!("migration {} failed; nothing was changed", migration.name))?;
        names.push(migration.name);
    }
    tx.commit().await?;
    if !now_applied.is_empty() {
        // Of an index that it was not told about SQLite believes that it finds few rows, and takes it before all others.
        db.tell_planner().await;
    }
    Ok(Migrated { applied: names, backup })
}

async fn prepare(tx: &DatabaseTransaction, dialect: Dialect) -> Result<()> {
    if let Some(lock) = dialect.migration_lock() {
        tx.execute_unprepared(lock).await?;
    }
    let sql = "CREATE TABLE IF NOT EXISTS migrations (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at {ts} NOT NULL)";
    tx.execute_unprepared(&dialect.render(sql)).await?;
    Ok(())
}

async fn applied(tx: &DatabaseTransaction, dialect: Dialect) -> Result<BTreeMap<String, String>> {
    let rows = tx.query_all_raw(dialect.statement("SELECT name, checksum FROM migrations", vec![])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

fn pending<'a>(ours: &'a [Migration], applied: &BTreeMap<String, String>) -> anyhow::Result<Vec<&'a Migration>> {
    if let Some(unknown) = applied.keys().find(|name| !ours.iter().any(|migration| migration.name == name.as_str())) {
        bail!(
            "this database was written by a newer release of Guanxi (migration {unknown} is unknown here): install that release or restore a backup"
        );
    }
    if let Some(changed) = ours.iter().find(|migration| applied.get(migration.name).is_some_and(|sum| *sum != checksum(migration))) {
        bail!("migration {} differs from the one that was applied: this database belongs to another build", changed.name);
    }
    Ok(ours.iter().filter(|migration| !applied.contains_key(migration.name)).collect())
}

async fn apply(tx: &DatabaseTransaction, db: &Db, migration: &Migration) -> anyhow::Result<()> {
    tx.execute_unprepared(&db.dialect().render(migration.sql)).await?;
    let values = vec![migration.name.into(), checksum(migration).into(), db.clock().now().into()];
    tx.execute_raw(db.dialect().statement("INSERT INTO migrations (name, checksum, applied_at) VALUES (?, ?, ?)", values)).await?;
    Ok(())
}

fn checksum(migration: &Migration) -> String {
    Sha256::digest(migration.sql.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

async fn copy_beside(db: &Db, file: &std::path::Path) -> Result<PathBuf> {
    let stamp = db.clock().now().format("%Y%m%d-%H%M%S");
    let copy = file.with_extension(format!("before-upgrade-{stamp}.db"));
    db.backup(&copy).await?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migration = Migration { name: "1-one", sql: "CREATE TABLE one (id {uuid})" };
    const TWO: Migration = Migration { name: "2-two", sql: "CREATE TABLE two (id {uuid})" };

    #[test]
    fn a_database_of_a_newer_release_is_refused() {
        let applied = BTreeMap::from([("9-later".to_owned(), "x".to_owned())]);
        let error = pending(&[ONE], &applied).unwrap_err().to_string();
        assert!(error.contains("newer release"), "{error}");
    }

    #[test]
    fn a_changed_migration_is_refused() {
        let applied = BTreeMap::from([("1-one".to_owned(), "other".to_owned())]);
        assert!(pending(&[ONE], &applied).unwrap_err().to_string().contains("another build"));
    }

    #[test]
    fn only_what_is_missing_runs() {
        let applied = BTreeMap::from([("1-one".to_owned(), checksum(&ONE))]);
        let names: Vec<_> = pending(&[ONE, TWO], &applied).unwrap().iter().map(|migration| migration.name).collect();
        assert_eq!(names, ["2-two"]);
    }
}
