//! Backups, restoring and migrations of a SQLite file, as the command line does them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use sea_orm::{ConnectionTrait, TransactionTrait};
use uuid::Uuid;

use super::{
    Db, Dialect, OpenOptions,
    migrate::{self, Migrated, Migration},
    restore, verify,
};

const ONE: Migration = Migration { name: "1-one", sql: "CREATE TABLE pairs (n BIGINT NOT NULL)" };
const TWO: Migration = Migration { name: "2-two", sql: "CREATE TABLE added (n BIGINT NOT NULL)" };
const HALF: Migration = Migration { name: "2-two", sql: "CREATE TABLE added (n BIGINT NOT NULL); CREATE TABLE pairs (n BIGINT)" };

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("guanxi-test-{}", Uuid::now_v7()));
        fs::create_dir_all(&folder).expect("a folder in the temporary directory can be made");
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn open(file: &Path) -> Db {
    Db::open(&OpenOptions::File(file.to_owned())).await.unwrap()
}

/// A database of the first release with two rows.
async fn first_release(file: &Path) -> Db {
    let db = open(file).await;
    migrate::run(&db, &[ONE], Some(file)).await.unwrap();
    write_pair(&db).await;
    db
}

/// Two rows that belong together.
async fn write_pair(db: &Db) {
    let tx = db.unscoped("a test").begin().await.unwrap();
    for _ in 0..2 {
        tx.execute_unprepared("INSERT INTO pairs (n) VALUES (1)").await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn rows(file: &Path) -> i64 {
    let db = open(file).await;
    let statement = Dialect::Sqlite.statement("SELECT count(*) FROM pairs", vec![]);
    let count = db.unscoped("a test").query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    db.close().await;
    count
}

async fn has_table(file: &Path, name: &str) -> bool {
    let db = open(file).await;
    let found = db.unscoped("a test").execute_unprepared(&format!("SELECT 1 FROM {name} LIMIT 1")).await.is_ok();
    db.close().await;
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_others_write_is_of_one_moment_and_whole() {
    let folder = Folder::new();
    let database = folder.file("guanxi.db");
    let db = first_release(&database).await;
    let enough = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (db, enough) = (db.clone(), enough.clone());
        async move {
            let mut pairs = 1;
            while !enough.load(Ordering::Relaxed) {
                write_pair(&db).await;
                pairs += 1;
            }
            pairs
        }
    });
    let mut held = 0;
    for n in 0..5 {
        let backup = folder.file(&format!("backup-{n}.db"));
        let made = db.backup(&backup).await.unwrap();
        assert_eq!((made.tables, made.size_bytes), (2, fs::metadata(&backup).unwrap().len()));
        let rows = rows(&backup).await;
        assert!(rows >= held && rows % 2 == 0, "{rows} rows after {held}: no half of a transaction");
        held = rows;
    }
    enough.store(true, Ordering::Relaxed);
    let pairs: i64 = writing.await.unwrap();
    assert!(db.backup(&folder.file("backup-0.db")).await.unwrap_err().to_string().contains("exists already"));
    db.close().await;
    assert_eq!(rows(&database).await, 2 * pairs);
}

#[tokio::test]
async fn what_was_backed_up_comes_back_and_what_was_there_stays_beside_it() {
    let folder = Folder::new();
    let (database, backup) = (folder.file("guanxi.db"), folder.file("backup.db"));
    let db = first_release(&database).await;
    db.backup(&backup).await.unwrap();
    write_pair(&db).await;
    db.close().await;
    assert_eq!(restore(&backup, &database).await.unwrap(), 2);
    assert_eq!(rows(&database).await, 2);
    let aside = |folder: &Folder| {
        let mut names: Vec<String> = folder.names().into_iter().filter(|name| name.starts_with("guanxi.before-restore-")).collect();
        names.sort();
        names
    };
    assert_eq!(rows(&folder.file(&aside(&folder)[0])).await, 4);
    // Whoever restores once more, even in the same second, still has what was there at first.
    restore(&backup, &database).await.unwrap();
    let names = aside(&folder);
    let mut held = Vec::new();
    for name in &names {
        held.push(rows(&folder.file(name)).await);
    }
    held.sort_unstable();
    assert_eq!(held, [2, 4], "{names:?}");
    // On a new machine there is nothing yet, not even the folder.
    let elsewhere = folder.file("new/guanxi.db");
    restore(&backup, &elsewhere).await.unwrap();
    assert_eq!(rows(&elsewhere).await, 2);
}

#[tokio::test]
async fn nothing_is_restored_under_a_server_at_work() {
    let folder = Folder::new();
    let (database, backup) = (folder.file("guanxi.db"), folder.file("backup.db"));
    let db = first_release(&database).await;
    db.backup(&backup).await.unwrap();
    write_pair(&db).await;
    let refused = restore(&backup, &database).await.unwrap_err();
    assert!(refused.to_string().contains("stop the server"), "{refused}");
    assert!(!folder.names().iter().any(|name| name.contains("restor")), "{:?}", folder.names());
    write_pair(&db).await;
    db.close().await;
    assert_eq!(rows(&database).await, 6);
}

#[tokio::test]
async fn a_database_that_cannot_be_read_makes_room_for_the_backup() {
    let folder = Folder::new();
    let (database, backup) = (folder.file("guanxi.db"), folder.file("backup.db"));
    let db = first_release(&database).await;
    for _ in 0..500 {
        write_pair(&db).await;
    }
    db.backup(&backup).await.unwrap();
    db.close().await;
    let held = rows(&backup).await;
    let whole = fs::read(&backup).unwrap();
    let mut torn = whole.clone();
    torn[100..300].fill(0xA5);
    for (name, bytes) in [("text", b"no database at all".as_slice()), ("noise", &[0xA5; 8192]), ("torn", &torn), ("empty", &[])] {
        fs::write(&database, bytes).unwrap();
        restore(&backup, &database).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(rows(&database).await, held, "{name}");
        let kept = folder.names().into_iter().filter(|file| file.starts_with("guanxi.before-restore-"));
        let kept: Vec<Vec<u8>> = kept.map(|file| fs::read(folder.file(&file)).unwrap()).collect();
        assert!(kept.iter().any(|file| file == bytes), "{name} is kept as it was");
    }
}

#[tokio::test]
async fn a_log_that_was_left_is_not_played_into_the_restored_database() {
    let folder = Folder::new();
    let (database, backup, log) = (folder.file("guanxi.db"), folder.file("backup.db"), folder.file("guanxi.db-wal"));
    let db = first_release(&database).await;
    db.backup(&backup).await.unwrap();
    write_pair(&db).await;
    let left = fs::read(&log).unwrap();
    db.close().await;
    // Twice in one second: the logs of the first time stay too.
    for round in 1..=2 {
        fs::remove_file(&database).unwrap();
        fs::write(&log, &left).unwrap();
        fs::write(folder.file("guanxi.db-shm"), b"").unwrap();
        fs::write(folder.file("guanxi.db-journal"), b"").unwrap();
        restore(&backup, &database).await.unwrap();
        assert_eq!(folder.names().iter().filter(|name| name.starts_with("guanxi.db")).count(), 1, "{:?}", folder.names());
        assert_eq!(rows(&database).await, 2);
        let kept = |ending: &str| folder.names().iter().filter(|name| name.contains("before-restore") && name.ends_with(ending)).count();
        assert_eq!(["-wal", "-shm", "-journal"].map(kept), [round; 3], "{:?}", folder.names());
    }
    // Garbage under a log: whatever SQLite makes of the two, the backup is what is there afterwards.
    fs::write(&database, b"no database at all").unwrap();
    fs::write(&log, &left).unwrap();
    restore(&backup, &database).await.unwrap();
    assert_eq!(rows(&database).await, 2);
}

#[tokio::test]
async fn a_file_that_is_damaged_or_something_else_is_refused_before_anything_is_touched() {
    let folder = Folder::new();
    let (database, backup) = (folder.file("guanxi.db"), folder.file("backup.db"));
    let db = first_release(&database).await;
    for _ in 0..500 {
        write_pair(&db).await;
    }
    db.backup(&backup).await.unwrap();
    db.close().await;
    let whole = fs::read(&backup).unwrap();
    let mut torn = whole.clone();
    let middle = torn.len() / 2;
    torn[middle..middle + 2000].fill(0xA5);
    let other = folder.file("other.db");
    let stranger = open(&other).await;
    stranger.unscoped("a test").execute_unprepared("CREATE TABLE something (n BIGINT)").await.unwrap();
    stranger.close().await;
    let other = fs::read(other).unwrap();
    let before = rows(&database).await;
    for (name, bytes) in
        [("torn", torn.as_slice()), ("half", &whole[..whole.len() / 2]), ("text", b"no database at all"), ("other", &other), ("empty", &[])]
    {
        let file = folder.file(name);
        fs::write(&file, bytes).unwrap();
        assert!(verify(&file).await.is_err(), "{name}");
        assert!(restore(&file, &database).await.is_err(), "{name}");
        assert_eq!(rows(&database).await, before, "{name}");
    }
    assert!(verify(&folder.file("nowhere")).await.is_err());
    assert!(!folder.names().iter().any(|name| name.contains("restor") || name == "nowhere"), "{:?}", folder.names());
    assert_eq!(verify(&backup).await.unwrap(), 2);
}

#[tokio::test]
async fn a_migration_keeps_the_file_as_it_was_beside_it() {
    let folder = Folder::new();
    let database = folder.file("guanxi.db");
    let db = first_release(&database).await;
    assert_eq!(folder.names().iter().filter(|name| name.contains("before-upgrade")).count(), 0, "of nothing there is no copy");
    let done = migrate::run(&db, &[ONE, TWO], Some(&database)).await.unwrap();
    assert_eq!(done.applied, ["2-two"]);
    let copy = done.backup.expect("the file was copied");
    assert!(copy.starts_with(&folder.0), "{}", copy.display());
    assert_eq!(migrate::run(&db, &[ONE, TWO], Some(&database)).await.unwrap(), Migrated::default());
    db.close().await;
    assert!(has_table(&database, "added").await && !has_table(&copy, "added").await);
    // The way back: the copy is a backup like any other.
    restore(&copy, &database).await.unwrap();
    assert_eq!((rows(&database).await, has_table(&database, "added").await), (2, false));
}

#[tokio::test]
async fn a_migration_that_fails_changes_nothing() {
    let folder = Folder::new();
    let database = folder.file("guanxi.db");
    let db = first_release(&database).await;
    let failed = migrate::run(&db, &[ONE, HALF], Some(&database)).await.unwrap_err();
    assert!(failed.to_string().contains("nothing was changed"), "{failed:?}");
    assert_eq!(migrate::run(&db, &[ONE], None).await.unwrap(), Migrated::default());
    db.close().await;
    assert_eq!((rows(&database).await, has_table(&database, "added").await), (2, false));
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused_and_stays_as_it_is() {
    let folder = Folder::new();
    let (database, backup) = (folder.file("guanxi.db"), folder.file("backup.db"));
    let db = first_release(&database).await;
    migrate::run(&db, &[ONE, TWO], None).await.unwrap();
    db.backup(&backup).await.unwrap();
    db.close().await;
    restore(&backup, &database).await.unwrap();
    let db = open(&database).await;
    let refused = migrate::run(&db, &[ONE], Some(&database)).await.unwrap_err();
    assert!(refused.to_string().contains("newer release"), "{refused}");
    db.close().await;
    assert_eq!((rows(&database).await, has_table(&database, "added").await), (2, true));
    assert!(!folder.names().iter().any(|name| name.contains("before-upgrade")), "nothing is copied for nothing");
}

#[tokio::test]
async fn the_planner_is_told_how_many_rows_a_workspace_has() {
    let folder = Folder::new();
    let db = open(&folder.file("guanxi.db")).await;
    migrate::run(&db, crate::migrations::MIGRATIONS, None).await.unwrap();
    let writer = db.unscoped("a test");
    let parameters = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) \
        INSERT INTO parameters (workspace_id, key, value, updated_at) SELECT x'01', 'k' || i, '1', '2026-11-28' FROM n";
    writer.execute_unprepared(parameters).await.unwrap();
    for _ in 0..2 {
        db.analyze().await.unwrap();
        let sql = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'parameters'";
        let row = writer.query_one_raw(Dialect::Sqlite.statement(sql, vec![])).await.unwrap().expect("the table was looked at");
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "1000000 1000000 1");
    }
    db.close().await;
}

#[tokio::test]
async fn the_planner_is_told_of_the_indexes_of_an_upgrade() {
    let folder = Folder::new();
    let db = open(&folder.file("guanxi.db")).await;
    migrate::run(&db, crate::migrations::MIGRATIONS, None).await.unwrap();
    let writer = db.unscoped("a test");
    writer
        .execute_unprepared("INSERT INTO parameters (workspace_id, key, value, updated_at) VALUES (x'01', 'k', '1', '2026-11-28')")
        .await
        .unwrap();
    db.analyze().await.unwrap();
    let newer = Migration { name: "9-newer", sql: "CREATE INDEX parameters_newer ON parameters (workspace_id, updated_at)" };
    migrate::run(&db, &[crate::migrations::MIGRATIONS, &[newer]].concat(), None).await.unwrap();
    let sql = "SELECT stat FROM sqlite_stat1 WHERE idx = 'parameters_newer'";
    let row = writer.query_one_raw(Dialect::Sqlite.statement(sql, vec![])).await.unwrap().expect("the new index was looked at");
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "1000000 1000000 1");
    db.close().await;
}

#[tokio::test]
async fn the_planner_takes_no_value_for_as_common_as_none() {
    let folder = Folder::new();
    let db = open(&folder.file("guanxi.db")).await;
    migrate::run(&db, crate::migrations::MIGRATIONS, None).await.unwrap();
    let writer = db.unscoped("a test");
    let workspace = uuid::Uuid::from_u128(1);
    let sql = "INSERT INTO workspaces (id, version, name, trade, time_zone, currency, locale, created_at) \
               VALUES (?, 1, 'a', 'b2b', 'Asia/Shanghai', 'CNY', 'zh-CN', '2026-11-29')";
    writer.execute_raw(Dialect::Sqlite.statement(sql, vec![workspace.into()])).await.unwrap();
    // Two thousand jobs without a key, then as many with keys of their own, then a few of one user.
    let jobs = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) \
        INSERT INTO jobs (workspace_id, id, kind, payload, state, run_at, attempts, cancel_wanted, checkpoint, done, created_at, dedupe_key, user_id) \
        SELECT ?, randomblob(16), 'k', '{}', 'done', '2026-11-29', 1, 0, '{}', 0, '2026-11-29', CASE WHEN i > 2000 THEN 'k' || i END, \
        CASE WHEN i > 3990 THEN x'02' END FROM n";
    writer.execute_raw(Dialect::Sqlite.statement(jobs, vec![workspace.into()])).await.unwrap();
    db.analyze().await.unwrap();
    for (index, stat) in
        [("jobs_dedupe_key", "1000000 1000000 1"), ("jobs_user", "1000000 1000000 10 1"), ("jobs_finished", "1000000 1000000 1001")]
    {
        let sql = "SELECT stat FROM sqlite_stat1 WHERE idx = ?";
        let row = writer.query_one_raw(Dialect::Sqlite.statement(sql, vec![index.into()])).await.unwrap().expect("the index was looked at");
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), stat, "{index}");
    }
    let keys = vec!["?"; 4000].join(", ");
    let sql = format!("EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE workspace_id = ? AND dedupe_key IN ({keys})");
    let values = std::iter::once(workspace.into()).chain((0..4000).map(|n| format!("k{n}").into())).collect();
    let plan = writer.query_one_raw(Dialect::Sqlite.statement(&sql, values)).await.unwrap().expect("there is a plan");
    let plan = plan.try_get::<String>("", "detail").unwrap();
    assert!(plan.contains("jobs_dedupe_key"), "keys are looked up, however few jobs there were when the planner was told: {plan}");
    db.close().await;
}
