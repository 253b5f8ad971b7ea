//! Pareto/NBD: customers leave at random, each at a rate of their own, bought or not.
//!
//! Schmittlein, Morrison & Colombo 1987, *Management Science* 33(1):1–24; Fader & Hardie 2005, note 009. The likelihood is
//! that note's integral over the time of departure, not its difference of two hypergeometric functions, which cancels.

mod departure;

use departure::Departure;

use super::{PurchaseModel, time_scale};
use crate::error::positive;
use crate::fit::jet::Jet;
use crate::fit::{Fit, Task, maximise};
use crate::history::Cell;
use crate::special::{self, expm1_ratio, logistic, scaled_exponential_integral, softplus};
use crate::{Cells, Error, History};

/// Parameters of [`ParetoNbd`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParetoNbdParameters {
    /// Shape of the purchase rates among customers; pure number.
    pub r: f64,
    /// Their scale, in units of time: the mean rate is `r / alpha`.
    pub alpha: f64,
    /// Shape of the departure rates among customers; pure number.
    pub s: f64,
    /// Their scale, in units of time: the mean rate is `s / beta`.
    pub beta: f64,
}

/// Purchases with departure at any time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParetoNbd {
    parameters: ParetoNbdParameters,
}

impl ParetoNbd {
    /// The model with these parameters.
    ///
    /// # Errors
    /// If one of them is not a positive finite number.
    pub fn new(parameters: ParetoNbdParameters) -> Result<Self, Error> {
        positive("r", parameters.r)?;
        positive("alpha", parameters.alpha)?;
        positive("s", parameters.s)?;
        positive("beta", parameters.beta)?;
        Ok(Self { parameters })
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> ParetoNbdParameters {
        self.parameters
    }

    /// Discounted expected residual transactions: what the customer will still buy, each purchase discounted continuously at
    /// `rate` per unit of time; `(r+x)(β+T)/(α+T) · P(alive) · e^w E_s(w)` with `w = rate · (β+T)`.
    ///
    /// This is the Tricomi form of note 009, with `U(s, s, w) = e^w w^(1−s) E_s(w)`.
    ///
    /// # Errors
    /// If `rate` is not a positive finite number.
    pub fn discounted_purchases(&self, history: &History, rate: f64) -> Result<f64, Error> {
        let ParetoNbdParameters { s, beta, .. } = self.parameters;
        let argument = positive("rate", rate)? * (beta + history.age());
        Ok(self.purchases_per_lifetime_scale(history) * self.probability_alive(history) * scaled_exponential_integral(s, argument))
    }

    /// `(r+x)(β+T)/(α+T)`.
    fn purchases_per_lifetime_scale(&self, history: &History) -> f64 {
        let ParetoNbdParameters { r, alpha, beta, .. } = self.parameters;
        (r + f64::from(history.frequency())) * (beta + history.age()) / (alpha + history.age())
    }

    /// `α^r β^s (α+T)^−(r+x) (β+T)^−s` in logarithms: alive, without the factor common to alive and dead.
    fn log_alive(&self, history: &History) -> f64 {
        let ParetoNbdParameters { r, alpha, s, beta } = self.parameters;
        let age = history.age();
        -r * (age / alpha).ln_1p() - f64::from(history.frequency()) * (alpha + age).ln() - s * (age / beta).ln_1p()
    }

    /// `ln P(left) − ln P(alive)`; none if no time has passed since the last purchase.
    fn log_odds_of_departure(&self, history: &History) -> Option<f64> {
        let ParetoNbdParameters { r, alpha, s, beta } = self.parameters;
        let left = Departure::of(&self.parameters, history)?.log_value();
        Some(left + (r + f64::from(history.frequency())) * (alpha + history.age()).ln() + s * (beta + history.age()).ln())
    }
}

/// The log-likelihood with its derivatives in the parameters of the fit; `rising` is `ln Γ(r+x)/Γ(r)`.
fn log_likelihood(jets: &[Jet<4>; 4], rising: &Jet<4>, history: &History) -> Jet<4> {
    let [r, alpha, s, beta] = jets;
    let (x, age) = (f64::from(history.frequency()), history.age());
    let (log_alpha, log_beta) = ((*alpha + age).ln(), (*beta + age).ln());
    let alive = *rising - *r * alpha.log_growth(age) - log_alpha.scale(x) - *s * beta.log_growth(age);
    let parameters = ParetoNbdParameters { r: r.value, alpha: alpha.value, s: s.value, beta: beta.value };
    let Some(departure) = Departure::of(&parameters, history) else { return alive };
    let left = Jet::compose(&departure.log_value_with_derivatives(), jets);
    alive + (left + (*r + x) * log_alpha + *s * log_beta).softplus()
}

impl PurchaseModel for ParetoNbd {
    const NAME: &'static str = "pareto_nbd";

    fn fit(cells: &Cells) -> Result<Fit<Self>, Error> {
        let scale = time_scale(cells);
        let task = Task {
            names: ["r", "alpha", "s", "beta"],
            scales: [1.0, scale, 1.0, scale],
            starts: vec![[0.6, 2.0, 0.6, 2.4], [1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.1, 2.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
        };
        cells.check_for_fit(task.names.len())?;
        let of_cells = |jets: &[Jet<4>; 4], cells: &[Cell]| {
            let same_frequency = cells.chunk_by(|one, next| one.history.frequency() == next.history.frequency());
            same_frequency.fold(Jet::ZERO, |sum, cells| {
                let rising = jets[0].ln_rising(cells[0].history.frequency());
                cells.iter().fold(sum, |sum, cell| sum + log_likelihood(jets, &rising, &cell.history).scale(f64::from(cell.customers)))
            })
        };
        Ok(maximise(&task, of_cells, |[r, alpha, s, beta]| Self { parameters: ParetoNbdParameters { r, alpha, s, beta } }))
    }

    fn log_likelihood(&self, history: &History) -> f64 {
        special::ln_rising(self.parameters.r, history.frequency()).value
            + self.log_alive(history)
            + self.log_odds_of_departure(history).map_or(0.0, softplus)
    }

    fn probability_alive(&self, history: &History) -> f64 {
        self.log_odds_of_departure(history).map_or(1.0, |odds| logistic(-odds))
    }

    fn expected_purchases(&self, history: &History, time: f64) -> f64 {
        let ParetoNbdParameters { s, beta, .. } = self.parameters;
        let log_remaining = -(time / (beta + history.age())).ln_1p();
        self.purchases_per_lifetime_scale(history) * expm1_ratio(s - 1.0, log_remaining) * self.probability_alive(history)
    }

    fn expected_purchases_of_newcomer(&self, time: f64) -> f64 {
        let ParetoNbdParameters { r, alpha, s, beta } = self.parameters;
        r * beta / alpha * expm1_ratio(s - 1.0, -(time / beta).ln_1p())
    }
}
