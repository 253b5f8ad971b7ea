//! F09: what an account gets from us and what it gives up for that, beside what rivals offer it, as a salesperson sees it with
//! the customer's eyes; and the one factor to add to or to subtract from.
//!
//! Each scoring is kept; the newest says what stands in the account list. What the account brings us in return is the other
//! side of the same model ([`queries::delivered_value`]).

pub mod api;
pub mod commands;
pub mod queries;
pub(super) mod routes;
pub mod rules;
pub mod tables;
