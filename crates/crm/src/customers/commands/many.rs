//! Many accounts at once: bulk actions over a filter, and rows that come from imports or demo data.

use std::{collections::BTreeMap, sync::Arc};

use guanxi_kernel::{
    actor::Action,
    bulk::{self, Bulk, BulkAction, Tally},
    check::Check,
    clock::day_in,
    custom,
    db::{Change, Cleared, Edit, Recorded, Tx},
    error::{OnUnique, Result},
    event::FieldChange,
    job::Queued,
    search,
    slice::Listed,
    tags,
};
use sea_orm::{ActiveValue, NotSet, Set};
use serde_json::json;
use uuid::Uuid;

use super::{
    account::{document, index_many, may_give_away, number_taken, put_keys},
    pool::of_another,
};
use crate::{
    customers::{
        api::AccountChanges,
        events,
        rules::{CHANNEL_KINDS, CREDIT_GRADES},
        tables::{self, TAGS, account, relation},
        team,
    },
    staff,
};

/// Queues a bulk action as a job. It runs with the rights of the one who asked.
pub async fn queue_bulk(tx: &mut Tx, asked: &Bulk<AccountChanges>) -> Result<Recorded<Queued>> {
    let (mut check, change) = (Check::new(), &asked.change);
    if change.credit_grade.is_some() {
        tx.actor().may_write_field("account", "credit_grade")?;
    }
    check.choice("/change/channel_kind", change.channel_kind.clone(), CHANNEL_KINDS);
    check.choice("/change/credit_grade", change.credit_grade.clone(), CREDIT_GRADES);
    check.optional("/change/region", change.region.clone(), 100);
    tags::checked(&mut check, "/change/add_tags", &change.add_tags);
    tags::checked(&mut check, "/change/remove_tags", &change.remove_tags);
    if let Some(owner) = change.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "account", Some(owner), "/change/owner_id").await?;
    }
    custom::value::check_many(tx, &mut check, tables::Account::list(), &change.custom).await?;
    bulk::queue::<tables::Account, _>(tx, "accounts.bulk", "accounts.bulk_asked", asked, check)
}

/// Does a bulk action with a chunk of accounts.
pub(in crate::customers) async fn bulk_many(tx: &mut Tx, ids: &[Uuid], asked: &Bulk<AccountChanges>) -> Result<Tally> {
    match asked.action {
        BulkAction::Change => bulk_change(tx, ids, &asked.change).await,
        BulkAction::Trash => {
            let rows = tx.to_trash_many::<tables::Account>(ids).await?;
            let cleared = rows.len();
            let rows = rows.into_iter().filter(|row| row.trashed_at.is_none()).collect();
            let change = account::ActiveModel { trashed_at: Set(Some(tx.now())), ..Default::default() };
            let trashed = tx.update_many(rows, &change).await?;
            search::remove_many(tx, "account", &trashed.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
            put_keys(tx, &trashed).await?;
            for row in &trashed {
                tx.note(events::trashed(row));
            }
            Ok(Tally::of(ids.len(), cleared, trashed.len()))
        }
        BulkAction::Restore => {
            let rows = tx.to_trash_many::<tables::Account>(ids).await?;
            let cleared = rows.len();
            let change = account::ActiveModel { trashed_at: Set(None), ..Default::default() };
            let restored = tx.update_many(rows, &change).await?;
            index_many(tx, &restored).await?;
            for row in &restored {
                tx.note(events::restored(row));
            }
            Ok(Tally::of(ids.len(), cleared, restored.len()))
        }
    }
}

async fn bulk_change(tx: &mut Tx, ids: &[Uuid], change: &AccountChanges) -> Result<Tally> {
    let rows = tx.to_change_many::<tables::Account>(ids).await?;
    let cleared = rows.len();
    // Whoever was to be the owner may have left since it was asked.
    let mut check = Check::new();
    if let Some(owner) = change.owner_id {
        staff::queries::check_owner(&mut check, tx.reader(), "account", Some(owner), "/change/owner_id").await?;
    }
    if !check.is_clean() {
        return Ok(Tally::of(ids.len(), cleared, 0));
    }
    let owner_of: BTreeMap<Uuid, Option<Uuid>> = rows.iter().map(|row| (row.id, row.owner_id)).collect();
    let optional = |value: &Option<String>| value.clone().map_or(NotSet, |value| Set(Some(value)));
    let columns = account::ActiveModel {
        owner_id: change.owner_id.map_or(NotSet, |owner| Set(Some(owner))),
        channel_kind: optional(&change.channel_kind),
        credit_grade: optional(&change.credit_grade),
        region: change.region.as_ref().map_or(NotSet, |region| Set(Some(guanxi_kernel::text::clean(region)))),
        ..Default::default()
    };
    let is_given = |row: &Cleared<tables::Account, Change>| change.owner_id.is_some() && row.owner_id != change.owner_id;
    // What is only shared with the actor keeps its owner, and all else of the change is done to neither.
    let rows: Vec<_> = rows.into_iter().filter(|row| !is_given(row) || may_give_away(tx.actor(), row.owner_id)).collect();
    let (given, kept): (Vec<_>, Vec<_>) = rows.into_iter().filter(|row| row.trashed_at.is_none()).partition(is_given);
    let customs = Arc::clone(&tx.actor().customs);
    let (mut taken, mut written) = (0, Vec::new());
    for (rows, columns) in [(given, of_another(columns.clone(), tx.today())), (kept, columns)] {
        let sorted = TAGS.sort(tx.reader(), rows, &change.add_tags, &change.remove_tags).await?;
        taken += sorted.count();
        if change.custom.is_empty() {
            written.extend(sorted.write(tx, &columns).await?);
        } else {
            let own = |row: &account::Model| custom::value::for_one_of_many(customs.of("accounts"), row.custom.as_ref(), &change.custom);
            written.extend(sorted.write_each(tx, |row| account::ActiveModel { custom: own(row), ..columns.clone() }).await?);
        }
    }
    index_many(tx, &written).await?;
    for row in &written {
        let before = owner_of.get(&row.id).copied().flatten();
        if row.owner_id != before {
            tx.note(events::owner_changed(row, before));
        }
        tx.note(events::changed(row));
    }
    Ok(Tally::of(ids.len(), cleared, taken))
}

/// Inserts checked rows set-based, with their tags and their places in the search index. The caller records one event
/// for the run. Ids and the common columns are filled in where they are not set.
pub async fn insert_many(tx: &mut Tx, rows: Vec<(account::ActiveModel, Vec<String>)>) -> Result<Vec<Uuid>> {
    let leave = tx.to_create::<tables::Account>()?;
    let (mut rows, tags): (Vec<account::ActiveModel>, Vec<_>) = rows.into_iter().unzip();
    for row in &mut rows {
        let made = if let ActiveValue::Set(at) = row.created_at { day_in(tx.actor().zone, at) } else { tx.today() };
        row.owned_on = Set(made);
    }
    let rows = tx.insert_many(&leave, rows).await?;
    let documents: Vec<search::Document> = rows.iter().zip(&tags).map(|(row, tags)| document(tx.actor(), row, tags, None)).collect();
    let tagged: Vec<(Uuid, String)> = rows.iter().zip(tags).flat_map(|(row, tags)| tags.into_iter().map(|tag| (row.id, tag))).collect();
    TAGS.insert(tx, &tagged).await?;
    search::put_many(tx, &documents).await?;
    put_keys(tx, &rows).await?;
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
    /// Tags that it loses.
    pub(super) less: Vec<String>,
    /// The import that is undone with the change: then the account becomes what it was, whoever has it.
    pub(super) undoes: Option<Uuid>,
}

impl Edited {
    /// What stands beside the row, as the journal of imports keeps it.
    pub(in crate::customers) fn beside(&self) -> serde_json::Value {
        json!(self.tags)
    }
}

/// These accounts, taken for change until the transaction ends. Those that the actor may not change are left out.
pub(in crate::customers) async fn to_change_many(tx: &mut Tx, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Edited>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    tx.hold::<tables::Account>(ids).await?;
    let mut tags = TAGS.of(tx.reader(), ids).await?;
    let rows = tx.to_change_many::<tables::Account>(ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.id,
                Edited {
                    tags: tags.remove(&row.id).unwrap_or_default(),
                    row: Edit::of(row),
                    more: Vec::new(),
                    less: Vec::new(),
                    undoes: None,
                },
            )
        })
        .collect())
}

/// Changes checked accounts set-based, each to its own values, with their tags and their places in the search index; one
/// event for each that differs from what it was.
pub(in crate::customers) async fn change_many(tx: &mut Tx, edits: Vec<Edited>) -> Result<()> {
    let ids: Vec<Uuid> = edits.iter().map(|edited| edited.row.before().id).collect();
    let circles = team::queries::circles(tx.reader(), &ids).await?;
    let (mut rows, mut before, mut tagged) = (Vec::with_capacity(edits.len()), Vec::with_capacity(edits.len()), Vec::new());
    let mut untagged: BTreeMap<Vec<String>, BTreeMap<Uuid, Vec<String>>> = BTreeMap::new();
    for Edited { mut row, tags, more, less, undoes } in edits {
        let known = row.before();
        let (id, owner, found) = (known.id, known.owner_id, document(tx.actor(), known, &tags, circles.get(&known.id)));
        if row.after()?.owner_id != owner && undoes.is_none() {
            row.set(&of_another(account::ActiveModel::default(), tx.today()));
        }
        let all: Vec<String> = tags::changed(&tags, &more, &less);
        if !less.is_empty() {
            row.touch();
            untagged.entry(less).or_default().insert(id, tags.clone());
        }
        if all.len() > tags.len() {
            row.touch();
            let new = all.iter().filter(|tag| !tags.contains(tag));
            tagged.extend(new.map(|tag| (id, tag.clone())));
            tx.note_change(FieldChange { kind: "account", record: id, field: "tags".to_owned(), before: json!(tags), after: json!(all) });
        }
        before.push((owner, found, all, undoes));
        rows.push(row);
    }
    let rows = tx.update_each(rows).await.on_unique("accounts", "number", number_taken)?;
    TAGS.insert(tx, &tagged).await?;
    for (less, records) in &untagged {
        TAGS.change(tx, records, &[], less).await?;
    }
    let (mut documents, mut found_by) = (Vec::new(), Vec::new());
    for ((row, written), (owner, found, tags, undoes)) in rows.iter().zip(before) {
        let document = document(tx.actor(), row, &tags, circles.get(&row.id));
        if document != found {
            documents.push(document);
        }
        if *written {
            found_by.push(row.clone());
        }
        if row.owner_id != owner {
            tx.note(events::owner_changed(row, owner));
        }
        if *written {
            tx.note(undoes.map_or_else(|| events::changed(row), |import| events::changed(row).with(json!({"undone_import": import}))));
        }
    }
    search::put_many(tx, &documents).await?;
    put_keys(tx, &found_by).await
}

/// Inserts relations between accounts set-based.
pub async fn insert_relations(tx: &mut Tx, rows: Vec<relation::ActiveModel>) -> Result<()> {
    let leave = tx.leave_under::<tables::AccountRelation>("account", Action::Change)?;
    tx.insert_many(&leave, rows).await?;
    Ok(())
}
