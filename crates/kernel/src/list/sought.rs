//! The words of a question about a list. From the records that they find one enters the list; when they are very many,
//! a row that is met on another way is asked whether it is one of them.

use sea_orm::{
    Condition as Where,
    sea_query::{Alias, Expr, SelectStatement},
};

use super::{List, Query, Words};
use crate::{
    actor::nothing,
    db::{Reader, dialect::escape_like},
    error::Result,
    search::{self, Asking},
};

/// What the words find.
pub(super) struct Sought<'a> {
    reader: &'a Reader,
    list: &'a List,
    q: Option<&'a str>,
    /// Whether it is so much that a walk meets enough of it soon.
    pub(super) is_much: bool,
}

impl<'a> Sought<'a> {
    /// Of this question.
    pub(super) async fn of(reader: &'a Reader, list: &'a List, query: &'a Query) -> Result<Self> {
        let q = query.q.as_deref();
        let is_much = match (q, list.looked_up()) {
            (Some(q), Some(indexed)) => search::finds_much(reader, &indexed, q).await?,
            _ => false,
        };
        Ok(Self { reader, list, q, is_much })
    }

    /// Keeps those rows that the words find, if there are words.
    pub(super) fn narrow(&self, mut select: SelectStatement, asking: Asking) -> SelectStatement {
        let Some(q) = self.q else { return select };
        let column = |name: &'static str| Expr::col((Alias::new(self.list.table), Alias::new(name)));
        select.cond_where(match (self.list.looked_up(), self.list.words) {
            (Some(indexed), _) => search::among(self.reader, &indexed, column("id"), q, asking),
            (None, Words::Column(name)) => Where::all().add(self.reader.dialect().like(column(name), &format!("%{}%", escape_like(q)))),
            (None, _) => nothing(),
        });
        select
    }

    /// The better way for who needs only some of the rows, in an order that has nothing to do with the words.
    pub(super) fn some(&self) -> Asking {
        if self.is_much { Asking::EachRow } else { Asking::Whole }
    }
}
