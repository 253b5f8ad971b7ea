//! What files can be attached to. A kind of record joins with a line in [`HOLDERS`] and a few that say whose it is.

use std::{future::Future, pin::Pin};

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Reader, Record, Row},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::tables::attachment;
use crate::{
    contacts::{self, tables::Contact},
    customers::tables::Account,
};

/// The kinds.
const HOLDERS: &[Holder] = &[Holder::of::<Account>("account_attachment"), Holder::of::<Contact>("contact_attachment")];

/// A kind of record that has files.
pub(super) struct Holder {
    /// The kind, as `about_kind` says it.
    pub(super) kind: &'static str,
    /// The kind of the events of its files: each has its own audience.
    events: &'static str,
    visible: fn(&Actor) -> Condition,
    look: for<'a> fn(&'a Reader, Uuid) -> Looking<'a>,
}

type Looking<'a> = Pin<Box<dyn Future<Output = Result<Held>> + Send + 'a>>;

/// A record that has files, as far as they matter to it.
pub(super) struct Held {
    id: Uuid,
    events: &'static str,
    is_trashed: bool,
    may_change: bool,
    whose: Whose,
}

/// Who hears of what happens to a record: its owner, and whoever sees what it is seen through.
pub(super) struct Whose {
    owner: Option<Uuid>,
    also: Vec<Uuid>,
}

/// What is to be said of a kind.
trait Holding: Record {
    fn is_trashed(row: &Row<Self>) -> bool;
    fn whose(reader: &Reader, row: &Row<Self>) -> impl Future<Output = Result<Whose>> + Send;
}

impl Holding for Account {
    fn is_trashed(row: &Row<Self>) -> bool {
        row.trashed_at.is_some()
    }

    async fn whose(_reader: &Reader, row: &Row<Self>) -> Result<Whose> {
        Ok(Whose { owner: row.owner_id, also: Vec::new() })
    }
}

impl Holding for Contact {
    fn is_trashed(row: &Row<Self>) -> bool {
        row.trashed_at.is_some()
    }

    async fn whose(reader: &Reader, row: &Row<Self>) -> Result<Whose> {
        let through = contacts::queries::through(reader, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        Ok(Whose { owner: row.owner_id, also: through.heard() })
    }
}

impl Holder {
    const fn of<R: Holding>(events: &'static str) -> Self {
        Self { kind: R::KIND, events, visible: visible::<R>, look: |reader, id| Box::pin(look::<R>(reader, id)) }
    }

    /// The kind of this name.
    pub(super) fn named(kind: &str) -> Result<&'static Self> {
        let names: Vec<&str> = HOLDERS.iter().map(|holder| holder.kind).collect();
        let unknown = || Error::field("/about_kind", "unknown_choice", format!("This is one of: {}.", names.join(", ")));
        HOLDERS.iter().find(|holder| holder.kind == kind).ok_or_else(unknown)
    }

    /// The record, for whoever may see it.
    pub(super) async fn look(&self, reader: &Reader, id: Uuid) -> Result<Held> {
        Ok(Held { events: self.events, ..(self.look)(reader, id).await? })
    }
}

impl Held {
    /// Whether the actor may change it now, and so its files.
    pub(super) fn may_change(&self) -> bool {
        self.may_change && !self.is_trashed
    }

    /// Refuses who may not change it. What is in the trash stays as it is.
    pub(super) fn to_change(&self) -> Result<()> {
        if !self.may_change {
            return Err(Error::Forbidden("you may see this record, but not change its files".to_owned()));
        }
        self.to_keep()
    }

    /// Refuses what changes a record in the trash, whoever does it.
    pub(super) fn to_keep(&self) -> Result<()> {
        let trashed = || Error::conflict("trashed", "This record is in the trash; take it out first.");
        if self.is_trashed { Err(trashed()) } else { Ok(()) }
    }

    /// Something happened to one of its files.
    pub(super) fn event(self, name: &'static str, file: Uuid) -> Event {
        Event::new(name, self.events, file).about(Some(self.id)).owned_by(self.whose.owner).seen_through(self.whose.also)
    }
}

/// The files on records that the actor may see.
pub(super) fn visible_to(actor: &Actor) -> Condition {
    HOLDERS.iter().fold(Condition::any(), |any, holder| {
        any.add(Condition::all().add(attachment::Column::AboutKind.eq(holder.kind)).add((holder.visible)(actor)))
    })
}

/// The files whose record the actor may see, where it is of this kind; each asks for itself.
fn visible<R: Record>(actor: &Actor) -> Condition {
    let column = |name: &str| Expr::col((R::Table::default(), sea_orm::sea_query::Alias::new(name)));
    let record = R::Table::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(column("workspace_id").eq(actor.workspace))
        .filter(column("id").eq(Expr::col((attachment::Entity, attachment::Column::AboutId))))
        .filter(R::visible_to(actor));
    Condition::all().add(Expr::exists(record.into_query()))
}

async fn look<R: Holding>(reader: &Reader, id: Uuid) -> Result<Held> {
    let row = reader.get(Id::<R>::from(id)).await?;
    // Whoever sees all may still change only what its right to change reaches.
    let within = reader.narrowed(R::OBJECT, R::right(Action::Change));
    let may_change = R::allows(reader.actor(), Action::Change, &row) && within.find::<R>().with_id(id).exists().await?;
    Ok(Held { id, events: "", is_trashed: R::is_trashed(&row), may_change, whose: R::whose(reader, &row).await? })
}
