//! Customer lifetime value: who still buys, how often, for how much, and what that is worth today.
//!
//! Pure computation. It reads no files, knows no database and no currency, and writes no sentences: the caller does.
#![warn(missing_docs)]

mod cholesky;
mod chunks;
mod classes;
mod demand;
mod error;
mod fit;
mod history;
mod purchases;
mod quadrature;
mod regression;
mod reorder;
mod retention;
mod scoring;
mod special;
mod spend;
mod value;

pub use classes::{AbcClass, Cohort, Rfm, RfmScore, abc, cohorts, gini, quantile_scores, share_of_top, whale_curve};
pub use demand::{
    DemandClass, DemandPattern, Forecast, Intermittent, IntermittentState, Method, Smoothing, Trend, Tsb, forecast, mase, rmsse,
};
pub use error::{Error, Fault};
pub use fit::{Boundary, Estimate, Fit, Status};
pub use history::{Cell, Cells, Customer, Day, History, Holdout, Kind, LeftOut, Prepared, Rules, Transaction, ZeroSales, prepare};
pub use purchases::{
    BetaGeometric, BetaGeometricParameters, BgBb, BgBbParameters, BgNbd, MbgNbd, Nbd, NbdParameters, ParetoNbd, ParetoNbdParameters,
    PeriodCell, PeriodHistory, PurchaseModel,
};
pub use regression::Covariates;
pub use reorder::{ReorderAlert, ReorderCycle, ReorderSegment};
pub use retention::{Cox, DiscreteHazard, KaplanMeier, Lifetime, LogRank, PeriodLifetime, SurvivalStep, concordance, log_rank};
pub use scoring::{CalibrationBin, Logistic, Performance};
pub use spend::{GammaGamma, GammaGammaParameters, Independence, NOTABLE_CORRELATION, Spender, Spenders};
pub use value::{Discount, WEEKS_PER_YEAR, Worth, discounted_purchases};
