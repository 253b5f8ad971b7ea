//! Who was refused when signing in, and from where.

use chrono::{DateTime, Duration, Utc};
use guanxi_kernel::{db::Reader, error::Result};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// Those who are named: the others are in the sums.
const NAMED: i64 = 20;

/// How often somebody was refused in the last day and the last week, by whole hours.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Refused<T: sea_orm::TryGetable> {
    /// Who, or from where.
    pub whose: T,
    /// In the last 24 hours.
    pub last_day: i64,
    /// In the last seven days.
    pub last_week: i64,
    /// In which hour the last time.
    pub last_at: DateTime<Utc>,
}

/// Refused sign-ins of the last seven days.
pub struct RefusedSignIns {
    /// By user, most first; nobody's are under the id of zeros.
    pub by_user: Vec<Refused<Uuid>>,
    /// By the beginning of the address, most first; empty where nobody knew it.
    pub by_place: Vec<Refused<String>>,
    /// All of the last 24 hours.
    pub last_day: i64,
    /// All of them.
    pub last_week: i64,
}

/// Refused sign-ins of this workspace.
pub async fn refused_sign_ins(reader: &Reader) -> Result<RefusedSignIns> {
    let all: Option<Refused<Uuid>> = by(reader, "workspace_id").await?.pop();
    let (last_day, last_week) = all.map_or((0, 0), |all| (all.last_day, all.last_week));
    Ok(RefusedSignIns { by_user: by(reader, "user_id").await?, by_place: by(reader, "place").await?, last_day, last_week })
}

async fn by<T: sea_orm::TryGetable>(reader: &Reader, column: &str) -> Result<Vec<Refused<T>>> {
    let sql = format!(
        "SELECT {column} AS whose, CAST(sum(CASE WHEN hour >= ? THEN tries ELSE 0 END) AS BIGINT) AS last_day, \
         CAST(sum(tries) AS BIGINT) AS last_week, max(hour) AS last_at FROM refused_sign_ins \
         WHERE workspace_id = ? AND hour >= ? GROUP BY {column} ORDER BY sum(tries) DESC, {column} LIMIT ?"
    );
    let (day, week) = (reader.now() - Duration::days(1), reader.now() - Duration::days(7));
    let values = vec![day.into(), reader.actor().workspace.into(), week.into(), NAMED.into()];
    Ok(Refused::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?)
}
