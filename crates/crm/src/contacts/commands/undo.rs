//! An import of contacts taken back: those that it made go to the trash, those that it changed become what they were.

use guanxi_kernel::{
    db::{Edit, Tx},
    error::Result,
    search,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::{
    contact::{event_through, put_keys},
    many::{change_many, to_change_many},
};
use crate::{
    contacts::{
        queries,
        tables::{Contact, contact},
    },
    undo::{Backed, Chunk, as_they_were, freed},
};

/// Takes back what an import has done to these contacts.
pub(in crate::contacts) async fn take_back(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let mut backed = trash_made(tx, chunk).await?;
    backed.extend(restore_changed(tx, chunk).await?);
    Ok(backed)
}

/// They give up what only one contact may have, so that a better file can bring them again.
async fn trash_made(tx: &mut Tx, Chunk { import, made, .. }: Chunk<'_>) -> Result<Backed> {
    let (now, fields) = (tx.now(), tx.actor().customs.of("contacts").to_vec());
    let edits = tx.to_trash_many::<Contact>(made).await?.into_iter().map(|row| {
        let custom = freed(&fields, row.custom.clone());
        let mut edit = Edit::of(row);
        edit.set(&contact::ActiveModel { trashed_at: Set(Some(now)), custom: Set(custom), ..Default::default() });
        edit
    });
    let rows: Vec<contact::Model> = tx.update_each(edits.collect()).await?.into_iter().map(|(row, _)| row).collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    search::remove_many(tx, "contact", &ids).await?;
    put_keys(tx, &rows).await?;
    let mut through = queries::through(tx.reader(), &ids).await?;
    for row in &rows {
        let through = through.remove(&row.id).unwrap_or_default();
        tx.note(event_through("contact.trashed", row, through).with(json!({"undone_import": import})));
    }
    Ok(ids.into_iter().map(|id| (id, None)).collect())
}

async fn restore_changed(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let (mut backed, mut edits) = (Backed::new(), to_change_many(tx, chunk.changed).await?);
    for (id, (row, places)) in as_they_were::<Contact>(tx.reader(), chunk).await? {
        let Some(edited) = edits.get_mut(&id) else { continue };
        let had: Vec<Uuid> = serde_json::from_value(places).unwrap_or_default();
        edited.undo(chunk.import, &as_it_was(row), &had);
        backed.insert(id, None);
    }
    change_many(tx, edits.into_values().collect()).await?;
    Ok(backed)
}

/// What people and imports change of a contact.
fn as_it_was(row: contact::Model) -> contact::ActiveModel {
    contact::ActiveModel {
        name: Set(row.name),
        name_sort: Set(row.name_sort),
        gender: Set(row.gender),
        mobile: Set(row.mobile),
        phone: Set(row.phone),
        email: Set(row.email),
        wechat: Set(row.wechat),
        birthday_calendar: Set(row.birthday_calendar),
        birthday_year: Set(row.birthday_year),
        birthday_month: Set(row.birthday_month),
        birthday_day: Set(row.birthday_day),
        birthday_leap: Set(row.birthday_leap),
        language: Set(row.language),
        preferred_channel: Set(row.preferred_channel),
        is_consumer: Set(row.is_consumer),
        guardian_id: Set(row.guardian_id),
        remark: Set(row.remark),
        owner_id: Set(row.owner_id),
        primary_account_id: Set(row.primary_account_id),
        custom: Set(row.custom),
        ..Default::default()
    }
}
