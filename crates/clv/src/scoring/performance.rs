//! How good probabilities are: do they rank, are they sharp, can they be believed.

use super::Logistic;
use crate::Error;
use crate::error::Fault;
use crate::regression::Covariates;
use crate::statistics::{ranks, size};

/// Measures of probabilities against outcomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Performance {
    /// The chance that a random yes has the higher probability than a random no (area under the ROC curve); ties count half.
    pub auc: f64,
    /// Mean squared difference of probability and outcome; lower is better.
    pub brier: f64,
    /// Mean negative logarithm of the probability given to what happened; lower is better. Infinite if something happened that was
    /// given a probability of 0.
    pub log_loss: f64,
    /// The slope of outcomes on log-odds: 1 is right, below 1 says probabilities are too extreme. None if they separate the
    /// outcomes or do not vary, or one of them is 0 or 1, whose log-odds are infinite.
    pub calibration_slope: Option<f64>,
    /// Ten groups by probability, lowest first, as equal in size as can be; fewer of fewer than ten observations.
    pub bins: Vec<CalibrationBin>,
}

/// A group of observations with similar probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// How many.
    pub observations: usize,
    /// Their mean probability.
    pub expected: f64,
    /// The share of yes among them.
    pub actual: f64,
}

impl Performance {
    /// Of these probabilities.
    ///
    /// # Errors
    /// If lengths differ, a probability is not between 0 and 1, or outcomes are all alike.
    pub fn of(probabilities: &[f64], outcomes: &[bool]) -> Result<Self, Error> {
        if probabilities.len() != outcomes.len() {
            return Err(Error::Length { of: "outcomes", needed: probabilities.len(), found: outcomes.len() });
        }
        if let Some(row) = probabilities.iter().position(|p| !(0.0..=1.0).contains(p)) {
            return Err(Fault::OutOfRange { field: "probability", value: probabilities[row] }.in_row(row));
        }
        let yes = outcomes.iter().filter(|yes| **yes).count();
        if yes == 0 || yes == outcomes.len() {
            return Err(Error::NotIdentified);
        }
        let mean = |of: fn(f64, bool) -> f64| {
            let sum: f64 = probabilities.iter().zip(outcomes).map(|(p, yes)| of(*p, *yes)).sum();
            sum / size(outcomes.len())
        };
        Ok(Self {
            auc: auc(probabilities, outcomes, yes),
            brier: mean(|p, yes| (p - f64::from(u8::from(yes))).powi(2)),
            log_loss: mean(|p, yes| -(if yes { p } else { 1.0 - p }).ln()),
            calibration_slope: calibration_slope(probabilities, outcomes),
            bins: bins(probabilities, outcomes),
        })
    }
}

/// From the sum of the ranks of the yes (Mann & Whitney).
fn auc(probabilities: &[f64], outcomes: &[bool], yes: usize) -> f64 {
    let sum: f64 = ranks(probabilities).iter().zip(outcomes).filter(|(_, yes)| **yes).map(|(rank, _)| rank).sum();
    let (yes, no) = (size(yes), size(outcomes.len() - yes));
    (sum - yes * (yes + 1.0) / 2.0) / (yes * no)
}

fn calibration_slope(probabilities: &[f64], outcomes: &[bool]) -> Option<f64> {
    let log_odds = probabilities.iter().map(|p| [(p / (1.0 - p)).ln()]);
    let fit = Logistic::fit(&Covariates::from_rows(1, log_odds).ok()?, outcomes, 0.0).ok()?;
    fit.coefficients.first().copied()
}

fn bins(probabilities: &[f64], outcomes: &[bool]) -> Vec<CalibrationBin> {
    const BINS: usize = 10;
    let mut order: Vec<usize> = (0..outcomes.len()).collect();
    order.sort_by(|&one, &other| probabilities[one].total_cmp(&probabilities[other]));
    let edge = |bin: usize| bin * order.len() / BINS;
    let bin = |members: &[usize]| {
        let mean = |of: &dyn Fn(usize) -> f64| members.iter().map(|&index| of(index)).sum::<f64>() / size(members.len());
        CalibrationBin {
            observations: members.len(),
            expected: mean(&|index| probabilities[index]),
            actual: mean(&|index| f64::from(u8::from(outcomes[index]))),
        }
    };
    (0..BINS).map(|index| &order[edge(index)..edge(index + 1)]).filter(|members| !members.is_empty()).map(bin).collect()
}
