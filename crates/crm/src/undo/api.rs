//! The wire of undo.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::Why;
use crate::staff::api::Ref;

/// How an import can be undone, or was.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportUndo {
    /// Whether the caller can undo it now.
    pub possible: bool,
    /// Why not: the code of the problem that the attempt would be answered with.
    pub refused: Option<&'static str>,
    /// Until when it can be undone.
    pub until: DateTime<Utc>,
    /// How many records it made and changed, as far as that is remembered.
    pub written_rows: i64,
    /// The undo, or its trial, that was asked for last.
    pub last: Option<UndoRun>,
}

/// An undo that was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoRun {
    /// Whether nothing was changed.
    pub dry_run: bool,
    /// `running` or `done`.
    pub state: String,
    /// The job.
    pub job_id: Uuid,
    /// Who asked for it.
    pub by: Option<Ref>,
    /// When.
    pub at: DateTime<Utc>,
    /// New records that went, or would go.
    pub removed_rows: i64,
    /// Changed records that are what they were, or would be.
    pub restored_rows: i64,
    /// Records that stay as they are, and why, are at `/imports/{id}/undo/left`.
    pub left_rows: i64,
    /// How many of them for which reason.
    pub left: Vec<LeftRows>,
}

/// Records that stay as they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftRows {
    /// Why.
    pub why: Why,
    /// How many.
    pub rows: i64,
}

/// Asks for an undo.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StartUndo {
    /// Only tell what would happen.
    pub dry_run: bool,
}
