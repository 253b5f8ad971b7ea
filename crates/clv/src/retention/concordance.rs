//! Harrell's concordance: how well a risk orders lifetimes.

use super::{Lifetime, by_time, longest_first};
use crate::Error;
use crate::error::Fault;
use crate::statistics::ranks;

/// The share of comparable pairs in which the higher risk has the shorter lifetime; equal risks count half.
///
/// A pair can be compared if the one that ended did so before the other, or when the other was last seen. 0.5 is chance.
///
/// # Errors
/// If lengths differ or no pair can be compared; the first risk that is not a number (it may be infinite).
pub fn concordance(lifetimes: &[Lifetime], risks: &[f64]) -> Result<f64, Error> {
    if lifetimes.len() != risks.len() {
        return Err(Error::Length { of: "risks", needed: lifetimes.len(), found: risks.len() });
    }
    if let Some(row) = risks.iter().position(|risk| risk.is_nan()) {
        return Err(Fault::NotFinite { field: "risk" }.in_row(row));
    }
    let places = places(risks);
    let mut longer = Counts::new(risks.len());
    let (mut pairs, mut agreeing) = (0.0, 0.0);
    for same_time in by_time(lifetimes, &longest_first(lifetimes)) {
        let (ended, censored): (Vec<usize>, Vec<usize>) = same_time.iter().partition(|&&index| lifetimes[index].ended());
        for &index in &censored {
            longer.add(places[index]);
        }
        for &index in &ended {
            let (below, up_to) = (longer.up_to(places[index]), longer.up_to(places[index] + 1));
            pairs += longer.up_to(risks.len());
            agreeing += f64::midpoint(below, up_to);
        }
        for &index in &ended {
            longer.add(places[index]);
        }
    }
    if pairs > 0.0 { Ok(agreeing / pairs) } else { Err(Error::NotIdentified) }
}

/// The place of each value among all, from 0; equal values have one place.
fn places(values: &[f64]) -> Vec<usize> {
    let ranks = ranks(values);
    let mut distinct = ranks.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    ranks.iter().map(|rank| distinct.partition_point(|other| other < rank)).collect()
}

/// How often each place was seen, with fast sums (Fenwick's tree).
struct Counts(Vec<f64>);

impl Counts {
    fn new(places: usize) -> Self {
        Self(vec![0.0; places + 1])
    }

    fn add(&mut self, place: usize) {
        let mut node = place + 1;
        while node < self.0.len() {
            self.0[node] += 1.0;
            node += node & node.wrapping_neg();
        }
    }

    /// How many were seen at places below `end`.
    fn up_to(&self, end: usize) -> f64 {
        let mut node = end;
        let mut sum = 0.0;
        while node > 0 {
            sum += self.0[node];
            node &= node - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pairs_as_one_by_one() {
        let lifetimes: Vec<Lifetime> = [(1.0, true), (2.0, false), (2.0, true), (3.0, true), (3.0, true), (5.0, false)]
            .map(|(time, ended)| Lifetime::new(time, ended).unwrap())
            .into();
        let risks = [0.9, 0.1, 0.4, 0.4, 0.2, 0.4];
        // By hand: (1: all five agree) + (2: the censored at 2 agrees, ties with 0.4 twice, 0.2 agrees) + (3: tie) + (3: no).
        let by_hand = (5.0 + 1.0 + 0.5 + 1.0 + 0.5 + 0.5) / 11.0;
        assert!((concordance(&lifetimes, &risks).unwrap() - by_hand).abs() < 1e-15);
    }
}
