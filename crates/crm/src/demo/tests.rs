//! Demo through HTTP.
