//! How the company stands by its four aims (F53), and its own numbers beside what is claimed of care and loyalty (F36).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use guanxi_kernel::clock::NEVER;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    basis::Past,
    classes::Seen,
    parameters::Settings,
    rules::{self, in_relation},
};

/// How the company stands, of the 12 months that end on a day. Amounts in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerObjectives)]
pub struct Objectives {
    /// Customers with an order.
    pub buyers: i64,
    /// Of these, those with two or more.
    pub repeat_buyers: i64,
    /// Of the buyers, in basis points; none without buyers.
    pub repeat_bp: Option<i64>,
    /// Their orders.
    pub orders: i64,
    /// Net sales.
    pub sales_minor: i64,
    /// Net sales of the 12 months before.
    pub sales_before_minor: i64,
    /// What has changed, of those before; none when there were none.
    pub sales_growth_bp: Option<i64>,
    /// Cost to serve.
    pub service_minor: i64,
    /// Of net sales.
    pub service_bp: Option<i64>,
    /// Net sales less what the goods cost.
    pub margin_minor: i64,
    /// What is left after serving.
    pub contribution_minor: i64,
    /// Of a buyer.
    pub contribution_each_minor: Option<i64>,
    /// Customer value of all customers.
    pub value_minor: i64,
    /// Kinds of channel with a first order in the last years that count as new.
    pub new_channels: Vec<String>,
    /// Their share of net sales.
    pub new_channels_bp: Option<i64>,
    /// How long buyers have been customers, in days, on average.
    pub tenure_days: Option<i64>,
    /// The best relation (years × orders a year × margin of an order) of the average buyer.
    pub relation_minor: Option<i64>,
    /// What keeping a buyer costs in a year.
    pub keeping_minor: Option<i64>,
    /// Customers that were lost.
    pub leavers: i64,
    /// Of these, those of whom nobody had taken care for longer than the interval.
    pub uncared: i64,
    /// Of the leavers, in basis points; none when nobody left.
    pub uncared_bp: Option<i64>,
    /// What the uncared had bought in the 12 months that ended with their last order, together.
    pub uncared_sales_minor: i64,
}

/// What the accounts of a kind of channel bring together.
#[derive(Default)]
struct Brought {
    channel_kind: Option<&'static str>,
    first_on: Option<NaiveDate>,
    buyers: i64,
    repeat_buyers: i64,
    orders: i64,
    sales: i64,
    margin: i64,
    service: i64,
    /// The same of buyers.
    buyers_margin: i64,
    buyers_service: i64,
    value: i64,
}

/// Adds up what was reckoned of all accounts.
pub(super) fn objectives(all: &[Seen], day: NaiveDate, past: &Past, settings: &Settings) -> Objectives {
    let mut channels: BTreeMap<Option<&'static str>, Brought> = BTreeMap::new();
    for seen in all {
        let channel = channels.entry(seen.channel).or_insert_with(|| Brought { channel_kind: seen.channel, ..Brought::default() });
        channel.add(seen);
    }
    Objectives::of(&channels.into_values().collect::<Vec<_>>(), day, past, settings)
}

impl Brought {
    fn add(&mut self, seen: &Seen) {
        let first_on = Some(seen.first_on).filter(|first| *first != NEVER);
        self.first_on = [self.first_on, first_on].into_iter().flatten().min();
        for (sum, more) in [
            (&mut self.buyers, i64::from(seen.is_active)),
            (&mut self.repeat_buyers, i64::from(seen.orders >= 2)),
            (&mut self.orders, seen.orders),
            (&mut self.sales, seen.sales),
            (&mut self.margin, seen.margin),
            (&mut self.service, seen.service),
            (&mut self.buyers_margin, if seen.is_active { seen.margin } else { 0 }),
            (&mut self.buyers_service, if seen.is_active { seen.service } else { 0 }),
            (&mut self.value, seen.value),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

impl Objectives {
    fn of(channels: &[Brought], day: NaiveDate, past: &Past, settings: &Settings) -> Self {
        let sum = |of: fn(&Brought) -> i64| channels.iter().map(of).fold(0, i64::saturating_add);
        let (buyers, sales, margin, service) = (sum(|c| c.buyers), sum(|c| c.sales), sum(|c| c.margin), sum(|c| c.service));
        let each = |amount: i64| (buyers > 0).then(|| amount / buyers);
        let contribution = margin.saturating_sub(service);
        // What customers cost and bring who do not buy any more is not divided among those who do.
        let (buyers_margin, buyers_service) = (sum(|c| c.buyers_margin), sum(|c| c.buyers_service));
        let new_from = day - Days::new(settings.new_channel_days.unsigned_abs());
        // Where everything has just begun nothing is new.
        let has_old = channels.iter().any(|channel| channel.first_on.is_some_and(|first| first <= new_from));
        let is_new =
            |channel: &&Brought| has_old && channel.channel_kind.is_some() && channel.first_on.is_some_and(|first| first > new_from);
        let tenure_days = (past.buyers > 0).then(|| past.tenure_days / past.buyers);
        Self {
            buyers,
            repeat_buyers: sum(|c| c.repeat_buyers),
            repeat_bp: in_relation(sum(|c| c.repeat_buyers), buyers),
            orders: sum(|c| c.orders),
            sales_minor: sales,
            sales_before_minor: past.sales_before,
            sales_growth_bp: in_relation(sales.saturating_sub(past.sales_before), past.sales_before),
            service_minor: service,
            service_bp: in_relation(service, sales),
            margin_minor: margin,
            contribution_minor: contribution,
            contribution_each_minor: each(buyers_margin.saturating_sub(buyers_service)),
            value_minor: sum(|c| c.value),
            new_channels: channels.iter().filter(is_new).filter_map(|channel| channel.channel_kind.map(str::to_owned)).collect(),
            new_channels_bp: in_relation(channels.iter().filter(is_new).map(|channel| channel.sales).fold(0, i64::saturating_add), sales),
            tenure_days,
            relation_minor: tenure_days.zip(each(buyers_margin)).map(|(days, margin)| rules::best_relation(days, margin)),
            keeping_minor: each(buyers_service).filter(|keeping| *keeping > 0),
            leavers: past.leavers,
            uncared: past.uncared,
            uncared_bp: in_relation(past.uncared, past.leavers),
            uncared_sales_minor: past.uncared_sales,
        }
    }
}

/// The board: how the company stands, how it stood, and what is claimed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ObjectivesBoard)]
pub struct Board {
    /// As of the end of this day; none before the first run.
    pub day: Option<NaiveDate>,
    /// How the company stands.
    pub now: Option<Objectives>,
    /// The last day that is kept and lies at least a quarter back.
    pub before_day: Option<NaiveDate>,
    /// How it stood then.
    pub before: Option<Objectives>,
    /// What others claim. Shown beside the company's own numbers, never reckoned with.
    pub claims: Claims,
    /// Inputs of the board that nobody can record yet, by name.
    pub not_recorded: Vec<&'static str>,
}

/// What is claimed of satisfaction, care and loyalty, as the parameters have it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LoyaltyClaims)]
pub struct Claims {
    /// A rise of satisfaction by this, in basis points …
    pub satisfaction_bp: i64,
    /// … is said to multiply profit by this.
    pub profit_multiple_bp: i64,
    /// Of leavers, so many are said to leave for lack of care.
    pub uncared_bp: i64,
    /// Winning a customer is said to cost so many times keeping one, at least and at most.
    pub winning_times: [i64; 2],
    /// From what keeping a buyer costs here, in minor units; none without buyers.
    pub winning_minor: Option<[i64; 2]>,
    /// With fewer leavers than this, their share is told all the same, as a hint that cannot be compared with the claim.
    pub leavers_least: i64,
    /// Without contact in both directions for longer than so many days, care was overdue.
    pub upkeep_days: i64,
    /// Accounts with two surveys of satisfaction, of which one's own line could be drawn.
    pub surveyed: i64,
    /// So many are needed.
    pub surveyed_least: i64,
}

impl Claims {
    /// Beside how the company stands.
    pub(super) fn beside(now: Option<&Objectives>, settings: &Settings) -> Self {
        Self {
            satisfaction_bp: settings.claim_satisfaction_bp,
            profit_multiple_bp: settings.claim_profit_bp,
            uncared_bp: settings.claim_uncared_bp,
            winning_times: settings.multiples,
            winning_minor: now.and_then(|now| now.keeping_minor).map(|keeping| rules::winning(keeping, settings.multiples)),
            leavers_least: settings.leavers_least,
            upkeep_days: settings.upkeep_days,
            // Nothing records surveys yet.
            surveyed: 0,
            surveyed_least: settings.surveyed_least,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("it is a day")
    }

    fn channel(kind: &'static str, first_on: &str, sales: i64) -> Brought {
        Brought {
            channel_kind: Some(kind),
            first_on: Some(day(first_on)),
            buyers: 2,
            repeat_buyers: 1,
            orders: 24,
            sales,
            margin: 24 * 50_000,
            service: 400_000,
            buyers_margin: 24 * 50_000,
            buyers_service: 400_000,
            value: 2 * sales,
        }
    }

    #[test]
    fn f53_the_four_aims_come_from_what_was_reckoned() {
        let past = Past { sales_before: 8_000_000, buyers: 4, tenure_days: 4 * 1095, leavers: 24, uncared: 17, uncared_sales: 500 };
        let channels = [channel("dealer", "2020-01-01", 6_000_000), channel("group_buying", "2025-03-01", 4_000_000)];
        let found = Objectives::of(&channels, day("2026-11-29"), &past, &Settings::defaults());
        assert_eq!((found.buyers, found.repeat_bp, found.sales_minor, found.sales_growth_bp), (4, Some(5000), 10_000_000, Some(2500)));
        assert_eq!((found.service_bp, found.contribution_minor, found.contribution_each_minor), (Some(800), 1_600_000, Some(400_000)));
        assert_eq!((found.new_channels, found.new_channels_bp), (vec!["group_buying".to_owned()], Some(4000)));
        assert_eq!(found.relation_minor, Some(1_800_000), "3 years × 12 orders × ¥500");
        assert_eq!((found.leavers, found.uncared_bp), (24, Some(7083)), "f36: 71 percent beside the 67 that are claimed");
    }

    #[test]
    fn f36_claims_stand_beside_what_keeping_costs() {
        let now = Objectives { keeping_minor: Some(200_000), ..Objectives::default() };
        let claims = Claims::beside(Some(&now), &Settings::defaults());
        assert_eq!((claims.winning_minor, claims.uncared_bp), (Some([1_000_000, 2_000_000]), 6667));
        assert_eq!((claims.surveyed, claims.surveyed_least), (0, 30), "not enough data");
        assert_eq!(Claims::beside(None, &Settings::defaults()).winning_minor, None);
    }

    #[test]
    fn without_customers_nothing_is_divided() {
        let none = Objectives::of(&[], day("2026-11-29"), &Past::default(), &Settings::defaults());
        assert_eq!(none, Objectives::default());
    }
}
