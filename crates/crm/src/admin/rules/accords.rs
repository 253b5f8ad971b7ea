//! Whether the values of several parameters go together.

use std::collections::BTreeMap;

use guanxi_kernel::{
    error::FieldError,
    parameter::{Accord, Parameter},
};

/// What a changed parameter contradicts, with the values that the workspace has once it is changed.
pub(in crate::admin) fn contradiction(
    accords: &[&Accord],
    changed: &Parameter,
    before: i64,
    values: &BTreeMap<String, i64>,
) -> Option<FieldError> {
    accords.iter().find_map(|accord| match accord {
        Accord::Rising(rising) => rising.windows(2).find_map(|pair| out_of_order(&pair[0], &pair[1], changed, values)),
        // Where nothing is left already, a share that becomes smaller is a way out.
        Accord::Rest(shares) if value(changed, values) > before => nothing_left(shares, changed, values),
        Accord::Rest(_) => None,
    })
}

const WHOLE: i64 = 10_000;

fn value(parameter: &Parameter, values: &BTreeMap<String, i64>) -> i64 {
    values.get(parameter.key).copied().unwrap_or(parameter.default)
}

fn out_of_order(low: &Parameter, high: &Parameter, changed: &Parameter, values: &BTreeMap<String, i64>) -> Option<FieldError> {
    if value(low, values) <= value(high, values) {
        return None;
    }
    let (code, word, other) = if changed.key == low.key {
        ("above_another", "above", high)
    } else if changed.key == high.key {
        ("below_another", "below", low)
    } else {
        return None;
    };
    let bound = other.kind.said(value(other, values));
    let detail = format!("{} may not be {word} {}, which is {bound}: change that one first.", changed.key, other.key);
    Some(FieldError::new("/value", code, detail).with("parameter", changed.key).with("other", other.key).with("bound", bound))
}

fn nothing_left(shares: &[Parameter; 3], changed: &Parameter, values: &BTreeMap<String, i64>) -> Option<FieldError> {
    let others: Vec<&Parameter> = shares.iter().filter(|share| share.key != changed.key).collect();
    let [other, another] = others[..] else { return None };
    let taken = value(other, values) + value(another, values);
    if taken + value(changed, values) < WHOLE {
        return None;
    }
    let most = changed.kind.said((WHOLE - 1 - taken).max(0));
    let detail = format!(
        "{}, {} and {} leave nothing of the whole: the first is at most {most}, or one of the others is smaller.",
        changed.key, other.key, another.key
    );
    let error = FieldError::new("/value", "nothing_left", detail).with("parameter", changed.key);
    Some(error.with("other", other.key).with("another", another.key).with("most", most))
}

#[cfg(test)]
mod tests {
    use guanxi_kernel::parameter::Kind;

    use super::*;

    const fn share(key: &'static str, default: i64) -> Parameter {
        Parameter { key, kind: Kind::Ratio, default, min: 0, max: WHOLE, unit: "basis_points", source: "", about: "" }
    }

    const A: Parameter = share("tests.a", 100);
    const B: Parameter = share("tests.b", 400);
    const C: Parameter = share("tests.c", 1500);

    #[test]
    fn what_is_changed_stands_between_its_neighbours() {
        let rising = Accord::Rising(&[A, B, C]);
        for (changed, to, code, other) in [
            (A, 401, "above_another", "tests.b"),
            (B, 99, "below_another", "tests.a"),
            (B, 1501, "above_another", "tests.c"),
            (C, 399, "below_another", "tests.b"),
        ] {
            let values = BTreeMap::from([(changed.key.to_owned(), to)]);
            let error = contradiction(&[&rising], &changed, changed.default, &values).unwrap();
            assert_eq!((error.code.as_str(), error.params["other"].as_str()), (code, other), "{} {to}", changed.key);
        }
        for (changed, to) in [(A, 400), (B, 100), (B, 1500), (C, 400)] {
            let values = BTreeMap::from([(changed.key.to_owned(), to)]);
            assert!(contradiction(&[&rising], &changed, changed.default, &values).is_none(), "{} {to}", changed.key);
        }
    }

    #[test]
    fn what_contradicts_itself_elsewhere_does_not_stop_a_change() {
        let values = BTreeMap::from([("tests.c".to_owned(), 0)]);
        assert!(contradiction(&[&Accord::Rising(&[A, B, C])], &A, A.default, &values).is_none());
    }

    #[test]
    fn shares_leave_something_of_the_whole() {
        let rest = Accord::Rest(&[A, B, C]);
        let with = |to| contradiction(&[&rest], &B, B.default, &BTreeMap::from([("tests.b".to_owned(), to)]));
        assert!(with(8399).is_none());
        let error = with(8400).unwrap();
        assert_eq!((error.code.as_str(), error.params["most"].as_str()), ("nothing_left", "83.99%"));
        assert_eq!((error.params["other"].as_str(), error.params["another"].as_str()), ("tests.a", "tests.c"));
        let [a, b, c] = ["tests.a", "tests.b", "tests.c"].map(str::to_owned);
        let full = BTreeMap::from([(a, 9000), (b, 8000), (c, 9000)]);
        assert!(contradiction(&[&rest], &B, 9000, &full).is_none(), "what contradicts itself already can be made smaller");
    }
}
