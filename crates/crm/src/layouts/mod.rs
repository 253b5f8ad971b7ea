//! How the fields of a kind of record are laid out: which stand together, in which order, and which are not shown.
//!
//! Rules and defaults: docs/domain/layouts.md. A layout is no right: whoever may see a record sees its fields, wherever they
//! stand. It knows no kind of record: what varies by what, it reads from the list of slices.

pub mod api;
pub mod commands;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    actor::Action,
    event::Audience,
    slice::{Permission, Slice},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "layouts",
    about: "How the fields of records are laid out, by kind of record.",
    uses: &["staff"],
    routes: routes::routes,
    permissions: &[Permission { object: tables::OBJECT, actions: &[Action::Change] }],
    audiences: &[(tables::OBJECT, Audience::Holders(tables::OBJECT, Action::Change))],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};
