//! The figures of an account as the wire has them, with what they are made of.

mod bounds;
mod model;

use chrono::NaiveDate;
use guanxi_kernel::{clock::NEVER, money::Money};

use super::{
    api::{
        AccountForecast, AccountValue, AccountYear, DayValue, Lifetime, LifetimeYear, ManualForecast, ReorderCycle, ServiceCost,
        ValueClasses, ValueParts,
    },
    classes::ClassBounds,
    facts::{Buyer, Facts},
    model::ModelReport,
    portfolio::{self, Portfolio},
    queries::{NOT_RECORDED, account_value_day::Row},
    reckon::{Basis, Told, each_served, manual_until, margin_share, reckon, year},
    rules::{self, Load, ONE, Source, load, overdue, real, simple_lifetime, whole},
    tables::account_value,
};
use crate::{customers::queries::year_before, staff::api::Ref};

/// What an account is compared with, as of the last run over everybody.
pub(super) struct Compared<'a> {
    pub(super) model: Option<&'a ModelReport>,
    pub(super) portfolio: &'a Portfolio,
    pub(super) bounds: Option<(NaiveDate, &'a ClassBounds)>,
    /// Whether what is told of all accounts together may be told.
    pub(super) tells_all: bool,
}

/// Everything that is known of an account's value.
pub(super) fn account(
    currency: &str,
    facts: &Facts,
    buyer: Option<&Buyer>,
    basis: &Basis,
    compared: &Compared,
    people: &[Ref],
) -> AccountValue {
    let money = |minor: i64| Money::new(minor, currency);
    let row = reckon(facts, buyer, basis);
    AccountValue {
        account_id: row.record_id,
        day: basis.day,
        parts: ValueParts {
            to_date: money(row.to_date_minor),
            open: money(row.open_minor),
            future: money(row.future_minor),
            sum: money(row.value_minor),
        },
        forecast: AccountForecast {
            amount: money(row.forecast_minor),
            source: source(&row.forecast_source),
            months: basis.settings.forecast_months,
            manual: row.manual_forecast_minor.map(|minor| ManualForecast {
                amount: money(minor),
                said_by: Ref::among(people, row.manual_forecast_by),
                said_on: row.manual_forecast_on,
                until: manual_until(&row, &basis.settings),
            }),
            growth_bp: row.growth_bp,
        },
        year: of_year(&money, facts, &row, basis),
        lifetime: lifetime(&money, facts, buyer, &row, basis, compared),
        views: portfolio::views(&row, compared.portfolio),
        cycle: row.cycle_days.map(|days| {
            let (silent_days, overdue_bp) = overdue(days, row.due_on, basis.day);
            ReorderCycle { days, due_on: row.due_on, silence: silence(&row.silence), silent_days, overdue_bp }
        }),
        classes: ValueClasses {
            bounds: compared.bounds.map(|(day, bounds)| bounds::told(&money, facts, &row, day, bounds, compared.tells_all)),
            pyramid: row.pyramid,
            to_next: row.to_next_minor.map(money),
            abc: row.abc,
            visit_due_on: Some(row.visit_due_on).filter(|due| *due != NEVER),
            bcg: row.bcg,
            recency: row.recency,
            frequency: row.frequency,
            monetary: row.monetary,
        },
        history: Vec::new(),
        not_recorded: NOT_RECORDED.to_vec(),
    }
}

fn source(code: &str) -> Source {
    [Source::Manual, Source::Model, Source::RunRate].into_iter().find(|source| source.code() == code).unwrap_or_default()
}

fn silence(code: &str) -> &'static str {
    rules::Silence::ALL.iter().copied().find(|known| *known == code).unwrap_or("none")
}

/// An account at the end of a day that is over.
pub(super) fn of_day(currency: &str, row: Row) -> DayValue {
    let money = |minor: i64| Money::new(minor, currency);
    DayValue {
        day: row.day,
        value: money(row.value_minor),
        to_date: money(row.to_date_minor),
        open: money(row.open_minor),
        future: money(row.future_minor),
        contribution: money(row.contribution_12m_minor),
        service: money(row.service_12m_minor),
        lifetime: money(row.lifetime_minor),
        alive_bp: row.alive_bp,
        pyramid: row.pyramid,
        abc: row.abc,
        bcg: row.bcg,
    }
}

fn of_year(money: &impl Fn(i64) -> Money, facts: &Facts, row: &account_value::Model, basis: &Basis) -> AccountYear {
    let settings = &basis.settings;
    let from = year_before(basis.day);
    let year = year(facts, [from, basis.day], settings.margin_bp);
    let (activity, rates) = (&facts.activity, &settings.rates);
    let service =
        [("visit", activity.visits, rates.visit), ("call", activity.calls, rates.call), ("message", activity.messages, rates.message)];
    let load: Load = load(row.service_12m_minor, row.margin_12m_minor, settings.amber_bp, settings.red_bp);
    AccountYear {
        from,
        orders: year.orders,
        sales: money(year.sales),
        goods: money(year.cost),
        estimated: money(year.estimated),
        margin: money(row.margin_12m_minor),
        service: service
            .into_iter()
            .map(|(kind, count, each)| ServiceCost { kind, count, each: money(each), cost: money(count.saturating_mul(each)) })
            .collect(),
        service_cost: money(row.service_12m_minor),
        contribution: money(row.contribution_12m_minor),
        ratio_bp: row.service_ratio_bp,
        load,
        amber_bp: settings.amber_bp,
        red_bp: settings.red_bp,
    }
}

fn lifetime(
    money: &impl Fn(i64) -> Money,
    facts: &Facts,
    buyer: Option<&Buyer>,
    row: &account_value::Model,
    basis: &Basis,
    compared: &Compared,
) -> Lifetime {
    let (settings, report) = (&basis.settings, compared.model);
    let told = basis.model.as_ref().zip(buyer).map(|(model, buyer)| (Told::of(model, buyer, settings), buyer));
    let year = year(facts, [year_before(basis.day), basis.day], settings.margin_bp);
    let channel = facts.channel_kind.as_deref();
    let retention = basis.retention_of(channel);
    let margin = margin_share(&year, settings);
    let served = each_served(row.service_12m_minor, &year);
    let adding_up = |told: &Told| running(&told.yearly(margin, served, settings));
    let until: Vec<f64> = if let Some((told, _)) = &told {
        adding_up(told)
    } else {
        let upto = |years: u32| real(simple_lifetime(row.contribution_12m_minor, retention, rules::Years { years, ..settings.years }));
        (1..=settings.years.years).map(upto).collect()
    };
    let intervals = basis
        .band
        .as_ref()
        .zip(told.as_ref())
        .map(|(band, (_, buyer))| band.around(&until, |model| adding_up(&Told::of(model, buyer, settings))));
    let interval = |at: usize| intervals.as_ref().and_then(|intervals| intervals.get(at)).copied();
    let amount = |number: f64| money(whole(number));
    let years: Vec<LifetimeYear> = (1..)
        .zip(until.iter().enumerate())
        .map(|(year, (at, until))| LifetimeYear {
            year,
            until: amount(*until),
            low: interval(at).map(|(low, _)| amount(low)),
            high: interval(at).map(|(_, high)| amount(high)),
        })
        .collect();
    let last = interval(until.len().saturating_sub(1));
    let keeping = row.service_12m_minor;
    Lifetime {
        value: money(row.lifetime_minor),
        low: last.map(|(low, _)| amount(low)),
        high: last.map(|(_, high)| amount(high)),
        form: if told.is_some() { "model" } else { "simple" },
        why_simple: told.is_none().then(|| why_simple(buyer, basis, report)),
        model: report.map(|report| model::told(report, compared.tells_all)),
        years,
        discount_bp: whole(settings.years.discount * real(ONE)),
        alive: told.as_ref().map(|(told, _)| told.alive),
        expected_orders: told.as_ref().map(|(told, _)| told.expected(1)),
        expected_order_minor: told.as_ref().map(|(told, _)| told.spend),
        retention_bp: told.is_none().then(|| whole(retention * real(ONE))),
        keeping: money(keeping),
        churn_cost_low: money(row.churn_low_minor),
        churn_cost_high: money(row.churn_high_minor),
        multiples: settings.multiples,
    }
}

fn running(yearly: &[f64]) -> Vec<f64> {
    yearly
        .iter()
        .scan(0.0, |sum, year| {
            *sum += year;
            Some(*sum)
        })
        .collect()
}

fn why_simple(buyer: Option<&Buyer>, basis: &Basis, report: Option<&ModelReport>) -> String {
    match report {
        None => "not_yet".to_owned(),
        Some(report) => match &report.why_none {
            Some(why) => why.clone(),
            None if basis.model.is_some() && buyer.is_none() => "no_order".to_owned(),
            None => "not_yet".to_owned(),
        },
    }
}
