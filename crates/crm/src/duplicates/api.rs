//! The wire of duplicates.

use chrono::{DateTime, Utc};
use guanxi_kernel::list::Count;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rules::{Certainty, Reason};
use crate::staff::api::Ref;

/// A record that is like the one that was asked about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Alike {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub places: Vec<String>,
    /// Whose it is.
    pub owner: Option<Ref>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is the same.
    pub reasons: Vec<Reason>,
}

/// What is like a record that is about to be made.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = FoundAlike)]
pub struct Found {
    /// Those that the asker may see, the surest first.
    pub records: Vec<Alike>,
    /// The teams that have one that the asker may not see; one without a name is of nobody's team. Nothing else is told of it.
    pub hidden: Vec<Option<String>>,
}

/// What is to become of a record that is there already.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhenDuplicate {
    /// `allow`: it is made all the same. Otherwise it is refused with 409 and with what is like it.
    #[serde(default)]
    #[param(inline)]
    pub duplicates: Option<Allow>,
}

/// The one word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Allow {
    /// Make it all the same.
    Allow,
}

impl WhenDuplicate {
    /// Whether what is there already is refused.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.duplicates.is_none()
    }
}

/// Which record is not to be found like itself.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Except {
    /// The record, when one that is there is changed.
    #[serde(default)]
    pub except: Option<Uuid>,
}

/// A pair of records that may be one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Pair {
    /// The pair.
    pub id: Uuid,
    /// `account` or `contact`.
    pub kind: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is the same.
    pub reasons: Vec<Reason>,
    /// Both records.
    pub records: Vec<Side>,
    /// Whether somebody has said that they are two.
    pub dismissed: bool,
}

/// One of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Side {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub places: Vec<String>,
    /// Whose it is.
    pub owner: Option<Ref>,
    /// Its numbers and addresses.
    pub marks: Vec<String>,
}

/// Which pairs.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PairParams {
    /// `account` or `contact`.
    pub kind: String,
    /// Only those that are so sure.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Those of which somebody has said that they are two.
    #[serde(default)]
    pub dismissed: bool,
    /// Where the page begins.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many, 50 when absent.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// A page of pairs, the surest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pairs {
    /// The pairs.
    pub items: Vec<Pair>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many there are.
    pub count: Count,
    /// When somebody last looked through everything, and what for.
    pub scanned_at: Option<DateTime<Utc>>,
    /// For how many days a merge can be undone.
    pub undo_days: i64,
}

/// A search for duplicates in what is there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    /// `account` or `contact`.
    pub kind: String,
}

/// Whether two records are two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// `true`: they are two, and are not proposed again.
    pub dismissed: bool,
}

/// A merge that is wanted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// `account` or `contact`.
    pub kind: String,
    /// The record that stays.
    pub kept_id: Uuid,
    /// The record that goes; everything that points to it points to the other one then.
    pub merged_id: Uuid,
    /// The fields that are taken from the record that goes. What is empty in the record that stays is taken in any case.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// What a merge would bring.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// How many rows of which table belong to each of the two, the one that stays first; those of neither are left out.
    pub rows: Vec<RowsOf>,
    /// For how many days it can be undone.
    pub undo_days: i64,
}

/// How many rows of a table belong to two records.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowsOf {
    /// The table.
    pub table: String,
    /// Of the record that stays.
    pub kept: Count,
    /// Of the record that goes.
    pub merged: Count,
}

/// Which two.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewParams {
    /// `account` or `contact`.
    pub kind: String,
    /// The record that stays.
    pub kept_id: Uuid,
    /// The record that goes.
    pub merged_id: Uuid,
}

/// A merge.
#[derive(Debug, Serialize, ToSchema)]
pub struct Merge {
    /// The merge.
    pub id: Uuid,
    /// `account` or `contact`.
    pub kind: String,
    /// The record that stayed.
    pub kept: Ref,
    /// The record that went.
    pub merged: Ref,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<Ref>,
    /// How many rows of which table came to the record that stayed.
    #[schema(value_type = Object)]
    pub moved: serde_json::Value,
    /// `merged`, `undone`, or `final` when it can be undone no more.
    pub state: String,
    /// Until when it can be undone.
    pub undo_until: Option<DateTime<Utc>>,
    /// The job that has done it with others; none when somebody has merged these two alone.
    pub run: Option<Uuid>,
}

/// Which merges.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MergeParams {
    /// Only those into this record.
    #[serde(default)]
    pub kept_id: Option<Uuid>,
    /// Only those that this job has done.
    #[serde(default)]
    pub run: Option<Uuid>,
    /// Where the page begins.
    #[serde(default)]
    pub cursor: Option<Uuid>,
    /// How many, 50 when absent.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// A page of merges, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Merges {
    /// The merges.
    pub items: Vec<Merge>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}

/// Many merges at once: all pairs of a kind that are certain, or these pairs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeMany {
    /// `account` or `contact`.
    pub kind: String,
    /// Only these pairs; all that are certain when absent.
    #[serde(default)]
    pub pairs: Option<Vec<Uuid>>,
}

/// Many merges that are to be undone: these, or all of one job.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoMany {
    /// These merges.
    #[serde(default)]
    pub merges: Option<Vec<Uuid>>,
    /// All that this job has done, as `run` of a merge names it.
    #[serde(default)]
    pub run: Option<Uuid>,
}
