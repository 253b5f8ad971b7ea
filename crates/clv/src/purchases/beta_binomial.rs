//! BG/BB: customers who may buy once in each period, as with renewals, donations and yearly tenders.
//!
//! While alive, a customer buys in a period with their own probability (beta with α, β); before each period they leave with
//! another (beta with γ, δ). Fader, Hardie & Shang 2010, *Marketing Science* 29(6):1086–1108.

use std::collections::BTreeMap;

use crate::error::{Fault, MOST_PERIODS, countable_periods, positive};
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Row, Task, maximise};
use crate::{Error, Random};

/// Parameters of [`BgBb`]; all pure numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgBbParameters {
    /// First parameter of the beta distribution of buying, whose mean is `alpha / (alpha + beta)`.
    pub alpha: f64,
    /// Its second parameter.
    pub beta: f64,
    /// First parameter of the beta distribution of leaving, whose mean is `gamma / (gamma + delta)`.
    pub gamma: f64,
    /// Its second parameter.
    pub delta: f64,
}

/// A customer's periods in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PeriodHistory {
    frequency: u32,
    last: u32,
    periods: u32,
}

impl PeriodHistory {
    /// `frequency` periods with a purchase, the last in period `last` (0 without any), of `periods` in all.
    ///
    /// # Errors
    /// If `last` exceeds `periods`, or `frequency` exceeds `last`, or there is a last period without a purchase; if there are more
    /// than 10,000 periods.
    pub fn new(frequency: u32, last: u32, periods: u32) -> Result<Self, Fault> {
        if periods > MOST_PERIODS {
            return Err(Fault::OutOfRange { field: "n", value: f64::from(periods) });
        }
        if last > periods {
            return Err(Fault::RecencyAfterAge { recency: f64::from(last), age: f64::from(periods) });
        }
        if frequency == 0 && last > 0 {
            return Err(Fault::RecencyWithoutPurchase { recency: f64::from(last) });
        }
        if frequency > last {
            return Err(Fault::OutOfRange { field: "x", value: f64::from(frequency) });
        }
        Ok(Self { frequency, last, periods })
    }

    /// Periods with a purchase, `x`.
    #[must_use]
    pub fn frequency(&self) -> u32 {
        self.frequency
    }

    /// The last of them, `t_x`; 0 without any.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.last
    }

    /// Periods observed, `n`.
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.periods
    }
}

/// A period history and how many customers have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodCell {
    /// The history they share.
    pub history: PeriodHistory,
    /// How many.
    pub customers: u32,
}

impl Row for PeriodCell {
    fn customers(&self) -> u32 {
        self.customers
    }

    fn with_customers(self, customers: u32) -> Self {
        Self { customers, ..self }
    }
}

/// BG/BB of Fader, Hardie & Shang 2010, *Marketing Science* 29(6):1086–1108: purchases in discrete periods, with departure between them.
///
/// Alive, a customer buys in a period with a probability that is beta with `α` and `β` among customers; before each period they leave with
/// a probability that is beta with `γ` and `δ`. With `x` purchases in `n` periods, the last in period `t_x`:
///
/// `L = B(α+x, β+n−x)/B(α, β) B(γ, δ+n)/B(γ, δ) + Σ_(m=t_x)^(n−1) B(α+x, β+m−x)/B(α, β) B(γ+1, δ+m)/B(γ, δ)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgBb {
    parameters: BgBbParameters,
}

impl BgBb {
    /// The model with these parameters.
    ///
    /// # Errors
    /// If one of them is not a positive finite number.
    pub fn new(parameters: BgBbParameters) -> Result<Self, Error> {
        positive("alpha", parameters.alpha)?;
        positive("beta", parameters.beta)?;
        positive("gamma", parameters.gamma)?;
        positive("delta", parameters.delta)?;
        Ok(Self { parameters })
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> BgBbParameters {
        self.parameters
    }

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer customers than parameters, nobody bought, or more than 2^32 − 1 customers are alike.
    pub fn fit(cells: &[PeriodCell]) -> Result<Fit<Self>, Error> {
        Self::fit_with(cells, Prior::default())
    }

    /// The same with a prior, for few customers.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(cells: &[PeriodCell], prior: Prior) -> Result<Fit<Self>, Error> {
        let names = ["alpha", "beta", "gamma", "delta"];
        let customers: u64 = cells.iter().map(|cell| u64::from(cell.customers)).sum();
        let found = usize::try_from(customers).unwrap_or(usize::MAX);
        if found < names.len() {
            return Err(Error::TooFew { of: "customers", needed: names.len(), found });
        }
        if cells.iter().all(|cell| cell.history.frequency == 0) {
            return Err(Error::NoRepeatPurchase);
        }
        let rows = merge(cells)?;
        let starts = vec![[1.0, 1.0, 1.0, 3.0], [1.0; 4], [0.5, 1.0, 0.5, 5.0]];
        let task = Task { names, scales: [1.0; 4], starts, customers, rows: &rows, prior };
        let of_cells = |parameters: &[Jet<4>; 4], cells: &[PeriodCell]| {
            cells.iter().fold(Jet::ZERO, |sum, cell| sum + log_likelihood(parameters, &cell.history).scale(f64::from(cell.customers)))
        };
        let model = |[alpha, beta, gamma, delta]: [f64; 4]| Self { parameters: BgBbParameters { alpha, beta, gamma, delta } };
        Ok(maximise(&task, of_cells, model))
    }

    /// The log-likelihood of one history, the logarithm (natural) of the `L` told at [`BgBb`] (of that order of purchases; the paper's cells leave out the binomial coefficient, too).
    #[must_use]
    pub fn log_likelihood(&self, history: &PeriodHistory) -> f64 {
        log_likelihood(&self.jets(), history).value
    }

    /// The probability that the customer was alive in the last period observed: the first term of `L` over all of it.
    ///
    /// The paper's table 6 tells [`probability_alive_in_next_period`](Self::probability_alive_in_next_period), which is lower.
    #[must_use]
    pub fn probability_alive(&self, history: &PeriodHistory) -> f64 {
        let jets = self.jets();
        let log_alive = log_alive_since(&jets, history, history.periods).value - log_likelihood(&jets, history).value;
        log_alive.exp().min(1.0)
    }

    /// The probability that the customer is alive in the period after the last observed.
    #[must_use]
    pub fn probability_alive_in_next_period(&self, history: &PeriodHistory) -> f64 {
        self.probability_alive(history) * self.stays(history.periods)
    }

    /// Expected purchases in the next `periods` periods: `P(alive) (α+x)/(α+β+n) Σ_(k=1)^periods B(γ, δ+n+k)/B(γ, δ+n)`.
    ///
    /// # Errors
    /// If they are more than 10,000.
    pub fn expected_purchases(&self, history: &PeriodHistory, periods: u32) -> Result<f64, Error> {
        let BgBbParameters { alpha, beta, .. } = self.parameters;
        let buys = (alpha + f64::from(history.frequency)) / (alpha + beta + f64::from(history.periods));
        Ok(self.probability_alive(history) * buys * self.living_periods(history.periods, periods)?)
    }

    /// Expected purchases of a customer of whom nothing is known yet, in their first `periods` periods:
    /// `α/(α+β) Σ_(k=1)^periods B(γ, δ+k)/B(γ, δ)`.
    ///
    /// # Errors
    /// If they are more than 10,000.
    pub fn expected_purchases_of_newcomer(&self, periods: u32) -> Result<f64, Error> {
        let BgBbParameters { alpha, beta, .. } = self.parameters;
        Ok(alpha / (alpha + beta) * self.living_periods(0, periods)?)
    }

    /// A random new customer's history of `periods` periods.
    ///
    /// # Errors
    /// If they are more than 10,000.
    pub fn simulate(&self, periods: u32, random: &mut Random) -> Result<PeriodHistory, Error> {
        countable_periods(periods)?;
        let BgBbParameters { alpha, beta, gamma, delta } = self.parameters;
        let (buys, leaves) = (random.beta(alpha, beta), random.beta(gamma, delta));
        let mut history = PeriodHistory { frequency: 0, last: 0, periods };
        for period in 1..=periods {
            if random.uniform() < leaves {
                break;
            }
            if random.uniform() < buys {
                history.frequency += 1;
                history.last = period;
            }
        }
        Ok(history)
    }

    /// The probability to live through the period after `lived` ones: `(δ+n)/(γ+δ+n)`.
    fn stays(&self, lived: u32) -> f64 {
        let BgBbParameters { gamma, delta, .. } = self.parameters;
        (delta + f64::from(lived)) / (gamma + delta + f64::from(lived))
    }

    /// How many of the next `periods` someone lives through who lived through `lived`: `Σ_k B(γ, δ+n+k)/B(γ, δ+n)`.
    fn living_periods(&self, lived: u32, periods: u32) -> Result<f64, Error> {
        let mut alive = 1.0;
        let periods = lived..lived + countable_periods(periods)?;
        Ok(periods.fold(0.0, |sum, before| {
            alive *= self.stays(before);
            sum + alive
        }))
    }

    fn jets(&self) -> [Jet<4>; 4] {
        let BgBbParameters { alpha, beta, gamma, delta } = self.parameters;
        [alpha, beta, gamma, delta].map(Jet::constant)
    }
}

/// Cells of the same history as one, in a fixed order.
fn merge(cells: &[PeriodCell]) -> Result<Vec<PeriodCell>, Error> {
    let mut counts: BTreeMap<PeriodHistory, u32> = BTreeMap::new();
    for (row, cell) in cells.iter().enumerate() {
        let count = counts.entry(cell.history).or_default();
        *count = count.checked_add(cell.customers).ok_or(Fault::TooMany { field: "customers" }.in_row(row))?;
    }
    Ok(counts.into_iter().map(|(history, customers)| PeriodCell { history, customers }).collect())
}

/// Alive in all of `periods`, with the purchases of the history in them:
/// `ln B(α+x, β+m−x)/B(α, β) + ln B(γ, δ+m)/B(γ, δ)` for `m` periods.
fn log_alive_since(parameters: &[Jet<4>; 4], history: &PeriodHistory, periods: u32) -> Jet<4> {
    let [_, _, gamma, delta] = parameters;
    log_bought(parameters, history, periods) + Jet::ln_beta_step(gamma, delta, periods)
}

/// `ln B(α+x, β+m−x)/B(α, β)`.
fn log_bought(parameters: &[Jet<4>; 4], history: &PeriodHistory, periods: u32) -> Jet<4> {
    let [alpha, beta, ..] = parameters;
    alpha.ln_rising(history.frequency) + beta.ln_rising(periods - history.frequency) - (*alpha + *beta).ln_rising(periods)
}

/// Alive until the end, or left after `m` periods for each `m` from the last purchase on:
/// `B(γ+1, δ+m)/B(γ, δ) = B(γ, δ+m)/B(γ, δ) · γ/(γ+δ+m)`.
///
/// Each period lived through without a purchase multiplies what was before by `(β+m−x)/(α+β+m) · (δ+m)/(γ+δ+m)`.
fn log_likelihood(parameters: &[Jet<4>; 4], history: &PeriodHistory) -> Jet<4> {
    let [alpha, beta, gamma, delta] = *parameters;
    let log_gamma = gamma.ln();
    let mut alive = log_alive_since(parameters, history, history.last);
    let mut left: Option<Jet<4>> = None;
    for lived in history.last..history.periods {
        let without = beta + f64::from(lived - history.frequency);
        let lived = f64::from(lived);
        let log_all = (gamma + delta + lived).ln();
        let gone = alive + log_gamma - log_all;
        left = Some(left.map_or(gone, |sum| sum + (gone - sum).softplus()));
        alive = alive + without.ln() - (alpha + beta + lived).ln() + (delta + lived).ln() - log_all;
    }
    left.map_or(alive, |left| alive + (left - alive).softplus())
}
