//! A leaver's contacts get new owners, a chunk at a time: those of their main account.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::Tx,
    error::{Error, Result},
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::contact::{event_through, index_many};
use crate::{
    contacts::{
        queries,
        tables::{self, contact},
    },
    customers::{self, commands::Heirs},
};

/// Gives some of a user's contacts, those in the trash too, to those who have got their accounts. Returns how many; none when
/// none is left. The caller records the event of the chunk.
pub async fn hand_over(tx: &mut Tx, from: Uuid, heirs: &Heirs, at_most: u64) -> Result<u64> {
    let ids = queries::owned_by(tx.reader(), from, at_most).await?;
    tx.hold::<tables::Contact>(&ids).await?;
    let owned = tx.to_change_many::<tables::Contact>(&ids).await?;
    if owned.is_empty() && !ids.is_empty() {
        return Err(Error::Forbidden("you may not hand over the contacts of this colleague".to_owned()));
    }
    let owner_of = customers::queries::owners(tx.reader(), owned.iter().filter_map(|row| row.primary_account_id)).await?;
    let mut by_heir: BTreeMap<Uuid, Vec<_>> = BTreeMap::new();
    for row in owned {
        let owner = row.primary_account_id.and_then(|account| owner_of.get(&account).copied());
        by_heir.entry(heirs.of(owner)).or_default().push(row);
    }
    let mut through = queries::through(tx.reader(), &ids).await?;
    let mut moved = 0;
    for (to, rows) in by_heir {
        let rows = tx.update_many(rows, &contact::ActiveModel { owner_id: Set(Some(to)), ..Default::default() }).await?;
        index_many(tx, &rows).await?;
        for row in &rows {
            let event = event_through("contact.owner_changed", row, through.remove(&row.id).unwrap_or_default());
            tx.note(event.with(json!({"from": from, "to": to})));
        }
        moved += rows.len() as u64;
    }
    Ok(moved)
}
