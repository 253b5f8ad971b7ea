//! A file with what is expected of each customer.

use std::{fs::File, io::BufWriter, path::Path};

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
    "lifetime_value",
];

/// Writes a CSV, one customer a row. A file that is there already is replaced only when the new one is whole.
pub(super) fn write(file: &Path, analysis: &Analysis) -> anyhow::Result<()> {
    let unfinished = file.with_extension("unfinished");
    let mut out = CsvWriter::new(BufWriter::new(File::create(&unfinished)?))?;
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
    std::fs::rename(&unfinished, file)?;
    Ok(())
}

/// All digits, so that a program that reads the file goes on with the same number.
fn number(value: Option<f64>) -> OutCell {
    value.map_or(OutCell::Empty, |value| OutCell::Text(value.to_string()))
}
