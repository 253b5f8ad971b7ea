//! The purchase model of a workspace: fitted to its own history, judged by what came after, kept as a report from which it is
//! made again, and left alone when the data cannot carry it.

use chrono::NaiveDate;
use guanxi_clv::{
    Behind, Boundary, Cells, Choice, Chosen, Estimate, Family, Fit, History, Judged, Outcome, PurchaseModel, Rules, SpendChoice,
    SpendModel, Spenders, Status, Time, Verdict,
};
use guanxi_kernel::error::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    facts::{Buyer, histories},
    parameters::Settings,
    rules::real,
    thinned::Thinned,
};
use crate::orders::queries::Entry;

/// What is expected of customers.
#[derive(Debug)]
pub(super) struct Model {
    /// How often they buy.
    pub(super) purchases: Chosen,
    /// Who is still one: another model where the chosen one counts everybody who bought once.
    pub(super) departure: Chosen,
    /// For how much, in minor units.
    pub(super) spend: SpendModel,
}

impl Model {
    /// Expected purchases in the coming weeks.
    pub(super) fn expected(&self, history: &History, weeks: f64) -> f64 {
        Time::new(weeks).map_or(0.0, |time| self.purchases.expected_purchases(history, time))
    }

    /// Expected net sales of a purchase, in minor units.
    pub(super) fn expected_spend(&self, buyer: &Buyer) -> f64 {
        let told = self.spend.expected_spend(buyer.history.frequency(), buyer.spend.unwrap_or(0.0));
        told.expect("a model is made only where newcomers have a mean, and means of whole amounts are finite")
    }
}

/// What a model was fitted to, and how it came to be the one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelReport {
    /// The day until whose end purchases count.
    pub day: NaiveDate,
    /// Customers with a purchase.
    #[serde(default)]
    pub all_customers: u64,
    /// Those among them that the models are fitted to: every so-manieth where they are many.
    pub customers: u64,
    /// Those among these who bought again.
    pub repeaters: u64,
    /// Where the time after which the models were tested begins.
    pub holdout_from: Option<NaiveDate>,
    /// All models that were tried.
    pub models: Vec<Tried>,
    /// How the rule that everybody goes on as before did in the hold-out.
    pub as_before: Option<Quality>,
    /// The model that is used, by its name; none when the simple form is.
    pub used: Option<String>,
    /// Why none is used: `too_few`, `none_believed`, `as_before_is_nearer`, `spend_unknown`.
    pub why_none: Option<String>,
    /// Which model says who is still a customer.
    pub departure: Option<String>,
    /// What a purchase is expected to bring.
    pub spend: Option<SpendReport>,
}

/// A model that was tried.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Tried {
    /// `mbg_nbd`, `mbg_cnbd`, `bg_nbd`, `pareto_nbd`, `nbd`.
    pub name: String,
    /// `converged`, `boundary` or `failed`.
    pub status: String,
    /// For `boundary`: which parameter, and whether it is `at_bound` or `unidentified`.
    pub boundary: Option<BoundaryReport>,
    /// Whether a weak prior held it: the customers tell that some leave, but not how much they differ in that.
    #[serde(default)]
    pub held: bool,
    /// The log-likelihood.
    pub log_likelihood: f64,
    /// How regular purchases are, where the model knows it.
    pub k: Option<u32>,
    /// Its parameters, for times in weeks.
    pub parameters: Vec<ParameterReport>,
    /// The covariance of the logarithms of the parameters, row by row; none without a proper maximum.
    pub log_covariance: Option<Vec<Vec<f64>>>,
    /// How it did in the hold-out.
    pub holdout: Option<Quality>,
    /// Why it is used or not.
    pub verdict: VerdictReport,
}

/// The edge of a model on which a fit lies.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BoundaryReport {
    /// `at_bound` or `unidentified`.
    pub kind: String,
    /// The parameter.
    pub parameter: String,
}

/// A parameter of a model.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ModelParameter)]
pub struct ParameterReport {
    /// Its name in the literature.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// How far it may be off.
    pub standard_error: Option<f64>,
}

/// How a prediction did in the hold-out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Quality {
    /// What was predicted over all customers.
    pub predicted: f64,
    /// What happened.
    pub actual: f64,
    /// Mean absolute error of a customer, in purchases.
    pub mae: f64,
    /// Root of the mean squared error.
    pub rmse: f64,
    /// Its mean squared error less that of the model that is used …
    pub behind: f64,
    /// … lies above this …
    pub behind_low: f64,
    /// … and below this in 95 of 100 draws of customers.
    pub behind_high: f64,
}

/// Why a model is used or not.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct VerdictReport {
    /// `most_likely`, `best_in_holdout`, `as_likely`, `less_likely`, `worse_in_holdout`, `at_boundary`, `failed`,
    /// `no_better_than_nbd`, `fallback`, `simpler`.
    pub code: String,
    /// The number behind it: the difference of the evidence, or twice the gain in likelihood.
    pub by: Option<f64>,
    /// What that gain should have been.
    pub needed: Option<f64>,
}

/// What a purchase is expected to bring.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpendReport {
    /// `gamma_gamma`; `mean`, each customer's own, where it cannot be believed; `mean_of_all` where customers do not differ.
    pub kind: String,
    /// Why: `independent`, `depends_on_frequency`, `newcomers_without_mean`, `at_boundary`, `failed`, `too_few`.
    #[serde(default)]
    pub why: Option<String>,
    /// How the fit of the Gamma-Gamma model ended.
    pub status: Option<String>,
    /// Its log-likelihood.
    pub log_likelihood: Option<f64>,
    /// Its parameters; `v` is in minor units.
    pub parameters: Vec<ParameterReport>,
    /// The covariance of the logarithms of the parameters.
    pub log_covariance: Option<Vec<Vec<f64>>>,
    /// The mean net sales of a repeat purchase over all customers, in minor units.
    pub mean_minor: f64,
    /// Correlation of frequency and spend.
    pub correlation: Option<f64>,
    /// Correlation of their ranks.
    pub rank_correlation: Option<f64>,
    /// Repeat buyers whose purchases came to nothing or less, of whom the model is not told.
    pub without_spend: usize,
}

/// What a model is fitted to: the customers of a workspace, or some of them where they are many.
#[derive(Debug)]
pub(super) struct Sample {
    customers: Thinned<Sampled>,
    /// Customers with a purchase, whether they are in the sample or not.
    met: u64,
}

#[derive(Debug)]
struct Sampled {
    /// Observed to the end.
    all: Buyer,
    /// Observed until the hold-out begins; none of whom had not bought by then.
    before: Option<Buyer>,
}

/// Days in the unit of time of the histories.
const WEEK: f64 = 7.0;

impl Sample {
    /// Of at most so many customers.
    pub(super) fn new(customers: usize) -> Self {
        Self { customers: Thinned::new(customers), met: 0 }
    }

    /// Meets customers, by their orders until the end of a day, and from another day on to test what is said of the time before.
    pub(super) fn meet<'a>(&mut self, each: impl Iterator<Item = &'a [Entry]>, [day, holdout_from]: [NaiveDate; 2]) -> Result<()> {
        let has_bought = |own: &&[Entry]| own.iter().any(|entry| entry.kind == "sale");
        let bought = each.filter(has_bought).inspect(|_| self.met += 1);
        let is_wanted = |own: &&[Entry]| own.first().is_some_and(|entry| self.customers.wants(entry.account_id));
        let wanted: Vec<&Entry> = bought.filter(is_wanted).flatten().collect();
        let mut before =
            histories(wanted.iter().copied(), &Rules::weekly(holdout_from).with_holdout(day))?.customers.into_iter().peekable();
        for all in histories(wanted, &Rules::weekly(day))?.customers {
            let before = before.next_if(|before| before.id == all.id);
            self.customers.keep(all.id, Sampled { all, before });
        }
        Ok(())
    }

    fn all(&self) -> impl Iterator<Item = &Buyer> {
        self.customers.kept().map(|sampled| &sampled.all)
    }

    fn before(&self) -> impl Iterator<Item = &Buyer> {
        self.customers.kept().filter_map(|sampled| sampled.before.as_ref())
    }

    /// Fits and chooses. Takes seconds for millions of customers, so not on a thread that others wait for.
    pub(super) fn fit(&self, day: NaiveDate, holdout_from: NaiveDate, settings: &Settings) -> Result<ModelReport> {
        let repeaters = repeaters(self.all());
        let mut report = ModelReport {
            day,
            all_customers: self.met,
            customers: self.customers.kept().len() as u64,
            repeaters: repeaters as u64,
            holdout_from: None,
            models: Vec::new(),
            as_before: None,
            used: None,
            why_none: Some("too_few".to_owned()),
            departure: None,
            spend: None,
        };
        let enough = |count: usize| i64::try_from(count).is_ok_and(|count| count >= settings.model_least);
        if !enough(repeaters) {
            return Ok(report);
        }
        let cells = cells(self.all())?;
        let is_tested = enough(self::repeaters(self.before()));
        let weeks = Time::new(real((day - holdout_from).num_days()) / WEEK).map_err(anyhow::Error::from)?;
        let choice = if is_tested {
            let histories: Vec<History> = self.before().map(|buyer| buyer.history).collect();
            let purchases: Vec<f64> = self.before().map(|buyer| f64::from(buyer.holdout.purchases)).collect();
            Choice::of(&self::cells(self.before())?, Some(Outcome { histories: &histories, purchases: &purchases, time: weeks }))
        } else {
            Choice::of(&cells, None)
        };
        let choice = choice.map_err(anyhow::Error::from)?;
        report.holdout_from = is_tested.then_some(holdout_from);
        report.as_before = choice.as_before.map(|judged| quality(&judged));
        for candidate in &choice.candidates {
            // What is shown is what all the data say; the hold-out has judged the same model before.
            let fit = if is_tested { candidate.fit.model.refit(&cells).map_err(anyhow::Error::from)? } else { candidate.fit.clone() };
            report.models.push(tried(&fit, candidate.holdout.as_ref(), &candidate.verdict));
        }
        let chosen = choice.refit(&cells).map_err(anyhow::Error::from)?;
        report.spend = self.spend(settings.spend_correlation);
        report.why_none = match (&choice.chosen().verdict, choice.as_before) {
            (Verdict::Fallback, _) => Some("none_believed"),
            (_, Some(judged)) if judged.behind.is_ahead() => Some("as_before_is_nearer"),
            _ if report.spend.is_none() => Some("spend_unknown"),
            _ => None,
        }
        .map(str::to_owned);
        if report.why_none.is_none() {
            let departure = choice.of_departure().map_or(chosen.model.family(), |candidate| candidate.fit.model.family());
            report.used = Some(chosen.model.family().name().to_owned());
            report.departure = Some(departure.name().to_owned());
        }
        Ok(report)
    }

    fn spend(&self, notable_correlation: f64) -> Option<SpendReport> {
        let spenders = Spenders::of(self.all().map(|buyer| (buyer.history.frequency(), buyer.spend.unwrap_or(0.0)))).ok()?;
        let SpendChoice { model, reason, independence, gamma_gamma } = SpendChoice::of(&spenders, notable_correlation);
        let fit = gamma_gamma.ok();
        Some(SpendReport {
            kind: model.name().to_owned(),
            why: Some(reason.code().to_owned()),
            status: fit.as_ref().map(|fit| fit.status.code().to_owned()),
            log_likelihood: fit.as_ref().map(|fit| fit.log_likelihood),
            parameters: fit.iter().flat_map(|fit| &fit.estimates).map(parameter).collect(),
            log_covariance: fit.and_then(|fit| fit.log_covariance),
            mean_minor: spenders.mean_purchase(),
            correlation: independence.pearson,
            rank_correlation: independence.spearman,
            without_spend: spenders.dropped(),
        })
    }
}

fn repeaters<'a>(buyers: impl Iterator<Item = &'a Buyer>) -> usize {
    buyers.filter(|buyer| buyer.history.frequency() > 0).count()
}

fn cells<'a>(buyers: impl Iterator<Item = &'a Buyer>) -> Result<Cells> {
    Ok(Cells::of_gaps(buyers.map(|buyer| (buyer.history, &buyer.gaps))).map_err(anyhow::Error::from)?)
}

fn parameter(estimate: &Estimate) -> ParameterReport {
    ParameterReport { name: estimate.name.to_owned(), value: estimate.value, standard_error: estimate.standard_error }
}

fn quality(judged: &Judged) -> Quality {
    let Judged { metrics, behind: Behind { by, low, high } } = judged;
    Quality {
        predicted: metrics.predicted,
        actual: metrics.actual,
        mae: metrics.mae,
        rmse: metrics.rmse,
        behind: *by,
        behind_low: *low,
        behind_high: *high,
    }
}

fn tried(fit: &Fit<Chosen>, holdout: Option<&Judged>, verdict: &Verdict) -> Tried {
    let boundary = match fit.status {
        Status::Boundary(boundary @ (Boundary::AtBound(parameter) | Boundary::Unidentified(parameter))) => {
            Some(BoundaryReport { kind: boundary.code().to_owned(), parameter: parameter.to_owned() })
        }
        Status::Converged | Status::Failed => None,
    };
    Tried {
        name: fit.model.family().name().to_owned(),
        status: fit.status.code().to_owned(),
        boundary,
        held: fit.is_held(),
        log_likelihood: fit.log_likelihood,
        k: fit.model.k(),
        parameters: fit.estimates.iter().map(parameter).collect(),
        log_covariance: fit.log_covariance.clone(),
        holdout: holdout.map(quality),
        verdict: said(verdict),
    }
}

fn said(verdict: &Verdict) -> VerdictReport {
    let (by, needed) = match *verdict {
        Verdict::AsLikely { by } | Verdict::LessLikely { by } => (Some(by), None),
        Verdict::NoBetterThanNbd { gain, needed } => (Some(gain), Some(needed)),
        _ => (None, None),
    };
    VerdictReport { code: verdict.code().to_owned(), by, needed }
}

impl ModelReport {
    /// The model that is used, made again from its parameters; none where newcomers have no mean, as an older report may have it.
    pub(super) fn model(&self) -> Option<Model> {
        let spend = self.spend.as_ref()?;
        let spend = SpendModel::named(&spend.kind, spend.mean_minor, |name| named(&spend.parameters, name))?;
        spend.expected_spend(0, 0.0).ok()?;
        Some(Model { purchases: self.chosen(self.used.as_deref()?)?, departure: self.chosen(self.departure.as_deref()?)?, spend })
    }

    fn chosen(&self, name: &str) -> Option<Chosen> {
        let tried = self.models.iter().find(|tried| tried.name == name)?;
        Family::named(name)?.model(tried.k.unwrap_or(1), |name| named(&tried.parameters, name))
    }
}

fn named(parameters: &[ParameterReport], name: &str) -> Option<f64> {
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
}
