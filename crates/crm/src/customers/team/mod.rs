//! F58: who works with an account besides its owner. Members of its team are people, each with a role; shared with an org
//! unit, everybody in it and below it sees the account. Whoever sees an account sees what stands under it.
//!
//! Rules and defaults: docs/domain/ownership.md. What is shared with somebody is read into the actor, and added to its
//! reach in [`tables`](super::tables); rights themselves come from roles alone.

pub mod api;
pub mod commands;
pub(super) mod jobs;
pub mod queries;
pub(super) mod routes;
mod rules;
pub mod tables;
