//! F06 by product and by family: what an account will need of each, from its own order lines.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use guanxi_clv::{DemandClass, Forecast, Method, forecast};
use guanxi_kernel::{error::Result, money::Money};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
    /// Its products, or those of the family that was asked for, from the one with most net sales in 12 months.
    pub products: Vec<ProductDemand>,
    /// So many more are not told of.
    pub others: usize,
    /// The families of all its products, from the one with most net sales in 12 months; the products without a family stand
    /// together. None for those who may not see products.
    pub families: Option<Vec<FamilyDemand>>,
    /// So many more families are not told of.
    pub other_families: usize,
    /// How many months are looked ahead.
    pub months: i64,
}

/// Which products.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DemandParams {
    /// Those of this family; all when absent.
    pub family: Option<String>,
    /// Those that have no family.
    #[serde(default)]
    pub without_family: bool,
}

impl DemandParams {
    /// The family that is asked for; the empty one has the products without.
    pub(super) fn family(&self) -> Option<&str> {
        if self.without_family { Some("") } else { self.family.as_deref() }
    }
}

/// What an account will need of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductDemand {
    /// The product, as the lines of orders name it.
    pub product: String,
    /// What it needs.
    #[serde(flatten)]
    pub need: Need,
}

/// What an account will need of a family of products.
#[derive(Debug, Serialize, ToSchema)]
pub struct FamilyDemand {
    /// The family; none for the products without one.
    pub family: Option<String>,
    /// How many of its products the account has bought.
    pub products: usize,
    /// What it needs of them together.
    #[serde(flatten)]
    pub need: Need,
}

/// What is needed of something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DemandNeed)]
pub struct Need {
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

/// From what was bought since then, by product and day. `families` are those of the products that have one, as far as the reader may
/// know them; of a family that is asked for (the empty one has the products without) the products are told, and of no other.
pub(super) fn demand(
    bought: &[Bought],
    families: Option<&BTreeMap<String, String>>,
    family: Option<&str>,
    today: NaiveDate,
    currency: &str,
    settings: &Settings,
) -> Result<Demand> {
    let months = u32::try_from(settings.forecast_months).unwrap_or(1);
    let horizon = today.checked_add_months(Months::new(months)).unwrap_or(today);
    let periods = rules::lunar_months(since(today, settings.demand_years), horizon);
    let family_of = |each: &Bought| families.and_then(|families| families.get(&each.product)).map_or("", String::as_str);
    let asked = bought.iter().filter(|each| family.is_none_or(|family| family_of(each) == family));
    let (products, others) = largest(grouped(asked, |each| each.product.as_str(), today), settings.demand_products);
    let tell = |series: &Series| series.tell(&periods, [today, horizon], currency);
    let products: Result<Vec<ProductDemand>> =
        products.iter().map(|series| Ok(ProductDemand { product: series.name.to_owned(), need: tell(series)? })).collect();
    // Each line is of one product, and each product of one family or of none: nothing is counted twice.
    let by_family = if families.is_some() { grouped(bought.iter(), family_of, today) } else { Vec::new() };
    let (by_family, other_families) = largest(by_family, settings.demand_products);
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let told: Result<Vec<FamilyDemand>> = by_family
        .iter()
        .map(|series| Ok(FamilyDemand { family: named(series.name), products: series.products, need: tell(series)? }))
        .collect();
    Ok(Demand {
        products: products?,
        others,
        families: families.is_some().then_some(told?),
        other_families,
        months: settings.forecast_months,
    })
}

/// What was bought, by a name that each of it has.
fn grouped<'a>(bought: impl Iterator<Item = &'a Bought>, name: impl Fn(&'a Bought) -> &'a str, today: NaiveDate) -> Vec<Series<'a>> {
    let mut by_name: BTreeMap<&str, Vec<&Bought>> = BTreeMap::new();
    for each in bought {
        by_name.entry(name(each)).or_default().push(each);
    }
    by_name.into_iter().map(|(name, bought)| Series::of(name, &bought, today)).collect()
}

/// Those with most net sales, and how many others there are.
fn largest(mut all: Vec<Series<'_>>, most: usize) -> (Vec<Series<'_>>, usize) {
    all.sort_by(|one, other| (other.net_12m, other.net).cmp(&(one.net_12m, one.net)).then(one.name.cmp(other.name)));
    let others = all.len().saturating_sub(most);
    all.truncate(most);
    (all, others)
}

/// What was bought of a product, or of all products of a family together.
struct Series<'a> {
    name: &'a str,
    /// How many products.
    products: usize,
    /// Quantities by day.
    days: Vec<(NaiveDate, i64)>,
    quantity: i64,
    net: i64,
    quantity_12m: i64,
    net_12m: i64,
}

impl<'a> Series<'a> {
    fn of(name: &'a str, bought: &[&Bought], today: NaiveDate) -> Self {
        let sum = |of: fn(&Bought) -> i64, from: NaiveDate| {
            bought.iter().filter(|each| each.ordered_on >= from).fold(0_i64, |sum, each| sum.saturating_add(of(each)))
        };
        let year = year_before(today);
        Self {
            name,
            products: bought.iter().map(|each| each.product.as_str()).collect::<BTreeSet<_>>().len(),
            days: bought.iter().map(|each| (each.ordered_on, each.quantity)).collect(),
            quantity: sum(|each| each.quantity, NaiveDate::MIN),
            net: sum(|each| each.net_minor, NaiveDate::MIN),
            quantity_12m: sum(|each| each.quantity, year),
            net_12m: sum(|each| each.net_minor, year),
        }
    }

    fn tell(&self, periods: &[Period], [today, horizon]: [NaiveDate; 2], currency: &str) -> Result<Need> {
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
        Ok(Need {
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
