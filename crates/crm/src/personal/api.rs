//! The wire of personal.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::Sensitivity;
use crate::{contacts::api::Contact, staff::api::Ref};

/// What is known of a person, and what the caller may do with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Personal {
    /// The facts, the newest first.
    pub facts: Vec<PersonalFact>,
    /// What the person has agreed to, the newest first.
    pub consents: Vec<Consent>,
    /// What the person likes best, the newest first.
    pub preferences: Vec<Preference>,
    /// The kinds of fact that are known; any other word is a kind, too, and personal.
    pub kinds: Vec<KnownKind>,
    /// What people can agree to.
    pub purposes: Vec<String>,
    /// The exams of a fact of the kind `exam`, whose value is one of them, a space and the year.
    pub exams: Vec<String>,
    /// Whether the caller may note, remove and withdraw.
    pub may_change: bool,
    /// Whether the caller may take out all that is known.
    pub may_export: bool,
    /// Whether the caller may erase the person.
    pub may_erase: bool,
    /// The fewest characters of a reason.
    pub reason_characters: i64,
    /// The proof of the erasure, for whoever may erase.
    pub erasure: Option<Erasure>,
}

/// A kind of fact that is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KnownKind {
    /// Its name.
    pub key: String,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// The consent that it needs.
    pub purpose: Option<String>,
}

/// Something that is known of a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonalFact {
    /// Its id.
    pub id: Uuid,
    /// What it is of: one of the known kinds, or another word.
    pub kind: String,
    /// What it is; null when it is masked.
    pub value: Option<String>,
    /// Whether it is sensitive, and so told only to those who ask for it with a reason.
    pub masked: bool,
    /// Whether the caller may ask for it.
    pub may_reveal: bool,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// The consent that it stands on.
    pub consent_id: Option<Uuid>,
    /// The last day on which it is true, when that is known.
    pub valid_until: Option<NaiveDate>,
    /// The last day on which it is kept; null when there is none.
    pub kept_until: Option<NaiveDate>,
    /// Who noted it.
    pub by: Option<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A fact as it is sent.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewFact {
    /// What it is of: one of the known kinds, or another word.
    #[schema(max_length = 30, required = true)]
    pub kind: String,
    /// What it is; of an exam the exam, a space and the year.
    #[schema(max_length = 500, required = true)]
    pub value: String,
    /// The last day on which it is true; that of an exam is the last of its year when absent.
    pub valid_until: Option<NaiveDate>,
}

/// Why something is looked at or taken out.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GivenReason {
    /// In words that another person understands later.
    #[schema(max_length = 200, required = true)]
    pub reason: String,
}

/// A sensitive fact, this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revealed {
    /// What it is.
    pub value: String,
}

/// That somebody has agreed to something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Consent {
    /// Its id.
    pub id: Uuid,
    /// To what.
    pub purpose: String,
    /// How far, when not in general.
    pub scope: Option<String>,
    /// What shows it: a form that was signed, a message, a recording, and where it is.
    pub evidence: String,
    /// On which day.
    pub given_on: NaiveDate,
    /// The last day for which it was given.
    pub valid_until: Option<NaiveDate>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Whether it stands today.
    pub stands: bool,
    /// How many facts stand on it, which go with it.
    pub facts: i64,
    /// Who wrote it down.
    pub by: Option<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A consent as it is sent.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewConsent {
    /// To what: one of the purposes.
    #[schema(required = true)]
    pub purpose: String,
    /// How far, when not in general.
    #[schema(max_length = 200)]
    pub scope: Option<String>,
    /// What shows it.
    #[schema(max_length = 500, required = true)]
    pub evidence: String,
    /// On which day; today when absent.
    pub given_on: Option<NaiveDate>,
    /// The last day for which it is given.
    pub valid_until: Option<NaiveDate>,
}

/// What a person likes best.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Preference {
    /// Its id.
    pub id: Uuid,
    /// Of what: rooms, wines, times to call.
    pub domain: String,
    /// Which.
    pub value: String,
    /// Where it was noticed.
    pub org_unit: Option<Ref>,
    /// By whom.
    pub by: Option<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A preference as it is sent.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewPreference {
    /// Of what.
    #[schema(max_length = 30, required = true)]
    pub domain: String,
    /// Which.
    #[schema(max_length = 200, required = true)]
    pub value: String,
}

/// Everything that is kept of a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonalData {
    /// The person, as the product shows it.
    pub contact: Contact,
    /// The rows of every table that point to the person, as they are stored, by table.
    pub records: BTreeMap<String, Vec<serde_json::Value>>,
    /// What was changed of the person.
    pub changes: Vec<serde_json::Value>,
    /// Whether all of it is here: of one table so many rows are taken out that more are as good as never there.
    pub complete: bool,
    /// When it was taken out.
    pub at: DateTime<Utc>,
}

/// The wish to erase a person.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ErasePerson {
    /// The name, typed once more: this cannot be undone.
    #[schema(required = true)]
    pub name: String,
    /// Why, without the name; it stays.
    #[schema(max_length = 200, required = true)]
    pub reason: String,
}

/// The proof that a person was erased.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Erasure {
    /// Its id.
    pub id: Uuid,
    /// The contact that is left without anything of the person.
    pub contact_id: Uuid,
    /// Why.
    pub reason: String,
    /// What was erased: how many of each.
    pub counts: BTreeMap<String, i64>,
    /// The SHA-256 of the ids of all that was erased, in their order.
    pub digest: String,
    /// Who did it.
    pub by: Option<Ref>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A page of the erasures, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Erasures {
    /// The erasures.
    pub items: Vec<Erasure>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<Uuid>,
}
