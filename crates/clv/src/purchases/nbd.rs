//! NBD: customers buy at random at their own rate and never leave (Ehrenberg 1959).
//!
//! What the other models become when nobody leaves: the fallback where their fit lies at a boundary.

use super::{PurchaseModel, probability_of_event, renew, time_scale};
use crate::error::positive;
use crate::fit::jet::Jet;
use crate::fit::{Fit, Prior, Task, maximise};
use crate::history::Cell;
use crate::{Cells, Error, History, Random, Time};

/// Parameters of [`Nbd`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NbdParameters {
    /// Shape of the purchase rates among customers; pure number.
    pub r: f64,
    /// Their scale, in units of time: the mean rate is `r / alpha`.
    pub alpha: f64,
}

/// NBD of Ehrenberg 1959, *Applied Statistics* 8(1):26–41: purchases without departure, at rates that are gamma with `r` and `α` among
/// customers. `L = Γ(r+x)/Γ(r) α^r (α+T)^−(r+x)`; in the next `t` a customer is expected to make `(r+x)/(α+T) t` purchases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nbd {
    parameters: NbdParameters,
}

impl Nbd {
    /// The model with these parameters.
    ///
    /// # Errors
    /// If one of them is not a positive finite number.
    pub fn new(parameters: NbdParameters) -> Result<Self, Error> {
        positive("r", parameters.r)?;
        positive("alpha", parameters.alpha)?;
        Ok(Self { parameters })
    }

    /// Its parameters.
    #[must_use]
    pub fn parameters(&self) -> NbdParameters {
        self.parameters
    }

    /// The parameters of largest likelihood.
    ///
    /// # Errors
    /// If there are fewer customers than parameters, nobody bought twice, or no time was observed. A fit that ends at the edge
    /// of the model or nowhere is no error: see [`Fit::status`].
    pub fn fit(cells: &Cells) -> Result<Fit<Self>, Error> {
        Self::fit_with(cells, Prior::default())
    }

    /// The same with a prior, for few customers.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_with(cells: &Cells, prior: Prior) -> Result<Fit<Self>, Error> {
        let task = Task {
            names: ["r", "alpha"],
            scales: [1.0, time_scale(cells)],
            starts: vec![[0.5, 2.0], [1.0, 1.0], [5.0, 5.0]],
            customers: cells.customers(),
            rows: cells.as_slice(),
            prior,
        };
        cells.check_for_fit(task.names.len())?;
        let of_cells = |parameters: &[Jet<2>; 2], cells: &[Cell]| {
            cells.iter().fold(Jet::ZERO, |sum, cell| sum + log_likelihood(parameters, &cell.history).scale(f64::from(cell.customers)))
        };
        Ok(maximise(&task, of_cells, |[r, alpha]| Self { parameters: NbdParameters { r, alpha } }))
    }

    /// The log-likelihood of one history: of its number of purchases, the time of the last and the order in which they came.
    #[must_use]
    pub fn log_likelihood(&self, history: &History) -> f64 {
        let NbdParameters { r, alpha } = self.parameters;
        log_likelihood(&[r, alpha].map(Jet::constant), history).value
    }
}

/// `ln Γ(r+x)/Γ(r) + r ln α − (r+x) ln(α+T)`.
fn log_likelihood(parameters: &[Jet<2>; 2], history: &History) -> Jet<2> {
    let [r, alpha] = *parameters;
    let x = f64::from(history.frequency());
    r.ln_rising(history.frequency()) - r * alpha.log_growth(history.age()) - (alpha + history.age()).ln().scale(x)
}

impl PurchaseModel for Nbd {
    fn probability_alive(&self, _: &History) -> f64 {
        1.0
    }

    fn probability_of_purchase_if_alive(&self, history: &History, time: Time) -> f64 {
        let NbdParameters { r, alpha } = self.parameters;
        probability_of_event(r + f64::from(history.frequency()), time.units() / (alpha + history.age()))
    }

    fn expected_purchases_if_alive(&self, history: &History, time: Time) -> f64 {
        let NbdParameters { r, alpha } = self.parameters;
        (r + f64::from(history.frequency())) / (alpha + history.age()) * time.units()
    }

    fn expected_purchases_of_newcomer(&self, time: Time) -> f64 {
        self.parameters.r / self.parameters.alpha * time.units()
    }

    fn simulate(&self, until: Time, random: &mut Random) -> Vec<f64> {
        let rate = random.gamma(self.parameters.r) / self.parameters.alpha;
        renew(until.units(), || random.exponential() / rate, || true)
    }
}
