//! Spend where it depends on how often a customer buys: a regression of the logarithm of mean spend on frequency.
//!
//! The fallback where [`Independence`](super::Independence) is in doubt, and the Gamma-Gamma model so is, too.

use super::{Spender, Spenders};
use crate::Error;
use crate::statistics::real;

/// A fitted regression, `ln z̄ = intercept + slope · ln x + error` with normal errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpendRegression {
    /// The expected logarithm of the mean spend of customers with one repeat purchase.
    pub intercept: f64,
    /// How spend grows with frequency: by about this many percent for each percent.
    pub slope: f64,
    /// The standard error of the slope.
    pub slope_standard_error: f64,
    /// The variance of the errors.
    pub variance: f64,
}

impl SpendRegression {
    /// By least squares.
    ///
    /// # Errors
    /// If there are fewer than three spenders, or all bought equally often.
    pub fn fit(spenders: &Spenders) -> Result<Self, Error> {
        /// Two coefficients and something left for the variance.
        const NEEDED: usize = 3;
        spenders.check_number(NEEDED)?;
        let count = real(spenders.customers());
        let (mean_x, mean_y) = (spenders.mean(log_frequency), spenders.mean(log_mean));
        let square = count * spenders.mean(|row| (log_frequency(row) - mean_x).powi(2));
        let product = count * spenders.mean(|row| (log_frequency(row) - mean_x) * (log_mean(row) - mean_y));
        if square <= 0.0 {
            return Err(Error::NotIdentified);
        }
        let slope = product / square;
        let intercept = mean_y - slope * mean_x;
        let error = |row: &Spender| log_mean(row) - intercept - slope * log_frequency(row);
        let variance = count * spenders.mean(|row| error(row).powi(2)) / (count - 2.0);
        Ok(Self { intercept, slope, slope_standard_error: (variance / square).sqrt(), variance })
    }

    /// Expected spend on a purchase of customers with `frequency` repeat purchases, the mean of the log-normal distribution:
    /// `exp(intercept + slope · ln x + variance/2)`. Without a repeat purchase it is that of one.
    #[must_use]
    pub fn expected_spend(&self, frequency: u32) -> f64 {
        (self.intercept + self.slope * f64::from(frequency.max(1)).ln() + self.variance / 2.0).exp()
    }
}

fn log_frequency(spender: &Spender) -> f64 {
    f64::from(spender.frequency).ln()
}

fn log_mean(spender: &Spender) -> f64 {
    spender.mean.ln()
}
