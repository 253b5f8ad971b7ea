//! A leaver's contacts get a new owner, a chunk at a time.

use guanxi_kernel::{
    db::Tx,
    error::{Error, Result},
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use super::contact::{event_through, index_many};
use crate::contacts::{
    queries,
    tables::{self, contact},
};

/// Gives some of a user's contacts, those in the trash too, to another. Returns how many; none when none is left. The
/// caller records the event of the chunk.
pub async fn hand_over(tx: &mut Tx, from: Uuid, to: Uuid, at_most: u64) -> Result<u64> {
    let ids = queries::owned_by(tx.reader(), from, at_most).await?;
    tx.hold::<tables::Contact>(&ids).await?;
    let owned = tx.to_change_many::<tables::Contact>(&ids).await?;
    if owned.is_empty() && !ids.is_empty() {
        return Err(Error::Forbidden("you may not hand over the contacts of this colleague".to_owned()));
    }
    let rows = tx.update_many(owned, &contact::ActiveModel { owner_id: Set(Some(to)), ..Default::default() }).await?;
    index_many(tx, &rows).await?;
    let mut through = queries::through(tx.reader(), &ids).await?;
    for row in &rows {
        let event = event_through("contact.owner_changed", row, through.remove(&row.id).unwrap_or_default());
        tx.note(event.with(json!({"from": from, "to": to})));
    }
    Ok(rows.len() as u64)
}
