//! The wire of types.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// F14: what kind of customer an account is.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountTypes {
    /// The account.
    pub account_id: Uuid,
    /// How it buys.
    pub behaviour: BehaviourType,
    /// For what it is worth more than its sales.
    pub strategic: StrategicTypes,
    /// What it looks at first.
    pub orientation: Orientation,
}

/// How an account buys.
#[derive(Debug, Serialize, ToSchema)]
pub struct BehaviourType {
    /// What counts: what a person has set, else what is derived.
    pub counts: String,
    /// What is derived from what is recorded.
    pub derived: &'static str,
    /// What a person has set.
    pub set: Option<String>,
    /// Who has set it and when.
    pub said: Option<Said>,
    /// Why it is derived so.
    pub why: BehaviourWhy,
    /// What the rules ask for and nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}

/// From what a behaviour is derived, with the bounds that hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct BehaviourWhy {
    /// Orders of 12 months.
    pub orders: i64,
    /// Of the net sales of 12 months, those on promotion, in basis points; none without lines of orders.
    pub promotion_bp: Option<i64>,
    /// Discount from this share on.
    pub discount_bp: i64,
    /// Loyal from so many orders on …
    pub loyal_orders: i64,
    /// … and below this share on promotion.
    pub loyal_promotion_bp: i64,
    /// Enquiries of the last days: contacts that the customer began to move a deal.
    pub enquiries: i64,
    /// How many days those are.
    pub enquiry_days: i64,
    /// Whether there was an order in those days.
    pub has_ordered_lately: bool,
    /// Wanderer from so many enquiries on, without an order.
    pub wanderer_enquiries: i64,
    /// Its cycle, in days.
    pub cycle_days: Option<i64>,
    /// Days with an order in 12 months that have one before them.
    pub judged: i64,
    /// With fewer of them nothing is said of the rhythm.
    pub rhythm_least: i64,
    /// Of those, the ones that came neither in the cycle nor after an enquiry.
    pub unplanned: i64,
    /// Whether the last of them was planned.
    pub last_is_planned: bool,
    /// An order is in the cycle when it is no further from it than this share of it.
    pub tolerance_bp: i64,
}

/// For what an account is worth more than its sales.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrategicTypes {
    /// `high_volume`, `high_future_value`, `benchmark`, `door_opener`, `inspirer`.
    pub types: Vec<&'static str>,
    /// Why.
    pub reason: Option<String>,
    /// Who has said so and when.
    pub said: Option<Said>,
}

/// What an account looks at first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Orientation {
    /// `none`, `cost`, `value` or `technology`.
    pub orientation: String,
    /// Who has said so and when.
    pub said: Option<Said>,
}

/// Who said something and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SaidBy)]
pub struct Said {
    /// Who.
    pub by: Option<Ref>,
    /// When.
    pub at: DateTime<Utc>,
}

/// F14: what a person says of an account, all of it. What is as it was before stays said by whom it was.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Typing {
    /// How it buys: confirmed or set right; `null` leaves it to what is derived.
    pub behaviour: Option<String>,
    /// Its strategic types.
    #[serde(default)]
    pub strategic: Vec<String>,
    /// Why it is strategic; must be said with any of them.
    pub strategic_reason: Option<String>,
    /// What it looks at first; `null` where nobody knows.
    pub orientation: Option<String>,
}
