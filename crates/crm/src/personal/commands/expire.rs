//! Facts whose time is over, some at a time.

use std::collections::BTreeMap;

use chrono::Duration;
use guanxi_kernel::{clock::day_start, db::Tx, error::Result};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use super::{fact, queries};
use crate::personal::tables::{self, consent, fact as facts};

/// How many facts went, and for what reason.
pub(in crate::personal) type Expired = BTreeMap<&'static str, i64>;

/// Erases some of the facts that are not true any more, that have been kept long enough, or whose consent has come to its
/// end. None when none is left.
pub(in crate::personal) async fn expire(tx: &Tx, limit: u64) -> Result<Option<Expired>> {
    for (why, is_over) in reasons(tx).await? {
        let some = |select: Select<facts::Entity>| select.filter(is_over).order_by_asc(facts::Column::Id).limit(limit);
        let ids: Vec<Uuid> = tx.reader().in_workspace::<tables::Fact>().with(some).all().await?.into_iter().map(|row| row.id).collect();
        if !ids.is_empty() {
            fact::delete(tx, &ids).await?;
            return Ok(Some([(why, i64::try_from(ids.len()).unwrap_or(i64::MAX))].into()));
        }
    }
    Ok(None)
}

/// Why facts go, one after the other, each found by an index of its own.
async fn reasons(tx: &Tx) -> Result<Vec<(&'static str, Condition)>> {
    let (today, zone) = (tx.today(), tx.actor().zone);
    let ended = consent::Entity::find()
        .select_only()
        .column(consent::Column::Id)
        .filter(consent::Column::WorkspaceId.eq(tx.actor().workspace))
        .filter(consent::Column::ValidUntil.lt(today))
        .into_query();
    let mut reasons = vec![
        ("over", Condition::all().add(facts::Column::ValidUntil.lt(today))),
        ("consent_ended", Condition::all().add(facts::Column::ConsentId.in_subquery(ended))),
    ];
    for (sensitivity, days) in queries::retention(tx.reader()).await?.into_iter().filter(|(_, days)| *days > 0) {
        let since = day_start(zone, today - Duration::days(days));
        let kept = Condition::all().add(facts::Column::Sensitivity.eq(sensitivity.as_str())).add(facts::Column::CreatedAt.lt(since));
        reasons.push(("kept_long_enough", kept));
    }
    Ok(reasons)
}
