//! The likelihood of the beta-geometric models with its derivatives, for all cells of one frequency together.
//!
//! With `n` chances to leave, all of them survived, or the last one taken:
//!
//! ```text
//! LL = constant(x) − R ln(1 + T/α) + ln(1 + e^u),   u = departure(x) + R ln((α+T)/(α+t_x)),   R = r + x
//! constant(x) = ln Γ(r+x)/Γ(r) − x ln α + ln B(a, b+n)/B(a, b),   departure(x) = ln a − ln(b+n−1)
//! ```
//!
//! Only what depends on times is done for each cell, in three variables: `R`, `α` and the departure.

use crate::fit::jet::Jet;
use crate::history::Cell;
use crate::special;

/// The places of the three variables.
const SHAPE: usize = 0;
const ALPHA: usize = 1;
const DEPARTURE: usize = 2;

/// The log-likelihood of cells of one frequency with `chances` to leave; parameters are `r, α, a, b`.
pub(super) fn of_cells(parameters: &[Jet<4>; 4], cells: &[Cell], chances: u32) -> Jet<4> {
    let [r, alpha, a, b] = *parameters;
    let frequency = cells[0].history.frequency();
    let shape = r + f64::from(frequency);
    let constant = r.ln_rising(frequency) - alpha.ln().scale(f64::from(frequency)) + Jet::ln_beta_step(&a, &b, chances);
    // Without a chance to leave the odds of having left are zero: u = −∞, and its logarithm has no derivatives to pass on.
    let departure = if chances > 0 { a.ln() - (b + (f64::from(chances) - 1.0)).ln() } else { Jet::constant(f64::NEG_INFINITY) };
    let (sum, customers) = of_times(shape.value, alpha.value, departure.value, cells);
    constant.scale(customers) + Jet::compose(&sum, &[shape, alpha, departure])
}

/// The part that depends on times, summed over the cells, in `(R, α, departure)`; and how many customers that are.
fn of_times(shape: f64, alpha: f64, departure: f64, cells: &[Cell]) -> (Jet<3>, f64) {
    let mut sum = Jet::ZERO;
    let mut total = 0.0;
    for cell in cells {
        let customers = f64::from(cell.customers);
        let (recency, age) = (cell.history.recency(), cell.history.age());
        let (now, then) = ((alpha + age).recip(), (alpha + recency).recip());
        let start = alpha.recip();
        // ln(1 + T/α) and ln((α+T)/(α+t_x)) with their first and second derivatives in α.
        let growth = [(age * start).ln_1p(), now - start, (start - now) * (start + now)];
        let silence = [((age - recency) * then).ln_1p(), now - then, (then - now) * (then + now)];
        let log_odds = departure + shape * silence[0];
        let left = special::logistic(log_odds);
        let spread = left * (1.0 - left);
        let bend = spread * shape * silence[1];
        sum.value += customers * (special::softplus(log_odds) - shape * growth[0]);
        sum.gradient[SHAPE] += customers * (left * silence[0] - growth[0]);
        sum.gradient[ALPHA] += customers * shape * (left * silence[1] - growth[1]);
        sum.gradient[DEPARTURE] += customers * left;
        sum.hessian[SHAPE][SHAPE] += customers * spread * silence[0] * silence[0];
        sum.hessian[SHAPE][ALPHA] += customers * (left * silence[1] - growth[1] + bend * silence[0]);
        sum.hessian[SHAPE][DEPARTURE] += customers * spread * silence[0];
        sum.hessian[ALPHA][ALPHA] += customers * shape * (left * silence[2] - growth[2] + bend * silence[1]);
        sum.hessian[ALPHA][DEPARTURE] += customers * bend;
        sum.hessian[DEPARTURE][DEPARTURE] += customers * spread;
        total += customers;
    }
    for (i, j) in [(SHAPE, ALPHA), (SHAPE, DEPARTURE), (ALPHA, DEPARTURE)] {
        sum.hessian[j][i] = sum.hessian[i][j];
    }
    (sum, total)
}
