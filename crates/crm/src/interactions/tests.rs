//! Interactions through HTTP.
