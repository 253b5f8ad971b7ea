//! The kinds of record that have a trash.

use std::{future::Future, pin::Pin};

use guanxi_kernel::{db::Tx, error::Result, id::Id};
use uuid::Uuid;

use crate::{contacts::tables::Contact, customers::tables::Account};

/// The answer of a function that is kept in a table.
type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A kind whose records are put into the trash.
pub(super) struct Trashed {
    /// The kind.
    pub(super) kind: &'static str,
    /// Its table, with `trashed_at` and `owner_id`.
    pub(super) table: &'static str,
    /// Lets nobody else change these records until the transaction ends.
    pub(super) hold: for<'a> fn(&'a Tx, &'a [Uuid]) -> Answer<'a, ()>,
    /// Refuses who may not remove a record.
    pub(super) clear: for<'a> fn(&'a mut Tx, Uuid) -> Answer<'a, ()>,
}

/// People first: what an account was to them is theirs.
pub(super) const KINDS: &[Trashed] = &[CONTACT, ACCOUNT];

/// Contacts.
pub(super) const CONTACT: Trashed = Trashed {
    kind: "contact",
    table: "contacts",
    hold: |tx, ids| Box::pin(tx.hold::<Contact>(ids)),
    clear: |tx, id| Box::pin(async move { tx.to_remove(Id::<Contact>::from(id)).await.map(drop) }),
};

/// Accounts.
pub(super) const ACCOUNT: Trashed = Trashed {
    kind: "account",
    table: "accounts",
    hold: |tx, ids| Box::pin(tx.hold::<Account>(ids)),
    clear: |tx, id| Box::pin(async move { tx.to_remove(Id::<Account>::from(id)).await.map(drop) }),
};
