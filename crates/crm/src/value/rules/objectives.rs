//! The aims of a company in its customers (F53), and who left for lack of care (F36).

use chrono::{Days, NaiveDate};

/// Days in a year of tenure.
const YEAR: i64 = 365;

/// F53, the best relation: years as a customer × orders a year × margin of an order, in minor units. Of the last 12 months, orders
/// times the margin of one are the margin of all.
#[must_use]
pub fn best_relation(tenure_days: i64, margin_12m: i64) -> i64 {
    let product = i128::from(tenure_days.max(0)) * i128::from(margin_12m);
    i64::try_from(product / i128::from(YEAR)).unwrap_or(if product < 0 { i64::MIN } else { i64::MAX })
}

/// The day from which a customer counts as lost.
#[must_use]
pub fn lost_on(last_sale: NaiveDate, lost_days: i64) -> NaiveDate {
    last_sale + Days::new(lost_days.unsigned_abs())
}

/// F36: whether nobody had spoken with a customer for longer than the interval of upkeep when it was lost: the last contact in both
/// directions before that day.
#[must_use]
pub fn was_care_overdue(lost_on: NaiveDate, last_two_way: Option<NaiveDate>, upkeep_days: i64) -> bool {
    last_two_way.is_none_or(|last| (lost_on - last).num_days() > upkeep_days)
}

/// F36: what winning a customer costs, at least and at most, from what keeping one costs in a year.
#[must_use]
pub fn winning(keeping: i64, [low, high]: [i64; 2]) -> [i64; 2] {
    [low, high].map(|times| keeping.saturating_mul(times))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn f53_three_years_of_twelve_orders_with_500_yuan_each() {
        let margin = 12 * 50_000;
        assert_eq!(best_relation(3 * YEAR, margin), 1_800_000);
        assert_eq!([best_relation(0, margin), best_relation(-5, margin), best_relation(YEAR, -margin)], [0, 0, -margin]);
    }

    #[test]
    fn f36_winning_costs_five_to_ten_times_keeping() {
        assert_eq!(winning(200_000, [5, 10]), [1_000_000, 2_000_000]);
    }

    #[test]
    fn f36_care_was_overdue_when_nobody_had_spoken_for_longer_than_the_interval() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("it is a day");
        let lost = lost_on(day("2025-01-01"), 365);
        assert_eq!(lost, day("2026-01-01"));
        for (last, overdue) in [(None, true), (Some("2025-10-03"), false), (Some("2025-10-02"), true)] {
            assert_eq!(was_care_overdue(lost, last.map(day), 90), overdue, "{last:?}");
        }
    }

    proptest! {
        #[test]
        fn longer_relations_with_more_margin_are_better(days in 0_i64..20_000, more in 0_i64..5000, margin in 0_i64..1_000_000_000_000) {
            prop_assert!(best_relation(days + more, margin) >= best_relation(days, margin));
            prop_assert!(best_relation(days, margin + more) >= best_relation(days, margin));
        }
    }
}
