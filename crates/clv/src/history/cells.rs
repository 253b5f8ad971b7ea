//! Customers with the same history, counted once: the models need nothing more, and there are few of them.
//!
//! Histories of whole days are bounded by purchases × days² / 2, whatever the number of customers (Fader & Hardie).

use std::collections::HashMap;

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
    cells: Vec<Cell>,
    customers: u64,
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
        let mut counts: HashMap<(u32, u64, u64), Cell> = HashMap::new();
        let mut customers = 0_u64;
        for (row, cell) in cells.into_iter().enumerate().filter(|(_, cell)| cell.customers > 0) {
            let History { frequency, recency, age } = cell.history;
            // Adding zero makes −0 and 0 the same bits.
            let key = (frequency, (recency + 0.0).to_bits(), (age + 0.0).to_bits());
            let known = counts.entry(key).or_insert(Cell { customers: 0, ..cell });
            known.customers = known.customers.checked_add(cell.customers).ok_or(Fault::TooMany { field: "customers" }.in_row(row))?;
            customers += u64::from(cell.customers);
        }
        let mut cells: Vec<Cell> = counts.into_values().collect();
        cells.sort_unstable_by(|one, other| order(&one.history, &other.history));
        if cells.is_empty() { Err(Error::Empty { of: "customers" }) } else { Ok(Self { cells, customers }) }
    }

    /// The cells, by frequency, then age, then recency: what depends on the first two alone is computed once for many.
    #[must_use]
    pub fn as_slice(&self) -> &[Cell] {
        &self.cells
    }

    /// How many customers there are.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// The longest time any customer was observed.
    pub(crate) fn longest_age(&self) -> f64 {
        self.cells.iter().fold(0.0, |longest, cell| f64::max(longest, cell.history.age))
    }

    /// Refuses what no model of `parameters` parameters can be fitted to.
    pub(crate) fn check_for_fit(&self, parameters: usize) -> Result<(), Error> {
        let found = usize::try_from(self.customers).unwrap_or(usize::MAX);
        if found < parameters {
            return Err(Error::TooFew { of: "customers", needed: parameters, found });
        }
        if self.cells.iter().all(|cell| cell.history.frequency == 0) {
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
