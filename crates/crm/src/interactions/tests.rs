//! Interactions through HTTP.

mod comments;
mod log;
mod tasks;
