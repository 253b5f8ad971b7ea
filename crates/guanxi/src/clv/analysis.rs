//! All that is computed of the purchases, before anything is said of it.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::NaiveDate;
use guanxi_clv::{
    Cells, Choice, Discount, Fit, GammaGamma, Independence, Metrics, Outcome, Prepared, PurchaseModel, Rules, Spenders, Transaction, Worth,
    prepare, same_rate,
};

use super::Steps;
use crate::cli::Clv;

/// The purchase models and the spend model of a file, and what follows for its customers.
pub(super) struct Analysis {
    /// The day of the first purchase.
    pub(super) first: NaiveDate,
    /// The last day that the models were fitted to.
    pub(super) end: NaiveDate,
    /// Rows of the file.
    pub(super) rows: usize,
    /// Customers with their histories, by id.
    pub(super) prepared: Prepared<String>,
    /// The purchase models that were tried, and which was chosen.
    pub(super) choice: Choice,
    /// How much they spend, or why that cannot be told.
    pub(super) spend: Result<Spend, guanxi_clv::Error>,
    /// How the models did after the calibration.
    pub(super) holdout: Option<Holdout>,
    /// What is expected of each customer, in the order of `prepared`.
    pub(super) expected: Vec<Expected>,
    /// Over how many weeks.
    pub(super) weeks: u32,
    /// At which annual discount rate, as a share.
    pub(super) annual_rate: f64,
}

/// How much they spend on a purchase.
pub(super) struct Spend {
    /// The model.
    pub(super) fit: Fit<GammaGamma>,
    /// Whether it may be used.
    pub(super) independence: Independence,
    /// Customers who bought again, but for nothing.
    pub(super) dropped: usize,
}

/// What happened after the calibration.
pub(super) struct Holdout {
    /// How long after.
    pub(super) weeks: f64,
    /// How well it was told by the rule that everybody goes on as before.
    pub(super) same_rate: Metrics,
}

/// What is expected of a customer.
pub(super) struct Expected {
    /// The probability that they are still one.
    pub(super) alive: f64,
    /// Purchases in the weeks to come.
    pub(super) purchases: f64,
    /// What one of them will come to; none where no spend model says it.
    pub(super) spend: Option<f64>,
    /// What they come to together, discounted to the last day.
    pub(super) value: Option<f64>,
}

impl Analysis {
    pub(super) fn of(transactions: &[Transaction<String>], arguments: &Clv, steps: &Steps) -> anyhow::Result<Self> {
        steps.next("preparing");
        let days = transactions.iter().map(|transaction| transaction.day);
        let first = days.clone().min().context("the file has no purchases")?;
        let last = days.max().context("the file has no purchases")?;
        // A day after the last purchase is one until which nothing more was bought.
        let end = arguments.calibration_end.unwrap_or(last);
        let asked = Some(end).filter(|end| *end < last);
        let rules = asked.map_or_else(|| Rules::weekly(end), |end| Rules::weekly(end).with_holdout(last));
        let prepared = prepare(transactions, &rules, &BTreeMap::new())?;
        let customers = &prepared.customers;

        steps.next("fitting the purchase models");
        let histories: Vec<_> = customers.iter().map(|customer| customer.history).collect();
        let cells = Cells::of(histories.iter().copied())?;
        let log_gaps = customers.iter().flat_map(|customer| &customer.gaps).map(|gap| gap.ln()).sum();
        let bought: Vec<f64> = customers.iter().map(|customer| f64::from(customer.holdout.purchases)).collect();
        let weeks_after = rules.holdout_time();
        let outcome = asked.map(|_| Outcome { histories: &histories, purchases: &bought, time: weeks_after });
        let choice = Choice::of(&cells, Some(log_gaps), outcome)?;

        steps.next("fitting the spend model");
        let spend = Spend::of(&prepared);

        steps.next("predicting");
        let baseline: Vec<f64> = histories.iter().map(|history| same_rate(history, weeks_after)).collect();
        let holdout = match asked {
            Some(_) => Some(Holdout { weeks: weeks_after, same_rate: Metrics::of(&baseline, &bought)? }),
            None => None,
        };
        let discount = Discount::weekly(arguments.discount)?;
        let expected = expect(&prepared, &choice.chosen().fit.model, spend.as_ref().ok(), arguments.weeks, discount);
        Ok(Self {
            first,
            end,
            rows: transactions.len(),
            choice,
            spend,
            holdout,
            expected,
            weeks: arguments.weeks,
            annual_rate: arguments.discount,
            prepared,
        })
    }
}

impl Spend {
    fn of(prepared: &Prepared<String>) -> Result<Self, guanxi_clv::Error> {
        let rows = prepared.customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)));
        let spenders = Spenders::of(rows)?;
        let fit = GammaGamma::fit(&spenders)?;
        Ok(Self { fit, independence: Independence::of(&spenders), dropped: spenders.dropped() })
    }
}

fn expect(prepared: &Prepared<String>, model: &impl PurchaseModel, spend: Option<&Spend>, weeks: u32, discount: Discount) -> Vec<Expected> {
    let of = |customer: &guanxi_clv::Customer<String>| {
        let history = &customer.history;
        // What was given back whole says as little of the next purchase as none.
        let known = customer.spend.filter(|mean| *mean > 0.0).map_or((0, 0.0), |mean| (history.frequency(), mean));
        let spend = spend.and_then(|spend| spend.fit.model.expected_spend(known.0, known.1).ok());
        Expected {
            alive: model.probability_alive(history),
            purchases: model.expected_purchases(history, f64::from(weeks)),
            spend,
            value: spend.map(|spend| Worth { spend, margin: 1.0 }.within(model, history, weeks, discount)),
        }
    };
    prepared.customers.iter().map(of).collect()
}
