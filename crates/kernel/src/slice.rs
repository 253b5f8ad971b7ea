//! A capability's table of contents. The product is a list of these.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use sea_orm::{ConnectionTrait, Value};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use crate::{
    actor::Action,
    db::{Reader, Record, Tx, migrate::Migration},
    error::Result,
    event::{Audience, Reaction},
    guarded::Guarded,
    http::App,
    import::Importable,
    job::JobKind,
    list::{self, Field, Finds, Ids, List, Names, Page, Query},
    parameter::{Accord, Parameter},
    search,
    timeline::Teller,
};

/// What a capability brings to the product.
pub struct Slice {
    /// Its folder, its name in docs and in the menu.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// The capabilities it may call.
    pub uses: &'static [&'static str],
    /// Its part of the API.
    pub routes: fn() -> OpenApiRouter<App>,
    /// Its lists.
    pub lists: fn() -> Vec<ListDoor>,
    /// Where the web app shows a record of a kind, with `{id}` for its id.
    pub pages: &'static [(&'static str, &'static str)],
    /// The operations that an assistant may ask for by their ids: those that only look, and those that only add.
    pub offered: &'static [&'static str],
    /// What it can take in from files.
    pub imports: fn() -> Vec<Importable>,
    /// What it tells about a record on that record's timeline.
    pub timeline: Option<Teller>,
    /// Its background work.
    pub jobs: fn() -> Vec<JobKind>,
    /// What it wants to know of other capabilities.
    pub reactions: fn() -> Vec<Reaction>,
    /// The objects that rights are granted on, with the actions that make sense.
    pub permissions: &'static [Permission],
    /// The fields that roles can hide, mask or leave to be looked at.
    pub guarded: &'static [Guarded],
    /// Who hears of events of kinds that are no objects themselves.
    pub audiences: &'static [(&'static str, Audience)],
    /// By kind, what its records are called, for those who list records of all kinds: those of them that the actor may see.
    pub titles: &'static [(&'static str, Names)],
    /// By kind, what finds its records by how files call them: a number, a name, an address.
    pub called: &'static [(&'static str, Finds)],
    /// Events after which the user that they are about is not who it was: signed out, or with other rights. Open streams
    /// look again.
    pub access: &'static [&'static str],
    /// Events of one step of a job whose end is told by another: the audit leaves them out unless they are asked for by name.
    pub steps: &'static [&'static str],
    /// Its lists whose records may be laid out, each with the fields of choices by which they vary, the most telling first.
    pub varies: &'static [(&'static str, &'static [&'static str])],
    /// Where its tables point to records that may be removed for good or merged into others.
    pub references: &'static [Reference],
    /// Which of its rows need the record that they point to: sums and histories that would not be right without it.
    pub keeps: &'static [Keep],
    /// Where its filters and rules may name records by their ids.
    pub mentions: &'static [Mention],
    /// What it tells people that they may not want to hear.
    pub notices: &'static [Notice],
    /// Its table of whom records are shared with.
    pub shares: Option<SharedIn>,
    /// What it keeps beside the records of other capabilities' lists.
    pub beside: &'static [Beside],
    /// Its part of the register.
    pub parameters: &'static [Parameter],
    /// What those must be to one another.
    pub accords: &'static [Accord],
    /// Its tables.
    pub migrations: &'static [Migration],
}

/// An object that rights are granted on.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// The object's name in grants.
    pub object: &'static str,
    /// The actions that make sense for it.
    pub actions: &'static [Action],
}

/// A column that holds the ids of records of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The kind it points to.
    pub to: &'static str,
    /// The table.
    pub table: &'static str,
    /// The column; `id` for the table of the kind itself.
    pub column: &'static str,
    /// What becomes of the row when the record goes.
    pub then: Then,
}

/// A column whose rows keep the record that they point to from being removed for good.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// The kind it points to.
    pub to: &'static str,
    /// The table.
    pub table: &'static str,
    /// The column, with an index.
    pub column: &'static str,
}

/// A column of JSON in which a filter or rule stands that may name records by their ids, in a table of few rows.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

/// What becomes of a row when the record it points to is removed for good. When the record turns out to be another one, what
/// would go or point to nothing belongs to that other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It goes too.
    Remove,
    /// It goes too; it is a part of the record or only tells of it, and nothing that somebody has put at it.
    Part,
    /// It stays and points to nothing.
    Empty,
    /// It goes too, and nobody inherits it: figures and marks that are made anew of the record itself.
    Forget,
}

/// Something that people are told and may choose about.
#[derive(Clone, Copy, Debug)]
pub struct Notice {
    /// What they choose: `mentions`.
    pub key: &'static str,
    /// The notifications that it stands for.
    pub names: &'static [&'static str],
    /// Whether it may be switched off.
    pub told: Told,
}

/// Whether something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Always.
    Always,
    /// Unless somebody does not want it.
    Unless,
}

/// A table that says of records with whom they are shared: its columns `user_id` or `org_unit_id`, how far `may_change`, and
/// `until` which day.
#[derive(Clone, Copy, Debug)]
pub struct SharedIn {
    /// The table.
    pub table: &'static str,
    /// The column of the record.
    pub record: &'static str,
}

/// Figures that a capability reckons of another's records: fields of their list. They stand in a table with one row for each record
/// ([`Record::beside`]), or are reckoned from the record while the list is read ([`Field::reckoned`]).
#[derive(Clone, Copy)]
pub struct Beside {
    /// The list.
    pub list: &'static str,
    /// The table; the list's own for what is reckoned while it is read.
    pub table: &'static str,
    /// Its columns, as fields of the list.
    pub fields: fn() -> Vec<Field>,
}

/// Removes records of a kind for good, with what points to them in every capability, the highest first. Returns how many
/// rows of each table went.
pub async fn remove_records(tx: &Tx, slices: &[Slice], kind: &str, ids: &[Uuid]) -> Result<BTreeMap<&'static str, u64>> {
    let reader = tx.reader();
    let mut removed = BTreeMap::new();
    let references: Vec<&Reference> =
        slices.iter().rev().flat_map(|slice| slice.references).filter(|reference| reference.to == kind).collect();
    let lists: Vec<&List> = slices.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).collect();
    for chunk in ids.chunks(500) {
        let places = vec!["?"; chunk.len()].join(", ");
        let values: Vec<Value> = std::iter::once(reader.actor().workspace.into()).chain(chunk.iter().map(|id| (*id).into())).collect();
        for Reference { table, column, then, .. } in &references {
            let chosen = format!("WHERE workspace_id = ? AND {column} IN ({places})");
            if let Some(indexed) = lists.iter().find(|list| *then == Then::Remove && list.table == *table).and_then(|list| list.indexed()) {
                let which = format!("record_id IN (SELECT id FROM {table} {chosen})");
                search::remove_where(tx, indexed.kind, &which, values.clone()).await?;
            }
            let stays = *then == Then::Empty;
            let what = if stays { format!("UPDATE {table} SET {column} = NULL") } else { format!("DELETE FROM {table}") };
            let done = reader.source().execute_raw(reader.dialect().statement(&format!("{what} {chosen}"), values.clone())).await?;
            if !stays {
                *removed.entry(*table).or_default() += done.rows_affected();
            }
        }
    }
    Ok(removed)
}

impl Slice {
    /// A slice that brings nothing yet, to be filled in with `..Slice::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        about: "",
        uses: &[],
        routes: OpenApiRouter::new,
        lists: Vec::new,
        pages: &[],
        offered: &[],
        imports: Vec::new,
        timeline: None,
        jobs: Vec::new,
        reactions: Vec::new,
        permissions: &[],
        guarded: &[],
        audiences: &[],
        titles: &[],
        called: &[],
        access: &[],
        steps: &[],
        varies: &[],
        references: &[],
        keeps: &[],
        mentions: &[],
        notices: &[],
        shares: None,
        beside: &[],
        parameters: &[],
        accords: &[],
        migrations: &[],
    };
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A list that can be read without knowing what it is a list of: by exports, bulk actions and the metadata.
#[derive(Clone, Copy)]
pub struct ListDoor {
    /// The description.
    pub list: fn() -> &'static List,
    /// Reads a page.
    pub page: for<'a> fn(&'a Reader, &'a Query) -> Answer<'a, Page>,
    /// Reads ids of the filter in the order of ids.
    pub ids_after: for<'a> fn(&'a Reader, &'a Query, Option<Uuid>, u64) -> Answer<'a, Ids>,
}

/// A type that knows its own list, so that [`ListDoor::of`] can be written once.
pub trait Listed: Record {
    /// The description of the list of these records.
    fn list() -> &'static List;
}

impl ListDoor {
    /// The list of the records of kind `R`.
    #[must_use]
    pub fn of<R: Listed>() -> Self {
        Self {
            list: R::list,
            page: |reader, query| Box::pin(list::page::<R>(reader, R::list(), query)),
            ids_after: |reader, query, after, limit| Box::pin(list::ids_after::<R>(reader, R::list(), query, after, limit)),
        }
    }
}
