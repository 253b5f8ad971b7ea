//! What salespeople think their best customers get from the dealer and from competing brands.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::rng::Rng;
use super::{Dataset, Scored, Scoring};

/// So many of the customers that buy most are scored.
const SCORED: usize = 30;
/// What a customer usually gets from the dealer, and from a rival: product, service, personnel, image, and what money, time,
/// mind and body it costs.
const OURS: [i64; 8] = [7, 8, 8, 7, 6, 4, 3, 3];
const RIVALS: [i64; 8] = [7, 6, 6, 7, 5, 5, 5, 4];
const NOTES: &[&str] = &["", "", "和老板聊过一遍打的分。", "价格他们让得多，服务不如我们。", "展柜和门头是对手做的，形象吃亏。"];

/// Adds the scorings, sorted by customer.
pub(super) fn add(data: &mut Dataset, seed: u64, today: NaiveDate) {
    let mut rng = Rng::part(seed, 7);
    data.scorings = best(data)
        .into_iter()
        .map(|account| {
            let first = rng.below(data.rivals.len());
            let mut rivals = vec![Scored { rival: first, scores: near(&mut rng, RIVALS) }];
            if rng.permille(350) {
                rivals.push(Scored { rival: (first + 1) % data.rivals.len(), scores: near(&mut rng, RIVALS) });
            }
            Scoring {
                account,
                author: data.accounts[account].owner,
                on: today - TimeDelta::days(rng.range(1, 60)),
                ours: near(&mut rng, OURS),
                rivals,
                note: rng.pick(NOTES),
            }
        })
        .collect();
}

fn best(data: &Dataset) -> Vec<usize> {
    let mut bought: BTreeMap<usize, i64> = BTreeMap::new();
    for order in &data.orders {
        *bought.entry(order.account).or_default() += order.total_fen;
    }
    let mut accounts: Vec<usize> = bought.keys().copied().filter(|account| data.accounts[*account].closed_on.is_none()).collect();
    accounts.sort_by_key(|account| -bought[account]);
    accounts.truncate(SCORED);
    accounts.sort_unstable();
    accounts
}

fn near(rng: &mut Rng, usual: [i64; 8]) -> [i64; 8] {
    usual.map(|points| (points + rng.range(-2, 2)).clamp(0, 10))
}
