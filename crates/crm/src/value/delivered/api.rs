//! The wire of delivered value.

use chrono::NaiveDate;
use guanxi_kernel::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::{Factor, Scores};
use crate::staff::api::Ref;

/// F09: both sides of the value between an account and us.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveredValue {
    /// The account.
    pub account_id: Uuid,
    /// What it gets, as it was scored: the newest first, at most 50. The newest counts.
    pub scorings: Vec<Scoring>,
    /// What the account looks at first (F14).
    pub orientation: String,
    /// The factors to speak of first with such an account.
    pub to_stress: Vec<Factor>,
    /// What it brings us.
    pub enterprise: EnterpriseSide,
}

/// What somebody said on a day of what an account gets from us and from rivals.
#[derive(Debug, Serialize, ToSchema)]
pub struct Scoring {
    /// The id.
    pub id: Uuid,
    /// The day.
    pub scored_on: NaiveDate,
    /// Who.
    pub scored_by: Option<Ref>,
    /// Ours.
    pub ours: Offer,
    /// The rivals'.
    pub rivals: Vec<RivalOffer>,
    /// The name of the rival that delivers most.
    pub best_rival: Option<String>,
    /// What we deliver beyond that rival.
    pub lead: Option<i64>,
    /// The one factor to add to or to subtract from: in which that rival is furthest ahead.
    pub advice: Option<Gap>,
    /// In which we are furthest ahead of it.
    pub strongest: Option<Gap>,
    /// What the value comes from, of the seven sources.
    pub sources: Vec<String>,
    /// A note.
    pub note: Option<String>,
}

/// What one supplier is to a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    /// By factor.
    pub scores: Scores,
    /// The four benefits.
    pub value: i64,
    /// The four costs.
    pub cost: i64,
    /// What is left for the customer.
    pub delivered: i64,
}

/// What a rival is to a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct RivalOffer {
    /// Its name.
    pub name: String,
    /// What it offers.
    #[serde(flatten)]
    pub offer: Offer,
}

/// By how much one is ahead in a factor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FactorGap)]
pub struct Gap {
    /// The factor.
    pub factor: Factor,
    /// By how many points.
    pub points: i64,
}

/// F09: what an account brought in the last 12 months beyond its first purchase, less what serving it cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnterpriseSide {
    /// The first day of the 12 months.
    pub from: NaiveDate,
    /// Net sales after the day of the first order.
    pub repeat: Money,
    /// What serving cost.
    pub service_cost: Money,
    /// What is left.
    pub net: Money,
    /// What belongs to it and nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}

/// A new scoring.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScoring {
    /// The day; today where it is not said.
    pub scored_on: Option<NaiveDate>,
    /// What we are to the customer.
    pub ours: Scores,
    /// What rivals are, at most three.
    #[serde(default)]
    pub rivals: Vec<NewRival>,
    /// What the value comes from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// A note.
    pub note: Option<String>,
}

/// A rival and what it is to the customer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRivalScores)]
pub struct NewRival {
    /// Its name.
    pub name: String,
    /// Its scores.
    pub scores: Scores,
}
