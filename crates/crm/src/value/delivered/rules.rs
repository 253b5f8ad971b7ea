//! Kotler's delivered value: total value less total cost, factor by factor against the best rival.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The highest score of a factor.
pub const MOST: i64 = 10;
/// So many rivals are compared.
pub const MOST_RIVALS: usize = 3;

/// The factors as the column of the advice has them; none first.
pub const FACTORS: &[&str] = &["none", "product", "service", "personnel", "image", "money", "time", "mental", "physical"];

/// From what customers draw value: the checklist of what stands behind the scores.
pub const SOURCES: &[&str] = &["products", "services", "processes", "people", "physical_evidence", "communication", "channels"];

/// F14: what an account looks at first.
pub const ORIENTATIONS: &[&str] = &["none", "cost", "value", "technology"];

/// One of the four benefits or the four costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ValueFactor)]
pub enum Factor {
    /// What the goods are good for.
    Product,
    /// What is done for the customer.
    Service,
    /// The people it meets.
    Personnel,
    /// What the name brings it.
    Image,
    /// What it pays.
    Money,
    /// The time it takes.
    Time,
    /// The worry it causes.
    Mental,
    /// The trouble it takes.
    Physical,
}

impl Factor {
    /// All of them, the benefits first.
    pub const ALL: [Self; 8] =
        [Self::Product, Self::Service, Self::Personnel, Self::Image, Self::Money, Self::Time, Self::Mental, Self::Physical];

    /// As the column has it.
    #[must_use]
    pub fn code(self) -> &'static str {
        FACTORS[self as usize + 1]
    }

    /// Whether more of it is worse.
    #[must_use]
    pub fn is_cost(self) -> bool {
        matches!(self, Self::Money | Self::Time | Self::Mental | Self::Physical)
    }
}

/// What one supplier is to a customer: each factor from 0 to 10. Of costs, 10 is the dearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FactorScores)]
#[expect(missing_docs, reason = "they are the factors")]
pub struct Scores {
    pub product: i64,
    pub service: i64,
    pub personnel: i64,
    pub image: i64,
    pub money: i64,
    pub time: i64,
    pub mental: i64,
    pub physical: i64,
}

impl Scores {
    /// The score of a factor.
    #[must_use]
    pub fn of(&self, factor: Factor) -> i64 {
        match factor {
            Factor::Product => self.product,
            Factor::Service => self.service,
            Factor::Personnel => self.personnel,
            Factor::Image => self.image,
            Factor::Money => self.money,
            Factor::Time => self.time,
            Factor::Mental => self.mental,
            Factor::Physical => self.physical,
        }
    }

    /// The four benefits together.
    #[must_use]
    pub fn value(&self) -> i64 {
        Factor::ALL.into_iter().filter(|factor| !factor.is_cost()).map(|factor| self.of(factor)).sum()
    }

    /// The four costs together.
    #[must_use]
    pub fn cost(&self) -> i64 {
        Factor::ALL.into_iter().filter(|factor| factor.is_cost()).map(|factor| self.of(factor)).sum()
    }

    /// What is left for the customer.
    #[must_use]
    pub fn delivered(&self) -> i64 {
        self.value() - self.cost()
    }

    /// By how much this is better in a factor than another: more of a benefit, less of a cost.
    #[must_use]
    pub fn ahead_of(&self, other: &Self, factor: Factor) -> i64 {
        let more = self.of(factor) - other.of(factor);
        if factor.is_cost() { -more } else { more }
    }
}

/// What a comparison with rivals comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The rival that delivers most; of equals the one that was named first.
    pub best: Option<usize>,
    /// What we deliver beyond it.
    pub lead: Option<i64>,
    /// The factor in which it is furthest ahead of us, and by how much: to be added to, or subtracted from.
    pub behind: Option<(Factor, i64)>,
    /// The factor in which we are furthest ahead of it, and by how much.
    pub ahead: Option<(Factor, i64)>,
}

/// Compares what we deliver with what rivals do. Among equal gaps the first factor counts.
#[must_use]
pub fn compare(ours: &Scores, rivals: &[Scores]) -> Comparison {
    let mut best: Option<(usize, &Scores)> = None;
    for (n, rival) in rivals.iter().enumerate() {
        if best.is_none_or(|(_, best)| rival.delivered() > best.delivered()) {
            best = Some((n, rival));
        }
    }
    let Some((n, best)) = best else { return Comparison::default() };
    let largest = |gap: &dyn Fn(Factor) -> i64| {
        let gaps = Factor::ALL.into_iter().map(|factor| (factor, gap(factor))).filter(|(_, gap)| *gap > 0);
        // Of equals the last would be found, so they are asked from behind.
        gaps.rev().max_by_key(|(_, gap)| *gap)
    };
    Comparison {
        best: Some(n),
        lead: Some(ours.delivered() - best.delivered()),
        behind: largest(&|factor| best.ahead_of(ours, factor)),
        ahead: largest(&|factor| ours.ahead_of(best, factor)),
    }
}

/// S3-35: the factors to speak of first with an account of an orientation. Who looks at cost gives in on quality for a better
/// price; who looks at value wants what works well over the years; who looks at technology wants the newest. No score is
/// weighted by it.
#[must_use]
pub fn to_stress(orientation: &str) -> &'static [Factor] {
    match orientation {
        "cost" => &[Factor::Money],
        "value" => &[Factor::Product, Factor::Service],
        "technology" => &[Factor::Product],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scores([product, service, personnel, image, money, time, mental, physical]: [i64; 8]) -> Scores {
        Scores { product, service, personnel, image, money, time, mental, physical }
    }

    const OURS: [i64; 8] = [8, 9, 8, 7, 6, 3, 3, 2];
    const THEIRS: [i64; 8] = [8, 6, 6, 8, 5, 4, 4, 3];

    #[test]
    fn f09_delivered_value_lead_and_the_one_factor() {
        let (ours, theirs) = (scores(OURS), scores(THEIRS));
        assert_eq!((ours.value(), ours.cost(), ours.delivered()), (32, 14, 18));
        assert_eq!((theirs.value(), theirs.cost(), theirs.delivered()), (28, 16, 12));
        let compared = compare(&ours, &[theirs]);
        assert_eq!(compared.lead, Some(6));
        // Image and money are each one behind; the order of the factors decides.
        assert_eq!(compared.behind, Some((Factor::Image, 1)));
        assert_eq!(compared.ahead, Some((Factor::Service, 3)));
    }

    #[test]
    fn the_best_rival_counts_and_of_equals_the_first() {
        let ours = scores(OURS);
        let weak = scores([1, 1, 1, 1, 9, 9, 9, 9]);
        let [one, same] = [scores(THEIRS), scores([8, 6, 6, 8, 4, 5, 4, 3])];
        assert_eq!(compare(&ours, &[weak, one, same]).best, Some(1));
        assert_eq!(compare(&ours, &[]), Comparison::default());
        // Nowhere behind: there is nothing to add or to subtract.
        let compared = compare(&ours, &[weak]);
        assert_eq!((compared.behind, compared.ahead), (None, Some((Factor::Service, 8))));
        let likewise = compare(&ours, &[ours]);
        assert_eq!((likewise.lead, likewise.behind, likewise.ahead), (Some(0), None, None));
    }

    #[test]
    fn the_codes_are_those_of_the_column() {
        assert_eq!(Factor::ALL.map(Factor::code), FACTORS[1..]);
        assert!(ORIENTATIONS.iter().all(|orientation| to_stress(orientation).is_empty() == (*orientation == "none")));
    }

    proptest! {
        #[test]
        fn the_lead_is_the_sum_of_what_we_are_ahead_in_each_factor(
            ours in prop::array::uniform8(0..=MOST), theirs in prop::array::uniform8(0..=MOST)
        ) {
            let (ours, theirs) = (scores(ours), scores(theirs));
            let compared = compare(&ours, &[theirs]);
            let sum: i64 = Factor::ALL.into_iter().map(|factor| ours.ahead_of(&theirs, factor)).sum();
            prop_assert_eq!(compared.lead, Some(sum));
            for factor in Factor::ALL {
                prop_assert!(compared.behind.map_or(0, |(_, gap)| gap) >= theirs.ahead_of(&ours, factor));
                prop_assert!(compared.ahead.map_or(0, |(_, gap)| gap) >= ours.ahead_of(&theirs, factor));
            }
        }
    }
}
