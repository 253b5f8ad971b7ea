//! What to ask for the spend of a customer: the Gamma-Gamma model where it may be believed, otherwise something simpler.
//!
//! As for purchases, the reason is a fact and not a sentence.

use super::{GammaGamma, Independence, SpendRegression, Spenders};
use crate::Error;
use crate::error::finite;
use crate::fit::{Boundary, Fit, Status};

/// What tells how much a purchase will come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpendModel {
    /// The customer's own mean, drawn to that of all.
    GammaGamma(GammaGamma),
    /// The mean of customers who buy as often.
    Regression(SpendRegression),
    /// The mean of all repeat purchases, whoever made them, in units of money.
    Mean(f64),
    /// The customer's own mean as it is; of whom none is known, this of all repeat purchases.
    OwnMean(f64),
}

impl SpendModel {
    /// Expected value of a future purchase of a customer with `frequency` repeat purchases of mean value `mean`, in units of money.
    /// Where the mean is not above zero, as after everything was given back, it says as little as no repeat purchase.
    ///
    /// # Errors
    /// As [`GammaGamma::expected_spend`]; [`Error::Parameter`] if `mean` is not finite.
    pub fn expected_spend(&self, frequency: u32, mean: f64) -> Result<f64, Error> {
        let told = if finite("zbar", mean)? > 0.0 { frequency } else { 0 };
        match self {
            Self::GammaGamma(model) => model.expected_spend(told, mean.max(0.0)),
            Self::Regression(regression) => Ok(regression.expected_spend(frequency)),
            Self::Mean(of_all) => Ok(*of_all),
            Self::OwnMean(of_all) => Ok(if told > 0 { mean } else { *of_all }),
        }
    }
}

/// Why spend is told by this model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpendReason {
    /// The Gamma-Gamma model converged, and spend does not notably depend on frequency.
    Independent,
    /// Spend depends on frequency, which the Gamma-Gamma model assumes it does not.
    DependsOnFrequency,
    /// The Gamma-Gamma model lies at its edge. At that of `q` or `v` customers do not differ, and the mean of all tells as much.
    AtBoundary(Boundary),
    /// The Gamma-Gamma model found no maximum.
    Failed,
    /// There are fewer spenders than parameters.
    TooFew,
}

impl SpendReason {
    /// A stable word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Independent => "independent",
            Self::DependsOnFrequency => "depends_on_frequency",
            Self::AtBoundary(_) => "at_boundary",
            Self::Failed => "failed",
            Self::TooFew => "too_few",
        }
    }
}

/// The choice and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct SpendChoice {
    /// What to ask.
    pub model: SpendModel,
    /// Why.
    pub reason: SpendReason,
    /// Whether spend depends on frequency.
    pub independence: Independence,
    /// How the Gamma-Gamma model fitted, chosen or not.
    pub gamma_gamma: Result<Fit<GammaGamma>, Error>,
}

impl SpendChoice {
    /// Gamma-Gamma if its fit converged and spend does not depend on frequency; where it does, the regression on frequency; otherwise
    /// a mean: that of all where customers do not differ, else each customer's own.
    #[must_use]
    pub fn of(spenders: &Spenders) -> Self {
        let independence = Independence::of(spenders);
        let gamma_gamma = GammaGamma::fit(spenders);
        let (model, reason) = match (&gamma_gamma, independence.is_in_doubt().then(|| SpendRegression::fit(spenders))) {
            (_, Some(Ok(regression))) => (SpendModel::Regression(regression), SpendReason::DependsOnFrequency),
            (Err(_), _) | (_, Some(Err(_))) => (SpendModel::OwnMean(spenders.mean_purchase()), SpendReason::TooFew),
            (Ok(fit), None) => by_fit(fit, spenders),
        };
        Self { model, reason, independence, gamma_gamma }
    }
}

/// Where spend does not depend on frequency.
fn by_fit(fit: &Fit<GammaGamma>, spenders: &Spenders) -> (SpendModel, SpendReason) {
    match fit.status {
        Status::Converged => (SpendModel::GammaGamma(fit.model), SpendReason::Independent),
        Status::Boundary(boundary @ (Boundary::AtBound("q" | "v") | Boundary::Unidentified("q" | "v"))) => {
            (SpendModel::Mean(spenders.mean_purchase()), SpendReason::AtBoundary(boundary))
        }
        Status::Boundary(boundary) => (SpendModel::OwnMean(spenders.mean_purchase()), SpendReason::AtBoundary(boundary)),
        Status::Failed => (SpendModel::OwnMean(spenders.mean_purchase()), SpendReason::Failed),
    }
}
