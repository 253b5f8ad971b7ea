//! The classes that compare all accounts: everybody is looked at first, then each is put into its place.
//!
//! All accounts are in memory for that, at about two hundred and fifty bytes each.

mod bounds;
mod report;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_kernel::clock::NEVER;
use uuid::Uuid;

pub(super) use self::{
    bounds::{ChannelBounds, ClassBounds},
    report::ClassReport,
};
use super::{
    parameters::Settings,
    reckon::is_close,
    rules::{self, Abc, Bcg, BcgCut, Bounds, Cut, Means, Measures, Pyramid, Views, real, whole},
};

/// Classes of recency, frequency and sales.
const QUINTILES: u32 = 5;
/// Those who sell on.
const RESELLERS: [&str; 2] = ["dealer", "sub_dealer"];

/// What classes are made of.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) id: Uuid,
    pub(super) channel: Option<&'static str>,
    pub(super) is_active: bool,
    pub(super) is_leader: bool,
    pub(super) is_silent: bool,
    pub(super) value: i64,
    /// Net sales since the first order; none without one.
    pub(super) to_date: Option<i64>,
    pub(super) contribution: i64,
    pub(super) growth: Option<i64>,
    pub(super) forecast: i64,
    pub(super) orders: i64,
    pub(super) sales: i64,
    /// Net sales of 12 months as the list has them now, for the axis that is that field.
    pub(super) net_sales: i64,
    pub(super) service: i64,
    pub(super) margin: i64,
    pub(super) lifetime: i64,
    pub(super) service_bp: Option<i64>,
    pub(super) alive_bp: Option<i32>,
    pub(super) price_bp: Option<i32>,
    pub(super) promotion_bp: Option<i32>,
    /// F09: points ahead of the best rival.
    pub(super) lead: Option<i32>,
    pub(super) first_on: NaiveDate,
    pub(super) last_on: NaiveDate,
    pub(super) last_visit_on: NaiveDate,
    /// F03: the class by which it is visited instead of the reckoned one.
    pub(super) agreed: Option<Abc>,
    /// The class of the pyramid at the end of the day with which it is compared.
    pub(super) before: Pyramid,
    pub(super) noted: Classes,
}

/// The classes of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Classes {
    pub(super) pyramid: Pyramid,
    pub(super) pyramid_before: Pyramid,
    pub(super) to_next: Option<i64>,
    pub(super) abc: Abc,
    pub(super) visit_due_on: NaiveDate,
    pub(super) bcg: Bcg,
    pub(super) rfm: [Option<i8>; 3],
    pub(super) views: Views,
}

impl Classes {
    /// Of an account that is in none.
    fn none() -> Self {
        Self {
            pyramid: Pyramid::None,
            pyramid_before: Pyramid::None,
            to_next: None,
            abc: Abc::None,
            visit_due_on: NEVER,
            bcg: Bcg::None,
            rfm: [None; 3],
            views: Views::default(),
        }
    }
}

impl Seen {
    /// What the views of the portfolio are made of, on a day.
    pub(super) fn measures(&self, today: NaiveDate) -> Measures {
        Measures {
            price_bp: self.price_bp.map(i64::from),
            service: self.service,
            margin: self.margin,
            contribution: self.contribution,
            sales: self.sales,
            forecast: self.forecast,
            growth_bp: self.growth,
            lifetime: self.lifetime,
            alive_bp: self.alive_bp.map(i64::from),
            is_silent: self.is_silent,
            since_days: if self.first_on == NEVER { 0 } else { (today - self.first_on).num_days() },
            is_leader: self.is_leader,
        }
    }
}

/// Where classes begin.
pub(super) struct Cuts {
    pyramid: [Option<Cut>; 3],
    abc: [Option<Cut>; 2],
    bcg: BTreeMap<Option<&'static str>, BcgCut>,
    quintiles: BTreeMap<Option<&'static str>, [Vec<i64>; 3]>,
    abc_shares: [i64; 2],
    /// Some stores from the largest, with the share of the total that those before them have.
    stores: Vec<(i64, i64)>,
    scored_from: i64,
    visit_days: [i64; 3],
    pub(super) means: Means,
    bounds: Bounds,
    today: NaiveDate,
}

/// The classes of the pyramid from the top. All but the last hold so many.
const LEVELS: [Pyramid; 4] = [Pyramid::Vip, Pyramid::Major, Pyramid::Ordinary, Pyramid::Small];

impl Cuts {
    /// Looks at everybody.
    pub(super) fn of(all: &[Seen], settings: &Settings, today: NaiveDate) -> Self {
        let active: Vec<&Seen> = all.iter().filter(|seen| seen.is_active).collect();
        let (abc, stores) = abc(&active, settings);
        Self {
            pyramid: pyramid(&active, settings),
            abc,
            stores,
            scored_from: settings.rfm_least,
            bcg: channels(&active).into_iter().map(|(channel, accounts)| (channel, bcg(&accounts, settings))).collect(),
            quintiles: channels(&active)
                .into_iter()
                .filter(|(_, accounts)| i64::try_from(accounts.len()).is_ok_and(|count| count >= settings.rfm_least))
                .map(|(channel, accounts)| (channel, quintiles(&accounts, today)))
                .collect(),
            abc_shares: settings.abc,
            visit_days: settings.visit_days,
            means: Means::of(active.iter().map(|seen| seen.measures(today))),
            bounds: settings.bounds,
            today,
        }
    }

    /// The classes of one of them, if they are not those that are noted. What is missing to the class above may have moved by
    /// a hundredth: when its last account buys for a yuan more, all accounts below it would be written for nothing.
    pub(super) fn changed(&self, seen: &Seen) -> Option<Classes> {
        let (now, noted) = (self.classes(seen), &seen.noted);
        let is_near = now.to_next.zip(noted.to_next).is_some_and(|(now, noted)| is_close(now, noted));
        let alike = Classes { to_next: if is_near { noted.to_next } else { now.to_next }, ..now.clone() };
        (alike != *noted).then_some(now)
    }

    /// The classes of one of them.
    pub(super) fn classes(&self, seen: &Seen) -> Classes {
        let bcg = if seen.is_active || seen.forecast > 0 {
            self.bcg.get(&seen.channel).map_or(Bcg::None, |cut| rules::bcg(seen.contribution, seen.growth, seen.forecast, cut))
        } else {
            Bcg::None
        };
        let Some(place) = self.level(seen) else {
            return Classes { pyramid_before: seen.before, bcg, ..Classes::none() };
        };
        let above = self.pyramid[..place].iter().rev().find_map(|cut| *cut);
        let (channel, abc) = (seen.channel, self.store_class(seen));
        let visited_as = seen.agreed.filter(|_| abc != Abc::None).unwrap_or(abc);
        let scores = self.quintiles.get(&channel).map(|cuts| {
            let of = measures(seen, self.today);
            [0, 1, 2].map(|n: usize| Some(1 + i8::try_from(cuts[n].partition_point(|cut| *cut <= of[n])).unwrap_or(0)))
        });
        Classes {
            pyramid: LEVELS[place],
            pyramid_before: seen.before,
            to_next: above.map(|cut| cut.value.saturating_sub(seen.value).max(0)),
            abc,
            visit_due_on: rules::visit_due(visited_as, seen.last_visit_on, seen.first_on, self.visit_days),
            bcg,
            rfm: scores.unwrap_or_default(),
            views: Views::of(&seen.measures(self.today), &self.means, &self.bounds),
        }
    }

    /// F10: the class of an account in the pyramid, by its place from the top; none for accounts that are not active.
    fn level(&self, seen: &Seen) -> Option<usize> {
        let is_among = |cut: &Option<Cut>| cut.is_some_and(|cut| cut.takes(seen.value, seen.id));
        seen.is_active.then(|| self.pyramid.iter().position(is_among).unwrap_or(LEVELS.len() - 1))
    }

    /// F12: the class of an active store.
    fn store_class(&self, seen: &Seen) -> Abc {
        let is_among = |cut: &Option<Cut>| cut.is_some_and(|cut| cut.takes(seen.contribution, seen.id));
        match self.abc.iter().position(is_among) {
            _ if !is_store(seen.channel) => Abc::None,
            Some(0) => Abc::A,
            Some(_) => Abc::B,
            None => Abc::C,
        }
    }
}

fn channels<'a>(active: &[&'a Seen]) -> BTreeMap<Option<&'static str>, Vec<&'a Seen>> {
    let mut channels: BTreeMap<Option<&'static str>, Vec<&Seen>> = BTreeMap::new();
    for seen in active {
        channels.entry(seen.channel).or_default().push(seen);
    }
    channels
}

/// F10: the last account of each upper class.
fn pyramid(active: &[&Seen], settings: &Settings) -> [Option<Cut>; 3] {
    let sizes = rules::pyramid_sizes(active.len() as u64, settings.pyramid);
    // Who is worth nothing stands in no upper class, however few there are.
    let mut values: Vec<(i64, Uuid)> = active.iter().map(|seen| (seen.value, seen.id)).filter(|(value, _)| *value > 0).collect();
    values.sort_unstable_by(|one, other| other.cmp(one));
    let cut = |size: u64, upto: u64| {
        let last = usize::try_from(upto).ok()?.min(values.len()).checked_sub(1).filter(|_| size > 0)?;
        values.get(last).map(|(value, id)| Cut { value: *value, id: *id })
    };
    [cut(sizes.vip, sizes.vip), cut(sizes.major, sizes.vip + sizes.major), cut(sizes.ordinary, sizes.vip + sizes.major + sizes.ordinary)]
}

/// F12: the last store of class A and of class B, among the active ones; and some stores from the largest, with the share of the
/// total that those before them have, at every hundredth of it.
fn abc(active: &[&Seen], settings: &Settings) -> ([Option<Cut>; 2], Vec<(i64, i64)>) {
    let mut stores: Vec<(i64, Uuid)> =
        active.iter().filter(|seen| is_store(seen.channel)).map(|seen| (seen.contribution, seen.id)).collect();
    stores.sort_unstable_by(|one, other| other.cmp(one));
    let total = stores.iter().fold(0_i64, |sum, (contribution, _)| sum.saturating_add((*contribution).max(0)));
    let (mut before, mut cuts, mut some): (i64, _, Vec<(i64, i64)>) = (0, [None; 2], Vec::new());
    for (contribution, id) in stores.into_iter().take_while(|(contribution, _)| *contribution > 0) {
        let last = Some(Cut { value: contribution, id });
        match rules::abc(contribution, before, total, settings.abc) {
            Abc::A => cuts[0] = last,
            Abc::B => cuts[1] = last,
            _ => {}
        }
        let share = rules::in_relation(before, total).unwrap_or_default();
        if some.last().is_none_or(|(_, kept)| share / bounds::STEP_BP > kept / bounds::STEP_BP) {
            some.push((contribution, share));
        }
        before = before.saturating_add(contribution);
    }
    (cuts, some)
}

/// Those who sell on are no stores (A22).
fn is_store(channel: Option<&str>) -> bool {
    !channel.is_some_and(|channel| RESELLERS.contains(&channel))
}

/// F11: the bounds among the active accounts of a channel.
fn bcg(accounts: &[&Seen], settings: &Settings) -> BcgCut {
    let sum: f64 = accounts.iter().map(|seen| real(seen.contribution)).sum();
    let mut forecasts: Vec<i64> = accounts.iter().map(|seen| seen.forecast).collect();
    forecasts.sort_unstable();
    BcgCut {
        performance: whole(sum / real(i64::try_from(accounts.len()).unwrap_or(1))),
        growth_bp: settings.growth_bp,
        forecast: forecasts.get(forecasts.len() / 2).copied().unwrap_or(0),
    }
}

/// Recency as days that lie nearer are more, frequency, sales.
fn measures(seen: &Seen, today: NaiveDate) -> [i64; 3] {
    let silent = if seen.last_on == NEVER { i64::MAX } else { (today - seen.last_on).num_days() };
    [-silent, seen.orders, seen.sales]
}

/// The least value of each score above the first, for recency, frequency and sales.
fn quintiles(accounts: &[&Seen], today: NaiveDate) -> [Vec<i64>; 3] {
    [0, 1, 2].map(|n: usize| {
        let mut values: Vec<i64> = accounts.iter().map(|seen| measures(seen, today)[n]).collect();
        values.sort_unstable();
        let numbers: Vec<f64> = values.iter().map(|value| real(*value)).collect();
        let scores = guanxi_clv::quantile_scores("value", &numbers, QUINTILES).unwrap_or_default();
        let mut cuts = Vec::new();
        for (value, score) in values.into_iter().zip(scores) {
            while cuts.len() + 1 < usize::try_from(score).unwrap_or(1) {
                cuts.push(value);
            }
        }
        cuts
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(n: u128, contribution: i64) -> Seen {
        Seen {
            id: Uuid::from_u128(n),
            channel: Some("catering"),
            is_active: true,
            is_leader: false,
            is_silent: false,
            value: contribution * 10,
            to_date: Some(contribution),
            contribution,
            growth: Some(0),
            forecast: 0,
            orders: 1,
            sales: contribution,
            net_sales: contribution,
            service: 0,
            margin: contribution,
            lifetime: contribution,
            service_bp: Some(0),
            alive_bp: None,
            price_bp: None,
            promotion_bp: None,
            lead: None,
            first_on: NEVER,
            last_on: NEVER,
            last_visit_on: NEVER,
            agreed: None,
            before: Pyramid::None,
            noted: Classes::none(),
        }
    }

    fn settings() -> Settings {
        Settings::defaults()
    }

    #[test]
    fn f12_dealers_are_no_stores_and_do_not_count_among_them() {
        let contributions = [400, 250, 120, 80, 50, 40, 25, 15, 12, 8];
        let mut all: Vec<Seen> = (1..).zip(contributions).map(|(n, contribution)| seen(n, contribution)).collect();
        all.push(Seen { channel: Some("dealer"), ..seen(99, 1_000_000) });
        all.push(Seen { is_active: false, ..seen(100, 5) });
        let settings = settings();
        let cuts = Cuts::of(&all, &settings, NEVER);
        let classes: Vec<&str> = all.iter().map(|seen| cuts.classes(seen).abc.code()).collect();
        assert_eq!(classes, ["A", "A", "A", "A", "B", "B", "B", "C", "C", "C", "none", "none"]);
    }

    #[test]
    fn f11_who_is_expected_to_buy_without_having_bought_is_a_question() {
        let mut all: Vec<Seen> = (1..=3).map(|n| Seen { forecast: 100, ..seen(n, 1000) }).collect();
        all.push(Seen { is_active: false, growth: None, forecast: 500, ..seen(4, 0) });
        all.push(Seen { is_active: false, growth: None, ..seen(5, 0) });
        let cuts = Cuts::of(&all, &settings(), NEVER);
        assert_eq!(
            [3, 4].map(|n: usize| (cuts.classes(&all[n]).bcg, cuts.classes(&all[n]).pyramid)),
            [(Bcg::Question, Pyramid::None), (Bcg::None, Pyramid::None)]
        );
        let report = cuts.report(&all, None);
        assert_eq!((report.active, report.bcg[1].accounts), (3, 1), "and is counted among the questions");
    }

    #[test]
    fn what_is_missing_to_the_class_above_is_written_when_it_has_moved_by_a_hundredth() {
        let mut all: Vec<Seen> = (1..=200).map(|n| seen(n, i64::try_from(n).expect("it is small"))).collect();
        let cuts = Cuts::of(&all, &settings(), NEVER);
        all[0].noted = Classes { to_next: Some(1590), ..cuts.classes(&all[0]) };
        assert_eq!(cuts.changed(&all[0]), None);
        all[0].noted.to_next = Some(1500);
        assert_eq!(cuts.changed(&all[0]).and_then(|classes| classes.to_next), Some(1600));
    }

    #[test]
    fn f10_next_to_vip_is_the_distance_to_the_class_above() {
        let all: Vec<Seen> = (1..=200).map(|n| seen(n, i64::try_from(n).expect("it is small"))).collect();
        let settings = settings();
        let cuts = Cuts::of(&all, &settings, NEVER);
        let of = |n: usize| cuts.classes(&all[n - 1]);
        assert_eq!((of(199).pyramid, of(199).to_next), (Pyramid::Vip, None));
        assert_eq!((of(198).pyramid, of(198).to_next), (Pyramid::Major, Some(10)));
        assert_eq!((of(190).pyramid, of(190).to_next), (Pyramid::Ordinary, Some(10)));
        assert_eq!((of(1).pyramid, of(1).to_next), (Pyramid::Small, Some(1600)));
        let report = cuts.report(&all, None);
        let sizes: Vec<u64> = report.pyramid.iter().map(|level| level.accounts).collect();
        assert_eq!((sizes, report.active), (vec![2, 8, 30, 160], 200));
    }

    #[test]
    fn f10_movements_are_told_since_the_day_that_is_compared() {
        let mut all: Vec<Seen> =
            (1..=200).map(|n| Seen { before: Pyramid::Small, ..seen(n, i64::try_from(n).expect("it is small")) }).collect();
        all[199].before = Pyramid::Vip;
        all[198].before = Pyramid::Major;
        all[197].before = Pyramid::None;
        all.push(Seen { is_active: false, before: Pyramid::Vip, ..seen(201, 0) });
        let settings = settings();
        let day = NaiveDate::from_ymd_opt(2026, 8, 31);
        let report = Cuts::of(&all, &settings, NEVER).report(&all, day);
        let moved: Vec<(&str, &str, u64)> = report.movements.iter().map(|m| (m.from.as_str(), m.to.as_str(), m.accounts)).collect();
        let expected = [("major", "vip", 1), ("small", "major", 7), ("none", "major", 1), ("small", "ordinary", 30), ("vip", "none", 1)];
        assert_eq!(moved, expected);
        assert_eq!(report.before_day, day);
        assert_eq!(Cuts::of(&all, &settings, NEVER).report(&all, None).movements, [], "without a day to compare with nobody has moved");
    }

    #[test]
    fn quintiles_are_offered_from_fifty_accounts_of_a_channel_on_and_ties_share_a_score() {
        let fifty: Vec<Seen> =
            (1..=50).map(|n| Seen { orders: if n <= 25 { 1 } else { 2 }, ..seen(n, i64::try_from(n).expect("it is small")) }).collect();
        let settings = settings();
        let scores = |all: &[Seen], n: usize| Cuts::of(all, &settings, NEVER).classes(&all[n]).rfm;
        assert_eq!(scores(&fifty[..49], 0), [None; 3]);
        // Recency is the same of all, frequency of halves, sales of nobody.
        assert_eq!(scores(&fifty, 0), [Some(3), Some(2), Some(1)]);
        assert_eq!(scores(&fifty, 49), [Some(3), Some(4), Some(5)]);
        assert_eq!([9, 10, 19, 20].map(|n| scores(&fifty, n)[2]), [Some(1), Some(2), Some(2), Some(3)]);
    }
}
