//! Customer lifetime value: who still buys, how often, for how much, and what that is worth today.
//!
//! Pure computation. It reads no files, knows no database and no currency, and writes no sentences: the caller does.
#![warn(missing_docs)]

mod chunks;
mod error;
mod fit;
mod history;
mod purchases;
mod quadrature;
mod special;
mod spend;
mod value;

pub use error::{Error, Fault};
pub use fit::{Boundary, Estimate, Fit, Status};
pub use history::{Cell, Cells, Customer, Day, History, Holdout, Kind, LeftOut, Prepared, Rules, Transaction, ZeroSales, prepare};
pub use purchases::{
    BetaGeometric, BetaGeometricParameters, BgNbd, MbgNbd, Nbd, NbdParameters, ParetoNbd, ParetoNbdParameters, PurchaseModel,
};
pub use spend::{GammaGamma, GammaGammaParameters, Independence, NOTABLE_CORRELATION, Spender, Spenders};
pub use value::{Discount, WEEKS_PER_YEAR, Worth, discounted_purchases};
