//! What the transactions of one customer tell.

use chrono::NaiveDate;

use super::days::Days;
use super::{Customer, History, Holdout, Kind, Rules, Transaction, days_between};
use crate::error::Fault;

/// A customer, or why there is none.
pub(super) enum Told<K> {
    Customer(Customer<K>),
    CameLater,
    WithoutSale,
}

/// Of all transactions of one customer, at least one; `since` is from when on they are observed, if they bought before.
pub(super) fn of<K: Clone>(own: &[&Transaction<K>], since: Option<NaiveDate>, rules: &Rules) -> Result<Told<K>, Fault> {
    let (before, after): (Vec<_>, Vec<_>) = own.iter().copied().partition(|transaction| transaction.day <= rules.calibration_end);
    let sold = first_sale(&before);
    if sold.is_none() && first_sale(&after).is_none() {
        return Ok(Told::WithoutSale);
    }
    let Some(came) = since.or(sold).filter(|came| *came <= rules.calibration_end) else { return Ok(Told::CameLater) };
    let held_out: Vec<_> = after.into_iter().filter(|transaction| rules.holdout_end.is_some_and(|end| transaction.day <= end)).collect();
    let since = since.filter(|since| sold != Some(*since));
    let days = Days::of(&before, rules.zero_sales);
    let first = since.or(days.purchases.first().copied()).unwrap_or(came);
    // A gap that began before the observation is cut.
    let cut = usize::from(since.is_some() && !days.purchases.contains(&first));
    let time = |day: NaiveDate| days_between(first, day) / rules.unit_days;
    let repeats = || days.purchases.iter().copied().filter(|day| *day > first);
    let gaps = std::iter::once(first).chain(repeats()).zip(repeats()).map(|(one, next)| days_between(one, next) / rules.unit_days);
    let frequency = count(repeats().count())?;
    let net: f64 = days.net.iter().filter(|(day, _)| *day > first).map(|(_, net)| net).sum();
    Ok(Told::Customer(Customer {
        id: own[0].customer.clone(),
        first,
        history: History::new(frequency, repeats().next_back().map_or(0.0, time), time(rules.calibration_end))?,
        gaps: gaps.skip(cut).collect(),
        spend: (frequency > 0).then(|| net / f64::from(frequency)),
        is_left_truncated: since.is_some(),
        holdout: holdout(&Days::of(&held_out, rules.zero_sales))?,
    }))
}

fn first_sale<K>(transactions: &[&Transaction<K>]) -> Option<NaiveDate> {
    transactions.iter().filter(|transaction| matches!(transaction.kind, Kind::Sale { .. })).map(|transaction| transaction.day).min()
}

fn holdout(days: &Days) -> Result<Holdout, Fault> {
    Ok(Holdout { purchases: count(days.purchases.len())?, value: days.net.iter().map(|(_, net)| net).sum() })
}

fn count(days: usize) -> Result<u32, Fault> {
    u32::try_from(days).map_err(|_| Fault::TooMany { field: "purchases" })
}
