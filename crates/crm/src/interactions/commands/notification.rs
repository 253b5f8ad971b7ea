//! Telling people what they should know.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    db::{Recorded, Tx, batches},
    error::Result,
    event::Event,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use super::preference::{wanted, wants_quiet};
use crate::{
    customers::{self, tables::Account},
    interactions::{READ_DAYS, UNREAD_MOST, api::ReadUpTo, queries},
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
    /// The request or the job that it comes of, when a later transaction of the same may have more of it to tell.
    pub cause: Option<Uuid>,
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
    notify_many(tx, &[Notice { user, name, kind, record, account, data: data.clone(), cause: None }]).await
}

/// Puts lines into the notifications of colleagues, set-based: those that they want to hear. Whoever wants quiet now finds
/// them when they look.
pub(in crate::interactions) async fn notify_many(tx: &mut Tx, notices: &[Notice]) -> Result<()> {
    let people: BTreeSet<Uuid> = notices.iter().map(|notice| notice.user).collect();
    let preferences = queries::preferences(tx.reader(), &people).await?;
    let quiet: BTreeSet<Uuid> = people.into_iter().filter(|user| wants_quiet(tx, preferences.get(user))).collect();
    for chunk in batches(&wanted(notices, &preferences)) {
        let sql = format!(
            "INSERT INTO notifications (workspace_id, id, user_id, at, name, kind, record_id, account_id, data, cause_id) VALUES {}",
            vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let reader = tx.reader();
        let mut values: Vec<sea_orm::Value> = Vec::with_capacity(chunk.len() * 10);
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
                notice.cause.into(),
            ]);
            made.push((id, notice.user));
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
        for (id, user) in made {
            // Tells the colleague's open browsers.
            let heard_by = Some(user).filter(|user| !quiet.contains(user));
            tx.note(Event::new("notification.made", "notification", id).owned_by(heard_by));
        }
    }
    Ok(())
}

/// Takes back what a request or a job has told people by lines of these names and they have not read yet, so that one line can
/// tell of all of it. Returns of how many records it told each of them; their number is in the lines under the key `counted`,
/// and one where there is none.
pub(super) async fn take_back(tx: &Tx, cause: Uuid, names: &[&str], counted: &str, people: &[Uuid]) -> Result<BTreeMap<Uuid, i64>> {
    #[derive(FromQueryResult)]
    struct Told {
        user_id: Uuid,
        data: serde_json::Value,
    }
    let reader = tx.reader();
    let workspace = reader.actor().workspace;
    // Of two who tell of the same at the same moment, neither would see the other's line.
    tx.alone(&format!("told of {cause}")).await?;
    let mut told: BTreeMap<Uuid, i64> = BTreeMap::new();
    for chunk in batches(people) {
        let sql = format!(
            "DELETE FROM notifications WHERE workspace_id = ? AND cause_id = ? AND read_at IS NULL AND name IN ({}) \
             AND user_id IN ({}) RETURNING user_id, data",
            vec!["?"; names.len()].join(", "),
            vec!["?"; chunk.len()].join(", ")
        );
        let named = names.iter().map(|name| sea_orm::Value::from(*name));
        let people = chunk.iter().map(|user| sea_orm::Value::from(*user));
        let values = [workspace.into(), cause.into()].into_iter().chain(named).chain(people).collect();
        for line in Told::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            *told.entry(line.user_id).or_default() += line.data[counted].as_i64().unwrap_or(1);
        }
    }
    Ok(told)
}

/// Tells somebody of the tasks that this request or job has given to them, in one line however many transactions it takes.
pub(super) async fn tell_tasks_given(tx: &mut Tx, to: Uuid, tasks: &[Uuid]) -> Result<()> {
    let Some(first) = tasks.first() else { return Ok(()) };
    let cause = tx.actor().request_id;
    let before = take_back(tx, cause, &["tasks_given"], "tasks", &[to]).await?.remove(&to).unwrap_or_default();
    let tasks = before + i64::try_from(tasks.len()).unwrap_or(i64::MAX);
    let data = json!({"tasks": tasks});
    notify_many(tx, &[Notice { user: to, name: "tasks_given", kind: "task", record: *first, account: None, data, cause: Some(cause) }])
        .await
}

/// What one person was given.
struct Gift {
    to: Uuid,
    /// The first of the accounts.
    first: Uuid,
    accounts: i64,
}

/// Tells people of the accounts that a request or a job has given to them, each in one line however many transactions it
/// took: the account, or how many. Nobody is told of what they did themselves, nor of a hand-over, at whose end the
/// successor is told. Returns how many were told.
pub(in crate::interactions) async fn tell_given(tx: &mut Tx, cause: Uuid, accounts: &[Uuid]) -> Result<usize> {
    let reader = tx.reader();
    let Some(by) = staff::queries::name(reader, reader.actor().user()).await? else { return Ok(0) };
    let mut given: BTreeMap<Uuid, Gift> = BTreeMap::new();
    for each in customers::queries::given(reader, cause, accounts).await? {
        if each.to != by.id {
            given.entry(each.to).or_insert(Gift { to: each.to, first: each.account, accounts: 0 }).accounts += each.accounts;
        }
    }
    let people: Vec<Uuid> = given.keys().copied().collect();
    for (user, before) in take_back(tx, cause, &["account_given", "accounts_given"], "accounts", &people).await? {
        given.entry(user).and_modify(|gift| gift.accounts += before);
    }
    let reader = tx.reader();
    let single = given.values().filter(|gift| gift.accounts == 1).map(|gift| gift.first).collect::<Vec<_>>();
    let named = reader.in_workspace::<Account>().with_ids(single).all().await?;
    let names: BTreeMap<Uuid, String> = named.into_iter().map(|account| (account.id, account.name)).collect();
    let notice = |Gift { to, first, accounts }: Gift| {
        let (name, account, data) = match names.get(&first) {
            Some(name) => ("account_given", Some(first), json!({"by": by.name, "account": name})),
            None => ("accounts_given", None, json!({"by": by.name, "accounts": accounts})),
        };
        Notice { user: to, name, kind: "account", record: first, account, data, cause: Some(cause) }
    };
    let notices: Vec<Notice> = given.into_values().map(notice).collect();
    notify_many(tx, &notices).await?;
    Ok(notices.len())
}

/// Tells people of the accounts that a request has shared with them. Returns how many were told.
pub(in crate::interactions) async fn tell_shared(tx: &mut Tx, cause: Uuid, accounts: &[Uuid]) -> Result<usize> {
    let reader = tx.reader();
    let Some(by) = staff::queries::name(reader, reader.actor().user()).await? else { return Ok(0) };
    let joined = customers::team::queries::joined(reader, cause, accounts).await?;
    let notice = |joined: customers::team::queries::Joined| Notice {
        user: joined.user,
        name: "account_shared",
        kind: "account",
        record: joined.account,
        account: Some(joined.account),
        data: json!({"by": by.name, "account": joined.name}),
        cause: None,
    };
    let notices: Vec<Notice> = joined.into_iter().filter(|joined| joined.user != by.id).map(notice).collect();
    notify_many(tx, &notices).await?;
    Ok(notices.len())
}

/// Notes that one has read one's notifications up to the newest that was shown: what has come since is as unread as before.
/// Or that one has read just this one.
pub async fn mark_read(tx: &mut Tx, read: ReadUpTo) -> Result<Recorded<()>> {
    tx.actor().in_full()?;
    let reader = tx.reader();
    let which = if read.only { "id = ?" } else { "id <= ?" };
    let sql = format!("UPDATE notifications SET read_at = ? WHERE workspace_id = ? AND user_id = ? AND read_at IS NULL AND {which}");
    let user = reader.actor().user();
    let values = vec![reader.now().into(), reader.actor().workspace.into(), user.into(), read.up_to.into()];
    reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
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

/// Takes back what people were told of these records, whose person is to be forgotten. Returns how much that was.
pub async fn erase_notifications(tx: &Tx, records: &[Uuid]) -> Result<u64> {
    let reader = tx.reader();
    let mut erased = 0;
    for record in records {
        let values = vec![reader.actor().workspace.into(), (*record).into()];
        let statement = reader.dialect().statement("DELETE FROM notifications WHERE workspace_id = ? AND record_id = ?", values);
        erased += reader.source().execute_raw(statement).await?.rows_affected();
    }
    Ok(erased)
}
