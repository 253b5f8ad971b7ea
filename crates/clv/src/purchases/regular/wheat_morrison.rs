//! How regular customers buy, from two gaps of each.
//!
//! Wheat & Morrison 1990, *J. Marketing Research* 27(1):87–93: if gaps are gamma of shape k at any rate, the first gap's share in
//! the sum of two is beta(k, k), whose variance tells k.

use crate::statistics::{mean, size};

/// The shape k of the gaps: 1 is random, above 1 regular, below 1 in bursts. `k = (1 − 4 Var M)/(8 Var M)` with
/// `M = gap₁/(gap₁ + gap₂)` of the last two gaps of each customer who has two.
///
/// `None` with fewer than two such customers, if all their shares are the same, or if these vary as only gaps in bursts beyond any
/// gamma distribution do, so that no k above zero tells them.
pub fn regularity<'a>(gaps: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let share = |own: &[f64]| match own {
        [.., first, second] => Some(first / (first + second)).filter(|share| (0.0..=1.0).contains(share)),
        _ => None,
    };
    let shares: Vec<f64> = gaps.into_iter().filter_map(share).collect();
    if shares.len() < 2 {
        return None;
    }
    let mean = mean(shares.iter().copied());
    let variance = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / size(shares.len() - 1);
    (variance > 0.0).then(|| (1.0 - 4.0 * variance) / (8.0 * variance)).filter(|k| *k > 0.0)
}
