//! How long fits and predictions take on the customers of CDNOW: `cargo run --release -p guanxi-clv --example timing`.
//!
//! Set `RAYON_NUM_THREADS=1` to compare with programs of one thread. Prints the best of several runs, in milliseconds.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program to be read on a terminal")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use guanxi_clv::{BgNbd, Cells, Customer, Day, GammaGamma, Kind, MbgNbd, ParetoNbd, PurchaseModel, Rules, Spenders, Transaction, prepare};

/// Runs of each measurement; the best counts, because everything else on the machine only adds.
const RUNS: usize = 7;

fn main() {
    for (name, file, id) in
        [("2,357 customers", "cdnow_sample_transactions.csv", "sample_id"), ("23,570 customers", "cdnow_transactions.csv", "customer_id")]
    {
        let transactions = transactions(file, id);
        let rules = Rules::weekly(Day::from_date(1997, 9, 30).unwrap());
        let customers = prepare(&transactions, &rules, &BTreeMap::new()).unwrap().customers;
        println!("{name}");
        measure("prepare", || prepare(&transactions, &rules, &BTreeMap::new()).unwrap());
        measure_models(&customers);
    }
}

fn measure_models(customers: &[Customer<u32>]) {
    let histories = || customers.iter().map(|customer| customer.history);
    let spend = || customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)));
    let (cells, spenders) = (Cells::of(histories()).unwrap(), Spenders::of(spend()).unwrap());
    measure("cells", || Cells::of(histories()).unwrap());
    measure("BG/NBD fit", || BgNbd::fit(&cells).unwrap());
    measure("MBG/NBD fit", || MbgNbd::fit(&cells).unwrap());
    measure("Pareto/NBD fit", || ParetoNbd::fit(&cells).unwrap());
    measure("Gamma-Gamma fit", || GammaGamma::fit(&spenders).unwrap());
    let (bg, pareto) = (BgNbd::fit(&cells).unwrap().model, ParetoNbd::fit(&cells).unwrap().model);
    measure("BG/NBD: P(alive) and E[Y(52)] of each", || predictions(&bg, customers));
    measure("Pareto/NBD: P(alive) and E[Y(52)] of each", || predictions(&pareto, customers));
}

fn predictions<M: PurchaseModel>(model: &M, customers: &[Customer<u32>]) -> Vec<(f64, f64)> {
    let predict =
        |customer: &Customer<u32>| (model.probability_alive(&customer.history), model.expected_purchases(&customer.history, 52.0));
    customers.iter().map(predict).collect()
}

fn measure<T>(what: &str, work: impl Fn() -> T) {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("  {:>10.3} ms  {what}", best * 1e3);
}

fn transactions(file: &str, id: &str) -> Vec<Transaction<u32>> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (id, date, value) = (column(id), column("date"), column("value"));
    let read = |row: csv::StringRecord| Transaction {
        customer: row[id].parse().unwrap(),
        day: Day::parse(&row[date]).unwrap(),
        amount: row[value].parse().unwrap(),
        kind: Kind::Sale { order: None },
    };
    reader.records().map(|row| read(row.unwrap())).collect()
}
