//! What a field may be. Pure.

use std::collections::BTreeSet;

use guanxi_kernel::{
    check::{Check, too_long, too_many},
    custom::{Choice, Custom, Gives, Kind, value},
    error::FieldError,
    list::{
        Field,
        derived::{Senseless, names, sort_of, sort_of_result},
    },
    text::{Formula, FormulaError, tokens},
};
use serde_json::Value;

use super::api::NewChoice;

/// The kinds of record that a field may point to.
pub const REFERRED: [&str; 3] = ["user", "account", "contact"];
/// The most words of a field of choices.
const MAX_CHOICES: usize = 200;
/// The most characters of a key.
const MAX_KEY: usize = 40;
/// The most characters of a label.
pub const MAX_LABEL: usize = 60;
/// The most characters of a help text.
pub const MAX_HELP: usize = 300;
/// The most characters of a formula.
const MAX_FORMULA: usize = 1000;
/// The most digits after the point.
const MAX_DECIMALS: u8 = 6;

/// Whether a field points to records that may be merged: by its index those are found which point to one that goes.
#[must_use]
pub fn is_followed(kind: &Kind) -> bool {
    matches!(kind, Kind::Reference { to } if to != "user")
}

/// Whether a text may be a key: small letters, digits and `_`, a letter first. It stands in SQL as it is.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.len() <= MAX_KEY
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// A key made of a label, as nobody among those that are `taken` has it: 货架数 is `huojiashu`.
#[must_use]
pub fn key_of(label: &str, taken: &BTreeSet<String>) -> String {
    let spelled = tokens::spelled(label, false).to_lowercase();
    let words = spelled.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("_");
    let joined = if joined.starts_with(|c: char| c.is_ascii_lowercase()) { joined } else { format!("f_{joined}") };
    let base: String = joined.chars().take(MAX_KEY - 4).collect();
    let base = base.trim_end_matches('_');
    std::iter::once(base.to_owned()).chain((2..10_000).map(|n| format!("{base}_{n}"))).find(|key| !taken.contains(key)).unwrap_or_default()
}

/// Checks what kind of value a new field holds. Choices without a key get one.
pub fn check_kind(check: &mut Check, kind: Kind) -> Kind {
    match kind {
        Kind::Number { decimals } => Kind::Number { decimals: check_decimals(check, decimals) },
        Kind::Reference { to } => Kind::Reference { to: check.one_of("/kind/to", &to, &REFERRED) },
        Kind::Choice { choices } => Kind::Choice { choices: check_choices(check, "/kind/choices", given(choices), &[]) },
        Kind::Choices { choices } => Kind::Choices { choices: check_choices(check, "/kind/choices", given(choices), &[]) },
        Kind::Formula { expression, gives, decimals } => Kind::Formula { expression, gives, decimals: check_decimals(check, decimals) },
        other => other,
    }
}

fn check_decimals(check: &mut Check, decimals: u8) -> u8 {
    u8::try_from(check.range("/kind/decimals", i64::from(decimals), 0..=i64::from(MAX_DECIMALS))).unwrap_or(0)
}

fn given(choices: Vec<Choice>) -> Vec<NewChoice> {
    let new = |Choice { key, label, retired }| NewChoice { key: Some(key).filter(|key| !key.is_empty()), label, retired };
    choices.into_iter().map(new).collect()
}

/// Checks the words of a field. Those that it had before stay: records may have them.
pub fn check_choices(check: &mut Check, pointer: &str, choices: Vec<NewChoice>, before: &[Choice]) -> Vec<Choice> {
    if choices.iter().all(|choice| choice.retired) {
        check.wrong(pointer, "required", "There must be something to choose.");
    }
    if choices.len() > MAX_CHOICES {
        check.add(too_many(pointer, MAX_CHOICES));
        return before.to_vec();
    }
    let mut keys: BTreeSet<String> = before.iter().map(|choice| choice.key.clone()).collect();
    keys.extend(choices.iter().filter_map(|choice| choice.key.clone()));
    let (mut kept, mut labels): (Vec<Choice>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for (n, choice) in choices.into_iter().enumerate() {
        let label = check.required(&format!("{pointer}/{n}/label"), &choice.label, MAX_LABEL);
        if !labels.insert(label.clone()) && !label.is_empty() {
            check.wrong(&format!("{pointer}/{n}/label"), "twice", "Another choice is called this.");
        }
        let key = choice.key.unwrap_or_else(|| key_of(&label, &keys));
        if !is_key(&key) || kept.iter().any(|other| other.key == key) {
            check.wrong(
                &format!("{pointer}/{n}/key"),
                "bad_key",
                "A key is made of small letters, digits and _, and there is one of each.",
            );
        }
        keys.insert(key.clone());
        kept.push(Choice { key, label, retired: choice.retired });
    }
    for gone in before.iter().filter(|choice| !kept.iter().any(|other| other.key == choice.key)) {
        let detail = format!("“{}” may be on records: retire it instead of leaving it out.", gone.label);
        check.wrong(pointer, "choice_gone", detail);
    }
    kept
}

/// Checks a formula over the fields of a list, and what it is said to give; labels become keys.
pub fn check_formula(check: &mut Check, pointer: &str, expression: &str, gives: Gives, fields: &[Field]) -> String {
    let labelled = |name: &str| fields.iter().filter_map(|field| field.custom.as_ref()).find(|custom| custom.label == name);
    let renamed = Formula::renamed(expression.trim(), |name| labelled(name).map(|custom| custom.key.clone()));
    let read = renamed.and_then(|text| Ok((Formula::parse(&text)?, text)));
    if expression.chars().count() > MAX_FORMULA {
        check.add(too_long(pointer, MAX_FORMULA));
    }
    let (tree, text) = match read {
        Ok(read) => read,
        Err(FormulaError { position, found }) => {
            let detail = format!("This is no formula from character {position} on: “{found}”.");
            check.add(FieldError::new(pointer, "bad_formula", detail).with("position", position).with("found", found));
            return expression.to_owned();
        }
    };
    match sort_of(&tree, &names(fields)) {
        Ok(sort) if sort == sort_of_result(gives) => {}
        Ok(_) => check.wrong("/kind/gives", "wrong_sort", "The formula gives something else."),
        Err(Senseless { code, what }) => {
            let detail = format!("“{what}” does not fit: {}.", code.replace('_', " "));
            check.add(FieldError::new(pointer, code, detail).with("word", what));
        }
    }
    text
}

/// Checks what goes with the kind: a default is a value of the field, and only what an index can find may be unique.
pub fn check_traits(check: &mut Check, field: &Custom, default: Option<&Value>) -> Option<Value> {
    if field.unique && (!field.kind.is_indexable() || matches!(field.kind, Kind::Choice { .. } | Kind::Reference { .. })) {
        check.wrong("/unique", "not_possible", "Values of this kind are not told apart.");
    }
    if field.indexed && !field.kind.is_indexable() {
        check.wrong("/indexed", "not_possible", "Values of this kind have no index.");
    }
    if field.searchable && !field.kind.is_text() {
        check.wrong("/searchable", "not_possible", "Only texts are looked for.");
    }
    if field.required && field.kind.is_derived() {
        check.wrong("/required", "not_possible", "What is reckoned is not filled in.");
    }
    let default = default.filter(|default| !default.is_null())?;
    if field.unique || matches!(field.kind, Kind::Reference { .. }) {
        check.wrong("/default", "not_possible", "Such a field has no default.");
        return None;
    }
    let mut of_default = Check::new();
    let kept = value::one(&mut of_default, field, None, default);
    let pointer = value::pointer(&field.key);
    for mut error in of_default.into_errors() {
        error.pointer = error.pointer.replacen(&pointer, "/default", 1);
        check.add(error);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_of_the_label() {
        let taken = BTreeSet::from(["huojiashu".to_owned(), "huojiashu_2".to_owned()]);
        for (label, key) in [
            ("货架数", "huojiashu_3"),
            ("Shelf area (m²)", "shelf_area_m"),
            ("2026 目标", "f_2026_mubiao"),
            ("？", "f"),
            ("面积", "mianji"),
        ] {
            let made = key_of(label, &taken);
            assert_eq!(made, key, "{label}");
            assert!(is_key(&made), "{made}");
        }
        assert!(is_key(&key_of(&"长".repeat(60), &taken)));
    }

    #[test]
    fn keys_stand_in_sql_and_are_narrow() {
        for bad in ["", "A", "a-b", "a'b", "1a", "_a", "a b", "货", &"a".repeat(41)] {
            assert!(!is_key(bad), "{bad}");
        }
        assert!(is_key("a_1"));
    }

    #[test]
    fn words_that_records_may_have_stay() {
        let choice = |key: &str, label: &str| Choice { key: key.to_owned(), label: label.to_owned(), retired: false };
        let new = |key: Option<&str>, label: &str, retired| NewChoice { key: key.map(str::to_owned), label: label.to_owned(), retired };
        let mut check = Check::new();
        let before = [choice("a", "甲"), choice("b", "乙")];
        let kept = check_choices(
            &mut check,
            "/choices",
            vec![new(Some("b"), "乙", true), new(Some("a"), "甲等", false), new(None, "丙", false)],
            &before,
        );
        assert_eq!(
            kept.iter().map(|choice| (choice.key.as_str(), choice.retired)).collect::<Vec<_>>(),
            [("b", true), ("a", false), ("bing", false)]
        );
        assert!(check.is_clean());
        check_choices(&mut check, "/choices", vec![new(Some("b"), "乙", false), new(None, "乙", false)], &before);
        let codes: Vec<String> = check.into_errors().into_iter().map(|error| error.code).collect();
        assert_eq!(codes, ["twice", "choice_gone"]);
    }
}
