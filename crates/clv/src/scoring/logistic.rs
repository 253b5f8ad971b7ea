//! Logistic regression, with or without ridge penalty.

use crate::Error;
use crate::error::at_least_zero;
use crate::regression::{Covariates, Local, check_observation, climb};
use crate::special::{logistic, softplus};
use crate::statistics::product;

/// A fitted logistic regression: `P(yes) = 1/(1 + exp(−(intercept + coefficients · x)))`.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// The log-odds where all covariates are 0.
    pub intercept: f64,
    /// The change of the log-odds with each covariate.
    pub coefficients: Vec<f64>,
    /// Standard errors of the intercept and the coefficients, in this order. With a ridge penalty they are those of the
    /// penalised likelihood, which are too small for tests.
    pub standard_errors: Vec<f64>,
    /// The log-likelihood, without penalty.
    pub log_likelihood: f64,
}

impl Logistic {
    /// The coefficients of largest likelihood, less `ridge/2 · Σ coefficients²`; the intercept is not penalised. `ridge` 0 is the
    /// plain regression. Standardise covariates before penalising them.
    ///
    /// # Errors
    /// If lengths differ, `ridge` is negative, all outcomes are alike, or the coefficients are not determined, as when a
    /// covariate separates the outcomes.
    pub fn fit(covariates: &Covariates, outcomes: &[bool], ridge: f64) -> Result<Self, Error> {
        covariates.check_length("outcomes", outcomes.len())?;
        at_least_zero("ridge", ridge)?;
        if outcomes.iter().all(|yes| *yes) || outcomes.iter().all(|yes| !yes) {
            return Err(Error::NotIdentified);
        }
        let top = climb(covariates.columns() + 1, |at| penalised(covariates, outcomes, ridge, at))?;
        let standard_errors = top.standard_errors();
        let (intercept, coefficients) = (top.coefficients[0], top.coefficients[1..].to_vec());
        let log_likelihood = top.value + 0.5 * ridge * product(&coefficients, &coefficients);
        Ok(Self { intercept, coefficients, standard_errors, log_likelihood })
    }

    /// The probability of a yes.
    ///
    /// # Errors
    /// If there are not as many covariates as coefficients, or one is not finite.
    pub fn probability(&self, covariates: &[f64]) -> Result<f64, Error> {
        check_observation(&self.coefficients, covariates)?;
        Ok(logistic(self.intercept + product(&self.coefficients, covariates)))
    }

    /// What each covariate adds to the log-odds: coefficient times value, in the order of the covariates. The largest explain
    /// a score.
    ///
    /// # Errors
    /// As [`probability`](Self::probability).
    pub fn contributions(&self, covariates: &[f64]) -> Result<Vec<f64>, Error> {
        check_observation(&self.coefficients, covariates)?;
        Ok(self.coefficients.iter().zip(covariates).map(|(coefficient, value)| coefficient * value).collect())
    }
}

fn penalised(covariates: &Covariates, outcomes: &[bool], ridge: f64, at: &[f64]) -> Local {
    let mut local = Local::zero(at.len());
    let mut with_one = vec![1.0; at.len()];
    for (row, yes) in covariates.rows().zip(outcomes) {
        with_one[1..].copy_from_slice(row);
        let log_odds = product(at, &with_one);
        let probability = logistic(log_odds);
        let residual = f64::from(u8::from(*yes)) - probability;
        local.value -= softplus(if *yes { -log_odds } else { log_odds });
        for (entry, value) in local.gradient.iter_mut().zip(&with_one) {
            *entry += residual * value;
        }
        local.add_square(probability * (1.0 - probability), &with_one);
    }
    for (index, coefficient) in at.iter().enumerate().skip(1) {
        local.value -= 0.5 * ridge * coefficient * coefficient;
        local.gradient[index] -= ridge * coefficient;
        local.information[index][index] += ridge;
    }
    local
}
