//! ABC classes by cumulative share.

use super::check;
use crate::Error;
use crate::statistics::highest_first;

/// Class A ends at this cumulative share …
const END_OF_A: f64 = 0.80;
/// … and class B at this one.
const END_OF_B: f64 = 0.95;

/// The class of a customer by value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AbcClass {
    /// The largest, who make the first 80 percent.
    A,
    /// Those who make the next 15.
    B,
    /// All others.
    C,
}

/// The class of each value: A while those before it make less than 80 percent of the sum, B while less than 95, else C.
///
/// Equal values are taken in their order in the list. Without a positive sum everybody is C.
///
/// # Errors
/// The first value that is not finite; an empty list.
pub fn abc(values: &[f64]) -> Result<Vec<AbcClass>, Error> {
    check("value", values)?;
    let total: f64 = values.iter().sum();
    let mut classes = vec![AbcClass::C; values.len()];
    let mut before = 0.0;
    for index in highest_first(values) {
        if total > 0.0 {
            classes[index] = match before / total {
                share if share < END_OF_A => AbcClass::A,
                share if share < END_OF_B => AbcClass::B,
                _ => AbcClass::C,
            };
        }
        before += values[index];
    }
    Ok(classes)
}
