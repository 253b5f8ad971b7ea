//! The wire of attachments.

use chrono::{DateTime, Utc};
use guanxi_kernel::list::Count;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rules::{Family, Picture, View};
use crate::staff::api::Ref;

/// A file on a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// The kind of the record that it is on: `account` or `contact`.
    pub about_kind: String,
    /// The record that it is on.
    pub about_id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is, by what is in it and not by what was said of it.
    pub media_type: String,
    /// What it is, as people sort files.
    pub family: Family,
    /// Its size.
    pub size_bytes: i64,
    /// Whether there is a small picture of it.
    pub picture: Picture,
    /// The width of an image in pixels, as it is shown.
    pub width: Option<i64>,
    /// The height of an image in pixels, as it is shown.
    pub height: Option<i64>,
    /// Who has added it.
    pub by: Option<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whether the caller may remove it.
    pub may_remove: bool,
}

/// Which record's files.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct About {
    /// The kind of the record: `account` or `contact`.
    pub about_kind: String,
    /// The record.
    pub about_id: Uuid,
}

/// Which record's files, a page at a time.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AttachmentPage {
    /// The kind of the record: `account` or `contact`.
    pub about_kind: String,
    /// The record.
    pub about_id: Uuid,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Files per page, 1–100; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

impl AttachmentPage {
    /// Files on the page.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(50).clamp(1, 100)
    }
}

/// The files of a record, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attachments {
    /// The files.
    pub items: Vec<Attachment>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub count: Count,
    /// Whether the caller may add one.
    pub may_add: bool,
    /// What is taken.
    pub limits: FileLimits,
}

/// What files are taken here.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct FileLimits {
    /// How many on a record.
    pub most_files: i64,
    /// The most megabytes of an image; 0 when none is taken.
    pub image_mb: i64,
    /// The most megabytes of a document; 0 when none is taken.
    pub document_mb: i64,
    /// The most megabytes of a recording or a film; 0 when none is taken.
    pub media_mb: i64,
    /// The most megabytes of an archive; 0 when none is taken.
    pub archive_mb: i64,
}

/// How large a picture is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PictureSize {
    /// A `thumb` for a list, or a `view` that fills a screen.
    #[serde(default)]
    pub size: View,
}

/// What an upload is made of, for the description of the API.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct NewAttachment {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}
