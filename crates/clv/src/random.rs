//! Random numbers that are the same on every machine and in every version: a seed says it all.
//!
//! Not for secrets. The generator is xoshiro256++ (Blackman & Vigna 2021, *ACM TOMS* 47(4)), seeded by `SplitMix64`.

/// A source of random numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// The source of this seed.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut mixer = seed;
        Self { state: std::array::from_fn(|_| split_mix(&mut mixer)) }
    }

    /// One of many independent sources of one seed, so that work can be shared among threads in any order.
    #[must_use]
    pub fn stream(seed: u64, index: u64) -> Self {
        let mut mixer = seed;
        let mixed = split_mix(&mut mixer);
        Self::from_seed(mixed ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// Uniform, above 0 and below 1.
    pub fn uniform(&mut self) -> f64 {
        /// Half a step off, so that neither end is reached.
        const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;
        (crate::fit::real(self.bits() >> 11) + 0.5) * STEP
    }

    /// Uniform among `0..count`; `count` is at least 1.
    pub fn below(&mut self, count: usize) -> usize {
        // The high half of the product: its bias is count/2^64.
        let product = u128::from(self.bits()) * u128::try_from(count).unwrap_or(u128::MAX >> 64);
        usize::try_from(product >> 64).unwrap_or(0)
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Standard normal, by the polar method.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Gamma of this shape and scale 1.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        self.ln_gamma(shape).exp()
    }

    /// Beta with these parameters.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        // In logarithms, because both gammas may be smaller than the smallest number.
        let (one, other) = (self.ln_gamma(a), self.ln_gamma(b));
        crate::special::logistic(one - other)
    }

    /// The logarithm of a gamma variable (Marsaglia & Tsang 2000, *ACM TOMS* 26(3):363–372).
    fn ln_gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.ln_gamma(shape + 1.0) + self.uniform().ln() / shape;
        }
        let d = shape - 1.0 / 3.0;
        let c = (9.0 * d).sqrt().recip();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root > 0.0 {
                let cube = root * root * root;
                if self.uniform().ln() < 0.5 * x * x + d * (1.0 - cube + cube.ln()) {
                    return (d * cube).ln();
                }
            }
        }
    }
}

/// The next number of Steele, Lea & Flood 2014.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
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
        about(moments(|| random.normal()), 0.0, 1.0);
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
