//! The public pools: accounts that belong to nobody, from which colleagues take and into which accounts go back, by hand or
//! by a rule that says why and warns before.
//!
//! Rules and defaults: docs/domain/pools.md. That an account lies in a pool is a column of the account, so that lists of a
//! million are answered from an index; `customers` writes it, and whoever gets an owner by whatever door lies in none.

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
    parameter::{Kind, Parameter},
    slice::{ListDoor, Mention, Notice, Permission, Reference, Slice, Then, Told},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "pools",
    about: "Public pools: taking, giving back, recycling by rules with a warning before, owners one after the other.",
    uses: &["staff", "duplicates", "customers", "interactions"],
    routes: routes::routes,
    offered: &["ownership", "pools", "recycling_warnings"],
    lists: || vec![ListDoor::of::<tables::PooledAccount>()],
    jobs: || vec![jobs::RECYCLE],
    permissions: &[
        Permission { object: "pool", actions: &[Action::Read, Action::Create, Action::Change, Action::Remove] },
        Permission { object: "pooled_account", actions: &[Action::Read, Action::Change] },
    ],
    audiences: &[("pool", Audience::Holders("pool", Action::Read)), ("pool_rule", Audience::Holders("pool", Action::Read))],
    titles: &[("pool", queries::list_names)],
    steps: &["pools.recycling"],
    notices: &[Notice { key: "recycling", names: &["recycling_soon", "recycled"], told: Told::Unless }],
    parameters: &[TAKES_PER_DAY, MOST_HELD, VIEWS_PER_DAY, WAIT_DAYS, WARNING_DAYS],
    references: &[
        Reference { to: "user", table: "pool_uses", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "pool_warnings", column: "owner_id", then: Then::Remove },
        Reference { to: "account", table: "pool_uses", column: "account_id", then: Then::Part },
        Reference { to: "account", table: "pool_warnings", column: "account_id", then: Then::Forget },
    ],
    mentions: &[Mention { table: "pool_rules", column: "filter" }],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How many accounts somebody takes in a day.
pub const TAKES_PER_DAY: Parameter = Parameter {
    key: "pools.takes_per_day",
    kind: Kind::Integer,
    default: 10,
    min: 0,
    max: 10_000,
    unit: "accounts",
    source: "Default: as many new customers as a person can get in touch with in a day",
    about: "So many accounts a person takes from one pool in a day, unless the pool has a number of its own.",
};

/// How many accounts of a pool somebody has at a time.
pub const MOST_HELD: Parameter = Parameter {
    key: "pools.most_held",
    kind: Kind::Integer,
    default: 100,
    min: 0,
    max: 100_000,
    unit: "accounts",
    source: "Default: ten days of taking, after which some must have been worked on",
    about: "So many accounts taken from one pool a person has at a time, unless the pool has a number of its own.",
};

/// How many accounts in a pool somebody opens in a day.
pub const VIEWS_PER_DAY: Parameter = Parameter {
    key: "pools.views_per_day",
    kind: Kind::Integer,
    default: 50,
    min: 0,
    max: 100_000,
    unit: "accounts",
    source: "Default: five looks for each account that may be taken",
    about: "Of so many accounts in one pool a person sees telephone and address in a day, unless the pool has a number of its own.",
};

/// How long whoever had an account leaves it to others.
pub const WAIT_DAYS: Parameter = Parameter {
    key: "pools.wait_days",
    kind: Kind::Integer,
    default: 30,
    min: 0,
    max: 3650,
    unit: "days",
    source: "Default: a month in which a colleague may try",
    about: "For so many days the last owner does not take an account back from the pool, unless the pool has a number of its own.",
};

/// How long before it is recycled the owner of an account is warned.
pub const WARNING_DAYS: Parameter = Parameter {
    key: "pools.warning_days",
    kind: Kind::Integer,
    default: 7,
    min: 0,
    max: 365,
    unit: "days",
    source: "Default: a week, in which there is a working day whatever happens",
    about: "So many days before a rule takes an account its owner is told, unless the pool has a number of its own.",
};
