//! Whether spend depends on frequency, which the Gamma-Gamma model assumes it does not.

use super::{Spender, Spenders};
use crate::fit::size;

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
        Self { pearson: correlation(&frequency, &mean), spearman: correlation(&ranks(&frequency), &ranks(&mean)) }
    }

    /// Whether a correlation exceeds [`NOTABLE_CORRELATION`]: then expected spend should come from a
    /// [`SpendRegression`](super::SpendRegression) or by segment.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        [self.pearson, self.spearman].into_iter().flatten().any(|correlation| correlation.abs() > NOTABLE_CORRELATION)
    }
}

/// Pearson's correlation of two columns of one length.
pub(crate) fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let mean = |column: &[f64]| column.iter().sum::<f64>() / size(column.len());
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut product, mut square_one, mut square_other) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - mean_one, b - mean_other);
        product += a * b;
        square_one += a * a;
        square_other += b * b;
    }
    (square_one > 0.0 && square_other > 0.0).then(|| product / (square_one * square_other).sqrt())
}

/// Ranks from 1, the smallest first; equal values share the mean of their ranks.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for ties in order.chunk_by(|&one, &other| values[one].total_cmp(&values[other]).is_eq()) {
        let shared = f64::midpoint(size(before + 1), size(before + ties.len()));
        for &index in ties {
            ranks[index] = shared;
        }
        before += ties.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn a_line_has_correlation_one_and_a_constant_none() {
        let line = [1.0, 2.0, 3.0];
        assert_eq!(correlation(&line, &[2.0, 4.0, 6.0]), Some(1.0));
        assert_eq!(correlation(&line, &[5.0; 3]), None);
    }

    #[test]
    fn spend_that_grows_with_frequency_is_in_doubt() {
        let spenders = Spenders::of([(1, 10.0), (2, 20.0), (3, 30.0)]).unwrap();
        assert!(Independence::of(&spenders).is_in_doubt());
    }
}
