//! Fields that a workspace adds to its records: defined here, kept and read by the kernel ([`guanxi_kernel::custom`]).
//!
//! Rules and defaults: docs/domain/fields.md. It knows no kind of record: which lists take fields, and what such a field may
//! point to, it reads from the list of slices.

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
    slice::{Mention, Permission, Slice},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "fields",
    about: "Fields that a workspace adds to its records.",
    uses: &["staff"],
    routes: routes::routes,
    jobs: || vec![jobs::INDEX, jobs::PURGE],
    permissions: &[Permission { object: "custom_field", actions: &[Action::Read, Action::Create, Action::Change, Action::Remove] }],
    mentions: &[Mention { table: "custom_fields", column: "kind" }, Mention { table: "custom_fields", column: "default_value" }],
    steps: &["custom_field.emptied"],
    parameters: &[MOST, MOST_INDEXED, KEPT_DAYS],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How many fields a list takes.
pub const MOST: Parameter = Parameter {
    key: "fields.most",
    kind: Kind::Integer,
    default: 100,
    min: 1,
    max: 500,
    unit: "fields",
    source: "design default",
    about: "A list takes at most this many fields of one's own.",
};

/// How many of them may have an index.
pub const MOST_INDEXED: Parameter = Parameter {
    key: "fields.most_indexed",
    kind: Kind::Integer,
    default: 10,
    min: 0,
    max: 30,
    unit: "fields",
    source: "design default: each index makes every write of a record a little slower",
    about: "At most this many fields of a list may be quick to find and sort by.",
};

/// How long the values of a removed field stay.
pub const KEPT_DAYS: Parameter = Parameter {
    key: "fields.kept_days",
    kind: Kind::Integer,
    default: 30,
    min: 0,
    max: 3650,
    unit: "days",
    source: "design default",
    about: "The values of a removed field are deleted after this long; until then it can be brought back with them.",
};
