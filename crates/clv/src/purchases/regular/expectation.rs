//! Expected purchases of a living customer with regular gaps: exact, as a sum over the number of events ahead.
//!
//! The number of events in the time ahead is negative binomial. With `j` events passed since the last purchase, `n` more make
//! `⌊(n + j)/k⌋` purchases if the customer stays; each of them is made only if the customer stayed after all before it.

use crate::purchases::beta_geometric::Living;
use crate::purchases::probability_of_event;
use crate::special;

/// A living customer and a time ahead.
pub(super) struct Ahead {
    /// Events to a purchase.
    pub k: u32,
    /// Events since the last purchase.
    pub passed: u32,
    /// Events ahead: shape of the rate λ given the past, and time ahead over its scale, `t / (α + T)`; leaving and staying.
    pub living: Living,
}

impl Ahead {
    /// `P(N ≥ k − j)`: who is alive stays at least until the next purchase.
    pub(super) fn probability_of_purchase(&self) -> f64 {
        let Living { shape, elapsed, .. } = self.living;
        if elapsed.is_nan() || elapsed <= 0.0 {
            return 0.0;
        }
        let too_few = 0..self.k - self.passed;
        // For k = 1 nothing is taken from 1, so that small chances keep their digits.
        match too_few.len() {
            1 => probability_of_event(shape, elapsed),
            _ => (1.0 - too_few.map(|events| log_probability(shape, elapsed, f64::from(events)).exp()).sum::<f64>()).clamp(0.0, 1.0),
        }
    }

    /// `Σ_n P(N = n) · Σ_(i < ⌊(n+j)/k⌋) E[(1−p)^i]`.
    pub(super) fn purchases(&self) -> f64 {
        /// Relative size of what is left out at either end.
        const NEGLIGIBLE: f64 = 1e-17;
        /// With more events than these on average, regularity changes the number by less than a millionth, and is left out.
        const MANY_EVENTS: f64 = 1e6;
        /// Beyond the mean probabilities fall off like powers of `elapsed/(1 + elapsed)`, which leaves nothing after so many times
        /// `1 + elapsed` terms. More terms than [`MANY_EVENTS`] are not gone through either, however few events are the mean.
        const LONG_TAIL: f64 = 40.0;
        /// Standard deviations below the mean where the sum begins, if not at zero.
        const FAR_BELOW: f64 = 12.0;
        let Living { shape, elapsed, .. } = self.living;
        let mean = shape * elapsed;
        if elapsed <= 0.0 {
            return 0.0;
        }
        if f64::max(mean, LONG_TAIL) * (1.0 + elapsed) > MANY_EVENTS {
            return self.living.with_elapsed(elapsed / f64::from(self.k)).expected_purchases();
        }
        let first = (mean - FAR_BELOW * (mean * (1.0 + elapsed)).sqrt()).floor().max(0.0);
        let success = elapsed / (1.0 + elapsed);
        let mut probability = log_probability(shape, elapsed, first).exp();
        let mut made = Made::new(self, first);
        let mut events = first;
        let mut sum = 0.0;
        loop {
            let term = probability * made.purchases;
            sum += term;
            events += 1.0;
            let quotient = success * (shape + (events - 1.0)) / events;
            // Purchases grow by less than the quotient's distance to 1, once terms fall.
            if events > mean && quotient < 1.0 && probability * (made.purchases + 1.0) < NEGLIGIBLE * sum * (1.0 - quotient) {
                return sum;
            }
            probability *= quotient;
            made.add_event();
            if probability < f64::MIN_POSITIVE && events > mean {
                return sum;
            }
        }
    }
}

/// `ln Γ(R+n)/(Γ(R) n!) (1−z)^R zⁿ` with `z = elapsed/(1 + elapsed)`.
fn log_probability(shape: f64, elapsed: f64, events: f64) -> f64 {
    let ln_gamma = |at: f64| special::ln_gamma(at).value;
    let choices = if events > 0.0 { ln_gamma(shape + events) - ln_gamma(shape) - ln_gamma(events + 1.0) } else { 0.0 };
    choices - shape * elapsed.ln_1p() - events * elapsed.recip().ln_1p()
}

/// Purchases expected of so many events, leaving considered.
struct Made {
    purchases: f64,
    /// Events still needed for the next purchase.
    needed: u32,
    k: u32,
    /// The probability of still being there after the last purchase.
    stays: f64,
    leave: f64,
    stay: f64,
}

impl Made {
    fn new(ahead: &Ahead, events: f64) -> Self {
        let Living { leave, stay, .. } = ahead.living;
        let mut made = Self { purchases: 0.0, needed: ahead.k - ahead.passed, k: ahead.k, stays: 1.0, leave, stay };
        let mut done = 0.0;
        while done < events {
            made.add_event();
            done += 1.0;
        }
        made
    }

    fn add_event(&mut self) {
        self.needed -= 1;
        if self.needed == 0 {
            self.needed = self.k;
            self.purchases += self.stays;
            self.stays *= self.stay / (self.leave + self.stay);
            self.stay += 1.0;
        }
    }
}
