//! Sign-ins that were refused, counted by the hour, so that an administrator sees who is being guessed at and from where.
//!
//! Of an address only the beginning is kept. Who tries an address that nobody has tries it on the whole installation, which
//! the oldest workspace keeps.

use std::net::IpAddr;

use chrono::{Duration, DurationRound};
use guanxi_kernel::{
    db::{Db, Tx},
    error::{Error, Result},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::sign_in::BEFORE_SIGN_IN;
use crate::staff::{
    queries::{self, Found},
    rules::masked,
};

/// How long refused sign-ins are kept.
const KEPT_DAYS: i64 = 30;

/// Counts what came of a try, if it was refused for what was shown or for trying too often.
pub(super) async fn noting<T>(db: &Db, whose: &[Found], from: Option<IpAddr>, tried: Result<T>) -> Result<T> {
    if matches!(tried, Err(Error::Invalid(_) | Error::TooManyRequests { .. }))
        && let Err(error) = note(db, whose, from).await
    {
        // Who is refused is told why, whatever becomes of the count.
        tracing::warn!("a refused sign-in was not counted: {error}");
    }
    tried
}

async fn note(db: &Db, whose: &[Found], from: Option<IpAddr>) -> Result<()> {
    let hour = db.clock().now().duration_trunc(Duration::hours(1)).map_err(anyhow::Error::from)?;
    let mut whose = whose.to_vec();
    if whose.is_empty() {
        whose.extend(queries::oldest_workspace(db).await?.map(|workspace| Found { workspace, user: Uuid::nil() }));
    }
    for Found { workspace, user } in whose {
        let sql = "INSERT INTO refused_sign_ins (workspace_id, user_id, place, hour, tries) VALUES (?, ?, ?, ?, 1) \
                   ON CONFLICT (workspace_id, user_id, place, hour) DO UPDATE SET tries = refused_sign_ins.tries + 1";
        let values = vec![workspace.into(), user.into(), from.map(masked).unwrap_or_default().into(), hour.into()];
        db.unscoped(BEFORE_SIGN_IN).execute_raw(db.dialect().statement(sql, values)).await?;
    }
    Ok(())
}

/// Forgets those of long ago.
pub(super) async fn forget(tx: &Tx) -> Result<()> {
    let reader = tx.reader();
    let sql = "DELETE FROM refused_sign_ins WHERE workspace_id = ? AND hour < ?";
    let values = vec![reader.actor().workspace.into(), (reader.now() - Duration::days(KEPT_DAYS)).into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(())
}
