//! Dates as people type them into spreadsheets. Refuses what could be two dates; guesses no year.

use chrono::{Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use super::fold_width;
use super::time::read_time;

/// Reads a date; a time of day after it is allowed and ignored.
///
/// Reads `2024-1-5`, `2024/01/05`, `2024.1.5`, `20240105`, `2024年1月5日`, `5-Jan-2024`, `Jan 5, 2024`,
/// `24/1/5` (year first), `25/12/2024` (only one reading fits) and the serial number `45296`. Refuses
/// `3/4/2024`, which is two dates. Two-digit years: 00–29 are 20xx, 30–99 are 19xx, as in Excel.
/// Years outside 1900–2199 are refused.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = prepare(text)?;
    let (date, rest) = read_date(&text)?;
    let rest = rest.trim();
    (rest.is_empty() || read_time(rest).is_some()).then_some(date)
}

/// A date with a time of day behind it, or midnight, and how far it is from UTC where the text says so.
#[must_use]
pub fn parse_moment(text: &str) -> Option<(NaiveDateTime, Option<FixedOffset>)> {
    let text = prepare(text)?;
    let (date, rest) = read_date(&text)?;
    let rest = rest.trim();
    let time = if rest.is_empty() { NaiveTime::MIN } else { read_time(rest)? };
    Some((date.and_time(time), offset(rest)))
}

/// `z`, `+08:00`, `+0800` or `+08` behind a time of day.
fn offset(time: &str) -> Option<FixedOffset> {
    if time.ends_with('z') {
        return FixedOffset::east_opt(0);
    }
    let (at, sign) = time.char_indices().rev().find_map(|(n, c)| match c {
        '+' => Some((n, 1)),
        '-' => Some((n, -1)),
        _ => None,
    })?;
    let digits: String = time[at + 1..].chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), |rest| rest.parse().ok())?;
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60))
}

/// The date of a spreadsheet serial number (1900 system: 45296 is 2024-01-05).
#[must_use]
pub fn date_from_serial(serial: u32) -> Option<NaiveDate> {
    // Day 60 is 29 February 1900, which never was; everything after it is one day off.
    let days = if serial >= 60 { serial } else { serial + 1 };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into())).filter(in_range)
}

/// Folds the text to a plain form; `None` if it is far too long to be a date.
fn prepare(text: &str) -> Option<String> {
    if text.len() > 200 {
        return None;
    }
    let mut out = fold_width(text).to_lowercase();
    for day in ["星期", "周", "礼拜"] {
        if let Some(at) = out.find(day) {
            let end = at + day.len();
            let name = out[end..].chars().next().map_or(0, char::len_utf8);
            out.replace_range(at..end + name, " ");
        }
    }
    Some(out.trim().to_owned())
}

/// Reads a date at the start and answers what follows it.
fn read_date(text: &str) -> Option<(NaiveDate, &str)> {
    let mut parts: Vec<Part> = Vec::with_capacity(3);
    let mut rest = text;
    while parts.len() < 3 {
        rest = rest.trim_start();
        let (part, after) = Part::take(rest)?;
        parts.push(part);
        rest = after;
        if parts.len() == 1
            && let Some((date, after)) = single(parts[0], rest)
        {
            return Some((date, after));
        }
        if parts.len() < 3 {
            rest = separator(rest, part)?;
        }
    }
    let date = from_parts(parts[0], parts[1], parts[2]).filter(in_range)?;
    let glued = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    let rest = rest.trim_start();
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    (!glued).then(|| (date, rest.strip_prefix(['t', ',']).unwrap_or(rest)))
}

#[derive(Clone, Copy)]
enum Part {
    /// A number and how many digits it was written with.
    Number(u32, usize),
    /// A month by name.
    Month(u32),
}

impl Part {
    fn take(text: &str) -> Option<(Self, &str)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            return (digits <= 8).then(|| Some((Self::Number(text[..digits].parse().ok()?, digits), &text[digits..])))?;
        }
        let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        Some((Self::Month(month_named(&text[..letters])?), &text[letters..]))
    }
}

fn month_named(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let index = NAMES.iter().position(|name| word.len() >= 3 && (name.starts_with(word) || word == "sept" && *name == "september"))?;
    u32::try_from(index + 1).ok()
}

/// `20240105` or the serial number `45296`, with or without a fraction for the time of day.
fn single(part: Part, rest: &str) -> Option<(NaiveDate, &str)> {
    match part {
        Part::Number(number, 8) => {
            Some((NaiveDate::from_ymd_opt(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100).filter(in_range)?, rest))
        }
        // From 1954 to 2119: outside it a five-digit number is more likely something else.
        Part::Number(number @ 20_000..=80_000, 5) => {
            let fraction = rest.strip_prefix('.').is_some_and(|tail| tail.bytes().all(|b| b.is_ascii_digit()));
            (rest.is_empty() || fraction).then(|| Some((date_from_serial(number)?, "")))?
        }
        _ => None,
    }
}

fn separator(text: &str, before: Part) -> Option<&str> {
    let trimmed = text.trim_start();
    let rest = trimmed.strip_prefix(['-', '/', '.', '年', '月', ',', '、']).unwrap_or(trimmed);
    // Two numbers side by side need something between them; a month's name does not.
    let named = matches!(before, Part::Month(_)) || rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (rest.len() < text.len() || named).then_some(rest)
}

fn from_parts(a: Part, b: Part, c: Part) -> Option<NaiveDate> {
    match (a, b, c) {
        (Part::Number(year, 4), Part::Number(month, 1..=2) | Part::Month(month), Part::Number(day, 1..=2))
        | (Part::Month(month), Part::Number(day, 1..=2), Part::Number(year, 4)) => ymd(year, month, day),
        (Part::Number(day, 1..=2), Part::Month(month), Part::Number(year, digits @ (2 | 4))) => ymd(full_year(year, digits), month, day),
        (Part::Number(a, 1..=2), Part::Number(b, 1..=2), Part::Number(year, 4)) => only(&[ymd(year, b, a), ymd(year, a, b)]),
        (Part::Number(a, first @ 1..=2), Part::Number(b, 1..=2), Part::Number(c, last @ 1..=2)) => {
            if first == 2 && a > 12 {
                return ymd(full_year(a, 2), b, c);
            }
            let year_first = if first == 2 { ymd(full_year(a, 2), b, c) } else { None };
            let year_last = full_year(c, 2);
            if last == 2 { only(&[year_first, ymd(year_last, a, b), ymd(year_last, b, a)]) } else { None }
        }
        _ => None,
    }
}

/// The one reading there is, if there is exactly one.
fn only(readings: &[Option<NaiveDate>]) -> Option<NaiveDate> {
    let mut found = readings.iter().flatten();
    let first = *found.next()?;
    found.all(|other| *other == first).then_some(first)
}

fn full_year(year: u32, digits: usize) -> u32 {
    match (digits, year) {
        (4, _) => year,
        (_, 0..=29) => 2000 + year,
        _ => 1900 + year,
    }
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "for Option::filter")]
fn in_range(date: &NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=2199).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads() {
        for given in [
            "2024-1-5",
            "2024/01/05",
            "2024.1.5",
            "20240105",
            "2024年1月5日",
            "2024年01月05号",
            "5-Jan-2024",
            "5 January 2024",
            "Jan 5, 2024",
            "24/1/5",
            "24-01-05",
            "45296",
            "45296.75",
            "２０２４－０１－０５",
            " 2024 - 1 - 5 ",
            "2024-01-05 08:30",
            "2024-01-05T08:30:00",
            "2024-01-05T08:30:00Z",
            "2024-01-05T08:30:00.000+08:00",
            "2024年1月5日 上午8时30分",
            "2024/1/5 星期五",
            "2024年 1月 5日",
            "05jan2024",
            "20240105 08:30",
            "5-jan-24",
            "2024-01-05 8:30 PM",
            "2024、1、5",
        ] {
            assert_eq!(parse_date(given), NaiveDate::from_ymd_opt(2024, 1, 5), "{given}");
        }
        for (given, expected) in [
            ("25/12/2024", (2024, 12, 25)),
            ("12/25/2024", (2024, 12, 25)),
            ("5/5/2024", (2024, 5, 5)),
            ("12/25/23", (2023, 12, 25)),
            ("85/3/2", (1985, 3, 2)),
            ("29/3/2", (2029, 3, 2)),
            ("2024-02-29", (2024, 2, 29)),
            ("19491001", (1949, 10, 1)),
        ] {
            assert_eq!(parse_date(given), NaiveDate::from_ymd_opt(expected.0, expected.1, expected.2), "{given}");
        }
    }

    #[test]
    fn moments_have_a_time_of_day_and_perhaps_a_distance_from_utc() {
        for (given, time, east_minutes) in [
            ("2024-01-05", "00:00:00", None),
            ("2024-01-05 08:30", "08:30:00", None),
            ("2024年1月5日 下午8时30分", "20:30:00", None),
            ("2024-01-05T08:30:00.000+0000", "08:30:00", Some(0)),
            ("2024-01-05T08:30:00Z", "08:30:00", Some(0)),
            ("2024-01-05T08:30:00+08:00", "08:30:00", Some(480)),
            ("2024-01-05 08:30:00-05", "08:30:00", Some(-300)),
            ("12/25/2024 2:30 PM", "14:30:00", None),
        ] {
            let (moment, offset) = parse_moment(given).unwrap_or_else(|| panic!("{given}"));
            assert_eq!(
                (moment.time().to_string().as_str(), offset.map(|offset| offset.local_minus_utc() / 60)),
                (time, east_minutes),
                "{given}"
            );
        }
        assert_eq!(parse_moment("2024-01-05 morning"), None);
    }

    #[test]
    fn refuses() {
        for given in [
            "",
            "3/4/2024",
            "5/1/24",
            "5/1/4",
            "2024-02-30",
            "2023-02-29",
            "2024-13-1",
            "20241301",
            "2024",
            "2024-1",
            "5月8日",
            "2024年1月",
            "12345",
            "99999",
            "1",
            "2024-1-5-6",
            "2024-1-5 foo",
            "2024-1-55",
            "1899-12-31",
            "3024-01-01",
            "13800138000",
            "abc",
            "2024-01-05 25:00",
            "2024-1-5x",
            "45296x",
            "5 may",
            "24 13 5",
            "2024-01-05 08",
            "0000-00-00",
        ] {
            assert_eq!(parse_date(given), None, "{given}");
        }
    }

    #[test]
    fn serial_numbers() {
        for (serial, expected) in [(1, (1900, 1, 1)), (59, (1900, 2, 28)), (61, (1900, 3, 1)), (45_296, (2024, 1, 5))] {
            assert_eq!(date_from_serial(serial), NaiveDate::from_ymd_opt(expected.0, expected.1, expected.2));
        }
        assert_eq!(date_from_serial(u32::MAX - 1), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[-0-9/.年月日 a-zT:星周０-９]{0,16}|.{0,40}") {
            let _ = parse_date(&text);
        }

        #[test]
        fn iso_comes_back(days in 0_u64..109_000) {
            let date = NaiveDate::from_ymd_opt(1900, 1, 1).and_then(|d| d.checked_add_days(Days::new(days)));
            let Some(date) = date else { return Ok(()) };
            prop_assert_eq!(parse_date(&date.to_string()), Some(date));
            prop_assert_eq!(parse_date(&date.format("%Y年%-m月%-d日").to_string()), Some(date));
            prop_assert_eq!(parse_date(&date.format("%Y%m%d").to_string()), Some(date));
        }
    }
}
