//! The parts of Guanxi that know nothing of customers: who acts, records and transactions, events, lists, jobs,
//! parameters, search, and the HTTP door. No noun of the trade appears in here.

pub mod actor;
pub mod bulk;
pub mod check;
pub mod clock;
pub mod custom;
pub mod db;
pub mod error;
pub mod event;
pub mod guarded;
pub mod http;
pub mod id;
pub mod import;
pub mod job;
pub mod list;
mod migrations;
pub mod money;
pub mod parameter;
pub mod search;
pub mod secret;
pub mod slice;
pub mod tags;
#[cfg(feature = "testkit")]
pub mod testkit;
pub use guanxi_files as files;
pub use guanxi_text as text;
pub mod timeline;

pub use migrations::MIGRATIONS;
