//! Cox's proportional hazards: what makes lifetimes shorter or longer, whatever their shape.
//!
//! Cox 1972, *JRSS B* 34(2):187–220, with the ties of Efron 1977, *JASA* 72(359):557–565.

mod clustered;

use super::{Lifetime, by_time, longest_first};
use crate::regression::{Covariates, Local, check_observation, climb};
use crate::statistics::{product, size};
use crate::{Error, Time};

/// Proportional hazards of Cox 1972, *JRSS B* 34(2):187–220, fitted: the hazard is `exp(coefficients · (x − means))` times a baseline.
///
/// The coefficients make the partial likelihood largest, with the ties of Efron 1977, *JASA* 72(359):557–565: where `d` lifetimes of sum
/// `D` of `e^η` end at one time, of `R` in all at risk, `Σ η − Σ_(l<d) ln(R − l/d D)`. The baseline is Breslow's.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// The change of the log-hazard with each covariate.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub standard_errors: Vec<f64>,
    /// The logarithm of Efron's partial likelihood.
    pub partial_log_likelihood: f64,
    /// The means of the covariates, at which the baseline is told.
    pub means: Vec<f64>,
    /// Times at which lifetimes ended, and the cumulative hazard at the means until then (Breslow).
    pub baseline: Vec<(f64, f64)>,
    covariance: Vec<Vec<f64>>,
}

impl Cox {
    /// The coefficients of largest partial likelihood.
    ///
    /// # Errors
    /// If lengths differ, nothing ended, or the coefficients are not determined.
    pub fn fit(lifetimes: &[Lifetime], covariates: &Covariates) -> Result<Self, Error> {
        covariates.check_length("lifetimes", lifetimes.len())?;
        if lifetimes.iter().all(|lifetime| !lifetime.ended()) {
            return Err(Error::NotIdentified);
        }
        let means = covariates.means();
        let centred = centre(covariates, &means);
        let order = longest_first(lifetimes);
        let top = climb(covariates.columns(), |at| partial_likelihood(lifetimes, &centred, &order, at))?;
        Ok(Self {
            standard_errors: top.standard_errors(),
            baseline: baseline(lifetimes, &centred, &order, &top.coefficients),
            coefficients: top.coefficients,
            partial_log_likelihood: top.value,
            covariance: top.covariance,
            means,
        })
    }

    /// The hazard relative to that at the means; infinite where covariates lie out of all bounds.
    ///
    /// # Errors
    /// If there are not as many covariates as coefficients, or one is not finite.
    pub fn relative_hazard(&self, covariates: &[f64]) -> Result<f64, Error> {
        check_observation(&self.coefficients, covariates)?;
        Ok((product(&self.coefficients, covariates) - product(&self.coefficients, &self.means)).exp())
    }

    /// The probability to survive `time`.
    ///
    /// # Errors
    /// As [`relative_hazard`](Self::relative_hazard).
    pub fn survival(&self, time: Time, covariates: &[f64]) -> Result<f64, Error> {
        let relative = self.relative_hazard(covariates)?;
        let until = self.baseline.partition_point(|(at, _)| *at <= time.units());
        // Before the first end nobody's hazard counts, be it infinite.
        Ok(until.checked_sub(1).map_or(1.0, |index| (-self.baseline[index].1 * relative).exp()))
    }
}

/// The covariates less their means.
fn centre(covariates: &Covariates, means: &[f64]) -> Vec<Vec<f64>> {
    covariates.rows().map(|row| row.iter().zip(means).map(|(value, mean)| value - mean).collect()).collect()
}

/// Sums of `e^η`, `e^η x` and `e^η x xᵀ` over a set of lifetimes.
#[derive(Clone)]
struct Sums {
    weight: f64,
    first: Vec<f64>,
    second: Vec<Vec<f64>>,
}

impl Sums {
    fn zero(columns: usize) -> Self {
        Self { weight: 0.0, first: vec![0.0; columns], second: vec![vec![0.0; columns]; columns] }
    }

    fn add(&mut self, weight: f64, row: &[f64]) {
        self.weight += weight;
        for (index, value) in row.iter().enumerate() {
            self.first[index] += weight * value;
            for (entry, other) in self.second[index].iter_mut().zip(row) {
                *entry += weight * value * other;
            }
        }
    }
}

fn partial_likelihood(lifetimes: &[Lifetime], centred: &[Vec<f64>], order: &[usize], at: &[f64]) -> Local {
    let mut local = Local::zero(at.len());
    let mut at_risk = Sums::zero(at.len());
    for same_time in by_time(lifetimes, order) {
        let mut ending = Sums::zero(at.len());
        let mut ended = 0;
        for &index in same_time {
            let log_hazard = product(at, &centred[index]);
            at_risk.add(log_hazard.exp(), &centred[index]);
            if lifetimes[index].ended() {
                ended += 1;
                ending.add(log_hazard.exp(), &centred[index]);
                local.value += log_hazard;
                for (entry, value) in local.gradient.iter_mut().zip(&centred[index]) {
                    *entry += value;
                }
            }
        }
        // Efron: of d that end together, the l-th has l/d of them gone already.
        for gone in 0..ended {
            subtract_risk_set(&mut local, &at_risk, &ending, size(gone) / size(ended));
        }
    }
    local
}

/// Takes `ln Σ e^η` of the risk set, with the share `gone` of the ending ones left out, off the log-likelihood.
fn subtract_risk_set(local: &mut Local, at_risk: &Sums, ending: &Sums, gone: f64) {
    let weight = at_risk.weight - gone * ending.weight;
    let mean: Vec<f64> = at_risk.first.iter().zip(&ending.first).map(|(all, some)| (all - gone * some) / weight).collect();
    local.value -= weight.ln();
    for (index, entry) in local.gradient.iter_mut().enumerate() {
        *entry -= mean[index];
    }
    for (i, line) in local.information.iter_mut().enumerate() {
        for (j, entry) in line.iter_mut().enumerate() {
            *entry += (at_risk.second[i][j] - gone * ending.second[i][j]) / weight - mean[i] * mean[j];
        }
    }
}

fn baseline(lifetimes: &[Lifetime], centred: &[Vec<f64>], order: &[usize], coefficients: &[f64]) -> Vec<(f64, f64)> {
    let mut weight = 0.0;
    let mut steps = Vec::new();
    for same_time in by_time(lifetimes, order) {
        weight += same_time.iter().map(|&index| product(coefficients, &centred[index]).exp()).sum::<f64>();
        let ended = same_time.iter().filter(|&&index| lifetimes[index].ended()).count();
        if ended > 0 {
            steps.push((lifetimes[same_time[0]].time(), size(ended) / weight));
        }
    }
    steps.reverse();
    let mut sum = 0.0;
    for (_, hazard) in &mut steps {
        sum += *hazard;
        *hazard = sum;
    }
    steps
}
