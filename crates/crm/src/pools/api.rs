//! The wire of pools.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::{http::maybe, list::Count};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::{Lack, Limits, Used};
use crate::staff::api::Ref;

/// A pool.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Pool {
    /// The pool.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The org unit whose people, and those of the units below it, take from it; everybody when absent.
    pub org_unit: Option<Ref>,
    /// The pool's own numbers; what is empty is that of the parameters.
    pub own: OwnLimits,
    /// The numbers that count.
    pub limits: Limits,
    /// How much one has made use of it.
    pub used: Used,
    /// Whether one may take from it.
    pub may_take: bool,
    /// Whether one keeps it: its rules, what is put into it and given out of it.
    pub may_keep: bool,
    /// How many accounts lie in it.
    pub accounts: Count,
    /// Rules that are in force.
    pub rules: i64,
}

/// All pools that one sees.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pools {
    /// By name.
    pub items: Vec<Pool>,
}

/// Numbers of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OwnLimits {
    /// Accounts that a person takes in a day.
    pub takes_per_day: Option<i64>,
    /// Accounts of this pool that a person has at a time.
    pub most_held: Option<i64>,
    /// Accounts that a person opens in a day.
    pub views_per_day: Option<i64>,
    /// Days that the last owner waits before taking an account back.
    pub wait_days: Option<i64>,
    /// Days before a rule takes an account on which its owner is told.
    pub warning_days: Option<i64>,
}

/// A pool to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPool {
    /// Its name, unlike that of any other pool.
    pub name: String,
    /// Whose it is; everybody's when absent.
    #[serde(default)]
    pub org_unit_id: Option<Uuid>,
    /// Numbers of its own.
    #[serde(default)]
    pub own: OwnLimits,
}

/// What is to be changed of a pool.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PoolPatch {
    /// Its name.
    pub name: Option<String>,
    /// Whose it is; everybody's when null.
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub org_unit_id: Option<Option<Uuid>>,
    /// All its own numbers.
    pub own: Option<OwnLimits>,
}

/// A rule of a pool.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PoolRule {
    /// The rule.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// Its pool.
    pub pool_id: Uuid,
    /// Its name, as owners are told.
    pub name: String,
    /// Whether it is in force.
    pub active: bool,
    /// Which accounts: a filter as in the list of accounts.
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Value>,
    /// Nobody has been in touch for so many days.
    pub no_contact_days: Option<i64>,
    /// Nothing was ordered for so many days.
    pub no_order_days: Option<i64>,
    /// There is no next step, and nobody has been in touch for so many days.
    pub no_step_days: Option<i64>,
}

/// A rule to be made, to be put in the place of another, or to be tried.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPoolRule {
    /// Its name, as owners are told.
    pub name: String,
    /// Whether it is in force.
    #[serde(default)]
    pub active: bool,
    /// Which accounts: a filter as in the list of accounts.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Value>,
    /// Nobody has been in touch for so many days.
    #[serde(default)]
    pub no_contact_days: Option<i64>,
    /// Nothing was ordered for so many days.
    #[serde(default)]
    pub no_order_days: Option<i64>,
    /// There is no next step, and nobody has been in touch for so many days.
    #[serde(default)]
    pub no_step_days: Option<i64>,
}

/// What a rule would take.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolPreview {
    /// How many it would take today, if all had been warned.
    pub takes: Count,
    /// How many it would take within the days of the warning, those included, unless something happens.
    pub soon: Count,
    /// The first of those it would take.
    pub items: Vec<Recyclable>,
}

/// An account that a rule takes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Recyclable {
    /// The account.
    pub account: Ref,
    /// Whose it is.
    pub owner: Option<Ref>,
    /// The terms that hold; none when only the filter chooses, or when something has happened meanwhile.
    pub lacks: Vec<Lack>,
}

/// An account of which the owner is told that a rule will take it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Warning {
    /// The account, its owner and what it lacks.
    #[serde(flatten)]
    pub what: Recyclable,
    /// Where it will go.
    pub pool: Ref,
    /// By which rule.
    pub rule: Ref,
    /// The first day on which it goes.
    pub due_on: NaiveDate,
    /// Whether the terms of the rule still hold; what has been done since counts tonight.
    pub holds: bool,
}

/// A page of what will be recycled, the first due first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Warnings {
    /// The accounts.
    pub items: Vec<Warning>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Accounts to be taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeMany {
    /// Which, at most 200.
    pub ids: Vec<Uuid>,
}

/// Accounts to be given out of a pool to a colleague.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveMany {
    /// Which, at most 200.
    pub ids: Vec<Uuid>,
    /// To whom.
    pub to_id: Uuid,
}

/// Accounts to be put into a pool.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutMany {
    /// Which, at most 200.
    pub ids: Vec<Uuid>,
    /// `no_need`, `no_answer`, `not_suited`, `too_far`, `too_busy` or `other`.
    pub why: String,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
}

/// An account that is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBack {
    /// To which pool.
    pub pool_id: Uuid,
    /// `no_need`, `no_answer`, `not_suited`, `too_far`, `too_busy` or `other`.
    pub why: String,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
}

/// What became of each of many accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PoolOutcomes {
    /// In the order in which they were asked for.
    pub items: Vec<PoolOutcome>,
    /// How many changed hands.
    pub done: i64,
}

/// What became of an account.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PoolOutcome {
    /// The account.
    pub id: Uuid,
    /// Its name, as far as one may see it.
    pub name: Option<String>,
    /// Why it did not change hands: a code of problems.
    pub refused: Option<String>,
    /// The same as a sentence.
    pub detail: Option<String>,
}

/// What is seen of an account in a pool once it is opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedAccount {
    /// The account.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its pool.
    pub pool: Ref,
    /// Its telephone.
    pub phone: Option<String>,
    /// Where it is.
    pub region: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its website.
    pub website: Option<String>,
    /// Remarks.
    pub remark: Option<String>,
    /// Who had it last.
    pub pooled_from: Option<Ref>,
    /// Since when it lies there.
    pub pooled_on: Option<NaiveDate>,
    /// Why it lies there.
    pub pooled_why: Option<String>,
    /// The same in the words of whoever gave it back.
    pub note: Option<String>,
    /// How much one has made use of the pool.
    pub used: Used,
    /// What the pool allows.
    pub limits: Limits,
}

/// Until when no rule takes an account from its owner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Protect {
    /// The last day; at most ten years from now.
    pub until: NaiveDate,
    /// Why.
    pub why: String,
}

/// No rule takes an account from its owner until a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Protection {
    /// The last day.
    pub until: NaiveDate,
    /// Why.
    pub why: Option<String>,
}

/// Who has had an account, and what stands between it and the pools.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ownership {
    /// The newest first; the last fifty.
    pub owners: Vec<Owning>,
    /// Whether there were more.
    pub has_more: bool,
    /// No rule takes it.
    pub protection: Option<Protection>,
    /// A rule will take it.
    pub warning: Option<Warning>,
}

/// A time during which an account had one owner, or none.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Owning {
    /// Who; nobody when absent.
    pub owner: Option<Ref>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when; still when absent.
    pub until: Option<DateTime<Utc>>,
    /// How it came: `made`, `changed`, `handed_over`, `merged`, `taken`, `given`, `returned`, `put_in`, `recycled` or `territory`.
    pub came: String,
    /// Who did it; nobody when a rule did, or when it is not known.
    pub by: Option<Ref>,
    /// The pool it went into or came out of.
    pub pool: Option<Ref>,
    /// Why, when somebody chose a reason.
    pub why: Option<String>,
    /// The same in words.
    pub note: Option<String>,
    /// The name of the rule that took it, or of the territory that gave it.
    pub rule: Option<String>,
    /// What it lacked, when a rule took it.
    pub lacks: Vec<Lack>,
}
