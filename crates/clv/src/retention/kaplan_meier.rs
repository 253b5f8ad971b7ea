//! The Kaplan–Meier estimate of survival, with Greenwood's variance.
//!
//! Kaplan & Meier 1958, *JASA* 53(282):457–481.

use super::Lifetime;
use crate::special::normal_quantile;
use crate::statistics::size;
use crate::{Error, Time};

/// The curve of survival of Kaplan & Meier 1958, *JASA* 53(282):457–481, which steps down where lifetimes end: `S(t) = Π (1 − d/n)` over
/// the times until `t` at which `d` of `n` ended. Its variance is Greenwood's, `S² Σ d/(n(n−d))`.
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<SurvivalStep>,
}

/// The curve from one time until the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalStep {
    /// When.
    pub time: f64,
    /// How many lifetimes lasted until then.
    pub at_risk: usize,
    /// How many ended then.
    pub ended: usize,
    /// The share that survives this time: `Π (1 − d/n)`.
    pub survival: f64,
    /// `Σ d/(n(n−d))`: the variance of `ln survival`.
    pub log_variance: f64,
}

impl KaplanMeier {
    /// The estimate from these lifetimes.
    ///
    /// # Errors
    /// If there are none.
    pub fn fit(lifetimes: &[Lifetime]) -> Result<Self, Error> {
        if lifetimes.is_empty() {
            return Err(Error::Empty { of: "lifetimes" });
        }
        let mut sorted = lifetimes.to_vec();
        sorted.sort_by(|one, other| one.time().total_cmp(&other.time()));
        let mut at_risk = sorted.len();
        let (mut survival, mut log_variance) = (1.0, 0.0);
        let mut steps = Vec::new();
        for same_time in sorted.chunk_by(|one, next| one.time().total_cmp(&next.time()).is_eq()) {
            let ended = same_time.iter().filter(|lifetime| lifetime.ended()).count();
            if ended > 0 {
                let (number, leaving) = (size(at_risk), size(ended));
                survival *= 1.0 - leaving / number;
                log_variance += leaving / (number * (number - leaving));
                steps.push(SurvivalStep { time: same_time[0].time(), at_risk, ended, survival, log_variance });
            }
            at_risk -= same_time.len();
        }
        Ok(Self { steps })
    }

    /// Where the curve steps down.
    #[must_use]
    pub fn steps(&self) -> &[SurvivalStep] {
        &self.steps
    }

    /// The share that survives `time`.
    #[must_use]
    pub fn survival(&self, time: Time) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// The interval that covers the survival at `time` with probability `level`, symmetric in `ln(−ln S)`.
    ///
    /// `None` where the curve is still 1 or already 0, or if `level` is not between 0 and 1.
    #[must_use]
    pub fn interval(&self, time: Time, level: f64) -> Option<(f64, f64)> {
        let step = self.step_at(time).filter(|step| step.survival > 0.0)?;
        if !(0.0..1.0).contains(&level) {
            return None;
        }
        let log = step.survival.ln();
        let reach = normal_quantile(0.5 + level / 2.0) * step.log_variance.sqrt() / log.abs();
        Some((step.survival.powf(reach.exp()), step.survival.powf((-reach).exp())))
    }

    /// The first time at which at most half survive; none if more than half do until the end.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        /// A half, with more than the rounding of any number of factors and less than a lifetime of any number makes.
        const HALF: f64 = 0.5 + 1e-12;
        self.steps.iter().find(|step| step.survival <= HALF).map(|step| step.time)
    }

    fn step_at(&self, time: Time) -> Option<&SurvivalStep> {
        let after = self.steps.partition_point(|step| step.time <= time.units());
        after.checked_sub(1).map(|index| &self.steps[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_where_exactly_half_survive_however_the_shares_are_rounded() {
        for half in 1..200_u32 {
            let lifetimes: Vec<Lifetime> = (1..=2 * half).map(|day| Lifetime::new(f64::from(day), true).unwrap()).collect();
            assert_eq!(KaplanMeier::fit(&lifetimes).unwrap().median(), Some(f64::from(half)), "of {}", 2 * half);
        }
        // With three censored in between: 7/8 · 6/7 · 2/3.
        let days = [(1.0, true), (2.0, true), (2.5, false), (2.5, false), (2.5, false), (3.0, true), (4.0, false), (5.0, true)];
        let lifetimes = days.map(|(day, ended)| Lifetime::new(day, ended).unwrap());
        assert_eq!(KaplanMeier::fit(&lifetimes).unwrap().median(), Some(3.0));
    }
}
