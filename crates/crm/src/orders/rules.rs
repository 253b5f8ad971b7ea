//! What orders decides, without the database. Sources: docs/domain/orders.md.

use chrono::NaiveDate;
use guanxi_kernel::clock::NEVER;

use super::tables::order;
use crate::customers::commands::Trade;

/// The kinds of entry in the history.
pub const KINDS: &[&str] = &["sale", "return", "credit"];

/// The largest amount of one order, in minor units: a trillion yuan keeps every sum of a company inside 64 bits.
pub const MAX_MINOR: i64 = 100_000_000_000_000;

/// The largest quantity, of one line or of all lines of an order.
pub const MAX_QUANTITY: i64 = 1_000_000_000;

/// What an entry adds to net sales: sales add, returns and credits take away. Amounts are sent as they stand on paper,
/// without a sign.
#[must_use]
pub fn signed(kind: &str, amount_minor: i64) -> i64 {
    if kind == "sale" { amount_minor } else { -amount_minor }
}

/// The kind of a ledger's row that names none, by the signs of what it says: a negative amount is a return, as most ledgers
/// write it. An amount that is not there, or is nothing, has the sign of quantity times price.
#[must_use]
pub fn kind_by_signs(net_minor: Option<i64>, quantity: Option<i64>, price_minor: Option<i64>) -> &'static str {
    let is_negative = |part: Option<i64>| part.is_some_and(|part| part < 0);
    let is_return = match net_minor {
        Some(net) if net != 0 => net < 0,
        _ => is_negative(quantity) != is_negative(price_minor),
    };
    if is_return { "return" } else { "sale" }
}

/// What an order that is entered adds to the figures of its account: an entry of any kind to net sales, those of the last
/// 12 months when they begin on its day or before it, and only a sale to the orders and their days.
#[must_use]
pub fn added(order: &order::Model, year_from: NaiveDate) -> Trade {
    let is_sale = order.kind == "sale";
    let day = if is_sale { order.ordered_on } else { NEVER };
    Trade {
        account: order.account_id,
        net_sales_minor: order.net_minor,
        net_sales_12m_minor: if order.ordered_on >= year_from { order.net_minor } else { 0 },
        order_count: i64::from(is_sale),
        first_order_on: day,
        last_order_on: day,
    }
}

/// What lines that join an order which is there already add to the figures of its account: to net sales as [`added`] does,
/// and neither an order nor a day.
#[must_use]
pub fn grown(order: &order::Model, by_minor: i64, year_from: NaiveDate) -> Trade {
    Trade {
        account: order.account_id,
        net_sales_minor: by_minor,
        net_sales_12m_minor: if order.ordered_on >= year_from { by_minor } else { 0 },
        order_count: 0,
        first_order_on: NEVER,
        last_order_on: NEVER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_and_credits_take_away_from_net_sales() {
        assert_eq!(signed("sale", 100), 100);
        assert_eq!(signed("return", 100), -100);
        assert_eq!(signed("credit", 100), -100);
    }

    #[test]
    fn a_row_without_a_kind_is_what_its_signs_say() {
        for (net, quantity, price, kind) in [
            (Some(100), None, None, "sale"),
            (Some(-100), None, None, "return"),
            (Some(-100), Some(2), Some(50), "return"),
            (Some(-100), Some(-2), Some(50), "return"),
            (None, Some(2), Some(50), "sale"),
            (None, Some(-2), Some(50), "return"),
            (None, Some(2), Some(-50), "return"),
            (None, None, Some(-50), "return"),
            // Refused afterwards: nobody knows what it means.
            (None, Some(-2), Some(-50), "sale"),
            (Some(100), Some(-2), None, "sale"),
            // Samples that came back.
            (Some(0), Some(-2), None, "return"),
            (Some(0), Some(2), None, "sale"),
            (None, None, None, "sale"),
        ] {
            assert_eq!(kind_by_signs(net, quantity, price), kind, "{net:?} {quantity:?} {price:?}");
        }
    }

    #[test]
    fn lines_that_join_an_order_add_an_amount_and_nothing_else() {
        let day = |days: u64| NaiveDate::from_ymd_opt(2026, 1, 1).expect("the day is a day") + chrono::Days::new(days);
        let row = |ordered_on: NaiveDate| order::Model {
            workspace_id: uuid::Uuid::nil(),
            id: uuid::Uuid::nil(),
            version: 1,
            created_at: chrono::DateTime::UNIX_EPOCH,
            created_by: None,
            updated_at: chrono::DateTime::UNIX_EPOCH,
            updated_by: None,
            number: None,
            source: None,
            external_id: None,
            import_id: None,
            kind: "sale".to_owned(),
            account_id: uuid::Uuid::max(),
            payer_id: None,
            ordered_on,
            net_minor: 700,
            quantity: 1,
            line_count: 1,
            remark: None,
            cost_minor: None,
        };
        for (ordered_on, by, year) in [(day(10), 300, 300), (day(9), 300, 0), (day(11), -20, -20)] {
            let more = grown(&row(ordered_on), by, day(10));
            let (first, last) = (more.first_order_on, more.last_order_on);
            assert_eq!((more.account, more.net_sales_minor, more.net_sales_12m_minor, more.order_count), (uuid::Uuid::max(), by, year, 0));
            assert_eq!((first, last), (NEVER, NEVER));
            let sum = added(&row(ordered_on), day(10)).and(&more);
            assert_eq!(
                (sum.net_sales_minor, sum.order_count, sum.first_order_on, sum.last_order_on),
                (700 + by, 1, ordered_on, ordered_on)
            );
        }
    }
}
