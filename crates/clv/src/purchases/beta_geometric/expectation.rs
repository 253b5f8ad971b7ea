//! Expected purchases of a customer known to be alive, under the beta-geometric models.
//!
//! A living customer who buys at rate λ and leaves after a purchase with probability p makes `(1 − e^(−λ p t))/p` purchases
//! in time t. Over the gamma distribution of λ and the beta distribution of p that becomes Gauss's ₂F₁. Here it is summed
//! after Euler's transformation, without a pole at a = 1; where that series is slow or cancels, the mean over p is integrated.

use crate::special::expm1_ratio;

/// A customer who is alive: λ is gamma with `shape`, p is beta with `leave` and `stay`.
#[derive(Clone, Copy)]
pub(in crate::purchases) struct Living {
    /// `r + x`.
    pub shape: f64,
    /// `t / (α + T)`: the time ahead relative to the time behind.
    pub elapsed: f64,
    /// `a`.
    pub leave: f64,
    /// `b + n` for `n` chances to leave that were not taken.
    pub stay: f64,
}

impl Living {
    /// The same customer with another time ahead.
    pub(in crate::purchases) fn with_elapsed(self, elapsed: f64) -> Self {
        Self { elapsed, ..self }
    }

    /// `E[(1 − (1 + p t/(α+T))^(−(r+x))) / p]`.
    pub(in crate::purchases) fn expected_purchases(&self) -> f64 {
        /// Beyond this `z` the series has more than some hundred terms.
        const SLOW: f64 = 0.99;
        /// The series' first terms cancel the leading one when `(r+x)/c` is below this.
        const SMALL_SHAPE: f64 = 1e-2;
        /// Beyond this `(1−z)^(−a)` the series' terms grow far before they fall.
        const LARGE_EXPONENT: f64 = 30.0;
        if self.elapsed <= 0.0 {
            return 0.0;
        }
        let c = self.leave + self.stay - 1.0;
        let z = self.elapsed / (1.0 + self.elapsed);
        let upper = c - self.shape;
        // With A < 0 the first terms alternate; they must not grow. The bound holds for the quotient of any two neighbours.
        let alternates_widely = -upper * z * f64::max(1.0, self.leave / 2.0) > c;
        let overflows = self.leave * self.elapsed.ln_1p() > LARGE_EXPONENT;
        if c <= 0.0 || overflows || z > SLOW || self.shape < SMALL_SHAPE * c || alternates_widely {
            self.integrated()
        } else {
            self.series(c, upper, z)
        }
    }

    /// `c · [ −expm1((a−1)L)/(a−1) − e^((a−1)L) S ]` with `L = ln(1−z)` and `S = Σ (A)_k (a)_(k−1) z^k / ((c)_k k!)`.
    fn series(&self, c: f64, upper: f64, z: f64) -> f64 {
        /// Never reached for `z` up to 0.99; here so that nothing can hang.
        const MOST_TERMS: u32 = 20_000;
        let a = self.leave;
        let log = -self.elapsed.ln_1p();
        let mut term = upper * z / c;
        let mut sum = term;
        for k in 1..MOST_TERMS {
            let k = f64::from(k);
            term *= (upper + k) * (a + k - 1.0) * z / ((c + k) * (k + 1.0));
            sum += term;
            if term.abs() <= 0.1 * f64::EPSILON * sum.abs() {
                break;
            }
        }
        c * (expm1_ratio(a - 1.0, log) - ((a - 1.0) * log).exp() * sum)
    }

    /// The mean over p by the trapezoidal rule in `u = ln(p/(1−p))`, where the beta density falls off exponentially both ways.
    ///
    /// Weights are relative to the mode and divided by their own sum, so that no beta function is needed.
    fn integrated(&self) -> f64 {
        let (a, b) = (self.leave, self.stay);
        let mode = (a / b).ln();
        let step = f64::min(0.25, 0.5 * (a.recip() + b.recip()).sqrt());
        let log_weight = |u: f64| a * u - (a + b) * crate::special::softplus(u);
        let peak = log_weight(mode);
        let weight = |u: f64| (log_weight(u) - peak).exp();
        let middle = Mean::of(weight(mode), self.given(mode));
        // Towards p = 0 the integrand becomes (r+x) t/(α+T); towards p = 1 what it is at p = 1. The rest is a geometric series.
        let to_never =
            self.one_side(step, a, |k| mode - k * step, |u| u.exp() * ((1.0 + self.elapsed) * (1.0 + self.shape) + a + b), weight);
        let to_certain = self.one_side(step, b, |k| mode + k * step, |u| (-u).exp() * (1.0 + self.shape + a + b), weight);
        let mean = middle.plus(&to_never).plus(&to_certain);
        mean.sum / mean.weight
    }

    /// The nodes on one side of the mode, until weights vanish or the integrand no longer changes.
    fn one_side(&self, step: f64, decay: f64, node: impl Fn(f64) -> f64, change: impl Fn(f64) -> f64, weight: impl Fn(f64) -> f64) -> Mean {
        /// Relative size of what is left out.
        const NEGLIGIBLE: f64 = 1e-18;
        /// Never reached: by then the weights are below e^−45 or the integrand is constant.
        const MOST_NODES: u32 = 100_000;
        let mut mean = Mean { weight: 0.0, sum: 0.0 };
        for k in 1..MOST_NODES {
            let u = node(f64::from(k));
            let (own, value) = (weight(u), self.given(u));
            mean = mean.plus(&Mean::of(own, value));
            if own < NEGLIGIBLE {
                break;
            }
            if change(u) < NEGLIGIBLE {
                return mean.plus(&Mean::of(own / (decay * step).exp_m1(), value));
            }
        }
        mean
    }

    /// Expected purchases of a living customer whose `ln(p/(1−p))` is `u`.
    fn given(&self, u: f64) -> f64 {
        let p = crate::special::logistic(u);
        if p < f64::MIN_POSITIVE {
            return self.shape * self.elapsed;
        }
        -(-self.shape * (p * self.elapsed).ln_1p()).exp_m1() / p
    }
}

/// A weighted mean in the making.
struct Mean {
    weight: f64,
    sum: f64,
}

impl Mean {
    fn of(weight: f64, value: f64) -> Self {
        Self { weight, sum: weight * value }
    }

    fn plus(&self, other: &Self) -> Self {
        Self { weight: self.weight + other.weight, sum: self.sum + other.sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_integral_agree() {
        for (shape, leave, stay) in
            [(0.24, 0.79, 2.4), (2.24, 0.79, 4.4), (26.5, 0.04, 30.0), (1.3, 2.5, 2.2), (0.5, 1.0, 3.0), (4.0, 6.0, 12.0)]
        {
            for elapsed in [0.001, 0.2, 3.0, 40.0] {
                let living = Living { shape, elapsed, leave, stay };
                let c = leave + stay - 1.0;
                let (series, integral) = (living.series(c, c - shape, elapsed / (1.0 + elapsed)), living.integrated());
                assert!((series / integral - 1.0).abs() < 1e-11, "{shape} {leave} {stay} {elapsed}: {series} {integral}");
            }
        }
    }

    #[test]
    fn nobody_who_never_leaves_buys_less_than_their_rate() {
        // p → 0: the expectation becomes (r+x) t/(α+T).
        let living = Living { shape: 0.8, elapsed: 4.0, leave: 1e-6, stay: 1e6 };
        assert!((living.expected_purchases() / 3.2 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn extremes_are_finite_and_below_the_rate() {
        for shape in [1e-3, 1.0, 500.0, 1e6] {
            for (leave, stay) in [(1e-4, 1e-4), (0.04, 1e5), (300.0, 0.1), (40.0, 40.0), (1e5, 1e5), (0.3, 0.3)] {
                for elapsed in [1e-9, 1.0, 1e3, 1e9] {
                    let expected = Living { shape, elapsed, leave, stay }.expected_purchases();
                    let most = shape * elapsed * (1.0 + 1e-9);
                    assert!(expected >= 0.0 && expected <= most, "{shape} {leave} {stay} {elapsed}: {expected} {most}");
                }
            }
        }
    }
}
