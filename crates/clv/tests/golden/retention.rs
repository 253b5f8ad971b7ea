//! Survival on the data of Rossi and of the lung cancer study.

use guanxi_clv::{Covariates, Cox, DiscreteHazard, Error, Fault, KaplanMeier, Lifetime, PeriodLifetime, concordance, log_rank};
use serde_json::Value;

use crate::data::{Table, close, json, near, time};

const ROSSI: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
const LUNG: [&str; 3] = ["age", "sex", "ph.ecog"];

/// Lifetimes and covariates of a table.
fn read(file: &str, time: &str, ended: &str, columns: &[&str]) -> (Vec<Lifetime>, Covariates) {
    let table = Table::read(file);
    let lifetimes = table.rows().map(|row| Lifetime::new(row.number(time), row.number(ended) > 0.0).unwrap()).collect();
    let rows = table.rows().map(|row| columns.iter().map(|column| row.number(column)).collect::<Vec<f64>>());
    (lifetimes, Covariates::from_rows(columns.len(), rows).unwrap())
}

fn rossi() -> (Vec<Lifetime>, Covariates) {
    read("rossi.csv", "week", "arrest", &ROSSI)
}

fn lung() -> (Vec<Lifetime>, Covariates) {
    read("lung.csv", "time", "event", &LUNG)
}

#[track_caller]
fn kaplan_meier_is(lifetimes: &[Lifetime], golden: &Value) {
    let curve = KaplanMeier::fit(lifetimes).unwrap();
    for point in golden["km"].as_array().unwrap() {
        let [at, survival, low, high] = [0, 1, 2, 3].map(|index| point[index].as_f64().unwrap());
        close("survival", curve.survival(time(at)), survival, 1e-12);
        let interval = curve.interval(time(at), 0.95).unwrap();
        close("low", interval.0, low, 1e-9);
        close("high", interval.1, high, 1e-9);
    }
}

#[track_caller]
fn cox_is(lifetimes: &[Lifetime], covariates: &Covariates, columns: &[&str], golden: &Value) {
    let golden = &golden["cox_efron"];
    let fit = Cox::fit(lifetimes, covariates).unwrap();
    close("partial log-likelihood", fit.partial_log_likelihood, golden["partial_ll"].as_f64().unwrap(), 1e-6);
    // The golden program stops at coefficients that are exact to five decimals.
    for (index, column) in columns.iter().enumerate() {
        close(column, fit.coefficients[index], golden["coef"][column].as_f64().unwrap(), 1e-5);
        close(column, fit.standard_errors[index], golden["se"][column].as_f64().unwrap(), 1e-5);
    }
    let risks: Vec<f64> = covariates.rows().map(|row| fit.relative_hazard(row).unwrap()).collect();
    close("concordance", concordance(lifetimes, &risks).unwrap(), golden["concordance"].as_f64().unwrap(), 1e-9);
}

#[test]
fn kaplan_meier_of_rossi_and_lung_are_golden_and_the_median_of_lung_is_310() {
    let golden = json("other_models.json");
    kaplan_meier_is(&rossi().0, &golden["survival_rossi"]);
    assert_eq!(KaplanMeier::fit(&rossi().0).unwrap().median(), None);
    kaplan_meier_is(&lung().0, &golden["survival_lung"]);
    assert_eq!(KaplanMeier::fit(&lung().0).unwrap().median(), Some(310.0));
}

#[test]
fn cox_of_rossi_has_the_published_partial_likelihood_of_658_748() {
    let (lifetimes, covariates) = rossi();
    close("published", Cox::fit(&lifetimes, &covariates).unwrap().partial_log_likelihood, -658.748, 0.0005);
    cox_is(&lifetimes, &covariates, &ROSSI, &json("other_models.json")["survival_rossi"]);
}

#[test]
fn cox_of_lung_has_the_golden_coefficients() {
    let (lifetimes, covariates) = lung();
    cox_is(&lifetimes, &covariates, &LUNG, &json("other_models.json")["survival_lung"]);
}

#[test]
fn clusters_of_twins_have_the_errors_of_one_of_each() {
    let (lifetimes, covariates) = rossi();
    let one = Cox::fit(&lifetimes, &covariates).unwrap();
    let alone: Vec<usize> = (0..lifetimes.len()).collect();
    let robust = one.clustered_standard_errors(&lifetimes, &covariates, &alone).unwrap();
    for (robust, plain) in robust.iter().zip(&one.standard_errors) {
        near("robust", *robust, *plain, 0.2);
    }
    // Everybody twice: the plain errors believe there are twice as many, those of clusters do not.
    let twins: Vec<Lifetime> = lifetimes.iter().chain(&lifetimes).copied().collect();
    let rows = Covariates::from_rows(ROSSI.len(), covariates.rows().chain(covariates.rows())).unwrap();
    let two = Cox::fit(&twins, &rows).unwrap();
    let clusters: Vec<usize> = alone.iter().chain(&alone).copied().collect();
    let clustered = two.clustered_standard_errors(&twins, &rows, &clusters).unwrap();
    for index in 0..ROSSI.len() {
        near("plain", two.standard_errors[index], one.standard_errors[index] / f64::sqrt(2.0), 0.01);
        near("clustered", clustered[index], robust[index], 0.01);
    }
    assert!(one.clustered_standard_errors(&lifetimes, &covariates, &clusters).is_err());
    let few = vec![1; lifetimes.len()];
    assert_eq!(one.clustered_standard_errors(&lifetimes, &covariates, &few), Err(Error::TooFew { of: "clusters", needed: 7, found: 1 }));
}

#[test]
fn the_log_rank_test_of_financial_aid_has_chi_squared_3_84() {
    let (lifetimes, covariates) = rossi();
    let aided: Vec<bool> = covariates.rows().map(|row| row[0] > 0.0).collect();
    let golden = &json("other_models.json")["survival_rossi"]["logrank"];
    let found = log_rank(&lifetimes, &aided).unwrap();
    close("chi-squared", found.chi_squared, golden["chi2"].as_f64().unwrap(), 1e-9);
    close("p", found.p_value, golden["p"].as_f64().unwrap(), 1e-9);
}

#[test]
fn without_covariates_discrete_hazards_are_those_of_kaplan_meier() {
    let (lifetimes, _) = rossi();
    let curve = KaplanMeier::fit(&lifetimes).unwrap();
    let periods: Vec<PeriodLifetime> = discrete();
    let model = DiscreteHazard::fit(&periods, None).unwrap();
    for week in 1..=52_u32 {
        close("survival", model.survival(week as usize, &[]).unwrap().unwrap(), curve.survival(week.into()), 1e-9);
    }
    assert_eq!(model.survival(53, &[]), Ok(None));
}

fn discrete() -> Vec<PeriodLifetime> {
    Table::read("rossi.csv").rows().map(|row| PeriodLifetime { periods: row.count("week"), ended: row.count("arrest") > 0 }).collect()
}

#[test]
fn discrete_hazards_of_many_short_periods_have_nearly_the_coefficients_of_cox() {
    let (lifetimes, covariates) = rossi();
    let cox = Cox::fit(&lifetimes, &covariates).unwrap();
    let model = DiscreteHazard::fit(&discrete(), Some(&covariates)).unwrap();
    for (index, column) in ROSSI.iter().enumerate() {
        close(column, model.coefficients[index], cox.coefficients[index], 0.1 * cox.standard_errors[index]);
        near(column, model.standard_errors[index], cox.standard_errors[index], 0.03);
    }
}

#[test]
fn at_the_means_cox_survives_about_as_kaplan_meier() {
    let (lifetimes, covariates) = rossi();
    let (cox, curve) = (Cox::fit(&lifetimes, &covariates).unwrap(), KaplanMeier::fit(&lifetimes).unwrap());
    close("survival", cox.survival(time(52.0), &cox.means).unwrap(), curve.survival(time(52.0)), 0.03);
    assert!(cox.survival(time(10.0), &cox.means).unwrap() > cox.survival(time(40.0), &cox.means).unwrap());
}

#[test]
fn what_cannot_be_told_is_refused() {
    let lasting = [Lifetime::new(3.0, false).unwrap(), Lifetime::new(5.0, false).unwrap()];
    let covariates = Covariates::from_rows(1, [[1.0], [2.0]]).unwrap();
    assert_eq!(Cox::fit(&lasting, &covariates), Err(Error::NotIdentified));
    assert_eq!(KaplanMeier::fit(&[]), Err(Error::Empty { of: "lifetimes" }));
    let twins = Covariates::from_rows(2, (0..432).map(|index| [f64::from(index % 7), 2.0 * f64::from(index % 7)])).unwrap();
    assert_eq!(Cox::fit(&rossi().0, &twins), Err(Error::NotIdentified));
    assert!(Lifetime::new(-1.0, true).is_err());
}

#[test]
fn a_period_in_which_everybody_left_has_hazard_one() {
    let lifetimes = [(1, true), (1, false), (2, true), (2, true)].map(|(periods, ended)| PeriodLifetime { periods, ended });
    let model = DiscreteHazard::fit(&lifetimes, None).unwrap();
    near("first", model.hazard(1, &[]).unwrap().unwrap(), 0.25, 1e-9);
    assert_eq!(model.hazard(2, &[]), Ok(Some(1.0)));
    assert_eq!(model.survival(2, &[]), Ok(Some(0.0)));
    let covariates = Covariates::from_rows(1, [[1.0], [0.0], [1.0], [0.0]]).unwrap();
    let model = DiscreteHazard::fit(&lifetimes, Some(&covariates));
    // Of those with 1 one left at first, of those with 0 none: it separates them.
    assert_eq!(model, Err(Error::NotIdentified));
}

#[test]
fn covariates_of_another_length_are_refused() {
    let (lifetimes, covariates) = rossi();
    let length = Error::Length { of: "covariates of an observation", needed: 7, found: 0 };
    let cox = Cox::fit(&lifetimes, &covariates).unwrap();
    assert_eq!(cox.relative_hazard(&[]), Err(length.clone()));
    assert_eq!(cox.survival(time(5.0), &[]), Err(length.clone()));
    let hazard = DiscreteHazard::fit(&discrete(), Some(&covariates)).unwrap();
    assert_eq!(hazard.hazard(1, &[]), Err(length));
    let endless = [PeriodLifetime { periods: u32::MAX, ended: true }];
    assert_eq!(DiscreteHazard::fit(&endless, None), Err(Fault::OutOfRange { field: "periods", value: 4_294_967_295.0 }.in_row(0)));
}
