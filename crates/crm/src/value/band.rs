//! How sure a model's figure is: the interval that the uncertainty of its parameters leaves, by the delta method in their
//! logarithms. It is that of what is expected; what one customer really does varies more.

use super::model::{Model, ModelReport};

/// A step of a logarithm, small beside any standard error.
const STEP: f64 = 1e-4;
/// Of a normal variable, so many standard deviations either way hold 95 of 100.
const REACH: f64 = 1.959_963_984_540_054;

/// The intervals of several figures that a model tells, of 95 percent, as far to either side: a figure is a difference and may
/// lie beside zero. None where the covariance of the parameters is unknown.
pub(super) fn band(report: &ModelReport, told: impl Fn(&Model) -> Vec<f64>) -> Option<Vec<(f64, f64)>> {
    let at = told(&report.model()?);
    let used = report.used.as_deref()?;
    let purchases = report.models.iter().position(|tried| tried.name == used)?;
    let mut variances = vec![0.0; at.len()];
    let mut add = |covariance: &[Vec<f64>], gradient: &dyn Fn(usize) -> Option<Vec<f64>>| {
        let gradients: Option<Vec<Vec<f64>>> = (0..covariance.len()).map(gradient).collect();
        let gradients = gradients?;
        for (n, variance) in variances.iter_mut().enumerate() {
            for (row, one) in covariance.iter().zip(&gradients) {
                *variance += row.iter().zip(&gradients).map(|(covariance, other)| covariance * one[n] * other[n]).sum::<f64>();
            }
        }
        Some(())
    };
    let slope = |moved: &dyn Fn(f64) -> ModelReport| -> Option<Vec<f64>> {
        let (up, down) = (told(&moved(STEP).model()?), told(&moved(-STEP).model()?));
        Some(up.iter().zip(&down).map(|(up, down)| (up - down) / (2.0 * STEP)).collect())
    };
    add(report.models[purchases].log_covariance.as_deref()?, &|n| {
        slope(&|step| {
            let mut moved = report.clone();
            moved.models[purchases].parameters[n].value *= step.exp();
            moved
        })
    })?;
    if let Some(spend) = report.spend.as_ref().filter(|spend| spend.kind == "gamma_gamma") {
        add(spend.log_covariance.as_deref()?, &|n| {
            slope(&|step| {
                let mut moved = report.clone();
                if let Some(spend) = &mut moved.spend {
                    spend.parameters[n].value *= step.exp();
                }
                moved
            })
        })?;
    }
    let interval = |(at, variance): (&f64, &f64)| {
        let reach = REACH * variance.max(0.0).sqrt();
        (at - reach, at + reach)
    };
    Some(at.iter().zip(&variances).map(interval).collect())
}
