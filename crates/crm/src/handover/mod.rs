//! When somebody leaves: access ends at once, and everything that has an owner goes to those who go on with it; in the same
//! moment, unless it is so much that others would have to wait.
//!
//! Rules and defaults: docs/domain/ownership.md (F58). Each capability hands its own records over; this one only says whose
//! turn it is, and to whom they go. What was said and done stays under the name of who did it.

pub mod api;
pub mod commands;
mod jobs;
mod routes;
pub mod rules;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    parameter::{Kind, Parameter},
    slice::{Notice, Slice, Told},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "handover",
    about: "A leaver's accounts, contacts and open tasks go to those who go on with them.",
    uses: &["staff", "customers", "contacts", "interactions", "territories"],
    routes: routes::routes,
    jobs: || vec![jobs::HAND_OVER],
    access: &["user.deactivated"],
    notices: &[Notice { key: "handover", names: &["handed_over", "took_over"], told: Told::Always }],
    parameters: &[AT_ONCE, VISITS_PER_DAY],
    ..Slice::EMPTY
};

/// F58: up to how many records change hands in one moment.
pub const AT_ONCE: Parameter = Parameter {
    key: "handover.at_once",
    kind: Kind::Integer,
    default: 1000,
    min: 0,
    max: 5000,
    unit: "records",
    source: "Default: as many as are written in about a second, in which others wait",
    about: "So many accounts, contacts and tasks change hands together with the end of the access; more of them in the background.",
};

/// F58: how many hand-over visits a day.
pub const VISITS_PER_DAY: Parameter = Parameter {
    key: "handover.visits_per_day",
    kind: Kind::Integer,
    default: 5,
    min: 1,
    max: 100,
    unit: "accounts",
    source: "Default: as many visits as a salesperson pays in a day",
    about: "So many hand-over visits a working day each new owner is given, the largest customers first.",
};
