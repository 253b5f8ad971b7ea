//! What customer files decides, without the database. Sources: `docs/domain/customer_files.md` (F03, F04).

mod completeness;
mod questions;
mod review;
mod steps;

pub use self::{
    completeness::{Completeness, State, complete_enough, lacking, state},
    questions::{DEFAULT, DEFAULT_PERSON, Detail, PROPOSABLE, Question},
    review::{Outcome, RESULTS, Terms, agreed_class, in_days, outcome},
    steps::{Facts, STEPS, Step, may_analyse, may_review, may_submit, settle},
};

/// Why something of a file is not done: a stable code and a sentence.
pub type Refusal = (&'static str, String);
