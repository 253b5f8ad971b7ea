//! Which of two ways to the rows is the better one, as it was found out a moment ago.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::Statement;

/// How long an answer serves. Both ways lead to the same rows: what has changed meanwhile makes a list slower, never wrong.
const FRESH: Duration = Duration::from_secs(20);
/// How many answers are kept, of 40 bytes each.
const MOST: usize = 10_000;

/// The answers of this process.
#[derive(Clone, Default)]
pub(crate) struct Ways(Arc<Mutex<HashMap<u64, (Instant, bool)>>>);

impl Ways {
    /// The answer to this question, if it was asked a moment before `now`.
    pub(crate) fn known(&self, question: &Statement, now: Instant) -> Option<bool> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, answer) = answers.get(&hashed(question))?;
        (now.saturating_duration_since(*at) < FRESH).then_some(*answer)
    }

    /// Keeps an answer.
    pub(crate) fn keep(&self, question: &Statement, answer: bool, now: Instant) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.retain(|_, (at, _)| now.saturating_duration_since(*at) < FRESH);
        }
        if answers.len() < MOST {
            answers.insert(hashed(question), (now, answer));
        }
    }
}

fn hashed(question: &Statement) -> u64 {
    let mut hasher = DefaultHasher::new();
    question.sql.hash(&mut hasher);
    // Values are not hashable: there are numbers with a point among them.
    format!("{:?}", question.values).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Dialect;

    #[test]
    fn an_answer_serves_for_a_moment_and_for_its_own_question() {
        let (ways, now) = (Ways::default(), Instant::now());
        let question = |owner: i64| Dialect::Sqlite.statement("SELECT 1 FROM accounts WHERE owner_id = ?", vec![owner.into()]);
        assert_eq!(ways.known(&question(1), now), None);
        ways.keep(&question(1), true, now);
        ways.keep(&question(2), false, now);
        assert_eq!([1, 2, 3].map(|owner| ways.known(&question(owner), now + FRESH / 2)), [Some(true), Some(false), None]);
        assert_eq!(ways.known(&question(1), now + FRESH), None);
    }

    #[test]
    fn answers_do_not_pile_up() {
        let (ways, now) = (Ways::default(), Instant::now());
        let question = |n: usize| Dialect::Sqlite.statement(&format!("SELECT {n}"), vec![]);
        (0..MOST + 5).for_each(|n| ways.keep(&question(n), true, now));
        assert_eq!(ways.known(&question(MOST + 4), now), None, "there is no more room for what is asked now");
        ways.keep(&question(MOST + 4), true, now + FRESH);
        assert_eq!(ways.known(&question(MOST + 4), now + FRESH), Some(true), "what has had its time makes room");
    }
}
