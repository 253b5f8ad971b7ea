//! Collects everything that is wrong with an input, so that the caller is told once and of all of it.

use std::fmt::Display;

use crate::{
    error::{Error, FieldError, Result},
    text::{Email, Phone, Website},
};

/// The errors found so far.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that something is wrong at `pointer`.
    pub fn wrong(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.errors.push(FieldError::new(pointer, code, detail));
    }

    /// Notes an error that names what it speaks of.
    pub fn add(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// The cleaned text of a field that must be there and have at most `max` characters.
    pub fn required(&mut self, pointer: &str, text: &str, max: usize) -> String {
        let text = self.line(pointer, text, max);
        if text.is_empty() {
            self.wrong(pointer, "required", "This must be filled in.");
        }
        text
    }

    /// The cleaned text of a one-line field, `None` when empty.
    pub fn optional(&mut self, pointer: &str, text: Option<String>, max: usize) -> Option<String> {
        let text = self.line(pointer, &text?, max);
        (!text.is_empty()).then_some(text)
    }

    /// The text of a field with several lines, trimmed, `None` when empty.
    pub fn long(&mut self, pointer: &str, text: Option<String>, max: usize) -> Option<String> {
        let text: String = text?.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        self.bound(pointer, &text, max);
        (!text.is_empty()).then_some(text)
    }

    /// A telephone number in its normal form, `None` when empty.
    pub fn phone(&mut self, pointer: &str, text: Option<String>) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        self.parsed(pointer, Phone::parse(&text)).map(|phone| phone.to_string())
    }

    /// An e-mail address in its normal form, `None` when empty.
    pub fn email(&mut self, pointer: &str, text: Option<String>) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        self.parsed(pointer, Email::parse(&text)).map(|email| email.normalised())
    }

    /// The address of a website, `None` when empty.
    pub fn website(&mut self, pointer: &str, text: Option<String>) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        self.parsed(pointer, Website::parse(&text)).map(|website| website.to_string())
    }

    fn line(&mut self, pointer: &str, text: &str, max: usize) -> String {
        let text = crate::text::clean(text);
        self.bound(pointer, &text, max);
        text
    }

    fn bound(&mut self, pointer: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.add(too_long(pointer, max));
        }
    }

    /// The word, if it is one of the choices.
    pub fn choice(&mut self, pointer: &str, word: Option<String>, choices: &[&str]) -> Option<String> {
        let word = word.filter(|word| !word.is_empty())?;
        if !choices.contains(&word.as_str()) {
            self.wrong(pointer, "unknown_choice", format!("This is one of: {}.", choices.join(", ")));
        }
        Some(word)
    }

    /// The word, which must be there, if it is one of the choices.
    pub fn one_of(&mut self, pointer: &str, word: &str, choices: &[&str]) -> String {
        if !choices.contains(&word) {
            let code = if word.is_empty() { "required" } else { "unknown_choice" };
            self.wrong(pointer, code, format!("This is one of: {}.", choices.join(", ")));
        }
        word.to_owned()
    }

    /// The words, if each is one of the choices; without repetitions.
    pub fn choices(&mut self, pointer: &str, words: Vec<String>, choices: &[&str]) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for (n, word) in words.into_iter().enumerate() {
            if !choices.contains(&word.as_str()) {
                self.wrong(&format!("{pointer}/{n}"), "unknown_choice", format!("This is one of: {}.", choices.join(", ")));
            } else if !kept.contains(&word) {
                kept.push(word);
            }
        }
        kept
    }

    /// The number, if it lies in the range; else the end that is nearer, so that what is reckoned with it before the input
    /// is refused does not overflow.
    pub fn range(&mut self, pointer: &str, number: i64, range: std::ops::RangeInclusive<i64>) -> i64 {
        if !range.contains(&number) {
            self.add(out_of_range(pointer, *range.start(), *range.end()));
        }
        number.clamp(*range.start(), *range.end())
    }

    /// The amount in minor units, if it is not negative and at most `most`; else the end that is nearer. The limits are told in
    /// whole units, as people write amounts.
    pub fn amount(&mut self, pointer: &str, minor: i64, most: i64) -> i64 {
        if !(0..=most).contains(&minor) {
            self.add(out_of_range(pointer, 0, most / 100));
        }
        minor.clamp(0, most)
    }

    /// The day, if it is one of our time: of the years 1900 to 2200.
    pub fn day(&mut self, pointer: &str, day: chrono::NaiveDate) -> chrono::NaiveDate {
        if !(1900..=2200).contains(&chrono::Datelike::year(&day)) {
            self.wrong(pointer, "day_out_of_range", "This is a day of the years 1900 to 2200.");
        }
        day
    }

    /// What a parser made of a text; its error is noted at `pointer`.
    pub fn parsed<T>(&mut self, pointer: &str, parsed: std::result::Result<T, crate::text::TextError>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(pointer, error.code(), error.to_string());
                None
            }
        }
    }

    /// The result of another check, whose errors join these.
    pub fn all<T>(&mut self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(Error::Invalid(errors)) => {
                self.errors.extend(errors);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether anything is wrong so far.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors, for those who report them elsewhere than at a door.
    #[must_use]
    pub fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// Fails if anything was wrong.
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(Error::Invalid(self.errors)) }
    }
}

/// A text of more than `max` characters.
#[must_use]
pub fn too_long(pointer: &str, max: usize) -> FieldError {
    FieldError::new(pointer, "too_long", format!("This has at most {max} characters.")).with("max", max)
}

/// More than `max` of something.
#[must_use]
pub fn too_many(pointer: &str, max: usize) -> FieldError {
    FieldError::new(pointer, "too_many", format!("At most {max} of these.")).with("max", max)
}

/// A number that does not lie between these two, which it may be.
#[must_use]
pub fn out_of_range(pointer: &str, min: impl Display, max: impl Display) -> FieldError {
    FieldError::new(pointer, "out_of_range", format!("This is a number from {min} to {max}.")).with("min", min).with("max", max)
}
