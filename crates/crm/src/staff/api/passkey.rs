//! The wire of passkeys. What goes to the browser's own functions and comes from them is handed on as it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where passkeys can be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyPlace {
    /// The address of the pages at which browsers offer them, such as `https://crm.example.com`; `null` where they offer none.
    pub origin: Option<String>,
}

/// What a browser is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedPasskey {
    /// To be sent with the answer.
    pub ticket: String,
    /// Until when the ticket works.
    pub expires_at: DateTime<Utc>,
    /// For the browser's own function: `parseRequestOptionsFromJSON` when a passkey is to be shown,
    /// `parseCreationOptionsFromJSON` when one is to be made.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A passkey that is shown instead of typing anything.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShownPasskey {
    /// The ticket that came with the options.
    pub ticket: String,
    /// What the browser has answered, as JSON.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// A passkey that a browser has made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// The ticket that came with the options.
    pub ticket: String,
    /// What the browser has answered, as JSON.
    #[schema(value_type = Object)]
    pub credential: Value,
    /// What its owner calls it, such as "Li's laptop".
    pub name: String,
}

/// Another name for a passkey.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyPatch {
    /// What its owner calls it.
    pub name: String,
}

/// One of one's passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passkey {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// The host that it is bound to; at another one no browser offers it.
    pub host: String,
    /// Since when there is one.
    pub created_at: DateTime<Utc>,
    /// When somebody has signed in with it last.
    pub last_used_at: Option<DateTime<Utc>>,
}
