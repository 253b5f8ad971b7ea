//! The recursion of exponential smoothing in its error form.

/// `α`, `β`, `γ` and `φ`.
#[derive(Clone, Copy)]
pub(super) struct Gains {
    pub alpha: f64,
    pub beta: f64,
    pub gamma: f64,
    pub phi: f64,
}

/// Level, slope and seasons.
#[derive(Clone)]
pub(super) struct State {
    pub level: f64,
    pub slope: f64,
    seasons: Vec<f64>,
    /// The season of the next period.
    next: usize,
}

impl State {
    pub(super) fn new(level: f64, slope: f64, seasons: Vec<f64>) -> Self {
        Self { level, slope, seasons, next: 0 }
    }

    /// Takes in the next value and answers by how much it was missed.
    pub(super) fn follow(&mut self, value: f64, gains: Gains) -> f64 {
        let slope = gains.phi * self.slope;
        let season = self.seasons.get(self.next).copied().unwrap_or(0.0);
        let error = value - self.level - slope - season;
        self.level += slope + gains.alpha * error;
        self.slope = slope + gains.beta * error;
        if !self.seasons.is_empty() {
            self.seasons[self.next] += gains.gamma * error;
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
