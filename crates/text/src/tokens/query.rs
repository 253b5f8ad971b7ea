//! What a user typed, as terms, and the terms in the query language of each database. User text
//! only ever appears inside quotes; it is no query syntax for users.

use super::lexer::{self, Kind, Lexeme, lex};
use super::{INITIALS, PINYIN, pinyin, reversed, scope_token};

/// Characters of a query that are read; the rest is ignored.
const MAX_QUERY_CHARS: usize = 200;
/// Terms of a query that are used; fewer terms only mean more hits.
const MAX_TERMS: usize = 12;
/// From this many digits on, a query of digits and separators is one telephone number.
const PHONE_DIGITS: usize = 10;
/// Shorter digit runs are looked up whole: half of all mobile numbers begin with 13.
const PREFIX_DIGITS: usize = 3;
/// Longer digit runs before a character, as in 13800138000张伟, do not belong to its phrase.
const PHRASE_DIGITS: usize = 4;

/// One condition of a query; all conditions have to hold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Tokens directly after one another.
    Phrase(Vec<String>),
    /// A token that starts so.
    Prefix(String),
    /// At least one of the terms.
    AnyOf(Vec<Term>),
    /// A whole token.
    Exact(String),
}

/// The term that finds a scope of the caller.
#[must_use]
pub fn scope_term(scope: &str) -> Term {
    Term::Exact(scope_token(scope))
}

/// Reads what a user typed; an empty list means there is nothing to search for. A word is also read as pinyin and as
/// initials when what is searched has names that are spelt so (`by_sound`).
#[must_use]
pub fn query_terms(q: &str, by_sound: bool) -> Vec<Term> {
    let folded: String = lexer::fold(q).take(MAX_QUERY_CHARS).collect();
    if let Some(number) = whole_number(&folded) {
        return vec![digits_term(&number)];
    }
    let mut terms: Vec<Term> = Vec::new();
    let mut phrase: Vec<String> = Vec::new();
    let lexemes = lex(&folded, MAX_QUERY_CHARS);
    for (index, lexeme) in lexemes.iter().enumerate() {
        if !lexeme.joined {
            push_phrase(&mut terms, &mut phrase);
        }
        if belongs_to_phrase(lexeme, lexemes.get(index + 1)) {
            phrase.push(lexeme.text.clone());
            continue;
        }
        push_phrase(&mut terms, &mut phrase);
        push_term(&mut terms, word_term(lexeme, by_sound));
    }
    push_phrase(&mut terms, &mut phrase);
    terms
}

/// The query for FTS5's `MATCH`; `None` means nothing can match, so do not ask.
///
/// Every scope list is a choice: a record needs one token of each.
#[must_use]
pub fn fts5_match(terms: &[Term], scopes: &[Vec<String>]) -> Option<String> {
    conjunction(terms, scopes, " AND ", fts5_term)
}

/// The query to bind as `$1::text::tsquery`; `None` means nothing can match, so do not ask.
///
/// Every scope list is a choice: a record needs one token of each.
#[must_use]
pub fn tsquery(terms: &[Term], scopes: &[Vec<String>]) -> Option<String> {
    conjunction(terms, scopes, " & ", pg_term)
}

/// Scopes first: they are checked even where the terms are many.
fn conjunction(terms: &[Term], scopes: &[Vec<String>], and: &str, render: fn(&Term) -> Option<String>) -> Option<String> {
    if terms.is_empty() {
        return None;
    }
    let choices = scopes.iter().map(|choice| render(&Term::AnyOf(choice.iter().map(|scope| scope_term(scope)).collect())));
    let parts: Option<Vec<String>> = choices.chain(terms.iter().map(render)).collect();
    Some(parts?.join(and))
}

fn fts5_term(term: &Term) -> Option<String> {
    match term {
        Term::Phrase(tokens) => Some(fts5_string(&tokens.join(" "))),
        Term::Exact(token) => Some(fts5_string(token)),
        Term::Prefix(start) => Some(format!("{}*", fts5_string(start))),
        Term::AnyOf(choices) => any_of(choices, " OR ", fts5_term),
    }
}

fn pg_term(term: &Term) -> Option<String> {
    match term {
        Term::Phrase(tokens) if tokens.is_empty() => None,
        Term::Phrase(tokens) => {
            let lexemes: Vec<String> = tokens.iter().map(|token| pg_string(token)).collect();
            Some(format!("({})", lexemes.join(" <-> ")))
        }
        Term::Exact(token) => Some(pg_string(token)),
        Term::Prefix(start) => Some(format!("{}:*", pg_string(start))),
        Term::AnyOf(choices) => any_of(choices, " | ", pg_term),
    }
}

/// An empty choice is false, so it yields no query at all rather than one without the condition.
fn any_of(choices: &[Term], or: &str, render: fn(&Term) -> Option<String>) -> Option<String> {
    let parts: Vec<String> = choices.iter().map(render).collect::<Option<_>>()?;
    match parts.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(format!("({})", parts.join(or))),
    }
}

/// A quoted FTS5 string; NUL would end the query early.
fn fts5_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\0', " ").replace('"', "\"\""))
}

fn pg_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_pg_lexeme(&mut quoted, text);
    quoted
}

/// Writes a quoted lexeme of a `tsvector` or `tsquery`; `PostgreSQL` text cannot hold NUL.
pub(super) fn write_pg_lexeme(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        match c {
            '\0' => out.push(' '),
            '\'' | '\\' => out.extend([c, c]),
            _ => out.push(c),
        }
    }
    out.push('\'');
}

fn push_phrase(terms: &mut Vec<Term>, phrase: &mut Vec<String>) {
    if !phrase.is_empty() {
        push_term(terms, Term::Phrase(std::mem::take(phrase)));
    }
}

fn push_term(terms: &mut Vec<Term>, term: Term) {
    if terms.len() < MAX_TERMS && !terms.contains(&term) {
        terms.push(term);
    }
}

/// In «A座3楼» the letter and the digit belong to the phrase; a trailing word does not, because
/// the user may still be typing it, nor does a longer word, which may be pinyin.
fn belongs_to_phrase(lexeme: &Lexeme, next: Option<&Lexeme>) -> bool {
    let short = match lexeme.kind {
        Kind::Ideograph => return true,
        Kind::Digits => lexeme.text.len() <= PHRASE_DIGITS,
        Kind::Word => lexeme.text.chars().count() == 1,
    };
    short && next.is_some_and(|next| next.joined && next.kind == Kind::Ideograph)
}

fn word_term(lexeme: &Lexeme, by_sound: bool) -> Term {
    if lexeme.kind == Kind::Digits {
        return digits_term(&lexeme.text);
    }
    let word = &lexeme.text;
    let Some(typed) = pinyin::typed(word).filter(|_| by_sound) else {
        return Term::Prefix(word.clone());
    };
    let initials: String = typed.chars().take(pinyin::MAX_SYLLABLES).collect();
    Term::AnyOf(vec![Term::Prefix(word.clone()), Term::Prefix(format!("{PINYIN}{typed}")), Term::Prefix(format!("{INITIALS}{initials}"))])
}

fn digits_term(digits: &str) -> Term {
    if digits.len() < PREFIX_DIGITS {
        return Term::Exact(digits.to_owned());
    }
    Term::AnyOf(vec![Term::Prefix(digits.to_owned()), Term::Prefix(reversed(digits))])
}

/// The number, if the whole query is one telephone number written with separators.
fn whole_number(folded: &str) -> Option<String> {
    if !folded.chars().all(|c| c.is_ascii_digit() || lexer::is_phone_separator(c)) {
        return None;
    }
    let mut numbers = lexer::phone_numbers(folded);
    numbers.pop().filter(|number| number.len() >= PHONE_DIGITS)
}
