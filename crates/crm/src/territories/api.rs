//! The wire of territories.

use guanxi_kernel::http::maybe;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::Whose;
use crate::staff::api::Ref;

/// Which accounts go to whom.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Territory {
    /// The territory.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Its place among the others: the first that fits decides.
    pub place: i64,
    /// Whether it decides anything.
    pub active: bool,
    /// Which accounts: a filter as in the list of accounts; none takes all that are left.
    #[schema(value_type = Option<std::collections::BTreeMap<String, Value>>)]
    pub filter: Option<Value>,
    /// Whether the filter cannot be followed any more, because it names a field that is gone. It decides nothing then.
    pub is_broken: bool,
    /// The people of this unit and of those below it get the accounts, where nobody is named.
    pub org_unit: Option<Ref>,
    /// Those who get the accounts.
    pub people: Vec<Ref>,
    /// `in_turn`: whoever has waited longest; `least`: whoever has the fewest accounts.
    pub deals: String,
}

/// A territory to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewTerritory {
    /// Its name.
    pub name: String,
    /// Whether it decides anything; it does unless this says no.
    pub active: Option<bool>,
    /// Which accounts: a filter as in the list of accounts; none takes all that are left.
    #[schema(value_type = Option<std::collections::BTreeMap<String, Value>>)]
    pub filter: Option<Value>,
    /// The people of this unit and of those below it, where nobody is named.
    pub org_unit_id: Option<Uuid>,
    /// Those who get the accounts.
    pub people: Vec<Uuid>,
    /// `in_turn` or `least`.
    pub deals: Option<String>,
}

/// What changes about a territory; what is not named stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TerritoryPatch {
    /// Its name.
    pub name: Option<String>,
    /// Whether it decides anything.
    pub active: Option<bool>,
    /// Which accounts, or null for all that are left.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Value>>)]
    pub filter: Option<Option<Value>>,
    /// The unit, or null.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub org_unit_id: Option<Option<Uuid>>,
    /// Those who get the accounts.
    pub people: Option<Vec<Uuid>>,
    /// `in_turn` or `least`.
    pub deals: Option<String>,
}

/// The territories in their new order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TerritoryOrder {
    /// All of them, the first first.
    pub ids: Vec<Uuid>,
}

/// Which accounts are to be assigned.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Assignment {
    /// `nobodys`: those without an owner; `everybodys`: those of others than the people of their territory, too.
    pub whose: Whose,
}

/// What assigning would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentPreview {
    /// By territory, in their order.
    pub items: Vec<TerritoryShare>,
    /// How many accounts no territory fits: they stay as they are.
    pub left: i64,
}

/// What one territory would give.
#[derive(Debug, Serialize, ToSchema)]
pub struct TerritoryShare {
    /// The territory.
    pub territory: Ref,
    /// How many accounts.
    pub accounts: i64,
    /// To whom how many.
    pub people: Vec<PersonShare>,
}

/// What one person would get.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonShare {
    /// The colleague.
    pub user: Ref,
    /// How many accounts.
    pub accounts: i64,
}
