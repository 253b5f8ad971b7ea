//! A contact as far as personal needs it: who it belongs to, and who hears of what is known of it.

use guanxi_kernel::{
    actor::{Action, Actor},
    db::{Reader, Tx},
    error::{Error, Result},
    event::Event,
    id::Id,
};
use uuid::Uuid;

use super::rules;
use crate::contacts::{
    queries::{self, Through},
    tables::{Contact, contact},
};

/// A person.
pub(super) struct Person {
    pub(super) row: contact::Model,
    through: Through,
}

impl Person {
    /// One that the actor may see.
    pub(super) async fn seen(reader: &Reader, id: Id<Contact>) -> Result<Self> {
        let row = reader.get(id).await?;
        let through = queries::through(reader, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        Ok(Self { row, through })
    }

    /// One that the actor may change now, and nobody else at the same moment: what is noted must not stand on a consent that
    /// is being withdrawn, nor be left behind by an erasure.
    pub(super) async fn to_change(tx: &mut Tx, id: Id<Contact>) -> Result<Self> {
        tx.hold::<Contact>(&[id.uuid()]).await?;
        let is_trashed = tx.to_change(id).await?.trashed_at.is_some();
        if is_trashed {
            return Err(Error::conflict("trashed", "This contact is in the trash; take it out first."));
        }
        Self::seen(tx.reader(), id).await
    }

    /// Whether the actor may change it now.
    pub(super) async fn may_change(&self, reader: &Reader) -> Result<bool> {
        let within = reader.narrowed("contact", Action::Change);
        let is_reached = || within.find::<Contact>().with_id(self.row.id).exists();
        Ok(self.row.trashed_at.is_none() && reader.actor().may("contact", Action::Change) && is_reached().await?)
    }

    /// Whether the actor may look at what is sensitive.
    pub(super) fn may_reveal(&self, actor: &Actor) -> bool {
        rules::may_reveal(actor, self.row.owner_id.into_iter().chain(self.through.owners.iter().copied()))
    }

    /// Something was done with what is known of it.
    pub(super) fn event(&self, name: &'static str, kind: &'static str, record: Uuid) -> Event {
        Event::new(name, kind, record).about(Some(self.row.id)).owned_by(self.row.owner_id).seen_through(self.through.clone().heard())
    }
}
