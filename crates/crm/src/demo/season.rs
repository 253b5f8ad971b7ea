//! When a liquor dealer sells: festivals, weekdays and the days nobody works. A rough shape for
//! demo data, no calendar: lunar dates outside the table are only near.

use chrono::{Datelike as _, NaiveDate, TimeDelta, Weekday};

/// Spring Festival, month and day by year from [`FIRST_YEAR`].
const SPRING: [(u32, u32); 7] = [(2, 10), (1, 29), (2, 17), (2, 6), (1, 26), (2, 13), (2, 3)];
/// Mid-Autumn, month and day by year from [`FIRST_YEAR`].
const AUTUMN: [(u32, u32); 7] = [(9, 17), (10, 6), (9, 25), (9, 15), (10, 3), (9, 22), (9, 12)];
const FIRST_YEAR: i32 = 2024;

/// Spring Festival of a year; outside the table the date of the nearest year in it.
pub(super) fn spring_festival(year: i32) -> NaiveDate {
    lunar(&SPRING, year)
}

/// Mid-Autumn of a year; outside the table the date of the nearest year in it.
pub(super) fn mid_autumn(year: i32) -> NaiveDate {
    lunar(&AUTUMN, year)
}

/// How strongly the trade buys on a day, in thousandths of an ordinary day, weekdays left out.
pub(super) fn factor(day: NaiveDate) -> i64 {
    match days_from(day, spring_festival) {
        -40..=-26 => return 1700,
        -25..=-6 => return 2500,
        -5..=-1 => return 900,
        0..=7 => return 60,
        8..=35 => return 480,
        _ => {}
    }
    let autumn = match days_from(day, mid_autumn) {
        -32..=-18 => 1400,
        -17..=-3 => 2000,
        -2..=2 => 500,
        3..=20 => 620,
        _ => 1000,
    };
    let new_year = match days_from(day, new_year) {
        -20..=-2 => 1350,
        -1..=2 => 700,
        _ => 1000,
    };
    let summer = if (6..=8).contains(&day.month()) { 860 } else { 1000 };
    autumn * new_year / 1000 * summer / 1000
}

/// How strongly the trade buys on the weekday, in thousandths.
pub(super) fn weekday_factor(day: NaiveDate) -> i64 {
    match day.weekday() {
        Weekday::Mon => 1200,
        Weekday::Tue => 1050,
        Weekday::Wed => 1000,
        Weekday::Thu => 1100,
        Weekday::Fri => 1300,
        Weekday::Sat => 700,
        Weekday::Sun => 250,
    }
}

/// Whether the dealer's own people work on a day.
pub(super) fn is_workday(day: NaiveDate) -> bool {
    let holiday =
        (0..=6).contains(&days_from(day, spring_festival)) || (day.month() == 10 && day.day() <= 3) || (day.month() == 1 && day.day() == 1);
    !holiday && day.weekday() != Weekday::Sun
}

/// The first working day on or after a day.
pub(super) fn workday_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().take(14).find(|day| is_workday(*day)).unwrap_or(day)
}

/// The selling festival within the next 45 days, with the days until then.
pub(super) fn next_festival(day: NaiveDate) -> Option<(&'static str, i64)> {
    let all = [("春节", spring_festival as fn(i32) -> NaiveDate), ("中秋", mid_autumn), ("元旦", new_year)];
    let soon = all.map(|(name, date)| (name, -days_from(day, date)));
    soon.into_iter().filter(|(_, days)| (3..=45).contains(days)).min_by_key(|(_, days)| *days)
}

/// Days from the nearest date of a festival to `day`; negative before it.
fn days_from(day: NaiveDate, date: fn(i32) -> NaiveDate) -> i64 {
    let years = [day.year() - 1, day.year(), day.year() + 1];
    let distances = years.map(|year| (day - date(year)).num_days());
    distances.into_iter().min_by_key(|days| days.abs()).unwrap_or(0)
}

fn new_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}

fn lunar(table: &[(u32, u32); 7], year: i32) -> NaiveDate {
    let index = usize::try_from(year - FIRST_YEAR).unwrap_or(0).min(table.len() - 1);
    let known = FIRST_YEAR + i32::try_from(index).unwrap_or(0);
    let (month, day) = table[index];
    let nearest = NaiveDate::from_ymd_opt(known, month, day).unwrap_or_default();
    new_year(year) + TimeDelta::days(i64::from(nearest.ordinal0()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    #[test]
    fn festivals_are_known_and_near_outside_the_table() {
        assert_eq!(spring_festival(2026), date(2026, 2, 17));
        assert_eq!(mid_autumn(2030), date(2030, 9, 12));
        assert_eq!(spring_festival(2019), date(2019, 2, 10));
        assert_eq!(mid_autumn(2044), date(2044, 9, 11));
    }

    #[test]
    fn the_trade_peaks_before_festivals_and_rests_after() {
        assert!(factor(date(2026, 2, 1)) > 2000);
        assert!(factor(date(2026, 2, 20)) < 100);
        assert!(factor(date(2026, 3, 5)) < 600);
        assert!(factor(date(2026, 9, 15)) > 1600);
        assert!(factor(date(2025, 12, 20)) > 1200);
        assert!((800..=1000).contains(&factor(date(2026, 5, 20))));
    }

    #[test]
    fn holidays_are_no_workdays() {
        assert!(!is_workday(date(2026, 2, 18)));
        assert!(is_workday(date(2026, 11, 20)));
        assert_eq!(workday_from(date(2026, 11, 22)), date(2026, 11, 23));
        assert_eq!(next_festival(date(2026, 12, 20)), Some(("元旦", 12)));
        assert_eq!(next_festival(date(2026, 5, 20)), None);
    }
}
