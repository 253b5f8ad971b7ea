//! Exponential smoothing: level, trend (none, linear, damped) and seasons. ETS(A, N|A|Ad, N|A) and ETS(M, N|A|Ad, N|M).
//!
//! Hyndman, Koehler, Ord & Snyder 2008, *Forecasting with Exponential Smoothing*. Where errors and seasons add, the errors are
//! linear in the starting level, trend and seasons, which are found by least squares; only the smoothing parameters are searched.

mod relative;
mod search;
mod state;

pub use state::Scale;

use relative::Relative;
use search::Search;
use state::{Gains, State};

use super::check;
use crate::Error;
use crate::error::Fault;
use crate::statistics::size;

/// The weeks of a long year.
const MOST_SEASONS: usize = 53;

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

/// What is smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Form {
    /// How errors and seasons act.
    pub scale: Scale,
    /// The form of the trend.
    pub trend: Trend,
    /// The number of periods in a year (12 for months; 2 to 53), or none without seasons.
    pub seasons: Option<usize>,
}

/// A series fitted by exponential smoothing: Hyndman, Koehler, Ord & Snyder 2008, *Forecasting with Exponential Smoothing*.
///
/// With level `l`, trend `b` and season `s` the next period is expected to be `l + φ b + s`, and after an error `e` they become
/// `l + φ b + α e`, `φ b + β e` and `s + γ e`. Where errors multiply, `(l + φ b) s` is expected, the error `e` is a share of it, and they
/// become `(l + φ b)(1 + α e)`, `φ b + β (l + φ b) e` and `s (1 + γ e)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothing {
    /// What was smoothed.
    pub form: Form,
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
    /// What the next periods add to the level, or multiply it by, as many as a year of them; empty without seasons.
    pub next_seasons: Vec<f64>,
    /// The log-likelihood with normal errors, their variance estimated: `−n/2 (ln(2π·SSE/n) + 1)`, and where errors are shares of
    /// the expectations, less the sum of the logarithms of these.
    pub log_likelihood: f64,
    /// Akaike's criterion, corrected for short series; lower is better.
    pub aicc: f64,
}

impl Smoothing {
    /// The parameters of largest likelihood for one form.
    ///
    /// # Errors
    /// The first period that is negative or not finite, or not above zero where errors multiply; too few periods for the
    /// parameters, or less than two years; seasons that are not 2 to 53; [`Error::NotIdentified`] if all that was tried expects what
    /// is not above zero.
    pub fn fit(series: &[f64], form: Form) -> Result<Self, Error> {
        check(series)?;
        let Form { scale, trend, seasons } = form;
        check_seasons(seasons)?;
        let seasons = seasons.unwrap_or(0);
        let needed = (parameters(trend, seasons) + 2).max(2 * seasons);
        if series.len() < needed {
            return Err(Error::TooFew { of: "periods", needed, found: series.len() });
        }
        let (gains, start) = match scale {
            Scale::Additive => Search { series, trend, seasons }.minimum(),
            Scale::Multiplicative => {
                if let Some((row, value)) = series.iter().enumerate().find(|(_, value)| **value <= 0.0) {
                    return Err(Fault::OutOfRange { field: "demand", value: *value }.in_row(row));
                }
                Relative { series, trend, seasons }.maximum().ok_or(Error::NotIdentified)?
            }
        };
        Ok(Self::at(gains, start, series, form))
    }

    /// The form with the lowest corrected criterion of Akaike; with seasons only if they are told and lower it, with errors that
    /// multiply only if no period is zero.
    ///
    /// # Errors
    /// As [`fit`](Self::fit) for a series without trend and seasons, and seasons that are not 2 to 53; forms the series is too short
    /// for are left out.
    pub fn best(series: &[f64], seasons: Option<usize>) -> Result<Self, Error> {
        check_seasons(seasons)?;
        let flat = Self::fit(series, Form { scale: Scale::Additive, trend: Trend::None, seasons: None })?;
        let mut others = Vec::new();
        for scale in [Scale::Additive, Scale::Multiplicative] {
            for trend in [Trend::None, Trend::Linear, Trend::Damped] {
                others.push(Form { scale, trend, seasons: None });
                others.extend(seasons.map(|_| Form { scale, trend, seasons }));
            }
        }
        let fits = others.into_iter().filter_map(|form| Self::fit(series, form).ok());
        Ok(fits.fold(flat, |best, other| if other.aicc < best.aicc { other } else { best }))
    }

    /// Expected values of the next periods.
    #[must_use]
    pub fn forecast(&self, periods: usize) -> Vec<f64> {
        let (mut reach, mut step) = (0.0, 1.0);
        let mut seasons = self.next_seasons.iter().cycle();
        let mut next = || {
            step *= self.damping;
            reach += step;
            self.form.scale.with_season(self.last_level + reach * self.last_trend, seasons.next().copied())
        };
        (0..periods).map(|_| next()).collect()
    }

    fn at(gains: Gains, start: State, series: &[f64], form: Form) -> Self {
        let mut state = start;
        let (mut squares, mut log_expected) = (0.0, 0.0);
        for value in series {
            if form.scale == Scale::Multiplicative {
                log_expected += state.expected(gains).ln();
            }
            squares += state.follow(*value, gains).powi(2);
        }
        let count = size(series.len());
        // A perfect fit has no variance; the smallest number stands in for it, so that criteria stay finite.
        let variance = (squares / count).max(f64::MIN_POSITIVE);
        let log_likelihood = -0.5 * count * ((2.0 * std::f64::consts::PI * variance).ln() + 1.0) - log_expected;
        let used = size(parameters(form.trend, form.seasons.unwrap_or(0)));
        let Gains { alpha, beta, gamma, phi } = gains;
        let State { level, slope, .. } = state;
        Self {
            form,
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

/// Refuses seasons that are none, or more than a year has weeks: each is a parameter, and the search solves for all of them at once.
pub(super) fn check_seasons(seasons: Option<usize>) -> Result<(), Error> {
    match seasons {
        Some(number) if !(2..=MOST_SEASONS).contains(&number) => {
            Err(Error::Parameter { name: "seasons", value: size(number), must: "must be 2 to 53" })
        }
        _ => Ok(()),
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
