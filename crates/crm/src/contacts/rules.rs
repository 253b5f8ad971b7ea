//! What contacts decides, without the database. Sources: docs/domain/contacts.md.

use chrono::{Datelike, NaiveDate};
use guanxi_kernel::{
    check::out_of_range,
    error::FieldError,
    text::{fold_width, parse_date},
};
use icu_calendar::types::Month;

use super::api::Birthday;
use crate::lunar::solar_day;

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
/// What is wrong with which of its parts.
pub fn birthday_exists(calendar: &str, year: Option<i64>, month: i64, day: i64, leap: bool) -> Result<(), FieldError> {
    if !(1..=12).contains(&month) {
        return Err(out_of_range("/birthday/month", 1, 12));
    }
    if year.is_some_and(|year| !(1900..=2100).contains(&year)) {
        return Err(out_of_range("/birthday/year", 1900, 2100));
    }
    if calendar == "lunar" {
        return if (1..=30).contains(&day) { Ok(()) } else { Err(out_of_range("/birthday/day", 1, 30)) };
    }
    if leap {
        return Err(FieldError::new("/birthday/leap", "no_leap_month", "Only the lunar calendar has leap months."));
    }
    // Without a year, 29 February may be right.
    let year = i32::try_from(year.unwrap_or(2000)).unwrap_or(2000);
    let date =
        u32::try_from(month).ok().zip(u32::try_from(day).ok()).and_then(|(month, day)| chrono::NaiveDate::from_ymd_opt(year, month, day));
    let no_day = || FieldError::new("/birthday/day", "no_such_day", "This month has no such day.");
    if date.is_some() { Ok(()) } else { Err(no_day()) }
}

/// Whether this is the birthday of somebody who is not born yet: its year is known and its day is after today.
#[must_use]
pub fn is_to_come(birthday: &Birthday, today: NaiveDate) -> bool {
    let Birthday { calendar, year, month, day, leap } = birthday;
    let (Some(year), Ok(month), Ok(day)) = (year.and_then(|year| i32::try_from(year).ok()), u8::try_from(*month), u8::try_from(*day))
    else {
        return false;
    };
    let born = if calendar == "lunar" { lunar(year, month, day, *leap) } else { solar(year, month, day) };
    born.is_some_and(|born| born > today)
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
    let mut tries = months.into_iter().skip(usize::from(!leap)).flat_map(|month| [(month, day), (month, day.saturating_sub(1))]);
    tries.find_map(|(month, day)| solar_day(year, month, day))
}

/// How people mark a day of the lunar calendar.
const LUNAR: &[&str] = &["农历", "農曆", "阴历", "陰曆", "旧历", "舊曆"];

/// Reads a birthday as people write it: a date, or a day marked as one of the lunar calendar, with or without its year:
/// `农历八月十五`, `農曆1985年閏六月廿三`, `阴历 8-15`. Whether the day exists is for [`birthday_exists`] to say.
#[must_use]
pub fn read_birthday(text: &str) -> Option<Birthday> {
    let plain: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(word) = LUNAR.iter().find(|word| plain.contains(*word)) {
        return read_lunar(plain.replacen(word, "", 1).trim_matches(['(', ')', ':', '：', ',']));
    }
    let date = parse_date(text)?;
    Some(Birthday {
        calendar: "solar".to_owned(),
        year: Some(date.year().into()),
        month: date.month().into(),
        day: date.day().into(),
        leap: false,
    })
}

fn read_lunar(text: &str) -> Option<Birthday> {
    let (year, rest) = text.split_once('年').map_or((None, text), |(year, rest)| (Some(year), rest));
    let made = |year: Option<i64>, month, day, leap| Birthday { calendar: "lunar".to_owned(), year, month, day, leap };
    if let Some((month, day)) = rest.split_once('月') {
        let regular = month.trim_start_matches(['闰', '閏']);
        let year = year.map(|year| year_number(year).ok_or(())).transpose().ok()?;
        return Some(made(year, month_number(regular)?, day_number(day)?, regular.len() < month.len()));
    }
    let parts: Vec<i64> = rest.split(['-', '/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match (year, parts.as_slice()) {
        (None, [month, day]) => Some(made(None, *month, *day, false)),
        (None, [year, month, day]) => Some(made(Some(*year), *month, *day, false)),
        _ => None,
    }
}

/// `1985` or `一九八五`.
fn year_number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| {
        let digits = text.chars().map(|c| if matches!(c, '〇' | '零') { Some(0) } else { digit(c) });
        digits.take(5).try_fold(0, |year, digit| Some(year * 10 + digit?))
    })
}

fn month_number(text: &str) -> Option<i64> {
    match text {
        "正" | "元" => Some(1),
        "冬" => Some(11),
        "腊" | "臘" => Some(12),
        _ => number(text),
    }
}

fn day_number(text: &str) -> Option<i64> {
    number(text.trim_end_matches(['日', '号', '號']).trim_start_matches('初'))
}

/// A number below a hundred, in digits or as `十五`, `廿三`.
fn number(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let text = text.replace('廿', "二十").replace('卅', "三十");
    let one = |text: &str, absent: i64| -> Option<i64> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Some(absent),
            (Some(c), None) => digit(c),
            _ => None,
        }
    };
    match text.split_once('十') {
        Some((tens, ones)) => Some(one(tens, 1)? * 10 + one(ones, 0)?),
        None if text.is_empty() => None,
        None => one(&text, 0),
    }
}

fn digit(c: char) -> Option<i64> {
    "一二三四五六七八九".chars().zip(1..).find(|(known, _)| *known == c).map(|(_, number)| number)
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

    #[test]
    fn a_birthday_is_read_as_people_write_it() {
        let lunar = |year, month, day, leap| Some(Birthday { calendar: "lunar".to_owned(), year, month, day, leap });
        for (text, want) in [
            ("农历八月十五", lunar(None, 8, 15, false)),
            ("農曆 八月十五日", lunar(None, 8, 15, false)),
            ("八月十五（农历）", lunar(None, 8, 15, false)),
            ("阴历：8月15日", lunar(None, 8, 15, false)),
            ("陰曆8-15", lunar(None, 8, 15, false)),
            ("农历1985/8/15", lunar(Some(1985), 8, 15, false)),
            ("農曆1985年閏六月廿三", lunar(Some(1985), 6, 23, true)),
            ("农历一九八五年正月初一", lunar(Some(1985), 1, 1, false)),
            ("农历冬月三十", lunar(None, 11, 30, false)),
            ("农历腊月二十九", lunar(None, 12, 29, false)),
            ("农历十二月卅日", lunar(None, 12, 30, false)),
            ("农历８月１５", lunar(None, 8, 15, false)),
            ("农历", None),
            ("农历中秋", None),
            ("农历八月", None),
            ("农历去年八月十五", None),
            ("农历1985年8-15", None),
            ("农历1-2-3-4", None),
            ("八月十五", None),
        ] {
            assert_eq!(read_birthday(text), want, "{text}");
        }
        let solar = Birthday { calendar: "solar".to_owned(), year: Some(1985), month: 8, day: 15, leap: false };
        for text in ["1985-08-15", "1985年8月15日", "1985/8/15 00:00:00"] {
            assert_eq!(read_birthday(text).as_ref(), Some(&solar), "{text}");
        }
    }
}
