//! Every published and golden number of the models, as a test; sources and licences of the data are in `tests/data/README.md`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod bad_input;
mod choice;
mod classes;
mod data;
mod demand;
mod fits;
mod grids;
mod predictions;
mod properties;
mod regular;
mod retention;
mod scoring;
mod simulation;
mod spend;
mod subscriptions;
mod validation;
