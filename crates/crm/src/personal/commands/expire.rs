//! Facts whose time is over, some at a time.

use std::collections::BTreeMap;

use guanxi_kernel::{db::Tx, error::Result};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{fact, queries};
use crate::personal::tables::{self, fact as facts};

/// How many facts went, and for what reason.
pub(in crate::personal) type Expired = BTreeMap<&'static str, i64>;

/// Erases some of the facts that are not true any more, that have been kept long enough, or whose consent has come to its
/// end. None when none is left.
pub(in crate::personal) async fn expire(tx: &Tx, limit: u64) -> Result<Option<Expired>> {
    for (why, is_over) in queries::ends(tx.reader()).await? {
        let some = |select: Select<facts::Entity>| select.filter(is_over).order_by_asc(facts::Column::Id).limit(limit);
        let ids: Vec<Uuid> = tx.reader().in_workspace::<tables::Fact>().with(some).all().await?.into_iter().map(|row| row.id).collect();
        if !ids.is_empty() {
            fact::delete(tx, &ids).await?;
            return Ok(Some([(why, i64::try_from(ids.len()).unwrap_or(i64::MAX))].into()));
        }
    }
    Ok(None)
}
