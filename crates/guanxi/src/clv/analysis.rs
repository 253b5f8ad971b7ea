//! All that is computed of the purchases, before anything is said of it.

use anyhow::{Context, bail};
use chrono::NaiveDate;
use guanxi_clv::{
    Candidate, Cells, Choice, Chosen, Error, Family, Fit, FrequencyBin, History, Outcome, Prepared, PurchaseModel, Rules, Status,
    by_frequency, prepare,
};

use super::{
    Steps,
    intervals::{self, Intervals, Simulated},
    outlook::{self, Ahead, Expected, Horizon, Life, Models},
    purchases::{Credits, Purchases},
    spend::Spend,
};
use crate::cli::Clv;

/// The purchase models and the spend model of a file, and what follows for its customers.
pub(super) struct Analysis {
    /// The day of the first purchase.
    pub(super) first: NaiveDate,
    /// The last day of the calibration, on which the models are compared.
    pub(super) end: NaiveDate,
    /// Rows of the file.
    pub(super) rows: usize,
    /// Which of them are credits.
    pub(super) credits: Credits,
    /// Whether a column was named with the numbers of orders.
    pub(super) orders: bool,
    /// Rows that sum up others, which are left out.
    pub(super) sums: usize,
    /// Which columns were taken.
    pub(super) taken: String,
    /// Customers until then with their histories, by id.
    pub(super) calibration: Prepared<String>,
    /// The purchase models that were tried, and which was chosen.
    pub(super) choice: Choice,
    /// How much they spend, or why that cannot be told.
    pub(super) spend: Result<Spend, Error>,
    /// How the choice did after the calibration.
    pub(super) holdout: Option<Holdout>,
    /// All customers, if there are later purchases than those of the calibration.
    whole: Option<Prepared<String>>,
    /// What is expected of all customers.
    pub(super) future: Future,
}

/// What happened after the calibration.
pub(super) struct Holdout {
    /// How long after.
    pub(super) weeks: f64,
    /// What the choice expected and what happened, by how often customers bought before.
    pub(super) by_frequency: Vec<FrequencyBin>,
}

/// What is expected, seen from the last day that is known.
pub(super) struct Future {
    /// That day.
    pub(super) from: NaiveDate,
    /// The choice, fitted to all that is known.
    pub(super) fit: Fit<Chosen>,
    /// What is asked.
    pub(super) models: Models,
    /// How much they spend.
    pub(super) spend: Result<Spend, Error>,
    /// How far it is looked ahead.
    pub(super) horizon: Horizon,
    /// What is expected of each customer, in their order.
    pub(super) expected: Vec<Expected>,
    /// How far that may be off.
    pub(super) intervals: Option<Intervals>,
}

impl Analysis {
    pub(super) fn of(purchases: Purchases, arguments: &Clv, steps: &Steps) -> anyhow::Result<Self> {
        let horizon = Horizon::of(arguments)?;
        if let Some(few) = arguments.replicates.filter(|replicates| (1..intervals::FEWEST).contains(replicates)) {
            bail!("--replicates = {few}: too few for an interval; at least {} are needed, or 0 for none", intervals::FEWEST);
        }
        steps.next("preparing");
        let Purchases { transactions, observed_since, credits, sums, taken } = purchases;
        let days = transactions.iter().map(|transaction| transaction.day);
        let first = days.clone().min().context("the file has no purchases")?;
        let last = days.max().context("the file has no purchases")?;
        if let Some(end) = arguments.calibration_end.filter(|end| *end > last) {
            bail!("--calibration-end = {end} lies after the last row, of {last}: choose an earlier day, or leave it out");
        }
        let end = arguments.calibration_end.unwrap_or(last);
        let asked = Some(end).filter(|end| *end < last);
        let rules = asked.map_or_else(|| Rules::weekly(end), |end| Rules::weekly(end).with_holdout(last));
        let calibration = prepare(&transactions, &rules, &observed_since).with_context(|| format!("nothing can be learned until {end}"))?;

        steps.next("fitting the purchase models");
        let cells = calibration.cells()?;
        let histories: Vec<History> = calibration.customers.iter().map(|customer| customer.history).collect();
        let bought: Vec<f64> = calibration.customers.iter().map(|customer| f64::from(customer.holdout.purchases)).collect();
        let time = rules.holdout_time()?;
        let outcome = asked.map(|_| Outcome { histories: &histories, purchases: &bought, time });
        let choice = Choice::of(&cells, outcome)?;
        let holdout = outcome.map(|outcome| Holdout::of(&choice, &outcome)).transpose()?;

        steps.next("fitting the spend model");
        let spend = Spend::of(&calibration);

        steps.next("fitting to all that is known");
        let whole = asked.map(|_| prepare(&transactions, &Rules::weekly(last), &observed_since)).transpose()?;
        let whole_cells = whole.as_ref().map(Prepared::cells).transpose()?;
        let (fit, models) = fitted_to_all(&choice, whole_cells.as_ref(), &horizon)?;
        let mut future = Future {
            from: last,
            fit,
            models,
            spend: whole.as_ref().map_or_else(|| spend.clone(), Spend::of),
            horizon,
            expected: Vec::new(),
            intervals: None,
        };
        future.look(whole.as_ref().unwrap_or(&calibration), &whole_cells.unwrap_or(cells), arguments.replicates, steps)?;
        let orders = arguments.order.is_some();
        Ok(Self { first, end, rows: transactions.len(), credits, orders, sums, taken, calibration, choice, spend, holdout, whole, future })
    }

    /// All customers, in the order of what is expected of them.
    pub(super) fn customers(&self) -> &Prepared<String> {
        self.whole.as_ref().unwrap_or(&self.calibration)
    }
}

impl Holdout {
    fn of(choice: &Choice, outcome: &Outcome) -> Result<Self, Error> {
        /// The last line of the table holds all who bought as often or more.
        const MOST: u32 = 7;
        let model = &choice.chosen().fit.model;
        let predicted: Vec<f64> = outcome.histories.iter().map(|history| model.expected_purchases(history, outcome.time)).collect();
        Ok(Self { weeks: outcome.time.units(), by_frequency: by_frequency(outcome.histories, &predicted, outcome.purchases, MOST)? })
    }
}

/// The choice and the models that help it, fitted to the `whole` where that is more than they were chosen by.
fn fitted_to_all(choice: &Choice, whole: Option<&Cells>, horizon: &Horizon) -> Result<(Fit<Chosen>, Models), Error> {
    let fit = match whole {
        Some(cells) => choice.refit(cells)?,
        None => choice.chosen().fit.clone(),
    };
    let believed = |candidate: &Candidate| match whole {
        Some(cells) => candidate.fit.model.refit(cells).ok().filter(|fit| fit.status == Status::Converged).map(|fit| fit.model),
        None => Some(candidate.fit.model),
    };
    let departure = match fit.model.family() {
        Family::Nbd => None,
        Family::BgNbd => choice.of_departure().and_then(believed),
        _ => Some(fit.model),
    };
    // A whole life hangs on how much customers differ in leaving, which a prior does not tell.
    let whole_life = choice.believed_of(Family::ParetoNbd).filter(|candidate| !candidate.fit.is_held()).and_then(believed);
    let models = Models { purchases: fit.model, departure, life: Life::of(whole_life, horizon) };
    Ok((fit, models))
}

impl Future {
    /// Tells what is expected of these customers, and how far that may be off.
    fn look(&mut self, prepared: &Prepared<String>, cells: &Cells, replicates: Option<u64>, steps: &Steps) -> anyhow::Result<()> {
        steps.next("predicting");
        let ahead = Ahead::of(cells, &self.models, &self.horizon);
        let spend = self.spend.as_ref().ok();
        self.expected = outlook::expected(&prepared.customers, &ahead, spend, self.horizon.margin)?;
        steps.next("simulating how far it may be off");
        let replicates = replicates.unwrap_or_else(|| intervals::replicates(prepared.customers.len()));
        if replicates > 0 && self.fit.status == Status::Converged {
            let simulated = Simulated::of(&self.fit.model, spend, cells, &self.horizon, replicates)?;
            self.intervals = Some(simulated.intervals(&prepared.customers, &ahead)?);
        }
        Ok(())
    }
}
