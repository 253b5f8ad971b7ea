//! The recursion of exponential smoothing in its error form.

/// `α`, `β`, `γ` and `φ`.
#[derive(Clone, Copy)]
pub(super) struct Gains {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub phi: f64,
}

/// Smoothing parameters stay this far from 0 and 1.
const EDGE: f64 = 1e-4;
/// The range of the damping: below, trends die at once; above, they cannot be told from undamped ones.
const DAMPING: (f64, f64) = (0.8, 0.98);

impl Gains {
    /// From places between 0 and 1: of `α`, of `β` below `α`, of `γ` below `1 − α`, of `φ` in its range. What the form does not
    /// have is not told.
    pub(super) fn at(alpha: f64, beta: Option<f64>, gamma: Option<f64>, phi: Option<f64>) -> Self {
        let inside = |place: f64| EDGE + place * (1.0 - 2.0 * EDGE);
        let alpha = inside(alpha);
        Self {
            alpha,
            beta: beta.map_or(0.0, |place| alpha * inside(place)),
            gamma: gamma.map_or(0.0, |place| (1.0 - alpha) * inside(place)),
            phi: phi.map_or(1.0, |place| DAMPING.0 + place * (DAMPING.1 - DAMPING.0)),
        }
    }
}

/// How errors and seasons act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// They add: as large on a low level as on a high one.
    Additive,
    /// They multiply: errors are shares of what was expected, seasons shares of the level. Only for values above zero.
    Multiplicative,
}

impl Scale {
    /// A value without season, with it.
    pub(super) fn with_season(self, value: f64, season: Option<f64>) -> f64 {
        match (self, season) {
            (_, None) => value,
            (Self::Additive, Some(season)) => value + season,
            (Self::Multiplicative, Some(season)) => value * season,
        }
    }
}

/// Level, slope and seasons.
#[derive(Clone)]
pub(super) struct State {
    scale: Scale,
    pub level: f64,
    pub slope: f64,
    seasons: Vec<f64>,
    /// The season of the next period.
    next: usize,
}

impl State {
    pub(super) fn new(scale: Scale, level: f64, slope: f64, seasons: Vec<f64>) -> Self {
        Self { scale, level, slope, seasons, next: 0 }
    }

    /// The next value as it is expected.
    pub(super) fn expected(&self, gains: Gains) -> f64 {
        self.scale.with_season(self.level + gains.phi * self.slope, self.seasons.get(self.next).copied())
    }

    /// Takes in the next value and answers by how much, or by which share, it was missed.
    pub(super) fn follow(&mut self, value: f64, gains: Gains) -> f64 {
        let expected = self.expected(gains);
        let slope = gains.phi * self.slope;
        let base = self.level + slope;
        let (error, of_base) = match self.scale {
            Scale::Additive => (value - expected, value - expected),
            Scale::Multiplicative => (value / expected - 1.0, base * (value / expected - 1.0)),
        };
        self.level = base + gains.alpha * of_base;
        self.slope = slope + gains.beta * of_base;
        if let Some(season) = self.seasons.get_mut(self.next) {
            *season += gains.gamma * if self.scale == Scale::Additive { error } else { *season * error };
            self.next = (self.next + 1) % self.seasons.len();
        }
        error
    }

    /// The seasons from the next period on.
    pub(super) fn into_next_seasons(mut self) -> Vec<f64> {
        self.seasons.rotate_left(self.next);
        self.seasons
    }
}
