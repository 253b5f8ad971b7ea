//! How long fits and predictions take: `cargo run --release -p guanxi-clv --example timing [FOLDER]`.
//!
//! On the customers of CDNOW, a tenth and all, and on a million simulated ones. With a folder, the observations are written
//! there for other programs to be measured on, with parameters and predictions to be compared. Prints the time on the processor, in
//! milliseconds, the best of some runs; set `RAYON_NUM_THREADS=1` to compare with programs of one thread.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program to be read on a terminal")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use guanxi_clv::{
    BetaGeometricParameters, BgNbd, Cells, Customer, Fit, GammaGamma, GammaGammaParameters, History, Kind, MbgNbd, ParetoNbd,
    PurchaseModel, Random, Rules, Spenders, Time, Transaction, prepare,
};
use rustix::time::{ClockId, clock_gettime};

/// Runs of each measurement; the best counts, because everything else on the machine only adds.
const RUNS: usize = 5;
const SIMULATED: u64 = 1_000_000;

fn main() {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    for (name, file, id) in [("sample", "cdnow_sample_transactions.csv", "sample_id"), ("cdnow", "cdnow_transactions.csv", "customer_id")] {
        let transactions = transactions(file, id);
        let rules = Rules::weekly(NaiveDate::from_ymd_opt(1997, 9, 30).unwrap());
        measure(name, "prepare", || prepare(&transactions, &rules, &BTreeMap::new()).unwrap());
        let customers = prepare(&transactions, &rules, &BTreeMap::new()).unwrap().customers;
        let spend = customers.iter().map(|customer: &Customer<u32>| customer.spend.unwrap_or(0.0)).collect();
        Observed { name, histories: customers.iter().map(|customer| customer.history).collect(), spend }.measure(folder.as_deref());
    }
    simulated().measure(folder.as_deref());
}

struct Observed {
    name: &'static str,
    histories: Vec<History>,
    /// Mean spend of repeat purchases; 0 without any.
    spend: Vec<f64>,
}

impl Observed {
    fn measure(&self, folder: Option<&Path>) {
        let name = self.name;
        let cells = Cells::of(self.histories.iter().copied()).unwrap();
        let spend = || self.histories.iter().map(History::frequency).zip(self.spend.iter().copied());
        let spenders = Spenders::of(spend()).unwrap();
        println!("{name}: {} customers, {} cells, {} spenders", cells.customers(), cells.as_slice().len(), spenders.as_slice().len());
        measure(name, "cells", || Cells::of(self.histories.iter().copied()).unwrap());
        measure(name, "BG/NBD", || BgNbd::fit(&cells).unwrap());
        measure(name, "MBG/NBD", || MbgNbd::fit(&cells).unwrap());
        measure(name, "Pareto/NBD", || ParetoNbd::fit(&cells).unwrap());
        measure(name, "spenders", || Spenders::of(spend()).unwrap());
        measure(name, "Gamma-Gamma", || GammaGamma::fit(&spenders).unwrap());
        let told = [
            predicted(name, "BG/NBD", &BgNbd::fit(&cells).unwrap(), &cells),
            predicted(name, "MBG/NBD", &MbgNbd::fit(&cells).unwrap(), &cells),
            predicted(name, "Pareto/NBD", &ParetoNbd::fit(&cells).unwrap(), &cells),
        ];
        let spend = GammaGamma::fit(&spenders).unwrap();
        println!("{name},Gamma-Gamma parameters,{}", parameters(&spend));
        if let Some(folder) = folder {
            write(&cells, &spenders, &told, folder, name);
        }
    }
}

/// P(alive) and expected purchases of the next 52 weeks, for each cell.
type Told = Vec<(f64, f64)>;

fn predicted<M: PurchaseModel>(of: &str, what: &str, fit: &Fit<M>, cells: &Cells) -> Told {
    let predict = |history: &History| {
        let alive = fit.model.probability_alive(history);
        (alive, alive * fit.model.expected_purchases_if_alive(history, Time::from(52)))
    };
    measure(of, &format!("{what} predictions"), || cells.each(predict).as_slice().len());
    println!("{of},{what} parameters,{}", parameters(fit));
    cells.each(predict).as_slice().to_vec()
}

fn parameters<M>(fit: &Fit<M>) -> String {
    fit.estimates.iter().map(|estimate| estimate.value.to_string()).collect::<Vec<_>>().join(" ")
}

/// Customers like those of CDNOW, who came on any day of a quarter and were observed for 26 to 39 weeks; days are whole.
fn simulated() -> Observed {
    let purchases = BgNbd::new(BetaGeometricParameters { r: 0.2516, alpha: 4.789, a: 0.7234, b: 2.161 }).unwrap();
    let money = GammaGamma::new(GammaGammaParameters { p: 6.275, q: 3.624, v: 14.98 }).unwrap();
    let customer = |index: u64| {
        let mut random = Random::stream(1, index);
        let days = 182 + u32::try_from(index % 91).unwrap();
        let age = f64::from(days) / 7.0;
        let times: Vec<f64> =
            purchases.simulate(Time::new(age).unwrap(), &mut random).iter().map(|time| (time * 7.0).ceil() / 7.0).collect();
        let history = History::of_times(&times, age.max(times.last().copied().unwrap_or(0.0))).unwrap();
        let spend = NonZeroU32::new(history.frequency()).map_or(0.0, |frequency| money.simulate(frequency, &mut random));
        (history, spend)
    };
    let (histories, spend) = (0..SIMULATED).map(customer).unzip();
    Observed { name: "simulated", histories, spend }
}

fn measure<T>(of: &str, what: &str, work: impl Fn() -> T) {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let start = on_processor();
        black_box(work());
        best = best.min(on_processor() - start);
    }
    println!("{of},{what},{:.3}", best * 1e3);
}

/// Seconds that all threads of this program spent on a processor.
fn on_processor() -> f64 {
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap().as_secs_f64()
}

fn write(cells: &Cells, spenders: &Spenders, told: &[Told; 3], folder: &Path, name: &str) {
    let mut text = String::from("x,t_x,T,customers\n");
    for cell in cells.as_slice() {
        let history = cell.history;
        writeln!(text, "{},{},{},{}", history.frequency(), history.recency(), history.age(), cell.customers).unwrap();
    }
    std::fs::write(folder.join(format!("{name}_cells.csv")), text).unwrap();
    let mut text = String::from("bg_alive,bg_expected,mbg_alive,mbg_expected,pareto_alive,pareto_expected\n");
    for ((bg, mbg), pareto) in told[0].iter().zip(&told[1]).zip(&told[2]) {
        writeln!(text, "{},{},{},{},{},{}", bg.0, bg.1, mbg.0, mbg.1, pareto.0, pareto.1).unwrap();
    }
    std::fs::write(folder.join(format!("{name}_predictions.csv")), text).unwrap();
    let mut text = String::from("x,zbar,customers\n");
    for spender in spenders.as_slice() {
        writeln!(text, "{},{},{}", spender.frequency, spender.mean, spender.customers).unwrap();
    }
    std::fs::write(folder.join(format!("{name}_spenders.csv")), text).unwrap();
}

fn transactions(file: &str, id: &str) -> Vec<Transaction<u32>> {
    let path = format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (id, date, value) = (column(id), column("date"), column("value"));
    let read = |row: csv::StringRecord| Transaction {
        customer: row[id].parse().unwrap(),
        day: row[date].parse::<NaiveDate>().unwrap(),
        amount: row[value].parse().unwrap(),
        kind: Kind::Sale { order: None },
    };
    reader.records().map(|row| read(row.unwrap())).collect()
}
