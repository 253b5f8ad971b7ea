//! Predicted against actual numbers, customer by customer.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::error::all_finite;
use crate::statistics::{correlation, highest_first, product, ranks, size};
use crate::{Error, Random};

/// Measures of a prediction. Where customers are predicted alike, each measure is what it is on average over their orders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Sum of what happened.
    pub actual: f64,
    /// Sum of what was predicted.
    pub predicted: f64,
    /// Mean of predicted less actual; above 0 too much was predicted.
    pub bias: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Root of the mean squared error.
    pub rmse: f64,
    /// Spearman's rank correlation; none if predictions or outcomes do not vary.
    pub spearman: Option<f64>,
    /// The share of what happened that the tenth with the highest predictions made; none if nothing happened.
    pub top_share: Option<f64>,
    /// That share over a tenth: how much better than chance. None if nothing happened.
    pub top_lift: Option<f64>,
    /// The share of the actual top tenth that is in the predicted top tenth.
    pub top_overlap: f64,
    /// The area between the gains curve and chance, over that of a perfect order; none if outcomes do not vary.
    pub gini_gain: Option<f64>,
}

impl Metrics {
    /// Of predictions and outcomes in the same order.
    ///
    /// # Errors
    /// If lengths differ or are zero, or a number is not finite: its row.
    pub fn of(predicted: &[f64], actual: &[f64]) -> Result<Self, Error> {
        if predicted.len() != actual.len() {
            return Err(Error::Length { of: "actual", needed: predicted.len(), found: actual.len() });
        }
        if predicted.is_empty() {
            return Err(Error::Empty { of: "customers" });
        }
        all_finite("predictions", predicted)?;
        all_finite("outcomes", actual)?;
        Ok(Self::of_checked(predicted, actual))
    }

    fn of_checked(predicted: &[f64], actual: &[f64]) -> Self {
        let count = size(actual.len());
        let errors = || predicted.iter().zip(actual).map(|(predicted, actual)| predicted - actual);
        let total: f64 = actual.iter().sum();
        let (by_prediction, by_outcome) = (ranks(predicted), ranks(actual));
        // A tenth, rounded, at least one.
        let top = ((actual.len() + 5) / 10).max(1);
        let (chosen, best) = (chances_of_top(predicted, top), chances_of_top(actual, top));
        let top_share = (total > 0.0).then(|| product(&chosen, actual) / total);
        let perfect = area(actual, &by_outcome);
        Self {
            actual: total,
            predicted: predicted.iter().sum(),
            bias: errors().sum::<f64>() / count,
            mae: errors().map(f64::abs).sum::<f64>() / count,
            rmse: (errors().map(|error| error * error).sum::<f64>() / count).sqrt(),
            spearman: correlation(&by_prediction, &by_outcome),
            top_share,
            top_lift: top_share.map(|share| share * count / size(top)),
            top_overlap: product(&chosen, &best) / size(top),
            gini_gain: (perfect > 0.0).then(|| area(actual, &by_prediction) / perfect),
        }
    }
}

/// The chance of each to be among the highest `top`, at least one: 1 above the cut, 0 below, and those at the cut share what is left.
fn chances_of_top(values: &[f64], top: usize) -> Vec<f64> {
    let order = highest_first(values);
    let cut = values[order[top - 1]];
    let above = order.partition_point(|&index| values[index].total_cmp(&cut).is_gt());
    let until = order.partition_point(|&index| values[index].total_cmp(&cut).is_ge());
    let at_cut = size(top - above) / size(until - above);
    let chance = |value: &f64| match value.total_cmp(&cut) {
        Ordering::Greater => 1.0,
        Ordering::Equal => at_cut,
        Ordering::Less => 0.0,
    };
    values.iter().map(chance).collect()
}

/// The area between the cumulative sum from the highest rank down and that of no order, without common factor.
fn area(actual: &[f64], ranks: &[f64]) -> f64 {
    let middle = size(ranks.len() + 1) / 2.0;
    ranks.iter().zip(actual).map(|(rank, actual)| (rank - middle) * actual).sum()
}

/// How much metrics vary with who happened to be a customer: bootstrap by customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// Metrics of each sample.
    pub metrics: Vec<Metrics>,
}

impl Resampled {
    /// Draws customers with replacement, as many as there are, `samples` times.
    ///
    /// # Errors
    /// As [`Metrics::of`].
    pub fn of(predicted: &[f64], actual: &[f64], samples: u64, seed: u64) -> Result<Self, Error> {
        Metrics::of(predicted, actual)?;
        let sample = |index: u64| {
            let mut random = Random::stream(seed, index);
            let drawn: Vec<usize> = actual.iter().map(|_| random.below(actual.len())).collect();
            let of = |column: &[f64]| drawn.iter().map(|&index| column[index]).collect::<Vec<f64>>();
            Metrics::of_checked(&of(predicted), &of(actual))
        };
        Ok(Self { metrics: (0..samples).into_par_iter().map(sample).collect() })
    }

    /// The interval that holds the middle `level` of one measure.
    ///
    /// # Errors
    /// If `level` does not lie between 0 and 1, or there are no samples.
    pub fn interval(&self, level: f64, of: impl Fn(&Metrics) -> f64) -> Result<(f64, f64), Error> {
        crate::bootstrap::middle(self.metrics.iter().map(of).collect(), level)
    }
}
