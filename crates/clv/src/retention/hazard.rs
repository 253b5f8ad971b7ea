//! Discrete-time hazard: the chance to leave in a period, given that one stayed until then.
//!
//! A logistic regression on person-periods (Singer & Willett 1993, *J. Educational Statistics* 18(2):155–195): each period
//! has its own level, and covariates move the log-odds.

use crate::Error;
use crate::cholesky::product;
use crate::error::Fault;
use crate::regression::{Covariates, Local, climb};
use crate::special::{logistic, softplus};

/// How many whole periods something lasted, the last one counted, and whether it ended in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodLifetime {
    /// Periods observed, at least 1.
    pub periods: u32,
    /// Whether it ended in the last of them; otherwise it is censored after it.
    pub ended: bool,
}

/// A fitted model: `h_t = 1/(1 + exp(−(level_t + coefficients · x)))`.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscreteHazard {
    /// Log-odds of the end in each period, from the first, where all covariates are 0. `−∞` in periods in which nothing ended.
    pub levels: Vec<f64>,
    /// The change of the log-odds with each covariate.
    pub coefficients: Vec<f64>,
    /// Standard errors of the coefficients.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood.
    pub log_likelihood: f64,
}

impl DiscreteHazard {
    /// The levels and coefficients of largest likelihood. With covariates of no columns, the hazards are those of Kaplan–Meier.
    ///
    /// # Errors
    /// If lengths differ, a lifetime has no period, nothing ended, or the coefficients are not determined, as in a period in
    /// which everything ended.
    pub fn fit(lifetimes: &[PeriodLifetime], covariates: Option<&Covariates>) -> Result<Self, Error> {
        if let Some(covariates) = covariates {
            covariates.check_length("lifetimes", lifetimes.len())?;
        }
        if let Some(row) = lifetimes.iter().position(|lifetime| lifetime.periods == 0) {
            return Err(Fault::OutOfRange { field: "periods", value: 0.0 }.in_row(row));
        }
        let places = places(lifetimes)?;
        let levels = places.iter().flatten().count();
        let columns = covariates.map_or(0, Covariates::columns);
        let rows = Rows { lifetimes, covariates, places: &places, levels };
        let top = climb(levels + columns, |at| rows.log_likelihood(at))?;
        Ok(Self {
            levels: places.iter().map(|place| place.map_or(f64::NEG_INFINITY, |place| top.coefficients[place])).collect(),
            standard_errors: top.standard_errors().split_off(levels),
            coefficients: top.coefficients[levels..].to_vec(),
            log_likelihood: top.value,
        })
    }

    /// The probability to end in `period` (from 1) of those who lasted until then; none beyond what was observed.
    #[must_use]
    pub fn hazard(&self, period: usize, covariates: &[f64]) -> Option<f64> {
        let level = self.levels.get(period.checked_sub(1)?)?;
        Some(logistic(level + product(&self.coefficients, covariates)))
    }

    /// The probability to last longer than `periods`; none beyond what was observed.
    #[must_use]
    pub fn survival(&self, periods: usize, covariates: &[f64]) -> Option<f64> {
        (1..=periods).try_fold(1.0, |survival, period| Some(survival * (1.0 - self.hazard(period, covariates)?)))
    }
}

/// The place of each period's level among the coefficients; none for periods in which nothing ended, whose level is −∞.
fn places(lifetimes: &[PeriodLifetime]) -> Result<Vec<Option<usize>>, Error> {
    let longest = lifetimes.iter().map(|lifetime| lifetime.periods).max().ok_or(Error::Empty { of: "lifetimes" })?;
    let mut next = 0;
    let place = |period: u32| {
        let ended = lifetimes.iter().any(|lifetime| lifetime.ended && lifetime.periods == period);
        ended.then(|| {
            next += 1;
            next - 1
        })
    };
    let places: Vec<Option<usize>> = (1..=longest).map(place).collect();
    if places.iter().all(Option::is_none) { Err(Error::NotIdentified) } else { Ok(places) }
}

struct Rows<'a> {
    lifetimes: &'a [PeriodLifetime],
    covariates: Option<&'a Covariates>,
    places: &'a [Option<usize>],
    levels: usize,
}

impl Rows<'_> {
    fn log_likelihood(&self, at: &[f64]) -> Local {
        let mut local = Local::zero(at.len());
        for (index, lifetime) in self.lifetimes.iter().enumerate() {
            let row = self.covariates.map_or(&[][..], |covariates| covariates.row(index));
            let moved = product(&at[self.levels..], row);
            for (period, place) in (1..=lifetime.periods).zip(self.places) {
                let Some(place) = *place else { continue };
                let ends = lifetime.ended && period == lifetime.periods;
                add_period(&mut local, place, self.levels, row, at[place] + moved, ends);
            }
        }
        local
    }
}

fn add_period(local: &mut Local, place: usize, levels: usize, row: &[f64], log_odds: f64, ends: bool) {
    let hazard = logistic(log_odds);
    let residual = f64::from(u8::from(ends)) - hazard;
    let spread = hazard * (1.0 - hazard);
    local.value -= softplus(if ends { -log_odds } else { log_odds });
    local.gradient[place] += residual;
    local.information[place][place] += spread;
    for (i, value) in row.iter().enumerate() {
        local.gradient[levels + i] += residual * value;
        local.information[place][levels + i] += spread * value;
        local.information[levels + i][place] += spread * value;
        for (j, other) in row.iter().enumerate() {
            local.information[levels + i][levels + j] += spread * value * other;
        }
    }
}
