//! What people are told, and what they want to hear.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    db::{Reader, batches},
    error::{Error, Result},
    parameter::Kind,
    slice::Told,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::followed::seen_of;
use crate::{
    SLICES, follows,
    interactions::api::{NoticeKind, Notification, NotificationPreferences, Notifications, QuietTime},
};

/// What a line that tells of one followed record is called.
const FOLLOWED: &str = "followed";

#[derive(FromQueryResult)]
struct NotificationRow {
    id: Uuid,
    at: DateTime<Utc>,
    name: String,
    kind: String,
    record_id: Uuid,
    account_id: Option<Uuid>,
    data: serde_json::Value,
    read_at: Option<DateTime<Utc>>,
}

/// One's newest notifications, or the newest of those that one has not read. They tell of everything, so that a limited
/// credential has none.
pub async fn notifications(reader: &Reader, only_unread: bool) -> Result<Notifications> {
    not_limited(reader)?;
    let unread_only = if only_unread { "AND read_at IS NULL " } else { "" };
    let sql = format!(
        "SELECT id, at, name, kind, record_id, account_id, data, read_at FROM notifications \
         WHERE workspace_id = ? AND user_id = ? {unread_only}ORDER BY id DESC LIMIT 100"
    );
    let values = vec![reader.actor().workspace.into(), reader.actor().user().into()];
    let mut rows = NotificationRow::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await?;
    let hidden = hide(reader, &mut rows).await?;
    let unread = (unread(reader).await? - hidden).max(0);
    let items = rows
        .into_iter()
        .map(|row| Notification {
            id: row.id,
            at: row.at,
            name: row.name,
            kind: row.kind,
            record_id: row.record_id,
            account_id: row.account_id,
            data: row.data,
            read_at: row.read_at,
        })
        .collect();
    Ok(Notifications { items, unread })
}

/// How many of one's notifications are unread, counted as far as a badge of two digits shows.
async fn unread(reader: &Reader) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Counted {
        n: i64,
    }
    let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM notifications WHERE workspace_id = ? AND user_id = ? AND read_at IS NULL LIMIT 100) unread";
    let values = vec![reader.actor().workspace.into(), reader.actor().user().into()];
    let counted = Counted::find_by_statement(reader.dialect().statement(sql, values)).one(reader.source()).await?;
    Ok(counted.map_or(0, |counted| counted.n))
}

/// Takes out what tells of records that one followed and does not see any more. Returns how many of them were unread.
async fn hide(reader: &Reader, rows: &mut Vec<NotificationRow>) -> Result<i64> {
    let mut kinds: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.name == FOLLOWED) {
        kinds.entry(row.kind.clone()).or_default().push(row.record_id);
    }
    let mut seen = BTreeSet::new();
    for (kind, records) in kinds {
        seen.extend(seen_of(reader, &kind, records).await?);
    }
    let mut hidden = 0;
    rows.retain(|row| {
        let stays = row.name != FOLLOWED || seen.contains(&row.record_id);
        hidden += i64::from(!stays && row.read_at.is_none());
        stays
    });
    Ok(hidden)
}

fn not_limited(reader: &Reader) -> Result<()> {
    if reader.actor().grants.limits.is_some() {
        return Err(Error::Forbidden("this token is limited to some kinds of record".to_owned()));
    }
    Ok(())
}

/// What somebody has chosen.
#[derive(Clone, Debug, Default)]
pub(in crate::interactions) struct Preferences {
    /// The kinds of notification that they do not want.
    pub(in crate::interactions) off: Vec<String>,
    /// From which minute of the day until which they want quiet.
    pub(in crate::interactions) quiet: Option<(i64, i64)>,
}

/// What those of some people have chosen who have chosen anything.
pub(in crate::interactions) async fn preferences(reader: &Reader, people: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, Preferences>> {
    #[derive(FromQueryResult)]
    struct Chosen {
        user_id: Uuid,
        off: serde_json::Value,
        quiet_from: Option<i64>,
        quiet_until: Option<i64>,
    }
    let people: Vec<Uuid> = people.iter().copied().collect();
    let mut found = BTreeMap::new();
    for chunk in batches(&people) {
        let sql = format!(
            "SELECT user_id, off, quiet_from, quiet_until FROM notification_preferences WHERE workspace_id = ? AND user_id IN ({})",
            vec!["?"; chunk.len()].join(", ")
        );
        let values = std::iter::once(reader.actor().workspace).chain(chunk.iter().copied()).map(Value::from).collect();
        for row in Chosen::find_by_statement(reader.dialect().statement(&sql, values)).all(reader.source()).await? {
            let off = serde_json::from_value(row.off).unwrap_or_default();
            found.insert(row.user_id, Preferences { off, quiet: row.quiet_from.zip(row.quiet_until) });
        }
    }
    Ok(found)
}

/// What one is told, when one wants quiet, and what one follows by itself.
pub async fn notification_preferences(reader: &Reader) -> Result<NotificationPreferences> {
    not_limited(reader)?;
    let me = reader.actor().user().ok_or(Error::Unauthenticated)?;
    let only_me = BTreeSet::from([me]);
    let Preferences { off, quiet } = preferences(reader, &only_me).await?.remove(&me).unwrap_or_default();
    let kinds = SLICES.iter().flat_map(|slice| slice.notices).map(|notice| NoticeKind {
        key: notice.key.to_owned(),
        told: notice.told == Told::Always || !off.iter().any(|key| key == notice.key),
        may_switch: notice.told != Told::Always,
    });
    let time = |minute: i64| Kind::Time.said(minute);
    let follows = follows::queries::wishes(reader, &only_me).await?.remove(&me).ok_or(Error::NotFound)?;
    Ok(NotificationPreferences {
        kinds: kinds.collect(),
        quiet: quiet.map(|(from, until)| QuietTime { from: time(from), until: time(until) }),
        follows,
    })
}
