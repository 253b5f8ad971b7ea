//! What the server itself writes for people, in their language: refused rows in a workbook, names of files. The texts
//! are those of the web app, so that a code is told alike on the screen and in a file.
//!
//! It chooses no words of its own and knows no screen; whoever writes a file asks by the same keys as a component.

use std::collections::BTreeMap;

use guanxi_kernel::{
    custom,
    error::FieldError,
    import::{ImportField, Importable},
};

/// The texts of one locale, by the namespace of the capability that has them.
macro_rules! texts {
    ($locale:literal) => {
        &[
            ("ui", include_str!(concat!("../../../web/src/ui/i18n/", $locale, ".json"))),
            ("ui", include_str!(concat!("../../../web/src/ui/i18n/errors/", $locale, ".json"))),
            ("staff", include_str!(concat!("../../../web/src/staff/i18n/", $locale, ".json"))),
            ("admin", include_str!(concat!("../../../web/src/admin/i18n/", $locale, ".json"))),
            ("customers", include_str!(concat!("../../../web/src/customers/i18n/", $locale, ".json"))),
            ("contacts", include_str!(concat!("../../../web/src/contacts/i18n/", $locale, ".json"))),
            ("interactions", include_str!(concat!("../../../web/src/interactions/i18n/", $locale, ".json"))),
            ("orders", include_str!(concat!("../../../web/src/orders/i18n/", $locale, ".json"))),
            ("catalogue", include_str!(concat!("../../../web/src/catalogue/i18n/", $locale, ".json"))),
            ("handover", include_str!(concat!("../../../web/src/handover/i18n/", $locale, ".json"))),
            ("customerfiles", include_str!(concat!("../../../web/src/customerfiles/i18n/", $locale, ".json"))),
            ("undo", include_str!(concat!("../../../web/src/undo/i18n/", $locale, ".json"))),
            ("personal", include_str!(concat!("../../../web/src/personal/i18n/", $locale, ".json"))),
            ("pools", include_str!(concat!("../../../web/src/pools/i18n/", $locale, ".json"))),
        ]
    };
}

type Files = &'static [(&'static str, &'static str)];

/// The first is spoken where a locale is not known.
const LOCALES: [(&str, Files); 3] = [("zh-CN", texts!("zh-CN")), ("zh-TW", texts!("zh-TW")), ("en", texts!("en"))];

/// The words of one language.
pub struct Words {
    /// By namespace and key.
    texts: BTreeMap<&'static str, BTreeMap<String, String>>,
}

impl Words {
    /// The words of a locale.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        let (_, files) = LOCALES.into_iter().find(|(known, _)| *known == locale).unwrap_or(LOCALES[0]);
        let mut texts: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
        for (namespace, json) in files {
            let read: BTreeMap<String, String> = serde_json::from_str(json).expect("the texts of the web app are an object of texts");
            texts.entry(namespace).or_default().extend(read);
        }
        Self { texts }
    }

    /// The text of a key such as `ui:invalid.date`, with its holes filled; the key itself when there is none.
    #[must_use]
    pub fn say(&self, key: &str, holes: &[(&str, &str)]) -> String {
        let (namespace, name) = key.split_once(':').unwrap_or(("ui", key));
        self.find(namespace, name).map_or_else(|| key.to_owned(), |text| filled(text, holes.iter().copied()))
    }

    /// What one wrong field is told as: our words for its code, else the sentence that came with it.
    #[must_use]
    pub fn error(&self, error: &FieldError) -> String {
        let text = self.find("ui", &format!("invalid.{}", error.code)).or_else(|| self.find("ui", &format!("problem.{}", error.code)));
        text.map_or_else(
            || error.detail.clone(),
            |text| filled(text, error.params.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
        )
    }

    /// What a list is called.
    #[must_use]
    pub fn list(&self, list: &str) -> String {
        self.label(&format!("{list}.name")).unwrap_or_else(|| list.to_owned())
    }

    /// What a field of an import is called: a name of its own where a column of a file is no field of the list.
    #[must_use]
    pub fn field(&self, list: &str, key: &str) -> String {
        let own = self.find("admin", &format!("import_field.{key}")).map(str::to_owned);
        own.or_else(|| self.label(&format!("{list}.fields.{key}"))).unwrap_or_else(|| key.to_owned())
    }

    /// What a row of a file is refused for: the field, what is wrong with it, and which words it may have.
    #[must_use]
    pub fn refusal(&self, importable: Importable, fields: &[ImportField], error: &FieldError) -> String {
        let mut parts = error.pointer.trim_start_matches('/').split('/');
        let first = parts.next().unwrap_or_default();
        let own = parts.next().filter(|_| first == custom::COLUMN).map(|key| format!("{}{key}", custom::PREFIX));
        let key = own.as_deref().unwrap_or(first);
        let field = fields.iter().find(|field| field.key == key);
        let own = field.and_then(|field| field.custom.as_ref());
        let mut text = self.error(error);
        if let Some(field) = field.filter(|_| error.code == "unknown_choice") {
            let choice = |(choice, words): (&str, Vec<&str>)| match own {
                Some(_) => words.first().copied().unwrap_or(choice).to_owned(),
                None => self.choice(importable.name, key, choice),
            };
            let choices: Vec<String> = field.choices().map(choice).collect();
            text = self.say("admin:import.choices", &[("text", &text), ("choices", &choices.join(&self.say("ui:comma", &[])))]);
        }
        if key.is_empty() {
            return text;
        }
        self.say(
            "admin:import.row_problem",
            &[("field", &own.map_or_else(|| self.field(importable.name, key), |own| own.label.clone())), ("text", &text)],
        )
    }

    /// What one choice of a field is called; a column of a file holds one of what the field of the list may have several of.
    #[must_use]
    pub fn choice(&self, list: &str, key: &str, choice: &str) -> String {
        let label = |key: &str| self.label(&format!("{list}.choices.{key}.{choice}"));
        label(key).or_else(|| label(&format!("{key}s"))).unwrap_or_else(|| choice.to_owned())
    }

    /// The label of a key such as `accounts.fields.name`. It is looked for in every capability: lists name each other's fields.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<String> {
        self.texts.values().find_map(|texts| texts.get(key)).cloned()
    }

    fn find(&self, namespace: &str, key: &str) -> Option<&str> {
        self.texts.get(namespace)?.get(key).map(String::as_str)
    }
}

/// A text with `{{name}}` replaced. One pass, so that a value with braces in it stays as it is.
#[expect(clippy::needless_pass_by_value, reason = "an iterator over what the caller has")]
fn filled<'a>(text: &str, holes: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = behind.split_once("}}") else {
            return out + "{{" + behind;
        };
        out.push_str(holes.clone().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use guanxi_sheet::Cell;

    use super::*;
    use crate::{SLICES, admin::rules};

    #[test]
    fn every_list_and_every_field_of_an_import_has_a_name_in_every_language() {
        for (locale, _) in LOCALES {
            let words = Words::of(locale);
            for door in SLICES.iter().flat_map(|slice| (slice.lists)()) {
                assert_ne!(words.list((door.list)().name), (door.list)().name, "{locale}");
            }
            for importable in SLICES.iter().flat_map(|slice| (slice.imports)()) {
                for field in (importable.fields)() {
                    assert_ne!(words.field(importable.name, &field.key), field.key, "{locale}: {}", importable.name);
                    for (choice, _) in field.words {
                        let word = words.choice(importable.name, &field.key, choice);
                        assert!(word.as_str() != *choice, "{locale}: {} {choice}", field.key);
                        // What the screens say is understood in a file.
                        let mapping = [("0".to_owned(), field.key.to_string())].into();
                        let (values, _) = rules::values(&[Cell::from(word.as_str())], &mapping, std::slice::from_ref(&field));
                        assert_eq!(
                            values.get(&*field.key).and_then(|value| value.as_str()),
                            Some(*choice),
                            "{locale}: {} {word}",
                            field.key
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_parameter_says_its_source_and_has_a_text_in_every_language() {
        let parameters: Vec<_> = SLICES.iter().flat_map(|slice| slice.parameters).collect();
        assert!(parameters.len() > 5, "the register is found");
        for parameter in parameters {
            let key = parameter.key;
            assert!(!parameter.source.trim().is_empty() && !parameter.about.trim().is_empty(), "{key}");
            assert!((parameter.min..=parameter.max).contains(&parameter.default), "{key}: the default is none of its values");
            for (locale, _) in LOCALES {
                let words = Words::of(locale);
                for text in [format!("about.{key}"), format!("source.{key}")] {
                    assert!(words.find("admin", &text).is_some_and(|text| !text.trim().is_empty()), "{locale}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_refusal_is_told_in_the_language_of_the_reader() {
        let accounts = crate::admin::queries::importable_of(SLICES, "accounts").expect("accounts can be imported");
        let tell = |locale: &str, error: &FieldError| Words::of(locale).refusal(accounts, &(accounts.fields)(), error);
        let date = FieldError::new("/cooperating_since", "date", "In English.");
        assert_eq!(tell("zh-CN", &date), "合作起始：请填写日期，如 2026-11-22");
        assert_eq!(tell("en", &date), "Cooperating since: Enter a date, such as 2026-11-22");
        assert!(tell("zh-TW", &date).contains("請填寫日期"));
        assert_eq!(tell("fr", &date), tell("zh-CN", &date));
        assert_eq!(tell("zh-CN", &FieldError::new("", "never_heard", "In English.")), "In English.");
        let grade = FieldError::new("/credit_grade", "unknown_choice", "In English.");
        assert_eq!(tell("zh-CN", &grade), "资信程度：不在可选范围内，请重新选择（可填：A 级、B 级、C 级、D 级）");
        let tag = FieldError::new("/tags/0", "too_long", "In English.");
        assert!(tell("zh-CN", &tag).starts_with("标签："));
    }

    #[test]
    fn holes_are_filled_once() {
        let fill = |text: &str| filled(text, [("a", "{{b}}"), ("b", "2")].into_iter());
        assert_eq!(fill("{{a}} and {{b}} and {{c}}."), "{{b}} and 2 and .");
        assert_eq!(fill("{{a"), "{{a");
    }
}
