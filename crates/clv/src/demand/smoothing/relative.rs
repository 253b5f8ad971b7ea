//! The search for smoothing parameters and starting values where errors are shares of what was expected.
//!
//! Nothing is linear here, so all of them are searched together, by Levenberg-Marquardt steps on the errors times the geometric
//! mean of the expectations: the sum of their squares is smallest where the likelihood is largest.

use super::Trend;
use super::state::{Gains, Scale, State};
use crate::cholesky::Cholesky;
use crate::special::logistic;
use crate::statistics::{mean, product, size};

/// Steps at most; a series of a few years takes twenty.
const STEPS: usize = 200;
/// Improvements below this share of the sum are none.
const NO_GAIN: f64 = 1e-13;
/// The step of a difference quotient; all coordinates are near 1.
const NUDGE: f64 = 1e-6;

pub(super) struct Relative<'a> {
    pub series: &'a [f64],
    pub trend: Trend,
    /// Periods in a year; 0 without seasons.
    pub seasons: usize,
}

/// Where the search stands: the coordinates, the errors there, and the sum of their squares.
struct Place {
    at: Vec<f64>,
    errors: Vec<f64>,
    squares: f64,
}

impl Relative<'_> {
    /// Gains and start of the largest likelihood; none where everything expects what is not above zero.
    pub(super) fn maximum(&self) -> Option<(Gains, State)> {
        const STARTS: [f64; 3] = [-2.0, 0.0, 2.0];
        // A series that falls steeply at first expects less than nothing of a trend; flat it does not.
        let guesses = STARTS.iter().flat_map(|alpha| [self.first_guess(*alpha, true), self.first_guess(*alpha, false)]);
        let best = guesses.filter_map(|guess| self.descend(guess)).min_by(|one, other| one.squares.total_cmp(&other.squares))?;
        Some(self.meaning(&best.at))
    }

    /// Coordinates: the places of `α`, `β`, `γ` and `φ` (as far as they are searched) on an endless scale, then level and slope
    /// over the mean of the series, then all seasons but the last, which is 1.
    fn first_guess(&self, alpha: f64, slopes: bool) -> Vec<f64> {
        /// Trend and seasons change slowly, and a damping close to none, to begin with.
        const SLOW: f64 = -3.0;
        const HARDLY_DAMPED: f64 = 2.0;
        let mut at = vec![alpha];
        at.extend((self.trend != Trend::None).then_some(SLOW));
        at.extend((self.seasons > 0).then_some(SLOW));
        at.extend((self.trend == Trend::Damped).then_some(HARDLY_DAMPED));
        let mean = mean(self.series.iter().copied());
        let year = self.seasons.max(1);
        let (first, second) = (mean_of_year(self.series, year, 0), mean_of_year(self.series, year, 1));
        let slope = if self.trend == Trend::None || !slopes { 0.0 } else { (second - first) / size(year) };
        let mut shares: Vec<f64> = (0..self.seasons).map(|season| self.share_of(season)).collect();
        let last = shares.pop().unwrap_or(1.0);
        at.push((first - slope * (size(year) + 1.0) / 2.0) * last / mean);
        at.extend((self.trend != Trend::None).then_some(slope * last / mean));
        at.extend(shares.iter().map(|share| share / last));
        at
    }

    /// What a season is of its year, on average over the whole years.
    fn share_of(&self, season: usize) -> f64 {
        let years = self.series.len() / self.seasons;
        mean((0..years).map(|year| self.series[year * self.seasons + season] / mean_of_year(self.series, self.seasons, year)))
    }

    /// What the coordinates mean.
    fn meaning(&self, at: &[f64]) -> (Gains, State) {
        let mut rest = at.iter().copied();
        let mut next = |is_there: bool| if is_there { rest.next() } else { None };
        let alpha = logistic(next(true).unwrap_or(0.0));
        let [beta, gamma, phi] =
            [self.trend != Trend::None, self.seasons > 0, self.trend == Trend::Damped].map(|is_there| next(is_there).map(logistic));
        let gains = Gains::at(alpha, beta, gamma, phi);
        let mean = mean(self.series.iter().copied());
        let level = next(true).unwrap_or(1.0) * mean;
        let slope = next(self.trend != Trend::None).unwrap_or(0.0) * mean;
        let mut seasons: Vec<f64> = rest.collect();
        if self.seasons > 0 {
            seasons.push(1.0);
        }
        (gains, State::new(Scale::Multiplicative, level, slope, seasons))
    }

    /// Nothing where an expectation is not above zero.
    fn place(&self, at: Vec<f64>) -> Option<Place> {
        let (gains, mut state) = self.meaning(&at);
        let mut errors = Vec::with_capacity(self.series.len());
        let mut log_expected = 0.0;
        for value in self.series {
            let expected = state.expected(gains);
            if !(expected > 0.0 && expected.is_finite()) {
                return None;
            }
            log_expected += expected.ln();
            errors.push(state.follow(*value, gains));
        }
        let geometric_mean = (log_expected / size(self.series.len())).exp();
        for error in &mut errors {
            *error *= geometric_mean;
        }
        let squares = product(&errors, &errors);
        squares.is_finite().then_some(Place { at, errors, squares })
    }

    fn descend(&self, start: Vec<f64>) -> Option<Place> {
        let mut here = self.place(start)?;
        let mut caution = 1e-2;
        for _ in 0..STEPS {
            let Some((matrix, right)) = self.normal_equations(&here) else { break };
            let gained = std::iter::successors(Some(caution), |caution| Some(caution * 10.0)).take(12).find_map(|caution| {
                let mut damped = matrix.clone();
                for (index, row) in damped.iter_mut().enumerate() {
                    row[index] += caution * (row[index] + NO_GAIN);
                }
                let step = Cholesky::of(&damped)?.solve(&right);
                let moved = self.place(here.at.iter().zip(&step).map(|(at, step)| at - step).collect())?;
                (moved.squares < here.squares).then_some((moved, caution))
            });
            let Some((moved, taken)) = gained else { break };
            let is_over = here.squares - moved.squares <= NO_GAIN * here.squares;
            here = moved;
            caution = taken * 0.1;
            if is_over {
                break;
            }
        }
        Some(here)
    }

    /// `JᵀJ` and `Jᵀe`, with `J` by difference quotients.
    fn normal_equations(&self, here: &Place) -> Option<(Vec<Vec<f64>>, Vec<f64>)> {
        let column = |index: usize| {
            let side = |nudge: f64| {
                let mut at = here.at.clone();
                at[index] += nudge;
                self.place(at)
            };
            let (above, below) = (side(NUDGE)?, side(-NUDGE)?);
            Some(above.errors.iter().zip(&below.errors).map(|(above, below)| (above - below) / (2.0 * NUDGE)).collect())
        };
        let columns: Vec<Vec<f64>> = (0..here.at.len()).map(column).collect::<Option<_>>()?;
        let matrix = columns.iter().map(|one| columns.iter().map(|other| product(one, other)).collect()).collect();
        let right = columns.iter().map(|column| product(column, &here.errors)).collect();
        Some((matrix, right))
    }
}

/// The mean of a year counted from 0; of the last one if there are not so many.
fn mean_of_year(series: &[f64], periods: usize, year: usize) -> f64 {
    mean(series.chunks_exact(periods).nth(year).unwrap_or(series).iter().copied())
}
