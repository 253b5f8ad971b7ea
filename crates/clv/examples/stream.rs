//! A hundred million customers, streamed: `cargo run --release -p guanxi-clv --example stream [CUSTOMERS]`.
//!
//! Customers who came on any day of three years are simulated one by one and counted; only what is different stays in memory.
//! Prints times and the largest memory.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program to be read on a terminal")]

use std::num::NonZeroU32;
use std::time::Instant;

use guanxi_clv::{
    BetaGeometricParameters, BgNbd, Cells, GammaGamma, GammaGammaParameters, MbgNbd, ParetoNbd, PurchaseModel, Random, Spenders, Time,
};

const CUSTOMERS: u64 = 100_000_000;
/// Customers came on any day of three years, and are observed until the end of the last.
const DAYS: u64 = 1_096;

fn main() {
    let customers = std::env::args().nth(1).map_or(CUSTOMERS, |text| text.parse().unwrap());
    let purchases = BgNbd::new(BetaGeometricParameters { r: 0.2516, alpha: 4.789, a: 0.7234, b: 2.161 }).unwrap();
    let spend = GammaGamma::new(GammaGammaParameters { p: 6.275, q: 3.624, v: 14.98 }).unwrap();

    let cells = timed("counting histories", || Cells::of_times((0..customers).map(|index| bought(&purchases, index))).unwrap());
    println!("{} customers are {} cells; at most {}", cells.customers(), cells.as_slice().len(), largest_memory());
    timed("BG/NBD", || assert_eq!(BgNbd::fit(&cells).unwrap().status.code(), "converged"));
    timed("MBG/NBD", || assert_eq!(MbgNbd::fit(&cells).unwrap().status.code(), "converged"));
    let pareto = timed("Pareto/NBD", || ParetoNbd::fit(&cells).unwrap().model);
    let expected = |history: &_| pareto.expected_purchases(history, Time::from(52));
    timed("Pareto/NBD predictions", || assert!(cells.each(expected).as_slice().iter().all(|expected| expected.is_finite())));
    println!("at most {}", largest_memory());
    drop(cells);

    let spenders = (0..customers).map(|index| {
        let frequency = u32::try_from(bought(&purchases, index).0.len()).unwrap();
        let mut random = Random::stream(3, index);
        (frequency, NonZeroU32::new(frequency).map_or(0.0, |frequency| spend.simulate(frequency, &mut random)))
    });
    let spenders = timed("counting spenders", || Spenders::binned(spenders).unwrap());
    println!("{} spenders are {} bins", spenders.customers(), spenders.as_slice().len());
    timed("Gamma-Gamma", || assert_eq!(GammaGamma::fit(&spenders).unwrap().status.code(), "converged"));
    println!("at most {}", largest_memory());
}

/// The days on which a customer bought again, in weeks, and how long they were observed.
fn bought(model: &BgNbd, index: u64) -> (Vec<f64>, f64) {
    let age = f64::from(u32::try_from(index % DAYS).unwrap()) / 7.0;
    let mut times = model.simulate(Time::new(age).unwrap(), &mut Random::stream(2, index));
    for time in &mut times {
        *time = ((*time * 7.0).ceil() / 7.0).min(age);
    }
    times.dedup();
    (times, age)
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    result
}

fn largest_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("unknown memory").to_owned()
}
