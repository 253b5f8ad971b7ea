//! The wire of roles and of what somebody may do.

use guanxi_kernel::{
    actor::{Action, Scope},
    guarded::FieldAccess,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Grant, Ref};

/// A role with its grants.
#[derive(Debug, Serialize, ToSchema)]
pub struct Role {
    /// The role.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Stable key.
    pub key: String,
    /// The name.
    pub name: String,
    /// Whether it may do everything.
    pub everything: bool,
    /// Whether every workspace begins with it.
    pub seeded: bool,
    /// Whether its grants are others than every workspace begins with.
    pub changed: bool,
    /// How many active users have it.
    pub users: i64,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// The fields with which it may do less than with their records.
    pub fields: Vec<FieldRight>,
}

/// What may be done with a field of the records that somebody sees.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldRight {
    /// The object.
    pub object: String,
    /// The field: its key, or `custom.<key>` for one that the workspace has added.
    pub field: String,
    /// What may be done with it.
    pub access: FieldAccess,
}

/// An object that rights are granted on.
#[derive(Debug, Serialize, ToSchema)]
pub struct RightObject {
    /// Its name in grants.
    pub object: String,
    /// The actions that make sense for it.
    pub actions: Vec<Action>,
    /// Its fields that roles can hide; the others are seen by all who see the record.
    pub fields: Vec<RightField>,
}

/// A field that roles can hide.
#[derive(Debug, Serialize, ToSchema)]
pub struct RightField {
    /// Its key, or `custom.<key>`.
    pub field: String,
    /// What it is called, where the workspace has added it.
    pub label: Option<String>,
    /// Whether a part of it can be told.
    pub maskable: bool,
}

/// A new role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// The name.
    #[schema(max_length = 60)]
    pub name: String,
    /// What it may do.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The fields with which it may do less than with their records.
    #[serde(default)]
    pub fields: Vec<FieldRight>,
}

/// A change of a role: only what is sent changes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RolePatch {
    /// The name.
    pub name: Option<String>,
    /// What it may do, in place of what it might before.
    pub grants: Option<Vec<Grant>>,
    /// The fields with which it may do less, in place of those before.
    pub fields: Option<Vec<FieldRight>>,
}

/// What somebody may do, and by which roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rights {
    /// The user.
    pub user: Ref,
    /// Whether they may do everything.
    pub everything: bool,
    /// The roles.
    pub roles: Vec<Ref>,
    /// What they may do otherwise: for each object and action the widest scope.
    pub rights: Vec<Right>,
}

/// A right of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct Right {
    /// The object.
    pub object: String,
    /// The action.
    pub action: Action,
    /// Whose records it reaches.
    pub scope: Scope,
    /// The roles that give it with this scope.
    pub by: Vec<Ref>,
}

/// What somebody may do with one record, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Why {
    /// The user.
    pub user: Ref,
    /// Whose record it is.
    pub owner: Option<Ref>,
    /// Each action.
    pub actions: Vec<WhyAction>,
    /// The fields of such records with which they may do less than with the record.
    pub fields: Vec<FieldRight>,
}

/// Whether somebody may do one thing with one record.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyAction {
    /// The action.
    pub action: Action,
    /// Whether they may.
    pub allowed: bool,
    /// How far their right to do so with such records reaches at most, whether it reaches this one or not; none without the right.
    pub reach: Option<Scope>,
    /// The roles by which they may, with how far each reaches.
    pub by: Vec<WhyRole>,
}

/// A role by which somebody may do something with a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyRole {
    /// The role.
    pub role: Ref,
    /// How far it reaches.
    pub scope: Scope,
    /// Why it reaches this record.
    pub because: Because,
}

/// Why a right reaches a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// It is the user's own.
    Own,
    /// The owner is in the same unit.
    SameUnit,
    /// The owner is in the same unit or in one below it, or the user is at the top.
    UnitBelow,
    /// It reaches everybody's.
    Everybodys,
    /// The user is an administrator.
    Everything,
    /// It is seen through an account that is.
    ThroughAccount,
    /// It is shared with the user, by name.
    Shared,
    /// It is shared with the user's unit, or with one above it.
    SharedWithUnit,
}
