//! When somebody leaves: access ends at once, and everything that has an owner goes to a successor, as a job.
//!
//! Rules and defaults: docs/domain/staff.md (F58). Each capability hands its own records over; this one only says whose
//! turn it is. What was said and done stays under the name of who did it.

pub mod api;
pub mod commands;
mod jobs;
mod routes;
#[cfg(test)]
mod tests;

use guanxi_kernel::slice::Slice;

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "handover",
    about: "A leaver's accounts, contacts and open tasks go to a successor.",
    uses: &["staff", "customers", "contacts", "interactions"],
    routes: routes::routes,
    jobs: || vec![jobs::HAND_OVER],
    access: &["user.deactivated"],
    ..Slice::EMPTY
};
