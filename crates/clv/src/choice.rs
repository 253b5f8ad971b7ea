//! Which purchase model to use: fits the candidates, compares them, falls back to something simpler, and says why.
//!
//! The reasons are facts, not sentences: words belong to the caller, who knows the reader's language.

use crate::fit::{Boundary, Fit, Status};
use crate::purchases::{BgNbd, MbgCnbd, MbgNbd, Nbd, ParetoNbd, PurchaseModel};
use crate::validation::Metrics;
use crate::{Cells, Error, History, Random};

/// Differences of the log-likelihood below this are no evidence: a factor of e.
const NO_EVIDENCE: f64 = 1.0;
/// Twice the gain in log-likelihood that two parameters reach by chance in one of twenty cases (chi-squared, 5 percent).
const CHANCE_GAIN: f64 = 5.991_464_547_107_979;

/// The largest k tried; beyond, k hardly changes what is predicted.
const MOST_REGULAR: u32 = 12;

/// One of the models to choose from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Chosen {
    /// Nobody leaves.
    Nbd(Nbd),
    /// Customers leave after a repeat purchase.
    BgNbd(BgNbd),
    /// Customers leave after any purchase.
    MbgNbd(MbgNbd),
    /// Customers leave at any time.
    ParetoNbd(ParetoNbd),
    /// Customers buy at regular gaps and leave after any purchase.
    MbgCnbd(MbgCnbd),
}

/// What one of the models says, whichever it is.
macro_rules! of_model {
    ($chosen:expr, $model:ident => $said:expr) => {
        match $chosen {
            Chosen::Nbd($model) => $said,
            Chosen::BgNbd($model) => $said,
            Chosen::MbgNbd($model) => $said,
            Chosen::ParetoNbd($model) => $said,
            Chosen::MbgCnbd($model) => $said,
        }
    };
}

impl Chosen {
    /// The name of the model for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        fn of<M: PurchaseModel>(_: &M) -> &'static str {
            M::NAME
        }
        of_model!(self, model => of(model))
    }
}

/// What the chosen model predicts.
impl PurchaseModel for Chosen {
    const NAME: &'static str = "chosen";

    fn probability_alive(&self, history: &History) -> f64 {
        of_model!(self, model => model.probability_alive(history))
    }

    fn probability_of_purchase(&self, history: &History, time: f64) -> f64 {
        of_model!(self, model => model.probability_of_purchase(history, time))
    }

    fn expected_purchases(&self, history: &History, time: f64) -> f64 {
        of_model!(self, model => model.expected_purchases(history, time))
    }

    fn expected_purchases_of_newcomer(&self, time: f64) -> f64 {
        of_model!(self, model => model.expected_purchases_of_newcomer(time))
    }

    fn simulate(&self, until: f64, random: &mut Random) -> Vec<f64> {
        of_model!(self, model => model.simulate(until, random))
    }
}

/// What customers did after the calibration.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// The calibration of each customer.
    pub histories: &'a [History],
    /// Purchases of each after it, in the same order.
    pub purchases: &'a [f64],
    /// How long after.
    pub time: f64,
}

/// A model that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its fit.
    pub fit: Fit<Chosen>,
    /// How it did in the hold-out, if there is one.
    pub holdout: Option<Metrics>,
    /// Why it was taken or not.
    pub verdict: Verdict,
}

/// Why a candidate was taken or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Best in the hold-out: the smallest mean absolute error.
    BestInHoldout,
    /// The highest likelihood, or one so close to it that it is no evidence, without a hold-out to ask.
    MostLikely,
    /// As good as the best (its log-likelihood is less than 1 lower), but later in the list.
    AsLikely {
        /// By how much its log-likelihood is lower.
        by: f64,
    },
    /// A lower likelihood than the best.
    LessLikely {
        /// By how much its log-likelihood is lower.
        by: f64,
    },
    /// Larger errors in the hold-out than the best.
    WorseInHoldout {
        /// By how much its mean absolute error is larger, in purchases.
        by: f64,
    },
    /// The fit lies at the edge of the model.
    AtBoundary(Boundary),
    /// No maximum was found.
    Failed,
    /// Hardly better than the model in which nobody leaves.
    NoBetterThanNbd {
        /// Twice the gain in log-likelihood over it.
        gain: f64,
    },
    /// Taken because none of the models with departure can be believed.
    Fallback,
    /// Not needed: a model with departure can be believed.
    Simpler,
}

/// The choice and all that was tried, in the order MBG/NBD, MBG/CNBD-k, BG/NBD, Pareto/NBD, NBD.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What was tried; one of them is the choice.
    pub candidates: Vec<Candidate>,
    chosen: usize,
}

impl Choice {
    /// Fits all models and chooses.
    ///
    /// A model counts only if its fit converged and gains on the NBD more than chance. Of those the hold-out decides by mean
    /// absolute error, or without one the likelihood. If none is left, the NBD is taken. MBG/NBD comes first among equals: it
    /// doubts customers who never came back.
    ///
    /// MBG/CNBD-k is tried if `log_gaps`, the sum of the logarithms of all gaps of all customers, is told, and is a candidate if
    /// the likeliest k is above 1.
    ///
    /// # Errors
    /// As the fits; as [`Metrics::of`] if the hold-out's lists differ in length.
    pub fn of(cells: &Cells, log_gaps: Option<f64>, outcome: Option<Outcome>) -> Result<Self, Error> {
        let mut fits = vec![adopt(MbgNbd::fit(cells)?, Chosen::MbgNbd)];
        if let Some(log_gaps) = log_gaps {
            let regular = MbgCnbd::fit_regularity(cells, log_gaps, MOST_REGULAR)?;
            if regular.model.k() > 1 {
                fits.push(adopt(regular, Chosen::MbgCnbd));
            }
        }
        fits.push(adopt(BgNbd::fit(cells)?, Chosen::BgNbd));
        fits.push(adopt(ParetoNbd::fit(cells)?, Chosen::ParetoNbd));
        fits.push(adopt(Nbd::fit(cells)?, Chosen::Nbd));
        let plain = fits[fits.len() - 1].log_likelihood;
        let mut candidates = Vec::with_capacity(fits.len());
        for fit in fits {
            let holdout = outcome.map(|outcome| measure(&fit.model, &outcome)).transpose()?;
            let verdict = doubt(&fit, plain).unwrap_or(Verdict::Simpler);
            candidates.push(Candidate { fit, holdout, verdict });
        }
        let chosen = decide(&mut candidates);
        Ok(Self { candidates, chosen })
    }

    /// The candidate that was chosen.
    #[must_use]
    pub fn chosen(&self) -> &Candidate {
        &self.candidates[self.chosen]
    }
}

/// The fit of a model as one of several.
fn adopt<M>(fit: Fit<M>, chosen: impl Fn(M) -> Chosen) -> Fit<Chosen> {
    Fit {
        model: chosen(fit.model),
        status: fit.status,
        log_likelihood: fit.log_likelihood,
        estimates: fit.estimates,
        log_covariance: fit.log_covariance,
        customers: fit.customers,
        steps: fit.steps,
    }
}

fn measure(model: &Chosen, outcome: &Outcome) -> Result<Metrics, Error> {
    let predicted: Vec<f64> = outcome.histories.iter().map(|history| model.expected_purchases(history, outcome.time)).collect();
    Metrics::of(&predicted, outcome.purchases)
}

/// Why a fit cannot be believed, if it cannot.
fn doubt(fit: &Fit<Chosen>, plain: f64) -> Option<Verdict> {
    let gain = 2.0 * (fit.log_likelihood - plain);
    match fit.status {
        Status::Failed => Some(Verdict::Failed),
        Status::Boundary(boundary) => Some(Verdict::AtBoundary(boundary)),
        Status::Converged if matches!(fit.model, Chosen::Nbd(_)) => None,
        Status::Converged => (gain < CHANCE_GAIN).then_some(Verdict::NoBetterThanNbd { gain }),
    }
}

/// Puts verdicts on the candidates that can be believed, and answers the place of the best.
fn decide(candidates: &mut [Candidate]) -> usize {
    let plain = candidates.len() - 1;
    let believed: Vec<usize> = (0..plain).filter(|&index| candidates[index].verdict == Verdict::Simpler).collect();
    let error = |index: &usize| candidates[*index].holdout.map_or(0.0, |metrics| metrics.mae);
    let likelihood = |index: &usize| candidates[*index].fit.log_likelihood;
    let Some(highest) = believed.iter().map(likelihood).max_by(f64::total_cmp) else {
        candidates[plain].verdict = Verdict::Fallback;
        return plain;
    };
    let by_holdout = candidates[plain].holdout.is_some();
    let best = if by_holdout {
        believed.iter().copied().min_by(|one, other| error(one).total_cmp(&error(other)))
    } else {
        believed.iter().copied().find(|index| highest - likelihood(index) < NO_EVIDENCE)
    };
    let best = best.expect("one is believed");
    let verdicts: Vec<(usize, Verdict)> = believed
        .iter()
        .map(|&index| {
            let lower = highest - likelihood(&index);
            let verdict = match (index == best, by_holdout) {
                (true, true) => Verdict::BestInHoldout,
                (true, false) => Verdict::MostLikely,
                (false, true) => Verdict::WorseInHoldout { by: error(&index) - error(&best) },
                (false, false) if lower < NO_EVIDENCE => Verdict::AsLikely { by: lower },
                (false, false) => Verdict::LessLikely { by: lower },
            };
            (index, verdict)
        })
        .collect();
    for (index, verdict) in verdicts {
        candidates[index].verdict = verdict;
    }
    best
}
