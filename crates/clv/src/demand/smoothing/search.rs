//! The search for the smoothing parameters with the smallest squared errors, where errors and seasons add.

use super::Trend;
use super::state::{Gains, Scale, State};
use crate::cholesky::Cholesky;

/// Coordinates of the search, each between 0 and 1: `α`, `β/α`, `γ/(1−α)` and the place of `φ` in its range.
const COORDINATES: usize = 4;

pub(super) struct Search<'a> {
    pub series: &'a [f64],
    pub trend: Trend,
    /// Periods in a year; 0 without seasons.
    pub seasons: usize,
}

/// Smoothing parameters with the best start for them.
struct Point {
    gains: Gains,
    start: State,
    squares: f64,
}

impl Search<'_> {
    /// Coordinate-wise search by shrinking steps from several starts: the surface is smooth but has more than one valley.
    pub(super) fn minimum(&self) -> (Gains, State) {
        const STARTS: [f64; 3] = [0.1, 0.5, 0.95];
        let descents = STARTS.map(|alpha| self.descend([alpha, 0.1, 0.1, 0.9]));
        let best = descents.into_iter().min_by(|one, other| one.squares.total_cmp(&other.squares));
        let Point { gains, start, .. } = best.expect("there are starts");
        (gains, start)
    }

    fn descend(&self, mut at: [f64; COORDINATES]) -> Point {
        const ROUNDS: usize = 60;
        let searched = [true, self.trend != Trend::None, self.seasons > 0, self.trend == Trend::Damped];
        let mut point = self.point(&at);
        let mut reach = 0.5;
        for _ in 0..ROUNDS {
            let before = point.squares;
            for coordinate in (0..COORDINATES).filter(|&coordinate| searched[coordinate]) {
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
        point
    }

    fn point(&self, at: &[f64; COORDINATES]) -> Point {
        let place = |is_there: bool, index: usize| is_there.then(|| at[index]);
        let (beta, gamma) = (place(self.trend != Trend::None, 1), place(self.seasons > 0, 2));
        let gains = Gains::at(at[0], beta, gamma, place(self.trend == Trend::Damped, 3));
        let start = self.best_start(gains);
        let mut state = start.clone();
        let squares: f64 = self.series.iter().map(|value| state.follow(*value, gains).powi(2)).sum();
        Point { gains, start, squares: if squares.is_nan() { f64::INFINITY } else { squares } }
    }

    /// Least squares: an error is `y₀ − Σ effectₖ · startₖ`, where `y₀` and each effect follow the same recursion, `y₀` from nothing
    /// and the effects from one starting value alone, through a series of zeros.
    fn best_start(&self, gains: Gains) -> State {
        let mut base = State::new(Scale::Additive, 0.0, 0.0, vec![0.0; self.seasons]);
        let units = self.unit_starts();
        let mut effects = units.clone();
        let mut matrix = vec![vec![0.0; units.len()]; units.len()];
        let mut right = vec![0.0; units.len()];
        for value in self.series {
            let error = base.follow(*value, gains);
            // What the recursion of zeros misses is minus the effect.
            let row: Vec<f64> = effects.iter_mut().map(|effect| -effect.follow(0.0, gains)).collect();
            for (k, (line, effect)) in matrix.iter_mut().zip(&row).enumerate() {
                right[k] += effect * error;
                for (entry, other) in line.iter_mut().zip(&row) {
                    *entry += effect * other;
                }
            }
        }
        // Without solution (a series too plain to tell its start) the start is nothing, and the squares say how bad that is.
        let start = Cholesky::of(&matrix).map_or_else(|| vec![0.0; units.len()], |factors| factors.solve(&right));
        self.start(&start)
    }

    /// Starting values one by one: level, slope if there is a trend, all seasons but the last.
    fn unit_starts(&self) -> Vec<State> {
        let count = 1 + usize::from(self.trend != Trend::None) + self.seasons.saturating_sub(1);
        let unit = |index: usize| (0..count).map(|other| f64::from(u8::from(other == index))).collect::<Vec<f64>>();
        (0..count).map(|index| self.start(&unit(index))).collect()
    }

    /// The state of these starting values; the last season makes the sum of all zero.
    fn start(&self, values: &[f64]) -> State {
        let (level, rest) = values.split_first().expect("there is a level");
        let (slope, seasons) = match (self.trend, rest.split_first()) {
            (Trend::Linear | Trend::Damped, Some((slope, seasons))) => (*slope, seasons),
            _ => (0.0, rest),
        };
        let mut seasons = seasons.to_vec();
        if self.seasons > 0 {
            seasons.push(-seasons.iter().sum::<f64>());
        }
        State::new(Scale::Additive, *level, slope, seasons)
    }
}
