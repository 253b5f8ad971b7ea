//! MBG/CNBD-k: customers who buy at regular gaps, and leave after a purchase with a probability of their own.
//!
//! Of the events of a random process with the customer's rate λ only each k-th is a purchase, so that gaps are Erlang-k with
//! mean k/λ: k = 1 is [`MbgNbd`](super::MbgNbd), larger k is more regular, and a silence then says more and sooner.
//! Platzer & Reutterer 2016, *Marketing Science* 35(5):779–799.

mod expectation;
mod likelihood;
mod wheat_morrison;

pub use wheat_morrison::regularity;

use expectation::Ahead;

use super::beta_geometric::Living;
use super::{BetaGeometricParameters, MbgNbd, PurchaseModel, renew, time_scale};
use crate::error::finite;
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Task, maximise};
use crate::history::Cell;
use crate::special::logistic;
use crate::{Cells, Error, History, Random, Time};

/// Gaps more regular than this are better described by a calendar.
const MOST_REGULAR: u32 = 24;

/// MBG/CNBD-k of Platzer & Reutterer 2016, *Marketing Science* 35(5):779–799: purchases at regular gaps, with departure after a purchase.
///
/// Of the events of a random process with the customer's rate λ only each k-th is a purchase, so that gaps are Erlang-k with mean k/λ.
/// Rates are gamma with `r` and `α` among customers; after each purchase, the first one too, a customer leaves with a probability that is
/// beta with `a` and `b`. With `R = r + k x`, `s = T − t_x` and the product `G` of the gaps to the power k−1:
///
/// `L = G Γ(R)/(Γ(r) Γ(k)^x) α^r [ B(a, b+x+1)/B(a, b) (α+T)^−R Σ_(j<k) (R)_j/j! (s/(α+T))^j + B(a+1, b+x)/B(a, b) (α+t_x)^−R ]`;
/// `P(alive)` is the first term over both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MbgCnbd {
    k: u32,
    parameters: BetaGeometricParameters,
}

impl MbgCnbd {
    /// The model with these parameters; `r` and `alpha` are of the rate λ, of which each k-th event is a purchase.
    ///
    /// # Errors
    /// If one of them is not a positive finite number, or `k` is not between 1 and 24.
    pub fn new(k: u32, parameters: BetaGeometricParameters) -> Result<Self, Error> {
        check_k(k)?;
        Ok(Self { k, parameters: MbgNbd::new(parameters)?.parameters() })
    }

    /// How regular: each k-th event is a purchase.
    #[must_use]
    pub fn k(&self) -> u32 {
        self.k
    }

    /// Its other parameters.
    #[must_use]
    pub fn parameters(&self) -> BetaGeometricParameters {
        self.parameters
    }

    /// The parameters of largest likelihood for this `k`. The gaps of the cells do not move the parameters, but make likelihoods of
    /// different `k` comparable with each other and with other models.
    ///
    /// # Errors
    /// As [`MbgNbd::fit`], and if `k` is not between 1 and 24, or the cells do not know of gaps ([`Cells::of_gaps`]).
    pub fn fit(cells: &Cells, k: u32) -> Result<Fit<Self>, Error> {
        Self::fit_with(cells, k, Prior::default())
    }

    /// The same with a prior, for few customers.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(cells: &Cells, k: u32, prior: Prior) -> Result<Fit<Self>, Error> {
        check_k(k)?;
        let log_gaps = cells.log_gaps().ok_or(Error::Empty { of: "gaps between purchases" })?;
        let scale = time_scale(cells) / f64::from(k);
        let task = Task {
            names: ["r", "alpha", "a", "b"],
            scales: [1.0, scale, 1.0, 1.0],
            starts: vec![[0.6, 1.0, 0.8, 2.0], [1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.1, 2.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
            prior,
        };
        cells.check_for_fit(task.names.len())?;
        let of_cells = |parameters: &[Jet<4>; 4], cells: &[Cell]| {
            let same_frequency = cells.chunk_by(|one, next| one.history.frequency() == next.history.frequency());
            same_frequency.fold(Jet::ZERO, |sum, cells| sum + likelihood::of_cells(parameters, cells, k))
        };
        let mut fit = maximise(&task, of_cells, |[r, alpha, a, b]| Self { k, parameters: BetaGeometricParameters { r, alpha, a, b } });
        fit.log_likelihood += f64::from(k - 1) * log_gaps;
        Ok(fit)
    }

    /// The best fit among `k` from 1 to `most`: one that converged before one at a boundary before one that failed, and of those the
    /// likeliest; of equals the least regular. The likelihood rises with `k` to its top and falls after it: once it has fallen
    /// twice, no larger `k` is tried.
    /// `k` then counts as a parameter.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_regularity(cells: &Cells, most: u32) -> Result<Fit<Self>, Error> {
        Self::best_regularity(most, |k| Self::fit(cells, k))
    }

    /// The same of what `fit` finds for each `k`.
    pub(crate) fn best_regularity(most: u32, fit: impl Fn(u32) -> Result<Fit<Self>, Error>) -> Result<Fit<Self>, Error> {
        let mut best = fit(1)?;
        let (mut before, mut falls) = (best.log_likelihood, 0);
        for k in 2..=most {
            let fit = fit(k)?;
            falls = if fit.log_likelihood < before { falls + 1 } else { 0 };
            before = fit.log_likelihood;
            let rank = |fit: &Fit<Self>| (fit.status.rank(), fit.log_likelihood);
            if rank(&fit) > rank(&best) {
                best = fit;
            }
            if falls == 2 {
                break;
            }
        }
        best.tried = 1;
        Ok(best)
    }

    /// The log-likelihood of one history whose gaps have logarithms of this sum: the logarithm (natural) of the `L` told at [`MbgCnbd`].
    ///
    /// # Errors
    /// If the sum is not finite, as that of a gap of no time.
    pub fn log_likelihood(&self, history: &History, log_gaps: f64) -> Result<f64, Error> {
        finite("log_gaps", log_gaps)?;
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let alone = Cell { history: *history, customers: 1 };
        let of_times = likelihood::of_cells(&[r, alpha, a, b].map(Jet::constant), &[alone], self.k).value;
        Ok(of_times + f64::from(self.k - 1) * log_gaps)
    }

    /// `r + k x`: the events that made the purchases.
    fn shape(&self, frequency: u32) -> f64 {
        self.parameters.r + f64::from(self.k) * f64::from(frequency)
    }

    /// The weights of having passed 0, 1, … k−1 events since the last purchase, given that the customer is alive; their sum is the
    /// likelihood of the silence relative to that of no event at all.
    fn passed(&self, history: &History) -> Vec<f64> {
        let share = (history.age() - history.recency()) / (self.parameters.alpha + history.age());
        let shape = self.shape(history.frequency());
        let mut weight = 1.0;
        let mut weights = vec![1.0];
        for event in 1..self.k {
            let event = f64::from(event);
            weight *= (shape + event - 1.0) / event * share;
            weights.push(weight);
        }
        weights
    }
}

impl MbgCnbd {
    /// The mean of what is ahead of a living customer over the events that may have passed since the last purchase.
    fn mean_over_passed(&self, history: &History, time: Time, of: impl Fn(&Ahead) -> f64) -> f64 {
        let BetaGeometricParameters { alpha, a, b, .. } = self.parameters;
        let weights = self.passed(history);
        let total: f64 = weights.iter().sum();
        let weighted = |(passed, weight): (u32, &f64)| {
            let living = Living {
                shape: self.shape(history.frequency()) + f64::from(passed),
                elapsed: time.units() / (alpha + history.age()),
                leave: a,
                stay: b + f64::from(history.frequency()) + 1.0,
            };
            weight / total * of(&Ahead { k: self.k, passed, living })
        };
        (0..self.k).zip(&weights).map(weighted).sum()
    }
}

fn check_k(k: u32) -> Result<(), Error> {
    let known = (1..=MOST_REGULAR).contains(&k);
    if known { Ok(()) } else { Err(Error::Parameter { name: "k", value: f64::from(k), must: "must lie between 1 and 24" }) }
}

impl PurchaseModel for MbgCnbd {
    fn probability_alive(&self, history: &History) -> f64 {
        let BetaGeometricParameters { alpha, a, b, .. } = self.parameters;
        let frequency = history.frequency();
        let silence = ((history.age() - history.recency()) / (alpha + history.recency())).ln_1p();
        let dead = (a / (b + f64::from(frequency))).ln() + self.shape(frequency) * silence;
        logistic(self.passed(history).iter().sum::<f64>().ln() - dead)
    }

    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64 {
        self.mean_over_passed(history, time, Ahead::probability_of_purchase)
    }

    /// `Σ_n P(N = n) Σ_(i < ⌊(n+j)/k⌋) E[(1−p)^i]` over the events `N` ahead, which are negative binomial, and the `j` events that may have
    /// passed since the last purchase. Where more than about a million events are to be counted, as if gaps were random, k times as long.
    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64 {
        self.mean_over_passed(history, time, Ahead::purchases)
    }

    fn expected_purchases_of_newcomer(&self, time: Time) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let living = Living { shape: r, elapsed: time.units() / alpha, leave: a, stay: b + 1.0 };
        b / (a + b) * Ahead { k: self.k, passed: 0, living }.purchases()
    }

    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64> {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let (rate, leaves) = (random.gamma(r) / alpha, random.beta(a, b));
        if random.uniform() < leaves {
            return Vec::new();
        }
        let mut departures = Random::from_seed(random.bits());
        renew(until.units(), || random.gamma(f64::from(self.k)) / rate, || departures.uniform() >= leaves)
    }
}
