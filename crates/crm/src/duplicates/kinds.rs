//! What kinds of record tell of themselves, so that duplicates of them can be found and merged without knowing them.

use std::{any::Any, collections::BTreeSet, future::Future, pin::Pin};

use guanxi_kernel::{
    actor::Actor,
    db::{Change, Cleared, Reader, Record, Row, Tx, column},
    error::{Error, Result},
    id::Id,
};
use sea_orm::{
    ColumnTrait, Condition, EntityName, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Journal, rules::keys};

/// What may be the same of two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// 统一社会信用代码: one firm, one code.
    CreditCode,
    /// A telephone that several may share.
    Phone,
    /// A telephone of one's own.
    Mobile,
    /// An address for e-mail.
    Email,
    /// A name in `WeChat`.
    Wechat,
    /// The name.
    Name,
}

impl Sign {
    /// The fields that may hold it.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::CreditCode => &["credit_code"],
            Self::Phone | Self::Mobile => &["phone", "mobile"],
            Self::Email => &["email"],
            Self::Wechat => &["wechat"],
            Self::Name => &[],
        }
    }
}

/// What tells a record from others of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The record.
    pub id: Uuid,
    /// Its name as it is shown.
    pub title: String,
    /// Whose it is.
    pub owner: Option<Uuid>,
    /// Whether the names are people's.
    pub is_person: bool,
    /// What is left of its names when everything is taken away that is written or left out at will.
    pub names: Vec<String>,
    /// Where it is: the city of a firm, the firms of a person.
    pub places: Vec<String>,
    /// Its numbers and addresses, normalised.
    pub marks: Vec<(Sign, String)>,
}

impl Facts {
    /// Without what this actor's roles hide of records of the kind: nobody finds out what a field holds by entering it.
    #[must_use]
    pub fn told_to(mut self, actor: &Actor, kind: &str) -> Self {
        self.marks.retain(|(sign, _)| sign.fields().iter().all(|field| actor.sees_field(kind, field)));
        if !actor.sees_field(kind, "address") {
            self.places.clear();
        }
        self
    }

    /// What it has in common with what may be the same, as words.
    #[must_use]
    pub fn alike(&self) -> Vec<String> {
        keys("", self).iter().map(|key| format!("alike {key}")).collect()
    }
}

/// The answer of a function that is kept in a table.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A kind whose records may turn out to be one and the same.
pub trait Alike: Record {
    /// What happened when two were merged, and when they were parted.
    const EVENTS: [&'static str; 2];

    /// What tells these records apart.
    fn facts(reader: &Reader, rows: Vec<Row<Self>>) -> impl Future<Output = Result<Vec<Facts>>> + Send;

    /// Writes to the record that stays what it takes over: the fields that were chosen, and those that are empty there.
    fn join(
        tx: &mut Tx,
        kept: Cleared<Self, Change>,
        merged: Row<Self>,
        chosen: &BTreeSet<String>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Brings what is found of these records up to date.
    fn index(tx: &Tx, rows: Vec<Row<Self>>) -> impl Future<Output = Result<()>> + Send;
}

/// Such a kind without its type.
#[derive(Clone, Copy)]
pub struct Mergeable {
    /// The kind.
    pub kind: &'static str,
    /// Its table.
    pub table: fn() -> &'static str,
    /// The object whose rights decide.
    pub object: &'static str,
    /// What happened when two were merged, and when they were parted.
    pub events: [&'static str; 2],
    /// What tells those of these records apart that are not in the trash, whoever may see them.
    pub facts: for<'a> fn(&'a Reader, Vec<Uuid>) -> Answer<'a, Vec<Facts>>,
    /// The next records in the order of their ids, those in the trash left out.
    pub facts_after: for<'a> fn(&'a Reader, Uuid, u64) -> Answer<'a, Vec<Facts>>,
    /// Those of these records that the actor may see.
    pub seen: for<'a> fn(&'a Reader, Vec<Uuid>) -> Answer<'a, BTreeSet<Uuid>>,
    /// Whether the record with this id is one that the actor may see.
    pub is_seen: fn(&Actor, SimpleExpr) -> Condition,
    /// Refuses who may not change the first and remove the second, and what is in the trash.
    pub clear: for<'a> fn(&'a mut Tx, Uuid, Uuid) -> Answer<'a, TwoCleared>,
    /// Refuses who may not change a record.
    pub clear_one: for<'a> fn(&'a mut Tx, Uuid) -> Answer<'a, ()>,
    /// Writes to a record what it takes over of one that has gone: a row of this kind.
    pub join: for<'a> fn(&'a mut Tx, Uuid, Gone, &'a BTreeSet<String>) -> Answer<'a, ()>,
    /// Brings what is found of these records up to date.
    pub index: for<'a> fn(&'a Tx, Vec<Uuid>) -> Answer<'a, ()>,
}

/// A row of a kind whose type is not known here.
pub type Gone = Box<dyn Any + Send>;

/// Two records that may be merged.
pub struct TwoCleared {
    /// Their names, that of the one that stays first.
    pub names: [String; 2],
    /// The row of the one that goes.
    pub merged: Gone,
}

/// What a capability does with its own rows when records of a kind are merged or parted.
#[derive(Clone, Copy)]
pub struct Follow {
    /// The kind.
    pub kind: &'static str,
    /// Before rows that point to the one that goes are given to the one that stays: takes out of the way what would be
    /// there twice.
    pub before: Option<for<'a> fn(&'a Tx, &'a mut Journal) -> Answer<'a, ()>>,
    /// Afterwards, of each record whose rows have come or gone: reckons what is reckoned from them.
    pub after: Option<for<'a> fn(&'a Tx, Uuid) -> Answer<'a, ()>>,
}

impl Mergeable {
    /// The kind `R`, whose table has a trash.
    #[must_use]
    pub const fn of<R: Alike>() -> Self {
        Self {
            kind: R::KIND,
            table: || R::Table::default().table_name(),
            object: R::OBJECT,
            events: R::EVENTS,
            facts: |reader, ids| Box::pin(facts_of::<R>(reader, ids)),
            facts_after: |reader, after, limit| Box::pin(facts_after::<R>(reader, after, limit)),
            seen: |reader, ids| Box::pin(seen::<R>(reader, ids)),
            is_seen: is_seen::<R>,
            clear: |tx, kept, merged| Box::pin(clear::<R>(tx, kept, merged)),
            clear_one: |tx, id| Box::pin(clear_one::<R>(tx, id)),
            join: |tx, kept, gone, chosen| Box::pin(join::<R>(tx, kept, gone, chosen)),
            index: |tx, ids| Box::pin(index::<R>(tx, ids)),
        }
    }

    /// The kind of this name.
    pub fn named(kind: &str) -> Result<&'static Self> {
        let known = || crate::MERGEABLE.iter().map(|kind| kind.kind).collect::<Vec<_>>().join(", ");
        let unknown = || Error::field("/kind", "unknown", format!("This is one of {}.", known()));
        crate::MERGEABLE.iter().find(|mergeable| mergeable.kind == kind).ok_or_else(unknown)
    }
}

fn is_seen<R: Record>(actor: &Actor, id: SimpleExpr) -> Condition {
    let mut row =
        R::Table::find().select_only().filter(column::<R>("workspace_id").eq(actor.workspace)).filter(R::visible_to(actor)).into_query();
    row.expr(Expr::val(1)).and_where(Expr::col(column::<R>("id").as_column_ref()).eq(id));
    Condition::all().add(Expr::exists(row))
}

async fn facts_of<R: Alike>(reader: &Reader, ids: Vec<Uuid>) -> Result<Vec<Facts>> {
    let alive = column::<R>("trashed_at").is_null();
    let rows = reader.in_workspace::<R>().with_ids(ids).with(|select| select.filter(alive)).all().await?;
    R::facts(reader, rows).await
}

async fn facts_after<R: Alike>(reader: &Reader, after: Uuid, limit: u64) -> Result<Vec<Facts>> {
    let (id, alive) = (column::<R>("id"), column::<R>("trashed_at").is_null());
    let next = |select: sea_orm::Select<R::Table>| select.filter(id.gt(after)).filter(alive).order_by_asc(id).limit(limit);
    let rows = reader.in_workspace::<R>().with(next).all().await?;
    R::facts(reader, rows).await
}

async fn seen<R: Alike>(reader: &Reader, ids: Vec<Uuid>) -> Result<BTreeSet<Uuid>> {
    #[derive(FromQueryResult)]
    struct Seen {
        id: Uuid,
    }
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let seen: Vec<Seen> = reader.find::<R>().with_ids(ids).with(|select| select.select_only().column(column::<R>("id"))).all_as().await?;
    Ok(seen.into_iter().map(|seen| seen.id).collect())
}

async fn clear<R: Alike>(tx: &mut Tx, kept: Uuid, merged: Uuid) -> Result<TwoCleared> {
    tx.actor().has_all_fields(R::KIND)?;
    tx.hold::<R>(&[kept, merged]).await?;
    tx.to_change(Id::<R>::from(kept)).await?;
    let row = (*tx.to_remove(Id::<R>::from(merged)).await?).clone();
    let facts = facts_of::<R>(tx.reader(), vec![kept, merged]).await?;
    let name = |id: Uuid| facts.iter().find(|facts| facts.id == id).map(|facts| facts.title.clone());
    match (name(kept), name(merged)) {
        (Some(kept), Some(merged)) => Ok(TwoCleared { names: [kept, merged], merged: Box::new(row) }),
        _ => Err(Error::conflict("trashed", "One of them is in the trash; take it out first.")),
    }
}

async fn clear_one<R: Alike>(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.actor().has_all_fields(R::KIND)?;
    tx.hold::<R>(&[id]).await?;
    tx.to_change(Id::<R>::from(id)).await?;
    Ok(())
}

async fn join<R: Alike>(tx: &mut Tx, kept: Uuid, gone: Gone, chosen: &BTreeSet<String>) -> Result<()> {
    let gone = gone.downcast::<Row<R>>().map_err(|_| anyhow::anyhow!("what has gone was no {}", R::KIND))?;
    let kept = tx.to_change(Id::<R>::from(kept)).await?;
    R::join(tx, kept, *gone, chosen).await
}

async fn index<R: Alike>(tx: &Tx, ids: Vec<Uuid>) -> Result<()> {
    let rows = tx.reader().in_workspace::<R>().with_ids(ids).all().await?;
    R::index(tx, rows).await
}
