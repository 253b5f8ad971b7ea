//! What can be wrong with data or parameters: always typed. What is wrong with one row names it and the field; what is wrong with a
//! parameter, a length or the whole says which.

use thiserror::Error;

/// Why a computation was refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A row of the input is impossible. Rows count from 0, in the order they were given.
    #[error("row {row}: {fault}")]
    Row {
        /// Position in the input, from 0.
        row: usize,
        /// What is wrong with it.
        fault: Fault,
    },
    /// There is nothing to work on.
    #[error("there are no {of}")]
    Empty {
        /// What there should have been: `customers`, `spenders`, `observations`.
        of: &'static str,
    },
    /// Fewer observations than the model has parameters.
    #[error("too few {of}: {found}, where at least {needed} are needed")]
    TooFew {
        /// What is too few.
        of: &'static str,
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// Nobody ever bought twice, so nothing says how often customers buy.
    #[error("no customer bought a second time, so there is no rate to learn")]
    NoRepeatPurchase,
    /// All customers bought for the first time on the last day of observation.
    #[error("no customer was observed for any time")]
    NoTime,
    /// A parameter of a model is not a positive finite number, or lies outside what is told.
    #[error("{name} = {value}: {must}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// What was given.
        value: f64,
        /// What it must be.
        must: &'static str,
    },
    /// The mean asked for does not exist: the distribution of means among customers has too heavy a tail.
    #[error("the mean spend is infinite: p·x + q = {shape} must be above 1")]
    InfiniteMean {
        /// `p·x + q`, with `x = 0` for a customer without repeat purchases.
        shape: f64,
    },
    /// Columns or lists that belong together have different lengths.
    #[error("{of} has {found} entries where {needed} belong")]
    Length {
        /// Which list.
        of: &'static str,
        /// How many there should be.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// The observations do not determine the coefficients: columns depend on each other, or one of them separates the outcomes.
    #[error("the observations do not determine the coefficients")]
    NotIdentified,
}

/// What is wrong with one row.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// Not a number, or infinite.
    #[error("{field} is not a finite number")]
    NotFinite {
        /// Which column.
        field: &'static str,
    },
    /// Below zero where that cannot be.
    #[error("{field} is {value}, which is below zero")]
    Negative {
        /// Which column.
        field: &'static str,
        /// What was given.
        value: f64,
    },
    /// The last purchase lies after the end of observation.
    #[error("the last purchase (t_x = {recency}) lies after the end of observation (T = {age})")]
    RecencyAfterAge {
        /// Time from first to last purchase.
        recency: f64,
        /// Time from first purchase to the end of observation.
        age: f64,
    },
    /// A last repeat purchase without any repeat purchase.
    #[error("t_x = {recency} without a repeat purchase must be 0")]
    RecencyWithoutPurchase {
        /// Time from first to last purchase.
        recency: f64,
    },
    /// A credit note that adds to what was sold.
    #[error("a credit of {amount} is above zero")]
    PositiveCredit {
        /// What was given.
        amount: f64,
    },
    /// A customer whose rows come after those of a later one.
    #[error("the customer comes after a later one, where rows come customer by customer")]
    OutOfOrder,
    /// More rows than a counter holds.
    #[error("{field} exceeds what can be counted")]
    TooMany {
        /// Which count.
        field: &'static str,
    },
    /// A value outside the range its column allows.
    #[error("{field} is {value}, which lies outside what is possible")]
    OutOfRange {
        /// Which column.
        field: &'static str,
        /// What was given.
        value: f64,
    },
}

/// Periods are gone through one by one, and more are a mistake: these are the days of 27 years.
pub(crate) const MOST_PERIODS: u32 = 10_000;

impl Fault {
    /// The error that names the row.
    #[must_use]
    pub fn in_row(self, row: usize) -> Error {
        Error::Row { row, fault: self }
    }
}

/// Amounts, times and the like beyond this are a mistake. Below it sums and squares of any number of them are still numbers.
pub(crate) const LARGEST: f64 = 1e100;

/// `value` if it is finite, and not beyond all measure.
pub(crate) fn number(field: &'static str, value: f64) -> Result<f64, Fault> {
    if !value.is_finite() {
        return Err(Fault::NotFinite { field });
    }
    if value.abs() > LARGEST {
        return Err(Fault::OutOfRange { field, value });
    }
    Ok(value)
}

/// The same if it is not below zero.
pub(crate) fn not_negative(field: &'static str, value: f64) -> Result<f64, Fault> {
    let value = number(field, value)?;
    if value < 0.0 { Err(Fault::Negative { field, value }) } else { Ok(value) }
}

/// The same for what is no row.
pub(crate) fn at_least_zero(name: &'static str, value: f64) -> Result<f64, Error> {
    not_negative(name, value).map_err(|_| Error::Parameter { name, value, must: "must be a number from zero to 1e100" })
}

/// [`number`] for what is no row.
pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, Error> {
    number(name, value).map_err(|_| Error::Parameter { name, value, must: "must be a number of at most 1e100 in size" })
}

/// The first row of a list that is no [`number`] is refused.
pub(crate) fn all_finite(field: &'static str, values: &[f64]) -> Result<(), Error> {
    values.iter().enumerate().try_for_each(|(row, value)| number(field, *value).map(|_| ()).map_err(|fault| fault.in_row(row)))
}

/// A number of periods that can be gone through one by one.
pub(crate) fn countable_periods(periods: u32) -> Result<u32, Error> {
    if periods <= MOST_PERIODS {
        Ok(periods)
    } else {
        Err(Error::Parameter { name: "periods", value: f64::from(periods), must: "must be at most 10,000" })
    }
}

/// `value` if it is finite and above zero.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(Error::Parameter { name, value, must: "must be a finite number above zero" })
    }
}
