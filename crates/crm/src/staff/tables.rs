//! The rows of staff, and who may see them.

use std::sync::LazyLock;

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
    list::{Field, List, Words},
    slice::Listed,
};
use sea_orm::{Condition, entity::prelude::*};

/// Users.
pub mod user {
    use sea_orm::entity::prelude::*;

    /// A person who works here. `password_hash` is empty until an invitation is accepted.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/staff.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub created_by: Option<Uuid>,
        pub updated_at: DateTimeUtc,
        pub updated_by: Option<Uuid>,
        pub name: String,
        pub email: String,
        pub org_unit_id: Option<Uuid>,
        pub password_hash: Option<String>,
        pub locale: String,
        pub theme: String,
        pub time_zone: String,
        pub active: bool,
        pub last_seen_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Org units; a team is a unit of kind `team`.
pub mod org_unit {
    use sea_orm::entity::prelude::*;

    /// A node of the org tree. `path` holds the ids from the root, for asking about a whole subtree.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "org_units")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/staff.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub created_by: Option<Uuid>,
        pub updated_at: DateTimeUtc,
        pub updated_by: Option<Uuid>,
        pub name: String,
        pub kind: String,
        pub parent_id: Option<Uuid>,
        pub path: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Roles.
pub mod role {
    use sea_orm::entity::prelude::*;

    /// A bundle of grants. `key` is stable; `name` may be changed.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roles")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/staff.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub created_by: Option<Uuid>,
        pub updated_at: DateTimeUtc,
        pub updated_by: Option<Uuid>,
        pub key: String,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Invitations.
pub mod invitation {
    use sea_orm::entity::prelude::*;

    /// A link by which a colleague makes an account. Only a digest of its secret is kept.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/staff.md")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub workspace_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub created_at: DateTimeUtc,
        pub created_by: Option<Uuid>,
        pub updated_at: DateTimeUtc,
        pub updated_by: Option<Uuid>,
        pub name: String,
        pub email: String,
        pub roles: Json,
        pub org_unit_id: Option<Uuid>,
        pub secret: Vec<u8>,
        pub expires_at: DateTimeUtc,
        pub accepted_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `user`.
pub struct User;
/// The kind `org_unit`.
pub struct OrgUnit;
/// The kind `role`.
pub struct Role;
/// The kind `invitation`; the rights are those on users.
pub struct Invitation;

fn readable(actor: &Actor, object: &str) -> Condition {
    if actor.may(object, Action::Read) { Condition::all() } else { nothing() }
}

impl Record for User {
    type Table = user::Entity;
    const KIND: &'static str = "user";
    const SECRET: &'static [&'static str] = &["password_hash"];

    fn visible_to(actor: &Actor) -> Condition {
        match actor.user() {
            Some(me) if !actor.may("user", Action::Read) => Condition::all().add(user::Column::Id.eq(me)),
            _ => readable(actor, "user"),
        }
    }

    fn allows(actor: &Actor, action: Action, row: &Row<Self>) -> bool {
        (actor.user() == Some(row.id) && action == Action::Change && actor.in_full().is_ok()) || actor.reaches("user", action, Some(row.id))
    }
}

impl Record for OrgUnit {
    type Table = org_unit::Entity;
    const KIND: &'static str = "org_unit";

    fn visible_to(actor: &Actor) -> Condition {
        readable(actor, "org_unit")
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may("org_unit", action)
    }
}

impl Record for Role {
    type Table = role::Entity;
    const KIND: &'static str = "role";

    fn visible_to(actor: &Actor) -> Condition {
        readable(actor, "role")
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may("role", action)
    }
}

impl Record for Invitation {
    type Table = invitation::Entity;
    const KIND: &'static str = "invitation";
    const OBJECT: &'static str = "user";
    const SECRET: &'static [&'static str] = &["secret"];

    fn visible_to(actor: &Actor) -> Condition {
        if actor.may("user", Action::Create) { Condition::all() } else { nothing() }
    }

    fn allows(actor: &Actor, _action: Action, _row: &Row<Self>) -> bool {
        actor.may("user", Action::Create)
    }
}

impl Listed for User {
    fn list() -> &'static List {
        static LIST: LazyLock<List> = LazyLock::new(|| List {
            name: "users",
            table: "users",
            kind: User::KIND,
            fields: vec![
                Field::text("name").never_null().editable(),
                Field::text("email").unsorted(),
                Field::reference("org_unit", "org_unit_id", "org-units", crate::staff::queries::unit_list_names).shown_only(),
                Field::boolean("active").unsorted(),
                Field::datetime("last_seen_at").unsorted(),
                Field::datetime("created_at").unsorted(),
            ],
            default_sort: "name",
            default_columns: &["name", "email", "org_unit", "active", "last_seen_at"],
            has_trash: false,
            words: Words::Column("name"),
            custom: None,
        });
        &LIST
    }
}
