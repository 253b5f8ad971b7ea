//! Every write of duplicates.

mod check;
mod keys;
mod merge;
mod pair;
mod scan;

pub use self::{
    check::{check, refuse},
    keys::put_keys,
    merge::{forget, merge, undo},
    pair::judge,
};
pub(super) use self::{
    merge::{handed_on, queue_many},
    scan::{Found, forget_unseen, pair_up, queue_scan},
};
