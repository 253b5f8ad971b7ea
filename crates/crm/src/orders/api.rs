//! The wire of orders.

use chrono::{DateTime, NaiveDate, Utc};
use guanxi_kernel::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::staff::api::Ref;

/// A sale, a return or a credit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Order {
    /// The order.
    pub id: Uuid,
    /// For `If-Match`.
    pub version: i64,
    /// The company's own number for it.
    pub number: Option<String>,
    /// The other system it comes from.
    pub source: Option<String>,
    /// What it is called there.
    pub external_id: Option<String>,
    /// `sale`, `return` or `credit`.
    pub kind: String,
    /// Who bought.
    pub account: Option<Ref>,
    /// Who pays, when that is another account.
    pub payer: Option<Ref>,
    /// The day.
    pub ordered_on: NaiveDate,
    /// What it adds to net sales: negative for returns and credits.
    pub net: Money,
    /// What the goods cost, with the sign of the kind, where it is known.
    pub cost: Option<Money>,
    /// Units over all lines.
    pub quantity: i64,
    /// The lines; empty when only the total is known.
    pub lines: Vec<Line>,
    /// Remarks.
    pub remark: Option<String>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

/// One product of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// The product's name.
    pub product: String,
    /// Its number.
    pub sku: Option<String>,
    /// Whole units.
    pub quantity: i64,
    /// Price of a unit.
    pub price: Money,
    /// After discounts, with the order's sign.
    pub net: Money,
    /// Whether it was bought on promotion.
    pub promotion: bool,
    /// F01: the contact who uses it, when that is not the buyer.
    pub consumer_id: Option<Uuid>,
}

/// A new order of the history. Amounts have no sign; the kind gives it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// The company's own number; unique.
    #[serde(default)]
    pub number: Option<String>,
    /// The other system it comes from; together with `external_id`.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub source: Option<String>,
    /// What it is called there; unique in its source.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub external_id: Option<String>,
    /// `sale` when absent.
    #[serde(default)]
    pub kind: Option<String>,
    /// Who bought.
    pub account_id: Uuid,
    /// Who pays, when that is another account.
    #[serde(default)]
    pub payer_id: Option<Uuid>,
    /// The day.
    pub ordered_on: NaiveDate,
    /// The total in minor units, tax excluded; the sum of the lines when absent.
    #[serde(default)]
    pub net_minor: Option<i64>,
    /// F08: what the goods cost, in minor units, tax excluded, where it is known.
    #[serde(default)]
    pub cost_minor: Option<i64>,
    /// The lines, where they are known.
    #[serde(default)]
    pub lines: Vec<NewLine>,
    /// Remarks.
    #[serde(default)]
    pub remark: Option<String>,
}

/// A line of a new order.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// The product's name.
    #[schema(max_length = 200)]
    pub product: String,
    /// Its number.
    #[serde(default)]
    pub sku: Option<String>,
    /// Whole units.
    pub quantity: i64,
    /// Price of a unit in minor units.
    pub price_minor: i64,
    /// After discounts; quantity × price when absent.
    #[serde(default)]
    pub net_minor: Option<i64>,
    /// Whether it was bought on promotion.
    #[serde(default)]
    pub promotion: bool,
    /// F01: the contact who uses it.
    #[serde(default)]
    pub consumer_id: Option<Uuid>,
}

/// Net sales of a month.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Month {
    /// `2026-11`.
    pub month: String,
    /// Net sales.
    pub net: Money,
    /// Orders, returns and credits not counted.
    pub orders: i64,
}
