//! MBG/CNBD-k: at k = 1 it is the MBG/NBD, at larger k it agrees with simulation, and it notices silence sooner.

use guanxi_clv::{BetaGeometricParameters, Cells, History, MbgCnbd, MbgNbd, PurchaseModel, Random, regularity};
use rand::SeedableRng;
use rand_distr::{Distribution, Gamma};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::data::{cdnow_sample, cells_of, close, near, time};

const PARAMETERS: BetaGeometricParameters = BetaGeometricParameters { r: 1.4, alpha: 2.2, a: 0.6, b: 2.5 };
/// Until when customers are observed, and for how long expectations are asked.
const AGE: f64 = 30.0;
const AHEAD: f64 = 25.0;

fn model(k: u32) -> MbgCnbd {
    MbgCnbd::new(k, PARAMETERS).unwrap()
}

fn simulated(model: &MbgCnbd, customers: u64, seed: u64) -> Cells {
    Cells::of_times((0..customers).map(|index| (model.simulate(time(AGE), &mut Random::stream(seed, index)), AGE))).unwrap()
}

#[test]
fn at_k_1_it_is_the_mbg_nbd() {
    let (regular, plain) = (model(1), MbgNbd::new(PARAMETERS).unwrap());
    for (x, recency, age) in [(0, 0.0, 30.0), (0, 0.0, 0.0), (3, 12.0, 30.0), (26, 30.8, 31.0), (15, 10.0, 39.0)] {
        let history = History::new(x, recency, age).unwrap();
        near("likelihood", regular.log_likelihood(&history, 5.0).unwrap(), plain.log_likelihood(&history), 1e-13);
        near("alive", regular.probability_alive(&history), plain.probability_alive(&history), 1e-12);
        for ahead in [0.1, 4.0, 52.0, 520.0] {
            near("expected", regular.expected_purchases(&history, time(ahead)), plain.expected_purchases(&history, time(ahead)), 1e-10);
        }
    }
    near("newcomer", regular.expected_purchases_of_newcomer(time(52.0)), plain.expected_purchases_of_newcomer(time(52.0)), 1e-10);
    let cells = cells_of(&cdnow_sample());
    let (one, other) = (MbgCnbd::fit(&cells, 1).unwrap(), MbgNbd::fit(&cells).unwrap());
    close("log-likelihood", one.log_likelihood, other.log_likelihood, 1e-7);
}

#[test]
fn the_likelihood_of_no_purchase_and_of_one_sum_up_by_integration() {
    // P(x = 0) plus the integral over the time of the first of one or more purchases is 1. The density of "at least one, at t" is
    // that of one purchase observed at its own moment.
    for k in [1, 2, 5] {
        let model = model(k);
        let none = model.log_likelihood(&History::new(0, 0.0, AGE).unwrap(), 0.0).unwrap().exp();
        let steps = 60_000;
        let width = AGE / f64::from(steps);
        let density = |step: i32| {
            let time = (f64::from(step) + 0.5) * width;
            model.log_likelihood(&History::new(1, time, time).unwrap(), time.ln()).unwrap().exp() * width
        };
        close("sum", none + (0..steps).map(density).sum::<f64>(), 1.0, 1e-5);
    }
}

/// Mean and standard error of differences.
#[derive(Default)]
struct Differences {
    number: f64,
    sum: f64,
    squares: f64,
}

impl Differences {
    fn add(&mut self, difference: f64) {
        self.number += 1.0;
        self.sum += difference;
        self.squares += difference * difference;
    }

    #[track_caller]
    fn are_chance(&self) {
        let mean = self.sum / self.number;
        let error = (self.squares / self.number - mean * mean).sqrt() / self.number.sqrt();
        assert!(self.number > 1_000.0 && mean.abs() < 4.0 * error, "{mean} ± {error} of {}", self.number);
    }
}

#[test]
fn expectations_agree_with_simulation() {
    const CUSTOMERS: u64 = 200_000;
    for k in [2, 4] {
        let model = model(k);
        let newcomer = model.expected_purchases_of_newcomer(time(AGE));
        let (mut all, mut silent, mut recent) = (Differences::default(), Differences::default(), Differences::default());
        for index in 0..CUSTOMERS {
            let times = model.simulate(time(AGE + AHEAD), &mut Random::stream(11, index));
            let before = times.partition_point(|time| *time <= AGE);
            let count = |purchases: &[f64]| f64::from(u32::try_from(purchases.len()).unwrap());
            all.add(count(&times[..before]) - newcomer);
            let history = History::of_times(&times[..before], AGE).unwrap();
            let expected = model.expected_purchases(&history, time(AHEAD));
            match before {
                1 | 2 if history.recency() < 10.0 => silent.add(count(&times[before..]) - expected),
                4.. if history.recency() > 20.0 => recent.add(count(&times[before..]) - expected),
                _ => {}
            }
        }
        all.are_chance();
        silent.are_chance();
        recent.are_chance();
    }
}

#[test]
fn regular_customers_are_noticed_sooner_when_they_fall_silent() {
    let silent = History::new(10, 20.0, 26.0).unwrap();
    let alive =
        |k: u32| MbgCnbd::new(k, BetaGeometricParameters { alpha: 2.0 / f64::from(k), ..PARAMETERS }).unwrap().probability_alive(&silent);
    assert!(alive(1) > alive(2) && alive(2) > alive(4), "{} {} {}", alive(1), alive(2), alive(4));
}

#[test]
fn the_regularity_of_simulated_customers_is_found() {
    let fit = MbgCnbd::fit_regularity(&simulated(&model(3), 3_000, 5), 6).unwrap();
    assert_eq!((fit.model.k(), fit.status.code()), (3, "converged"));
    for (estimate, truth) in fit.estimates.iter().zip([PARAMETERS.r, PARAMETERS.alpha, PARAMETERS.a, PARAMETERS.b]) {
        let (low, high) = estimate.interval(0.99).unwrap();
        assert!((low..high).contains(&truth), "{}: {low} {high}", estimate.name);
    }
}

#[test]
fn wheat_and_morrison_find_the_shape_of_gamma_gaps_at_any_rate() {
    for k in [0.5, 1.0, 4.0] {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(9);
        let mut gamma = |shape: f64| Gamma::new(shape, 1.0).unwrap().sample(&mut random);
        let gaps: Vec<[f64; 2]> = (0..40_000)
            .map(|_| {
                let rate = gamma(0.7);
                [gamma(k) / rate, gamma(k) / rate]
            })
            .collect();
        near("k", regularity(gaps.iter().map(|pair| &pair[..])).unwrap(), k, 0.05);
    }
    let customers = cdnow_sample();
    let found = regularity(customers.iter().map(|customer| &customer.gaps[..])).unwrap();
    assert!((0.5..1.5).contains(&found), "customers of CDNOW buy at random: {found}");
    assert_eq!(regularity([&[1.0, 2.0][..]]), None);
}

#[test]
fn extremes_give_numbers() {
    let rows = [1e-3, 1.0, 1e3];
    for k in [1, 2, 24] {
        for (r, alpha) in rows.iter().flat_map(|r| rows.map(|alpha| (*r, alpha))) {
            let model = MbgCnbd::new(k, BetaGeometricParameters { r, alpha, a: 0.04, b: 3.0 }).unwrap();
            for history in [(0, 0.0, 0.0), (5, 1.0, 100.0), (1_000_000, 99.9, 100.0)] {
                let history = History::new(history.0, history.1, history.2).unwrap();
                let mut before = 0.0;
                for ahead in [1e-6, 1.0, 52.0, 1e6] {
                    let expected = model.expected_purchases(&history, time(ahead));
                    assert!(
                        expected >= before * (1.0 - 1e-6) && expected.is_finite(),
                        "{k} {r} {alpha} {history:?} {ahead}: {expected} {before}"
                    );
                    before = expected;
                }
            }
        }
    }
    assert!(MbgCnbd::new(0, PARAMETERS).is_err());
}
