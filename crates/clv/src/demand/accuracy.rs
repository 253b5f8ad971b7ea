//! Errors of forecasts, scaled by those of the naive forecast (Hyndman & Koehler 2006, *IJF* 22(4):679–688), so that they can
//! be compared between series and exist where demand is zero.

use crate::Error;
use crate::error::all_finite;
use crate::statistics::mean;

/// Mean absolute scaled error: 1 is as good as "the same as last period" was within `history`.
///
/// # Errors
/// If lengths differ or are zero, `history` never changes or by next to nothing, or a number is not finite: its row.
pub fn mase(history: &[f64], actual: &[f64], forecast: &[f64]) -> Result<f64, Error> {
    let naive = naive(history, f64::abs)?;
    scaled(naive, actual, forecast, f64::abs)
}

/// Root mean squared scaled error: the same with squares.
///
/// # Errors
/// As [`mase`].
pub fn rmsse(history: &[f64], actual: &[f64], forecast: &[f64]) -> Result<f64, Error> {
    let naive = naive(history, |change| change * change)?;
    scaled(naive, actual, forecast, |error| error * error).map(f64::sqrt)
}

/// The mean error of "the same as last period".
fn naive(history: &[f64], size_of: fn(f64) -> f64) -> Result<f64, Error> {
    all_finite("history", history)?;
    Ok(mean(history.windows(2).map(|pair| size_of(pair[1] - pair[0]))))
}

fn scaled(naive: f64, actual: &[f64], forecast: &[f64], size_of: fn(f64) -> f64) -> Result<f64, Error> {
    if actual.len() != forecast.len() {
        return Err(Error::Length { of: "forecast", needed: actual.len(), found: forecast.len() });
    }
    if actual.is_empty() {
        return Err(Error::Empty { of: "periods" });
    }
    all_finite("actual", actual)?;
    all_finite("forecast", forecast)?;
    let scaled = mean(actual.iter().zip(forecast).map(|(actual, forecast)| size_of(actual - forecast))) / naive;
    if naive > 0.0 && scaled.is_finite() { Ok(scaled) } else { Err(Error::NotIdentified) }
}
