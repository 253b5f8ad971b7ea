//! From folded text to the normalised form of one number. Does no splitting.

/// Separators that people put between digits.
const SEPARATORS: &[char] = &[' ', '-', '.', '(', ')', '/', '_', '·'];
/// What introduces an extension.
const EXTENSIONS: &[&str] = &["转", "分机", "ext.", "ext", "#", "x", ","];

/// The normalised form, or `None` if this is not a number. The text is folded and in lower case.
pub(super) fn normalise(text: &str) -> Option<String> {
    let text = text.strip_prefix("tel:").unwrap_or(text).trim();
    let text = without_decimal_zero(text);
    let (main, extension) = split_extension(text)?;
    let (international, digits) = digits_of(main)?;
    if international {
        return match digits.strip_prefix("86") {
            Some(national) => national_form(national, true, extension, main),
            None if (8..=15).contains(&digits.len()) && extension.is_none() && !digits.starts_with('0') => Some(format!("+{digits}")),
            None => None,
        };
    }
    let form = national_form(&digits, false, extension, main);
    if form.is_none()
        && let Some(national) = digits.strip_prefix("86")
        && digits.len() >= 12
    {
        return national_form(national, true, extension, main);
    }
    form
}

/// `1.38E+10`: what is left of a number once a spreadsheet has shortened it.
pub(super) fn is_shortened(text: &str) -> bool {
    text.split_once('e').is_some_and(|(mantissa, exponent)| {
        mantissa.starts_with(|c: char| c.is_ascii_digit())
            && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !exponent.is_empty()
            && exponent.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())
    })
}

/// `13800138000.0` comes from tools that keep every number as a float.
fn without_decimal_zero(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if whole.len() >= 7 && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => text,
    }
}

fn split_extension(text: &str) -> Option<(&str, Option<&str>)> {
    for mark in EXTENSIONS {
        if let Some((main, extension)) = text.split_once(mark) {
            let extension = extension.trim_matches(|c: char| c == ' ' || c == ':' || c == '-' || c == ')');
            let fine = (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
            return fine.then_some((main.trim_end_matches(['(', ' ', '-']), Some(extension)));
        }
    }
    Some((text, None))
}

/// Whether the number is international, and its digits without the mark that says so.
fn digits_of(main: &str) -> Option<(bool, String)> {
    let main = main.trim();
    let main = main.strip_prefix('(').filter(|rest| rest.starts_with('+')).unwrap_or(main);
    let (plus, rest) = main.strip_prefix('+').map_or((false, main), |rest| (true, rest));
    let mut digits = String::with_capacity(rest.len());
    for c in rest.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !SEPARATORS.contains(&c) {
            return None;
        }
    }
    if !plus && digits.starts_with("00") {
        return Some((true, digits[2..].to_owned()));
    }
    Some((plus, digits))
}

/// A number inside mainland China. `area_bare`: after +86 the area code has lost its 0.
fn national_form(digits: &str, area_bare: bool, extension: Option<&str>, main: &str) -> Option<String> {
    if is_mobile(digits) {
        return extension.is_none().then(|| digits.to_owned());
    }
    // Before the 400 numbers, or the stored form 8001234-123 would be read back as one of them.
    if extension.is_none()
        && let Some((number, extension)) = dashed_extension(main)
        && let Some((_, digits)) = digits_of(number)
    {
        let digits = if area_bare { digits.strip_prefix("86").unwrap_or(&digits) } else { &digits };
        return Some(format!("{}-{extension}", landline(digits, area_bare)?));
    }
    if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
        return extension.is_none().then(|| digits.to_owned());
    }
    let number = landline(digits, area_bare)?;
    Some(extension.map_or(number.clone(), |extension| format!("{number}-{extension}")))
}

/// `0571-88886666-801`: a last group of 1 to 6 digits after a group that is a whole local number.
fn dashed_extension(main: &str) -> Option<(&str, &str)> {
    let (number, extension) = main.rsplit_once('-')?;
    let local = number.rsplit(['-', ' ', ')']).next()?;
    let fine = (1..=6).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_digit())
        && (7..=12).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_digit());
    fine.then_some((number, extension))
}

fn landline(digits: &str, area_bare: bool) -> Option<String> {
    if area_bare && !digits.starts_with('0') {
        return with_area(&format!("0{digits}"));
    }
    if digits.starts_with('0') {
        return with_area(digits);
    }
    is_local(digits).then(|| digits.to_owned())
}

fn with_area(digits: &str) -> Option<String> {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return None,
    };
    let local = digits.get(area..)?;
    is_local(local).then(|| format!("{}-{local}", &digits[..area]))
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && matches!(digits.as_bytes()[0], b'2'..=b'9')
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9')
}
