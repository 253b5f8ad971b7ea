//! What people say of a pair.

use guanxi_kernel::{
    db::{Recorded, Tx},
    error::Result,
    event::Event,
    id::Id,
};
use sea_orm::Set;
use serde_json::json;

use crate::duplicates::{
    api,
    kinds::Mergeable,
    queries,
    tables::{Pair, pair},
};

/// Says that two records are two, so that they are not proposed again; or takes that back.
pub async fn judge(tx: &mut Tx, id: Id<Pair>, dismissed: bool) -> Result<Recorded<api::Pair>> {
    let row = tx.to_change(id).await?;
    let kind = Mergeable::named(&row.kind)?;
    for record in [row.first_id, row.second_id] {
        (kind.clear_one)(tx, record).await?;
    }
    let row = tx.update::<Pair>(row, pair::ActiveModel { dismissed: Set(dismissed), ..Default::default() }).await?;
    let name = if dismissed { "duplicates.dismissed" } else { "duplicates.proposed_again" };
    let event = Event::new(name, kind.kind, row.first_id).about(Some(row.first_id)).with(json!({"other": row.second_id}));
    let wire = queries::pair(tx.reader(), row).await?;
    Ok(tx.record(event, wire))
}
