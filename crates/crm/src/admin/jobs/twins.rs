//! Rows of one file that share a key which several records may have, such as a telephone, and name different records.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use guanxi_kernel::{
    error::FieldError,
    import::{Mode, Plan},
};
use serde_json::{Map, Value};

/// How the shared key of a row, and what tells its record apart, are told.
type Shared = fn(&Plan, &Map<String, Value>) -> Option<(String, String)>;

/// What the rows so far have said. It is kept for the whole file, whose rows may stand far apart: 24 bytes for each key,
/// about 50 MB for a million.
pub(super) struct Twins {
    plan: Plan,
    shared: Shared,
    /// Of each key: what the first row with it was about, and its number. Key and what it was about are hashes.
    met: HashMap<u64, (u64, u64)>,
}

impl Twins {
    pub(super) fn new(plan: Plan, shared: Shared) -> Self {
        Self { plan, shared, met: HashMap::new() }
    }

    /// Takes note of a row. Says what is wrong when an earlier one with its key is about another record: to make one of
    /// both would lose one of them.
    pub(super) fn meet(&mut self, number: u64, values: &Map<String, Value>) -> Option<FieldError> {
        // A row that may only make a new record is refused by its key anyway.
        if self.plan.mode == Mode::Create {
            return None;
        }
        let (key, about) = (self.shared)(&self.plan, values)?;
        let about = hash(&about);
        let (earlier, row) = *self.met.entry(hash(&key)).or_insert((about, number));
        (earlier != about).then(|| {
            let detail = format!("Row {row} of the file has this too and another name; which of them is meant has to be decided by hand.");
            FieldError::new(self.plan.pointer(), "twin_row", detail).with("row", row)
        })
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
