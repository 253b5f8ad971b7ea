//! A year of orders: every customer in its own rhythm and size, bent by season and weekday, with
//! a few returns and credits. Stock and payment are not simulated.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};

use super::accounts::Profile;
use super::contacts;
use super::rng::Rng;
use super::{CLERK, Channel, ChannelKind, DAYS, Dataset, ORDERS, Order, OrderKind, OrderLine, at, day};
use crate::demo::season;

/// Of a thousand sales, so many are followed by a return, and so many by a credit.
const RETURNS: i64 = 17;
const CREDITS: i64 = 9;

const REMARKS: &[&str] =
    &["", "", "", "", "", "", "", "", "", "送后门仓库。", "上午送。", "随货开票。", "婚宴用，包装别压。", "到付现金。", "送货前打电话。"];

/// Adds the orders, sorted by time.
pub(super) fn add(data: &mut Dataset, profiles: &[Profile], seed: u64, today: NaiveDate) {
    let mut rng = Rng::part(seed, 3);
    let seasons: Vec<i64> = (0..DAYS).map(|index| demand(day(today, index))).collect();
    let scale = scale(profiles, &seasons);
    let people = contacts::by_account(data);
    let mut drafts = Vec::new();
    for (account, profile) in profiles.iter().enumerate() {
        for index in order_days(&mut rng, profile, &seasons, scale) {
            let order = sale(&mut rng, data, profile, account, &people[account], day(today, index));
            correct(&mut rng, &mut drafts, order, day(today, DAYS));
        }
    }
    data.orders = numbered(drafts);
}

/// What a customer who never changes would buy on a day, in millionths of its usual day.
fn demand(day: NaiveDate) -> i64 {
    season::factor(day) * season::weekday_factor(day)
}

/// Millionths of an order on a day, before scaling.
fn rate(profile: &Profile, seasons: &[i64], index: i64) -> i64 {
    let season = usize::try_from(index).ok().and_then(|index| seasons.get(index)).unwrap_or(&0);
    profile.pace * profile.life(index) * season / 1_000_000
}

/// The factor, in thousandths, that brings all rhythms together to the orders aimed at.
fn scale(profiles: &[Profile], seasons: &[i64]) -> i64 {
    let all = profiles.iter().flat_map(|p| (0..DAYS).map(|index| rate(p, seasons, index)));
    let sales = ORDERS * 1000 / (1000 + RETURNS + CREDITS);
    sales * 1_000_000 / (all.sum::<i64>() / 1000).max(1)
}

/// The days on which a customer orders: each time its need has filled up again.
fn order_days(rng: &mut Rng, profile: &Profile, seasons: &[i64], scale: i64) -> Vec<i64> {
    let mut need = rng.range(0, 999_999);
    let mut full = 1_000_000;
    let mut days = Vec::new();
    for index in 0..DAYS {
        need += rate(profile, seasons, index) * scale / 1000;
        // Everyone new has a first order, or it would be no customer.
        let first = index == profile.turn && profile.trend == super::Trend::New;
        if first || need >= full {
            need = (need - full).max(0);
            full = rng.around(1_000_000, 28);
            days.push(index);
        }
    }
    days
}

fn sale(rng: &mut Rng, data: &Dataset, profile: &Profile, account: usize, people: &[usize], day: NaiveDate) -> Order {
    let placed_via =
        rng.weighted(&[(Channel::Wechat, 46), (Channel::Phone, 28), (Channel::Visit, 20), (Channel::Email, 4), (Channel::Fax, 2)]);
    let owner = data.accounts[account].owner;
    let by_clerk = placed_via != Channel::Visit && rng.permille(150);
    let lines = lines(rng, data, profile, data.accounts[account].channel, day);
    Order {
        number: String::new(),
        kind: OrderKind::Sale,
        account,
        contact: people[if rng.permille(650) { 0 } else { rng.below(people.len()) }],
        user: if by_clerk { CLERK } else { owner },
        at: at(day, rng.range(8 * 60 + 20, 18 * 60 + 10)),
        placed_via,
        total_fen: lines.iter().map(|line| line.amount_fen).sum(),
        lines,
        against: None,
        remark: rng.pick(REMARKS),
    }
}

fn lines(rng: &mut Rng, data: &Dataset, profile: &Profile, channel: ChannelKind, day: NaiveDate) -> Vec<OrderLine> {
    let wanted = rng.weighted(&[(1, 25), (2, 29), (3, 22), (4, 12), (5, 8), (6, 4)]);
    let products = basket(rng, &profile.assortment, wanted);
    // A festival fills the car, not only the diary.
    let bend = 1000 + (season::factor(day) - 1000) / 4;
    let budget = rng.around(profile.basket_fen, 40) * bend / 1000;
    let share = budget / i64::try_from(products.len()).unwrap_or(1);
    let promoted = if season::next_festival(day).is_some() { 190 } else { 60 };
    products
        .into_iter()
        .map(|product| {
            let promotion = rng.permille(promoted);
            let percent = profile.price_percent - if promotion { 6 } else { 0 };
            let price_fen = data.products[product].price_fen * percent / 10_000 * 100;
            let quantity = round(rng.around(share, 45) / price_fen, channel);
            OrderLine { product, quantity, price_fen, amount_fen: quantity * price_fen, promotion }
        })
        .collect()
}

/// Some products of an assortment, the favourites more often, none twice.
fn basket(rng: &mut Rng, assortment: &[usize], wanted: usize) -> Vec<usize> {
    let mut products = Vec::with_capacity(wanted);
    while products.len() < wanted.min(assortment.len()) {
        let place = rng.below(assortment.len()).min(rng.below(assortment.len()));
        if !products.contains(&assortment[place]) {
            products.push(assortment[place]);
        }
    }
    products
}

/// People order five, ten or fifty, not forty-seven.
fn round(quantity: i64, channel: ChannelKind) -> i64 {
    let step = match quantity {
        ..=12 => 1,
        13..=60 if channel == ChannelKind::Direct => 2,
        13..=60 => 5,
        61..=300 => 10,
        _ => 50,
    };
    (quantity / step * step).max(1)
}

/// Keeps a sale and, rarely, the return or the credit that follows it before `end`.
fn correct(rng: &mut Rng, drafts: &mut Vec<Order>, sale: Order, end: NaiveDate) {
    let index = drafts.len();
    let kind = rng.weighted(&[(None, 1000 - RETURNS - CREDITS), (Some(OrderKind::Return), RETURNS), (Some(OrderKind::Credit), CREDITS)]);
    let days = rng.range(2, 21);
    let line = sale.lines[rng.below(sale.lines.len())];
    let part = rng.range(1, line.quantity.min(12));
    let per_unit = line.price_fen * rng.range(2, 8) / 10_000 * 100;
    let time = season::workday_from(sale.at.date() + TimeDelta::days(days)).and_time(sale.at.time());
    drafts.push(sale);
    let Some(kind) = kind.filter(|_| time.date() < end) else {
        return;
    };
    let (price_fen, remark) = if kind == OrderKind::Return {
        (line.price_fen, rng.pick(&["运输破损。", "临期退换。", "宴席剩余整箱退回。", "包装漏酒。"]))
    } else {
        (per_unit.max(100), rng.pick(&["补活动价差。", "陈列费抵扣。", "价格录入有误，冲差价。"]))
    };
    let line = OrderLine { quantity: -part, price_fen, amount_fen: -part * price_fen, ..line };
    let sale = &drafts[index];
    let correction = Order { kind, at: time, lines: vec![line], total_fen: line.amount_fen, against: Some(index), remark, ..sale.clone() };
    drafts.push(correction);
}

/// Sorts by time, numbers each day from one and points corrections at the sorted sales.
fn numbered(drafts: Vec<Order>) -> Vec<Order> {
    let mut sorted: Vec<(usize, Order)> = drafts.into_iter().enumerate().collect();
    sorted.sort_by_key(|(draft, order)| (order.at, *draft));
    let mut place = vec![0; sorted.len()];
    for (index, (draft, _)) in sorted.iter().enumerate() {
        place[*draft] = index;
    }
    let mut last: Option<(NaiveDateTime, u32)> = None;
    let mut orders = Vec::with_capacity(sorted.len());
    for (_, mut order) in sorted {
        let nth = match last {
            Some((at, nth)) if at.date() == order.at.date() => nth + 1,
            _ => 1,
        };
        last = Some((order.at, nth));
        let date = order.at.date();
        let prefix = match order.kind {
            OrderKind::Sale => "SO",
            OrderKind::Return => "RT",
            OrderKind::Credit => "CN",
        };
        order.number = format!("{prefix}{}{:02}{:02}{nth:04}", date.year(), date.month(), date.day());
        order.against = order.against.map(|draft| place[draft]);
        orders.push(order);
    }
    orders
}
