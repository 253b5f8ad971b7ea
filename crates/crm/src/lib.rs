//! Every capability of Guanxi, one folder each. [`SLICES`] is the product on one screen.

pub mod admin;
pub mod attachments;
pub mod catalogue;
pub mod contacts;
pub mod customer_files;
pub mod customers;
pub mod demo;
pub mod duplicates;
pub mod fields;
pub mod follows;
pub mod handover;
pub mod health;
pub mod interactions;
pub mod layouts;
mod lunar;
pub mod orders;
pub mod personal;
pub mod pools;
pub mod providers;
mod remarks;
pub mod staff;
pub mod territories;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod trash;
pub mod undo;
pub mod value;
pub mod words;

use guanxi_kernel::{db::migrate::Migration, slice::Slice};

/// The capabilities, each below those that use it. Whatever must look at all of them reads this list.
pub const SLICES: &[Slice] = &[
    staff::SLICE,
    providers::SLICE,
    admin::SLICE,
    fields::SLICE,
    layouts::SLICE,
    duplicates::SLICE,
    undo::SLICE,
    customers::SLICE,
    contacts::SLICE,
    attachments::SLICE,
    follows::SLICE,
    interactions::SLICE,
    personal::SLICE,
    trash::SLICE,
    health::SLICE,
    territories::SLICE,
    handover::SLICE,
    pools::SLICE,
    catalogue::SLICE,
    orders::SLICE,
    value::SLICE,
    customer_files::SLICE,
    demo::SLICE,
];

/// Who says whose a new account is when its maker does not.
pub const ASSIGN: customers::Assign = territories::ASSIGN;

/// Which products are named by something that stays.
pub const NAMES_PRODUCTS: catalogue::Naming = orders::NAMES_PRODUCTS;

/// The kinds whose records may turn out to be one and the same.
pub const MERGEABLE: &[duplicates::Mergeable] = &[customers::MERGEABLE, contacts::MERGEABLE];

/// What capabilities do with their own rows when records are merged or parted, in this order.
pub const FOLLOWS: &[duplicates::Follow] =
    &[customers::FOLLOW, contacts::FOLLOW_ACCOUNTS, contacts::FOLLOW, interactions::FOLLOW, orders::FOLLOW];

/// The kinds whose imports can be undone, each below those that stand at it.
pub const UNDOABLE: &[undo::Undoable] = &[customers::UNDOABLE, contacts::UNDOABLE, catalogue::UNDOABLE, orders::UNDOABLE];

/// The migrations of the kernel and of every capability.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    guanxi_kernel::MIGRATIONS.iter().chain(SLICES.iter().flat_map(|slice| slice.migrations)).copied().collect()
}
