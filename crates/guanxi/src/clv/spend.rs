//! How much a customer spends on a purchase.

use guanxi_clv::{Customer, Error, Fit, GammaGamma, Independence, Prepared, SpendRegression, Spenders, Status};

/// The spend model, and what stands in for it where it may not be used.
#[derive(Clone)]
pub(super) struct Spend {
    /// Whom it was fitted to.
    pub(super) spenders: Spenders,
    /// The model.
    pub(super) fit: Fit<GammaGamma>,
    /// Whether it may be used.
    pub(super) independence: Independence,
    /// What is used instead where spend depends on how often customers buy.
    pub(super) regression: Option<SpendRegression>,
    /// The mean purchase of all, which is used instead where the model found no best fit.
    pub(super) mean: Option<f64>,
}

impl Spend {
    pub(super) fn of(prepared: &Prepared<String>) -> Result<Self, Error> {
        let rows = prepared.customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)));
        let spenders = Spenders::of(rows)?;
        let fit = GammaGamma::fit(&spenders)?;
        let independence = Independence::of(&spenders);
        let regression = independence.is_in_doubt().then(|| SpendRegression::fit(&spenders)).transpose()?;
        let mean = (fit.status == Status::Failed && regression.is_none()).then(|| mean(&spenders));
        Ok(Self { spenders, fit, independence, regression, mean })
    }

    /// What a purchase of this customer will come to; none where that has no mean.
    pub(super) fn expected(&self, customer: &Customer<String>) -> Option<f64> {
        match (&self.regression, self.mean) {
            (Some(regression), _) => Some(regression.expected_spend(customer.history.frequency())),
            (None, Some(mean)) => Some(customer.spend.filter(|own| *own > 0.0).unwrap_or(mean)),
            (None, None) => by_model(&self.fit.model, customer),
        }
    }
}

/// Of all repeat purchases of these customers.
fn mean(spenders: &Spenders) -> f64 {
    let (sum, purchases) = spenders.as_slice().iter().fold((0.0, 0.0), |(sum, purchases), spender| {
        let own = f64::from(spender.frequency) * f64::from(spender.customers);
        (sum + own * spender.mean, purchases + own)
    });
    sum / purchases
}

/// The same as the Gamma-Gamma model says it.
pub(super) fn by_model(model: &GammaGamma, customer: &Customer<String>) -> Option<f64> {
    // What was given back whole says as little of the next purchase as none.
    let known = customer.spend.filter(|mean| *mean > 0.0).map_or((0, 0.0), |mean| (customer.history.frequency(), mean));
    model.expected_spend(known.0, known.1).ok()
}
