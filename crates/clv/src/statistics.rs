//! Counts as numbers, sums of products, means, quantiles, ranks and correlation: what several parts need alike.

/// A count as a real number: exact up to 2^53, far above any number of customers.
#[expect(clippy::cast_precision_loss, reason = "no firm has 2^53 customers")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

/// A number of rows as a real number.
#[expect(clippy::cast_precision_loss, reason = "no memory holds 2^53 rows")]
pub(crate) fn size(count: usize) -> f64 {
    count as f64
}

/// The largest whole number up to `value`, as a place in a list; 0 below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the conversion keeps within the range of places")]
pub(crate) fn whole(value: f64) -> usize {
    value as usize
}

/// The sum of products, as far as both go.
pub(crate) fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The arithmetic mean; not a number of nothing.
pub(crate) fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = size(values.len());
    values.sum::<f64>() / count
}

/// The middle value, or the mean of the two middle ones; none of nothing.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.is_empty() { None } else { Some(quantile(&sorted, 0.5)) }
}

/// The value below which a `share` of sorted values lies, between neighbours in a line. There is at least one value.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = share * size(last);
    let below = whole(place).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (place - size(below)) * (sorted[above] - sorted[below])
}

/// Places of the values from the highest to the lowest; equal values in their order.
pub(crate) fn highest_first(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&one, &other| values[other].total_cmp(&values[one]));
    order
}

/// Ranks from 1, the smallest first; equal values share the mean of their ranks.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    weighted_ranks(values, |_| 1.0)
}

/// The same where the value at each place stands for as many as its weight, which share a rank.
pub(crate) fn weighted_ranks(values: &[f64], weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut ranks = vec![0.0; values.len()];
    let mut last: f64 = (0..values.len()).map(&weight).sum();
    for ties in highest_first(values).chunk_by(|&one, &other| values[one].total_cmp(&values[other]).is_eq()) {
        let together: f64 = ties.iter().map(|&index| weight(index)).sum();
        for &index in ties {
            ranks[index] = f64::midpoint(last - together + 1.0, last);
        }
        last -= together;
    }
    ranks
}

/// Pearson's correlation of two columns of one length; none if one of them does not vary.
pub(crate) fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    weighted_correlation(one, other, |_| 1.0)
}

/// The same where the pair at each place stands for as many as its weight.
pub(crate) fn weighted_correlation(one: &[f64], other: &[f64], weight: impl Fn(usize) -> f64) -> Option<f64> {
    let total: f64 = (0..one.len()).map(&weight).sum();
    let mean = |column: &[f64]| column.iter().enumerate().map(|(index, value)| weight(index) * value).sum::<f64>() / total;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut product, mut square_one, mut square_other) = (0.0, 0.0, 0.0);
    for (index, (a, b)) in one.iter().zip(other).enumerate() {
        let (a, b) = (a - mean_one, b - mean_other);
        product += weight(index) * a * b;
        square_one += weight(index) * a * a;
        square_other += weight(index) * b * b;
    }
    // In two roots, because the product of the squares may overflow; and rounding may lift a perfect correlation above 1.
    (square_one > 0.0 && square_other > 0.0).then(|| (product / (square_one.sqrt() * square_other.sqrt())).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn weights_are_as_many_of_the_same() {
        let (values, others, weights) = ([3.0, 1.0, 2.0], [5.0, 4.0, 9.0], [2_usize, 1, 3]);
        let repeat = |column: [f64; 3]| (0..3).flat_map(|place| std::iter::repeat_n(column[place], weights[place])).collect::<Vec<f64>>();
        let weight = |place: usize| size(weights[place]);
        assert_eq!(weighted_ranks(&values, weight), [5.5, 1.0, 3.0]);
        assert_eq!(ranks(&repeat(values)), repeat([5.5, 1.0, 3.0]));
        let (together, apart) = (weighted_correlation(&values, &others, weight), correlation(&repeat(values), &repeat(others)));
        assert!((together.unwrap() - apart.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn a_line_has_correlation_one_and_a_constant_none() {
        let line = [1.0, 2.0, 3.0];
        assert!((correlation(&line, &[2.0, 4.0, 6.0]).unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(correlation(&line, &[5.0; 3]), None);
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!((median(&[4.0, 1.0, 9.0]), median(&[4.0, 1.0]), median(&[])), (Some(4.0), Some(2.5), None));
        assert!((quantile(&[1.0, 2.0, 4.0], 0.25) - 1.5).abs() < 1e-15 && (quantile(&[1.0, 2.0, 4.0], 1.0) - 4.0).abs() < 1e-15);
    }

    #[test]
    fn places_are_whole_and_in_range() {
        assert_eq!([whole(2.99), whole(-3.0), whole(f64::NAN)], [2, 0, 0]);
    }
}
