//! What people do not want to hear, and when.

use std::collections::BTreeMap;

use chrono::Timelike;
use guanxi_kernel::{
    check::Check,
    db::{Recorded, Tx},
    error::Result,
    event::Event,
    parameter::Kind,
    slice::Told,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::notification::Notice;
use crate::{
    follows,
    interactions::{
        api::{NotificationChoices, NotificationPreferences},
        queries::{self, Preferences},
        rules::is_quiet,
    },
};

/// Chooses what one is told, when one wants quiet, and what one follows by itself.
pub async fn choose_notifications(tx: &mut Tx, input: NotificationChoices) -> Result<Recorded<NotificationPreferences>> {
    tx.actor().in_full()?;
    let mut check = Check::new();
    for (n, key) in input.off.iter().enumerate() {
        let pointer = format!("/off/{n}");
        match crate::SLICES.iter().flat_map(|slice| slice.notices).find(|notice| notice.key == key) {
            None => check.wrong(&pointer, "unknown", "There are no notifications of this kind."),
            Some(notice) if notice.told == Told::Always => {
                check.wrong(&pointer, "always_told", "These notifications cannot be switched off.");
            }
            Some(_) => {}
        }
    }
    let mut minute = |pointer: &str, time: &str| {
        let parsed = Kind::Time.parse(&json!(time));
        if parsed.is_none() {
            check.wrong(pointer, "malformed", "Write a time of day as 22:00.");
        }
        parsed
    };
    let quiet = input.quiet.as_ref().map(|quiet| (minute("/quiet/from", &quiet.from), minute("/quiet/until", &quiet.until)));
    if let Some((Some(from), Some(until))) = quiet
        && from == until
    {
        check.wrong("/quiet/until", "no_time_between", "A quiet time ends at another minute than it begins.");
    }
    check.done()?;
    let (from, until) = quiet.unwrap_or_default();
    let reader = tx.reader();
    let sql = "INSERT INTO notification_preferences (workspace_id, user_id, off, quiet_from, quiet_until) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (workspace_id, user_id) DO UPDATE SET off = excluded.off, quiet_from = excluded.quiet_from, \
               quiet_until = excluded.quiet_until";
    let me = reader.actor().user();
    let values = vec![reader.actor().workspace.into(), me.into(), json!(input.off).into(), from.into(), until.into()];
    reader.source().execute_raw(reader.dialect().statement(sql, values)).await?;
    follows::commands::wish(tx, input.follows).await?;
    let wire = queries::notification_preferences(tx.reader()).await?;
    Ok(tx.record(Event::new("notifications.chosen", "user", me.unwrap_or_default()).owned_by(me), wire))
}

/// Leaves out of some notices those that people do not want.
pub(super) fn wanted<'a>(notices: &'a [Notice], preferences: &BTreeMap<Uuid, Preferences>) -> Vec<&'a Notice> {
    let is_wanted = |notice: &&Notice| {
        let kind = crate::SLICES.iter().flat_map(|slice| slice.notices).find(|kind| kind.names.contains(&notice.name));
        let off = preferences.get(&notice.user).map(|preferences| &preferences.off);
        kind.is_none_or(|kind| kind.told == Told::Always || off.is_none_or(|off| !off.iter().any(|key| key == kind.key)))
    };
    notices.iter().filter(is_wanted).collect()
}

/// Whether somebody wants quiet now: nothing is told to their open browsers, it waits where they look for it.
pub(super) fn wants_quiet(tx: &Tx, preferences: Option<&Preferences>) -> bool {
    let now = tx.now().with_timezone(&tx.actor().zone).time();
    let minute = i64::from(now.hour() * 60 + now.minute());
    preferences.and_then(|preferences| preferences.quiet).is_some_and(|(from, until)| is_quiet(from, until, minute))
}
