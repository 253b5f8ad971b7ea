//! F14: what kind of customer an account is. How it buys is derived and may be set right by a person; whether it is strategic
//! and what it looks at first is said by people. Types describe: none of them decides anything alone (A17, A18, A23).

pub mod api;
pub mod commands;
pub mod queries;
pub(super) mod routes;
