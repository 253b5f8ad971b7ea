//! Amounts of money and whole numbers as people type them. Exact decimals; no floating point anywhere.

use super::fold_width;

/// Reads an amount of yuan as fen: `¥1,234.50`, `1.2万`, `3亿`, `(120.00)`, `１２元`, `-5`.
///
/// More than two decimals are rounded half away from zero. Groups of digits must be whole, so that
/// `1,5` is refused rather than read as fifteen. Another currency is refused.
#[must_use]
pub fn parse_money_minor(text: &str) -> Option<i64> {
    let (negative, amount) = read_money(text)?;
    let minor = amount.scaled(2)?;
    i64::try_from(if negative { -minor } else { minor }).ok()
}

/// Whether an amount of yuan is finer than a fen, so that [`parse_money_minor`] rounds it.
#[must_use]
pub fn is_finer_than_minor(text: &str) -> bool {
    read_money(text).is_some_and(|(_, amount)| !amount.is_whole(2))
}

/// Whether an amount of yuan is negative, and how much it is.
fn read_money(text: &str) -> Option<(bool, Decimal)> {
    let folded = fold_width(text).to_lowercase();
    let mut text = folded.as_str();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (text, negative) = (inner.trim(), true);
    }
    // Sign and currency come in either order: -¥5, ¥-5.
    for mark in ["-", "负", "+", "¥", "rmb", "cny", "人民币", "-"] {
        if let Some(rest) = text.strip_prefix(mark) {
            if matches!(mark, "-" | "负") {
                if negative {
                    return None;
                }
                negative = true;
            }
            text = rest.trim_start();
        }
    }
    for unit in ["rmb", "cny", "人民币", "圆", "整", "元", "块"] {
        text = text.strip_suffix(unit).unwrap_or(text).trim_end();
    }
    Some((negative, Decimal::read(text)?))
}

/// Reads a whole number: `1,234`, `12.0`, `1.2万`, `－５`; refuses `12.5`.
#[must_use]
pub fn parse_integer(text: &str) -> Option<i64> {
    parse_scaled(text, 0)
}

/// Reads a number in whole units of its last decimal: `12.5` with one decimal is 125; refuses what has more decimals.
#[must_use]
pub fn parse_scaled(text: &str, decimals: u32) -> Option<i64> {
    let folded = fold_width(text).to_lowercase();
    let (negative, text) = match folded.strip_prefix(['-', '负']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, folded.strip_prefix('+').unwrap_or(&folded)),
    };
    let decimal = Decimal::read(text)?;
    let scaled = decimal.scaled(decimals).filter(|_| decimal.is_whole(decimals))?;
    i64::try_from(if negative { -scaled } else { scaled }).ok()
}

/// `digits × unit / 10^decimals`, not negative.
struct Decimal {
    digits: i128,
    decimals: u32,
    unit: i128,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        const UNITS: [(&str, i128); 5] = [("万", 10_000), ("w", 10_000), ("亿", 100_000_000), ("千", 1_000), ("k", 1_000)];
        let (text, unit) =
            UNITS.iter().find_map(|(name, unit)| text.strip_suffix(name).map(|rest| (rest.trim_end(), *unit))).unwrap_or((text, 1));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let whole = ungroup(whole)?;
        if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // 28 digits and a factor of 10^8 and one of 100 still fit 127 bits.
        if whole.len() + fraction.len() > 28 {
            return None;
        }
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, decimals: u32::try_from(fraction.len()).ok()?, unit })
    }

    /// The value times 10^`places`, rounded half up.
    fn scaled(&self, places: u32) -> Option<i128> {
        let numerator = self.digits.checked_mul(self.unit)?.checked_mul(10_i128.checked_pow(places)?)?;
        let divisor = 10_i128.checked_pow(self.decimals)?;
        Some((numerator + divisor / 2) / divisor)
    }

    /// Whether the value times 10^`places` is a whole number.
    fn is_whole(&self, places: u32) -> bool {
        let scaled = |places| 10_i128.checked_pow(places);
        let numerator = scaled(places).and_then(|factor| self.digits.checked_mul(self.unit)?.checked_mul(factor));
        numerator.zip(scaled(self.decimals)).is_some_and(|(numerator, divisor)| numerator % divisor == 0)
    }
}

/// Takes the separators out of `1,234,567`, `1,2345,6789` and `1 234`; refuses broken groups.
fn ungroup(whole: &str) -> Option<String> {
    let whole = whole.replace(['\'', ' '], ",");
    let groups: Vec<&str> = whole.split(',').collect();
    if !groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if let [first, rest @ ..] = groups.as_slice()
        && !rest.is_empty()
    {
        let size = rest[0].len();
        let fine = matches!(size, 3 | 4) && (1..=size).contains(&first.len()) && rest.iter().all(|group| group.len() == size);
        return fine.then(|| groups.concat());
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money() {
        for (given, expected) in [
            ("¥1,234.50", 123_450),
            ("￥１，２３４．５０", 123_450),
            ("1234.5元", 123_450),
            ("1.2万", 1_200_000),
            ("1.2万元", 1_200_000),
            ("3亿", 30_000_000_000),
            ("(120.00)", -12_000),
            ("（120）", -12_000),
            ("−5", -500),
            ("-¥5", -500),
            ("¥-5", -500),
            ("负5元", -500),
            ("0.005", 1),
            ("0.0049", 0),
            ("-0.005", -1),
            ("1.005", 101),
            ("0", 0),
            (".5", 50),
            ("5.", 500),
            ("RMB 1 234", 123_400),
            ("1,2345,6789", 12_345_678_900),
            ("人民币100元整", 10_000),
            ("1.23456w", 1_234_560),
            ("5k", 500_000),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
            ("12CNY", 1_200),
            ("0.00005万", 50),
        ] {
            assert_eq!(parse_money_minor(given), Some(expected), "{given}");
        }
        for given in [
            "",
            "¥",
            "-",
            "1,5",
            "1,23,456",
            "1.2.3",
            "$5",
            "abc",
            "1e5",
            "92233720368547758.08",
            "1亿2000万",
            "--5",
            "(-5)",
            "()",
            "1,",
            ",1",
            "1,234,5",
            "99999999999999999999999999999999999999999999",
            "5元/箱",
            "万",
            ".",
        ] {
            assert_eq!(parse_money_minor(given), None, "{given}");
        }
    }

    #[test]
    fn amounts_that_are_rounded_are_told_from_those_that_are_not() {
        for (given, expected) in [
            ("0.125", true),
            ("-¥1.005", true),
            ("(0.001)", true),
            ("0.00005万", false),
            ("0.0000005万", true),
            ("0.12", false),
            ("12.500", false),
            ("1,234", false),
            ("很多", false),
        ] {
            assert_eq!(is_finer_than_minor(given), expected, "{given}");
        }
    }

    #[test]
    fn integers() {
        for (given, expected) in [
            ("1,234", 1234),
            ("12.0", 12),
            ("12.", 12),
            ("1.2万", 12_000),
            ("－５", -5),
            ("+7", 7),
            (" ００７ ", 7),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(parse_integer(given), Some(expected), "{given}");
        }
        for given in ["", "12.5", "1.23456万5", "0.5", "abc", "1-2", "9223372036854775808", "0.00005万"] {
            assert_eq!(parse_integer(given), None, "{given}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "[-+(]?[¥￥]?[0-9,.，． ]{0,40}[万亿元)]?|.{0,40}") {
            let _ = (parse_money_minor(&text), parse_integer(&text));
        }

        #[test]
        fn integers_come_back(number in any::<i64>()) {
            prop_assert_eq!(parse_integer(&number.to_string()), Some(number));
        }
    }
}
