//! Gamma-Gamma: the value of a purchase varies around a customer's mean, and means vary among customers.
//!
//! Colombo & Jiang 1999, *J. Interactive Marketing* 13(3):2–12; Fader & Hardie 2013, note 025. It assumes that spend does not
//! depend on how often a customer buys: see [`Independence`](super::Independence).

use super::{Spender, Spenders, check_mean};
use crate::error::positive;
use std::num::NonZeroU32;

use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Row, Task, maximise};
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

/// Gamma-Gamma of Colombo & Jiang 1999, *J. Interactive Marketing* 13(3):2–12, and Fader & Hardie 2013, note 025: spend per purchase.
///
/// The value of a purchase is gamma with shape `p` and a rate ν of the customer's own, which is gamma with shape `q` and rate `v` among
/// customers, and independent of how often they buy. The mean `z̄` of `x` repeat purchases has the density
///
/// `Γ(px+q)/(Γ(px) Γ(q)) v^q x^px z̄^(px−1) (v + x z̄)^−(px+q)`.
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
        spenders.check_number(names.len())?;
        let rows: Vec<Logged> = rows.iter().copied().map(Logged::of).collect();
        let task = Task {
            names,
            scales: [1.0, 1.0, spenders.mean(|spender| spender.mean)],
            starts: vec![[5.0, 4.0, 0.5], [1.0, 2.0, 1.0], [1.0, 1.0, 1.0]],
            customers: spenders.customers(),
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

    /// The log-likelihood of a customer's mean spend: the logarithm (natural) of the density told at [`GammaGamma`].
    ///
    /// # Errors
    /// If there is no repeat purchase or `mean` is not above zero.
    pub fn log_likelihood(&self, frequency: u32, mean: f64) -> Result<f64, Error> {
        let mean = positive("zbar", mean)?;
        positive("x", f64::from(frequency))?;
        let GammaGammaParameters { p, q, v } = self.parameters;
        Ok(log_likelihood(&[p, q, v].map(Jet::constant), &[Logged::of(Spender { frequency, mean, customers: 1 })]).value)
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
    /// The mean of a random customer's `frequency` repeat purchases.
    pub fn simulate(&self, frequency: NonZeroU32, random: &mut Random) -> f64 {
        let GammaGammaParameters { p, q, v } = self.parameters;
        let x = f64::from(frequency.get());
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
        self.spender.customers
    }

    fn with_customers(self, customers: u32) -> Self {
        Self { spender: Spender { customers, ..self.spender }, ..self }
    }
}

/// Spenders of one frequency together, `−ln B(px, q) + q ln v − (px+q) ln(x z̄ + v) + px ln(x z̄) − ln z̄`, summed.
///
/// Only one logarithm mixes data and parameters, and only with `v`; its sums are taken first.
fn log_likelihood(parameters: &[Jet<3>; 3], rows: &[Logged]) -> Jet<3> {
    let [p, q, v] = *parameters;
    let x = f64::from(rows[0].spender.frequency);
    let bought = p.scale(x);
    let (mut customers, mut log_mean) = (0.0, 0.0);
    for row in rows {
        let own = f64::from(row.spender.customers);
        log_mean += own * row.log_mean;
        customers += own;
    }
    // Where one of px and q is large, its products with logarithms cancel, on paper here and not in the sum:
    // ln(x z̄ + v) is ln(x z̄) + ln(1 + v/(x z̄)), or ln v + ln(1 + x z̄/v).
    let in_totals = bought.value > q.value;
    let log_share = v.chain(log_shares(v.value, x, rows, in_totals));
    let log_odds = v.ln().scale(customers) + (-(log_mean + customers * x.ln()));
    let of_times = if in_totals { q * log_odds } else { (bought * log_odds).scale(-1.0) };
    of_times - Jet::ln_beta(&bought, &q).scale(customers) - (bought + q) * log_share + (-log_mean)
}

/// `Σ ln(1 + v/(x z̄))` with its derivatives in `v` if `in_totals`, otherwise `Σ ln(1 + x z̄/v)`.
fn log_shares(v: f64, x: f64, rows: &[Logged], in_totals: bool) -> Derivatives {
    let mut sum = Derivatives { value: 0.0, first: 0.0, second: 0.0 };
    for row in rows {
        let own = f64::from(row.spender.customers);
        let total = x * row.spender.mean;
        let reciprocal = (total + v).recip();
        if in_totals {
            sum.value += own * special::ln_1p(v / total);
            sum.first += own * reciprocal;
            sum.second -= own * reciprocal * reciprocal;
        } else {
            let first = total / v * reciprocal;
            sum.value += own * special::ln_1p(total / v);
            sum.first -= own * first;
            sum.second += own * first * (v.recip() + reciprocal);
        }
    }
    sum
}
