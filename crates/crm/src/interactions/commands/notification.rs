//! Telling people what they should know.

use std::collections::BTreeMap;

use guanxi_kernel::{
    db::{Recorded, Tx, batches},
    error::Result,
    event::Event,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use crate::{
    customers::{self, tables::Account},
    interactions::{READ_DAYS, UNREAD_MOST},
    staff,
};

/// Notifications that are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 5_000;

/// A line in somebody's notifications.
pub struct Notice {
    /// Whom it tells.
    pub user: Uuid,
    /// What, such as `mentioned`.
    pub name: &'static str,
    /// The kind of the record.
    pub kind: &'static str,
    /// The record.
    pub record: Uuid,
    /// The account it is about.
    pub account: Option<Uuid>,
    /// Words to show.
    pub data: serde_json::Value,
}

/// Puts a line into a colleague's notifications.
pub async fn notify(
    tx: &mut Tx,
    user: Uuid,
    name: &'static str,
    kind: &'static str,
    record: Uuid,
    account: Option<Uuid>,
    data: &serde_json::Value,
) -> Result<()> {
    notify_many(tx, &[Notice { user, name, kind, record, account, data: data.clone() }]).await
}

/// Puts lines into the notifications of colleagues, set-based.
pub(in crate::interactions) async fn notify_many(tx: &mut Tx, notices: &[Notice]) -> Result<()> {
    for chunk in batches(notices) {
        let sql = format!(
            "INSERT INTO notifications (workspace_id, id, user_id, at, name, kind, record_id, account_id, data) VALUES {}",
            vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let reader = tx.reader();
        let mut values: Vec<sea_orm::Value> = Vec::with_capacity(chunk.len() * 9);
        let mut made = Vec::with_capacity(chunk.len());
        for notice in chunk {
            let id = Uuid::now_v7();
            values.extend([
                reader.actor().workspace.into(),
                id.into(),
                notice.user.into(),
                reader.now().into(),
                notice.name.into(),
                notice.kind.into(),
                notice.record.into(),
                notice.account.into(),
                notice.data.clone().into(),
            ]);
            made.push((id, notice.user));
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
        for (id, user) in made {
            // Tells the colleague's open browsers.
            tx.note(Event::new("notification.made", "notification", id).owned_by(Some(user)));
        }
    }
    Ok(())
}

/// Tells the new owners of accounts what has been given to them, each in one line: the account, or how many. Nobody is told
/// of what they did themselves, nor of a hand-over, at whose end the successor is told. Returns how many were told.
pub(in crate::interactions) async fn tell_given(tx: &mut Tx, accounts: &[Uuid]) -> Result<usize> {
    let reader = tx.reader();
    let Some(by) = staff::queries::name(reader, reader.actor().user()).await? else { return Ok(0) };
    let handed_over = customers::queries::handed_over(reader, accounts).await?;
    let given = accounts.iter().copied().filter(|account| !handed_over.contains(account));
    let mut given_to: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for (account, owner) in customers::queries::owners(reader, given).await? {
        if owner != by.id {
            given_to.entry(owner).or_default().push(account);
        }
    }
    let single: Vec<Uuid> = given_to.values().filter_map(|accounts| if let [one] = accounts[..] { Some(one) } else { None }).collect();
    let named = reader.in_workspace::<Account>().with_ids(single).all().await?;
    let names: BTreeMap<Uuid, String> = named.into_iter().map(|account| (account.id, account.name)).collect();
    let notice = |(user, accounts): (Uuid, Vec<Uuid>)| {
        let first = accounts[0];
        let notice = Notice { user, name: "account_given", kind: "account", record: first, account: Some(first), data: json!({}) };
        match names.get(&first) {
            Some(name) => Notice { data: json!({"by": by.name, "account": name}), ..notice },
            None => Notice { name: "accounts_given", account: None, data: json!({"by": by.name, "accounts": accounts.len()}), ..notice },
        }
    };
    let notices: Vec<Notice> = given_to.into_iter().map(notice).collect();
    notify_many(tx, &notices).await?;
    Ok(notices.len())
}

/// Notes that one has read one's notifications up to now.
pub async fn mark_read(tx: &mut Tx) -> Result<Recorded<()>> {
    tx.actor().in_full()?;
    let reader = tx.reader();
    let sql = "UPDATE notifications SET read_at = ? WHERE workspace_id = ? AND user_id = ? AND read_at IS NULL";
    let user = reader.actor().user();
    let values = vec![reader.now().into(), reader.actor().workspace.into(), user.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    Ok(tx.record(Event::new("notifications.read", "user", user.unwrap_or_default()).owned_by(user), ()))
}

/// Forgets notifications that were read long ago, and of those that were not the oldest when there are too many of one
/// person; so many at once. Returns how many.
pub async fn forget_notifications(tx: &Tx) -> Result<u64> {
    let reader = tx.reader();
    let long_ago = reader.now() - chrono::Duration::days(READ_DAYS.get(reader).await?);
    let most = UNREAD_MOST.get(reader).await?;
    let workspace = reader.actor().workspace;
    let read = "SELECT id FROM notifications WHERE workspace_id = ? AND read_at < ? LIMIT ?";
    let unread = "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS n FROM notifications \
                  WHERE workspace_id = ? AND read_at IS NULL) ranked WHERE n > ? LIMIT ?";
    let mut forgotten = 0;
    for (which, value) in [(read, sea_orm::Value::from(long_ago)), (unread, most.into())] {
        let sql = format!("DELETE FROM notifications WHERE workspace_id = ? AND id IN ({which})");
        let values = vec![workspace.into(), workspace.into(), value, FORGOTTEN_AT_ONCE.into()];
        forgotten += reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?.rows_affected();
    }
    Ok(forgotten)
}
