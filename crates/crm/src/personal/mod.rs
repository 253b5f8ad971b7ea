//! What is known of people beyond how to reach them: facts, the consent that sensitive ones stand on, and what they
//! prefer. Who asks gets their data, and whoever wants to be forgotten is.
//!
//! Rules and defaults: docs/domain/personal.md (F02, F38, F62, A9). Names, numbers and birthdays are contacts'; what was said
//! in conversations is interactions'.

pub mod api;
pub mod commands;
mod jobs;
mod migrations;
mod person;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use guanxi_kernel::{
    actor::Action,
    event::Audience,
    parameter::{Kind, Parameter},
    slice::{Keep, Permission, Reference, Slice, Then},
};

/// The object whose right to read reaches the values of sensitive facts.
pub(crate) const SENSITIVE: &str = "personal_fact";
/// The object of what is done with all data of a person at once.
pub(crate) const WHOLE: &str = "personal_data";

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "personal",
    about: "Facts about people with their consent, preferences; a person's data taken out or erased.",
    uses: &["staff", "admin", "duplicates", "undo", "contacts", "attachments", "interactions"],
    routes: routes::routes,
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::EXPIRE],
    permissions: &[
        Permission { object: SENSITIVE, actions: &[Action::Read] },
        Permission { object: WHOLE, actions: &[Action::Remove, Action::Export] },
    ],
    audiences: &[
        ("consent", Audience::ReadersThrough("contact", "account")),
        ("contact_fact", Audience::ReadersThrough("contact", "account")),
        ("preference", Audience::ReadersThrough("contact", "account")),
        ("erasure", Audience::Holders(WHOLE, Action::Remove)),
    ],
    steps: &["facts.expiring"],
    keeps: &[Keep { to: "contact", table: "erasures", column: "person_id" }],
    references: &[
        Reference { to: "contact", table: "contact_facts", column: "contact_id", then: Then::Remove },
        Reference { to: "contact", table: "consents", column: "contact_id", then: Then::Remove },
        Reference { to: "contact", table: "preferences", column: "contact_id", then: Then::Remove },
        Reference { to: "org_unit", table: "preferences", column: "org_unit_id", then: Then::Empty },
    ],
    parameters: &[REASON_CHARACTERS, REVEALS_PER_DAY, MOST_FACTS, SENSITIVE_DAYS, PERSONAL_DAYS, NORMAL_DAYS],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How long the reason must be for which something is looked at, taken out or erased.
pub const REASON_CHARACTERS: Parameter = Parameter {
    key: "personal.reason_characters",
    kind: Kind::Integer,
    default: 4,
    min: 1,
    max: 100,
    unit: "characters",
    source: "F62: a reason for reading what is sensitive; the number is a design default",
    about: "Whoever looks at a sensitive fact, or takes out or erases the data of a person, gives a reason of at least so many characters.",
};

/// How many sensitive facts somebody may look at in 24 hours.
pub const REVEALS_PER_DAY: Parameter = Parameter {
    key: "personal.reveals_per_day",
    kind: Kind::Integer,
    default: 50,
    min: 1,
    max: 10_000,
    unit: "facts",
    source: "Default: more than a day's visits need, far less than it takes to copy them all",
    about: "So many sensitive facts somebody may look at in 24 hours.",
};

/// How many facts are kept of a person.
pub const MOST_FACTS: Parameter = Parameter {
    key: "personal.most_facts",
    kind: Kind::Integer,
    default: 100,
    min: 1,
    max: 500,
    unit: "facts",
    source: "PIPL art. 6, no more than is needed; the number is a design default",
    about: "Of one person at most so many facts are kept, and as many consents and preferences.",
};

/// How long sensitive facts are kept.
pub const SENSITIVE_DAYS: Parameter = Parameter {
    key: "personal.sensitive_days",
    default: 365,
    source: "PIPL art. 19, no longer than the purpose needs; a year of care is a design default",
    about: "A sensitive fact is erased so many days after it was noted, if not before; 0 sets no end.",
    ..RETENTION
};

/// How long personal facts are kept.
pub const PERSONAL_DAYS: Parameter = Parameter {
    key: "personal.personal_days",
    default: 1095,
    source: "PIPL art. 19, no longer than the purpose needs; three years are a design default",
    about: "A personal fact is erased so many days after it was noted, if not before; 0 sets no end.",
    ..RETENTION
};

/// How long other facts are kept.
pub const NORMAL_DAYS: Parameter = Parameter {
    key: "personal.normal_days",
    default: 0,
    source: "design default",
    about: "Any other fact is erased so many days after it was noted, if not before; 0 sets no end.",
    ..RETENTION
};

/// What the retention of all facts has in common.
const RETENTION: Parameter =
    Parameter { key: "", kind: Kind::Integer, default: 0, min: 0, max: 36_500, unit: "days", source: "", about: "" };
