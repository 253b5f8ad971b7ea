//! Every read of contacts.

use std::collections::BTreeMap;

use guanxi_kernel::{db::Reader, error::Result, id::Id, list::Naming};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    api::{Birthday, Contact, Place},
    tables::{self, contact, contact_account},
};
use crate::{
    customers,
    staff::{self, api::Ref},
};

/// One contact.
pub async fn contact(reader: &Reader, id: Id<tables::Contact>) -> Result<Contact> {
    let row = reader.get(id).await?;
    wire(reader, row).await
}

/// The wire form of a row. Places at accounts that the actor may not see are left out.
pub async fn wire(reader: &Reader, row: contact::Model) -> Result<Contact> {
    let places = places(reader, &[row.id]).await?;
    let accounts = customers::queries::names(reader, places.iter().map(|place| place.account_id).collect()).await?;
    let owner = staff::queries::name(reader, row.owner_id).await?;
    let guardian = match row.guardian_id {
        None => None,
        Some(id) => names(reader, vec![id]).await?.pop(),
    };
    let mut accounts: Vec<Place> = places
        .into_iter()
        .filter_map(|place| {
            let account = accounts.iter().find(|account| account.id == place.account_id)?.clone();
            Some(Place { account, roles: roles(&place), title: place.title, is_primary: place.is_primary })
        })
        .collect();
    accounts.sort_by_key(|place| (!place.is_primary, place.account.name.clone()));
    Ok(Contact {
        id: row.id,
        version: row.version,
        birthday: birthday(&row),
        name: row.name,
        gender: row.gender,
        mobile: row.mobile,
        phone: row.phone,
        email: row.email,
        wechat: row.wechat,
        language: row.language,
        preferred_channel: row.preferred_channel,
        is_consumer: row.is_consumer,
        guardian,
        remark: row.remark,
        owner,
        accounts,
        created_at: row.created_at,
        updated_at: row.updated_at,
        trashed_at: row.trashed_at,
    })
}

fn birthday(row: &contact::Model) -> Option<Birthday> {
    Some(Birthday {
        calendar: row.birthday_calendar.clone()?,
        year: row.birthday_year,
        month: row.birthday_month?,
        day: row.birthday_day?,
        leap: row.birthday_leap,
    })
}

fn roles(place: &contact_account::Model) -> Vec<String> {
    serde_json::from_value(place.roles.clone()).unwrap_or_default()
}

/// The links of contacts to accounts, whoever may see the accounts.
pub(super) async fn places(reader: &Reader, contacts: &[Uuid]) -> Result<Vec<contact_account::Model>> {
    let links = contact_account::Entity::find()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::ContactId.is_in(contacts.iter().copied()));
    Ok(links.all(reader.source()).await?)
}

/// The people of an account that the actor may see.
pub async fn at_account(reader: &Reader, account: Id<customers::tables::Account>) -> Result<Vec<Contact>> {
    reader.get(account).await?;
    let links = contact_account::Entity::find()
        .filter(contact_account::Column::WorkspaceId.eq(reader.actor().workspace))
        .filter(contact_account::Column::AccountId.eq(account.uuid()))
        .all(reader.source())
        .await?;
    let rows = reader
        .find::<tables::Contact>()
        .with_ids(links.into_iter().map(|link| link.contact_id))
        .with(|select| select.filter(contact::Column::TrashedAt.is_null()))
        .all()
        .await?;
    // A company has tens of contacts at most; each is shown with all its places.
    let mut contacts = Vec::with_capacity(rows.len());
    for row in rows {
        contacts.push(wire(reader, row).await?);
    }
    contacts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(contacts)
}

/// The names of contacts that the actor may see; others are left out.
pub async fn names(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Ref>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader.find::<tables::Contact>().with_ids(ids).all().await?;
    Ok(rows.into_iter().map(|row| Ref { id: row.id, name: row.name }).collect())
}

/// The owners by whom a contact is found: its own, and those of its accounts.
pub(super) async fn owners(reader: &Reader, row: &contact::Model) -> Result<Vec<Uuid>> {
    let accounts = places(reader, &[row.id]).await?.into_iter().map(|place| place.account_id);
    let accounts = reader.in_workspace::<customers::tables::Account>().with_ids(accounts).all().await?;
    let mut owners: Vec<Uuid> = accounts.into_iter().filter_map(|account| account.owner_id).chain(row.owner_id).collect();
    owners.sort_unstable();
    owners.dedup();
    Ok(owners)
}

/// Who owns these accounts, whoever may see them.
pub(super) async fn owners_of_accounts(reader: &Reader, accounts: Vec<Uuid>) -> Result<BTreeMap<Uuid, Uuid>> {
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let accounts = reader.in_workspace::<customers::tables::Account>().with_ids(accounts).all().await?;
    Ok(accounts.into_iter().filter_map(|account| Some((account.id, account.owner_id?))).collect())
}

/// [`names`] for the columns of lists.
pub fn list_names(reader: &Reader, ids: Vec<Uuid>) -> Naming<'_> {
    Box::pin(async move { Ok(names(reader, ids).await?.into_iter().map(|name| (name.id, name.name)).collect()) })
}
