//! Every write of orders.

mod many;
mod order;
mod rewrite;

pub use self::{
    many::{NewRow, insert_many, refresh},
    order::{enter, remove},
    rewrite::put,
};
pub(super) use self::{
    many::{append, follow},
    order::{MAX_LINES, check_new, check_past, lines_exceed},
    rewrite::{rewrite, same},
};
