//! What is left of a text that is told in part: enough to recognise it, and not enough to use it.

/// How a text is told in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// A telephone number: how it begins and how it ends.
    Phone,
    /// An e-mail address: its first letter and its domain.
    Email,
    /// A code: how it begins and how it ends.
    Code,
    /// A text: only that there is one.
    Text,
    /// Nothing: it is told as a whole or not at all.
    Whole,
}

/// What stands for a text of which nothing is told.
const DOTS: &str = "••";

impl Mask {
    /// What is told of a text; nothing of an empty one.
    #[must_use]
    pub fn of(self, text: &str) -> Option<String> {
        if text.is_empty() || self == Self::Whole {
            return None;
        }
        Some(match self {
            Self::Phone => ends(text, 11, 3, 4),
            Self::Email => match text.split_once('@') {
                Some((name, domain)) => format!("{}***@{domain}", name.chars().next().unwrap_or('*')),
                None => DOTS.to_owned(),
            },
            Self::Code => ends(text, 8, 2, 2),
            Self::Text | Self::Whole => DOTS.to_owned(),
        })
    }
}

/// A text that has at least so many characters with its first and its last ones; of a shorter one the last two alone.
fn ends(text: &str, least: usize, first: usize, last: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (first, last) = match characters.len() {
        length if length >= least => (first, last),
        length if length >= 6 => (0, 2),
        _ => return DOTS.to_owned(),
    };
    let (begin, end) = (&characters[..first], &characters[characters.len() - last..]);
    begin.iter().chain(&['*'; 4]).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_tells_enough_to_recognise_a_text_and_no_more() {
        for (mask, text, told) in [
            (Mask::Phone, "13812345678", "138****5678"),
            (Mask::Phone, "055165551234", "055****1234"),
            (Mask::Phone, "65551234", "****34"),
            (Mask::Phone, "12345", "••"),
            (Mask::Email, "li.fang@example.com", "l***@example.com"),
            (Mask::Email, "l@example.com", "l***@example.com"),
            (Mask::Email, "li fang", "••"),
            (Mask::Code, "91340100MA2N12345X", "91****5X"),
            (Mask::Code, "lifang", "****ng"),
            (Mask::Text, "合同到期日 2027-01-01", "••"),
        ] {
            assert_eq!(mask.of(text).as_deref(), Some(told), "{mask:?} of {text}");
        }
        assert_eq!([Mask::Text.of(""), Mask::Whole.of("2027-01-01")], [None, None]);
    }
}
