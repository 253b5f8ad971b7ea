//! Cuts text into ideographs, words and digit runs. It is no language analysis: no stemming, no
//! stop words, no Chinese word segmentation.

use unicode_normalization::UnicodeNormalization as _;

/// Longest word kept; `PostgreSQL` refuses a lexeme of 2 KB, and nobody types that much of one.
const MAX_WORD_CHARS: usize = 64;
/// More digits than this, by E.164, are two numbers with a space between.
const MAX_PHONE_DIGITS: usize = 15;

/// What a lexeme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One character of a script written without spaces.
    Ideograph,
    /// A run of letters, or of letters and digits.
    Word,
    /// A run of ASCII digits.
    Digits,
}

/// One piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Whether nothing, not even a space, stands between this lexeme and the one before.
    pub(super) joined: bool,
}

/// Cuts `text` into at most `limit` lexemes.
pub(super) fn lex(text: &str, limit: usize) -> Vec<Lexeme> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut word = String::new();
    let mut word_joined = false;
    let mut joined = false;
    for c in fold(text) {
        if lexemes.len() >= limit {
            return lexemes;
        }
        if is_ideograph(c) {
            joined |= !word.is_empty();
            push_word(&mut lexemes, &mut word, word_joined);
            lexemes.push(Lexeme { text: c.to_string(), kind: Kind::Ideograph, joined });
            joined = true;
        } else if c.is_alphanumeric() {
            if word.is_empty() {
                word_joined = joined;
            }
            word.push(c);
        } else {
            push_word(&mut lexemes, &mut word, word_joined);
            joined = false;
        }
    }
    if lexemes.len() < limit {
        push_word(&mut lexemes, &mut word, word_joined);
    }
    lexemes.truncate(limit);
    lexemes
}

fn push_word(lexemes: &mut Vec<Lexeme>, word: &mut String, joined: bool) {
    if word.is_empty() {
        return;
    }
    let text: String = word.chars().take(MAX_WORD_CHARS).collect();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let kind = if digits { Kind::Digits } else { Kind::Word };
    lexemes.push(Lexeme { text, kind, joined });
    word.clear();
}

/// Full-width to half-width, upper to lower case, invisible characters gone.
pub(super) fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_invisible(*c))
}

/// Characters that must not split a word although nobody sees them, and stray accents.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character is a token of its own: Chinese, kana, bopomofo and Hangul syllables.
pub(super) fn is_ideograph(c: char) -> bool {
    is_han(c) || (c.is_alphanumeric() && matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3105}'..='\u{31bf}' | '\u{ac00}'..='\u{d7a3}'))
}

/// Whether a character is Chinese.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
        && c.is_alphanumeric()
}

/// The numbers in a telephone field, without separators and without the country code of China.
pub(super) fn phone_numbers(field: &str) -> Vec<String> {
    let folded: String = fold(field).collect();
    let parts = folded.split(|c: char| !c.is_ascii_digit() && !is_phone_separator(c));
    let mut numbers = Vec::new();
    for part in parts {
        let whole = digits_of(part);
        if whole.len() <= MAX_PHONE_DIGITS {
            numbers.push(whole);
        } else {
            numbers.extend(part.split(' ').map(digits_of));
        }
    }
    numbers.iter().map(|n| national(n).to_owned()).filter(|n| n.len() >= 3).collect()
}

fn digits_of(part: &str) -> String {
    part.chars().filter(char::is_ascii_digit).take(MAX_WORD_CHARS).collect()
}

/// Whether a character may stand inside one telephone number.
pub(super) fn is_phone_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '+' | '(' | ')' | '.' | '\u{2010}'..='\u{2015}')
}

/// The part of a land line after its area code, which people search from its first digit.
pub(super) fn local_part(number: &str) -> Option<&str> {
    if !(10..=12).contains(&number.len()) || !number.starts_with('0') {
        return None;
    }
    let area = if number.starts_with("01") || number.starts_with("02") { 3 } else { 4 };
    number.get(area..)
}

fn national(digits: &str) -> &str {
    let bare = digits.strip_prefix("00").unwrap_or(digits);
    match bare.strip_prefix("86") {
        Some(rest) if rest.len() >= 10 => rest,
        _ => digits,
    }
}
