//! A file with what is expected of each customer.

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use guanxi_sheet::{CsvWriter, OutCell};

use super::analysis::{Analysis, Expected};

const COLUMNS: [&str; 10] = [
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
];

/// Writes a CSV, one customer a row. A file that is there already is replaced only when the new one is whole.
pub(super) fn write(file: &Path, analysis: &Analysis) -> anyhow::Result<()> {
    let mut beside = file.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(beside);
    let done = fill(&unfinished, analysis).and_then(|()| Ok(std::fs::rename(&unfinished, file)?));
    if done.is_err() {
        let _ = std::fs::remove_file(&unfinished);
    }
    done
}

fn fill(file: &Path, analysis: &Analysis) -> anyhow::Result<()> {
    let mut out = CsvWriter::new(BufWriter::new(File::create(file)?))?;
    out.write_header(&COLUMNS)?;
    for (customer, expected) in analysis.prepared.customers.iter().zip(&analysis.expected) {
        let history = &customer.history;
        let Expected { alive, purchases, spend, value } = expected;
        out.write_row(&[
            OutCell::Text(customer.id.clone()),
            OutCell::Date(customer.first),
            OutCell::Integer(history.frequency().into()),
            number(Some(history.recency())),
            number(Some(history.age())),
            number(customer.spend),
            number(Some(*alive)),
            number(Some(*purchases)),
            number(*spend),
            number(*value),
        ])?;
    }
    out.finish()?;
    Ok(())
}

/// All digits, so that a program that reads the file goes on with the same number.
fn number(value: Option<f64>) -> OutCell {
    value.map_or(OutCell::Empty, |value| OutCell::Text(value.to_string()))
}
