//! What a customer is expected to buy over the horizon, and from what that is known.

use serde::Serialize;
use utoipa::ToSchema;

use super::{codes::codes, in_relation, share_of};

/// How much of its own growth a customer is expected to go on with: what grew by chance falls back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthRule {
    /// This share of it, in basis points …
    pub share_bp: i64,
    /// … and no more than this either way.
    pub most_bp: i64,
}

codes! {
    /// From what a forecast is known.
    #[derive(Serialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    #[schema(as = ForecastSource)]
    Source, "Nothing was bought, nothing is known." {
        Manual = "manual", "Somebody has said it.";
        Model = "model", "The purchase model of the workspace, from how often, how recently and for how much the customer buys.";
        RunRate = "run_rate", "The last 12 months, with some of the growth over the 12 months before.";
    }
}

/// What is expected over the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// In minor units, never below zero.
    pub minor: i64,
    /// From what.
    pub source: Source,
}

/// F06: the last 12 months again, scaled to the horizon, with growth where there is a year to compare with. A customer that
/// was silent for so long that it counts as lost is not expected to buy.
#[must_use]
pub fn run_rate(last_12m: i64, before_12m: Option<i64>, months: i64, is_lost: bool, rule: GrowthRule) -> Forecast {
    if is_lost || last_12m <= 0 {
        return Forecast { minor: 0, source: Source::RunRate };
    }
    let growth = before_12m.and_then(|before| in_relation(last_12m.saturating_sub(before), before)).unwrap_or(0);
    let expected = share_of(growth, rule.share_bp).clamp(-rule.most_bp, rule.most_bp);
    let year = share_of(last_12m, super::ONE + expected);
    Forecast { minor: i64::try_from(i128::from(year) * i128::from(months) / 12).unwrap_or(i64::MAX), source: Source::RunRate }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f06_the_run_rate_is_the_last_year_with_half_its_growth() {
        for (last, before, months, lost, expected) in [
            (1000, None, 12, false, 1000),
            (1000, None, 6, false, 500),
            (1200, Some(1000), 12, false, 1320),
            (800, Some(1000), 12, false, 720),
            (9000, Some(1000), 12, false, 13_500),
            (10, Some(1000), 12, false, 5),
            (1000, Some(0), 12, false, 1000),
            (1000, None, 12, true, 0),
            (-5, None, 12, false, 0),
        ] {
            let half = GrowthRule { share_bp: 5000, most_bp: 5000 };
            assert_eq!(run_rate(last, before, months, lost, half).minor, expected, "{last} after {before:?} over {months}, lost: {lost}");
        }
        for (share_bp, most_bp, expected) in [(10_000, 10_000, 18_000), (10_000, 2000, 10_800), (0, 5000, 9000)] {
            let rule = GrowthRule { share_bp, most_bp };
            assert_eq!(run_rate(9000, Some(4500), 12, false, rule).minor, expected, "{rule:?}");
        }
        let all = [Source::None, Source::Manual, Source::Model, Source::RunRate];
        assert_eq!(all.map(Source::code), ["none", "manual", "model", "run_rate"]);
    }
}
