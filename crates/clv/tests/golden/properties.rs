//! What holds for all histories and parameters.

use guanxi_clv::{
    BetaGeometricParameters, BgNbd, Cell, Cells, Fit, GammaGamma, History, MbgNbd, ParetoNbd, ParetoNbdParameters, PurchaseModel, Spenders,
};
use proptest::prelude::*;

use crate::data::{self, cells_of, near, values};

/// Whole days in weeks.
fn history() -> impl Strategy<Value = History> {
    (0_u32..60, 0_u32..1000, 0_u32..1000).prop_map(|(x, before, silent)| {
        let recency = if x == 0 { 0.0 } else { f64::from(before) / 7.0 };
        History::new(x, recency, recency + f64::from(silent) / 7.0).unwrap()
    })
}

/// A positive number over six powers of ten.
fn parameter() -> impl Strategy<Value = f64> {
    (-7.0..7.0_f64).prop_map(f64::exp)
}

fn beta_geometric<const MODIFIED: bool>() -> impl Strategy<Value = guanxi_clv::BetaGeometric<MODIFIED>> {
    (parameter(), parameter(), parameter(), parameter())
        .prop_map(|(r, alpha, a, b)| guanxi_clv::BetaGeometric::new(BetaGeometricParameters { r, alpha, a, b }).unwrap())
}

fn pareto() -> impl Strategy<Value = ParetoNbd> {
    (parameter(), parameter(), parameter(), parameter())
        .prop_map(|(r, alpha, s, beta)| ParetoNbd::new(ParetoNbdParameters { r, alpha, s, beta }).unwrap())
}

fn check<M: PurchaseModel>(model: &M, log_likelihood: f64, history: &History, rate: f64) -> Result<(), TestCaseError> {
    const ROUNDING: f64 = 1.0 + 1e-9;
    prop_assert!(log_likelihood.is_finite());
    let alive = model.probability_alive(history);
    prop_assert!((0.0..=1.0).contains(&alive), "P(alive) = {alive}");
    let later = History::new(history.frequency(), history.recency(), history.age() + 3.0).unwrap();
    prop_assert!(model.probability_alive(&later) <= alive * ROUNDING, "silence must not raise P(alive)");
    let (mut before, mut chances) = (0.0, 0.0);
    for time in [0.0, 1e-6, 0.1, 1.0, 10.0, 52.0, 520.0, 1e6] {
        let expected = model.expected_purchases(history, time);
        prop_assert!(expected * ROUNDING >= before && expected.is_finite(), "E[Y({time})] = {expected} after {before}");
        prop_assert!(expected <= rate * time * ROUNDING, "E[Y({time})] = {expected} above {}", rate * time);
        let chance = model.probability_of_purchase(history, time);
        prop_assert!((0.0..=1.0).contains(&chance) && chance <= expected * ROUNDING + 1e-300, "{chance} {expected}");
        prop_assert!(chance <= alive * ROUNDING && chance * ROUNDING >= chances, "{chance} after {chances}");
        chances = chance;
        before = expected;
    }
    prop_assert!(model.expected_purchases_of_newcomer(52.0) * ROUNDING >= model.expected_purchases_of_newcomer(13.0));
    Ok(())
}

proptest! {
    #[test]
    fn bg_nbd_is_sound(model in beta_geometric::<false>(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, (p.r + f64::from(history.frequency())) / (p.alpha + history.age()))?;
    }

    #[test]
    fn mbg_nbd_is_sound(model in beta_geometric::<true>(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, (p.r + f64::from(history.frequency())) / (p.alpha + history.age()))?;
    }

    #[test]
    fn pareto_nbd_is_sound(model in pareto(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, (p.r + f64::from(history.frequency())) / (p.alpha + history.age()))?;
    }

    #[test]
    fn at_the_first_moment_nobody_has_bought_again_alive_or_not(model in beta_geometric::<true>()) {
        // With T = 0 that history is certain, whatever the parameters: alive and left together.
        let nothing = History::new(0, 0.0, 0.0).unwrap();
        prop_assert!(model.log_likelihood(&nothing).abs() < 1e-9);
    }
}

/// Fits of all models in a row.
fn fits(cells: &Cells, spenders: &Spenders) -> (Fit<BgNbd>, Fit<MbgNbd>, Fit<ParetoNbd>, Fit<GammaGamma>) {
    let purchases = (BgNbd::fit(cells).unwrap(), MbgNbd::fit(cells).unwrap(), ParetoNbd::fit(cells).unwrap());
    (purchases.0, purchases.1, purchases.2, GammaGamma::fit(spenders).unwrap())
}

#[test]
fn fits_are_the_same_to_the_last_bit_for_1_2_and_8_threads() {
    let customers = data::cdnow_full(data::calibration_end());
    let (cells, spenders) = (cells_of(&customers), data::spenders_of(&customers));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| fits(&cells, &spenders))
    };
    let one = with(1);
    assert_eq!(with(2), one);
    assert_eq!(with(8), one);
}

#[test]
fn the_order_of_customers_does_not_matter() {
    let customers = data::cdnow_sample();
    let forward = Cells::of(customers.iter().map(|customer| customer.history)).unwrap();
    let backward = Cells::of(customers.iter().rev().map(|customer| customer.history)).unwrap();
    assert_eq!(forward, backward);
    let rows: Vec<(u32, f64)> = customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0))).collect();
    assert_eq!(Spenders::of(rows.iter().copied()), Spenders::of(rows.iter().rev().copied()));
}

#[test]
fn cells_with_weights_are_the_same_as_repeated_rows() {
    let cells = cells_of(&data::cdnow_sample());
    let doubled = Cells::from_weighted(cells.as_slice().iter().chain(cells.as_slice()).copied()).unwrap();
    assert_eq!(doubled.customers(), 2 * cells.customers());
    assert_eq!(doubled.as_slice().len(), cells.as_slice().len());
    let repeated = cells.as_slice().iter().flat_map(|cell| std::iter::repeat_n(cell.history, 2 * cell.customers as usize));
    assert_eq!(Cells::of(repeated).unwrap(), doubled);
    let (once, twice) = (BgNbd::fit(&cells).unwrap(), BgNbd::fit(&doubled).unwrap());
    near("log-likelihood", twice.log_likelihood, 2.0 * once.log_likelihood, 1e-12);
    for (one, two) in once.estimates.iter().zip(&twice.estimates) {
        near(one.name, two.value, one.value, 1e-7);
        near(one.name, two.standard_error.unwrap(), one.standard_error.unwrap() / f64::sqrt(2.0), 1e-6);
    }
}

#[test]
fn the_unit_of_time_does_not_matter() {
    const DAYS: f64 = 7.0;
    let weeks = cells_of(&data::cdnow_sample());
    let in_days = |cell: &Cell| Cell {
        history: History::new(cell.history.frequency(), DAYS * cell.history.recency(), DAYS * cell.history.age()).unwrap(),
        ..*cell
    };
    let days = Cells::from_weighted(weeks.as_slice().iter().map(in_days)).unwrap();
    let expect = |found: Vec<f64>, expected: Vec<f64>, times: [f64; 4]| {
        for ((found, expected), factor) in found.into_iter().zip(expected).zip(times) {
            near("parameter", found, factor * expected, 1e-6);
        }
    };
    expect(values(&BgNbd::fit(&days).unwrap()), values(&BgNbd::fit(&weeks).unwrap()), [1.0, DAYS, 1.0, 1.0]);
    expect(values(&MbgNbd::fit(&days).unwrap()), values(&MbgNbd::fit(&weeks).unwrap()), [1.0, DAYS, 1.0, 1.0]);
    expect(values(&ParetoNbd::fit(&days).unwrap()), values(&ParetoNbd::fit(&weeks).unwrap()), [1.0, DAYS, 1.0, DAYS]);
}
