//! How the installation is: jobs, storage, refused sign-ins, backups by night and whether one of them can be restored.
//!
//! Rules and defaults: docs/domain/health.md. What concerns the whole installation, such as its backups, is kept by its
//! oldest workspace (docs/decisions/0022); the others see how their own jobs and sign-ins are.

pub mod api;
mod archive;
pub mod commands;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    actor::Action,
    event::Audience,
    parameter::{Kind, LAST_MINUTE, Parameter},
    slice::{Notice, Permission, Slice, Told},
};

/// The object that the rights are granted on.
pub const HEALTH: &str = "health";

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "health",
    about: "How the installation is: jobs, storage, refused sign-ins, backups and their rehearsal.",
    uses: &["staff", "interactions"],
    routes: routes::routes,
    jobs: || vec![jobs::BACK_UP, jobs::REHEARSE],
    permissions: &[Permission { object: HEALTH, actions: &[Action::Read, Action::Change] }],
    notices: &[Notice { key: "backups", names: &["backup_failed", "backup_overdue", "rehearsal_failed"], told: Told::Always }],
    audiences: &[("backup", Audience::Holders(HEALTH, Action::Read))],
    parameters: &[BACKUP_AT, DAILY_BACKUPS, WEEKLY_BACKUPS, BACKUP_HOURS, REHEARSAL_DAYS, QUEUE_MINUTES, FREE_SHARE],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// When the nightly backup is made.
pub const BACKUP_AT: Parameter = Parameter {
    key: "health.backup_at",
    kind: Kind::Time,
    default: 150,
    min: 0,
    max: LAST_MINUTE,
    unit: "time_of_day",
    source: "Default: at night, before the other nightly work",
    about: "At this time the nightly backup is made. It counts in the oldest workspace alone.",
};

/// How many days have a backup.
pub const DAILY_BACKUPS: Parameter = Parameter {
    key: "health.daily_backups",
    kind: Kind::Integer,
    default: 7,
    min: 0,
    max: 366,
    unit: "backups",
    source: "Default: a week, in which somebody notices what went wrong",
    about: "Of so many days the last backup is kept. With no daily and no weekly backups none is made by itself.",
};

/// How many weeks have a backup.
pub const WEEKLY_BACKUPS: Parameter = Parameter {
    key: "health.weekly_backups",
    kind: Kind::Integer,
    default: 4,
    min: 0,
    max: 520,
    unit: "backups",
    source: "Default: a month, for what is noticed late",
    about: "Of so many weeks the last backup is kept besides.",
};

/// How old the last backup may be.
pub const BACKUP_HOURS: Parameter = Parameter {
    key: "health.backup_hours",
    kind: Kind::Integer,
    default: 36,
    min: 1,
    max: 8760,
    unit: "hours",
    source: "Default: a day and a half, so that one missed night is noticed on the next day",
    about: "A last backup that is older than this is told as overdue.",
};

/// How long ago the last rehearsal may be.
pub const REHEARSAL_DAYS: Parameter = Parameter {
    key: "health.rehearsal_days",
    kind: Kind::Integer,
    default: 90,
    min: 1,
    max: 3650,
    unit: "days",
    source: "Default: once in a quarter",
    about: "A restore that was rehearsed longer ago than this is told as due again.",
};

/// How long a job may wait to begin.
pub const QUEUE_MINUTES: Parameter = Parameter {
    key: "health.queue_minutes",
    kind: Kind::Integer,
    default: 15,
    min: 1,
    max: 1440,
    unit: "minutes",
    source: "Default: longer than the longest import holds the places of long jobs",
    about: "When a job has waited longer than this to begin, the queue is told as stuck.",
};

/// How much of a disk must be free.
pub const FREE_SHARE: Parameter = Parameter {
    key: "health.free_share",
    kind: Kind::Ratio,
    default: 1000,
    min: 0,
    max: 9000,
    unit: "basis_points",
    source: "Default: a tenth, below which databases and their backups become slow or fail",
    about: "When less of the disk than this is free, it is told as nearly full.",
};
