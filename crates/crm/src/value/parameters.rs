//! The thresholds and defaults of value, in the register.

use std::collections::BTreeMap;

use guanxi_clv::ReorderBounds;
use guanxi_kernel::{
    db::Reader,
    error::Result,
    parameter::{Accord, Kind, Parameter},
};

use super::rules::{BehaviourBounds, Bounds, GrowthRule, ONE, Rates, Years, real};

const fn cost(key: &'static str, default: i64, about: &'static str) -> Parameter {
    Parameter { key, kind: Kind::Money, default, min: 0, max: 100_000_000, unit: "minor_units", source: "F08, our default", about }
}

const fn share(key: &'static str, default: i64, max: i64, source: &'static str, about: &'static str) -> Parameter {
    Parameter { key, kind: Kind::Ratio, default, min: 0, max, unit: "basis_points", source, about }
}

const fn number(
    key: &'static str,
    default: i64,
    [min, max]: [i64; 2],
    unit: &'static str,
    source: &'static str,
    about: &'static str,
) -> Parameter {
    Parameter { key, kind: Kind::Integer, default, min, max, unit, source, about }
}

const fn visits(key: &'static str, default: i64, about: &'static str) -> Parameter {
    number(key, default, [1, 366], "days", "F12, field practice: A weekly, C fortnightly", about)
}

const VISIT: Parameter = cost("value.visit_cost", 8000, "The standard cost of a visit.");
const CALL: Parameter = cost("value.call_cost", 800, "The standard cost of a call.");
const MESSAGE: Parameter = cost("value.message_cost", 50, "The standard cost of a message, a mail or a letter.");
const TICKET: Parameter = cost("value.ticket_cost", 3000, "The standard cost of a ticket of service.");
const DELIVERY: Parameter = cost("value.delivery_cost", 6000, "The standard cost of a delivery.");
const CONSULTING: Parameter = cost("value.consulting_minute_cost", 200, "The standard cost of a minute of advice.");
const CAPITAL: Parameter =
    share("value.capital_rate", 600, 10_000, "F08, our default", "What credit to customers costs in a year, of its amount.");
pub(super) const MARGIN: Parameter = share(
    "value.gross_margin",
    3000,
    10_000,
    "Our default",
    "The gross margin, of net sales, that is taken where an order does not say what its goods cost.",
);
const AMBER: Parameter = share(
    "value.service_amber",
    6000,
    100_000,
    "F08, our default",
    "Cost to serve in relation to gross margin from which an account is amber.",
);
const RED: Parameter = share(
    "value.service_red",
    10_000,
    100_000,
    "F08, our default",
    "Cost to serve in relation to gross margin from which an account is over-served.",
);
const MONTHS: Parameter = number(
    "value.forecast_months",
    12,
    [1, 36],
    "months",
    "F06, our default",
    "Over how many months the third part of the value looks ahead.",
);
const GROWTH_SHARE: Parameter = share(
    "value.forecast_growth_share",
    5000,
    10_000,
    "F06, our default: what grew by chance falls back",
    "So much of the growth of the last 12 months is expected to go on, where no purchase model says it.",
);
const GROWTH_MOST: Parameter =
    share("value.forecast_growth_most", 5000, 10_000, "F06, our default", "No more growth than this is expected, and no more decline.");
const YEARS: Parameter =
    number("value.lifetime_years", 5, [1, 20], "years", "F07, our default", "Over how many years the lifetime value looks ahead.");
const DISCOUNT: Parameter =
    share("value.discount", 1000, 10_000, "F07, our default", "How much less a yuan of next year is worth than one of today.");
const RETENTION: Parameter = share(
    "value.retention",
    8000,
    10_000,
    "F07, our default",
    "The share of customers that stay another year, where too few are known to measure it.",
);
const RETENTION_LEAST: Parameter = number(
    "value.retention_least",
    30,
    [5, 10_000],
    "customers",
    "F07, our default",
    "With fewer customers of a channel that could have stayed, nobody knows how many do.",
);
const KEEPING_LOW: Parameter = number(
    "value.acquisition_multiple_low",
    5,
    [1, 100],
    "times",
    "F07, article: winning costs 5 to 10 times keeping",
    "What winning a customer costs at least, in yearly costs of keeping one.",
);
const KEEPING_HIGH: Parameter = number(
    "value.acquisition_multiple_high",
    10,
    [1, 100],
    "times",
    "F07, article: winning costs 5 to 10 times keeping",
    "What winning a customer costs at most, in yearly costs of keeping one.",
);
const LOST_DAYS: Parameter =
    number("value.lost_days", 365, [30, 3650], "days", "F15, our default", "A customer that has been silent for so long counts as lost.");
const SILENCE_WATCH: Parameter = share(
    "value.silence_watch",
    8000,
    10_000,
    "F15, our default: four in five gaps",
    "A silence longer than this share of the gaps between orders of such customers is to be watched.",
);
const SILENCE_WARN: Parameter = share(
    "value.silence_warn",
    9500,
    10_000,
    "F15, our default: nineteen in twenty gaps",
    "A silence longer than this share of the gaps between orders of such customers is unusual.",
);
const PYRAMID_VIP: Parameter =
    share("value.pyramid_vip", 100, 10_000, "F10, Curry's pyramid", "The share of active accounts at the top of the pyramid.");
const PYRAMID_MAJOR: Parameter =
    share("value.pyramid_major", 400, 10_000, "F10, Curry's pyramid", "The share of active accounts below the top.");
const PYRAMID_ORDINARY: Parameter =
    share("value.pyramid_ordinary", 1500, 10_000, "F10, Curry's pyramid", "The share of active accounts below those; the rest is small.");
const ABC_A: Parameter = share(
    "value.abc_a",
    8000,
    10_000,
    "F12, ABC analysis",
    "An account is A while those before it have less than this share of all contribution.",
);
const ABC_B: Parameter = share(
    "value.abc_b",
    9500,
    10_000,
    "F12, ABC analysis",
    "An account is B while those before it have less than this share of all contribution.",
);
const VISIT_A: Parameter = visits("value.visit_days_a", 7, "A store of class A is visited after so many days.");
const VISIT_B: Parameter = visits("value.visit_days_b", 10, "A store of class B is visited after so many days.");
const VISIT_C: Parameter = visits("value.visit_days_c", 14, "A store of class C is visited after so many days.");
const BCG_GROWTH: Parameter =
    share("value.bcg_growth", 1000, 100_000, "F11, growth-share matrix", "The growth from which an account has a high potential.");
const DECLINE: Parameter = share(
    "value.decline",
    1000,
    10_000,
    "F13, our default; Campbell & Cunningham name no figure",
    "The decline of expected purchases from which an account is one of yesterday's customers.",
);
const LOYAL_DAYS: Parameter = number(
    "value.loyal_days",
    365,
    [30, 3650],
    "days",
    "F13, as old customers of F05",
    "A customer whose first order is so long ago is of long standing.",
);
const LOYAL_ALIVE: Parameter = share(
    "value.loyal_alive",
    5000,
    10_000,
    "F13, Reinartz & Kumar: more likely there than not",
    "From this probability of still being a customer on, one of long standing is loyal.",
);
const RFM_LEAST: Parameter = number(
    "value.rfm_least",
    50,
    [5, 1_000_000],
    "accounts",
    "F10: with fewer, ranks lie",
    "With fewer active accounts of a channel there are no quintiles of recency, frequency and sales.",
);
const MODEL_LEAST: Parameter = number(
    "value.model_least",
    50,
    [10, 1_000_000],
    "customers",
    "Our default",
    "With fewer customers that bought again, no purchase model is fitted.",
);
const MODEL_MOST: Parameter = number(
    "value.model_most",
    100_000,
    [1000, 10_000_000],
    "customers",
    "Our default: parameters are known to a hundredth long before",
    "With more customers the purchase model is fitted to a sample of them.",
);
const COUNTED_MOST: Parameter = number(
    "value.counted_most",
    100_000,
    [20_000, 150_000],
    "accounts",
    "Our default: so many are counted in a moment",
    "With more active accounts, a portfolio of a filter is counted in a sample of them.",
);
const SPEND_CORRELATION: Parameter = share(
    "value.spend_correlation",
    3000,
    10_000,
    "Our default, a rule of thumb",
    "From a correlation of spend and frequency above this on, spend is each customer's own mean and not the model's.",
);
const HOLDOUT_DAYS: Parameter = number(
    "value.holdout_days",
    182,
    [28, 1825],
    "days",
    "Our default",
    "The last so many days test what the purchase models say from the time before.",
);
const UPKEEP_DAYS: Parameter = number(
    "value.upkeep_days",
    90,
    [7, 730],
    "days",
    "F17, our default",
    "Of whom nobody had spoken with for longer when it was lost, care was overdue.",
);
const NEW_CHANNEL_DAYS: Parameter = number(
    "value.new_channel_days",
    730,
    [30, 3650],
    "days",
    "F53, article: channels younger than two years",
    "A kind of channel counts as new for so long after its first order.",
);
const LEAVERS_LEAST: Parameter = number(
    "value.leavers_least",
    30,
    [1, 10_000],
    "accounts",
    "F36, A12: own data replace what is claimed from 30 losses on",
    "With fewer lost accounts, how many left for lack of care is told as a hint that cannot be compared.",
);
const SURVEYED_LEAST: Parameter = number(
    "value.surveyed_least",
    30,
    [10, 10_000],
    "accounts",
    "F36, our default",
    "With fewer accounts that were asked twice, nothing is said of what satisfaction does to contribution.",
);
const CLAIM_SATISFACTION: Parameter =
    share("value.claim_satisfaction", 500, 10_000, "F36, article (HBR)", "The rise of satisfaction that is said to multiply profit.");
const CLAIM_PROFIT: Parameter = share(
    "value.claim_profit",
    20_000,
    100_000,
    "F36, article (HBR)",
    "By how much it is said to multiply profit. Shown, never reckoned with.",
);
const CLAIM_UNCARED: Parameter = share(
    "value.claim_uncared",
    6667,
    10_000,
    "F36, article (Yankee Group)",
    "The share of leavers that is said to leave for lack of care.",
);
const DEMAND_PRODUCTS: Parameter = number(
    "value.demand_products",
    8,
    [1, 30],
    "products",
    "F06, our default",
    "Of so many products and of so many families of an account, those with most net sales, it is told what it will need.",
);
const DEMAND_YEARS: Parameter = number(
    "value.demand_years",
    4,
    [2, 10],
    "years",
    "F06, our default: three festivals of each kind",
    "From so many years of order lines it is told what an account will need of a product.",
);
const COMPARE_DAYS: Parameter = number(
    "value.compare_days",
    91,
    [1, 366],
    "days",
    "F10, F53: since last quarter",
    "What is told of how things have moved is told since the last kept day that lies so many days back, or longer.",
);
const SNAPSHOT_DAYS: Parameter = number(
    "value.snapshot_days",
    7,
    [1, 366],
    "days",
    "F65, our default",
    "For so many days every day's figures of each account are kept; of earlier ones the last of each month.",
);
const SNAPSHOT_MONTHS: Parameter = number(
    "value.snapshot_months",
    36,
    [1, 240],
    "months",
    "F65, our default",
    "For so many months the figures of the last day of a month are kept.",
);

const DISCOUNT_SHARE: Parameter = share(
    "value.discount_customer_share",
    6000,
    10_000,
    "F14, our default",
    "An account buys for the discount from this share of its net sales of 12 months on promotion on.",
);
const LOYAL_ORDERS: Parameter =
    number("value.loyal_orders", 4, [1, 1000], "orders", "F14, our default", "A loyal buyer has at least so many orders in 12 months.");
const LOYAL_SHARE: Parameter = share(
    "value.loyal_promotion_share",
    2000,
    10_000,
    "F14, our default",
    "A loyal buyer buys less than this share of its net sales of 12 months on promotion.",
);
const WANDERER_ENQUIRIES: Parameter = number(
    "value.wanderer_enquiries",
    3,
    [1, 1000],
    "enquiries",
    "F14, our default",
    "Who asks at least so often and orders nothing is a wanderer.",
);
const WANDERER_DAYS: Parameter =
    number("value.wanderer_days", 90, [7, 365], "days", "F14, our default", "In so many days a wanderer asks and orders nothing.");
const CYCLE_TOLERANCE: Parameter = share(
    "value.cycle_tolerance",
    2500,
    10_000,
    "F14, our default",
    "An order comes in its account's cycle when it is no further from it than this share of it.",
);
const RHYTHM_LEAST: Parameter = number(
    "value.rhythm_least",
    2,
    [1, 100],
    "orders",
    "Our default",
    "With fewer orders in 12 months that follow another, nothing is said of the rhythm of an account.",
);
const IMPULSE_SHARE: Parameter = share(
    "value.impulse_share",
    5000,
    10_000,
    "F14, our default",
    "An account buys on impulse from this share of orders that came neither in its cycle nor after an enquiry on.",
);

/// All of them.
pub(super) const ALL: &[Parameter] = &[
    VISIT,
    CALL,
    MESSAGE,
    TICKET,
    DELIVERY,
    CONSULTING,
    CAPITAL,
    MARGIN,
    AMBER,
    RED,
    MONTHS,
    GROWTH_SHARE,
    GROWTH_MOST,
    YEARS,
    DISCOUNT,
    RETENTION,
    RETENTION_LEAST,
    KEEPING_LOW,
    KEEPING_HIGH,
    LOST_DAYS,
    SILENCE_WATCH,
    SILENCE_WARN,
    PYRAMID_VIP,
    PYRAMID_MAJOR,
    PYRAMID_ORDINARY,
    ABC_A,
    ABC_B,
    VISIT_A,
    VISIT_B,
    VISIT_C,
    BCG_GROWTH,
    DECLINE,
    LOYAL_DAYS,
    LOYAL_ALIVE,
    RFM_LEAST,
    MODEL_LEAST,
    MODEL_MOST,
    COUNTED_MOST,
    SPEND_CORRELATION,
    HOLDOUT_DAYS,
    DEMAND_PRODUCTS,
    DEMAND_YEARS,
    UPKEEP_DAYS,
    NEW_CHANNEL_DAYS,
    SURVEYED_LEAST,
    LEAVERS_LEAST,
    CLAIM_SATISFACTION,
    CLAIM_PROFIT,
    CLAIM_UNCARED,
    COMPARE_DAYS,
    SNAPSHOT_DAYS,
    SNAPSHOT_MONTHS,
    DISCOUNT_SHARE,
    LOYAL_ORDERS,
    LOYAL_SHARE,
    WANDERER_ENQUIRIES,
    WANDERER_DAYS,
    CYCLE_TOLERANCE,
    RHYTHM_LEAST,
    IMPULSE_SHARE,
];

/// What would contradict itself otherwise: a bound to be watched beyond the one that is unusual, no account left to be small.
pub(super) const ACCORDS: &[Accord] = &[
    Accord::Rising(&[AMBER, RED]),
    Accord::Rising(&[KEEPING_LOW, KEEPING_HIGH]),
    Accord::Rising(&[SILENCE_WATCH, SILENCE_WARN]),
    Accord::Rest(&[PYRAMID_VIP, PYRAMID_MAJOR, PYRAMID_ORDINARY]),
    Accord::Rising(&[ABC_A, ABC_B]),
    Accord::Rising(&[VISIT_A, VISIT_B, VISIT_C]),
    Accord::Rising(&[MODEL_LEAST, MODEL_MOST]),
    Accord::Rising(&[LOYAL_SHARE, DISCOUNT_SHARE]),
];

/// The values of a workspace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub(super) rates: Rates,
    pub(super) margin_bp: i64,
    pub(super) amber_bp: i64,
    pub(super) red_bp: i64,
    pub(super) forecast_months: i64,
    pub(super) growth: GrowthRule,
    pub(super) years: Years,
    pub(super) retention: f64,
    pub(super) retention_least: u64,
    pub(super) multiples: [i64; 2],
    pub(super) lost_days: i64,
    pub(super) silence: ReorderBounds,
    pub(super) pyramid: [i64; 3],
    pub(super) abc: [i64; 2],
    /// F12: after how many days stores of class A, B and C are visited.
    pub(super) visit_days: [i64; 3],
    pub(super) growth_bp: i64,
    /// F13: the bounds of the views.
    pub(super) bounds: Bounds,
    pub(super) rfm_least: i64,
    pub(super) model_least: i64,
    pub(super) model_most: usize,
    pub(super) counted_most: usize,
    pub(super) spend_correlation: f64,
    pub(super) holdout_days: i64,
    pub(super) demand_products: usize,
    pub(super) demand_years: u32,
    pub(super) upkeep_days: i64,
    pub(super) new_channel_days: i64,
    pub(super) surveyed_least: i64,
    pub(super) leavers_least: i64,
    pub(super) claim_satisfaction_bp: i64,
    pub(super) claim_profit_bp: i64,
    pub(super) claim_uncared_bp: i64,
    pub(super) compare_days: i64,
    pub(super) snapshot_days: i64,
    pub(super) snapshot_months: i64,
    pub(super) behaviour: BehaviourBounds,
}

impl Settings {
    /// Reads them, with one question.
    pub(super) async fn of(reader: &Reader) -> Result<Self> {
        Ok(Self::from(&Parameter::changed(reader).await?))
    }

    /// Those of a workspace in which nothing was changed.
    #[cfg(test)]
    pub(super) fn defaults() -> Self {
        Self::from(&BTreeMap::new())
    }

    fn from(changed: &BTreeMap<String, i64>) -> Self {
        let get = |parameter: &Parameter| changed.get(parameter.key).copied().unwrap_or(parameter.default);
        let fraction = |parameter: &Parameter| real(get(parameter)) / real(ONE);
        Self {
            rates: Rates {
                visit: get(&VISIT),
                call: get(&CALL),
                message: get(&MESSAGE),
                ticket: get(&TICKET),
                delivery: get(&DELIVERY),
                consulting_minute: get(&CONSULTING),
                capital_bp: get(&CAPITAL),
            },
            margin_bp: get(&MARGIN),
            amber_bp: get(&AMBER),
            red_bp: get(&RED),
            forecast_months: get(&MONTHS),
            growth: GrowthRule { share_bp: get(&GROWTH_SHARE), most_bp: get(&GROWTH_MOST) },
            years: Years { years: u32::try_from(get(&YEARS)).unwrap_or(1), discount: fraction(&DISCOUNT) },
            retention: fraction(&RETENTION),
            retention_least: get(&RETENTION_LEAST).unsigned_abs(),
            multiples: [get(&KEEPING_LOW), get(&KEEPING_HIGH)],
            lost_days: get(&LOST_DAYS),
            silence: ReorderBounds { watch: fraction(&SILENCE_WATCH), warn: fraction(&SILENCE_WARN) },
            pyramid: [get(&PYRAMID_VIP), get(&PYRAMID_MAJOR), get(&PYRAMID_ORDINARY)],
            abc: [get(&ABC_A), get(&ABC_B)],
            visit_days: [get(&VISIT_A), get(&VISIT_B), get(&VISIT_C)],
            growth_bp: get(&BCG_GROWTH),
            bounds: Bounds {
                growth_bp: get(&BCG_GROWTH),
                decline_bp: get(&DECLINE),
                loyal_days: get(&LOYAL_DAYS),
                alive_bp: get(&LOYAL_ALIVE),
            },
            rfm_least: get(&RFM_LEAST),
            model_least: get(&MODEL_LEAST),
            model_most: usize::try_from(get(&MODEL_MOST)).unwrap_or(usize::MAX),
            counted_most: usize::try_from(get(&COUNTED_MOST)).unwrap_or(usize::MAX),
            spend_correlation: fraction(&SPEND_CORRELATION),
            holdout_days: get(&HOLDOUT_DAYS),
            demand_products: usize::try_from(get(&DEMAND_PRODUCTS)).unwrap_or(1),
            demand_years: u32::try_from(get(&DEMAND_YEARS)).unwrap_or(1),
            upkeep_days: get(&UPKEEP_DAYS),
            new_channel_days: get(&NEW_CHANNEL_DAYS),
            leavers_least: get(&LEAVERS_LEAST),
            surveyed_least: get(&SURVEYED_LEAST),
            claim_satisfaction_bp: get(&CLAIM_SATISFACTION),
            claim_profit_bp: get(&CLAIM_PROFIT),
            claim_uncared_bp: get(&CLAIM_UNCARED),
            compare_days: get(&COMPARE_DAYS),
            snapshot_days: get(&SNAPSHOT_DAYS),
            snapshot_months: get(&SNAPSHOT_MONTHS),
            behaviour: BehaviourBounds {
                discount_bp: get(&DISCOUNT_SHARE),
                loyal_orders: get(&LOYAL_ORDERS),
                loyal_promotion_bp: get(&LOYAL_SHARE),
                enquiries: get(&WANDERER_ENQUIRIES),
                enquiry_days: get(&WANDERER_DAYS),
                tolerance_bp: get(&CYCLE_TOLERANCE),
                rhythm_least: get(&RHYTHM_LEAST),
                unplanned_bp: get(&IMPULSE_SHARE),
            },
        }
    }
}
