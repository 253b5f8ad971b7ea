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
use crate::special::{self, Derivatives};

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
    for same_age in cells.chunk_by(|one, next| one.history.age().total_cmp(&next.history.age()).is_eq()) {
        let age = same_age[0].history.age();
        let (now, start) = ((alpha + age).recip(), alpha.recip());
        // ln(1 + T/α) with its first and second derivatives in α.
        let growth = [special::ln_1p(age * start), now - start, (start - now) * (start + now)];
        let mut customers = 0.0;
        for cell in same_age {
            let own = f64::from(cell.customers);
            customers += own;
            add_silence(&mut sum, own, shape, departure, silence(alpha, now, age, cell.history.recency()));
        }
        sum.value -= customers * shape * growth[0];
        sum.gradient[SHAPE] -= customers * growth[0];
        sum.gradient[ALPHA] -= customers * shape * growth[1];
        sum.hessian[SHAPE][ALPHA] -= customers * growth[1];
        sum.hessian[ALPHA][ALPHA] -= customers * shape * growth[2];
        total += customers;
    }
    for (i, j) in [(SHAPE, ALPHA), (SHAPE, DEPARTURE), (ALPHA, DEPARTURE)] {
        sum.hessian[j][i] = sum.hessian[i][j];
    }
    (sum, total)
}

/// `ln((α+T)/(α+t_x))` with its first and second derivatives in `α`; `now` is `1/(α+T)`.
fn silence(alpha: f64, now: f64, age: f64, recency: f64) -> [f64; 3] {
    let then = (alpha + recency).recip();
    [special::ln_1p((age - recency) * then), now - then, (then - now) * (then + now)]
}

/// Adds `ln(1 + e^u)` with `u = departure + R · silence`, `customers` times.
fn add_silence(sum: &mut Jet<3>, customers: f64, shape: f64, departure: f64, silence: [f64; 3]) {
    let Derivatives { value, first, second } = special::softplus_with_derivatives(departure + shape * silence[0]);
    let (left, spread) = (customers * first, customers * second);
    let bend = spread * shape * silence[1];
    sum.value += customers * value;
    sum.gradient[SHAPE] += left * silence[0];
    sum.gradient[ALPHA] += left * shape * silence[1];
    sum.gradient[DEPARTURE] += left;
    sum.hessian[SHAPE][SHAPE] += spread * silence[0] * silence[0];
    sum.hessian[SHAPE][ALPHA] += left * silence[1] + bend * silence[0];
    sum.hessian[SHAPE][DEPARTURE] += spread * silence[0];
    sum.hessian[ALPHA][ALPHA] += shape * (left * silence[2] + bend * silence[1]);
    sum.hessian[ALPHA][DEPARTURE] += bend;
    sum.hessian[DEPARTURE][DEPARTURE] += spread;
}
