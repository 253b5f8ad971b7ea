//! The purchase model in short, as the page of an account has it.

use crate::value::{
    api::{LifetimeModel, ModelSample, ModelTest},
    model::{ModelReport, Tried},
};

/// Verdicts on the model that was chosen.
const CHOSEN: [&str; 2] = ["most_likely", "best_in_holdout"];

/// What is told of it. How many customers there are and how much they bought is for those who may see all of them.
pub(super) fn told(report: &ModelReport, tells_all: bool) -> LifetimeModel {
    let is_chosen = |tried: &&Tried| match &report.used {
        Some(used) => tried.name == *used,
        None => CHOSEN.contains(&tried.verdict.code.as_str()),
    };
    let chosen = report.models.iter().find(is_chosen);
    let tested = chosen.and_then(|tried| tried.holdout.as_ref()).zip(report.holdout_from);
    let test = tested.map(|(quality, from)| ModelTest {
        from,
        predicted: quality.predicted,
        actual: quality.actual,
        mae: quality.mae,
        as_before_mae: report.as_before.as_ref().map(|before| before.mae),
    });
    let sample = ModelSample { customers: report.customers, of: report.all_customers.max(report.customers), repeaters: report.repeaters };
    LifetimeModel {
        day: report.day,
        name: chosen.map(|tried| tried.name.clone()),
        is_used: report.used.is_some(),
        status: chosen.map(|tried| tried.status.clone()),
        reason: report.why_none.clone().or_else(|| chosen.map(|tried| tried.verdict.code.clone())).unwrap_or_default(),
        test: test.filter(|_| tells_all),
        sample: Some(sample).filter(|_| tells_all),
    }
}
