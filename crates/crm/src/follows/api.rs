//! The wire of follows.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// Who follows a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Following {
    /// Whether the caller does.
    pub following: bool,
    /// Those who do, at most 20, in the order in which they began to.
    pub followers: Vec<Ref>,
    /// How many do.
    pub count: i64,
}

/// Whether to follow a record.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// Whether.
    pub following: bool,
}

/// Which records of a list to follow, or to follow no more.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowMany {
    /// `accounts` or `contacts`.
    pub list: String,
    /// Which: a filter as in lists.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<serde_json::Value>,
    /// Which: words as in lists.
    #[serde(default)]
    pub q: Option<String>,
    /// Which: these only.
    #[serde(default)]
    pub ids: Option<Vec<Uuid>>,
    /// Whether.
    pub following: bool,
}

/// What somebody follows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowWishes {
    /// What one has entered.
    pub made: bool,
    /// What belongs to one.
    pub owned: bool,
    /// What one has commented on, or was mentioned at.
    pub discussed: bool,
}
