//! What was done for accounts: counted, for what it costs.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{
    clock::{day_in, day_start},
    db::Reader,
    error::Result,
};
use sea_orm::{FromQueryResult, Value};
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
    /// The last of them.
    pub last_at: DateTime<Utc>,
}

/// Accounts that are asked about in one statement.
const ASKED_AT_ONCE: usize = 1000;

/// An account asked for something to buy: a contact that it began to move a deal.
#[derive(Debug, FromQueryResult)]
pub struct Enquiry {
    /// The account.
    pub account_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
}

/// The enquiries of accounts with ids after one and up to another, from one instant until before another, by account and in
/// their order, whoever may see them. The caller has bounded the accounts.
pub async fn enquiries(reader: &Reader, [after, upto]: [Uuid; 2], [from, until]: [DateTime<Utc>; 2]) -> Result<Vec<Enquiry>> {
    let sql = "SELECT account_id, at FROM interactions WHERE workspace_id = ? AND account_id > ? AND account_id <= ? \
               AND at >= ? AND at < ? AND direction = 'in' AND CAST(purposes AS TEXT) LIKE '%\"deal\"%' ORDER BY account_id, at";
    let values = vec![reader.actor().workspace.into(), after.into(), upto.into(), from.into(), until.into()];
    Ok(Enquiry::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// The interactions of accounts with ids after one and up to another, from one instant until before another, by account and
/// channel, whoever may see them. The caller has bounded the accounts.
pub async fn contacts_made(reader: &Reader, [after, upto]: [Uuid; 2], [from, until]: [DateTime<Utc>; 2]) -> Result<Vec<Contacts>> {
    let sql = "SELECT account_id, channel, count(*) AS count, max(at) AS last_at FROM interactions \
               WHERE workspace_id = ? AND account_id > ? AND account_id <= ? AND at >= ? AND at < ? GROUP BY account_id, channel";
    let values = vec![reader.actor().workspace.into(), after.into(), upto.into(), from.into(), until.into()];
    Ok(Contacts::find_by_statement(reader.dialect().statement(sql, values)).all(reader.source()).await?)
}

/// The day of the last contact in both directions with each of some accounts before a day of its own, whoever may see it; those
/// without one are left out.
pub async fn last_two_way(reader: &Reader, before: &BTreeMap<Uuid, NaiveDate>) -> Result<BTreeMap<Uuid, NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Last {
        account_id: Uuid,
        at: Option<DateTime<Utc>>,
    }
    let (zone, workspace) = (reader.actor().zone, reader.actor().workspace);
    let asked: Vec<(&Uuid, &NaiveDate)> = before.iter().collect();
    let mut found = BTreeMap::new();
    for chunk in asked.chunks(ASKED_AT_ONCE) {
        let sql = format!(
            "SELECT v.column1 AS account_id, (SELECT interactions.at FROM interactions WHERE interactions.workspace_id = ? \
             AND interactions.account_id = v.column1 AND interactions.at < v.column2 AND interactions.two_way \
             ORDER BY interactions.at DESC LIMIT 1) AS at FROM (VALUES {}) AS v",
            vec!["(?, ?)"; chunk.len()].join(", ")
        );
        let own = |(id, day): &(&Uuid, &NaiveDate)| [Value::from(**id), day_start(zone, **day).into()];
        let values = std::iter::once(workspace.into()).chain(chunk.iter().flat_map(own)).collect();
        let last = Last::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
        found.extend(last.into_iter().filter_map(|row| Some((row.account_id, day_in(zone, row.at?)))));
    }
    Ok(found)
}
