//! Every write of orders.

mod many;
mod order;
mod products;
mod rewrite;
mod undo;

pub use self::{
    many::{NewRow, insert_many, refresh},
    order::{enter, remove},
    rewrite::put,
};
pub(super) use self::{
    many::{append, follow},
    order::{MAX_LINES, check_new, check_past, lines_exceed},
    products::{named, register},
    rewrite::{rewrite, same},
    undo::{lines_beside, take_back},
};
