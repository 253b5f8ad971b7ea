//! What a survey asks: fields of the account, people with a role there, how those are reached, fields of one's own.

use guanxi_kernel::custom::PREFIX;

use crate::contacts::rules::ROLES;

/// The fields of an account that can be asked for.
const ACCOUNT: &[&str] = &[
    "name",
    "also_known_as",
    "number",
    "channel_kind",
    "credit_code",
    "region",
    "address",
    "phone",
    "website",
    "ownership_form",
    "market_position",
    "credit_grade",
    "cooperating_since",
    "owner",
    "tags",
    "remark",
];

/// Of these, what anybody who sees the account may propose to change. To whom it belongs is no question of what is true.
pub const PROPOSABLE: &[&str] = &[
    "name",
    "also_known_as",
    "number",
    "channel_kind",
    "credit_code",
    "region",
    "address",
    "phone",
    "website",
    "ownership_form",
    "market_position",
    "credit_grade",
    "cooperating_since",
    "remark",
];

/// F03: the 25 questions about an organisation, unless the workspace asks others.
pub const DEFAULT: &[&str] = &[
    "name",
    "number",
    "channel_kind",
    "credit_code",
    "region",
    "address",
    "phone",
    "ownership_form",
    "market_position",
    "credit_grade",
    "cooperating_since",
    "owner",
    "tags",
    "remark",
    "boss",
    "boss_mobile",
    "boss_wechat",
    "boss_birthday",
    "buyer",
    "buyer_mobile",
    "payer",
    "payer_mobile",
    "decision_maker",
    "decision_maker_mobile",
    "finance",
];

/// The questions about a person or a household, unless the workspace asks others.
pub const DEFAULT_PERSON: &[&str] =
    &["name", "channel_kind", "region", "address", "phone", "cooperating_since", "owner", "tags", "remark", "buyer", "buyer_mobile"];

/// What is asked of somebody with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// That there is somebody.
    Name,
    /// A mobile number.
    Mobile,
    /// A WeChat id.
    Wechat,
    /// A birthday.
    Birthday,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question<'a> {
    /// A field of the account.
    Account(&'a str),
    /// Somebody with this role at the account, or how that person is reached.
    Person(&'a str, Detail),
    /// A field that the workspace has added, by its key there.
    Own(&'a str),
}

impl<'a> Question<'a> {
    /// The question of a key, such as `phone`, `boss`, `boss_mobile` or `custom.shelf_metres`. Whether there is such a field of
    /// one's own is for the caller to look up.
    #[must_use]
    pub fn parse(key: &'a str) -> Option<Self> {
        if let Some(own) = key.strip_prefix(PREFIX) {
            return Some(Self::Own(own));
        }
        if ACCOUNT.contains(&key) {
            return Some(Self::Account(key));
        }
        ROLES.iter().find_map(|role| {
            let detail = match key.strip_prefix(role)? {
                "" => Detail::Name,
                "_mobile" => Detail::Mobile,
                "_wechat" => Detail::Wechat,
                "_birthday" => Detail::Birthday,
                _ => return None,
            };
            Some(Self::Person(role, detail))
        })
    }

    /// The kind of record and its field that an answer is read from.
    #[must_use]
    pub fn field(key: &'a str) -> Option<(&'static str, &'a str)> {
        Some(match Self::parse(key)? {
            Self::Account(_) | Self::Own(_) => ("account", key),
            Self::Person(_, Detail::Name) => ("contact", "name"),
            Self::Person(_, Detail::Mobile) => ("contact", "mobile"),
            Self::Person(_, Detail::Wechat) => ("contact", "wechat"),
            Self::Person(_, Detail::Birthday) => ("contact", "birthday"),
        })
    }

    /// In which part of the form it stands.
    #[must_use]
    pub fn part(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Person(..) => "people",
            Self::Own(_) => "own",
        }
    }

    /// The column whose changes the audit has under this name.
    #[must_use]
    pub fn column(key: &str) -> &str {
        if key == "owner" { "owner_id" } else { key }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn f03_an_organisation_is_asked_25_questions_each_of_which_there_is() {
        assert_eq!(DEFAULT.len(), 25);
        for key in DEFAULT.iter().chain(DEFAULT_PERSON) {
            assert!(Question::parse(key).is_some(), "{key}");
        }
        assert_eq!(DEFAULT.iter().collect::<BTreeSet<_>>().len(), 25, "none is asked twice");
    }

    #[test]
    fn a_key_tells_what_it_asks() {
        assert_eq!(Question::parse("phone"), Some(Question::Account("phone")));
        assert_eq!(Question::parse("boss"), Some(Question::Person("boss", Detail::Name)));
        assert_eq!(Question::parse("decision_maker_mobile"), Some(Question::Person("decision_maker", Detail::Mobile)));
        assert_eq!(Question::parse("custom.shelf"), Some(Question::Own("shelf")));
        assert_eq!([Question::parse("net_sales"), Question::parse("boss_shoe_size"), Question::parse("")], [None; 3]);
    }
}
