//! The demo's customers: who they are, how large, and how their buying develops.

use chrono::{NaiveDate, TimeDelta};

use super::rng::Rng;
use super::{
    ACCOUNTS, Account, ChannelKind, CreditGrade, DAYS, Dataset, MarketPosition, Ownership, Relation, RelationKind, SALESPEOPLE, Trend, day,
    numbers,
};
use crate::demo::names::{self, FirmNames};
use crate::demo::{places, season};

/// How a customer buys; what the orders and interactions are drawn from.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    /// Usual value of an order at list price, in fen.
    pub(super) basket_fen: i64,
    /// Orders per thousand ordinary days.
    pub(super) pace: i64,
    /// Products it takes, the favourites first.
    pub(super) assortment: Vec<usize>,
    /// What it pays of the list price, in per cent.
    pub(super) price_percent: i64,
    /// Day of the history on which the trend sets in.
    pub(super) turn: i64,
    pub(super) trend: Trend,
}

impl Profile {
    /// How much of its usual buying it does on a day, in thousandths.
    pub(super) fn life(&self, index: i64) -> i64 {
        let past = index - self.turn;
        match self.trend {
            Trend::Growing => 650 + 1150 * index / DAYS,
            Trend::Declining if past > 0 => (1000 - past * 9).max(220),
            Trend::Closed if past > -60 && past <= 0 => 300,
            Trend::Silent | Trend::Closed if past > 0 => 0,
            Trend::New if past < 0 => 0,
            Trend::New => 1200,
            Trend::Steady | Trend::Declining | Trend::Silent | Trend::Closed => 1000,
        }
    }

    /// Usual sales of a day in yuan, which is what its importance goes by.
    pub(super) fn weight(&self) -> i64 {
        self.basket_fen / 100 * self.pace / 1000
    }
}

/// Per channel: share of the accounts, basket in yuan, orders per 1,000 days, price in per cent.
const CHANNELS: &[(ChannelKind, usize, i64, i64, i64)] = &[
    (ChannelKind::Dealer, 6, 40_000, 95, 80),
    (ChannelKind::SubDealer, 26, 16_000, 95, 86),
    (ChannelKind::Catering, 90, 1_500, 100, 96),
    (ChannelKind::Nightlife, 16, 3_200, 90, 98),
    (ChannelKind::Supermarket, 30, 3_800, 95, 94),
    (ChannelKind::TobaccoLiquorShop, 152, 1_900, 105, 93),
    (ChannelKind::Hotel, 22, 4_500, 60, 97),
    (ChannelKind::GroupBuy, 38, 12_000, 25, 95),
    (ChannelKind::Direct, 20, 1_300, 28, 100),
];

/// Of a thousand accounts, how many are not steady.
const TRENDS: &[(Trend, usize)] =
    &[(Trend::Growing, 80), (Trend::Declining, 65), (Trend::Silent, 55), (Trend::New, 50), (Trend::Closed, 20)];

const TAGS: &[&str] =
    &["陈列店", "婚宴", "核心商圈", "学校周边", "社区店", "重点维护", "现款", "月结", "旅游线路", "可做品鉴会", "回款慢", "老板懂酒"];
const REMARKS: &[&str] = &[
    "下午两点以后老板才在店里。",
    "门口不好停车，送货走后巷。",
    "月底对账，找财务签字。",
    "喜欢先看样品再定。",
    "老客户介绍来的。",
    "周日不收货。",
    "仓库小，一次不要超过二十箱。",
    "开票抬头与店名不同，送货前先核对。",
];

/// Adds the accounts with their relations, and tells how each of them buys.
pub(super) fn add(data: &mut Dataset, seed: u64, today: NaiveDate) -> Vec<Profile> {
    let mut rng = Rng::part(seed, 1);
    let mut names = FirmNames::default();
    let trends = trends(&mut rng);
    let mut profiles = Vec::with_capacity(ACCOUNTS);
    for &(channel, count, basket, pace, percent) in CHANNELS {
        for _ in 0..count {
            let profile = profile(&mut rng, channel, (basket, pace, percent), trends[data.accounts.len()]);
            let account = account(&mut rng, &mut names, channel, &profile, data.accounts.len(), today);
            data.accounts.push(account);
            profiles.push(profile);
        }
    }
    // The shop that the guide looks for.
    if let Some(shop) = data.accounts.iter_mut().find(|account| account.channel == ChannelKind::TobaccoLiquorShop) {
        names::EXAMPLE.clone_into(&mut shop.name);
    }
    relate(data, &mut rng, &mut names);
    profiles
}

/// One trend per account, in the shares a real dealer sees, shuffled.
fn trends(rng: &mut Rng) -> Vec<Trend> {
    let mut trends = vec![Trend::Steady; ACCOUNTS];
    let mut next = 0;
    for &(trend, share) in TRENDS {
        let until = next + ACCOUNTS * share / 1000;
        trends[next..until].fill(trend);
        next = until;
    }
    rng.shuffle(&mut trends);
    trends
}

fn profile(rng: &mut Rng, channel: ChannelKind, usual: (i64, i64, i64), trend: Trend) -> Profile {
    let (basket, pace, percent) = usual;
    let turn = match trend {
        Trend::Declining => rng.range(DAYS * 45 / 100, DAYS * 75 / 100),
        Trend::Silent => rng.range(DAYS - 170, DAYS - 60),
        Trend::New => rng.range(DAYS - 80, DAYS - 12),
        Trend::Closed => rng.range(DAYS - 220, DAYS - 30),
        Trend::Steady | Trend::Growing => 0,
    };
    // A wholesaler ten times another would be half of the firm.
    let wholesale = matches!(channel, ChannelKind::Dealer | ChannelKind::SubDealer);
    let size = rng.pareto().min(if wholesale { 6_000 } else { 28_000 });
    Profile {
        // Two thirds of the spread is size of the order, the rest how often.
        basket_fen: size * basket / 10,
        pace: rng.around(pace, 55),
        assortment: assortment(rng, channel),
        price_percent: percent + rng.range(-2, 2),
        turn,
        trend,
    }
}

fn assortment(rng: &mut Rng, channel: ChannelKind) -> Vec<usize> {
    let liked = |index: usize| match (channel, names::PRODUCTS[index].0) {
        (ChannelKind::Nightlife, "青禾渡" | "麓山红") => 6,
        (ChannelKind::Catering, "青禾渡" | "古泉坊") | (ChannelKind::GroupBuy, "墨池老窖") => 2,
        _ => 1,
    };
    let weights: Vec<(usize, i64)> = (0..names::PRODUCTS.len()).map(|index| (index, names::PRODUCTS[index].5 * liked(index))).collect();
    let wanted = rng.below(6) + 4;
    let mut chosen = Vec::with_capacity(wanted);
    while chosen.len() < wanted {
        let product = rng.weighted(&weights);
        if !chosen.contains(&product) {
            chosen.push(product);
        }
    }
    chosen
}

fn account(rng: &mut Rng, names: &mut FirmNames, channel: ChannelKind, profile: &Profile, serial: usize, today: NaiveDate) -> Account {
    let district = places::some_district(rng);
    let ownership = ownership(rng, channel);
    let code = numbers::credit_code(district, ownership == Ownership::Individual, serial);
    let mobile_phone = matches!(channel, ChannelKind::TobaccoLiquorShop | ChannelKind::Direct) || rng.permille(400);
    let since = first_cooperation(rng, profile, today);
    Account {
        name: names.make(rng, channel, district),
        channel,
        credit_code: (channel != ChannelKind::Direct).then_some(code),
        province: places::PROVINCE,
        city: district.city,
        district: district.name,
        address: places::address(rng),
        ownership,
        market_position: market_position(rng, profile),
        credit_grade: credit_grade(rng, profile),
        tags: if channel == ChannelKind::Direct { Vec::new() } else { tags(rng, profile) },
        phone: if mobile_phone { numbers::mobile(serial + 5_000) } else { numbers::land_line(district, serial) },
        remark: if channel != ChannelKind::Direct && rng.permille(300) { rng.pick(REMARKS).to_owned() } else { String::new() },
        owner: owner(rng, district.area_code == "0551" && district.name.ends_with('区')),
        first_cooperation: since,
        closed_on: (profile.trend == Trend::Closed).then(|| day(today, profile.turn)),
        trend: profile.trend,
    }
}

/// The first team sells in town, the second in the country.
fn owner(rng: &mut Rng, in_town: bool) -> usize {
    let first = SALESPEOPLE.start() + if in_town && rng.permille(760) { 0 } else { 2 };
    first + rng.below(2)
}

fn ownership(rng: &mut Rng, channel: ChannelKind) -> Ownership {
    match channel {
        ChannelKind::TobaccoLiquorShop | ChannelKind::Direct => Ownership::Individual,
        ChannelKind::Catering if rng.permille(600) => Ownership::Individual,
        ChannelKind::Hotel | ChannelKind::GroupBuy => {
            rng.weighted(&[(Ownership::State, 35), (Ownership::Private, 55), (Ownership::Foreign, 10)])
        }
        _ => rng.weighted(&[(Ownership::Private, 90), (Ownership::State, 8), (Ownership::Foreign, 2)]),
    }
}

fn market_position(rng: &mut Rng, profile: &Profile) -> MarketPosition {
    let large = profile.weight() > 1_000;
    rng.weighted(&[
        (MarketPosition::Leader, if large { 30 } else { 6 }),
        (MarketPosition::Challenger, if large { 35 } else { 20 }),
        (MarketPosition::Follower, 50),
        (MarketPosition::Niche, 18),
    ])
}

fn credit_grade(rng: &mut Rng, profile: &Profile) -> CreditGrade {
    let weak = matches!(profile.trend, Trend::Declining | Trend::Silent | Trend::Closed);
    let (a, d) = if weak { (8, 25) } else { (34, 4) };
    rng.weighted(&[(CreditGrade::A, a), (CreditGrade::B, 42), (CreditGrade::C, 22), (CreditGrade::D, d)])
}

fn tags(rng: &mut Rng, profile: &Profile) -> Vec<&'static str> {
    let mut tags: Vec<&'static str> = Vec::new();
    if profile.trend == Trend::New {
        tags.push("新客户");
    }
    for _ in 0..rng.range(0, 3) {
        let tag = rng.pick(TAGS);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn first_cooperation(rng: &mut Rng, profile: &Profile, today: NaiveDate) -> NaiveDate {
    if profile.trend == Trend::New {
        return day(today, profile.turn);
    }
    let years_ago = day(today, 0) - TimeDelta::days(rng.range(20, 2_900));
    // A date moved to a working day may not reach into the history.
    season::workday_from(years_ago).min(day(today, 0))
}

/// Dealers supply shops, shops have branches, customers bring customers.
fn relate(data: &mut Dataset, rng: &mut Rng, names: &mut FirmNames) {
    let of = |data: &Dataset, kind: ChannelKind| -> Vec<usize> {
        (0..data.accounts.len()).filter(|index| data.accounts[*index].channel == kind).collect()
    };
    let (dealers, subs) = (of(data, ChannelKind::Dealer), of(data, ChannelKind::SubDealer));
    let shops = of(data, ChannelKind::TobaccoLiquorShop);
    let caterers = of(data, ChannelKind::Catering);
    for &sub in &subs {
        if rng.permille(600) {
            push(data, rng.pick(&dealers), sub, RelationKind::Supplies);
        }
    }
    for &shop in shops.iter().filter(|shop| *shop % 4 == 0) {
        push(data, rng.pick(&subs), shop, RelationKind::Supplies);
    }
    for chain in shops.chunks_exact(8).chain(caterers.chunks_exact(11)) {
        let branch = names.branch(rng, &data.accounts[chain[0]].name);
        data.accounts[chain[1]].name = branch;
        push(data, chain[1], chain[0], RelationKind::BranchOf);
    }
    let firms = of(data, ChannelKind::GroupBuy);
    for pair in firms.chunks_exact(6) {
        push(data, pair[0], pair[1], RelationKind::ParentOf);
    }
    for _ in 0..36 {
        let (from, to) = (rng.below(ACCOUNTS), rng.below(ACCOUNTS));
        let known = data.relations.iter().any(|r| (r.from, r.to) == (from, to));
        if from != to && !known {
            push(data, from, to, RelationKind::Refers);
        }
    }
}

fn push(data: &mut Dataset, from: usize, to: usize, kind: RelationKind) {
    data.relations.push(Relation { from, to, kind });
}
