//! What follows from a review (F03).

use chrono::{Days, NaiveDate};

use super::Refusal;
use crate::value::rules::{Abc, Agreed, Pyramid};

/// What a review may come to: go on as before, look after it as a better or a lesser class, give more, give less, keep an eye on it.
pub const RESULTS: &[&str] = &["keep", "upgrade", "downgrade", "add", "subtract", "watch"];

/// In how many days what is to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Until the next review of an account of class A, or of a VIP.
    pub key_days: i64,
    /// Until the next review of the others.
    pub other_days: i64,
    /// Until what a review asks of the owner is to be done.
    pub follow_up_days: i64,
}

/// What follows from a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// When the account is reviewed again.
    pub next_review_on: NaiveDate,
    /// The class by which a store is visited from tomorrow on until then.
    pub agreed: Agreed,
    /// By when the owner is to do what the review asks for.
    pub follow_up_on: Option<NaiveDate>,
}

/// The class by which a store of a class is visited after a review.
pub fn agreed_class(result: &str, class: Abc) -> Result<Abc, Refusal> {
    match (result, class) {
        ("upgrade" | "downgrade", Abc::None) => {
            Err(("file_no_class", "This account is in no class of stores, so that there is none above or below it.".to_owned()))
        }
        ("upgrade", Abc::A) => Err(("file_no_class_above", "This account is in class A; there is none above it.".to_owned())),
        ("downgrade", Abc::C) => Err(("file_no_class_below", "This account is in class C; there is none below it.".to_owned())),
        ("upgrade", Abc::B) => Ok(Abc::A),
        ("downgrade", Abc::A) | ("upgrade", Abc::C) => Ok(Abc::B),
        ("downgrade", Abc::B) => Ok(Abc::C),
        (_, class) => Ok(class),
    }
}

/// What follows from a review on a day. `reckoned` is the class as it is reckoned, `before` what was agreed so far.
pub fn outcome(
    result: &str,
    reckoned: Abc,
    pyramid: Pyramid,
    before: &Agreed,
    today: NaiveDate,
    terms: &Terms,
) -> Result<Outcome, Refusal> {
    let class = agreed_class(result, before.instead_of(reckoned, today))?;
    let is_key = class == Abc::A || pyramid == Pyramid::Vip;
    let days = if is_key { terms.key_days } else { terms.other_days };
    let next_review_on = in_days(today, days);
    let agreed = match () {
        () if class == reckoned => Agreed::NOTHING,
        () if before.is_in_force(today) && before.class == class => Agreed { until: next_review_on, ..*before },
        () => Agreed { class, from: in_days(today, 1), until: next_review_on },
    };
    let asks = matches!(result, "add" | "subtract" | "watch");
    Ok(Outcome { next_review_on, agreed, follow_up_on: asks.then(|| in_days(today, terms.follow_up_days)) })
}

/// The day that is so many days after another.
#[must_use]
pub fn in_days(day: NaiveDate, days: i64) -> NaiveDate {
    day + Days::new(days.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: Terms = Terms { key_days: 90, other_days: 180, follow_up_days: 14 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(result: &str, reckoned: Abc, before: &Agreed) -> Result<Outcome, Refusal> {
        outcome(result, reckoned, Pyramid::Small, before, day("2026-11-30"), &TERMS)
    }

    #[test]
    fn f03_an_upgrade_from_b_to_a_counts_from_the_next_day_until_the_next_review() {
        let outcome = of("upgrade", Abc::B, &Agreed::NOTHING).unwrap();
        assert_eq!(outcome.agreed, Agreed { class: Abc::A, from: day("2026-12-01"), until: day("2027-02-28") });
        assert_eq!(outcome.next_review_on, day("2027-02-28"), "an account that is looked after as class A is reviewed in 90 days");
    }

    #[test]
    fn f03_class_a_and_vip_are_reviewed_in_90_days_and_others_in_180() {
        let next =
            |reckoned, pyramid| outcome("keep", reckoned, pyramid, &Agreed::NOTHING, day("2026-11-30"), &TERMS).unwrap().next_review_on;
        assert_eq!(next(Abc::A, Pyramid::Small), day("2027-02-28"));
        assert_eq!(next(Abc::None, Pyramid::Vip), day("2027-02-28"));
        assert_eq!(next(Abc::B, Pyramid::Major), day("2027-05-29"));
    }

    #[test]
    fn every_result_leads_from_every_class_where_there_is_one() {
        for (result, a, b, c) in [
            ("keep", Ok(Abc::A), Ok(Abc::B), Ok(Abc::C)),
            ("upgrade", Err("file_no_class_above"), Ok(Abc::A), Ok(Abc::B)),
            ("downgrade", Ok(Abc::B), Ok(Abc::C), Err("file_no_class_below")),
            ("add", Ok(Abc::A), Ok(Abc::B), Ok(Abc::C)),
        ] {
            let led = [Abc::A, Abc::B, Abc::C].map(|class| agreed_class(result, class).map_err(|(code, _)| code));
            assert_eq!(led, [a, b, c], "{result}");
        }
        assert_eq!(agreed_class("upgrade", Abc::None).unwrap_err().0, "file_no_class");
    }

    #[test]
    fn what_was_agreed_stays_when_the_review_keeps_it_and_goes_when_the_reckoned_class_has_caught_up() {
        let before = Agreed { class: Abc::A, from: day("2026-09-01"), until: day("2026-12-15") };
        assert_eq!(of("keep", Abc::B, &before).unwrap().agreed, Agreed { until: day("2027-02-28"), ..before });
        assert_eq!(of("keep", Abc::A, &before).unwrap().agreed, Agreed::NOTHING);
        assert_eq!(of("downgrade", Abc::B, &before).unwrap().agreed, Agreed::NOTHING, "back to where it is reckoned");
    }

    #[test]
    fn a_review_that_asks_for_something_gives_the_owner_two_weeks() {
        for (result, asks) in [("keep", false), ("upgrade", false), ("add", true), ("subtract", true), ("watch", true)] {
            let outcome = of(result, Abc::B, &Agreed::NOTHING).unwrap();
            assert_eq!(outcome.follow_up_on, asks.then(|| day("2026-12-14")), "{result}");
        }
    }
}
