//! Writing as an actor, in one transaction, with what was done recorded in the same commit.
//!
//! Rows are looked up *for* an action ([`Tx::to_change`]), written with a version check and a field-level diff, and the
//! only way to get the result out is [`Tx::commit`] of a [`Recorded`] value, which needs an event.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    QueryFilter, TryIntoModel, Value,
};
use uuid::Uuid;

use super::{
    Db, Source,
    reader::Reader,
    record::{self, Change, Cleared, Create, Model, Record, Remove, Row},
};
use crate::{
    actor::{Action, Actor},
    custom,
    error::{Error, Result},
    event::{self, Event, FieldChange, Live},
    id::Id,
    job::NewJob,
};

/// A transaction under way.
pub struct Tx {
    db: Db,
    reader: Reader,
    live: Live,
    events: Vec<(Uuid, Event)>,
    pub(super) changes: Vec<FieldChange>,
    jobs: Vec<NewJob>,
}

/// A value that may leave the transaction, because what made it was recorded.
#[must_use = "nothing is saved until this is committed"]
pub struct Recorded<T> {
    value: T,
}

impl<T> Recorded<T> {
    /// The same record of what was done, with another value to answer.
    pub fn map<U>(self, answer: impl FnOnce(T) -> U) -> Recorded<U> {
        Recorded { value: answer(self.value) }
    }
}

impl Tx {
    pub(super) fn new(db: Db, reader: Reader) -> Self {
        let live = db.live().clone();
        Self { db, reader, live, events: Vec::new(), changes: Vec::new(), jobs: Vec::new() }
    }

    /// Reads inside this transaction: sees what it has written.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Who writes.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        self.reader.actor()
    }

    /// The instant of this transaction; every row it writes carries it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.reader.now()
    }

    /// Today in the workspace's time zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.reader.today()
    }

    /// The row, with leave to change it: not visible is 404, not allowed is 403.
    pub async fn to_change<R: Record>(&mut self, id: Id<R>) -> Result<Cleared<R, Change>> {
        self.cleared(id, Action::Change).await
    }

    /// The row, with leave to remove it.
    pub async fn to_remove<R: Record>(&mut self, id: Id<R>) -> Result<Cleared<R, Remove>> {
        self.cleared(id, Action::Remove).await
    }

    /// Leave to make a new record of this kind.
    pub fn to_create<R: Record>(&self) -> Result<Cleared<R, Create>> {
        if self.actor().may(R::OBJECT, Action::Create) {
            Ok(Cleared::leave())
        } else {
            Err(Error::Forbidden(format!("you may not create a new {}", R::KIND)))
        }
    }

    /// Leave to make a record whose making is a right on another object, such as a comment.
    pub fn leave_under<R: Record>(&self, object: &str, action: Action) -> Result<Cleared<R, Create>> {
        if self.actor().may(object, action) {
            Ok(Cleared::leave())
        } else {
            Err(Error::Forbidden(format!("you may not create a new {}", R::KIND)))
        }
    }

    /// Leave to make a record of one's own that needs no right but to be signed in, such as a saved view.
    pub fn leave_for_own<R: Record>(&self) -> Result<Cleared<R, Create>> {
        self.actor().in_full()?;
        if self.actor().user().is_some() {
            Ok(Cleared::leave())
        } else {
            Err(Error::Forbidden(format!("you may not create a new {}", R::KIND)))
        }
    }

    async fn cleared<R: Record, A>(&mut self, id: Id<R>, action: Action) -> Result<Cleared<R, A>> {
        let row = self.reader.get(id).await?;
        // Whoever sees all may still change only what its right to change reaches.
        let within = self.within::<R>(action);
        let reached = !self.actor().may(R::OBJECT, R::right(action)) || within.find::<R>().with_id(id.uuid()).exists().await?;
        if reached && R::allows(self.actor(), action, &row) {
            Ok(Cleared::row(row))
        } else {
            Err(Error::Forbidden(format!("you may see this {}, but not {action:?} it", R::KIND).to_lowercase()))
        }
    }

    /// What is seen with no more than the right to do this.
    pub(super) fn within<R: Record>(&self, action: Action) -> Reader {
        if R::ALLOWS_ALONE { self.reader.clone() } else { self.reader.narrowed(R::OBJECT, R::right(action)) }
    }

    /// Inserts a row; the seven common columns are filled in.
    pub async fn insert<R: Record>(&mut self, _leave: Cleared<R, Create>, mut row: Model<R>) -> Result<Row<R>> {
        self.may_write::<R>(&row, true)?;
        self.fill_in::<R>(&mut row);
        let written = row.clone();
        <R::Table as EntityTrait>::insert(row).exec_without_returning(self.source()).await?;
        let written = written.try_into_model()?;
        self.make_beside::<R>(&[record::id_of::<R>(&written)]).await?;
        Ok(written)
    }

    /// Fills in the common columns of a new row; its id and its making may be the caller's.
    pub(super) fn fill_in<R: Record>(&self, row: &mut Model<R>) {
        let (now, user) = (self.now(), self.actor().user());
        row.set(record::column::<R>("workspace_id"), self.actor().workspace.into());
        record::set_default::<R>(row, "id", Uuid::now_v7().into());
        row.set(record::column::<R>("version"), 1_i64.into());
        record::set_default::<R>(row, "created_at", now.into());
        record::set_default::<R>(row, "created_by", user.into());
        row.set(record::column::<R>("updated_at"), now.into());
        row.set(record::column::<R>("updated_by"), user.into());
        to_milliseconds::<R>(row);
    }

    /// Writes the columns that are set and differ; nothing differs, nothing is written. A row that somebody else has
    /// changed since it was read is refused.
    pub async fn update<R: Record>(&mut self, cleared: Cleared<R, Change>, change: Model<R>) -> Result<Row<R>> {
        self.write::<R>(cleared, change, false).await
    }

    /// Like [`Tx::update`], but also when no column differs: something that belongs to the record and stands beside its
    /// row has changed, such as its tags, and whoever read it before must know.
    pub async fn touch<R: Record>(&mut self, cleared: Cleared<R, Change>, change: Model<R>) -> Result<Row<R>> {
        self.write::<R>(cleared, change, true).await
    }

    async fn write<R: Record>(&mut self, cleared: Cleared<R, Change>, mut change: Model<R>, always: bool) -> Result<Row<R>> {
        let row = cleared.into_row();
        let id = record::id_of::<R>(&row);
        to_milliseconds::<R>(&mut change);
        self.may_write::<R>(&change, false)?;
        let differences = differences::<R>(&row, &mut change);
        if differences.is_empty() && !always {
            return Ok(row);
        }
        let version = record::version_of::<R>(&row);
        change.set(record::column::<R>("version"), (version + 1).into());
        change.set(record::column::<R>("updated_at"), self.now().into());
        change.set(record::column::<R>("updated_by"), self.actor().user().into());
        let done = R::Table::update_many()
            .set(change.clone())
            .filter(self.key::<R>(id).add(record::column::<R>("version").eq(version)))
            .exec(self.source())
            .await?;
        if done.rows_affected == 0 {
            return Err(changed_meanwhile());
        }
        self.changes.extend(differences);
        merged::<R>(row, &change)
    }

    /// Refuses columns of fields that the actor may not write, whatever they hold now: who may not see a field does not learn
    /// what it holds by trying. What a new row leaves empty is not written. Fields that the workspace has added are checked as
    /// they are sent ([`custom::value::checked`]).
    pub(super) fn may_write<R: Record>(&self, row: &Model<R>, is_new: bool) -> Result<()> {
        if !self.actor().grants.fields.contains_key(R::KIND) {
            return Ok(());
        }
        for column in <R::Table as EntityTrait>::Column::iter() {
            let ActiveValue::Set(value) = row.get(column) else { continue };
            let name = sea_orm::IdenStatic::as_str(&column);
            let is_empty = matches!(json_of(&value), serde_json::Value::Null | serde_json::Value::Bool(false));
            if !(is_new && is_empty) {
                self.actor().may_write_field(R::KIND, name)?;
            }
        }
        Ok(())
    }

    /// Deletes a row for good. Kinds with a trash update `trashed_at` instead.
    pub async fn remove<R: Record>(&mut self, cleared: Cleared<R, Remove>) -> Result<()> {
        let id = record::id_of::<R>(&cleared.into_row());
        R::Table::delete_many().filter(self.key::<R>(id)).exec(self.source()).await?;
        Ok(())
    }

    /// Leave to change, from leave to remove: for kinds whose removal is a move to the trash.
    #[must_use]
    pub fn instead_of_removing<R: Record>(&self, cleared: Cleared<R, Remove>) -> Cleared<R, Change> {
        Cleared::row(cleared.into_row())
    }

    /// Lets nobody else do what goes by this name in the workspace until this transaction ends; SQLite has one writer anyway.
    pub async fn alone(&self, name: &str) -> Result<()> {
        if let Some(lock) = self.reader().dialect().alone(self.actor().workspace, name) {
            self.reader().source().execute_raw(lock).await?;
        }
        Ok(())
    }

    /// Queues a job that exists only if this transaction commits. One that works for whoever writes has the limits of the
    /// credential too: nobody reaches further by asking for a job.
    pub fn queue(&mut self, job: NewJob) -> Uuid {
        let id = job.id;
        let job = job.limited_as(self.actor());
        self.jobs.push(job);
        id
    }

    /// Notes an event beside the one that [`Tx::record`] will note.
    pub fn note(&mut self, event: Event) -> Uuid {
        let id = Uuid::now_v7();
        self.events.push((id, event));
        id
    }

    /// Records what was done; the value may then leave with [`Tx::commit`].
    pub fn record<T>(&mut self, event: Event, value: T) -> Recorded<T> {
        self.note(event);
        Recorded { value }
    }

    /// Writes the events, the changes and the jobs, takes the request's idempotency key, and commits.
    pub async fn commit<T>(mut self, done: Recorded<T>) -> Result<T> {
        let asked = self.jobs.last().map(|job| job.id);
        event::write(&self.reader, &self.events, &self.changes, &mut self.jobs, &self.live).await?;
        crate::job::write(&self.reader, &self.jobs).await?;
        crate::http::idempotency::keep(&self.reader, &self.events, asked).await?;
        let Self { db, reader, live, events, jobs, .. } = self;
        let (actor, now) = (reader.actor().clone(), reader.now());
        let Source::Transaction(transaction) = reader.source().clone() else {
            unreachable!("a Tx is always made on a transaction");
        };
        drop(reader);
        let transaction = Arc::try_unwrap(transaction).map_err(|_| anyhow::anyhow!("a reader of this transaction outlived it"))?;
        transaction.commit().await?;
        crate::http::idempotency::committed(&actor);
        live.announce(&actor, now, &events);
        event::tell_others(&db, &live, actor.workspace, &events, !jobs.is_empty());
        if !jobs.is_empty() {
            live.wake_workers();
        }
        Ok(done.value)
    }

    fn source(&self) -> &Source {
        self.reader.source()
    }

    fn key<R: Record>(&self, id: Uuid) -> Condition {
        Condition::all().add(record::column::<R>("workspace_id").eq(self.actor().workspace)).add(record::column::<R>("id").eq(id))
    }

    /// Adds a change that is not a column of the record, such as a tag, to the audit.
    pub fn note_change(&mut self, change: FieldChange) {
        self.changes.push(change);
    }
}

/// Drops from `change` what does not differ from the row; what does is what the audit will show.
pub(super) fn differences<R: Record>(row: &Row<R>, change: &mut Model<R>) -> Vec<FieldChange> {
    let id = record::id_of::<R>(row);
    let mut differences = Vec::new();
    for column in <R::Table as EntityTrait>::Column::iter() {
        let ActiveValue::Set(after) = change.get(column) else { continue };
        let before = row.get(column);
        if before == after {
            change.not_set(column);
            continue;
        }
        let field = sea_orm::IdenStatic::as_str(&column).to_owned();
        if field == custom::COLUMN {
            let each = custom::value::differences(&json_of(&before), &json_of(&after));
            let change =
                |(key, before, after)| FieldChange { kind: R::KIND, record: id, field: format!("{}{key}", custom::PREFIX), before, after };
            differences.extend(each.into_iter().map(change));
            continue;
        }
        let secret = R::SECRET.contains(&field.as_str());
        let shown = |value: &Value| if secret { serde_json::Value::Null } else { json_of(value) };
        differences.push(FieldChange { kind: R::KIND, record: id, field, before: shown(&before), after: shown(&after) });
    }
    differences
}

/// Somebody else was quicker.
pub(super) fn changed_meanwhile() -> Error {
    Error::conflict("changed_meanwhile", "Somebody changed this record at the same moment; try again.")
}

/// A row with the columns of a change put in.
pub(super) fn merged<R: Record>(row: Row<R>, change: &Model<R>) -> Result<Row<R>> {
    let mut merged = row.into_active_model();
    for column in <R::Table as EntityTrait>::Column::iter() {
        if let ActiveValue::Set(value) = change.get(column) {
            merged.set(column, value);
        }
    }
    Ok(merged.try_into_model()?)
}

/// Cuts instants to whole milliseconds, as both databases and every cursor keep them.
pub(super) fn to_milliseconds<R: Record>(row: &mut Model<R>) {
    for column in <R::Table as EntityTrait>::Column::iter() {
        if let ActiveValue::Set(Value::ChronoDateTimeUtc(Some(at))) = row.get(column) {
            row.set(column, Value::ChronoDateTimeUtc(Some(at.trunc_subsecs(3))));
        }
    }
}

/// A column's value as the audit and the wire show it.
#[must_use]
pub fn json_of(value: &Value) -> serde_json::Value {
    match value {
        Value::Uuid(Some(id)) => id.to_string().into(),
        Value::ChronoDate(Some(date)) => crate::clock::known(*date).map_or(serde_json::Value::Null, |date| date.to_string().into()),
        Value::ChronoDateTimeUtc(Some(at)) => at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into(),
        Value::Bytes(Some(_)) => "…".into(),
        other => sea_orm::sea_query::value::sea_value_to_json_value(other),
    }
}
