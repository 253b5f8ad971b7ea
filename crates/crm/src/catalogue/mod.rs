//! Products: what order lines name, each with its number and its family.
//!
//! Rules and defaults: docs/domain/catalogue.md. A product is known by its name, as the lines of orders write it; whoever writes
//! lines enters the products that they name ([`commands::register`]). Prices and price lists are not here yet.

pub mod api;
pub mod commands;
mod imports;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, future::Future, pin::Pin};

use guanxi_kernel::{
    actor::Action,
    db::Reader,
    error::Result,
    event::Audience,
    slice::{ListDoor, Permission, Slice},
};

pub use self::imports::{FAMILY_HEADERS, NAME_HEADERS, SKU_HEADERS};
use crate::undo::Undoable;

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "catalogue",
    about: "Products and their families.",
    uses: &["staff", "undo"],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::Product>()],
    imports: || vec![imports::PRODUCTS],
    jobs: || vec![jobs::BULK],
    audiences: &[("product", Audience::Holders("product", Action::Read))],
    permissions: &[Permission { object: "product", actions: &Action::ALL }],
    titles: &[("product", queries::titles)],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// An import of products can be undone, and so can the products that an import of orders has brought.
pub const UNDOABLE: Undoable = Undoable {
    kind: "product",
    table: "products",
    list: "products",
    hold: |tx, ids| Box::pin(tx.hold::<tables::Product>(ids)),
    take_back: |tx, chunk| Box::pin(commands::take_back(tx, chunk)),
};

/// Says which of some names something names now, whoever may see that: such a product stays.
pub type Naming = for<'a> fn(&'a Reader, &'a [String]) -> Named<'a>;

/// Those names, once they are found.
pub type Named<'a> = Pin<Box<dyn Future<Output = Result<BTreeSet<String>>> + Send + 'a>>;
