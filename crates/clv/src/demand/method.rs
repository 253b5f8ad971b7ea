//! Which method fits a series of demand, and its forecast.
//!
//! Cuts of Syntetos, Boylan & Croston 2005, *JORS* 56(5):495–503.

use super::smoothing::check_seasons;
use super::{Intermittent, Smoothing, Tsb, check};
use crate::Error;
use crate::error::countable_periods;
use crate::statistics::{mean, size};

/// Demands at longer intervals than this, in periods, are intermittent.
const INTERMITTENT_FROM: f64 = 1.32;
/// Sizes with a larger squared coefficient of variation are erratic.
const ERRATIC_FROM: f64 = 0.49;
/// A silence longer than this many usual intervals says the demand may be over.
const SILENT_INTERVALS: f64 = 3.0;
/// The smoothing parameter of methods for intermittent demand, within the 0.05 to 0.2 the literature recommends.
const SMOOTHING: f64 = 0.1;
/// Fewer periods do not tell a smoothing parameter.
const ENOUGH_PERIODS: usize = 5;

/// How regular a demand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemandClass {
    /// In most periods, of similar size.
    Smooth,
    /// Not in all periods, of similar size.
    Intermittent,
    /// In most periods, of very different size.
    Erratic,
    /// Not in all periods, of very different size.
    Lumpy,
}

/// What a series looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemandPattern {
    /// Periods for each demand: the average inter-demand interval, ADI.
    pub interval: f64,
    /// Squared coefficient of variation of the sizes of demands, CV².
    pub variation: f64,
    /// Periods for each demand until the last one: what was usual before the silence.
    pub usual_interval: f64,
    /// Periods since the last demand.
    pub silence: usize,
    /// The class by interval and variation.
    pub class: DemandClass,
}

impl DemandPattern {
    /// Of a series; none if nothing was ever needed.
    ///
    /// # Errors
    /// The first period that is negative or not finite; an empty series.
    pub fn of(series: &[f64]) -> Result<Option<Self>, Error> {
        check(series)?;
        let demands: Vec<f64> = series.iter().copied().filter(|demand| *demand > 0.0).collect();
        if demands.is_empty() {
            return Ok(None);
        }
        let count = size(demands.len());
        let silence = series.iter().rev().take_while(|demand| **demand <= 0.0).count();
        let mean = mean(demands.iter().copied());
        let variation = demands.iter().map(|demand| (demand / mean - 1.0).powi(2)).sum::<f64>() / count;
        let interval = size(series.len()) / count;
        let class = match (interval > INTERMITTENT_FROM, variation > ERRATIC_FROM) {
            (false, false) => DemandClass::Smooth,
            (true, false) => DemandClass::Intermittent,
            (false, true) => DemandClass::Erratic,
            (true, true) => DemandClass::Lumpy,
        };
        Ok(Some(Self { interval, variation, usual_interval: size(series.len() - silence) / count, silence, class }))
    }

    /// Whether the silence since the last demand is so long that the demand may be over.
    #[must_use]
    pub fn may_be_over(&self) -> bool {
        size(self.silence) > SILENT_INTERVALS * self.usual_interval
    }

    /// The method for it: TSB where the demand may be over, exponential smoothing where there is demand in most periods,
    /// Syntetos and Boylan's otherwise.
    #[must_use]
    pub fn method(&self) -> Method {
        match self.class {
            _ if self.may_be_over() => Method::Tsb,
            DemandClass::Smooth | DemandClass::Erratic => Method::Smoothing,
            DemandClass::Intermittent | DemandClass::Lumpy => Method::Sba,
        }
    }
}

/// A way to forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Exponential smoothing, the form chosen by the corrected criterion of Akaike.
    Smoothing,
    /// Syntetos and Boylan's approximation.
    Sba,
    /// Teunter, Syntetos and Babai's.
    Tsb,
    /// Nothing was ever needed, so nothing is expected.
    Nothing,
}

/// A forecast with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Expected demand in each of the next periods.
    pub demand: Vec<f64>,
    /// How it was made.
    pub method: Method,
    /// What the series looks like; none if nothing was ever needed.
    pub pattern: Option<DemandPattern>,
}

/// Forecasts the next `periods` by the method that fits the series. `seasons` is the number of periods in a year, if it may matter;
/// only demand in most periods is asked for seasons.
///
/// # Errors
/// The first period that is negative or not finite; an empty series; [`Error::Parameter`] for more than 10,000 periods ahead, or
/// seasons that are not 2 to 53.
pub fn forecast(series: &[f64], periods: usize, seasons: Option<usize>) -> Result<Forecast, Error> {
    countable_periods(u32::try_from(periods).unwrap_or(u32::MAX))?;
    check_seasons(seasons)?;
    let Some(pattern) = DemandPattern::of(series)? else {
        return Ok(Forecast { demand: vec![0.0; periods], method: Method::Nothing, pattern: None });
    };
    let method = match pattern.method() {
        Method::Smoothing if series.len() < ENOUGH_PERIODS => Method::Sba,
        method => method,
    };
    let demand = match method {
        Method::Smoothing => Smoothing::best(series, seasons)?.forecast(periods).into_iter().map(|demand| demand.max(0.0)).collect(),
        Method::Sba => vec![Intermittent::smooth(series, SMOOTHING)?.sba(); periods],
        Method::Tsb => vec![Tsb::smooth(series, SMOOTHING, SMOOTHING)?.forecast(); periods],
        Method::Nothing => vec![0.0; periods],
    };
    Ok(Forecast { demand, method, pattern: Some(pattern) })
}
