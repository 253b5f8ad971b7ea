//! Records that are there twice: found while they are entered and in what is there, merged, and parted again.
//!
//! Rules and defaults: docs/domain/duplicates.md (F59). It knows no kind of record: those that may be merged tell it what
//! tells them apart ([`kinds::Alike`]), and every capability what its rows point to ([`Slice::references`]).

pub mod api;
pub mod commands;
mod jobs;
mod journal;
pub mod kinds;
mod migrations;
pub mod queries;
mod routes;
mod rows;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    parameter::{Kind, Parameter},
    slice::{Reference, Slice, Then},
};

pub use self::{
    journal::Journal,
    kinds::{Alike, Facts, Follow, Mergeable, Sign},
    routes::moved,
    rows::Known,
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "duplicates",
    about: "Records that are there twice: found, merged, parted again.",
    uses: &["staff"],
    routes: routes::routes,
    jobs: || vec![jobs::SCAN, jobs::MERGE_MANY, jobs::UNDO_MANY, jobs::FORGET],
    references: &[
        Reference { to: "account", table: "record_keys", column: "record_id", then: Then::Forget },
        Reference { to: "account", table: "duplicate_pairs", column: "first_id", then: Then::Forget },
        Reference { to: "account", table: "duplicate_pairs", column: "second_id", then: Then::Forget },
        Reference { to: "contact", table: "record_keys", column: "record_id", then: Then::Forget },
        Reference { to: "contact", table: "duplicate_pairs", column: "first_id", then: Then::Forget },
        Reference { to: "contact", table: "duplicate_pairs", column: "second_id", then: Then::Forget },
    ],
    parameters: &[NAME_SIMILARITY, UNDO_DAYS, HIDDEN_PER_HOUR, MOST_ALIKE],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// F59: from where two names of one city are taken for one.
pub const NAME_SIMILARITY: Parameter = Parameter {
    key: "duplicates.name_similarity",
    kind: Kind::Ratio,
    default: 9000,
    min: 5000,
    max: 10_000,
    unit: "basis_points",
    source: "F59, course text: name similarity of 0.9 in one city",
    about: "From this likeness on (100 % is the same), two names in one city may be of the same customer.",
};

/// F59: how long a merge can be undone.
pub const UNDO_DAYS: Parameter = Parameter {
    key: "duplicates.undo_days",
    kind: Kind::Integer,
    default: 30,
    min: 1,
    max: 365,
    unit: "days",
    source: "F59, course text: merge with undo for 30 days",
    about: "For so many days what was merged can be parted again.",
};

/// How often somebody is told of a record that they may not see.
pub const HIDDEN_PER_HOUR: Parameter = Parameter {
    key: "duplicates.hidden_per_hour",
    kind: Kind::Integer,
    default: 30,
    min: 1,
    max: 10_000,
    unit: "answers",
    source: "Default: more than somebody enters in an hour, far less than it takes to ask for a whole market",
    about: "So often in an hour somebody is told that a colleague has such a customer already.",
};

/// How many records with the same mark are compared with one another.
pub const MOST_ALIKE: Parameter = Parameter {
    key: "duplicates.most_alike",
    kind: Kind::Integer,
    default: 200,
    min: 10,
    max: 2000,
    unit: "records",
    source: "Default: a telephone number that more records share is a switchboard or a placeholder",
    about: "What more than so many records share, such as the telephone number of a head office, makes none of them a duplicate.",
};
