//! The folder of backups: each is a folder of its own with the database, the files of customers, what was counted in it and
//! the checksums. It is written under another name and renamed when it is whole, so that half a backup is never taken for
//! one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{
    db::{self, Db, OpenOptions, migrate},
    error::{Error, Result},
    files::{self, Copied},
    http::App,
    job::Run,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules;
use crate::migrations;

/// The database in a backup; `guanxi restore` takes the files from the folder beside it.
const DATABASE: &str = "guanxi.db";
const FILES: &str = "guanxi.files";
const MANIFEST: &str = "manifest.json";
/// As `sha256sum -c` reads them.
const CHECKSUMS: &str = "SHA256SUMS";
/// Who backs up by other means touches this file when it is done.
const ELSEWHERE: &str = "last-backup";
/// What is not whole yet ends like this.
const UNFINISHED: &str = "part";
const REHEARSAL: &str = "rehearsal";

/// Rows by table and workspace.
type Rows = BTreeMap<String, BTreeMap<Uuid, i64>>;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The release that made it.
    pub(super) version: String,
    /// When.
    pub(super) made_at: DateTime<Utc>,
    /// How large its database is.
    pub(super) database_bytes: u64,
    /// The files of customers; nothing when they are in a bucket.
    pub(super) files: Option<FilesIn>,
    /// What its lists hold.
    pub(super) rows: Rows,
}

/// The files in a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FilesIn {
    pub(super) files: u64,
    pub(super) size_bytes: u64,
}

impl From<Copied> for FilesIn {
    fn from(Copied { files, size_bytes }: Copied) -> Self {
        Self { files, size_bytes }
    }
}

/// A backup that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) name: String,
    pub(super) manifest: Manifest,
}

/// What a rehearsal has found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rehearsed {
    pub(super) rows: i64,
    pub(super) workspaces: usize,
    pub(super) files: Option<FilesIn>,
}

/// In so many steps a backup or a rehearsal shows how far it is and stops when it was cancelled.
const STEPS: i64 = 4;

/// The folder.
pub(super) struct Archive<'a> {
    app: &'a App,
    folder: &'a Path,
}

impl<'a> Archive<'a> {
    pub(super) fn of(app: &'a App) -> Self {
        Self { app, folder: app.backups() }
    }

    /// The whole backups, newest first. A folder that does not say what it is, is none.
    pub(super) async fn kept(&self) -> Result<Vec<Kept>> {
        let folder = self.folder.to_owned();
        apart(move || {
            let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
            let mut kept: Vec<Kept> = entries.filter_map(|entry| read(&entry.ok()?.path())).collect();
            kept.sort_unstable_by(|one, other| other.name.cmp(&one.name));
            Ok(kept)
        })
        .await
    }

    /// When somebody last told that they have backed up by other means.
    pub(super) fn told_elsewhere(&self) -> Option<DateTime<Utc>> {
        Some(fs::metadata(self.folder.join(ELSEWHERE)).ok()?.modified().ok()?.into())
    }

    /// The disk of the folder, or where that will be.
    pub(super) fn room(&self) -> Option<files::Room> {
        self.folder.ancestors().find(|folder| folder.is_dir()).and_then(files::room)
    }

    /// Makes a backup.
    pub(super) async fn make(&self, run: &Run, now: DateTime<Utc>) -> Result<Kept> {
        fs::create_dir_all(self.folder).with_context(|| format!("the folder {} cannot be made", self.folder.display()))?;
        self.remove_unfinished()?;
        let earlier = self.kept().await?;
        self.has_room(self.needed_for(earlier.first()).await?)?;
        // Two of one second have two names.
        let free = (0..=3600).map(|later| rules::name_of(now + Duration::seconds(later))).find(|name| !self.folder.join(name).exists());
        let name = free.context("there is no name left for a backup")?;
        let unfinished = self.unfinished(&name);
        let made = self.write(run, &unfinished, earlier.first(), now).await;
        let manifest = made.inspect_err(|_| drop(fs::remove_dir_all(&unfinished)))?;
        let place = self.folder.join(&name);
        fs::rename(&unfinished, &place).with_context(|| format!("the backup cannot be put at {}", place.display()))?;
        Ok(Kept { name, manifest })
    }

    async fn write(&self, run: &Run, place: &Path, earlier: Option<&Kept>, now: DateTime<Utc>) -> Result<Manifest> {
        fs::create_dir(place).with_context(|| format!("the folder {} cannot be made", place.display()))?;
        let database = place.join(DATABASE);
        let copied = self.app.db().backup(&database).await?;
        step(run, 1).await?;
        let rows = db::rows_in(&database, &tables(self.app)).await?;
        step(run, 2).await?;
        // After the database: what it speaks of is in the store for an hour after somebody has removed it.
        let files = match self.app.files().folder() {
            Some(store) => {
                let (store, target) = (store.to_owned(), place.join(FILES));
                let known = earlier.map(|kept| self.folder.join(&kept.name).join(FILES));
                let copy = move || match known {
                    Some(known) => Ok(files::copy_after(&known, &store, &target)?),
                    None => Ok(files::copy(&store, &target)?),
                };
                Some(apart(copy).await?)
            }
            None => None,
        };
        step(run, 3).await?;
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: now,
            database_bytes: copied.size_bytes,
            files: files.map(FilesIn::from),
            rows,
        };
        let (place, told) = (place.to_owned(), serde_json::to_vec_pretty(&manifest)?);
        apart(move || seal(&place, &told)).await?;
        step(run, STEPS).await?;
        Ok(manifest)
    }

    /// How much room the next backup needs: files that the one before it has take none.
    async fn needed_for(&self, earlier: Option<&Kept>) -> Result<u64> {
        let size_of = |file: &Path| fs::metadata(file).map_or(0, |data| data.len());
        let database = self.app.db().file().map_or(0, |file| size_of(file) + size_of(&log_of(file)));
        let store = self.app.files().folder().map(Path::to_owned);
        let all = apart(move || Ok(store.map_or(0, |store| files::measure(&store).size_bytes))).await?;
        let known = earlier.and_then(|kept| kept.manifest.files).map_or(0, |files| files.size_bytes);
        Ok(rules::room_needed(database, all.saturating_sub(known)))
    }

    fn has_room(&self, needed: u64) -> Result<()> {
        match self.room() {
            Some(room) if room.free_bytes < needed => Err(Error::conflict(
                "no_room",
                format!("{} has {} bytes free, and {needed} are needed: make room, or keep fewer.", self.folder.display(), room.free_bytes),
            )),
            _ => Ok(()),
        }
    }

    /// Removes the backups of these names. Returns how many went.
    pub(super) async fn remove(&self, names: &BTreeSet<&str>) -> Result<usize> {
        for name in names {
            let (backup, unfinished) = (self.folder.join(name), self.unfinished(name));
            let removed = apart(move || {
                // Under the other name first: half of what is left is no backup.
                fs::rename(&backup, &unfinished)
                    .and_then(|()| fs::remove_dir_all(&unfinished))
                    .with_context(|| format!("the backup {} cannot be removed", backup.display()))?;
                Ok(())
            });
            removed.await?;
        }
        Ok(names.len())
    }

    /// Restores a backup beside the others, opens it, compares it with what it says of itself, and removes it again.
    pub(super) async fn rehearse(&self, run: &Run, backup: &Kept) -> Result<Rehearsed> {
        self.remove_unfinished()?;
        self.has_room(rules::room_needed(backup.manifest.database_bytes, backup.manifest.files.map_or(0, |files| files.size_bytes)))?;
        let stage = self.unfinished(REHEARSAL);
        fs::create_dir(&stage).with_context(|| format!("the folder {} cannot be made", stage.display()))?;
        let rehearsed = self.restore(run, backup, &stage).await;
        let _ = fs::remove_dir_all(&stage);
        rehearsed
    }

    async fn restore(&self, run: &Run, backup: &Kept, stage: &Path) -> Result<Rehearsed> {
        let (from, manifest) = (self.folder.join(&backup.name), &backup.manifest);
        let sealed = from.clone();
        apart(move || is_as_sealed(&sealed)).await?;
        step(run, 1).await?;
        let database = stage.join(DATABASE);
        db::restore(&from.join(DATABASE), &database).await?;
        // Of another release the backup may have other lists.
        let tables: Vec<String> = tables(self.app).into_iter().filter(|table| manifest.rows.contains_key(table)).collect();
        let found = db::rows_in(&database, &tables).await?;
        if let Some(table) = differing(&manifest.rows, &found) {
            return Err(differs(&format!("the table {table} has other rows")));
        }
        step(run, 2).await?;
        let files = match manifest.files {
            Some(expected) => {
                let (source, target) = (from.join(FILES), stage.join(FILES));
                let found = FilesIn::from(apart(move || Ok(files::copy(&source, &target)?)).await?);
                if found != expected {
                    return Err(differs(&format!("it has {} files of customers and should have {}", found.files, expected.files)));
                }
                Some(found)
            }
            None => None,
        };
        step(run, 3).await?;
        let restored = Db::open(&OpenOptions::File(database)).await?;
        let opened = migrate::run(&restored, &migrations(), None).await;
        restored.close().await;
        opened?;
        step(run, STEPS).await?;
        let workspaces: BTreeSet<&Uuid> = found.values().flat_map(BTreeMap::keys).collect();
        Ok(Rehearsed { rows: found.values().flat_map(BTreeMap::values).sum(), workspaces: workspaces.len(), files })
    }

    /// Where something is written that will have this name.
    fn unfinished(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{UNFINISHED}"))
    }

    /// What a process that died has left. One backup or rehearsal runs at a time.
    fn remove_unfinished(&self) -> Result<()> {
        let Ok(entries) = fs::read_dir(self.folder) else { return Ok(()) };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            if path.extension().is_some_and(|ending| ending == UNFINISHED) && (name == REHEARSAL || rules::made_at(name).is_some()) {
                fs::remove_dir_all(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
            }
        }
        Ok(())
    }
}

async fn step(run: &Run, done: i64) -> Result<()> {
    run.progress(done, Some(STEPS), "").await
}

/// The file in which SQLite keeps what is not in the database file yet.
pub(super) fn log_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The tables of all lists.
fn tables(app: &App) -> Vec<String> {
    let lists = app.slices().iter().flat_map(|slice| (slice.lists)());
    let tables: BTreeSet<&str> = lists.map(|door| (door.list)().table).collect();
    tables.into_iter().map(str::to_owned).collect()
}

fn read(place: &Path) -> Option<Kept> {
    let name = place.file_name()?.to_str()?.to_owned();
    rules::made_at(&name)?;
    let manifest = serde_json::from_slice(&fs::read(place.join(MANIFEST)).ok()?).ok()?;
    Some(Kept { name, manifest })
}

/// Writes what a backup says of itself and the checksums, and sees to it that all of it is on the disk.
fn seal(place: &Path, manifest: &[u8]) -> Result<()> {
    fs::write(place.join(MANIFEST), manifest).with_context(|| format!("{} cannot be written to", place.display()))?;
    let mut lines = String::new();
    for name in [DATABASE, MANIFEST] {
        lines.extend([files::digest(&place.join(name))?.as_str(), "  ", name, "\n"]);
    }
    fs::write(place.join(CHECKSUMS), lines).with_context(|| format!("{} cannot be written to", place.display()))?;
    for name in [DATABASE, MANIFEST, CHECKSUMS] {
        let written = File::options().write(true).open(place.join(name)).and_then(|file| file.sync_all());
        written.with_context(|| format!("{name} cannot be written to {}", place.display()))?;
    }
    Ok(())
}

/// Refuses a backup whose bytes are not those that were written.
fn is_as_sealed(place: &Path) -> Result<()> {
    let lines = fs::read_to_string(place.join(CHECKSUMS)).with_context(|| format!("{} has no checksums", place.display()))?;
    let sums: BTreeMap<&str, &str> = lines.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect();
    for name in [DATABASE, MANIFEST] {
        if sums.get(name) != Some(&files::digest(&place.join(name))?.as_str()) {
            return Err(differs(&format!("{name} is not what was written")));
        }
    }
    Ok(())
}

/// The first table that was found with other rows than were counted.
fn differing<'a>(counted: &Rows, found: &'a Rows) -> Option<&'a str> {
    found.iter().find(|(table, rows)| counted.get(*table) != Some(*rows)).map(|(table, _)| table.as_str())
}

fn differs(how: &str) -> Error {
    Error::conflict(
        "backup_differs",
        format!("The backup is not what it was when it was made: {how}. Make a new one, and look at the disk."),
    )
}

/// Does what blocks on a thread of its own.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_rows_are_found() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let rows = |accounts: i64| {
            Rows::from([("accounts".to_owned(), BTreeMap::from([(one, accounts), (other, 3)])), ("users".to_owned(), BTreeMap::new())])
        };
        assert_eq!(differing(&rows(5), &rows(5)), None);
        assert_eq!(differing(&rows(5), &rows(4)), Some("accounts"));
        assert_eq!(differing(&Rows::new(), &rows(5)), Some("accounts"));
    }
}
