//! F58: the company owns its customers. Whoever leaves hands them over in the same transaction.

use guanxi_kernel::{
    actor::Action,
    db::{Recorded, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::Set;
use serde_json::json;
use uuid::Uuid;

use crate::{
    customers::{
        api::HandedOver,
        commands::index_many,
        events, queries,
        tables::{self, account},
    },
    staff::{self, tables::User},
};

const CHUNK: u64 = 500;

/// Deactivates a user and gives every account of theirs, those in the trash too, to the successor.
pub async fn hand_over(tx: &mut Tx, user: Id<User>, successor: Uuid) -> Result<Recorded<HandedOver>> {
    if user.uuid() == successor || !staff::queries::is_active(tx.reader(), successor).await? {
        return Err(Error::field("/successor_id", "not_found", "Choose an active colleague who takes the accounts over."));
    }
    staff::commands::deactivate(tx, user).await?;
    if !tx.actor().reaches("account", Action::Change, Some(user.uuid())) {
        return Err(Error::Forbidden("you may not hand over the accounts of this colleague".to_owned()));
    }
    let mut accounts = 0;
    loop {
        let ids = queries::owned_by(tx.reader(), user.uuid(), CHUNK).await?;
        let owned = tx.to_change_many::<tables::Account>(&ids).await?;
        if owned.is_empty() {
            break;
        }
        let change = account::ActiveModel { owner_id: Set(Some(successor)), ..Default::default() };
        let rows = tx.update_many(owned, &change).await?;
        index_many(tx, &rows).await?;
        for row in &rows {
            tx.note(events::owner_changed(row, Some(user.uuid())));
        }
        accounts += rows.len() as u64;
    }
    let event = Event::new("user.deactivated", "user", user.uuid()).with(json!({"successor": successor, "accounts": accounts}));
    Ok(tx.record(event, HandedOver { accounts }))
}
