//! What customers bought: the history of sales, returns and credits, with lines where they are known.
//!
//! Rules and defaults: docs/domain/orders.md (net sales: sales less returns and credits, tax excluded). The flow of an
//! order from draft to delivery is not here yet.

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

use guanxi_kernel::{
    actor::Action,
    event::Audience,
    slice::{Keep, ListDoor, Permission, Reference, Slice, Then},
};

use crate::{catalogue, duplicates::Follow, undo::Undoable};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "orders",
    about: "The history of sales, returns and credits.",
    uses: &["staff", "duplicates", "undo", "customers", "contacts", "catalogue"],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::Order>()],
    pages: &[("order", "/orders?peek={id}")],
    offered: &["purchases"],
    imports: || vec![imports::ORDERS],
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::REFRESH, jobs::REGISTER_PRODUCTS],
    audiences: &[("order", Audience::ReadersUnder("order", "account"))],
    permissions: &[Permission { object: "order", actions: &Action::ALL }],
    titles: &[("order", queries::numbers)],
    keeps: &[
        Keep { to: "account", table: "orders", column: "account_id" },
        Keep { to: "account", table: "orders", column: "payer_id" },
        Keep { to: "contact", table: "order_lines", column: "consumer_id" },
    ],
    references: &[
        Reference { to: "account", table: "orders", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "orders", column: "payer_id", then: Then::Empty },
        Reference { to: "contact", table: "order_lines", column: "consumer_id", then: Then::Empty },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// An import of orders can be undone.
pub const UNDOABLE: Undoable = Undoable {
    kind: "order",
    table: "orders",
    list: "orders",
    hold: |tx, ids| Box::pin(tx.hold::<tables::Order>(ids)),
    take_back: |tx, chunk| Box::pin(commands::take_back(tx, chunk)),
};

/// A product stays as long as a line names it.
pub const NAMES_PRODUCTS: catalogue::Naming = |reader, names| Box::pin(queries::named_by_lines(reader, names));

/// Sales are those of all orders that a record has now.
pub const FOLLOW: Follow =
    Follow { kind: "account", before: None, after: Some(|tx, account| Box::pin(async move { commands::refresh(tx, &[account]).await })) };
