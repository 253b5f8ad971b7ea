//! An import of accounts taken back: those that it made go to the trash, those that it changed become what they were.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Edit, Tx},
    error::Result,
    search,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::{
    account::put_keys,
    called::forget_calls,
    many::{change_many, to_change_many},
};
use crate::{
    customers::{
        events, queries,
        tables::{Account, account},
    },
    undo::{Backed, Chunk, Why, as_they_were, freed},
};

/// Takes back what an import has done to these accounts.
pub(in crate::customers) async fn take_back(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let mut backed = trash_made(tx, chunk).await?;
    backed.extend(restore_changed(tx, chunk).await?);
    let ids: Vec<Uuid> = backed.iter().filter(|(_, why)| why.is_none()).map(|(id, _)| *id).collect();
    forget_calls(tx, chunk.import, &ids).await?;
    Ok(backed)
}

/// They give up what only one account may have, so that a better file can bring them again.
async fn trash_made(tx: &mut Tx, Chunk { import, made, .. }: Chunk<'_>) -> Result<Backed> {
    let (now, fields) = (tx.now(), tx.actor().customs.of("accounts").to_vec());
    let edits = tx.to_trash_many::<Account>(made).await?.into_iter().map(|row| {
        let custom = freed(&fields, row.custom.clone());
        let mut edit = Edit::of(row);
        edit.set(&account::ActiveModel { trashed_at: Set(Some(now)), number: Set(None), custom: Set(custom), ..Default::default() });
        edit
    });
    let rows: Vec<account::Model> = tx.update_each(edits.collect()).await?.into_iter().map(|(row, _)| row).collect();
    search::remove_many(tx, "account", &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    put_keys(tx, &rows).await?;
    for row in &rows {
        tx.note(events::trashed(row).with(json!({"undone_import": import})));
    }
    Ok(rows.into_iter().map(|row| (row.id, None)).collect())
}

async fn restore_changed(tx: &mut Tx, chunk: Chunk<'_>) -> Result<Backed> {
    let Chunk { import, changed, .. } = chunk;
    let (mut backed, mut edits) = (Backed::new(), to_change_many(tx, changed).await?);
    let were = as_they_were::<Account>(tx.reader(), chunk).await?;
    let numbers: BTreeSet<String> = were.values().filter_map(|(row, _)| row.number.clone()).collect();
    let holders = queries::by_field(tx.reader().in_workspace(), account::Column::Number, numbers).await?;
    let holders: BTreeMap<String, Uuid> = holders.into_iter().map(|found| (found.key, found.id)).collect();
    for (id, (row, tags)) in were {
        let Some(edited) = edits.get_mut(&id) else { continue };
        if row.number.as_ref().and_then(|number| holders.get(number)).is_some_and(|holder| *holder != id) {
            edits.remove(&id);
            backed.insert(id, Some(Why::Taken));
            continue;
        }
        let had: Vec<String> = serde_json::from_value(tags).unwrap_or_default();
        edited.less = edited.tags.iter().filter(|tag| !had.contains(tag)).cloned().collect();
        edited.undoes = Some(import);
        edited.row.set(&as_it_was(row));
        backed.insert(id, None);
    }
    change_many(tx, edits.into_values().collect()).await?;
    Ok(backed)
}

/// What people and imports change of an account; its figures go their own ways.
fn as_it_was(row: account::Model) -> account::ActiveModel {
    account::ActiveModel {
        number: Set(row.number),
        name: Set(row.name),
        name_sort: Set(row.name_sort),
        also_known_as: Set(row.also_known_as),
        kind: Set(row.kind),
        channel_kind: Set(row.channel_kind),
        credit_code: Set(row.credit_code),
        region: Set(row.region),
        address: Set(row.address),
        phone: Set(row.phone),
        website: Set(row.website),
        ownership_form: Set(row.ownership_form),
        market_position: Set(row.market_position),
        credit_grade: Set(row.credit_grade),
        high_tech: Set(row.high_tech),
        public_sector: Set(row.public_sector),
        remark: Set(row.remark),
        owner_id: Set(row.owner_id),
        cooperating_since: Set(row.cooperating_since),
        custom: Set(row.custom),
        owned_on: Set(row.owned_on),
        pool_id: Set(row.pool_id),
        pooled_on: Set(row.pooled_on),
        pooled_from_id: Set(row.pooled_from_id),
        pooled_why: Set(row.pooled_why),
        ..Default::default()
    }
}
