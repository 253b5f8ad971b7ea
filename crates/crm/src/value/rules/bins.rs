//! Bins of an axis: edges that people can read, where most customers are.

use super::{real, whole};

/// How the numbers of an axis are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Amounts: a few are a thousand times the others, and some are below zero. Each edge is some times the one before.
    Money,
    /// Shares and counts: edges at the same distance.
    Even,
}

/// Steps of an axis of money, from the finest: the edges of each power of ten, in tenths of it.
const STEPS: [&[i64]; 5] = [&[10, 12, 15, 20, 25, 30, 40, 50, 60, 80], &[10, 15, 20, 30, 50, 70], &[10, 20, 50], &[10, 30], &[10]];
/// From the first of so many customers to the last but so many, an axis has edges; those beyond share the outer bins.
const OUTER: usize = 100;

/// The edges of at most `most` bins for numbers in ascending order. A number lies in bin n when n edges are not above it.
#[must_use]
pub fn edges(sorted: &[i64], scale: Scale, most: usize) -> Vec<i64> {
    let outer = sorted.len() / OUTER;
    let (Some(low), Some(high)) = (sorted.get(outer), sorted.iter().nth_back(outer)) else { return Vec::new() };
    let within = |edges: Vec<i64>| edges.into_iter().filter(|edge| low < edge && edge <= high).collect::<Vec<i64>>();
    match scale {
        Scale::Even => within(even([*low, *high], most)),
        Scale::Money => {
            let least = smallest(sorted);
            let fits = STEPS.iter().map(|steps| within(powers(steps, least))).find(|edges| edges.len() < most);
            fits.unwrap_or_else(|| {
                let all = within(powers(STEPS[STEPS.len() - 1], least));
                let nearest = all.len().div_ceil(most.max(1));
                all.into_iter().step_by(nearest.max(1)).collect()
            })
        }
    }
}

/// The bin of a number.
#[must_use]
pub fn bin(number: i64, edges: &[i64]) -> usize {
    edges.partition_point(|edge| *edge <= number)
}

/// Of the room between two edges, one part in so many is too narrow for a bin of its own.
const NARROW: i64 = 4;

/// The same edges with one that divides the axis into low and high; an edge close beside it makes room.
#[must_use]
pub fn with_cut(mut edges: Vec<i64>, cut: Option<i64>) -> Vec<i64> {
    let Some(cut) = cut else { return edges };
    let Err(at) = edges.binary_search(&cut) else { return edges };
    if let Some(below) = at.checked_sub(1)
        && let Some(above) = edges.get(at)
    {
        let narrow = above.saturating_sub(edges[below]) / NARROW;
        if above.saturating_sub(cut) < narrow {
            edges[at] = cut;
            return edges;
        }
        if cut.saturating_sub(edges[below]) < narrow {
            edges[below] = cut;
            return edges;
        }
    }
    edges.insert(at, cut);
    edges
}

/// The amount below which those that are not zero make no difference: of twenty, one is smaller.
fn smallest(sorted: &[i64]) -> i64 {
    let mut sizes: Vec<i64> = sorted.iter().map(|number| number.saturating_abs()).filter(|size| *size > 0).collect();
    if sizes.is_empty() {
        return 1;
    }
    let at = sizes.len() / 20;
    *sizes.select_nth_unstable(at).1
}

/// Zero, and these tenths of every power of ten from an amount on, both ways.
fn powers(steps: &[i64], least: i64) -> Vec<i64> {
    let power = |n: u32| 10_i64.checked_pow(n);
    let up: Vec<i64> = (1..19)
        .filter_map(power)
        .flat_map(|power| steps.iter().filter_map(move |step| (power / 10).checked_mul(*step)))
        .filter(|edge| *edge >= least)
        .collect();
    up.iter().rev().map(|edge| -edge).chain([0]).chain(up.iter().copied()).collect()
}

/// Multiples of one, two or five times a power of ten, fewer than `most` of them.
fn even([low, high]: [i64; 2], most: usize) -> Vec<i64> {
    let room = real(high) - real(low);
    let finest = room / real(i64::try_from(most.max(2)).unwrap_or(i64::MAX) - 1);
    let power = 10_f64.powf(finest.max(1.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= finest).unwrap_or(10.0 * power);
    let step = whole(step).max(1);
    let first = low.div_euclid(step).saturating_mul(step);
    (0..=i64::try_from(most).unwrap_or(0) + 1).map(|n| first.saturating_add(step.saturating_mul(n))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_cut_where_people_would_cut_it() {
        let skewed: Vec<i64> = (0..1000).map(|n: i64| n * n * n / 10).collect();
        let found = edges(&skewed, Scale::Money, 24);
        assert!(found.contains(&1_000_000) && found.contains(&20_000_000), "{found:?}");
        let mut both: Vec<i64> = (-500..500).map(|n: i64| n * n * n).collect();
        both.sort_unstable();
        let found = edges(&both, Scale::Money, 24);
        assert!(found.contains(&0) && found.contains(&-1_000_000) && found.contains(&1_000_000), "{found:?}");
        let alike: Vec<i64> = (400..=1200).map(|yuan| yuan * 100).collect();
        assert_eq!(edges(&alike, Scale::Money, 24)[..3], [50_000, 60_000, 80_000], "who differ little are told apart, too");
    }

    #[test]
    fn shares_are_cut_at_the_same_distance() {
        let shares: Vec<i64> = (0..=1000).map(|n| n * 10).collect();
        assert_eq!(edges(&shares, Scale::Even, 24)[..3], [500, 1000, 1500]);
        assert_eq!(edges(&[3, 3, 3], Scale::Even, 24), Vec::<i64>::new(), "all in one bin");
        assert_eq!(edges(&[], Scale::Money, 24), Vec::<i64>::new());
        assert_eq!(edges(&[1, 2, 3, 4], Scale::Even, 24), [2, 3, 4], "counts have no halves");
    }

    #[test]
    fn the_cut_is_an_edge_once() {
        assert_eq!(with_cut(vec![1, 5], Some(3)), [1, 3, 5]);
        assert_eq!(with_cut(vec![1, 5], Some(5)), [1, 5]);
        assert_eq!(with_cut(vec![1, 5], None), [1, 5]);
        assert_eq!(with_cut(vec![600, 800, 1000], Some(796)), [600, 796, 1000], "an edge close by makes room");
        assert_eq!(with_cut(vec![600, 800, 1000], Some(610)), [610, 800, 1000]);
        assert_eq!(with_cut(vec![600, 800], Some(900)), [600, 800, 900]);
    }

    proptest! {
        #[test]
        fn edges_rise_and_are_few(mut numbers in proptest::collection::vec(-1_000_000_000_000_i64..1_000_000_000_000, 1..300), most in 8_usize..40) {
            numbers.sort_unstable();
            for scale in [Scale::Money, Scale::Even] {
                let edges = edges(&numbers, scale, most);
                prop_assert!(edges.len() <= most, "{} of {most}", edges.len());
                prop_assert!(edges.windows(2).all(|pair| pair[0] < pair[1]));
                for number in &numbers {
                    let at = bin(*number, &edges);
                    prop_assert!(at == 0 || edges[at - 1] <= *number);
                    prop_assert!(at == edges.len() || *number < edges[at]);
                }
            }
        }
    }
}
