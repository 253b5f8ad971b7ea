//! The lunar calendar.

use chrono::NaiveDate;
use icu_calendar::{Date, types::Month};

/// A day of the lunar calendar, whose year begins in January or February of the solar year with its number. `None` if there is no
/// such day.
#[must_use]
pub(crate) fn solar_day(year: i32, month: Month, day: u8) -> Option<NaiveDate> {
    let date = Date::try_new_chinese_traditional(year, month, day).ok()?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(date.to_rata_die().to_i64_date()).ok()?)
}
