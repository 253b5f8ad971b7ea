//! Demand with periods of none: Croston, Syntetos–Boylan, Teunter–Syntetos–Babai.
//!
//! Croston 1972, *Operational Research Quarterly* 23(3):289–303; Syntetos & Boylan 2005, *IJF* 21(2):303–314; Teunter,
//! Syntetos & Babai 2011, *EJOR* 214(3):606–615.

use super::{check, check_share};
use crate::Error;

/// Smoothed size and interval of demands, updated where there is demand: Croston 1972, *Operational Research Quarterly* 23(3):289–303, and
/// Syntetos & Boylan 2005, *IJF* 21(2):303–314.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intermittent {
    /// The smoothing parameter.
    pub smoothing: f64,
    /// Where smoothing ended; none if nothing was ever needed.
    pub state: Option<IntermittentState>,
}

/// Size and interval of demands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntermittentState {
    /// Smoothed size of a demand.
    pub size: f64,
    /// Smoothed number of periods from one demand to the next.
    pub interval: f64,
}

impl Intermittent {
    /// Smooths a series: at each demand `size += a (y − size)` and `interval += a (gap − interval)`.
    ///
    /// Starts with the first demand and its position, counted from 1.
    ///
    /// # Errors
    /// The first period that is negative or not finite; an empty series; a smoothing parameter outside (0, 1].
    pub fn smooth(series: &[f64], smoothing: f64) -> Result<Self, Error> {
        check(series)?;
        check_share("smoothing", smoothing)?;
        let mut state: Option<IntermittentState> = None;
        let mut gap = 0.0;
        for demand in series {
            gap += 1.0;
            if *demand > 0.0 {
                state = Some(match state {
                    None => IntermittentState { size: *demand, interval: gap },
                    Some(before) => IntermittentState {
                        size: before.size + smoothing * (demand - before.size),
                        interval: before.interval + smoothing * (gap - before.interval),
                    },
                });
                gap = 0.0;
            }
        }
        Ok(Self { smoothing, state })
    }

    /// Croston's forecast for each of the next periods: size over interval. Too high on average.
    #[must_use]
    pub fn croston(&self) -> f64 {
        self.state.map_or(0.0, |state| state.size / state.interval)
    }

    /// Syntetos and Boylan's: Croston's without most of its bias, `(1 − a/2)` times it.
    #[must_use]
    pub fn sba(&self) -> f64 {
        (1.0 - self.smoothing / 2.0) * self.croston()
    }
}

/// Smoothed size and probability of demand (Teunter, Syntetos & Babai 2011, *EJOR* 214(3):606–615); the probability falls in every period without, so that what dies out is noticed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tsb {
    /// Smoothed size of a demand; 0 if there never was one.
    pub size: f64,
    /// Smoothed probability of a demand in a period.
    pub probability: f64,
}

impl Tsb {
    /// Smooths a series: in each period `probability += b (1{y>0} − probability)`, at each demand `size += a (y − size)`.
    ///
    /// Starts with the first demand, and with probability 1 or 0 as there is demand in the first period or not.
    ///
    /// # Errors
    /// As [`Intermittent::smooth`].
    pub fn smooth(series: &[f64], size_smoothing: f64, probability_smoothing: f64) -> Result<Self, Error> {
        check(series)?;
        check_share("size_smoothing", size_smoothing)?;
        check_share("probability_smoothing", probability_smoothing)?;
        let occurs = |demand: f64| f64::from(u8::from(demand > 0.0));
        let mut probability = occurs(series[0]);
        let mut size: Option<f64> = None;
        for (period, demand) in series.iter().enumerate() {
            if period > 0 {
                probability += probability_smoothing * (occurs(*demand) - probability);
            }
            if *demand > 0.0 {
                size = Some(size.map_or(*demand, |size| size + size_smoothing * (demand - size)));
            }
        }
        Ok(Self { size: size.unwrap_or(0.0), probability })
    }

    /// The forecast for each of the next periods.
    #[must_use]
    pub fn forecast(&self) -> f64 {
        self.probability * self.size
    }
}
