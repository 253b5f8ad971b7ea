//! Histories of transactions that come customer by customer: only one customer's rows are kept.

use std::iter::{Enumerate, Peekable};

use chrono::NaiveDate;

use super::{Customer, LeftOut, Rules, Transaction, told};
use crate::Error;
use crate::error::Fault;

/// Makes histories as [`prepare`](super::prepare) does, of rows in rising order of customers, one customer after the other. The
/// customers can be counted as they come, by [`Cells::of_gaps`](crate::Cells::of_gaps), and need not be kept. `observed_since`
/// tells from when on a customer is observed who bought before.
///
/// # Errors
/// [`Error::Parameter`] as [`Rules::holdout_time`].
pub fn prepare_in_order<K, I, S>(rows: I, rules: Rules, observed_since: S) -> Result<InOrder<I::IntoIter, S>, Error>
where
    K: Ord + Clone,
    I: IntoIterator<Item = Transaction<K>>,
    S: Fn(&K) -> Option<NaiveDate>,
{
    rules.holdout_time()?;
    Ok(InOrder { rows: rows.into_iter().enumerate().peekable(), rules, observed_since, left_out: LeftOut::default(), is_over: false })
}

/// Customers in the making.
///
/// Each is a customer, or the first row whose amount is not finite, has the wrong sign, or belongs to a customer who comes after a
/// later one; or the first row of a customer whose amounts have no finite sum. After an error nothing comes.
pub struct InOrder<I: Iterator, S> {
    rows: Peekable<Enumerate<I>>,
    rules: Rules,
    observed_since: S,
    left_out: LeftOut,
    is_over: bool,
}

impl<I: Iterator, S> InOrder<I, S> {
    /// Who had no history so far.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }
}

impl<K, I, S> InOrder<I, S>
where
    K: Ord + Clone,
    I: Iterator<Item = Transaction<K>>,
    S: Fn(&K) -> Option<NaiveDate>,
{
    /// The rows of the next customer, and the place of the first of them; none at the end.
    fn next_rows(&mut self) -> Result<Option<(usize, Vec<Transaction<K>>)>, Error> {
        let mut own: Vec<Transaction<K>> = Vec::new();
        let mut first = 0;
        while let Some((row, transaction)) = self.rows.next_if(|(_, next)| own.first().is_none_or(|own| own.customer == next.customer)) {
            transaction.check().map_err(|fault| fault.in_row(row))?;
            if own.is_empty() {
                first = row;
            }
            own.push(transaction);
        }
        match (own.first(), self.rows.peek()) {
            (Some(before), Some((row, next))) if next.customer < before.customer => Err(Fault::OutOfOrder.in_row(*row)),
            (None, _) => Ok(None),
            _ => Ok(Some((first, own))),
        }
    }

    fn next_customer(&mut self) -> Result<Option<Customer<K>>, Error> {
        while let Some((row, own)) = self.next_rows()? {
            let own: Vec<&Transaction<K>> = own.iter().collect();
            let found = told::of(&own, (self.observed_since)(&own[0].customer), &self.rules).map_err(|fault| fault.in_row(row))?;
            if let Some(customer) = self.left_out.or_customer(found) {
                return Ok(Some(customer));
            }
        }
        Ok(None)
    }
}

impl<K, I, S> Iterator for InOrder<I, S>
where
    K: Ord + Clone,
    I: Iterator<Item = Transaction<K>>,
    S: Fn(&K) -> Option<NaiveDate>,
{
    type Item = Result<Customer<K>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.next_customer().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, prepare};

    fn line(customer: u32, days: i32, amount: f64) -> Transaction<u32> {
        let kind = if amount < 0.0 { Kind::Credit { of: None } } else { Kind::Sale { order: None } };
        Transaction { customer, day: NaiveDate::from_epoch_days(days).unwrap(), amount, kind }
    }

    fn rules() -> Rules {
        Rules::weekly(NaiveDate::from_epoch_days(70).unwrap()).with_holdout(NaiveDate::from_epoch_days(140).unwrap())
    }

    #[test]
    fn one_by_one_customers_are_the_same_as_all_together() {
        let rows = [
            line(1, 3, 5.0),
            line(1, 40, 7.0),
            line(1, 90, 9.0),
            line(2, 9, -5.0),
            line(4, 99, 5.0),
            line(5, 70, 1.0),
            line(7, 20, 4.0),
            line(7, 20, 3.0),
            line(7, 60, -1.0),
        ];
        let since = [(7, NaiveDate::from_epoch_days(-70).unwrap())].into();
        let together = prepare(&rows, &rules(), &since).unwrap();
        let mut stream = prepare_in_order(rows, rules(), |id| since.get(id).copied()).unwrap();
        let customers: Vec<_> = stream.by_ref().map(Result::unwrap).collect();
        assert_eq!((customers, stream.left_out()), (together.customers, together.left_out));
        assert_eq!(together.left_out, LeftOut { came_later: 1, without_sale: 1 });
    }

    #[test]
    fn a_customer_who_comes_again_is_refused_by_the_row_and_nothing_follows() {
        let rows = [line(1, 3, 5.0), line(3, 4, 5.0), line(2, 5, 5.0), line(4, 5, 5.0)];
        let found: Vec<_> = prepare_in_order(rows, rules(), |_| None).unwrap().collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Err(Fault::OutOfOrder.in_row(2)));
    }

    #[test]
    fn an_amount_that_is_no_number_or_beyond_all_measure_is_refused() {
        let refused = |rows: Vec<Transaction<u32>>| prepare_in_order(rows, rules(), |_| None).unwrap().find_map(Result::err);
        assert_eq!(refused(vec![line(1, 3, 5.0), line(1, 4, f64::NAN)]), Some(Fault::NotFinite { field: "amount" }.in_row(1)));
        let huge = vec![line(1, 3, 5.0), line(2, 3, 5.0), line(2, 10, f64::MAX), line(2, 17, f64::MAX)];
        assert_eq!(refused(huge), Some(Fault::OutOfRange { field: "amount", value: f64::MAX }.in_row(2)));
    }
}
