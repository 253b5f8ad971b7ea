//! Pinyin of names: what a user may type to find one, and the key by which names are ordered.
//! It reads names, not sentences, and knows no tones.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};
use unicode_normalization::UnicodeNormalization as _;

use super::lexer;
use readings::{CHARACTERS, LEGAL_FORMS, SURNAMES, WORDS};

mod readings;

/// Syllables in one token: enough to tell names apart, few enough to keep the index small.
pub(super) const MAX_SYLLABLES: usize = 8;
/// Syllables of a name from which a token starts.
const MAX_STARTS: usize = 12;
/// Longer names are read in the default reading only.
const SHORT_NAME: usize = 4;
/// Readings of a short name that are indexed.
const MAX_READINGS: usize = 6;
/// Bytes of a sort key, so that the column can be indexed anywhere.
const MAX_KEY_BYTES: usize = 200;

/// What can be typed for a name, without marks; the same word may be there twice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Joined syllables from each syllable on.
    pub(super) syllables: Vec<String>,
    /// First letters from each syllable on.
    pub(super) initials: Vec<String>,
}

/// Spells a name; anything that is not Chinese is skipped.
pub(super) fn spell(name: &str, is_person: bool) -> Spelling {
    let han: Vec<char> = lexer::fold(name).filter(|c| lexer::is_han(*c)).collect();
    let han = if is_person { han } else { without_legal_form(han) };
    let mut spelling = Spelling::default();
    for reading in name_readings(&han, is_person) {
        for start in 0..reading.len().min(MAX_STARTS) {
            let part = &reading[start..reading.len().min(start + MAX_SYLLABLES)];
            spelling.syllables.push(part.concat());
            let initials = part.iter().filter_map(|syllable| syllable.chars().next());
            spelling.initials.push(initials.collect());
        }
    }
    spelling
}

/// A typed word as pinyin is written here, or nothing if it cannot be pinyin.
pub(super) fn typed(word: &str) -> Option<String> {
    let letters = word.chars().all(|c| c.is_ascii_lowercase() || c == 'ü');
    letters.then(|| word.replace('ü', "v"))
}

/// The key that orders names as a Chinese address book does: Latin first, then by pinyin.
///
/// Compare it bytewise (`COLLATE "C"` on `PostgreSQL`); other collations skip its separators.
#[must_use]
pub fn sort_key(name: &str) -> String {
    key(name, false)
}

/// The same for a person, whose first character is read as a surname: 单 is shan, not dan.
#[must_use]
pub fn person_sort_key(name: &str) -> String {
    key(name, true)
}

/// What somebody types for a name who types no characters: 陈思远 is chensiyuan. What has no reading stays.
#[must_use]
pub fn spelled(name: &str, is_person: bool) -> String {
    let chars: Vec<char> = name.chars().collect();
    let syllables = default_reading(&chars, is_person);
    chars.iter().zip(syllables).map(|(c, syllable)| syllable.map_or_else(|| c.to_string(), str::to_owned)).collect()
}

/// `~` sorts behind every letter and the space before, so `Li` comes before `李` and `li ming`
/// before `lin a`. The character after its syllable keeps all 张 together, before all 章.
fn key(name: &str, is_person: bool) -> String {
    let folded = name.trim().nfkd().flat_map(char::to_lowercase);
    let chars: Vec<char> = folded.filter(|c| !lexer::is_invisible(*c) && !c.is_control()).take(MAX_KEY_BYTES).collect();
    let mut key = String::new();
    for (c, syllable) in chars.iter().zip(default_reading(&chars, is_person)) {
        if let Some(syllable) = syllable {
            key.extend(["~", syllable, " "]);
        }
        key.push(*c);
    }
    key.push('\t');
    key.extend(name.chars().filter(|c| *c != '\0').take(MAX_KEY_BYTES));
    key.truncate(key.floor_char_boundary(MAX_KEY_BYTES));
    key
}

/// The readings of a whole name, the default one first.
fn name_readings(han: &[char], is_person: bool) -> Vec<Vec<&'static str>> {
    let default: Vec<&'static str> = default_reading(han, is_person).into_iter().map(Option::unwrap_or_default).collect();
    let mut all = vec![default.clone()];
    if han.len() > SHORT_NAME {
        return all;
    }
    let others: Vec<Vec<&'static str>> = han.iter().map(|c| readings_of(*c)).collect();
    let most = others.iter().map(Vec::len).max().unwrap_or(0);
    // The likeliest other reading of every character before the second likeliest of any.
    for rank in 0..most {
        for (place, other) in others.iter().enumerate() {
            let Some(syllable) = other.get(rank) else {
                continue;
            };
            let mut reading = default.clone();
            reading[place] = syllable;
            if all.len() < MAX_READINGS && !all.contains(&reading) {
                all.push(reading);
            }
        }
    }
    all
}

/// One reading per character; `None` where a character has none.
fn default_reading(chars: &[char], is_person: bool) -> Vec<Option<&'static str>> {
    let mut reading = Vec::with_capacity(chars.len());
    while reading.len() < chars.len() {
        let rest = &chars[reading.len()..];
        let surname = (is_person && reading.is_empty()).then(|| lookup(SURNAMES, rest)).flatten();
        let known = surname.or_else(|| lookup(WORDS, rest)).or_else(|| lookup(CHARACTERS, rest));
        match known {
            Some(syllables) => reading.extend(syllables.split(' ').map(Some)),
            None => reading.push(rest[0].to_pinyin().map(|p| ascii(p.plain()))),
        }
    }
    reading
}

/// The readings of the first entry that `chars` begins with; longer entries come first.
fn lookup(table: &[(&str, &'static str)], chars: &[char]) -> Option<&'static str> {
    table.iter().find(|(word, _)| starts_with(chars, word)).map(|(_, syllables)| *syllables)
}

fn readings_of(c: char) -> Vec<&'static str> {
    let mut readings: Vec<&'static str> = Vec::new();
    for syllable in c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain) {
        // Keyboards write ü as v, passports as yu.
        let spellings: &[&'static str] = match syllable {
            "lü" => &["lv", "lyu"],
            "nü" => &["nv", "nyu"],
            "lüe" => &["lve", "lue"],
            "nüe" => &["nve", "nue"],
            other => &[other],
        };
        for spelling in spellings {
            if !readings.contains(spelling) {
                readings.push(spelling);
            }
        }
    }
    readings
}

fn ascii(syllable: &'static str) -> &'static str {
    match syllable {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        other => other,
    }
}

/// 北京华夏科技有限公司 is looked up as 北京华夏科技; a name of nothing else stays whole.
fn without_legal_form(han: Vec<char>) -> Vec<char> {
    let mut kept = Vec::with_capacity(han.len());
    let mut rest = han.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        if let Some(form) = LEGAL_FORMS.iter().find(|form| starts_with(rest, form)) {
            rest = &rest[form.chars().count()..];
        } else {
            kept.push(*first);
            rest = tail;
        }
    }
    if kept.is_empty() { han } else { kept }
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut chars = chars.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}
