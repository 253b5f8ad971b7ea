//! Territories: rules that say whose an account is that nobody has, by where it is, what it sells through, or any other field.
//! The first that fits decides, and every account that it gives to somebody says why.
//!
//! Rules and defaults: docs/domain/ownership.md (F58). A territory is no right: who sees what is said by roles and by whom an
//! account belongs to.

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
    event::Audience,
    slice::{Mention, Permission, Slice},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "territories",
    about: "Rules that say whose a new account is, in turn or by load, and why.",
    uses: &["staff", "customers"],
    routes: routes::routes,
    jobs: || vec![jobs::ASSIGN],
    permissions: &[Permission { object: "territory", actions: &[Action::Read, Action::Create, Action::Change, Action::Remove] }],
    audiences: &[("territory", Audience::Holders("territory", Action::Read))],
    titles: &[("territory", queries::list_names)],
    mentions: &[Mention { table: "territories", column: "filter" }],
    steps: &["territories.assigning"],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// Says whose a new account is, for whoever makes one and leaves that to the territories.
pub const ASSIGN: crate::customers::Assign = |tx, account| Box::pin(commands::assign_new(tx, account));
