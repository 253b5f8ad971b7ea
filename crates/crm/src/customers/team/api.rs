//! The wire of account teams.

use chrono::NaiveDate;
use guanxi_kernel::http::maybe;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// With whom an account is shared, and how far.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountMember {
    /// The share.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The colleague; nothing when it is a unit.
    pub user: Option<Ref>,
    /// The org unit: everybody in it and below it; nothing when it is a colleague.
    pub org_unit: Option<Ref>,
    /// What the colleague does for the account.
    pub role: Option<String>,
    /// Whether they may change the account and what stands under it, as far as their roles give the right.
    pub may_change: bool,
    /// The last day.
    pub until: Option<NaiveDate>,
    /// Since when.
    pub since: NaiveDate,
    /// Who has shared it.
    pub by: Option<Ref>,
}

/// Who works with an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AccountTeam {
    /// Whose account it is.
    pub owner: Option<Ref>,
    /// The others: people first, in the order of joining.
    pub items: Vec<AccountMember>,
    /// Whether the caller says who works with it.
    pub may_share: bool,
}

/// Somebody, or a unit, that an account is to be shared with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewAccountMember {
    /// A colleague; one of the two.
    pub user_id: Option<Uuid>,
    /// An org unit; one of the two.
    pub org_unit_id: Option<Uuid>,
    /// What the colleague does for the account: `sales`, `service`, `technical`, `manager`, `sponsor`, `assistant`.
    pub role: Option<String>,
    /// Whether they may change it.
    pub may_change: bool,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// What changes about a share; what is not named stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountMemberPatch {
    /// What the colleague does for the account.
    pub role: Option<String>,
    /// Whether they may change it.
    pub may_change: Option<bool>,
    /// The last day, or null for none.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<NaiveDate>)]
    pub until: Option<Option<NaiveDate>>,
}
