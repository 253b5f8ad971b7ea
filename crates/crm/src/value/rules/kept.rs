//! F65: of which days the figures are kept.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Whether the figures of a day are kept on another: every one of the last days, and the last of each month of the last months.
#[must_use]
pub fn is_kept(day: NaiveDate, today: NaiveDate, days: i64, months: i64) -> bool {
    let is_recent = day > today - Days::new(days.unsigned_abs());
    let ends_a_month = (day + Days::new(1)).day() == 1;
    let from = u32::try_from(months).ok().and_then(|months| today.checked_sub_months(Months::new(months)));
    is_recent || ends_a_month && from.is_none_or(|from| day > from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f65_the_last_days_and_the_ends_of_months_are_kept() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("the day is a day");
        let today = day("2026-11-29");
        for (kept, expected) in [
            ("2026-11-29", true),
            ("2026-11-23", true),
            ("2026-11-22", false),
            ("2026-10-31", true),
            ("2025-11-30", true),
            ("2025-10-31", false),
            ("2025-12-30", false),
        ] {
            assert_eq!(is_kept(day(kept), today, 7, 12), expected, "{kept}");
        }
    }

    #[test]
    fn f65_a_trend_of_twelve_months_has_twelve_points() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("the day is a day");
        let ends = (0_u64..400).map(|n| today - Days::new(n)).filter(|day| is_kept(*day, today, 1, 12));
        assert_eq!(ends.count(), 12);
    }
}
