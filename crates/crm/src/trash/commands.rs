//! Every write of the trash.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::{self, Event},
    slice::remove_records,
};
use uuid::Uuid;

use super::{
    FOR_GOOD,
    kinds::{ACCOUNT, Trashed},
    queries::{self, Removable},
};
use crate::{contacts, duplicates, undo};

/// What the merges of a record call it when it is gone.
const NAMELESS: &str = "–";

/// Removes a record for good that somebody has put into the trash.
pub(super) async fn remove(tx: &mut Tx, kind: &Trashed, id: Uuid) -> Result<Recorded<()>> {
    (kind.hold)(tx, &[id]).await?;
    (kind.clear)(tx, id).await?;
    if !tx.actor().may(FOR_GOOD, Action::Remove) {
        return Err(Error::Forbidden("you may not remove records for good".to_owned()));
    }
    tx.actor().in_person()?;
    if queries::is_live(tx.reader(), kind, id).await? {
        return Err(Error::conflict("not_trashed", "Only what is in the trash is removed for good."));
    }
    let removable = queries::removable(tx.reader(), kind, &[id], None).await?;
    let Some(gone) = removable.first().copied() else {
        return Err(Error::conflict(
            "has_history",
            "It has orders, conversations or other records that sums and histories need; it stays.",
        ));
    };
    take(tx, kind, &removable).await?;
    Ok(tx.record(removed(kind, gone), ()))
}

/// Removes those of these records for good that were put into the trash before an instant and that nothing needs any more.
/// Returns how many.
pub(super) async fn remove_due(tx: &mut Tx, kind: &Trashed, ids: &[Uuid], before: DateTime<Utc>) -> Result<usize> {
    (kind.hold)(tx, ids).await?;
    let removable = queries::removable(tx.reader(), kind, ids, Some(before)).await?;
    take(tx, kind, &removable).await?;
    for gone in &removable {
        tx.note(removed(kind, *gone));
    }
    Ok(removable.len())
}

/// Says that a record went, and nothing of what it was.
fn removed(kind: &Trashed, gone: Removable) -> Event {
    Event::new("trash.removed", kind.kind, gone.id).owned_by(gone.owner_id)
}

/// Takes records away with all that points to them, and what is remembered of them elsewhere: merges, imports, the audit.
async fn take(tx: &mut Tx, kind: &Trashed, gone: &[Removable]) -> Result<()> {
    let ids: Vec<Uuid> = gone.iter().map(|gone| gone.id).collect();
    for id in &ids {
        let all = duplicates::commands::erase(tx, kind.kind, *id, NAMELESS).await?;
        for record in &all {
            undo::commands::erase(tx, kind.kind, *record).await?;
        }
        event::forget(tx, &all).await?;
    }
    let people = if kind.kind == ACCOUNT.kind { contacts::queries::at_accounts(tx.reader(), &ids).await? } else { Vec::new() };
    remove_records(tx, crate::SLICES, kind.kind, &ids).await?;
    // They are found by where they are.
    contacts::commands::index_again(tx, people).await
}
