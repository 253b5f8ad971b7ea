//! Turns a record's text into index tokens, and a user's words into query terms.
//!
//! Pure text in, text out, and the same tokens for `SQLite` FTS5 and `PostgreSQL` `tsvector`. It is
//! not a ranking, holds no table and runs no statement.
//!
//! Chinese is indexed one character per token, so a query of n characters is an n-token phrase:
//! an exact substring search that no word segmentation can miss. Latin words and digit runs are
//! whole lower-case tokens, found by prefix. Everything else is a *mark*, a token that starts
//! with `_`, which no word can, so typing a single `p` never matches every pinyin token:
//!
//! | mark | holds | example |
//! | --- | --- | --- |
//! | `_p` | pinyin of the title from each syllable on | `_pzhangwei`, `_pwei` |
//! | `_i` | initials of the title from each syllable on | `_izw`, `_iw` |
//! | `_r` | a number backwards, so its last digits are a prefix | `_r8765` |
//! | `_s` | a scope token of the caller | `_sw17` |
//!
//! Between two fields stands a gap, so that no phrase crosses them. Nearly every record has many, and SQLite passes all
//! records of the token before the beginning that is asked for when nothing stands between; so the gap is a token behind
//! all others.
//!
//! Known limits: traditional characters are not folded to simplified ones, nor `é` to `e`; only
//! a title that is a name has pinyin; text past [`MAX_TEXT_TOKENS`] is not searchable.

mod lexer;
mod pinyin;
mod query;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use lexer::{Kind, Lexeme, lex};
pub use pinyin::{person_sort_key, sort_key, spelled};
pub use query::{Term, fts5_match, query_terms, scope_term, tsquery};

/// Text tokens kept per record; far below the 16,383 positions `PostgreSQL` can tell apart.
pub const MAX_TEXT_TOKENS: usize = 4096;

/// A digit run of this length is a number people look up by its last digits.
const LOOKUP_DIGITS: usize = 6;

const PINYIN: &str = "_p";
const INITIALS: &str = "_i";
const REVERSED: &str = "_r";
const SCOPE: &str = "_s";
/// Of the private characters, which no text is made of: the last one that both tokenisers keep.
const GAP: &str = "\u{f8ff}";

/// What is to be indexed of one record.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name shown in a list.
    pub title: &'a str,
    /// Whether the title is also found by pinyin and initials; no other field is.
    pub by_sound: bool,
    /// Whether the title is a person's name, whose first character is read as a surname.
    pub is_person: bool,
    /// Further fields, in order; a phrase never runs from one into the next.
    pub other_text: &'a [&'a str],
    /// Telephone numbers as typed.
    pub phones: &'a [&'a str],
    /// Exact tokens that narrow a search, such as `w17` for a workspace or `o5` for an owner.
    pub scopes: &'a [String],
}

/// The tokens of one record, ready for either database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Tokens whose neighbours matter, with gap tokens between the fields.
    text: Vec<String>,
    /// Tokens only ever matched alone.
    marks: Vec<String>,
}

/// Tokenises one record.
#[must_use]
pub fn index_tokens(source: &Source) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.push_field(source.title);
    for field in source.other_text {
        tokens.push_field(field);
    }
    for phone in source.phones {
        for number in lexer::phone_numbers(phone) {
            tokens.push_number(&number);
            if let Some(local) = lexer::local_part(&number) {
                tokens.marks.push(local.to_owned());
            }
        }
    }
    if source.by_sound {
        let name = pinyin::spell(source.title, source.is_person);
        tokens.push_marks(PINYIN, &name.syllables);
        tokens.push_marks(INITIALS, &name.initials);
    }
    tokens.marks.extend(source.scopes.iter().map(|scope| scope_token(scope)));
    tokens.marks.sort_unstable();
    tokens.marks.dedup();
    tokens
}

impl Tokens {
    /// The text to store in the FTS5 column, tokens separated by spaces.
    #[must_use]
    pub fn fts5_text(&self) -> String {
        let gap = [GAP.to_owned()];
        let all: Vec<&str> = self.text.iter().chain(&gap).chain(&self.marks).map(String::as_str).collect();
        all.join(" ")
    }

    /// The text to cast to `tsvector`: quoted lexemes, the text ones with their positions.
    #[must_use]
    pub fn tsvector_literal(&self) -> String {
        let mut out = String::new();
        for (index, token) in self.text.iter().enumerate().filter(|(_, token)| *token != GAP) {
            query::write_pg_lexeme(&mut out, token);
            let _ = write!(out, ":{} ", index + 1);
        }
        for mark in &self.marks {
            query::write_pg_lexeme(&mut out, mark);
            out.push(' ');
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// All tokens in order, the text before the marks.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.iter().chain(&self.marks).map(String::as_str)
    }

    fn push_field(&mut self, field: &str) {
        let room = MAX_TEXT_TOKENS.saturating_sub(self.text.len() + 1);
        let lexemes = lex(field, room);
        if lexemes.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(GAP.to_owned());
        }
        for Lexeme { text, kind, .. } in lexemes {
            if kind != Kind::Ideograph {
                for digits in text.split(|c: char| !c.is_ascii_digit()) {
                    if digits.len() >= LOOKUP_DIGITS {
                        self.push_number(digits);
                    }
                }
            }
            self.text.push(text);
        }
    }

    fn push_number(&mut self, digits: &str) {
        self.marks.push(digits.to_owned());
        self.marks.push(reversed(digits));
    }

    fn push_marks(&mut self, prefix: &str, words: &[String]) {
        self.marks.extend(words.iter().map(|word| format!("{prefix}{word}")));
    }
}

/// The mark by which the last digits of a number are a prefix.
fn reversed(digits: &str) -> String {
    REVERSED.chars().chain(digits.chars().rev()).collect()
}

/// Writes a scope so that it survives both tokenisers and two scopes never become one.
///
/// The mark keeps a document that merely says `w17` out of workspace 17.
fn scope_token(scope: &str) -> String {
    let mut token = SCOPE.to_owned();
    for c in scope.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            token.push(c);
        } else if c == '_' {
            token.push_str("__");
        } else {
            let _ = write!(token, "_{:x}_", u32::from(c));
        }
    }
    token
}
