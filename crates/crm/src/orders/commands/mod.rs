//! Every write of orders.

mod many;
mod order;

pub(super) use self::order::{check_new, check_past};
pub use self::{
    many::{NewRow, insert_many, refresh},
    order::{enter, remove},
};
