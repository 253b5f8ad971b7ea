//! A hundred million customers, streamed: `cargo run --release -p guanxi-clv --example stream [CUSTOMERS]`.
//!
//! Customers are simulated one by one and counted as cells; only the cells stay in memory. Prints times and the largest memory.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program to be read on a terminal")]

use std::time::Instant;

use guanxi_clv::{BetaGeometricParameters, BgNbd, Cells, History, MbgNbd, ParetoNbd, PurchaseModel, Random};

const CUSTOMERS: u64 = 100_000_000;
/// Customers came on any day of a quarter, and were observed for this many days after its end.
const QUARTER: usize = 91;
const OBSERVED_DAYS: u32 = 182;

fn main() {
    let customers = std::env::args().nth(1).map_or(CUSTOMERS, |text| text.parse().unwrap());
    let model = BgNbd::new(BetaGeometricParameters { r: 0.2516, alpha: 4.789, a: 0.7234, b: 2.161 }).unwrap();
    let start = Instant::now();
    let cells = Cells::of((0..customers).map(|index| simulated(&model, index))).unwrap();
    println!("{} customers as {} cells in {:.1} s", cells.customers(), cells.as_slice().len(), start.elapsed().as_secs_f64());
    timed("BG/NBD", || BgNbd::fit(&cells).unwrap().log_likelihood);
    timed("MBG/NBD", || MbgNbd::fit(&cells).unwrap().log_likelihood);
    timed("Pareto/NBD", || ParetoNbd::fit(&cells).unwrap().log_likelihood);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("memory unknown"));
}

/// A customer whose purchases fall on whole days.
fn simulated(model: &BgNbd, index: u64) -> History {
    let mut random = Random::stream(2, index);
    let age = f64::from(OBSERVED_DAYS + u32::try_from(random.below(QUARTER)).unwrap()) / 7.0;
    let times: Vec<f64> = model.simulate(age, &mut random).iter().map(|time| ((time * 7.0).ceil() / 7.0).min(age)).collect();
    History::of_times(&times, age).unwrap()
}

fn timed(what: &str, fit: impl Fn() -> f64) {
    let start = Instant::now();
    let log_likelihood = fit();
    println!("{what}: log-likelihood {log_likelihood:.1} in {:.2} s", start.elapsed().as_secs_f64());
}
