//! What all accounts are reckoned with, gathered from everybody's orders: the purchase model, the reorder cycles of those who
//! are alike, how many stay another year, and how cohorts hold.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use guanxi_clv::{KaplanMeier, Lifetime, ReorderSegment, Rules, Time};
use guanxi_kernel::{db::Reader, error::Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    facts::{Range, histories},
    model::{ModelReport, Sample},
    parameters::Settings,
    queries,
    reckon::{Basis, Cycles},
    rules::{ONE, real, whole},
};
use crate::{
    customers::queries::year_before,
    orders::{self, queries::Entry},
};

/// Of so many customers of a kind the gaps between orders are kept, and of each so many of the last.
const CUSTOMERS: usize = 200;
const GAPS: usize = 20;
/// With fewer customers of a kind who could have stayed, nobody knows how many do.
const LEAST: u64 = 30;
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

/// What was gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) sample: Sample,
    likeness: BTreeMap<String, Alike>,
    cohorts: BTreeMap<i32, Vec<u64>>,
    lifetimes: Vec<Lifetime>,
}

/// Those who are alike.
#[derive(Debug, Default)]
struct Alike {
    stride: usize,
    met: usize,
    gaps: Vec<Vec<i64>>,
    were: u64,
    stayed: u64,
}

impl Alike {
    /// Takes the gaps of every so-manieth customer, so that those who are kept lie over all of them.
    fn meet(&mut self, days: &[NaiveDate], day: NaiveDate) {
        let last = year_before(day);
        let before = year_before(last - Days::new(1));
        let were = days.iter().any(|day| (before..last).contains(day));
        self.were += u64::from(were);
        self.stayed += u64::from(were && days.last().is_some_and(|day| *day >= last));
        let gaps: Vec<i64> = days.windows(2).rev().take(GAPS).map(|pair| (pair[1] - pair[0]).num_days()).collect();
        if gaps.is_empty() {
            return;
        }
        let stride = self.stride.max(1);
        if self.met.is_multiple_of(stride) {
            self.gaps.push(gaps);
        }
        self.met += 1;
        if self.gaps.len() > 2 * CUSTOMERS {
            let mut place = 0;
            self.gaps.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride = stride * 2;
        }
    }
}

fn month_of(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0)
}

impl Gathered {
    /// Looks at the customers of a range: at their orders until the end of a day.
    pub(super) async fn look(&mut self, reader: &Reader, range: Range, [day, holdout_from]: [NaiveDate; 2], lost_days: i64) -> Result<()> {
        let channels = queries::channels(reader, range).await?;
        let mut entries = orders::queries::entries(reader, range, day).await?;
        entries.retain(|entry| channels.contains_key(&entry.account_id));
        for buyer in histories(&entries, &Rules::weekly(day))?.customers {
            self.sample.meet(&buyer);
        }
        for buyer in histories(&entries, &Rules::weekly(holdout_from).with_holdout(day))?.customers {
            self.sample.meet_before(&buyer);
        }
        for own in entries.chunk_by(|one, next| one.account_id == next.account_id) {
            self.meet(own, channels.get(&own[0].account_id).and_then(Option::as_deref), day, lost_days);
        }
        Ok(())
    }

    fn meet(&mut self, own: &[Entry], channel: Option<&str>, day: NaiveDate, lost_days: i64) {
        let mut days: Vec<NaiveDate> = own.iter().filter(|entry| entry.kind == "sale").map(|entry| entry.ordered_on).collect();
        days.dedup();
        for alike in channel.into_iter().chain([""]) {
            self.likeness.entry(alike.to_owned()).or_default().meet(&days, day);
        }
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            // Who was silent for so long has left with the last order; who was not is still there.
            let is_lost = (day - *last).num_days() >= lost_days;
            let until = if is_lost { *last } else { day };
            self.lifetimes.extend(Lifetime::new(real((until - *first).num_days()), is_lost));
        }
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
            Cohort {
                month: format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
                customers: active.first().copied().unwrap_or(0),
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

    /// Those who are alike, in short.
    pub(super) fn likeness(&self) -> Likeness {
        let of_measured =
            |(channel, alike): (&String, &Alike)| (alike.were >= LEAST).then(|| (channel.clone(), count(alike.stayed) / count(alike.were)));
        Likeness {
            retention: self.likeness.iter().filter_map(of_measured).collect(),
            gaps: self.likeness.iter().map(|(channel, alike)| (channel.clone(), alike.gaps.clone())).collect(),
        }
    }
}

fn count(number: u64) -> f64 {
    real(i64::try_from(number).unwrap_or(i64::MAX))
}

impl Basis {
    /// The basis of a day, from what was gathered last.
    pub(super) fn of(day: NaiveDate, settings: Settings, likeness: &Likeness, report: Option<&ModelReport>) -> Self {
        let segment = |gaps: &Vec<Vec<i64>>| {
            let gaps: Vec<Vec<f64>> = gaps.iter().map(|own| own.iter().map(|gap| real(*gap)).collect()).collect();
            ReorderSegment::of(&gaps).ok()
        };
        let mut by_channel: BTreeMap<String, ReorderSegment> =
            likeness.gaps.iter().filter_map(|(channel, gaps)| Some((channel.clone(), segment(gaps)?))).collect();
        let all = by_channel.remove("");
        let mut settings = settings;
        let mut retention = likeness.retention.clone();
        if let Some(all) = retention.remove("") {
            settings.retention = all;
        }
        Self { day, settings, cycles: Cycles { by_channel, all }, retention, model: report.and_then(ModelReport::model) }
    }
}

/// The ranges in which all accounts are walked, each of so many.
pub(super) async fn next_range(reader: &Reader, after: Uuid, accounts: u64) -> Result<(Range, bool)> {
    let next = crate::customers::queries::id_after(reader, after, accounts).await?;
    Ok(([after, next.unwrap_or(Uuid::max())], next.is_none()))
}
