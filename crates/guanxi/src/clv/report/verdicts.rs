//! Why each purchase model was taken or not: the rule, the facts, what they are measured by.

use std::fmt::{Result, Write};

use guanxi_clv::{Boundary, Candidate, Judged, Status, Verdict};

use super::super::analysis::Analysis;
use super::printed;

const RULE: &str = "\
A model counts if the purchases tell its parameters, and tell it from one in which nobody leaves. Of those the one with the most
evidence is taken: the log-likelihood, less 1 for each parameter. Less than 1 is no difference; the first in the table is taken then.";
const RULE_OF_HOLDOUT: &str = "\
What happened after the calibration overrules that only if another was nearer to it by more than chance: of the differences of their
mean squared errors, with the customers drawn anew, the middle 95 of 100 all lie below zero.";

pub(super) fn write(out: &mut String, analysis: &Analysis) -> Result {
    writeln!(out, "{RULE}")?;
    if analysis.holdout.is_some() {
        writeln!(out, "{RULE_OF_HOLDOUT}")?;
    }
    for candidate in &analysis.choice.candidates {
        let nearer = if candidate.holdout.is_some_and(|judged| judged.behind.is_ahead()) {
            ", though it was nearer to what happened afterwards than the choice by more than chance"
        } else {
            ""
        };
        let held = if candidate.fit.is_held() {
            ". The purchases tell that customers leave, but not all parameters, such as how much customers differ in that: a weak prior \
             held these"
        } else {
            ""
        };
        writeln!(out, "- {} {}{nearer}{held}.", printed(candidate.fit.model.family()), why(candidate))?;
    }
    for (family, error) in &analysis.choice.left_out {
        writeln!(out, "- {} was not tried: {error}.", printed(*family))?;
    }
    if analysis.calibration.customers.iter().any(|customer| customer.is_left_truncated) {
        writeln!(out, "- MBG/CNBD-k was not tried: of customers who bought before they were observed, the first gap is cut.")?;
    }
    if analysis.choice.as_before.is_some_and(|judged| judged.behind.is_ahead()) {
        writeln!(out, "- Beware: that everybody goes on as before was nearer to what happened than the choice, by more than chance.")?;
    }
    Ok(())
}

/// What follows the name of the model.
fn why(candidate: &Candidate) -> String {
    match candidate.verdict {
        Verdict::MostLikely if candidate.holdout.is_some() => {
            "is chosen: none has more evidence by 1 or more, and none was nearer to what happened afterwards by more than chance".to_owned()
        }
        Verdict::MostLikely => "is chosen: none has more evidence by 1 or more".to_owned(),
        Verdict::BestInHoldout { over } => {
            format!(
                "is chosen: {} has most evidence, but this one was nearer to what happened afterwards, by more than chance",
                printed(over)
            )
        }
        Verdict::AsLikely { by } if by < 0.0 => format!("has evidence higher by {:.1}, which is less than 1: no difference", -by),
        Verdict::AsLikely { by } => format!("has evidence lower by {by:.1}, which is less than 1: no difference"),
        Verdict::LessLikely { by } => format!("has evidence lower by {by:.1}, which is more than 1"),
        Verdict::WorseInHoldout => candidate.holdout.as_ref().map_or_else(String::new, farther),
        Verdict::AtBoundary(Boundary::AtBound(parameter)) => {
            format!("does not count: {parameter} ran to the edge of what the model allows")
        }
        Verdict::AtBoundary(Boundary::Unidentified(parameter)) => {
            format!("does not count: the purchases do not tell {parameter}, whose standard error is larger than itself")
        }
        Verdict::Failed => "does not count: no best fit was found".to_owned(),
        Verdict::NoBetterThanNbd { gain, needed } => format!(
            "does not count: twice its gain in log-likelihood over a model in which nobody leaves is {gain:.1}, and chance alone reaches \
             {needed:.1} in one of twenty cases"
        ),
        Verdict::Fallback if candidate.fit.status == Status::Converged => {
            "is chosen, because no model in which customers leave counts: everybody is still a customer".to_owned()
        }
        Verdict::Fallback => {
            "is chosen, because no other model counts, but the purchases do not tell its parameters either: what follows is \
                              a guess"
                .to_owned()
        }
        Verdict::Simpler => "is not needed: a model in which customers leave counts".to_owned(),
    }
}

fn farther(judged: &Judged) -> String {
    let Judged { behind, .. } = judged;
    let measured = format!("mean squared error larger by {:.3}, {:.3} to {:.3}", behind.by, behind.low, behind.high);
    if behind.is_behind() {
        format!("was farther from what happened afterwards ({measured})")
    } else {
        format!("was farther from what happened afterwards, but not by more than chance ({measured})")
    }
}
