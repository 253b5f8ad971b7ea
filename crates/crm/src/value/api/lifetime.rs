//! The wire of lifetime value, and of the model that tells it.

use chrono::NaiveDate;
use guanxi_kernel::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

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
    /// The purchase model and how it stands; none before the first run over all accounts.
    pub model: Option<LifetimeModel>,
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

/// The purchase model of the workspace, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct LifetimeModel {
    /// Purchases until the end of this day count.
    pub day: NaiveDate,
    /// `mbg_nbd`, `mbg_cnbd`, `bg_nbd`, `pareto_nbd`, `nbd`: the one that was chosen, whether it is used or not; none when none was.
    pub name: Option<String>,
    /// Whether it is used; else the simple form is.
    pub is_used: bool,
    /// How its fit ended: `converged`, `boundary` or `failed`.
    pub status: Option<String>,
    /// Why it is used (`most_likely`, `best_in_holdout`), or why none is: `too_few`, `none_believed`, `as_before_is_nearer`,
    /// `spend_unknown`.
    pub reason: String,
    /// How near it came in the hold-out; none where it was not tested, and for who may not see what all accounts are worth.
    pub test: Option<ModelTest>,
    /// What it was fitted to; none for who may not see what all accounts are worth.
    pub sample: Option<ModelSample>,
}

/// How a model came out in the hold-out, beside the rule that everybody goes on as before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelTest {
    /// Where the time begins that tested what was said from the time before.
    pub from: NaiveDate,
    /// Purchases that were predicted of all customers.
    pub predicted: f64,
    /// Those that happened.
    pub actual: f64,
    /// Mean absolute error of a customer, in purchases.
    pub mae: f64,
    /// The same of going on as before.
    pub as_before_mae: Option<f64>,
}

/// The customers that a model was fitted to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelSample {
    /// How many.
    pub customers: u64,
    /// Of so many that have bought.
    pub of: u64,
    /// Those in the sample that bought again.
    pub repeaters: u64,
}
