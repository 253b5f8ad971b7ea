//! Customer lifetime value: who still buys, how often, for how much, and what that is worth today.
//!
//! Pure computation. It reads no files, knows no database and no currency, and writes no sentences: the caller does.
//!
//! # From transactions to value
//! The customers of the music shop CDNOW, one in ten of those who came in the first quarter of 1997, as used by Fader, Hardie &
//! Lee 2005 and many after them. Times are in weeks.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! use chrono::NaiveDate;
//! use guanxi_clv::{
//!     Cells, Choice, Discount, GammaGamma, Independence, Kind, MbgNbd, Prediction, Rules, Spenders, Transaction, Worth, prepare,
//! };
//!
//! // 1. Transactions: who, when, how much.
//! let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cdnow_sample_transactions.csv");
//! let text = std::fs::read_to_string(file)?;
//! let mut transactions = Vec::new();
//! for line in text.lines().skip(1) {
//!     let fields: Vec<&str> = line.split(',').collect();
//!     transactions.push(Transaction {
//!         customer: fields[1].parse::<u32>()?,
//!         day: fields[2].parse::<NaiveDate>()?,
//!         amount: fields[4].parse()?,
//!         kind: Kind::Sale { order: None },
//!     });
//! }
//!
//! // 2. Histories: repeat purchases, time of the last, time observed.
//! let end = NaiveDate::from_ymd_opt(1997, 9, 30).ok_or("no such day")?;
//! let customers = prepare(&transactions, &Rules::weekly(end), &BTreeMap::new())?.customers;
//! assert_eq!(customers.len(), 2_357);
//! let cells = Cells::of_gaps(customers.iter().map(|customer| (customer.history, &customer.gaps)))?;
//! assert_eq!(cells.as_slice().len(), 1_016);
//!
//! // 3. How often they buy and whether they still do. Always look at the status.
//! let purchases = MbgNbd::fit(&cells)?;
//! assert_eq!(purchases.status.code(), "converged");
//! assert!((purchases.log_likelihood + 9_582.135_7).abs() < 1e-4);
//! // Or let the data choose; each candidate says why it was taken or not.
//! assert_eq!(Choice::of(&cells, None)?.chosen().fit.model.family().name(), "mbg_nbd");
//!
//! // 4. How much they spend, which must not depend on how often.
//! let spend = customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)));
//! let spenders = Spenders::of(spend)?;
//! assert!(!Independence::of(&spenders).is_in_doubt());
//! let spend = GammaGamma::fit(&spenders)?;
//!
//! // 5. What the first customer, who bought twice more for 22.35 dollars on average, is worth in the next year: at a margin of
//! // 30 percent and a discount of 15 percent a year.
//! let first = &customers[0];
//! let expected = spend.model.expected_spend(first.history.frequency(), first.spend.unwrap_or(0.0))?;
//! let year = Prediction::of(&purchases.model, &first.history, 52, Discount::weekly(0.15)?)?;
//! let value = Worth::new(expected, 0.3)?.of(year.discounted);
//! assert!((year.alive - 0.706).abs() < 1e-3);
//! assert!((year.purchases - 1.597).abs() < 1e-3);
//! assert!((expected - 24.66).abs() < 0.01);
//! assert!((value - 11.06).abs() < 0.01);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which model
//! | customers | model |
//! |---|---|
//! | buy at random, leave unseen; some never come back | [`MbgNbd`], [`ParetoNbd`] |
//! | the same, and one-time buyers need not be judged | [`BgNbd`] |
//! | order at regular gaps, as firms do | [`MbgCnbd`], [`ReorderSegment`] |
//! | may buy once a period: renewals, donations, tenders | [`BgBb`] |
//! | do not leave, or too few to tell | [`Nbd`] |
//! | have a contract, whose end is known | [`KaplanMeier`], [`Cox`], [`DiscreteHazard`] |
//!
//! Sums over customers are taken in fixed chunks, so that results are the same to the last bit for any number of threads.
#![warn(missing_docs)]

mod bootstrap;
mod choice;
mod cholesky;
mod chunks;
mod classes;
mod demand;
mod error;
mod fit;
mod history;
mod purchases;
mod quadrature;
mod random;
mod regression;
mod reorder;
mod retention;
mod scoring;
mod special;
mod spend;
mod statistics;
mod validation;
mod value;

pub use bootstrap::{Bootstrap, Replicates};
pub use choice::{Behind, Candidate, Choice, Chosen, Family, Judged, Outcome, Verdict};
pub use classes::{AbcClass, Cohort, Rfm, RfmScore, abc, cohorts, gini, quantile_scores, share_of_top, whale_curve};
pub use demand::{
    DemandClass, DemandPattern, Forecast, Form, Intermittent, IntermittentState, Method, Scale, Smoothing, Trend, Tsb, forecast, mase,
    rmsse,
};
pub use error::{Error, Fault};
pub use fit::{Boundary, Estimate, Fit, Prior, Status};
pub use history::{
    Cell, Cells, Customer, History, Holdout, InOrder, Kind, LeftOut, PerCell, Prepared, Rules, Time, Transaction, ZeroSales, prepare,
    prepare_in_order,
};
pub use purchases::{
    BetaGeometric, BetaGeometricParameters, BgBb, BgBbParameters, BgNbd, MbgCnbd, MbgNbd, Nbd, NbdParameters, ParetoNbd,
    ParetoNbdParameters, PeriodCell, PeriodHistory, PurchaseModel, regularity,
};
pub use random::Random;
pub use regression::Covariates;
pub use reorder::{ReorderAlert, ReorderBounds, ReorderCycle, ReorderSegment};
pub use retention::{Cox, DiscreteHazard, KaplanMeier, Lifetime, LogRank, PeriodLifetime, SurvivalStep, concordance, log_rank};
pub use scoring::{CalibrationBin, Logistic, Performance};
pub use spend::{
    GammaGamma, GammaGammaParameters, Independence, NOTABLE_CORRELATION, SpendChoice, SpendModel, SpendReason, SpendRegression, Spender,
    Spenders,
};
pub use validation::{
    FrequencyBin, Metrics, Resampled, TrackedCustomer, TrackingPoint, by_frequency, hiatus, last_year, same_rate, tracking,
};
pub use value::{Discount, Prediction, WEEKS_PER_YEAR, Worth};

/// The example for who meets the crate first.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
