//! Every write of the catalogue.

mod many;
mod product;
mod undo;

pub(super) use self::{
    many::{bulk_many, change_many, insert_many},
    undo::take_back,
};
pub use self::{
    many::{fill_families, queue_bulk, register, remove_unnamed},
    product::{change, create, remove},
};
