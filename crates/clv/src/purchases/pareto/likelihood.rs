//! The likelihood of the Pareto/NBD with its derivatives in `r, α, s, β`, summed over cells.
//!
//! ```text
//! LL = alive + ln(1 + e^u),   u = ln D + (r+x) ln(α+T) + s ln(β+T)
//! alive = ln Γ(r+x)/Γ(r) − r ln(1 + T/α) − x ln(α+T) − s ln(1 + T/β)
//! ```
//!
//! Cells of one frequency and one age share all but `D`.

use super::ParetoNbdParameters;
use super::departure::Departure;
use crate::fit::jet::Jet;
use crate::history::Cell;

/// The log-likelihood of cells that come by frequency, then age.
pub(super) fn of_cells(parameters: &[Jet<4>; 4], cells: &[Cell]) -> Jet<4> {
    let mut sum = Jet::ZERO;
    for same_frequency in cells.chunk_by(|one, next| one.history.frequency() == next.history.frequency()) {
        let rising = parameters[0].ln_rising(same_frequency[0].history.frequency());
        for same_age in same_frequency.chunk_by(|one, next| one.history.age().total_cmp(&next.history.age()).is_eq()) {
            sum = sum + of_age(parameters, &rising, same_age);
        }
    }
    sum
}

/// Cells of one frequency and one age; `rising` is `ln Γ(r+x)/Γ(r)`.
fn of_age(parameters: &[Jet<4>; 4], rising: &Jet<4>, cells: &[Cell]) -> Jet<4> {
    let [r, alpha, s, beta] = *parameters;
    let (x, age) = (f64::from(cells[0].history.frequency()), cells[0].history.age());
    let (log_alpha, log_beta) = ((alpha + age).ln(), (beta + age).ln());
    let alive = *rising - r * alpha.log_growth(age) - log_alpha.scale(x) - s * beta.log_growth(age);
    let whole = (r + x) * log_alpha + s * log_beta;
    let values = ParetoNbdParameters { r: r.value, alpha: alpha.value, s: s.value, beta: beta.value };
    let mut customers = 0.0;
    let mut left = Jet::ZERO;
    for cell in cells {
        let own = f64::from(cell.customers);
        customers += own;
        if let Some(departure) = Departure::of(&values, &cell.history) {
            left = left + (departure.log_value_with_derivatives() + whole).softplus().scale(own);
        }
    }
    alive.scale(customers) + left
}
