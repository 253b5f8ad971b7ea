//! Every write of customers.

mod account;
mod called;
mod figures;
mod hand_over;
mod many;
mod merge;
mod named;
mod pool;
mod relation;
mod undo;

pub(crate) use self::account::{check_new, to_change, trashed};
pub use self::{
    account::{change, create, may_give_away, restore, trash, try_change},
    figures::{Bounds, Trade, add_trade, bounds, classify, hold, note_contact, note_next_step, note_trade, set_contact},
    hand_over::{Heirs, hand_over},
    many::{insert_many, insert_relations, queue_bulk},
    merge::{check_duplicates, refuse_duplicates},
    named::{NamedAccount, NamedAccounts},
    pool::{assign, protect, put_into_pool, take_out_of_pool},
    relation::{change_relation, relate, unrelate},
};
pub(super) use self::{
    account::{check_began, check_given_away, check_patch, index_many},
    called::call_many,
    many::{Edited, bulk_many, change_many, to_change_many},
    merge::{before_merge, facts_of},
    undo::take_back,
};
