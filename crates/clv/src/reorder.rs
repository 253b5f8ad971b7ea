//! The reorder cycle: when a customer who buys regularly is due, and how overdue one is.
//!
//! Medians, because gaps between orders have long tails; a customer with few gaps borrows from the segment.

use crate::error::{Fault, LARGEST};
use crate::statistics::{median, size};
use crate::{Error, Time};

/// With so many gaps of their own a customer needs no others.
const ENOUGH_GAPS: usize = 3;
/// The weight of the segment, in gaps, for customers with fewer.
const SEGMENT_WEIGHT: f64 = 3.0;
/// Makes the median absolute deviation of a normal variable its standard deviation.
const NORMAL_DEVIATION: f64 = 1.4826;

/// From where on a silence is unusual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReorderBounds {
    /// Longer than this share of gaps, it is to be watched …
    pub watch: f64,
    /// … and longer than this one, to be warned of.
    pub warn: f64,
}

impl Default for ReorderBounds {
    /// Four in five gaps, and nineteen in twenty.
    fn default() -> Self {
        Self { watch: 0.8, warn: 0.95 }
    }
}

/// The cycles of customers who are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct ReorderSegment {
    gap: f64,
    relative_gaps: Vec<f64>,
}

impl ReorderSegment {
    /// From the gaps between orders of all customers of the segment, one list a customer, in any unit of time.
    ///
    /// # Errors
    /// The first customer (as row) with a gap that is not above zero; [`Error::Empty`] if nobody has a gap.
    pub fn of(gaps: &[Vec<f64>]) -> Result<Self, Error> {
        gaps.iter().enumerate().try_for_each(|(row, own)| check(own).map_err(|fault| fault.in_row(row)))?;
        let gap = median(&gaps.concat()).ok_or(Error::Empty { of: "gaps between orders" })?;
        let mut segment = Self { gap, relative_gaps: Vec::new() };
        let relative = |own: &Vec<f64>| {
            let cycle = segment.cycle_of(own);
            own.iter().map(|gap| gap / cycle.gap).collect::<Vec<f64>>()
        };
        let mut relative_gaps: Vec<f64> = gaps.iter().flat_map(relative).collect();
        relative_gaps.sort_by(f64::total_cmp);
        segment.relative_gaps = relative_gaps;
        Ok(segment)
    }

    /// The median of all gaps.
    #[must_use]
    pub fn gap(&self) -> f64 {
        self.gap
    }

    /// The cycle of a customer with these gaps: their median, or, of fewer than three, `(n·median + 3·segment)/(n + 3)`.
    ///
    /// # Errors
    /// The first gap (as row) that is not above zero.
    pub fn cycle(&self, gaps: &[f64]) -> Result<ReorderCycle, Error> {
        gaps.iter().enumerate().try_for_each(|(row, gap)| check(&[*gap]).map_err(|fault| fault.in_row(row)))?;
        Ok(self.cycle_of(gaps))
    }

    fn cycle_of(&self, gaps: &[f64]) -> ReorderCycle {
        let number = size(gaps.len());
        let own = median(gaps);
        let gap = match own {
            Some(own) if gaps.len() >= ENOUGH_GAPS => own,
            Some(own) => (number * own + SEGMENT_WEIGHT * self.gap) / (number + SEGMENT_WEIGHT),
            None => self.gap,
        };
        let deviations: Vec<f64> = own.map_or_else(Vec::new, |own| gaps.iter().map(|gap| (gap - own).abs()).collect());
        let spread = median(&deviations).filter(|_| gaps.len() >= ENOUGH_GAPS).map(|deviation| NORMAL_DEVIATION * deviation);
        ReorderCycle { gap, spread, own_gaps: gaps.len() }
    }

    /// The share of the segment's gaps, each relative to its customer's cycle, that were shorter than this silence is to this cycle.
    #[must_use]
    pub fn share_of_shorter_gaps(&self, cycle: &ReorderCycle, since_last_order: Time) -> f64 {
        let index = cycle.overdue_index(since_last_order);
        size(self.relative_gaps.partition_point(|gap| *gap < index)) / size(self.relative_gaps.len())
    }

    /// Whether it is usual that a customer of this cycle has been silent for so long.
    #[must_use]
    pub fn alert(&self, cycle: &ReorderCycle, since_last_order: Time, bounds: ReorderBounds) -> ReorderAlert {
        match self.share_of_shorter_gaps(cycle, since_last_order) {
            share if share >= bounds.warn => ReorderAlert::Warn,
            share if share >= bounds.watch => ReorderAlert::Watch,
            _ => ReorderAlert::None,
        }
    }
}

/// A customer's cycle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReorderCycle {
    /// The time from one order to the next.
    pub gap: f64,
    /// Its spread, as a standard deviation (1.4826 times the median absolute deviation); none of fewer than three gaps.
    pub spread: Option<f64>,
    /// How many gaps of their own the customer has.
    pub own_gaps: usize,
}

impl ReorderCycle {
    /// Time since the last order, in cycles: above 1 the customer is overdue.
    #[must_use]
    pub fn overdue_index(&self, since_last_order: Time) -> f64 {
        since_last_order.units() / self.gap
    }
}

/// How unusual a silence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReorderAlert {
    /// Usual.
    None,
    /// To be watched.
    Watch,
    /// To be warned of.
    Warn,
}

fn check(gaps: &[f64]) -> Result<(), Fault> {
    match gaps.iter().find(|gap| !(**gap > 0.0 && **gap <= LARGEST)) {
        Some(gap) => Err(Fault::OutOfRange { field: "gap", value: *gap }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment() -> ReorderSegment {
        ReorderSegment::of(&[vec![30.0, 28.0, 35.0, 60.0], vec![10.0], vec![], vec![30.0, 30.0, 90.0]]).unwrap()
    }

    #[test]
    fn enough_gaps_speak_for_themselves_and_one_long_gap_does_not_move_the_cycle() {
        let cycle = segment().cycle(&[28.0, 30.0, 35.0, 30.0, 400.0]).unwrap();
        assert_eq!((cycle.gap, cycle.own_gaps), (30.0, 5));
        assert!((cycle.spread.unwrap() - 2.0 * 1.4826).abs() < 1e-12);
        assert!((cycle.overdue_index(Time::from(45)) - 1.5).abs() < 1e-15);
    }

    #[test]
    fn few_gaps_are_drawn_to_the_segment() {
        let segment = segment();
        assert!((segment.gap() - 30.0).abs() < 1e-12);
        assert_eq!(segment.cycle(&[10.0]).unwrap(), ReorderCycle { gap: 25.0, spread: None, own_gaps: 1 });
        assert!((segment.cycle(&[10.0; 3]).unwrap().gap - 10.0).abs() < 1e-12);
        assert_eq!(segment.cycle(&[]).unwrap(), ReorderCycle { gap: 30.0, spread: None, own_gaps: 0 });
    }

    #[test]
    fn alerts_follow_the_share_of_shorter_gaps() {
        let gaps: Vec<Vec<f64>> = vec![(1..=99).map(f64::from).collect()];
        let segment = ReorderSegment::of(&gaps).unwrap();
        let after = |days: u32, bounds| segment.alert(&segment.cycle(&gaps[0]).unwrap(), days.into(), bounds);
        let alerts = |bounds| [50, 81, 96].map(|days| after(days, bounds));
        assert_eq!(alerts(ReorderBounds::default()), [ReorderAlert::None, ReorderAlert::Watch, ReorderAlert::Warn]);
        assert_eq!(alerts(ReorderBounds { watch: 0.6, warn: 0.8 }), [ReorderAlert::None, ReorderAlert::Warn, ReorderAlert::Warn]);
    }

    #[test]
    fn a_gap_that_is_none_names_its_customer() {
        let refused = ReorderSegment::of(&[vec![5.0], vec![0.0]]).unwrap_err();
        assert_eq!(refused, Error::Row { row: 1, fault: Fault::OutOfRange { field: "gap", value: 0.0 } });
        assert!(ReorderSegment::of(&[vec![]]).is_err());
    }
}
