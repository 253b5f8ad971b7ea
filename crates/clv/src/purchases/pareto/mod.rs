//! Pareto/NBD: customers leave at random, each at a rate of their own, bought or not.
//!
//! Schmittlein, Morrison & Colombo 1987, *Management Science* 33(1):1–24; Fader & Hardie 2005, note 009. The likelihood is
//! that note's integral over the time of departure, not its difference of two hypergeometric functions, which cancels.

mod departure;
mod likelihood;
mod next_purchase;

use departure::Departure;

use super::{PurchaseModel, renew, time_scale};
use crate::error::positive;
use crate::fit::{Fit, Prior, Task, maximise};
use crate::special::{self, expm1_ratio, logistic, scaled_exponential_integral, softplus};
use crate::{Cells, Error, History, Random, Time};

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

/// Discounting by less a unit of time is none.
const SMALLEST_RATE: f64 = 1e-9;

/// Pareto/NBD of Schmittlein, Morrison & Colombo 1987, *Management Science* 33(1):1–24: purchases with departure at any time.
///
/// While alive a customer buys at random at a rate λ of their own, which is gamma with shape `r` and scale `α` among customers, and leaves
/// at random at a rate μ of their own, which is gamma with shape `s` and scale `β`.
///
/// `L = Γ(r+x)/Γ(r) α^r β^s [ (α+T)^−(r+x) (β+T)^−s + D ]` with `D = s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy` over the times `y` of departure from
/// `t_x` to `T` (Fader & Hardie 2005, note 009); `P(alive)` is the first term over both.
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

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer customers than parameters, nobody bought twice, or no time was observed. A fit that ends at the edge
    /// of the model or nowhere is no error: see [`Fit::status`].
    pub fn fit(cells: &Cells) -> Result<Fit<Self>, Error> {
        Self::fit_with(cells, Prior::default())
    }

    /// The same with a prior, for few customers.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(cells: &Cells, prior: Prior) -> Result<Fit<Self>, Error> {
        let scale = time_scale(cells);
        let task = Task {
            names: ["r", "alpha", "s", "beta"],
            scales: [1.0, scale, 1.0, scale],
            starts: vec![[0.6, 2.0, 0.6, 2.4], [1.0, 1.0, 1.0, 1.0], [0.8, 2.0, 0.1, 2.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
            prior,
        };
        cells.check_for_fit(task.names.len())?;
        Ok(maximise(&task, likelihood::of_cells, |[r, alpha, s, beta]| Self { parameters: ParetoNbdParameters { r, alpha, s, beta } }))
    }

    /// The log-likelihood of one history: of its number of purchases, the time of the last and the order in which they came. The
    /// logarithm (natural) of the `L` told at [`ParetoNbd`].
    #[must_use]
    pub fn log_likelihood(&self, history: &History) -> f64 {
        special::ln_rising(self.parameters.r, history.frequency()).value
            + self.log_alive(history)
            + self.log_odds_of_departure(history).map_or(0.0, softplus)
    }

    /// Discounted expected residual transactions: what the customer will still buy, each purchase discounted continuously at
    /// `rate` per unit of time; `(r+x)(β+T)/(α+T) · P(alive) · e^w E_s(w)` with `w = rate · (β+T)`.
    ///
    /// This is the Tricomi form of note 009, with `U(s, s, w) = e^w w^(1−s) E_s(w)`.
    ///
    /// # Errors
    /// If `rate` is not finite or below 1e-9: a sum over a whole life that is hardly discounted may be without bound.
    pub fn discounted_purchases(&self, history: &History, rate: f64) -> Result<f64, Error> {
        let ParetoNbdParameters { s, beta, .. } = self.parameters;
        if !(rate.is_finite() && rate >= SMALLEST_RATE) {
            return Err(Error::Parameter { name: "rate", value: rate, must: "must be a finite number of at least 1e-9" });
        }
        let argument = (rate * (beta + history.age())).clamp(f64::MIN_POSITIVE, f64::MAX);
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

impl PurchaseModel for ParetoNbd {
    /// `1/(1 + D (α+T)^(r+x) (β+T)^s)`.
    fn probability_alive(&self, history: &History) -> f64 {
        self.log_odds_of_departure(history).map_or(1.0, |odds| logistic(-odds))
    }

    /// `∫₀ᵗ R α′^R (α′+y)^−(R+1) (β′/(β′+y))^s dy` with `R = r+x`, `α′ = α+T`, `β′ = β+T`.
    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64 {
        next_purchase::probability(&self.parameters, history, time.units())
    }

    /// `(r+x)(β+T)/((α+T)(s−1)) [1 − ((β+T)/(β+T+t))^(s−1)]`, and its limit at `s = 1`.
    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64 {
        let ParetoNbdParameters { s, beta, .. } = self.parameters;
        let log_remaining = -(time.units() / (beta + history.age())).ln_1p();
        self.purchases_per_lifetime_scale(history) * expm1_ratio(s - 1.0, log_remaining)
    }

    /// `r β/(α (s−1)) [1 − (β/(β+t))^(s−1)]`, and its limit at `s = 1`.
    fn expected_purchases_of_newcomer(&self, time: Time) -> f64 {
        let ParetoNbdParameters { r, alpha, s, beta } = self.parameters;
        r * beta / alpha * expm1_ratio(s - 1.0, -(time.units() / beta).ln_1p())
    }

    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64> {
        let ParetoNbdParameters { r, alpha, s, beta } = self.parameters;
        let rate = random.gamma(r) / alpha;
        let departure = random.exponential() * beta / random.gamma(s);
        renew(until.units().min(departure), || random.exponential() / rate, || true)
    }
}
