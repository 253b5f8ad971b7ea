//! Staff through HTTP.
