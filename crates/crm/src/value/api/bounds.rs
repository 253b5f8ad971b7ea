//! The wire of classes and of where they begin.

use chrono::NaiveDate;
use guanxi_kernel::money::Money;
use serde::Serialize;
use utoipa::ToSchema;

/// The classes of an account; `none` where it is not compared.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueClasses {
    /// F10.
    pub pyramid: String,
    /// What is missing to the class above.
    pub to_next: Option<Money>,
    /// F12.
    pub abc: String,
    /// When a store is to be visited again.
    pub visit_due_on: Option<NaiveDate>,
    /// F11.
    pub bcg: String,
    /// Quintile of recency, 5 for the most recent.
    pub recency: Option<i64>,
    /// Quintile of the number of orders.
    pub frequency: Option<i64>,
    /// Quintile of net sales.
    pub monetary: Option<i64>,
    /// Where the classes begin; none before the first run over all accounts.
    pub bounds: Option<ClassBounds>,
}

/// Where classes begin, as of the last run over all accounts. Who may not see what all accounts are worth is told of an account
/// where its own class begins, and the one above it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ValueClassBounds)]
pub struct ClassBounds {
    /// As of the end of this day.
    pub day: NaiveDate,
    /// F10, by customer value: the classes from the top.
    pub pyramid: Vec<ClassFrom>,
    /// F12; none for who sells on, and for who is not active.
    pub abc: Option<AbcBounds>,
    /// F11; none where nobody of the kind of channel is active.
    pub bcg: Option<BcgBounds>,
    /// Quintiles of recency, frequency and net sales among the active accounts of the kind of channel.
    pub scores: ScoreBounds,
}

/// Where a class begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassFrom {
    /// The class.
    pub class: String,
    /// What its last account has; none where there is nobody, and of the lowest class, which has the rest.
    pub from: Option<Money>,
}

/// F12: what A, B and C are cut by.
#[derive(Debug, Serialize, ToSchema)]
pub struct AbcBounds {
    /// A is while the stores before it have less than the first share of the total contribution, B while less than the second; in
    /// basis points.
    pub shares_bp: [i64; 2],
    /// What the stores that bring more than this one have of it now, in basis points; to a hundredth of the total.
    pub before_bp: i64,
    /// By contribution of 12 months: the classes from the top.
    pub classes: Vec<ClassFrom>,
    /// What is missing to the class above now; none in the highest.
    pub to_next: Option<Money>,
}

/// F11: what stars, questions, cash cows and dogs are cut by.
#[derive(Debug, Serialize, ToSchema)]
pub struct BcgBounds {
    /// High performance from this contribution of 12 months on, and above zero: the mean of the kind of channel.
    pub performance: Money,
    /// High potential from this growth on, in basis points.
    pub growth_bp: i64,
    /// Where no growth is known: high potential from this forecast on, the median of the kind of channel.
    pub forecast: Money,
}

/// What scores are cut by.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreBounds {
    /// There are quintiles from so many active accounts of a kind of channel on.
    pub least: i64,
    /// Why the account has none: `no_sales` in 12 months, `too_few` active accounts of its kind of channel, `not_yet` compared.
    pub why_none: Option<&'static str>,
    /// Days since the last order: a score is for at most so many.
    pub recency: Vec<ScoreFrom>,
    /// Orders of 12 months: a score is from so many on.
    pub frequency: Vec<ScoreFrom>,
    /// Net sales of 12 months, in minor units.
    pub monetary: Vec<ScoreFrom>,
}

/// Where a score begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreFrom {
    /// 2 to 5; the rest is 1.
    pub score: i64,
    /// The number.
    pub from: i64,
}
