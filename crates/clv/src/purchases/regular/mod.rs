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
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Task, maximise};
use crate::history::Cell;
use crate::special::logistic;
use crate::{Cells, Error, History, Random};

/// Gaps more regular than this are better described by a calendar.
const MOST_REGULAR: u32 = 24;

/// Purchases at regular gaps, with departure after a purchase.
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

    /// The parameters of largest likelihood for this `k`. `log_gaps` is the sum of the logarithms of all gaps of all customers;
    /// it does not move the parameters, but makes likelihoods of different `k` comparable with each other and with other models.
    ///
    /// # Errors
    /// As [`MbgNbd::fit`], and if `k` is not between 1 and 24.
    pub fn fit(cells: &Cells, log_gaps: f64, k: u32) -> Result<Fit<Self>, Error> {
        check_k(k)?;
        let scale = time_scale(cells) / f64::from(k);
        let task = Task {
            names: ["r", "alpha", "a", "b"],
            scales: [1.0, scale, 1.0, 1.0],
            starts: vec![[0.6, 1.0, 0.8, 2.0], [1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.1, 2.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
            prior: Prior::default(),
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

    /// The fit of largest likelihood among `k` from 1 to `most`.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_regularity(cells: &Cells, log_gaps: f64, most: u32) -> Result<Fit<Self>, Error> {
        let mut best = Self::fit(cells, log_gaps, 1)?;
        for k in 2..=most {
            let fit = Self::fit(cells, log_gaps, k)?;
            if fit.log_likelihood > best.log_likelihood {
                best = fit;
            }
        }
        Ok(best)
    }

    /// The log-likelihood of one history whose gaps have logarithms of this sum.
    #[must_use]
    pub fn log_likelihood(&self, history: &History, log_gaps: f64) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let alone = Cell { history: *history, customers: 1 };
        likelihood::of_cells(&[r, alpha, a, b].map(Jet::constant), &[alone], self.k).value + f64::from(self.k - 1) * log_gaps
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
    fn mean_over_passed(&self, history: &History, time: f64, of: impl Fn(&Ahead) -> f64) -> f64 {
        let BetaGeometricParameters { alpha, a, b, .. } = self.parameters;
        let weights = self.passed(history);
        let total: f64 = weights.iter().sum();
        let weighted = |(passed, weight): (u32, &f64)| {
            let living = Living {
                shape: self.shape(history.frequency()) + f64::from(passed),
                elapsed: time / (alpha + history.age()),
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
    const NAME: &'static str = "mbg_cnbd";

    fn probability_alive(&self, history: &History) -> f64 {
        let BetaGeometricParameters { alpha, a, b, .. } = self.parameters;
        let frequency = history.frequency();
        let silence = ((history.age() - history.recency()) / (alpha + history.recency())).ln_1p();
        let dead = (a / (b + f64::from(frequency))).ln() + self.shape(frequency) * silence;
        logistic(self.passed(history).iter().sum::<f64>().ln() - dead)
    }

    fn probability_of_purchase(&self, history: &History, time: f64) -> f64 {
        self.probability_alive(history) * self.mean_over_passed(history, time, Ahead::probability_of_purchase)
    }

    fn expected_purchases(&self, history: &History, time: f64) -> f64 {
        self.probability_alive(history) * self.mean_over_passed(history, time, Ahead::purchases)
    }

    fn expected_purchases_of_newcomer(&self, time: f64) -> f64 {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let living = Living { shape: r, elapsed: time / alpha, leave: a, stay: b + 1.0 };
        b / (a + b) * Ahead { k: self.k, passed: 0, living }.purchases()
    }

    fn simulate(&self, until: f64, random: &mut Random) -> Vec<f64> {
        let BetaGeometricParameters { r, alpha, a, b } = self.parameters;
        let (rate, leaves) = (random.gamma(r) / alpha, random.beta(a, b));
        if random.uniform() < leaves {
            return Vec::new();
        }
        let mut departures = Random::from_seed(random.bits());
        renew(until, || random.gamma(f64::from(self.k)) / rate, || departures.uniform() >= leaves)
    }
}
