//! What staff decides: passwords, and the roles a new workspace begins with.

mod second_step;

use std::net::{IpAddr, Ipv6Addr};

use guanxi_kernel::{
    actor::{Action, Actor, Limits, Scope},
    check::{Check, too_long},
    error::{Error, FieldError, Result},
    id::Id,
    text::tokens::spelled,
};

pub use self::second_step::{Beside, Next, due_at, next_step};
use super::{
    api::{Grant, Role},
    field_rights,
    tables::User,
};

/// The shortest password, in characters.
const MIN_PASSWORD: usize = 10;
/// The longest; a bound against hashing megabytes.
const MAX_PASSWORD: usize = 200;

/// Passwords that everybody tries first, in lower case.
const COMMON: [&str; 2] = [include_str!("passwords/common.txt"), include_str!("passwords/chinese.txt")];
/// The product's own name, which is tried on every installation.
const PRODUCT: [&str; 2] = ["guanxi", "关系"];
/// The fewest characters beside the own words that make a password of its own.
const BESIDE_OWN: usize = 6;

/// Whose password it is: what somebody who guesses knows.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The address.
    pub email: &'a str,
    /// The workspace's name.
    pub company: &'a str,
}

impl Whose<'_> {
    /// The words that come to mind first, the longest first: the names as they are, in pieces and in pinyin, and the parts
    /// of the address. What is so short that it stands in other words by chance is none.
    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = PRODUCT.map(str::to_owned).into();
        for (name, is_person) in [(self.name, true), (self.company, false)] {
            let name = name.to_lowercase();
            let joined: String = name.split_whitespace().collect();
            words.extend([spelled(&joined, is_person), joined]);
            words.extend(name.split_whitespace().map(str::to_owned));
            words.push(name);
        }
        let email = self.email.to_lowercase();
        words.extend(email.split(|c: char| !c.is_alphanumeric()).chain(email.split('@')).map(str::to_owned));
        words.push(email);
        words.retain(|word| word.chars().count() >= if word.is_ascii() { 4 } else { 2 });
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    }

    /// Whether a password in lower case is little more than these words.
    fn is_all_of(&self, password: &str) -> bool {
        let rest = self.words().iter().fold(password.to_owned(), |rest, word| rest.replace(word, ""));
        let is_little = rest.chars().count() < BESIDE_OWN || !rest.contains(char::is_alphabetic);
        rest.len() < password.len() && is_little
    }
}

/// Refuses a password that is short, common, or made of what everybody knows of the person.
pub fn check_password(check: &mut Check, pointer: &str, password: &str, whose: Whose<'_>) {
    let length = password.chars().count();
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        let short = || {
            FieldError::new(pointer, "password_short", format!("A password has at least {MIN_PASSWORD} characters."))
                .with("min", MIN_PASSWORD)
        };
        return check.add(if length < MIN_PASSWORD { short() } else { too_long(pointer, MAX_PASSWORD) });
    }
    let plain = password.to_lowercase();
    let first = plain.chars().next();
    let is_monotone = plain.chars().all(|c| Some(c) == first);
    let is_common = || COMMON.iter().flat_map(|list| list.lines()).any(|common| common == plain);
    if whose.is_all_of(&plain) {
        check.wrong(
            pointer,
            "password_own",
            "This password is little more than a name or an address that others know; choose another one.",
        );
    } else if is_monotone || is_common() {
        check.wrong(pointer, "password_common", "This password is easily guessed; choose another one.");
    }
}

/// Refuses a token's scope that names nothing, or an object that there is not.
pub fn check_scope(check: &mut Check, pointer: &str, scope: &Limits, objects: &[&str]) {
    if scope.is_empty() {
        check.wrong(pointer, "required", "Choose at least one object.");
    }
    for wrong in scope.keys().filter(|object| !objects.contains(&object.as_str())) {
        let at = wrong.replace('~', "~0").replace('/', "~1");
        check.wrong(
            &format!("{pointer}/{at}"),
            "unknown_choice",
            format!("There is no object {wrong}; there are: {}.", objects.join(", ")),
        );
    }
}

/// Whether an actor has a right that reaches as far as this one.
#[must_use]
pub fn has(actor: &Actor, right: &Grant) -> bool {
    actor.scope(&right.object, right.action).is_some_and(|own| own >= right.scope)
}

/// Whether an actor may do whatever these roles let somebody do: nobody gives another more than they have themselves, nor
/// lets themselves in as somebody who has more.
#[must_use]
pub fn has_all_of(actor: &Actor, roles: &[Role]) -> bool {
    let everything = actor.grants.everything && actor.in_full().is_ok();
    everything
        || (roles.iter().all(|role| !role.everything && role.grants.iter().all(|right| has(actor, right)))
            && field_rights::has_all_of(actor, roles))
}

/// Whether an actor may look at everything as somebody with these roles: whoever may change roles and whose rights reach all
/// that theirs do, whosever it is.
#[must_use]
pub fn may_look_as(actor: &Actor, roles: &[Role]) -> bool {
    let reaches_all = |right: &Grant| actor.scope(&right.object, right.action) == Some(Scope::All);
    actor.may("role", Action::Change) && has_all_of(actor, roles) && roles.iter().flat_map(|role| &role.grants).all(reaches_all)
}

/// The most levels of the org tree: deep enough for any company; keeps paths short.
const MAX_LEVELS: usize = 12;

/// The level of a unit by its path; the root is on the first.
fn level(path: &str) -> usize {
    path.matches('/').count().saturating_sub(1)
}

/// Whether a path is that of the unit at the top.
#[must_use]
pub fn is_root(path: &str) -> bool {
    level(path) == 1
}

/// Whether a unit may stand below a parent, with the units below it (`deepest` is the longest of their paths, its own when
/// nothing is below). What it refuses has a code and a sentence.
pub fn check_place(parent: &str, own: Option<(&str, &str)>) -> Result<(), (&'static str, String)> {
    let levels = match own {
        None => 1,
        Some((own, _)) if parent.starts_with(own) => {
            return Err(("ring", "A unit cannot stand below itself or below a unit that stands below it.".to_owned()));
        }
        Some((own, deepest)) => level(deepest) - level(own) + 1,
    };
    if level(parent) + levels > MAX_LEVELS {
        return Err(("too_deep", format!("The tree has at most {MAX_LEVELS} levels.")));
    }
    Ok(())
}

/// The place that an address stands for when tries are counted. A single subscriber has a whole `/64` of IPv6 addresses and
/// could use a new one for each try.
#[must_use]
pub fn place_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// An address as it is kept of a refused try: enough to tell one network from another, not one person.
#[must_use]
pub fn masked(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.*")
        }
        IpAddr::V6(address) => format!("{}/48", Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)),
    }
}

/// Whether this actor looks after the tokens of a user: whoever may change users.
pub fn keeps_access_of(actor: &Actor, user: Id<User>) -> Result<()> {
    if actor.reaches("user", Action::Change, Some(user.uuid())) {
        return Ok(());
    }
    Err(Error::Forbidden("only who may change users looks after their tokens".to_owned()))
}

/// The key of the role that may do everything.
pub const ADMINISTRATOR: &str = "administrator";

/// A role that every workspace begins with.
#[derive(Clone, Copy, Debug)]
pub struct SeededRole {
    /// Stable.
    pub key: &'static str,
    /// Its name in the workspace's first language, zh-CN.
    pub name: &'static str,
    /// Object, actions and scope.
    pub grants: &'static [(&'static str, &'static [Action], Scope)],
}

/// What a seeded role may do, one by one.
#[must_use]
pub fn seeded_grants(role: &SeededRole) -> Vec<Grant> {
    let each = |(object, actions, scope): &(&str, &'static [Action], Scope)| {
        let (object, scope) = ((*object).to_owned(), *scope);
        actions.iter().map(move |action| Grant { object: object.clone(), action: *action, scope }).collect::<Vec<_>>()
    };
    role.grants.iter().flat_map(each).collect()
}

const SEE: &[Action] = &[Action::Read];
const WORK: &[Action] = &[Action::Read, Action::Create, Action::Change];
const TAKE: &[Action] = &[Action::Read, Action::Change];
const KEEP: &[Action] = &[Action::Read, Action::Create, Action::Change, Action::Remove];
const KEEP_AND_EXPORT: &[Action] = &[Action::Read, Action::Create, Action::Change, Action::Remove, Action::Export];

/// The roles of docs/domain/staff.md that have something to do in the present capabilities.
pub const SEEDED_ROLES: &[SeededRole] = &[
    SeededRole { key: ADMINISTRATOR, name: "系统管理员", grants: &[] },
    SeededRole {
        key: "manager",
        name: "经理",
        grants: &[
            ("account", KEEP_AND_EXPORT, Scope::Unit),
            ("contact", KEEP_AND_EXPORT, Scope::Unit),
            ("interaction", KEEP_AND_EXPORT, Scope::Unit),
            ("task", KEEP_AND_EXPORT, Scope::Unit),
            ("value", SEE, Scope::Unit),
            ("order", KEEP_AND_EXPORT, Scope::Unit),
            // Products are the company's, not somebody's.
            ("product", KEEP_AND_EXPORT, Scope::All),
            ("import", &[Action::Read, Action::Create], Scope::Own),
            ("pool", KEEP, Scope::Unit),
            ("pooled_account", TAKE, Scope::Unit),
            ("customer_file", TAKE, Scope::Unit),
            ("personal_fact", SEE, Scope::Unit),
            ("file_review", &[Action::Create], Scope::Unit),
            ("user", SEE, Scope::All),
            ("org_unit", SEE, Scope::All),
            ("role", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "salesperson",
        name: "业务员",
        grants: &[
            ("account", &[Action::Read, Action::Create, Action::Change, Action::Export], Scope::Own),
            ("contact", &[Action::Read, Action::Create, Action::Change, Action::Export], Scope::Own),
            ("interaction", KEEP, Scope::Own),
            // The calendar of the team is seen by all of it.
            ("task", SEE, Scope::Team),
            ("task", &[Action::Create, Action::Change, Action::Remove], Scope::Own),
            ("value", SEE, Scope::Own),
            ("order", WORK, Scope::Own),
            ("product", SEE, Scope::All),
            ("pool", SEE, Scope::Unit),
            ("pooled_account", TAKE, Scope::Unit),
            ("customer_file", TAKE, Scope::Own),
            ("personal_fact", SEE, Scope::Own),
            ("user", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "customer_manager",
        name: "客户经理",
        grants: &[
            ("account", &[Action::Read, Action::Create, Action::Change, Action::Export], Scope::Team),
            ("contact", &[Action::Read, Action::Create, Action::Change, Action::Export], Scope::Team),
            ("interaction", KEEP, Scope::Team),
            ("task", KEEP, Scope::Team),
            ("value", SEE, Scope::Team),
            ("order", WORK, Scope::Team),
            ("product", SEE, Scope::All),
            ("pool", SEE, Scope::Unit),
            ("pooled_account", TAKE, Scope::Unit),
            ("customer_file", TAKE, Scope::Team),
            ("personal_fact", SEE, Scope::Own),
            ("user", SEE, Scope::All),
            ("org_unit", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "service_agent",
        name: "客服人员",
        grants: &[
            ("account", SEE, Scope::All),
            ("contact", WORK, Scope::All),
            ("interaction", WORK, Scope::All),
            ("task", KEEP, Scope::Own),
            ("customer_file", SEE, Scope::All),
            ("user", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "call_agent",
        name: "呼叫中心坐席",
        grants: &[
            ("account", SEE, Scope::All),
            ("contact", SEE, Scope::All),
            ("interaction", SEE, Scope::All),
            // Who rings may be anybody's customer; what was said is corrected by the one who heard it.
            ("interaction", &[Action::Create], Scope::All),
            ("interaction", &[Action::Change], Scope::Own),
            ("task", KEEP, Scope::Own),
            ("customer_file", SEE, Scope::All),
            ("user", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "branch_staff",
        name: "门店人员",
        grants: &[
            ("account", SEE, Scope::Unit),
            ("contact", WORK, Scope::Unit),
            ("interaction", WORK, Scope::Unit),
            ("task", KEEP, Scope::Own),
            ("order", SEE, Scope::Unit),
            ("product", SEE, Scope::All),
            ("customer_file", SEE, Scope::Unit),
            ("user", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "marketer",
        name: "市场人员",
        grants: &[
            ("account", SEE, Scope::All),
            ("contact", SEE, Scope::All),
            ("task", KEEP, Scope::Own),
            ("customer_file", SEE, Scope::All),
            ("user", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "inspector",
        name: "客户监察官",
        grants: &[
            ("account", SEE, Scope::All),
            ("contact", SEE, Scope::All),
            ("interaction", SEE, Scope::All),
            ("task", KEEP, Scope::Own),
            ("value", SEE, Scope::All),
            ("order", SEE, Scope::All),
            ("product", SEE, Scope::All),
            ("event", SEE, Scope::All),
            ("pool", SEE, Scope::All),
            ("pooled_account", SEE, Scope::All),
            ("customer_file", SEE, Scope::All),
            ("personal_fact", SEE, Scope::All),
            ("user", SEE, Scope::All),
            ("org_unit", SEE, Scope::All),
            ("role", SEE, Scope::All),
        ],
    },
    SeededRole {
        key: "credit_clerk",
        name: "信控人员",
        grants: &[
            ("account", SEE, Scope::All),
            ("value", SEE, Scope::All),
            ("order", KEEP_AND_EXPORT, Scope::All),
            ("product", SEE, Scope::All),
            ("task", KEEP, Scope::Own),
            ("import", &[Action::Read, Action::Create], Scope::Own),
            ("customer_file", SEE, Scope::All),
            ("user", SEE, Scope::All),
        ],
    },
];

#[cfg(test)]
mod tests {
    use guanxi_kernel::actor::Access;

    use super::*;

    fn verdict(password: &str) -> Option<String> {
        let mut check = Check::new();
        let whose = Whose { name: "陈思远", email: "c.siyuan@qianshan-spirits.com", company: "千山酒业" };
        check_password(&mut check, "/password", password, whose);
        match check.done() {
            Ok(()) => None,
            Err(Error::Invalid(errors)) => Some(errors[0].code.clone()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn weak_passwords_are_refused_with_their_reason() {
        for (password, code) in [
            ("short", Some("password_short")),
            ("1234567890", Some("password_common")),
            ("aaaaaaaaaaaa", Some("password_common")),
            ("Chensiyuan1", Some("password_own")),
            ("Manchester", Some("password_common")),
            ("TooMuchSugar", Some("password_common")),
            ("Woaini1314520", Some("password_common")),
            ("ChenSiyuan@19900101", Some("password_own")),
            ("qianshan2026!", Some("password_own")),
            ("QianShanJiuYe888", Some("password_own")),
            ("千山酒业20260101", Some("password_own")),
            ("spirits-siyuan-1", Some("password_own")),
            ("Guanxi-2026-2027", Some("password_own")),
            ("c.siyuan@qianshan-spirits.com", Some("password_own")),
            ("陈思远", Some("password_short")),
            ("toomuchsalt!", None),
            ("siyuan likes old tea", None),
            ("山高千山酒业月小水落石出", None),
            ("correct horse battery", None),
            ("山高水长一杯清酒月明中", None),
        ] {
            assert_eq!(verdict(password).as_deref(), code, "{password}");
        }
    }

    #[test]
    fn a_scope_names_objects_that_there_are() {
        let verdict = |objects: &[&str]| {
            let scope = objects.iter().map(|object| ((*object).to_owned(), Access::Read)).collect();
            let mut check = Check::new();
            check_scope(&mut check, "/scope", &scope, &["account", "order"]);
            match check.done() {
                Ok(()) => Vec::new(),
                Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.pointer, error.detail)).collect(),
                Err(other) => panic!("{other}"),
            }
        };
        assert_eq!(verdict(&["account", "order"]), []);
        assert_eq!(verdict(&[])[0].0, "/scope");
        let wrong = ("/scope/a~1c".to_owned(), "There is no object a/c; there are: account, order.".to_owned());
        assert_eq!(verdict(&["account", "a/c"]), [wrong]);
    }

    #[test]
    fn the_lists_hold_what_can_be_found_in_them() {
        let known: Vec<&str> = COMMON.iter().flat_map(|list| list.lines()).collect();
        assert!(known.len() > 10_000, "{}", known.len());
        for common in known {
            assert!(common.chars().count() >= MIN_PASSWORD && common == common.to_lowercase(), "{common} is never compared");
        }
    }

    #[test]
    fn a_unit_stands_neither_below_itself_nor_too_deep() {
        let path = |units: &[&str]| units.iter().fold("/".to_owned(), |path, unit| path + unit + "/");
        let long: Vec<&str> = "abcdefghijkl".split("").filter(|unit| !unit.is_empty()).collect();
        assert_eq!(check_place(&path(&long[..11]), None), Ok(()));
        assert_eq!(check_place(&path(&long), None).unwrap_err().0, "too_deep");
        let (own, deepest) = (path(&["a", "x"]), path(&["a", "x", "y", "z"]));
        assert_eq!(check_place(&path(&["a", "b"]), Some((&own, &deepest))), Ok(()));
        assert_eq!(check_place(&own, Some((&own, &deepest))).unwrap_err().0, "ring");
        assert_eq!(check_place(&deepest, Some((&own, &deepest))).unwrap_err().0, "ring");
        assert_eq!(check_place(&path(&long[..9]), Some((&own, &deepest))), Ok(()), "three levels below the ninth");
        assert_eq!(check_place(&path(&long[..10]), Some((&own, &deepest))).unwrap_err().0, "too_deep");
    }

    #[test]
    fn a_place_is_an_ipv4_address_or_a_subscribers_ipv6_addresses() {
        for (address, place) in [
            ("203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ] {
            assert_eq!(place_of(address.parse().unwrap()), place);
        }
    }

    #[test]
    fn every_seeded_role_but_the_administrator_has_grants() {
        for role in SEEDED_ROLES {
            assert_eq!(role.grants.is_empty(), role.key == ADMINISTRATOR, "{}", role.key);
        }
    }
}
