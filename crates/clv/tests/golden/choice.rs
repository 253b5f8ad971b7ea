//! The choice among models, and its reasons.

use guanxi_clv::{
    BetaGeometricParameters, BgNbd, Boundary, Cells, Choice, Chosen, Error, Family, History, MbgCnbd, MbgNbd, Nbd, NbdParameters, Outcome,
    ParetoNbd, ParetoNbdParameters, PurchaseModel, Random, Status, Verdict,
};

use crate::data::{cdnow_sample, cells_of, summary, time};

fn verdicts(choice: &Choice) -> Vec<(&'static str, Verdict)> {
    choice.candidates.iter().map(|candidate| (candidate.fit.model.family().name(), candidate.verdict)).collect()
}

#[test]
fn on_cdnow_the_mbg_nbd_is_most_likely_the_bg_nbd_as_likely_and_the_pareto_nbd_less() {
    let customers = cdnow_sample();
    // Told the gaps, it finds them random (k = 1), and the regular model is no candidate.
    let choice = Choice::of(&cells_of(&customers), None).unwrap();
    assert_eq!(choice.chosen().fit.model.family().name(), "mbg_nbd");
    let found = verdicts(&choice);
    assert_eq!(found[0], ("mbg_nbd", Verdict::MostLikely));
    assert!(matches!(found[1], ("bg_nbd", Verdict::AsLikely { by }) if (by - 0.2935).abs() < 0.001), "{:?}", found[1]);
    assert!(matches!(found[2], ("pareto_nbd", Verdict::LessLikely { by }) if (by - 12.84).abs() < 0.01), "{:?}", found[2]);
    assert_eq!(found[3], ("nbd", Verdict::Simpler));
}

/// What customers did in a hold-out.
struct After {
    histories: Vec<History>,
    purchases: Vec<f64>,
    time: f64,
}

impl After {
    fn cdnow() -> Self {
        let customers = cdnow_sample();
        Self {
            histories: customers.iter().map(|customer| customer.history).collect(),
            purchases: customers.iter().map(|customer| f64::from(customer.holdout.purchases)).collect(),
            time: 39.0,
        }
    }

    /// Simulated customers, observed for `age` and then for `time`.
    fn simulated<M: PurchaseModel>(model: &M, customers: u64, age: f64, time: f64) -> Self {
        let mut after = Self { histories: Vec::new(), purchases: Vec::new(), time };
        for customer in 0..customers {
            let times = model.simulate(crate::data::time(age + time), &mut Random::stream(11, customer));
            let before: Vec<f64> = times.iter().copied().filter(|at| *at <= age).collect();
            after.histories.push(History::of_times(&before, age).unwrap());
            after.purchases.push(times.iter().filter(|at| **at > age).map(|_| 1.0).sum());
        }
        after
    }

    fn choice(&self) -> Choice {
        let outcome = Outcome { histories: &self.histories, purchases: &self.purchases, time: time(self.time) };
        Choice::of(&Cells::of(self.histories.iter().copied()).unwrap(), Some(outcome)).unwrap()
    }
}

#[test]
fn in_the_hold_out_of_cdnow_the_pareto_nbd_errs_least_but_not_by_more_than_chance() {
    let choice = After::cdnow().choice();
    assert_eq!((choice.chosen().fit.model.family(), choice.chosen().verdict), (Family::MbgNbd, Verdict::MostLikely));
    let pareto = choice.candidates[2].holdout.unwrap();
    assert!(pareto.behind.by < 0.0 && !pareto.behind.is_ahead(), "{pareto:?}");
    // Both rules without departure are farther from what happened, and that is no chance.
    let plain = choice.candidates[3].holdout.unwrap();
    assert!(plain.behind.is_behind() && choice.as_before.unwrap().behind.is_behind(), "{choice:?}");
}

#[test]
fn on_online_retail_every_model_lies_at_a_boundary_and_the_nbd_is_the_fallback() {
    let (cells, _) = summary("online_retail2_summary.csv");
    let choice = Choice::of(&cells, None).unwrap();
    assert!(matches!(choice.chosen().fit.model, Chosen::Nbd(_)));
    assert_eq!(choice.chosen().verdict, Verdict::Fallback);
    let at = |parameter| Verdict::AtBoundary(Boundary::Unidentified(parameter));
    assert_eq!(verdicts(&choice), [("mbg_nbd", at("a")), ("bg_nbd", at("a")), ("pareto_nbd", at("s")), ("nbd", Verdict::Fallback)]);
    let history = History::new(3, 20.0, 40.0).unwrap();
    let (alive, twice) =
        (choice.chosen().fit.model.probability_alive(&history), choice.chosen().fit.model.expected_purchases(&history, time(8.0)));
    assert!((alive - 1.0).abs() < 1e-15 && (twice - 2.0 * choice.chosen().fit.model.expected_purchases(&history, time(4.0))).abs() < 1e-12);
}

#[test]
fn where_customers_do_not_leave_a_model_with_departure_is_not_chosen() {
    let stays = Nbd::new(NbdParameters { r: 1.2, alpha: 6.0 }).unwrap();
    let mut random = Random::from_seed(4);
    let histories = (0..1_500).map(|_| History::of_times(&stays.simulate(time(52.0), &mut random), 52.0).unwrap());
    let choice = Choice::of(&Cells::of(histories.collect::<Vec<_>>()).unwrap(), None).unwrap();
    assert_eq!(choice.chosen().fit.model.family().name(), "nbd");
}

#[test]
fn where_customers_buy_at_regular_gaps_the_mbg_cnbd_is_chosen() {
    let regular = MbgCnbd::new(3, BetaGeometricParameters { r: 1.4, alpha: 1.6, a: 0.6, b: 2.5 }).unwrap();
    let cells = Cells::of_times((0..1_500).map(|index| (regular.simulate(time(52.0), &mut Random::stream(6, index)), 52.0))).unwrap();
    let choice = Choice::of(&cells, None).unwrap();
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
        let history = |index| History::of_times(&leaves.simulate(time(30.0), &mut Random::stream(seed, index)), 30.0).unwrap();
        Choice::of(&Cells::of((0..150).map(history)).unwrap(), None).unwrap()
    };
    let (choice, gain) = (0..1_000)
        .map(choice_of)
        .find_map(|choice| match verdicts(&choice)[0] {
            ("mbg_nbd", Verdict::NoBetterThanNbd { gain, .. }) => Some((choice, gain)),
            _ => None,
        })
        .unwrap();
    // 5 percent of a chi-squared variable with two degrees of freedom.
    assert!(gain > 0.0 && gain < 5.991_5, "{gain}");
    assert_eq!(choice.chosen().verdict, Verdict::Fallback);
    assert_eq!(choice.chosen().fit.model.family().name(), "nbd");
}

#[test]
fn a_hold_out_that_says_otherwise_by_more_than_chance_overrules_the_likelihood() {
    // In the calibration customers leave as the Pareto/NBD says, but then all of them go on as before.
    let leaves = ParetoNbd::new(ParetoNbdParameters { r: 0.8, alpha: 4.0, s: 0.6, beta: 12.0 }).unwrap();
    let mut after = After::simulated(&leaves, 3_000, 40.0, 40.0);
    let rate = |history: &History| f64::from(history.frequency()) / history.age();
    after.purchases = after.histories.iter().map(|history| rate(history) * after.time).collect();
    let choice = after.choice();
    let Verdict::BestInHoldout { over } = choice.chosen().verdict else { panic!("{:?}", verdicts(&choice)) };
    assert_ne!(over, Family::Nbd);
    assert_eq!(choice.chosen().fit.model.family(), Family::Nbd);
    assert!(choice.candidates[0].holdout.unwrap().behind.is_behind());
    assert!(choice.candidates[..3].iter().all(|one| one.verdict == Verdict::WorseInHoldout), "{:?}", verdicts(&choice));
    // The rule that says it exactly is ahead of every model, and said to be.
    assert!(choice.as_before.unwrap().behind.is_ahead());
}

#[test]
fn the_same_hold_out_gives_the_same_choice_to_the_last_bit_on_1_and_8_threads() {
    let after = After::cdnow();
    let on = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| after.choice());
    assert_eq!(on(1), on(8));
}

#[test]
fn after_the_hold_out_the_choice_is_fitted_to_all() {
    let leaves = MbgNbd::new(BetaGeometricParameters { r: 0.8, alpha: 4.0, a: 0.8, b: 2.0 }).unwrap();
    let choice = After::simulated(&leaves, 2_000, 30.0, 20.0).choice();
    let all = (0..2_000).map(|one| History::of_times(&leaves.simulate(time(50.0), &mut Random::stream(11, one)), 50.0).unwrap());
    let all = Cells::of(all.collect::<Vec<_>>()).unwrap();
    let fit = choice.refit(&all).unwrap();
    assert_eq!((fit.model, fit.status), (Chosen::MbgNbd(MbgNbd::fit(&all).unwrap().model), Status::Converged));
    assert_ne!(fit.model, choice.chosen().fit.model);
    // Where none can be fitted to all, the NBD is not taken either: the hold-out has refuted it. The choice stays as it was.
    let few = Cells::of([History::new(1, 2.0, 9.0).unwrap(), History::new(2, 4.0, 9.0).unwrap()]).unwrap();
    assert!(choice.candidates[3].holdout.unwrap().behind.is_behind());
    assert_eq!(choice.refit(&few).unwrap(), choice.chosen().fit);
    let unjudged = Choice::of(&all, None).unwrap();
    assert_eq!(unjudged.refit(&few).unwrap().model.family(), Family::Nbd);
}

/// Dealers who order about every 30 days, each with a mean gap of their own, as regularly as `k` says; `leave` is the probability to
/// leave after an order, the same for all. Observed for two years, and then for one.
fn dealers(k: u32, leave: f64, seed: u64) -> (Vec<Vec<f64>>, f64) {
    const SAME: f64 = 1e5;
    let (r, weeks) = (12.0, 30.0 / 7.0);
    let parameters = BetaGeometricParameters { r, alpha: (r - 1.0) / f64::from(k) * weeks, a: SAME * leave, b: SAME * (1.0 - leave) };
    let model = MbgCnbd::new(k, parameters).unwrap();
    let mut orders = 0.0;
    let before = (0..1_000).map(|dealer| {
        let (before, after): (Vec<f64>, Vec<f64>) =
            model.simulate(time(156.0), &mut Random::stream(seed, dealer)).into_iter().partition(|at| *at <= 104.0);
        orders += after.iter().map(|_| 1.0).sum::<f64>();
        before
    });
    (before.collect(), orders)
}

#[test]
fn where_all_leave_at_the_same_rate_a_weak_prior_holds_what_the_orders_do_not_tell() {
    let mut held = 0;
    for (k, leave) in [(1, 0.06), (4, 0.08), (12, 0.06)] {
        for seed in 1..=3 {
            let (before, orders) = dealers(k, leave, seed);
            let choice = Choice::of(&Cells::of_times(before.iter().map(|times| (times, 104.0))).unwrap(), None).unwrap();
            let fit = &choice.chosen().fit;
            assert_eq!(fit.status, Status::Converged);
            assert_ne!(fit.model.family(), Family::Nbd, "k {k}, {leave} leave, seed {seed}: {:?}", verdicts(&choice));
            held += u32::from(fit.is_held());
            let expected: f64 =
                before.iter().map(|times| fit.model.expected_purchases(&History::of_times(times, 104.0).unwrap(), time(52.0))).sum();
            assert!((expected / orders - 1.0).abs() < 0.25, "k {k}, {leave} leave, seed {seed}: {expected} for {orders}");
            // The NBD would have everybody stay.
            let plain = choice.candidates.last().unwrap().fit.model;
            let stays: f64 =
                before.iter().map(|times| plain.expected_purchases(&History::of_times(times, 104.0).unwrap(), time(52.0))).sum();
            assert!(stays > 1.8 * orders, "{stays} for {orders}");
        }
    }
    assert!(held >= 5, "{held} of 9 were held");
}

#[test]
fn what_was_held_is_held_again_when_it_is_fitted_to_all() {
    let (before, _) = dealers(4, 0.08, 2);
    let until = |end: f64| {
        let times = |times: &Vec<f64>| (times.iter().copied().filter(|at| *at <= end).collect::<Vec<f64>>(), end);
        Cells::of_times(before.iter().map(times)).unwrap()
    };
    let choice = Choice::of(&until(80.0), None).unwrap();
    assert!(choice.chosen().fit.is_held(), "{:?}", verdicts(&choice));
    let fit = choice.refit(&until(104.0)).unwrap();
    assert_eq!((fit.model.family(), fit.status, fit.is_held()), (choice.chosen().fit.model.family(), Status::Converged, true));
}

#[test]
fn where_nobody_leaves_nothing_is_held() {
    for seed in 1..=4 {
        let (before, orders) = dealers(1, 1e-9, seed);
        let choice = Choice::of(&Cells::of_times(before.iter().map(|times| (times, 104.0))).unwrap(), None).unwrap();
        assert_eq!(choice.chosen().verdict, Verdict::Fallback, "{:?}", verdicts(&choice));
        let of = |times: &Vec<f64>| choice.chosen().fit.model.expected_purchases(&History::of_times(times, 104.0).unwrap(), time(52.0));
        let expected: f64 = before.iter().map(of).sum();
        assert!((expected / orders - 1.0).abs() < 0.05, "{expected} for {orders}");
    }
}

#[test]
fn two_customers_are_too_few_for_all_but_the_nbd_and_one_for_any() {
    let history = History::new(3, 20.0, 40.0).unwrap();
    for customers in [2, 3] {
        let cells = Cells::of_gaps((0..customers).map(|_| (history, [5.0, 6.0, 9.0]))).unwrap();
        let choice = Choice::of(&cells, None).unwrap();
        assert_eq!((choice.chosen().fit.model.family(), choice.chosen().verdict), (Family::Nbd, Verdict::Fallback));
        let lacking = Error::TooFew { of: "customers", needed: 4, found: customers };
        let families = [Family::MbgNbd, Family::MbgCnbd, Family::BgNbd, Family::ParetoNbd];
        assert_eq!(choice.left_out, families.map(|family| (family, lacking.clone())));
    }
    let one = Choice::of(&Cells::of([history]).unwrap(), None).unwrap_err();
    assert_eq!(one, Error::TooFew { of: "customers", needed: 2, found: 1 });
}

#[test]
fn the_k_that_was_sought_counts_as_a_parameter() {
    let cells = cells_of(&cdnow_sample());
    let (told, sought) = (MbgCnbd::fit(&cells, 1).unwrap(), MbgCnbd::fit_regularity(&cells, 2).unwrap());
    assert_eq!((told.parameters(), sought.parameters(), sought.model.k()), (4, 5, 1));
    assert!((sought.aic() - told.aic() - 2.0).abs() < 1e-9);
    assert!((sought.bic() - told.bic() - 2357_f64.ln()).abs() < 1e-9);
}

#[test]
fn who_left_is_asked_of_a_model_that_doubts_everybody() {
    let cells = cells_of(&cdnow_sample());
    let mut choice = Choice::of(&cells, None).unwrap();
    assert_eq!(choice.of_departure().map(|one| one.fit.model.family()), Some(Family::MbgNbd));
    let stays_first = BgNbd::new(BetaGeometricParameters { r: 0.8, alpha: 4.0, a: 1.0, b: 1.5 }).unwrap();
    choice = After::simulated(&stays_first, 3_000, 40.0, 1.0).choice();
    assert_eq!(choice.chosen().fit.model.family(), Family::BgNbd);
    assert_eq!(choice.of_departure().map(|one| one.fit.model.family()), Some(Family::MbgNbd));
    let (retail, _) = summary("online_retail2_summary.csv");
    assert_eq!(Choice::of(&retail, None).unwrap().of_departure(), None);
}

#[test]
fn a_model_is_made_again_from_its_name_and_parameters() {
    let known = [("r", 0.5), ("alpha", 6.0), ("a", 0.9), ("b", 1.6), ("s", 0.6), ("beta", 11.0)];
    let of = |name: &str| known.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    for family in Family::ALL {
        assert_eq!(Family::named(family.name()), Some(family));
        assert_eq!(family.model(3, of).map(|model| model.family()), Some(family));
        assert_eq!(family.model(3, |name| of(name).filter(|_| name != "alpha")), None, "a parameter is missing");
        assert_eq!(family.model(3, |name| of(name).map(|value| -value)), None, "they are none");
    }
    let beta = BetaGeometricParameters { r: 0.5, alpha: 6.0, a: 0.9, b: 1.6 };
    let pareto = ParetoNbdParameters { r: 0.5, alpha: 6.0, s: 0.6, beta: 11.0 };
    for model in [
        Chosen::MbgNbd(MbgNbd::new(beta).unwrap()),
        Chosen::MbgCnbd(MbgCnbd::new(3, beta).unwrap()),
        Chosen::BgNbd(BgNbd::new(beta).unwrap()),
        Chosen::ParetoNbd(ParetoNbd::new(pareto).unwrap()),
        Chosen::Nbd(Nbd::new(NbdParameters { r: 0.5, alpha: 6.0 }).unwrap()),
    ] {
        assert_eq!(model.family().model(model.k().unwrap_or(1), of), Some(model));
    }
    assert_eq!(Family::named("pareto"), None);
}
