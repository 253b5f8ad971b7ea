//! The wire of fields.

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    custom::{Custom, Kind},
    http::maybe,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A field that the workspace has added, as whoever looks after fields sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomField {
    /// What it is. Its default is told as it is kept: a number in whole units of its last decimal.
    #[serde(flatten)]
    pub custom: Custom,
    /// For `If-Match`.
    pub version: i64,
    /// The list whose records have it.
    pub list: String,
    /// Whether an index on it stands: `none`, `building`, `ready`, or `failed` because two records have the same value.
    pub index: String,
    /// When it was removed; its values are still there.
    pub trashed_at: Option<DateTime<Utc>>,
}

/// A field to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomField {
    /// The list whose records have it.
    pub list: String,
    /// Its key; made of the label when absent. It never changes.
    pub key: Option<String>,
    /// What people call it.
    pub label: String,
    /// What people are told who fill it in.
    pub help: Option<String>,
    /// What kind of value it holds. It never changes.
    pub kind: Kind,
    /// A record needs a value.
    #[serde(default)]
    pub required: bool,
    /// No two records have the same value; such a field gets an index.
    #[serde(default)]
    pub unique: bool,
    /// Records are found by it.
    #[serde(default)]
    pub searchable: bool,
    /// Lists are quickly filtered and sorted by it.
    #[serde(default)]
    pub indexed: bool,
    /// The value of a new record for which none is given.
    pub default: Option<Value>,
}

/// What may change of a field.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomFieldPatch {
    /// What people call it.
    pub label: Option<String>,
    /// What people are told who fill it in.
    #[serde(deserialize_with = "maybe")]
    pub help: Option<Option<String>>,
    /// The words to choose from, for a field of choices. Those that were there stay: retire what is not to be chosen any more.
    pub choices: Option<Vec<NewChoice>>,
    /// Another formula, for a field that is reckoned by one; it goes on giving the same kind of value.
    pub expression: Option<String>,
    /// Another filter, for a roll-up.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Value>)]
    pub filter: Option<Option<Value>>,
    /// A record needs a value.
    pub required: Option<bool>,
    /// Records are found by it.
    pub searchable: Option<bool>,
    /// Lists are quickly filtered and sorted by it.
    pub indexed: Option<bool>,
    /// The value of a new record for which none is given.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Value>)]
    pub default: Option<Option<Value>>,
    /// Its place among the fields of its list, from 0.
    pub position: Option<u64>,
}

/// A word to choose.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChoice {
    /// What is kept; made of the label when absent.
    pub key: Option<String>,
    /// What is shown.
    pub label: String,
    /// Not to be chosen any more.
    #[serde(default)]
    pub retired: bool,
}

/// Which fields.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CustomFieldsParams {
    /// Of this list only.
    pub list: Option<String>,
}
