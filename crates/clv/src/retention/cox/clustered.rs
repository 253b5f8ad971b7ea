//! Standard errors that hold where lifetimes belong together, as the gaps between orders of one customer do.
//!
//! The sandwich of Lin & Wei 1989, *JASA* 84(408):1074–1078: the scores of each cluster are summed before they are squared.

use std::collections::BTreeMap;

use super::{Cox, Lifetime, Sums, by_time, centre, longest_first};
use crate::Error;
use crate::regression::Covariates;
use crate::statistics::{product, size};

impl Cox {
    /// Standard errors of the coefficients, given which lifetimes belong together; `lifetimes` and `covariates` are those of the
    /// fit. With a cluster for each lifetime they are robust against hazards that are not proportional.
    ///
    /// # Errors
    /// If lengths differ, or there are fewer clusters than coefficients.
    pub fn clustered_standard_errors<K: Ord>(
        &self,
        lifetimes: &[Lifetime],
        covariates: &Covariates,
        clusters: &[K],
    ) -> Result<Vec<f64>, Error> {
        covariates.check_length("lifetimes", lifetimes.len())?;
        covariates.check_length("clusters", clusters.len())?;
        let columns = covariates.columns();
        let mut by_cluster: BTreeMap<&K, Vec<f64>> = BTreeMap::new();
        for (cluster, score) in clusters.iter().zip(self.scores(lifetimes, covariates)) {
            add(by_cluster.entry(cluster).or_insert_with(|| vec![0.0; columns]), 1.0, &score);
        }
        if by_cluster.len() < columns {
            return Err(Error::TooFew { of: "clusters", needed: columns, found: by_cluster.len() });
        }
        // Each cluster moves the coefficients by its score times the inverse of the information.
        let variance = |row: &Vec<f64>| by_cluster.values().map(|score| product(row, score).powi(2)).sum::<f64>();
        Ok(self.covariance.iter().map(|row| variance(row).sqrt()).collect())
    }

    /// How far each lifetime pulls at each coefficient; over all they sum to zero at the maximum.
    fn scores(&self, lifetimes: &[Lifetime], covariates: &Covariates) -> Vec<Vec<f64>> {
        let centred = centre(covariates, &self.means);
        let order = longest_first(lifetimes);
        let ends = self.ends(lifetimes, &centred, &order);
        let mut scores = vec![Vec::new(); lifetimes.len()];
        let mut until_now = Rate::zero(covariates.columns());
        // From the shortest lifetimes on: who was at risk at all ends until their own was drawn by each.
        for (same_time, end) in by_time(lifetimes, &order).zip(ends).collect::<Vec<_>>().into_iter().rev() {
            if let Some(end) = &end {
                until_now.add(&end.at_risk);
            }
            for &index in same_time {
                let row = &centred[index];
                let hazard = product(&self.coefficients, row).exp();
                let mut score = until_now.pull(row, -hazard);
                if let Some(end) = end.as_ref().filter(|_| lifetimes[index].ended()) {
                    add(&mut score, 1.0, row);
                    add(&mut score, -1.0, &end.mean);
                    add(&mut score, 1.0, &end.gone.pull(row, hazard));
                }
                scores[index] = score;
            }
        }
        scores
    }

    /// What happens at each time, from the longest; none where nothing ends.
    fn ends(&self, lifetimes: &[Lifetime], centred: &[Vec<f64>], order: &[usize]) -> Vec<Option<End>> {
        let mut at_risk = Sums::zero(self.coefficients.len());
        let of_time = |same_time: &[usize]| {
            let mut ending = Sums::zero(self.coefficients.len());
            let mut ended = 0;
            for &index in same_time {
                let hazard = product(&self.coefficients, &centred[index]).exp();
                at_risk.add(hazard, &centred[index]);
                if lifetimes[index].ended() {
                    ended += 1;
                    ending.add(hazard, &centred[index]);
                }
            }
            (ended > 0).then(|| End::of(&at_risk, &ending, ended))
        };
        by_time(lifetimes, order).map(of_time).collect()
    }
}

/// The ends of one time, after Efron: of `d` together, the `l`-th has `l/d` of them gone already.
struct End {
    /// The rate at which everybody at risk is drawn.
    at_risk: Rate,
    /// By how much less the ending ones are, because they are gone in part.
    gone: Rate,
    /// The mean of the covariates of those at risk, over the `d`.
    mean: Vec<f64>,
}

impl End {
    fn of(at_risk: &Sums, ending: &Sums, ended: usize) -> Self {
        let columns = at_risk.first.len();
        let mut end = Self { at_risk: Rate::zero(columns), gone: Rate::zero(columns), mean: vec![0.0; columns] };
        for place in 0..ended {
            let share = size(place) / size(ended);
            let weight = at_risk.weight - share * ending.weight;
            let mean: Vec<f64> = at_risk.first.iter().zip(&ending.first).map(|(all, some)| (all - share * some) / weight).collect();
            end.at_risk.collect(weight.recip(), &mean);
            end.gone.collect(share / weight, &mean);
            add(&mut end.mean, size(ended).recip(), &mean);
        }
        end
    }
}

/// A rate of ends, and the same times the mean covariates at which they happen.
struct Rate {
    ends: f64,
    means: Vec<f64>,
}

impl Rate {
    fn zero(columns: usize) -> Self {
        Self { ends: 0.0, means: vec![0.0; columns] }
    }

    fn collect(&mut self, rate: f64, mean: &[f64]) {
        self.ends += rate;
        add(&mut self.means, rate, mean);
    }

    fn add(&mut self, other: &Self) {
        self.ends += other.ends;
        add(&mut self.means, 1.0, &other.means);
    }

    /// `factor · Σ rate (row − mean)`.
    fn pull(&self, row: &[f64], factor: f64) -> Vec<f64> {
        row.iter().zip(&self.means).map(|(value, mean)| factor * (self.ends * value - mean)).collect()
    }
}

/// Adds a multiple of one list to another.
fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    for (sum, part) in to.iter_mut().zip(what) {
        *sum += factor * part;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_sum_to_zero_with_ties_too() {
        let lifetimes: Vec<Lifetime> = (0..60_u32).map(|index| Lifetime::new(f64::from(index * 7 % 11), index % 3 > 0).unwrap()).collect();
        let covariates = Covariates::from_rows(2, (0..60_u32).map(|index| [f64::from(index % 5), f64::from(index * index % 13)])).unwrap();
        let cox = Cox::fit(&lifetimes, &covariates).unwrap();
        let mut sum = vec![0.0; 2];
        for score in cox.scores(&lifetimes, &covariates) {
            add(&mut sum, 1.0, &score);
        }
        assert!(sum.iter().all(|sum| sum.abs() < 1e-8), "{sum:?}");
    }
}
