//! Looking for duplicates in what is there: asked for, and what was found written down.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx, batches},
    error::{Error, Result},
    event::Event,
    job::{NewJob, Queued},
};
use sea_orm::{ConnectionTrait, Value};
use serde_json::json;
use uuid::Uuid;

use crate::duplicates::{api::Scan, kinds::Mergeable, rules::Likeness};

/// Queues a search through all records of a kind.
pub(in crate::duplicates) fn queue_scan(tx: &mut Tx, scan: &Scan) -> Result<Recorded<Queued>> {
    let kind = Mergeable::named(&scan.kind)?;
    if !tx.actor().may(kind.object, Action::Remove) {
        return Err(Error::Forbidden("only who may merge records looks for duplicates".to_owned()));
    }
    let id = tx.queue(NewJob::new("duplicates.scan", json!({"kind": kind.kind})).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("duplicates.scan_asked", kind.kind, id).owned_by(tx.actor().user()), Queued { id }))
}

/// Writes pairs that a search has found in place of what was known of them.
pub(in crate::duplicates) async fn write_pairs(tx: &Tx, kind: &str, pairs: BTreeMap<(Uuid, Uuid), Likeness>) -> Result<()> {
    let reader = tx.reader();
    let (workspace, now) = (tx.actor().workspace, tx.now());
    let pairs: Vec<_> = pairs.into_iter().collect();
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
