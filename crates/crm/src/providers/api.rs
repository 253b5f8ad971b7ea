//! The wire of providers.

use chrono::{DateTime, Utc};
use guanxi_kernel::http::maybe;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::tables::identity_provider;

/// A house by which people sign in, as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProvider {
    /// The provider.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// What its button says.
    pub name: String,
    /// Its address, as its own documents have it.
    pub issuer: String,
    /// As what it knows Guanxi.
    pub client_id: String,
    /// Whether there is a secret; it is never shown.
    pub has_secret: bool,
    /// What is asked of it, with spaces between.
    pub scopes: String,
    /// The claim that holds the groups.
    pub groups_claim: String,
    /// Which group gives what.
    pub mapping: Vec<GroupMapping>,
    /// Whether who comes for the first time becomes a user.
    pub makes_users: bool,
    /// Whether who comes for the first time is the user with the same address, if the provider has verified it.
    pub links_by_email: bool,
    /// Whether the password ends of who signs in by it, but for administrators.
    pub ends_passwords: bool,
    /// Whether it is offered.
    pub active: bool,
}

/// What a group of the provider gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupMapping {
    /// The group, as the provider writes it.
    pub group: String,
    /// The role.
    pub role_id: Uuid,
    /// Where in the tree, too.
    pub org_unit_id: Option<Uuid>,
}

/// A new provider.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityProvider {
    /// What its button says.
    #[schema(max_length = 60)]
    pub name: String,
    /// Its address: `https`, but for one on this machine while Guanxi is tried out there.
    pub issuer: String,
    /// As what it knows Guanxi.
    #[schema(max_length = 200)]
    pub client_id: String,
    /// The secret that it has given Guanxi.
    pub client_secret: Option<String>,
    /// What is asked of it, with spaces between; `openid email profile` without it.
    pub scopes: Option<String>,
    /// The claim that holds the groups; `groups` without it.
    pub groups_claim: Option<String>,
    /// Which group gives what.
    #[serde(default)]
    pub mapping: Vec<GroupMapping>,
    /// Whether who comes for the first time becomes a user.
    #[serde(default)]
    pub makes_users: bool,
    /// Whether who comes for the first time is the user with the same address, if the provider has verified it.
    #[serde(default)]
    pub links_by_email: bool,
    /// Whether the password ends of who signs in by it, but for administrators.
    #[serde(default)]
    pub ends_passwords: bool,
    /// Whether it is offered.
    #[serde(default)]
    pub active: bool,
}

/// A change of a provider: only what is sent changes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityProviderPatch {
    /// What its button says.
    pub name: Option<String>,
    /// Its address.
    pub issuer: Option<String>,
    /// As what it knows Guanxi.
    pub client_id: Option<String>,
    /// The secret; `null` for none.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub client_secret: Option<Option<String>>,
    /// What is asked of it.
    pub scopes: Option<String>,
    /// The claim that holds the groups.
    pub groups_claim: Option<String>,
    /// Which group gives what, in place of what was before.
    pub mapping: Option<Vec<GroupMapping>>,
    /// Whether who comes for the first time becomes a user.
    pub makes_users: Option<bool>,
    /// Whether who comes for the first time is the user with the same address.
    pub links_by_email: Option<bool>,
    /// Whether the password ends of who signs in by it.
    pub ends_passwords: Option<bool>,
    /// Whether it is offered.
    pub active: Option<bool>,
}

/// What a provider must be told of Guanxi, and the latest who came from it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderAttempts {
    /// The address to which it sends people back; `null` until whoever runs Guanxi has said where it is reached.
    pub redirect_url: Option<String>,
    /// The latest first.
    pub attempts: Vec<ProviderAttempt>,
}

/// Somebody who came from a provider, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderAttempt {
    /// The attempt.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `signed_in`, or why not.
    pub outcome: String,
    /// Who, as the provider says.
    pub who: Option<String>,
    /// More of why not.
    pub detail: Option<String>,
}

/// A house that is offered on the page for signing in.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedProvider {
    /// The provider.
    pub id: Uuid,
    /// What its button says.
    pub name: String,
}

/// Which provider's page is opened.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Offered {
    /// One that is offered by its own link, where several companies share an installation.
    pub provider: Option<Uuid>,
}

/// Where somebody wants to go after signing in.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Departure {
    /// A path of Guanxi.
    pub next: Option<String>,
}

/// Where the browser goes now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Departed {
    /// The provider's page.
    pub url: String,
}

/// With what somebody comes back. What a provider adds beside is not looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Return {
    /// What the provider gives for the tokens.
    pub code: Option<String>,
    /// What Guanxi gave along.
    pub state: Option<String>,
    /// Why the provider refuses.
    pub error: Option<String>,
    /// The provider, as RFC 9207 has it.
    pub iss: Option<String>,
}

impl TryFrom<identity_provider::Model> for IdentityProvider {
    type Error = serde_json::Error;

    fn try_from(row: identity_provider::Model) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: row.id,
            version: row.version,
            name: row.name,
            issuer: row.issuer,
            client_id: row.client_id,
            has_secret: row.client_secret.is_some(),
            scopes: row.scopes,
            groups_claim: row.groups_claim,
            mapping: serde_json::from_value(row.mapping)?,
            makes_users: row.makes_users,
            links_by_email: row.links_by_email,
            ends_passwords: row.ends_passwords,
            active: row.active,
        })
    }
}
