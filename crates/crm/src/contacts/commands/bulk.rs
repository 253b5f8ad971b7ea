//! One action on many contacts.

use std::sync::Arc;

use guanxi_kernel::{
    bulk::{self, Bulk, BulkAction, Tally},
    check::Check,
    custom,
    db::{Recorded, Tx},
    error::Result,
    job::Queued,
    search,
    slice::Listed,
    tags,
};
use sea_orm::{NotSet, Set};
use uuid::Uuid;

use super::contact::{event_through, index_many, put_keys};
use crate::{
    contacts::{
        api::ContactChanges,
        queries,
        tables::{Contact, TAGS, contact},
    },
    staff,
};

/// Queues a bulk action as a job. It runs with the rights of the one who asked.
pub async fn queue_bulk(tx: &mut Tx, asked: &Bulk<ContactChanges>) -> Result<Recorded<Queued>> {
    let (mut check, change) = (Check::new(), &asked.change);
    tags::checked(&mut check, "/change/add_tags", &change.add_tags);
    tags::checked(&mut check, "/change/remove_tags", &change.remove_tags);
    if let Some(owner) = change.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "contact", Some(owner), "/change/owner_id").await?;
    }
    custom::value::check_many(tx, &mut check, Contact::list(), &change.custom).await?;
    bulk::queue::<Contact, _>(tx, "contacts.bulk", "contacts.bulk_asked", asked, check)
}

/// Does a bulk action with a chunk of contacts.
pub(in crate::contacts) async fn bulk_many(tx: &mut Tx, ids: &[Uuid], asked: &Bulk<ContactChanges>) -> Result<Tally> {
    let (name, tally, written) = match asked.action {
        BulkAction::Change => {
            let (tally, written) = change_many(tx, ids, &asked.change).await?;
            ("contact.changed", tally, written)
        }
        BulkAction::Trash | BulkAction::Restore => {
            let rows = tx.to_trash_many::<Contact>(ids).await?;
            let cleared = rows.len();
            let trashes = asked.action == BulkAction::Trash;
            let may_come_back = |row: &contact::Model| trashes || row.erased_at.is_none();
            let rows = rows.into_iter().filter(|row| row.trashed_at.is_none() == trashes && may_come_back(row)).collect();
            let change = contact::ActiveModel { trashed_at: Set(trashes.then(|| tx.now())), ..Default::default() };
            let written = tx.update_many(rows, &change).await?;
            let name = if trashes { "contact.trashed" } else { "contact.restored" };
            (name, Tally::of(ids.len(), cleared, written.len()), written)
        }
    };
    let ids: Vec<Uuid> = written.iter().map(|row| row.id).collect();
    if asked.action == BulkAction::Trash {
        search::remove_many(tx, "contact", &ids).await?;
        put_keys(tx, &written).await?;
    } else {
        index_many(tx, &written).await?;
    }
    let mut through = queries::through(tx.reader(), &ids).await?;
    for row in &written {
        tx.note(event_through(name, row, through.remove(&row.id).unwrap_or_default()));
    }
    Ok(tally)
}

async fn change_many(tx: &mut Tx, ids: &[Uuid], change: &ContactChanges) -> Result<(Tally, Vec<contact::Model>)> {
    let rows = tx.to_change_many::<Contact>(ids).await?;
    let cleared = rows.len();
    // Whoever was to be the owner may have left since it was asked.
    let mut check = Check::new();
    if let Some(owner) = change.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "contact", Some(owner), "/change/owner_id").await?;
    }
    if !check.is_clean() {
        return Ok((Tally::of(ids.len(), cleared, 0), Vec::new()));
    }
    let alive = rows.into_iter().filter(|row| row.trashed_at.is_none()).collect();
    let sorted = TAGS.sort(tx.reader(), alive, &change.add_tags, &change.remove_tags).await?;
    let taken = sorted.count();
    let columns = contact::ActiveModel { owner_id: change.owner_id.map_or(NotSet, |owner| Set(Some(owner))), ..Default::default() };
    let customs = Arc::clone(&tx.actor().customs);
    let written = if change.custom.is_empty() {
        sorted.write(tx, &columns).await?
    } else {
        let own = |row: &contact::Model| custom::value::for_one_of_many(customs.of("contacts"), row.custom.as_ref(), &change.custom);
        sorted.write_each(tx, |row| contact::ActiveModel { custom: own(row), ..columns.clone() }).await?
    };
    Ok((Tally::of(ids.len(), cleared, taken), written))
}
