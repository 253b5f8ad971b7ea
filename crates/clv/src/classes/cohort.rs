//! Cohort retention: of those who came in one month, how many buy in each month after.

use std::collections::{BTreeMap, BTreeSet};

use crate::fit::size;

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
pub fn cohorts<K: Ord + Clone>(purchases: impl IntoIterator<Item = (K, i32)>) -> Vec<Cohort> {
    let mut periods: BTreeMap<K, BTreeSet<i32>> = BTreeMap::new();
    for (customer, period) in purchases {
        periods.entry(customer).or_default().insert(period);
    }
    let Some(last) = periods.values().filter_map(BTreeSet::last).max().copied() else { return Vec::new() };
    let mut cohorts: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for own in periods.values() {
        let first = *own.first().expect("a customer is known by a purchase");
        let active = cohorts.entry(first).or_insert_with(|| vec![0; (first..=last).count()]);
        for period in own {
            let after = (first..*period).count();
            active[after] += 1;
        }
    }
    cohorts.into_iter().map(|(period, active)| Cohort { period, active }).collect()
}
