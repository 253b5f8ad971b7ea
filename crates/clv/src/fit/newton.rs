//! Damped Newton's method for a maximum in a box, with exact second derivatives.

use super::jet::Jet;
use crate::cholesky::Cholesky;

/// The box: logarithms of parameters in their own scale stay within ±12, a factor of 160,000 either way.
pub(crate) const BOUND: f64 = 12.0;

/// So near to the edge a variable counts as being there: it was on its way when gains fell below rounding.
const NEAR_BOUND: f64 = 0.01;

/// Steps before giving up. A regular fit takes five to ten.
const MAX_STEPS: usize = 200;
/// Halvings of one step before it counts as leading nowhere.
const MAX_HALVINGS: usize = 40;
/// The longest step in any logarithm: a factor of about seven.
const LONGEST_STEP: f64 = 2.0;
/// Aimed at: the largest entry of the gradient of the mean log-likelihood.
const GRADIENT_AIM: f64 = 1e-10;
/// Accepted as a maximum, if rounding allows no better.
const GRADIENT_ACCEPTED: f64 = 1e-8;
/// The rounding of a sum over many rows, relative to it. Near the top a good step gains less than that and looks like a loss.
const NOISE: f64 = 1e-12;
/// The share of the promised gain a step must keep (Armijo's rule).
const KEPT_GAIN: f64 = 1e-4;

/// Where the climb ended.
#[derive(Debug, Clone)]
pub(crate) struct Summit<const N: usize> {
    /// The point, in logarithms.
    pub at: [f64; N],
    /// The objective with its derivatives there, or as near as makes no difference.
    pub jet: Jet<N>,
    /// Steps taken.
    pub steps: usize,
    /// Whether the gradient vanishes in all directions that are not against the box.
    pub is_flat: bool,
    /// The variables that ended at the edge of the box.
    pub at_bound: [bool; N],
}

/// Climbs from `start`. The objective is a mean, so that tolerances do not depend on the number of observations.
pub(crate) fn climb<const N: usize>(start: [f64; N], objective: impl Fn(&[f64; N]) -> Jet<N>) -> Summit<N> {
    let mut at = start.map(|theta| theta.clamp(-BOUND, BOUND));
    let mut jet = objective(&at);
    let mut steps = 0;
    let mut slope = steepest(&jet, &at);
    while steps < MAX_STEPS && slope > GRADIENT_AIM {
        if slope < GRADIENT_ACCEPTED
            && let Some(top) = short_step(&at, &jet)
        {
            at = top;
            break;
        }
        let Some((next, next_jet)) = step(&at, &jet, &objective) else { break };
        let next_slope = steepest(&next_jet, &next);
        // Near the top Newton's method squares the slope; once it does not even halve it, rounding is all there is to follow. So it is
        // where nothing is gained: at the edge of the box of parameters that are known from each other only.
        let gains = next_jet.value - jet.value > NOISE * jet.value.abs();
        if next_slope > 0.5 * slope && (slope < GRADIENT_ACCEPTED || !gains) {
            break;
        }
        (at, jet, slope) = (next, next_jet, next_slope);
        steps += 1;
    }
    let is_flat = slope < GRADIENT_ACCEPTED && jet.value.is_finite();
    Summit { at, is_flat, at_bound: at.map(|theta| theta.abs() >= BOUND - NEAR_BOUND), jet, steps }
}

/// The largest entry of the gradient in the directions that are free.
fn steepest<const N: usize>(jet: &Jet<N>, at: &[f64; N]) -> f64 {
    (0..N).filter(|&i| !is_held(jet, at, i)).map(|i| jet.gradient[i].abs()).fold(0.0, |most, entry| {
        // A gradient that is not a number must not look flat.
        if entry.is_nan() { f64::INFINITY } else { f64::max(most, entry) }
    })
}

/// Whether variable `i` stands at the edge of the box and wants to leave it.
fn is_held<const N: usize>(jet: &Jet<N>, at: &[f64; N], i: usize) -> bool {
    (at[i] >= BOUND && jet.gradient[i] > 0.0) || (at[i] <= -BOUND && jet.gradient[i] < 0.0)
}

/// One Newton step, shortened until it gains; `None` if no length of it does.
fn step<const N: usize>(at: &[f64; N], jet: &Jet<N>, objective: &impl Fn(&[f64; N]) -> Jet<N>) -> Option<([f64; N], Jet<N>)> {
    let direction = ascent(jet, at);
    let longest = direction.iter().fold(0.0, |most, entry| f64::max(most, entry.abs()));
    let mut length = to_edge(at, &direction).min(if longest > LONGEST_STEP { LONGEST_STEP / longest } else { 1.0 });
    for _ in 0..MAX_HALVINGS {
        let next: [f64; N] = std::array::from_fn(|i| within(at[i] + length * direction[i]));
        let next_jet = objective(&next);
        let promised: f64 = (0..N).map(|i| jet.gradient[i] * (next[i] - at[i])).sum();
        let noise = NOISE * jet.value.abs();
        if next_jet.value >= jet.value + KEPT_GAIN * promised - noise && steepest(&next_jet, &next).is_finite() {
            return Some((next, next_jet));
        }
        length *= 0.5;
    }
    None
}

/// The share of a step that leads to the edge of the box: beyond it, one variable alone would stay behind and leave the ridge.
fn to_edge<const N: usize>(at: &[f64; N], direction: &[f64; N]) -> f64 {
    let room = |i: usize| (BOUND.copysign(direction[i]) - at[i]) / direction[i];
    (0..N).filter(|&i| direction[i] != 0.0).map(room).filter(|share| *share > 0.0).fold(1.0, f64::min)
}

/// In the box; at its edge, if rounding alone keeps it from there.
fn within(theta: f64) -> f64 {
    const ROUNDING: f64 = 1e-9;
    if theta.abs() > BOUND - ROUNDING { BOUND.copysign(theta) } else { theta }
}

/// The last step, where it is so short that what it gains and bends is below rounding: it is not worth going over all rows again.
fn short_step<const N: usize>(at: &[f64; N], jet: &Jet<N>) -> Option<[f64; N]> {
    /// Newton's method leaves the square of this.
    const SHORT: f64 = 1e-5;
    let direction = ascent(jet, at);
    let is_short = direction.iter().all(|entry| entry.abs() < SHORT);
    let next: [f64; N] = std::array::from_fn(|i| at[i] + direction[i]);
    (is_short && next.iter().all(|theta| theta.abs() < BOUND)).then_some(next)
}

/// The direction of Newton's method, with the curvature made positive where it is not (Levenberg).
fn ascent<const N: usize>(jet: &Jet<N>, at: &[f64; N]) -> [f64; N] {
    let held: [bool; N] = std::array::from_fn(|i| is_held(jet, at, i));
    let gradient: [f64; N] = std::array::from_fn(|i| if held[i] { 0.0 } else { jet.gradient[i] });
    let curvature: [[f64; N]; N] = std::array::from_fn(|i| {
        std::array::from_fn(|j| match (i == j, held[i] || held[j]) {
            (true, true) => 1.0,
            (false, true) => 0.0,
            (_, false) => -jet.hessian[i][j],
        })
    });
    let size = (0..N).fold(0.0, |most, i| f64::max(most, curvature[i][i].abs()));
    let mut damping = 0.0;
    loop {
        let damped: [[f64; N]; N] = std::array::from_fn(|i| std::array::from_fn(|j| curvature[i][j] + if i == j { damping } else { 0.0 }));
        if let Some(factors) = Cholesky::of(&damped) {
            let solution = factors.solve(&gradient);
            return std::array::from_fn(|i| solution[i]);
        }
        damping = if damping > 0.0 { damping * 4.0 } else { 1e-6 * size + f64::MIN_POSITIVE };
        if !damping.is_finite() || damping > 1e6 * (size + 1.0) {
            return gradient;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// −(θ₀−1)² − (θ₁+2)⁴ through jets made by hand.
    fn hill(at: &[f64; 2]) -> Jet<2> {
        let (x, y) = (at[0] - 1.0, at[1] + 2.0);
        Jet { value: -x * x - y.powi(4), gradient: [-2.0 * x, -4.0 * y.powi(3)], hessian: [[-2.0, 0.0], [0.0, -12.0 * y * y]] }
    }

    #[test]
    fn finds_the_top() {
        let summit = climb([5.0, 5.0], hill);
        assert!(summit.is_flat && summit.at_bound == [false, false]);
        assert!((summit.at[0] - 1.0).abs() < 1e-9 && (summit.at[1] + 2.0).abs() < 1e-3);
    }

    #[test]
    fn rounding_near_the_top_costs_few_evaluations() {
        let evaluations = std::cell::Cell::new(0);
        let rounded = |at: &[f64; 1]| {
            evaluations.set(evaluations.get() + 1);
            let x = at[0] - 1.0;
            let rounding = 1e-13 * (at[0] * 1e9).sin();
            Jet { value: -5.0 - x.exp() + x + rounding, gradient: [1.0 - x.exp()], hessian: [[-x.exp()]] }
        };
        for start in 0..200 {
            evaluations.set(0);
            assert!(climb([f64::from(start) / 50.0], rounded).is_flat);
            assert!(evaluations.get() < 15, "{start}: {}", evaluations.get());
        }
    }

    #[test]
    fn stops_at_the_box() {
        let slope = |at: &[f64; 1]| Jet { value: at[0], gradient: [1.0], hessian: [[0.0]] };
        let summit = climb([0.0], slope);
        assert!(summit.is_flat && summit.at_bound == [true]);
    }

    #[test]
    fn a_function_that_is_no_number_is_not_flat() {
        let summit = climb([0.0], |_| Jet { value: f64::NAN, gradient: [f64::NAN], hessian: [[f64::NAN]] });
        assert!(!summit.is_flat);
    }
}
