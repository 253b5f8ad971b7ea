//! What a customer or item will need in the next periods, from what it needed in past ones.

mod accuracy;
mod intermittent;
mod method;
mod smoothing;

pub use accuracy::{mase, rmsse};
pub use intermittent::{Intermittent, IntermittentState, Tsb};
pub use method::{DemandClass, DemandPattern, Forecast, Method, forecast};
pub use smoothing::{Form, Scale, Smoothing, Trend};

use crate::Error;
use crate::error::not_negative;

/// Refuses what is no demand: empty, negative or not finite.
fn check(series: &[f64]) -> Result<(), Error> {
    if series.is_empty() {
        return Err(Error::Empty { of: "periods" });
    }
    for (row, value) in series.iter().enumerate() {
        not_negative("demand", *value).map_err(|fault| fault.in_row(row))?;
    }
    Ok(())
}

/// A smoothing parameter: above 0 and at most 1.
fn check_share(name: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value <= 1.0 { Ok(()) } else { Err(Error::Parameter { name, value, must: "must be above 0 and at most 1" }) }
}
