//! Admin through HTTP.
