//! What is to be expected of the customers.

use std::fmt::{Result, Write};

use guanxi_clv::{Family, Metrics, Status};

use super::super::{
    analysis::{Analysis, Future},
    intervals::{Intervals, LEVEL, Range},
    outlook::{Life, Totals},
    purchases::Credits,
    spend::Spend,
};
use super::{counted, grouped, printed, real, rounded};

pub(super) fn write(out: &mut String, analysis: &Analysis) -> Result {
    let totals = Totals::of(&analysis.future.expected);
    left_out(out, analysis)?;
    alive(out, analysis, &totals)?;
    purchases(out, &analysis.future, &totals)?;
    worth(out, &analysis.future, &totals)?;
    certainty(out, analysis)?;
    spend(out, analysis, &totals)
}

/// Who is not among the customers, and what else is particular of them.
fn left_out(out: &mut String, analysis: &Analysis) -> Result {
    let customers = analysis.customers();
    if customers.left_out.came_later > 0 {
        let later = grouped(customers.left_out.came_later);
        writeln!(out, "- {later} came only after {} and are not among them.", analysis.future.from)?;
    }
    let older = customers.customers.iter().filter(|customer| customer.is_left_truncated).count();
    if older > 0 {
        writeln!(out, "- {} bought before they were observed; their time runs from the day from which they are.", grouped(older))?;
    }
    if analysis.sums > 0 {
        writeln!(out, "- Left out as sums of others: {} without a date.", counted(analysis.sums, "row"))?;
    }
    credits(out, analysis)
}

fn credits(out: &mut String, analysis: &Analysis) -> Result {
    let Credits { all, linked } = analysis.credits;
    if all == 0 {
        return if analysis.orders { writeln!(out, "- --order changes nothing: no row is a credit.") } else { Ok(()) };
    }
    let (are, count) = if all == 1 { ("is a credit", "counts") } else { ("are credits", "count") };
    let others = match linked {
        0 if analysis.orders => format!("none has the number of an order of the same customer, as --order would have it: {count}"),
        0 => count.to_owned(),
        linked if linked == all => return writeln!(out, "- {} {are}, and takes back an order of the file.", counted(all, "row")),
        linked => format!("{} of them take back orders of the file; the others count", grouped(linked)),
    };
    writeln!(out, "- {} {are}; {others} against the day they fall on.", counted(all, "row"))
}

fn alive(out: &mut String, analysis: &Analysis, totals: &Totals) -> Result {
    let Future { from, fit, models, expected, .. } = &analysis.future;
    let (Some(alive), Some(departure)) = (totals.alive, models.departure) else {
        let why = match fit.model.family() {
            Family::Nbd => "in the chosen model nobody leaves",
            _ => "the chosen model counts all who bought once, and no other can be believed",
        };
        return writeln!(out, "- Who is still a customer cannot be told: {why}.");
    };
    let told_by = if departure.family() == fit.model.family() {
        String::new()
    } else {
        format!(", as {} says, because the chosen model counts all who bought once", printed(departure.family()))
    };
    let share = 100.0 * alive / real(expected.len());
    writeln!(
        out,
        "- On {from} about {} of {} were still customers ({share:.0} %){told_by}.",
        indicatif::HumanFloatCount(alive.round()),
        grouped(expected.len())
    )
}

fn purchases(out: &mut String, future: &Future, totals: &Totals) -> Result {
    let range = between(future.intervals.as_ref().map(|intervals| intervals.purchases));
    let Totals { purchases, buyers, .. } = totals;
    writeln!(
        out,
        "- In the {} weeks after {} all of them together are expected to buy {} times{range}; {} of them at least once ({:.0} %).",
        future.horizon.weeks,
        future.from,
        rounded(*purchases),
        indicatif::HumanFloatCount(buyers.round()),
        100.0 * buyers / real(future.expected.len()),
    )
}

fn worth(out: &mut String, future: &Future, totals: &Totals) -> Result {
    let (Some(value), Some(life)) = (totals.value, totals.life) else { return Ok(()) };
    let range = between(future.intervals.as_ref().and_then(|intervals| intervals.value));
    let money = match future.horizon.margin {
        Some(margin) => format!("margin ({:.0} % of sales)", 100.0 * margin),
        None => "sales, not profit (--margin tells the share that is)".to_owned(),
    };
    writeln!(
        out,
        "- That is worth {}{range} in {money} on that day, at a discount of {:.0} % a year, in the unit of the values. Half of it comes \
         from {}.",
        rounded(value),
        100.0 * future.horizon.annual_rate,
        counted(totals.half, "customer"),
    )?;
    let life = rounded(life);
    match &future.models.life {
        Life::Whole(_) => writeln!(
            out,
            "- All they will ever buy is worth {life} in the same sense. So says Pareto/NBD, as if they went on for ever as in the time observed."
        ),
        Life::Weeks(weeks) => {
            let why = if future.horizon.annual_rate > 0.0 {
                "Pareto/NBD, which tells all of a life, does not count here"
            } else {
                "without discount the sum has no end"
            };
            writeln!(out, "- All they will buy in {weeks} weeks is worth {life} in the same sense. It is cut off there: {why}.")
        }
    }
}

/// What stands in brackets behind an expectation.
fn between(range: Option<Range>) -> String {
    range.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounded(low), rounded(high)))
}

/// What the intervals are.
fn certainty(out: &mut String, analysis: &Analysis) -> Result {
    let future = &analysis.future;
    let Some(Intervals { replicates, failed, .. }) = &future.intervals else {
        if future.fit.status != Status::Converged {
            writeln!(out, "- How far that may be off cannot be told: the purchases do not tell the parameters.")?;
        }
        return Ok(());
    };
    let fixed = match &future.spend {
        Ok(spend) if spend.regression.is_some() || spend.fit.status != Status::Converged => "; what a purchase comes to is taken as it is",
        _ => "",
    };
    writeln!(
        out,
        "- In brackets stands where {:.0} of 100 expectations lie if customers as these come again and the models are fitted to them \
         ({} simulations{}){fixed}. A single customer's future varies more.{}",
        100.0 * LEVEL,
        grouped(*replicates),
        if *failed > 0 { format!(", {failed} more failed") } else { String::new() },
        missed(analysis),
    )
}

/// What to think of the brackets where what happened after the calibration lay outside those of the same width.
fn missed(analysis: &Analysis) -> String {
    let (Some(judged), Some(intervals)) = (analysis.choice.chosen().holdout, &analysis.future.intervals) else { return String::new() };
    let expected = Totals::of(&analysis.future.expected).purchases;
    let (low, high) = intervals.purchases;
    let (Metrics { actual, predicted, .. }, happened) = (judged.metrics, judged.metrics.actual / judged.metrics.predicted);
    if (low / expected..=high / expected).contains(&happened) {
        return String::new();
    }
    format!(
        " Beware: after the calibration {} purchases were expected and {} happened, which is farther off than the brackets are wide.",
        rounded(predicted),
        rounded(actual),
    )
}

/// What a purchase comes to, and whether that may be told apart from how often they buy.
fn spend(out: &mut String, analysis: &Analysis, totals: &Totals) -> Result {
    let Spend { fit, independence, spenders, regression, mean } = match &analysis.future.spend {
        Ok(spend) => spend,
        Err(error) => return writeln!(out, "- What they spend cannot be told: {error}."),
    };
    if totals.without_value > 0 {
        writeln!(out, "- {} have no value, because what they would spend cannot be told.", grouped(totals.without_value))?;
    }
    let strongest = |one: f64, other: f64| if other.abs() > one.abs() { other } else { one };
    let correlation = strongest(independence.pearson.unwrap_or(0.0), independence.spearman.unwrap_or(0.0));
    if let Some(regression) = regression {
        writeln!(
            out,
            "- Those who buy more often spend differently (correlation {correlation:.2}, where 0.3 counts), which Gamma-Gamma rules out. \
             Values come from a regression instead: a purchase of those who bought again once comes to {:.2}, of those who bought again \
             ten times to {:.2}. It does not look at what the single customer spent.",
            regression.expected_spend(1),
            regression.expected_spend(10),
        )?;
    } else if let Some(mean) = mean {
        writeln!(
            out,
            "- The spend model found no best fit and is not used: a purchase is taken to come to what those of the customer came to on \
             average, and to {mean:.2} where nothing is known of that."
        )?;
    } else {
        match fit.model.expected_spend(0, 0.0) {
            Ok(mean) => writeln!(out, "- A purchase of a customer of whom nothing is known yet comes to {mean:.2} on average.")?,
            Err(_) => writeln!(out, "- Spend differs so much among customers that its mean over all of them cannot be told.")?,
        }
        if fit.status == Status::Converged {
            writeln!(
                out,
                "- How much they spend hardly depends on how often they buy (correlation {correlation:.2}), as the spend model assumes."
            )?;
        } else {
            writeln!(out, "- Beware: the purchases do not tell all parameters of the spend model.")?;
        }
    }
    if spenders.dropped() > 0 {
        writeln!(out, "- {} bought again for nothing and say nothing of spend.", grouped(spenders.dropped()))?;
    }
    Ok(())
}
