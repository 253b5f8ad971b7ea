//! Scores: the probability of a yes from what is known, and how good such probabilities are.

mod logistic;
mod performance;

pub use logistic::Logistic;
pub use performance::{CalibrationBin, Performance};
