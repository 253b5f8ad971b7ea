//! Whether spend depends on frequency, which the Gamma-Gamma model assumes it does not.

use super::{Spender, Spenders};
use crate::statistics::{weighted_correlation, weighted_ranks};

/// Above this absolute correlation the assumption is in doubt. A rule of thumb, no test.
pub const NOTABLE_CORRELATION: f64 = 0.3;

/// Correlation of frequency and mean spend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Independence {
    /// Pearson's correlation of `x` and `z̄`; none if one of them does not vary.
    pub pearson: Option<f64>,
    /// Spearman's rank correlation, ties sharing their mean rank; none if one of them does not vary.
    pub spearman: Option<f64>,
}

impl Independence {
    /// Of these spenders.
    #[must_use]
    pub fn of(spenders: &Spenders) -> Self {
        let column = |value: fn(&Spender) -> f64| spenders.as_slice().iter().map(value).collect::<Vec<f64>>();
        let (frequency, mean) = (column(|spender| f64::from(spender.frequency)), column(|spender| spender.mean));
        let customers = |place: usize| f64::from(spenders.as_slice()[place].customers);
        let ranks = |values: &[f64]| weighted_ranks(values, customers);
        Self {
            pearson: weighted_correlation(&frequency, &mean, customers),
            spearman: weighted_correlation(&ranks(&frequency), &ranks(&mean), customers),
        }
    }

    /// Whether a correlation exceeds [`NOTABLE_CORRELATION`]: then expected spend should come from each customer's own mean, a
    /// [`SpendRegression`](super::SpendRegression), or by segment.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.exceeds(NOTABLE_CORRELATION)
    }

    /// Whether a correlation exceeds this one, whatever its sign.
    #[must_use]
    pub fn exceeds(&self, notable: f64) -> bool {
        [self.pearson, self.spearman].into_iter().flatten().any(|correlation| correlation.abs() > notable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spend_that_grows_with_frequency_is_in_doubt() {
        let spenders = Spenders::of([(1, 10.0), (2, 20.0), (3, 30.0)]).unwrap();
        let found = Independence::of(&spenders);
        assert!(found.is_in_doubt() && found.exceeds(0.99) && !found.exceeds(1.0));
    }
}
