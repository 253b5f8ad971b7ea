//! The time of day that may stand behind a date. A file's date is a day, so that all it decides is whether the text is a date.

use chrono::NaiveTime;

use super::fold_width;

/// A time of day that is the whole of `text`: `8:30`, `08:30:15`, `8:30 PM`, `下午8:30`, `8时30分`, `8点`. A zone after it is
/// ignored.
pub(super) fn read_time(text: &str) -> Option<NaiveTime> {
    let folded = fold_width(text).to_lowercase();
    let mut text = without_zone(&folded);
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads() {
        for (given, hour, minute, second) in [
            ("08:30", 8, 30, 0),
            ("8:30:15", 8, 30, 15),
            ("20:30:15.250", 20, 30, 15),
            ("下午8:30", 20, 30, 0),
            ("20时30分", 20, 30, 0),
            ("8点", 8, 0, 0),
            ("8时30分15秒", 8, 30, 15),
            ("12:05 AM", 0, 5, 0),
            ("12:05pm", 12, 5, 0),
            ("８：３０", 8, 30, 0),
            ("0:00", 0, 0, 0),
            ("08:30Z", 8, 30, 0),
            ("08:30+08:00", 8, 30, 0),
        ] {
            assert_eq!(read_time(given), NaiveTime::from_hms_opt(hour, minute, second), "{given}");
        }
    }

    #[test]
    fn refuses() {
        for given in ["", "24:00", "8", "8:30:61", "::", "今天"] {
            assert_eq!(read_time(given), None, "{given}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[-+0-9:时分点秒上下午amp.zT]{0,12}|.{0,40}") {
            let _ = read_time(&text);
            let _ = super::super::parse_date(&format!("2024-1-5 {text}"));
        }
    }
}
