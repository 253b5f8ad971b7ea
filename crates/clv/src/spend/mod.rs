//! How much a customer spends on a purchase.

mod choice;
mod gamma_gamma;
mod independence;
mod regression;

pub use choice::{SpendChoice, SpendModel, SpendReason};
pub use gamma_gamma::{GammaGamma, GammaGammaParameters};
pub use independence::{Independence, NOTABLE_CORRELATION};
pub use regression::SpendRegression;

use foldhash::HashMap;
use rayon::prelude::*;

use crate::Error;
use crate::error::{Fault, at_least_zero, number};
use crate::statistics::real;

/// Customers with repeat purchases of some value, and how many had none.
#[derive(Debug, Clone, PartialEq)]
pub struct Spenders {
    unique: Vec<Spender>,
    customers: u64,
    dropped: usize,
}

/// Repeat purchases of so many, and their mean value, with the customers who have them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spender {
    /// Repeat purchases, `x`; at least 1.
    pub frequency: u32,
    /// Their mean value, `z̄`; above 0.
    pub mean: f64,
    /// How many customers; at least 1.
    pub customers: u32,
}

/// Bins of means in a factor of e.
const BINS: f64 = 1_024.0;

impl Spenders {
    /// Takes `(x, z̄)` of all customers, and counts those who are alike. Those without a repeat purchase say nothing of spend and are
    /// left out silently; those whose repeat purchases came to nothing or less are [`dropped`](Self::dropped) and counted.
    ///
    /// # Errors
    /// The first row whose mean is not finite or above 1e100; [`Error::Empty`] if nobody is left.
    pub fn of(rows: impl IntoIterator<Item = (u32, f64)>) -> Result<Self, Error> {
        Self::counted(rows, |mean| mean)
    }

    /// The same of any number of customers in bounded memory: means are rounded to the next of 1,024 in a factor of e. None moves by
    /// more than 0.05 percent, and parameters by no more than a hundredth of their standard errors.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn binned(rows: impl IntoIterator<Item = (u32, f64)>) -> Result<Self, Error> {
        Self::counted(rows, |mean| ((mean.ln() * BINS).round() / BINS).exp())
    }

    fn counted(rows: impl IntoIterator<Item = (u32, f64)>, rounded: impl Fn(f64) -> f64) -> Result<Self, Error> {
        let mut counts: HashMap<(u32, u64), u32> = HashMap::default();
        let (mut customers, mut dropped) = (0, 0);
        for (row, (frequency, mean)) in rows.into_iter().enumerate() {
            number("zbar", mean).map_err(|fault| fault.in_row(row))?;
            match (frequency > 0, mean > 0.0) {
                (true, true) => {
                    let count = counts.entry((frequency, rounded(mean).to_bits())).or_default();
                    *count = count.checked_add(1).ok_or(Fault::TooMany { field: "customers" }.in_row(row))?;
                    customers += 1;
                }
                (true, false) => dropped += 1,
                (false, _) => {}
            }
        }
        if counts.is_empty() {
            return Err(Error::Empty { of: "spenders" });
        }
        let spender = |((frequency, mean), customers)| Spender { frequency, mean: f64::from_bits(mean), customers };
        let mut unique: Vec<Spender> = counts.into_iter().map(spender).collect();
        unique.par_sort_unstable_by(|one, other| one.frequency.cmp(&other.frequency).then(one.mean.total_cmp(&other.mean)));
        Ok(Self { unique, customers, dropped })
    }

    /// The different spenders, by frequency, then mean.
    #[must_use]
    pub fn as_slice(&self) -> &[Spender] {
        &self.unique
    }

    /// How many customers they are.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// How many customers bought again but for nothing or less.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Refuses fewer customers than are needed.
    fn check_number(&self, needed: usize) -> Result<(), Error> {
        match usize::try_from(self.customers) {
            Ok(found) if found < needed => Err(Error::TooFew { of: "spenders", needed, found }),
            _ => Ok(()),
        }
    }

    /// The mean value of a repeat purchase, whoever made it.
    #[must_use]
    pub fn mean_purchase(&self) -> f64 {
        self.mean(|spender| f64::from(spender.frequency) * spender.mean) / self.mean(|spender| f64::from(spender.frequency))
    }

    /// The mean of something over all customers.
    fn mean(&self, of: impl Fn(&Spender) -> f64) -> f64 {
        self.unique.iter().map(|spender| f64::from(spender.customers) * of(spender)).sum::<f64>() / real(self.customers)
    }
}

/// What a customer's repeat purchases must look like to be asked about.
fn check_mean(frequency: u32, mean: f64) -> Result<(), Error> {
    if frequency == 0 {
        return Ok(());
    }
    at_least_zero("zbar", mean).map(|_| ())
}
