//! Every write of pools.

mod hands;
mod pool;
mod recycle;
mod rule;

pub(super) use self::recycle::{Chunk, active_rules, settle, tell_recycled, tell_warned, warn};
pub use self::{
    hands::{give, give_back, open, protect, put, take, take_one, unprotect},
    pool::{change, make, remove},
    recycle::queue,
    rule::{add_rule, change_rule, remove_rule},
};
