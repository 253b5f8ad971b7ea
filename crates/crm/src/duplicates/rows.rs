//! Rows of a file that would make what is there already, in the database or further up in the file.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::Reader,
    error::{FieldError, Result},
};
use uuid::Uuid;

use super::{
    MOST_ALIKE, NAME_SIMILARITY,
    kinds::{Facts, Mergeable},
    queries,
    rules::{Certainty, compare, keys},
};

/// What rows are held against.
pub struct Known {
    kind: &'static str,
    threshold: i64,
    by_key: BTreeMap<i64, Vec<Uuid>>,
    facts: BTreeMap<Uuid, Facts>,
    /// Those whose names the actor may be told.
    seen: BTreeSet<Uuid>,
}

impl Known {
    /// Looks up what is there of what some rows say.
    pub async fn look_up(reader: &Reader, kind: &Mergeable, rows: &[Facts]) -> Result<Self> {
        let (most, threshold) = (MOST_ALIKE.get(reader).await?, NAME_SIMILARITY.get(reader).await?);
        let wanted: BTreeSet<i64> = rows.iter().flat_map(|facts| keys(kind.kind, facts)).collect();
        let by_key = queries::candidates(reader, kind.kind, &wanted.into_iter().collect::<Vec<_>>(), most).await?;
        let ids: BTreeSet<Uuid> = by_key.values().flatten().copied().collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let (mut facts, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for chunk in ids.chunks(2000) {
            facts.extend((kind.facts)(reader, chunk.to_vec()).await?.into_iter().map(|facts| (facts.id, facts)));
            seen.extend((kind.seen)(reader, chunk.to_vec()).await?);
        }
        Ok(Self { kind: kind.kind, threshold, by_key, facts, seen })
    }

    /// What is like this, certainly or likely, as what is wrong with the row.
    #[must_use]
    pub fn like(&self, row: &Facts) -> Option<FieldError> {
        let candidates: BTreeSet<Uuid> = keys(self.kind, row).iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        let like = |id: &Uuid| {
            let facts = self.facts.get(id).filter(|facts| facts.id != row.id)?;
            Some((compare(row, facts, self.threshold)?, facts))
        };
        let (_, facts) = candidates
            .iter()
            .filter_map(like)
            .filter(|(found, _)| found.certainty <= Certainty::Likely)
            .min_by_key(|(found, _)| found.certainty)?;
        Some(if self.seen.contains(&facts.id) {
            let detail = format!("This looks like “{}”, which is there already.", facts.title);
            FieldError::new("/name", "duplicate", detail).with("word", &facts.title)
        } else {
            FieldError::new("/name", "duplicate_hidden", "A colleague has one like this already; you may not see it.")
        })
    }

    /// A row that was taken in is one that later rows are held against.
    pub fn add(&mut self, row: Facts) {
        for key in keys(self.kind, &row) {
            self.by_key.entry(key).or_default().push(row.id);
        }
        self.seen.insert(row.id);
        self.facts.insert(row.id, row);
    }
}
