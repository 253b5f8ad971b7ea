//! Numbers of the demo's people and firms: right in form, check characters included, yet issued
//! to nobody.

use crate::demo::places::District;

/// A mobile number: right in form, but 154 is issued to nobody.
pub(super) fn mobile(serial: usize) -> String {
    // 7919 is prime to 10^8, so no two serials share a number.
    format!("154{:08}", (serial * 7919 * 1231 + 40_961) % 100_000_000)
}

/// A land line; no local number there begins with 2.
pub(super) fn land_line(district: District, serial: usize) -> String {
    format!("{}-2{:07}", district.area_code, (serial * 7919 + 1_303) % 10_000_000)
}

/// A unified social credit code (GB 32100) of a firm that does not exist.
pub(super) fn credit_code(district: District, individual: bool, serial: usize) -> String {
    let kind = if individual { '2' } else { '1' };
    let body = format!("0DEM{:04}", serial % 10_000);
    let organisation = format!("{body}{}", organisation_check(&body));
    let code = format!("9{kind}{}{organisation}", district.code);
    format!("{code}{}", credit_check(&code))
}

/// The check character of a credit code's first 17 characters.
pub(super) fn credit_check(code: &str) -> char {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut weight = 1;
    let mut sum = 0;
    for c in code.chars().take(17) {
        sum += ALPHABET.find(c).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31).unwrap_or('0')
}

/// The check character of an organisation code (GB 11714), the ninth of it.
fn organisation_check(body: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let values = body.chars().filter_map(|c| c.to_digit(36));
    let sum: u32 = values.zip(weights).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // The example printed with the standard's own algorithm description.
        assert_eq!(credit_check("91350100M000100Y4"), '3');
        assert_eq!(organisation_check("D2143569"), 'X');
    }
}
