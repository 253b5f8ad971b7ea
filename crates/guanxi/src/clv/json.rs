//! The analysis for programs. Models and their parameters have the names of the literature; their names are stable.

use guanxi_clv::{Behind, Boundary, Candidate, Choice, Chosen, Estimate, Fit, FrequencyBin, Judged, Status, Verdict};
use serde_json::{Map, Value, json};

use super::{
    analysis::{Analysis, Future, Holdout},
    intervals::{Intervals, LEVEL, Range},
    outlook::{Life, Totals},
    spend::Spend,
};

/// One JSON object.
pub(super) fn document(analysis: &Analysis) -> anyhow::Result<String> {
    let choice = &analysis.choice;
    let mut models: Map<String, Value> = choice.candidates.iter().map(|one| (name(one), purchases(&one.fit))).collect();
    let mut boundaries: Map<String, Value> =
        choice.candidates.iter().filter_map(|one| Some((name(one), boundary(one.fit.status)?))).collect();
    let spend_model = match &analysis.spend {
        Ok(spend) => fit(&spend.fit),
        Err(_) => json!({"parameters": {}, "standard_errors": {}, "log_likelihood": null, "status": Status::Failed.code()}),
    };
    models.insert("gamma_gamma".to_owned(), spend_model);
    if let Some(boundary) = analysis.spend.as_ref().ok().and_then(|spend| boundary(spend.fit.status)) {
        boundaries.insert("gamma_gamma".to_owned(), boundary);
    }
    let document = json!({
        "customers": analysis.calibration.customers.len(),
        "rows": analysis.rows,
        "credits": {"rows": analysis.credits.all, "linked": analysis.credits.linked},
        "first_purchase": analysis.first,
        "calibration_end": analysis.end,
        "came_after_calibration": analysis.calibration.left_out.came_later,
        "left_truncated": analysis.customers().customers.iter().filter(|customer| customer.is_left_truncated).count(),
        "time_unit": "week",
        "chosen": choice.chosen().fit.model.family().name(),
        "verdicts": verdicts(choice),
        "models": models,
        "boundaries": boundaries,
        "held_by_weak_prior": choice.candidates.iter().filter(|one| one.fit.is_held()).map(name).collect::<Vec<_>>(),
        "holdout": analysis.holdout.as_ref().map(|after| holdout(after, choice)),
        "spend": spend(analysis),
        "future": future(&analysis.future),
    });
    Ok(serde_json::to_string_pretty(&document)?)
}

fn name(candidate: &Candidate) -> String {
    candidate.fit.model.family().name().to_owned()
}

fn purchases(of: &Fit<Chosen>) -> Value {
    let mut model = fit(of);
    if let Chosen::MbgCnbd(regular) = &of.model {
        model["parameters"]["k"] = json!(regular.k());
    }
    model
}

fn fit<M>(fit: &Fit<M>) -> Value {
    let by_name = |of: fn(&Estimate) -> Option<f64>| -> Map<String, Value> {
        fit.estimates.iter().map(|estimate| (estimate.name.to_owned(), json!(of(estimate)))).collect()
    };
    json!({
        "parameters": by_name(|estimate| Some(estimate.value)),
        "standard_errors": by_name(|estimate| estimate.standard_error),
        "log_likelihood": fit.log_likelihood,
        "status": fit.status.code(),
    })
}

fn boundary(status: Status) -> Option<Value> {
    match status {
        Status::Boundary(Boundary::AtBound(parameter)) => Some(json!({"kind": "at_bound", "parameter": parameter})),
        Status::Boundary(Boundary::Unidentified(parameter)) => Some(json!({"kind": "unidentified", "parameter": parameter})),
        Status::Converged | Status::Failed => None,
    }
}

/// Why each model was taken or not, with those that were not tried.
fn verdicts(choice: &Choice) -> Map<String, Value> {
    let tried = choice.candidates.iter().map(|candidate| (name(candidate), verdict(candidate.verdict)));
    let left_out = choice
        .left_out
        .iter()
        .map(|(family, error)| (family.name().to_owned(), json!({"verdict": "not_tried", "because": error.to_string()})));
    tried.chain(left_out).collect()
}

fn verdict(verdict: Verdict) -> Value {
    match verdict {
        Verdict::MostLikely => json!({"verdict": "most_likely"}),
        Verdict::BestInHoldout { over } => json!({"verdict": "best_in_holdout", "over": over.name()}),
        Verdict::AsLikely { by } => json!({"verdict": "as_likely", "by": by}),
        Verdict::LessLikely { by } => json!({"verdict": "less_likely", "by": by}),
        Verdict::WorseInHoldout => json!({"verdict": "worse_in_holdout"}),
        Verdict::AtBoundary(_) => json!({"verdict": "at_boundary"}),
        Verdict::Failed => json!({"verdict": "failed"}),
        Verdict::NoBetterThanNbd { gain, needed } => json!({"verdict": "no_better_than_nbd", "gain": gain, "needed": needed}),
        Verdict::Fallback => json!({"verdict": "fallback"}),
        Verdict::Simpler => json!({"verdict": "simpler"}),
    }
}

fn holdout(Holdout { weeks, by_frequency }: &Holdout, choice: &Choice) -> Value {
    let models: Map<String, Value> =
        choice.candidates.iter().filter_map(|candidate| Some((name(candidate), judged(candidate.holdout.as_ref()?)))).collect();
    let bin = |bin: &FrequencyBin| json!({"frequency": bin.frequency, "customers": bin.customers, "actual": bin.actual, "predicted": bin.predicted});
    json!({
        "weeks": weeks,
        "models": models,
        "same_rate": choice.as_before.as_ref().map(judged),
        "by_frequency": by_frequency.iter().map(bin).collect::<Vec<_>>(),
    })
}

fn judged(Judged { metrics, behind }: &Judged) -> Value {
    let Behind { by, low, high } = behind;
    json!({
        "actual": metrics.actual,
        "predicted": metrics.predicted,
        "mean_absolute_error": metrics.mae,
        "root_mean_squared_error": metrics.rmse,
        "bias": metrics.bias,
        "share_of_top_tenth": metrics.top_share,
        "squared_error_behind_choice": {"by": by, "low": low, "high": high},
    })
}

/// Which spend model is used, and whether it may be.
fn spend(analysis: &Analysis) -> Value {
    match &analysis.future.spend {
        Err(error) => json!({"model": null, "because": error.to_string()}),
        Ok(Spend { independence, regression, spenders, mean, .. }) => json!({
            "model": if regression.is_some() { "regression" } else if mean.is_some() { "mean" } else { "gamma_gamma" },
            "correlation_with_frequency": {"pearson": independence.pearson, "spearman": independence.spearman},
            "regression": regression.map(|line| json!({
                "intercept": line.intercept,
                "slope": line.slope,
                "slope_standard_error": line.slope_standard_error,
                "variance": line.variance,
            })),
            "customers_without_value": spenders.dropped(),
        }),
    }
}

/// What is expected of all customers together, and by which models.
fn future(future: &Future) -> Value {
    let totals = Totals::of(&future.expected);
    let intervals = future.intervals.as_ref();
    let (life_model, life_weeks) = match &future.models.life {
        Life::Whole(_) => ("pareto_nbd", None),
        Life::Weeks(weeks) => (future.fit.model.family().name(), Some(weeks)),
    };
    json!({
        "from": future.from,
        "weeks": future.horizon.weeks,
        "annual_discount": future.horizon.annual_rate,
        "margin": future.horizon.margin,
        "customers": future.expected.len(),
        "model": {"name": future.fit.model.family().name(), "fit": purchases(&future.fit)},
        "alive_by": future.models.departure.map(|model| model.family().name()),
        "life": {"model": life_model, "weeks": life_weeks},
        "totals": {
            "alive": totals.alive,
            "buyers": totals.buyers,
            "purchases": totals.purchases,
            "value": totals.value,
            "life_value": totals.life,
            "customers_of_half_the_value": totals.half,
        },
        "intervals": intervals.map(|Intervals { replicates, failed, purchases, value, .. }| json!({
            "level": LEVEL,
            "replicates": replicates,
            "failed": failed,
            "purchases": range(*purchases),
            "value": value.map(range),
        })),
    })
}

fn range((low, high): Range) -> Value {
    json!({"low": low, "high": high})
}
