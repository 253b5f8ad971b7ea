//! The only "now" in the product, cut to milliseconds so that both databases store the same instant,
//! and the arithmetic of days in a workspace's time zone.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, SubsecRound, TimeZone, Utc};
use chrono_tz::Tz;

/// What a date column holds for "no date yet": the lowest date, so that it sorts as the empty value everywhere.
pub const NEVER: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("the first day is a date");

/// `None` for [`NEVER`], otherwise the date.
#[must_use]
pub fn known(date: NaiveDate) -> Option<NaiveDate> {
    (date != NEVER).then_some(date)
}

/// Whether a day lies in the years that both databases and every cursor write with four digits.
#[must_use]
pub fn in_our_time(day: &NaiveDate) -> bool {
    (1..=9998).contains(&day.year())
}

/// Tells the time. Tests may move it; nothing else may.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    moved_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The present instant, in whole milliseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine for the time")]
    pub fn now(&self) -> DateTime<Utc> {
        let moved = Duration::milliseconds(self.moved_ms.load(Ordering::Relaxed));
        (Utc::now() + moved).trunc_subsecs(3)
    }

    /// Moves this clock forward (or back), for tests of deadlines and expiry.
    #[cfg(feature = "testkit")]
    pub fn travel(&self, by: Duration) {
        self.moved_ms.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}

/// The calendar day of an instant in a zone.
#[must_use]
pub fn day_in(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The instant at which a day begins in a zone. Where midnight is skipped by a change of clocks, the first valid instant after it.
#[must_use]
pub fn day_start(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    (0..4)
        .find_map(|hours| zone.from_local_datetime(&(midnight + Duration::hours(hours))).earliest())
        .map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// A calendar unit of relative dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 24-hour calendar day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Calendar month.
    Month,
    /// Three calendar months from January, April, July or October.
    Quarter,
    /// Calendar year.
    Year,
}

impl Unit {
    /// The first day of the unit that holds `day`.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let first_of = |month| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            Self::Day => day,
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => first_of(day.month()),
            Self::Quarter => first_of((day.month0() / 3) * 3 + 1),
            Self::Year => first_of(1),
        }
    }

    /// `day` moved by `n` units, back when negative. `None` when that leaves the calendar.
    #[must_use]
    pub fn shift(self, day: NaiveDate, n: i32) -> Option<NaiveDate> {
        let count = n.unsigned_abs();
        let months = |each: u32| {
            let months = Months::new(count.checked_mul(each)?);
            if n < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
        };
        let days = |each: u64| {
            let days = Days::new(u64::from(count) * each);
            if n < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
        };
        let shifted = match self {
            Self::Day => days(1),
            Self::Week => days(7),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
        };
        shifted.filter(in_our_time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn units_start_on_their_first_day() {
        for (unit, want) in [
            (Unit::Day, "2026-11-22"),
            (Unit::Week, "2026-11-16"),
            (Unit::Month, "2026-11-01"),
            (Unit::Quarter, "2026-10-01"),
            (Unit::Year, "2026-01-01"),
        ] {
            assert_eq!(unit.start(day("2026-11-22")), day(want), "{unit:?}");
        }
    }

    #[test]
    fn shifting_a_month_keeps_inside_the_month() {
        assert_eq!(Unit::Month.shift(day("2026-03-31"), -1), Some(day("2026-02-28")));
        assert_eq!(Unit::Year.shift(NaiveDate::MAX, 1), None);
        assert_eq!(Unit::Year.shift(day("2026-11-22"), -3000), None);
    }

    #[test]
    fn a_day_starts_at_local_midnight() {
        let start = day_start(chrono_tz::Asia::Shanghai, day("2026-11-22"));
        assert_eq!(start.to_rfc3339(), "2026-11-21T16:00:00+00:00");
        assert_eq!(day_in(chrono_tz::Asia::Shanghai, start), day("2026-11-22"));
    }
}
