//! Reading of the test data, and comparison of numbers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use csv::StringRecord;
use guanxi_clv::{Cells, Customer, Fit, History, Kind, Rules, Spenders, Time, Transaction, prepare};
use serde_json::Value;

/// The end of the published calibration of CDNOW.
pub(crate) fn calibration_end() -> NaiveDate {
    NaiveDate::from_ymd_opt(1997, 9, 30).unwrap()
}

/// The end of the data of CDNOW.
pub(crate) fn data_end() -> NaiveDate {
    NaiveDate::from_ymd_opt(1998, 6, 30).unwrap()
}

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "data", name].iter().collect()
}

/// A table with its columns by name.
pub(crate) struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<StringRecord>,
}

impl Table {
    pub(crate) fn read(name: &str) -> Self {
        let mut reader = csv::Reader::from_path(path(name)).unwrap();
        let columns = reader.headers().unwrap().iter().enumerate().map(|(index, header)| (header.to_owned(), index)).collect();
        Self { columns, rows: reader.records().map(Result::unwrap).collect() }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { columns: &self.columns, record })
    }
}

pub(crate) struct Row<'a> {
    columns: &'a BTreeMap<String, usize>,
    record: &'a StringRecord,
}

impl Row<'_> {
    pub(crate) fn text(&self, column: &str) -> &str {
        &self.record[self.columns[column]]
    }

    pub(crate) fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap()
    }

    pub(crate) fn count(&self, column: &str) -> u32 {
        self.text(column).parse().unwrap()
    }

    pub(crate) fn history(&self) -> History {
        History::new(self.count("x"), self.number("t_x"), self.number("T")).unwrap()
    }
}

/// A golden file. A number that is infinite is written `Infinity`, which is no JSON; it becomes `null`.
pub(crate) fn json(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).unwrap();
    serde_json::from_str(&text.replace("Infinity", "null")).unwrap()
}

/// The customers of a table of transactions, prepared until `end`, with the hold-out until the end of the data.
pub(crate) fn cdnow(file: &str, id: &str, end: NaiveDate) -> Vec<Customer<u32>> {
    let transactions: Vec<Transaction<u32>> = (Table::read(file).rows())
        .map(|row| Transaction {
            customer: row.count(id),
            day: row.text("date").parse::<NaiveDate>().unwrap(),
            amount: row.number("value"),
            kind: Kind::Sale { order: None },
        })
        .collect();
    prepare(&transactions, &Rules::weekly(end).with_holdout(data_end()), &BTreeMap::new()).unwrap().customers
}

pub(crate) fn cdnow_sample() -> Vec<Customer<u32>> {
    cdnow("cdnow_sample_transactions.csv", "sample_id", calibration_end())
}

pub(crate) fn cdnow_full(end: NaiveDate) -> Vec<Customer<u32>> {
    cdnow("cdnow_transactions.csv", "customer_id", end)
}

/// Histories and `(x, z̄)` of a table of summaries.
pub(crate) fn summary(file: &str) -> (Cells, Spenders) {
    let table = Table::read(file);
    let cells = Cells::of(table.rows().map(|row| row.history())).unwrap();
    (cells, Spenders::of(table.rows().map(|row| (row.count("x"), row.number("zbar")))).unwrap())
}

pub(crate) fn cells_of(customers: &[Customer<u32>]) -> Cells {
    Cells::of_gaps(customers.iter().map(|customer| (customer.history, &customer.gaps))).unwrap()
}

pub(crate) fn spenders_of(customers: &[Customer<u32>]) -> Spenders {
    Spenders::of(customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)))).unwrap()
}

pub(crate) fn time(units: f64) -> Time {
    Time::new(units).unwrap()
}

/// `found` is `expected` within `tolerance`, relative to `expected`.
#[track_caller]
pub(crate) fn near(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs(), "{what}: {found} is not {expected}");
}

/// `found` is `expected` within `tolerance`.
#[track_caller]
pub(crate) fn close(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found} is not {expected}");
}

/// Parameters to 1e-4, standard errors to 1e-3, log-likelihood to 1e-6, as the golden file has them.
#[track_caller]
pub(crate) fn fit_is<M>(fit: &Fit<M>, golden: &Value) {
    close("log-likelihood", fit.log_likelihood, golden["ll"].as_f64().unwrap(), 1e-6);
    for estimate in &fit.estimates {
        near(estimate.name, estimate.value, golden["params"][estimate.name].as_f64().unwrap(), 1e-4);
        if let Some(expected) = golden["se"][estimate.name].as_f64() {
            near(estimate.name, estimate.standard_error.unwrap(), expected, 1e-3);
        }
    }
    assert_eq!(fit.status.code(), "converged");
}

/// The estimates as a list, in the order of the literature.
pub(crate) fn values<M>(fit: &Fit<M>) -> Vec<f64> {
    fit.estimates.iter().map(|estimate| estimate.value).collect()
}
