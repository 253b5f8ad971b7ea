//! Many accounts at once: bulk actions over a filter, and rows that come from imports or demo data.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::Action,
    check::Check,
    db::{Edit, Recorded, Tx},
    error::{Error, OnUnique, Result},
    event::{Event, FieldChange},
    id::Id,
    job::{NewJob, Queued},
    list::{Query, Search},
    search,
    slice::Listed,
};
use serde_json::json;
use uuid::Uuid;

use super::account::{MAX_TAG, apply, document, number_taken};
use crate::customers::{
    api::{AccountPatch, Bulk, BulkAction, BulkChange},
    events, queries,
    rules::{CHANNEL_KINDS, CREDIT_GRADES},
    tables::{self, account, account_tag, relation},
};
use crate::staff;

const MAX_IDS: usize = 10_000;

/// Queues a bulk action as a job. It runs with the rights of the one who asked.
pub async fn queue_bulk(tx: &mut Tx, bulk: &Bulk) -> Result<Recorded<Queued>> {
    let needs = if bulk.action == BulkAction::Change { Action::Change } else { Action::Remove };
    if !tx.actor().may("account", needs) {
        return Err(Error::Forbidden(format!("you may not {needs:?} accounts").to_lowercase()));
    }
    if bulk.ids.as_ref().is_some_and(|ids| ids.len() > MAX_IDS) {
        return Err(Error::field("/ids", "too_many", format!("At most {MAX_IDS} ids; use a filter for more.")));
    }
    if bulk.filter.is_none() && bulk.q.is_none() && bulk.ids.is_none() {
        return Err(Error::field("/filter", "required", "Say which accounts: a filter, words or ids."));
    }
    // What is wrong is told now and not by a failed job.
    let (mut check, change) = (Check::new(), &bulk.change);
    check.choice("/change/channel_kind", change.channel_kind.clone(), CHANNEL_KINDS);
    check.choice("/change/credit_grade", change.credit_grade.clone(), CREDIT_GRADES);
    check.optional("/change/region", change.region.clone(), 100);
    for (n, tag) in change.add_tags.iter().enumerate() {
        check.required(&format!("/change/add_tags/{n}"), tag, MAX_TAG);
    }
    if let Some(owner) = change.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "account", Some(owner), "/change/owner_id").await?;
    }
    check.done()?;
    Query::parse(tables::Account::list(), Search { filter: bulk.filter.clone(), q: bulk.q.clone(), ..Search::default() })?;
    let job = NewJob::new("accounts.bulk", serde_json::to_value(bulk)?).on_behalf_of(tx.actor().user());
    let id = tx.queue(job);
    let event = Event::new("accounts.bulk_asked", "account", id).owned_by(tx.actor().user()).with(json!({"action": bulk.action}));
    Ok(tx.record(event, Queued { id }))
}

/// What became of one account of a bulk action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::customers) enum Resolved {
    Changed,
    NotAllowed,
    Refused,
}

/// Does a bulk action with one account.
pub(in crate::customers) async fn bulk_one(tx: &mut Tx, id: Uuid, bulk: &Bulk) -> Result<Resolved> {
    let id = Id::<tables::Account>::from(id);
    let done = match bulk.action {
        BulkAction::Change => match tx.to_change(id).await {
            Ok(row) => {
                let tags = queries::tags_of(tx.reader(), id.uuid()).await?;
                let row = apply(tx, row, patch(&bulk.change, tags)).await?;
                tx.note(crate::customers::account_changed(&row));
                Ok(())
            }
            Err(error) => Err(error),
        },
        BulkAction::Trash => match tx.reader().get(id).await {
            Ok(row) => super::account::trash(tx, id, row.version).await.map(drop),
            Err(error) => Err(error),
        },
        BulkAction::Restore => super::account::restore(tx, id).await.map(drop),
    };
    match done {
        Ok(()) => Ok(Resolved::Changed),
        Err(Error::NotFound | Error::Forbidden(_)) => Ok(Resolved::NotAllowed),
        // One account that does not take the change must not keep the others from it.
        Err(Error::Invalid(_) | Error::Conflict { .. }) => Ok(Resolved::Refused),
        Err(error) => Err(error),
    }
}

fn patch(change: &BulkChange, tags: Vec<String>) -> AccountPatch {
    let wanted: BTreeSet<String> =
        tags.into_iter().filter(|tag| !change.remove_tags.contains(tag)).chain(change.add_tags.iter().cloned()).collect();
    AccountPatch {
        owner_id: change.owner_id.map(Some),
        channel_kind: change.channel_kind.clone().map(Some),
        credit_grade: change.credit_grade.clone().map(Some),
        region: change.region.clone().map(Some),
        tags: Some(wanted.into_iter().collect()),
        ..AccountPatch::default()
    }
}

/// Inserts checked rows set-based, with their tags and their places in the search index. The caller records one event
/// for the run. Ids and the common columns are filled in where they are not set.
pub async fn insert_many(tx: &mut Tx, rows: Vec<(account::ActiveModel, Vec<String>)>) -> Result<Vec<Uuid>> {
    let leave = tx.to_create::<tables::Account>()?;
    let (rows, tags): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let rows = tx.insert_many(&leave, rows).await?;
    let documents: Vec<search::Document> = rows.iter().zip(&tags).map(|(row, tags)| document(row, tags)).collect();
    let tagged: Vec<account_tag::Model> = rows
        .iter()
        .zip(tags)
        .flat_map(|(row, tags)| {
            let tags: BTreeSet<String> = tags.into_iter().collect();
            tags.into_iter().map(|tag| account_tag::Model { workspace_id: row.workspace_id, account_id: row.id, tag })
        })
        .collect();
    tx.insert_beside::<account_tag::Entity>(&tagged).await?;
    search::put_many(tx, &documents).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// An account on its way to be changed, with the tags that it has and those that it gets besides.
pub(in crate::customers) struct Edited {
    /// The row.
    pub(in crate::customers) row: Edit<tables::Account>,
    /// The tags in the database, in order.
    pub(in crate::customers) tags: Vec<String>,
    /// More tags.
    pub(in crate::customers) more: Vec<String>,
}

/// These accounts, taken for change until the transaction ends. Those that the actor may not change are left out.
pub(in crate::customers) async fn to_change_many(tx: &mut Tx, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Edited>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    tx.hold::<tables::Account>(ids).await?;
    let mut tags = queries::tags_of_many(tx.reader(), ids).await?;
    let rows = tx.to_change_many::<tables::Account>(ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, Edited { tags: tags.remove(&row.id).unwrap_or_default(), row: Edit::of(row), more: Vec::new() }))
        .collect())
}

/// Changes checked accounts set-based, each to its own values, with their tags and their places in the search index; one
/// event for each that differs from what it was.
pub(in crate::customers) async fn change_many(tx: &mut Tx, edits: Vec<Edited>) -> Result<()> {
    let (mut rows, mut before, mut tagged) = (Vec::with_capacity(edits.len()), Vec::with_capacity(edits.len()), Vec::new());
    for Edited { mut row, tags, more } in edits {
        let known = row.before();
        let (id, owner, found) = (known.id, known.owner_id, document(known, &tags));
        let all: BTreeSet<String> = tags.iter().cloned().chain(more).collect();
        let all: Vec<String> = all.into_iter().collect();
        if all.len() > tags.len() {
            row.touch();
            let new = all.iter().filter(|tag| !tags.contains(tag));
            tagged.extend(new.map(|tag| account_tag::Model { workspace_id: tx.actor().workspace, account_id: id, tag: tag.clone() }));
            tx.note_change(FieldChange { kind: "account", record: id, field: "tags".to_owned(), before: json!(tags), after: json!(all) });
        }
        before.push((owner, found, all));
        rows.push(row);
    }
    let rows = tx.update_each(rows).await.on_unique("accounts", "number", number_taken)?;
    tx.insert_beside::<account_tag::Entity>(&tagged).await?;
    let mut documents = Vec::new();
    for ((row, written), (owner, found, tags)) in rows.iter().zip(before) {
        let document = document(row, &tags);
        if document != found {
            documents.push(document);
        }
        if row.owner_id != owner {
            tx.note(events::owner_changed(row, owner));
        }
        if *written {
            tx.note(events::changed(row));
        }
    }
    search::put_many(tx, &documents).await
}

/// Inserts relations between accounts set-based.
pub async fn insert_relations(tx: &mut Tx, rows: Vec<relation::ActiveModel>) -> Result<()> {
    let leave = tx.leave_under::<tables::AccountRelation>("account", Action::Change)?;
    tx.insert_many(&leave, rows).await?;
    Ok(())
}
