//! Rows of a file that would make what is there already, in the database or further up in the file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use guanxi_kernel::{
    db::{Reader, Tx},
    error::{FieldError, Result},
    import::Plan,
};
use uuid::Uuid;

use super::{
    HIDDEN_PER_HOUR, MOST_ALIKE, NAME_SIMILARITY, commands,
    kinds::{Facts, Mergeable},
    queries,
    rules::{Certainty, compare, keys},
};
use crate::staff;

/// What rows are held against.
pub struct Known {
    kind: &'static str,
    threshold: i64,
    by_key: BTreeMap<i64, Vec<Uuid>>,
    facts: BTreeMap<Uuid, Facts>,
    /// Those whose names the actor may be told.
    seen: BTreeSet<Uuid>,
    /// The teams of the owners of the others.
    teams: BTreeMap<Uuid, String>,
    /// How many of the others may still be told.
    left: i64,
    /// Which were told, each with what was asked.
    told: Vec<(Uuid, String)>,
}

impl Known {
    /// Looks up what is there of what some rows say. What the actor may not see is not told.
    pub async fn look_up(reader: &Reader, kind: &Mergeable, rows: &[Facts]) -> Result<Self> {
        let (most, threshold) = (MOST_ALIKE.get(reader).await?, NAME_SIMILARITY.get(reader).await?);
        let wanted: BTreeSet<i64> = rows.iter().flat_map(|facts| keys(kind.kind, facts)).collect();
        let by_key = queries::candidates(reader, kind.kind, &wanted.into_iter().collect::<Vec<_>>(), most).await?;
        let ids: BTreeSet<Uuid> = by_key.values().flatten().copied().collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let (mut facts, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for chunk in ids.chunks(2000) {
            let told = (kind.facts)(reader, chunk.to_vec()).await?.into_iter().map(|facts| facts.told_to(reader.actor(), kind.kind));
            facts.extend(told.map(|facts| (facts.id, facts)));
            seen.extend((kind.seen)(reader, chunk.to_vec()).await?);
        }
        Ok(Self { kind: kind.kind, threshold, by_key, facts, seen, teams: BTreeMap::new(), left: 0, told: Vec::new() })
    }

    /// The same for rows that are refused when they are like something. Of what the actor may not see the team is told, as often as
    /// while entering; a trial leaves no trace of who was told, and therefore tells nothing of it.
    pub async fn refusing(tx: &Tx, plan: &Plan, kind: &Mergeable, rows: &[Facts]) -> Result<Self> {
        let reader = tx.reader();
        let mut known = Self::look_up(reader, kind, rows).await?;
        if !plan.dry_run {
            let most = HIDDEN_PER_HOUR.get(reader).await?;
            known.left = most - queries::told_since(reader, tx.now() - Duration::hours(1), most).await?;
            let hidden = known.facts.values().filter(|facts| !known.seen.contains(&facts.id));
            known.teams = staff::queries::teams(reader, hidden.filter_map(|facts| facts.owner).collect()).await?;
        }
        Ok(known)
    }

    /// What is like this, certainly or likely, as what is wrong with the row.
    pub fn like(&mut self, row: &Facts) -> Option<FieldError> {
        let candidates: BTreeSet<Uuid> = keys(self.kind, row).iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        let like = |id: &Uuid| {
            let facts = self.facts.get(id).filter(|facts| facts.id != row.id && (self.left > 0 || self.seen.contains(id)))?;
            Some((compare(row, facts, self.threshold)?, facts))
        };
        let (_, facts) = candidates
            .iter()
            .filter_map(like)
            .filter(|(found, _)| found.certainty <= Certainty::Likely)
            .min_by_key(|(found, _)| found.certainty)?;
        let (id, owner) = (facts.id, facts.owner);
        if self.seen.contains(&id) {
            let detail = format!("This looks like “{}”, which is there already.", facts.title);
            return Some(FieldError::new("/name", "duplicate", detail).with("word", &facts.title));
        }
        self.left -= 1;
        self.told.push((id, row.title.clone()));
        Some(match owner.and_then(|owner| self.teams.get(&owner)) {
            Some(team) => {
                let detail = format!("“{team}” has one like this already; you may not see it.");
                FieldError::new("/name", "duplicate_hidden_team", detail).with("word", team)
            }
            None => FieldError::new("/name", "duplicate_hidden", "A colleague has one like this already; you may not see it."),
        })
    }

    /// Writes down who was told of what they may not see.
    pub fn note_told(self, tx: &mut Tx) {
        for (record, asked) in self.told {
            commands::note_told(tx, self.kind, record, &asked);
            commands::note_asked(tx, self.kind);
        }
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
