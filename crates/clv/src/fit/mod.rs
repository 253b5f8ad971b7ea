//! Maximum likelihood in the logarithms of the parameters: estimates, standard errors, and an honest status.

pub(crate) mod jet;
pub(crate) mod newton;
mod prior;

pub use prior::Prior;

use jet::Jet;
use newton::Summit;

use crate::cholesky::Cholesky;
use crate::chunks;
use crate::special::normal_quantile;
use crate::statistics::{real, size};

/// How a fit ended. Only `Converged` is an estimate to build on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The gradient vanishes, the curvature is that of a maximum, and every parameter is larger than its standard error.
    Converged,
    /// The likelihood is largest at the edge of the model: a simpler one says as much.
    Boundary(Boundary),
    /// No maximum was found.
    Failed,
}

/// Why a fit counts as lying at the edge of its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// This parameter ran into its bound: it wants to be zero or infinite.
    AtBound(&'static str),
    /// This parameter has a standard error above its value, or none at all: the data do not tell it.
    Unidentified(&'static str),
}

impl Boundary {
    /// A stable word for programs: `at_bound` or `unidentified`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AtBound(_) => "at_bound",
            Self::Unidentified(_) => "unidentified",
        }
    }
}

impl Status {
    /// What is more to be believed is higher.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Failed => 0,
            Self::Boundary(_) => 1,
            Self::Converged => 2,
        }
    }

    /// A stable word for programs: `converged`, `boundary` or `failed`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::Boundary(_) => "boundary",
            Self::Failed => "failed",
        }
    }
}

/// One parameter of a fitted model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its name in the literature: `r`, `alpha`, `a`, …
    pub name: &'static str,
    /// The value of largest likelihood.
    pub value: f64,
    /// The standard error of `value`, by the delta method from the curvature in logarithms; none without a proper maximum.
    pub standard_error: Option<f64>,
    /// The standard error of `ln value`.
    pub log_standard_error: Option<f64>,
}

impl Estimate {
    /// The interval that covers the true value with this probability, symmetric in logarithms, so that it stays positive.
    ///
    /// `None` without a standard error, or if `level` is not between 0 and 1.
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        if !(0.0..1.0).contains(&level) {
            return None;
        }
        let reach = (normal_quantile(0.5 + level / 2.0) * self.log_standard_error?).exp();
        Some((self.value / reach, self.value * reach))
    }
}

/// A fitted model with what is known about the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit<M> {
    /// The model with the parameters of largest likelihood.
    pub model: M,
    /// How the fit ended.
    pub status: Status,
    /// The log-likelihood of all customers together (natural logarithm).
    pub log_likelihood: f64,
    /// The parameters in the order of the literature.
    pub estimates: Vec<Estimate>,
    /// The covariance of the logarithms of the parameters, row by row; none without a proper maximum.
    pub log_covariance: Option<Vec<Vec<f64>>>,
    /// How many customers took part.
    pub customers: u64,
    /// Newton steps taken.
    pub steps: usize,
    /// Parameters that are not among the estimates, because one value after the other was tried, such as k of the MBG/CNBD-k.
    pub tried: usize,
    /// What was known beforehand.
    pub prior: Prior,
}

impl<M> Fit<M> {
    /// The estimate with this name.
    #[must_use]
    pub fn estimate(&self, name: &str) -> Option<&Estimate> {
        self.estimates.iter().find(|estimate| estimate.name == name)
    }

    /// How many parameters the data had to tell.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.estimates.len() + self.tried
    }

    /// The same fit of a model that is called otherwise.
    pub(crate) fn map<N>(self, rename: impl FnOnce(M) -> N) -> Fit<N> {
        Fit {
            model: rename(self.model),
            status: self.status,
            log_likelihood: self.log_likelihood,
            estimates: self.estimates,
            log_covariance: self.log_covariance,
            customers: self.customers,
            steps: self.steps,
            tried: self.tried,
            prior: self.prior,
        }
    }

    /// Whether a prior held the parameters, so that not all they say was told by the data.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.prior != Prior::default()
    }

    /// Akaike's criterion: twice the number of parameters less twice the log-likelihood; lower is better.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * (size(self.parameters()) - self.log_likelihood)
    }

    /// The Bayesian criterion of Schwarz: `k ln n − 2 LL`; lower is better.
    #[must_use]
    pub fn bic(&self) -> f64 {
        size(self.parameters()) * real(self.customers).ln() - 2.0 * self.log_likelihood
    }
}

/// An observation that may stand for several customers.
pub(crate) trait Row: Copy + Sync {
    /// How many.
    fn customers(&self) -> u32;
    /// The same observation of so many.
    fn with_customers(self, customers: u32) -> Self;
}

/// What is to be maximised: a sum over rows.
pub(crate) struct Task<'a, T, const N: usize> {
    /// Names of the parameters.
    pub names: [&'static str; N],
    /// The natural size of each parameter: times for rates per time, 1 for pure numbers. Makes the fit independent of units.
    pub scales: [f64; N],
    /// Where to start, in units of `scales`.
    pub starts: Vec<[f64; N]>,
    /// How many customers take part.
    pub customers: u64,
    /// The observations, in a fixed order.
    pub rows: &'a [T],
    /// What is known beforehand.
    pub prior: Prior,
}

/// Maximises a log-likelihood; `of_rows` gives that of a run of rows as a function of the parameters' jets, `model` makes the
/// model of their values.
///
/// Few rows may have more than one maximum and cost little: all starts are tried, and the best ending counts. Of many, parts of the
/// customers find the neighbourhood first, so that the whole is gone over a few times only, until a start ends in a proper maximum.
pub(crate) fn maximise<M, T: Row, const N: usize>(
    task: &Task<T, N>,
    of_rows: impl Fn(&[Jet<N>; N], &[T]) -> Jet<N> + Sync,
    model: impl Fn([f64; N]) -> M,
) -> Fit<M> {
    let customers = real(task.customers);
    let value_at = |at: &[f64; N], index: usize| task.scales[index] * at[index].exp();
    let mean = |at: &[f64; N], rows: &[T], customers: f64| {
        let values: [f64; N] = std::array::from_fn(|index| value_at(at, index));
        let parameters = std::array::from_fn(|index| Jet::variable(values[index], index));
        let sum = chunks::sum(rows, Jet::ZERO, |chunk| of_rows(&parameters, chunk));
        let logarithms = std::array::from_fn(|index| Jet::exponential(values[index], index));
        (Jet::compose(&sum, &logarithms) + task.prior.log_density(at)).scale(customers.recip())
    };
    let mut starts: Vec<[f64; N]> = task.starts.iter().map(|start| start.map(f64::ln)).collect();
    for part in parts_of(task.rows, task.customers) {
        let taking_part: u64 = part.iter().map(|row| u64::from(row.customers())).sum();
        let rough = best_of(&starts, task, false, |at| mean(at, &part, real(taking_part)));
        if rough.status == Status::Converged {
            starts.insert(0, rough.summit.at);
        }
    }
    let ending = best_of(&starts, task, task.rows.len() <= FEW_ROWS, |at| mean(at, task.rows, customers));
    let values: [f64; N] = std::array::from_fn(|index| value_at(&ending.summit.at, index));
    Fit {
        model: model(values),
        status: ending.status,
        log_likelihood: ending.summit.jet.value * customers - task.prior.log_density(&ending.summit.at).value,
        estimates: ending.estimates(task, &values),
        log_covariance: ending.covariance,
        customers: task.customers,
        steps: ending.summit.steps,
        tried: 0,
        prior: task.prior,
    }
}

/// Smaller sets of customers, each every so many-th, the smallest first: each finds the neighbourhood for the next.
fn parts_of<T: Row>(rows: &[T], customers: u64) -> Vec<Vec<T>> {
    /// The smallest part that still says something of four parameters.
    const SMALLEST: u64 = 400;
    /// From one part to the next the error of the estimates falls by the root of this, which is one or two Newton steps.
    const GROWTH: u64 = 20;
    let strides = std::iter::successors(Some(GROWTH), |stride| stride.checked_mul(GROWTH));
    let mut parts: Vec<Vec<T>> = strides.take_while(|stride| customers / stride >= SMALLEST).map(|stride| every(stride, rows)).collect();
    parts.reverse();
    parts
}

/// Every `stride`-th customer, those of one row together.
fn every<T: Row>(stride: u64, rows: &[T]) -> Vec<T> {
    let mut before = 0_u64;
    let pick = |row: &T| {
        let after = before + u64::from(row.customers());
        let picked = after / stride - before / stride;
        before = after;
        u32::try_from(picked).ok().filter(|picked| *picked > 0).map(|picked| row.with_customers(picked))
    };
    rows.iter().filter_map(pick).collect()
}

/// Up to here all starts are tried.
const FEW_ROWS: usize = 1_000;

/// The best ending from these starts; if not `all` are to be tried, the first that is a proper maximum.
fn best_of<T, const N: usize>(starts: &[[f64; N]], task: &Task<T, N>, all: bool, objective: impl Fn(&[f64; N]) -> Jet<N>) -> Ending<N> {
    let mut best: Option<Ending<N>> = None;
    for start in starts {
        let ending = Ending::of(newton::climb(*start, &objective), task);
        let found = ending.status == Status::Converged;
        if best.as_ref().is_none_or(|best| ending.is_better_than(best)) {
            best = Some(ending);
        }
        if found && !all {
            break;
        }
    }
    best.expect("every task has a start")
}

/// A climb with its judgement.
struct Ending<const N: usize> {
    summit: Summit<N>,
    covariance: Option<Vec<Vec<f64>>>,
    status: Status,
}

impl<const N: usize> Ending<N> {
    fn of<T>(summit: Summit<N>, task: &Task<T, N>) -> Self {
        let customers = real(task.customers);
        let curvature = summit.jet.hessian.map(|row| row.map(|entry| -customers * entry));
        let covariance = Cholesky::of(&curvature).map(|factors| factors.inverse());
        let status = judge(&summit, covariance.as_deref(), task);
        Self {
            summit,
            covariance: covariance.filter(|_| !matches!(status, Status::Boundary(Boundary::AtBound(_)) | Status::Failed)),
            status,
        }
    }

    fn is_better_than(&self, other: &Self) -> bool {
        let rank = |ending: &Self| (ending.status != Status::Failed, ending.summit.jet.value);
        rank(self) > rank(other)
    }

    fn estimates<T>(&self, task: &Task<T, N>, values: &[f64; N]) -> Vec<Estimate> {
        (0..N)
            .map(|index| {
                let log_standard_error = self.covariance.as_ref().map(|rows| rows[index][index].sqrt());
                let standard_error = log_standard_error.map(|error| error * values[index]);
                Estimate { name: task.names[index], value: values[index], standard_error, log_standard_error }
            })
            .collect()
    }
}

/// With a larger standard error of its logarithm, a parameter has a standard error above its value.
const LARGEST_LOG_ERROR: f64 = 1.0;

/// Converged, at a boundary or failed: see [`Status`].
fn judge<T, const N: usize>(summit: &Summit<N>, covariance: Option<&[Vec<f64>]>, task: &Task<T, N>) -> Status {
    if !summit.jet.value.is_finite() {
        return Status::Failed;
    }
    if let Some(index) = summit.at_bound.iter().position(|held| *held) {
        return Status::Boundary(Boundary::AtBound(task.names[index]));
    }
    if !summit.is_flat {
        return Status::Failed;
    }
    let Some(covariance) = covariance else {
        return Status::Boundary(Boundary::Unidentified(task.names[flattest(&summit.jet)]));
    };
    match (0..N).find(|&index| covariance[index][index] > LARGEST_LOG_ERROR * LARGEST_LOG_ERROR) {
        Some(index) => Status::Boundary(Boundary::Unidentified(task.names[index])),
        None => Status::Converged,
    }
}

/// The variable along which the objective bends least.
fn flattest<const N: usize>(jet: &Jet<N>) -> usize {
    (0..N).min_by(|&one, &other| jet.hessian[one][one].abs().total_cmp(&jet.hessian[other][other].abs())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Row for u32 {
        fn customers(&self) -> u32 {
            *self
        }

        fn with_customers(self, customers: u32) -> Self {
            customers
        }
    }

    /// `−(θ² − 1)² + θ/10`, with a maximum at about −1 and a higher one at about 1, for each customer.
    fn two_peaks([parameter]: &[Jet<1>; 1], rows: &[u32]) -> Jet<1> {
        let theta = parameter.ln();
        let square = theta * theta + (-1.0);
        (theta.scale(0.1) - square * square).scale(rows.iter().copied().map(f64::from).sum())
    }

    fn fitted(rows: &[u32]) -> f64 {
        let customers = rows.iter().copied().map(u64::from).sum();
        let starts = vec![[f64::exp(-1.2)], [f64::exp(1.2)]];
        let task = Task { names: ["peak"], scales: [1.0], starts, customers, rows, prior: Prior::default() };
        maximise(&task, two_peaks, |[value]| value.ln()).model
    }

    #[test]
    fn of_few_rows_the_higher_of_two_maxima_is_found_whatever_the_first_start() {
        assert!((fitted(&[1; 30]) - 1.012).abs() < 0.001);
        assert!((fitted(&[1; FEW_ROWS + 1]) + 0.987).abs() < 0.001);
    }
}
