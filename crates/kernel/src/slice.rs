//! A capability's table of contents. The product is a list of these.

use std::{future::Future, pin::Pin};

use uuid::Uuid;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    actor::Action,
    db::{Reader, Record, migrate::Migration},
    error::Result,
    event::Reaction,
    http::App,
    import::Importable,
    job::JobKind,
    list::{self, Ids, List, Page, Query},
    parameter::Parameter,
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
    /// What it can take in from files.
    pub imports: fn() -> Vec<Importable>,
    /// Its background work.
    pub jobs: fn() -> Vec<JobKind>,
    /// What it wants to know of other capabilities.
    pub reactions: fn() -> Vec<Reaction>,
    /// The objects that rights are granted on, with the actions that make sense.
    pub permissions: &'static [Permission],
    /// Its part of the register.
    pub parameters: &'static [Parameter],
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

impl Slice {
    /// A slice that brings nothing yet, to be filled in with `..Slice::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        about: "",
        uses: &[],
        routes: OpenApiRouter::new,
        lists: Vec::new,
        imports: Vec::new,
        jobs: Vec::new,
        reactions: Vec::new,
        permissions: &[],
        parameters: &[],
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
