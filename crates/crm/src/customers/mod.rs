//! Whom we sell to: accounts, their classification, the relations between them, their owners, tags and trash.
//!
//! Rules and defaults: docs/domain/customers.md. The purchase figures on an account are kept here because lists filter
//! and sort by them, and are told by `orders`; this capability never reads orders.

pub mod api;
pub mod commands;
mod events;
mod imports;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
pub mod team;
#[cfg(test)]
mod tests;

use std::pin::Pin;

use guanxi_kernel::{
    actor::Action,
    db::Tx,
    error::Result,
    event::Audience,
    parameter::{Kind, Parameter},
    slice::{ListDoor, Permission, Reference, SharedIn, Slice, Then},
};

use uuid::Uuid;

pub use self::events::{GIVEN, OWNER_CHANGED, changed as account_changed};
use crate::{
    duplicates::{Follow, Mergeable},
    undo::Undoable,
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "customers",
    about: "Accounts, relations between them, classification, owners, tags, trash.",
    uses: &["staff", "fields", "duplicates", "undo"],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::Account>()],
    pages: &[("account", "/accounts/{id}")],
    offered: &["tags", "cross_accounts", "accounts_below", "account_changes", "account_relations", "account_team", "account_timeline"],
    imports: || vec![imports::ACCOUNTS],
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::BULK, jobs::CLASSIFY, team::jobs::END_SHARES],
    guarded: &[tables::GUARDED],
    permissions: &[Permission { object: "account", actions: &Action::ALL }],
    varies: &[("accounts", &["channel_kind", "kind"])],
    audiences: &[("account_relation", Audience::ReadersOf("account")), ("account_member", Audience::ReadersOf("account"))],
    access: &[team::commands::SHARES_CHANGED],
    shares: Some(SharedIn { table: "account_team", record: "account_id" }),
    titles: &[("account", queries::list_names)],
    called: &[("account", queries::called_so)],
    parameters: &[NEW_DAYS, BIG_SHARE, CHAIN_MOST, MOST_SHARED],
    references: &[
        Reference { to: "user", table: "accounts", column: "owner_id", then: Then::Empty },
        Reference { to: "user", table: "accounts", column: "pooled_from_id", then: Then::Empty },
        Reference { to: "user", table: "account_team", column: "user_id", then: Then::Remove },
        Reference { to: "account", table: "account_team", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "account_tags", column: "account_id", then: Then::Part },
        Reference { to: "account", table: "account_sources", column: "account_id", then: Then::Part },
        Reference { to: "account", table: "account_relations", column: "from_id", then: Then::Remove },
        Reference { to: "account", table: "account_relations", column: "to_id", then: Then::Remove },
        Reference { to: "account", table: "accounts", column: "id", then: Then::Remove },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// Gives an account that was just made to whom it belongs by rule, in the transaction that makes it. It is its maker's, and
/// stays so when no rule fits.
pub type Assign = for<'a> fn(&'a mut Tx, Uuid) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// F05: how long an account counts as new.
pub const NEW_DAYS: Parameter = Parameter {
    key: "customers.new_days",
    kind: Kind::Integer,
    default: 365,
    min: 1,
    max: 3650,
    unit: "days",
    source: "F05, course text: new and old customers",
    about: "An account is new until this many days after its first order.",
};

/// F05: which accounts count as big.
pub const BIG_SHARE: Parameter = Parameter {
    key: "customers.big_share",
    kind: Kind::Ratio,
    default: 2000,
    min: 1,
    max: 10_000,
    unit: "basis_points",
    source: "F05, course text: big and small customers",
    about: "This share of the accounts with sales in the last 12 months, by net sales, is big; the rest is small.",
};

/// A8: how many accounts below one are added up.
pub const CHAIN_MOST: Parameter = Parameter {
    key: "customers.chain_most",
    kind: Kind::Integer,
    default: 20_000,
    min: 100,
    max: 200_000,
    unit: "customers",
    source: "design default: more than any dealer supplies, and added up in about a second",
    about: "So many accounts below a dealer or a parent are added up at most.",
};

/// An import of accounts can be undone.
pub const UNDOABLE: Undoable = Undoable {
    kind: "account",
    table: "accounts",
    list: "accounts",
    hold: |tx, ids| Box::pin(tx.hold::<tables::Account>(ids)),
    take_back: |tx, chunk| Box::pin(commands::take_back(tx, chunk)),
};

/// F58: how many accounts are shared with one colleague, or with one org unit and those above and below it.
pub const MOST_SHARED: Parameter = Parameter {
    key: "customers.most_shared",
    kind: Kind::Integer,
    default: 1000,
    min: 1,
    max: 2000,
    unit: "customers",
    source: "Default: more than one person looks after; read with every request",
    about: "So many accounts are shared with a colleague at most, and as many with an org unit.",
};

/// Accounts may turn out to be one and the same.
pub const MERGEABLE: Mergeable = Mergeable::of::<tables::Account>();

/// What would be a relation of an account to itself, or there twice, goes; and so does a share that is there twice.
pub const FOLLOW: Follow =
    Follow { kind: "account", before: Some(|tx, journal| Box::pin(commands::before_merge(tx, journal))), after: None };
