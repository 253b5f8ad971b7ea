//! The wire of value.

use chrono::NaiveDate;
use guanxi_kernel::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    basis::{Cohort, Survival},
    classes::ClassReport,
    model::ModelReport,
    rules::{Load, Source},
};

/// What an account is worth, with what it is made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountValue {
    /// The account.
    pub account_id: Uuid,
    /// As of the end of this day.
    pub day: NaiveDate,
    /// F06: the three parts.
    pub parts: ValueParts,
    /// What is expected over the horizon.
    pub forecast: AccountForecast,
    /// F08: the last 12 months.
    pub year: AccountYear,
    /// F07: the coming years.
    pub lifetime: Lifetime,
    /// When the next order is due; none for accounts that never ordered.
    pub cycle: Option<ReorderCycle>,
    /// The classes, as of the last run over all accounts.
    pub classes: ValueClasses,
    /// F65: the days that are kept, from the first.
    pub history: Vec<DayValue>,
    /// Inputs that nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}

/// F06: the value in three parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueParts {
    /// A: net sales since the first order.
    pub to_date: Money,
    /// B: open opportunities, each times its probability.
    pub open: Money,
    /// C: what is expected beyond those.
    pub future: Money,
    /// A + B + C.
    pub sum: Money,
}

/// What is expected over the horizon.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountForecast {
    /// Net sales.
    pub amount: Money,
    /// From what it is known.
    pub source: Source,
    /// Over how many months.
    pub months: i64,
    /// What somebody has said, where somebody has.
    pub manual: Option<Money>,
    /// In relation to the last 12 months, less one, in basis points.
    pub growth_bp: Option<i64>,
}

/// F08: what the last 12 months brought and cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountYear {
    /// The first of its days.
    pub from: NaiveDate,
    /// Sales.
    pub orders: i64,
    /// Net sales.
    pub sales: Money,
    /// What the goods cost.
    pub goods: Money,
    /// Of the net sales, those whose goods' cost is not recorded and was taken by the usual margin.
    pub estimated: Money,
    /// Net sales less goods.
    pub margin: Money,
    /// What serving cost, by what was done.
    pub service: Vec<ServiceCost>,
    /// What serving cost altogether.
    pub service_cost: Money,
    /// What is left.
    pub contribution: Money,
    /// Cost of serving in relation to the margin, in basis points; none without a margin.
    pub ratio_bp: Option<i64>,
    /// Whether that is too much.
    pub load: Load,
    /// Amber from this ratio on, in basis points.
    pub amber_bp: i64,
    /// Over-served from this ratio on.
    pub red_bp: i64,
}

/// What one kind of service cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceCost {
    /// `visit`, `call`, `message`.
    pub kind: &'static str,
    /// How many there were.
    pub count: i64,
    /// The standard cost of one.
    pub each: Money,
    /// Together.
    pub cost: Money,
}

/// F07: what the coming years are worth.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lifetime {
    /// Contribution of the coming years, discounted.
    pub value: Money,
    /// With 95 percent probability what is expected is not below this …
    pub low: Option<Money>,
    /// … and not above this.
    pub high: Option<Money>,
    /// `model`, or `simple`: a contribution that comes as long as the customer stays.
    pub form: &'static str,
    /// Why the simple form is used: `too_few`, `none_believed`, `as_before_is_nearer`, `spend_unknown`, `no_order`, `not_yet`.
    pub why_simple: Option<String>,
    /// By year, from the next.
    pub years: Vec<LifetimeYear>,
    /// The discount of a year, in basis points.
    pub discount_bp: i64,
    /// Model: the probability that it is still a customer.
    pub alive: Option<f64>,
    /// Model: expected orders in the next 52 weeks.
    pub expected_orders: Option<f64>,
    /// Model: expected net sales of an order, in minor units.
    pub expected_order_minor: Option<f64>,
    /// Simple form: the share of such customers that stay another year, in basis points.
    pub retention_bp: Option<i64>,
    /// What keeping it cost in the last 12 months.
    pub keeping: Money,
    /// What losing it costs at least: the value, and winning another one.
    pub churn_cost_low: Money,
    /// And at most.
    pub churn_cost_high: Money,
    /// Winning one costs so many times what keeping one costs, at least and at most.
    pub multiples: [i64; 2],
}

/// One of the coming years.
#[derive(Debug, Serialize, ToSchema)]
pub struct LifetimeYear {
    /// 1 for the next.
    pub year: u32,
    /// Value until its end.
    pub until: Money,
    /// Its interval.
    pub low: Option<Money>,
    /// Its interval.
    pub high: Option<Money>,
}

/// When the next order is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReorderCycle {
    /// Days from one order to the next.
    pub days: i64,
    /// The day.
    pub due_on: NaiveDate,
    /// `usual`, `watch` or `warn`.
    pub silence: &'static str,
}

/// The classes of an account; `none` where it is not compared.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueClasses {
    /// F10.
    pub pyramid: String,
    /// What is missing to the class above.
    pub to_next: Option<Money>,
    /// F12.
    pub abc: String,
    /// F11.
    pub bcg: String,
    /// Quintile of recency, 5 for the most recent.
    pub recency: Option<i64>,
    /// Quintile of the number of orders.
    pub frequency: Option<i64>,
    /// Quintile of net sales.
    pub monetary: Option<i64>,
}

/// F65: an account at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayValue {
    /// The day.
    pub day: NaiveDate,
    /// A + B + C.
    pub value: Money,
    /// A.
    pub to_date: Money,
    /// B.
    pub open: Money,
    /// C.
    pub future: Money,
    /// Contribution of 12 months.
    pub contribution: Money,
    /// Cost of serving of 12 months.
    pub service: Money,
    /// Lifetime value.
    pub lifetime: Money,
    /// The probability that it was still a customer, in basis points.
    pub alive_bp: Option<i64>,
    /// F10.
    pub pyramid: String,
    /// F12.
    pub abc: String,
    /// F11.
    pub bcg: String,
}

/// F06: what somebody says an account will buy over the horizon.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forecasting {
    /// Net sales in minor units; `null` takes it back.
    pub amount_minor: Option<i64>,
}

/// What all accounts together say.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueReport {
    /// As of the end of this day; none before the first run.
    pub day: Option<NaiveDate>,
    /// The classes.
    pub classes: Option<ClassReport>,
    /// The purchase model.
    pub model: Option<ModelReport>,
    /// Cohorts by the month of the first order, from the oldest.
    pub cohorts: Vec<Cohort>,
    /// How many customers are still there, by months after their first order.
    pub survival: Vec<Survival>,
    /// Inputs that nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}
