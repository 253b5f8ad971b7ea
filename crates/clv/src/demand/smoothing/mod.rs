//! Exponential smoothing with additive errors: level, trend (none, linear, damped) and seasons: ETS(A, N|A|Ad, N|A).
//!
//! Hyndman, Koehler, Ord & Snyder 2008, *Forecasting with Exponential Smoothing*. Given the smoothing parameters the errors are
//! linear in the starting level, trend and seasons, which are found by least squares; only the parameters are searched. Seasons
//! add to the level; where they grow with it, smooth the logarithms.

mod search;
mod state;

use search::{Point, Search};
use state::{Gains, State};

use super::check;
use crate::Error;
use crate::fit::size;

/// The form of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trend {
    /// None: but for seasons, the forecast is flat.
    None,
    /// It goes on for ever.
    Linear,
    /// It levels off.
    Damped,
}

/// A fitted series.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothing {
    /// The form of the trend.
    pub trend: Trend,
    /// `α`: how far the level follows an error.
    pub level_smoothing: f64,
    /// `β`: how far the trend follows an error; at most `α`, 0 without trend.
    pub trend_smoothing: f64,
    /// `γ`: how far a season follows an error; at most `1 − α`, 0 without seasons.
    pub season_smoothing: f64,
    /// `φ`: what is left of the trend in the next period; 1 undamped.
    pub damping: f64,
    /// The level after the last period.
    pub last_level: f64,
    /// The trend after the last period.
    pub last_trend: f64,
    /// What the next periods add to the level by season, as many as a year of them; empty without seasons.
    pub next_seasons: Vec<f64>,
    /// The log-likelihood with normal errors, their variance estimated: `−n/2 (ln(2π·SSE/n) + 1)`.
    pub log_likelihood: f64,
    /// Akaike's criterion, corrected for short series; lower is better.
    pub aicc: f64,
}

impl Smoothing {
    /// The parameters of largest likelihood for one form. `seasons` is the number of periods in a year (12 for months), or none.
    ///
    /// # Errors
    /// The first period that is negative or not finite; too few periods for the parameters, or less than two years; fewer than
    /// two seasons.
    pub fn fit(series: &[f64], trend: Trend, seasons: Option<usize>) -> Result<Self, Error> {
        check(series)?;
        if seasons.is_some_and(|seasons| seasons < 2) {
            return Err(Error::Parameter { name: "seasons", value: size(seasons.unwrap_or(0)), must: "must be at least 2" });
        }
        let seasons = seasons.unwrap_or(0);
        let needed = (parameters(trend, seasons) + 2).max(2 * seasons);
        if series.len() < needed {
            return Err(Error::TooFew { of: "periods", needed, found: series.len() });
        }
        let point = Search { series, trend, seasons }.minimum();
        Ok(Self::at(point, series, trend, seasons))
    }

    /// The form with the lowest corrected criterion of Akaike; with seasons only if they are told and lower it.
    ///
    /// # Errors
    /// As [`fit`](Self::fit) for a series without trend and seasons; forms the series is too short for are left out.
    pub fn best(series: &[f64], seasons: Option<usize>) -> Result<Self, Error> {
        let flat = Self::fit(series, Trend::None, None)?;
        let mut others = vec![Self::fit(series, Trend::Linear, None), Self::fit(series, Trend::Damped, None)];
        if seasons.is_some() {
            others.extend([Trend::None, Trend::Linear, Trend::Damped].map(|trend| Self::fit(series, trend, seasons)));
        }
        Ok(others.into_iter().flatten().fold(flat, |best, other| if other.aicc < best.aicc { other } else { best }))
    }

    /// Expected values of the next periods.
    #[must_use]
    pub fn forecast(&self, periods: usize) -> Vec<f64> {
        let (mut reach, mut step) = (0.0, 1.0);
        let mut seasons = self.next_seasons.iter().cycle();
        let mut next = || {
            step *= self.damping;
            reach += step;
            self.last_level + reach * self.last_trend + seasons.next().copied().unwrap_or(0.0)
        };
        (0..periods).map(|_| next()).collect()
    }

    fn at(point: Point, series: &[f64], trend: Trend, seasons: usize) -> Self {
        let Gains { alpha, beta, gamma, phi } = point.gains;
        let mut state = point.start;
        for value in series {
            state.follow(*value, point.gains);
        }
        let count = size(series.len());
        // A perfect fit has no variance; the smallest number stands in for it, so that criteria stay finite.
        let variance = (point.squares / count).max(f64::MIN_POSITIVE);
        let log_likelihood = -0.5 * count * ((2.0 * std::f64::consts::PI * variance).ln() + 1.0);
        let used = size(parameters(trend, seasons));
        let State { level, slope, .. } = state;
        Self {
            trend,
            level_smoothing: alpha,
            trend_smoothing: beta,
            season_smoothing: gamma,
            damping: phi,
            last_level: level,
            last_trend: slope,
            next_seasons: state.into_next_seasons(),
            log_likelihood,
            aicc: 2.0 * (used - log_likelihood) + 2.0 * used * (used + 1.0) / (count - used - 1.0),
        }
    }
}

/// Parameters of a form: smoothing, starting values (seasons sum to zero), variance.
fn parameters(trend: Trend, seasons: usize) -> usize {
    let of_trend = match trend {
        Trend::None => 3,
        Trend::Linear => 5,
        Trend::Damped => 6,
    };
    // One for the smoothing, one less than seasons for their start.
    of_trend + seasons
}
