//! Gauss–Legendre quadrature with up to 24 nodes, and the cutting of long ranges into pieces.
//!
//! For integrands that are smooth in the logarithm of time: those of this crate have their nearest singularity at a
//! distance of π from the real axis, so that convergence is geometric and 24 nodes on a piece of length 4 reach the
//! precision of `f64`. Short pieces on which the integrand changes little need fewer.

use std::sync::LazyLock;

/// Nodes on a piece of any kind.
const NODES: usize = 24;

/// One node on `[0, 1]` with its weight; the weights sum to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Node {
    pub at: f64,
    pub weight: f64,
}

/// Rules from the smallest, with the length of a piece and the change of the integrand's logarithm on it up to which they reach
/// 1e-15 for `e^(−change·u)` with the singularities of this crate.
static RULES: LazyLock<[(Limits, Vec<Node>); 3]> = LazyLock::new(|| {
    [
        (Limits { length: 1.0, change: 3.0 }, gauss_legendre(8)),
        (Limits { length: 1.5, change: 8.0 }, gauss_legendre(12)),
        (Limits { length: 2.5, change: 14.0 }, gauss_legendre(16)),
    ]
});

static FULL_RULE: LazyLock<Vec<Node>> = LazyLock::new(|| gauss_legendre(NODES));

struct Limits {
    length: f64,
    change: f64,
}

/// The 24 nodes on `[0, 1]`.
pub(crate) fn nodes() -> &'static [Node] {
    &FULL_RULE
}

/// As many nodes on `[0, 1]` as a piece of this length needs on which the integrand's logarithm changes by no more than `change`.
pub(crate) fn nodes_for(length: f64, change: f64) -> &'static [Node] {
    let enough = |(limits, _): &&(Limits, Vec<Node>)| length <= limits.length && change <= limits.change;
    RULES.iter().find(enough).map_or_else(nodes, |(_, rule)| rule)
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
    /// More would take longer than anybody waits; an integrand that reaches so far has long vanished.
    const MOST: u32 = 100_000;
    let mut pieces = 1_u32;
    while pieces < MOST && end > longest * f64::from(pieces) {
        pieces += 1;
    }
    (pieces, end / f64::from(pieces))
}

/// Zeros of the Legendre polynomial of this degree by Newton's method from Chebyshev's estimate, and the weights they get.
fn gauss_legendre(degree: usize) -> Vec<Node> {
    const NEWTON_STEPS: usize = 8;
    let node = |index: usize| {
        let mut zero = -(std::f64::consts::PI * (count(index) + 0.75) / (count(degree) + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..NEWTON_STEPS {
            let (value, derivative) = legendre(degree, zero);
            slope = derivative;
            zero -= value / derivative;
        }
        Node { at: 0.5 * (1.0 + zero), weight: 1.0 / ((1.0 - zero * zero) * slope * slope) }
    };
    (0..degree).map(node).collect()
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
    fn polynomials_up_to_twice_the_nodes_less_one_are_exact() {
        for (rule, power) in
            [(nodes(), 0), (nodes(), 46), (nodes(), 47), (nodes_for(0.5, 1.0), 15), (nodes_for(1.2, 5.0), 23), (nodes_for(2.0, 5.0), 31)]
        {
            let exact = 1.0 / f64::from(power + 1);
            let sum: f64 = rule.iter().map(|node| node.weight * node.at.powi(power)).sum();
            assert!((sum - exact).abs() < 1e-15, "{power}: {sum} {exact}");
        }
    }

    #[test]
    fn small_rules_are_precise_up_to_their_limits() {
        for (limits, rule) in RULES.iter() {
            let change = limits.change;
            let sum: f64 = rule.iter().map(|node| node.weight * (-change * node.at).exp()).sum();
            let exact = -(-change).exp_m1() / change;
            assert!((sum / exact - 1.0).abs() < 4e-15, "{}: {sum} {exact}", rule.len());
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
