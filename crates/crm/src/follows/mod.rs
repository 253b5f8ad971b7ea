//! Following: whom of the customers and contacts somebody keeps an eye on, though they may belong to others.
//!
//! Rules and defaults: docs/domain/follows.md. This capability knows who follows what, and what is followed by itself; what
//! followers are told, and how, `interactions` says with all other notifications.

pub mod api;
pub mod commands;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    event::Audience,
    parameter::{Kind, Parameter},
    slice::{Reference, Slice, Then},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "follows",
    about: "Who follows which accounts and contacts.",
    uses: &["staff", "duplicates", "customers", "contacts"],
    routes: routes::routes,
    jobs: || vec![jobs::FOLLOW_MANY],
    audiences: &[("follow", Audience::Owner)],
    references: &[
        Reference { to: "user", table: "follows", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "follow_wishes", column: "user_id", then: Then::Remove },
        Reference { to: "account", table: "follows", column: "record_id", then: Then::Part },
        Reference { to: "contact", table: "follows", column: "record_id", then: Then::Part },
    ],
    parameters: &[MADE, OWNED, DISCUSSED],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// Whether one follows what one makes.
pub const MADE: Parameter = Parameter {
    key: "follows.made",
    default: 0,
    about: "Whoever enters a customer or a contact follows it by themselves, unless they have chosen otherwise.",
    ..BY_ITSELF
};

/// Whether one follows what one owns.
pub const OWNED: Parameter = Parameter {
    key: "follows.owned",
    default: 1,
    about: "Whoever a customer or a contact is given to follows it by themselves, unless they have chosen otherwise.",
    ..BY_ITSELF
};

/// Whether one follows where one takes part in the talk.
pub const DISCUSSED: Parameter = Parameter {
    key: "follows.discussed",
    default: 1,
    about: "Whoever comments on a customer, or is mentioned there, follows it by themselves, unless they have chosen otherwise.",
    ..BY_ITSELF
};

/// What these have in common.
const BY_ITSELF: Parameter = Parameter {
    key: "",
    kind: Kind::Switch,
    default: 1,
    min: 0,
    max: 1,
    unit: "switch",
    source: "Default: each is told of what concerns them, and switches off what does not",
    about: "",
};
