//! Errors of forecasts, scaled by those of the naive forecast (Hyndman & Koehler 2006, *IJF* 22(4):679–688), so that they can
//! be compared between series and exist where demand is zero.

use crate::Error;
use crate::fit::size;

/// Mean absolute scaled error: 1 is as good as "the same as last period" was within `history`.
///
/// # Errors
/// If lengths differ or are zero, or `history` never changes.
pub fn mase(history: &[f64], actual: &[f64], forecast: &[f64]) -> Result<f64, Error> {
    let naive = mean(history.windows(2).map(|pair| (pair[1] - pair[0]).abs()));
    scaled(naive, actual, forecast, f64::abs)
}

/// Root mean squared scaled error: the same with squares.
///
/// # Errors
/// As [`mase`].
pub fn rmsse(history: &[f64], actual: &[f64], forecast: &[f64]) -> Result<f64, Error> {
    let naive = mean(history.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)));
    scaled(naive, actual, forecast, |error| error * error).map(f64::sqrt)
}

fn scaled(naive: f64, actual: &[f64], forecast: &[f64], size_of: fn(f64) -> f64) -> Result<f64, Error> {
    if actual.len() != forecast.len() {
        return Err(Error::Length { of: "forecast", needed: actual.len(), found: forecast.len() });
    }
    if actual.is_empty() {
        return Err(Error::Empty { of: "periods" });
    }
    if naive > 0.0 {
        Ok(mean(actual.iter().zip(forecast).map(|(actual, forecast)| size_of(actual - forecast))) / naive)
    } else {
        Err(Error::NotIdentified)
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = size(values.len());
    values.sum::<f64>() / count
}
