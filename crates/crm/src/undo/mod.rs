//! Imports that are taken back: what each has made and changed, and how all of it becomes what it was.
//!
//! Rules and defaults: docs/domain/undo.md. It knows no kind of record: those that can be imported tell it how they are
//! taken back ([`Undoable`]), and every capability what its rows point to ([`Slice::references`]). It reads no files.

pub mod api;
pub mod commands;
mod jobs;
mod journal;
mod kinds;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    parameter::{Kind, Parameter},
    slice::Slice,
};

pub use self::{
    journal::{Journal, as_they_were},
    kinds::{Backed, Chunk, Undoable, freed},
    rules::Why,
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "undo",
    about: "Imports that are taken back.",
    uses: &["staff", "admin"],
    routes: routes::routes,
    jobs: || vec![jobs::UNDO, jobs::FORGET],
    steps: &["import.undo_chunk"],
    parameters: &[UNDO_DAYS],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How long an import can be undone.
pub const UNDO_DAYS: Parameter = Parameter {
    key: "undo.days",
    kind: Kind::Integer,
    default: 7,
    min: 1,
    max: 90,
    unit: "days",
    source: "Product requirement: import undo within 7 days unless changed since",
    about: "For so many days after its end an import can be undone; what it has written is remembered as long.",
};
