//! Interactions through HTTP.

mod comments;
mod episodes;
mod log;
mod notifications;
mod preferences;
mod promises;
mod tasks;
