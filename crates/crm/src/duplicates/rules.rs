//! What makes two records alike, without the database. Sources: docs/domain/duplicates.md (F59).

use guanxi_kernel::text::tokens::spelled;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::kinds::{Facts, Sign};

/// How sure it is that two records are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Merged without a further look.
    Certain,
    /// Entered again only by somebody who says so.
    Likely,
    /// Worth a look.
    Possible,
}

impl Certainty {
    /// All of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Certain, Self::Likely, Self::Possible];

    /// The surest first.
    #[must_use]
    pub fn rank(self) -> i64 {
        self as i64
    }
}

/// Something that two records have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// What.
    pub sign: Sign,
    /// What it is; of names, the likeness in basis points.
    pub value: String,
}

/// Why two records may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// How sure it is.
    pub certainty: Certainty,
    /// What they have in common, the strongest first.
    pub reasons: Vec<Reason>,
}

/// F59: two records may be one when they have the same credit code, the same telephone number or address, or, in one city,
/// names whose likeness is `threshold` basis points or more.
///
/// - Two firms with different credit codes are never one by their names, and never certainly by a telephone.
/// - The same name counts also where the city of one of them is not known.
/// - Two firms of the same name in one city that have different telephones are only possibly one.
/// - What people may share, such as the telephone of their firm, makes them one only together with their names.
#[must_use]
pub fn compare(one: &Facts, other: &Facts, threshold: i64) -> Option<Likeness> {
    let shared: Vec<&(Sign, String)> = one.marks.iter().filter(|mark| other.marks.contains(mark)).collect();
    let code_of = |facts: &Facts| facts.marks.iter().any(|(sign, _)| *sign == Sign::CreditCode);
    let same_code = shared.iter().any(|(sign, _)| *sign == Sign::CreditCode);
    let other_code = !same_code && code_of(one) && code_of(other);
    let likeness = likeness(one, other);
    let (near, apart) = distance(one, other);
    let is_same_name = likeness == WHOLE;
    let names_alike = likeness >= threshold;
    let names_tell = names_alike && !other_code && (near || (is_same_name && !apart && !one.is_person));
    let numbered = |facts: &Facts| facts.marks.iter().any(|(sign, _)| matches!(sign, Sign::Phone | Sign::Mobile));
    let other_phone = !one.is_person && numbered(one) && numbered(other);
    let own = shared.iter().any(|(sign, _)| *sign != Sign::Phone || !one.is_person);
    let certainty = match () {
        () if same_code => Certainty::Certain,
        () if !shared.is_empty() && names_alike && !other_code => Certainty::Certain,
        () if own => Certainty::Likely,
        () if names_tell && is_same_name && !other_phone => Certainty::Likely,
        () if names_tell => Certainty::Possible,
        () => return None,
    };
    let mut reasons: Vec<Reason> = shared.into_iter().map(|(sign, value)| Reason { sign: *sign, value: value.clone() }).collect();
    reasons.sort_by_key(|reason| reason.sign);
    if names_alike {
        reasons.push(Reason { sign: Sign::Name, value: likeness.to_string() });
    }
    Some(Likeness { certainty, reasons })
}

/// The likeness of names that are the same, in basis points.
const WHOLE: i64 = 10_000;

/// Whether two records share a place, and whether they are known to be in different ones.
fn distance(one: &Facts, other: &Facts) -> (bool, bool) {
    let near = one.places.iter().any(|place| other.places.contains(place));
    (near, !near && !one.places.is_empty() && !other.places.is_empty())
}

/// How like the most alike of their names are, in basis points.
fn likeness(one: &Facts, other: &Facts) -> i64 {
    let pairs = one.names.iter().flat_map(|name| other.names.iter().map(move |second| (name, second)));
    pairs.map(|(name, second)| name_likeness(name, second)).max().unwrap_or(0)
}

/// How like two names are, from 0 to 10,000: half by their characters, half by how they sound, so that 金元 and 金源 are
/// nearer to each other than two that only look half alike. The measure is Jaro's and Winkler's (Winkler 1990).
#[must_use]
pub fn name_likeness(one: &str, other: &str) -> i64 {
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    if one == other {
        return WHOLE;
    }
    let by_look = strsim::jaro_winkler(one, other);
    let (one, other) = (syllables(one), syllables(other));
    let by_sound = strsim::generic_jaro(&Syllables(&one), &Syllables(&other));
    let by_sound = with_prefix(by_sound, &one, &other);
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 10,000")]
    let likeness = (f64::midpoint(by_look, by_sound) * 10_000.0).round() as i64;
    // What differs is never the whole.
    likeness.clamp(0, WHOLE - 1)
}

/// Winkler's bonus for a common beginning of up to four, as `strsim` gives it for characters.
fn with_prefix(jaro: f64, one: &[String], other: &[String]) -> f64 {
    let common = one.iter().zip(other).take(4).take_while(|(a, b)| a == b).count();
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let bonus = 0.1 * common as f64 * (1.0 - jaro);
    if jaro > 0.7 { jaro + bonus } else { jaro }
}

struct Syllables<'a>(&'a [String]);

impl<'a> IntoIterator for &'a Syllables<'_> {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// How each character of a name sounds.
fn syllables(name: &str) -> Vec<String> {
    name.chars().map(|c| spelled(&c.to_string(), false)).collect()
}

/// Syllables at the beginning of a name by which those alike are looked for.
const HEAD: usize = 2;

/// The keys under which records are found that may be like this one: each mark, each name as it sounds, and, of a firm, how
/// its name begins in its city. Two that [`compare`] finds alike share one of them, unless only their names are alike and
/// differ in how they begin.
#[must_use]
pub fn keys(kind: &str, facts: &Facts) -> Vec<i64> {
    let mut texts: Vec<String> = facts.marks.iter().map(|(sign, value)| format!("{sign:?}|{value}")).collect();
    for name in facts.names.iter().filter(|name| !name.is_empty()) {
        let syllables = syllables(name);
        if facts.is_person {
            texts.extend(facts.places.iter().map(|place| format!("at|{place}|{}", syllables.concat())));
        } else {
            texts.push(format!("name|{}", syllables.concat()));
            let head = syllables[..syllables.len().min(HEAD)].concat();
            texts.extend(facts.places.iter().map(|place| format!("head|{place}|{head}")));
        }
    }
    let mut keys: Vec<i64> = texts.iter().map(|text| hashed(kind, text)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn hashed(kind: &str, text: &str) -> i64 {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(text).finalize();
    i64::from_be_bytes(std::array::from_fn(|n| digest[n]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn firm(name: &str, place: &str, marks: &[(Sign, &str)]) -> Facts {
        Facts {
            id: Uuid::now_v7(),
            names: vec![name.to_owned()],
            places: [place].into_iter().filter(|place| !place.is_empty()).map(str::to_owned).collect(),
            marks: marks.iter().map(|(sign, value)| (*sign, (*value).to_owned())).collect(),
            ..Facts::default()
        }
    }

    fn person(name: &str, place: &str, marks: &[(Sign, &str)]) -> Facts {
        Facts { is_person: true, ..firm(name, place, marks) }
    }

    #[test]
    fn f59_the_same_code_or_phone_or_a_name_alike_in_one_city() {
        use Certainty::{Certain, Likely, Possible};
        const CODE: (Sign, &str) = (Sign::CreditCode, "91340100MA2TPFXL9X");
        const OTHER: (Sign, &str) = (Sign::CreditCode, "91340100MA2TPFXL8Y");
        const PHONE: (Sign, &str) = (Sign::Phone, "+8655112345678");
        for (one, other, want) in [
            (firm("甲", "", &[CODE]), firm("乙", "", &[CODE]), Some(Certain)),
            (firm("金源烟酒店", "合肥", &[PHONE]), firm("金源烟酒店", "", &[PHONE]), Some(Certain)),
            (firm("甲", "合肥", &[PHONE]), firm("乙", "芜湖", &[PHONE]), Some(Likely)),
            (firm("金源烟酒店", "合肥", &[PHONE, CODE]), firm("金源烟酒店", "合肥", &[PHONE, OTHER]), Some(Likely)),
            (firm("金源烟酒店", "合肥", &[]), firm("金源烟酒店", "合肥", &[]), Some(Likely)),
            (firm("金源烟酒店", "合肥", &[]), firm("金源烟酒店", "", &[]), Some(Likely)),
            (firm("金源烟酒店", "合肥", &[PHONE]), firm("金源烟酒店", "合肥", &[]), Some(Likely)),
            (firm("金源烟酒店", "合肥", &[PHONE]), firm("金源烟酒店", "合肥", &[(Sign::Phone, "1")]), Some(Possible)),
            (firm("金源烟酒店", "合肥", &[]), firm("金源烟酒店", "芜湖", &[]), None),
            (firm("金源烟酒店", "合肥", &[CODE]), firm("金源烟酒店", "合肥", &[OTHER]), None),
            (firm("金源烟酒店", "合肥", &[]), firm("金元烟酒店", "合肥", &[]), Some(Possible)),
            (firm("金源烟酒店", "合肥", &[]), firm("金元烟酒店", "", &[]), None),
            (firm("金源烟酒店", "合肥", &[]), firm("红星烟酒店", "合肥", &[]), None),
        ] {
            assert_eq!(compare(&one, &other, 9000).map(|found| found.certainty), want, "{one:?} {other:?}");
            assert_eq!(compare(&other, &one, 9000).map(|found| found.certainty), want, "the other way round: {one:?} {other:?}");
        }
    }

    #[test]
    fn people_are_one_by_what_is_their_own() {
        use Certainty::{Certain, Likely};
        const MOBILE: (Sign, &str) = (Sign::Mobile, "+8613812345678");
        const SWITCHBOARD: (Sign, &str) = (Sign::Phone, "+8655112345678");
        for (one, other, want) in [
            (person("陈思远", "", &[MOBILE]), person("陈思远", "", &[MOBILE]), Some(Certain)),
            (person("陈思远", "", &[MOBILE]), person("陈总", "", &[MOBILE]), Some(Likely)),
            (person("陈思远", "", &[SWITCHBOARD]), person("陈总", "", &[SWITCHBOARD]), None),
            (person("陈思远", "", &[SWITCHBOARD]), person("陈思远", "", &[SWITCHBOARD]), Some(Certain)),
            (person("陈思远", "一号店", &[]), person("陈思远", "一号店", &[]), Some(Likely)),
            (person("陈思远", "一号店", &[]), person("陈思远", "", &[]), None),
        ] {
            assert_eq!(compare(&one, &other, 9000).map(|found| found.certainty), want, "{one:?} {other:?}");
        }
    }

    #[test]
    fn names_are_alike_by_look_and_by_sound() {
        for (one, other, at_least, below) in [
            ("金源烟酒店", "金源烟酒店", 10_000, 10_001),
            ("金源烟酒店", "金元烟酒店", 9000, 9999),
            ("新世纪烟酒店", "新世界烟酒店", 9000, 9999),
            ("金源", "金元", 7000, 9000),
            ("红星烟酒店", "红旗烟酒店", 8000, 9000),
            ("甲", "乙", 0, 1),
            ("", "", 0, 1),
        ] {
            let likeness = name_likeness(one, other);
            assert!((at_least..below).contains(&likeness), "{one} {other}: {likeness}");
        }
    }

    #[test]
    fn a_reason_says_what_is_the_same() {
        let one = firm("金源烟酒店", "合肥", &[(Sign::Phone, "1")]);
        let found = compare(&one, &firm("金源烟酒店", "合肥", &[(Sign::Phone, "1")]), 9000).unwrap();
        let want = [(Sign::Phone, "1"), (Sign::Name, "10000")];
        assert_eq!(found.reasons, want.map(|(sign, value)| Reason { sign, value: value.to_owned() }));
    }

    fn any_name() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select("金源元烟酒店超市红星新世纪和平".chars().collect::<Vec<_>>()), 1..9)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways(one in any_name(), other in any_name()) {
            prop_assert_eq!(name_likeness(&one, &other), name_likeness(&other, &one));
        }

        #[test]
        fn what_is_alike_shares_a_key_unless_it_begins_otherwise(one in any_name(), other in any_name(), place in "合肥|芜湖|") {
            let (one, other) = (firm(&one, &place, &[]), firm(&other, "合肥", &[]));
            let begins = |facts: &Facts| syllables(&facts.names[0]).into_iter().take(HEAD).collect::<Vec<_>>();
            if compare(&one, &other, 9000).is_some() && begins(&one) == begins(&other) {
                let (one, other) = (keys("account", &one), keys("account", &other));
                prop_assert!(one.iter().any(|key| other.contains(key)));
            }
        }
    }
}
