//! Many contacts at once, from imports and demo data.

use guanxi_kernel::{db::Tx, error::Result, search};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::contact::document;
use crate::contacts::tables::{Contact, contact, contact_account};

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
    let mut links = Vec::new();
    let mut documents = Vec::with_capacity(rows.len());
    for (row, places) in rows.iter().zip(places) {
        let mut owners: Vec<Uuid> = places.iter().filter_map(|place| place.account_owner).chain(row.owner_id).collect();
        owners.sort_unstable();
        owners.dedup();
        documents.push(document(row, owners));
        links.extend(places.into_iter().enumerate().map(|(n, place)| contact_account::Model {
            workspace_id: row.workspace_id,
            contact_id: row.id,
            account_id: place.account,
            roles: json!(place.roles),
            title: place.title,
            is_primary: n == 0,
        }));
    }
    tx.insert_beside::<contact_account::Entity>(&links).await?;
    search::put_many(tx, &documents).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
