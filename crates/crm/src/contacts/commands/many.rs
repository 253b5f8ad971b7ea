//! Many contacts at once, from imports and demo data.

use guanxi_kernel::{
    actor::Action,
    db::Tx,
    error::{Error, Result},
    search,
};
use sea_orm::{EntityTrait, Set, TryIntoModel};
use serde_json::json;
use uuid::Uuid;

use super::contact::document;
use crate::contacts::tables::{contact, contact_account};

const ROWS_PER_STATEMENT: usize = 200;

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
    if !tx.actor().may("contact", Action::Create) {
        return Err(Error::Forbidden("you may not create contacts".to_owned()));
    }
    let (workspace, now, user) = (tx.actor().workspace, tx.now(), tx.actor().user());
    let mut ids = Vec::with_capacity(rows.len());
    let mut models = Vec::with_capacity(rows.len());
    let mut links = Vec::new();
    let mut documents = Vec::with_capacity(rows.len());
    for (mut row, places) in rows {
        row.workspace_id = Set(workspace);
        if !row.id.is_set() {
            row.id = Set(Uuid::now_v7());
        }
        row.version = Set(1);
        if !row.created_at.is_set() {
            row.created_at = Set(now);
        }
        row.created_by = Set(user);
        row.updated_at = Set(now);
        row.updated_by = Set(user);
        row.primary_account_id = Set(places.first().map(|place| place.account));
        let model: contact::Model = row.clone().try_into_model()?;
        let mut owners: Vec<Uuid> = places.iter().filter_map(|place| place.account_owner).chain(model.owner_id).collect();
        owners.sort_unstable();
        owners.dedup();
        documents.push(document(&model, owners));
        for (n, place) in places.into_iter().enumerate() {
            links.push(contact_account::ActiveModel {
                workspace_id: Set(workspace),
                contact_id: Set(model.id),
                account_id: Set(place.account),
                roles: Set(json!(place.roles)),
                title: Set(place.title),
                is_primary: Set(n == 0),
            });
        }
        ids.push(model.id);
        models.push(row);
    }
    for chunk in models.chunks(ROWS_PER_STATEMENT) {
        contact::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.reader().source()).await?;
    }
    for chunk in links.chunks(ROWS_PER_STATEMENT) {
        contact_account::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.reader().source()).await?;
    }
    search::put_many(tx, &documents).await?;
    Ok(ids)
}
