//! The probability that a customer left between the last purchase and now, as an integral over the time of departure.
//!
//! `D = s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy` from `t_x` to `T`. With `m = min(α, β)` and `y = (m+t_x) e^τ − m` the integrand is
//! smooth, falls at least exponentially where it falls, and has its nearest singularities at `Im τ = ±π`, whatever the
//! parameters. Derivatives are means over the same nodes.

use super::ParetoNbdParameters;
use crate::History;
use crate::fit::jet::Jet;
use crate::quadrature::{self, Node};
use crate::special::{self, NEGLIGIBLE_LOG};

/// The longest piece for one rule of 24 nodes; the distance of the singularities is π.
pub(super) const LONGEST_PIECE: f64 = 4.0;

/// The integral for one history.
pub(super) struct Departure<'a> {
    parameters: &'a ParetoNbdParameters,
    /// `r + x`.
    purchases: f64,
    /// `α + t_x`.
    alpha: f64,
    /// `β + t_x`.
    beta: f64,
    /// `min(α, β) + t_x`.
    start: f64,
    /// Upper end of τ.
    end: f64,
}

impl<'a> Departure<'a> {
    /// `None` if no time has passed since the last purchase.
    pub(super) fn of(parameters: &'a ParetoNbdParameters, history: &History) -> Option<Self> {
        let silence = history.age() - history.recency();
        if silence <= 0.0 {
            return None;
        }
        let purchases = parameters.r + f64::from(history.frequency());
        let (alpha, beta) = (parameters.alpha + history.recency(), parameters.beta + history.recency());
        let start = alpha.min(beta);
        // The logarithm of the integrand falls at this rate first, and ever faster.
        let fall = start * (purchases / alpha + (parameters.s + 1.0) / beta) - 1.0;
        let whole = (silence / start).ln_1p();
        let end = if fall > 0.0 { whole.min(NEGLIGIBLE_LOG / fall) } else { whole };
        Some(Self { parameters, purchases, alpha, beta, start, end })
    }

    /// `ln D`.
    pub(super) fn log_value(&self) -> f64 {
        let (pieces, length) = quadrature::pieces(self.end, LONGEST_PIECE);
        let nodes = self.nodes();
        let mut sum = 0.0;
        for piece in 0..pieces {
            let start = f64::from(piece) * length;
            sum += nodes.iter().map(|node| node.weight * self.at(start + length * node.at).value).sum::<f64>();
        }
        self.log_front() + (sum * length).ln()
    }

    /// `ln D` with gradient and Hessian in `(r, α, s, β)`.
    ///
    /// The nodes stay where they are in y, so that only the integrand is differentiated: `∇ ln D` is the mean of
    /// `∇ ln f`, and `∇² ln D` the mean of `∇² ln f` plus the covariance of `∇ ln f`, under weights proportional to `f`.
    pub(super) fn log_value_with_derivatives(&self) -> Jet<4> {
        let (integral, moments) = self.moments();
        let ParetoNbdParameters { s, .. } = *self.parameters;
        let (purchases, departures) = (self.purchases / self.alpha, (s + 1.0) / self.beta);
        // ∇ ln f = (−ln(α+y), −(r+x)/(α+y), −ln(β+y), −(s+1)/(β+y)) is linear in the four quantities of the moments.
        let slope = [-1.0, purchases, -1.0, departures];
        let mean = &moments.mean;
        let gradient =
            [-self.alpha.ln() - mean[0], -purchases * (1.0 - mean[1]), s.recip() - self.beta.ln() - mean[2], -departures * (1.0 - mean[3])];
        let mut hessian: [[f64; 4]; 4] = std::array::from_fn(|i| std::array::from_fn(|j| slope[i] * slope[j] * moments.covariance(i, j)));
        let mean_square = |i: usize| (1.0 - mean[i]) * (1.0 - mean[i]) + moments.covariance(i, i);
        let (over_alpha, over_beta) = ((1.0 - mean[1]) / self.alpha, (1.0 - mean[3]) / self.beta);
        hessian[0][1] -= over_alpha;
        hessian[1][0] -= over_alpha;
        hessian[1][1] += purchases / self.alpha * mean_square(1);
        hessian[2][2] -= (s * s).recip();
        hessian[2][3] -= over_beta;
        hessian[3][2] -= over_beta;
        hessian[3][3] += departures / self.beta * mean_square(3);
        Jet { value: self.log_front() + integral.ln(), gradient, hessian }
    }

    /// `ln s + ln(m+t_x) − (r+x) ln(α+t_x) − (s+1) ln(β+t_x)`: what stands before the integral over τ.
    fn log_front(&self) -> f64 {
        let s = self.parameters.s;
        (s * self.start).ln() - self.purchases * self.alpha.ln() - (s + 1.0) * self.beta.ln()
    }

    /// As many nodes as the integrand asks for.
    fn nodes(&self) -> &'static [Node] {
        quadrature::nodes_for(self.end, self.end * (self.purchases + self.parameters.s + 1.0))
    }

    /// The integrand at τ, relative to τ = 0, with the quantities its derivatives are made of.
    ///
    /// For the smaller of α and β, `(y−t_x)/(m+t_x) = e^τ − 1`, and its logarithm needs no computing.
    fn at(&self, tau: f64) -> Integrand {
        let growth = tau.exp_m1();
        let smaller = [tau, growth / (1.0 + growth)];
        let slower = self.start / self.alpha.max(self.beta) * growth;
        let larger = [special::ln_1p(slower), slower / (1.0 + slower)];
        let (of_alpha, of_beta) = if self.alpha <= self.beta { (smaller, larger) } else { (larger, smaller) };
        let value = (tau - self.purchases * of_alpha[0] - (self.parameters.s + 1.0) * of_beta[0]).exp();
        Integrand { value, quantities: [of_alpha[0], of_alpha[1], of_beta[0], of_beta[1]] }
    }

    fn moments(&self) -> (f64, Moments) {
        let (pieces, length) = quadrature::pieces(self.end, LONGEST_PIECE);
        let nodes = self.nodes();
        let mut moments = Moments::default();
        let mut sum = 0.0;
        for piece in 0..pieces {
            let start = f64::from(piece) * length;
            for Node { at, weight } in nodes {
                let integrand = self.at(start + length * at);
                let share = weight * integrand.value;
                sum += share;
                moments.add(share, &integrand.quantities);
            }
        }
        moments.divide(sum);
        (sum * length, moments)
    }
}

struct Integrand {
    value: f64,
    /// `ln((α+y)/(α+t_x))`, `(y−t_x)/(α+y)`, and the same with β.
    quantities: [f64; 4],
}

/// Means and mean products of the four quantities.
#[derive(Default)]
struct Moments {
    mean: [f64; 4],
    products: [[f64; 4]; 4],
}

impl Moments {
    fn add(&mut self, share: f64, quantities: &[f64; 4]) {
        for (i, quantity) in quantities.iter().enumerate() {
            let part = share * quantity;
            self.mean[i] += part;
            for (product, other) in self.products[i].iter_mut().zip(quantities) {
                *product += part * other;
            }
        }
    }

    fn divide(&mut self, sum: f64) {
        self.mean = self.mean.map(|entry| entry / sum);
        self.products = self.products.map(|row| row.map(|entry| entry / sum));
    }

    fn covariance(&self, i: usize, j: usize) -> f64 {
        self.products[i][j] - self.mean[i] * self.mean[j]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_differences() {
        const STEP: f64 = 1e-6;
        let history = History::new(7, 20.0, 38.9).unwrap();
        let at = [0.55, 10.6, 0.6, 11.7];
        let jet = |[r, alpha, s, beta]: [f64; 4]| {
            Departure::of(&ParetoNbdParameters { r, alpha, s, beta }, &history).unwrap().log_value_with_derivatives()
        };
        let exact = jet(at);
        for i in 0..4 {
            let moved = |by: f64| jet(std::array::from_fn(|index| if index == i { at[index] + by } else { at[index] }));
            let (up, down) = (moved(STEP), moved(-STEP));
            assert!(((up.value - down.value) / (2.0 * STEP) - exact.gradient[i]).abs() < 1e-7);
            for j in 0..4 {
                let second = (up.gradient[j] - down.gradient[j]) / (2.0 * STEP);
                assert!((second - exact.hessian[i][j]).abs() < 1e-7, "{i} {j}: {second} {}", exact.hessian[i][j]);
            }
        }
    }
}
