//! The likelihood of MBG/CNBD-k with its derivatives, for all cells of one frequency together, without the factor of the gaps.
//!
//! ```text
//! R = r + k x,   s = T − t_x
//! alive = ln (r)_kx − kx ln α + ln B(a, b+x+1)/B(a, b) − R ln(1 + T/α) + ln Σ_(j<k) (R)_j/j! (s/(α+T))^j − x ln Γ(k)
//! LL = ln(e^alive + e^dead),   dead − alive = ln a − ln(b+x) + R ln((α+T)/(α+t_x)) − ln Σ
//! ```
//!
//! The sum is over the events that may have passed since the last purchase without making another.

use crate::fit::jet::Jet;
use crate::history::Cell;
use crate::special;

/// The log-likelihood of cells of one frequency; parameters are `r, α, a, b`.
pub(super) fn of_cells(parameters: &[Jet<4>; 4], cells: &[Cell], k: u32) -> Jet<4> {
    let [r, alpha, a, b] = *parameters;
    let frequency = cells[0].history.frequency();
    let events = k.saturating_mul(frequency);
    let shape = r + f64::from(events);
    let departure = a.ln() - (b + f64::from(frequency)).ln();
    let gaps = f64::from(frequency) * special::ln_gamma(f64::from(k)).value;
    let constant = r.ln_rising(events) - alpha.ln().scale(f64::from(events)) + Jet::ln_beta_step(&a, &b, frequency + 1) + (-gaps);
    let local = [Jet::variable(shape.value, 0), Jet::variable(alpha.value, 1), Jet::variable(departure.value, 2)];
    let mut customers = 0.0;
    let sum = cells.iter().fold(Jet::ZERO, |sum, cell| {
        customers += f64::from(cell.customers);
        sum + of_times(&local, cell, k).scale(f64::from(cell.customers))
    });
    constant.scale(customers) + Jet::compose(&sum, &[shape, alpha, departure])
}

/// The part that depends on times, in `(R, α, departure)`.
fn of_times([shape, alpha, departure]: &[Jet<3>; 3], cell: &Cell, k: u32) -> Jet<3> {
    let (recency, age) = (cell.history.recency(), cell.history.age());
    let waited = age - recency;
    let passed = log_passed(shape, &(*alpha + age).recip().scale(waited), k);
    let log_odds = *departure + *shape * (*alpha + recency).log_growth(waited) - passed;
    passed - *shape * alpha.log_growth(age) + log_odds.softplus()
}

/// `ln Σ_(j<k) (R)_j/j! shareʲ`.
fn log_passed(shape: &Jet<3>, share: &Jet<3>, k: u32) -> Jet<3> {
    let mut term = Jet::constant(1.0);
    let mut sum = term;
    for event in 1..k {
        let event = f64::from(event);
        term = term * (*shape + (event - 1.0)) * share.scale(event.recip());
        sum = sum + term;
    }
    sum.ln()
}
