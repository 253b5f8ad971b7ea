//! Signing in through another house: identity providers that speak `OpenID` Connect, whom they let in, and with which roles.
//!
//! Rules and defaults: docs/domain/providers.md. Users, roles and sessions belong to `staff`; this capability only says who
//! somebody is.

pub mod api;
pub mod commands;
mod migrations;
pub mod queries;
mod relying;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::slice::{Reference, Slice, Then};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "providers",
    about: "Identity providers by which people sign in.",
    uses: &["staff"],
    routes: routes::routes,
    references: &[Reference { to: "user", table: "identities", column: "user_id", then: Then::Remove }],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};
