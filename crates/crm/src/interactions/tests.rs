//! Interactions through HTTP.

mod comments;
mod episodes;
mod log;
mod notifications;
mod promises;
mod tasks;
