//! The steps of a file: survey, archived, analysed, in review, reviewed, due again (F03).

use chrono::NaiveDate;
use guanxi_kernel::clock::NEVER;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusal;

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FileStep)]
pub enum Step {
    /// Answers are missing.
    Survey,
    /// It is complete enough to be analysed.
    Archived,
    /// What the account is worth was put down.
    Analysed,
    /// It waits for a manager.
    InReview,
    /// A manager has decided.
    Reviewed,
    /// The next review is due.
    DueAgain,
}

/// The steps, as the column has them.
pub const STEPS: &[&str] = &["survey", "archived", "analysed", "in_review", "reviewed", "due_again"];

const ALL: [Step; 6] = [Step::Survey, Step::Archived, Step::Analysed, Step::InReview, Step::Reviewed, Step::DueAgain];

impl Step {
    /// As the column has it.
    #[must_use]
    pub fn code(self) -> &'static str {
        STEPS[self as usize]
    }

    /// The step of a code; a file without one is surveyed.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        STEPS.iter().position(|known| *known == code).map_or(Self::Survey, |at| ALL[at])
    }
}

/// What decides where a file stands by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether it is complete enough.
    pub complete: bool,
    /// Whether an answer is too old.
    pub stale: bool,
    /// Whether it is of an account of class A or a VIP.
    pub is_key: bool,
    /// When it is to be reviewed again.
    pub next_review_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// Where a file stands now without anybody doing anything, and whether it is surveyed only in part: a reviewed file of an
/// important account, of which some answers have become too old.
#[must_use]
pub fn settle(step: Step, is_partial: bool, facts: &Facts) -> (Step, bool) {
    let is_due = facts.next_review_on != NEVER && facts.next_review_on <= facts.today;
    match step {
        Step::Survey if is_partial && is_due => (Step::DueAgain, false),
        Step::Survey if is_partial && !(facts.stale && facts.is_key) => (Step::Reviewed, false),
        Step::Survey if is_partial => (Step::Survey, true),
        Step::Survey | Step::Archived => (if facts.complete { Step::Archived } else { Step::Survey }, false),
        Step::Reviewed if is_due => (Step::DueAgain, false),
        Step::Reviewed if facts.stale && facts.is_key => (Step::Survey, true),
        Step::Analysed | Step::InReview | Step::Reviewed | Step::DueAgain => (step, false),
    }
}

/// F03: whether a file may be analysed.
pub fn may_analyse(step: Step, complete: bool, bp: i64, least_bp: i64) -> Result<(), Refusal> {
    if step == Step::InReview {
        return Err(("file_in_review", "This file is being reviewed; what the review looks at stays as it is.".to_owned()));
    }
    if !complete {
        let (has, needs) = (bp / 100, least_bp / 100);
        return Err(("file_incomplete", format!("This file is {has} % complete; {needs} % are needed before it is analysed.")));
    }
    Ok(())
}

/// Whether an analysed file may be handed to a manager.
pub fn may_submit(step: Step) -> Result<(), Refusal> {
    match step {
        Step::Analysed => Ok(()),
        Step::InReview => Err(("file_in_review", "This file waits for its review already.".to_owned())),
        _ => Err(("file_not_analysed", "Analyse this file first; the review looks at the analysis.".to_owned())),
    }
}

/// Whether a manager may decide on a file.
pub fn may_review(step: Step) -> Result<(), Refusal> {
    if step == Step::InReview {
        return Ok(());
    }
    Err(("file_not_in_review", "This file is not in review; whoever looks after it submits it first.".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn facts() -> Facts {
        Facts { complete: true, stale: false, is_key: true, next_review_on: day("2027-02-28"), today: day("2026-11-30") }
    }

    #[test]
    fn a_code_tells_its_step() {
        for (code, step) in STEPS.iter().zip(ALL) {
            assert_eq!((step.code(), Step::from_code(code)), (*code, step));
        }
    }

    #[test]
    fn f03_a_file_is_archived_once_it_is_complete_enough_and_surveyed_again_when_it_is_not_any_more() {
        let facts = Facts { next_review_on: NEVER, ..facts() };
        let incomplete = Facts { complete: false, ..facts };
        assert_eq!(settle(Step::Survey, false, &facts), (Step::Archived, false));
        assert_eq!(settle(Step::Archived, false, &incomplete), (Step::Survey, false));
        for step in [Step::Analysed, Step::InReview] {
            assert_eq!(settle(step, false, &incomplete), (step, false), "what was analysed is reviewed");
        }
    }

    #[test]
    fn f04_a_stale_answer_sends_the_reviewed_file_of_an_important_account_back_to_a_partial_survey() {
        let stale = Facts { stale: true, ..facts() };
        assert_eq!(settle(Step::Reviewed, false, &stale), (Step::Survey, true));
        assert_eq!(settle(Step::Reviewed, false, &Facts { is_key: false, ..stale }), (Step::Reviewed, false));
        assert_eq!(settle(Step::Survey, true, &stale), (Step::Survey, true));
        assert_eq!(settle(Step::Survey, true, &facts()), (Step::Reviewed, false), "once all are verified the review counts again");
    }

    #[test]
    fn f03_a_review_is_due_again_on_its_day() {
        let on = |today: &str| settle(Step::Reviewed, false, &Facts { today: day(today), ..facts() });
        assert_eq!([on("2027-02-27"), on("2027-02-28")], [(Step::Reviewed, false), (Step::DueAgain, false)]);
        let late = Facts { today: day("2027-03-01"), stale: true, ..facts() };
        assert_eq!(settle(Step::Survey, true, &late), (Step::DueAgain, false));
    }

    #[test]
    fn f03_a_file_is_analysed_from_80_percent_on() {
        let refused = may_analyse(Step::Survey, false, 7600, 8000).unwrap_err();
        assert_eq!(refused.0, "file_incomplete");
        assert!(refused.1.contains("76 %") && refused.1.contains("80 %"), "{}", refused.1);
        assert_eq!(may_analyse(Step::Archived, true, 8000, 8000), Ok(()));
        assert_eq!(may_analyse(Step::DueAgain, true, 8000, 8000), Ok(()));
        assert_eq!(may_analyse(Step::InReview, true, 10_000, 8000).unwrap_err().0, "file_in_review");
        assert!(may_submit(Step::Analysed).is_ok() && may_submit(Step::Archived).is_err());
        assert!(may_review(Step::InReview).is_ok() && may_review(Step::Analysed).is_err());
    }
}
