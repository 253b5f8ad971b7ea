//! Gamma-Gamma: the value of a purchase varies around a customer's mean, and means vary among customers.
//!
//! Colombo & Jiang 1999, *J. Interactive Marketing* 13(3):2–12; Fader & Hardie 2013, note 025. It assumes that spend does not
//! depend on how often a customer buys: see [`Independence`](super::Independence).

use super::{Spender, Spenders, check_mean};
use crate::error::positive;
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Row, Task, maximise, size};
use crate::special::{self, Derivatives};
use crate::{Error, Random};

/// Parameters of [`GammaGamma`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGammaParameters {
    /// Shape of single purchases around a customer's mean; pure number.
    pub p: f64,
    /// Shape of the means among customers; pure number. Up to 1 their mean is infinite.
    pub q: f64,
    /// Scale of the means, in units of money.
    pub v: f64,
}

/// Spend per purchase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGamma {
    parameters: GammaGammaParameters,
}

impl GammaGamma {
    /// The model with these parameters.
    ///
    /// # Errors
    /// If one of them is not a positive finite number.
    pub fn new(parameters: GammaGammaParameters) -> Result<Self, Error> {
        positive("p", parameters.p)?;
        positive("q", parameters.q)?;
        positive("v", parameters.v)?;
        Ok(Self { parameters })
    }

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer spenders than parameters.
    pub fn fit(spenders: &Spenders) -> Result<Fit<Self>, Error> {
        Self::fit_with(spenders, Prior::default())
    }

    /// The same with a prior, for few spenders.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(spenders: &Spenders, prior: Prior) -> Result<Fit<Self>, Error> {
        let rows = spenders.as_slice();
        let names = ["p", "q", "v"];
        if rows.len() < names.len() {
            return Err(Error::TooFew { of: "spenders", needed: names.len(), found: rows.len() });
        }
        let mean = rows.iter().map(|spender| spender.mean).sum::<f64>() / size(rows.len());
        let rows: Vec<Logged> = rows.iter().copied().map(Logged::of).collect();
        let task = Task {
            names,
            scales: [1.0, 1.0, mean],
            starts: vec![[5.0, 4.0, 0.5], [1.0, 2.0, 1.0], [1.0, 1.0, 1.0]],
            customers: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            rows: &rows,
            prior,
        };
        let of_rows = |parameters: &[Jet<3>; 3], rows: &[Logged]| {
            let same_frequency = rows.chunk_by(|one, next| one.spender.frequency == next.spender.frequency);
            same_frequency.fold(Jet::ZERO, |sum, rows| sum + log_likelihood(parameters, rows))
        };
        Ok(maximise(&task, of_rows, |[p, q, v]| Self { parameters: GammaGammaParameters { p, q, v } }))
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> GammaGammaParameters {
        self.parameters
    }

    /// The log-likelihood of a customer's mean spend (the density of `z̄` given `x`).
    ///
    /// # Errors
    /// If there is no repeat purchase or `mean` is not above zero.
    pub fn log_likelihood(&self, frequency: u32, mean: f64) -> Result<f64, Error> {
        let mean = positive("zbar", mean)?;
        positive("x", f64::from(frequency))?;
        let GammaGammaParameters { p, q, v } = self.parameters;
        Ok(log_likelihood(&[p, q, v].map(Jet::constant), &[Logged::of(Spender { frequency, mean })]).value)
    }

    /// Expected value of a future purchase of a customer with `frequency` repeat purchases of mean value `mean` (ignored for
    /// `frequency` 0): `p (v + x z̄)/(p x + q − 1)`, a mean of their own and everybody's.
    ///
    /// # Errors
    /// [`Error::InfiniteMean`] if `p x + q ≤ 1`; [`Error::Parameter`] if `mean` is negative or not finite.
    pub fn expected_spend(&self, frequency: u32, mean: f64) -> Result<f64, Error> {
        check_mean(frequency, mean)?;
        let GammaGammaParameters { p, q, v } = self.parameters;
        let shape = p * f64::from(frequency) + q;
        if shape <= 1.0 {
            return Err(Error::InfiniteMean { shape });
        }
        let total = if frequency > 0 { f64::from(frequency) * mean } else { 0.0 };
        Ok(p * (v + total) / (shape - 1.0))
    }
}

impl GammaGamma {
    /// The mean of a random customer's `frequency` repeat purchases; `frequency` is at least 1.
    pub fn simulate(&self, frequency: u32, random: &mut Random) -> f64 {
        let GammaGammaParameters { p, q, v } = self.parameters;
        let x = f64::from(frequency);
        // The sum of x gammas of shape p is one of shape p x; its scale is inverse to a gamma of shape q.
        random.gamma(p * x) / x * v / random.gamma(q)
    }
}

/// A spender with the logarithm of the mean, which every step of the fit needs and none changes.
#[derive(Clone, Copy)]
struct Logged {
    spender: Spender,
    log_mean: f64,
}

impl Logged {
    fn of(spender: Spender) -> Self {
        Self { spender, log_mean: spender.mean.ln() }
    }
}

impl Row for Logged {
    fn customers(&self) -> u32 {
        1
    }

    /// Spenders are rarely alike, so that each is a row of its own and none stands for several.
    fn with_customers(self, _: u32) -> Self {
        self
    }
}

/// Spenders of one frequency together:
/// `ln Γ(px+q) − ln Γ(px) − ln Γ(q) + q ln v + px ln x + (px−1) ln z̄ − (px+q) ln(x z̄ + v)`, summed.
///
/// Only the last logarithm mixes data and parameters, and only with `v`; its sums are taken first.
fn log_likelihood(parameters: &[Jet<3>; 3], rows: &[Logged]) -> Jet<3> {
    let [p, q, v] = *parameters;
    let customers = size(rows.len());
    let x = f64::from(rows[0].spender.frequency);
    let mut log_share = Derivatives { value: 0.0, first: 0.0, second: 0.0 };
    let mut log_mean = 0.0;
    for row in rows {
        let total = x * row.spender.mean;
        let reciprocal = (total + v.value).recip();
        log_share.value += special::ln_1p(v.value / total);
        log_share.first += reciprocal;
        log_share.second -= reciprocal * reciprocal;
        log_mean += row.log_mean;
    }
    let bought = p.scale(x);
    let shape = bought + q;
    let log_total = log_mean + customers * x.ln();
    // ln(x z̄ + v) = ln(x z̄) + ln(1 + v/(x z̄)), so that large logarithms with px before them cancel on paper, not in the sum.
    let constant = shape.ln_gamma() - bought.ln_gamma() - q.ln_gamma() + q * v.ln();
    constant.scale(customers) - q.scale(log_total) - shape * v.chain(log_share) + (-log_mean)
}
