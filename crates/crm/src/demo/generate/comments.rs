//! A few remarks among colleagues, where a real team would make them: trouble, large orders,
//! customers that fall away.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::rng::Rng;
use super::{CLERK, Comment, Dataset, MANAGER, OrderKind, Outcome, SALESPEOPLE, Subject, Trend, at};

const ON_TROUBLE: &[&str] =
    &["仓库已经安排换货。", "这家第二次了，注意一下。", "处理完在这里回一句。", "赠品明天随车补过去。", "发票今天寄出。"];
const ON_LARGE: &[&str] = &["单子不小，账期按合同走。", "库存够，明早发车。", "干得好。", "价格我批了。", "分两车送，仓库放不下。"];
const ON_FADING: &[&str] = &[
    "这家我下周一起去看看。",
    "先弄清楚是价格还是人的问题。",
    "欠款先收回来再谈供货。",
    "听说对手在隔壁铺货，盯紧。",
    "这家要不要降一档?",
];

/// Adds the comments, sorted by time.
pub(super) fn add(data: &mut Dataset, seed: u64, today: NaiveDate) {
    let mut rng = Rng::part(seed, 6);
    let large = 5 * average(data);
    let mut comments = Vec::new();
    for (index, interaction) in data.interactions.iter().enumerate() {
        if interaction.outcome == Outcome::Problem && rng.permille(120) {
            comments.push(comment(&mut rng, Subject::Interaction(index), interaction.at, ON_TROUBLE));
        }
    }
    for (index, order) in data.orders.iter().enumerate() {
        if order.kind == OrderKind::Sale && order.total_fen > large && rng.permille(90) {
            comments.push(comment(&mut rng, Subject::Order(index), order.at, ON_LARGE));
        }
    }
    for (index, account) in data.accounts.iter().enumerate() {
        let fading = matches!(account.trend, Trend::Declining | Trend::Silent);
        if fading && rng.permille(600) {
            let time = at(today - TimeDelta::days(rng.range(2, 40)), rng.range(9 * 60, 19 * 60));
            comments.push(comment(&mut rng, Subject::Account(index), time, ON_FADING));
        }
    }
    comments.retain(|comment| comment.at.date() < today);
    comments.sort_by_key(|comment| comment.at);
    data.comments = comments;
}

fn average(data: &Dataset) -> i64 {
    let total: i64 = data.orders.iter().map(|order| order.total_fen).sum();
    total / i64::try_from(data.orders.len()).unwrap_or(1).max(1)
}

fn comment(rng: &mut Rng, about: Subject, after: NaiveDateTime, bodies: &[&str]) -> Comment {
    let colleague = *SALESPEOPLE.start() + rng.below(4);
    Comment {
        about,
        author: rng.weighted(&[(MANAGER, 6), (CLERK, 3), (colleague, 1)]),
        at: after + TimeDelta::minutes(rng.range(15, 900)),
        body: rng.pick(bodies).to_owned(),
    }
}
