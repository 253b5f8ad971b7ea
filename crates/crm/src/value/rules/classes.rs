//! Classes that compare all customers: the pyramid (F10), stars and dogs (F11), A, B and C (F12), quantiles, concentration.

use chrono::{Days, NaiveDate};
use guanxi_kernel::clock::NEVER;

use super::{ONE, codes::codes, share_of};

codes! {
    /// F10: the classes of the pyramid.
    Pyramid, "Not active." {
        Vip = "vip", "The most valuable.";
        Major = "major", "Those after them.";
        Ordinary = "ordinary", "And after them.";
        Small = "small", "The rest.";
    }
    /// F12: the classes of stores.
    Abc, "No store, or not active." {
        A = "A", "Those who bring most of the contribution.";
        B = "B", "Those after them.";
        C = "C", "The rest.";
    }
    /// F11: performance × potential.
    Bcg, "Neither active nor expected to buy." {
        Star = "star", "Performs and grows.";
        Question = "question", "Does not perform, but grows.";
        CashCow = "cash_cow", "Performs and does not grow.";
        Dog = "dog", "Neither.";
    }
}

/// How many accounts each upper class of the pyramid has; the rest is small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PyramidSizes {
    /// The most valuable.
    pub vip: u64,
    /// Those after them.
    pub major: u64,
    /// And after them.
    pub ordinary: u64,
}

/// F10: the sizes of the upper classes among so many active accounts: shares in basis points, rounded up, at least one each as
/// long as there are accounts.
#[must_use]
pub fn pyramid_sizes(active: u64, [vip, major, ordinary]: [i64; 3]) -> PyramidSizes {
    let size = |share: i64| {
        let share = u128::try_from(share).unwrap_or(0);
        u64::try_from((u128::from(active) * share).div_ceil(u128::from(ONE.unsigned_abs()))).unwrap_or(u64::MAX).max(1)
    };
    let vip = size(vip).min(active);
    let major = size(major).min(active - vip);
    let ordinary = size(ordinary).min(active - vip - major);
    PyramidSizes { vip, major, ordinary }
}

/// F12: the class of an account by the share that those before it have of the total, in basis points. Whoever brings nothing is C.
#[must_use]
pub fn abc(contribution: i64, before: i64, total: i64, [a_bp, b_bp]: [i64; 2]) -> Abc {
    let below = |share: i64| i128::from(before) * i128::from(ONE) < i128::from(total) * i128::from(share);
    match contribution {
        ..=0 => Abc::C,
        _ if below(a_bp) => Abc::A,
        _ if below(b_bp) => Abc::B,
        _ => Abc::C,
    }
}

/// What the classes of F11 are cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BcgCut {
    /// High performance from this contribution on: the mean of the channel, in minor units.
    pub performance: i64,
    /// High potential from this growth on, in basis points.
    pub growth_bp: i64,
    /// High potential of accounts without sales: from this forecast on, the median of the channel's.
    pub forecast: i64,
}

/// F11: both bounds are inclusive; whoever brings nothing does not perform, however little the others bring; an account without sales has no growth and is judged by its forecast.
#[must_use]
pub fn bcg(contribution: i64, growth_bp: Option<i64>, forecast: i64, cut: &BcgCut) -> Bcg {
    let performs = contribution > 0 && contribution >= cut.performance;
    let grows = growth_bp.map_or(forecast > 0 && forecast >= cut.forecast, |growth| growth >= cut.growth_bp);
    match (performs, grows) {
        (true, true) => Bcg::Star,
        (true, false) => Bcg::CashCow,
        (false, true) => Bcg::Question,
        (false, false) => Bcg::Dog,
    }
}

/// F03: the class by which a store is visited as a review has agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The class; none when nothing is agreed.
    pub class: Abc,
    /// The first day on which it counts.
    pub from: NaiveDate,
    /// The first day on which it does not any more.
    pub until: NaiveDate,
}

impl Agreed {
    /// Nothing is agreed.
    pub const NOTHING: Self = Self { class: Abc::None, from: NEVER, until: NEVER };

    /// Whether it counts on a day.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.class != Abc::None && (self.from..self.until).contains(&day)
    }

    /// The class by which a store of a reckoned class is visited on a day. What is no store stays none.
    #[must_use]
    pub fn instead_of(&self, reckoned: Abc, day: NaiveDate) -> Abc {
        if reckoned != Abc::None && self.is_in_force(day) { self.class } else { reckoned }
    }
}

/// F12: when a store of a class is to be visited again: so many days after the last visit, or after the first order where nobody
/// has been there for a year. Never when it is in no class, or nothing of both is known.
#[must_use]
pub fn visit_due(class: Abc, last_visit: NaiveDate, first_order: NaiveDate, days: [i64; 3]) -> NaiveDate {
    let [a, b, c] = days;
    let after = match class {
        Abc::None => return NEVER,
        Abc::A => a,
        Abc::B => b,
        Abc::C => c,
    };
    let since = last_visit.max(first_order);
    if since == NEVER { NEVER } else { since + Days::new(after.unsigned_abs()) }
}

/// Where a class ends in a list that is sorted from the largest: its last account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The value of the last account of the class.
    pub value: i64,
    /// Its id, which decides among equals.
    pub id: uuid::Uuid,
}

impl Cut {
    /// Whether an account belongs to the class or to one above it.
    #[must_use]
    pub fn takes(&self, value: i64, id: uuid::Uuid) -> bool {
        (value, id) >= (self.value, self.id)
    }
}

/// How a sum is spread over accounts that are met from the largest to the smallest: the whale curve, the coefficient of Gini.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    values: Vec<i64>,
}

impl Curve {
    /// The next account, which has no more than the last.
    pub fn meet(&mut self, value: i64) {
        self.values.push(value);
    }

    /// How many accounts were met.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.values.len()
    }

    /// The sum of all.
    #[must_use]
    pub fn total(&self) -> i64 {
        i64::try_from(self.values.iter().map(|value| i128::from(*value)).sum::<i128>()).unwrap_or(i64::MAX)
    }

    /// How many have less than nothing.
    #[must_use]
    pub fn below_zero(&self) -> usize {
        self.values.iter().filter(|value| **value < 0).count()
    }

    /// Points of the curve: the share of accounts and the sum of theirs, at most `points` of them and the last.
    #[must_use]
    pub fn points(&self, points: usize) -> Vec<(i64, i64)> {
        let n = self.values.len();
        let mut sum = 0_i128;
        let mut found = Vec::with_capacity(points.min(n) + 1);
        let mut next = 1;
        for (met, value) in (1..=n).zip(&self.values) {
            sum += i128::from(*value);
            if met * points >= next * n {
                next = met * points / n + 1;
                found.push((share(met, n), i64::try_from(sum).unwrap_or(i64::MAX)));
            }
        }
        found
    }

    /// The sum of the largest accounts that make up this share of all, in minor units.
    #[must_use]
    pub fn top(&self, share_bp: i64) -> i64 {
        let n = i64::try_from(self.values.len()).unwrap_or(i64::MAX);
        let most = usize::try_from(share_of(n, share_bp)).unwrap_or(0);
        i64::try_from(self.values.iter().take(most).map(|value| i128::from(*value)).sum::<i128>()).unwrap_or(i64::MAX)
    }

    /// The coefficient of Gini of what is not below zero: 0 when all have the same. `None` when nobody has anything.
    #[must_use]
    pub fn gini(&self) -> Option<f64> {
        let values: Vec<f64> = self.values.iter().map(|value| super::real((*value).max(0))).collect();
        guanxi_clv::gini(&values).ok().flatten()
    }
}

fn share(part: usize, of: usize) -> i64 {
    let basis = (part as u128 * u128::from(ONE.unsigned_abs())) / (of as u128).max(1);
    i64::try_from(basis).unwrap_or(ONE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const SHARES: [i64; 3] = [100, 400, 1500];

    #[test]
    fn f10_the_pyramid_has_1_4_15_80() {
        for (active, vip, major, ordinary) in [(200, 2, 8, 30), (30, 1, 2, 5), (3, 1, 1, 1), (2, 1, 1, 0), (1, 1, 0, 0), (0, 0, 0, 0)] {
            assert_eq!(pyramid_sizes(active, SHARES), PyramidSizes { vip, major, ordinary }, "{active}");
        }
    }

    #[test]
    fn f11_star_cash_cow_question_dog() {
        let cut = BcgCut { performance: 50_000, growth_bp: 1000, forecast: 10_000 };
        for (contribution, growth, class) in
            [(80_000, 1500, "star"), (80_000, 200, "cash_cow"), (20_000, 3000, "question"), (20_000, -500, "dog"), (50_000, 1000, "star")]
        {
            assert_eq!(bcg(contribution, Some(growth), 0, &cut).code(), class, "{contribution} {growth}");
        }
        for (forecast, class) in [(10_000, "question"), (9_999, "dog"), (0, "dog")] {
            assert_eq!(bcg(0, None, forecast, &cut).code(), class, "without sales, {forecast} expected");
        }
    }

    #[test]
    fn f12_a_while_less_than_80_percent_stand_before() {
        let contributions = [400, 250, 120, 80, 50, 40, 25, 15, 12, 8];
        let mut before = 0;
        let classes: String = contributions
            .iter()
            .map(|contribution| {
                let class = abc(*contribution, before, 1000, [8000, 9500]);
                before += contribution;
                class.code()
            })
            .collect();
        assert_eq!(classes, "AAAABBBCCC");
        assert_eq!(abc(-5, 0, 1000, [8000, 9500]), Abc::C, "whoever costs more than it brings is C");
    }

    #[test]
    fn the_class_ends_at_its_last_account_and_ids_decide_among_equals() {
        let [low, high] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let cut = Cut { value: 100, id: high };
        assert!(cut.takes(101, low) && cut.takes(100, high) && !cut.takes(100, low) && !cut.takes(99, high));
    }

    #[test]
    fn the_curve_rises_to_its_top_and_falls_with_those_who_cost() {
        let mut curve = Curve::default();
        for value in [400, 300, 200, 100, -100] {
            curve.meet(value);
        }
        assert_eq!(curve.points(5), [(2000, 400), (4000, 700), (6000, 900), (8000, 1000), (10_000, 900)]);
        assert_eq!((curve.total(), curve.below_zero(), curve.top(2000)), (900, 1, 400));
        assert_eq!(Curve::default().points(5), []);
        assert_eq!(Curve::default().gini(), None);
    }

    proptest! {
        #[test]
        fn the_classes_of_the_pyramid_hold_everybody_once(active in 0_u64..1_000_000, vip in 0_i64..5000, major in 0_i64..5000, ordinary in 0_i64..5000) {
            let sizes = pyramid_sizes(active, [vip, major, ordinary]);
            prop_assert!(sizes.vip + sizes.major + sizes.ordinary <= active);
            prop_assert!(active == 0 || sizes.vip >= 1);
        }

        #[test]
        fn a_curve_of_many_has_few_points_and_ends_with_all(values in proptest::collection::vec(-100_i64..1000, 1..300)) {
            let mut curve = Curve::default();
            for value in &values {
                curve.meet(*value);
            }
            let points = curve.points(50);
            prop_assert!(points.len() <= 51);
            prop_assert_eq!(points.last().copied(), Some((10_000, values.iter().sum::<i64>())));
        }
    }

    #[test]
    fn f03_an_agreed_class_counts_from_its_first_day_until_before_its_last() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let agreed = Agreed { class: Abc::A, from: day("2026-12-01"), until: day("2027-02-28") };
        let on = |of: Abc, text: &str| agreed.instead_of(of, day(text));
        assert_eq!([on(Abc::B, "2026-11-30"), on(Abc::B, "2026-12-01")], [Abc::B, Abc::A]);
        assert_eq!([on(Abc::B, "2027-02-27"), on(Abc::B, "2027-02-28")], [Abc::A, Abc::B]);
        assert_eq!(on(Abc::None, "2026-12-01"), Abc::None, "what is no store is visited by no class");
        assert_eq!(Agreed::NOTHING.instead_of(Abc::C, day("2026-12-01")), Abc::C);
    }

    #[test]
    fn f12_a_store_of_class_a_visited_8_days_ago_is_overdue_by_1_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("it is a day");
        let (today, visited, first) = (day("2026-11-29"), day("2026-11-21"), day("2024-01-05"));
        let due = |class: Abc, last: NaiveDate| visit_due(class, last, first, [7, 10, 14]);
        assert_eq!((today - due(Abc::A, visited)).num_days(), 1);
        assert_eq!((due(Abc::B, visited), due(Abc::C, visited)), (day("2026-12-01"), day("2026-12-05")));
        assert_eq!(due(Abc::A, NEVER), day("2024-01-12"), "where nobody has been, the first order counts");
        assert_eq!(due(Abc::None, visited), NEVER);
        assert_eq!(visit_due(Abc::A, NEVER, NEVER, [7, 10, 14]), NEVER, "in the trash");
    }
}
