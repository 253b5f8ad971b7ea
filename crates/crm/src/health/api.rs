//! The wire of health.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// How the workspace is, and for the oldest one how the whole installation is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// When this was so.
    pub at: DateTime<Utc>,
    /// The release that answers.
    pub version: String,
    /// What somebody should look at, the gravest first; empty when all is well.
    pub warnings: Vec<HealthWarning>,
    /// The jobs of this workspace.
    pub jobs: Jobs,
    /// Sign-ins of this workspace that were refused.
    pub refused: RefusedSignIns,
    /// The installation; only in its oldest workspace.
    pub installation: Option<Installation>,
}

/// Something to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HealthWarning {
    /// What.
    pub code: WarningCode,
    /// Whether data may be lost or work stands still.
    pub grave: bool,
}

/// What somebody should look at, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The last backup failed.
    BackupFailed,
    /// The last backup is too old, or there is none.
    BackupOverdue,
    /// The last rehearsal failed: the backup cannot be relied on.
    RehearsalFailed,
    /// Little room is left on a disk.
    DiskLow,
    /// A job waits for longer than it should.
    QueueStuck,
    /// No backup is made by itself.
    BackupOff,
    /// No restore was rehearsed for a long time.
    RehearsalDue,
    /// Jobs have failed in the last seven days.
    JobsFailed,
}

/// Jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Jobs {
    /// How the queue is.
    #[serde(flatten)]
    pub queue: Queue,
    /// Those that failed in the last seven days, by kind, most first.
    pub failed: Vec<FailedJobs>,
}

/// A queue of jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Queue {
    /// How many wait that could begin.
    pub queued: i64,
    /// How many wait for their time, such as another try.
    pub later: i64,
    /// How many run.
    pub running: i64,
    /// Since when the one waits that has waited longest.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// Failed jobs of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedJobs {
    /// The kind.
    pub kind: String,
    /// How many.
    pub jobs: i64,
    /// When the last of them was begun.
    pub last_at: DateTime<Utc>,
}

/// Refused sign-ins: wrong passwords, wrong codes, and tries while waiting. Whole hours are counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedSignIns {
    /// In the last 24 hours.
    pub last_day: i64,
    /// In the last seven days.
    pub last_week: i64,
    /// By user, the most first, twenty at most.
    pub by_user: Vec<RefusedUser>,
    /// By the beginning of the address, the most first, twenty at most.
    pub by_place: Vec<RefusedPlace>,
}

/// Refused sign-ins of a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedUser {
    /// Whose; nobody's when no user has the address that was tried.
    pub user: Option<Ref>,
    /// In the last 24 hours.
    pub last_day: i64,
    /// In the last seven days.
    pub last_week: i64,
    /// In the hour from then on the last time.
    pub last_at: DateTime<Utc>,
}

/// Refused sign-ins from a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedPlace {
    /// The beginning of the address, such as `203.0.113.*`; absent where nobody knew it.
    pub place: Option<String>,
    /// In the last 24 hours.
    pub last_day: i64,
    /// In the last seven days.
    pub last_week: i64,
    /// In the hour from then on the last time.
    pub last_at: DateTime<Utc>,
}

/// The whole installation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Installation {
    /// Since when the process that answers runs.
    pub started_at: DateTime<Utc>,
    /// How many processes serve it.
    pub servers: i64,
    /// How many workspaces it has.
    pub workspaces: i64,
    /// The jobs of all of them.
    pub queue: Queue,
    /// Where the data is and how much room it has.
    pub storage: Storage,
    /// The backups.
    pub backups: Backups,
}

/// Where the data is and how much room it has.
#[derive(Debug, Serialize, ToSchema)]
pub struct Storage {
    /// How large the database is.
    pub database_bytes: i64,
    /// How large the log beside a database file is; absent with PostgreSQL.
    pub log_bytes: Option<i64>,
    /// Where the files of customers are.
    pub files_place: String,
    /// How many they were at the last backup, or the last nightly look; absent before the first.
    pub files: Option<FilesFound>,
    /// The disk of the data folder; absent where that cannot be told.
    pub disk: Option<Disk>,
}

/// How many files of customers there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilesFound {
    /// How many.
    pub files: i64,
    /// How large together.
    pub size_bytes: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// The room on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Disk {
    /// What may still be written.
    pub free_bytes: i64,
    /// All of it.
    pub total_bytes: i64,
}

/// The backups.
#[derive(Debug, Serialize, ToSchema)]
pub struct Backups {
    /// Who makes them.
    pub made_by: Maker,
    /// In which folder they are, on the machine of the server.
    pub folder: String,
    /// At what time of the workspace's day one is made by itself; absent when none is.
    pub at: Option<String>,
    /// Of how many days the last one is kept.
    pub daily: i64,
    /// Of how many weeks the last one is kept.
    pub weekly: i64,
    /// When the last one was made.
    pub last_at: Option<DateTime<Utc>>,
    /// After how many hours it is overdue.
    pub hours: i64,
    /// Those that are there, newest first.
    pub kept: Vec<Backup>,
    /// What became of the last try to make one.
    pub last_run: Option<BackupRun>,
    /// What became of the last rehearsal.
    pub rehearsal: Option<BackupRun>,
    /// The job that makes or rehearses one now or waits for that.
    pub job: Option<Uuid>,
    /// The disk of the folder; absent where that cannot be told.
    pub disk: Option<Disk>,
}

/// Who makes the backups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// Guanxi, of its database file.
    Guanxi,
    /// Whoever runs PostgreSQL, by its own tools; they tell by touching the file `last-backup` in the folder.
    Operator,
}

/// A backup that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Backup {
    /// The name of its folder.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The release that made it.
    pub version: String,
    /// How large its database is.
    pub database_bytes: i64,
    /// How many files of customers it holds; absent when they are in a bucket.
    pub files: Option<i64>,
    /// How large those are together.
    pub files_bytes: Option<i64>,
}

/// What became of a backup or a rehearsal.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupRun {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub took_ms: i64,
    /// Whether it went well.
    pub succeeded: bool,
    /// What it found.
    #[serde(flatten)]
    pub facts: RunFacts,
}

/// What a backup or a rehearsal found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct RunFacts {
    /// The backup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<String>,
    /// The files of customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<FilesFound>,
    /// How many rows were counted and found again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<i64>,
    /// In how many workspaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspaces: Option<i64>,
    /// How many older backups were removed after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<i64>,
    /// Why it failed: a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The same as a sentence, for whoever looks after the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
