//! The analysis for people: the parameters, and what they mean in plain words.

use std::fmt::Write;

use guanxi_clv::{Boundary, Candidate, Chosen, Estimate, Fit, Status, Verdict};

use super::analysis::{Analysis, Expected, Spend};

/// The models as they are called in print, by the name for programs.
const NAMES: [(&str, &str); 6] = [
    ("bg_nbd", "BG/NBD"),
    ("mbg_nbd", "MBG/NBD"),
    ("mbg_cnbd", "MBG/CNBD-k"),
    ("pareto_nbd", "Pareto/NBD"),
    ("nbd", "NBD"),
    ("gamma_gamma", "Gamma-Gamma"),
];

/// Tables and sentences.
pub(super) fn text(analysis: &Analysis) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut out, analysis);
    out
}

fn write(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let customers = &analysis.prepared.customers;
    let repeaters = customers.iter().filter(|customer| customer.history.frequency() > 0).count();
    writeln!(
        out,
        "{} customers, {} rows from {}; fitted to {}. {} bought again.\n",
        grouped(customers.len()),
        grouped(analysis.rows),
        analysis.first,
        analysis.end,
        grouped(repeaters),
    )?;
    writeln!(out, "Model        log-likelihood  status     parameters (standard errors); times in weeks")?;
    for candidate in &analysis.choice.candidates {
        let k = if let Chosen::MbgCnbd(regular) = &candidate.fit.model { format!("k {}  ", regular.k()) } else { String::new() };
        row(out, candidate.fit.model.name(), &candidate.fit, &k)?;
    }
    if let Ok(Spend { fit, .. }) = &analysis.spend {
        row(out, "gamma_gamma", fit, "")?;
    }
    writeln!(out, "\nWhat this says")?;
    for candidate in &analysis.choice.candidates {
        writeln!(out, "- {}: {}", printed(candidate.fit.model.name()), why(candidate))?;
    }
    future(out, analysis)?;
    spend(out, analysis)?;
    holdout(out, analysis)
}

/// `given` is what was not estimated, but tried.
fn row<M>(out: &mut String, name: &str, fit: &Fit<M>, given: &str) -> std::fmt::Result {
    let parameters: Vec<String> = fit.estimates.iter().map(estimate).collect();
    writeln!(out, "{:12} {:14.3}  {:9}  {given}{}", printed(name), fit.log_likelihood, fit.status.code(), parameters.join("  "))
}

fn estimate(estimate: &Estimate) -> String {
    let error = estimate.standard_error.map_or_else(|| "–".to_owned(), |error| format!("{error:.4}"));
    format!("{} {:.4} ({error})", estimate.name, estimate.value)
}

fn printed(name: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, printed)| printed)
}

/// Why a model was taken or not.
fn why(candidate: &Candidate) -> String {
    match candidate.verdict {
        Verdict::BestInHoldout => {
            "chosen: of the models that can be believed it was nearest to what happened after the calibration.".to_owned()
        }
        Verdict::MostLikely => {
            "chosen: of the models that can be believed it explains the purchases best, or as well as the best.".to_owned()
        }
        Verdict::AsLikely { .. } => "explains the purchases as well.".to_owned(),
        Verdict::LessLikely { by } => format!("explains the purchases less well (log-likelihood {by:.1} lower)."),
        Verdict::WorseInHoldout { by } => format!("was {by:.3} purchases a customer farther from what happened."),
        Verdict::AtBoundary(Boundary::AtBound(parameter)) => {
            format!("not to be used: {parameter} ran to the edge of the model, so a simpler one says as much.")
        }
        Verdict::AtBoundary(Boundary::Unidentified(parameter)) => format!("not to be used: the purchases do not tell {parameter}."),
        Verdict::Failed => "not to be used: no best fit was found.".to_owned(),
        Verdict::NoBetterThanNbd { .. } => "not needed: it explains no more than a model in which nobody leaves.".to_owned(),
        Verdict::Fallback => {
            "chosen, because no model in which customers leave can be believed: everybody counts as a customer.".to_owned()
        }
        Verdict::Simpler => "simpler than needed: a model in which customers leave can be believed.".to_owned(),
    }
}

/// How many are still customers, and what they will do.
fn future(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let expected = &analysis.expected;
    let sum = |of: fn(&Expected) -> f64| expected.iter().map(of).sum::<f64>();
    let alive = sum(|each| each.alive);
    let later = analysis.prepared.left_out.came_later;
    if later > 0 {
        writeln!(out, "- {} came only after {} and are not among them.", grouped(later), analysis.end)?;
    }
    let still = match analysis.choice.chosen().fit.model {
        Chosen::Nbd(_) => "Who is still a customer cannot be told: in the chosen model nobody leaves.".to_owned(),
        Chosen::BgNbd(_) => "Who is still a customer cannot be told: the chosen model counts all who bought once.".to_owned(),
        _ => format!(
            "On {} about {} of {} were still customers ({:.0} %).",
            analysis.end,
            rounded(alive),
            grouped(expected.len()),
            100.0 * alive / real(expected.len()),
        ),
    };
    writeln!(out, "- {still}")?;
    writeln!(
        out,
        "- In the {} weeks after {} all of them together are expected to buy {} times.",
        analysis.weeks,
        analysis.end,
        rounded(sum(|each| each.purchases)),
    )?;
    let mut values: Vec<f64> = expected.iter().filter_map(|each| each.value).collect();
    let total: f64 = values.iter().sum();
    if total > 0.0 {
        values.sort_unstable_by(|one, other| other.total_cmp(one));
        let before = values.iter().scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum - value)
        });
        let needed = before.take_while(|before| *before < total / 2.0).count();
        writeln!(
            out,
            "- That is worth {} in sales on that day, at a discount of {:.0} % a year, in the unit of the values. Half of it comes from {} customers.",
            rounded(total),
            100.0 * analysis.annual_rate,
            grouped(needed),
        )?;
    }
    Ok(())
}

/// What a purchase comes to, and whether that may be told apart from how often they buy.
fn spend(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let Spend { fit, independence, dropped } = match &analysis.spend {
        Ok(spend) => spend,
        Err(error) => return writeln!(out, "- What they spend cannot be told: {error}."),
    };
    let without = analysis.expected.iter().filter(|each| each.value.is_none()).count();
    if without > 0 {
        writeln!(out, "- {} have no value, because what they would spend cannot be told.", grouped(without))?;
    }
    match fit.model.expected_spend(0, 0.0) {
        Ok(mean) => writeln!(out, "- A purchase of a customer of whom nothing is known yet comes to {mean:.2} on average.")?,
        Err(_) => writeln!(out, "- Spend differs so much among customers that its mean over all of them cannot be told.")?,
    }
    let strongest = |one: f64, other: f64| if other.abs() > one.abs() { other } else { one };
    let correlation = strongest(independence.pearson.unwrap_or(0.0), independence.spearman.unwrap_or(0.0));
    if independence.is_in_doubt() {
        writeln!(
            out,
            "- Beware: those who buy more often spend differently (correlation {correlation:.2}); the values of the models are off for them."
        )?;
    } else if fit.status == Status::Converged {
        writeln!(
            out,
            "- How much they spend hardly depends on how often they buy (correlation {correlation:.2}), as the spend model assumes."
        )?;
    } else {
        writeln!(out, "- Beware: the spend model did not find a best fit.")?;
    }
    if *dropped > 0 {
        writeln!(out, "- {} bought again for nothing and say nothing of spend.", grouped(*dropped))?;
    }
    Ok(())
}

/// How the models did after the calibration.
fn holdout(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let Some(after) = &analysis.holdout else { return Ok(()) };
    writeln!(out, "\nAfter the calibration, {:.0} weeks         purchases  mean absolute error", after.weeks)?;
    writeln!(out, "what happened                          {:10.0}", after.same_rate.actual)?;
    for candidate in &analysis.choice.candidates {
        if let Some(metrics) = &candidate.holdout {
            writeln!(out, "{:38} {:10.0}  {:19.3}", printed(candidate.fit.model.name()), metrics.predicted, metrics.mae)?;
        }
    }
    let metrics = &after.same_rate;
    writeln!(out, "{:38} {:10.0}  {:19.3}", "everybody goes on as before", metrics.predicted, metrics.mae)
}

fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// `767,029`
fn rounded(amount: f64) -> String {
    indicatif::HumanFloatCount(amount.round()).to_string()
}

/// `23,570`
fn grouped(count: usize) -> String {
    indicatif::HumanCount(u64::try_from(count).unwrap_or(u64::MAX)).to_string()
}
