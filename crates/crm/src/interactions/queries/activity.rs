//! What was done for accounts: counted, for what it costs.

use chrono::{DateTime, Utc};
use guanxi_kernel::{db::Reader, error::Result};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// How often an account was in contact on a channel.
#[derive(Debug, FromQueryResult)]
pub struct Contacts {
    /// The account.
    pub account_id: Uuid,
    /// The channel.
    pub channel: String,
    /// How many interactions.
    pub count: i64,
}

/// The interactions of accounts with ids after one and up to another, from one instant until before another, by account and
/// channel, whoever may see them. The caller has bounded the accounts.
pub async fn contacts_made(reader: &Reader, [after, upto]: [Uuid; 2], [from, until]: [DateTime<Utc>; 2]) -> Result<Vec<Contacts>> {
    let sql = "SELECT account_id, channel, count(*) AS count FROM interactions \
               WHERE workspace_id = ? AND account_id > ? AND account_id <= ? AND at >= ? AND at < ? GROUP BY account_id, channel";
    let values = vec![reader.actor().workspace.into(), after.into(), upto.into(), from.into(), until.into()];
    Ok(Contacts::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}
