//! What is simulated from a model gives its parameters back, and intervals cover them.

use std::num::NonZeroU32;

use guanxi_clv::{
    BetaGeometric, BetaGeometricParameters, BgBb, BgBbParameters, BgNbd, Bootstrap, Cells, Discount, Estimate, Fit, GammaGamma,
    GammaGammaParameters, History, MbgCnbd, MbgNbd, Nbd, NbdParameters, ParetoNbd, ParetoNbdParameters, PeriodCell, PurchaseModel, Random,
    Spenders, Worth,
};

use rayon::prelude::*;

use crate::data::{cdnow_sample, cells_of, close, spenders_of, time};

/// Sets of customers, each simulated anew.
const SETS: u64 = 1_000;
const CUSTOMERS: u64 = 1_000;
const AGE: f64 = 52.0;

/// In how many of the sets the 95 percent interval of each parameter holds the true one.
fn covered<M: Send>(truth: &[f64], fit: impl Fn(u64) -> Fit<M> + Sync) -> Vec<usize> {
    let holds = |estimate: &Estimate, truth: f64| estimate.interval(0.95).is_some_and(|(low, high)| (low..=high).contains(&truth));
    let fits: Vec<Vec<bool>> = (0..SETS)
        .into_par_iter()
        .map(|seed| fit(seed).estimates.iter().zip(truth).map(|(estimate, truth)| holds(estimate, *truth)).collect())
        .collect();
    (0..truth.len()).map(|parameter| fits.iter().filter(|held| held[parameter]).count()).collect()
}

/// More than nine in ten: if an interval held the truth with a chance of 90 percent only, 923 of 1,000 would come in less than one
/// of a hundred trials (900 + 2.33 · √(1,000 · 0.9 · 0.1)).
#[track_caller]
fn more_than_nine_in_ten(covered: &[usize]) {
    assert!(covered.iter().all(|count| *count >= 923), "{covered:?}");
}

fn simulated<M: PurchaseModel>(model: &M, seed: u64) -> Cells {
    Cells::of_times((0..CUSTOMERS).map(|index| (model.simulate(time(AGE), &mut Random::stream(seed, index)), AGE))).unwrap()
}

const BETA_GEOMETRIC: BetaGeometricParameters = BetaGeometricParameters { r: 0.8, alpha: 6.0, a: 0.9, b: 2.5 };

fn beta_geometric<const MODIFIED: bool>(seed: u64) -> Fit<BetaGeometric<MODIFIED>> {
    let model = BetaGeometric::<MODIFIED>::new(BETA_GEOMETRIC).unwrap();
    BetaGeometric::fit(&simulated(&model, seed)).unwrap()
}

#[test]
fn bg_nbd_is_given_back() {
    let BetaGeometricParameters { r, alpha, a, b } = BETA_GEOMETRIC;
    more_than_nine_in_ten(&covered(&[r, alpha, a, b], beta_geometric::<false>));
}

#[test]
fn mbg_nbd_is_given_back() {
    let BetaGeometricParameters { r, alpha, a, b } = BETA_GEOMETRIC;
    more_than_nine_in_ten(&covered(&[r, alpha, a, b], beta_geometric::<true>));
}

#[test]
fn mbg_cnbd_is_given_back() {
    let parameters = BetaGeometricParameters { r: 1.4, alpha: 2.2, a: 0.6, b: 2.5 };
    let model = MbgCnbd::new(3, parameters).unwrap();
    let BetaGeometricParameters { r, alpha, a, b } = parameters;
    more_than_nine_in_ten(&covered(&[r, alpha, a, b], |seed| MbgCnbd::fit(&simulated(&model, seed), 3).unwrap()));
}

#[test]
fn pareto_nbd_is_given_back() {
    let parameters = ParetoNbdParameters { r: 1.0, alpha: 5.0, s: 1.2, beta: 25.0 };
    let model = ParetoNbd::new(parameters).unwrap();
    let ParetoNbdParameters { r, alpha, s, beta } = parameters;
    more_than_nine_in_ten(&covered(&[r, alpha, s, beta], |seed| ParetoNbd::fit(&simulated(&model, seed)).unwrap()));
}

#[test]
fn nbd_is_given_back() {
    let model = Nbd::new(NbdParameters { r: 1.2, alpha: 6.0 }).unwrap();
    more_than_nine_in_ten(&covered(&[1.2, 6.0], |seed| Nbd::fit(&simulated(&model, seed)).unwrap()));
}

#[test]
fn bg_bb_is_given_back() {
    let parameters = BgBbParameters { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 };
    let model = BgBb::new(parameters).unwrap();
    let fit = |seed| {
        let cell = |index| PeriodCell { history: model.simulate(8, &mut Random::stream(seed, index)).unwrap(), customers: 1 };
        BgBb::fit(&(0..CUSTOMERS).map(cell).collect::<Vec<_>>()).unwrap()
    };
    let BgBbParameters { alpha, beta, gamma, delta } = parameters;
    more_than_nine_in_ten(&covered(&[alpha, beta, gamma, delta], fit));
}

#[test]
fn gamma_gamma_is_given_back() {
    let model = GammaGamma::new(GammaGammaParameters { p: 6.0, q: 3.7, v: 15.0 }).unwrap();
    let fit = |seed| {
        let mut random = Random::from_seed(seed);
        let row = |index: u32| {
            let frequency = NonZeroU32::MIN.saturating_add(index % 5);
            (frequency.get(), model.simulate(frequency, &mut random))
        };
        GammaGamma::fit(&Spenders::of((0..1_500).map(row)).unwrap()).unwrap()
    };
    more_than_nine_in_ten(&covered(&[6.0, 3.7, 15.0], fit));
}

#[test]
fn newcomers_buy_as_often_as_expected() {
    const MANY: u64 = 100_000;
    let of = |count: &dyn Fn(u64) -> usize| {
        let total: f64 = (0..MANY).map(|index| f64::from(u32::try_from(count(index)).unwrap())).sum();
        total / 1e5
    };
    let bg = BgNbd::new(BETA_GEOMETRIC).unwrap();
    let mbg = MbgNbd::new(BETA_GEOMETRIC).unwrap();
    let pareto = ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 5.0, s: 1.2, beta: 25.0 }).unwrap();
    let made = |purchases: f64, expected: f64| close("purchases", purchases / expected, 1.0, 0.02);
    made(of(&|index| bg.simulate(time(AGE), &mut Random::stream(1, index)).len()), bg.expected_purchases_of_newcomer(time(AGE)));
    made(of(&|index| mbg.simulate(time(AGE), &mut Random::stream(2, index)).len()), mbg.expected_purchases_of_newcomer(time(AGE)));
    made(of(&|index| pareto.simulate(time(AGE), &mut Random::stream(3, index)).len()), pareto.expected_purchases_of_newcomer(time(AGE)));
}

/// How often the chance of a purchase says what happens, over all histories that are simulated.
#[track_caller]
fn chances_come_true<M: PurchaseModel>(model: &M) {
    const MANY: u64 = 100_000;
    const AHEAD: f64 = 20.0;
    let (mut bought, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for index in 0..MANY {
        let times = model.simulate(time(AGE + AHEAD), &mut Random::stream(12, index));
        let before = times.partition_point(|time| *time <= AGE);
        // Long silent ones, because of others nearly all models say the same.
        if (1..=6).contains(&before) && times[before - 1] < AGE / 2.0 {
            let chance = model.probability_of_purchase(&History::of_times(&times[..before], AGE).unwrap(), time(AHEAD));
            bought += f64::from(u8::from(times.len() > before));
            expected += chance;
            variance += chance * (1.0 - chance);
        }
    }
    assert!(variance > 100.0 && (bought - expected).abs() < 4.0 * variance.sqrt(), "{bought} {expected} {variance}");
}

#[test]
fn chances_of_a_purchase_come_true() {
    chances_come_true(&BgNbd::new(BETA_GEOMETRIC).unwrap());
    chances_come_true(&MbgNbd::new(BETA_GEOMETRIC).unwrap());
    chances_come_true(&ParetoNbd::new(ParetoNbdParameters { r: 1.0, alpha: 5.0, s: 1.2, beta: 25.0 }).unwrap());
    chances_come_true(&Nbd::new(NbdParameters { r: 1.2, alpha: 20.0 }).unwrap());
    chances_come_true(&MbgCnbd::new(3, BETA_GEOMETRIC).unwrap());
}

#[test]
fn bootstrap_intervals_of_value_hold_the_estimate_and_are_the_same_for_any_threads() {
    let customers = cdnow_sample();
    let (cells, spenders) = (cells_of(&customers), spenders_of(&customers));
    let (purchases, spend) = (BgNbd::fit(&cells).unwrap(), GammaGamma::fit(&spenders).unwrap());
    let bootstrap = Bootstrap { replicates: 60, seed: 8 };
    let discount = Discount::weekly(0.15).unwrap();
    let best = History::new(10, 38.0, 38.9).unwrap();
    let value = |purchases: &BgNbd, spend: &GammaGamma| {
        Worth::new(spend.expected_spend(10, 40.0).unwrap(), 0.3).unwrap().within(purchases, &best, 52, discount).unwrap()
    };
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let one = bootstrap.purchases(&purchases.model, &cells, BgNbd::fit).unwrap();
            let other = bootstrap.spend(&spend.model, &spenders).unwrap();
            (one.interval_with(&other, 0.95, value).unwrap(), one.interval(0.95, |model| model.parameters().r).unwrap())
        })
    };
    let ((low, high), (low_r, high_r)) = with(1);
    assert_eq!(with(3), ((low, high), (low_r, high_r)));
    let estimate = value(&purchases.model, &spend.model);
    assert!(low < estimate && estimate < high && high / low < 1.5, "{low} {estimate} {high}");
    // The spread of r is that of its standard error.
    let by_curvature = 2.0 * 1.96 * purchases.estimate("r").unwrap().standard_error.unwrap();
    close("spread of r", (high_r - low_r) / by_curvature, 1.0, 0.35);
}
