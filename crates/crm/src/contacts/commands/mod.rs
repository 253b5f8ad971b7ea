//! Every write of contacts.

mod contact;
mod hand_over;
mod many;

pub(crate) use self::contact::check_new;
pub(super) use self::{
    contact::check_patch,
    many::{Edited, change_many, to_change_many},
};
pub use self::{
    contact::{change, create, restore, set_places, trash},
    hand_over::hand_over,
    many::{NewLink, insert_many, reindex_of_accounts},
};
