//! Predicted and actual numbers by how often customers bought before: the table of Fader, Hardie & Lee.

use std::collections::BTreeMap;

use crate::error::all_finite;
use crate::statistics::size;
use crate::{Error, History};

/// Customers of one frequency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrequencyBin {
    /// Repeat purchases in the calibration; the last bin holds all with this many or more.
    pub frequency: u32,
    /// How many customers.
    pub customers: usize,
    /// Mean of what happened.
    pub actual: f64,
    /// Mean of what was predicted.
    pub predicted: f64,
}

/// Bins 0, 1, … `most`, the last with all above, too; bins without customers are left out.
///
/// # Errors
/// If lengths differ, or a number is not finite: its row.
pub fn by_frequency(histories: &[History], predicted: &[f64], actual: &[f64], most: u32) -> Result<Vec<FrequencyBin>, Error> {
    for (of, list) in [("predictions", predicted), ("outcomes", actual)] {
        if list.len() != histories.len() {
            return Err(Error::Length { of, needed: histories.len(), found: list.len() });
        }
        all_finite(of, list)?;
    }
    let mut bins: BTreeMap<u32, FrequencyBin> = BTreeMap::new();
    for ((history, predicted), actual) in histories.iter().zip(predicted).zip(actual) {
        let frequency = history.frequency().min(most);
        let bin = bins.entry(frequency).or_insert(FrequencyBin { frequency, customers: 0, actual: 0.0, predicted: 0.0 });
        bin.customers += 1;
        bin.actual += actual;
        bin.predicted += predicted;
    }
    let means = |bin: FrequencyBin| {
        let customers = size(bin.customers);
        FrequencyBin { actual: bin.actual / customers, predicted: bin.predicted / customers, ..bin }
    };
    Ok(bins.into_values().map(means).collect())
}
