//! The reorder cycle: every how many days a customer orders, when it is due, how unusual its silence is.

use chrono::{Days, NaiveDate};
use guanxi_clv::{ReorderAlert, ReorderBounds, ReorderSegment, Time};
use guanxi_kernel::clock::NEVER;

use super::codes::codes;

/// A customer's cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycle {
    /// Days from one order to the next.
    pub days: i64,
    /// When the next one is due.
    pub due_on: NaiveDate,
    /// How unusual the silence is.
    pub silence: Silence,
}

codes! {
    /// How unusual a silence is.
    Silence, "No cycle is known." {
        Usual = "usual", "Usual.";
        Watch = "watch", "Longer than most gaps of such customers.";
        Warn = "warn", "Longer than almost all of them.";
    }
}

impl Cycle {
    /// Of a customer that ordered on these days, in their order, each once. `None` for one without an order.
    #[must_use]
    pub fn of(days: &[NaiveDate], segment: &ReorderSegment, today: NaiveDate, bounds: ReorderBounds) -> Option<Self> {
        let last = *days.last()?;
        let gaps: Vec<f64> = days.windows(2).map(|pair| super::real((pair[1] - pair[0]).num_days())).collect();
        let cycle = segment.cycle(&gaps).ok()?;
        let gap = super::whole(cycle.gap).max(1);
        // An order of a day to come is no silence.
        let silent = Time::new(super::real((today - last).num_days())).unwrap_or_default();
        let silence = match segment.alert(&cycle, silent, bounds) {
            ReorderAlert::None => Silence::Usual,
            ReorderAlert::Watch => Silence::Watch,
            ReorderAlert::Warn => Silence::Warn,
        };
        let due_on = last.checked_add_days(Days::new(gap.unsigned_abs())).unwrap_or(NEVER);
        Some(Self { days: gap, due_on, silence })
    }
}

/// How far an account is beyond its cycle: the days since its last order, which the next one is due a cycle after, and these over the
/// cycle in basis points (the overdue index: above 1 the next order is overdue). An order of a day to come is no silence.
#[must_use]
pub fn overdue(cycle_days: i64, due_on: NaiveDate, today: NaiveDate) -> (i64, i64) {
    let silent = (cycle_days - (due_on - today).num_days()).max(0);
    (silent, super::in_relation(silent, cycle_days).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).expect("the day is a day") + Days::new(n)
    }

    #[test]
    fn an_account_is_as_overdue_as_its_silence_is_longer_than_its_cycle() {
        for (today, expected) in [(105, (45, 15_000)), (90, (30, 10_000)), (70, (10, 3333)), (50, (0, 0))] {
            assert_eq!(overdue(30, day(90), day(today)), expected, "day {today}");
        }
    }

    #[test]
    fn a_customer_is_due_one_cycle_after_its_last_order() {
        let segment = ReorderSegment::of(&[(1..=99).map(f64::from).collect()]).expect("there are gaps");
        let days = [0, 30, 60, 90, 120].map(day);
        let of = |days: &[NaiveDate], today, bounds| Cycle::of(days, &segment, today, bounds);
        let cycle = of(&days, day(130), ReorderBounds::default()).expect("it ordered");
        assert_eq!((cycle.days, cycle.due_on, cycle.silence), (30, day(150), Silence::Usual));
        assert_eq!(of(&days, day(200), ReorderBounds::default()).map(|cycle| cycle.silence), Some(Silence::Warn));
        assert_eq!(of(&days, day(130), ReorderBounds { watch: 0.1, warn: 0.9 }).map(|cycle| cycle.silence), Some(Silence::Watch));
        assert_eq!(of(&[], day(1), ReorderBounds::default()), None);
        assert_eq!([Silence::None, Silence::Usual, Silence::Watch, Silence::Warn].map(Silence::code), ["none", "usual", "watch", "warn"]);
    }
}
