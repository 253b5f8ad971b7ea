//! How good predictions were: a hold-out after the calibration, never a random part of the rows.
//!
//! Simple rules are hard to beat (Wübben & von Wangenheim 2008, *J. Marketing* 72(3):82–93), so they stand beside the models.

mod baseline;
mod frequency;
mod metrics;
mod tracking;

pub use baseline::{hiatus, last_year, same_rate};
pub use frequency::{FrequencyBin, by_frequency};
pub use metrics::{Metrics, Resampled};
pub use tracking::{TrackedCustomer, TrackingPoint, tracking};
