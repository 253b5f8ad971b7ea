//! How much of a file is filled in, and still true (F03, F04).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the answer to a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnswerState)]
pub enum State {
    /// It is there, and was verified lately.
    Good,
    /// It is there, but nobody has verified it for too long: it counts as missing.
    Stale,
    /// It is not there.
    Missing,
}

/// F04: how an answer stands that was verified on a day, if it is there: too old from the day after `stale_days` on.
#[must_use]
pub fn state(verified_on: Option<NaiveDate>, today: NaiveDate, stale_days: i64) -> State {
    match verified_on {
        None => State::Missing,
        Some(day) if (today - day).num_days() > stale_days => State::Stale,
        Some(_) => State::Good,
    }
}

/// How the answers of a file stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Questions.
    pub asked: i64,
    /// Answers that are there and were verified lately.
    pub good: i64,
    /// Answers that count as missing because they are too old.
    pub stale: i64,
}

impl Completeness {
    /// Of some answers.
    #[must_use]
    pub fn of(states: impl IntoIterator<Item = State>) -> Self {
        let mut all = Self::default();
        for state in states {
            all.asked += 1;
            all.good += i64::from(state == State::Good);
            all.stale += i64::from(state == State::Stale);
        }
        all
    }

    /// The share of good answers in basis points, rounded down: what is not reached is not shown as reached.
    #[must_use]
    pub fn bp(&self) -> i64 {
        if self.asked == 0 { 0 } else { self.good * 10_000 / self.asked }
    }
}

/// How many more answers make a file complete enough.
#[must_use]
pub fn lacking(completeness: &Completeness, least_bp: i64) -> i64 {
    let needed = (completeness.asked * least_bp + 9_999) / 10_000;
    (needed - completeness.good).max(0)
}

/// F03: whether a file is complete enough to be analysed.
#[must_use]
pub fn complete_enough(completeness: &Completeness, least_bp: i64) -> bool {
    completeness.bp() >= least_bp
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(good: usize, asked: usize) -> Completeness {
        Completeness::of((0..asked).map(|n| if n < good { State::Good } else { State::Missing }))
    }

    #[test]
    fn f03_19_of_25_are_76_percent_and_20_are_80() {
        for (good, bp, enough) in [(0, 0, false), (19, 7600, false), (20, 8000, true), (25, 10_000, true)] {
            let completeness = filled(good, 25);
            assert_eq!((completeness.bp(), complete_enough(&completeness, 8000)), (bp, enough), "{good}");
            assert_eq!(lacking(&completeness, 8000), (20 - i64::try_from(good).unwrap()).max(0), "{good}");
        }
        assert_eq!(filled(2, 3).bp(), 6666);
    }

    #[test]
    fn f04_what_was_verified_91_days_ago_is_stale_and_counts_as_missing() {
        let today: NaiveDate = "2026-11-30".parse().unwrap();
        let ago = |days: i64| Some(today - chrono::Duration::days(days));
        let of = |day, stale_days| state(day, today, stale_days);
        assert_eq!(
            [of(ago(90), 90), of(ago(91), 90), of(ago(91), 180), of(None, 90)],
            [State::Good, State::Stale, State::Good, State::Missing]
        );
        let before = Completeness::of([State::Good; 25]);
        let after = Completeness::of(std::iter::once(State::Stale).chain([State::Good; 24]));
        assert_eq!(before.bp() - after.bp(), 400, "four points of a hundred");
    }

    proptest! {
        #[test]
        fn one_more_answer_never_makes_a_file_less_complete(good in 0_usize..40, more in 1_usize..40) {
            let asked = good + more;
            let (before, after) = (filled(good, asked), filled(good + 1, asked));
            prop_assert!(before.bp() <= after.bp() && (0..=10_000).contains(&after.bp()));
            prop_assert_eq!(complete_enough(&after, 8000), lacking(&after, 8000) == 0);
        }
    }
}
