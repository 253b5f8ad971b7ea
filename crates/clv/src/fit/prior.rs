//! A prior that keeps parameters from running away where there are few customers.

use super::jet::Jet;
use crate::Error;
use crate::error::positive;

/// Independent normal distributions of the logarithms of the parameters, around their natural size: 1 for pure numbers, an
/// eighth of the longest observation for times, the mean spend for amounts.
///
/// The default is none: plain maximum likelihood. With a prior, [`Fit::log_likelihood`](super::Fit::log_likelihood) is still that
/// of the data alone, and standard errors are those of the posterior's peak.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prior {
    log_deviation: Option<f64>,
}

impl Prior {
    /// A normal prior with this standard deviation of the logarithms: 1 says "most likely within a factor of three", 2 "of
    /// seven".
    ///
    /// # Errors
    /// If the deviation is not a positive finite number.
    pub fn normal(log_deviation: f64) -> Result<Self, Error> {
        Ok(Self { log_deviation: Some(positive("log_deviation", log_deviation)?) })
    }

    /// Its logarithm, but for a constant: `−Σ θ²/(2 τ²)`.
    pub(super) fn log_density<const N: usize>(self, at: &[f64; N]) -> Jet<N> {
        let precision = self.log_deviation.map_or(0.0, |deviation| deviation.powi(-2));
        let mut jet = Jet::ZERO;
        for (index, theta) in at.iter().enumerate() {
            jet.value -= 0.5 * precision * theta * theta;
            jet.gradient[index] = -precision * theta;
            jet.hessian[index][index] = -precision;
        }
        jet
    }
}
