//! Random numbers that are the same on every machine: a seed says it all.
//!
//! Not for secrets. The generator is xoshiro256++ (Blackman & Vigna 2021, *ACM TOMS* 47(4)).

use rand::distr::{Distribution, Open01};
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Exp1, Gamma};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A source of random numbers, for what this crate simulates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// The source of this seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// One of many independent sources of one seed, so that work can be shared among threads in any order.
    #[must_use]
    pub fn stream(seed: u64, index: u64) -> Self {
        Self::from_seed(Self::from_seed(seed).bits() ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform, above 0 and below 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        Open01.sample(&mut self.0)
    }

    /// Uniform among `0..count`; `count` is at least 1.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0.random_range(0..count.max(1))
    }

    /// Exponential with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        Exp1.sample(&mut self.0)
    }

    /// Gamma of this shape, above 0, and scale 1.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        self.ln_gamma(shape).exp()
    }

    /// Beta with these parameters, above 0.
    pub(crate) fn beta(&mut self, a: f64, b: f64) -> f64 {
        // In logarithms, because both gammas may be smaller than the smallest number.
        let (one, other) = (self.ln_gamma(a), self.ln_gamma(b));
        crate::special::logistic(one - other)
    }

    /// The logarithm of a gamma variable. Below shape 1 it is that of the next shape and a power of a uniform, which in
    /// logarithms does not vanish.
    fn ln_gamma(&mut self, shape: f64) -> f64 {
        let (shape, power) = if shape < 1.0 { (shape + 1.0, self.uniform().ln() / shape) } else { (shape, 0.0) };
        Gamma::new(shape, 1.0).map_or(f64::NAN, |gamma| gamma.sample(&mut self.0).ln() + power)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: u32 = 200_000;

    /// Mean and variance of many draws.
    fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..DRAWS {
            let value = draw();
            sum += value;
            squares += value * value;
        }
        let mean = sum / f64::from(DRAWS);
        (mean, squares / f64::from(DRAWS) - mean * mean)
    }

    #[track_caller]
    fn about(found: (f64, f64), mean: f64, variance: f64) {
        let error = (variance / f64::from(DRAWS)).sqrt();
        assert!((found.0 - mean).abs() < 5.0 * error, "mean {} is not {mean}", found.0);
        assert!((found.1 / variance - 1.0).abs() < 0.05, "variance {} is not {variance}", found.1);
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut random = Random::from_seed(7);
        about(moments(|| random.uniform()), 0.5, 1.0 / 12.0);
        about(moments(|| random.exponential()), 1.0, 1.0);
        for shape in [0.2, 1.0, 4.5] {
            about(moments(|| random.gamma(shape)), shape, shape);
        }
        for (a, b) in [(0.8, 2.4), (0.1, 0.1), (5.0, 3.0)] {
            let sum: f64 = a + b;
            about(moments(|| random.beta(a, b)), a / sum, a * b / (sum * sum * (sum + 1.0)));
        }
    }

    #[test]
    fn tiny_shapes_give_numbers() {
        let mut random = Random::from_seed(1);
        for _ in 0..1_000 {
            assert!((0.0..=1.0).contains(&random.beta(1e-5, 1e-5)));
        }
    }

    #[test]
    fn a_seed_says_it_all_and_streams_differ() {
        assert_eq!(Random::from_seed(5).bits(), Random::from_seed(5).bits());
        assert_ne!(Random::stream(5, 0).bits(), Random::stream(5, 1).bits());
        let mut random = Random::from_seed(3);
        let mut seen = [0_u32; 3];
        (0..3_000).for_each(|_| seen[random.below(3)] += 1);
        assert!(seen.iter().all(|count| (900..1_100).contains(count)), "{seen:?}");
    }
}
