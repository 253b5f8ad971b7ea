//! Customer lifetime value: expected purchases, times expected spend, times margin, discounted to today.
//!
//! Two forms. By periods: purchases within a horizon, each period's discounted at its end; for every model. Over the whole
//! remaining life, discounted continuously: [`ParetoNbd::discounted_purchases`]. They answer different questions and differ.

use crate::error::{at_least_zero, countable_periods, finite, positive};
use crate::purchases::{ParetoNbd, PurchaseModel};
use crate::{Error, History, Time};

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
        at_least_zero("annual_rate", annual_rate)?;
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

/// What a model says of a history: the probability to be alive, on which all of it depends, is asked for once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The probability that the customer is still one.
    pub alive: f64,
    /// Expected purchases within the horizon.
    pub purchases: f64,
    /// The same, those of each unit of time discounted at its end: `Σ (E[Y(k)] − E[Y(k−1)]) (1+d)^(−k)`. Beyond 104 units the
    /// expectation is interpolated between ever longer steps, which moves the sum by less than a millionth.
    pub discounted: f64,
}

impl Prediction {
    /// For a horizon of `periods` units of time.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more than 10,000 periods.
    pub fn of<M: PurchaseModel>(model: &M, history: &History, periods: u32, discount: Discount) -> Result<Self, Error> {
        let alive = model.probability_alive(history);
        let rate = discount.continuous();
        let expected = Expected::until(countable_periods(periods)?, |time| model.expected_purchases_if_alive(history, time));
        let (mut discounted, mut before) = (0.0, 0.0);
        for (period, until) in (1..=periods).zip(expected.by_period()) {
            discounted += (until - before) * (-rate * f64::from(period)).exp();
            before = until;
        }
        Ok(Self { alive, purchases: alive * before, discounted: alive * discounted })
    }
}

/// Expected purchases until the end of each period, exact at knots: a model of regular gaps sums over all events until then, so
/// that to ask for every period would cost the square of a long horizon.
struct Expected {
    /// From 0; the last is the horizon.
    knots: Vec<(u32, f64)>,
}

impl Expected {
    fn until(periods: u32, of: impl Fn(Time) -> f64) -> Self {
        /// So many periods are asked for one by one: two years of weeks …
        const ONE_BY_ONE: u32 = 104;
        /// … and then steps are this part of the time so far, in which no expectation bends much.
        const PART: u32 = 16;
        let mut knots = vec![(0, 0.0)];
        let mut now = 0;
        while now < periods {
            let step = if now < ONE_BY_ONE { 1 } else { now / PART };
            now = periods.min(now + step);
            knots.push((now, of(now.into())));
        }
        Self { knots }
    }

    /// The expectation until each period, from the first.
    fn by_period(&self) -> impl Iterator<Item = f64> {
        self.knots.windows(2).zip(1..).flat_map(|(pair, place)| {
            let [(from, _), (to, at_end)] = [pair[0], pair[1]];
            let around = &self.knots[place.max(2) - 2..self.knots.len().min(place + 2)];
            (from + 1..=to).map(move |period| if period == to { at_end } else { through(around, period) })
        })
    }
}

/// The value at `period` of the polynomial through these knots (Lagrange).
fn through(knots: &[(u32, f64)], period: u32) -> f64 {
    let at = f64::from(period);
    let share = |own: u32| -> f64 {
        let others = knots.iter().map(|(knot, _)| *knot).filter(|knot| *knot != own).map(f64::from);
        others.map(|other| (at - other) / (f64::from(own) - other)).product()
    };
    knots.iter().map(|(knot, value)| value * share(*knot)).sum()
}

/// What turns purchases into money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    spend: f64,
    margin: f64,
}

impl Worth {
    /// `spend` is expected on a purchase, in units of money ([`GammaGamma::expected_spend`](crate::GammaGamma::expected_spend));
    /// `margin` is the share of it that is margin, 1 for revenue, below 0 where each purchase loses.
    ///
    /// # Errors
    /// If the spend is negative or one of them is not finite.
    pub fn new(spend: f64, margin: f64) -> Result<Self, Error> {
        Ok(Self { spend: at_least_zero("spend", spend)?, margin: finite("margin", margin)? })
    }

    /// The money that so many purchases bring.
    #[must_use]
    pub fn of(&self, purchases: f64) -> f64 {
        self.spend * self.margin * purchases
    }

    /// Customer lifetime value within a horizon of `periods` units of time.
    ///
    /// # Errors
    /// As [`Prediction::of`].
    pub fn within<M: PurchaseModel>(&self, model: &M, history: &History, periods: u32, discount: Discount) -> Result<f64, Error> {
        Ok(self.of(Prediction::of(model, history, periods, discount)?.discounted))
    }

    /// Customer lifetime value without horizon.
    ///
    /// # Errors
    /// If the discount rate is zero or next to it: the sum may then be infinite.
    pub fn for_life(&self, model: &ParetoNbd, history: &History, discount: Discount) -> Result<f64, Error> {
        Ok(self.of(model.discounted_purchases(history, discount.continuous())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BetaGeometricParameters, MbgCnbd, MbgNbd, ParetoNbdParameters};

    /// What interpolation moves, relative to asking for every period.
    fn moved<M: PurchaseModel>(model: &M, history: &History, periods: u32) -> f64 {
        let discount = Discount::weekly(0.15).unwrap();
        let at = |period: u32| model.expected_purchases(history, period.into());
        let one_by_one = |period: u32| (at(period) - at(period - 1)) * (-discount.continuous() * f64::from(period)).exp();
        let found = Prediction::of(model, history, periods, discount).unwrap();
        assert!((found.purchases / at(periods) - 1.0).abs() < 1e-14);
        (found.discounted / (1..=periods).map(one_by_one).sum::<f64>() - 1.0).abs()
    }

    #[test]
    fn long_steps_move_no_discounted_sum_by_a_millionth() {
        let parameters = BetaGeometricParameters { r: 1.4, alpha: 2.2, a: 0.6, b: 2.5 };
        let slow = BetaGeometricParameters { r: 8.0, alpha: 20.0, a: 0.2, b: 9.0 };
        for (x, recency, age) in [(0, 0.0, 1.0), (2, 20.0, 30.0), (12, 290.0, 300.0)] {
            let history = History::new(x, recency, age).unwrap();
            for periods in [105, 106, 130, 700] {
                // Gaps of 12 events at two and a half a week are five weeks, gaps of 24 events at 0.4 are a year.
                for model in [MbgCnbd::new(12, parameters).unwrap(), MbgCnbd::new(24, slow).unwrap()] {
                    let moved = moved(&model, &history, periods);
                    assert!(moved < 1e-6, "{x} {periods}: {moved}");
                }
                assert!(moved(&MbgNbd::new(parameters).unwrap(), &history, periods) < 1e-6, "{x} {periods}");
                let pareto = ParetoNbd::new(ParetoNbdParameters { r: 0.5, alpha: 10.0, s: 0.6, beta: 11.0 }).unwrap();
                assert!(moved(&pareto, &history, periods) < 1e-6, "{x} {periods}");
            }
            assert!(moved(&MbgCnbd::new(2, parameters).unwrap(), &history, 104) < 1e-14);
        }
    }
}
