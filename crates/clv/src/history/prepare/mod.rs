//! From transactions to histories: purchases of a day are one purchase, credits are netted, the first day is no repeat.
//!
//! Not a currency converter and no filter of contracts: amounts come in one currency, standing orders removed.

mod days;
mod in_order;
mod told;

pub use in_order::{InOrder, prepare_in_order};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use told::Told;

use super::{Cells, History, Time, days_between};
use crate::Error;
use crate::error::{Fault, not_negative, number, positive};

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

impl<K> Transaction<K> {
    /// Refuses an amount that is none, or of the wrong sign.
    fn check(&self) -> Result<(), Fault> {
        match self.kind {
            Kind::Sale { .. } => not_negative("amount", self.amount).map(|_| ()),
            Kind::Credit { .. } if number("amount", self.amount)? > 0.0 => Err(Fault::PositiveCredit { amount: self.amount }),
            Kind::Credit { .. } => Ok(()),
        }
    }
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

    /// How long the hold-out is; 0 without one.
    ///
    /// # Errors
    /// [`Error::Parameter`] if it ends before the calibration, or `unit_days` is not above zero.
    pub fn holdout_time(&self) -> Result<Time, Error> {
        let days = self.holdout_end.map_or(0.0, |end| days_between(self.calibration_end, end));
        Time::new(days / positive("unit_days", self.unit_days)?)
    }
}

/// A customer as the models see them.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer<K> {
    /// Who.
    pub id: K,
    /// The day of the first purchase; of a left-truncated customer the day from which they are observed.
    pub first: NaiveDate,
    /// Purchases in the calibration.
    pub history: History,
    /// Times between one purchase and the next, in the order they came; as many as repeat purchases, but one less for a
    /// left-truncated customer: when the purchase before their first in the transactions was, is not known.
    pub gaps: Vec<f64>,
    /// Mean net value of a repeat purchase, `z̄`; none without repeat purchases.
    pub spend: Option<f64>,
    /// Whether the customer bought before they were observed: `first` is then no purchase.
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
    /// All customers who came until the end of the calibration.
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

impl<K> Prepared<K> {
    /// The customers, counted by history. The cells know of gaps, unless a customer is left-truncated: their first gap is cut, and
    /// regular gaps, unlike random ones, remember when they began.
    ///
    /// # Errors
    /// As [`Cells::of`].
    pub fn cells(&self) -> Result<Cells, Error> {
        if self.customers.iter().any(|customer| customer.is_left_truncated) {
            return Cells::of(self.customers.iter().map(|customer| customer.history));
        }
        Cells::of_gaps(self.customers.iter().map(|customer| (customer.history, &customer.gaps)))
    }
}

impl LeftOut {
    /// Counts who is left out, and answers who is not.
    fn or_customer<K>(&mut self, told: Told<K>) -> Option<Customer<K>> {
        match told {
            Told::Customer(customer) => return Some(customer),
            Told::CameLater => self.came_later += 1,
            Told::WithoutSale => self.without_sale += 1,
        }
        None
    }
}

/// Makes histories of transactions.
///
/// Purchases of one customer on one day are one. An order counts as a purchase unless credits take it back whole; a customer
/// all of whose orders were taken back stays, with `x = 0`. Spend is the net value after the first day over the number of
/// repeat purchases. A credit of the hold-out never changes the calibration.
///
/// `observed_since` names customers who bought before they are observed: before all transactions, or in some that are not
/// complete. Their time runs from that day as if from a purchase, which models without memory allow; what they bought until
/// then does not count; they are flagged. One whose first sale falls on that day is new, and no different from others.
///
/// Of transactions that do not fit into memory see [`prepare_in_order`].
///
/// # Errors
/// The first row whose amount is not finite or has the wrong sign, or the first row of a customer whose amounts have no finite
/// sum; [`Error::Empty`] if no customer has a history; [`Error::Parameter`] as [`Rules::holdout_time`].
pub fn prepare<K: Ord + Clone>(
    transactions: &[Transaction<K>],
    rules: &Rules,
    observed_since: &BTreeMap<K, NaiveDate>,
) -> Result<Prepared<K>, Error> {
    rules.holdout_time()?;
    for (row, transaction) in transactions.iter().enumerate() {
        transaction.check().map_err(|fault| fault.in_row(row))?;
    }
    let mut order: Vec<usize> = (0..transactions.len()).collect();
    order.sort_by(|&one, &other| transactions[one].customer.cmp(&transactions[other].customer));
    let mut prepared = Prepared { customers: Vec::new(), left_out: LeftOut::default() };
    let mut own: Vec<&Transaction<K>> = Vec::new();
    for rows in order.chunk_by(|&one, &next| transactions[one].customer == transactions[next].customer) {
        own.clear();
        own.extend(rows.iter().map(|&row| &transactions[row]));
        let since = observed_since.get(&own[0].customer).copied();
        let found = told::of(&own, since, rules).map_err(|fault| fault.in_row(rows[0]))?;
        prepared.customers.extend(prepared.left_out.or_customer(found));
    }
    if prepared.customers.is_empty() { Err(Error::Empty { of: "customers" }) } else { Ok(prepared) }
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

    fn observed(since: NaiveDate, transactions: &[Transaction<&'static str>]) -> Result<Customer<&'static str>, Error> {
        let rules = Rules::weekly(day(70)).with_holdout(day(140));
        Ok(prepare(transactions, &rules, &BTreeMap::from([("one", since)]))?.customers.remove(0))
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
    fn a_customer_older_than_the_log_is_flagged_and_counts_from_the_known_day_but_for_the_first_gap() {
        let customer = observed(day(-70), &[sale(0, 5.0, 1), sale(14, 7.0, 2)]).unwrap();
        assert!(customer.is_left_truncated);
        assert_eq!((customer.first, customer.history), (day(-70), History::new(2, 12.0, 20.0).unwrap()));
        assert_eq!((customer.gaps, customer.spend), (vec![2.0], Some(6.0)));
    }

    #[test]
    fn what_was_bought_before_the_observation_does_not_count() {
        let transactions = [sale(0, 5.0, 1), sale(14, 7.0, 2), sale(28, 9.0, 3), sale(42, 9.0, 4)];
        let customer = observed(day(21), &transactions).unwrap();
        assert_eq!((customer.history, customer.gaps), (History::new(2, 3.0, 7.0).unwrap(), vec![2.0]));
        // Observed from a purchase on: the gap after it is whole.
        let customer = observed(day(14), &transactions).unwrap();
        assert_eq!((customer.history, customer.gaps), (History::new(2, 4.0, 8.0).unwrap(), vec![2.0, 2.0]));
        // A first purchase is where everybody begins, and nothing after it is no repeat.
        assert!(!observed(day(0), &transactions).unwrap().is_left_truncated);
        assert_eq!(observed(day(63), &transactions).unwrap().history, History::new(0, 0.0, 1.0).unwrap());
        // Observed only after the calibration: nothing is known yet.
        assert_eq!(observed(day(71), &transactions), Err(Error::Empty { of: "customers" }));
    }

    #[test]
    fn cells_know_of_gaps_unless_one_of_them_is_cut() {
        let transactions = [sale(0, 5.0, 1), sale(14, 7.0, 2), sale(28, 7.0, 3)];
        let cells = |since| prepare(&transactions, &Rules::weekly(day(70)), &since).unwrap().cells().unwrap();
        let sum = 2.0 * 2_f64.ln();
        assert!(cells(BTreeMap::new()).log_gaps().is_some_and(|found| (found - sum).abs() < 1e-12));
        assert!(cells(BTreeMap::from([("one", day(0))])).log_gaps().is_some(), "a first purchase is no cut");
        assert_eq!(cells(BTreeMap::from([("one", day(7))])).log_gaps(), None);
    }

    #[test]
    fn an_old_customer_who_bought_nothing_in_the_calibration_is_one() {
        let customer = observed(day(0), &[sale(77, 5.0, 1)]).unwrap();
        assert_eq!((customer.history, customer.holdout.purchases), (History::new(0, 0.0, 10.0).unwrap(), 1));
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
