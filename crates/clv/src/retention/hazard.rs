//! Discrete-time hazard: the chance to leave in a period, given that one stayed until then.
//!
//! A logistic regression on person-periods (Singer & Willett 1993, *J. Educational Statistics* 18(2):155–195): each period
//! has its own level, and covariates move the log-odds.

use crate::Error;
use crate::error::Fault;
use crate::regression::{Covariates, Local, check_observation, climb};
use crate::special::{logistic, softplus};
use crate::statistics::product;

/// How many whole periods something lasted, the last one counted, and whether it ended in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodLifetime {
    /// Periods observed, at least 1 and at most 1,000.
    pub periods: u32,
    /// Whether it ended in the last of them; otherwise it is censored after it.
    pub ended: bool,
}

/// Each period has a level of its own: more than these are better told by [`Cox`](super::Cox).
const MOST_PERIODS: u32 = 1_000;

/// A logistic regression on person-periods (Singer & Willett 1993, *J. Educational Statistics* 18(2):155–195), fitted: `h_t = 1/(1 + exp(−(level_t + coefficients · x)))`.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscreteHazard {
    /// Log-odds of the end in each period, from the first, where all covariates are 0. `−∞` in periods in which nothing
    /// ended, `+∞` in those in which all that had lasted ended.
    pub levels: Vec<f64>,
    /// The change of the log-odds with each covariate.
    pub coefficients: Vec<f64>,
    /// Standard errors of the coefficients.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood.
    pub log_likelihood: f64,
}

impl DiscreteHazard {
    /// The levels and coefficients of largest likelihood. Without covariates the hazards are those of Kaplan–Meier.
    ///
    /// # Errors
    /// If lengths differ, a lifetime has no period or more than a thousand, nothing ended, or the coefficients are not determined.
    pub fn fit(lifetimes: &[PeriodLifetime], covariates: Option<&Covariates>) -> Result<Self, Error> {
        if let Some(covariates) = covariates {
            covariates.check_length("lifetimes", lifetimes.len())?;
        }
        if let Some(row) = lifetimes.iter().position(|lifetime| !(1..=MOST_PERIODS).contains(&lifetime.periods)) {
            return Err(Fault::OutOfRange { field: "periods", value: f64::from(lifetimes[row].periods) }.in_row(row));
        }
        let turnouts = turnouts(lifetimes)?;
        let levels = levels(&turnouts)?;
        let free = levels.iter().filter(|level| matches!(level, Level::Free(_))).count();
        let columns = covariates.map_or(0, Covariates::columns);
        let rows = Rows { lifetimes, covariates, turnouts: &turnouts, levels: &levels, free };
        let top = climb(free + columns, |at| rows.log_likelihood(at))?;
        Ok(Self {
            levels: levels.iter().map(|level| level.value(&top.coefficients)).collect(),
            standard_errors: top.standard_errors().split_off(free),
            coefficients: top.coefficients[free..].to_vec(),
            log_likelihood: top.value,
        })
    }

    /// The probability to end in `period` (from 1) of those who lasted until then; none beyond what was observed.
    ///
    /// # Errors
    /// If there are not as many covariates as coefficients, or one is not finite.
    pub fn hazard(&self, period: usize, covariates: &[f64]) -> Result<Option<f64>, Error> {
        check_observation(&self.coefficients, covariates)?;
        let level = period.checked_sub(1).and_then(|place| self.levels.get(place));
        Ok(level.map(|level| logistic(level + product(&self.coefficients, covariates))))
    }

    /// The probability to last longer than `periods`; none beyond what was observed.
    ///
    /// # Errors
    /// As [`hazard`](Self::hazard).
    pub fn survival(&self, periods: usize, covariates: &[f64]) -> Result<Option<f64>, Error> {
        check_observation(&self.coefficients, covariates)?;
        let moved = product(&self.coefficients, covariates);
        let known = self.levels.get(..periods);
        Ok(known.map(|levels| levels.iter().map(|level| 1.0 - logistic(level + moved)).product()))
    }
}

/// The level of a period.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// Nothing ended in it: −∞.
    Never,
    /// Whatever had lasted until it ended in it: +∞.
    Always,
    /// To be found, at this place among the coefficients.
    Free(usize),
}

impl Level {
    fn value(self, coefficients: &[f64]) -> f64 {
        match self {
            Self::Never => f64::NEG_INFINITY,
            Self::Always => f64::INFINITY,
            Self::Free(place) => coefficients[place],
        }
    }
}

/// How many ended in a period and how many lasted longer.
#[derive(Clone, Copy, Default)]
struct Turnout {
    ended: f64,
    stayed: f64,
}

/// What happened in each period, from the first.
fn turnouts(lifetimes: &[PeriodLifetime]) -> Result<Vec<Turnout>, Error> {
    let place = |periods: u32| usize::try_from(periods).map_or(usize::MAX, |periods| periods - 1);
    let longest = lifetimes.iter().map(|lifetime| place(lifetime.periods)).max().ok_or(Error::Empty { of: "lifetimes" })?;
    let (mut turnouts, mut last_seen) = (vec![Turnout::default(); longest + 1], vec![0.0; longest + 1]);
    for lifetime in lifetimes {
        let place = place(lifetime.periods);
        last_seen[place] += 1.0;
        turnouts[place].ended += f64::from(u8::from(lifetime.ended));
    }
    let mut at_risk = 0.0;
    for (turnout, last_seen) in turnouts.iter_mut().zip(&last_seen).rev() {
        at_risk += last_seen;
        turnout.stayed = at_risk - turnout.ended;
    }
    Ok(turnouts)
}

fn levels(turnouts: &[Turnout]) -> Result<Vec<Level>, Error> {
    let mut next = 0;
    let level = |turnout: &Turnout| match (turnout.ended > 0.0, turnout.stayed > 0.0) {
        (false, _) => Level::Never,
        (true, false) => Level::Always,
        (true, true) => {
            next += 1;
            Level::Free(next - 1)
        }
    };
    let levels: Vec<Level> = turnouts.iter().map(level).collect();
    if levels.iter().all(|level| *level == Level::Never) { Err(Error::NotIdentified) } else { Ok(levels) }
}

struct Rows<'a> {
    lifetimes: &'a [PeriodLifetime],
    covariates: Option<&'a Covariates>,
    turnouts: &'a [Turnout],
    levels: &'a [Level],
    /// How many levels are to be found.
    free: usize,
}

impl Rows<'_> {
    fn log_likelihood(&self, at: &[f64]) -> Local {
        let mut local = Local::zero(at.len());
        let Some(covariates) = self.covariates else {
            // All are alike, and each period is gone through once.
            for (level, turnout) in self.levels.iter().zip(self.turnouts) {
                if let Level::Free(place) = *level {
                    add_period(&mut local, place, self.free, &[], at[place], *turnout);
                }
            }
            return local;
        };
        for (lifetime, row) in self.lifetimes.iter().zip(covariates.rows()) {
            let moved = product(&at[self.free..], row);
            for (period, level) in (1..=lifetime.periods).zip(self.levels) {
                let Level::Free(place) = *level else { continue };
                let ended = f64::from(u8::from(lifetime.ended && period == lifetime.periods));
                add_period(&mut local, place, self.free, row, at[place] + moved, Turnout { ended, stayed: 1.0 - ended });
            }
        }
        local
    }
}

fn add_period(local: &mut Local, place: usize, levels: usize, row: &[f64], log_odds: f64, turnout: Turnout) {
    let Turnout { ended, stayed } = turnout;
    let hazard = logistic(log_odds);
    let residual = ended - (ended + stayed) * hazard;
    let spread = (ended + stayed) * hazard * (1.0 - hazard);
    local.value -= ended * softplus(-log_odds) + stayed * softplus(log_odds);
    local.gradient[place] += residual;
    local.information[place][place] += spread;
    for (i, value) in row.iter().enumerate() {
        local.gradient[levels + i] += residual * value;
        local.information[place][levels + i] += spread * value;
        local.information[levels + i][place] += spread * value;
        for (j, other) in row.iter().enumerate() {
            local.information[levels + i][levels + j] += spread * value * other;
        }
    }
}
