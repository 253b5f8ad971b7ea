//! What is sensitive, what it stands on, who may look at it, and how long it is kept. Pure.

use chrono::{Datelike, Duration, NaiveDate};
use guanxi_kernel::actor::{Action, Actor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::SENSITIVE;

/// How much harm it does when the wrong people know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Little: a hobby.
    Normal,
    /// Some: a family, an anniversary.
    Personal,
    /// Much (PIPL art. 28): health, children under 14, accounts at banks, religion, where somebody was.
    Sensitive,
}

impl Sensitivity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Personal, Self::Sensitive];

    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Personal => "personal",
            Self::Sensitive => "sensitive",
        }
    }

    /// The one that is stored like this; nothing else is.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.as_str() == text).unwrap_or(Self::Sensitive)
    }
}

/// What people can agree to. Nothing but facts stands on them yet.
pub const PURPOSES: &[&str] = &["family", "health", "child", "financial", "religion", "location", "marketing"];

/// A kind of fact.
#[derive(Clone, Copy, Debug)]
pub struct FactKind {
    /// Its name.
    pub key: &'static str,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// The consent that it needs.
    pub purpose: Option<&'static str>,
}

const fn kind(key: &'static str, sensitivity: Sensitivity) -> FactKind {
    FactKind { key, sensitivity, purpose: None }
}

const fn sensitive(key: &'static str, purpose: &'static str) -> FactKind {
    FactKind { key, sensitivity: Sensitivity::Sensitive, purpose: Some(purpose) }
}

/// The kinds that are known. Any other word is a kind, too, and personal.
pub const KINDS: &[FactKind] = &[
    kind("hobby", Sensitivity::Normal),
    kind("hometown", Sensitivity::Normal),
    FactKind { key: "household", sensitivity: Sensitivity::Personal, purpose: Some("family") },
    kind("anniversary", Sensitivity::Personal),
    kind("education", Sensitivity::Personal),
    sensitive(EXAM, "child"),
    sensitive("child", "child"),
    sensitive("illness", "health"),
    sensitive("financial_account", "financial"),
    sensitive("religion", "religion"),
    sensitive("location_trail", "location"),
];

/// The kind of which only the exam and its year are kept (A9).
pub const EXAM: &str = "exam";
/// The exams that people care about for their children.
pub const EXAMS: &[&str] = &["zhongkao", "gaokao", "postgraduate", "other"];

/// Words that tell of something sensitive wherever they stand, with the consent that it needs. Few, and none that also means
/// something harmless: a word that is missing here is still the writer's responsibility.
const TELLING: &[(&str, &str)] = &[
    ("糖尿病", "health"),
    ("高血压", "health"),
    ("心脏病", "health"),
    ("抑郁", "health"),
    ("肿瘤", "health"),
    ("癌", "health"),
    ("化疗", "health"),
    ("怀孕", "health"),
    ("病史", "health"),
    ("diabetes", "health"),
    ("cancer", "health"),
    ("pregnan", "health"),
    ("illness", "health"),
    ("银行卡", "financial"),
    ("信用卡", "financial"),
    ("银行账号", "financial"),
    ("银行账户", "financial"),
    ("基督徒", "religion"),
    ("佛教徒", "religion"),
    ("穆斯林", "religion"),
    ("信教", "religion"),
    ("宗教", "religion"),
    ("religio", "religion"),
];

/// What a fact is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How sensitive.
    pub sensitivity: Sensitivity,
    /// The consent that it needs.
    pub purpose: Option<&'static str>,
    /// What in its words tells, when it is not its kind.
    pub because: Option<String>,
}

/// What tells something sensitive in a name of one's own for a kind. Names of kinds stand in lists and in the audit, where
/// what is sensitive must not; the known kinds name it without telling.
#[must_use]
pub fn kind_tells(kind: &str) -> Option<String> {
    let is_known = KINDS.iter().any(|known| known.key.eq_ignore_ascii_case(kind));
    telling(kind).filter(|_| !is_known).map(|(word, _)| word)
}

/// How sensitive a fact is: by its kind, and where that is harmless, by what its words tell.
#[must_use]
pub fn judge(kind: &str, value: &str) -> Verdict {
    let known = KINDS.iter().find(|known| known.key.eq_ignore_ascii_case(kind));
    let (sensitivity, purpose) = known.map_or((Sensitivity::Personal, None), |known| (known.sensitivity, known.purpose));
    let told = if sensitivity == Sensitivity::Sensitive { None } else { telling(kind).or_else(|| telling(value)) };
    match told {
        Some((word, purpose)) => Verdict { sensitivity: Sensitivity::Sensitive, purpose: Some(purpose), because: Some(word) },
        None => Verdict { sensitivity, purpose, because: None },
    }
}

/// The first thing in a text that tells something sensitive.
fn telling(text: &str) -> Option<(String, &'static str)> {
    let plain = text.to_lowercase();
    let word = TELLING.iter().find(|(word, _)| plain.contains(word)).map(|(word, purpose)| ((*word).to_owned(), *purpose));
    word.or_else(|| card_number(text).map(|number| (number, "financial")))
}

/// A number of 16 to 19 digits, however it is grouped, that is written as those of bank cards are. Only its end is told.
fn card_number(text: &str) -> Option<String> {
    let joined: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let number = joined.split(|c: char| !c.is_ascii_digit()).find(|digits| (16..=19).contains(&digits.len()) && has_check_digit(digits))?;
    Some(format!("…{}", &number[number.len() - 4..]))
}

/// Luhn's formula, by which the last digit of a card checks the others.
fn has_check_digit(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let each = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    each.map(|(place, digit)| if place % 2 == 1 { doubled(digit) } else { digit }).sum::<u32>() % 10 == 0
}

/// The exam and the year of `gaokao 2027`; nothing for anything else, such as a name.
#[must_use]
pub fn exam(value: &str) -> Option<(&str, i32)> {
    let (exam, year) = value.split_once(' ')?;
    let year = year.parse().ok().filter(|year: &i32| (1000..=9999).contains(year))?;
    EXAMS.contains(&exam).then_some((exam, year))
}

/// The day after which nobody needs to know of an exam any more: the last of its year.
#[must_use]
pub fn exam_over(value: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(exam(value)?.1, 12, 31)
}

/// Whether a consent stands on a day: given by then, not withdrawn, not at its end.
#[must_use]
pub fn stands(given_on: NaiveDate, valid_until: Option<NaiveDate>, is_withdrawn: bool, today: NaiveDate) -> bool {
    !is_withdrawn && given_on <= today && valid_until.is_none_or(|end| end >= today)
}

/// Whether somebody may look at the sensitive facts of a person who belongs to these colleagues: its owner, those of its
/// accounts, and whoever's right reaches one of them.
#[must_use]
pub fn may_reveal(actor: &Actor, owners: impl IntoIterator<Item = Uuid>) -> bool {
    owners.into_iter().map(Some).chain([None]).any(|owner| actor.reaches(SENSITIVE, Action::Read, owner))
}

/// The last day on which a fact is kept: its own, or that of its retention (in days; 0 sets none), whichever is first.
#[must_use]
pub fn kept_until(noted_on: NaiveDate, valid_until: Option<NaiveDate>, days: i64) -> Option<NaiveDate> {
    let retained = (days > 0).then(|| noted_on.checked_add_signed(Duration::days(days))).flatten();
    valid_until.into_iter().chain(retained).min()
}

/// Whether a day of a fact's end is one that is still to come and within a life.
#[must_use]
pub fn is_end(day: NaiveDate, today: NaiveDate) -> bool {
    day >= today && day.year() - today.year() <= 100
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::actor::{Grants, Scope, Who};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn f02_a_kind_says_how_sensitive_it_is_and_what_it_stands_on() {
        use Sensitivity::{Normal, Personal, Sensitive};
        for (kind, value, sensitivity, purpose) in [
            ("hobby", "钓鱼", Normal, None),
            ("household", "夫人姓李", Personal, Some("family")),
            ("household", "夫人有糖尿病", Sensitive, Some("health")),
            ("爱车", "越野", Personal, None),
            ("illness", "diabetes", Sensitive, Some("health")),
            ("child", "六岁", Sensitive, Some("child")),
            ("exam", "gaokao 2027", Sensitive, Some("child")),
            ("financial_account", "工行尾号 1234", Sensitive, Some("financial")),
            ("religion", "…", Sensitive, Some("religion")),
            ("location_trail", "…", Sensitive, Some("location")),
            // What its words tell counts whatever kind it is put under.
            ("hobby", "查出糖尿病后戒酒", Sensitive, Some("health")),
            ("Illness", "x", Sensitive, Some("health")),
            ("宗教", "x", Sensitive, Some("religion")),
            ("备注", "卡号 4111 1111-1111 1112", Personal, None),
            ("备注", "卡号 4111 1111 1111 1111", Sensitive, Some("financial")),
            ("备注", "订单 20260105123456", Personal, None),
        ] {
            let verdict = judge(kind, value);
            assert_eq!((verdict.sensitivity, verdict.purpose), (sensitivity, purpose), "{kind}: {value}");
        }
        assert_eq!(judge("hobby", "查出糖尿病后戒酒").because.as_deref(), Some("糖尿病"));
        assert_eq!(judge("备注", "4111111111111111").because.as_deref(), Some("…1111"), "the number itself is not told");
        assert_eq!(judge("illness", "糖尿病").because, None, "the kind says it");
        assert_eq!((kind_tells("糖尿病").as_deref(), kind_tells("Illness"), kind_tells("球队")), (Some("糖尿病"), None, None));
        assert!(KINDS.iter().filter_map(|kind| kind.purpose).all(|purpose| PURPOSES.contains(&purpose)));
    }

    #[test]
    fn f02_of_an_exam_only_what_it_is_and_its_year_is_kept() {
        for (value, known) in [
            ("gaokao 2027", Some(("gaokao", 2027))),
            ("zhongkao 2026", Some(("zhongkao", 2026))),
            ("gaokao", None),
            ("小明 gaokao 2027", None),
            ("gaokao 2027 小明", None),
            ("gaokao 27", None),
            ("gaokao +2027", Some(("gaokao", 2027))),
            ("kaoyan 2027", None),
            ("", None),
        ] {
            assert_eq!(exam(value), known, "{value}");
        }
        assert_eq!(exam_over("gaokao 2027"), Some(day("2027-12-31")));
    }

    #[test]
    fn a_consent_stands_from_its_day_to_its_end_unless_it_is_withdrawn() {
        let today = day("2026-11-30");
        for (given_on, valid_until, is_withdrawn, expected) in [
            ("2026-11-30", None, false, true),
            ("2026-12-01", None, false, false),
            ("2026-01-01", Some("2026-11-30"), false, true),
            ("2026-01-01", Some("2026-11-29"), false, false),
            ("2026-01-01", None, true, false),
        ] {
            assert_eq!(stands(day(given_on), valid_until.map(day), is_withdrawn, today), expected, "{given_on} {valid_until:?}");
        }
    }

    #[test]
    fn a_fact_is_kept_until_its_own_end_or_that_of_its_retention() {
        let noted = day("2026-01-01");
        for (valid_until, days, expected) in [
            (None, 0, None),
            (None, 365, Some("2027-01-01")),
            (Some("2026-06-30"), 365, Some("2026-06-30")),
            (Some("2028-06-30"), 365, Some("2027-01-01")),
            (Some("2028-06-30"), 0, Some("2028-06-30")),
        ] {
            assert_eq!(kept_until(noted, valid_until.map(day), days), expected.map(day), "{valid_until:?} {days}");
        }
        assert!(is_end(noted, noted) && !is_end(day("2025-12-31"), noted) && !is_end(day("2199-01-01"), noted));
    }

    #[test]
    fn f02_the_owner_and_whoever_answers_for_the_owner_may_look() {
        let (me, mate, other) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let actor = |scope: Option<Scope>| {
            let scopes = scope.map(|scope| ((SENSITIVE.to_owned(), Action::Read), scope)).into_iter().collect();
            let grants = Grants { scopes, unit: vec![me, mate], ..Grants::default() };
            Actor {
                workspace: me,
                who: Who::User(me),
                grants: grants.into(),
                zone: chrono_tz::Asia::Shanghai,
                currency: "CNY".into(),
                customs: std::sync::Arc::default(),
                shares: std::sync::Arc::default(),
                request_id: me,
                session: None,
            }
        };
        for (scope, owners, expected) in [
            (None, vec![me], false),
            (Some(Scope::Own), vec![me], true),
            (Some(Scope::Own), vec![mate], false),
            (Some(Scope::Own), vec![other, me], true),
            (Some(Scope::Unit), vec![mate], true),
            (Some(Scope::Unit), vec![other], false),
            (Some(Scope::Unit), vec![], false),
            (Some(Scope::All), vec![], true),
        ] {
            assert_eq!(may_reveal(&actor(scope), owners.clone()), expected, "{scope:?} {}", owners.len());
        }
    }
}
