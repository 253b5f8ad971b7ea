//! The wire of the links that let somebody in who cannot sign in yet: invitations, and new passwords.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Ref;

/// A wish to invite somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// The colleague's name.
    #[schema(max_length = 60)]
    pub name: String,
    /// The colleague's address.
    pub email: String,
    /// The roles.
    pub roles: Vec<Uuid>,
    /// Where in the tree.
    pub org_unit_id: Option<Uuid>,
}

/// A made invitation. The link is shown this once; send it to the colleague.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeInvitation {
    /// The invitation.
    pub id: Uuid,
    /// The path to open, with the secret in it.
    pub link: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// An invitation that nobody has accepted yet, as those see it who invite.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invitation {
    /// The invitation.
    pub id: Uuid,
    /// The name given.
    pub name: String,
    /// The address given.
    pub email: String,
    /// The roles that come with it.
    pub roles: Vec<Ref>,
    /// Where in the tree.
    pub org_unit: Option<Ref>,
    /// Who made it.
    pub invited_by: Option<Ref>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when its link works.
    pub expires_at: DateTime<Utc>,
    /// Whether the link has run out.
    pub expired: bool,
}

/// What an invited colleague sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invited {
    /// The company.
    pub workspace_name: String,
    /// The name given.
    pub name: String,
    /// The address given.
    pub email: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// What an invited colleague sends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The name.
    #[schema(max_length = 60)]
    pub name: String,
    /// The password.
    pub password: String,
}

/// Whose password is to be chosen anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReset {
    /// The user.
    pub user_id: Uuid,
}

/// A made link. It is shown this once; pass it on to the colleague.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeReset {
    /// The path to open, with the secret in it.
    pub link: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// What the colleague sees who opens the link.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reset {
    /// The company.
    pub workspace_name: String,
    /// The colleague's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// The new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenPassword {
    /// 10 characters at least.
    pub password: String,
}
