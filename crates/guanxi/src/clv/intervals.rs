//! How far expectations may be off, by the parametric bootstrap: customers are simulated as the models have them, and the models
//! fitted to those anew.

use guanxi_clv::{Bootstrap, Cells, Chosen, Customer, Error, GammaGamma, PerCell, PurchaseModel, Replicates, Status};
use rayon::prelude::*;

use super::{
    outlook::{Ahead, Horizon, known},
    spend::{Spend, by_model},
};

/// Intervals hold what comes out in so many of all simulations, as a share.
pub(super) const LEVEL: f64 = 0.9;

/// Fewer simulations say nothing of the ends of an interval.
pub(super) const FEWEST: u64 = 20;

/// From one end to the other.
pub(super) type Range = (f64, f64);

/// Intervals of what is expected.
pub(super) struct Intervals {
    /// From how many simulations.
    pub(super) replicates: usize,
    /// Simulations to which the model could not be fitted.
    pub(super) failed: usize,
    /// Purchases of all customers together in the weeks to come.
    pub(super) purchases: Range,
    /// What they are worth; none where no spend model says it.
    pub(super) value: Option<Range>,
    /// The same for each customer, in their order.
    pub(super) customers: Vec<(Range, Option<Range>)>,
}

/// As many simulations as take a second or so.
pub(super) fn replicates(customers: usize) -> u64 {
    const CUSTOMERS: usize = 500_000;
    u64::try_from(CUSTOMERS / customers.max(1)).map_or(FEWEST, |replicates| replicates.clamp(FEWEST, 200))
}

/// What each simulation expects.
pub(super) struct Simulated<'a> {
    /// Purchases in the weeks to come, history by history, simulation by simulation.
    purchases: PerCell<'a, Vec<f64>>,
    replicates: usize,
    failed: usize,
    /// What a purchase comes to; none where that is not simulated.
    spend: Option<Replicates<GammaGamma>>,
    /// What it comes to then.
    fixed: Option<&'a Spend>,
    margin: f64,
}

impl<'a> Simulated<'a> {
    /// Simulates the customers of the cells, and fits the model to them.
    pub(super) fn of(
        model: &Chosen,
        spend: Option<&'a Spend>,
        cells: &'a Cells,
        horizon: &Horizon,
        replicates: u64,
    ) -> Result<Self, Error> {
        let bootstrap = Bootstrap { replicates, seed: 1979 };
        let Replicates { models, failed } = bootstrap.purchases(model, cells, |cells| model.refit(cells))?;
        let time = horizon.weeks.into();
        Ok(Self {
            purchases: cells.each(|history| models.iter().map(|model| model.expected_purchases(history, time)).collect()),
            replicates: models.len(),
            failed,
            spend: match spend.filter(|spend| spend.regression.is_none() && spend.fit.status == Status::Converged) {
                Some(spend) => Some(bootstrap.spend(&spend.fit.model, &spend.spenders)?),
                None => None,
            },
            fixed: spend,
            margin: horizon.margin.unwrap_or(1.0),
        })
    }

    /// Of all customers together and of each.
    pub(super) fn intervals(&self, customers: &[Customer<String>], ahead: &PerCell<Result<Ahead, Error>>) -> Result<Intervals, Error> {
        let discount = |customer: &Customer<String>| known(ahead, &customer.history).as_ref().map_or(f64::NAN, Ahead::discount);
        let mut purchases = vec![0.0; self.replicates];
        let mut value = vec![0.0; self.replicates];
        for customer in customers {
            add(&mut purchases, self.purchases(customer));
            add(&mut value, &self.values(customer, discount(customer)).unwrap_or_default());
        }
        let of_customer = |customer: &Customer<String>| {
            let value = self.values(customer, discount(customer)).map(middle).transpose()?;
            Ok((middle(self.purchases(customer).to_vec())?, value))
        };
        Ok(Intervals {
            replicates: self.replicates,
            failed: self.failed,
            purchases: middle(purchases)?,
            value: self.fixed.map(|_| middle(value)).transpose()?,
            customers: customers.par_iter().map(of_customer).collect::<Result<_, Error>>()?,
        })
    }

    /// How often a customer buys, simulation by simulation.
    fn purchases(&self, customer: &Customer<String>) -> &[f64] {
        known::<Vec<f64>>(&self.purchases, &customer.history)
    }

    /// What a customer is worth, simulation by simulation; none where one of them cannot tell the spend. The discount is that of the
    /// fitted model, because when purchases come hardly changes with the parameters.
    fn values(&self, customer: &Customer<String>, discount: f64) -> Option<Vec<f64>> {
        let purchases = self.purchases(customer).iter().enumerate();
        let value = |(replicate, purchases): (usize, &f64)| {
            let spend = match &self.spend {
                Some(spend) => by_model(&spend.models[replicate % spend.models.len()], customer)?,
                None => self.fixed?.expected(customer)?,
            };
            Some(spend * self.margin * purchases * discount)
        };
        purchases.map(value).collect()
    }
}

fn add(sums: &mut [f64], values: &[f64]) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

/// The interval that holds the middle of what the simulations say.
fn middle(values: Vec<f64>) -> Result<Range, Error> {
    Replicates { models: values, failed: 0 }.interval(LEVEL, |value| *value)
}
