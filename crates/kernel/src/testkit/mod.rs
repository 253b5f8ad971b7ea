//! What tests of capabilities stand on: a migrated database of their own on either database, and a client that talks
//! to the router as a browser or a script would.
//!
//! Tests run on SQLite, or on PostgreSQL when `GUANXI_TEST_POSTGRES` names a cluster on which databases may be made.

mod client;
mod database;

pub use self::{
    client::{Answer, Client, Stream},
    database::TestDatabase,
};
