//! Fields that not everybody sees who sees their record: what an actor may do with each, and what a value looks like that is
//! told in part. Which fields can be ruled so is for the capabilities to say ([`Guarded`]); who has which rule is part of an
//! actor's grants. A field without a rule is seen and written as its record is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    actor::Actor,
    custom,
    error::{Error, Result},
    text::Mask,
};

/// What somebody may do with a field of the records that they see, from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldAccess {
    /// It is not there.
    Hidden,
    /// See a part of the value, enough to recognise it.
    Masked,
    /// See it.
    Read,
    /// Whatever may be done with the record.
    Write,
}

/// A field that can be ruled.
#[derive(Clone, Copy, Debug)]
pub struct GuardedField {
    /// Its key in the API.
    pub key: &'static str,
    /// Under what other names it stands: columns of its table, fields of its list.
    pub also: &'static [&'static str],
    /// What is told of it in part.
    pub mask: Mask,
    /// Whether records are found by it.
    pub searched: bool,
}

impl GuardedField {
    /// A field.
    #[must_use]
    pub const fn new(key: &'static str, mask: Mask) -> Self {
        Self { key, also: &[], mask, searched: false }
    }

    /// The same field, by which records are found.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self { searched: true, ..self }
    }

    /// The same field, which has these names, too.
    #[must_use]
    pub const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// The fields of a kind of record that can be ruled, besides those that the workspace has added.
#[derive(Clone, Copy, Debug)]
pub struct Guarded {
    /// The object whose rights the rules go with; the kind of record.
    pub object: &'static str,
    /// Its list.
    pub list: &'static str,
    /// The fields.
    pub fields: &'static [GuardedField],
}

/// How a field that the workspace has added is told in part.
#[must_use]
pub fn mask_of(kind: &custom::Kind) -> Mask {
    match kind {
        custom::Kind::Phone => Mask::Phone,
        custom::Kind::Email => Mask::Email,
        custom::Kind::Text | custom::Kind::LongText | custom::Kind::Url => Mask::Text,
        _ => Mask::Whole,
    }
}

/// What an actor may do with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// What.
    pub access: FieldAccess,
    /// What is told of it in part.
    pub mask: Mask,
    /// Whether records are found by it.
    pub searched: bool,
    /// Its key, where the rule stands under another name of the field.
    pub of: Option<&'static str>,
}

/// The rules of an actor: by object, and by every name that the field has.
pub type FieldRules = BTreeMap<String, BTreeMap<String, FieldRule>>;

impl Actor {
    fn field_rule(&self, object: &str, name: &str) -> Option<FieldRule> {
        self.grants.fields.get(object)?.get(name).copied()
    }

    /// What the actor may do with a field of the records that it sees.
    #[must_use]
    pub fn field_access(&self, object: &str, name: &str) -> FieldAccess {
        self.field_rule(object, name).map_or(FieldAccess::Write, |rule| match (rule.access, rule.mask) {
            (FieldAccess::Masked, Mask::Whole) => FieldAccess::Hidden,
            (access, _) => access,
        })
    }

    /// Whether the actor sees a field as it is.
    #[must_use]
    pub fn sees_field(&self, object: &str, name: &str) -> bool {
        self.field_access(object, name) >= FieldAccess::Read
    }

    /// A value of a field as the actor is told of it; nothing where it is hidden.
    #[must_use]
    pub fn told(&self, object: &str, name: &str, value: Value) -> Value {
        match self.field_rule(object, name) {
            Some(FieldRule { access: FieldAccess::Hidden, .. }) => Value::Null,
            Some(FieldRule { access: FieldAccess::Masked, mask, .. }) => {
                value.as_str().and_then(|text| mask.of(text)).map_or(Value::Null, Value::from)
            }
            _ => value,
        }
    }

    /// Leaves of a text what the actor is told of it.
    pub fn tell_text(&self, object: &str, name: &str, text: &mut Option<String>) {
        if !self.sees_field(object, name) {
            let told = text.take().map(|text| self.told(object, name, text.into()));
            *text = told.as_ref().and_then(Value::as_str).map(str::to_owned);
        }
    }

    /// Leaves a value only to who sees the field.
    pub fn tell<T: Default>(&self, object: &str, name: &str, value: &mut T) {
        if !self.sees_field(object, name) {
            *value = T::default();
        }
    }

    /// Refuses to write a field to who may not.
    pub fn may_write_field(&self, object: &str, name: &str) -> Result<()> {
        if self.field_access(object, name) == FieldAccess::Write {
            return Ok(());
        }
        let key = self.field_rule(object, name).and_then(|rule| rule.of).unwrap_or(name);
        Err(Error::FieldForbidden { pointer: format!("/{}", key.replacen('.', "/", 1)) })
    }

    /// Leaves out a value that the actor may not write to a field, where it would come by itself.
    pub fn keep_writable<T>(&self, object: &str, name: &str, value: &mut Option<T>) {
        if self.field_access(object, name) < FieldAccess::Write {
            *value = None;
        }
    }

    /// Refuses who may not do everything with every field: for what weighs records as wholes, such as merging two.
    pub fn has_all_fields(&self, object: &str) -> Result<()> {
        if self.grants.fields.get(object).is_none_or(BTreeMap::is_empty) {
            return Ok(());
        }
        Err(Error::Forbidden(format!("this needs every field of each {object}, and some are hidden from you or only to be looked at")))
    }

    /// Whether the actor finds records of a kind only by what they are called: words that find a record by a field tell of that
    /// field, letter by letter.
    #[must_use]
    pub fn finds_by_title_only(&self, kind: &str) -> bool {
        let rules = self.grants.fields.get(kind).into_iter().flatten();
        rules.into_iter().any(|(_, rule)| rule.searched && rule.access < FieldAccess::Read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_less() {
        let all = [FieldAccess::Hidden, FieldAccess::Masked, FieldAccess::Read, FieldAccess::Write];
        assert!(all.is_sorted());
    }
}
