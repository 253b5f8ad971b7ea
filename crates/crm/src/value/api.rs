//! The wire of value.

mod bounds;
mod lifetime;

use chrono::NaiveDate;
use guanxi_kernel::money::Money;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use self::{
    bounds::{AbcBounds, BcgBounds, ClassBounds, ClassFrom, ScoreBounds, ScoreFrom, ValueClasses},
    lifetime::{Lifetime, LifetimeModel, LifetimeYear, ModelSample, ModelTest},
};
use super::{
    basis::{Cohort, Survival},
    classes::ClassReport,
    model::ModelReport,
    rules::{Load, Source},
};
use crate::staff::api::Ref;

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
    /// F13: where it stands in the portfolio, and by what, as of the last run over all accounts.
    pub views: Vec<AccountView>,
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
    pub manual: Option<ManualForecast>,
    /// What is expected of 12 months in relation to the last 12, less one, in basis points.
    pub growth_bp: Option<i64>,
}

/// What somebody has said of the coming months.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManualForecast {
    /// Net sales.
    pub amount: Money,
    /// Who has said it; none when that is not to be seen.
    pub said_by: Option<Ref>,
    /// When.
    pub said_on: NaiveDate,
    /// Before this day it counts; then those months are over.
    pub until: NaiveDate,
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

/// When the next order is due.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReorderCycle {
    /// Days from one order to the next.
    pub days: i64,
    /// The day.
    pub due_on: NaiveDate,
    /// `usual`, `watch` or `warn`.
    pub silence: &'static str,
    /// Days since the last order.
    pub silent_days: i64,
    /// The overdue index in basis points: these days over the cycle.
    pub overdue_bp: i64,
}

/// F13: the class of an account in a view of the portfolio.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// The field of the account list.
    pub field: &'static str,
    /// The class; `none` where the view does not say.
    pub class: String,
    /// Why it does not: `no_sales` in 12 months, `no_price` without order lines, `not_key`, `not_yet` compared.
    pub why_none: Option<&'static str>,
    /// What the view looks at.
    pub measures: Vec<ViewMeasure>,
}

/// What a view looks at.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewMeasure {
    /// The field of the account list.
    pub field: &'static str,
    /// `money` in minor units or `ratio` in basis points.
    pub kind: &'static str,
    /// As it is now.
    pub value: Option<i64>,
    /// From where on it is high.
    pub bound: Option<i64>,
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
    /// Net sales in minor units; `null` takes it back, and must be written.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    pub amount_minor: Option<i64>,
}

/// What all accounts together say.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueReport {
    /// As of the end of this day; none before the first run.
    pub day: Option<NaiveDate>,
    /// The classes.
    pub classes: Option<ClassReport>,
    /// Movements are told since the kept day that lies so many days back, or longer.
    pub compare_days: i64,
    /// The purchase model.
    pub model: Option<ModelReport>,
    /// Cohorts by the month of the first order, from the oldest.
    pub cohorts: Vec<Cohort>,
    /// How many customers are still there, by months after their first order.
    pub survival: Vec<Survival>,
    /// Inputs that nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}

/// F13: which portfolio is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PortfolioParams {
    /// `shapiro`, `cube`, `fiocca`, `fiocca_key`, `campbell`, `reinartz`, `angles`, `bcg` or `pyramid`: names both axes and the
    /// classes.
    #[serde(default)]
    pub view: Option<String>,
    /// From left to right: a field of numbers of the account list, as the view's when absent.
    #[serde(default)]
    pub x: Option<String>,
    /// From the bottom up: another.
    #[serde(default)]
    pub y: Option<String>,
    /// How large a dot is: a third.
    #[serde(default)]
    pub size: Option<String>,
    /// The filter of the account list: a JSON tree as text.
    #[serde(default)]
    pub filter: Option<String>,
    /// Words to look for.
    #[serde(default)]
    pub q: Option<String>,
}

impl PortfolioParams {
    /// Whether nothing narrows the accounts.
    pub(super) fn is_of_all(&self) -> bool {
        let says_nothing = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        says_nothing(&self.filter) && says_nothing(&self.q)
    }
}

/// F13: active accounts along two axes, in bins.
#[derive(Debug, Serialize, ToSchema)]
pub struct Portfolio {
    /// The bins, means and classes are those of the end of this day; none before the first run.
    pub day: Option<NaiveDate>,
    /// Whether the accounts are counted as of that day too; else they are counted now.
    pub is_of_run: bool,
    /// None when all accounts are counted; else all numbers are estimates from so many of them: those who bring or cost most, and
    /// those of a sample of the others.
    pub sample: Option<i64>,
    /// How many accounts.
    pub accounts: i64,
    /// Their contribution of 12 months together.
    pub contribution: Money,
    /// From left to right.
    pub x: PortfolioAxis,
    /// From the bottom up.
    pub y: PortfolioAxis,
    /// How large a dot is.
    pub size: Option<PortfolioAxis>,
    /// The fields whose classes the view shows.
    pub classes: Vec<&'static str>,
    /// Where there are accounts.
    pub cells: Vec<PortfolioCell>,
    /// The classes of the view that have accounts.
    pub groups: Vec<PortfolioGroup>,
    /// Each account, when they are at most 1,000.
    pub dots: Option<Vec<PortfolioDot>>,
}

/// An axis of the portfolio.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioAxis {
    /// The field of the account list.
    pub field: &'static str,
    /// `money` in minor units, `ratio` in basis points, or `integer`.
    pub kind: &'static str,
    /// Where bins end and the next begin, rising: a number lies in bin n when n edges are not above it.
    pub edges: Vec<i64>,
    /// Where high begins: the mean of active accounts, or a parameter; one of the edges.
    pub cut: Option<i64>,
}

/// The accounts in a bin of either axis.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioCell {
    /// The bin from left to right, from 0; none for accounts without a number.
    pub x: Option<u8>,
    /// The bin from the bottom up.
    pub y: Option<u8>,
    /// How many accounts.
    pub accounts: i64,
    /// Their contribution of 12 months together.
    pub contribution: Money,
}

/// The accounts of a class, or of two classes crossed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioGroup {
    /// The class in each of the view's fields.
    pub classes: Vec<String>,
    /// How many accounts.
    pub accounts: i64,
    /// Their contribution of 12 months together.
    pub contribution: Money,
}

/// One account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioDot {
    /// The account.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its number from left to right.
    pub x: Option<i64>,
    /// Its number from the bottom up.
    pub y: Option<i64>,
    /// Its size.
    pub size: Option<i64>,
    /// Its class in each of the view's fields.
    pub classes: Vec<String>,
}
