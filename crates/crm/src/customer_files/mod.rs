//! The customer file: what should be known of an account and was verified when, its analysis, its review and what follows from
//! that; one steward, and proposals of everybody else (F03, F04).
//!
//! Rules and defaults: `docs/domain/customer_files.md`. It keeps no answer twice: what is known stands in the account and in its
//! people, and is written by their own commands. What the file adds is which answers count, when each was verified, and the
//! steps from one review to the next, which stand beside the account as fields of its list.

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
    event::{Audience, Reaction},
    parameter::{Kind, Parameter},
    slice::{Keep, Notice, Permission, Reference, Slice, Then, Told},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "customer_files",
    about: "Customer files: survey, completeness, analysis, review and what follows from it, proposals to the steward.",
    uses: &["staff", "duplicates", "customers", "contacts", "interactions", "value"],
    routes: routes::routes,
    offered: &["customer_file"],
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::NIGHT, jobs::REFRESH],
    reactions: || {
        let changed = [
            "account.created",
            "account.changed",
            "account.owner_changed",
            "account.restored",
            "account.merged",
            "contact.created",
            "contact.changed",
            "contact.accounts_changed",
            "contact.trashed",
            "contact.restored",
        ];
        let refresh = changed.map(|on| Reaction { on, job: jobs::REFRESH.name });
        let loaded = Reaction { on: "demo.loaded", job: jobs::NIGHT.name };
        refresh.into_iter().chain([loaded]).collect()
    },
    permissions: &[
        Permission { object: tables::OBJECT, actions: &[Action::Read, Action::Change] },
        Permission { object: tables::REVIEW, actions: &[Action::Create] },
        Permission { object: tables::FORM, actions: &[Action::Change] },
    ],
    audiences: &[("file_proposal", Audience::ReadersOf("account")), ("file_form", Audience::ReadersOf(tables::OBJECT))],
    steps: &["customer_files.refreshed", "customer_files.looked_through"],
    keeps: &[Keep { to: "account", table: "file_reviews", column: "account_id" }],
    references: &[
        Reference { to: "user", table: "account_files", column: "steward_id", then: Then::Empty },
        Reference { to: "account", table: "account_files", column: "record_id", then: Then::Forget },
        Reference { to: "account", table: "file_verifications", column: "account_id", then: Then::Forget },
        Reference { to: "account", table: "file_reviews", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "file_proposals", column: "account_id", then: Then::Remove },
    ],
    notices: &[Notice {
        key: "customer_files",
        names: &[
            "file_steward",
            "file_proposed",
            "file_proposal_accepted",
            "file_proposal_declined",
            "file_submitted",
            "file_reviewed",
            "file_reviews_due",
            "file_reviews_overdue",
            "files_to_verify",
        ],
        told: Told::Unless,
    }],
    beside: &[tables::BESIDE],
    parameters: &[
        COMPLETE_MIN,
        STALE_DAYS_KEY,
        STALE_DAYS,
        REVIEW_WITHIN_DAYS,
        REVIEW_DAYS_KEY,
        REVIEW_DAYS,
        FOLLOW_UP_DAYS,
        VERIFY_WITHIN_DAYS,
        VERIFY_MOST,
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// F03: how complete a file is before it is analysed.
pub const COMPLETE_MIN: Parameter = Parameter {
    key: "customer_files.complete_min",
    kind: Kind::Ratio,
    default: 8000,
    min: 0,
    max: 10_000,
    unit: "basis_points",
    source: "F03, course text: customer survey before customer analysis; the share is a design default",
    about: "A customer file is analysed once this share of its questions has an answer that counts.",
};

/// F04: when answers about important accounts are too old.
pub const STALE_DAYS_KEY: Parameter = days(
    "customer_files.stale_days_key",
    90,
    "F04, course text: the file is kept up to date; the days are a design default",
    "Of an account of class A or a VIP an answer counts as missing when it was not verified for longer than this.",
);

/// F04: when answers about the others are.
pub const STALE_DAYS: Parameter = days(
    "customer_files.stale_days",
    180,
    "F04, course text: the file is kept up to date; the days are a design default",
    "Of other accounts an answer counts as missing when it was not verified for longer than this.",
);

/// F03: how long a review may take.
pub const REVIEW_WITHIN_DAYS: Parameter = days(
    "customer_files.review_within_days",
    14,
    "F03: design default",
    "A manager reviews a customer file within so many days after it was submitted.",
);

/// F03: when important accounts are reviewed again.
pub const REVIEW_DAYS_KEY: Parameter = days(
    "customer_files.review_days_key",
    90,
    "F03: design default, a quarter",
    "An account of class A or a VIP is reviewed again after so many days.",
);

/// F03: when the others are.
pub const REVIEW_DAYS: Parameter =
    days("customer_files.review_days", 180, "F03: design default, half a year", "Other accounts are reviewed again after so many days.");

/// F03: how long the owner has for what a review asks for.
pub const FOLLOW_UP_DAYS: Parameter = days(
    "customer_files.follow_up_days",
    14,
    "F03: design default",
    "What a review asks of the owner (give more, give less, watch) is to be done within so many days.",
);

/// F04: how long the steward has to verify answers.
pub const VERIFY_WITHIN_DAYS: Parameter = days(
    "customer_files.verify_within_days",
    14,
    "F04: design default, at the next contact",
    "A steward who is asked to verify answers does so within so many days.",
);

/// F04: how many accounts a steward is asked to verify at a time.
pub const VERIFY_MOST: Parameter = Parameter {
    key: "customer_files.verify_most",
    kind: Kind::Integer,
    default: 10,
    min: 0,
    max: 1000,
    unit: "tasks",
    source: "design default: as many as are verified beside the work of two weeks",
    about: "So many tasks to verify answers a steward has at a time at most; what is left comes on the following nights.",
};

const fn days(key: &'static str, default: i64, source: &'static str, about: &'static str) -> Parameter {
    Parameter { key, kind: Kind::Integer, default, min: 1, max: 3650, unit: "days", source, about }
}
