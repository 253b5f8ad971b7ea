//! Every write of duplicates.

mod check;
mod erase;
mod keys;
mod merge;
mod pair;
mod scan;

pub(super) use self::{
    check::{ASKED, note_asked, note_told},
    merge::{handed_on, queue_many, queue_undo},
    scan::{forget_unseen, queue_scan, write_pairs},
};
pub use self::{
    check::{check, refuse},
    erase::erase,
    keys::put_keys,
    merge::{forget, merge, own_references, undo},
    pair::judge,
};
