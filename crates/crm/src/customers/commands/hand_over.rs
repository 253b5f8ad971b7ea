//! F58: the company owns its customers. Whoever leaves hands them over, a chunk at a time.

use guanxi_kernel::{
    db::Tx,
    error::{Error, Result},
};
use sea_orm::Set;
use uuid::Uuid;

use crate::customers::{
    commands::{index_many, pool::of_another},
    events, queries,
    tables::{self, account},
};

/// Gives some of a user's accounts, those in the trash too, to another. Returns how many; none when none is left. The
/// caller records the event of the chunk.
pub async fn hand_over(tx: &mut Tx, from: Uuid, to: Uuid, at_most: u64) -> Result<u64> {
    let ids = queries::owned_by(tx.reader(), from, at_most).await?;
    // Whoever changes one of them meanwhile waits, or is waited for.
    tx.hold::<tables::Account>(&ids).await?;
    let owned = tx.to_change_many::<tables::Account>(&ids).await?;
    if owned.is_empty() && !ids.is_empty() {
        return Err(Error::Forbidden("you may not hand over the accounts of this colleague".to_owned()));
    }
    let change = account::ActiveModel { owner_id: Set(Some(to)), ..of_another(account::ActiveModel::default(), tx.today()) };
    let rows = tx.update_many(owned, &change).await?;
    index_many(tx, &rows).await?;
    for row in &rows {
        tx.note(events::handed_over(row, from));
    }
    Ok(rows.len() as u64)
}
