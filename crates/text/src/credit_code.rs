//! The unified social credit code (统一社会信用代码) of GB 32100-2015. Not a look-up in any register.

use serde::{Deserialize, Serialize};

use super::{TextError, fold_width, text_type};

/// The 31 characters in order of their value.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of the first 17 characters: powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A unified social credit code whose check character is right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

text_type!(CreditCode);

impl CreditCode {
    /// Reads a code, folding full-width characters and lower case, ignoring spaces and dashes.
    ///
    /// # Errors
    /// [`TextError::Empty`] or one of the `CreditCode…` reasons.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let code: String = fold_width(text).chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        if code.is_empty() {
            return Err(TextError::Empty);
        }
        let found = code.chars().count();
        if found != 18 {
            return Err(TextError::CreditCodeLength { found });
        }
        let mut sum = 0;
        let mut last = ' ';
        for (index, c) in code.chars().enumerate() {
            let value = value_of(c).ok_or(TextError::CreditCodeCharacter { found: c, position: index + 1 })?;
            sum += WEIGHTS.get(index).map_or(0, |weight| weight * value);
            last = c;
        }
        let expected = char::from(ALPHABET[(31 - sum % 31) % 31]);
        if last != expected {
            return Err(TextError::CreditCodeCheck { expected });
        }
        Ok(Self(code))
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The six-digit code of the region that registered it.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.0[2..8]
    }
}

fn value_of(c: char) -> Option<usize> {
    ALPHABET.iter().position(|known| char::from(*known) == c)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accepts() {
        for given in ["91350100M000100Y43", " 91350100m000100y43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "9135 0100 M000 100Y 43"]
        {
            assert_eq!(CreditCode::parse(given).unwrap().as_str(), "91350100M000100Y43", "{given}");
        }
        assert_eq!(CreditCode::parse("91350100M000100Y43").unwrap().region(), "350100");
    }

    #[test]
    fn refuses() {
        let refuse = |text| CreditCode::parse(text).unwrap_err();
        assert_eq!(refuse(""), TextError::Empty);
        assert_eq!(refuse("9135"), TextError::CreditCodeLength { found: 4 });
        assert_eq!(refuse("91350100M0001O0Y43"), TextError::CreditCodeCharacter { found: 'O', position: 14 });
        assert_eq!(refuse("91350100M000100Y44"), TextError::CreditCodeCheck { expected: '3' });
        assert_eq!(refuse("一二三四五六七八九十一二三四五六七八").code(), "credit_code_character");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
        }

        #[test]
        fn one_wrong_character_is_noticed(position in 0_usize..18, other in 0_usize..31) {
            let mut code = b"91350100M000100Y43".to_vec();
            if code[position] != ALPHABET[other] {
                code[position] = ALPHABET[other];
                prop_assert!(CreditCode::parse(std::str::from_utf8(&code).unwrap()).is_err());
            }
        }
    }
}
