//! Gauss–Legendre quadrature with 24 nodes, or 12 for what is nearly a line, and the cutting of long ranges into pieces.
//!
//! For integrands that are smooth in the logarithm of time: those of this crate have their nearest singularity at a
//! distance of π from the real axis, so that convergence is geometric and 24 nodes on a piece of length 4 reach the
//! precision of `f64`.

use std::sync::LazyLock;

/// Nodes on a piece.
const NODES: usize = 24;
/// Nodes on a short piece on which the integrand changes little.
const FEW_NODES: usize = 12;

/// One node on `[0, 1]` with its weight; the weights sum to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Node {
    pub at: f64,
    pub weight: f64,
}

static RULE: LazyLock<[Node; NODES]> = LazyLock::new(gauss_legendre);
static SHORT_RULE: LazyLock<[Node; FEW_NODES]> = LazyLock::new(gauss_legendre);

/// The 24 nodes on `[0, 1]`.
pub(crate) fn nodes() -> &'static [Node] {
    &*RULE
}

/// The 12 nodes on `[0, 1]`.
pub(crate) fn few_nodes() -> &'static [Node] {
    &*SHORT_RULE
}

/// `∫₀^end f(τ) dτ` in pieces no longer than `longest`.
pub(crate) fn integrate(end: f64, longest: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (pieces, length) = pieces(end, longest);
    let mut sum = 0.0;
    for piece in 0..pieces {
        let start = f64::from(piece) * length;
        sum += nodes().iter().map(|node| node.weight * f(start + length * node.at)).sum::<f64>();
    }
    sum * length
}

/// How many equal pieces no longer than `longest` make up `[0, end]`, and their length.
pub(crate) fn pieces(end: f64, longest: f64) -> (u32, f64) {
    let mut pieces = 1_u32;
    while end > longest * f64::from(pieces) {
        pieces += 1;
    }
    (pieces, end / f64::from(pieces))
}

/// Zeros of the Legendre polynomial of degree `N` by Newton's method from Chebyshev's estimate.
fn gauss_legendre<const N: usize>() -> [Node; N] {
    const NEWTON_STEPS: usize = 8;
    let mut rule = [Node::default(); N];
    for (index, node) in rule.iter_mut().enumerate() {
        let mut zero = -(std::f64::consts::PI * (count(index) + 0.75) / (count(N) + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..NEWTON_STEPS {
            let (value, derivative) = legendre(N, zero);
            slope = derivative;
            zero -= value / derivative;
        }
        *node = Node { at: 0.5 * (1.0 + zero), weight: 1.0 / ((1.0 - zero * zero) * slope * slope) };
    }
    rule
}

/// The Legendre polynomial of this degree and its derivative.
fn legendre(degree: usize, at: f64) -> (f64, f64) {
    let (mut previous, mut value) = (1.0, at);
    for index in 2..=degree {
        let k = count(index);
        (previous, value) = (value, ((2.0 * k - 1.0) * at * value - (k - 1.0) * previous) / k);
    }
    (value, count(degree) * (at * value - previous) / (at * at - 1.0))
}

/// A small count as a number.
fn count(index: usize) -> f64 {
    u32::try_from(index).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_up_to_degree_47_or_23_are_exact() {
        for (nodes, power) in [(nodes(), 0), (nodes(), 1), (nodes(), 46), (nodes(), 47), (few_nodes(), 0), (few_nodes(), 23)] {
            let exact = 1.0 / f64::from(power + 1);
            let sum: f64 = nodes.iter().map(|node| node.weight * node.at.powi(power)).sum();
            assert!((sum - exact).abs() < 1e-15, "{power}: {sum} {exact}");
        }
    }

    #[test]
    fn a_long_range_is_cut() {
        assert_eq!(pieces(4.0, 4.0), (1, 4.0));
        assert_eq!(pieces(9.0, 4.0), (3, 3.0));
        let value = integrate(30.0, 4.0, |at| (-at).exp());
        assert!((value + (-30.0_f64).exp_m1()).abs() < 1e-15);
    }
}
