//! What a layout may be. Pure.

use std::collections::BTreeSet;

use guanxi_kernel::{
    check::{Check, too_many},
    list::{Field, Kind},
};

use super::api::{LayOut, LayoutSection};

/// The layout of all records for which there is none of their own.
pub const ALL: &str = "all";
/// The most sections of a layout.
const MOST_SECTIONS: usize = 20;
/// The most fields of a section, and the most that are hidden.
const MOST_FIELDS: usize = 200;
/// The most characters of a title.
const MAX_TITLE: usize = 60;

/// Whether a layout may be for these records: for all, or for those with one choice of a field by which records vary.
#[must_use]
pub fn is_variant(variant: &str, by: &[&str], fields: &[Field]) -> bool {
    let Some((key, word)) = variant.split_once('.') else { return variant == ALL };
    let of = |field: &Field| matches!(&field.kind, Kind::Choice { choices } if choices.contains(&word));
    by.contains(&key) && fields.iter().any(|field| field.key == key && of(field))
}

/// Checks a layout over the fields of its list: each is known, and stands in one place.
pub fn check_layout(check: &mut Check, input: LayOut, fields: &[Field]) -> LayOut {
    if input.sections.is_empty() {
        check.wrong("/sections", "required", "There must be at least one section.");
    } else if input.sections.len() > MOST_SECTIONS {
        check.add(too_many("/sections", MOST_SECTIONS));
    }
    let (mut placed, mut titles) = (BTreeSet::new(), BTreeSet::new());
    let mut sections = Vec::new();
    for (n, section) in input.sections.into_iter().enumerate().take(MOST_SECTIONS) {
        let pointer = format!("/sections/{n}");
        let title = check.required(&format!("{pointer}/title"), &section.title, MAX_TITLE);
        if !title.is_empty() && !titles.insert(title.clone()) {
            check.wrong(&format!("{pointer}/title"), "twice", "Another section is called this.");
        }
        check_fields(check, &format!("{pointer}/fields"), &section.fields, fields, &mut placed);
        sections.push(LayoutSection { title, fields: section.fields });
    }
    check_fields(check, "/hidden", &input.hidden, fields, &mut placed);
    LayOut { sections, hidden: input.hidden }
}

fn check_fields(check: &mut Check, pointer: &str, keys: &[String], fields: &[Field], placed: &mut BTreeSet<String>) {
    if keys.len() > MOST_FIELDS {
        return check.add(too_many(pointer, MOST_FIELDS));
    }
    for (n, key) in keys.iter().enumerate() {
        if !fields.iter().any(|field| field.key == **key) {
            check.wrong(&format!("{pointer}/{n}"), "unknown_field", "There is no such field.");
        } else if !placed.insert(key.clone()) {
            check.wrong(&format!("{pointer}/{n}"), "twice", "This field stands in another place already.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_for_all_or_for_one_choice_of_a_field_that_tells_records_apart() {
        let fields = [Field::choice("kind", &["organisation", "person"]), Field::choice("grade", &["a"]), Field::text("name")];
        for (variant, may) in [
            ("all", true),
            ("kind.person", true),
            ("kind.hotel", false),
            ("kind", false),
            ("kind.", false),
            ("grade.a", false),
            ("name.x", false),
            ("", false),
        ] {
            assert_eq!(is_variant(variant, &["kind", "name"], &fields), may, "{variant}");
        }
    }
}
