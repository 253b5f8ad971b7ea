//! Which record each row of a chunk is about, found by the key of the plan.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Mode, Outcome, Plan, several};
use crate::error::{Error, FieldError, Result};

/// The record that a key stands for.
#[derive(Clone, Copy)]
enum Found {
    /// In the database.
    Stored(Uuid),
    /// Several in the database have the key, as a telephone is shared: so many.
    Several(usize),
    /// One that the actor must not hear of has it.
    Hidden,
    /// Made by an earlier row of the same chunk, at this place among the new ones.
    New(usize),
}

/// The records that the keys of a chunk stand for.
#[derive(Default)]
pub struct Keys {
    by_key: BTreeMap<String, Found>,
}

/// What is to be done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To change this record.
    Stored(Uuid),
    /// To add to the new record at this place.
    New(usize),
    /// To make a new record.
    Make,
    /// Nothing: a record that must not be heard of has the key.
    Taken,
}

impl Keys {
    /// A record that the actor sees has this key.
    pub fn stored(&mut self, key: String, id: Uuid) {
        let next = match self.by_key.get(&key) {
            Some(Found::Stored(_)) => Found::Several(2),
            Some(Found::Several(known)) => Found::Several(known + 1),
            _ => Found::Stored(id),
        };
        self.by_key.insert(key, next);
    }

    /// Some record has this key, seen or not: to be said before those that are seen.
    pub fn hidden(&mut self, key: String) {
        self.by_key.insert(key, Found::Hidden);
    }

    /// A row has made a record with this key, at this place among the new ones.
    pub fn made(&mut self, key: String, place: usize) {
        self.by_key.insert(key, Found::New(place));
    }

    /// The records in the database that a row may change, each once, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<Uuid> {
        let ids = self.by_key.values().filter_map(|found| if let Found::Stored(id) = found { Some(*id) } else { None });
        ids.collect::<BTreeSet<Uuid>>().into_iter().collect()
    }

    /// What is to be done with a row that has this key, or the reason for which it is refused.
    pub fn aim(&self, plan: &Plan, key: Option<&str>) -> Result<Aim> {
        let found = key.and_then(|key| self.by_key.get(key)).copied();
        match (plan.mode, found) {
            (_, Some(Found::Hidden)) => Ok(Aim::Taken),
            (Mode::Create, Some(_)) => Err(Error::conflict("exists", "There is a record with this key already.")),
            (Mode::Update, None) => Err(Error::conflict("not_found", "No record has this key.")),
            (_, Some(Found::Several(count))) => Err(Error::Invalid(vec![several(plan, count)])),
            (Mode::Update | Mode::Upsert, Some(Found::Stored(id))) => Ok(Aim::Stored(id)),
            (Mode::Update | Mode::Upsert, Some(Found::New(place))) => Ok(Aim::New(place)),
            (Mode::Create | Mode::Upsert, None) => Ok(Aim::Make),
        }
    }
}

/// What became of a row: what is wrong with it alone refuses it alone, anything else ends the import.
pub fn outcome(row: Result<Outcome>) -> Result<Outcome> {
    match row {
        Err(Error::Invalid(errors)) => Ok(Outcome::Rejected(errors)),
        Err(Error::Conflict { code, detail }) => Ok(Outcome::Rejected(vec![FieldError::new("", code, detail)])),
        Err(Error::NotFound | Error::Forbidden(_)) => {
            Ok(Outcome::Rejected(vec![FieldError::new("", "forbidden", "You may not change the record that this row finds.")]))
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_about_the_one_record_that_has_its_key() {
        let (one, two, mut keys) = (Uuid::now_v7(), Uuid::now_v7(), Keys::default());
        keys.hidden("theirs".to_owned());
        keys.hidden("ours".to_owned());
        for (key, id) in [("ours", one), ("shared", one), ("shared", two)] {
            keys.stored(key.to_owned(), id);
        }
        keys.made("new".to_owned(), 7);
        let aim = |mode: Mode, key: Option<&str>| {
            let plan =
                Plan { mode, key: Some("number".to_owned()), dry_run: false, import: None, make_missing: false, refuse_duplicates: false };
            keys.aim(&plan, key).map_err(|error| match error {
                Error::Conflict { code, .. } => code.to_owned(),
                Error::Invalid(errors) => errors[0].code.clone(),
                other => other.to_string(),
            })
        };
        let refused = |code: &str| Err(code.to_owned());
        for (key, create, update, upsert) in [
            (Some("ours"), refused("exists"), Ok(Aim::Stored(one)), Ok(Aim::Stored(one))),
            (Some("new"), refused("exists"), Ok(Aim::New(7)), Ok(Aim::New(7))),
            (Some("shared"), refused("exists"), refused("ambiguous_key"), refused("ambiguous_key")),
            (Some("theirs"), Ok(Aim::Taken), Ok(Aim::Taken), Ok(Aim::Taken)),
            (Some("unheard of"), Ok(Aim::Make), refused("not_found"), Ok(Aim::Make)),
            (None, Ok(Aim::Make), refused("not_found"), Ok(Aim::Make)),
        ] {
            assert_eq!([aim(Mode::Create, key), aim(Mode::Update, key), aim(Mode::Upsert, key)], [create, update, upsert], "{key:?}");
        }
        assert_eq!(keys.ids(), [one]);
    }
}
