//! Cholesky's factors of a small symmetric matrix, its solution and its inverse.

/// The lower factor of a positive definite matrix.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky<const N: usize>([[f64; N]; N]);

impl<const N: usize> Cholesky<N> {
    /// The factors, or `None` if the matrix is not positive definite to working precision.
    pub(crate) fn of(matrix: &[[f64; N]; N]) -> Option<Self> {
        /// A pivot that lost all but its last bits says nothing about its sign.
        const LOST: f64 = 1e-14;
        let mut lower = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..=i {
                let done: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let rest = matrix[i][j] - done;
                if i != j {
                    lower[i][j] = rest / lower[j][j];
                } else if rest > LOST * matrix[i][i].abs() {
                    lower[i][i] = rest.sqrt();
                } else {
                    return None;
                }
            }
        }
        Some(Self(lower))
    }

    /// The solution of `matrix · x = right`.
    pub(crate) fn solve(&self, right: &[f64; N]) -> [f64; N] {
        let mut x = *right;
        for i in 0..N {
            let done: f64 = (0..i).map(|k| self.0[i][k] * x[k]).sum();
            x[i] = (x[i] - done) / self.0[i][i];
        }
        for i in (0..N).rev() {
            let done: f64 = (i + 1..N).map(|k| self.0[k][i] * x[k]).sum();
            x[i] = (x[i] - done) / self.0[i][i];
        }
        x
    }

    /// The inverse of the matrix.
    pub(crate) fn inverse(&self) -> [[f64; N]; N] {
        std::array::from_fn(|i| self.solve(&std::array::from_fn(|j| f64::from(u8::from(i == j)))))
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
            let found: f64 = row.iter().zip(x).map(|(entry, x)| entry * x).sum();
            assert!((found - right).abs() < 1e-14);
        }
        let inverse = factors.inverse();
        assert!((inverse[0][1] - inverse[1][0]).abs() < 1e-15);
    }

    #[test]
    fn an_indefinite_matrix_has_no_factors() {
        assert!(Cholesky::of(&[[1.0, 2.0], [2.0, 1.0]]).is_none());
        assert!(Cholesky::of(&[[1.0, 1.0], [1.0, 1.0]]).is_none());
        assert!(Cholesky::of(&[[f64::NAN, 0.0], [0.0, 1.0]]).is_none());
    }
}
