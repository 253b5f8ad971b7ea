//! Forward-mode automatic differentiation to second order: a value with its gradient and its Hessian.

use std::array;
use std::ops::{Add, Mul, Sub};

use crate::special::{self, Derivatives};

/// A number that depends on `N` variables, with its exact first and second derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Jet<const N: usize> {
    pub value: f64,
    pub gradient: [f64; N],
    pub hessian: [[f64; N]; N],
}

impl<const N: usize> Jet<N> {
    pub(crate) const ZERO: Self = Self { value: 0.0, gradient: [0.0; N], hessian: [[0.0; N]; N] };

    pub(crate) fn constant(value: f64) -> Self {
        Self { value, ..Self::ZERO }
    }

    /// Variable `index` itself, at the point where it is `value`.
    pub(crate) fn variable(value: f64, index: usize) -> Self {
        let mut jet = Self::constant(value);
        jet.gradient[index] = 1.0;
        jet
    }

    /// `scale · e^θ` as a function of variable `index`, at the point where it is `value`.
    pub(crate) fn exponential(value: f64, index: usize) -> Self {
        let mut jet = Self::constant(value);
        jet.gradient[index] = value;
        jet.hessian[index][index] = value;
        jet
    }

    /// `f(self)` from the value and the derivatives of `f`.
    pub(crate) fn chain(&self, f: Derivatives) -> Self {
        let gradient = array::from_fn(|i| f.first * self.gradient[i]);
        let hessian = array::from_fn(|i| {
            let slope = f.second * self.gradient[i];
            array::from_fn(|j| f.first * self.hessian[i][j] + slope * self.gradient[j])
        });
        Self { value: f.value, gradient, hessian }
    }

    /// `f(inner)` from the value, gradient and Hessian of `f` in its `M` arguments.
    pub(crate) fn compose<const M: usize>(f: &Jet<M>, inner: &[Self; M]) -> Self {
        let mut jet = Self::constant(f.value);
        for (outer, argument) in inner.iter().enumerate() {
            let slope = f.gradient[outer];
            let bend: [f64; N] =
                array::from_fn(|j| inner.iter().zip(&f.hessian[outer]).map(|(other, second)| second * other.gradient[j]).sum());
            for i in 0..N {
                jet.gradient[i] += slope * argument.gradient[i];
                for (j, bent) in bend.iter().enumerate() {
                    jet.hessian[i][j] += slope * argument.hessian[i][j] + argument.gradient[i] * bent;
                }
            }
        }
        jet
    }

    pub(crate) fn ln(&self) -> Self {
        let reciprocal = self.value.recip();
        self.chain(Derivatives { value: self.value.ln(), first: reciprocal, second: -reciprocal * reciprocal })
    }

    pub(crate) fn recip(&self) -> Self {
        let value = self.value.recip();
        self.chain(Derivatives { value, first: -value * value, second: 2.0 * value * value * value })
    }

    /// `ln(1 + time/self)`, without the cancellation of two logarithms where `time` is short.
    pub(crate) fn log_growth(&self, time: f64) -> Self {
        let scale = self.value;
        let (before, after) = (scale.recip(), (scale + time).recip());
        let first = -time * before * after;
        self.chain(Derivatives { value: special::ln_1p(time / scale), first, second: -first * (before + after) })
    }

    /// `ln(1 + e^self)`.
    pub(crate) fn softplus(&self) -> Self {
        self.chain(special::softplus_with_derivatives(self.value))
    }

    /// `ln Γ(self + n) − ln Γ(self)`.
    pub(crate) fn ln_rising(&self, n: u32) -> Self {
        self.chain(special::ln_rising(self.value, n))
    }

    pub(crate) fn ln_gamma(&self) -> Self {
        self.chain(special::ln_gamma(self.value))
    }

    /// `ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b)`, precise also where one of them is so large that its two terms cancel.
    pub(crate) fn ln_beta(a: &Self, b: &Self) -> Self {
        let (small, large) = if a.value < b.value { (a, b) } else { (b, a) };
        let (in_large, sum) = (special::ln_rising_by(large.value, small.value), special::ln_gamma(large.value + small.value));
        let rising = Jet {
            value: in_large.value,
            gradient: [in_large.first, sum.first],
            hessian: [[in_large.second, sum.second], [sum.second, sum.second]],
        };
        small.ln_gamma() - Self::compose(&rising, &[*large, *small])
    }

    /// `ln B(a, b + n) − ln B(a, b)`: the derivatives of two rising factorials, the value of one function.
    pub(crate) fn ln_beta_step(a: &Self, b: &Self, n: u32) -> Self {
        let mut jet = b.ln_rising(n) - (*a + *b).ln_rising(n);
        jet.value = special::ln_beta_step(a.value, b.value, n);
        jet
    }

    pub(crate) fn scale(&self, by: f64) -> Self {
        Self { value: by * self.value, gradient: self.gradient.map(|g| by * g), hessian: self.hessian.map(|row| row.map(|h| by * h)) }
    }
}

impl<const N: usize> Add for Jet<N> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            gradient: array::from_fn(|i| self.gradient[i] + other.gradient[i]),
            hessian: array::from_fn(|i| array::from_fn(|j| self.hessian[i][j] + other.hessian[i][j])),
        }
    }
}

impl<const N: usize> Sub for Jet<N> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + other.scale(-1.0)
    }
}

impl<const N: usize> Add<f64> for Jet<N> {
    type Output = Self;

    fn add(self, constant: f64) -> Self {
        Self { value: self.value + constant, ..self }
    }
}

impl<const N: usize> Mul for Jet<N> {
    type Output = Self;

    #[expect(clippy::suspicious_arithmetic_impl, reason = "the product rule adds")]
    fn mul(self, other: Self) -> Self {
        let (u, v) = (&self, &other);
        Self {
            value: u.value * v.value,
            gradient: array::from_fn(|i| u.value * v.gradient[i] + v.value * u.gradient[i]),
            hessian: array::from_fn(|i| {
                array::from_fn(|j| {
                    u.value * v.hessian[i][j] + v.value * u.hessian[i][j] + u.gradient[i] * v.gradient[j] + u.gradient[j] * v.gradient[i]
                })
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: f64 = 1e-5;

    fn jets(at: [f64; 2]) -> [Jet<2>; 2] {
        array::from_fn(|index| Jet::exponential(at[index].exp(), index))
    }

    /// Uses every operation once.
    fn function(at: [f64; 2]) -> Jet<2> {
        let [a, b] = jets(at);
        let product = (a + 1.5) * b.ln() - a.ln_gamma();
        product.softplus()
            + a.log_growth(2.5)
            + Jet::ln_beta(&a, &b)
            + Jet::ln_beta(&(b + 30.0), &a)
            + Jet::ln_beta_step(&a, &b, 7)
            + b.ln_rising(20).scale(0.3)
            + Jet::compose(&quotient(a.value, b.value), &[a, b])
    }

    /// `a / b` by hand.
    fn quotient(a: f64, b: f64) -> Jet<2> {
        Jet { value: a / b, gradient: [b.recip(), -a / (b * b)], hessian: [[0.0, -1.0 / (b * b)], [-1.0 / (b * b), 2.0 * a / (b * b * b)]] }
    }

    #[test]
    fn derivatives_are_those_of_differences() {
        let at = [0.3, -0.8];
        let exact = function(at);
        for i in 0..2 {
            let moved = |by: f64| function(array::from_fn(|index| if index == i { at[index] + by } else { at[index] }));
            let (up, down) = (moved(STEP), moved(-STEP));
            assert!(((up.value - down.value) / (2.0 * STEP) - exact.gradient[i]).abs() < 1e-8);
            for j in 0..2 {
                let second = (up.gradient[j] - down.gradient[j]) / (2.0 * STEP);
                assert!((second - exact.hessian[i][j]).abs() < 1e-8, "{second} {}", exact.hessian[i][j]);
            }
        }
    }
}
