//! The rows of personal, and who may see them.

use guanxi_kernel::{
    actor::{Action, Actor, nothing},
    db::{Record, Row},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::WHOLE;
use crate::contacts::tables::{Contact, contact};

/// Consents.
pub mod consent {
    use sea_orm::entity::prelude::*;

    /// That somebody has agreed to something, and what shows it.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "consents")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/personal.md")]
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
        pub contact_id: Uuid,
        pub purpose: String,
        pub scope: Option<String>,
        pub evidence: String,
        pub given_on: Date,
        pub valid_until: Option<Date>,
        pub withdrawn_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Facts.
pub mod fact {
    use sea_orm::entity::prelude::*;

    /// Something that is known of a person.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "contact_facts")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/personal.md")]
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
        pub contact_id: Uuid,
        pub kind: String,
        pub value: String,
        pub sensitivity: String,
        pub consent_id: Option<Uuid>,
        pub valid_until: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Preferences.
pub mod preference {
    use sea_orm::entity::prelude::*;

    /// What a person likes best, and where that was noticed.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "preferences")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/personal.md")]
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
        pub contact_id: Uuid,
        pub domain: String,
        pub value: String,
        pub org_unit_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Erasures.
pub mod erasure {
    use sea_orm::entity::prelude::*;

    /// The proof that somebody was forgotten; it outlives the person's row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "erasures")]
    #[expect(missing_docs, reason = "the columns are described in docs/domain/personal.md")]
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
        pub person_id: Uuid,
        pub reason: String,
        pub counts: Json,
        pub digest: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// The kind `consent`: whoever sees the person sees what they have agreed to.
pub struct Consent;

impl Record for Consent {
    type Table = consent::Entity;
    const KIND: &'static str = "consent";
    const OBJECT: &'static str = Contact::KIND;

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_contacts(actor, consent::Column::ContactId)
    }

    fn right(action: Action) -> Action {
        right(action)
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, right(action))
    }
}

/// The kind `contact_fact`: whoever sees the person sees that something is known; what, of sensitive ones, only when it is asked for.
pub struct Fact;

impl Record for Fact {
    type Table = fact::Entity;
    const KIND: &'static str = "contact_fact";
    const OBJECT: &'static str = Contact::KIND;
    /// Also what is not sensitive now may be told of by its neighbours.
    const SECRET: &'static [&'static str] = &["value"];

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_contacts(actor, fact::Column::ContactId)
    }

    fn right(action: Action) -> Action {
        right(action)
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, right(action))
    }
}

/// The kind `preference`: whoever sees the person sees what they prefer, wherever it was noticed (F38).
pub struct Preference;

impl Record for Preference {
    type Table = preference::Entity;
    const KIND: &'static str = "preference";
    const OBJECT: &'static str = Contact::KIND;

    fn visible_to(actor: &Actor) -> Condition {
        of_visible_contacts(actor, preference::Column::ContactId)
    }

    fn right(action: Action) -> Action {
        right(action)
    }

    fn allows(actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        actor.may(Self::OBJECT, right(action))
    }
}

/// The kind `erasure`.
pub struct Erasure;

impl Record for Erasure {
    type Table = erasure::Entity;
    const KIND: &'static str = "erasure";
    const OBJECT: &'static str = WHOLE;

    /// Whoever may erase sees what was erased.
    fn visible_to(actor: &Actor) -> Condition {
        if actor.may(WHOLE, Action::Remove) { Condition::all() } else { nothing() }
    }

    /// A proof is never changed.
    fn allows(_actor: &Actor, action: Action, _row: &Row<Self>) -> bool {
        action == Action::Read
    }
}

/// What belongs to a person is made, changed and removed by whoever may change the person.
fn right(action: Action) -> Action {
    match action {
        Action::Read | Action::Export => action,
        Action::Create | Action::Change | Action::Remove => Action::Change,
    }
}

/// The rows whose person the actor may see; each asks for itself.
fn of_visible_contacts(actor: &Actor, person: impl ColumnTrait) -> Condition {
    let seen = contact::Entity::find()
        .select_only()
        .expr(Expr::val(1))
        .filter(contact::Column::WorkspaceId.eq(actor.workspace))
        .filter(Expr::col(contact::Column::Id.as_column_ref()).eq(Expr::col(person.as_column_ref())))
        .filter(Contact::visible_to(actor));
    Condition::all().add(Expr::exists(seen.into_query()))
}
