//! A date with a time of day. No zones: a wall clock reading stays a wall clock reading.

use chrono::{NaiveDateTime, NaiveTime};

use super::date::{date_from_serial, prepare, read_date};
use super::fold_width;

/// Reads a date with a time of day; a date alone is midnight.
///
/// The date as in [`parse_date`](super::parse_date); the time as `8:30`, `08:30:15`, `8:30 PM`,
/// `下午8:30`, `8时30分`, `8点`; also `20240105083000` and the serial number `45296.5`. A zone (`Z`,
/// `+08:00`) is refused, because dropping it would move the moment.
#[must_use]
pub fn parse_datetime(text: &str) -> Option<NaiveDateTime> {
    let text = prepare(text)?;
    if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
        let time = format!("{}:{}:{}", &text[8..10], &text[10..12], &text[12..]);
        return Some(read_date(&text[..8])?.0.and_time(read_time(&time, false)?));
    }
    if let Some(moment) = serial(&text) {
        return Some(moment);
    }
    let (date, rest) = read_date(&text)?;
    match rest.trim() {
        "" => Some(date.and_time(NaiveTime::MIN)),
        rest => Some(date.and_time(read_time(rest, false)?)),
    }
}

/// `45296.5`, to the second.
fn serial(text: &str) -> Option<NaiveDateTime> {
    let (days, fraction) = text.split_once('.')?;
    if days.len() != 5 || fraction.is_empty() || fraction.len() > 17 {
        return None;
    }
    if !days.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let days: u32 = days.parse().ok().filter(|days| (20_000..=80_000).contains(days))?;
    let scale = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let seconds = (fraction.parse::<u128>().ok()? * 86_400 * 2 + scale) / (scale * 2);
    let midnight = date_from_serial(days)?.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(chrono::TimeDelta::seconds(i64::try_from(seconds).ok()?))
}

/// A time of day that is the whole of `text`; `zoned`: a zone after it is allowed and ignored.
pub(super) fn read_time(text: &str, zoned: bool) -> Option<NaiveTime> {
    let folded = fold_width(text).to_lowercase();
    let mut text = folded.as_str();
    if zoned {
        text = without_zone(text);
    }
    let mut noon = None;
    for (mark, after_noon) in
        [("上午", false), ("早上", false), ("凌晨", false), ("下午", true), ("晚上", true), ("am", false), ("pm", true)]
    {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            (text, noon) = (rest.trim(), Some(after_noon));
            break;
        }
    }
    let plain = text.replace(['时', '点', '分'], ":").replace('秒', "");
    let marked = text.contains(['时', '点']);
    let mut fields = plain.split(':').map(str::trim);
    let hour = two_digits(fields.next()?)?;
    let minute = match fields.next() {
        Some("") if marked => 0,
        Some(field) => two_digits(field)?,
        None => return None,
    };
    let second = match fields.next() {
        None => 0,
        Some("") if marked => 0,
        Some(field) => two_digits(seconds_without_fraction(field)?)?,
    };
    if fields.next().is_some_and(|field| !field.is_empty()) {
        return None;
    }
    let hour = match noon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

fn without_zone(text: &str) -> &str {
    if let Some(rest) = text.strip_suffix('z') {
        return rest.trim_end();
    }
    match text.rfind(['+', '-']) {
        Some(at) if text[at + 1..].bytes().all(|b| b.is_ascii_digit() || b == b':') => text[..at].trim_end(),
        _ => text,
    }
}

fn seconds_without_fraction(field: &str) -> Option<&str> {
    match field.split_once('.') {
        Some((whole, fraction)) => fraction.bytes().all(|b| b.is_ascii_digit()).then_some(whole),
        None => Some(field),
    }
}

fn two_digits(field: &str) -> Option<u32> {
    let fine = (1..=2).contains(&field.len()) && field.bytes().all(|b| b.is_ascii_digit());
    fine.then(|| field.parse().ok())?
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads() {
        for (given, hour, minute, second) in [
            ("2024-01-05 08:30", 8, 30, 0),
            ("2024-1-5 8:30:15", 8, 30, 15),
            ("2024-01-05T20:30:15.250", 20, 30, 15),
            ("2024/1/5 下午8:30", 20, 30, 0),
            ("2024年1月5日20时30分", 20, 30, 0),
            ("2024年1月5日 8点", 8, 0, 0),
            ("2024年1月5日 8时30分15秒", 8, 30, 15),
            ("2024-01-05 12:05 AM", 0, 5, 0),
            ("2024-01-05 12:05pm", 12, 5, 0),
            ("２０２４－１－５　８：３０", 8, 30, 0),
            ("20240105083015", 8, 30, 15),
            ("20240105 0:00", 0, 0, 0),
            ("45296.5", 12, 0, 0),
            ("45296", 0, 0, 0),
            ("2024-1-5", 0, 0, 0),
        ] {
            let expected = NaiveDate::from_ymd_opt(2024, 1, 5).and_then(|d| d.and_hms_opt(hour, minute, second));
            assert_eq!(parse_datetime(given), expected, "{given}");
        }
    }

    #[test]
    fn refuses() {
        for given in [
            "",
            "8:30",
            "2024-01-05 24:00",
            "2024-01-05 8",
            "2024-01-05T08:30Z",
            "2024-01-05 08:30+08:00",
            "2024-01-05 8:30:61",
            "2024-01-05 ::",
        ] {
            assert_eq!(parse_datetime(given), None, "{given}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "2024-1-5 [-+0-9:时分点秒上下午amp.zT]{0,12}|.{0,40}") {
            let _ = parse_datetime(&text);
            let _ = super::super::parse_date(&text);
        }
    }
}
