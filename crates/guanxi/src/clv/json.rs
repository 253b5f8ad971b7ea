//! The analysis for programs. Models and their parameters have the names of the literature; their names are stable.

use guanxi_clv::{Boundary, Chosen, Estimate, Fit, Metrics, Status};
use serde_json::{Map, Value, json};

use super::analysis::{Analysis, Holdout, Spend};

/// One JSON object.
pub(super) fn document(analysis: &Analysis) -> anyhow::Result<String> {
    let mut models = Map::new();
    for candidate in &analysis.choice.candidates {
        let mut model = fit(&candidate.fit);
        if let Chosen::MbgCnbd(regular) = &candidate.fit.model {
            model["parameters"]["k"] = json!(regular.k());
        }
        if let Some(metrics) = &candidate.holdout {
            model["holdout"] = measures(metrics);
        }
        models.insert(candidate.fit.model.name().to_owned(), model);
    }
    if let Ok(Spend { fit: spend, independence, dropped }) = &analysis.spend {
        let mut model = fit(spend);
        model["correlation_with_frequency"] = json!({"pearson": independence.pearson, "spearman": independence.spearman});
        model["customers_without_value"] = json!(dropped);
        models.insert("gamma_gamma".to_owned(), model);
    }
    let document = json!({
        "customers": analysis.prepared.customers.len(),
        "rows": analysis.rows,
        "first_purchase": analysis.first,
        "calibration_end": analysis.end,
        "came_after_calibration": analysis.prepared.left_out.came_later,
        "time_unit": "week",
        "chosen": analysis.choice.chosen().fit.model.name(),
        "holdout": analysis.holdout.as_ref().map(|Holdout { weeks, same_rate }| json!({"weeks": weeks, "same_rate": measures(same_rate)})),
        "models": models,
    });
    Ok(serde_json::to_string_pretty(&document)?)
}

fn fit<M>(fit: &Fit<M>) -> Value {
    let by_name = |of: fn(&Estimate) -> Option<f64>| -> Map<String, Value> {
        fit.estimates.iter().map(|estimate| (estimate.name.to_owned(), json!(of(estimate)))).collect()
    };
    let mut model = json!({
        "parameters": by_name(|estimate| Some(estimate.value)),
        "standard_errors": by_name(|estimate| estimate.standard_error),
        "log_likelihood": fit.log_likelihood,
        "status": fit.status.code(),
    });
    if let Status::Boundary(boundary) = fit.status {
        let (Boundary::AtBound(parameter) | Boundary::Unidentified(parameter)) = boundary;
        model["boundary"] = json!(parameter);
    }
    model
}

fn measures(metrics: &Metrics) -> Value {
    json!({
        "actual": metrics.actual,
        "predicted": metrics.predicted,
        "mean_absolute_error": metrics.mae,
        "root_mean_squared_error": metrics.rmse,
        "bias": metrics.bias,
        "share_of_top_tenth": metrics.top_share,
    })
}
