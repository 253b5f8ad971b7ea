//! Telephone numbers as they are written in China, and international ones. No list of carriers.

use serde::{Deserialize, Serialize};

use super::{TextError, fold_width, text_type};

mod read;
mod split;
#[cfg(test)]
mod tests;

pub use split::split_phones;

/// What sort of number a [`Phone`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// A mobile of mainland China: eleven digits.
    Mobile,
    /// A landline, with or without area code and extension.
    Landline,
    /// A 400 or 800 number.
    Service,
    /// A number outside mainland China, beginning with `+`.
    International,
}

/// A telephone number in its normalised form.
///
/// The form to store and to compare by: `13800138000`, `0571-88886666`, `0571-88886666-801`,
/// `88886666` (area unknown), `4008001234`, `+85291234567`. [`Phone::display`] is for people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

text_type!(Phone);

impl Phone {
    /// Reads one number; for a cell that may hold several see [`split_phones`].
    ///
    /// # Errors
    /// [`TextError::Empty`], [`TextError::Phone`] or [`TextError::PhoneShortened`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = fold_width(text).to_lowercase();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if read::is_shortened(&text) {
            return Err(TextError::PhoneShortened);
        }
        read::normalise(&text).map(Self).ok_or(TextError::Phone)
    }

    /// The normalised form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What sort of number it is.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        if self.0.starts_with('+') {
            PhoneKind::International
        } else if self.0.len() == 11 && self.0.starts_with('1') {
            PhoneKind::Mobile
        } else if self.0.contains('-') {
            PhoneKind::Landline
        } else if self.0.len() == 10 && (self.0.starts_with("400") || self.0.starts_with("800")) {
            PhoneKind::Service
        } else {
            PhoneKind::Landline
        }
    }

    /// The form to show: `138 0013 8000`, `400 800 1234`; landlines and foreign numbers as stored.
    #[must_use]
    pub fn display(&self) -> String {
        let number = &self.0;
        match self.kind() {
            PhoneKind::Mobile => format!("{} {} {}", &number[..3], &number[3..7], &number[7..]),
            PhoneKind::Service => format!("{} {} {}", &number[..3], &number[3..6], &number[6..]),
            PhoneKind::Landline | PhoneKind::International => number.clone(),
        }
    }
}
