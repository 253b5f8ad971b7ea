//! Newton's method for regressions whose log-likelihood is concave, and the covariates they share.

mod covariates;

pub use covariates::Covariates;
pub(crate) use covariates::check_observation;

use crate::Error;
use crate::cholesky::Cholesky;
use crate::statistics::product;

/// A log-likelihood at some coefficients, with its gradient and the negative of its second derivatives.
pub(crate) struct Local {
    pub value: f64,
    pub gradient: Vec<f64>,
    pub information: Vec<Vec<f64>>,
}

impl Local {
    pub(crate) fn zero(coefficients: usize) -> Self {
        Self { value: 0.0, gradient: vec![0.0; coefficients], information: vec![vec![0.0; coefficients]; coefficients] }
    }

    /// Adds `weight · row rowᵀ` to the information.
    pub(crate) fn add_square(&mut self, weight: f64, row: &[f64]) {
        for (line, factor) in self.information.iter_mut().zip(row) {
            for (entry, other) in line.iter_mut().zip(row) {
                *entry += weight * factor * other;
            }
        }
    }
}

/// Where a concave log-likelihood is largest.
pub(crate) struct Top {
    pub coefficients: Vec<f64>,
    pub value: f64,
    /// The inverse of the information.
    pub covariance: Vec<Vec<f64>>,
}

impl Top {
    /// Square roots of the diagonal of the covariance.
    pub(crate) fn standard_errors(&self) -> Vec<f64> {
        diagonal(&self.covariance).map(f64::sqrt).collect()
    }
}

/// Climbs from zero coefficients, halving steps that do not gain.
///
/// # Errors
/// [`Error::NotIdentified`] if the information is singular or there is no largest value at finite coefficients.
pub(crate) fn climb(coefficients: usize, log_likelihood: impl Fn(&[f64]) -> Local) -> Result<Top, Error> {
    /// A concave function needs ten or so; where it has no maximum, coefficients grow by a constant at each step.
    const MOST_STEPS: usize = 60;
    const MOST_HALVINGS: usize = 30;
    /// Where the next step promises less than this share of the value, it is the last, and rounding need not be asked whether it gains.
    const NEARLY_THERE: f64 = 1e-12;
    let mut at = vec![0.0; coefficients];
    let mut local = log_likelihood(&at);
    let first: Vec<f64> = diagonal(&local.information).collect();
    for _ in 0..MOST_STEPS {
        let factors = Cholesky::of(&local.information).ok_or(Error::NotIdentified)?;
        let direction = factors.solve(&local.gradient);
        let along = |length: f64| at.iter().zip(&direction).map(|(old, step)| old + length * step).collect::<Vec<f64>>();
        if product(&direction, &local.gradient) <= NEARLY_THERE * (1.0 + local.value.abs()) {
            let last = along(1.0);
            let there = log_likelihood(&last);
            return top(last, &there, &first);
        }
        let moved = (0..MOST_HALVINGS).find_map(|halvings| {
            let length = 0.5_f64.powi(i32::try_from(halvings).unwrap_or(i32::MAX));
            let next = along(length);
            let there = log_likelihood(&next);
            (there.value >= local.value).then_some((next, there))
        });
        match moved {
            Some(better) => (at, local) = better,
            None => return top(at, &local, &first),
        }
    }
    Err(Error::NotIdentified)
}

/// The summit, unless it is none: where a coefficient runs to infinity, what is known of it vanishes on the way.
fn top(coefficients: Vec<f64>, local: &Local, first: &[f64]) -> Result<Top, Error> {
    /// What is left of the information at zero coefficients. Rare events leave a thousandth, infinite coefficients 1e-12.
    const VANISHED: f64 = 1e-8;
    let covariance = Cholesky::of(&local.information).ok_or(Error::NotIdentified)?.inverse();
    // What is known of one coefficient, all others unknown, is the inverse of its variance.
    if diagonal(&covariance).zip(first).any(|(variance, first)| 1.0 < VANISHED * first * variance) {
        return Err(Error::NotIdentified);
    }
    Ok(Top { coefficients, value: local.value, covariance })
}

fn diagonal(matrix: &[Vec<f64>]) -> impl Iterator<Item = f64> {
    matrix.iter().enumerate().map(|(index, row)| row[index])
}
