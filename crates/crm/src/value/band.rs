//! How sure a model's figure is: the interval that the uncertainty of its parameters leaves, by the delta method in their
//! logarithms. It is that of what is expected; what one customer really does varies more.

use super::model::{Model, ModelReport};

/// A step of a logarithm, small beside any standard error.
const STEP: f64 = 1e-4;
/// Of a normal variable, so many standard deviations either way hold 95 of 100.
const REACH: f64 = 1.959_963_984_540_054;

/// How sure the parameters of a model are: made once, asked of every customer.
#[derive(Debug)]
pub(super) struct Band {
    groups: Vec<Group>,
}

/// Parameters that were fitted together.
#[derive(Debug)]
struct Group {
    /// The covariance of their logarithms.
    covariance: Vec<Vec<f64>>,
    /// The model with each of them a step up and a step down.
    moved: Vec<[Model; 2]>,
}

impl Band {
    /// None where the covariance of the parameters is unknown.
    pub(super) fn of(report: &ModelReport) -> Option<Self> {
        report.model()?;
        let used = report.used.as_deref()?;
        let purchases = report.models.iter().position(|tried| tried.name == used)?;
        let mut groups = vec![Group::of(report.models[purchases].log_covariance.as_deref()?, |n, step| {
            let mut moved = report.clone();
            moved.models[purchases].parameters.get_mut(n)?.value *= step.exp();
            moved.model()
        })?];
        if let Some(spend) = report.spend.as_ref().filter(|spend| spend.kind == "gamma_gamma") {
            groups.push(Group::of(spend.log_covariance.as_deref()?, |n, step| {
                let mut moved = report.clone();
                moved.spend.as_mut()?.parameters.get_mut(n)?.value *= step.exp();
                moved.model()
            })?);
        }
        Some(Self { groups })
    }

    /// The intervals of several figures that a model tells, of 95 percent, as far to either side: a figure is a difference and may
    /// lie beside zero.
    pub(super) fn around(&self, at: &[f64], told: impl Fn(&Model) -> Vec<f64>) -> Vec<(f64, f64)> {
        let mut variances = vec![0.0; at.len()];
        for group in &self.groups {
            let slope = |[up, down]: &[Model; 2]| -> Vec<f64> {
                told(up).iter().zip(&told(down)).map(|(up, down)| (up - down) / (2.0 * STEP)).collect()
            };
            let slopes: Vec<Vec<f64>> = group.moved.iter().map(slope).collect();
            for (n, variance) in variances.iter_mut().enumerate() {
                for (row, one) in group.covariance.iter().zip(&slopes) {
                    *variance += row.iter().zip(&slopes).map(|(covariance, other)| covariance * one[n] * other[n]).sum::<f64>();
                }
            }
        }
        let interval = |(at, variance): (&f64, &f64)| {
            let reach = REACH * variance.max(0.0).sqrt();
            (at - reach, at + reach)
        };
        at.iter().zip(&variances).map(interval).collect()
    }
}

impl Group {
    /// Of parameters with this covariance; `moved` makes the model in which the one of a number lies so far from where it is.
    fn of(covariance: &[Vec<f64>], moved: impl Fn(usize, f64) -> Option<Model>) -> Option<Self> {
        let both = |n: usize| Some([moved(n, STEP)?, moved(n, -STEP)?]);
        Some(Self { covariance: covariance.to_vec(), moved: (0..covariance.len()).map(both).collect::<Option<_>>()? })
    }
}
