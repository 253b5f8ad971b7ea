//! Predicted against actual numbers, customer by customer.

use crate::fit::size;
use crate::spend::{correlation, ranks};
use crate::{Error, Fault, Random};

/// The share of customers that counts as the top.
const TOP: f64 = 0.1;

/// Measures of a prediction.
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
        if let Some(row) = predicted.iter().zip(actual).position(|(one, other)| !(one.is_finite() && other.is_finite())) {
            return Err(Fault::NotFinite { field: "prediction or outcome" }.in_row(row));
        }
        Ok(Self::of_checked(predicted, actual))
    }

    fn of_checked(predicted: &[f64], actual: &[f64]) -> Self {
        let count = size(actual.len());
        let errors = || predicted.iter().zip(actual).map(|(predicted, actual)| predicted - actual);
        let total: f64 = actual.iter().sum();
        let (by_prediction, by_outcome) = (highest_first(predicted), highest_first(actual));
        let top = top_of(actual.len());
        let top_share = (total > 0.0).then(|| by_prediction[..top].iter().map(|&index| actual[index]).sum::<f64>() / total);
        let chosen: std::collections::HashSet<usize> = by_prediction[..top].iter().copied().collect();
        let perfect = area(actual, &by_outcome);
        Self {
            actual: total,
            predicted: predicted.iter().sum(),
            bias: errors().sum::<f64>() / count,
            mae: errors().map(f64::abs).sum::<f64>() / count,
            rmse: (errors().map(|error| error * error).sum::<f64>() / count).sqrt(),
            spearman: correlation(&ranks(predicted), &ranks(actual)),
            top_share,
            top_lift: top_share.map(|share| share * count / size(top)),
            top_overlap: size(by_outcome[..top].iter().filter(|index| chosen.contains(index)).count()) / size(top),
            gini_gain: (perfect > 0.0).then(|| area(actual, &by_prediction) / perfect),
        }
    }
}

/// A tenth, rounded, at least one.
fn top_of(customers: usize) -> usize {
    let wanted = TOP * size(customers);
    (1..=customers).take_while(|number| size(*number) <= wanted + 0.5).last().unwrap_or(1)
}

/// Indices from the highest value to the lowest; equal values in their order.
fn highest_first(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[other].total_cmp(&values[one]));
    order
}

/// The area between the cumulative sum in this order and that of no order, without common factor.
fn area(actual: &[f64], order: &[usize]) -> f64 {
    let middle = size(order.len() + 1) / 2.0;
    order.iter().enumerate().map(|(place, &index)| (middle - size(place + 1)) * actual[index]).sum()
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
        Ok(Self { metrics: (0..samples).map(sample).collect() })
    }

    /// The interval that holds the middle `level` of one measure.
    ///
    /// # Errors
    /// If `level` does not lie between 0 and 1, or there are no samples.
    pub fn interval(&self, level: f64, of: impl Fn(&Metrics) -> f64) -> Result<(f64, f64), Error> {
        crate::bootstrap::middle(self.metrics.iter().map(of).collect(), level)
    }
}
