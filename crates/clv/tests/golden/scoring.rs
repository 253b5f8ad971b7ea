//! Logistic regression on credit data.

use guanxi_clv::{Covariates, Error, Logistic, Performance};

use crate::data::{Table, close, json};

const COLUMNS: [&str; 9] = ["Seniority", "Time", "Age", "Expenses", "Income", "Assets", "Debt", "Amount", "Price"];

/// Standardised covariates of the complete rows, and whether the loan went bad.
fn credit() -> (Covariates, Vec<bool>) {
    let table = Table::read("credit_data.csv");
    let complete: Vec<_> = table.rows().filter(|row| COLUMNS.iter().all(|column| !row.text(column).is_empty())).collect();
    let rows = complete.iter().map(|row| COLUMNS.map(|column| row.number(column)));
    let covariates = Covariates::from_rows(COLUMNS.len(), rows).unwrap().standardised();
    (covariates, complete.iter().map(|row| row.text("Status") == "bad").collect())
}

#[test]
fn logistic_regression_on_credit_has_the_golden_coefficients() {
    let (covariates, bad) = credit();
    assert_eq!(bad.len(), 4040);
    let golden = &json("other_models.json")["logit_credit"];
    let fit = Logistic::fit(&covariates, &bad, 0.0).unwrap();
    close("log-likelihood", fit.log_likelihood, golden["ll"].as_f64().unwrap(), 1e-6);
    close("intercept", fit.intercept, golden["coef"]["const"].as_f64().unwrap(), 1e-6);
    close("intercept", fit.standard_errors[0], golden["se"]["const"].as_f64().unwrap(), 1e-6);
    for (index, column) in COLUMNS.iter().enumerate() {
        close(column, fit.coefficients[index], golden["coef"][column].as_f64().unwrap(), 1e-6);
        close(column, fit.standard_errors[index + 1], golden["se"][column].as_f64().unwrap(), 1e-6);
    }
}

#[test]
fn a_ridge_penalty_shrinks_to_the_golden_coefficients() {
    let (covariates, bad) = credit();
    let golden = &json("other_models.json")["logit_credit"]["ridge_lambda1_sum_loss"];
    let fit = Logistic::fit(&covariates, &bad, 1.0).unwrap();
    close("intercept", fit.intercept, golden["intercept"].as_f64().unwrap(), 1e-5);
    for (index, column) in COLUMNS.iter().enumerate() {
        close(column, fit.coefficients[index], golden["coef"][column].as_f64().unwrap(), 1e-5);
    }
}

#[test]
fn the_score_on_credit_has_auc_0_772867_and_brier_0_154901() {
    let (covariates, bad) = credit();
    let fit = Logistic::fit(&covariates, &bad, 0.0).unwrap();
    let probabilities: Vec<f64> = covariates.rows().map(|row| fit.probability(row).unwrap()).collect();
    let found = Performance::of(&probabilities, &bad).unwrap();
    let golden = &json("other_models.json")["logit_credit"];
    close("auc", found.auc, golden["auc"].as_f64().unwrap(), 1e-7);
    close("brier", found.brier, golden["brier"].as_f64().unwrap(), 1e-8);
    close("log loss", found.log_loss, golden["logloss"].as_f64().unwrap(), 1e-8);
    close("calibration of the data it was fitted to", found.calibration_slope.unwrap(), 1.0, 1e-6);
    assert_eq!(found.bins.iter().map(|bin| bin.observations).collect::<Vec<_>>(), [404; 10]);
    assert!(found.bins[9].expected > 0.5 && (found.bins[9].expected - found.bins[9].actual).abs() < 0.05);
}

#[test]
fn contributions_sum_to_the_log_odds() {
    let (covariates, bad) = credit();
    let fit = Logistic::fit(&covariates, &bad, 0.0).unwrap();
    let row = covariates.rows().next().unwrap();
    let log_odds = fit.intercept + fit.contributions(row).unwrap().iter().sum::<f64>();
    close("probability", fit.probability(row).unwrap(), 1.0 / (1.0 + (-log_odds).exp()), 1e-15);
}

#[test]
fn outcomes_that_are_separated_or_alike_are_refused_but_for_a_penalty() {
    let covariates = Covariates::from_rows(1, [[1.0], [2.0], [3.0], [4.0]]).unwrap();
    let separated = [false, false, true, true];
    assert_eq!(Logistic::fit(&covariates, &separated, 0.0), Err(Error::NotIdentified));
    assert!(Logistic::fit(&covariates, &separated, 1.0).unwrap().coefficients[0] > 0.0);
    assert_eq!(Logistic::fit(&covariates, &[true; 4], 0.0), Err(Error::NotIdentified));
    assert_eq!(Logistic::fit(&covariates, &[true; 3], 0.0), Err(Error::Length { of: "outcomes", needed: 4, found: 3 }));
    assert!(Performance::of(&[0.5, 1.5], &[true, false]).is_err());
}
