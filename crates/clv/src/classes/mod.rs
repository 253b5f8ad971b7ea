//! Descriptive classes: who matters, by simple rules that anybody can check.

mod abc;
mod cohort;
mod concentration;
mod rfm;

pub use abc::{AbcClass, abc};
pub use cohort::{Cohort, cohorts};
pub use concentration::{gini, share_of_top, whale_curve};
pub use rfm::{Rfm, RfmScore, quantile_scores};

use crate::Error;
use crate::error::all_finite;

/// Refuses an empty list or one with a number that is not finite.
fn check(field: &'static str, values: &[f64]) -> Result<(), Error> {
    if values.is_empty() {
        return Err(Error::Empty { of: "customers" });
    }
    all_finite(field, values)
}
