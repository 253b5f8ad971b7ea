//! The analysis for people: the parameters, and what they mean in plain words.

mod future;
mod holdout;
mod verdicts;

use std::fmt::{Result, Write};

use guanxi_clv::{Chosen, Estimate, Family, Fit};

use super::analysis::Analysis;

/// Tables and sentences.
pub(super) fn text(analysis: &Analysis) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut out, analysis);
    out
}

fn write(out: &mut String, analysis: &Analysis) -> Result {
    let customers = &analysis.calibration.customers;
    let repeaters = customers.iter().filter(|customer| customer.history.frequency() > 0).count();
    writeln!(
        out,
        "{}, {} from {}; fitted to {}. {} bought again. {}.\n",
        counted(customers.len(), "customer"),
        counted(analysis.rows, "row"),
        analysis.first,
        analysis.end,
        grouped(repeaters),
        analysis.taken,
    )?;
    writeln!(out, "Model        log-likelihood  status     parameters (standard errors); times in weeks")?;
    for candidate in &analysis.choice.candidates {
        model(out, &candidate.fit)?;
    }
    if let Ok(spend) = &analysis.spend {
        row(out, "Gamma-Gamma", &spend.fit, "")?;
    }
    writeln!(out, "\nWhich model")?;
    verdicts::write(out, analysis)?;
    holdout::write(out, analysis)?;
    writeln!(out, "\nWhat this says")?;
    future::write(out, analysis)
}

/// A purchase model.
fn model(out: &mut String, fit: &Fit<Chosen>) -> Result {
    // k was not estimated, but tried.
    let k = if let Chosen::MbgCnbd(regular) = &fit.model { format!("k {}  ", regular.k()) } else { String::new() };
    row(out, printed(fit.model.family()), fit, &k)
}

fn row<M>(out: &mut String, name: &str, fit: &Fit<M>, given: &str) -> Result {
    let parameters: Vec<String> = fit.estimates.iter().map(estimate).collect();
    writeln!(out, "{name:12} {:14.3}  {:9}  {given}{}", fit.log_likelihood, fit.status.code(), parameters.join("  "))
}

fn estimate(estimate: &Estimate) -> String {
    let error = estimate.standard_error.map_or_else(|| "–".to_owned(), |error| format!("{error:.4}"));
    format!("{} {:.4} ({error})", estimate.name, estimate.value)
}

/// A model as it is called in print.
fn printed(family: Family) -> &'static str {
    match family {
        Family::MbgNbd => "MBG/NBD",
        Family::MbgCnbd => "MBG/CNBD-k",
        Family::BgNbd => "BG/NBD",
        Family::ParetoNbd => "Pareto/NBD",
        Family::Nbd => "NBD",
    }
}

fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// `767,029`; what is small keeps two digits.
fn rounded(amount: f64) -> String {
    if amount.abs() < 10.0 { format!("{amount:.2}") } else { indicatif::HumanFloatCount(amount.round()).to_string() }
}

/// `1 customer`, `23,570 customers`
fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `23,570`
fn grouped(count: usize) -> String {
    indicatif::HumanCount(u64::try_from(count).unwrap_or(u64::MAX)).to_string()
}
