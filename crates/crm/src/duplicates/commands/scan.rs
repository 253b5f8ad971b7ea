//! Looking for duplicates in what is there: records that share a key are compared with one another.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx, batches},
    error::{Error, Result},
    event::Event,
    job::{NewJob, Queued},
};
use sea_orm::{ConnectionTrait, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::duplicates::{
    MOST_ALIKE, NAME_SIMILARITY,
    api::Scan,
    kinds::{Facts, Mergeable},
    queries,
    rules::{Likeness, compare},
};

/// Queues a search through all records of a kind.
pub(in crate::duplicates) fn queue_scan(tx: &mut Tx, scan: &Scan) -> Result<Recorded<Queued>> {
    let kind = Mergeable::named(&scan.kind)?;
    if !tx.actor().may(kind.object, Action::Remove) {
        return Err(Error::Forbidden("only who may merge records looks for duplicates".to_owned()));
    }
    let id = tx.queue(NewJob::new("duplicates.scan", json!({"kind": kind.kind})).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("duplicates.scan_asked", kind.kind, id).owned_by(tx.actor().user()), Queued { id }))
}

/// What a search has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::duplicates) struct Found {
    /// Pairs that may be one.
    pub(in crate::duplicates) pairs: u64,
    /// Marks that so many share that they were left out.
    pub(in crate::duplicates) too_common: u64,
}

/// Compares the records of the next keys. Returns the last key; `None` when no more are left.
pub(in crate::duplicates) async fn pair_up(tx: &Tx, kind: &Mergeable, after: Option<i64>, limit: u64) -> Result<(Option<i64>, Found)> {
    let reader = tx.reader();
    let (most, threshold) = (MOST_ALIKE.get(reader).await?, NAME_SIMILARITY.get(reader).await?);
    let shared = queries::shared_keys(reader, kind.kind, after, limit).await?;
    let last = shared.last().map(|shared| shared.key);
    let mut found = Found::default();
    let keys: Vec<i64> = shared.iter().filter(|shared| shared.n <= most).map(|shared| shared.key).collect();
    found.too_common = (shared.len() - keys.len()) as u64;
    let groups = queries::records_of(reader, kind.kind, &keys).await?;
    let ids: BTreeSet<Uuid> = groups.values().flatten().copied().collect();
    let mut facts: BTreeMap<Uuid, Facts> = BTreeMap::new();
    for chunk in ids.into_iter().collect::<Vec<_>>().chunks(2000) {
        facts.extend((kind.facts)(reader, chunk.to_vec()).await?.into_iter().map(|facts| (facts.id, facts)));
    }
    let mut pairs: BTreeMap<(Uuid, Uuid), Likeness> = BTreeMap::new();
    for group in groups.values() {
        for (n, one) in group.iter().enumerate() {
            for other in &group[n + 1..] {
                let pair = (*one.min(other), *one.max(other));
                if pairs.contains_key(&pair) {
                    continue;
                }
                if let (Some(one), Some(other)) = (facts.get(&pair.0), facts.get(&pair.1))
                    && let Some(likeness) = compare(one, other, threshold)
                {
                    pairs.insert(pair, likeness);
                }
            }
        }
    }
    found.pairs = pairs.len() as u64;
    write(tx, kind.kind, pairs.into_iter().collect()).await?;
    Ok((last, found))
}

async fn write(tx: &Tx, kind: &str, pairs: Vec<((Uuid, Uuid), Likeness)>) -> Result<()> {
    let reader = tx.reader();
    let (workspace, now) = (tx.actor().workspace, tx.now());
    for chunk in batches(&pairs) {
        let places = vec!["(?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!(
            "INSERT INTO duplicate_pairs (workspace_id, id, version, created_at, updated_at, kind, first_id, second_id, certainty, reasons, dismissed) \
             VALUES {places} ON CONFLICT (workspace_id, first_id, second_id) DO UPDATE SET certainty = excluded.certainty, \
             reasons = excluded.reasons, updated_at = excluded.updated_at"
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 10);
        for ((first, second), likeness) in chunk {
            let (certainty, reasons) = (likeness.certainty.rank(), serde_json::to_value(&likeness.reasons)?);
            values.extend([
                workspace.into(),
                Uuid::now_v7().into(),
                now.into(),
                now.into(),
                kind.into(),
                (*first).into(),
                (*second).into(),
            ]);
            values.extend([certainty.into(), reasons.into(), false.into()]);
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

/// Forgets pairs of a kind that a search begun at this instant has not found again: one of them has changed. What people have
/// said of pairs stays.
pub(in crate::duplicates) async fn forget_unseen(tx: &Tx, kind: &str, began: DateTime<Utc>) -> Result<()> {
    let reader = tx.reader();
    let sql = "DELETE FROM duplicate_pairs WHERE workspace_id = ? AND kind = ? AND dismissed = ? AND updated_at < ?";
    let values = vec![tx.actor().workspace.into(), kind.into(), false.into(), began.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}
