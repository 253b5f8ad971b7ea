//! The wire of hand-overs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who takes a leaver's records over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// An active colleague.
    pub successor_id: Uuid,
}

/// What a user still has that a successor would take over.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holdings {
    /// Accounts, those in the trash too.
    pub accounts: u64,
    /// Contacts, those in the trash too.
    pub contacts: u64,
    /// Open tasks.
    pub tasks: u64,
}
