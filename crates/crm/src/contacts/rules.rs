//! What contacts decides, without the database. Sources: docs/domain/contacts.md.

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

#[cfg(test)]
mod tests {
    use super::*;

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
