//! What value decides, without the database: docs/domain/value.md. Money is in minor units, shares in basis points.

mod behaviour;
mod bins;
mod classes;
mod codes;
mod cost;
mod cycle;
mod forecast;
mod kept;
mod lifetime;
mod objectives;
mod parts;
mod portfolio;
mod seasons;

pub use self::{
    behaviour::{Behaviour, BehaviourBounds, Habits, Rhythm, behaviour},
    bins::{Scale, bin, edges, with_cut},
    classes::{Abc, Agreed, Bcg, BcgCut, Curve, Cut, Pyramid, PyramidSizes, abc, bcg, pyramid_sizes, visit_due},
    cost::{Activity, Load, Rates, contribution, load, ratio_bp, service_cost},
    cycle::{Cycle, Silence, overdue},
    forecast::{Forecast, GrowthRule, Source, run_rate},
    kept::is_kept,
    lifetime::{Years, churn_cost, simple_lifetime},
    objectives::{best_relation, lost_on, was_care_overdue, winning},
    parts::{Parts, future_need},
    portfolio::{Angles, Bounds, Campbell, Fiocca, FioccaKey, Means, Measures, Reinartz, RelationValue, Shapiro, Views},
    seasons::{Period, SEASONS, by_day, lunar_months, rates},
};

/// One, in basis points.
pub const ONE: i64 = 10_000;

/// A share of an amount, rounded to the nearest minor unit, halves away from zero.
#[must_use]
pub fn share_of(amount_minor: i64, share_bp: i64) -> i64 {
    let product = i128::from(amount_minor) * i128::from(share_bp);
    let half = i128::from(ONE / 2) * product.signum();
    i64::try_from((product + half) / i128::from(ONE)).unwrap_or(if product < 0 { i64::MIN } else { i64::MAX })
}

/// A real number of minor units or basis points as a whole one; what is no number is zero, what is too large stops at the end.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a cast of a real number stops at the ends of i64, and is 0 for no number")]
pub fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// Minor units as a real number: exact up to 2^53 fen, ninety trillion yuan.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "models of money are not exact to the fen")]
pub fn real(number: i64) -> f64 {
    number as f64
}

/// One amount in relation to another, in basis points; `None` when the other is not above zero.
#[must_use]
pub fn in_relation(part: i64, of: i64) -> Option<i64> {
    if of <= 0 {
        return None;
    }
    let ratio = (i128::from(part) * i128::from(ONE) + i128::from(of / 2) * i128::from(part.signum())) / i128::from(of);
    Some(i64::try_from(ratio).unwrap_or(if ratio < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_the_nearest_and_never_overflow() {
        for (amount, share, part) in
            [(1000, 6160, 616), (1, 5000, 1), (1, 4999, 0), (-1, 5000, -1), (i64::MAX, ONE, i64::MAX), (i64::MIN, 2 * ONE, i64::MIN)]
        {
            assert_eq!(share_of(amount, share), part, "{share} of {amount}");
        }
        for (part, of, ratio) in [
            (616, 1000, Some(6160)),
            (1, 3, Some(3333)),
            (2, 3, Some(6667)),
            (-1, 3, Some(-3333)),
            (5, 0, None),
            (5, -1, None),
            (i64::MAX, 1, Some(i64::MAX)),
        ] {
            assert_eq!(in_relation(part, of), ratio, "{part} to {of}");
        }
        assert_eq!([whole(1.5), whole(-1.5), whole(f64::NAN), whole(f64::INFINITY)], [2, -2, 0, i64::MAX]);
    }
}
