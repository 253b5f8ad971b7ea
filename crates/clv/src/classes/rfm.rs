//! Recency, frequency, monetary value: scores by rank.

use super::check;
use crate::Error;
use crate::statistics::{ranks, size, whole};

/// What is scored of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rfm {
    /// Time since the last purchase, in any unit; less is better.
    pub recency: f64,
    /// Purchases.
    pub frequency: f64,
    /// Value of all of them.
    pub monetary: f64,
}

/// Scores from 1 (worst) to the number of classes (best).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RfmScore {
    /// Of recency.
    pub recency: u32,
    /// Of frequency.
    pub frequency: u32,
    /// Of monetary value.
    pub monetary: u32,
}

impl Rfm {
    /// Scores all customers among each other, in `classes` classes: 5 by custom, 3 for fewer than a hundred customers.
    ///
    /// # Errors
    /// The first customer with a number that is not finite; an empty list; no class.
    pub fn scores(customers: &[Self], classes: u32) -> Result<Vec<RfmScore>, Error> {
        let column = |of: fn(&Self) -> f64| customers.iter().map(of).collect::<Vec<f64>>();
        let recency = quantile_scores("recency", &column(|customer| -customer.recency), classes)?;
        let frequency = quantile_scores("frequency", &column(|customer| customer.frequency), classes)?;
        let monetary = quantile_scores("monetary", &column(|customer| customer.monetary), classes)?;
        let together = recency.into_iter().zip(frequency).zip(monetary);
        Ok(together.map(|((recency, frequency), monetary)| RfmScore { recency, frequency, monetary }).collect())
    }
}

/// The class of each value by rank: `min(k, 1 + ⌊k (rank − ½)/n⌋)`, equal values sharing their mean rank and so their class.
///
/// # Errors
/// The first value that is not finite, named by `field`; an empty list; no class.
pub fn quantile_scores(field: &'static str, values: &[f64], classes: u32) -> Result<Vec<u32>, Error> {
    check(field, values)?;
    if classes == 0 {
        return Err(Error::Parameter { name: "classes", value: 0.0, must: "must be at least 1" });
    }
    let count = size(values.len());
    let score = |rank: f64| u32::try_from(whole(f64::from(classes) * (rank - 0.5) / count)).map_or(classes, |below| classes.min(below + 1));
    Ok(ranks(values).into_iter().map(score).collect())
}
