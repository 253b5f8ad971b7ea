//! What has been in the trash for long enough goes for good, and so does what somebody with the right to it removes from there.
//!
//! Rules and defaults: docs/domain/trash.md (F62). Putting into the trash and taking out again belongs to the capabilities
//! themselves; a person who wants to be forgotten is erased by [`crate::personal`].

mod commands;
mod jobs;
mod kinds;
mod queries;
mod routes;
mod rules;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    actor::Action,
    parameter::{Kind, Parameter},
    slice::{Permission, Slice},
};

/// The object of removing for good.
pub(crate) const FOR_GOOD: &str = "trash";

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "trash",
    about: "What has been in the trash for long enough goes for good.",
    uses: &["duplicates", "undo", "customers", "contacts"],
    routes: routes::routes,
    jobs: || vec![jobs::EMPTY],
    permissions: &[Permission { object: FOR_GOOD, actions: &[Action::Remove] }],
    steps: &["trash.emptying"],
    parameters: &[DAYS],
    ..Slice::EMPTY
};

/// How long records stay in the trash.
pub const DAYS: Parameter = Parameter {
    key: "trash.days",
    kind: Kind::Integer,
    default: 0,
    min: 0,
    max: 3650,
    unit: "days",
    source: "F62, PIPL art. 19: no longer than is needed; that nothing goes by itself until somebody says so is a design default",
    about: "What has been in the trash for so many days is removed for good, at the earliest after 30; 0 removes nothing.",
};
