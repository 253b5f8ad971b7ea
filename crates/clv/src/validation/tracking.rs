//! Tracking: the number of repeat purchases of all customers together over calendar time, expected and actual.

use crate::error::{all_finite, number};
use crate::statistics::size;
use crate::{Error, PurchaseModel, Time};

/// A customer on the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackedCustomer {
    /// When they bought first, in the model's unit of time from any common origin.
    pub first: f64,
    /// When they bought again, in the same time.
    pub repeats: Vec<f64>,
}

/// One moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackingPoint {
    /// Time from the origin.
    pub time: f64,
    /// Repeat purchases expected until then of those who had come by then.
    pub expected: f64,
    /// Repeat purchases made until then.
    pub actual: f64,
}

impl TrackingPoint {
    /// What came after `earlier`: expected and actual in between, for the weekly picture.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> (f64, f64) {
        (self.expected - earlier.expected, self.actual - earlier.actual)
    }
}

/// Cumulative repeat purchases at each of these times.
///
/// # Errors
/// The first customer (as row) with a time that is not finite, or the first such time asked for.
pub fn tracking<M: PurchaseModel>(model: &M, customers: &[TrackedCustomer], times: &[f64]) -> Result<Vec<TrackingPoint>, Error> {
    for (row, customer) in customers.iter().enumerate() {
        let mut times = std::iter::once(&customer.first).chain(&customer.repeats);
        times.try_for_each(|time| number("time of a purchase", *time).map(|_| ())).map_err(|fault| fault.in_row(row))?;
    }
    all_finite("time", times)?;
    // Those who came together are expected to buy alike, and are asked about once.
    let came = sorted(customers.iter().map(|customer| customer.first));
    let bought = sorted(customers.iter().flat_map(|customer| customer.repeats.iter().copied()));
    let at = |time: f64| {
        let known = &came[..came.partition_point(|first| *first <= time)];
        let together = known.chunk_by(|one, next| one.total_cmp(next).is_eq());
        let expected = together.map(|same| Ok(size(same.len()) * model.expected_purchases_of_newcomer(Time::new(time - same[0])?)));
        let actual = size(bought.partition_point(|repeat| *repeat <= time));
        Ok(TrackingPoint { time, expected: expected.sum::<Result<f64, Error>>()?, actual })
    };
    times.iter().copied().map(at).collect()
}

fn sorted(times: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = times.collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}
