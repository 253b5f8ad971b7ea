//! The log-rank test: do two groups survive alike.

use super::{Lifetime, by_time, longest_first};
use crate::Error;
use crate::statistics::size;

/// The result of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// Chi-squared with one degree of freedom.
    pub chi_squared: f64,
    /// The probability of at least this value if the groups survive alike.
    pub p_value: f64,
}

/// Compares those for whom `in_group` is true with the others.
///
/// # Errors
/// If lengths differ, or the groups are never observed together while something ends.
pub fn log_rank(lifetimes: &[Lifetime], in_group: &[bool]) -> Result<LogRank, Error> {
    if lifetimes.len() != in_group.len() {
        return Err(Error::Length { of: "groups", needed: lifetimes.len(), found: in_group.len() });
    }
    let (mut at_risk, mut group_at_risk) = (0.0, 0.0);
    let (mut excess, mut variance) = (0.0, 0.0);
    for same_time in by_time(lifetimes, &longest_first(lifetimes)) {
        let count = |of: &dyn Fn(usize) -> bool| size(same_time.iter().filter(|&&index| of(index)).count());
        at_risk += size(same_time.len());
        group_at_risk += count(&|index| in_group[index]);
        let ended = count(&|index| lifetimes[index].ended());
        let share = group_at_risk / at_risk;
        excess += count(&|index| lifetimes[index].ended() && in_group[index]) - ended * share;
        if at_risk > 1.0 {
            variance += ended * share * (1.0 - share) * (at_risk - ended) / (at_risk - 1.0);
        }
    }
    if variance <= 0.0 {
        return Err(Error::NotIdentified);
    }
    let chi_squared = excess * excess / variance;
    Ok(LogRank { chi_squared, p_value: statrs::function::erf::erfc((chi_squared / 2.0).sqrt()) })
}
