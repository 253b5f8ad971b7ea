//! Special functions in the forms that keep their digits: differences of log-gammas and log-betas as one function.
//!
//! Not a general library of special functions: ln Γ itself comes from `statrs`.

use crate::quadrature;

/// Below this the asymptotic series are not yet precise, and the recurrence is applied first.
const ASYMPTOTIC_FROM: f64 = 12.0;

/// Relative size below which the rest of an integral is left out: `e^-45` is 3e-20.
pub(crate) const NEGLIGIBLE_LOG: f64 = 45.0;

/// A function of one variable with its first two derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Derivatives {
    pub value: f64,
    pub first: f64,
    pub second: f64,
}

/// `ln Γ(a + n) − ln Γ(a)` and its derivatives in `a`, without the cancellation of two large logarithms.
///
/// The factors below [`ASYMPTOTIC_FROM`] are multiplied out; what remains is Stirling's series as a difference.
pub(crate) fn ln_rising(a: f64, n: u32) -> Derivatives {
    let mut product = 1.0;
    let (mut first, mut second) = (0.0, 0.0);
    let mut low = a;
    let mut left = n;
    while left > 0 && (low < ASYMPTOTIC_FROM || left <= 2) {
        let reciprocal = low.recip();
        product *= low;
        first += reciprocal;
        second -= reciprocal * reciprocal;
        low += 1.0;
        left -= 1;
    }
    let mut value = f64::ln(product);
    if left > 0 {
        let rest = rising_by_stirling(low, f64::from(left));
        value += rest.value;
        first += rest.first;
        second += rest.second;
    }
    Derivatives { value, first, second }
}

/// `ln Γ(a + step) − ln Γ(a)` for any step above zero, and its derivatives in `a`, without the cancellation where `a` is large.
pub(crate) fn ln_rising_by(a: f64, step: f64) -> Derivatives {
    if a >= ASYMPTOTIC_FROM {
        return rising_by_stirling(a, step);
    }
    let (low, high) = (ln_gamma(a), ln_gamma(a + step));
    Derivatives { value: high.value - low.value, first: high.first - low.first, second: high.second - low.second }
}

/// The same by the difference of Stirling's series, for `low` from [`ASYMPTOTIC_FROM`].
fn rising_by_stirling(low: f64, step: f64) -> Derivatives {
    let high = low + step;
    let ratio = (step / low).ln_1p();
    // The leading terms of the differences, −½(1/high − 1/low) and 1/high − 1/low + ½(1/high² − 1/low²), on paper.
    let apart = step / (low * high);
    Derivatives {
        value: (low - 0.5) * ratio + step * (high.ln() - 1.0) + stirling(high) - stirling(low),
        first: ratio + 0.5 * apart + digamma_tail(high) - digamma_tail(low),
        second: -apart * (1.0 + 0.5 * (low.recip() + high.recip())) - trigamma_tail(low) + trigamma_tail(high),
    }
}

/// `ln B(a, b + n) − ln B(a, b)`, precise even where `b` is so large that the two agree in all digits.
pub(crate) fn ln_beta_step(a: f64, b: f64, n: u32) -> f64 {
    /// Up to here the factors are multiplied out one by one.
    const MULTIPLIED_OUT: u32 = 64;
    if n <= MULTIPLIED_OUT {
        // Each factor is below 1, and 64 of them above 2^-1000 unless a/b exceeds 2^15: then the logarithm is taken more often.
        let mut value = 0.0;
        let mut product = 1.0_f64;
        for step in 0..n {
            let base = b + f64::from(step);
            let odds = a / base;
            if odds < 1e-3 {
                value -= odds.ln_1p();
            } else {
                product /= 1.0 + odds;
                if product < 1e-200 {
                    value += product.ln();
                    product = 1.0;
                }
            }
        }
        return value + product.ln();
    }
    ln_rising(b, n).value - ln_rising(a + b, n).value
}

/// `ln Γ(a)` with digamma and trigamma.
pub(crate) fn ln_gamma(a: f64) -> Derivatives {
    let mut low = a;
    let (mut first, mut second) = (0.0, 0.0);
    while low < ASYMPTOTIC_FROM {
        let reciprocal = low.recip();
        first -= reciprocal;
        second += reciprocal * reciprocal;
        low += 1.0;
    }
    Derivatives {
        value: statrs::function::gamma::ln_gamma(a),
        first: first + low.ln() - 0.5 / low + digamma_tail(low),
        second: second + low.recip() + 0.5 * low.powi(-2) + trigamma_tail(low),
    }
}

/// The sum of Stirling's series: `ln Γ(x) = (x − ½) ln x − x + ½ ln 2π + stirling(x)`.
fn stirling(x: f64) -> f64 {
    const SERIES: [f64; 7] = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1_260.0, -1.0 / 1_680.0, 1.0 / 1_188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let reciprocal = x.recip();
    reciprocal * polynomial(&SERIES, reciprocal * reciprocal)
}

/// `ψ(x) − ln x + 1/(2x)`, asymptotically.
fn digamma_tail(x: f64) -> f64 {
    const SERIES: [f64; 7] = [-1.0 / 12.0, 1.0 / 120.0, -1.0 / 252.0, 1.0 / 240.0, -1.0 / 132.0, 691.0 / 32_760.0, -1.0 / 12.0];
    let square = x.powi(-2);
    square * polynomial(&SERIES, square)
}

/// `ψ′(x) − 1/x − 1/(2x²)`, asymptotically.
fn trigamma_tail(x: f64) -> f64 {
    const SERIES: [f64; 7] = [1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2_730.0, 7.0 / 6.0];
    let square = x.powi(-2);
    square / x * polynomial(&SERIES, square)
}

/// `Σ coefficients[k] xᵏ` by Horner's rule.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// `(1 − e^(c·l)) / c`, which is `−l` at `c = 0`: how much of a power law lies before a time.
pub(crate) fn expm1_ratio(c: f64, l: f64) -> f64 {
    if c.abs() < f64::MIN_POSITIVE { -l } else { -(c * l).exp_m1() / c }
}

/// `e^w E_s(w) = ∫₀^∞ e^(−w u) (1 + u)^(−s) du`, the scaled generalised exponential integral, for `w > 0` and `s > 0`.
///
/// With `1 + u = e^τ` the integrand is entire and dies out doubly exponentially, so that one rule serves all `s` and `w`.
pub(crate) fn scaled_exponential_integral(s: f64, w: f64) -> f64 {
    /// The exponential of an exponential asks for shorter pieces than a power law.
    const LONGEST_PIECE: f64 = 2.0;
    // In logarithms, because the quotient may overflow.
    let mut end = softplus(NEGLIGIBLE_LOG.ln() - w.ln());
    if s > 1.0 {
        end = end.min(NEGLIGIBLE_LOG / (s - 1.0));
    }
    quadrature::integrate(end, LONGEST_PIECE, |tau| (tau * (1.0 - s) - w * tau.exp_m1()).exp())
}

/// `ln(1 + x)` for `x > −1`, as precise as the system's function and three times as fast: half the time of a fit goes here.
///
/// What `1 + x` loses to rounding is given back to first order (Kahan); of second order it is below the last digit.
pub(crate) fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    let lost = x - (sum - 1.0);
    sum.ln() + lost / sum
}

/// `1 / (1 + e^(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        (1.0 + (-x).exp()).recip()
    } else {
        let small = x.exp();
        small / (1.0 + small)
    }
}

/// `ln(1 + e^x)` with its first and second derivatives, from one exponential.
pub(crate) fn softplus_with_derivatives(x: f64) -> Derivatives {
    let small = (-x.abs()).exp();
    let larger = (1.0 + small).recip();
    let smaller = small * larger;
    let first = if x >= 0.0 { larger } else { smaller };
    // ln_1p with the reciprocal that is there already.
    let sum = 1.0 + small;
    let value = x.max(0.0) + sum.ln() + (small - (sum - 1.0)) * larger;
    Derivatives { value, first, second: larger * smaller }
}

/// `ln(1 + e^x)`.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + ln_1p((-x.abs()).exp())
}

/// The value a standard normal variable stays below with probability `p`.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance * expected.abs().max(1e-300), "{found} is not {expected}");
    }

    #[test]
    fn rising_factorials_are_those_of_a_product() {
        for a in [0.01_f64, 0.5, 3.0, 11.5, 250.0, 1e6] {
            for n in [0_u32, 1, 2, 5, 17, 40] {
                let terms = (0..n).map(|step| a + f64::from(step));
                let found = ln_rising(a, n);
                near(found.value, terms.clone().map(f64::ln).sum(), 3e-15);
                near(found.first, terms.clone().map(f64::recip).sum(), 3e-14);
                near(found.second, -terms.map(|term| term.powi(-2)).sum::<f64>(), 3e-13);
            }
        }
    }

    #[test]
    fn rising_factorials_of_a_million_steps_add_up() {
        // ln(n!) by Stirling: n ln n − n + ½ ln(2πn) + 1/(12n).
        near(ln_rising(1.0, 1_000_000).value, 12_815_518.384_658_169, 1e-15);
    }

    #[test]
    fn any_step_rises_as_whole_steps_do() {
        for a in [0.3, 11.0, 40.0, 1e5, 1e9] {
            let (found, whole) = (ln_rising_by(a, 7.0), ln_rising(a, 7));
            near(found.value, whole.value, 1e-13);
            near(found.first, whole.first, 1e-12);
            near(found.second, whole.second, 1e-11);
            // Two steps are one after the other.
            near(ln_rising_by(a, 0.7).value + ln_rising_by(a + 0.7, 6.3).value, whole.value, 1e-13);
        }
    }

    #[test]
    fn ln_gamma_has_its_derivatives() {
        // Γ(½) = √π; ψ(½) = −γ − 2 ln 2; ψ′(½) = π²/2.
        let half = ln_gamma(0.5);
        near(half.value, 0.572_364_942_924_700_1, 1e-14);
        near(half.first, -1.963_510_026_021_423_5, 1e-14);
        near(half.second, 4.934_802_200_544_679, 1e-14);
    }

    #[test]
    fn beta_steps_keep_their_digits_at_a_huge_b() {
        let exact = -(1.0_f64 / 1e12).ln_1p() - (1.0_f64 / (1e12 + 1.0)).ln_1p();
        near(ln_beta_step(1.0, 1e12, 2), exact, 1e-14);
        for n in [3_u32, 64, 65, 1000] {
            let b = 2.5_f64;
            let exact: f64 = (0..n).map(|step| -(0.8 / (b + f64::from(step))).ln_1p()).sum();
            near(ln_beta_step(0.8, b, n), exact, 1e-12);
        }
    }

    #[test]
    fn the_exponential_integral_has_its_known_values() {
        // E_1(1) = 0.219383934395520…; E_n by the recurrence n E_(n+1) = e^(−w) − w E_n; E_½(w) = √(π/w) erfc(√w).
        let one = scaled_exponential_integral(1.0, 1.0);
        near(one, 0.219_383_934_395_520_27 * 1.0_f64.exp(), 1e-14);
        near(scaled_exponential_integral(2.0, 1.0), 1.0 - one, 1e-14);
        for (w, erfc) in [(1e-6_f64, 0.998_871_621_209_030), (0.25, 0.479_500_122_186_953_5), (1.0, 0.157_299_207_050_285_13)] {
            near(scaled_exponential_integral(0.5, w), (std::f64::consts::PI / w).sqrt() * erfc * w.exp(), 1e-13);
        }
    }

    #[test]
    fn the_fast_logarithm_is_that_of_the_system() {
        for exponent in -700..700 {
            let x = f64::from(exponent).exp() * 0.731;
            near(ln_1p(x), x.ln_1p(), 3e-16);
            if x < 1.0 {
                near(ln_1p(-x / 2.0), (-x / 2.0).ln_1p(), 4e-16);
            }
        }
        assert!(ln_1p(0.0).abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn quantiles_are_those_of_the_normal() {
        near(normal_quantile(0.975), 1.959_963_984_540_054, 1e-9);
        near(normal_quantile(0.025), -1.959_963_984_540_054, 1e-9);
    }
}
