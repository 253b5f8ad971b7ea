//! Two records become one, and two again.

use std::{collections::BTreeSet, sync::Arc};

use chrono::Duration;
use guanxi_kernel::{
    actor::{Action, Actor},
    check::{Check, too_many},
    custom::{self, Custom},
    db::{Recorded, Tx},
    error::{Error, OnUnique, Result},
    event::Event,
    id::Id,
    job::{NewJob, Queued},
    search,
    slice::{Reference, Then},
};
use sea_orm::{ConnectionTrait, Set, Value};
use serde_json::json;
use uuid::Uuid;

use crate::duplicates::{
    UNDO_DAYS,
    api::{self, MergeMany, NewMerge, UndoMany},
    journal::{self, Journal},
    kinds::Mergeable,
    queries,
    tables::{Merge, merge},
};

/// The most pairs, and merges, that can be picked one by one.
const MAX_PAIRS: usize = 10_000;

/// Makes one record part of another: every row of every capability that points to it points to the other one then, the
/// fields that were chosen and those that were empty are taken over, and the record itself goes. All of it can be undone.
/// `run` is the job that does it with others.
pub async fn merge(tx: &mut Tx, input: NewMerge, run: Option<Uuid>) -> Result<Recorded<api::Merge>> {
    let kind = Mergeable::named(&input.kind)?;
    let chosen = fields(tx.actor(), kind, &input)?;
    let cleared = (kind.clear)(tx, input.kept_id, input.merged_id).await?;
    let [kept_name, merged_name] = cleared.names;
    let leave = tx.leave_under::<Merge>(kind.object, Action::Remove)?;
    let row = merge::ActiveModel {
        kind: Set(kind.kind.to_owned()),
        kept_id: Set(input.kept_id),
        merged_id: Set(input.merged_id),
        kept_name: Set(kept_name),
        merged_name: Set(merged_name),
        moved: Set(json!({})),
        state: Set("merged".to_owned()),
        run_id: Set(run),
        ..Default::default()
    };
    let row = tx.insert::<Merge>(leave, row).await?;
    let mut journal = Journal::new(row.id, input.kept_id, input.merged_id);
    let references = references(kind);
    let present = queries::pointing(tx.reader(), &references, input.merged_id).await?;
    let (stays, goes): ([Value; 1], [Value; 1]) = ([input.kept_id.into()], [input.merged_id.into()]);
    // Figures of the record that stays are reckoned anew, by and by; going back, they are what they were.
    for reference in references.iter().filter(|reference| reference.then == Then::Forget) {
        journal.keep_figures(tx, reference).await?;
    }
    for before in crate::FOLLOWS.iter().filter(|follow| follow.kind == kind.kind).filter_map(|follow| follow.before) {
        before(tx, &mut journal).await?;
    }
    for reference in present {
        journal.bring(tx, reference).await?;
    }
    for (table, field) in own_references(tx.actor(), kind.kind) {
        journal.repoint_own(tx, table, &field).await?;
    }
    for mention in crate::SLICES.iter().flat_map(|slice| slice.mentions) {
        journal.rename(tx, mention).await?;
    }
    journal.remove(tx, (kind.table)(), "id = ?", &goes).await?;
    search::remove(tx, kind.kind, input.merged_id).await?;
    // Last, so that undoing begins with it: what the one took over must be free again before the other comes back with it.
    let own = journal.begin(tx, (kind.table)(), "id = ?", &stays).await?;
    (kind.join)(tx, input.kept_id, cleared.merged, &chosen).await?;
    follow_up(tx, kind, input.kept_id).await?;
    // Not the next version but one that no other change will ever give it: after an undo the versions begin where they were.
    set_version(tx, kind, input.kept_id, "?", &[tx.now().timestamp_millis().into()]).await?;
    journal.end(tx, (kind.table)(), own).await?;
    (kind.index)(tx, vec![input.kept_id]).await?;
    let id = Id::<Merge>::from(row.id);
    let row = tx.to_change(id).await?;
    let moved = serde_json::to_value(&journal.moved)?;
    let row = tx.update::<Merge>(row, merge::ActiveModel { moved: Set(moved), ..Default::default() }).await?;
    note(tx, kind.events[0], &row, row.kept_id).await?;
    let wire = queries::merge(tx.reader(), row.clone()).await?;
    Ok(tx.record(Event::new("merge.done", kind.kind, row.id).owned_by(tx.actor().user()), wire))
}

/// The fields that are taken from the record that goes.
fn fields(actor: &Actor, kind: &Mergeable, input: &NewMerge) -> Result<BTreeSet<String>> {
    let mut check = Check::new();
    if input.kept_id == input.merged_id {
        check.wrong("/merged_id", "same", "Choose two records; this is one.");
    }
    let lists: Vec<_> = crate::SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).collect();
    let list = lists.iter().find(|list| list.kind == kind.kind).map(|list| list.of(actor));
    for (n, field) in input.fields.iter().enumerate() {
        let known = list.as_ref().and_then(|list| list.fields.iter().find(|known| known.key == *field && known.editable));
        if known.is_none() {
            check.wrong(&format!("/fields/{n}"), "unknown", "There is no such field, or it cannot be chosen.");
        }
    }
    check.done()?;
    Ok(input.fields.iter().cloned().collect())
}

/// The fields of the workspace's own that point to records of a kind, with the tables of their lists.
#[must_use]
pub fn own_references(actor: &Actor, kind: &str) -> Vec<(&'static str, Arc<Custom>)> {
    let lists = crate::SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)());
    let fields = lists.flat_map(|list| actor.customs.of(list.name).iter().map(|field| (list.table, Arc::clone(field))));
    fields.filter(|(_, field)| matches!(&field.kind, custom::Kind::Reference { to } if to == kind)).collect()
}

/// Where rows of all capabilities point to records of a kind, the highest first; its own table is not among them.
fn references(kind: &Mergeable) -> Vec<&'static Reference> {
    let all = crate::SLICES.iter().rev().flat_map(|slice| slice.references).filter(|reference| reference.to == kind.kind);
    all.filter(|reference| reference.table != (kind.table)() || reference.column != "id").collect()
}

/// Those of them whose rows belong to the record that stays after a merge, for who wants to know how many they are.
pub(in crate::duplicates) fn handed_on(kind: &Mergeable) -> impl Iterator<Item = &'static Reference> {
    references(kind).into_iter().filter(|reference| matches!(reference.then, Then::Remove | Then::Part))
}

/// Lets capabilities reckon what they reckon from rows that have come or gone.
async fn follow_up(tx: &Tx, kind: &Mergeable, record: Uuid) -> Result<()> {
    for after in crate::FOLLOWS.iter().filter(|follow| follow.kind == kind.kind).filter_map(|follow| follow.after) {
        after(tx, record).await?;
    }
    Ok(())
}

async fn set_version(tx: &Tx, kind: &Mergeable, record: Uuid, version: &str, values: &[Value]) -> Result<()> {
    let reader = tx.reader();
    let sql = format!("UPDATE {} SET version = {version} WHERE workspace_id = ? AND id = ?", (kind.table)());
    let values = values.iter().cloned().chain([tx.actor().workspace.into(), record.into()]).collect();
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    Ok(())
}

/// Notes on a record's page that it took another in, or gave it back.
async fn note(tx: &mut Tx, name: &'static str, row: &merge::Model, record: Uuid) -> Result<()> {
    let kind = Mergeable::named(&row.kind)?;
    let owner = (kind.facts)(tx.reader(), vec![record]).await?.first().and_then(|facts| facts.owner);
    let facts = json!({"merge": row.id, "kept": {"id": row.kept_id, "name": row.kept_name}, "merged": {"id": row.merged_id, "name": row.merged_name}});
    tx.note(Event::new(name, kind.kind, record).about(Some(record)).owned_by(owner).with(facts));
    Ok(())
}

/// Makes two records of one again, as they were: what pointed to the one that went points to it again, and what was taken
/// over is as it was before, unless somebody has changed it since. What was added meanwhile stays with the one that stayed.
pub async fn undo(tx: &mut Tx, id: Id<Merge>) -> Result<Recorded<api::Merge>> {
    let row = tx.to_change(id).await?;
    let kind = Mergeable::named(&row.kind)?;
    if !tx.actor().may(kind.object, Action::Remove) {
        return Err(Error::Forbidden("only who may merge records parts them".to_owned()));
    }
    (kind.clear_one)(tx, row.kept_id).await?;
    let is_late = tx.now() - row.created_at > Duration::days(UNDO_DAYS.get(tx.reader()).await?);
    match row.state.as_str() {
        "undone" => return Err(Error::conflict("already_undone", "This has been undone already.")),
        "final" => return Err(too_late()),
        _ if is_late => return Err(too_late()),
        _ => {}
    }
    if let Some(later) = queries::later_merge(tx.reader(), row.kept_id, row.id).await? {
        let detail = format!("Undo the later merge of “{}” first.", later.merged_name);
        return Err(Error::conflict("merged_since", detail));
    }
    let before = queries::version(tx.reader(), kind, row.kept_id).await?;
    let taken = || Error::conflict("taken_meanwhile", "Another record has the number of this one by now; change it there first.");
    let table = (kind.table)();
    let undone = journal::undo(tx, row.id, row.kept_id, row.merged_id, table).await;
    undone.on_unique(table, "number", taken)?;
    forget_rows(tx, row.id).await?;
    if queries::version(tx.reader(), kind, row.kept_id).await? == before {
        // It was changed since the merge and goes on from there.
        set_version(tx, kind, row.kept_id, "version + 1", &[]).await?;
    }
    for record in [row.kept_id, row.merged_id] {
        follow_up(tx, kind, record).await?;
    }
    (kind.index)(tx, vec![row.kept_id, row.merged_id]).await?;
    let row = tx.update::<Merge>(row, merge::ActiveModel { state: Set("undone".to_owned()), ..Default::default() }).await?;
    for record in [row.kept_id, row.merged_id] {
        note(tx, kind.events[1], &row, record).await?;
    }
    let wire = queries::merge(tx.reader(), row.clone()).await?;
    Ok(tx.record(Event::new("merge.undone", kind.kind, row.id).owned_by(tx.actor().user()), wire))
}

fn too_late() -> Error {
    Error::conflict("undo_too_late", "This was merged too long ago to be undone.")
}

/// Queues many merges.
pub(in crate::duplicates) fn queue_many(tx: &mut Tx, asked: &MergeMany) -> Result<Recorded<Queued>> {
    let kind = Mergeable::named(&asked.kind)?;
    if !tx.actor().may(kind.object, Action::Remove) {
        return Err(Error::Forbidden("only who may remove records merges them".to_owned()));
    }
    if asked.pairs.as_ref().is_some_and(|pairs| pairs.len() > MAX_PAIRS) {
        return Err(too_many("/pairs", MAX_PAIRS).into());
    }
    let id = tx.queue(NewJob::new("duplicates.merge_many", serde_json::to_value(asked)?).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("merge.many_asked", kind.kind, id).owned_by(tx.actor().user()), Queued { id }))
}

/// Queues the undoing of many merges.
pub(in crate::duplicates) fn queue_undo(tx: &mut Tx, asked: &UndoMany) -> Result<Recorded<Queued>> {
    if !crate::MERGEABLE.iter().any(|kind| tx.actor().may(kind.object, Action::Remove)) {
        return Err(Error::Forbidden("only who may merge records parts them".to_owned()));
    }
    match (&asked.merges, asked.run) {
        (Some(merges), None) if merges.len() > MAX_PAIRS => return Err(too_many("/merges", MAX_PAIRS).into()),
        (Some(_), None) | (None, Some(_)) => {}
        _ => return Err(Error::field("/merges", "required", "Name merges, or the job that has done them.")),
    }
    let id = tx.queue(NewJob::new("duplicates.undo_many", serde_json::to_value(asked)?).on_behalf_of(tx.actor().user()));
    Ok(tx.record(Event::new("merge.undo_many_asked", "merge", id).owned_by(tx.actor().user()), Queued { id }))
}

/// Forgets how merges of long ago can be undone, some at a time. Returns how many.
pub async fn forget(tx: &Tx, limit: u64) -> Result<usize> {
    let before = tx.now() - Duration::days(UNDO_DAYS.get(tx.reader()).await?);
    let old = queries::merges_before(tx.reader(), before, limit).await?;
    for merge in &old {
        forget_rows(tx, *merge).await?;
        let reader = tx.reader();
        let sql = "UPDATE merges SET state = 'final' WHERE workspace_id = ? AND id = ?";
        let values = vec![tx.actor().workspace.into(), (*merge).into()];
        reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    }
    Ok(old.len())
}

/// Forgets the rows of a merge that is not undone any more, or has been: nobody else's data are kept for nothing.
async fn forget_rows(tx: &Tx, merge: Uuid) -> Result<()> {
    let reader = tx.reader();
    let sql = "DELETE FROM merge_rows WHERE workspace_id = ? AND merge_id = ?";
    reader.source().execute_raw(reader.dialect().statement(sql, vec![tx.actor().workspace.into(), merge.into()])).await?;
    Ok(())
}
