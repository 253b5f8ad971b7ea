//! F06 by product: what an account will need of each, from its own order lines.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use guanxi_clv::{DemandClass, Forecast, Method, forecast};
use guanxi_kernel::{error::Result, money::Money};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    parameters::Settings,
    rules::{self, Period, real, whole},
};
use crate::{
    customers::queries::year_before,
    orders::queries::{Bought, month_of},
};

/// So many months of the past are told.
const PAST_MONTHS: u32 = 24;
/// The months that come next in the summary.
const NEXT_MONTHS: u32 = 3;

/// What an account will need.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountDemand)]
pub struct Demand {
    /// Its products, from the one with most net sales in 12 months.
    pub products: Vec<ProductDemand>,
    /// So many more are not told of.
    pub others: usize,
    /// How many months are looked ahead.
    pub months: i64,
}

/// What an account will need of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductDemand {
    /// The product, as the lines of orders name it.
    pub product: String,
    /// What it bought in 12 months, less what it gave back.
    pub quantity_12m: i64,
    /// For how much.
    pub net_12m: Money,
    /// What it will need in the next three months.
    pub next_3m: i64,
    /// Over the months that are looked ahead.
    pub next: i64,
    /// For how much, at the mean price of the last 12 months.
    pub next_net: Money,
    /// `smoothing`, `sba`, `tsb` or `nothing`.
    pub method: &'static str,
    /// `smooth`, `intermittent`, `erratic`, `lumpy`; none when nothing was needed.
    pub class: Option<&'static str>,
    /// Whether the demand may be over: the silence is longer than three usual intervals.
    pub may_be_over: bool,
    /// What it bought by month, the last 24; the present month last.
    pub past: Vec<MonthDemand>,
    /// What it will need by month, from tomorrow on.
    pub future: Vec<MonthDemand>,
}

/// A month.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthDemand {
    /// The month, `2026-11`.
    pub month: String,
    /// How much.
    pub quantity: i64,
}

/// The first day that is looked at.
pub(super) fn since(today: NaiveDate, years: u32) -> NaiveDate {
    today.checked_sub_months(Months::new(12 * years)).unwrap_or(today)
}

/// From what was bought since then, by product and day.
pub(super) fn demand(bought: &[Bought], today: NaiveDate, currency: &str, settings: &Settings) -> Result<Demand> {
    let months = u32::try_from(settings.forecast_months).unwrap_or(1);
    let horizon = today.checked_add_months(Months::new(months)).unwrap_or(today);
    let periods = rules::lunar_months(since(today, settings.demand_years), horizon);
    let mut by_product: BTreeMap<&str, Vec<&Bought>> = BTreeMap::new();
    for each in bought {
        by_product.entry(&each.product).or_default().push(each);
    }
    let mut products: Vec<Product> = by_product.into_iter().map(|(name, bought)| Product::of(name, &bought, today)).collect();
    products.sort_by(|one, other| (other.net_12m, other.net).cmp(&(one.net_12m, one.net)).then(one.name.cmp(other.name)));
    let others = products.len().saturating_sub(settings.demand_products);
    products.truncate(settings.demand_products);
    let told: Result<Vec<ProductDemand>> = products.iter().map(|product| product.tell(&periods, [today, horizon], currency)).collect();
    Ok(Demand { products: told?, others, months: settings.forecast_months })
}

struct Product<'a> {
    name: &'a str,
    /// Quantities by day.
    days: Vec<(NaiveDate, i64)>,
    quantity: i64,
    net: i64,
    quantity_12m: i64,
    net_12m: i64,
}

impl<'a> Product<'a> {
    fn of(name: &'a str, bought: &[&Bought], today: NaiveDate) -> Self {
        let sum = |of: fn(&Bought) -> i64, from: NaiveDate| {
            bought.iter().filter(|each| each.ordered_on >= from).fold(0_i64, |sum, each| sum.saturating_add(of(each)))
        };
        let year = year_before(today);
        Self {
            name,
            days: bought.iter().map(|each| (each.ordered_on, each.quantity)).collect(),
            quantity: sum(|each| each.quantity, NaiveDate::MIN),
            net: sum(|each| each.net_minor, NaiveDate::MIN),
            quantity_12m: sum(|each| each.quantity, year),
            net_12m: sum(|each| each.net_minor, year),
        }
    }

    fn tell(&self, periods: &[Period], [today, horizon]: [NaiveDate; 2], currency: &str) -> Result<ProductDemand> {
        let first = self.days.iter().map(|(day, _)| *day).min().unwrap_or(today);
        // Months that are over, from the one with the first order; what is not over yet says too little.
        let is_over = |period: &&Period| period.until <= today;
        let past: Vec<Period> = periods.iter().filter(is_over).filter(|period| period.until > first).copied().collect();
        let coming: Vec<Period> = periods.iter().filter(|period| !is_over(period)).copied().collect();
        let series = rules::rates(&self.days, &past);
        let is_known = self.days_bought() > 1;
        let told = if series.is_empty() || !is_known {
            Forecast { demand: vec![0.0; coming.len()], method: Method::Nothing, pattern: None }
        } else {
            forecast(&series, coming.len(), Some(rules::SEASONS)).map_err(anyhow::Error::from)?
        };
        let until = |until: NaiveDate| rules::by_day(&told.demand, &coming, today, until);
        let sum = |end: NaiveDate| whole(until(end).map(|(_, needed)| needed).sum::<f64>());
        let soon = today.checked_add_months(Months::new(NEXT_MONTHS)).unwrap_or(today).min(horizon) + Days::new(1);
        let end = horizon + Days::new(1);
        let next = sum(end);
        Ok(ProductDemand {
            product: self.name.to_owned(),
            quantity_12m: self.quantity_12m,
            net_12m: Money::new(self.net_12m, currency),
            next_3m: sum(soon),
            next,
            next_net: Money::new(whole(real(next) * self.price()), currency),
            method: if is_known { method(told.method) } else { "too_short" },
            class: told.pattern.map(|pattern| class(pattern.class)),
            may_be_over: told.pattern.is_some_and(|pattern| pattern.may_be_over()),
            past: self.past_months(today),
            future: by_month(until(end)).into_iter().map(|(month, quantity)| MonthDemand { month, quantity: whole(quantity) }).collect(),
        })
    }

    /// On how many days it was bought: what was bought once says nothing of when it will be again.
    fn days_bought(&self) -> usize {
        let mut days: Vec<NaiveDate> = self.days.iter().filter(|(_, quantity)| *quantity > 0).map(|(day, _)| *day).collect();
        days.sort_unstable();
        days.dedup();
        days.len()
    }

    /// The mean price of the last 12 months; of all time where nothing was bought in them.
    fn price(&self) -> f64 {
        let mean = |net: i64, quantity: i64| if quantity > 0 { (real(net) / real(quantity)).max(0.0) } else { 0.0 };
        if self.quantity_12m > 0 { mean(self.net_12m, self.quantity_12m) } else { mean(self.net, self.quantity) }
    }

    fn past_months(&self, today: NaiveDate) -> Vec<MonthDemand> {
        let bought: BTreeMap<String, f64> = by_month(self.days.iter().map(|(day, quantity)| (*day, real(*quantity))));
        let months = (0..PAST_MONTHS).rev().filter_map(|back| today.checked_sub_months(Months::new(back)));
        let month = |day: NaiveDate| {
            let month = month_of(day);
            MonthDemand { quantity: whole(bought.get(&month).copied().unwrap_or(0.0)), month }
        };
        months.map(month).collect()
    }
}

fn by_month(days: impl Iterator<Item = (NaiveDate, f64)>) -> BTreeMap<String, f64> {
    let mut months = BTreeMap::new();
    for (day, quantity) in days {
        *months.entry(month_of(day)).or_default() += quantity;
    }
    months
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Smoothing => "smoothing",
        Method::Sba => "sba",
        Method::Tsb => "tsb",
        Method::Nothing => "nothing",
    }
}

fn class(class: DemandClass) -> &'static str {
    match class {
        DemandClass::Smooth => "smooth",
        DemandClass::Intermittent => "intermittent",
        DemandClass::Erratic => "erratic",
        DemandClass::Lumpy => "lumpy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("it is a day")
    }

    fn bought(product: &str, on: NaiveDate, quantity: i64) -> Bought {
        Bought { product: product.to_owned(), ordered_on: on, quantity, net_minor: quantity * 10_000 }
    }

    /// Ten bottles in the middle of every lunar month, and sixty in the one before Spring Festival, for three years.
    fn festive(today: NaiveDate) -> Vec<Bought> {
        let spring = [day("2024-02-10"), day("2025-01-29"), day("2026-02-17")];
        rules::lunar_months(today - Days::new(1100), today - Days::new(20))
            .iter()
            .map(|month| bought("金源特酿", month.from + Days::new(10), if spring.contains(&month.until) { 60 } else { 10 }))
            .collect()
    }

    #[test]
    fn the_month_before_spring_festival_is_foreseen_wherever_the_festival_stands() {
        let today = day("2026-11-29");
        let told = demand(&festive(today), today, "CNY", &Settings::defaults()).expect("it is told");
        let product = &told.products[0];
        assert_eq!((product.method, told.others), ("smoothing", 0));
        // In 2027 it is on 6 February: January holds most of the month before it.
        let of = |month: &str| product.future.iter().find(|each| each.month == month).expect("the month is told").quantity;
        assert!(of("2027-01") > 35 && of("2027-01") < 65, "{:?}", product.future);
        assert!((of("2027-05") - 10).abs() <= 4, "{:?}", product.future);
        let sum: i64 = product.future.iter().map(|month| month.quantity).sum();
        assert!((sum - product.next).abs() <= 7, "months add up but for rounding: {sum} {}", product.next);
        assert_eq!(product.next_net.minor, product.next * 10_000);
        assert_eq!((product.past.len(), product.past[23].month.as_str()), (24, "2026-11"));
    }

    #[test]
    fn products_stand_by_their_sales_and_the_rest_is_counted() {
        let today = day("2026-11-29");
        let few = Settings { demand_products: 1, ..Settings::defaults() };
        let both = [bought("小", day("2026-10-01"), 1), bought("大", day("2026-10-01"), 5)];
        let told = demand(&both, today, "CNY", &few).expect("it is told");
        assert_eq!((told.products[0].product.as_str(), told.others), ("大", 1));
        assert_eq!(demand(&[], today, "CNY", &few).expect("it is told").products.len(), 0);
    }

    #[test]
    fn what_was_only_given_back_or_bought_today_expects_nothing_and_does_not_fail() {
        let today = day("2026-11-29");
        for (on, quantity) in [("2026-11-29", 5), ("2026-09-01", -5), ("2022-11-30", 5)] {
            let told = demand(&[bought("金源", day(on), quantity)], today, "CNY", &Settings::defaults()).expect("it is told");
            let product = &told.products[0];
            assert!(product.next >= 0 && product.next_net.minor >= 0, "{on}: {product:?}");
        }
    }
}
