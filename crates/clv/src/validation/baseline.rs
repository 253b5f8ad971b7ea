//! Rules without a model, to be beaten.

use crate::statistics::size;
use crate::{History, Time};

/// Purchases in the next `time` at the customer's own rate so far, `x/T · time`; 0 for who came on the last day.
pub fn same_rate(history: &History, time: Time) -> f64 {
    if history.age() > 0.0 { f64::from(history.frequency()) / history.age() * time.units() } else { 0.0 }
}

/// The same for customers who bought within the last `hiatus`; 0 for the others, who count as gone.
pub fn hiatus(history: &History, time: Time, hiatus: Time) -> f64 {
    if history.age() - history.recency() <= hiatus.units() { same_rate(history, time) } else { 0.0 }
}

/// As many purchases as in the same `time` a `year` ago: those of `times` within `time` after `now − year`.
///
/// `None` if the customer's first purchase, at 0, came after that: nothing is known of the same time last year.
pub fn last_year(times: &[f64], now: Time, year: Time, time: Time) -> Option<f64> {
    let then = now.units() - year.units();
    (then >= 0.0).then(|| size(times.iter().filter(|at| **at > then && **at <= then + time.units()).count()))
}
