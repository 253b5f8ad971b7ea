//! Whole files, friendly and hostile, through the public functions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod books;
mod hostile;
mod support;
mod texts;
