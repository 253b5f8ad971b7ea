//! Where the classes begin, beside an account. Who may not see what all accounts are worth is told of its own class and the one
//! above it: the bound of a class is what one account has.

use chrono::NaiveDate;
use guanxi_kernel::money::Money;

use crate::value::{
    api::{AbcBounds, BcgBounds, ClassBounds, ClassFrom, ScoreBounds, ScoreFrom},
    classes,
    facts::Facts,
    tables::account_value,
};

pub(super) fn told(
    money: &impl Fn(i64) -> Money,
    facts: &Facts,
    row: &account_value::Model,
    day: NaiveDate,
    all: &classes::ClassBounds,
    tells_all: bool,
) -> ClassBounds {
    let contribution = row.contribution_12m_minor;
    let channel = all.of_channel(facts.channel_kind.as_deref());
    let is_store = row.abc != "none";
    ClassBounds {
        day,
        pyramid: classes(money, &all.of_pyramid(), &row.pyramid, tells_all),
        abc: is_store.then(|| AbcBounds {
            shares_bp: all.abc_shares,
            before_bp: all.before(contribution),
            classes: classes(money, &all.of_stores(), &row.abc, tells_all),
            to_next: above(&all.of_stores(), &row.abc).map(|(_, from)| money(from.saturating_sub(contribution).max(0))),
        }),
        bcg: channel.map(|channel| BcgBounds {
            performance: money(channel.performance),
            growth_bp: channel.growth_bp,
            forecast: money(channel.forecast),
        }),
        scores: scores(row, channel, all.scored_from, tells_all),
    }
}

/// The classes, or those that may be told of an account.
fn classes(money: &impl Fn(i64) -> Money, all: &[(&'static str, Option<i64>)], own: &str, tells_all: bool) -> Vec<ClassFrom> {
    let above = above(all, own).map(|(class, _)| class);
    all.iter()
        .filter(|(class, _)| tells_all || *class == own || Some(*class) == above)
        .map(|(class, from)| ClassFrom { class: (*class).to_owned(), from: from.map(money) })
        .collect()
}

/// The next class above that anybody is in, with where it begins.
fn above(all: &[(&'static str, Option<i64>)], own: &str) -> Option<(&'static str, i64)> {
    let place = all.iter().position(|(class, _)| *class == own)?;
    all[..place].iter().rev().find_map(|(class, from)| from.map(|from| (*class, from)))
}

fn scores(row: &account_value::Model, channel: Option<&classes::ChannelBounds>, least: i64, tells_all: bool) -> ScoreBounds {
    let quintiles = channel.and_then(|channel| channel.quintiles.as_ref());
    let why_none = match (row.recency, quintiles) {
        (Some(_), _) => None,
        _ if !row.is_active => Some("no_sales"),
        (None, None) if channel.is_some() => Some("too_few"),
        _ => Some("not_yet"),
    };
    let of = |n: usize, own: Option<i64>| -> Vec<ScoreFrom> {
        let cuts = quintiles.map(|quintiles| quintiles[n].as_slice()).unwrap_or_default();
        // Recency is kept as days below zero, so that more is better.
        let each = (2..).zip(cuts).map(|(score, from)| ScoreFrom { score, from: if n == 0 { from.saturating_neg() } else { *from } });
        each.filter(|each| tells_all || own.is_some_and(|own| each.score == own || each.score == own + 1)).collect()
    };
    ScoreBounds { least, why_none, recency: of(0, row.recency), frequency: of(1, row.frequency), monetary: of(2, row.monetary) }
}
