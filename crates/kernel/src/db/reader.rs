//! Reading as an actor: every select starts with the workspace and the visibility already in its `WHERE`.

use std::{sync::Arc, time::Instant};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    Db, Dialect, Source,
    record::{self, Record, Row},
    ways::Ways,
};
use crate::{
    actor::{Action, Actor, Grants},
    clock::day_in,
    error::{Error, Result},
    id::Id,
};

/// The read side: what every query takes.
#[derive(Clone)]
pub struct Reader {
    actor: Actor,
    source: Source,
    dialect: Dialect,
    now: DateTime<Utc>,
    ways: Ways,
}

impl Reader {
    pub(super) fn new(actor: Actor, source: Source, db: &Db) -> Self {
        Self { actor, source, dialect: db.inner.dialect, now: db.inner.clock.now(), ways: db.inner.ways.clone() }
    }

    /// Who reads.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The instant this request or job run began to read.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Today in the workspace's time zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_in(self.actor.zone, self.now)
    }

    /// The database's few differences.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The same reader seeing no more than a right reaches.
    #[must_use]
    pub fn narrowed(&self, object: &str, action: Action) -> Self {
        Self { actor: self.actor.narrowed(object, action), ..self.clone() }
    }

    /// The same reader seeing everything in the workspace, for what decides by more than its asker sees; `reason` says why
    /// nothing of it is told.
    #[must_use]
    pub fn seeing_all(&self, _reason: &'static str) -> Self {
        let mut actor = self.actor.clone();
        actor.grants = Arc::new(Grants { everything: true, ..Grants::default() });
        Self { actor, ..self.clone() }
    }

    /// The rows of `R` that this actor may see.
    #[must_use]
    pub fn find<R: Record>(&self) -> Scoped<'_, R> {
        self.in_workspace::<R>().with(|select| select.filter(R::visible_to(&self.actor)))
    }

    /// The rows of `R` in the workspace, whoever may see them: for checks such as uniqueness whose answer reveals nothing.
    #[must_use]
    pub fn in_workspace<R: Record>(&self) -> Scoped<'_, R> {
        let select = R::Table::find().filter(record::column::<R>("workspace_id").eq(self.actor.workspace));
        Scoped { reader: self, select }
    }

    /// The row with this id, if the actor may see it.
    pub async fn get<R: Record>(&self, id: Id<R>) -> Result<Row<R>> {
        self.find::<R>().with_id(id.uuid()).one().await?.ok_or(Error::NotFound)
    }

    /// A statement built by hand. The caller has named the workspace in it; `reason` says why the builder was not enough.
    pub async fn select<M: FromQueryResult>(&self, _reason: &'static str, statement: &SelectStatement) -> Result<Vec<M>> {
        Ok(M::find_by_statement(self.dialect.backend().build(statement)).all(&self.source).await?)
    }

    /// Whether a select gives more than so many rows, now or a moment ago: to choose between two ways to the same rows.
    pub(crate) async fn exceeds(&self, mut rows: SelectStatement, most: u64) -> Result<bool> {
        rows.limit(most + 1);
        let question = self.dialect.backend().build(&rows);
        if let Some(known) = self.ways.known(&question, Instant::now()) {
            return Ok(known);
        }
        let exceeds = u64::try_from(self.count_of(rows).await?).is_ok_and(|found| found > most);
        self.ways.keep(&question, exceeds, Instant::now());
        Ok(exceeds)
    }

    /// How many rows a select gives. The caller has named the workspace in it.
    pub(crate) async fn count_of(&self, rows: SelectStatement) -> Result<i64> {
        let mut count = Query::select();
        count.expr_as(Expr::cust("count(*)"), Alias::new("n")).from_subquery(rows, Alias::new("rows_found"));
        let found = self.source.query_one_raw(self.dialect.backend().build(&count)).await?;
        Ok(found.ok_or_else(|| anyhow::anyhow!("a count has one row"))?.try_get("", "n")?)
    }

    /// The connection, for the kernel's own statements and for set-based writes of commands.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }
}

/// A select that is already bound to the workspace.
pub struct Scoped<'a, R: Record> {
    reader: &'a Reader,
    select: Select<R::Table>,
}

impl<R: Record> Clone for Scoped<'_, R> {
    fn clone(&self) -> Self {
        Self { reader: self.reader, select: self.select.clone() }
    }
}

impl<R: Record> Scoped<'_, R> {
    /// Adds to the select: filters, order, limit. What is there already cannot be taken away.
    #[must_use]
    pub fn with(self, add: impl FnOnce(Select<R::Table>) -> Select<R::Table>) -> Self {
        Self { reader: self.reader, select: add(self.select) }
    }

    /// Only the row with this id.
    #[must_use]
    pub fn with_id(self, id: Uuid) -> Self {
        self.with(|select| select.filter(record::column::<R>("id").eq(id)))
    }

    /// Only the rows with these ids.
    #[must_use]
    pub fn with_ids(self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        let ids = rounded(ids.into_iter().collect());
        self.with(|select| select.filter(record::column::<R>("id").is_in(ids)))
    }

    /// All rows. The caller has bounded them.
    pub async fn all(self) -> Result<Vec<Row<R>>> {
        Ok(self.select.all(&self.reader.source).await?)
    }

    /// The first row.
    pub async fn one(self) -> Result<Option<Row<R>>> {
        Ok(self.select.limit(1).one(&self.reader.source).await?)
    }

    /// Whether there is a row.
    pub async fn exists(self) -> Result<bool> {
        let found: Option<(i64,)> = self
            .select
            .select_only()
            .expr(sea_orm::sea_query::Expr::cust("CAST(1 AS BIGINT)"))
            .limit(1)
            .into_tuple()
            .one(&self.reader.source)
            .await?;
        Ok(found.is_some())
    }

    /// How many rows there are.
    pub async fn count(self) -> Result<u64>
    where
        Row<R>: Sync,
    {
        Ok(self.select.count(&self.reader.source).await?)
    }

    /// The rows as another shape: the caller has chosen the columns with [`Scoped::with`].
    pub async fn all_as<M: FromQueryResult>(self) -> Result<Vec<M>> {
        Ok(self.select.into_model::<M>().all(&self.reader.source).await?)
    }

    /// The statement, to be used as a subquery or by the list grammar.
    #[must_use]
    pub fn into_query(self) -> SelectStatement {
        self.select.into_query()
    }
}

/// Longer lists than this are too seldom to be worth a statement that is kept prepared.
const ROUNDED: usize = 8192;

/// The same ids, the last one repeated until their number is a power of two: lists of any length then make a dozen
/// statements, which the database prepares once.
pub(super) fn rounded(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    if let Some(last) = ids.last().copied().filter(|_| ids.len() <= ROUNDED) {
        ids.resize(ids.len().next_power_of_two(), last);
    }
    ids
}
