//! What all accounts are reckoned with, gathered from everybody's orders: the purchase model, the reorder cycles of those who
//! are alike, how many stay another year, and how cohorts hold.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use guanxi_clv::{KaplanMeier, Lifetime, ReorderSegment, Time};
use guanxi_kernel::{db::Reader, error::Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    band::Band,
    facts::Range,
    model::{ModelReport, Sample},
    parameters::Settings,
    queries,
    reckon::{Basis, Cycles},
    rules::{ONE, lost_on, real, was_care_overdue, whole},
    thinned::Thinned,
};
use crate::{
    customers::queries::{last_two_years, year_before},
    interactions,
    orders::{self, queries::Entry},
};

/// Of at most so many customers of a kind the gaps between orders are kept, and of each so many of the last.
const CUSTOMERS: usize = 400;
const GAPS: usize = 20;
/// The curve of survival has a point every so many months, for so long.
const MONTHS_BETWEEN: usize = 3;
const MOST_MONTHS: u32 = 120;
const DAYS_IN_A_MONTH: u32 = 30;
/// How many periods a cohort is followed.
const PERIODS: usize = 60;

/// The share of customers that stay and the gaps between orders, by kind of channel; the empty key is for all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Likeness {
    pub(super) retention: BTreeMap<String, f64>,
    pub(super) gaps: BTreeMap<String, Vec<Vec<i64>>>,
}

/// Customers by the month of their first order, and how many of them ordered in each month after it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerCohort)]
pub struct Cohort {
    /// The month, `2026-11`.
    pub month: String,
    /// How many customers.
    pub customers: u64,
    /// How many ordered in the month itself, in the first after it, and so on; to the present month.
    pub active: Vec<u64>,
    /// The same in basis points of the customers.
    #[serde(default)]
    #[schema(required = true)]
    pub active_bp: Vec<i64>,
}

/// How many customers are still there some months after their first order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SurvivalPoint)]
pub struct Survival {
    /// Months of 30 days after the first order.
    pub months: u32,
    /// The share that is still there, in basis points (Kaplan & Meier: who is there still is counted as far as it is known).
    pub share_bp: i64,
    /// With 95 percent probability it is not below this …
    pub low_bp: Option<i64>,
    /// … and not above this.
    pub high_bp: Option<i64>,
}

/// What only everybody's orders together tell of the time that is over; of the 12 months that end on the day. Amounts in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    /// Net sales of the 12 months before.
    pub(super) sales_before: i64,
    /// Customers with a sale.
    pub(super) buyers: i64,
    /// Days since their first sales, together.
    pub(super) tenure_days: i64,
    /// Customers that have come to count as lost.
    pub(super) leavers: i64,
    /// Those of them of whom nobody had taken care.
    pub(super) uncared: i64,
    /// What these had bought in the 12 months that ended with their last sale.
    pub(super) uncared_sales: i64,
}

/// What was gathered.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) sample: Sample,
    likeness: BTreeMap<String, Alike>,
    cohorts: BTreeMap<i32, Vec<u64>>,
    lifetimes: Vec<Lifetime>,
    pub(super) past: Past,
}

/// What is looked at: everybody's orders until the end of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) day: NaiveDate,
    /// From here on the orders test what is said of those before.
    pub(super) holdout_from: NaiveDate,
    /// Who is silent for so long is lost.
    pub(super) lost_days: i64,
    /// Who is not spoken with for longer is not taken care of.
    pub(super) upkeep_days: i64,
}

/// A customer that was lost.
struct Leaver {
    lost_on: NaiveDate,
    /// Of the 12 months that ended with the last sale.
    sales: i64,
}

/// Those who are alike.
#[derive(Debug)]
struct Alike {
    gaps: Thinned<Vec<i64>>,
    were: u64,
    stayed: u64,
}

impl Default for Alike {
    fn default() -> Self {
        Self { gaps: Thinned::new(CUSTOMERS), were: 0, stayed: 0 }
    }
}

impl Alike {
    /// One more of them, by the days of its sales.
    fn meet(&mut self, id: Uuid, days: &[NaiveDate], day: NaiveDate) {
        let [last, before] = last_two_years(day);
        let were = days.iter().any(|day| (before..last).contains(day));
        self.were += u64::from(were);
        self.stayed += u64::from(were && days.last().is_some_and(|day| *day >= last));
        let gaps: Vec<i64> = days.windows(2).rev().take(GAPS).map(|pair| (pair[1] - pair[0]).num_days()).collect();
        if !gaps.is_empty() {
            self.gaps.keep(id, gaps);
        }
    }
}

fn month_of(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

impl Gathered {
    /// Nothing yet; the model is fitted to at most so many customers.
    pub(super) fn new(customers: usize) -> Self {
        Self {
            sample: Sample::new(customers),
            likeness: BTreeMap::new(),
            cohorts: BTreeMap::new(),
            lifetimes: Vec::new(),
            past: Past::default(),
        }
    }

    /// Looks at the customers of a range.
    pub(super) async fn look(&mut self, reader: &Reader, range: Range, look: &Look) -> Result<()> {
        let channels = queries::channels(reader, range).await?;
        let mut entries = orders::queries::entries(reader, range, look.day).await?;
        entries.retain(|entry| channels.contains_key(&entry.account_id));
        let each = || entries.chunk_by(|one, next| one.account_id == next.account_id);
        self.sample.meet(each(), [look.day, look.holdout_from])?;
        let mut leavers = BTreeMap::new();
        for own in each() {
            let id = own[0].account_id;
            leavers.extend(self.meet(own, channels.get(&id).and_then(Option::as_deref), look).map(|leaver| (id, leaver)));
        }
        let lost_on: BTreeMap<Uuid, NaiveDate> = leavers.iter().map(|(id, leaver)| (*id, leaver.lost_on)).collect();
        let spoken = interactions::queries::last_two_way(reader, &lost_on).await?;
        for (id, Leaver { lost_on, sales }) in leavers {
            self.past.leavers += 1;
            if was_care_overdue(lost_on, spoken.get(&id).copied(), look.upkeep_days) {
                self.past.uncared += 1;
                self.past.uncared_sales = self.past.uncared_sales.saturating_add(sales);
            }
        }
        Ok(())
    }

    /// Looks at the orders of a customer. Says how it was lost, if that was in the last 12 months.
    fn meet(&mut self, own: &[Entry], channel: Option<&str>, look: &Look) -> Option<Leaver> {
        let day = look.day;
        let mut days: Vec<NaiveDate> = own.iter().filter(|entry| entry.kind == "sale").map(|entry| entry.ordered_on).collect();
        days.dedup();
        for alike in channel.into_iter().chain([""]) {
            self.likeness.entry(alike.to_owned()).or_default().meet(own[0].account_id, &days, day);
        }
        let [year, before] = last_two_years(day);
        self.past.sales_before = self.past.sales_before.saturating_add(sales(own, |on| (before..year).contains(&on)));
        let (first, last) = (*days.first()?, *days.last()?);
        if last >= year {
            self.past.buyers += 1;
            self.past.tenure_days += (day - first).num_days();
        }
        // Who was silent for so long has left with the last order; who was not is still there.
        let lost_on = lost_on(last, look.lost_days);
        let is_lost = lost_on <= day;
        self.lifetimes.extend(Lifetime::new(real((if is_lost { last } else { day } - first).num_days()), is_lost));
        self.meet_months(&days);
        (is_lost && lost_on >= year).then(|| Leaver { lost_on, sales: sales(own, |on| (year_before(last)..=last).contains(&on)) })
    }

    fn meet_months(&mut self, days: &[NaiveDate]) {
        let months: BTreeSet<i32> = days.iter().map(|day| month_of(*day)).collect();
        let Some(first) = months.first().copied() else { return };
        let cohort = self.cohorts.entry(first).or_default();
        for month in months {
            let after = usize::try_from(month - first).unwrap_or(0);
            if after < PERIODS {
                cohort.resize(cohort.len().max(after + 1), 0);
                cohort[after] += 1;
            }
        }
    }

    /// The cohorts, from the oldest; each followed to the month of the day.
    pub(super) fn cohorts(&self, day: NaiveDate) -> Vec<Cohort> {
        let cohort = |(month, active): (&i32, &Vec<u64>)| {
            let mut active = active.clone();
            active.resize(usize::try_from(month_of(day) - month + 1).unwrap_or(0).min(PERIODS), 0);
            let customers = active.first().copied().unwrap_or(0);
            let share = |active: &u64| whole(count(*active) / count(customers.max(1)) * real(ONE));
            Cohort {
                month: format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
                customers,
                active_bp: active.iter().map(share).collect(),
                active,
            }
        };
        self.cohorts.iter().map(cohort).collect()
    }

    /// The share of customers that is still there every few months after the first order, as far as somebody was watched.
    pub(super) fn survival(&self) -> Vec<Survival> {
        let Ok(curve) = KaplanMeier::fit(&self.lifetimes) else { return Vec::new() };
        let longest = self.lifetimes.iter().map(Lifetime::time).fold(0.0, f64::max);
        let bp = |share: f64| whole(share * real(ONE));
        (0..=MOST_MONTHS)
            .step_by(MONTHS_BETWEEN)
            .map(|months| (months, Time::from(months * DAYS_IN_A_MONTH)))
            .take_while(|(_, days)| days.units() <= longest)
            .map(|(months, days)| {
                let interval = curve.interval(days, 0.95);
                Survival {
                    months,
                    share_bp: bp(curve.survival(days)),
                    low_bp: interval.map(|(low, _)| bp(low)),
                    high_bp: interval.map(|(_, high)| bp(high)),
                }
            })
            .collect()
    }

    /// Those who are alike, in short; how many stay only where so many could have.
    pub(super) fn likeness(&self, least: u64) -> Likeness {
        let of_measured =
            |(channel, alike): (&String, &Alike)| (alike.were >= least).then(|| (channel.clone(), count(alike.stayed) / count(alike.were)));
        Likeness {
            retention: self.likeness.iter().filter_map(of_measured).collect(),
            gaps: self.likeness.iter().map(|(channel, alike)| (channel.clone(), alike.gaps.kept().cloned().collect())).collect(),
        }
    }
}

/// Net sales on some days, in minor units.
fn sales(own: &[Entry], is_on: impl Fn(NaiveDate) -> bool) -> i64 {
    own.iter().filter(|entry| is_on(entry.ordered_on)).fold(0, |sum, entry| sum.saturating_add(entry.net_minor))
}

fn count(number: u64) -> f64 {
    real(i64::try_from(number).unwrap_or(i64::MAX))
}

impl Basis {
    /// The basis of a day, from what was gathered last.
    pub(super) fn of(day: NaiveDate, settings: &Settings, likeness: &Likeness, report: Option<&ModelReport>) -> Self {
        let segment = |gaps: &Vec<Vec<i64>>| {
            let gaps: Vec<Vec<f64>> = gaps.iter().map(|own| own.iter().map(|gap| real(*gap)).collect()).collect();
            ReorderSegment::of(&gaps).ok()
        };
        let mut by_channel: BTreeMap<String, ReorderSegment> =
            likeness.gaps.iter().filter_map(|(channel, gaps)| Some((channel.clone(), segment(gaps)?))).collect();
        let all = by_channel.remove("");
        let mut settings = *settings;
        let mut retention = likeness.retention.clone();
        if let Some(all) = retention.remove("") {
            settings.retention = all;
        }
        Self {
            day,
            today: day,
            settings,
            cycles: Cycles { by_channel, all },
            retention,
            model: report.and_then(ModelReport::model),
            band: report.and_then(Band::of),
        }
    }
}

/// The ranges in which all accounts are walked, each of so many.
pub(super) async fn next_range(reader: &Reader, after: Uuid, accounts: u64) -> Result<(Range, bool)> {
    let next = crate::customers::queries::id_after(reader, after, accounts).await?;
    Ok(([after, next.unwrap_or(Uuid::max())], next.is_none()))
}
