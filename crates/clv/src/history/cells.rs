//! Customers with the same history, counted once: the models need nothing more, and there are few of them.
//!
//! Histories of whole days are bounded by purchases × days² / 2, whatever the number of customers (Fader & Hardie).

use foldhash::HashMap;
use rayon::prelude::*;

use super::History;
use crate::Error;
use crate::error::Fault;
use crate::fit::Row;

/// A history and how many customers have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The history they share.
    pub history: History,
    /// How many customers have it; at least 1.
    pub customers: u32,
}

impl Row for Cell {
    fn customers(&self) -> u32 {
        self.customers
    }

    fn with_customers(self, customers: u32) -> Self {
        Self { customers, ..self }
    }
}

/// All different histories of a set of customers, in a fixed order, whatever the order of the customers.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    unique: Vec<Cell>,
    customers: u64,
    log_gaps: Option<f64>,
}

impl Cells {
    /// Counts histories. Takes any iterator, so that customers can be streamed and need not fit into memory.
    ///
    /// # Errors
    /// If there are none, or more than 2^32 − 1 alike.
    pub fn of(histories: impl IntoIterator<Item = History>) -> Result<Self, Error> {
        Self::from_weighted(histories.into_iter().map(|history| Cell { history, customers: 1 }))
    }

    /// Counts histories that were counted in part already. Cells without customers are left out.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn from_weighted(cells: impl IntoIterator<Item = Cell>) -> Result<Self, Error> {
        let mut count = Count::default();
        for (row, cell) in cells.into_iter().enumerate() {
            count.add(&cell.history, cell.customers).map_err(|fault| fault.in_row(row))?;
        }
        count.into_cells(None)
    }

    /// Counts histories, and adds up the logarithms of the times between one purchase and the next, which
    /// [`MbgCnbd`](crate::MbgCnbd) asks for: [`Customer::gaps`](crate::Customer::gaps) beside each history.
    ///
    /// # Errors
    /// As [`of`](Self::of), and the first customer (as row) without a gap for each repeat purchase, or with one that is not above
    /// zero.
    pub fn of_gaps<G: AsRef<[f64]>>(customers: impl IntoIterator<Item = (History, G)>) -> Result<Self, Error> {
        let (mut count, mut log_gaps) = (Count::default(), LogGaps::default());
        for (row, (history, gaps)) in customers.into_iter().enumerate() {
            let counted = count.add(&history, 1).and_then(|()| log_gaps.add(&history, gaps.as_ref()));
            counted.map_err(|fault| fault.in_row(row))?;
        }
        count.into_cells(Some(log_gaps.sum()))
    }

    /// The same of the times of repeat purchases, as [`PurchaseModel::simulate`](crate::PurchaseModel::simulate) tells them, and how
    /// long each customer was observed.
    ///
    /// # Errors
    /// As [`of_gaps`](Self::of_gaps) and [`History::of_times`].
    pub fn of_times<T: AsRef<[f64]>>(customers: impl IntoIterator<Item = (T, f64)>) -> Result<Self, Error> {
        let (mut count, mut log_gaps) = (Count::default(), LogGaps::default());
        let mut gaps = Vec::new();
        for (row, (times, age)) in customers.into_iter().enumerate() {
            let times = times.as_ref();
            gaps.clear();
            gaps.extend(times.iter().scan(0.0, |before, time| Some(time - std::mem::replace(before, *time))));
            let counted = History::of_times(times, age).and_then(|history| {
                count.add(&history, 1)?;
                log_gaps.add(&history, &gaps)
            });
            counted.map_err(|fault| fault.in_row(row))?;
        }
        count.into_cells(Some(log_gaps.sum()))
    }

    /// The cells, by frequency, then age, then recency: what depends on the first two alone is computed once for many.
    #[must_use]
    pub fn as_slice(&self) -> &[Cell] {
        &self.unique
    }

    /// How many customers there are.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// The sum of the logarithms of all gaps between purchases of all customers; none if the gaps were not told.
    #[must_use]
    pub fn log_gaps(&self) -> Option<f64> {
        self.log_gaps
    }

    /// What `of` says of each history, asked once a cell and by all threads; the same for any number of them.
    pub fn each<T: Send>(&self, of: impl Fn(&History) -> T + Sync) -> PerCell<'_, T> {
        PerCell { cells: self, values: self.unique.par_iter().map(|cell| of(&cell.history)).collect() }
    }

    /// The longest time any customer was observed.
    pub(crate) fn longest_age(&self) -> f64 {
        self.unique.iter().fold(0.0, |longest, cell| f64::max(longest, cell.history.age))
    }

    /// Refuses what no model of `parameters` parameters can be fitted to.
    pub(crate) fn check_for_fit(&self, parameters: usize) -> Result<(), Error> {
        let found = usize::try_from(self.customers).unwrap_or(usize::MAX);
        if found < parameters {
            return Err(Error::TooFew { of: "customers", needed: parameters, found });
        }
        if self.unique.iter().all(|cell| cell.history.frequency == 0) {
            return Err(Error::NoRepeatPurchase);
        }
        if self.longest_age() <= 0.0 {
            return Err(Error::NoTime);
        }
        Ok(())
    }
}

fn order(one: &History, other: &History) -> std::cmp::Ordering {
    (one.frequency.cmp(&other.frequency)).then(one.age.total_cmp(&other.age)).then(one.recency.total_cmp(&other.recency))
}

/// A value for each cell, to be looked up by the history of a customer.
#[derive(Debug, Clone, PartialEq)]
pub struct PerCell<'a, T> {
    cells: &'a Cells,
    values: Vec<T>,
}

impl<T> PerCell<'_, T> {
    /// The value of this history; none if no customer had it.
    #[must_use]
    pub fn of(&self, history: &History) -> Option<&T> {
        let place = self.cells.unique.binary_search_by(|cell| order(&cell.history, &history.without_signs())).ok()?;
        self.values.get(place)
    }

    /// The values, in the order of the cells.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }
}

/// Cells in the making: the bits of a history, and how many customers have it.
#[derive(Default)]
struct Count {
    cells: HashMap<(u32, u64, u64), u32>,
    customers: u64,
}

impl Count {
    fn add(&mut self, history: &History, customers: u32) -> Result<(), Fault> {
        if customers > 0 {
            let History { frequency, recency, age } = history.without_signs();
            let known = self.cells.entry((frequency, recency.to_bits(), age.to_bits())).or_default();
            *known = known.checked_add(customers).ok_or(Fault::TooMany { field: "customers" })?;
            self.customers += u64::from(customers);
        }
        Ok(())
    }

    fn into_cells(self, log_gaps: Option<f64>) -> Result<Cells, Error> {
        if self.cells.is_empty() {
            return Err(Error::Empty { of: "customers" });
        }
        let cell = |((frequency, recency, age), customers): ((u32, u64, u64), u32)| Cell {
            history: History { frequency, recency: f64::from_bits(recency), age: f64::from_bits(age) },
            customers,
        };
        let mut unique: Vec<Cell> = self.cells.into_iter().map(cell).collect();
        unique.par_sort_unstable_by(|one, other| order(&one.history, &other.history));
        Ok(Cells { unique, customers: self.customers, log_gaps })
    }
}

/// The logarithms of gaps, added up in fixed point: in any order the sum is the same to the last bit.
#[derive(Default)]
struct LogGaps(i128);

impl LogGaps {
    /// A unit is 2^-60: finer than the last digit of any logarithm but that of nearly 1, and 2^57 of them fit.
    const UNITS: f64 = 1_152_921_504_606_846_976.0;

    #[expect(clippy::cast_possible_truncation, reason = "the logarithm of any number lies between -745 and 710")]
    fn add(&mut self, history: &History, gaps: &[f64]) -> Result<(), Fault> {
        if u32::try_from(gaps.len()) != Ok(history.frequency) {
            return Err(Fault::OutOfRange { field: "number of gaps", value: crate::statistics::size(gaps.len()) });
        }
        if let Some(gap) = gaps.iter().find(|gap| !(gap.is_finite() && **gap > 0.0)) {
            return Err(Fault::OutOfRange { field: "gap", value: *gap });
        }
        self.0 += gaps.iter().map(|gap| (gap.ln() * Self::UNITS) as i128).sum::<i128>();
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "a sum of 2^53 units and more is rounded as any sum")]
    fn sum(&self) -> f64 {
        self.0 as f64 / Self::UNITS
    }
}
