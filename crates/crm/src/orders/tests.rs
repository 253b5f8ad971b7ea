//! Orders through HTTP.
