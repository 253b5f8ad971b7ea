//! Demo data: a believable year of a liquor dealer, loaded with one click and removed with one click.
//!
//! [`generate`] makes the data and knows no database; [`commands`] writes them through the capabilities they belong to.

pub mod commands;
pub mod generate;
mod jobs;
mod migrations;
mod names;
mod places;
pub mod queries;
mod routes;
mod season;
#[cfg(test)]
mod tests;

use guanxi_kernel::slice::Slice;

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "demo",
    about: "A believable year of a liquor dealer, to try the product with.",
    uses: &["staff", "customers", "contacts", "interactions", "catalogue", "orders", "value"],
    routes: routes::routes,
    jobs: || vec![jobs::LOAD, jobs::REMOVE],
    steps: &["demo.loading", "demo.removing"],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};
