//! Intervals by the parametric bootstrap: customers are simulated from the fitted model, the model is fitted to them anew, and
//! the spread of what it then says is how much the data tell.
//!
//! Efron & Tibshirani 1993, *An Introduction to the Bootstrap*. The intervals are those of expectations; a single customer's
//! future varies more.

use std::num::NonZeroU32;

use rayon::prelude::*;

use crate::fit::{Fit, Status};
use crate::purchases::PurchaseModel;
use crate::spend::{GammaGamma, Spenders};
use crate::statistics::quantile;
use crate::{Cells, Error, Random, Time};

/// How to simulate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bootstrap {
    /// How often; 200 for standard errors, 1,000 for intervals of 95 percent.
    pub replicates: u64,
    /// The seed says what comes out, for any number of threads.
    pub seed: u64,
}

/// Models fitted to simulated customers.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicates<M> {
    /// The models, in the order of the replicates.
    pub models: Vec<M>,
    /// How many replicates had no maximum and are not among the models.
    pub failed: usize,
}

impl Bootstrap {
    /// Refits a purchase model to simulated customers with the ages of `cells`; `refit` is the `fit` of the model.
    ///
    /// # Errors
    /// If every replicate failed.
    pub fn purchases<M: PurchaseModel>(
        &self,
        model: &M,
        cells: &Cells,
        refit: impl Fn(&Cells) -> Result<Fit<M>, Error> + Sync,
    ) -> Result<Replicates<M>, Error> {
        self.replicate(|random| refit(&simulate(model, cells, random)?))
    }

    /// Refits the Gamma-Gamma model to simulated spenders with the frequencies of `spenders`.
    ///
    /// # Errors
    /// If every replicate failed.
    pub fn spend(&self, model: &GammaGamma, spenders: &Spenders) -> Result<Replicates<GammaGamma>, Error> {
        self.replicate(|random| {
            let row = |frequency: NonZeroU32| (frequency.get(), model.simulate(frequency, random));
            let frequencies = spenders.as_slice().iter().flat_map(|spender| (0..spender.customers).map(|_| spender.frequency));
            let frequencies = frequencies.filter_map(NonZeroU32::new);
            GammaGamma::fit(&Spenders::of(frequencies.map(row))?)
        })
    }

    fn replicate<M: Send>(&self, fit: impl Fn(&mut Random) -> Result<Fit<M>, Error> + Sync) -> Result<Replicates<M>, Error> {
        let fits: Vec<Result<Fit<M>, Error>> =
            (0..self.replicates).into_par_iter().map(|index| fit(&mut Random::stream(self.seed, index))).collect();
        let all = fits.len();
        let usable = |fit: Result<Fit<M>, Error>| fit.ok().filter(|fit| fit.status != Status::Failed).map(|fit| fit.model);
        let models: Vec<M> = fits.into_iter().filter_map(usable).collect();
        if models.is_empty() {
            return Err(Error::Empty { of: "replicates" });
        }
        Ok(Replicates { failed: all - models.len(), models })
    }
}

/// As many simulated customers as in `cells`, observed as long; counted as they come.
fn simulate<M: PurchaseModel>(model: &M, cells: &Cells, random: &mut Random) -> Result<Cells, Error> {
    let ages = cells.as_slice().iter().flat_map(|cell| (0..cell.customers).map(|_| cell.history.age()));
    Cells::of_times(ages.map(|age| (model.simulate(Time::known(age), random), age)))
}

impl<M> Replicates<M> {
    /// The interval that holds the middle `level` of a statistic over the models.
    ///
    /// # Errors
    /// If the statistic is not a number for some model, or `level` does not lie between 0 and 1.
    pub fn interval(&self, level: f64, statistic: impl Fn(&M) -> f64) -> Result<(f64, f64), Error> {
        middle(self.models.iter().map(statistic).collect(), level)
    }

    /// The interval of a statistic of pairs, the models of both in their order: purchases and spend make a value.
    ///
    /// # Errors
    /// As [`interval`](Self::interval).
    pub fn interval_with<N>(&self, other: &Replicates<N>, level: f64, statistic: impl Fn(&M, &N) -> f64) -> Result<(f64, f64), Error> {
        middle(self.models.iter().zip(&other.models).map(|(one, two)| statistic(one, two)).collect(), level)
    }
}

/// The quantiles that leave out as much at either end.
pub(crate) fn middle(mut values: Vec<f64>, level: f64) -> Result<(f64, f64), Error> {
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::Parameter { name: "level", value: level, must: "must lie between 0 and 1" });
    }
    if let Some(value) = values.iter().find(|value| value.is_nan()) {
        return Err(Error::Parameter { name: "statistic", value: *value, must: "must be a number for every model" });
    }
    if values.is_empty() {
        return Err(Error::Empty { of: "replicates" });
    }
    values.sort_by(f64::total_cmp);
    Ok((quantile(&values, (1.0 - level) / 2.0), quantile(&values, f64::midpoint(1.0, level))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_leaves_out_as_much_at_either_end() {
        let values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let (low, high) = middle(values, 0.9).unwrap();
        assert!((low - 5.0).abs() < 1e-9 && (high - 95.0).abs() < 1e-9);
        assert!(middle(vec![1.0, f64::NAN], 0.9).is_err());
        assert!(middle(vec![1.0], 1.0).is_err());
    }
}
