//! Many contacts at once, from imports and demo data.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Edit, Tx, batches},
    error::Result,
    event::FieldChange,
    search,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use uuid::Uuid;

use super::contact::{document, event_through, index_many, put_keys};
use crate::{
    contacts::{
        queries::{self, Behind, Through},
        tables::{Contact, TAGS, contact, contact_account},
    },
    customers,
};

/// Brings what is found of these contacts up to date, when where they are has changed.
pub async fn index_again(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    let rows = tx.reader().in_workspace::<Contact>().with_ids(ids).all().await?;
    index_many(tx, &rows).await
}

/// A place of a new contact.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The account.
    pub account: Uuid,
    /// Its owner, by whom the contact is found.
    pub account_owner: Option<Uuid>,
    /// Known roles.
    pub roles: Vec<String>,
    /// As on the card.
    pub title: Option<String>,
}

/// Inserts checked rows set-based with their places; the first place is the primary one. The caller records one event
/// for the run.
pub async fn insert_many(tx: &mut Tx, rows: Vec<(contact::ActiveModel, Vec<NewLink>)>) -> Result<Vec<Uuid>> {
    let leave = tx.to_create::<Contact>()?;
    let (rows, places): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(|(row, places)| {
            let primary = places.first().map(|place| place.account);
            (contact::ActiveModel { primary_account_id: Set(primary), ..row }, places)
        })
        .unzip();
    let rows = tx.insert_many(&leave, rows).await?;
    let accounts: Vec<Uuid> = places.iter().flatten().map(|place| place.account).collect();
    let circles = customers::team::queries::circles(tx.reader(), &accounts).await?;
    let mut links = Vec::new();
    let mut documents = Vec::with_capacity(rows.len());
    for (row, places) in rows.iter().zip(places) {
        let through = Through {
            accounts: places.iter().map(|place| place.account).collect(),
            owners: places.iter().filter_map(|place| place.account_owner).collect(),
            circles: places.iter().filter_map(|place| circles.get(&place.account)).flatten().copied().collect(),
        };
        documents.push(document(tx.actor(), row, through, &[]));
        links.extend(places.into_iter().enumerate().map(|(n, place)| contact_account::Model {
            workspace_id: row.workspace_id,
            contact_id: row.id,
            account_id: place.account,
            roles: json!(place.roles),
            title: place.title,
            is_primary: n == 0,
            first_to_call: false,
        }));
    }
    tx.insert_beside::<contact_account::Entity>(&links).await?;
    search::put_many(tx, &documents).await?;
    put_keys(tx, &rows).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A contact on its way to be changed, with its places and those that it gets besides.
pub(in crate::contacts) struct Edited {
    /// The row.
    pub(in crate::contacts) row: Edit<Contact>,
    /// The places in the database.
    places: Vec<contact_account::Model>,
    /// More places.
    more: Vec<NewLink>,
    /// The accounts of places that it loses.
    less: Vec<Uuid>,
    /// The import that is undone with the change.
    undoes: Option<Uuid>,
}

impl Edited {
    /// What stands beside the row, as the journal of imports keeps it: the accounts of its places.
    pub(in crate::contacts) fn beside(&self) -> serde_json::Value {
        self.places.iter().map(|place| json!(place.account_id)).collect()
    }

    /// Takes an import back: the row becomes what it was, and places that it had not go.
    pub(super) fn undo(&mut self, import: Uuid, change: &contact::ActiveModel, had: &[Uuid]) {
        self.row.set(change);
        self.less = self.places.iter().map(|place| place.account_id).filter(|account| !had.contains(account)).collect();
        if !self.less.is_empty() {
            self.row.touch();
        }
        self.undoes = Some(import);
    }

    /// Gives it a place, if it has none at this account; the first is the primary one. Says whether it was given.
    pub(in crate::contacts) fn place(&mut self, link: NewLink) -> bool {
        let has = |account: Uuid| {
            self.places.iter().any(|place| place.account_id == account) || self.more.iter().any(|more| more.account == account)
        };
        if has(link.account) {
            return false;
        }
        if self.places.is_empty() && self.more.is_empty() {
            self.row.set(&contact::ActiveModel { primary_account_id: Set(Some(link.account)), ..Default::default() });
        }
        self.row.touch();
        self.more.push(link);
        true
    }
}

/// These contacts, taken for change until the transaction ends. Those that the actor may not change are left out.
pub(in crate::contacts) async fn to_change_many(tx: &mut Tx, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Edited>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    tx.hold::<Contact>(ids).await?;
    let mut places: BTreeMap<Uuid, Vec<contact_account::Model>> = BTreeMap::new();
    for place in queries::places(tx.reader(), ids).await? {
        places.entry(place.contact_id).or_default().push(place);
    }
    let rows = tx.to_change_many::<Contact>(ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.id,
                Edited {
                    places: places.remove(&row.id).unwrap_or_default(),
                    row: Edit::of(row),
                    more: Vec::new(),
                    less: Vec::new(),
                    undoes: None,
                },
            )
        })
        .collect())
}

/// Changes checked contacts set-based, each to its own values, with their places and their places in the search index; one
/// event for each that differs from what it was.
pub(in crate::contacts) async fn change_many(tx: &mut Tx, edits: Vec<Edited>) -> Result<()> {
    let (mut rows, mut beside, mut links) = (Vec::with_capacity(edits.len()), Vec::with_capacity(edits.len()), Vec::new());
    let mut gone = Vec::new();
    for Edited { row, places, more, less, undoes } in edits {
        let id = row.before().id;
        let before: Vec<Uuid> = places.iter().map(|place| place.account_id).collect();
        let kept = before.iter().copied().filter(|account| !less.contains(account));
        let after: Vec<Uuid> = kept.chain(more.iter().map(|more| more.account)).collect();
        if after != before {
            let change =
                FieldChange { kind: "contact", record: id, field: "accounts".to_owned(), before: json!(before), after: json!(after) };
            tx.note_change(change);
        }
        links.extend(more.into_iter().enumerate().map(|(n, place)| contact_account::Model {
            workspace_id: tx.actor().workspace,
            contact_id: id,
            account_id: place.account,
            roles: json!(place.roles),
            title: place.title,
            is_primary: before.is_empty() && n == 0,
            first_to_call: false,
        }));
        gone.extend(less.into_iter().map(|account| (id, account)));
        beside.push((row.before().clone(), before, after, undoes));
        rows.push(row);
    }
    let rows = tx.update_each(rows).await?;
    tx.insert_beside::<contact_account::Entity>(&links).await?;
    remove_places(tx, &gone).await?;
    let accounts: BTreeSet<Uuid> = beside.iter().flat_map(|(_, before, after, _)| before.iter().chain(after)).copied().collect();
    let behind = Behind::look_up(tx.reader(), &accounts).await?;
    let ids: Vec<Uuid> = rows.iter().map(|(row, _)| row.id).collect();
    let tags = TAGS.of(tx.reader(), &ids).await?;
    let actor = tx.actor().clone();
    let found = |row: &contact::Model, accounts: &[Uuid]| {
        document(&actor, row, behind.through(accounts.iter().copied()), tags.get(&row.id).map_or(&[], Vec::as_slice))
    };
    let mut documents = Vec::new();
    for ((row, _), (was, before, after, undoes)) in rows.iter().zip(beside).filter(|((_, written), _)| *written) {
        let document = found(row, &after);
        if document != found(&was, &before) {
            documents.push(document);
        }
        let event = event_through("contact.changed", row, behind.through(after));
        tx.note(undoes.map_or_else(|| event.clone(), |import| event.clone().with(json!({"undone_import": import}))));
    }
    search::put_many(tx, &documents).await?;
    put_keys(tx, &rows.into_iter().filter(|(_, written)| *written).map(|(row, _)| row).collect::<Vec<_>>()).await
}

async fn remove_places(tx: &Tx, places: &[(Uuid, Uuid)]) -> Result<()> {
    let columns = [contact_account::Column::ContactId, contact_account::Column::AccountId];
    for chunk in batches(places) {
        contact_account::Entity::delete_many()
            .filter(contact_account::Column::WorkspaceId.eq(tx.actor().workspace))
            .filter(Expr::tuple(columns.map(Expr::col)).in_tuples(chunk.iter().copied()))
            .exec(tx.reader().source())
            .await?;
    }
    Ok(())
}

/// Brings the index of the next people of accounts up to date after the accounts have got another owner, in the order of
/// the people's ids. Returns the last of them; `None` when no more are left.
pub(in crate::contacts) async fn reindex_of_accounts(tx: &Tx, accounts: &[Uuid], after: Uuid, limit: usize) -> Result<Option<Uuid>> {
    let people = queries::people_after(tx.reader(), accounts, after, limit as u64).await?;
    let rows = tx.reader().in_workspace::<Contact>().with_ids(people.iter().copied()).all().await?;
    index_many(tx, &rows).await?;
    Ok(people.last().copied().filter(|_| people.len() == limit))
}
