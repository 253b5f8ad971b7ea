//! Customer lifetime value: expected purchases, times expected spend, times margin, discounted to today.
//!
//! Two forms. By periods: purchases within a horizon, each period's discounted at its end; for every model. Over the whole
//! remaining life, discounted continuously: [`ParetoNbd::discounted_purchases`]. They answer different questions and differ.

use crate::Error;
use crate::History;
use crate::error::{not_negative, positive};
use crate::purchases::{ParetoNbd, PurchaseModel};

/// Weeks in a year, by the convention of the literature.
pub const WEEKS_PER_YEAR: f64 = 52.0;

/// A discount rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Discount {
    annual_rate: f64,
    units_per_year: f64,
}

impl Discount {
    /// `annual_rate` is a share (0.15 for 15 percent); `units_per_year` how many units of the histories' time make a year.
    ///
    /// # Errors
    /// If the rate is negative or not finite, or the units are not above zero.
    pub fn new(annual_rate: f64, units_per_year: f64) -> Result<Self, Error> {
        not_negative("annual_rate", annual_rate).map_err(|_| Error::Parameter {
            name: "annual_rate",
            value: annual_rate,
            must: "must be a finite number, at least zero",
        })?;
        positive("units_per_year", units_per_year)?;
        Ok(Self { annual_rate, units_per_year })
    }

    /// For histories in weeks.
    ///
    /// # Errors
    /// If the rate is negative or not finite.
    pub fn weekly(annual_rate: f64) -> Result<Self, Error> {
        Self::new(annual_rate, WEEKS_PER_YEAR)
    }

    /// The rate of one unit of time, compounding to the annual one: `(1 + annual)^(1/units) − 1`.
    #[must_use]
    pub fn per_unit(&self) -> f64 {
        self.continuous().exp_m1()
    }

    /// The continuous rate per unit of time: `ln(1 + annual)/units`.
    #[must_use]
    pub fn continuous(&self) -> f64 {
        self.annual_rate.ln_1p() / self.units_per_year
    }
}

/// Expected purchases in the next `periods` units of time, each unit's discounted at its end:
/// `Σ (E[Y(k)] − E[Y(k−1)]) (1+d)^(−k)`.
pub fn discounted_purchases<M: PurchaseModel>(model: &M, history: &History, periods: u32, discount: Discount) -> f64 {
    let rate = discount.continuous();
    let (mut sum, mut before) = (0.0, 0.0);
    for period in 1..=periods {
        let time = f64::from(period);
        let until = model.expected_purchases(history, time);
        sum += (until - before) * (-rate * time).exp();
        before = until;
    }
    sum
}

/// What turns purchases into money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Expected spend on a purchase, in units of money: [`GammaGamma::expected_spend`](crate::GammaGamma::expected_spend).
    pub spend: f64,
    /// The share of spend that is margin; 1 for revenue.
    pub margin: f64,
}

impl Worth {
    /// Customer lifetime value within a horizon of `periods` units of time.
    pub fn within<M: PurchaseModel>(&self, model: &M, history: &History, periods: u32, discount: Discount) -> f64 {
        self.spend * self.margin * discounted_purchases(model, history, periods, discount)
    }

    /// Customer lifetime value without horizon.
    ///
    /// # Errors
    /// If the discount rate is zero: the sum may then be infinite.
    pub fn for_life(&self, model: &ParetoNbd, history: &History, discount: Discount) -> Result<f64, Error> {
        Ok(self.spend * self.margin * model.discounted_purchases(history, discount.continuous())?)
    }
}
