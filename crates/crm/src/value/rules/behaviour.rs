//! F14: how an account buys, from what is recorded. A description, and nothing that is decided by it alone (A17, A23).

use chrono::NaiveDate;

use super::{ONE, codes::codes};

codes! {
    /// How an account buys.
    Behaviour, "Nothing of the below, or too little is known." {
        Loyal = "loyal", "Buys often, and seldom on promotion.";
        Discount = "discount", "Buys on promotion.";
        Impulse = "impulse", "Buys without a rhythm, and without having asked.";
        NeedBased = "need_based", "Buys when it needs to: in its rhythm, or after it asked.";
        Wanderer = "wanderer", "Asks and does not buy.";
    }
}

/// What is known of how an account buys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Orders of 12 months.
    pub orders: i64,
    /// Of the net sales of 12 months, those on promotion, in basis points; none without lines of orders.
    pub promotion_bp: Option<i64>,
    /// Enquiries of the last days.
    pub enquiries: i64,
    /// Whether there was an order in those days.
    pub has_ordered_lately: bool,
    /// How it keeps its cycle.
    pub rhythm: Rhythm,
}

/// How the days with an order of 12 months follow the account's own cycle, or an enquiry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// Days with an order that have one before them.
    pub judged: i64,
    /// Of those, the ones that came neither in the cycle nor after an enquiry.
    pub unplanned: i64,
    /// Whether the last of them was planned.
    pub last_is_planned: bool,
}

impl Rhythm {
    /// Of days with an order in their order, each once: of those from a day on, each against the one before it. An order is
    /// planned when it comes in the cycle, or when the account asked since the order before.
    #[must_use]
    pub fn of(days: &[NaiveDate], from: NaiveDate, cycle_days: i64, asked_on: &[NaiveDate], tolerance_bp: i64) -> Self {
        let mut rhythm = Self::default();
        for pair in days.windows(2).filter(|pair| pair[1] >= from) {
            let gap = (pair[1] - pair[0]).num_days();
            let is_in_cycle = i128::from(gap.abs_diff(cycle_days)) * i128::from(ONE) <= i128::from(cycle_days) * i128::from(tolerance_bp);
            let is_planned = is_in_cycle || asked_on.iter().any(|asked_on| (pair[0] < *asked_on) && (*asked_on <= pair[1]));
            rhythm.judged += 1;
            rhythm.unplanned += i64::from(!is_planned);
            rhythm.last_is_planned = is_planned;
        }
        rhythm
    }
}

/// From where on a behaviour is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BehaviourBounds {
    /// Discount: from this share of net sales on promotion on.
    pub discount_bp: i64,
    /// Loyal: from so many orders of 12 months on.
    pub loyal_orders: i64,
    /// Loyal: below this share of net sales on promotion.
    pub loyal_promotion_bp: i64,
    /// Wanderer: from so many enquiries on.
    pub enquiries: i64,
    /// The days in which they are counted.
    pub enquiry_days: i64,
    /// An order is in the cycle when it is no further from it than this share of it.
    pub tolerance_bp: i64,
    /// With fewer orders that have one before them, nothing is said of the rhythm.
    pub rhythm_least: i64,
    /// Impulse: from this share of unplanned orders on.
    pub unplanned_bp: i64,
}

/// The first that fits, in the order discount, loyal, wanderer, need-based, impulse.
#[must_use]
pub fn behaviour(habits: &Habits, bounds: &BehaviourBounds) -> Behaviour {
    let Habits { orders, promotion_bp, enquiries, has_ordered_lately, rhythm } = *habits;
    let has_rhythm = rhythm.judged >= bounds.rhythm_least.max(1);
    if promotion_bp.is_some_and(|share| share >= bounds.discount_bp) {
        Behaviour::Discount
    } else if orders >= bounds.loyal_orders && promotion_bp.is_some_and(|share| share < bounds.loyal_promotion_bp) {
        Behaviour::Loyal
    } else if enquiries >= bounds.enquiries && !has_ordered_lately {
        Behaviour::Wanderer
    } else if has_rhythm && rhythm.last_is_planned {
        Behaviour::NeedBased
    } else if has_rhythm && rhythm.unplanned.saturating_mul(ONE) >= rhythm.judged.saturating_mul(bounds.unplanned_bp) {
        Behaviour::Impulse
    } else {
        Behaviour::None
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    const BOUNDS: BehaviourBounds = BehaviourBounds {
        discount_bp: 6000,
        loyal_orders: 4,
        loyal_promotion_bp: 2000,
        enquiries: 3,
        enquiry_days: 90,
        tolerance_bp: 2500,
        rhythm_least: 2,
        unplanned_bp: 5000,
    };
    const PLANNED: Rhythm = Rhythm { judged: 3, unplanned: 1, last_is_planned: true };
    const UNPLANNED: Rhythm = Rhythm { judged: 4, unplanned: 2, last_is_planned: false };

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).expect("the day is a day") + Days::new(n)
    }

    #[test]
    fn f14_who_buys_on_promotion_is_a_discount_customer_although_it_orders_often() {
        let habits = Habits { orders: 6, promotion_bp: Some(7000), has_ordered_lately: true, rhythm: PLANNED, ..Habits::default() };
        assert_eq!(behaviour(&habits, &BOUNDS), Behaviour::Discount);
    }

    #[test]
    fn f14_the_first_that_fits_counts() {
        let loyal = Habits { orders: 4, promotion_bp: Some(1999), has_ordered_lately: true, ..Habits::default() };
        let asked = Habits { enquiries: 3, ..Habits::default() };
        for (habits, expected) in [
            (loyal, Behaviour::Loyal),
            (Habits { promotion_bp: Some(5999), ..loyal }, Behaviour::None),
            (Habits { promotion_bp: Some(6000), ..loyal }, Behaviour::Discount),
            (Habits { orders: 3, ..loyal }, Behaviour::None),
            // Nobody knows whether it bought on promotion.
            (Habits { promotion_bp: None, ..loyal }, Behaviour::None),
            (asked, Behaviour::Wanderer),
            (Habits { enquiries: 2, ..asked }, Behaviour::None),
            (Habits { has_ordered_lately: true, ..asked }, Behaviour::None),
            (Habits { rhythm: PLANNED, ..asked }, Behaviour::Wanderer),
            (Habits { rhythm: PLANNED, ..Habits::default() }, Behaviour::NeedBased),
            (Habits { rhythm: UNPLANNED, ..Habits::default() }, Behaviour::Impulse),
            (Habits { rhythm: Rhythm { unplanned: 1, ..UNPLANNED }, ..Habits::default() }, Behaviour::None),
            (Habits { rhythm: Rhythm { judged: 1, ..PLANNED }, ..Habits::default() }, Behaviour::None),
            (Habits::default(), Behaviour::None),
        ] {
            assert_eq!(behaviour(&habits, &BOUNDS), expected, "{habits:?}");
        }
    }

    #[test]
    fn an_order_is_planned_within_a_quarter_of_the_cycle_or_after_an_enquiry() {
        let days = [0, 20, 45, 60, 100].map(day);
        let rhythm = |from: u64, asked_on: Option<u64>| {
            let asked_on: Vec<NaiveDate> = asked_on.map(day).into_iter().collect();
            Rhythm::of(&days, day(from), 20, &asked_on, 2500)
        };
        // The gaps are 20, 25, 15 and 40: three within 15 to 25.
        assert_eq!(rhythm(0, None), Rhythm { judged: 4, unplanned: 1, last_is_planned: false });
        assert_eq!(rhythm(60, None), Rhythm { judged: 2, unplanned: 1, last_is_planned: false });
        assert_eq!(rhythm(0, Some(100)), Rhythm { judged: 4, unplanned: 0, last_is_planned: true });
        assert_eq!(rhythm(0, Some(61)), rhythm(0, Some(100)));
        // Whoever asked before the order before got that one.
        assert_eq!([rhythm(0, Some(60)), rhythm(0, Some(101))], [rhythm(0, None); 2]);
        assert_eq!(Rhythm::of(&days[..1], day(0), 20, &[], 2500), Rhythm::default());
    }

    #[test]
    fn the_codes_are_those_of_the_column() {
        let all = [Behaviour::None, Behaviour::Loyal, Behaviour::Discount, Behaviour::Impulse, Behaviour::NeedBased, Behaviour::Wanderer];
        assert_eq!(all.map(Behaviour::code), Behaviour::ALL);
    }
}
