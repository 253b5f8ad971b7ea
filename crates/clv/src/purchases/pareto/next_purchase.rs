//! The probability that a living customer buys within a time, before leaving.
//!
//! `∫₀ᵗ R α′^R (α′+y)^−(R+1) (β′/(β′+y))^s dy` with `R = r+x`, `α′ = α+T`, `β′ = β+T`: the density of the next purchase, if there
//! is one, times the probability to be there still. Integrated in `τ = ln(1 + y/min(α′, β′))` as the departure is.

use super::ParetoNbdParameters;
use super::departure::LONGEST_PIECE;
use crate::History;
use crate::quadrature;
use crate::special::{self, NEGLIGIBLE_LOG};

/// For a customer known to be alive at the end of the history.
pub(super) fn probability(parameters: &ParetoNbdParameters, history: &History, time: f64) -> f64 {
    let purchases = parameters.r + f64::from(history.frequency());
    let (alpha, beta) = (parameters.alpha + history.age(), parameters.beta + history.age());
    let smaller = alpha.min(beta);
    let whole = special::ln_1p(time / smaller);
    let fall = smaller * ((purchases + 1.0) / alpha + parameters.s / beta) - 1.0;
    let end = if fall > 0.0 { whole.min(NEGLIGIBLE_LOG / fall) } else { whole };
    let integral = quadrature::integrate(end, LONGEST_PIECE, |tau| {
        let waited = smaller * tau.exp_m1();
        (tau - (purchases + 1.0) * special::ln_1p(waited / alpha) - parameters.s * special::ln_1p(waited / beta)).exp()
    });
    // Rounding may lift a certainty above 1.
    (purchases * smaller / alpha * integral).min(1.0)
}
