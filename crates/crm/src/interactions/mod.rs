//! What was said and done with customers: one timeline over all channels, visits, promises, next steps, tasks,
//! comments with mentions, notifications.
//!
//! Rules and defaults: docs/domain/interactions.md (F43, F22, F24).

pub mod api;
pub mod commands;
mod jobs;
mod migrations;
pub mod queries;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use guanxi_kernel::{
    actor::Action,
    event::{Audience, Reaction},
    parameter::{Kind, LAST_MINUTE, Parameter},
    slice::{Keep, ListDoor, Notice, Permission, Reference, Slice, Then, Told},
};

use crate::{customers, duplicates::Follow};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "interactions",
    about: "The timeline, visits, tasks, comments, notifications.",
    uses: &["staff", "duplicates", "customers", "contacts", "follows"],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::Interaction>(), ListDoor::of::<tables::Task>()],
    pages: &[("interaction", "/interactions?peek={id}")],
    offered: &[
        "account_episodes",
        "account_tasks",
        "comments",
        "contact_interactions",
        "episode",
        "episode_interactions",
        "notifications",
        "promises",
        "log_interaction",
        "add_task",
    ],
    timeline: Some(|reader, about, before, limit| Box::pin(queries::tell(reader, about, before, limit))),
    jobs: || vec![jobs::BULK_TASKS, jobs::REMIND, jobs::TELL_FOLLOWERS, jobs::TELL_GIVEN, jobs::TELL_SHARED, jobs::TIDY],
    reactions: || {
        let told = |on| Reaction { on, job: "accounts.tell_given" };
        let joined = Reaction { on: customers::team::commands::SHARED, job: "accounts.tell_shared" };
        let heard = rules::HEARD.iter().map(|heard| heard.event).chain(rules::CONCERNS).collect::<BTreeSet<_>>();
        let followed = heard.into_iter().map(|on| Reaction { on, job: "followers.tell" });
        [told(customers::OWNER_CHANGED), told(customers::GIVEN), joined].into_iter().chain(followed).collect()
    },
    parameters: &[REMIND_AT, READ_DAYS, UNREAD_MOST, LINES_AT_ONCE],
    notices: &[
        Notice { key: "mentions", names: &["mentioned"], told: Told::Unless },
        Notice { key: "follows", names: &["followed", "followed_many"], told: Told::Unless },
        Notice { key: "tasks", names: &["task_given", "tasks_given"], told: Told::Unless },
        Notice { key: "due", names: &["tasks_due", "promises_due"], told: Told::Unless },
        Notice { key: "accounts", names: &["account_given", "accounts_given", "account_shared"], told: Told::Unless },
    ],
    permissions: &[Permission { object: "interaction", actions: &Action::ALL }, Permission { object: "task", actions: &Action::ALL }],
    audiences: &[
        ("interaction", Audience::ReadersUnder("interaction", "account")),
        ("episode", Audience::ReadersUnder("interaction", "account")),
        ("comment", Audience::ReadersOf("account")),
        ("task", Audience::ReadersThrough("task", "account")),
        ("notification", Audience::Owner),
    ],
    titles: &[("task", queries::subjects)],
    keeps: &[
        Keep { to: "account", table: "interactions", column: "account_id" },
        Keep { to: "contact", table: "interactions", column: "contact_id" },
        Keep { to: "contact", table: "interaction_contacts", column: "contact_id" },
    ],
    references: &[
        Reference { to: "user", table: "notifications", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "notification_preferences", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "tasks", column: "assignee_id", then: Then::Remove },
        Reference { to: "user", table: "interactions", column: "user_id", then: Then::Empty },
        Reference { to: "account", table: "notifications", column: "account_id", then: Then::Part },
        Reference { to: "account", table: "notifications", column: "record_id", then: Then::Part },
        Reference { to: "contact", table: "notifications", column: "record_id", then: Then::Part },
        Reference { to: "account", table: "comments", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "tasks", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "interactions", column: "account_id", then: Then::Remove },
        Reference { to: "account", table: "episodes", column: "account_id", then: Then::Remove },
        Reference { to: "contact", table: "interaction_contacts", column: "contact_id", then: Then::Remove },
        Reference { to: "contact", table: "tasks", column: "contact_id", then: Then::Empty },
        Reference { to: "contact", table: "interactions", column: "contact_id", then: Then::Empty },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// When people are told what is due.
pub const REMIND_AT: Parameter = Parameter {
    key: "interactions.remind_at",
    kind: Kind::Time,
    default: 8 * 60,
    min: 0,
    max: LAST_MINUTE,
    unit: "time_of_day",
    source: "design default",
    about: "At this time each person is told how many tasks and promises are due.",
};

/// How long notifications that were read are kept.
pub const READ_DAYS: Parameter = Parameter {
    key: "interactions.read_days",
    kind: Kind::Integer,
    default: 90,
    min: 1,
    max: 3650,
    unit: "days",
    source: "design default",
    about: "Notifications that were read are forgotten after this long.",
};

/// How many notifications wait for somebody who does not read them.
pub const UNREAD_MOST: Parameter = Parameter {
    key: "interactions.unread_most",
    kind: Kind::Integer,
    default: 500,
    min: 100,
    max: 100_000,
    unit: "rows",
    source: "design default",
    about: "Of the notifications that a person has not read, the newest so many are kept.",
};

/// How many records that somebody follows are told of one by one when they change together.
pub const LINES_AT_ONCE: Parameter = Parameter {
    key: "interactions.lines_at_once",
    kind: Kind::Integer,
    default: 5,
    min: 1,
    max: 100,
    unit: "records",
    source: "Default: as many as are read at a glance",
    about: "Of so many followed customers and contacts that change at once each has a line of its own; of more there is one line.",
};

/// Another last contact and another next step are those of a record that took one in.
pub const FOLLOW: Follow = Follow {
    kind: "account",
    before: None,
    after: Some(|tx, account| {
        Box::pin(async move {
            commands::refresh_contact(tx, account).await?;
            commands::refresh_steps(tx, &[account]).await
        })
    }),
};
