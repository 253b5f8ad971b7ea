//! F07: what the coming years with a customer are worth, in the simple form, and what losing it costs.

use super::{real, whole};

/// Over how many years, and what a later yuan is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Years {
    /// Years.
    pub years: u32,
    /// The discount of a year, as a share.
    pub discount: f64,
}

impl Years {
    /// What an amount that flows at the end of a year, counted from 1, is worth today.
    #[must_use]
    pub fn today(self, amount: f64, year: u32) -> f64 {
        amount / (1.0 + self.discount).powi(i32::try_from(year).unwrap_or(i32::MAX))
    }
}

/// `Σ m·r^(t−1)/(1+d)^t` over the years, in minor units: a contribution that comes each year as long as the customer stays.
#[must_use]
pub fn simple_lifetime(yearly_contribution: i64, retention: f64, years: Years) -> i64 {
    let mut stays = 1.0;
    let mut sum = 0.0;
    for year in 1..=years.years {
        sum += years.today(real(yearly_contribution) * stays, year);
        stays *= retention;
    }
    whole(sum)
}

/// What losing a customer costs: the value that is lost, and winning another one in its place, which costs so many times what
/// keeping it for a year costs.
#[must_use]
pub fn churn_cost(lifetime: i64, keeping: i64, multiple: i64) -> i64 {
    lifetime.saturating_add(keeping.saturating_mul(multiple))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Years = Years { years: 5, discount: 0.1 };

    #[test]
    fn f07_lifetime_value_and_churn_cost() {
        let lifetime = simple_lifetime(5_000_000, 0.8, FIVE);
        assert_eq!(lifetime, 13_275_608);
        assert_eq!([5, 10].map(|k| churn_cost(lifetime, 200_000, k)), [14_275_608, 15_275_608]);
    }

    proptest! {
        #[test]
        fn who_stays_longer_is_worth_more(m in 1_i64..1_000_000_000, low in 0.0..1.0, more in 0.0..1.0) {
            let high = low + (1.0 - low) * more;
            prop_assert!(simple_lifetime(m, low, FIVE) <= simple_lifetime(m, high, FIVE));
            prop_assert_eq!(simple_lifetime(-m, low, FIVE), -simple_lifetime(m, low, FIVE));
        }
    }
}
