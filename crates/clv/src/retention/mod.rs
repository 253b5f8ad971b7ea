//! How long customers stay: survival without and with covariates, in continuous and in discrete time.
//!
//! A customer who has not left yet is not dropped but censored: they stayed at least this long.

mod concordance;
mod cox;
mod hazard;
mod kaplan_meier;
mod log_rank;

pub use concordance::concordance;
pub use cox::Cox;
pub use hazard::{DiscreteHazard, PeriodLifetime};
pub use kaplan_meier::{KaplanMeier, SurvivalStep};
pub use log_rank::{LogRank, log_rank};

use crate::error::{Fault, not_negative};

/// How long something lasted, or has lasted so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lifetime {
    time: f64,
    ended: bool,
}

impl Lifetime {
    /// A lifetime of `time`, which `ended` then or was last seen then.
    ///
    /// # Errors
    /// If `time` is negative or not finite.
    pub fn new(time: f64, ended: bool) -> Result<Self, Fault> {
        Ok(Self { time: not_negative("time", time)?, ended })
    }

    /// How long, in any unit.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.time
    }

    /// Whether it ended; otherwise it is censored.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.ended
    }
}

/// Indices of lifetimes from the longest to the shortest; equal times are neighbours.
fn longest_first(lifetimes: &[Lifetime]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lifetimes.len()).collect();
    order.sort_by(|&one, &other| lifetimes[other].time.total_cmp(&lifetimes[one].time));
    order
}

/// Groups of one time, in the order given.
fn by_time<'a>(lifetimes: &'a [Lifetime], order: &'a [usize]) -> impl Iterator<Item = &'a [usize]> {
    order.chunk_by(|&one, &next| lifetimes[one].time.total_cmp(&lifetimes[next].time).is_eq())
}
