//! What stands in the example row of a template: of each trade something that its people would enter.

use guanxi_kernel::import::{ImportField, ImportKind};

use crate::words::Words;

/// Fields that no template has: ids of other programs, and parts of a name that is one here.
const OF_EXPORTS: &[&str] = &["source", "external_id", "account_source", "account_external_id", "last_name", "first_name"];

/// Fields that the files of a trade seldom have.
const SELDOM: &[(&str, &[&str])] = &[
    ("liquor_maker", &["high_tech", "public_sector", "market_position"]),
    ("liquor_dealer", &["high_tech", "public_sector", "market_position", "ownership_form"]),
    ("hotel", &["high_tech", "market_position", "ownership_form"]),
    ("mall", &["high_tech", "public_sector", "market_position", "ownership_form"]),
    ("generic_b2b", &["channel_kind", "is_consumer"]),
];

/// The channel of the example of a trade.
const CHANNELS: &[(&str, &str)] = &[
    ("liquor_maker", "dealer"),
    ("liquor_dealer", "tobacco_liquor_shop"),
    ("hotel", "group_buy"),
    ("mall", "mall_tenant"),
    ("generic_b2b", "direct"),
];

/// What stands in front of the first cell of an example row.
const MARKS: [&str; 3] = ["示例：", "範例：", "Example: "];

/// The fields that the template of a trade has, in order.
#[must_use]
pub fn columns(fields: Vec<ImportField>, trade: &str) -> Vec<ImportField> {
    let seldom = SELDOM.iter().find(|(known, _)| *known == trade).map_or(&[][..], |(_, fields)| fields);
    let is_asked = |field: &ImportField| field.needs.is_none() && !OF_EXPORTS.contains(&&*field.key) && !seldom.contains(&&*field.key);
    fields.into_iter().filter(is_asked).collect()
}

/// Whether a first cell is that of an example row, which no file brings in.
#[must_use]
pub fn is_example(first: &str) -> bool {
    MARKS.iter().any(|mark| first.starts_with(mark.trim_end()))
}

/// What stands in the example row of a trade under a field; nothing where an example would not help.
#[must_use]
pub fn example(words: &Words, list: &str, trade: &str, field: &ImportField) -> String {
    let say = |key: &str| words.say(&format!("admin:template.{key}"), &[]);
    let of_trade = |what: &str| say(&format!("{trade}.{what}"));
    if let Some(own) = &field.custom {
        return own.kind.choices().first().map(|choice| choice.label.clone()).unwrap_or_default();
    }
    match (list, &*field.key) {
        ("accounts", "name") | (_, "account") => of_trade("account"),
        ("accounts", "number") | (_, "account_number") => "K-0001".to_owned(),
        ("accounts", "channel_kind") => {
            let channel = CHANNELS.iter().find(|(known, _)| *known == trade).map_or("direct", |(_, channel)| channel);
            words.choice(list, &field.key, channel)
        }
        ("accounts", "cooperating_since") => "2024-01-05".to_owned(),
        ("contacts", "name") => say("person"),
        ("contacts", "birthday") => say("birthday"),
        ("contacts", "title") => say("title"),
        ("orders", "number") => "D-0001".to_owned(),
        ("orders", "product") | ("products", "name") => of_trade("product"),
        ("orders", "ordered_on") => "2026-01-05".to_owned(),
        ("orders", "quantity") => "12".to_owned(),
        ("orders", "price") => "100.00".to_owned(),
        ("orders", "net") => "1200.00".to_owned(),
        (_, "tags") => of_trade("tags"),
        (_, "region") => say("region"),
        (_, "address") => say("address"),
        (_, "phone") => "0551-62345678".to_owned(),
        (_, "mobile") => "13800001234".to_owned(),
        (_, "email") => "name@example.com".to_owned(),
        (_, "website") => "www.example.com".to_owned(),
        _ => match field.kind {
            ImportKind::Choice => field.choices().next().map(|(choice, _)| words.choice(list, &field.key, choice)).unwrap_or_default(),
            ImportKind::Boolean => say("no"),
            _ => String::new(),
        },
    }
}

/// How a field is filled in.
#[must_use]
pub fn how(words: &Words, list: &str, field: &ImportField) -> String {
    let kind = match (list, &*field.key) {
        ("contacts", "birthday") => "birthday",
        (_, "owner") => "owner",
        _ => match field.kind {
            ImportKind::Text => "text",
            ImportKind::Lines => "lines",
            ImportKind::Date => "date",
            ImportKind::Moment => "moment",
            ImportKind::Money => "money",
            ImportKind::Integer => "integer",
            ImportKind::Number => "number",
            ImportKind::Boolean => "boolean",
            ImportKind::Choice => "choice",
            ImportKind::Words => "words",
        },
    };
    words.say(&format!("admin:template.how.{kind}"), &[])
}

/// The words that a field may have, as people say them.
#[must_use]
pub fn choices(words: &Words, list: &str, field: &ImportField) -> String {
    let of = |(choice, said): (&str, Vec<&str>)| match &field.custom {
        Some(_) => said.first().copied().unwrap_or(choice).to_owned(),
        None => words.choice(list, &field.key, choice),
    };
    field.choices().map(of).collect::<Vec<_>>().join(&words.say("ui:comma", &[]))
}

/// What the column of a field is called: a header that is recognised when the file comes back.
#[must_use]
pub fn header(words: &Words, list: &str, field: &ImportField) -> String {
    field.custom.as_ref().map_or_else(|| words.field(list, &field.key), |own| own.label.clone())
}
