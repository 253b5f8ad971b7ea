//! How often customers buy and whether they still do.
//!
//! All models share the story of the buyer: while alive, a customer buys at random at their own rate; rates differ among
//! customers like a gamma distribution. They differ in how customers leave.

mod beta_binomial;
mod beta_geometric;
mod nbd;
mod pareto;

pub use beta_binomial::{BgBb, BgBbParameters, PeriodCell, PeriodHistory};
pub use beta_geometric::{BetaGeometric, BetaGeometricParameters, BgNbd, MbgNbd};
pub use nbd::{Nbd, NbdParameters};
pub use pareto::{ParetoNbd, ParetoNbdParameters};

use crate::fit::Fit;
use crate::{Cells, Error, History};

/// A model of how often customers buy. Times are in the unit of the histories it was fitted to.
pub trait PurchaseModel: Sized + Send + Sync {
    /// Its name for programs: `bg_nbd`, `mbg_nbd`, `pareto_nbd`, `nbd`.
    const NAME: &'static str;

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer customers than parameters, nobody bought twice, or no time was observed. A fit that ends at the edge
    /// of the model or nowhere is no error: see [`Fit::status`].
    fn fit(cells: &Cells) -> Result<Fit<Self>, Error>;

    /// The log-likelihood of one history.
    fn log_likelihood(&self, history: &History) -> f64;

    /// The probability that the customer is still one.
    fn probability_alive(&self, history: &History) -> f64;

    /// Expected purchases in the next `time` units. `time` is at least 0.
    fn expected_purchases(&self, history: &History, time: f64) -> f64;

    /// Expected repeat purchases of a new customer, of whom nothing is known yet, in their first `time` units.
    fn expected_purchases_of_newcomer(&self, time: f64) -> f64;
}

/// The natural size of rate parameters: the longest observation counts as eight units, so that logarithms stay near zero.
fn time_scale(cells: &Cells) -> f64 {
    /// Between one and ten is as good.
    const UNITS: f64 = 8.0;
    cells.longest_age() / UNITS
}
