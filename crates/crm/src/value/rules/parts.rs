//! F06: what a customer is worth, in three parts that are always shown.

/// The three parts of a customer's value, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// A: net sales since the first order.
    pub to_date: i64,
    /// B: what open opportunities may bring, each times its probability.
    pub open: i64,
    /// C: what is expected over the horizon beyond what is in B already.
    pub future: i64,
}

impl Parts {
    /// The parts, from what is expected over the horizon altogether.
    #[must_use]
    pub fn of(to_date: i64, open: i64, expected: i64) -> Self {
        Self { to_date, open, future: future_need(expected, open) }
    }

    /// The value: A + B + C.
    #[must_use]
    pub fn sum(self) -> i64 {
        self.to_date.saturating_add(self.open).saturating_add(self.future)
    }
}

/// A16: what is expected, less what open opportunities are expected to bring; nothing is counted twice, and never below zero.
#[must_use]
pub fn future_need(expected: i64, open: i64) -> i64 {
    expected.saturating_sub(open).max(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const YUAN: i64 = 100;

    #[test]
    fn f06_customer_value_shows_three_parts() {
        let open = 100_000 * YUAN * 60 / 100 + 50_000 * YUAN * 20 / 100;
        let parts = Parts::of(480_000 * YUAN, open, 240_000 * YUAN);
        assert_eq!(parts, Parts { to_date: 480_000 * YUAN, open: 70_000 * YUAN, future: 170_000 * YUAN });
        assert_eq!(parts.sum(), 720_000 * YUAN);
    }

    #[test]
    fn f06_a_manual_forecast_below_open_opportunities_adds_nothing() {
        let parts = Parts::of(480_000 * YUAN, 70_000 * YUAN, 60_000 * YUAN);
        assert_eq!((parts.future, parts.sum()), (0, 550_000 * YUAN));
    }

    proptest! {
        #[test]
        fn a16_what_is_expected_and_open_is_counted_once(to_date in -1_000_000_i64..1_000_000, open in 0_i64..1_000_000, expected in -1_000_000_i64..1_000_000) {
            let parts = Parts::of(to_date, open, expected);
            prop_assert_eq!(parts.open + parts.future, open.max(expected), "open and future together are the larger of the two");
            prop_assert_eq!(parts.sum(), to_date + open.max(expected));
        }
    }
}
