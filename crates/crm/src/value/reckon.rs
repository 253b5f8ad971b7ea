//! From what is known of an account to its figures.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate};
use guanxi_clv::{History, PurchaseModel, ReorderSegment};
use guanxi_kernel::clock::NEVER;

use super::{
    band::Band,
    facts::{Buyer, Facts},
    model::Model,
    parameters::Settings,
    rules::{
        self, Abc, Agreed, Cycle, Forecast, Habits, ONE, Parts, Rhythm, Silence, Source, in_relation, real, run_rate, service_cost,
        share_of, simple_lifetime, whole,
    },
    tables::account_value,
};
use crate::customers::queries::{last_two_years, year_before};

/// Weeks in a year, as the purchase models count them.
pub(super) const WEEKS: f64 = guanxi_clv::WEEKS_PER_YEAR;

/// How far a figure that a model says may be from the one that is noted before it is written anew, as one part of so many: it
/// falls a little every day on which nothing happens, and a million rows would be written for nothing.
const TOLERANCE: i64 = 100;

/// What all accounts are reckoned with.
#[derive(Debug)]
pub(super) struct Basis {
    /// The day at whose end everything is as it is reckoned.
    pub(super) day: NaiveDate,
    /// The day on which that is reckoned; the night reckons the day before.
    pub(super) today: NaiveDate,
    pub(super) settings: Settings,
    /// The gaps between orders, by kind of channel and of all.
    pub(super) cycles: Cycles,
    /// The share of customers that stay another year, by kind of channel, where it can be measured.
    pub(super) retention: BTreeMap<String, f64>,
    /// The purchase model, where it can be believed.
    pub(super) model: Option<Model>,
    /// How sure its parameters are, where that is known.
    pub(super) band: Option<Band>,
}

/// The gaps between orders of those who are alike.
#[derive(Debug, Default)]
pub(super) struct Cycles {
    pub(super) by_channel: BTreeMap<String, ReorderSegment>,
    pub(super) all: Option<ReorderSegment>,
}

impl Basis {
    /// Whether it is known how sure the lifetime value of a customer is.
    pub(super) fn has_interval(&self, buyer: Option<&Buyer>) -> bool {
        self.band.is_some() && self.model.is_some() && buyer.is_some()
    }

    fn segment(&self, channel: Option<&str>) -> Option<&ReorderSegment> {
        channel.and_then(|channel| self.cycles.by_channel.get(channel)).or(self.cycles.all.as_ref())
    }

    /// The share of customers like this one that stay another year.
    pub(super) fn retention_of(&self, channel: Option<&str>) -> f64 {
        channel.and_then(|channel| self.retention.get(channel)).copied().unwrap_or(self.settings.retention)
    }
}

/// A year of an account, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Year {
    /// Sales, returns and credits not counted.
    pub(super) orders: i64,
    /// Net sales.
    pub(super) sales: i64,
    /// What the goods cost, where it is not known by the usual margin.
    pub(super) cost: i64,
    /// Of the net sales, those whose goods' cost is not known.
    pub(super) estimated: i64,
}

/// What an account bought from one day to another.
pub(super) fn year(facts: &Facts, [from, until]: [NaiveDate; 2], margin_bp: i64) -> Year {
    let mut year = Year::default();
    for entry in facts.entries.iter().filter(|entry| (from..=until).contains(&entry.ordered_on)) {
        year.orders += i64::from(entry.kind == "sale");
        year.sales = year.sales.saturating_add(entry.net_minor);
        let cost = entry.cost_minor.unwrap_or_else(|| {
            // A credit gives money back; no goods move.
            if entry.kind == "credit" {
                return 0;
            }
            year.estimated = year.estimated.saturating_add(entry.net_minor);
            share_of(entry.net_minor, ONE - margin_bp)
        });
        year.cost = year.cost.saturating_add(cost);
    }
    year
}

/// What an account bought in the 12 months that end on the day.
pub(super) fn year_of(facts: &Facts, basis: &Basis) -> Year {
    year(facts, [year_before(basis.day), basis.day], basis.settings.margin_bp)
}

/// F09: net sales of the 12 months that came back: those from the second day with a sale on.
pub(super) fn repeat_sales(facts: &Facts, day: NaiveDate) -> i64 {
    // What comes back before the second order comes back of the first.
    let Some(second) = sale_days(facts).get(1).copied() else { return 0 };
    let year = year_before(day)..=day;
    let again = facts.entries.iter().filter(|entry| entry.ordered_on >= second && year.contains(&entry.ordered_on));
    again.fold(0, |sum, entry| sum.saturating_add(entry.net_minor))
}

/// The figures of an account. Its classes, which compare all accounts, are those of before, and so is how sure its lifetime value
/// is ([`interval`]).
pub(super) fn reckon(facts: &Facts, buyer: Option<&Buyer>, basis: &Basis) -> account_value::Model {
    let before = &facts.before;
    let Basis { day, settings, model, .. } = basis;
    let year = year_of(facts, basis);
    let to_date = facts.entries.iter().fold(0_i64, |sum, entry| sum.saturating_add(entry.net_minor));
    let service = service_cost(&facts.activity, &settings.rates);
    let margin = year.sales.saturating_sub(year.cost);
    let told = model.as_ref().zip(buyer).map(|(model, buyer)| Told::of(model, buyer, settings));
    let forecast = forecast(facts, &year, told.as_ref(), basis);
    let parts = Parts::of(to_date, 0, forecast.minor);
    let channel = facts.channel_kind.as_deref();
    let cycle = buyer.and_then(|_| Cycle::of(&sale_days(facts), basis.segment(channel)?, *day, settings.silence));
    let contribution = rules::contribution(year.sales, year.cost, service);
    let lifetime = match &told {
        Some(told) => told.lifetime(margin_share(&year, settings), each_served(service, &year), settings),
        None => simple_lifetime(contribution, basis.retention_of(channel), settings.years),
    };
    let [churn_low_minor, churn_high_minor] = settings.multiples.map(|multiple| rules::churn_cost(lifetime, service, multiple));
    let (cycle_days, repeat) = (cycle.map(|cycle| cycle.days), repeat_sales(facts, *day));
    let behaviour = rules::behaviour(&habits(facts, &year, cycle_days, basis), &settings.behaviour).code().to_owned();
    account_value::Model {
        reckoned_on: *day,
        is_active: year.orders > 0,
        orders_12m: year.orders,
        sales_12m_minor: year.sales,
        to_date_minor: parts.to_date,
        open_minor: parts.open,
        future_minor: parts.future,
        value_minor: parts.sum(),
        forecast_minor: forecast.minor,
        forecast_source: forecast.source.code().to_owned(),
        growth_bp: growth(facts, &forecast, told.as_ref(), &year, basis),
        margin_12m_minor: margin,
        service_12m_minor: service,
        contribution_12m_minor: contribution,
        service_ratio_bp: rules::ratio_bp(service, margin),
        service_load: rules::load(service, margin, settings.amber_bp, settings.red_bp).code().to_owned(),
        lifetime_minor: lifetime,
        alive_bp: told.as_ref().map(|told| whole(told.alive * real(ONE))),
        expected_orders: told.as_ref().map(|told| whole(told.expected(1))),
        expected_order_minor: told.as_ref().map(|told| whole(told.spend)),
        churn_low_minor,
        churn_high_minor,
        goods_12m_minor: Some(year.cost),
        estimated_12m_minor: Some(year.estimated),
        visits_12m: Some(facts.activity.visits),
        calls_12m: Some(facts.activity.calls),
        messages_12m: Some(facts.activity.messages),
        repeat_12m_minor: Some(repeat),
        repeat_net_12m_minor: Some(repeat.saturating_sub(service)),
        cycle_days,
        due_on: cycle.map_or(NEVER, |cycle| cycle.due_on),
        silence: cycle.map_or(Silence::None, |cycle| cycle.silence).code().to_owned(),
        relation_minor: relation(facts, margin, *day),
        price_index_bp: facts.prices.as_ref().and_then(|prices| share(prices.net, prices.listed)),
        promotion_bp: promotion(facts, &year),
        last_visit_on: facts.last_visit_on,
        visit_due_on: rules::visit_due(
            agreed(before).instead_of(Abc::from_code(&before.abc), basis.today),
            facts.last_visit_on,
            first_sale(facts).unwrap_or(NEVER),
            settings.visit_days,
        ),
        behaviour: before.behaviour_set.clone().unwrap_or_else(|| behaviour.clone()),
        behaviour_derived: behaviour,
        ..before.clone()
    }
}

/// F07: with 95 percent probability the lifetime value that is expected of a customer is not below the first and not above the
/// second. None in the simple form, and where the covariance of the parameters is unknown.
pub(super) fn interval(facts: &Facts, buyer: Option<&Buyer>, basis: &Basis, service: i64) -> Option<[i64; 2]> {
    let (band, model, buyer, settings) = (basis.band.as_ref()?, basis.model.as_ref()?, buyer?, &basis.settings);
    let year = year_of(facts, basis);
    let (margin, served) = (margin_share(&year, settings), each_served(service, &year));
    let lifetime = |model: &Model| vec![Told::of(model, buyer, settings).yearly(margin, served, settings).iter().sum()];
    let (low, high) = band.around(&lifetime(model), lifetime).pop()?;
    Some([whole(low), whole(high)])
}

/// F03: the class that a review has agreed on.
pub(super) fn agreed(row: &account_value::Model) -> Agreed {
    Agreed { class: Abc::from_code(&row.agreed_abc), from: row.agreed_from, until: row.agreed_until }
}

/// F53: how good the relation is.
fn relation(facts: &Facts, margin: i64, day: NaiveDate) -> i64 {
    first_sale(facts).map_or(0, |first| rules::best_relation((day - first).num_days(), margin))
}

/// The day of the first sale.
fn first_sale(facts: &Facts) -> Option<NaiveDate> {
    facts.entries.iter().find(|entry| entry.kind == "sale").map(|entry| entry.ordered_on)
}

/// Of all net sales of 12 months, those on promotion; `None` where no order has lines.
fn promotion(facts: &Facts, year: &Year) -> Option<i64> {
    facts.prices.as_ref().and_then(|prices| share(prices.promoted, prices.net.max(real(year.sales))))
}

/// F14: how an account buys, as far as it is recorded.
pub(super) fn habits(facts: &Facts, year: &Year, cycle_days: Option<i64>, basis: &Basis) -> Habits {
    let Basis { day, settings, .. } = basis;
    let bounds = &settings.behaviour;
    let lately = *day - Days::new(bounds.enquiry_days.unsigned_abs());
    let days = sale_days(facts);
    let rhythm = cycle_days.map(|cycle| Rhythm::of(&days, year_before(*day), cycle, &facts.enquiries, bounds.tolerance_bp));
    let enquiries = facts.enquiries.iter().filter(|asked_on| **asked_on > lately).count();
    Habits {
        orders: year.orders,
        promotion_bp: promotion(facts, year),
        enquiries: i64::try_from(enquiries).unwrap_or(i64::MAX),
        has_ordered_lately: days.last().is_some_and(|last| *last > lately),
        rhythm: rhythm.unwrap_or_default(),
    }
}

/// One amount of another, in basis points; `None` when the other is not above zero.
fn share(part: f64, of: f64) -> Option<i64> {
    (of > 0.0).then(|| whole(part / of * real(ONE)))
}

/// The days of an account's sales, each once.
pub(super) fn sale_days(facts: &Facts) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = facts.entries.iter().filter(|entry| entry.kind == "sale").map(|entry| entry.ordered_on).collect();
    days.dedup();
    days
}

/// Of a yuan of net sales, so much is margin: the account's own share of the last 12 months; the usual one where little is left
/// of the sales after returns and credits, so that the share would be many times what was sold.
pub(super) fn margin_share(year: &Year, settings: &Settings) -> f64 {
    let own = real(year.sales.saturating_sub(year.cost)) / real(year.sales);
    if year.sales > 0 && own.abs() <= 1.0 { own } else { real(settings.margin_bp) / real(ONE) }
}

/// What serving an order costs, in minor units: the service of 12 months by their orders, of which there is at least one.
pub(super) fn each_served(service: i64, year: &Year) -> f64 {
    real(service) / real(year.orders.max(1))
}

/// What is expected of 12 months in relation to the last 12. Where the last 12 are all that is known, going on as before was
/// taken for want of anything better, and nobody knows whether it grows.
fn growth(facts: &Facts, forecast: &Forecast, told: Option<&Told>, year: &Year, basis: &Basis) -> Option<i64> {
    if forecast.source == Source::RunRate && !has_two_years(facts, basis.day) {
        return None;
    }
    in_relation(of_a_year(forecast, told, &basis.settings).saturating_sub(year.sales), year.sales)
}

/// Whether the orders reach back beyond the 12 months before the last.
fn has_two_years(facts: &Facts, day: NaiveDate) -> bool {
    facts.entries.first().is_some_and(|first| first.ordered_on < last_two_years(day)[1])
}

/// What is expected of 12 months, however far the horizon is.
fn of_a_year(forecast: &Forecast, told: Option<&Told>, settings: &Settings) -> i64 {
    match (forecast.source, told) {
        (Source::Model, Some(told)) => whole(told.expected(1) * told.spend).max(0),
        _ => i64::try_from(i128::from(forecast.minor) * 12 / i128::from(settings.forecast_months.max(1))).unwrap_or(i64::MAX),
    }
}

/// Until when what somebody has said of the coming months counts: until they are over.
pub(super) fn manual_until(row: &account_value::Model, settings: &Settings) -> NaiveDate {
    row.manual_forecast_on + Months::new(u32::try_from(settings.forecast_months).unwrap_or(1))
}

fn forecast(facts: &Facts, year: &Year, told: Option<&Told>, basis: &Basis) -> Forecast {
    let Basis { day, settings, .. } = basis;
    let is_fresh = *day < manual_until(&facts.before, settings);
    if let Some(minor) = facts.before.manual_forecast_minor.filter(|_| is_fresh && !facts.is_trashed) {
        return Forecast { minor, source: Source::Manual };
    }
    if let Some(told) = told {
        return Forecast { minor: whole(told.within_months * told.spend).max(0), source: Source::Model };
    }
    let Some(last) = sale_days(facts).last().copied() else { return Forecast::default() };
    let [this_year, last_year] = last_two_years(*day);
    let before = has_two_years(facts, *day).then(|| self::year(facts, [last_year, this_year - Days::new(1)], settings.margin_bp).sales);
    let is_lost = (*day - last).num_days() >= settings.lost_days;
    run_rate(year.sales, before, settings.forecast_months, is_lost, settings.growth)
}

/// What the purchase model says of one customer.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The probability that it is still a customer.
    pub(super) alive: f64,
    /// Expected purchases until the end of each of the coming years.
    until: Vec<f64>,
    /// Expected purchases over the horizon of the forecast.
    within_months: f64,
    /// Expected net sales of a purchase, in minor units.
    pub(super) spend: f64,
}

impl Told {
    pub(super) fn of(model: &Model, buyer: &Buyer, settings: &Settings) -> Self {
        let history: &History = &buyer.history;
        let after = |weeks: f64| model.expected(history, weeks);
        Self {
            alive: model.departure.probability_alive(history),
            until: (1..=settings.years.years).map(|year| after(WEEKS * f64::from(year))).collect(),
            within_months: after(WEEKS * real(settings.forecast_months) / 12.0),
            spend: model.expected_spend(buyer),
        }
    }

    /// Expected purchases in one of the coming years, counted from 1.
    pub(super) fn expected(&self, year: usize) -> f64 {
        let until = |year: usize| year.checked_sub(1).and_then(|at| self.until.get(at)).copied().unwrap_or(0.0);
        until(year) - until(year - 1)
    }

    /// What the coming years bring after what serving costs, discounted: each year's expected purchases times their margin,
    /// less what serving each costs.
    pub(super) fn lifetime(&self, margin_share: f64, each_served: f64, settings: &Settings) -> i64 {
        whole(self.yearly(margin_share, each_served, settings).iter().sum())
    }

    /// The same by year, in minor units.
    pub(super) fn yearly(&self, margin_share: f64, each_served: f64, settings: &Settings) -> Vec<f64> {
        (1..=settings.years.years)
            .map(|year| {
                let expected = self.expected(usize::try_from(year).unwrap_or(1));
                settings.years.today(expected * (self.spend * margin_share - each_served), year)
            })
            .collect()
    }
}

/// Whether a number is within a hundredth of another.
pub(super) fn is_close(one: i64, other: i64) -> bool {
    one.abs_diff(other) <= other.unsigned_abs() / TOLERANCE.unsigned_abs()
}

/// Whether what was reckoned differs from what is noted by more than a quiet day makes a model say.
pub(super) fn differs(after: &account_value::Model, before: &account_value::Model) -> bool {
    let likewise = account_value::Model {
        reckoned_on: before.reckoned_on,
        future_minor: before.future_minor,
        value_minor: before.value_minor,
        forecast_minor: before.forecast_minor,
        growth_bp: before.growth_bp,
        lifetime_minor: before.lifetime_minor,
        churn_low_minor: before.churn_low_minor,
        churn_high_minor: before.churn_high_minor,
        alive_bp: before.alive_bp,
        relation_minor: before.relation_minor,
        expected_order_minor: before.expected_order_minor,
        ..after.clone()
    };
    let is_spent_alike = match (after.expected_order_minor, before.expected_order_minor) {
        (Some(after), Some(before)) => is_close(after, before),
        (after, before) => after == before,
    };
    let alive = |row: &account_value::Model| row.alive_bp.unwrap_or(-1);
    likewise != *before
        || !is_spent_alike
        || !is_close(after.forecast_minor, before.forecast_minor)
        || !is_close(after.lifetime_minor, before.lifetime_minor)
        || !is_close(after.churn_high_minor, before.churn_high_minor)
        || !is_close(after.churn_low_minor, before.churn_low_minor)
        || !is_close(after.relation_minor, before.relation_minor)
        || alive(after).abs_diff(alive(before)) > TOLERANCE.unsigned_abs()
        || after.growth_bp.is_some() != before.growth_bp.is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_margin_is_never_more_than_what_was_sold(sales in -1_000_000_i64..1_000_000, cost in -1_000_000_i64..1_000_000) {
            let settings = Settings::defaults();
            let share = margin_share(&Year { orders: 3, sales, cost, estimated: 0 }, &settings);
            prop_assert!((-1.0..=1.0).contains(&share), "{share}");
        }
    }

    #[test]
    fn what_serving_costs_follows_the_orders() {
        let year = Year { orders: 12, ..Year::default() };
        assert_eq!([each_served(2400, &year), each_served(2400, &Year::default())].map(whole), [200, 2400]);
    }
}
