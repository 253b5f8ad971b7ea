//! Cholesky's factors of a small symmetric matrix, its solution and its inverse.

use crate::statistics::product;

/// The lower factor of a positive definite matrix, row by row.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// The factors of a square matrix, or `None` if it is not positive definite to working precision.
    pub(crate) fn of(matrix: &[impl AsRef<[f64]>]) -> Option<Self> {
        /// A pivot that lost all but its last bits says nothing about its sign.
        const LOST: f64 = 1e-14;
        let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (i, given) in matrix.iter().enumerate() {
            let given = given.as_ref();
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for (j, above) in lower.iter().enumerate() {
                row.push((given[j] - product(&row, above)) / above[j]);
            }
            let rest = given[i] - product(&row, &row);
            // Written so that NaN is refused, too.
            if rest > LOST * given[i].abs() {
                row.push(rest.sqrt());
            } else {
                return None;
            }
            lower.push(row);
        }
        Some(Self(lower))
    }

    /// The solution of `matrix · x = right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> = Vec::with_capacity(right.len());
        for (row, right) in self.0.iter().zip(right) {
            x.push((right - product(row, &x)) / row[x.len()]);
        }
        for i in (0..x.len()).rev() {
            let done: f64 = (i + 1..x.len()).map(|k| self.0[k][i] * x[k]).sum();
            x[i] = (x[i] - done) / self.0[i][i];
        }
        x
    }

    /// The inverse of the matrix.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let unit = |i: usize| (0..self.0.len()).map(|j| f64::from(u8::from(i == j))).collect::<Vec<f64>>();
        (0..self.0.len()).map(|i| self.solve(&unit(i))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts() {
        let matrix = [[4.0, 2.0, 0.6], [2.0, 5.0, 1.0], [0.6, 1.0, 3.0]];
        let factors = Cholesky::of(&matrix).unwrap();
        let x = factors.solve(&[1.0, -2.0, 0.5]);
        for (row, right) in matrix.iter().zip([1.0, -2.0, 0.5]) {
            assert!((product(row, &x) - right).abs() < 1e-14);
        }
        let inverse = factors.inverse();
        assert!((product(&inverse[1], &matrix[1]) - 1.0).abs() < 1e-14);
        assert!(product(&inverse[1], &matrix[2]).abs() < 1e-14);
    }

    #[test]
    fn an_indefinite_matrix_has_no_factors() {
        assert!(Cholesky::of(&[[1.0, 2.0], [2.0, 1.0]]).is_none());
        assert!(Cholesky::of(&[[1.0, 1.0], [1.0, 1.0]]).is_none());
        assert!(Cholesky::of(&[[f64::NAN, 0.0], [0.0, 1.0]]).is_none());
    }
}
