//! One customer's days: orders, what credits left of them, and the days on which something was bought.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Kind, Transaction, ZeroSales};

/// One customer's days: on which they bought, and what each came to in the end.
pub(super) struct Days {
    /// In their order, each once.
    pub purchases: Vec<NaiveDate>,
    /// In their order, as often as something was booked.
    pub net: Vec<(NaiveDate, f64)>,
}

impl Days {
    pub(super) fn of<K>(transactions: &[&Transaction<K>], zero_sales: ZeroSales) -> Self {
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
        let mut net: Vec<(NaiveDate, f64)> = Vec::with_capacity(transactions.len());
        for transaction in transactions {
            let Kind::Credit { of } = transaction.kind else { continue };
            match of.and_then(|order| numbered.get(&order)) {
                Some(&index) => orders[index].credited += transaction.amount,
                None => net.push((transaction.day, transaction.amount)),
            }
        }
        net.extend(orders.iter().map(|order| (order.day, order.gross + order.credited)));
        net.sort_by_key(|(day, _)| *day);
        let mut purchases: Vec<NaiveDate> = orders.iter().filter(|order| order.is_purchase(zero_sales)).map(|order| order.day).collect();
        purchases.sort_unstable();
        purchases.dedup();
        Self { purchases, net }
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
