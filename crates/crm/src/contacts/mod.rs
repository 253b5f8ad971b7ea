//! People: contacts at one or several accounts, with their roles there, and consumers who use what others buy.
//!
//! Rules and defaults: docs/domain/contacts.md (F01, A3, A7).

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
    event::{Audience, Reaction},
    slice::{ListDoor, Permission, Reference, Slice, Then},
};

use crate::{
    customers::team::commands::{SHARED, UNSHARED},
    duplicates::{Follow, Mergeable},
    undo::Undoable,
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "contacts",
    about: "People and their roles at accounts; consumers.",
    uses: &["fields", "staff", "duplicates", "undo", "customers"],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::Contact>()],
    pages: &[("contact", "/contacts/{id}")],
    offered: &["contact_tags", "account_contacts", "contact_changes"],
    imports: || vec![imports::CONTACTS],
    jobs: || vec![jobs::BULK, jobs::REINDEX],
    reactions: || {
        let found_by_others = ["account.owner_changed", "account.merged", "account.unmerged", SHARED, UNSHARED];
        found_by_others.map(|on| Reaction { on, job: "contacts.reindex" }).to_vec()
    },
    audiences: &[("contact", Audience::ReadersThrough("contact", "account"))],
    guarded: &[tables::GUARDED],
    permissions: &[Permission { object: "contact", actions: &Action::ALL }],
    titles: &[("contact", queries::list_names)],
    called: &[("contact", queries::called_so)],
    references: &[
        Reference { to: "user", table: "contacts", column: "owner_id", then: Then::Empty },
        Reference { to: "account", table: "contacts", column: "primary_account_id", then: Then::Empty },
        Reference { to: "account", table: "contact_accounts", column: "account_id", then: Then::Remove },
        Reference { to: "contact", table: "contact_accounts", column: "contact_id", then: Then::Part },
        Reference { to: "contact", table: "contact_tags", column: "contact_id", then: Then::Part },
        Reference { to: "contact", table: "contacts", column: "guardian_id", then: Then::Empty },
        Reference { to: "contact", table: "contacts", column: "id", then: Then::Remove },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// Contacts may turn out to be one and the same.
pub const MERGEABLE: Mergeable = Mergeable::of::<tables::Contact>();

/// An import of contacts can be undone.
pub const UNDOABLE: Undoable = Undoable {
    kind: "contact",
    table: "contacts",
    list: "contacts",
    hold: |tx, ids| Box::pin(tx.hold::<tables::Contact>(ids)),
    take_back: |tx, chunk| Box::pin(commands::take_back(tx, chunk)),
};

/// When accounts are merged, whoever had roles at both has all of them, and one stays the first to call.
pub const FOLLOW_ACCOUNTS: Follow =
    Follow { kind: "account", before: Some(|tx, journal| Box::pin(commands::before_accounts_merge(tx, journal))), after: None };

/// When contacts are merged, nobody becomes their own guardian or has two main accounts.
pub const FOLLOW: Follow =
    Follow { kind: "contact", before: Some(|tx, journal| Box::pin(commands::before_merge(tx, journal))), after: None };
