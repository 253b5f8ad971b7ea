//! Periods in which the year of the trade repeats itself: the months of the lunar calendar, in which Spring Festival and Mid-Autumn
//! stand in the same place every year. A leap month belongs to the one before it.

use chrono::{Datelike, Days, NaiveDate};
use icu_calendar::types::Month;

use crate::lunar::solar_day;

/// Periods in a year.
pub const SEASONS: usize = 12;
/// What is needed is compared by so many days: lunar months have 29 or 30, and 59 with a leap month.
const COMMON_DAYS: f64 = 30.0;

/// A lunar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub from: NaiveDate,
    /// The day after its last.
    pub until: NaiveDate,
}

impl Period {
    /// How many days it has, in common months.
    #[must_use]
    pub fn months(&self) -> f64 {
        super::real((self.until - self.from).num_days()) / COMMON_DAYS
    }

    /// The days of it that lie within two others, the first and the one after the last.
    fn days(&self, [from, until]: [NaiveDate; 2]) -> impl Iterator<Item = NaiveDate> {
        let (first, end) = (self.from.max(from), self.until.min(until));
        first.iter_days().take_while(move |day| *day < end)
    }
}

/// The lunar months from the one that holds a day to the one that holds another.
#[must_use]
pub fn lunar_months(from: NaiveDate, until: NaiveDate) -> Vec<Period> {
    let starts: Vec<NaiveDate> = (from.year() - 1..=until.year() + 1)
        .flat_map(|year| (1..=12).filter_map(move |month| solar_day(year, Month::new(month), 1)))
        .collect();
    let periods = starts.windows(2).map(|pair| Period { from: pair[0], until: pair[1] });
    periods.filter(|period| period.until > from && period.from <= until).collect()
}

/// What was needed in each period, for every 30 days of it; of days with what was needed on them.
#[must_use]
pub fn rates(needed: &[(NaiveDate, i64)], periods: &[Period]) -> Vec<f64> {
    let in_period = |period: &Period| {
        let sum =
            needed.iter().filter(|(day, _)| (period.from..period.until).contains(day)).fold(0_i64, |sum, (_, n)| sum.saturating_add(*n));
        super::real(sum.max(0)) / period.months()
    };
    periods.iter().map(in_period).collect()
}

/// What is needed on each day after `today` and before `until`, from what every period needs in 30 days.
pub fn by_day(rates: &[f64], periods: &[Period], today: NaiveDate, until: NaiveDate) -> impl Iterator<Item = (NaiveDate, f64)> {
    let bounds = [today + Days::new(1), until];
    periods.iter().zip(rates).flat_map(move |(period, rate)| period.days(bounds).map(move |day| (day, rate / COMMON_DAYS)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("it is a day")
    }

    #[test]
    fn the_first_lunar_month_begins_with_spring_festival() {
        let months = lunar_months(day("2026-11-29"), day("2027-12-31"));
        assert_eq!(months.first().map(|month| month.from), Some(day("2026-11-09")), "the tenth month");
        assert!(months.iter().any(|month| month.from == day("2027-02-06")), "Spring Festival of 2027");
        let leap = lunar_months(day("2025-08-01"), day("2025-08-01"));
        assert_eq!(leap, [Period { from: day("2025-06-25"), until: day("2025-08-23") }], "the sixth month and its leap month");
    }

    #[test]
    fn rates_are_of_thirty_days_and_what_comes_begins_tomorrow() {
        let periods = lunar_months(day("2026-11-29"), day("2026-12-20"));
        let needed = [(day("2026-11-08"), 7), (day("2026-11-10"), 20), (day("2026-12-08"), 10), (day("2026-12-10"), -5)];
        assert_eq!(rates(&needed, &periods), [30.0, 0.0], "30 in 30 days; what is given back is not needed");
        let days: Vec<(NaiveDate, f64)> = by_day(&[30.0, 60.0], &periods, day("2026-12-07"), day("2026-12-10")).collect();
        assert_eq!(days, [(day("2026-12-08"), 1.0), (day("2026-12-09"), 2.0)]);
    }

    proptest! {
        #[test]
        fn lunar_months_follow_each_other_without_gaps(start in 0_u64..20_000, length in 0_u64..3000) {
            let from = day("1960-01-01") + Days::new(start);
            let until = from + Days::new(length);
            let months = lunar_months(from, until);
            prop_assert!(months.windows(2).all(|pair| pair[0].until == pair[1].from));
            prop_assert!(months[0].from <= from && months[months.len() - 1].until > until);
            prop_assert!(months.iter().all(|month| (29..=60).contains(&(month.until - month.from).num_days())));
        }
    }
}
