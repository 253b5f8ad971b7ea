//! F13: the views of the portfolio. Each describes customers by two questions, high or low against a bound; it decides nothing
//! (A22). What is not known of a customer leaves it out of the view: `none`.

use super::{codes::codes, in_relation};

/// What the views are made of, of one active customer. Money in minor units, shares in basis points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Net price realised, of the list price.
    pub price_bp: Option<i64>,
    /// Cost to serve of 12 months.
    pub service: i64,
    /// Gross margin of 12 months.
    pub margin: i64,
    /// Contribution of 12 months.
    pub contribution: i64,
    /// Net sales of 12 months.
    pub sales: i64,
    /// Expected net sales.
    pub forecast: i64,
    /// Those in relation to the last 12 months, less one.
    pub growth_bp: Option<i64>,
    /// Lifetime value.
    pub lifetime: i64,
    /// The probability that it is still a customer, where a model says one.
    pub alive_bp: Option<i64>,
    /// Whether its silence is longer than nineteen of twenty such gaps.
    pub is_silent: bool,
    /// Days since its first order.
    pub since_days: i64,
    /// Whether it leads its market.
    pub is_leader: bool,
}

/// Where “high” begins: the means of the active customers. All bounds are inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// The mean of their price indices; none when nobody has one.
    pub price_bp: Option<i64>,
    /// What serving all of them cost, of the margin of all: a few with hardly any margin do not move it.
    pub service_bp: Option<i64>,
    /// Of the cost to serve.
    pub service: i64,
    /// Of the contribution.
    pub contribution: i64,
    /// Of net sales.
    pub sales: i64,
    /// Of expected net sales.
    pub forecast: i64,
    /// Of lifetime value.
    pub lifetime: i64,
}

/// The bounds that are parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Purchases grow from this growth on.
    pub growth_bp: i64,
    /// And fall from such a decline on.
    pub decline_bp: i64,
    /// A customer that has been one for so long is of long standing.
    pub loyal_days: i64,
    /// It is still one while the model gives it this probability.
    pub alive_bp: i64,
}

impl Means {
    /// Of all active customers.
    #[must_use]
    pub fn of(all: impl Iterator<Item = Measures>) -> Self {
        let (mut count, mut priced) = (0_i64, 0_i64);
        let mut sums = [0_i128; 7];
        for of in all {
            count += 1;
            priced += i64::from(of.price_bp.is_some());
            let parts = [of.price_bp.unwrap_or(0), of.service, of.margin, of.contribution, of.sales, of.forecast, of.lifetime];
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += i128::from(part);
            }
        }
        let mean = |sum: i128, of: i64| i64::try_from(sum / i128::from(of.max(1))).unwrap_or(i64::MAX);
        let [price, service, margin, contribution, sales, forecast, lifetime] = sums;
        Self {
            price_bp: (priced > 0).then(|| mean(price, priced)),
            service_bp: in_relation(mean(service, 1), mean(margin, 1)),
            service: mean(service, count),
            contribution: mean(contribution, count),
            sales: mean(sales, count),
            forecast: mean(forecast, count),
            lifetime: mean(lifetime, count),
        }
    }
}

codes! {
    /// Shapiro, Rangan, Moriarty and Ross: net price × cost to serve.
    Shapiro, "The view does not say." {
        CarriageTrade = "carriage_trade", "High price, costly to serve.";
        Passive = "passive", "High price, cheap to serve.";
        BargainBasement = "bargain_basement", "Low price, cheap to serve.";
        Aggressive = "aggressive", "Low price, costly to serve.";
    }
    /// Turnbull and Zolkiewski: the third side of Shapiro's cube.
    RelationValue, "The view does not say." {
        High = "high", "Worth at least as much as customers are on average.";
        Low = "low", "Worth less.";
    }
    /// Fiocca, first step: strategic importance × difficulty of managing.
    Fiocca, "The view does not say." {
        KeyDifficult = "key_difficult", "Important and difficult.";
        KeyEasy = "key_easy", "Important and easy.";
        OtherDifficult = "other_difficult", "Not important, but difficult.";
        OtherEasy = "other_easy", "Neither.";
    }
    /// Fiocca, second step, of the important ones: attractiveness × strength of the relationship.
    FioccaKey, "The view does not say." {
        AttractiveStrong = "attractive_strong", "A growing business, a strong relationship.";
        AttractiveWeak = "attractive_weak", "A growing business, a weak relationship.";
        PlainStrong = "plain_strong", "A strong relationship, little growth.";
        PlainWeak = "plain_weak", "Neither.";
    }
    /// Campbell and Cunningham: the life cycle of customers.
    Campbell, "The view does not say." {
        Tomorrow = "tomorrow", "New, or growing.";
        TodaySpecial = "today_special", "Carries the business of today.";
        TodayRegular = "today_regular", "Buys as it did.";
        Yesterday = "yesterday", "Buys less and less.";
    }
    /// Reinartz and Kumar: profit × loyalty.
    Reinartz, "The view does not say." {
        TrueFriend = "true_friend", "Profitable and loyal.";
        Butterfly = "butterfly", "Profitable, not loyal.";
        Barnacle = "barnacle", "Loyal, not profitable.";
        Stranger = "stranger", "Neither.";
    }
    /// Table 2 (A5): what a customer gives × what it takes.
    Angles, "The view does not say." {
        Gain = "gain", "Gives much, takes little.";
        Invest = "invest", "Gives much, takes much.";
        Keep = "keep", "Gives little, takes little.";
        Burden = "burden", "Gives little, takes much.";
    }
}

/// The classes of a customer in all views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described at its kind")]
pub struct Views {
    pub shapiro: Shapiro,
    pub relation_value: RelationValue,
    pub fiocca: Fiocca,
    pub fiocca_key: FioccaKey,
    pub campbell: Campbell,
    pub reinartz: Reinartz,
    pub angles: Angles,
}

impl Views {
    /// The column of each view, with its class.
    #[must_use]
    pub fn codes(self) -> [(&'static str, &'static str); 7] {
        [
            ("shapiro", self.shapiro.code()),
            ("relation_value", self.relation_value.code()),
            ("fiocca", self.fiocca.code()),
            ("fiocca_key", self.fiocca_key.code()),
            ("campbell", self.campbell.code()),
            ("reinartz", self.reinartz.code()),
            ("angles", self.angles.code()),
        ]
    }

    /// Of an active customer.
    #[must_use]
    pub fn of(of: &Measures, means: &Means, bounds: &Bounds) -> Self {
        let fiocca = fiocca(of, means);
        Self {
            shapiro: shapiro(of, means),
            relation_value: if of.lifetime >= means.lifetime { RelationValue::High } else { RelationValue::Low },
            fiocca,
            fiocca_key: match fiocca {
                Fiocca::KeyDifficult | Fiocca::KeyEasy => fiocca_key(of, bounds),
                _ => FioccaKey::None,
            },
            campbell: campbell(of, means, bounds),
            reinartz: reinartz(of, means, bounds),
            angles: angles(of, means),
        }
    }
}

/// F13 (a). Whoever is served without bringing any margin is costly to serve.
fn shapiro(of: &Measures, means: &Means) -> Shapiro {
    let Some((price, mean)) = of.price_bp.zip(means.price_bp) else { return Shapiro::None };
    let costly = match (in_relation(of.service, of.margin), means.service_bp) {
        (Some(ratio), Some(mean)) => ratio >= mean,
        (ratio, _) => ratio.is_none() && of.service > 0,
    };
    match (price >= mean, costly) {
        (true, true) => Shapiro::CarriageTrade,
        (true, false) => Shapiro::Passive,
        (false, false) => Shapiro::BargainBasement,
        (false, true) => Shapiro::Aggressive,
    }
}

/// F13 (c), first step: important is who is expected to buy much, or leads its market; difficult who costs much to serve.
fn fiocca(of: &Measures, means: &Means) -> Fiocca {
    match (of.forecast >= means.forecast || of.is_leader, of.service > 0 && of.service >= means.service) {
        (true, true) => Fiocca::KeyDifficult,
        (true, false) => Fiocca::KeyEasy,
        (false, true) => Fiocca::OtherDifficult,
        (false, false) => Fiocca::OtherEasy,
    }
}

/// F13 (c), second step.
fn fiocca_key(of: &Measures, bounds: &Bounds) -> FioccaKey {
    match (grows(of, bounds), is_loyal(of, bounds)) {
        (true, true) => FioccaKey::AttractiveStrong,
        (true, false) => FioccaKey::AttractiveWeak,
        (false, true) => FioccaKey::PlainStrong,
        (false, false) => FioccaKey::PlainWeak,
    }
}

/// F13 (d): first who carries today's business, then who is new or grows, then who falls.
fn campbell(of: &Measures, means: &Means, bounds: &Bounds) -> Campbell {
    let falls = of.is_silent || of.growth_bp.is_some_and(|growth| growth <= -bounds.decline_bp);
    if of.sales >= means.sales {
        Campbell::TodaySpecial
    } else if grows(of, bounds) || (of.since_days < bounds.loyal_days && !of.is_silent) {
        Campbell::Tomorrow
    } else if falls {
        Campbell::Yesterday
    } else {
        Campbell::TodayRegular
    }
}

/// F13 (e).
fn reinartz(of: &Measures, means: &Means, bounds: &Bounds) -> Reinartz {
    match (of.contribution > 0 && of.contribution >= means.contribution, is_loyal(of, bounds)) {
        (true, true) => Reinartz::TrueFriend,
        (true, false) => Reinartz::Butterfly,
        (false, true) => Reinartz::Barnacle,
        (false, false) => Reinartz::Stranger,
    }
}

/// F13 (f), A5: gives is what it brought in 12 months and what it is expected to bring; takes is what serving it costs. The
/// value that must be created for it belongs to the second side, too; nothing says yet what it is worth in money.
fn angles(of: &Measures, means: &Means) -> Angles {
    let gives = of.contribution.saturating_add(of.lifetime);
    let gives = gives > 0 && gives >= means.contribution.saturating_add(means.lifetime);
    match (gives, of.service > 0 && of.service >= means.service) {
        (true, false) => Angles::Gain,
        (true, true) => Angles::Invest,
        (false, false) => Angles::Keep,
        (false, true) => Angles::Burden,
    }
}

fn grows(of: &Measures, bounds: &Bounds) -> bool {
    of.growth_bp.is_some_and(|growth| growth >= bounds.growth_bp)
}

/// A customer of long standing that is still one: by the model, and without one when its silence is not unusual.
fn is_loyal(of: &Measures, bounds: &Bounds) -> bool {
    of.since_days >= bounds.loyal_days && of.alive_bp.map_or(!of.is_silent, |alive| alive >= bounds.alive_bp)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOUNDS: Bounds = Bounds { growth_bp: 1000, decline_bp: 1000, loyal_days: 365, alive_bp: 5000 };

    fn means() -> Means {
        Means {
            price_bp: Some(10_000),
            service_bp: Some(3500),
            service: 1000,
            contribution: 50_000,
            sales: 200_000,
            forecast: 200_000,
            lifetime: 100_000,
        }
    }

    fn served(price_bp: i64, service: i64) -> Measures {
        Measures { price_bp: Some(price_bp), service, margin: 10_000, ..Measures::default() }
    }

    #[test]
    fn f13_a_price_against_cost_to_serve() {
        for (price, service, class) in [
            (10_500, 2000, Shapiro::Passive),
            (9200, 6000, Shapiro::Aggressive),
            (10_000, 3500, Shapiro::CarriageTrade),
            (9999, 3499, Shapiro::BargainBasement),
        ] {
            assert_eq!(shapiro(&served(price, service), &means()), class, "{price} {service}");
        }
        assert_eq!(shapiro(&Measures { price_bp: None, ..served(0, 6000) }, &means()), Shapiro::None, "no lines, no price");
        assert_eq!(shapiro(&Measures { margin: 0, ..served(9200, 6000) }, &means()), Shapiro::Aggressive, "served without a margin");
        assert_eq!(shapiro(&Measures { margin: -5, ..served(10_500, 0) }, &means()), Shapiro::Passive, "not served at all");
    }

    #[test]
    fn f13_b_the_cube_has_two_halves() {
        for (lifetime, half) in [(100_000, RelationValue::High), (99_999, RelationValue::Low), (-1, RelationValue::Low)] {
            let of = Measures { lifetime, ..Measures::default() };
            assert_eq!(Views::of(&of, &means(), &BOUNDS).relation_value, half, "{lifetime}");
        }
    }

    #[test]
    fn f13_c_key_customers_are_looked_at_twice() {
        let of = |forecast: i64, service: i64, is_leader: bool| {
            let of = Measures { forecast, service, is_leader, growth_bp: Some(1500), since_days: 800, ..Measures::default() };
            let views = Views::of(&of, &means(), &BOUNDS);
            (views.fiocca, views.fiocca_key)
        };
        assert_eq!(of(200_000, 1000, false), (Fiocca::KeyDifficult, FioccaKey::AttractiveStrong));
        assert_eq!(of(0, 999, true), (Fiocca::KeyEasy, FioccaKey::AttractiveStrong), "who leads its market is important");
        assert_eq!(of(199_999, 1000, false), (Fiocca::OtherDifficult, FioccaKey::None));
        assert_eq!(of(0, 0, false), (Fiocca::OtherEasy, FioccaKey::None));
        let key = |growth_bp: i64, since_days: i64| {
            fiocca_key(&Measures { growth_bp: Some(growth_bp), since_days, ..Measures::default() }, &BOUNDS)
        };
        assert_eq!([key(1000, 365), key(1000, 364)], [FioccaKey::AttractiveStrong, FioccaKey::AttractiveWeak]);
        assert_eq!([key(999, 365), key(999, 364)], [FioccaKey::PlainStrong, FioccaKey::PlainWeak]);
    }

    #[test]
    fn f13_d_from_tomorrow_to_yesterday() {
        let of = |sales: i64, growth: i64, since_days: i64, is_silent: bool| {
            let of = Measures { sales, growth_bp: Some(growth), since_days, is_silent, ..Measures::default() };
            campbell(&of, &means(), &BOUNDS)
        };
        assert_eq!(of(200_000, -5000, 900, true), Campbell::TodaySpecial, "still carries today");
        assert_eq!(of(199_999, 1000, 900, false), Campbell::Tomorrow, "grows");
        assert_eq!(of(10, -1000, 100, false), Campbell::Tomorrow, "is new");
        assert_eq!(of(10, -1000, 900, false), Campbell::Yesterday);
        assert_eq!(of(10, 0, 100, true), Campbell::Yesterday, "new, but silent");
        assert_eq!(of(10, -999, 365, false), Campbell::TodayRegular);
    }

    #[test]
    fn f13_e_profit_and_loyalty() {
        let of = |contribution: i64, since_days: i64, alive_bp: Option<i64>, is_silent: bool| {
            let of = Measures { contribution, alive_bp, is_silent, since_days, ..Measures::default() };
            reinartz(&of, &means(), &BOUNDS)
        };
        assert_eq!(of(50_000, 365, Some(5000), false), Reinartz::TrueFriend);
        assert_eq!(of(50_000, 365, Some(4999), false), Reinartz::Butterfly);
        assert_eq!(of(49_999, 365, None, false), Reinartz::Barnacle, "without a model its silence tells");
        assert_eq!(of(49_999, 365, None, true), Reinartz::Stranger);
        assert_eq!(of(0, 364, Some(10_000), false), Reinartz::Stranger);
    }

    #[test]
    fn f13_f_what_a_customer_gives_and_takes() {
        let of = |contribution: i64, lifetime: i64, service: i64| {
            angles(&Measures { service, contribution, lifetime, ..Measures::default() }, &means())
        };
        assert_eq!(of(0, 150_000, 999), Angles::Gain, "what is to come counts");
        assert_eq!(of(50_000, 100_000, 1000), Angles::Invest);
        assert_eq!(of(49_999, 100_000, 0), Angles::Keep);
        assert_eq!(of(-5, 0, 1000), Angles::Burden);
    }

    #[test]
    fn the_mean_of_the_ratio_is_that_of_the_sums() {
        let of = |price_bp: Option<i64>, service: i64, margin: i64| Measures { price_bp, service, margin, ..Measures::default() };
        let means = Means::of([of(Some(9000), 300, 1000), of(Some(11_000), 100, 1), of(None, 0, 0)].into_iter());
        assert_eq!((means.price_bp, means.service_bp, means.service), (Some(10_000), Some(3996), 133));
        assert_eq!(Means::of([].into_iter()), Means::default());
    }

    proptest! {
        /// Nobody active is left out but for want of a price, and whoever is no key customer is not looked at twice.
        #[test]
        fn every_active_customer_has_its_place(
            price in proptest::option::of(0_i64..20_000), service in 0_i64..5000, margin in -1000_i64..10_000, contribution in -1000_i64..100_000,
            sales in -10_i64..400_000, growth in proptest::option::of(-10_000_i64..50_000), alive in proptest::option::of(0_i64..=10_000),
            since_days in 0_i64..3000, is_silent: bool, is_leader: bool,
        ) {
            let of = Measures {
                price_bp: price, service, margin, contribution, sales, forecast: sales, growth_bp: growth, lifetime: contribution * 3,
                alive_bp: alive, is_silent, since_days, is_leader,
            };
            let views = Views::of(&of, &means(), &BOUNDS);
            prop_assert_eq!(views.shapiro == Shapiro::None, price.is_none());
            prop_assert_eq!(views.fiocca_key == FioccaKey::None, matches!(views.fiocca, Fiocca::OtherDifficult | Fiocca::OtherEasy));
            prop_assert!(views.relation_value != RelationValue::None && views.campbell != Campbell::None);
            prop_assert!(views.reinartz != Reinartz::None && views.angles != Angles::None);
        }
    }
}
