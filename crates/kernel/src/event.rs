//! Events: the one row that is the audit entry, the timeline item, the trigger of reactions and the live update.

mod forget;
mod history;
mod relay;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::json;
use tokio::sync::{Notify, broadcast};
use uuid::Uuid;

pub(crate) use self::relay::tell_others;
pub use self::{
    forget::forget,
    history::{Change, History, HistoryEntry, HistoryParams, changes, gather_ids, history, titles},
    relay::hear_others,
};
use crate::{
    actor::{Action, Actor, Who},
    db::{Dialect, Reader, batches},
    error::Result,
    job::NewJob,
};

/// Something that happened to a record.
#[derive(Clone, Debug)]
pub struct Event {
    /// `account.created`: the kind, a dot, what happened, in the past tense.
    pub name: &'static str,
    /// The kind of the record.
    pub kind: &'static str,
    /// The record.
    pub record: Uuid,
    /// The record on whose page it also belongs, such as the customer of an order.
    pub about: Option<Uuid>,
    /// Whose record it is: decides who is told.
    pub owner: Option<Uuid>,
    /// The owners of other records through which this one is seen, such as those of the customers of a contact.
    pub also: Vec<Uuid>,
    /// Facts beyond the changed fields, such as counts of a bulk run. Never secrets.
    pub data: serde_json::Value,
}

impl Event {
    /// An event about a record that stands for itself.
    #[must_use]
    pub fn new(name: &'static str, kind: &'static str, record: Uuid) -> Self {
        Self { name, kind, record, about: None, owner: None, also: Vec::new(), data: json!({}) }
    }

    /// Also belongs on the page of `about`.
    #[must_use]
    pub fn about(mut self, about: Option<Uuid>) -> Self {
        self.about = about;
        self
    }

    /// Whose record it is.
    #[must_use]
    pub fn owned_by(mut self, owner: Option<Uuid>) -> Self {
        self.owner = owner;
        self
    }

    /// Seen by whoever sees a record of these owners, or one of these records, too.
    #[must_use]
    pub fn seen_through(mut self, others: Vec<Uuid>) -> Self {
        self.also = others;
        self
    }

    /// With facts.
    #[must_use]
    pub fn with(mut self, data: serde_json::Value) -> Self {
        self.data = data;
        self
    }
}

/// One field of one record, before and after.
#[derive(Clone, Debug)]
pub struct FieldChange {
    /// The kind of the record.
    pub kind: &'static str,
    /// The record.
    pub record: Uuid,
    /// The column or the name users know it by.
    pub field: String,
    /// Before; null when it was empty or is secret.
    pub before: serde_json::Value,
    /// After; null when it is empty or is secret.
    pub after: serde_json::Value,
}

/// What browsers are told after a commit.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// The workspace it happened in.
    pub workspace: Uuid,
    /// The event's id, which a reconnecting browser sends back.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The event's name.
    pub name: Cow<'static, str>,
    /// The kind of the record.
    pub kind: Cow<'static, str>,
    /// The record.
    pub record: Uuid,
    /// The record on whose page it also belongs.
    pub about: Option<Uuid>,
    /// Whose record it is.
    pub owner: Option<Uuid>,
    /// Other records through which it is seen, and their owners.
    pub also: Vec<Uuid>,
}

impl Announcement {
    /// Whether this actor may know.
    #[must_use]
    pub fn reaches(&self, live: &Live, actor: &Actor) -> bool {
        self.workspace == actor.workspace && live.reaches(actor, self)
    }

    /// Whether this actor may be signed out, or have other rights, since it happened.
    #[must_use]
    pub fn changes(&self, live: &Live, actor: &Actor) -> bool {
        self.workspace == actor.workspace
            && Some(self.record) == actor.user()
            && live.inner.access.get().is_some_and(|events| events.contains(&*self.name))
    }

    /// The events of a workspace that `which` chooses: the rest of a `WHERE` with its values.
    pub(crate) async fn of_stored(
        connection: &impl ConnectionTrait,
        dialect: Dialect,
        workspace: Uuid,
        which: &str,
        values: Vec<Value>,
    ) -> Result<Vec<Self>> {
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            at: DateTime<Utc>,
            name: String,
            kind: String,
            record_id: Uuid,
            about_id: Option<Uuid>,
            owner_id: Option<Uuid>,
            also_ids: Option<serde_json::Value>,
        }
        let sql =
            format!("SELECT id, at, name, kind, record_id, about_id, owner_id, also_ids FROM events WHERE workspace_id = ? AND {which}");
        let values = std::iter::once(workspace.into()).chain(values).collect();
        let rows = Row::find_by_statement(dialect.statement(&sql, values)).all(connection).await?;
        let announced = |row: Row| Self {
            workspace,
            id: row.id,
            at: row.at,
            name: Cow::Owned(row.name),
            kind: Cow::Owned(row.kind),
            record: row.record_id,
            about: row.about_id,
            owner: row.owner_id,
            also: row.also_ids.and_then(|ids| serde_json::from_value(ids).ok()).unwrap_or_default(),
        };
        Ok(rows.into_iter().map(announced).collect())
    }
}

/// Who hears of events of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever may read records of this object with the event's owner; the kind itself when nothing else is said.
    ReadersOf(&'static str),
    /// Whoever may read this object at all and sees the record that it belongs to: one of the second object, with the
    /// event's owner.
    ReadersUnder(&'static str, &'static str),
    /// Whoever may read records of the first object with the event's owner, and of those who may read it at all also
    /// whoever sees a record of the second object through which it is seen.
    ReadersThrough(&'static str, &'static str),
    /// Whoever may do this with the object at all, and the event's owner.
    Holders(&'static str, Action),
    /// The event's owner alone.
    Owner,
}

/// After more events of one transaction than this everything is looked at anew. PostgreSQL carries 8,000 bytes in a
/// notification.
const NAMED: usize = 150;

/// What a listener hears.
#[derive(Clone, Debug)]
pub enum Heard {
    /// One event.
    Change(Announcement),
    /// Anything may have happened in this workspace, or in every one: look at everything anew.
    Reload(Option<Uuid>),
}

/// A slice's wish to run a job after an event of another slice.
#[derive(Clone, Copy, Debug)]
pub struct Reaction {
    /// The event's name.
    pub on: &'static str,
    /// The kind of job to queue, one for all such events of a transaction; its payload is
    /// `{"records": [id, …], "about": [id, …], "cause": id}`: the records that the events are of, those on whose pages they
    /// stand, and the request or the job whose events they are.
    pub job: &'static str,
}

/// Announcements inside this process, and the reactions that slices have declared.
#[derive(Clone)]
pub struct Live {
    inner: Arc<LiveInner>,
}

struct LiveInner {
    /// Tells this process from others on the same database.
    process: Uuid,
    sender: broadcast::Sender<Heard>,
    workers: Notify,
    reactions: OnceLock<BTreeMap<&'static str, Vec<&'static str>>>,
    audiences: OnceLock<BTreeMap<&'static str, Audience>>,
    access: OnceLock<BTreeSet<&'static str>>,
}

impl Default for Live {
    fn default() -> Self {
        let (sender, _) = broadcast::channel(1024);
        Self {
            inner: Arc::new(LiveInner {
                process: Uuid::now_v7(),
                sender,
                workers: Notify::new(),
                reactions: OnceLock::new(),
                audiences: OnceLock::new(),
                access: OnceLock::new(),
            }),
        }
    }
}

impl Live {
    /// Declares the reactions of all slices, once at start.
    pub fn react(&self, reactions: impl IntoIterator<Item = Reaction>) {
        let mut by_event: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
        for reaction in reactions {
            by_event.entry(reaction.on).or_default().push(reaction.job);
        }
        let _ = self.inner.reactions.set(by_event);
    }

    /// Declares who hears what, of all slices, once at start.
    pub fn address(&self, audiences: impl IntoIterator<Item = (&'static str, Audience)>) {
        let _ = self.inner.audiences.set(audiences.into_iter().collect());
    }

    /// Declares the events of all slices that change who somebody is, once at start.
    pub fn watch_access(&self, events: impl IntoIterator<Item = &'static str>) {
        let _ = self.inner.access.set(events.into_iter().collect());
    }

    /// Whether an actor may hear of an event of this kind with this owner, in its own workspace.
    fn reaches(&self, actor: &Actor, of: &Announcement) -> bool {
        let Announcement { kind, record, about, owner, also, .. } = of;
        let own = || owner.is_some() && *owner == actor.user();
        let is_shared = |object: &str| {
            [Some(record), about.as_ref()].into_iter().flatten().chain(also).any(|id| actor.is_shared(object, Action::Read, *id))
        };
        let sees = |object: &str| actor.reaches(object, Action::Read, *owner) || is_shared(object);
        match self.inner.audiences.get().and_then(|audiences| audiences.get(&**kind)) {
            None => sees(kind),
            Some(Audience::ReadersOf(object)) => sees(object),
            Some(Audience::ReadersUnder(object, above)) => actor.may(object, Action::Read) && sees(above),
            Some(Audience::ReadersThrough(object, above)) => {
                let reached = |owner: Option<Uuid>| actor.reaches(above, Action::Read, owner);
                let through = || reached(None) || also.iter().any(|owner| reached(Some(*owner))) || is_shared(above);
                actor.may(object, Action::Read) && (actor.reaches(object, Action::Read, *owner) || through())
            }
            Some(Audience::Holders(object, action)) => actor.may(object, *action) || own(),
            Some(Audience::Owner) => own(),
        }
    }

    /// Hears every announcement of this process from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Heard> {
        self.inner.sender.subscribe()
    }

    /// Waits until a commit has queued a job.
    pub async fn job_queued(&self) {
        self.inner.workers.notified().await;
    }

    /// Tells the workers of this process to look for jobs.
    pub fn wake_workers(&self) {
        self.inner.workers.notify_waiters();
        self.inner.workers.notify_one();
    }

    /// Announces the events of a transaction; those of bulk work are too many to be told one by one.
    pub(crate) fn announce(&self, actor: &Actor, at: DateTime<Utc>, events: &[(Uuid, Event)]) {
        if events.len() > NAMED {
            return self.reload(Some(actor.workspace));
        }
        for (id, event) in events {
            self.send(Heard::Change(Announcement {
                workspace: actor.workspace,
                id: *id,
                at,
                name: Cow::Borrowed(event.name),
                kind: Cow::Borrowed(event.kind),
                record: event.record,
                about: event.about,
                owner: event.owner,
                also: event.also.clone(),
            }));
        }
    }

    fn reload(&self, workspace: Option<Uuid>) {
        self.send(Heard::Reload(workspace));
    }

    fn send(&self, heard: Heard) {
        // Nobody listening is no error.
        let _ = self.inner.sender.send(heard);
    }

    fn jobs_for(&self, event: &str) -> &[&'static str] {
        self.inner.reactions.get().and_then(|map| map.get(event)).map_or(&[], Vec::as_slice)
    }
}

/// The least id that an event of this instant can have: an id is made when the event happens, so that a span of time is a
/// span of ids, and what orders by them finds it.
#[must_use]
pub fn first_id_of(at: DateTime<Utc>) -> Uuid {
    Uuid::from_u128(u128::from(u64::try_from(at.timestamp_millis()).unwrap_or(0)) << 80)
}

/// Writes the events and the changed fields of a transaction, and queues the reactions.
pub(crate) async fn write(
    reader: &Reader,
    events: &[(Uuid, Event)],
    changes: &[FieldChange],
    jobs: &mut Vec<NewJob>,
    live: &Live,
) -> Result<()> {
    let actor = reader.actor();
    let by_job = matches!(actor.who, Who::Job(_));
    for chunk in batches(events) {
        let sql = format!(
            "INSERT INTO events (workspace_id, id, at, name, kind, record_id, about_id, owner_id, also_ids, user_id, by_job, request_id, data) VALUES {}",
            vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 13);
        for (id, event) in chunk {
            values.extend([
                actor.workspace.into(),
                (*id).into(),
                reader.now().into(),
                event.name.into(),
                event.kind.into(),
                event.record.into(),
                event.about.into(),
                event.owner.into(),
                (!event.also.is_empty()).then(|| json!(event.also)).into(),
                actor.user().into(),
                by_job.into(),
                actor.request_id.into(),
                event.data.clone().into(),
            ]);
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    let mut reactions: BTreeMap<&'static str, [BTreeSet<Uuid>; 2]> = BTreeMap::new();
    for (_, event) in events {
        for job in live.jobs_for(event.name) {
            let [records, about] = reactions.entry(job).or_default();
            records.insert(event.record);
            about.extend(event.about);
        }
    }
    let reaction = |(job, [records, about]): (&'static str, [BTreeSet<Uuid>; 2])| {
        NewJob::new(job, json!({"records": records, "about": about, "cause": actor.request_id})).on_behalf_of(actor.user())
    };
    jobs.extend(reactions.into_iter().map(reaction));
    write_changes(reader, events, changes).await
}

async fn write_changes(reader: &Reader, events: &[(Uuid, Event)], changes: &[FieldChange]) -> Result<()> {
    // The last event of a record is the one that sums the transaction up.
    let by_record: BTreeMap<Uuid, Uuid> = events.iter().map(|(id, event)| (event.record, *id)).collect();
    let last = events.last().map(|(id, _)| *id);
    let numbered: Vec<(usize, &FieldChange)> = changes.iter().enumerate().collect();
    for chunk in batches(&numbered) {
        let sql = format!(
            "INSERT INTO changes (workspace_id, event_id, n, kind, record_id, field, before, after) VALUES {}",
            vec!["(?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ")
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 8);
        for (n, change) in chunk {
            let event = by_record
                .get(&change.record)
                .copied()
                .or(last)
                .ok_or_else(|| anyhow::anyhow!("{}.{} was changed, but no event records it", change.kind, change.field))?;
            values.extend([
                reader.actor().workspace.into(),
                event.into(),
                i64::try_from(*n).unwrap_or(i64::MAX).into(),
                change.kind.into(),
                change.record.into(),
                change.field.clone().into(),
                change.before.clone().into(),
                change.after.clone().into(),
            ]);
        }
        reader.source().execute_raw(reader.dialect().statement(&sql, values)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_in_the_span_of_their_time() {
        let clock = crate::clock::Clock::default();
        let before = clock.now() - chrono::Duration::milliseconds(1);
        let id = Uuid::now_v7();
        let after = clock.now() + chrono::Duration::milliseconds(1);
        assert!(first_id_of(before) < id && id < first_id_of(after));
        assert_eq!(first_id_of(DateTime::<Utc>::MIN_UTC), Uuid::nil());
    }
}
