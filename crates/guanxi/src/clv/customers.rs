//! A file with what is expected of each customer.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use guanxi_sheet::{CsvWriter, OutCell};

use super::{
    analysis::{Analysis, Future},
    intervals::Range,
    outlook::Expected,
};

const COLUMNS: [&str; 17] = [
    "customer",
    "first_purchase",
    "repeat_purchases",
    "weeks_to_last_purchase",
    "weeks_observed",
    "mean_value",
    "probability_alive",
    "expected_purchases",
    "expected_value_of_a_purchase",
    "value_until_the_horizon",
    "probability_of_purchase",
    "expected_purchases_low",
    "expected_purchases_high",
    "value_until_the_horizon_low",
    "value_until_the_horizon_high",
    "value_for_life",
    "bought_before_observed",
];

/// Writes a CSV, one customer a row. A file that is there already is replaced only when the new one is whole.
pub(super) fn replace(file: &Path, analysis: &Analysis) -> anyhow::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(beside);
    let done = File::create(&unfinished)
        .map_err(anyhow::Error::from)
        .and_then(|out| fill(BufWriter::new(out), analysis))
        .and_then(|()| Ok(std::fs::rename(&unfinished, file)?));
    if done.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    done
}

/// Writes the same to what takes it as it comes.
pub(super) fn fill(out: impl Write, analysis: &Analysis) -> anyhow::Result<()> {
    let mut out = CsvWriter::new(out)?;
    out.write_header(&COLUMNS)?;
    let Future { expected, intervals, .. } = &analysis.future;
    for (index, (customer, expected)) in analysis.customers().customers.iter().zip(expected).enumerate() {
        let history = &customer.history;
        let Expected { alive, purchases, buys, spend, value, life } = expected;
        let (may_buy, may_be_worth) = match intervals {
            Some(intervals) => (Some(intervals.customers[index].0), intervals.customers[index].1),
            None => (None, None),
        };
        out.write_row(&[
            OutCell::Text(customer.id.clone()),
            OutCell::Date(customer.first),
            OutCell::Integer(history.frequency().into()),
            number(Some(history.recency())),
            number(Some(history.age())),
            number(customer.spend),
            number(*alive),
            number(Some(*purchases)),
            number(*spend),
            number(*value),
            number(Some(*buys)),
            low(may_buy),
            high(may_buy),
            low(may_be_worth),
            high(may_be_worth),
            number(*life),
            OutCell::Bool(customer.is_left_truncated),
        ])?;
    }
    out.finish()?;
    Ok(())
}

fn low(range: Option<Range>) -> OutCell {
    number(range.map(|(low, _)| low))
}

fn high(range: Option<Range>) -> OutCell {
    number(range.map(|(_, high)| high))
}

/// All digits, so that a program that reads the file goes on with the same number.
fn number(value: Option<f64>) -> OutCell {
    value.map_or(OutCell::Empty, |value| OutCell::Text(value.to_string()))
}
