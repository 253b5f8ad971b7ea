//! Who works here: users, org units and teams, roles and their grants, sign-in, sessions, tokens, invitations.
//!
//! Rules and defaults: docs/domain/staff.md. Every other capability may use this one; it uses none. Handing a
//! leaver's customers over belongs to `customers`, because it writes customers.

pub mod api;
mod authenticator;
pub mod commands;
mod directory;
pub mod field_rights;
mod migrations;
pub mod named;
mod passkey;
pub mod queries;
pub mod rights;
mod routes;
pub mod rules;
pub mod tables;
#[cfg(test)]
mod tests;

pub use self::directory::StaffDirectory;
pub(crate) use self::routes::{set_cookie, signed_in, user_agent};
use guanxi_kernel::{
    actor::Action,
    event::Audience,
    parameter::{Kind, Parameter},
    slice::{ListDoor, Permission, Reference, Slice, Then},
};

/// The table of contents.
pub const SLICE: Slice = Slice {
    name: "staff",
    about: "Users, org units, teams, roles, sign-in.",
    uses: &[],
    routes: routes::routes,
    lists: || vec![ListDoor::of::<tables::User>()],
    permissions: &[
        Permission { object: "user", actions: &[Action::Read, Action::Create, Action::Change] },
        Permission { object: "role", actions: &[Action::Read, Action::Create, Action::Change, Action::Remove] },
        Permission { object: "org_unit", actions: &[Action::Read, Action::Create, Action::Change, Action::Remove] },
    ],
    audiences: &[("credential", Audience::Owner), ("invitation", Audience::Holders("user", Action::Create))],
    titles: &[("user", queries::list_names), ("org_unit", queries::unit_list_names)],
    called: &[("user", queries::called_so)],
    access: &[
        "user.signed_out",
        "session.ended",
        "token.revoked",
        "user.password_changed",
        "user.password_reset",
        "user.changed",
        "user.rights_changed",
        "user.reactivated",
        "second_step.demanded",
        "viewing.started",
        "viewing.ended",
    ],
    parameters: &[SESSION_DAYS, INVITATION_DAYS, RESET_HOURS, GRACE_DAYS, VIEWING_MINUTES],
    references: &[
        Reference { to: "user", table: "user_roles", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "credentials", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "credentials", column: "viewing_as", then: Then::Empty },
        Reference { to: "user", table: "user_columns", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "password_resets", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "authenticators", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "passkeys", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "recovery_codes", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "sign_in_tickets", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "refused_sign_ins", column: "user_id", then: Then::Remove },
        Reference { to: "user", table: "users", column: "id", then: Then::Remove },
        Reference { to: "org_unit", table: "users", column: "org_unit_id", then: Then::Empty },
        Reference { to: "org_unit", table: "invitations", column: "org_unit_id", then: Then::Empty },
        Reference { to: "org_unit", table: "org_units", column: "id", then: Then::Remove },
    ],
    migrations: migrations::MIGRATIONS,
    ..Slice::EMPTY
};

/// How long a browser stays signed in without being used.
pub const SESSION_DAYS: Parameter = Parameter {
    key: "staff.session_days",
    kind: Kind::Integer,
    default: 30,
    min: 1,
    max: 365,
    unit: "days",
    source: "design default",
    about: "A browser that has not been used for this long must sign in again.",
};

/// How long somebody looks as somebody else.
pub const VIEWING_MINUTES: Parameter = Parameter {
    key: "staff.viewing_minutes",
    kind: Kind::Integer,
    default: 30,
    min: 5,
    max: 240,
    unit: "minutes",
    source: "design default",
    about: "Who looks at everything as a colleague sees it is themselves again after this long.",
};

/// How long an invitation can be accepted.
pub const INVITATION_DAYS: Parameter = Parameter {
    key: "staff.invitation_days",
    kind: Kind::Integer,
    default: 7,
    min: 1,
    max: 60,
    unit: "days",
    source: "design default",
    about: "An invitation link works for this long.",
};

/// How long a link to a new password works.
pub const RESET_HOURS: Parameter = Parameter {
    key: "staff.reset_hours",
    kind: Kind::Integer,
    default: 24,
    min: 1,
    max: 168,
    unit: "hours",
    source: "design default",
    about: "A link with which a user who has forgotten the password chooses a new one works for this long.",
};

/// How long somebody of whom a second step is demanded has for setting it up.
pub const GRACE_DAYS: Parameter = Parameter {
    key: "staff.second_step_days",
    kind: Kind::Integer,
    default: 14,
    min: 0,
    max: 90,
    unit: "days",
    source: "design default",
    about: "Of whom a second step is demanded has this long to set it up, from then on or from joining; after that nobody gets in without it.",
};
