//! What the trial of an import remembers from one chunk to the next. A trial keeps nothing in the database, so that a
//! later chunk would take for new what an earlier one would have made. Rows that have a name in common with a row of a
//! later chunk are therefore held, and go in front of that chunk once more.
//!
//! It knows rows and their names, not what becomes of them: that is told by the same writing as in earnest. What it may
//! hold is limited; a file with more rows that wait for each other is tried as if they did not.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use guanxi_kernel::import::{Plan, SourceRow};
use serde_json::{Map, Value};

/// The most names that are remembered to stand in several rows.
const MOST_NAMES: usize = 1_000_000;
/// The most rows that are held.
const MOST_HELD: usize = 50_000;
/// The most of them that have one name: as many as an order may have lines.
const MOST_OF_A_NAME: usize = 500;
/// The most that go in front of one chunk.
const MOST_IN_FRONT: usize = 4000;
/// Bits that say which names have been met: 16 MiB for as long as the file is looked through.
const MET_BITS: u64 = 1 << 27;

/// How the names of a row are told.
type Names = fn(&Plan, &Map<String, Value>) -> Vec<String>;

/// What is remembered.
pub(super) struct Trial {
    plan: Plan,
    names: Names,
    /// Of each name that several rows have: the last row that needs those before it.
    last: HashMap<u64, u64>,
    held: BTreeMap<u64, Held>,
    /// The held rows of each name.
    having: HashMap<u64, Vec<u64>>,
}

struct Held {
    row: SourceRow,
    names: Vec<u64>,
}

impl Trial {
    /// Looks through a whole file for names that stand in several rows.
    pub(super) fn of(plan: Plan, names: Names, rows: impl Iterator<Item = SourceRow>) -> Self {
        let mut trial = Self { plan, names, last: HashMap::new(), held: BTreeMap::new(), having: HashMap::new() };
        let mut met = vec![0_u64; usize::try_from(MET_BITS / 64).unwrap_or_default()];
        for row in rows {
            for name in trial.names_of(&row) {
                let (word, bit) = (usize::try_from(name % MET_BITS / 64).unwrap_or_default(), 1 << (name % 64));
                // Two names may share a bit: then a row is held for nothing, and nothing else comes of it.
                if met[word] & bit == 0 {
                    met[word] |= bit;
                } else if trial.last.len() < MOST_NAMES || trial.last.contains_key(&name) {
                    trial.last.insert(name, row.number);
                }
            }
        }
        trial
    }

    fn names_of(&self, row: &SourceRow) -> Vec<u64> {
        let names = (self.names)(&self.plan, &row.values).into_iter().map(|name| {
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            hasher.finish()
        });
        names.collect::<BTreeSet<u64>>().into_iter().collect()
    }

    /// The held rows that decide what becomes of these, in the order of the file: those that have a name in common with
    /// one of them, and those that decide what became of those.
    pub(super) fn in_front_of(&self, rows: &[SourceRow]) -> Vec<SourceRow> {
        let mut ask: Vec<u64> = rows.iter().flat_map(|row| self.names_of(row)).collect();
        let (mut asked, mut wanted) = (BTreeSet::new(), BTreeSet::new());
        while let Some(name) = ask.pop() {
            if !asked.insert(name) {
                continue;
            }
            for number in self.having.get(&name).into_iter().flatten() {
                if wanted.insert(*number) {
                    ask.extend(self.held.get(number).into_iter().flat_map(|held| held.names.iter().copied()));
                }
            }
        }
        wanted.into_iter().filter_map(|number| self.held.get(&number)).take(MOST_IN_FRONT).map(|held| held.row.clone()).collect()
    }

    /// Holds a row, if a row behind this one needs it.
    pub(super) fn hold(&mut self, row: SourceRow, behind: u64) {
        let names: Vec<u64> = self.names_of(&row).into_iter().filter(|name| self.last.contains_key(name)).collect();
        let until = names.iter().filter_map(|name| self.last.get(name)).max().copied().unwrap_or_default();
        if until <= behind || self.held.len() >= MOST_HELD {
            return;
        }
        let mut is_held = false;
        for name in &names {
            let having = self.having.entry(*name).or_default();
            if having.len() < MOST_OF_A_NAME {
                having.push(row.number);
                is_held = true;
            }
            self.keep(*name, until);
        }
        if is_held {
            self.held.insert(row.number, Held { row, names });
        }
    }

    /// The rows of this name, and those that decide what became of them, are needed until this row.
    fn keep(&mut self, name: u64, until: u64) {
        let mut names = vec![name];
        while let Some(name) = names.pop() {
            let Some(last) = self.last.get_mut(&name).filter(|last| **last < until) else { continue };
            *last = until;
            let held = self.having.get(&name).into_iter().flatten().filter_map(|number| self.held.get(number));
            names.extend(held.flat_map(|held| held.names.iter().copied()));
        }
    }

    /// Lets go of the rows that none behind this one needs.
    pub(super) fn let_go(&mut self, behind: u64) {
        let Self { last, held, having, .. } = self;
        let is_needed = |name: &u64| last.get(name).is_some_and(|last| *last > behind);
        having.retain(|name, _| is_needed(name));
        held.retain(|_, held| held.names.iter().any(is_needed));
    }
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::import::Mode;
    use serde_json::json;

    use super::*;

    fn row(number: u64, names: &str) -> SourceRow {
        let values = json!({"names": names});
        SourceRow { number, values: values.as_object().cloned().unwrap_or_default() }
    }

    fn names(_: &Plan, values: &Map<String, Value>) -> Vec<String> {
        values["names"].as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }

    /// The trial of a file whose chunks have one row each: which rows went in front of each, and how many were held after it.
    fn tried(file: &[&str]) -> Vec<(Vec<u64>, usize)> {
        let rows: Vec<SourceRow> = (1..).zip(file).map(|(number, names)| row(number, names)).collect();
        let plan = Plan { mode: Mode::Create, key: None, dry_run: true, import: None, make_missing: false, refuse_duplicates: false };
        let mut trial = Trial::of(plan, names, rows.iter().cloned());
        let mut told = Vec::new();
        for row in rows {
            let front = trial.in_front_of(std::slice::from_ref(&row)).iter().map(|row| row.number).collect();
            let number = row.number;
            trial.hold(row, number);
            trial.let_go(number);
            told.push((front, trial.held.len()));
        }
        told
    }

    #[test]
    fn rows_of_one_name_stand_in_front_of_the_last() {
        assert_eq!(tried(&["a", "b", "a", "c", "a"]), [(vec![], 1), (vec![], 1), (vec![1], 2), (vec![], 2), (vec![1, 3], 0)]);
    }

    #[test]
    fn what_stands_alone_is_not_held() {
        assert_eq!(tried(&["a", "b", ""]), [(vec![], 0), (vec![], 0), (vec![], 0)]);
    }

    #[test]
    fn a_row_that_decides_over_a_held_row_is_held_as_long() {
        // The third is what it is because of the first; the last because of the third.
        let told = tried(&["five", "x", "five x", "y", "x"]);
        assert_eq!(told, [(vec![], 1), (vec![], 2), (vec![1, 2], 3), (vec![], 3), (vec![1, 2, 3], 0)]);
    }

    #[test]
    fn one_name_in_very_many_rows_is_not_held_without_end() {
        let file = vec!["a"; MOST_OF_A_NAME + 200];
        let told = tried(&file);
        assert_eq!(told.iter().map(|(front, _)| front.len()).max(), Some(MOST_OF_A_NAME));
    }
}
