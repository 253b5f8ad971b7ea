//! Cohort retention: of those who came in one month, how many buy in each month after.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Fault, MOST_PERIODS};
use crate::statistics::size;

/// Customers whose first purchase fell into one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// The period, as the caller counts them (months from any month).
    pub period: i32,
    /// Different customers who bought in this period and in each after, until the last period of the data.
    pub active: Vec<usize>,
}

impl Cohort {
    /// The share of the cohort that bought `after` periods later; none beyond the data.
    #[must_use]
    pub fn retention(&self, after: usize) -> Option<f64> {
        Some(size(*self.active.get(after)?) / size(self.active[0]))
    }
}

/// The cohorts of purchases, given as customer and period, in order of their period.
///
/// Every cohort has a number for each period until the last one in which anybody bought.
///
/// # Errors
/// The first purchase (as row) in a period that lies more than 10,000 periods from that of the first row.
pub fn cohorts<K: Ord>(purchases: impl IntoIterator<Item = (K, i32)>) -> Result<Vec<Cohort>, Error> {
    let mut periods: BTreeMap<K, BTreeSet<i32>> = BTreeMap::new();
    let mut origin = None;
    for (row, (customer, period)) in purchases.into_iter().enumerate() {
        if period.abs_diff(*origin.get_or_insert(period)) > MOST_PERIODS {
            return Err(Fault::OutOfRange { field: "period", value: f64::from(period) }.in_row(row));
        }
        periods.entry(customer).or_default().insert(period);
    }
    let last = periods.values().filter_map(BTreeSet::last).max().copied().unwrap_or_default();
    let after = |first: i32, period: i32| usize::try_from(period.abs_diff(first)).unwrap_or(usize::MAX);
    let mut cohorts: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for own in periods.values() {
        let first = *own.first().expect("a customer is known by a purchase");
        let active = cohorts.entry(first).or_insert_with(|| vec![0; after(first, last) + 1]);
        for period in own {
            active[after(first, *period)] += 1;
        }
    }
    Ok(cohorts.into_iter().map(|(period, active)| Cohort { period, active }).collect())
}
