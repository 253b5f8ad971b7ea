//! Every write of orders.

mod many;
mod order;

pub use self::{
    many::{NewRow, insert_many, refresh},
    order::{enter, remove},
};
pub(super) use self::order::check_new;
