//! Kinds of record, and proof that an actor may do something with one of them.

use std::{marker::PhantomData, ops::Deref};

use sea_orm::{ActiveModelTrait, Condition, EntityTrait, IntoActiveModel, ModelTrait, TryIntoModel, sea_query::SelectStatement};
use uuid::Uuid;

use super::Reader;
use crate::actor::{Action, Actor};

/// A kind of record: the one place that ties a table to its workspace, its visibility and its permissions.
///
/// The table has the columns `workspace_id`, `id`, `version`, `created_at`, `created_by`, `updated_at`, `updated_by`.
pub trait Record: Sized + Send + Sync + 'static {
    /// The SeaORM entity of the table.
    type Table: EntityTrait<
            Model: IntoActiveModel<<Self::Table as EntityTrait>::ActiveModel> + Sync,
            ActiveModel: TryIntoModel<<Self::Table as EntityTrait>::Model> + Send,
        >;
    /// The kind's name in events, audit, search and live updates; singular, as users of the API say it.
    const KIND: &'static str;
    /// The object whose grants decide; usually the kind itself.
    const OBJECT: &'static str = Self::KIND;
    /// Columns whose values must never be written to the audit.
    const SECRET: &'static [&'static str] = &[];
    /// Whether [`Self::allows`] says by itself how far a right reaches. Otherwise it reaches only what is seen with no more
    /// than that right: what is seen through another record, such as through its account, must be within its reach too.
    const ALLOWS_ALONE: bool = false;

    /// The rows that exist for this actor, as a condition that each row answers for itself: good for one row, and for a
    /// list that is walked until a page is full. What is seen through another record is asked with `EXISTS`.
    fn visible_to(actor: &Actor) -> Condition;

    /// The same for a list, where it matters how many rows it leaves. `None` when it leaves as good as all of them.
    #[must_use]
    fn reach(_reader: &Reader) -> Option<Reach> {
        None
    }

    /// The right on [`Self::OBJECT`] that an action needs, where it is another one: parting two accounts changes them.
    #[must_use]
    fn right(action: Action) -> Action {
        action
    }

    /// Tables with one row for each record, made with it and full of defaults (`workspace_id`, `record_id` and figures that
    /// other capabilities reckon): lists have their columns as fields ([`Field::beside`](crate::list::Field::beside)).
    #[must_use]
    fn beside() -> Vec<&'static str> {
        Vec::new()
    }

    /// Whether the actor may do this with a row it can see.
    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool;
}

/// What an actor sees of a list, in two forms.
pub struct Reach {
    /// A row for each record that decides, such as those of which the actor is the owner: counted, up to a few thousand.
    pub deciding: SelectStatement,
    /// A row for each that they bring, where one may bring many: counted, up to some ten thousand.
    pub brought: Option<SelectStatement>,
    /// When they are few: the condition that begins with them, so that an index brings their rows and no others.
    pub few: Condition,
    /// When they are many: the condition that each row answers for itself, while the index of the sort is walked.
    pub many: Condition,
}

/// A row of a record's table.
pub type Row<R> = <<R as Record>::Table as EntityTrait>::Model;

/// Values to write to a row: only the columns that are set.
pub type Model<R> = <<R as Record>::Table as EntityTrait>::ActiveModel;

/// Leave to make a new record.
pub struct Create;
/// Leave to change a record.
pub struct Change;
/// Leave to remove a record.
pub struct Remove;

/// A row that was looked up *for* an action, which its actor may do. Only the kernel can make one, so a write
/// that nobody cleared does not compile.
pub struct Cleared<R: Record, A> {
    row: Option<Row<R>>,
    action: PhantomData<fn() -> A>,
}

impl<R: Record, A> Cleared<R, A> {
    pub(super) fn row(row: Row<R>) -> Self {
        Self { row: Some(row), action: PhantomData }
    }

    pub(super) fn into_row(self) -> Row<R> {
        self.row.expect("only leave to create has no row, and it is never taken apart")
    }
}

impl<R: Record> Cleared<R, Create> {
    pub(super) fn leave() -> Self {
        Self { row: None, action: PhantomData }
    }
}

impl<R: Record> Cleared<R, Change> {
    /// The record.
    #[must_use]
    pub fn id(&self) -> Uuid {
        id_of::<R>(self)
    }
}

impl<R: Record> Deref for Cleared<R, Change> {
    type Target = Row<R>;

    fn deref(&self) -> &Row<R> {
        self.row.as_ref().expect("leave to change is made from a row")
    }
}

impl<R: Record> Deref for Cleared<R, Remove> {
    type Target = Row<R>;

    fn deref(&self) -> &Row<R> {
        self.row.as_ref().expect("leave to remove is made from a row")
    }
}

/// The column of this name, which the table has; every record has the seven common ones.
#[must_use]
pub fn column<R: Record>(name: &str) -> <R::Table as EntityTrait>::Column {
    use std::str::FromStr;
    <R::Table as EntityTrait>::Column::from_str(name).unwrap_or_else(|_| panic!("the table of {} has no column {name}", R::KIND))
}

/// A column's value read from a row of any record.
pub(super) fn value<R: Record>(row: &Row<R>, name: &str) -> sea_orm::Value {
    row.get(column::<R>(name))
}

/// The id of a row of any record.
pub(super) fn id_of<R: Record>(row: &Row<R>) -> Uuid {
    match value::<R>(row, "id") {
        sea_orm::Value::Uuid(Some(id)) => id,
        other => panic!("the id of {} is not a UUID: {other:?}", R::KIND),
    }
}

/// The version of a row of any record.
pub(super) fn version_of<R: Record>(row: &Row<R>) -> i64 {
    match value::<R>(row, "version") {
        sea_orm::Value::BigInt(Some(version)) => version,
        other => panic!("the version of {} is not a BIGINT: {other:?}", R::KIND),
    }
}

/// Sets a column of a row to be written, unless the caller has.
pub(super) fn set_default<R: Record>(model: &mut Model<R>, name: &str, value: sea_orm::Value) {
    let column = column::<R>(name);
    if model.is_not_set(column) {
        model.set(column, value);
    }
}
