//! Running the product: the workspace, parameters, saved views, imports and exports, the audit, the job log.
//!
//! Rules and defaults: docs/domain/admin.md. It knows no other capability but staff: what it must know of all of them
//! it reads from the list of slices.

pub mod api;
pub mod commands;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    actor::Action,
    parameter::{Kind, Parameter},
    slice::{Mention, Permission, Reference, Slice, Then},
};

use crate::staff::named::ORIGIN;

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "admin",
    about: "Workspace, parameters, saved views, imports and exports, audit, jobs.",
    uses: &["staff"],
    routes: routes::routes,
    offered: &["parameters", "views"],
    jobs: || vec![jobs::IMPORT, jobs::EXPORT, jobs::TIDY],
    permissions: &[
        Permission { object: "workspace", actions: &[Action::Change] },
        Permission { object: "parameter", actions: &[Action::Read, Action::Change] },
        Permission { object: "event", actions: &[Action::Read] },
        Permission { object: "job", actions: &[Action::Read] },
        Permission { object: "import", actions: &[Action::Read, Action::Create] },
        Permission { object: ORIGIN, actions: &[Action::Create] },
    ],
    references: &[
        Reference { to: "user", table: "views", column: "created_by", then: Then::Remove },
        Reference { to: "org_unit", table: "views", column: "org_unit_id", then: Then::Empty },
    ],
    mentions: &[Mention { table: "views", column: "filter" }],
    titles: &[("view", queries::view_names), ("import", queries::import_names)],
    steps: &["import.chunk", "import.cleared"],
    parameters: &[EXPORT_ROWS, FILE_DAYS, JOB_DAYS],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// F62: how much anybody but an administrator may take out in a day and a night.
pub const EXPORT_ROWS: Parameter = Parameter {
    key: "admin.export_rows",
    kind: Kind::Integer,
    default: 500,
    min: 1,
    max: 10_000_000,
    unit: "rows",
    source: "F62, guard rail against taking the customer base away",
    about: "Anybody but an administrator may export at most this many rows in 24 hours.",
};

/// How long the job log goes back.
pub const JOB_DAYS: Parameter = Parameter {
    key: "admin.job_days",
    kind: Kind::Integer,
    default: 90,
    min: 1,
    max: 3650,
    unit: "days",
    source: "design default",
    about: "Jobs that have ended are forgotten after this long.",
};

/// How long uploaded and made files stay, and with them the rows that were not taken.
pub const FILE_DAYS: Parameter = Parameter {
    key: "admin.file_days",
    kind: Kind::Integer,
    default: 7,
    min: 1,
    max: 365,
    unit: "days",
    source: "design default",
    about: "Files of imports and exports are deleted after this long.",
};
