//! Every write of contacts.

mod bulk;
mod contact;
mod erase;
mod hand_over;
mod many;
mod merge;
mod undo;

pub(crate) use self::contact::check_new;
pub(super) use self::{
    bulk::bulk_many,
    contact::{check_born, check_patch},
    many::{Edited, change_many, reindex_of_accounts, to_change_many},
    merge::{before_accounts_merge, before_merge, facts_of},
    undo::take_back,
};
pub use self::{
    bulk::queue_bulk,
    contact::{change, create, restore, set_first_to_call, set_places, trash},
    erase::erase,
    hand_over::hand_over,
    many::{NewLink, index_again, insert_many},
    merge::{check_duplicates, refuse_duplicates},
};
