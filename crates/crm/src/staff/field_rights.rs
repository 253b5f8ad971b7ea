//! What roles say of fields: which can be hidden, what somebody with several roles may do with each, and nobody giving more
//! than they have. Pure, but for the list of capabilities.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_kernel::{
    actor::{Action, Actor},
    check::Check,
    custom::{Customs, PREFIX},
    guarded::{FieldAccess, FieldRule, FieldRules, Guarded, mask_of},
    text::Mask,
};
use uuid::Uuid;

use super::api::{FieldRight, RightField, Role};
use crate::SLICES;

/// What capabilities let roles hide.
pub(super) fn guarded() -> impl Iterator<Item = &'static Guarded> {
    SLICES.iter().flat_map(|slice| slice.guarded)
}

/// The fields of an object that roles can hide, those that the workspace has added last.
#[must_use]
pub fn of_object(object: &str, customs: &Customs) -> Vec<RightField> {
    let Some(guarded) = guarded().find(|guarded| guarded.object == object) else { return Vec::new() };
    let named =
        guarded.fields.iter().map(|field| RightField { field: field.key.to_owned(), label: None, maskable: field.mask != Mask::Whole });
    let own = customs.of(guarded.list).iter().map(|custom| RightField {
        field: format!("{PREFIX}{}", custom.key),
        label: Some(custom.label.clone()),
        maskable: mask_of(&custom.kind) != Mask::Whole,
    });
    named.chain(own).collect()
}

/// What one role says: the objects that it lets somebody see, and its rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) reads: BTreeSet<String>,
    pub(super) rules: BTreeMap<(String, String), FieldAccess>,
}

impl From<&Role> for Said {
    fn from(role: &Role) -> Self {
        let reads = role.grants.iter().filter(|grant| grant.action == Action::Read).map(|grant| grant.object.clone());
        let rules = role.fields.iter().map(|right| ((right.object.clone(), right.field.clone()), right.access));
        Self { reads: reads.collect(), rules: rules.collect() }
    }
}

/// What somebody with these roles may do with fields, where it is less than with their records: of each the widest that a role
/// gives which lets them see the records at all. Where none does, every role has its say.
pub(super) fn widest(roles: &BTreeMap<Uuid, Said>) -> BTreeMap<(String, String), FieldAccess> {
    let named: BTreeSet<&(String, String)> = roles.values().flat_map(|role| role.rules.keys()).collect();
    let of = |key: &(String, String)| {
        let reading = roles.values().any(|role| role.reads.contains(&key.0));
        let speaking = roles.values().filter(|role| if reading { role.reads.contains(&key.0) } else { role.rules.contains_key(key) });
        speaking.map(|role| role.rules.get(key).copied().unwrap_or(FieldAccess::Write)).max().unwrap_or(FieldAccess::Write)
    };
    named.into_iter().map(|key| (key.clone(), of(key))).filter(|(_, access)| *access < FieldAccess::Write).collect()
}

/// The rules of an actor, under every name that a field has.
pub(super) fn rules(widest: BTreeMap<(String, String), FieldAccess>, customs: &Customs) -> FieldRules {
    let mut rules = FieldRules::new();
    for ((object, field), access) in widest {
        let Some(guarded) = guarded().find(|guarded| guarded.object == object) else { continue };
        let of_object = rules.entry(object).or_default();
        if let Some(key) = field.strip_prefix(PREFIX) {
            // What a field held that lies in the trash stands in the audit still; nobody is told a part of it.
            let custom = customs.of(guarded.list).iter().find(|custom| custom.key == key);
            let mask = custom.map_or(Mask::Whole, |custom| mask_of(&custom.kind));
            let rule = FieldRule { access, mask, searched: custom.is_some_and(|custom| custom.searchable), of: None };
            of_object.insert(field, rule);
        } else if let Some(named) = guarded.fields.iter().find(|named| named.key == field) {
            let rule = FieldRule { access, mask: named.mask, searched: named.searched, of: None };
            of_object.insert(field, rule);
            of_object.extend(named.also.iter().map(|also| ((*also).to_owned(), FieldRule { of: Some(named.key), ..rule })));
        }
    }
    rules
}

/// The fields with which an actor may do less than with their records, by their keys.
#[must_use]
pub fn own(actor: &Actor) -> Vec<FieldRight> {
    let each = |(object, rules): (&String, &BTreeMap<String, FieldRule>)| {
        let named = rules.iter().filter(|(_, rule)| rule.of.is_none());
        let right = |(field, _): (&String, &FieldRule)| FieldRight {
            object: object.clone(),
            field: field.clone(),
            access: actor.field_access(object, field),
        };
        named.map(right).collect::<Vec<_>>()
    };
    actor.grants.fields.iter().flat_map(each).collect()
}

/// What rules say of a field that somebody has a rule for.
pub(super) fn access(rules: &[FieldRight], own: &FieldRight) -> FieldAccess {
    let named = rules.iter().find(|right| right.object == own.object && right.field == own.field);
    named.map_or(FieldAccess::Write, |right| right.access)
}

/// Refuses rules of fields that cannot be ruled, or twice; and those that would let others do more with a field than the
/// giver may. `had` is what the role let them do before, and `sees` whether it lets them see the records of an object.
pub(super) fn check(
    check: &mut Check,
    actor: &Actor,
    fields: &[FieldRight],
    sees: impl Fn(&str) -> bool,
    had: impl Fn(&FieldRight) -> FieldAccess,
) {
    let mut seen = BTreeSet::new();
    for (n, right) in fields.iter().enumerate() {
        let pointer = |of: &str| format!("/fields/{n}/{of}");
        let known = of_object(&right.object, &actor.customs).into_iter().find(|known| known.field == right.field);
        match known {
            None => check.wrong(&pointer("field"), "not_guarded", "This field is always seen by whoever sees the record."),
            Some(known) if right.access == FieldAccess::Masked && !known.maskable => {
                check.wrong(&pointer("access"), "not_maskable", "This field is told as a whole or not at all.");
            }
            Some(_) => {}
        }
        if !seen.insert((&right.object, &right.field)) {
            check.wrong(&pointer("field"), "twice", "This field is named twice.");
        }
    }
    for own in own(actor).iter().filter(|own| sees(&own.object)) {
        let given = access(fields, own);
        if given > own.access && given > had(own) {
            let n = fields.iter().position(|right| right.object == own.object && right.field == own.field);
            let pointer = n.map_or_else(|| "/fields".to_owned(), |n| format!("/fields/{n}/access"));
            check.wrong(&pointer, "beyond_own", "Nobody gives more than they have themselves.");
        }
    }
}

/// Whether an actor may do with fields whatever these roles let somebody do with them.
pub(super) fn has_all_of(actor: &Actor, roles: &[Role]) -> bool {
    let said: BTreeMap<Uuid, Said> = roles.iter().map(|role| (role.id, Said::from(role))).collect();
    let given = widest(&said);
    own(actor).into_iter().filter(|own| said.values().any(|role| role.reads.contains(&own.object))).all(|own| {
        let access = given.get(&(own.object.clone(), own.field.clone())).copied().unwrap_or(FieldAccess::Write);
        access <= own.access
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(reads: &[&str], rules: &[(&str, FieldAccess)]) -> Said {
        Said {
            reads: reads.iter().map(|object| (*object).to_owned()).collect(),
            rules: rules.iter().map(|(field, access)| (("account".to_owned(), (*field).to_owned()), *access)).collect(),
        }
    }

    #[test]
    fn several_roles_give_the_widest_of_what_those_give_that_let_records_be_seen() {
        use FieldAccess::{Hidden, Masked, Read};
        let widest = |roles: &[Said]| -> Vec<(String, FieldAccess)> {
            let roles = roles.iter().cloned().map(|role| (Uuid::now_v7(), role)).collect();
            widest(&roles).into_iter().map(|((_, field), access)| (field, access)).collect()
        };
        let told = |field: &str, access| vec![(field.to_owned(), access)];
        let hiding = role(&["account"], &[("phone", Hidden)]);
        assert_eq!(widest(std::slice::from_ref(&hiding)), told("phone", Hidden));
        assert_eq!(widest(&[hiding.clone(), role(&["account"], &[("phone", Masked)])]), told("phone", Masked));
        assert_eq!(widest(&[hiding.clone(), role(&["account"], &[("remark", Read)])]), [], "each gives what the other does not");
        assert_eq!(widest(&[hiding.clone(), role(&["event"], &[])]), told("phone", Hidden), "a role without accounts opens none");
        assert_eq!(widest(&[role(&[], &[("phone", Hidden)]), role(&["pooled_account"], &[])]), told("phone", Hidden));
    }

    #[test]
    fn what_can_be_hidden_is_named_once_and_says_of_which_list_it_is() {
        for guarded in guarded() {
            let list = SLICES.iter().flat_map(|slice| (slice.lists)()).map(|door| (door.list)()).find(|list| list.name == guarded.list);
            assert_eq!(list.map(|list| list.kind), Some(guarded.object));
            let keys: BTreeSet<&str> = guarded.fields.iter().map(|field| field.key).collect();
            assert_eq!(keys.len(), guarded.fields.len(), "{}", guarded.object);
            assert!(!["id", "name", "owner"].iter().any(|always| keys.contains(always)), "{}", guarded.object);
        }
    }
}
