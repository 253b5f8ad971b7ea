//! Gamma-Gamma and the independence of spend and frequency.

use std::num::NonZeroU32;

use guanxi_clv::{
    Boundary, Error, GammaGamma, GammaGammaParameters, Independence, NOTABLE_CORRELATION, Random, SpendChoice, SpendModel, SpendReason,
    SpendRegression, Spenders, Status,
};

use crate::data::{Table, calibration_end, cdnow_full, cdnow_sample, close, data_end, fit_is, json, near, spenders_of, summary, values};

fn published() -> Spenders {
    summary("cdnow_summary_2357.csv").1
}

#[test]
fn gamma_gamma_on_cdnow_has_the_published_parameters() {
    let fit = GammaGamma::fit(&published()).unwrap();
    for (found, published) in values(&fit).into_iter().zip([6.25, 3.74, 15.44]) {
        close("parameter", found, published, 0.01);
    }
    fit_is(&fit, &json("cdnow_sample.json")["published_summary"]["gamma_gamma"]);
    let exact = GammaGamma::fit(&spenders_of(&cdnow_sample())).unwrap();
    fit_is(&exact, &json("cdnow_sample.json")["derived_from_transactions"]["gamma_gamma"]);
}

#[test]
fn gamma_gamma_on_all_of_cdnow_drops_one_customer_without_value() {
    for (end, golden) in [(calibration_end(), "calibration_1997-09-30"), (data_end(), "all_1998-06-30")] {
        let spenders = spenders_of(&cdnow_full(end));
        assert_eq!(spenders.dropped(), 1);
        fit_is(&GammaGamma::fit(&spenders).unwrap(), &json("cdnow_full.json")[golden]["gamma_gamma"]);
    }
}

#[test]
fn gamma_gamma_on_online_retail_has_the_golden_parameters() {
    let (_, spenders) = summary("online_retail2_summary.csv");
    fit_is(&GammaGamma::fit(&spenders).unwrap(), &json("online_retail2.json")["calibration_2011-06-30"]["gamma_gamma"]);
}

#[test]
fn binned_spenders_move_no_parameter_by_a_hundredth_of_its_error() {
    let customers = cdnow_full(calibration_end());
    let exact = spenders_of(&customers);
    let binned = Spenders::binned(customers.iter().map(|customer| (customer.history.frequency(), customer.spend.unwrap_or(0.0)))).unwrap();
    assert_eq!((binned.customers(), binned.dropped()), (exact.customers(), exact.dropped()));
    assert!(binned.as_slice().len() < exact.as_slice().len());
    let (fit, rounded) = (GammaGamma::fit(&exact).unwrap(), GammaGamma::fit(&binned).unwrap());
    close("log-likelihood", rounded.log_likelihood, fit.log_likelihood, 1.0);
    for (one, other) in fit.estimates.iter().zip(&rounded.estimates) {
        close(one.name, other.value, one.value, 0.01 * one.standard_error.unwrap());
    }
}

#[test]
fn spenders_who_are_alike_are_counted_as_if_they_stood_one_by_one() {
    let rows = || (0..600_u32).map(|index| (1 + index % 4, f64::from(5 + index % 7)));
    let counted = Spenders::of(rows()).unwrap();
    assert_eq!((counted.as_slice().len(), counted.customers()), (28, 600));
    // The same a little apart, so that none is like another.
    let apart = Spenders::of(rows().zip(0..).map(|((x, mean), index)| (x, mean * (1.0 + 1e-13 * f64::from(index))))).unwrap();
    assert_eq!(apart.as_slice().len(), 600);
    let (one, other) = (GammaGamma::fit(&counted).unwrap(), GammaGamma::fit(&apart).unwrap());
    near("log-likelihood", one.log_likelihood, other.log_likelihood, 1e-9);
    let (one, other) = (SpendRegression::fit(&counted).unwrap(), SpendRegression::fit(&apart).unwrap());
    near("variance", one.variance, other.variance, 1e-9);
    close("Pearson", Independence::of(&counted).pearson.unwrap(), Independence::of(&apart).pearson.unwrap(), 1e-9);
}

#[test]
fn expected_spend_of_the_first_ten_customers_is_the_published() {
    let expected = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    let model = GammaGamma::fit(&published()).unwrap().model;
    let table = Table::read("cdnow_summary_2357.csv");
    for (row, expected) in table.rows().zip(expected) {
        let found = model.expected_spend(row.count("x"), row.number("zbar")).unwrap();
        close("spend", found, expected, 0.01);
    }
}

#[test]
fn an_infinite_mean_is_told_not_returned() {
    let heavy = GammaGamma::new(GammaGammaParameters { p: 2.0, q: 0.9, v: 10.0 }).unwrap();
    assert_eq!(heavy.expected_spend(0, 0.0), Err(Error::InfiniteMean { shape: 0.9 }));
    near("spend", heavy.expected_spend(1, 20.0).unwrap(), 2.0 * 30.0 / 1.9, 1e-14);
}

#[test]
fn spend_on_cdnow_hardly_depends_on_frequency() {
    let found = Independence::of(&published());
    close("Pearson", found.pearson.unwrap(), 0.1139, 5e-5);
    close("Spearman", found.spearman.unwrap(), 0.2064, 5e-5);
    assert!(!found.is_in_doubt());
    let golden = &json("cdnow_sample.json")["published_summary"]["gamma_gamma"];
    close("Spearman", found.spearman.unwrap(), golden["spearman_x_zbar"].as_f64().unwrap(), 1e-12);
    let all = Independence::of(&spenders_of(&cdnow_full(calibration_end())));
    let golden = &json("cdnow_full.json")["calibration_1997-09-30"]["gamma_gamma"];
    close("Pearson", all.pearson.unwrap(), 0.0802, 5e-5);
    close("Pearson", all.pearson.unwrap(), golden["pearson_x_zbar"].as_f64().unwrap(), 1e-10);
    // Equal means of sums added in another order are ties in one program and not in the other.
    close("Spearman", all.spearman.unwrap(), golden["spearman_x_zbar"].as_f64().unwrap(), 5e-6);
}

#[test]
fn spend_on_online_retail_depends_on_frequency_and_that_is_told() {
    let found = Independence::of(&summary("online_retail2_summary.csv").1);
    close("Pearson", found.pearson.unwrap(), 0.479, 0.0005);
    assert!(found.is_in_doubt());
}

#[test]
fn a_regression_finds_how_spend_grows_with_frequency() {
    // ln z̄ = ln 20 + ½ ln x, but for errors of ±0.1 that cancel.
    let row = |index: u32| {
        let frequency = 1 + index / 2;
        let error = if index.is_multiple_of(2) { 0.1 } else { -0.1 };
        (frequency, 20.0 * f64::from(frequency).sqrt() * f64::exp(error))
    };
    let found = SpendRegression::fit(&Spenders::of((0..40).map(row)).unwrap()).unwrap();
    close("slope", found.slope, 0.5, 1e-12);
    close("variance", found.variance, 0.4 / 38.0, 1e-12);
    near("spend", found.expected_spend(4), 40.0 * (0.2_f64 / 38.0).exp(), 1e-12);
    near("first purchase", found.expected_spend(0), found.expected_spend(1), 1e-15);
    let alike = Spenders::of([(2, 10.0), (2, 20.0), (2, 30.0)]).unwrap();
    assert_eq!(SpendRegression::fit(&alike), Err(Error::NotIdentified));
}

#[test]
fn spend_on_online_retail_grows_with_frequency_and_that_on_cdnow_hardly() {
    let slope = |spenders: &Spenders| {
        let fit = SpendRegression::fit(spenders).unwrap();
        (fit.slope, fit.slope / fit.slope_standard_error)
    };
    let (retail, retail_errors) = slope(&summary("online_retail2_summary.csv").1);
    let (cdnow, _) = slope(&published());
    assert!(retail > 0.15 && retail_errors > 2.0 && cdnow < retail, "{retail} {retail_errors} {cdnow}");
}

fn chosen(spenders: &Spenders) -> SpendChoice {
    SpendChoice::of(spenders, NOTABLE_CORRELATION)
}

/// Spenders whose purchases have shape `p` around a mean that is 40 times what `of_customer` draws.
fn simulated(seed: u64, p: f64, of_customer: fn(&mut Random) -> f64) -> Spenders {
    // With a q of 1e9 customers are alike, so that only single purchases vary.
    let single = GammaGamma::new(GammaGammaParameters { p, q: 1e9, v: 1e9 / p }).unwrap();
    let mut random = Random::from_seed(seed);
    let row = |index: u32| {
        let frequency = NonZeroU32::new(1 + index % 6).unwrap();
        (frequency.get(), 40.0 * of_customer(&mut random) * single.simulate(frequency, &mut random))
    };
    Spenders::of((0..1_500).map(row)).unwrap()
}

#[test]
fn spend_that_does_not_depend_on_the_customer_lies_at_the_boundary_and_the_mean_tells_it() {
    for seed in 0..30 {
        for p in [0.6, 2.0, 30.0] {
            let choice = chosen(&simulated(seed, p, |_| 1.0));
            let fit = choice.gamma_gamma.as_ref().unwrap();
            // By chance customers seem to differ a little in some of the draws; then the fit has a maximum, far out.
            assert_ne!(fit.status, Status::Failed, "{seed} {p}: {:?}", fit.estimates);
            match (choice.reason, choice.model) {
                (SpendReason::AtBoundary(Boundary::AtBound("q" | "v") | Boundary::Unidentified("q" | "v")), SpendModel::Mean(mean)) => {
                    near("mean", mean, 40.0, 0.1);
                }
                (SpendReason::Independent, SpendModel::GammaGamma(model)) => assert!(model.parameters().q > 20.0, "{seed} {p}"),
                other => panic!("{seed} {p}: {other:?}"),
            }
            near("spend", choice.model.expected_spend(3, 41.0).unwrap(), 40.0, 0.1);
        }
    }
}

#[test]
fn customers_who_always_spend_the_same_are_asked_for_their_own_mean() {
    let rows = (0..300_u32).map(|index| (1 + index % 5, 10.0 + f64::from(index % 7)));
    let choice = chosen(&Spenders::of(rows).unwrap());
    assert!(matches!(choice.model, SpendModel::OwnMean(_)) && choice.reason.code() == "at_boundary", "{choice:?}");
    near("own", choice.model.expected_spend(2, 16.0).unwrap(), 16.0, 1e-15);
    near("of all", choice.model.expected_spend(0, 0.0).unwrap(), choice.model.expected_spend(4, -3.0).unwrap(), 1e-15);
}

/// As of customers whose q is this one: their means are inverse gamma.
fn of_tail(seed: u64, q: f64) -> Spenders {
    let model = GammaGamma::new(GammaGammaParameters { p: 4.0, q, v: 100.0 }).unwrap();
    let mut random = Random::from_seed(seed);
    let row = |index: u32| {
        let frequency = NonZeroU32::new(1 + index % 6).unwrap();
        (frequency.get(), model.simulate(frequency, &mut random))
    };
    Spenders::of((0..1_500).map(row)).unwrap()
}

#[test]
fn a_tail_so_heavy_that_newcomers_have_no_mean_is_told_and_a_mean_is_used() {
    let spread = |q: f64| (0..10).map(move |seed| (seed, chosen(&of_tail(seed, q))));
    for (seed, choice) in [0.4, 0.6, 0.9, 1.0].into_iter().flat_map(spread) {
        let fit = choice.gamma_gamma.as_ref().unwrap();
        // Where single customers are thousands of times larger than the rest, v runs to its edge beside them.
        let is_told = match fit.status {
            Status::Converged => choice.reason.code() == "newcomers_without_mean",
            _ => choice.reason == SpendReason::AtBoundary(Boundary::AtBound("v")),
        };
        assert!(is_told, "{seed}: {:?} {:?}", choice.reason, fit.estimates);
        let SpendModel::OwnMean(of_all) = choice.model else { panic!("{seed}: {:?}", choice.model) };
        assert_eq!(choice.model.expected_spend(0, 0.0), Ok(of_all), "{seed}");
        assert_eq!(choice.model.expected_spend(3, 70.0), Ok(70.0), "{seed}");
    }
    for (seed, choice) in spread(3.0) {
        let SpendModel::GammaGamma(model) = choice.model else { panic!("{seed}: {:?}", choice.reason) };
        near("newcomer", model.expected_spend(0, 0.0).unwrap(), 4.0 * 100.0 / 2.0, 0.2);
    }
}

#[test]
fn a_mean_that_exists_by_a_hair_is_not_used() {
    let by_a_hair = |choice: &SpendChoice| {
        let q = choice.gamma_gamma.as_ref().unwrap().estimate("q").copied().unwrap();
        1.0 < q.value && q.value < 1.02
    };
    let found: Vec<SpendChoice> = (0..50).map(|seed| chosen(&of_tail(seed, 1.0))).filter(by_a_hair).collect();
    assert!(found.len() > 2, "{}", found.len());
    for choice in found {
        // The mean of newcomers would be fifty times their typical purchase or more.
        let parameters = choice.gamma_gamma.as_ref().unwrap().model.parameters();
        assert!(choice.gamma_gamma.unwrap().model.expected_spend(0, 0.0).unwrap() > 50.0 * parameters.p * parameters.v);
        assert_eq!(choice.reason, SpendReason::NewcomersWithoutMean);
        assert!(choice.model.expected_spend(0, 0.0).is_ok());
    }
}

#[test]
fn spend_is_told_by_the_model_or_by_a_mean_and_why_is_told() {
    let cdnow = chosen(&published());
    let model = GammaGamma::fit(&published()).unwrap().model;
    assert_eq!((cdnow.model, cdnow.reason), (SpendModel::GammaGamma(model), SpendReason::Independent));
    assert_eq!(cdnow.model.expected_spend(3, 0.0), model.expected_spend(0, 0.0));
    // The bound is the caller's: the ranks correlate by 0.2064.
    assert_eq!(SpendChoice::of(&published(), 0.2).reason, SpendReason::DependsOnFrequency);
    let retail = summary("online_retail2_summary.csv").1;
    let choice = chosen(&retail);
    assert_eq!((choice.model, choice.reason.code()), (SpendModel::OwnMean(retail.mean_purchase()), "depends_on_frequency"));
    let two = chosen(&Spenders::of([(1, 10.0), (3, 30.0)]).unwrap());
    assert_eq!((two.model, two.reason), (SpendModel::OwnMean(25.0), SpendReason::TooFew));
    assert!(two.model.expected_spend(1, f64::NAN).is_err());
}

#[test]
fn where_spend_depends_on_frequency_the_own_mean_comes_nearer_to_what_is_bought_later_than_the_regression() {
    let spenders = summary("online_retail2_summary.csv").1;
    let (own, regression) = (chosen(&spenders).model, SpendRegression::fit(&spenders).unwrap());
    let (mut of_own, mut of_regression, mut customers) = (0.0, 0.0, 0);
    let table = Table::read("online_retail2_summary.csv");
    for row in table.rows().filter(|row| row.count("x") > 0 && row.count("x_hold") > 0) {
        let later = row.number("v_hold") / f64::from(row.count("x_hold"));
        of_own += (own.expected_spend(row.count("x"), row.number("zbar")).unwrap() - later).abs();
        of_regression += (regression.expected_spend(row.count("x")) - later).abs();
        customers += 1;
    }
    assert_eq!(customers, 91);
    near("own", of_own / 91.0, 273.1, 1e-3);
    near("regression", of_regression / 91.0, 491.6, 1e-3);
}

#[test]
fn a_spend_model_is_made_again_from_its_name() {
    let fit = GammaGamma::fit(&published()).unwrap();
    let parameter = |name: &str| fit.estimate(name).map(|estimate| estimate.value);
    for model in [SpendModel::GammaGamma(fit.model), SpendModel::Mean(25.0), SpendModel::OwnMean(25.0)] {
        assert_eq!(SpendModel::named(model.name(), 25.0, parameter), Some(model));
    }
    assert_eq!(SpendModel::named("regression", 25.0, parameter), None);
    assert_eq!(SpendModel::named("gamma_gamma", 25.0, |_| None), None);
    let heavy = |name: &str| if name == "q" { Some(0.9) } else { parameter(name) };
    assert_eq!(SpendModel::named("gamma_gamma", 25.0, heavy), None, "newcomers would have no mean");
}
