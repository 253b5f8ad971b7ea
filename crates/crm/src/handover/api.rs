//! The wire of hand-overs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// Who takes a leaver's records over.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// An active colleague, who takes everything that nobody else takes: nothing is left without an owner.
    pub successor_id: Uuid,
    /// The accounts are spread evenly over these colleagues, the largest first. None: the successor takes all.
    #[serde(default)]
    pub among: Vec<Uuid>,
    /// Whether an account that fits a territory goes to its people, before any is spread.
    #[serde(default)]
    pub by_territory: bool,
    /// Accounts that somebody takes whatever the rest says.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// Whether each new owner gets a visit to pay to each account; it is planned unless this says no.
    #[serde(default = "planned")]
    pub visits: bool,
}

const fn planned() -> bool {
    true
}

/// Accounts that one colleague takes.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The accounts. What is not the leaver's is left out.
    pub account_ids: Vec<Uuid>,
    /// An active colleague.
    pub to_id: Uuid,
}

/// What a user still has that a successor would take over.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Holdings {
    /// Accounts, those in the trash too.
    pub accounts: u64,
    /// Contacts, those in the trash too.
    pub contacts: u64,
    /// Open tasks.
    pub tasks: u64,
    /// Accounts of others in whose teams the user is. Nobody takes these over.
    pub teams: u64,
}

/// What a hand-over would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOverPreview {
    /// What there is.
    pub holdings: Holdings,
    /// Whether everything changes hands in one moment, with the end of the leaver's access. Otherwise the access ends at once,
    /// and the rest is done in the background.
    pub at_once: bool,
    /// Who takes how many accounts; those who take none are left out.
    pub heirs: Vec<Heir>,
}

/// Somebody who takes accounts over.
#[derive(Debug, Serialize, ToSchema)]
pub struct Heir {
    /// The colleague.
    pub user: Ref,
    /// How many accounts, those in the trash too.
    pub accounts: u64,
    /// The day of the last visit; nothing when none is planned.
    pub last_visit_on: Option<NaiveDate>,
}
