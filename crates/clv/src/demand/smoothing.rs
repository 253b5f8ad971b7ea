//! Exponential smoothing with additive errors: level alone, with trend, with damped trend: ETS(A,N,N), (A,A,N), (A,Ad,N).
//!
//! Hyndman, Koehler, Ord & Snyder 2008, *Forecasting with Exponential Smoothing*. Given the smoothing parameters the errors are
//! linear in the starting level and trend, which are found by least squares; only the parameters are searched.

use super::check;
use crate::Error;
use crate::fit::size;

/// Smoothing parameters stay this far from 0 and 1.
const EDGE: f64 = 1e-4;
/// The range of the damping: below, trends die at once; above, they cannot be told from undamped ones.
const DAMPING: (f64, f64) = (0.8, 0.98);

/// The form of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trend {
    /// None: the forecast is flat.
    None,
    /// It goes on for ever.
    Linear,
    /// It levels off.
    Damped,
}

/// A fitted series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothing {
    /// The form of the trend.
    pub trend: Trend,
    /// `α`: how far the level follows an error.
    pub level_smoothing: f64,
    /// `β`: how far the trend follows an error; at most `α`, 0 without trend.
    pub trend_smoothing: f64,
    /// `φ`: what is left of the trend in the next period; 1 undamped.
    pub damping: f64,
    /// The level before the first period.
    pub first_level: f64,
    /// The trend before the first period.
    pub first_trend: f64,
    /// The level after the last period.
    pub last_level: f64,
    /// The trend after the last period.
    pub last_trend: f64,
    /// The log-likelihood with normal errors, their variance estimated: `−n/2 (ln(2π·SSE/n) + 1)`.
    pub log_likelihood: f64,
    /// Akaike's criterion, corrected for short series; lower is better.
    pub aicc: f64,
}

impl Smoothing {
    /// The parameters of largest likelihood for one form of trend.
    ///
    /// # Errors
    /// The first period that is negative or not finite; too few periods for the parameters.
    pub fn fit(series: &[f64], trend: Trend) -> Result<Self, Error> {
        check(series)?;
        let needed = parameters(trend) + 2;
        if series.len() < needed {
            return Err(Error::TooFew { of: "periods", needed, found: series.len() });
        }
        let search = Search { series, trend };
        let best = search.minimum();
        Ok(search.smoothing(&best))
    }

    /// The form with the lowest corrected criterion of Akaike.
    ///
    /// # Errors
    /// As [`fit`](Self::fit) for a series without trend; forms the series is too short for are left out.
    pub fn best(series: &[f64]) -> Result<Self, Error> {
        let flat = Self::fit(series, Trend::None)?;
        let others = [Trend::Linear, Trend::Damped].into_iter().filter_map(|trend| Self::fit(series, trend).ok());
        Ok(others.fold(flat, |best, other| if other.aicc < best.aicc { other } else { best }))
    }

    /// Expected values of the next periods.
    #[must_use]
    pub fn forecast(&self, periods: usize) -> Vec<f64> {
        let (mut reach, mut step) = (0.0, 1.0);
        let mut next = || {
            step *= self.damping;
            reach += step;
            self.last_level + reach * self.last_trend
        };
        (0..periods).map(|_| next()).collect()
    }
}

/// Parameters of a form: smoothing, starting values, variance.
fn parameters(trend: Trend) -> usize {
    match trend {
        Trend::None => 3,
        Trend::Linear => 5,
        Trend::Damped => 6,
    }
}

/// The search for smoothing parameters, in coordinates between 0 and 1.
struct Search<'a> {
    series: &'a [f64],
    trend: Trend,
}

/// Smoothing parameters with the best starting values for them.
struct Point {
    alpha: f64,
    beta: f64,
    phi: f64,
    level: f64,
    slope: f64,
    squares: f64,
}

impl Search<'_> {
    /// Coordinate-wise search by shrinking grids from several starts: the surface is smooth but has more than one valley.
    fn minimum(&self) -> Point {
        const STARTS: [f64; 3] = [0.1, 0.5, 0.95];
        const ROUNDS: usize = 60;
        let coordinates = match self.trend {
            Trend::None => 1,
            Trend::Linear => 2,
            Trend::Damped => 3,
        };
        let mut best: Option<Point> = None;
        for start in STARTS {
            let mut at = [start, 0.1, 0.9];
            let mut point = self.point(&at);
            let mut reach = 0.5;
            for _ in 0..ROUNDS {
                let before = point.squares;
                for coordinate in 0..coordinates {
                    for step in [-reach, -0.5 * reach, 0.5 * reach, reach] {
                        let mut moved = at;
                        moved[coordinate] = (at[coordinate] + step).clamp(0.0, 1.0);
                        let candidate = self.point(&moved);
                        if candidate.squares < point.squares {
                            (at, point) = (moved, candidate);
                        }
                    }
                }
                if point.squares >= before {
                    reach *= 0.5;
                }
            }
            if best.as_ref().is_none_or(|best| point.squares < best.squares) {
                best = Some(point);
            }
        }
        best.expect("there are starts")
    }

    fn point(&self, at: &[f64; 3]) -> Point {
        let alpha = EDGE + at[0] * (1.0 - 2.0 * EDGE);
        let (beta, phi) = match self.trend {
            Trend::None => (0.0, 1.0),
            Trend::Linear => (alpha * (EDGE + at[1] * (1.0 - 2.0 * EDGE)), 1.0),
            Trend::Damped => (alpha * (EDGE + at[1] * (1.0 - 2.0 * EDGE)), DAMPING.0 + at[2] * (DAMPING.1 - DAMPING.0)),
        };
        self.with_starting_values(alpha, beta, phi)
    }

    /// Least squares: an error is `y₀ − c₁·level − c₂·slope`, where `y₀`, `c₁` and `c₂` follow the same recursion.
    fn with_starting_values(&self, alpha: f64, beta: f64, phi: f64) -> Point {
        let gains = Gains { alpha, beta, phi };
        let mut base = State { level: 0.0, slope: 0.0 };
        let mut of_level = State { level: 1.0, slope: 0.0 };
        let mut of_slope = State { level: 0.0, slope: 1.0 };
        let (mut ll, mut ls, mut ss, mut yl, mut ys) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for value in self.series {
            let error = base.follow(*value, gains);
            // The homogeneous parts see a series of zeros; what they miss is minus their effect.
            let (by_level, by_slope) = (-of_level.follow(0.0, gains), -of_slope.follow(0.0, gains));
            ll += by_level * by_level;
            ls += by_level * by_slope;
            ss += by_slope * by_slope;
            yl += error * by_level;
            ys += error * by_slope;
        }
        let (level, slope) = if self.trend == Trend::None {
            (yl / ll, 0.0)
        } else {
            let determinant = ll * ss - ls * ls;
            ((yl * ss - ys * ls) / determinant, (ys * ll - yl * ls) / determinant)
        };
        let mut state = State { level, slope };
        let squares = self.series.iter().map(|value| state.follow(*value, gains).powi(2)).sum();
        Point { alpha, beta, phi, level, slope, squares }
    }

    fn smoothing(&self, point: &Point) -> Smoothing {
        let gains = Gains { alpha: point.alpha, beta: point.beta, phi: point.phi };
        let mut state = State { level: point.level, slope: point.slope };
        for value in self.series {
            state.follow(*value, gains);
        }
        let count = size(self.series.len());
        // A perfect fit has no variance; the smallest number stands in for it, so that criteria stay finite.
        let variance = (point.squares / count).max(f64::MIN_POSITIVE);
        let log_likelihood = -0.5 * count * ((2.0 * std::f64::consts::PI * variance).ln() + 1.0);
        let used = size(parameters(self.trend));
        Smoothing {
            trend: self.trend,
            level_smoothing: point.alpha,
            trend_smoothing: point.beta,
            damping: point.phi,
            first_level: point.level,
            first_trend: point.slope,
            last_level: state.level,
            last_trend: state.slope,
            log_likelihood,
            aicc: 2.0 * (used - log_likelihood) + 2.0 * used * (used + 1.0) / (count - used - 1.0),
        }
    }
}

/// `α`, `β` and `φ`.
#[derive(Clone, Copy)]
struct Gains {
    alpha: f64,
    beta: f64,
    phi: f64,
}

/// Level and slope.
struct State {
    level: f64,
    slope: f64,
}

impl State {
    /// Takes in the next value and answers by how much it was missed.
    fn follow(&mut self, value: f64, gains: Gains) -> f64 {
        let slope = gains.phi * self.slope;
        let error = value - self.level - slope;
        self.level += slope + gains.alpha * error;
        self.slope = slope + gains.beta * error;
        error
    }
}
