//! What can go wrong at a door, in the few kinds that callers treat differently.
//! The HTTP form is in [`crate::http::problem`].

use std::collections::BTreeMap;

use guanxi_files::FileError;
use sea_orm::{DbErr, SqlErr};
use serde::{Deserialize, Serialize};

/// The result of everything that a door calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error that a caller can be told about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such record, or not for this actor: the two look the same from outside.
    #[error("not found")]
    NotFound,
    /// The actor may see the record but not do this with it.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The actor may change the record, but not this field of it.
    #[error("forbidden field: {pointer}")]
    FieldForbidden {
        /// JSON pointer to the field as it was sent, or would be.
        pointer: String,
    },
    /// An API token came where only a person who is signed in may.
    #[error("not with a token")]
    ByToken,
    /// Who looks as somebody else changes nothing.
    #[error("only looking as somebody else")]
    ViewingAs,
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The input was understood and is wrong.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The input could not be understood at all.
    #[error("malformed input: {0}")]
    Malformed(String),
    /// The state of things does not allow it. The code is stable.
    #[error("conflict {code}: {detail}")]
    Conflict {
        /// Stable, for clients to translate.
        code: &'static str,
        /// A sentence for people.
        detail: String,
    },
    /// There is such a record already, as far as can be told; whoever knows better may say so and try again.
    #[error("there is one already")]
    Duplicate {
        /// What stands in the way.
        found: Box<serde_json::Value>,
    },
    /// Somebody changed the record since the caller read it.
    #[error("the record has changed")]
    Stale {
        /// The record as it is now.
        current: Box<serde_json::Value>,
    },
    /// A change of a record came without the version it was made from.
    #[error("If-Match is missing")]
    VersionRequired,
    /// The input is larger than the door takes.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Too many tries; come back later.
    #[error("too many requests")]
    TooManyRequests {
        /// Seconds until the next try may succeed.
        retry_after_s: i64,
    },
    /// The database is busy; the same request may succeed in a moment.
    #[error("busy")]
    Busy,
    /// The database was asked something that takes longer than anybody should wait.
    #[error("too slow")]
    TooSlow,
    /// What the database refused and nobody expected.
    #[error("database: {0}")]
    Database(DbErr),
    /// Everything else that nobody expected.
    #[error("unexpected: {0:#}")]
    Unexpected(#[from] anyhow::Error),
}

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FieldError {
    /// JSON pointer to the field, such as `/email`.
    pub pointer: String,
    /// Stable, for clients to translate.
    pub code: String,
    /// A sentence for people: what is wrong and what to do.
    pub detail: String,
    /// What the sentence speaks of, such as the row of a file, for those who say it in other words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl FieldError {
    /// An error at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.to_owned(), detail: detail.into(), params: BTreeMap::new() }
    }

    /// Naming what it speaks of.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers pass numbers and texts as they have them")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

impl Error {
    /// One wrong field.
    #[must_use]
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// A state that does not allow it.
    #[must_use]
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into() }
    }

    fn breaks_unique(&self, table: &str, column: &str) -> bool {
        let Self::Database(error) = self else { return false };
        let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() else { return false };
        // PostgreSQL names the constraint, by convention table_column_key; SQLite names the columns.
        message.contains(&format!("{table}_{column}_key")) || message.contains(&format!("{table}.{column}"))
    }
}

/// Refuses a change that was made from another version than the present one; `current` reads the record as it is now.
pub async fn unchanged<T: Serialize>(expected: i64, present: i64, current: impl Future<Output = Result<T>>) -> Result<()> {
    if expected == present {
        return Ok(());
    }
    Err(Error::Stale { current: Box::new(serde_json::to_value(current.await?)?) })
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let text = error.to_string();
        let busy = [
            "database is locked",
            "database table is locked",
            "could not serialize access",
            "deadlock detected",
            "pool timed out",
            "due to lock timeout",
        ];
        match () {
            // What a row was to point to has gone, or what was to go is pointed to: somebody else was quicker.
            () if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
                Self::conflict("changed_meanwhile", "Something that belongs to this was changed or removed at the same moment; try again.")
            }
            () if busy.iter().any(|sign| text.contains(sign)) => Self::Busy,
            () if ["interrupted", "due to statement timeout"].iter().any(|sign| text.contains(sign)) => Self::TooSlow,
            () => Self::Database(error),
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing => {
                Self::conflict("file_missing", "The file is not in the store any more; ask whoever runs Guanxi for a backup.")
            }
            FileError::TooLarge { most_bytes } => Self::TooLarge(format!("This file may have at most {most_bytes} bytes.")),
            other => Self::Unexpected(other.into()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

/// Says what a broken uniqueness means to the caller, at the query that can break it.
pub trait OnUnique<T> {
    /// Replaces a violation of the unique key on `table(workspace_id, column, …)` by `error`.
    fn on_unique(self, table: &str, column: &str, error: impl FnOnce() -> Error) -> Result<T>;
}

impl<T> OnUnique<T> for Result<T> {
    fn on_unique(self, table: &str, column: &str, error: impl FnOnce() -> Error) -> Result<T> {
        self.map_err(|e| if e.breaks_unique(table, column) { error() } else { e })
    }
}
