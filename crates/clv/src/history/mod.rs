//! What the purchase models know of a customer: how often, how recently, for how long.

mod cells;
mod prepare;
mod time;

pub use cells::{Cell, Cells, PerCell};
pub use prepare::{Customer, Holdout, InOrder, Kind, LeftOut, Prepared, Rules, Transaction, ZeroSales, prepare, prepare_in_order};
pub use time::Time;

use chrono::NaiveDate;

use crate::error::{Fault, not_negative};

/// A customer's purchases in short: `x`, `t_x` and `T` of the literature.
///
/// Times are in any unit, the same for all customers and for the parameters fitted to them; [`prepare`] uses weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct History {
    frequency: u32,
    recency: f64,
    age: f64,
}

impl History {
    /// A history of `frequency` repeat purchases, the last at `recency`, observed until `age`, both counted from the first purchase.
    ///
    /// # Errors
    /// If a time is negative or not finite, `recency` exceeds `age`, or there is a recency without a repeat purchase.
    pub fn new(frequency: u32, recency: f64, age: f64) -> Result<Self, Fault> {
        let recency = not_negative("t_x", recency)?;
        let age = not_negative("T", age)?;
        if recency > age {
            return Err(Fault::RecencyAfterAge { recency, age });
        }
        if frequency == 0 && recency > 0.0 {
            return Err(Fault::RecencyWithoutPurchase { recency });
        }
        Ok(Self { frequency, recency, age })
    }

    /// The history of repeat purchases at `times` (in rising order, counted from the first purchase), observed until `age`.
    ///
    /// # Errors
    /// As [`new`](Self::new), and if there are more than 2^32 − 1.
    pub fn of_times(times: &[f64], age: f64) -> Result<Self, Fault> {
        let frequency = u32::try_from(times.len()).map_err(|_| Fault::TooMany { field: "purchases" })?;
        Self::new(frequency, times.last().copied().unwrap_or(0.0), age)
    }

    /// Histories of whole columns.
    ///
    /// # Errors
    /// The first impossible row, with its number.
    pub fn from_rows(rows: impl IntoIterator<Item = (u32, f64, f64)>) -> Result<Vec<Self>, crate::Error> {
        rows.into_iter()
            .enumerate()
            .map(|(row, (frequency, recency, age))| Self::new(frequency, recency, age).map_err(|fault| fault.in_row(row)))
            .collect()
    }

    /// Repeat purchases, `x`: all purchases but the first.
    #[must_use]
    pub fn frequency(&self) -> u32 {
        self.frequency
    }

    /// Time from the first to the last purchase, `t_x`; 0 without repeat purchases.
    #[must_use]
    pub fn recency(&self) -> f64 {
        self.recency
    }

    /// Time from the first purchase to the end of observation, `T`.
    #[must_use]
    pub fn age(&self) -> f64 {
        self.age
    }

    /// The same with no zero below zero: adding zero makes -0 and 0 the same bits.
    fn without_signs(&self) -> Self {
        Self { recency: self.recency + 0.0, age: self.age + 0.0, ..*self }
    }
}

/// Days from one day to another; below 0 if the other comes before.
pub(crate) fn days_between(one: NaiveDate, other: NaiveDate) -> f64 {
    other.signed_duration_since(one).as_seconds_f64() / 86_400.0
}
