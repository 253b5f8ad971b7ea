//! How the models did after the calibration.

use std::fmt::{Result, Write};

use guanxi_clv::Metrics;

use super::super::analysis::{Analysis, Holdout};
use super::{grouped, model, printed};

pub(super) fn write(out: &mut String, analysis: &Analysis) -> Result {
    let Some(Holdout { weeks, by_frequency }) = &analysis.holdout else { return Ok(()) };
    writeln!(out, "\nAfter the calibration, {weeks:.0} weeks         purchases  mean absolute error  root of mean squared error")?;
    let candidates = analysis.choice.candidates.iter().filter_map(|candidate| Some((candidate.fit.model.family(), candidate.holdout?)));
    if let Some(judged) = &analysis.choice.as_before {
        writeln!(out, "what happened                          {:10.0}", judged.metrics.actual)?;
    }
    for (family, judged) in candidates {
        row(out, printed(family), &judged.metrics)?;
    }
    if let Some(judged) = &analysis.choice.as_before {
        row(out, "everybody goes on as before", &judged.metrics)?;
    }
    let chosen = printed(analysis.choice.chosen().fit.model.family());
    writeln!(out, "\nBought again before  customers  purchases of one afterwards  as {chosen} had it")?;
    for bin in by_frequency {
        let frequency = if Some(bin) == by_frequency.last() { format!("{} and more", bin.frequency) } else { bin.frequency.to_string() };
        writeln!(out, "{frequency:19}  {:>9}  {:27.3}  {:.3}", grouped(bin.customers), bin.actual, bin.predicted)?;
    }
    let fit = &analysis.future.fit;
    let why = if fit.model.family() == analysis.choice.chosen().fit.model.family() {
        String::new()
    } else {
        format!("; all purchases together do not tell the parameters of {chosen}")
    };
    writeln!(out, "\nFitted to all until {}{why}", analysis.future.from)?;
    model(out, fit)
}

fn row(out: &mut String, name: &str, metrics: &Metrics) -> Result {
    writeln!(out, "{name:38} {:10.0}  {:19.3}  {:26.3}", metrics.predicted, metrics.mae, metrics.rmse)
}
