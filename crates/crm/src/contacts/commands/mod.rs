//! Every write of contacts.

mod contact;
mod many;

pub(crate) use self::contact::check_new;
pub(super) use self::{
    contact::check_patch,
    many::{Edited, change_many, to_change_many},
};
pub use self::{
    contact::{change, create, reindex_of_account, restore, set_places, trash},
    many::{NewLink, insert_many},
};
