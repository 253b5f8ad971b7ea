//! A table of numbers: what is known of each observation.

use crate::Error;
use crate::error::{Fault, finite, number};
use crate::statistics::{mean, size};

/// Covariates, one row an observation, all finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariates {
    columns: usize,
    values: Vec<f64>,
}

impl Covariates {
    /// From rows of `columns` numbers each.
    ///
    /// # Errors
    /// The first row with a number that is not finite or above 1e100 in size, or of another length; [`Error::Empty`] without rows or
    /// columns.
    pub fn from_rows<R: AsRef<[f64]>>(columns: usize, rows: impl IntoIterator<Item = R>) -> Result<Self, Error> {
        let mut values = Vec::new();
        for (index, row) in rows.into_iter().enumerate() {
            let row = row.as_ref();
            if row.len() != columns {
                return Err(Fault::OutOfRange { field: "number of covariates", value: size(row.len()) }.in_row(index));
            }
            row.iter().try_for_each(|value| number("covariate", *value).map(|_| ())).map_err(|fault| fault.in_row(index))?;
            values.extend_from_slice(row);
        }
        if values.is_empty() { Err(Error::Empty { of: "observations" }) } else { Ok(Self { columns, values }) }
    }

    /// How many covariates each observation has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The observations, in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> + Clone {
        self.values.chunks_exact(self.columns)
    }

    /// The mean of each column.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        (0..self.columns).map(|column| mean(self.rows().map(|row| row[column]))).collect()
    }

    /// The same with mean 0 and (population) standard deviation 1 in each column; a constant column becomes 0.
    #[must_use]
    pub fn standardised(&self) -> Self {
        let means = self.means();
        let rows = size(self.rows().len());
        let deviation = |column: usize| {
            let square: f64 = self.rows().map(|row| (row[column] - means[column]).powi(2)).sum();
            (square / rows).sqrt()
        };
        let deviations: Vec<f64> = (0..self.columns).map(deviation).collect();
        let scaled = |(column, value): (usize, &f64)| {
            if deviations[column] > 0.0 { (value - means[column]) / deviations[column] } else { 0.0 }
        };
        let values = self.rows().flat_map(|row| row.iter().enumerate().map(scaled)).collect();
        Self { columns: self.columns, values }
    }

    /// Refuses a list that does not have one entry a row.
    pub(crate) fn check_length(&self, of: &'static str, found: usize) -> Result<(), Error> {
        let needed = self.rows().len();
        if found == needed { Ok(()) } else { Err(Error::Length { of, needed, found }) }
    }
}

/// Refuses the covariates of one observation that are not as many as the `coefficients`, or not finite.
pub(crate) fn check_observation(coefficients: &[f64], covariates: &[f64]) -> Result<(), Error> {
    if covariates.len() != coefficients.len() {
        return Err(Error::Length { of: "covariates of an observation", needed: coefficients.len(), found: covariates.len() });
    }
    covariates.iter().try_for_each(|value| finite("covariate", *value).map(|_| ()))
}
