//! The wire of customer files.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::money::Money;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::{State, Step};
use crate::staff::api::Ref;

/// The file of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerFile {
    /// The account.
    pub account: Ref,
    /// Where it stands.
    pub step: Step,
    /// Whether the survey asks only for what has become too old since the review.
    pub is_partial: bool,
    /// Who looks after it; nobody when the account has no owner either.
    pub steward: Option<Ref>,
    /// Whether that is only because the account is theirs.
    pub steward_is_owner: bool,
    /// Whether the account is of class A or a VIP.
    pub is_key: bool,
    /// How complete it is.
    pub completeness: FileCompleteness,
    /// What is asked, in its order.
    pub answers: Vec<Answer>,
    /// By which class a store is visited, and how often.
    pub visits: Visits,
    /// When it is to be reviewed at the latest; only in review.
    pub review_due_on: Option<NaiveDate>,
    /// When it is to be reviewed again.
    pub next_review_on: Option<NaiveDate>,
    /// What was analysed last, and what was decided on it; the newest first, at most ten.
    pub reviews: Vec<FileReview>,
    /// What colleagues propose: the open ones, then the last ten that were settled.
    pub proposals: Vec<FileProposal>,
    /// What the caller may do.
    pub may: FileRights,
}

/// How complete a file is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct FileCompleteness {
    /// The share of the questions that have an answer that counts, in basis points.
    pub bp: i64,
    /// From this share on it may be analysed.
    pub least_bp: i64,
    /// Whether it is complete enough.
    pub is_enough: bool,
    /// So many more answers make it so.
    pub lacking: i64,
    /// Questions.
    pub asked: i64,
    /// Answers that count.
    pub good: i64,
    /// Answers that are too old to count.
    pub stale: i64,
    /// An answer counts for so many days after it was verified.
    pub stale_days: i64,
}

/// A question, and what is known of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FileAnswer)]
pub struct Answer {
    /// A field of the account (`phone`), a person (`boss`), how a person is reached (`boss_mobile`), or `custom.<key>`.
    pub field: String,
    /// `account`, `people` or `own`.
    pub part: &'static str,
    /// What a field of one's own is called.
    pub label: Option<String>,
    /// What is known, as the account or the person has it; nothing when it is missing, or not to be seen.
    #[schema(value_type = Option<serde_json::Value>)]
    pub value: Option<Value>,
    /// Whose answer it is, where it is a person's.
    pub contact: Option<Ref>,
    /// How it stands.
    pub state: State,
    /// When it was entered, changed or verified last.
    pub verified_on: Option<NaiveDate>,
    /// Who said last that it still holds.
    pub verified_by: Option<Ref>,
    /// Until when it counts.
    pub good_until: Option<NaiveDate>,
}

/// By which class a store is visited, and how often.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FileVisits)]
pub struct Visits {
    /// The class as it is reckoned: `A`, `B`, `C` or `none`.
    pub reckoned: &'static str,
    /// The class that a review has agreed on instead.
    pub agreed: Option<AgreedClass>,
    /// Every so many days today.
    pub days: Option<i64>,
    /// Every so many days from tomorrow on.
    pub days_tomorrow: Option<i64>,
}

/// A class that a review has agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgreedClass {
    /// `A`, `B` or `C`.
    pub class: String,
    /// The first day on which it counts.
    pub from: NaiveDate,
    /// The day from which on the reckoned class counts again: that of the next review.
    pub until: NaiveDate,
}

/// An analysis, and what was decided on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileReview {
    /// The review.
    pub id: Uuid,
    /// When it was analysed.
    pub analysed_at: DateTime<Utc>,
    /// By whom.
    pub analysed_by: Option<Ref>,
    /// What the account was worth then; only for those who may see that.
    pub analysis: Option<Analysis>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// By whom.
    pub submitted_by: Option<Ref>,
    /// What the submitter says to it.
    pub note: Option<String>,
    /// When it was decided on.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub reviewed_by: Option<Ref>,
    /// `keep`, `upgrade`, `downgrade`, `add`, `subtract` or `watch`.
    pub result: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What follows.
    pub outcome: Option<ReviewOutcome>,
}

/// What follows from a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewOutcome {
    /// The next one.
    pub next_review_on: NaiveDate,
    /// The class by which the store is visited instead of the reckoned one.
    pub agreed: Option<AgreedClass>,
    /// By when the owner does what is asked for.
    pub follow_up_on: Option<NaiveDate>,
}

/// What an account was worth on a day: what a review looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FileAnalysis)]
pub struct Analysis {
    /// As of the end of this day.
    pub day: NaiveDate,
    /// How complete the file was, in basis points.
    pub completeness_bp: i64,
    /// F06: net sales since the first order.
    pub to_date: Money,
    /// F06: open opportunities.
    pub open: Money,
    /// F06: what is expected beyond those.
    pub future: Money,
    /// F06: the three together.
    pub value: Money,
    /// F08: net sales of 12 months.
    pub sales: Money,
    /// F08: their margin.
    pub margin: Money,
    /// F08: what serving cost.
    pub service: Money,
    /// F08: what was left.
    pub contribution: Money,
    /// F08: cost of serving in relation to the margin, in basis points.
    pub service_bp: Option<i64>,
    /// F08: `none`, `usual`, `amber` or `red`.
    pub load: String,
    /// F07: contribution of the coming years.
    pub lifetime: Money,
    /// F10.
    pub pyramid: String,
    /// F12.
    pub abc: String,
    /// F11.
    pub bcg: String,
    /// F14.
    pub behaviour: String,
    /// F14: what it is besides.
    pub strategic: Vec<String>,
    /// F13: its class in each view of the portfolio.
    pub views: Vec<ViewClass>,
    /// F09: points ahead of the best rival.
    pub delivered_lead: Option<i64>,
    /// When its next order is due.
    pub order_due_on: Option<NaiveDate>,
    /// How long it has been silent: `none`, `usual`, `watch` or `warn`.
    pub silence: String,
}

/// The class in a view of the portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FileViewClass)]
pub struct ViewClass {
    /// The field of the account list.
    pub field: String,
    /// The class.
    pub class: String,
}

/// What the caller may do with a file.
#[expect(clippy::struct_excessive_bools, reason = "each is a right of its own")]
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct FileRights {
    /// Verify answers.
    pub verify: bool,
    /// Analyse it; the step and the completeness may still stand against it.
    pub analyse: bool,
    /// Submit it.
    pub submit: bool,
    /// Decide on it.
    pub review: bool,
    /// Say who its steward is.
    pub appoint: bool,
    /// Settle proposals.
    pub settle: bool,
    /// See what the account is worth.
    pub see_value: bool,
}

/// What a colleague proposes.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileProposal {
    /// The proposal.
    pub id: Uuid,
    /// Of which account.
    pub account_id: Uuid,
    /// Which field.
    pub field: String,
    /// What a field of one's own is called.
    pub label: Option<String>,
    /// What it was when it was proposed.
    #[schema(value_type = Option<serde_json::Value>)]
    pub before: Option<Value>,
    /// What it should be; empty when nothing.
    #[schema(value_type = Option<serde_json::Value>)]
    pub proposed: Option<Value>,
    /// Why.
    pub reason: String,
    /// Who proposes it.
    pub by: Option<Ref>,
    /// When.
    pub at: DateTime<Utc>,
    /// `open`, `accepted` or `declined`.
    pub state: String,
    /// Who has settled it.
    pub settled_by: Option<Ref>,
    /// When.
    pub settled_at: Option<DateTime<Utc>>,
    /// Why it was declined.
    pub answer: Option<String>,
}

/// Answers that still hold.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VerifyAnswers)]
pub struct Verify {
    /// The questions, as they stand in the file.
    pub fields: Vec<String>,
}

/// Who looks after a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AppointSteward)]
pub struct Appoint {
    /// A colleague who may change the account; its owner when null.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    pub steward_id: Option<Uuid>,
}

/// A file that is handed to a manager.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = SubmitFile)]
pub struct Submit {
    /// What should be known beside the analysis.
    pub note: Option<String>,
}

/// What a manager decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewFile)]
pub struct Decide {
    /// `keep`, `upgrade`, `downgrade`, `add`, `subtract` or `watch`.
    pub result: String,
    /// Why.
    pub reason: String,
}

/// A change that is proposed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProposeChange)]
pub struct Propose {
    /// A field of the account, or `custom.<key>`.
    pub field: String,
    /// What it should be, in the form of a change of the account; `null` empties it.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(value_type = Option<serde_json::Value>, required = true)]
    pub value: Option<Value>,
    /// Why.
    pub reason: String,
}

/// Why a proposal is declined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeclineProposal)]
pub struct Decline {
    /// The reason.
    pub reason: String,
}

/// What is asked about accounts of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileForms {
    /// One for each kind.
    pub items: Vec<FileForm>,
    /// Everything that can be asked, fields of one's own included.
    pub questions: Vec<FileQuestion>,
}

/// What is asked about accounts of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileForm {
    /// `organisation`, `household` or `person`.
    pub kind: String,
    /// The questions in their order.
    pub fields: Vec<String>,
    /// Whether the workspace has chosen them.
    pub is_chosen: bool,
}

/// What can be asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileQuestion {
    /// As in [`Answer::field`].
    pub field: String,
    /// `account`, `people` or `own`.
    pub part: &'static str,
    /// What a field of one's own is called.
    pub label: Option<String>,
}

/// The questions about accounts of a kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskInFiles)]
pub struct Ask {
    /// In their order; as they are without a choice when null.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    pub fields: Option<Vec<String>>,
}
