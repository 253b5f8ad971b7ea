//! How predictions did after the calibration, and whether one did better than another by more than chance.
//!
//! The mean squared error decides: the expectation is what makes it smallest. The mean absolute error would favour whoever
//! predicts too little, because most customers buy nothing.

use rayon::prelude::*;

use crate::bootstrap::middle;
use crate::purchases::PurchaseModel;
use crate::statistics::size;
use crate::validation::{Metrics, same_rate};
use crate::{Error, History, Random, Time};

use super::Chosen;

/// A difference counts if the interval of this level does not hold zero.
pub(super) const LEVEL: f64 = 0.95;

/// What customers did after the calibration.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// The calibration of each customer.
    pub histories: &'a [History],
    /// Purchases of each after it, in the same order.
    pub purchases: &'a [f64],
    /// How long after.
    pub time: Time,
}

/// How a prediction did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Predicted against actual.
    pub metrics: Metrics,
    /// How far it is behind the choice.
    pub behind: Behind,
}

/// The mean squared error of a prediction less that of the choice, in squared purchases a customer; below zero it was nearer to
/// what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Behind {
    /// The difference.
    pub by: f64,
    /// It lies above this and below `high` in 95 of 100 draws of customers.
    pub low: f64,
    /// The other end.
    pub high: f64,
}

impl Behind {
    /// Whether the difference is below zero by more than chance.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        self.high < 0.0
    }

    /// Whether it is above zero by more than chance.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.low > 0.0
    }

    /// Of squared errors of the same customers: bootstrap by customer, in pairs, with a fixed seed; the same in whatever order the
    /// customers come.
    pub(super) fn of(one: &[f64], other: &[f64]) -> Result<Self, Error> {
        const DRAWS: u64 = 1_000;
        /// Customers are drawn in groups where there are more than this: sums of groups vary as much, and cost less.
        const MOST_GROUPS: usize = 2_000;
        const SEED: u64 = 1987;
        let mut differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| one - other).collect();
        differences.sort_unstable_by(f64::total_cmp);
        let mut groups = vec![0.0; one.len().min(MOST_GROUPS)];
        let count = groups.len();
        // Neighbours are alike by now: they are dealt to groups at random.
        let mut random = Random::stream(SEED, DRAWS);
        for dealt in 0..differences.len() {
            let left = differences.len() - dealt;
            differences.swap(dealt, dealt + random.below(left));
            groups[dealt % count] += differences[dealt];
        }
        let mean = |draw: u64| {
            let mut random = Random::stream(SEED, draw);
            groups.iter().map(|_| groups[random.below(groups.len())]).sum::<f64>() / size(one.len())
        };
        let (low, high) = middle((0..DRAWS).into_par_iter().map(mean).collect(), LEVEL)?;
        Ok(Self { by: groups.iter().sum::<f64>() / size(one.len()), low, high })
    }
}

/// The metrics of a prediction, and its squared error for each customer.
pub(super) struct Errors {
    pub(super) metrics: Metrics,
    pub(super) squared: Vec<f64>,
}

impl Errors {
    pub(super) fn of_model(model: &Chosen, outcome: &Outcome) -> Result<Self, Error> {
        Self::of(outcome, |history| model.expected_purchases(history, outcome.time))
    }

    /// Of the rule that everybody goes on as before.
    pub(super) fn of_same_rate(outcome: &Outcome) -> Result<Self, Error> {
        Self::of(outcome, |history| same_rate(history, outcome.time))
    }

    fn of(outcome: &Outcome, predict: impl Fn(&History) -> f64 + Send + Sync) -> Result<Self, Error> {
        let predicted: Vec<f64> = outcome.histories.par_iter().map(predict).collect();
        let metrics = Metrics::of(&predicted, outcome.purchases)?;
        let squared = predicted.iter().zip(outcome.purchases).map(|(predicted, actual)| (predicted - actual).powi(2)).collect();
        Ok(Self { metrics, squared })
    }

    /// With the choice beside it.
    pub(super) fn judged(&self, choice: &Self) -> Result<Judged, Error> {
        Ok(Judged { metrics: self.metrics, behind: Behind::of(&self.squared, &choice.squared)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_every_customer_is_no_chance_and_one_that_swings_is() {
        let (low, high) = (vec![1.0; 5_000], vec![1.5; 5_000]);
        let always = Behind::of(&low, &high).unwrap();
        assert!(always.is_ahead() && (always.by + 0.5).abs() < 1e-12);
        assert!(Behind::of(&high, &low).unwrap().is_behind());
        let swings: Vec<f64> = (0..5_000).map(|customer| if customer % 2 == 0 { 0.0 } else { 2.01 }).collect();
        let chance = Behind::of(&swings, &low).unwrap();
        assert!(!chance.is_ahead() && !chance.is_behind() && chance.low < chance.by && chance.by < chance.high, "{chance:?}");
    }

    #[test]
    fn the_interval_is_that_of_a_mean() {
        // 1,000 customers with differences of −1 and 1: standard error 1/√1,000.
        let one: Vec<f64> = (0..1_000).map(|customer| f64::from(customer % 2)).collect();
        let other: Vec<f64> = one.iter().map(|one| 1.0 - one).collect();
        let found = Behind::of(&one, &other).unwrap();
        let reach = 1.96 / 1_000_f64.sqrt();
        assert!((found.high - reach).abs() < 0.1 * reach && (found.low + reach).abs() < 0.1 * reach, "{found:?}");
    }
}
