//! Predicted and actual numbers by how often customers bought before: the table of Fader, Hardie & Lee.

use crate::fit::size;
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
/// If lengths differ.
pub fn by_frequency(histories: &[History], predicted: &[f64], actual: &[f64], most: u32) -> Result<Vec<FrequencyBin>, Error> {
    for found in [predicted.len(), actual.len()] {
        if found != histories.len() {
            return Err(Error::Length { of: "predictions and outcomes", needed: histories.len(), found });
        }
    }
    let bin = |frequency: u32| {
        let members: Vec<usize> = (0..histories.len()).filter(|&index| histories[index].frequency().min(most) == frequency).collect();
        let mean = |column: &[f64]| members.iter().map(|&index| column[index]).sum::<f64>() / size(members.len());
        (!members.is_empty()).then(|| FrequencyBin {
            frequency,
            customers: members.len(),
            actual: mean(actual),
            predicted: mean(predicted),
        })
    };
    Ok((0..=most).filter_map(bin).collect())
}
