//! What holds for all histories and parameters.

use guanxi_clv::{
    BetaGeometricParameters, BgBb, BgBbParameters, BgNbd, Bootstrap, Cell, Cells, Discount, GammaGamma, GammaGammaParameters, History,
    MbgCnbd, MbgNbd, Nbd, ParetoNbd, ParetoNbdParameters, PeriodCell, PeriodHistory, Prediction, PurchaseModel, Spenders,
};
use proptest::prelude::*;

use crate::data::{self, cells_of, near, time, values};

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

/// A positive number over two powers of ten, where the sums over events stay short.
fn moderate() -> impl Strategy<Value = f64> {
    (-2.5..2.5_f64).prop_map(f64::exp)
}

fn regular() -> impl Strategy<Value = MbgCnbd> {
    (1_u32..6, moderate(), moderate(), moderate(), moderate())
        .prop_map(|(k, r, alpha, a, b)| MbgCnbd::new(k, BetaGeometricParameters { r, alpha, a, b }).unwrap())
}

fn donor() -> impl Strategy<Value = BgBb> {
    (parameter(), parameter(), parameter(), parameter())
        .prop_map(|(alpha, beta, gamma, delta)| BgBb::new(BgBbParameters { alpha, beta, gamma, delta }).unwrap())
}

fn periods() -> impl Strategy<Value = PeriodHistory> {
    (0_u32..40, 0_u32..40, 0_u32..40).prop_map(|(x, between, silent)| {
        let last = if x == 0 { 0 } else { x + between };
        PeriodHistory::new(x, last, last + silent).unwrap()
    })
}

fn spend() -> impl Strategy<Value = GammaGamma> {
    (parameter(), parameter(), parameter()).prop_map(|(p, q, v)| GammaGamma::new(GammaGammaParameters { p, q: 1.0 + q, v }).unwrap())
}

/// `most` says how many purchases at most can be expected in so much time.
fn check<M: PurchaseModel>(model: &M, log_likelihood: f64, history: &History, most: impl Fn(f64) -> f64) -> Result<(), TestCaseError> {
    const ROUNDING: f64 = 1.0 + 1e-9;
    prop_assert!(log_likelihood.is_finite());
    let alive = model.probability_alive(history);
    prop_assert!((0.0..=1.0).contains(&alive), "P(alive) = {alive}");
    let later = History::new(history.frequency(), history.recency(), history.age() + 3.0).unwrap();
    prop_assert!(model.probability_alive(&later) <= alive * ROUNDING, "silence must not raise P(alive)");
    let (mut before, mut chances) = (0.0, 0.0);
    for ahead in [0.0, 1e-6, 0.1, 1.0, 10.0, 52.0, 520.0, 1e6] {
        let expected = model.expected_purchases(history, time(ahead));
        prop_assert!(expected * ROUNDING >= before && expected.is_finite(), "E[Y({ahead})] = {expected} after {before}");
        prop_assert!(expected <= most(ahead) * ROUNDING, "E[Y({ahead})] = {expected} above {}", most(ahead));
        let chance = model.probability_of_purchase(history, time(ahead));
        prop_assert!((0.0..=1.0).contains(&chance) && chance <= expected * ROUNDING + 1e-14, "{chance} {expected}");
        prop_assert!(chance <= alive * ROUNDING && chance * ROUNDING + 1e-14 >= chances, "{chance} after {chances}");
        chances = chance;
        before = expected;
    }
    prop_assert!(model.expected_purchases_of_newcomer(time(52.0)) * ROUNDING >= model.expected_purchases_of_newcomer(time(13.0)));
    Ok(())
}

/// Who buys at random buys at their mean rate, if they stay.
fn at_rate(r: f64, alpha: f64, history: &History) -> impl Fn(f64) -> f64 {
    let rate = (r + f64::from(history.frequency())) / (alpha + history.age());
    move |ahead| rate * ahead
}

proptest! {
    #[test]
    fn bg_nbd_is_sound(model in beta_geometric::<false>(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, at_rate(p.r, p.alpha, &history))?;
    }

    #[test]
    fn mbg_nbd_is_sound(model in beta_geometric::<true>(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, at_rate(p.r, p.alpha, &history))?;
    }

    #[test]
    fn pareto_nbd_is_sound(model in pareto(), history in history()) {
        let p = model.parameters();
        check(&model, model.log_likelihood(&history), &history, at_rate(p.r, p.alpha, &history))?;
    }

    #[test]
    fn mbg_cnbd_is_sound(model in regular(), history in history()) {
        let (p, k) = (model.parameters(), f64::from(model.k()));
        // Up to k − 1 events may have passed already, and as many count in the shape of the rate.
        let shape = p.r + k * f64::from(history.frequency()) + k - 1.0;
        let most = |ahead: f64| (shape / (p.alpha + history.age()) * ahead + k - 1.0) / k;
        check(&model, model.log_likelihood(&history, 1.0).unwrap(), &history, most)?;
    }

    #[test]
    fn bg_bb_is_sound(model in donor(), history in periods()) {
        prop_assert!(model.log_likelihood(&history) <= 1e-12);
        let alive = model.probability_alive(&history);
        prop_assert!((0.0..=1.0).contains(&alive), "P(alive) = {alive}");
        let later = PeriodHistory::new(history.frequency(), history.last(), history.periods() + 1).unwrap();
        prop_assert!(model.probability_alive(&later) <= alive * (1.0 + 1e-9) + 1e-300);
        prop_assert!(model.probability_alive_in_next_period(&history) <= alive);
        let mut before = 0.0;
        for ahead in [0, 1, 2, 10, 100] {
            let expected = model.expected_purchases(&history, ahead).unwrap();
            prop_assert!(expected >= before && expected <= f64::from(ahead) * alive, "{expected} after {before}");
            before = expected;
        }
    }

    #[test]
    fn gamma_gamma_is_sound_and_knows_no_unit_of_money(model in spend(), x in 1_u32..1_000, mean in parameter(), unit in parameter()) {
        let GammaGammaParameters { p, q, v } = model.parameters();
        let everybody = model.expected_spend(0, 0.0).unwrap();
        let expected = model.expected_spend(x, mean).unwrap();
        let (low, high) = (everybody.min(mean), everybody.max(mean));
        prop_assert!(expected >= low * (1.0 - 1e-9) && expected <= high * (1.0 + 1e-9), "{low} {expected} {high}");
        let other = GammaGamma::new(GammaGammaParameters { p, q, v: unit * v }).unwrap();
        let converted = other.expected_spend(x, unit * mean).unwrap();
        prop_assert!((converted / (unit * expected) - 1.0).abs() < 1e-9);
        // A density per unit of money.
        let (one, two) = (model.log_likelihood(x, mean).unwrap(), other.log_likelihood(x, unit * mean).unwrap());
        prop_assert!((one - two - unit.ln()).abs() < 1e-9 * (1.0 + one.abs()) + 1e-6, "{one} {two}");
    }

    #[test]
    fn at_the_first_moment_nobody_has_bought_again_alive_or_not(model in beta_geometric::<true>()) {
        // With T = 0 that history is certain, whatever the parameters: alive and left together.
        let nothing = History::new(0, 0.0, 0.0).unwrap();
        prop_assert!(model.log_likelihood(&nothing).abs() < 1e-9);
    }
}

/// What `of` says is the same to the last bit on 1, 2 and 8 threads.
#[track_caller]
fn is_the_same_on_any_threads<T: PartialEq + std::fmt::Debug + Send>(of: impl Fn() -> T + Sync) -> T {
    let [one, two, eight] = [1, 2, 8].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&of));
    assert_eq!(two, one);
    assert_eq!(eight, one);
    one
}

#[test]
fn fits_are_the_same_to_the_last_bit_for_1_2_and_8_threads() {
    let customers = data::cdnow_full(data::calibration_end());
    let (cells, spenders) = (cells_of(&customers), data::spenders_of(&customers));
    is_the_same_on_any_threads(|| BgNbd::fit(&cells).unwrap());
    is_the_same_on_any_threads(|| MbgNbd::fit(&cells).unwrap());
    is_the_same_on_any_threads(|| ParetoNbd::fit(&cells).unwrap());
    is_the_same_on_any_threads(|| Nbd::fit(&cells).unwrap());
    is_the_same_on_any_threads(|| MbgCnbd::fit(&cells, 2).unwrap());
    is_the_same_on_any_threads(|| GammaGamma::fit(&spenders).unwrap());
    // The cells of the donors are so few that one thread has them all: as many more, each of its own length.
    let donor = |index: u32| {
        let (n, last) = (20 + index / 100, index % 20);
        PeriodCell { history: PeriodHistory::new(last.min(1 + index % 7), last, n).unwrap(), customers: 1 + index % 3 }
    };
    let donors: Vec<PeriodCell> = (0..6_000).map(donor).collect();
    is_the_same_on_any_threads(|| BgBb::fit(&donors).unwrap());
}

#[test]
fn the_bootstrap_is_the_same_to_the_last_bit_for_1_2_and_8_threads() {
    let customers = data::cdnow_sample();
    let (cells, spenders) = (cells_of(&customers), data::spenders_of(&customers));
    let (purchases, spend) = (MbgNbd::fit(&cells).unwrap().model, GammaGamma::fit(&spenders).unwrap().model);
    let bootstrap = Bootstrap { replicates: 9, seed: 2 };
    let found = is_the_same_on_any_threads(|| {
        (bootstrap.purchases(&purchases, &cells, MbgNbd::fit).unwrap(), bootstrap.spend(&spend, &spenders).unwrap())
    });
    assert_eq!((found.0.models.len(), found.1.models.len()), (9, 9));
}

#[test]
fn predictions_of_cells_are_the_same_for_1_2_and_8_threads_and_those_of_each_customer() {
    let customers = data::cdnow_full(data::calibration_end());
    let cells = cells_of(&customers);
    let (model, discount) = (ParetoNbd::fit(&cells).unwrap().model, Discount::weekly(0.15).unwrap());
    let one = is_the_same_on_any_threads(|| cells.each(|history| Prediction::of(&model, history, 26, discount).unwrap()));
    for customer in customers.iter().step_by(97) {
        let found = one.of(&customer.history).unwrap();
        assert_eq!(*found, Prediction::of(&model, &customer.history, 26, discount).unwrap());
        near("purchases", found.purchases, model.expected_purchases(&customer.history, 26.into()), 1e-15);
    }
    assert_eq!(one.of(&History::new(3, 1.0, 1.25).unwrap()), None);
}

#[test]
fn the_order_of_customers_does_not_matter() {
    let customers = data::cdnow_sample();
    let forward = Cells::of_gaps(customers.iter().map(|customer| (customer.history, &customer.gaps))).unwrap();
    let backward = Cells::of_gaps(customers.iter().rev().map(|customer| (customer.history, &customer.gaps))).unwrap();
    let log_gaps: f64 = customers.iter().flat_map(|customer| &customer.gaps).map(|gap| gap.ln()).sum();
    near("gaps", forward.log_gaps().unwrap(), log_gaps, 1e-12);
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

#[test]
fn the_unit_of_money_does_not_matter() {
    const CENTS: f64 = 100.0;
    let dollars = data::spenders_of(&data::cdnow_sample());
    let each = dollars.as_slice().iter().flat_map(|spender| std::iter::repeat_n(spender, spender.customers as usize));
    let in_cents = Spenders::of(each.map(|spender| (spender.frequency, CENTS * spender.mean))).unwrap();
    let (one, other) = (GammaGamma::fit(&dollars).unwrap(), GammaGamma::fit(&in_cents).unwrap());
    for ((found, expected), factor) in values(&other).into_iter().zip(values(&one)).zip([1.0, 1.0, CENTS]) {
        near("parameter", found, factor * expected, 1e-6);
    }
    let customers = f64::from(u32::try_from(dollars.customers()).unwrap());
    near("log-likelihood", other.log_likelihood, one.log_likelihood - customers * CENTS.ln(), 1e-9);
}
