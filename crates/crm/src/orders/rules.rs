//! What orders decides, without the database. Sources: docs/domain/orders.md.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_and_credits_take_away_from_net_sales() {
        assert_eq!(signed("sale", 100), 100);
        assert_eq!(signed("return", 100), -100);
        assert_eq!(signed("credit", 100), -100);
    }
}
