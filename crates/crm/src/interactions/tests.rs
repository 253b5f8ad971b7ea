//! Interactions through HTTP.

mod comments;
mod log;
mod notifications;
mod promises;
mod tasks;
