//! The wire of staff.

mod link;
mod passkey;
mod role;
mod second_step;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use guanxi_kernel::{
    actor::{Access, Action, Scope},
    http::maybe,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use self::link::{Acceptance, ChosenPassword, Invitation, Invited, MadeInvitation, MadeReset, NewInvitation, NewReset, Reset};
pub use self::passkey::{AskedPasskey, NewPasskey, Passkey, PasskeyPatch, PasskeyPlace, ShownPasskey};
pub use self::role::{Because, FieldRight, NewRole, Right, RightField, RightObject, Rights, Role, RolePatch, Why, WhyAction, WhyRole};
pub use self::second_step::{
    Admitted, AskedFor, AskedStep, AuthenticatorOff, ConfirmedAuthenticator, Demanded, NewAuthenticator, NewSecondStepRule, OwnSecondStep,
    PresentPassword, RecoveryCodes, SecondStep, SecondStepRule, ShownCode, StartedAuthenticator,
};
use super::tables;

/// Another record, by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ref {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

impl Ref {
    /// The one of an id among those that were found.
    #[must_use]
    pub fn among(found: &[Self], id: Option<Uuid>) -> Option<Self> {
        found.iter().find(|one| Some(one.id) == id).cloned()
    }
}

/// What the first visit sends: the workspace and its first administrator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The company.
    #[schema(max_length = 100)]
    pub workspace_name: String,
    /// The administrator.
    #[schema(max_length = 60)]
    pub name: String,
    /// The administrator's address, which is also the sign-in name.
    pub email: String,
    /// 10 characters at least.
    pub password: String,
    /// `zh-CN`, `zh-TW` or `en`.
    pub locale: String,
    /// The trade, which chooses templates.
    pub trade: String,
    /// IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
}

/// Whether the first visit is still to come.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetupState {
    /// Whether there is no workspace yet.
    pub open: bool,
}

/// Name and password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, where, and with which rights.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The user.
    pub user: Profile,
    /// The workspace.
    pub workspace: Workspace,
    /// The rights, for showing only what can be done.
    pub grants: Vec<Grant>,
    /// The fields with which the user may do less than with their records.
    pub fields: Vec<FieldRight>,
    /// The columns that the user has chosen, by the name of the list.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Who looks as this user, and until when; `null` where the user is there in person.
    pub viewing: Option<Viewing>,
    /// From when the user does not get in without a second step; `null` where none is demanded or there is one.
    pub second_step_due_at: Option<DateTime<Utc>>,
}

/// Somebody looks as somebody else.
#[derive(Debug, Serialize, ToSchema)]
pub struct Viewing {
    /// Who looks.
    pub by: Ref,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// The columns of a list that the user wants to see.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Their keys, in order.
    pub columns: Vec<String>,
}

/// One's own settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profile {
    /// The user.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// `zh-CN`, `zh-TW` or `en`.
    pub locale: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// IANA name.
    pub time_zone: String,
}

/// The workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct Workspace {
    /// The workspace.
    pub id: Uuid,
    /// The company's name.
    pub name: String,
    /// The trade.
    pub trade: String,
    /// IANA name: the zone in which days begin and end.
    pub time_zone: String,
    /// ISO 4217.
    pub currency: String,
}

/// One right.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The object.
    pub object: String,
    /// What may be done with it.
    pub action: Action,
    /// Whose.
    pub scope: Scope,
}

/// A change of one's own settings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfilePatch {
    /// The name.
    pub name: Option<String>,
    /// The language.
    pub locale: Option<String>,
    /// The theme.
    pub theme: Option<String>,
    /// The time zone in which times are shown.
    pub time_zone: Option<String>,
}

/// A new password, with the present one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The present one.
    pub current: String,
    /// The new one.
    pub new: String,
    /// Whether the API tokens end, too: when somebody else may know the present password.
    #[serde(default)]
    pub end_tokens: bool,
}

/// A signed-in browser or an API token.
#[derive(Debug, Serialize, ToSchema)]
pub struct Credential {
    /// Its id, for revoking.
    pub id: Uuid,
    /// The browser, or the token's name.
    pub name: String,
    /// Whether it may only look.
    pub read_only: bool,
    /// The objects it is limited to, and how far; `null` for no limit.
    pub scope: Option<BTreeMap<String, Access>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Last seen, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Whether this request came with it.
    pub current: bool,
}

/// A wish for a token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[schema(max_length = 60)]
    pub name: String,
    /// Whether it may only look.
    #[serde(default)]
    pub read_only: bool,
    /// The objects it is limited to, those of the grants, and how far; `null` for no limit. It never carries more than the
    /// rights that its user has at the time.
    pub scope: Option<BTreeMap<String, Access>>,
    /// How long it works, 1–366 days.
    #[schema(minimum = 1, maximum = 366)]
    pub days: i64,
}

/// A new token. The secret is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeToken {
    /// Its id.
    pub id: Uuid,
    /// The secret, to be sent as `Authorization: Bearer …`.
    pub secret: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// A user as colleagues see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// The user.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Where in the tree.
    pub org_unit: Option<Ref>,
    /// The roles.
    pub roles: Vec<Ref>,
    /// Whether the user may sign in.
    pub active: bool,
    /// Last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// A change of a user by an administrator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// The name.
    pub name: Option<String>,
    /// Where in the tree; `null` for nowhere.
    #[serde(default, deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub org_unit_id: Option<Option<Uuid>>,
    /// The roles, all of them.
    pub roles: Option<Vec<Uuid>>,
}

/// A node of the org tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgUnit {
    /// The unit.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The name.
    pub name: String,
    /// `hq`, `branch`, `store`, `hotel` or `team`.
    pub kind: String,
    /// The unit above.
    pub parent_id: Option<Uuid>,
}

/// A new node of the org tree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrgUnit {
    /// The name.
    #[schema(max_length = 60)]
    pub name: String,
    /// `hq`, `branch`, `store`, `hotel` or `team`.
    pub kind: String,
    /// The unit above.
    pub parent_id: Option<Uuid>,
}

/// A change of a node's name or place.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrgUnitPatch {
    /// The name.
    pub name: Option<String>,
    /// The unit above; everything below the node comes along.
    pub parent_id: Option<Uuid>,
}

impl From<&tables::user::Model> for Ref {
    fn from(row: &tables::user::Model) -> Self {
        Self { id: row.id, name: row.name.clone() }
    }
}

impl From<tables::org_unit::Model> for OrgUnit {
    fn from(row: tables::org_unit::Model) -> Self {
        Self { id: row.id, version: row.version, name: row.name, kind: row.kind, parent_id: row.parent_id }
    }
}

impl From<tables::user::Model> for Profile {
    fn from(row: tables::user::Model) -> Self {
        Self { id: row.id, name: row.name, email: row.email, locale: row.locale, theme: row.theme, time_zone: row.time_zone }
    }
}
