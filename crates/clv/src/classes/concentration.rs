//! How much of the whole a few make: Gini's coefficient, the share of the top, the whale curve.

use super::check;
use crate::Error;
use crate::error::not_negative;
use crate::statistics::size;

/// Gini's coefficient: 0 if all are equal, near 1 if one has everything. `None` if the sum is zero.
///
/// # Errors
/// The first value that is negative or not finite; an empty list.
pub fn gini(values: &[f64]) -> Result<Option<f64>, Error> {
    check("value", values)?;
    for (row, value) in values.iter().enumerate() {
        not_negative("value", *value).map_err(|fault| fault.in_row(row))?;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (count, total) = (size(sorted.len()), sorted.iter().sum::<f64>());
    let weighted: f64 = sorted.iter().enumerate().map(|(index, value)| (2.0 * size(index + 1) - count - 1.0) * value).sum();
    Ok((total > 0.0).then(|| weighted / (count * total)))
}

/// The share of the sum that the largest values make, as many as `share` of all, rounded down. `None` if the sum is not positive.
///
/// # Errors
/// The first value that is not finite; an empty list; a `share` outside 0 to 1.
pub fn share_of_top(values: &[f64], share: f64) -> Result<Option<f64>, Error> {
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::Parameter { name: "share", value: share, must: "must lie between 0 and 1" });
    }
    let curve = whale_curve(values)?;
    let total = curve[curve.len() - 1];
    let wanted = share * size(values.len());
    let made = curve.iter().zip(1..).take_while(|(_, number)| size(*number) <= wanted).last().map_or(0.0, |(sum, _)| *sum);
    Ok((total > 0.0).then(|| made / total))
}

/// Cumulative sums by descending value: the whale curve of Cooper & Kaplan 1991, whose peak exceeds its end where customers
/// lose money.
///
/// # Errors
/// The first value that is not finite; an empty list.
pub fn whale_curve(values: &[f64]) -> Result<Vec<f64>, Error> {
    check("value", values)?;
    let mut sorted = values.to_vec();
    sorted.sort_by(|one, other| other.total_cmp(one));
    let mut sum = 0.0;
    for value in &mut sorted {
        sum += *value;
        *value = sum;
    }
    Ok(sorted)
}
