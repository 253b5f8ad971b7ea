//! The rule of the choice: what speaks for and against each candidate.

use super::{Candidate, Chosen, Family};
use crate::fit::{Boundary, Fit, Status};
use crate::statistics::size;

/// Differences of the evidence below this are none: a factor of e.
const NO_EVIDENCE: f64 = 1.0;

/// Why a candidate was taken or not. Evidence is the log-likelihood less 1 for each parameter (half of Akaike's criterion,
/// turned over).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Taken: the most evidence, or less than 1 below it and first in the order. The hold-out, if there is one, says no other.
    MostLikely,
    /// Taken: in the hold-out nearer to what happened than the likeliest, by more than chance.
    BestInHoldout {
        /// The likeliest.
        over: Family,
    },
    /// As good as the likeliest (less than 1 below), but later in the order.
    AsLikely {
        /// By how much its evidence is lower; below zero if it is higher.
        by: f64,
    },
    /// Less evidence than the likeliest.
    LessLikely {
        /// By how much.
        by: f64,
    },
    /// The hold-out decided for another; how far behind stands with its [`Judged`](super::Judged).
    WorseInHoldout,
    /// The fit lies at the edge of the model.
    AtBoundary(Boundary),
    /// No maximum was found.
    Failed,
    /// No better than the model in which nobody leaves, but by chance.
    NoBetterThanNbd {
        /// Twice the gain in log-likelihood over it.
        gain: f64,
        /// What chance reaches in one of twenty cases (chi-squared).
        needed: f64,
    },
    /// Taken because none of the models with departure can be believed.
    Fallback,
    /// Not needed: a model with departure can be believed.
    Simpler,
}

impl Verdict {
    /// A stable word for programs: the name of the verdict, such as `most_likely` or `no_better_than_nbd`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MostLikely => "most_likely",
            Self::BestInHoldout { .. } => "best_in_holdout",
            Self::AsLikely { .. } => "as_likely",
            Self::LessLikely { .. } => "less_likely",
            Self::WorseInHoldout => "worse_in_holdout",
            Self::AtBoundary(_) => "at_boundary",
            Self::Failed => "failed",
            Self::NoBetterThanNbd { .. } => "no_better_than_nbd",
            Self::Fallback => "fallback",
            Self::Simpler => "simpler",
        }
    }
}

/// Why a fit cannot be believed, if it cannot; `plain` is the fit of the NBD.
pub(super) fn doubt<M>(fit: &Fit<M>, plain: &Fit<Chosen>) -> Option<Verdict> {
    match fit.status {
        Status::Failed => Some(Verdict::Failed),
        Status::Boundary(boundary) => Some(Verdict::AtBoundary(boundary)),
        Status::Converged => is_chance(fit, plain),
    }
}

/// The verdict on a fit that gains on the NBD no more than chance does, if it does not.
pub(super) fn is_chance<M>(fit: &Fit<M>, plain: &Fit<Chosen>) -> Option<Verdict> {
    let gain = 2.0 * (fit.log_likelihood - plain.log_likelihood);
    let needed = chance_gain(fit.parameters() - plain.parameters());
    (gain < needed).then_some(Verdict::NoBetterThanNbd { gain, needed })
}

/// Twice the gain in log-likelihood that so many parameters more reach by chance in one of twenty cases (chi-squared).
fn chance_gain(parameters: usize) -> f64 {
    match parameters {
        0..=2 => 5.991_464_547_107_979,
        _ => 7.814_727_903_251_179,
    }
}

/// What a fit says for its model.
fn evidence(candidate: &Candidate) -> f64 {
    candidate.fit.log_likelihood - size(candidate.fit.parameters())
}

/// Among the `believed` the place of the first with the most evidence, or less than 1 below it.
pub(super) fn likeliest(candidates: &[Candidate], believed: &[usize]) -> Option<usize> {
    let most = believed.iter().map(|&index| evidence(&candidates[index])).max_by(f64::total_cmp)?;
    believed.iter().copied().find(|&index| most - evidence(&candidates[index]) < NO_EVIDENCE)
}

/// The verdict on a candidate that can be believed where the evidence decided for `best`.
pub(super) fn by_evidence(candidate: &Candidate, best: &Candidate) -> Verdict {
    let by = evidence(best) - evidence(candidate);
    if by < NO_EVIDENCE { Verdict::AsLikely { by } } else { Verdict::LessLikely { by } }
}
