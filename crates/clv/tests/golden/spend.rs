//! Gamma-Gamma and the independence of spend and frequency.

use guanxi_clv::{Error, GammaGamma, GammaGammaParameters, Independence, SpendRegression, Spenders};

use crate::data::{calibration_end, cdnow_full, cdnow_sample, close, data_end, fit_is, json, near, spenders_of, summary, values};

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
fn expected_spend_of_the_first_ten_customers_is_the_published() {
    let expected = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    let model = GammaGamma::fit(&published()).unwrap().model;
    let table = crate::data::Table::read("cdnow_summary_2357.csv");
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
