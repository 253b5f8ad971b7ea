//! What to ask for the spend of a customer: the Gamma-Gamma model where it may be believed, otherwise something simpler.
//!
//! As for purchases, the reason is a fact and not a sentence.

use super::{GammaGamma, GammaGammaParameters, Independence, Spenders};
use crate::Error;
use crate::error::finite;
use crate::fit::{Boundary, Fit, Status};

/// How sure it must be that newcomers have a mean.
const SURE: f64 = 0.95;

/// What tells how much a purchase will come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpendModel {
    /// The customer's own mean, drawn to that of all.
    GammaGamma(GammaGamma),
    /// The mean of all repeat purchases, whoever made them, in units of money.
    Mean(f64),
    /// The customer's own mean as it is; of whom none is known, this of all repeat purchases.
    OwnMean(f64),
}

impl SpendModel {
    /// The model of this [`name`](Self::name) with the parameters of the Gamma-Gamma model, asked for by their names in the
    /// literature, and the mean of all repeat purchases. None if there is no such model, if a parameter is missing or is none, or if
    /// newcomers would have no mean.
    #[must_use]
    pub fn named(name: &str, mean_of_all: f64, parameter: impl Fn(&str) -> Option<f64>) -> Option<Self> {
        match name {
            "gamma_gamma" => {
                let parameters = GammaGammaParameters { p: parameter("p")?, q: parameter("q")?, v: parameter("v")? };
                let model = GammaGamma::new(parameters).ok()?;
                model.expected_spend(0, 0.0).is_ok().then_some(Self::GammaGamma(model))
            }
            "mean_of_all" => Some(Self::Mean(mean_of_all)),
            "mean" => Some(Self::OwnMean(mean_of_all)),
            _ => None,
        }
    }

    /// Its name for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::GammaGamma(_) => "gamma_gamma",
            Self::Mean(_) => "mean_of_all",
            Self::OwnMean(_) => "mean",
        }
    }

    /// Expected value of a future purchase of a customer with `frequency` repeat purchases of mean value `mean`, in units of money.
    /// Where the mean is not above zero, as after everything was given back, it says as little as no repeat purchase.
    ///
    /// # Errors
    /// As [`GammaGamma::expected_spend`]; [`Error::Parameter`] if `mean` is not finite.
    pub fn expected_spend(&self, frequency: u32, mean: f64) -> Result<f64, Error> {
        let told = if finite("zbar", mean)? > 0.0 { frequency } else { 0 };
        match self {
            Self::GammaGamma(model) => model.expected_spend(told, mean.max(0.0)),
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
    /// The Gamma-Gamma model converged, but its tail is so heavy that the mean of customers without a repeat purchase is infinite, or
    /// may well be: the interval of 95 percent of `q` does not lie above 1.
    NewcomersWithoutMean,
    /// The Gamma-Gamma model lies at its edge. At that of `q` or `v` customers do not differ, and the mean of all tells as much; but
    /// with a `q` up to 1 they differ without bound.
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
            Self::NewcomersWithoutMean => "newcomers_without_mean",
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
    /// Gamma-Gamma if its fit converged, newcomers have a mean in it, and spend does not depend on frequency by a correlation above
    /// `notable`, usually [`NOTABLE_CORRELATION`](super::NOTABLE_CORRELATION); otherwise a mean: that of all where customers do not
    /// differ, else each customer's own.
    ///
    /// Where spend depends on frequency, a customer's own mean tells more than a
    /// [`SpendRegression`](super::SpendRegression), which only knows how often one buys.
    #[must_use]
    pub fn of(spenders: &Spenders, notable: f64) -> Self {
        let independence = Independence::of(spenders);
        let gamma_gamma = GammaGamma::fit(spenders);
        let mean = spenders.mean_purchase();
        let (model, reason) = match &gamma_gamma {
            Err(_) => (SpendModel::OwnMean(mean), SpendReason::TooFew),
            Ok(_) if independence.exceeds(notable) => (SpendModel::OwnMean(mean), SpendReason::DependsOnFrequency),
            Ok(fit) => by_fit(fit, mean),
        };
        Self { model, reason, independence, gamma_gamma }
    }
}

/// Where spend does not depend on frequency.
fn by_fit(fit: &Fit<GammaGamma>, mean_of_all: f64) -> (SpendModel, SpendReason) {
    let q = fit.model.parameters().q;
    match fit.status {
        Status::Converged if newcomers_have_a_mean(fit) => (SpendModel::GammaGamma(fit.model), SpendReason::Independent),
        Status::Converged => (SpendModel::OwnMean(mean_of_all), SpendReason::NewcomersWithoutMean),
        Status::Boundary(boundary @ (Boundary::AtBound("q" | "v") | Boundary::Unidentified("q" | "v"))) if q > 1.0 => {
            (SpendModel::Mean(mean_of_all), SpendReason::AtBoundary(boundary))
        }
        Status::Boundary(boundary) => (SpendModel::OwnMean(mean_of_all), SpendReason::AtBoundary(boundary)),
        Status::Failed => (SpendModel::OwnMean(mean_of_all), SpendReason::Failed),
    }
}

/// The mean of newcomers is `p v/(q − 1)`: where the interval of `q` holds 1, it may be infinite, and what it is said to be is chance.
fn newcomers_have_a_mean(fit: &Fit<GammaGamma>) -> bool {
    fit.estimate("q").and_then(|q| q.interval(SURE)).is_some_and(|(low, _)| low > 1.0)
}
