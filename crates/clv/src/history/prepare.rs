//! From transactions to histories: purchases of a day are one purchase, credits are netted, the first day is no repeat.
//!
//! Not a currency converter and no filter of contracts: amounts come in one currency, standing orders removed.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{History, days_between};
use crate::Error;
use crate::error::{Fault, not_negative};

/// One line of the books.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction<K> {
    /// Who: the unit that decides to buy.
    pub customer: K,
    /// The calendar day, in the seller's time zone.
    pub day: NaiveDate,
    /// What was charged, at least 0 for a sale; at most 0 for a credit.
    pub amount: f64,
    /// Sale or credit.
    pub kind: Kind,
}

/// What a transaction is. Orders are numbered per customer as the caller likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A sale; lines with the same order belong together. A sale without one is an order of its own.
    Sale {
        /// The order it belongs to.
        order: Option<u64>,
    },
    /// A credit note or cancellation; without a known order it counts against the day it falls on.
    Credit {
        /// The order it takes back.
        of: Option<u64>,
    },
}

/// Whether an order that cost nothing is a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ZeroSales {
    /// It is: the customer came and took something. So are the published CDNOW numbers made.
    #[default]
    Count,
    /// It is not: samples and gifts.
    Ignore,
}

/// How to prepare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// The last day of observation; what comes later is hold-out or ignored.
    pub calibration_end: NaiveDate,
    /// The last day of the hold-out, if there is one.
    pub holdout_end: Option<NaiveDate>,
    /// Days in a unit of time: 7 for weeks.
    pub unit_days: f64,
    /// Orders that cost nothing.
    pub zero_sales: ZeroSales,
}

impl Rules {
    /// Weeks, until `calibration_end`, without hold-out, orders that cost nothing counted.
    #[must_use]
    pub fn weekly(calibration_end: NaiveDate) -> Self {
        Self { calibration_end, holdout_end: None, unit_days: 7.0, zero_sales: ZeroSales::Count }
    }

    /// The same with a hold-out until `end`.
    #[must_use]
    pub fn with_holdout(self, end: NaiveDate) -> Self {
        Self { holdout_end: Some(end), ..self }
    }

    /// Units of time in the hold-out; 0 without one.
    #[must_use]
    pub fn holdout_time(&self) -> f64 {
        self.holdout_end.map_or(0.0, |end| days_between(self.calibration_end, end) / self.unit_days)
    }
}

/// A customer as the models see them.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer<K> {
    /// Who.
    pub id: K,
    /// The day of the first purchase.
    pub first: NaiveDate,
    /// Purchases in the calibration.
    pub history: History,
    /// Times between one purchase and the next, in the order they came; as many as repeat purchases.
    pub gaps: Vec<f64>,
    /// Mean net value of a repeat purchase, `z̄`; none without repeat purchases.
    pub spend: Option<f64>,
    /// Whether the customer is older than the transactions: `first` was told, and purchases before the log are missing.
    pub is_left_truncated: bool,
    /// What they did in the hold-out.
    pub holdout: Holdout,
}

/// Purchases after the calibration.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Holdout {
    /// Days with a purchase.
    pub purchases: u32,
    /// Net value.
    pub value: f64,
}

/// Customers of the calibration, by id, and who is not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared<K> {
    /// All customers with a sale in the calibration.
    pub customers: Vec<Customer<K>>,
    /// How many others there are.
    pub left_out: LeftOut,
}

/// Customers without a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Their first sale came after the calibration.
    pub came_later: usize,
    /// They have credits only.
    pub without_sale: usize,
}

/// Makes histories of transactions.
///
/// Purchases of one customer on one day are one. An order counts as a purchase unless credits take it back whole; a customer
/// all of whose orders were taken back stays, with `x = 0`. Spend is the net value after the first day over the number of
/// repeat purchases. A credit of the hold-out never changes the calibration. `known_since` names customers who are older than
/// the transactions: their time runs from that day, and they are flagged.
///
/// # Errors
/// The first row whose amount is not finite or has the wrong sign; [`Error::Empty`] if no customer has a history;
/// [`Error::Parameter`] if `unit_days` is not above zero.
pub fn prepare<K: Ord + Clone>(
    transactions: &[Transaction<K>],
    rules: &Rules,
    known_since: &BTreeMap<K, NaiveDate>,
) -> Result<Prepared<K>, Error> {
    crate::error::positive("unit_days", rules.unit_days)?;
    let mut by_customer: BTreeMap<&K, Vec<&Transaction<K>>> = BTreeMap::new();
    for (row, transaction) in transactions.iter().enumerate() {
        check(transaction).map_err(|fault| fault.in_row(row))?;
        by_customer.entry(&transaction.customer).or_default().push(transaction);
    }
    let mut prepared = Prepared { customers: Vec::with_capacity(by_customer.len()), left_out: LeftOut::default() };
    for (id, own) in by_customer {
        let (before, after): (Vec<_>, Vec<_>) = own.into_iter().partition(|transaction| transaction.day <= rules.calibration_end);
        let Some(first_sale) = first_sale(&before) else {
            let came_later = first_sale(&after).is_some();
            *if came_later { &mut prepared.left_out.came_later } else { &mut prepared.left_out.without_sale } += 1;
            continue;
        };
        let since = known_since.get(id).copied().filter(|since| *since < first_sale);
        let held_out: Vec<_> =
            after.into_iter().filter(|transaction| rules.holdout_end.is_some_and(|end| transaction.day <= end)).collect();
        prepared.customers.push(customer(id.clone(), since, &Days::of(&before, rules.zero_sales), first_sale, rules)?);
        if let Some(added) = prepared.customers.last_mut() {
            added.holdout = Days::of(&held_out, rules.zero_sales).holdout()?;
        }
    }
    if prepared.customers.is_empty() { Err(Error::Empty { of: "customers" }) } else { Ok(prepared) }
}

fn check<K>(transaction: &Transaction<K>) -> Result<(), Fault> {
    match transaction.kind {
        Kind::Sale { .. } => not_negative("amount", transaction.amount).map(|_| ()),
        Kind::Credit { .. } if !transaction.amount.is_finite() => Err(Fault::NotFinite { field: "amount" }),
        Kind::Credit { .. } if transaction.amount > 0.0 => Err(Fault::PositiveCredit { amount: transaction.amount }),
        Kind::Credit { .. } => Ok(()),
    }
}

fn first_sale<K>(transactions: &[&Transaction<K>]) -> Option<NaiveDate> {
    transactions.iter().filter(|transaction| matches!(transaction.kind, Kind::Sale { .. })).map(|transaction| transaction.day).min()
}

fn customer<K>(id: K, since: Option<NaiveDate>, days: &Days, first_sale: NaiveDate, rules: &Rules) -> Result<Customer<K>, Error> {
    let first = since.or(days.purchases.first().copied()).unwrap_or(first_sale);
    let time = |day: NaiveDate| days_between(first, day) / rules.unit_days;
    let mut times = vec![0.0];
    times.extend(days.purchases.iter().filter(|day| **day > first).map(|day| time(*day)));
    let frequency = count(times.len() - 1)?;
    let recency = times[times.len() - 1];
    let net: f64 = days.net.range(first..).filter(|(day, _)| **day > first).map(|(_, net)| net).sum();
    Ok(Customer {
        id,
        first,
        history: History::new(frequency, recency, time(rules.calibration_end)).map_err(|fault| fault.in_row(0))?,
        gaps: times.windows(2).map(|pair| pair[1] - pair[0]).collect(),
        spend: (frequency > 0).then(|| net / f64::from(frequency)),
        is_left_truncated: since.is_some(),
        holdout: Holdout::default(),
    })
}

fn count(days: usize) -> Result<u32, Error> {
    u32::try_from(days).map_err(|_| Fault::TooMany { field: "purchases" }.in_row(0))
}

/// One customer's days: on which they bought, and what each came to in the end.
struct Days {
    purchases: Vec<NaiveDate>,
    net: BTreeMap<NaiveDate, f64>,
}

impl Days {
    fn of<K>(transactions: &[&Transaction<K>], zero_sales: ZeroSales) -> Self {
        let mut orders: Vec<Order> = Vec::new();
        let mut numbered: HashMap<u64, usize> = HashMap::new();
        for transaction in transactions {
            let Kind::Sale { order } = transaction.kind else { continue };
            let next = orders.len();
            let index = order.map_or(next, |order| *numbered.entry(order).or_insert(next));
            if index == next {
                orders.push(Order { day: transaction.day, gross: 0.0, credited: 0.0 });
            }
            orders[index].gross += transaction.amount;
            orders[index].day = orders[index].day.min(transaction.day);
        }
        let mut net: BTreeMap<NaiveDate, f64> = BTreeMap::new();
        for transaction in transactions {
            let Kind::Credit { of } = transaction.kind else { continue };
            match of.and_then(|order| numbered.get(&order)) {
                Some(&index) => orders[index].credited += transaction.amount,
                None => *net.entry(transaction.day).or_default() += transaction.amount,
            }
        }
        for order in &orders {
            *net.entry(order.day).or_default() += order.gross + order.credited;
        }
        let mut purchases: Vec<NaiveDate> = orders.iter().filter(|order| order.is_purchase(zero_sales)).map(|order| order.day).collect();
        purchases.sort_unstable();
        purchases.dedup();
        Self { purchases, net }
    }

    fn holdout(&self) -> Result<Holdout, Error> {
        Ok(Holdout { purchases: count(self.purchases.len())?, value: self.net.values().sum() })
    }
}

struct Order {
    day: NaiveDate,
    gross: f64,
    credited: f64,
}

impl Order {
    fn is_purchase(&self, zero_sales: ZeroSales) -> bool {
        /// The share of an order that may be left of it by rounding alone.
        const ROUNDING: f64 = 1e-9;
        if self.gross > 0.0 { self.gross + self.credited > ROUNDING * self.gross } else { zero_sales == ZeroSales::Count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many days after the first of 1970.
    fn day(days: i32) -> NaiveDate {
        NaiveDate::from_epoch_days(days).unwrap()
    }

    fn line(days: i32, amount: f64, kind: Kind) -> Transaction<&'static str> {
        Transaction { customer: "one", day: day(days), amount, kind }
    }

    fn sale(day: i32, amount: f64, order: u64) -> Transaction<&'static str> {
        line(day, amount, Kind::Sale { order: Some(order) })
    }

    fn prepared(transactions: &[Transaction<&'static str>]) -> Customer<&'static str> {
        let rules = Rules::weekly(day(70)).with_holdout(day(140));
        prepare(transactions, &rules, &BTreeMap::new()).unwrap().customers.remove(0)
    }

    #[test]
    fn purchases_of_a_day_are_one_and_the_first_day_is_no_repeat() {
        let customer = prepared(&[sale(0, 5.0, 1), sale(0, 6.0, 2), sale(14, 10.0, 3), sale(14, 20.0, 4), sale(35, 40.0, 5)]);
        assert_eq!(customer.history, History::new(2, 5.0, 10.0).unwrap());
        assert_eq!((customer.gaps, customer.spend), (vec![2.0, 3.0], Some(35.0)));
    }

    #[test]
    fn an_order_taken_back_is_no_purchase_but_one_taken_back_in_part_is() {
        let whole = line(20, -30.0, Kind::Credit { of: Some(2) });
        let part = line(30, -5.0, Kind::Credit { of: Some(3) });
        let customer = prepared(&[sale(0, 5.0, 1), sale(14, 30.0, 2), sale(21, 30.0, 3), whole, part]);
        assert_eq!((customer.history.frequency(), customer.history.recency(), customer.spend), (1, 3.0, Some(25.0)));
    }

    #[test]
    fn a_credit_without_an_order_lowers_the_spend_but_not_the_number() {
        let credit = line(28, -10.0, Kind::Credit { of: None });
        let customer = prepared(&[sale(0, 5.0, 1), sale(14, 30.0, 2), sale(21, 30.0, 3), credit]);
        assert_eq!((customer.history.frequency(), customer.spend), (2, Some(25.0)));
    }

    #[test]
    fn a_customer_who_gave_everything_back_stays_without_repeats() {
        let customer = prepared(&[sale(7, 5.0, 1), line(8, -5.0, Kind::Credit { of: Some(1) })]);
        assert_eq!((customer.history, customer.spend), (History::new(0, 0.0, 9.0).unwrap(), None));
    }

    #[test]
    fn what_happens_later_does_not_change_the_calibration() {
        let later = line(80, -30.0, Kind::Credit { of: Some(2) });
        let customer = prepared(&[sale(0, 5.0, 1), sale(14, 30.0, 2), later, sale(90, 50.0, 3), sale(141, 9.0, 4)]);
        assert_eq!((customer.history.frequency(), customer.spend), (1, Some(30.0)));
        assert_eq!(customer.holdout, Holdout { purchases: 1, value: 20.0 });
    }

    #[test]
    fn a_first_purchase_on_the_last_day_is_kept() {
        assert_eq!(prepared(&[sale(70, 5.0, 1)]).history, History::new(0, 0.0, 0.0).unwrap());
    }

    #[test]
    fn an_order_for_nothing_counts_or_not_as_the_rules_say() {
        let transactions = [sale(0, 5.0, 1), sale(14, 0.0, 2)];
        assert_eq!(prepared(&transactions).history.frequency(), 1);
        let rules = Rules { zero_sales: ZeroSales::Ignore, ..Rules::weekly(day(70)) };
        assert_eq!(prepare(&transactions, &rules, &BTreeMap::new()).unwrap().customers[0].history.frequency(), 0);
    }

    #[test]
    fn a_customer_older_than_the_log_is_flagged_and_counts_from_the_known_day() {
        let since = BTreeMap::from([("one", day(-70))]);
        let customer = prepare(&[sale(0, 5.0, 1)], &Rules::weekly(day(70)), &since).unwrap().customers.remove(0);
        assert!(customer.is_left_truncated);
        assert_eq!((customer.first, customer.history), (day(-70), History::new(1, 10.0, 20.0).unwrap()));
    }

    #[test]
    fn customers_without_history_are_counted() {
        let credit = Transaction { customer: "two", ..line(3, -1.0, Kind::Credit { of: None }) };
        let late = Transaction { customer: "three", ..sale(99, 1.0, 1) };
        let prepared = prepare(&[sale(0, 5.0, 1), credit, late], &Rules::weekly(day(70)), &BTreeMap::new()).unwrap();
        assert_eq!(prepared.left_out, LeftOut { came_later: 1, without_sale: 1 });
        assert_eq!(prepared.customers.len(), 1);
    }

    #[test]
    fn a_wrong_row_is_named() {
        let refused = |transaction| prepare(&[sale(0, 5.0, 1), transaction], &Rules::weekly(day(70)), &BTreeMap::new()).unwrap_err();
        assert_eq!(refused(sale(1, -5.0, 2)), Error::Row { row: 1, fault: Fault::Negative { field: "amount", value: -5.0 } });
        assert_eq!(refused(sale(1, f64::NAN, 2)), Error::Row { row: 1, fault: Fault::NotFinite { field: "amount" } });
        let credit = line(1, 5.0, Kind::Credit { of: None });
        assert_eq!(refused(credit), Error::Row { row: 1, fault: Fault::PositiveCredit { amount: 5.0 } });
    }
}
