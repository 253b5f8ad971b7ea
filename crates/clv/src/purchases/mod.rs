//! How often customers buy and whether they still do.
//!
//! All models share the story of the buyer: while alive, a customer buys at random at their own rate; rates differ among
//! customers like a gamma distribution. They differ in how customers leave.

mod beta_binomial;
mod beta_geometric;
mod nbd;
mod pareto;
mod regular;

pub use beta_binomial::{BgBb, BgBbParameters, PeriodCell, PeriodHistory};
pub use beta_geometric::{BetaGeometric, BetaGeometricParameters, BgNbd, MbgNbd};
pub use nbd::{Nbd, NbdParameters};
pub use pareto::{ParetoNbd, ParetoNbdParameters};
pub use regular::{MbgCnbd, regularity};

use crate::{Cells, History, Random, Time};

/// A model of how often customers buy: what it predicts. Each model is made by its own `fit`. Times are in the unit of the histories it was fitted to.
pub trait PurchaseModel: Sized + Send + Sync {
    /// The probability that the customer is still one.
    fn probability_alive(&self, history: &History) -> f64;

    /// The probability of at least one purchase in the next `time` of a customer who is still one.
    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64;

    /// Expected purchases in the next `time` of a customer who is still one.
    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64;

    /// The probability of at least one purchase in the next `time`; what is missing to 1 is the probability of churn, where churn
    /// is defined as no purchase in that time.
    fn probability_of_purchase(&self, history: &History, time: Time) -> f64 {
        self.probability_alive(history) * self.probability_of_purchase_if_alive(history, time)
    }

    /// Expected purchases in the next `time`.
    fn expected_purchases(&self, history: &History, time: Time) -> f64 {
        self.probability_alive(history) * self.expected_purchases_if_alive(history, time)
    }

    /// Expected repeat purchases of a new customer, of whom nothing is known yet, in their first `time`.
    fn expected_purchases_of_newcomer(&self, time: Time) -> f64;

    /// The times of a random new customer's repeat purchases until `until`, counted from the first purchase.
    ///
    /// No customer makes more than a million, so that a rate from the far tail cannot take for ever.
    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64>;
}

/// The probability that an event of a rate that is gamma with `shape` happens, `1 − (1 + elapsed)^−shape`, where `elapsed` is the
/// time over the scale of the rate.
fn probability_of_event(shape: f64, elapsed: f64) -> f64 {
    -(-shape * elapsed.ln_1p()).exp_m1()
}

/// Purchases a simulated customer makes at most.
const MOST_PURCHASES: usize = 1_000_000;

/// Times of purchases until `until`, one `gap` after the other, as long as the customer `stays` after each.
fn renew(until: f64, mut gap: impl FnMut() -> f64, mut stays: impl FnMut() -> bool) -> Vec<f64> {
    let mut times = Vec::new();
    let mut now = gap();
    while now <= until && times.len() < MOST_PURCHASES {
        times.push(now);
        if !stays() {
            break;
        }
        now += gap();
    }
    times
}

/// The natural size of rate parameters: the longest observation counts as eight units, so that logarithms stay near zero.
fn time_scale(cells: &Cells) -> f64 {
    /// Between one and ten is as good.
    const UNITS: f64 = 8.0;
    cells.longest_age() / UNITS
}
