//! `SplitMix64`, written out so that the demo never changes with a library. Not for secrets.

/// A small random number generator.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Rng(u64);

impl Rng {
    /// Starts a sequence; equal seeds give equal sequences.
    pub(in crate::demo) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A sequence of its own for one part, so that a change there leaves the other parts alone.
    pub(in crate::demo) fn part(seed: u64, part: u64) -> Self {
        Self(Self::new(seed ^ part.wrapping_mul(0xA076_1D64_78BD_642F)).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub(in crate::demo) fn range(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0) + 1;
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// An index below `len`, which must not be zero.
    pub(in crate::demo) fn below(&mut self, len: usize) -> usize {
        let last = i64::try_from(len).unwrap_or(i64::MAX) - 1;
        usize::try_from(self.range(0, last)).unwrap_or(0)
    }

    /// Whether something with this chance in a thousand happens.
    pub(in crate::demo) fn permille(&mut self, chance: i64) -> bool {
        self.range(1, 1000) <= chance
    }

    /// One of the values.
    pub(in crate::demo) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// One of the values, by weight.
    pub(in crate::demo) fn weighted<T: Copy>(&mut self, values: &[(T, i64)]) -> T {
        let mut left = self.range(1, values.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in values {
            left -= weight;
            if left <= 0 {
                return *value;
            }
        }
        values[0].0
    }

    /// A heavy-tailed factor in thousandths: mostly near one, rarely above thirty.
    ///
    /// It is `u^-0.75` by integer roots alone, as `powf` may differ between platforms.
    pub(in crate::demo) fn pareto(&mut self) -> i64 {
        let u = self.range(6_000, 1_000_000);
        let root = (1_000_000_000_000_000_000 / u).isqrt();
        let fourth = (root * 1_000_000).isqrt();
        root * (fourth / 1000) / 1_000_000
    }

    /// Puts the values in a random order.
    pub(in crate::demo) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }

    /// `value` give or take so many per cent.
    pub(in crate::demo) fn around(&mut self, value: i64, percent: i64) -> i64 {
        value * self.range(100 - percent, 100 + percent) / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_splitmix64() {
        let mut rng = Rng::new(1_234_567);
        assert_eq!([rng.next(), rng.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut rng = Rng::new(3);
        for _ in 0..2_000 {
            assert!((-3..=4).contains(&rng.range(-3, 4)));
            assert!(rng.below(7) < 7);
            assert!((990..60_000).contains(&rng.pareto()));
            assert_eq!(rng.weighted(&[(1, 0), (2, 5), (3, 0)]), 2);
        }
    }
}
