//! The wire of interactions.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::http::maybe;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{follows::api::FollowWishes, staff::api::Ref};

/// F43: one matter between an account and the company, which groups the contacts about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Episode {
    /// The episode.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// With which account.
    pub account: Option<Ref>,
    /// `purchase`, `enquiry`, `complaint`, `negotiation`, `care` or `other`.
    pub kind: String,
    /// What it is about.
    pub name: String,
    /// `open` or `closed`.
    pub state: String,
    /// How many contacts were about it.
    pub interactions: i64,
    /// When the last of them was.
    pub last_at: Option<DateTime<Utc>>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// A new episode.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEpisode {
    /// With which account.
    pub account_id: Uuid,
    /// `other` when absent.
    #[serde(default)]
    pub kind: Option<String>,
    /// What it is about.
    #[schema(max_length = 100)]
    pub name: String,
}

/// A change of an episode.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of Episode")]
pub struct EpisodePatch {
    pub kind: Option<String>,
    pub name: Option<String>,
    pub state: Option<String>,
}

/// One contact with a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Interaction {
    /// The interaction.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// With which account.
    pub account: Option<Ref>,
    /// With whom.
    pub contact: Option<Ref>,
    /// Who else of theirs took part.
    pub others: Vec<Ref>,
    /// By which colleague.
    pub user: Option<Ref>,
    /// About which matter.
    pub episode: Option<Ref>,
    /// F43: `phone`, `fax`, `web`, `mobile`, `email`, `wechat`, `visit`, `letter`, `portal`, `call_centre`.
    pub channel: String,
    /// `in`, `out` or `both`.
    pub direction: String,
    /// Whether both sides took part.
    pub two_way: bool,
    /// F24: `care`, `information`, `deal`, `service`, `intelligence`.
    pub purposes: Vec<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// How long, in minutes.
    pub minutes: i64,
    /// What was said and done.
    pub body: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// What was promised.
    pub promise: Option<Promise>,
    /// What comes next.
    pub next_step: Option<NextStep>,
    /// F22: the form of a visit.
    pub visit: Option<Visit>,
    /// F22: whether help came before the pitch; only on visits.
    pub helped_first: Option<bool>,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// Whether the caller may change it.
    pub may_change: bool,
    /// Whether the caller may take it away.
    pub may_remove: bool,
}

/// What was promised, until when, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Promise {
    /// The promise.
    pub text: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// `open`, `kept` or `broken`.
    pub state: String,
    /// Whether it is open and its day has passed.
    pub overdue: bool,
    /// When somebody said that it was kept or broken.
    pub settled_at: Option<DateTime<Utc>>,
}

/// What is promised, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPromise {
    /// The promise.
    #[schema(max_length = 300)]
    pub text: String,
    /// Until when.
    pub due_on: NaiveDate,
}

/// What became of a promise.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// `kept` or `broken`; `open` takes that back.
    pub state: String,
}

/// What comes next, and when. It becomes a task.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNextStep {
    /// The step.
    #[schema(max_length = 300)]
    pub text: String,
    /// When.
    pub due_on: NaiveDate,
}

/// What was to come next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextStep {
    /// The step.
    pub text: String,
    /// When.
    pub due_on: NaiveDate,
    /// The task it became.
    pub task_id: Option<Uuid>,
}

/// F22: the form of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Visit {
    /// When it began; the interaction's own time when absent.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub checked_out_at: Option<DateTime<Utc>>,
    /// What the visit is for.
    #[schema(max_length = 300)]
    pub goal: Option<String>,
    /// The steps that were done, of `prepare`, `greet`, `look_around`, `merchandise`, `draft_order`, `present`, `review`, `paperwork`.
    pub steps: Vec<String>,
    /// The hands that were lent.
    pub help: Vec<Help>,
    /// When the product was first spoken of.
    pub pitch_started_at: Option<DateTime<Utc>>,
    /// What stands in the store.
    pub stock: Vec<Stock>,
    /// What rivals do there.
    pub rivals: Vec<Rival>,
    /// What was put right in the store: shelves, displays, posters.
    #[schema(max_length = 1000)]
    pub put_right: Option<String>,
    /// The order that was drafted from the stock.
    pub draft: Vec<Stock>,
}

/// A hand that was lent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// `unloading`, `shelving`, `cleaning`, `repair`, `serving`, `information`, `other`.
    pub kind: String,
    /// How long.
    pub minutes: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// A product and how much of it: what stands in the store, or what is to be ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// The product.
    #[schema(max_length = 100)]
    pub product: String,
    /// Whole cases.
    pub cases: i64,
}

/// What a rival does in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rival {
    /// The rival or its product.
    #[schema(max_length = 100)]
    pub name: String,
    /// Its price, in minor units.
    #[serde(default)]
    pub price_minor: Option<i64>,
    /// How it is displayed.
    #[serde(default)]
    pub display: Option<String>,
    /// What it promotes.
    #[serde(default)]
    pub promotion: Option<String>,
}

/// A new interaction.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInteraction {
    /// With which account.
    pub account_id: Uuid,
    /// With whom.
    #[serde(default)]
    pub contact_id: Option<Uuid>,
    /// Who else of theirs took part.
    #[serde(default)]
    pub other_ids: Vec<Uuid>,
    /// About which matter of the account.
    #[serde(default)]
    pub episode_id: Option<Uuid>,
    /// `phone`, `fax`, `web`, `mobile`, `email`, `wechat`, `visit`, `letter`, `portal` or `call_centre`.
    pub channel: String,
    /// Who began it, `in`, `out` or `both`; `out` when absent, `both` for visits.
    #[serde(default)]
    pub direction: Option<String>,
    /// Whether both sides took part; told from channel, direction and outcome when absent.
    #[serde(default)]
    pub two_way: Option<bool>,
    /// What it was for, of `care`, `information`, `deal`, `service`, `intelligence`.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// When; now when absent, and never in the future.
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    /// How long; when absent, from the arrival to the end of a visit that has both, else 0.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// What was said and done.
    #[serde(default)]
    pub body: Option<String>,
    /// What came of it: `reached`, `not_reached`, `interested`, `ordered`, `refused` or `follow_up`.
    #[serde(default)]
    pub outcome: Option<String>,
    /// What was promised.
    #[serde(default)]
    pub promise: Option<NewPromise>,
    /// What comes next; a visit needs one.
    #[serde(default)]
    pub next_step: Option<NewNextStep>,
    /// The form of a visit.
    #[serde(default)]
    pub visit: Option<Visit>,
}

/// A change of an interaction.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of NewInteraction")]
pub struct InteractionPatch {
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub contact_id: Option<Option<Uuid>>,
    pub other_ids: Option<Vec<Uuid>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<Uuid>)]
    pub episode_id: Option<Option<Uuid>>,
    pub two_way: Option<bool>,
    pub purposes: Option<Vec<String>>,
    pub minutes: Option<i64>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub body: Option<Option<String>>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub outcome: Option<Option<String>>,
}

/// Something to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Task {
    /// The task.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// What.
    pub subject: String,
    /// More about it.
    pub note: Option<String>,
    /// `low`, `normal` or `high`.
    pub priority: String,
    /// By which day.
    pub due_on: NaiveDate,
    /// `open` or `done`.
    pub state: String,
    /// Whether the day has passed.
    pub overdue: bool,
    /// With which account.
    pub account: Option<Ref>,
    /// With whom.
    pub contact: Option<Ref>,
    /// By whom.
    pub assignee: Option<Ref>,
    /// The interaction it comes from.
    pub interaction_id: Option<Uuid>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Whether the caller may change it.
    pub may_change: bool,
    /// Whether the caller may take it away.
    pub may_remove: bool,
}

/// A new task.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// What.
    #[schema(max_length = 300)]
    pub subject: String,
    /// More about it.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub note: Option<String>,
    /// `low`, `normal` or `high`; `normal` when absent.
    #[serde(default)]
    pub priority: Option<String>,
    /// By which day.
    pub due_on: NaiveDate,
    /// With which account.
    #[serde(default)]
    pub account_id: Option<Uuid>,
    /// With whom.
    #[serde(default)]
    pub contact_id: Option<Uuid>,
    /// By whom; the caller when absent.
    #[serde(default)]
    pub assignee_id: Option<Uuid>,
}

/// A change of a task.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of NewTask")]
pub struct TaskPatch {
    pub subject: Option<String>,
    #[serde(deserialize_with = "maybe")]
    #[schema(value_type = Option<String>)]
    pub note: Option<Option<String>>,
    pub priority: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub assignee_id: Option<Uuid>,
}

/// What a colleague says about an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Comment {
    /// The comment.
    pub id: Uuid,
    /// The account.
    pub account_id: Uuid,
    /// Who says it.
    pub author: Option<Ref>,
    /// What.
    pub body: String,
    /// To whom.
    pub mentions: Vec<Ref>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was changed, if it was.
    pub edited_at: Option<DateTime<Utc>>,
    /// For `If-Match`.
    pub version: i64,
    /// Whether the caller may change it.
    pub may_change: bool,
    /// Whether the caller may take it back.
    pub may_remove: bool,
}

/// Another text of a comment.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentPatch {
    /// What to say.
    #[schema(max_length = 5000)]
    pub body: String,
    /// To whom; each who was not mentioned before is notified.
    #[serde(default)]
    pub mentions: Vec<Uuid>,
}

/// A new comment.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The account.
    pub account_id: Uuid,
    /// What to say.
    #[schema(max_length = 5000)]
    pub body: String,
    /// To whom; each is notified.
    #[serde(default)]
    pub mentions: Vec<Uuid>,
}

/// Something one should know.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notification {
    /// The notification.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `mentioned`, `account_given`, `accounts_given`, `task_given`, `tasks_given`, `account_shared`, `tasks_due`, `promises_due`, `handed_over`, `took_over`, `recycling_soon`, `recycled`, `followed`, `followed_many`,
    /// `backup_failed`, `backup_overdue`, `rehearsal_failed` and those of customer files.
    pub name: String,
    /// The kind of the record.
    pub kind: String,
    /// The record.
    pub record_id: Uuid,
    /// The account it is about.
    pub account_id: Option<Uuid>,
    /// Words to show: names, counts, the beginning of a text.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// The newest notifications, and how many are unread.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notifications {
    /// The newest first, at most 100.
    pub items: Vec<Notification>,
    /// How many of all are unread; 100 stands for 100 and more.
    pub unread: i64,
}

/// How far one has read.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadUpTo {
    /// The newest notification that was shown.
    pub up_to: Uuid,
    /// Whether only this one was read.
    #[serde(default)]
    pub only: bool,
}

/// A kind of notification.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeKind {
    /// Its name: `mentions`.
    pub key: String,
    /// Whether the caller is told.
    pub told: bool,
    /// Whether it may be switched off.
    pub may_switch: bool,
}

/// From which time of the day until which one wants quiet; past midnight when the end is the earlier one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietTime {
    /// The first minute, such as `22:00`, in the workspace's time zone.
    pub from: String,
    /// The minute in which it is over.
    pub until: String,
}

/// What one is told, when one wants quiet, and what one follows by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationPreferences {
    /// All kinds of notification.
    pub kinds: Vec<NoticeKind>,
    /// When nothing is told to open browsers: it waits in the list.
    pub quiet: Option<QuietTime>,
    /// What one follows by itself.
    pub follows: FollowWishes,
}

/// What one chooses of it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationChoices {
    /// The kinds of notification that one does not want.
    pub off: Vec<String>,
    /// When one wants quiet, if at all.
    pub quiet: Option<QuietTime>,
    /// What one follows by itself.
    pub follows: FollowWishes,
}

/// The fields that can be changed on many tasks at once.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskChanges {
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<Uuid>,
    /// By which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// How urgent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// `open` or `done`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
