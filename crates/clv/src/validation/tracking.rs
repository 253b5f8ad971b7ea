//! Tracking: the number of repeat purchases of all customers together over calendar time, expected and actual.

use crate::PurchaseModel;

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
pub fn tracking<M: PurchaseModel>(model: &M, customers: &[TrackedCustomer], times: &[f64]) -> Vec<TrackingPoint> {
    let at = |time: f64| {
        let expected = |customer: &TrackedCustomer| model.expected_purchases_of_newcomer((time - customer.first).max(0.0));
        let made = |customer: &TrackedCustomer| customer.repeats.iter().filter(|repeat| **repeat <= time).map(|_| 1.0).sum::<f64>();
        TrackingPoint { time, expected: customers.iter().map(expected).sum(), actual: customers.iter().map(made).sum() }
    };
    times.iter().copied().map(at).collect()
}
