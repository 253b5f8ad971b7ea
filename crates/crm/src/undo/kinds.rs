//! What a kind of record that can be imported says of taking an import back.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use guanxi_kernel::{custom::Custom, db::Tx, error::Result};
use serde_json::Value;
use uuid::Uuid;

use super::rules::Why;

/// What became of records: nothing when they were taken back, else why they were left.
pub type Backed = BTreeMap<Uuid, Option<Why>>;

/// Something that is done in a transaction.
type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A kind of record whose imports can be undone.
#[derive(Clone, Copy)]
pub struct Undoable {
    /// The kind, `account`; also the object whose rights decide.
    pub kind: &'static str,
    /// Its table.
    pub table: &'static str,
    /// What it is called in files, `accounts`.
    pub list: &'static str,
    /// Lets nobody else change these records until the transaction ends.
    pub hold: for<'a> fn(&'a Tx, &'a [Uuid]) -> Doing<'a, ()>,
    /// Takes back what an import has done: the records that it made go, those that it changed become what they were. All
    /// of them are as the import left them. Records that are not told of were out of the actor's reach.
    pub take_back: for<'a> fn(&'a mut Tx, Chunk<'a>) -> Doing<'a, Backed>,
}

/// Some of the records of an import.
#[derive(Clone, Copy)]
pub struct Chunk<'a> {
    /// Their kind.
    pub undoable: &'a Undoable,
    /// The import.
    pub import: Uuid,
    /// Those that it made.
    pub made: &'a [Uuid],
    /// Those that it changed.
    pub changed: &'a [Uuid],
}

/// What a record keeps in the workspace's own fields when it goes to the trash for good reason: a value that only one may
/// have is free for the record of the next, better file.
#[must_use]
pub fn freed(fields: &[Arc<Custom>], mut custom: Option<Value>) -> Option<Value> {
    if let Some(Value::Object(values)) = &mut custom {
        values.retain(|key, _| !fields.iter().any(|field| field.unique && field.key == *key));
    }
    custom
}

impl Undoable {
    /// The kind of this name.
    #[must_use]
    pub fn named(kind: &str) -> Option<&'static Self> {
        crate::UNDOABLE.iter().find(|undoable| undoable.kind == kind)
    }
}
