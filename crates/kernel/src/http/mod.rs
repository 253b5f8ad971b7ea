//! The HTTP door: the application's state, who is calling, what they sent, and how errors look.

mod app;
mod client;
pub mod download;
mod extract;
pub mod idempotency;
mod lists;
mod live;
mod openapi;
mod probes;
pub mod problem;
mod router;

pub use self::{
    app::{App, Credential, Directory, SESSION_COOKIE},
    client::{ClientAddress, Network, OverTls},
    extract::{ByToken, Checked, IfMatch, InPerson, Path, Query, cookie, maybe, parse},
    openapi::document,
    respond::{Created, Versioned},
    router::{content_security, inside, router},
};

mod respond;
