//! What contacts decides, without the database. Sources: docs/domain/contacts.md.

use chrono::{Datelike, NaiveDate};
use icu_calendar::{Date, types::Month};

/// F01: what a person is at an account.
pub const ROLES: &[&str] = &["boss", "buyer", "payer", "decision_maker", "influencer", "user", "finance", "warehouse", "gatekeeper"];
/// As the person wants to be addressed.
pub const GENDERS: &[&str] = &["female", "male", "other"];
/// The calendar of a birthday.
pub const CALENDARS: &[&str] = &["solar", "lunar"];
/// How the person wants to be reached.
pub const CHANNELS: &[&str] = &["phone", "mobile", "wechat", "email", "visit", "letter", "fax"];

/// Whether a birthday can exist. Lunar months have 29 or 30 days, and any of them may be a leap month in some year.
///
/// # Errors
/// The field, and what is wrong with it.
pub fn birthday_exists(calendar: &str, year: Option<i64>, month: i64, day: i64, leap: bool) -> Result<(), (&'static str, &'static str)> {
    if !(1..=12).contains(&month) {
        return Err(("month", "A month is a number from 1 to 12."));
    }
    if year.is_some_and(|year| !(1900..=2100).contains(&year)) {
        return Err(("year", "A year of birth is a number from 1900 to 2100, or unknown."));
    }
    if calendar == "lunar" {
        return if (1..=30).contains(&day) { Ok(()) } else { Err(("day", "A lunar month has at most 30 days.")) };
    }
    if leap {
        return Err(("leap", "Only the lunar calendar has leap months."));
    }
    // Without a year, 29 February may be right.
    let year = i32::try_from(year.unwrap_or(2000)).unwrap_or(2000);
    let date =
        u32::try_from(month).ok().zip(u32::try_from(day).ok()).and_then(|(month, day)| chrono::NaiveDate::from_ymd_opt(year, month, day));
    if date.is_some() { Ok(()) } else { Err(("day", "This day does not exist.")) }
}

/// The next day, today included, on which a birthday is kept. A day that the year does not have is kept on the last day of
/// its month; a leap month that the year does not have, in the month it would follow.
#[must_use]
pub fn next_birthday(calendar: &str, month: i64, day: i64, leap: bool, today: NaiveDate) -> Option<NaiveDate> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    // A lunar year begins in January or February of the solar year with its number.
    (today.year() - 1..=today.year() + 1)
        .filter_map(|year| if calendar == "lunar" { lunar(year, month, day, leap) } else { solar(year, month, day) })
        .find(|date| *date >= today)
}

fn solar(year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    (day.saturating_sub(1)..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month.into(), day.into()))
}

fn lunar(year: i32, month: u8, day: u8, leap: bool) -> Option<NaiveDate> {
    let months = [Month::leap(month), Month::new(month)];
    let tries = months.into_iter().skip(usize::from(!leap)).flat_map(|month| [(month, day), (month, day.saturating_sub(1))]);
    let date = tries.filter_map(|(month, day)| Date::try_new_chinese_traditional(year, month, day).ok()).next()?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(date.to_rata_die().to_i64_date()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_kept_on_its_next_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (calendar, month, date, leap, today, next) in [
            ("solar", 5, 13, false, "2026-05-13", "2026-05-13"),
            ("solar", 5, 13, false, "2026-05-14", "2027-05-13"),
            ("solar", 2, 29, false, "2026-01-01", "2026-02-28"),
            ("solar", 2, 29, false, "2028-01-01", "2028-02-29"),
            // Mid-autumn of 2026 and of 2027; the new year of 2027; the last days of a lunar year.
            ("lunar", 8, 15, false, "2026-09-25", "2026-09-25"),
            ("lunar", 8, 15, false, "2026-09-26", "2027-09-15"),
            ("lunar", 1, 1, false, "2026-11-22", "2027-02-06"),
            ("lunar", 12, 29, false, "2026-01-01", "2026-02-16"),
            // 2025 had a leap sixth month, 2026 has none; the twelfth month of 2025 has 29 days.
            ("lunar", 6, 10, true, "2025-07-25", "2025-08-03"),
            ("lunar", 6, 10, true, "2025-08-04", "2026-07-23"),
            ("lunar", 12, 30, false, "2026-01-01", "2026-02-16"),
        ] {
            assert_eq!(next_birthday(calendar, month, date, leap, day(today)), Some(day(next)), "{calendar} {month}/{date} from {today}");
        }
    }

    #[test]
    fn birthdays_exist_or_not() {
        for (calendar, year, month, day, leap, fits) in [
            ("solar", Some(1985), 5, 13, false, true),
            ("solar", Some(1985), 13, 5, false, false),
            ("solar", None, 2, 29, false, true),
            ("solar", Some(1985), 2, 29, false, false),
            ("solar", Some(1985), 5, 13, true, false),
            ("lunar", Some(1985), 5, 30, true, true),
            ("lunar", None, 12, 31, false, false),
            ("solar", Some(1850), 1, 1, false, false),
        ] {
            assert_eq!(birthday_exists(calendar, year, month, day, leap).is_ok(), fits, "{calendar} {year:?}-{month}-{day}");
        }
    }
}
