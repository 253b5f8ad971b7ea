//! What is expected of each customer, seen from the last day that is known.

use anyhow::bail;
use guanxi_clv::{Cells, Chosen, Customer, Discount, Error, History, ParetoNbd, PerCell, Prediction, PurchaseModel};

use super::spend::Spend;
use crate::cli::Clv;

/// Where no model tells the whole life, it is cut off after so many weeks: five years.
const CUT_OFF: u32 = 260;

/// How far ahead is looked, and how money is counted.
pub(super) struct Horizon {
    /// Over how many weeks.
    pub(super) weeks: u32,
    /// How much less later money is worth.
    pub(super) discount: Discount,
    /// The same as a share a year.
    pub(super) annual_rate: f64,
    /// The share of sales that is margin; none if values are sales.
    pub(super) margin: Option<f64>,
}

impl Horizon {
    pub(super) fn of(arguments: &Clv) -> anyhow::Result<Self> {
        if let Some(margin) = arguments.margin.filter(|margin| !(*margin > 0.0 && *margin <= 1.0)) {
            bail!("--margin = {margin}: must be a share above 0 and at most 1, such as 0.3 for 30 percent");
        }
        let discount = arguments.discount;
        if !(0.0..=1.0).contains(&discount) {
            bail!("--discount = {discount}: must be a share from 0 to 1, such as 0.1 for 10 percent");
        }
        Ok(Self { weeks: arguments.weeks, discount: Discount::weekly(discount)?, annual_rate: discount, margin: arguments.margin })
    }
}

/// The models that are asked.
pub(super) struct Models {
    /// How often they buy.
    pub(super) purchases: Chosen,
    /// Who is still a customer; none if that cannot be told.
    pub(super) departure: Option<Chosen>,
    /// What they do in all their life.
    pub(super) life: Life,
}

/// How far a life is looked at.
pub(super) enum Life {
    /// To its end, which this model tells.
    Whole(ParetoNbd),
    /// For so many weeks, as the model of purchases has it.
    Weeks(u32),
}

impl Life {
    /// The whole, if a model tells it and later money is worth less: without discount the sum may be infinite.
    pub(super) fn of(pareto: Option<Chosen>, horizon: &Horizon) -> Self {
        match pareto {
            Some(Chosen::ParetoNbd(pareto)) if horizon.discount.continuous() > 0.0 => Self::Whole(pareto),
            _ => Self::Weeks(CUT_OFF.max(horizon.weeks)),
        }
    }
}

/// What is expected of a customer.
pub(super) struct Expected {
    /// The probability that they are still one; none if that cannot be told.
    pub(super) alive: Option<f64>,
    /// Purchases in the weeks to come.
    pub(super) purchases: f64,
    /// The probability of at least one.
    pub(super) buys: f64,
    /// What one of them will come to; none where no spend model says it.
    pub(super) spend: Option<f64>,
    /// What they come to together, discounted to the last day.
    pub(super) value: Option<f64>,
    /// What all purchases to come are worth on that day.
    pub(super) life: Option<f64>,
}

/// What a history promises; customers of one history differ in their spend only.
pub(super) struct Ahead {
    alive: Option<f64>,
    purchases: f64,
    buys: f64,
    /// The purchases in the weeks to come, discounted.
    discounted: f64,
    life: f64,
}

impl Ahead {
    /// Of each history, in the order of the cells.
    ///
    /// # Errors
    /// Where the horizon is longer, or the discount smaller, than a model can look.
    pub(super) fn of<'a>(cells: &'a Cells, models: &Models, horizon: &Horizon) -> PerCell<'a, Result<Self, Error>> {
        cells.each(|history| {
            let soon = Prediction::of(&models.purchases, history, horizon.weeks, horizon.discount)?;
            Ok(Self {
                alive: models.departure.map(|model| model.probability_alive(history)),
                purchases: soon.purchases,
                buys: soon.alive * models.purchases.probability_of_purchase_if_alive(history, horizon.weeks.into()),
                discounted: soon.discounted,
                life: match &models.life {
                    Life::Whole(pareto) => pareto.discounted_purchases(history, horizon.discount.continuous())?,
                    Life::Weeks(weeks) => Prediction::of(&models.purchases, history, *weeks, horizon.discount)?.discounted,
                },
            })
        })
    }
}

impl Ahead {
    /// What is left of a purchase in the weeks to come when it is discounted.
    pub(super) fn discount(&self) -> f64 {
        if self.purchases > 0.0 { self.discounted / self.purchases } else { 0.0 }
    }
}

/// What is expected of each customer, in their order.
pub(super) fn expected(
    customers: &[Customer<String>],
    ahead: &PerCell<Result<Ahead, Error>>,
    spend: Option<&Spend>,
    margin: Option<f64>,
) -> Result<Vec<Expected>, Error> {
    let of = |customer: &Customer<String>| {
        let ahead = known(ahead, &customer.history).as_ref().map_err(Clone::clone)?;
        let spend = spend.and_then(|spend| spend.expected(customer));
        let worth = |purchases: f64| spend.map(|spend| spend * margin.unwrap_or(1.0) * purchases);
        Ok(Expected {
            alive: ahead.alive,
            purchases: ahead.purchases,
            buys: ahead.buys,
            spend,
            value: worth(ahead.discounted),
            life: worth(ahead.life),
        })
    };
    customers.iter().map(of).collect()
}

/// What is known of a customer's history.
pub(super) fn known<'a, T>(cells: &'a PerCell<T>, history: &History) -> &'a T {
    cells.of(history).expect("every customer is in a cell")
}

/// What is expected of all customers together.
pub(super) struct Totals {
    /// How many are still customers; none if that cannot be told.
    pub(super) alive: Option<f64>,
    /// How many will buy in the weeks to come.
    pub(super) buyers: f64,
    /// How often.
    pub(super) purchases: f64,
    /// What that is worth; none where no spend model says it.
    pub(super) value: Option<f64>,
    /// What all purchases to come are worth.
    pub(super) life: Option<f64>,
    /// How many customers are worth half of the value.
    pub(super) half: usize,
    /// How many have no value, because what they would spend cannot be told.
    pub(super) without_value: usize,
}

impl Totals {
    pub(super) fn of(expected: &[Expected]) -> Self {
        let sum = |of: fn(&Expected) -> Option<f64>| expected.iter().filter_map(of).reduce(|one, other| one + other);
        let mut values: Vec<f64> = expected.iter().filter_map(|each| each.value).collect();
        values.sort_unstable_by(|one, other| other.total_cmp(one));
        let value = sum(|each| each.value);
        let before = values.iter().scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum - value)
        });
        Self {
            alive: sum(|each| each.alive),
            buyers: expected.iter().map(|each| each.buys).sum(),
            purchases: expected.iter().map(|each| each.purchases).sum(),
            value,
            life: sum(|each| each.life),
            half: before.take_while(|before| *before < value.unwrap_or(0.0) / 2.0).count(),
            without_value: expected.len() - values.len(),
        }
    }
}
