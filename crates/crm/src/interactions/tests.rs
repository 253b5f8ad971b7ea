//! Interactions through HTTP.

mod comments;
mod log;
mod promises;
mod tasks;
