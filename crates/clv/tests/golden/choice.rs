//! The choice among models, and its reasons.

use guanxi_clv::{
    BetaGeometricParameters, Boundary, Cells, Choice, Chosen, History, MbgCnbd, MbgNbd, Outcome, PurchaseModel, Random, Verdict,
};

use crate::data::{cdnow_sample, cells_of, summary};

fn verdicts(choice: &Choice) -> Vec<(&'static str, Verdict)> {
    choice.candidates.iter().map(|candidate| (candidate.fit.model.name(), candidate.verdict)).collect()
}

#[test]
fn on_cdnow_the_mbg_nbd_is_most_likely_the_bg_nbd_as_likely_and_the_pareto_nbd_less() {
    let customers = cdnow_sample();
    let log_gaps: f64 = customers.iter().flat_map(|customer| &customer.gaps).map(|gap| gap.ln()).sum();
    // Told the gaps, it finds them random (k = 1), and the regular model is no candidate.
    let choice = Choice::of(&cells_of(&customers), Some(log_gaps), None).unwrap();
    assert_eq!(choice.chosen().fit.model.name(), "mbg_nbd");
    let found = verdicts(&choice);
    assert_eq!(found[0], ("mbg_nbd", Verdict::MostLikely));
    assert!(matches!(found[1], ("bg_nbd", Verdict::AsLikely { by }) if (by - 0.2935).abs() < 0.001), "{:?}", found[1]);
    assert!(matches!(found[2], ("pareto_nbd", Verdict::LessLikely { by }) if (by - 12.84).abs() < 0.01), "{:?}", found[2]);
    assert_eq!(found[3], ("nbd", Verdict::Simpler));
}

#[test]
fn in_the_hold_out_of_cdnow_the_pareto_nbd_errs_least() {
    let customers = cdnow_sample();
    let histories: Vec<History> = customers.iter().map(|customer| customer.history).collect();
    let purchases: Vec<f64> = customers.iter().map(|customer| f64::from(customer.holdout.purchases)).collect();
    let outcome = Outcome { histories: &histories, purchases: &purchases, time: 39.0 };
    let choice = Choice::of(&cells_of(&customers), None, Some(outcome)).unwrap();
    assert_eq!((choice.chosen().fit.model.name(), choice.chosen().verdict), ("pareto_nbd", Verdict::BestInHoldout));
    let others = &verdicts(&choice)[..2];
    assert!(others.iter().all(|(_, verdict)| matches!(verdict, Verdict::WorseInHoldout { by } if *by > 0.0)), "{others:?}");
}

#[test]
fn on_online_retail_every_model_lies_at_a_boundary_and_the_nbd_is_the_fallback() {
    let (cells, _) = summary("online_retail2_summary.csv");
    let choice = Choice::of(&cells, None, None).unwrap();
    assert!(matches!(choice.chosen().fit.model, Chosen::Nbd(_)));
    assert_eq!(choice.chosen().verdict, Verdict::Fallback);
    let at = |parameter| Verdict::AtBoundary(Boundary::Unidentified(parameter));
    assert_eq!(verdicts(&choice), [("mbg_nbd", at("a")), ("bg_nbd", at("a")), ("pareto_nbd", at("s")), ("nbd", Verdict::Fallback)]);
    let history = History::new(3, 20.0, 40.0).unwrap();
    let (alive, twice) =
        (choice.chosen().fit.model.probability_alive(&history), choice.chosen().fit.model.expected_purchases(&history, 8.0));
    assert!((alive - 1.0).abs() < 1e-15 && (twice - 2.0 * choice.chosen().fit.model.expected_purchases(&history, 4.0)).abs() < 1e-12);
}

#[test]
fn where_customers_do_not_leave_a_model_with_departure_is_not_chosen() {
    let stays = guanxi_clv::Nbd::new(guanxi_clv::NbdParameters { r: 1.2, alpha: 6.0 }).unwrap();
    let mut random = Random::from_seed(4);
    let histories = (0..1_500).map(|_| History::of_times(&stays.simulate(52.0, &mut random), 52.0).unwrap());
    let choice = Choice::of(&Cells::of(histories.collect::<Vec<_>>()).unwrap(), None, None).unwrap();
    assert_eq!(choice.chosen().fit.model.name(), "nbd");
}

#[test]
fn where_customers_buy_at_regular_gaps_the_mbg_cnbd_is_chosen() {
    let regular = MbgCnbd::new(3, BetaGeometricParameters { r: 1.4, alpha: 1.6, a: 0.6, b: 2.5 }).unwrap();
    let mut log_gaps = 0.0;
    let mut histories = Vec::new();
    for index in 0..1_500 {
        let times = regular.simulate(52.0, &mut Random::stream(6, index));
        let before = std::iter::once(0.0).chain(times.iter().copied());
        log_gaps += times.iter().zip(before).map(|(time, before)| (time - before).ln()).sum::<f64>();
        histories.push(History::of_times(&times, 52.0).unwrap());
    }
    let choice = Choice::of(&Cells::of(histories).unwrap(), Some(log_gaps), None).unwrap();
    assert!(matches!(choice.chosen().fit.model, Chosen::MbgCnbd(model) if model.k() == 3));
    let random = choice.candidates.iter().filter(|candidate| !matches!(candidate.fit.model, Chosen::MbgCnbd(_) | Chosen::Nbd(_)));
    let verdicts: Vec<Verdict> = random.map(|candidate| candidate.verdict).collect();
    assert_eq!(verdicts.len(), 3);
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::LessLikely { by } if *by > 100.0)), "{verdicts:?}");
}

#[test]
fn a_gain_that_may_be_chance_is_no_reason_for_departure() {
    // Customers who do leave; some sets of 150 happen to tell little of it.
    let leaves = MbgNbd::new(BetaGeometricParameters { r: 0.3, alpha: 3.0, a: 0.5, b: 1.0 }).unwrap();
    let choice_of = |seed| {
        let history = |index| History::of_times(&leaves.simulate(30.0, &mut Random::stream(seed, index)), 30.0).unwrap();
        Choice::of(&Cells::of((0..150).map(history)).unwrap(), None, None).unwrap()
    };
    let (choice, gain) = (0..1_000)
        .map(choice_of)
        .find_map(|choice| match verdicts(&choice)[0] {
            ("mbg_nbd", Verdict::NoBetterThanNbd { gain }) => Some((choice, gain)),
            _ => None,
        })
        .unwrap();
    // 5 percent of a chi-squared variable with two degrees of freedom.
    assert!(gain > 0.0 && gain < 5.991_5, "{gain}");
    assert_eq!(choice.chosen().verdict, Verdict::Fallback);
    assert_eq!(choice.chosen().fit.model.name(), "nbd");
}
